#include "client/text/language.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/text/i18n.h"

#define DOMAIN "jixiao"

bool jx_language_parse(const char *text, enum jx_language *ret_language)
{
	bool is_zh = strcmp(text, "zh") == 0;
	if (!is_zh && strcmp(text, "en") != 0)
		return false;
	*ret_language = is_zh ? JX_ZH : JX_EN;
	return true;
}

static bool has_catalogue(const char *directory)
{
	char file[PATH_MAX + 64];
	(void)snprintf(file, sizeof(file), "%s/zh_CN/LC_MESSAGES/" DOMAIN ".mo", directory);
	return access(file, R_OK) == 0;
}

bool jx_language_catalogues(char *out, size_t size)
{
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash = NULL;
	if (n > 0) {
		program[n] = '\0';
		slash = strrchr(program, '/');
	}
	if (slash != NULL)
		*slash = '\0';
	/* Relative to the program, so that a tree can be moved, and no build machine's path is compiled in. */
	static const char *const beside[] = {"/../locale", "/../share/locale"};
	for (size_t i = 0; i < 2 && slash != NULL; i++) {
		(void)snprintf(out, size, "%s%s", program, beside[i]);
		if (has_catalogue(out))
			return true;
	}
	(void)snprintf(out, size, "%s", JX_LOCALE_DIR);
	if (has_catalogue(out))
		return true;
	if (size > 0)
		out[0] = '\0';
	return false;
}

bool jx_language_use(enum jx_language language)
{
	if (setlocale(LC_ALL, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_ALL, "C.UTF-8");
	/* Figures are printed with a point everywhere, and gettext is silent in the plain C locale. */
	(void)setlocale(LC_NUMERIC, "C");
	const char *messages = setlocale(LC_MESSAGES, NULL);
	if (messages == NULL || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
		(void)setlocale(LC_MESSAGES, "C.UTF-8");
	(void)setenv("LANGUAGE", language == JX_ZH ? "zh_CN" : "en", 1);
	char directory[PATH_MAX];
	bool is_found = jx_language_catalogues(directory, sizeof(directory));
	if (is_found)
		(void)bindtextdomain(DOMAIN, directory);
	(void)bind_textdomain_codeset(DOMAIN, "UTF-8");
	(void)textdomain(DOMAIN);
	return is_found || language != JX_ZH;
}
