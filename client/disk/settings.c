#include "client/disk/settings.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define MAX_SETTINGS_BYTES 65536u /* five short lines */

struct reading {
	struct jx_settings *settings;
	char problem[JX_ERROR_ARG_BYTES];
};

static bool copy_address(char out[JX_ADDRESS_BYTES], const char *value)
{
	if (!jx_address_is_valid(value))
		return false;
	(void)jx_text_copy(out, JX_ADDRESS_BYTES, value);
	return true;
}

static bool set_timeout(unsigned *ret_timeout_s, const char *value)
{
	uint64_t seconds;
	if (!jx_text_u64(value, JX_MAX_TIMEOUT_S, &seconds) || seconds == 0)
		return false;
	*ret_timeout_s = (unsigned)seconds;
	return true;
}

static bool set_key(struct jx_settings *settings, const char *name, const char *value, bool *ret_is_known)
{
	*ret_is_known = true;
	if (strcmp(name, "server") == 0)
		return copy_address(settings->server, value);
	if (strcmp(name, "public") == 0)
		return copy_address(settings->public_address, value);
	if (strcmp(name, "timeout") == 0)
		return set_timeout(&settings->timeout_s, value);
	if (strcmp(name, "language") == 0) {
		(void)jx_text_copy(settings->language, sizeof(settings->language), value);
		return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0;
	}
	if (strcmp(name, "output") == 0)
		return jx_text_copy(settings->output, sizeof(settings->output), value) == strlen(value);
	*ret_is_known = false;
	return false;
}

static int on_key(void *user, const char *section, const char *name, const char *value)
{
	struct reading *reading = user;
	bool is_known = false;
	if (strcmp(section, "client") == 0 && set_key(reading->settings, name, value, &is_known))
		return 1;
	if (reading->problem[0] == '\0')
		(void)snprintf(reading->problem, sizeof(reading->problem), "[%.60s] %.60s = %.100s", section,
			name, value);
	return 0;
}

enum jx_status jx_settings_read(const char *path, struct jx_settings *ret_settings, struct jx_error *error)
{
	struct reading reading = {.settings = ret_settings};
	const struct jx_file_source source = {
		.path = path, .max_bytes = MAX_SETTINGS_BYTES, .trust = JX_FILE_OWN};
	struct jx_arena arena;
	char *text;
	size_t n;
	*ret_settings = (struct jx_settings){0};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	enum jx_status status = jx_file_read_trusted(&source, &arena, &text, &n, error);
	int line = status == JX_OK ? ini_parse_string(text, on_key, &reading) : 0;
	jx_arena_clear(&arena);
	if (status == JX_NOT_FOUND || (status == JX_OK && line == 0))
		return JX_OK;
	if (status != JX_OK)
		return status;
	return jx_fail_with(error, JX_REASON_CONFIG_LINE,
		JX_ARGS(JX_TEXT(path), JX_I64(line),
			JX_TEXT(reading.problem[0] != '\0' ? reading.problem
							   : _("not a line of the form key = value"))));
}

static void put_key(FILE *out, const char *name, const char *value)
{
	if (value[0] != '\0')
		(void)fprintf(out, "%s = %s\n", name, value);
}

/* The text of a settings file, of the caller; NULL without memory. */
static char *print_settings(const struct jx_settings *settings, size_t *ret_n)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, ret_n);
	if (out == NULL)
		return NULL;
	(void)fputs("[client]\n", out);
	put_key(out, "server", settings->server);
	put_key(out, "public", settings->public_address);
	put_key(out, "language", settings->language);
	put_key(out, "output", settings->output);
	if (settings->timeout_s > 0)
		(void)fprintf(out, "timeout = %u\n", settings->timeout_s);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

enum jx_status jx_settings_write(
	const char *directory, const struct jx_settings *settings, struct jx_error *error)
{
	size_t n;
	char *text = print_settings(settings, &n);
	if (text == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	const struct jx_file_write write = {
		.directory = directory, .name = JX_SETTINGS_FILE, .bytes = text, .n = n, .mode = 0600};
	enum jx_status status = jx_file_write(NULL, &write, error);
	free(text);
	return status;
}

static void add_text(char *text, size_t size, const char *other)
{
	if (text[0] == '\0')
		(void)jx_text_copy(text, size, other);
}

void jx_settings_add(struct jx_settings *settings, const struct jx_settings *others)
{
	add_text(settings->server, sizeof(settings->server), others->server);
	add_text(settings->public_address, sizeof(settings->public_address), others->public_address);
	add_text(settings->language, sizeof(settings->language), others->language);
	add_text(settings->output, sizeof(settings->output), others->output);
	if (settings->timeout_s == 0)
		settings->timeout_s = others->timeout_s;
}

enum jx_status jx_settings_home(const char *wanted, char out[JX_FILE_PATH_BYTES], struct jx_error *error)
{
	const char *own = getenv("JIXIAO_HOME");
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	int n;
	if (wanted != NULL && wanted[0] != '\0')
		n = snprintf(out, JX_FILE_PATH_BYTES, "%s", wanted);
	else if (own != NULL && own[0] != '\0')
		n = snprintf(out, JX_FILE_PATH_BYTES, "%s", own);
	else if (config != NULL && config[0] == '/')
		n = snprintf(out, JX_FILE_PATH_BYTES, "%s/jixiao", config);
	else if (home != NULL && home[0] != '\0')
		n = snprintf(out, JX_FILE_PATH_BYTES, "%s/.config/jixiao", home);
	else
		return jx_fail_with(
			error, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("--home"), JX_TEXT("help")));
	if (n > 0 && n < JX_FILE_PATH_BYTES)
		return JX_OK;
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("--home"), JX_SYSTEM(ENAMETOOLONG)));
}
