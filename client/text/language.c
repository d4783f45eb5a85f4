#include "client/text/language.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "client/text/catalogue.h"

bool jx_language_parse(const char *text, enum jx_language *ret_language)
{
	bool is_zh = strcmp(text, "zh") == 0;
	if (!is_zh && strcmp(text, "en") != 0)
		return false;
	*ret_language = is_zh ? JX_ZH : JX_EN;
	return true;
}

void jx_language_use(enum jx_language language)
{
	/* The locales of another C library are not to be read: they may be of another form. */
	const char *locale = JX_IS_PORTABLE ? "C.UTF-8" : "";
	if (setlocale(LC_ALL, locale) == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_ALL, "C.UTF-8");
	/* Figures are printed with a point everywhere. */
	(void)setlocale(LC_NUMERIC, "C");
	jx_catalogue_use(language == JX_ZH);
}
