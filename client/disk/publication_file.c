#include "client/disk/publication_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json.h"

#define SENTENCE_BYTES 1024

enum jx_status jx_publication_file_open(
	struct jx_publication_file *file, const char *path, enum jx_language language, struct jx_error *error)
{
	*file = (struct jx_publication_file){.path = path, .language = language};
	file->stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	if (file->stream != NULL)
		return JX_OK;
	if (errno == ENOENT)
		return jx_fail_with(error, JX_REASON_FILE_NOT_FOUND, JX_ARGS(JX_TEXT(path)));
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(strerror(errno))));
}

void jx_publication_file_close(struct jx_publication_file *file)
{
	if (file->stream != NULL && file->stream != stdin)
		(void)fclose(file->stream);
	free(file->line);
	*file = (struct jx_publication_file){0};
}

enum jx_status jx_publication_file_fail(
	const struct jx_publication_file *file, size_t column, const char *sentence, struct jx_error *error)
{
	char location[48];
	(void)snprintf(location, sizeof(location), "%zu:%zu", file->number, column);
	return jx_fail_with(error, JX_REASON_PUBLICATION_LINE,
		JX_ARGS(JX_TEXT(file->path), JX_TEXT(location), JX_TEXT(sentence)));
}

/* Reads up to the line feed; ret_is_end at the end of the file, with nothing before it. */
static enum jx_status read_line(
	struct jx_publication_file *file, size_t *ret_n, bool *ret_is_end, struct jx_error *error)
{
	size_t n = 0;
	int c;
	file->number++;
	while ((c = getc_unlocked(file->stream)) != EOF && c != '\n') {
		enum jx_status status =
			jx_array_grow((void **)&file->line, 1, n, &file->room, JX_MAX_JSON_BYTES);
		if (status == JX_EXHAUSTED)
			return jx_publication_file_fail(file, n + 1, _("the line is too long"), error);
		if (status != JX_OK)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		file->line[n++] = (char)c;
	}
	if (ferror(file->stream))
		return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED,
			JX_ARGS(JX_TEXT(file->path), JX_TEXT(strerror(errno))));
	*ret_n = n;
	*ret_is_end = c == EOF && n == 0;
	return JX_OK;
}

static enum jx_status fail_problem(
	const struct jx_publication_file *file, const struct jx_json_problem *problem, struct jx_error *error)
{
	char sentence[SENTENCE_BYTES];
	return jx_publication_file_fail(file, problem->column,
		jx_error_sentence(&problem->error, file->language, sentence, sizeof(sentence)), error);
}

/* True for what is hashed: of a line, all but what is beside the report. */
static bool is_hashed(const char *path)
{
	static const char *const parts[] = {"publication.", "rulebook.", "report.report."};
	for (size_t i = 0; i < JX_COUNT_OF(parts); i++)
		if (strncmp(path, parts[i], strlen(parts[i])) == 0)
			return true;
	return false;
}

/* Refuses content of a newer version that is hashed: its digest would differ, and that is said here and not as a
 * difference. */
static enum jx_status check_known(
	struct jx_publication_file *file, const struct jx_json_problems *problems, struct jx_error *error)
{
	for (size_t i = 0; i < problems->n_unknown; i++) {
		char location[JX_ERROR_ARG_BYTES];
		(void)snprintf(location, sizeof(location), "%s:%zu: %s", file->path, file->number,
			problems->unknown[i]);
		if (is_hashed(problems->unknown[i]))
			return jx_fail_with(error, JX_REASON_NEWER_VERSION, JX_ARGS(JX_TEXT(location)));
		if (file->unknown[0] == '\0')
			(void)jx_text_copy(file->unknown, sizeof(file->unknown), location);
	}
	return JX_OK;
}

enum jx_status jx_publication_file_next(struct jx_publication_file *file, struct jx_arena *arena,
	JxPublicationLine **ret_line, struct jx_error *error)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	size_t n = 0;
	bool is_end = false;
	*ret_line = NULL;
	enum jx_status status = read_line(file, &n, &is_end, error);
	if (status != JX_OK || is_end)
		return status;
	status = jx_json_read_tolerant(JX_PUBLICATION_LINE_DESCRIPTOR, file->line != NULL ? file->line : "",
		n, arena, &problems, &message);
	if (status == JX_INVALID)
		return fail_problem(file, &problems.items[0], error);
	if (status != JX_OK)
		return jx_arena_fail(arena, error);
	status = check_known(file, &problems, error);
	if (status != JX_OK)
		return status;
	JxPublicationLine *line = (JxPublicationLine *)message;
	int n_parts = (line->publication != NULL) + (line->rulebook != NULL) + (line->report != NULL);
	bool is_newer_part = n_parts == 0 && problems.n_unknown > 0;
	if (n_parts != 1 && !is_newer_part)
		return jx_publication_file_fail(
			file, 1, _("a line is one of publication, rulebook and report"), error);
	*ret_line = line;
	return JX_OK;
}
