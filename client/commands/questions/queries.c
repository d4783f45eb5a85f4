#include "client/commands/questions/queries.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define FOLDER      "queries"
#define EXTENSION   ".formula"
#define NAMES_BYTES 160 /* of those that an error lists */

enum jx_status jx_query_check_name(const char *name, struct jx_error *error)
{
	size_t n = strlen(name);
	bool is_ok = n > 0 && n < JX_QUERY_NAME_BYTES && jx_text_bad_utf8(name, n) == n;
	for (size_t i = 0; i < n && is_ok; i++) {
		unsigned char c = (unsigned char)name[i];
		is_ok = c >= 0x80 || isalnum(c) || c == '-' || c == '_';
	}
	/* Signs above ASCII that are no letters, such as marks that turn the direction of writing, begin with E2 or EF. */
	for (size_t i = 0; i < n && is_ok; i++)
		is_ok = (unsigned char)name[i] != 0xE2 && (unsigned char)name[i] != 0xEF;
	if (is_ok && name[0] != '-')
		return JX_OK;
	return jx_fail_with(error, JX_REASON_BAD_QUERY_NAME, JX_ARGS(JX_TEXT(name)));
}

static enum jx_status find_file(const char *home, const char *name, char directory[JX_FILE_PATH_BYTES],
	char file[JX_QUERY_NAME_BYTES + sizeof(EXTENSION)], struct jx_error *error)
{
	enum jx_status status = jx_query_check_name(name, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(file, JX_QUERY_NAME_BYTES + sizeof(EXTENSION), "%s%s", name, EXTENSION);
	return jx_file_path(home, FOLDER, directory, error);
}

enum jx_status jx_query_save(const char *home, const char *name, const char *formula, struct jx_error *error)
{
	char directory[JX_FILE_PATH_BYTES];
	char file[JX_QUERY_NAME_BYTES + sizeof(EXTENSION)];
	enum jx_status status = find_file(home, name, directory, file, error);
	if (status == JX_OK)
		status = jx_file_make_directory(directory, error);
	if (status != JX_OK)
		return status;
	const struct jx_file_write write = {
		.directory = directory, .name = file, .bytes = formula, .n = strlen(formula), .mode = 0600};
	return jx_file_write(&(struct jx_disk){0}, &write, error);
}

static enum jx_status fail_missing(
	const char *home, const char *name, struct jx_arena *arena, struct jx_error *error)
{
	char all[NAMES_BYTES] = "";
	char **names;
	size_t n = 0;
	enum jx_status status = jx_query_names(home, arena, &names, &n, error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		size_t used = strlen(all);
		if (used + strlen(names[i]) + 3 >= sizeof(all))
			break;
		(void)snprintf(all + used, sizeof(all) - used, "%s@%s", i > 0 ? " " : "", names[i]);
	}
	return jx_fail_with(
		error, JX_REASON_QUERY_NOT_FOUND, JX_ARGS(JX_TEXT(name), JX_TEXT(n > 0 ? all : "—")));
}

enum jx_status jx_query_get(const char *home, const char *name, struct jx_arena *arena, char **ret_formula,
	struct jx_error *error)
{
	char directory[JX_FILE_PATH_BYTES];
	char path[JX_FILE_PATH_BYTES];
	char file[JX_QUERY_NAME_BYTES + sizeof(EXTENSION)];
	size_t n = 0;
	enum jx_status status = find_file(home, name, directory, file, error);
	if (status == JX_OK)
		status = jx_file_path(directory, file, path, error);
	if (status != JX_OK)
		return status;
	const struct jx_file_source source = {
		.path = path, .max_bytes = JX_MAX_JSON_BYTES, .trust = JX_FILE_OWN};
	status = jx_file_read_trusted(&source, arena, ret_formula, &n, error);
	return status == JX_NOT_FOUND ? fail_missing(home, name, arena, error) : status;
}

enum jx_status jx_query_remove(
	const char *home, const char *name, struct jx_arena *arena, struct jx_error *error)
{
	char directory[JX_FILE_PATH_BYTES];
	char file[JX_QUERY_NAME_BYTES + sizeof(EXTENSION)];
	char *formula;
	enum jx_status status = jx_query_get(home, name, arena, &formula, error);
	if (status == JX_OK)
		status = find_file(home, name, directory, file, error);
	return status == JX_OK ? jx_file_remove(&(struct jx_disk){0}, directory, file, error) : status;
}

enum jx_status jx_query_names(
	const char *home, struct jx_arena *arena, char ***ret_names, size_t *ret_n, struct jx_error *error)
{
	char directory[JX_FILE_PATH_BYTES];
	size_t n = 0;
	size_t n_kept = 0;
	enum jx_status status = jx_file_path(home, FOLDER, directory, error);
	if (status == JX_OK)
		status = jx_file_names(directory, JX_MAX_QUERIES, arena, ret_names, &n, error);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		char *end = strstr((*ret_names)[i], EXTENSION);
		if (end == NULL || end[sizeof(EXTENSION) - 1] != '\0')
			continue;
		*end = '\0';
		(*ret_names)[n_kept++] = (*ret_names)[i];
	}
	*ret_n = n_kept;
	return status;
}
