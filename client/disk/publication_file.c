#include "client/disk/publication_file.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/json/json.h"

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
	return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

enum jx_status jx_publication_file_new(
	struct jx_publication_file *file, const char *name, enum jx_language language, struct jx_error *error)
{
	*file = (struct jx_publication_file){.path = name, .language = language, .stream = tmpfile()};
	if (file->stream != NULL)
		return JX_OK;
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("tmpfile"), JX_SYSTEM(errno)));
}

bool jx_publication_file_put(struct jx_publication_file *file, const void *bytes, size_t n)
{
	return fwrite(bytes, 1, n, file->stream) == n;
}

void jx_publication_file_rewind(struct jx_publication_file *file)
{
	rewind(file->stream);
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

/* Reads up to the line feed, which every line ends with; ret_is_end at the end of the file. */
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
		return jx_fail_with(
			error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(file->path), JX_SYSTEM(errno)));
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

/* Refuses what a newer version has written: it is hashed, so that its digest would differ, and that is said here and not
 * as a difference. */
static enum jx_status check_known(const struct jx_publication_file *file,
	const struct jx_json_problems *problems, struct jx_error *error)
{
	char location[JX_ERROR_ARG_BYTES];
	if (problems->n_unknown == 0)
		return JX_OK;
	(void)snprintf(
		location, sizeof(location), "%s:%zu: %s", file->path, file->number, problems->unknown[0]);
	return jx_fail_with(error, JX_REASON_NEWER_VERSION, JX_ARGS(JX_TEXT(location)));
}

/* A line held against its canonical text, piece by piece. */
struct comparing {
	const char *line;
	size_t n;
	size_t at; /* equal up to here */
};

static enum jx_status on_canonical_text(void *user, const char *text, size_t n_bytes)
{
	struct comparing *comparing = user;
	assert(comparing->line != NULL);
	for (size_t i = 0; i < n_bytes; i++, comparing->at++) {
		if (comparing->at == comparing->n || comparing->line[comparing->at] != text[i])
			return JX_DATA_LOSS;
	}
	return JX_OK;
}

/* The character of a byte, from 1. */
static size_t column_of(const char *line, size_t at)
{
	size_t column = 1;
	assert(line != NULL);
	for (size_t i = 0; i < at; i++)
		column += ((unsigned char)line[i] & 0xC0) != 0x80;
	return column;
}

/* Exports are canonical, byte for byte: what reads alike and is written otherwise has been written by somebody else. */
static enum jx_status check_canonical(const struct jx_publication_file *file, size_t n,
	const ProtobufCMessage *message, struct jx_error *error)
{
	struct comparing comparing = {.line = file->line, .n = n};
	const struct jx_json_sink sink = {on_canonical_text, &comparing};
	enum jx_status status = jx_json_write_to(message, JX_JSON_CANONICAL, &sink, error);
	if (status == JX_OK && comparing.at == n)
		return JX_OK;
	if (status != JX_OK && status != JX_DATA_LOSS)
		return status;
	return jx_publication_file_fail(file, column_of(file->line, comparing.at),
		_("the line is not as it was exported: it is not in canonical form"), error);
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
	if (status == JX_OK)
		status = check_canonical(file, n, message, error);
	if (status != JX_OK)
		return status;
	if (feof(file->stream))
		return jx_publication_file_fail(file, column_of(file->line, n),
			_("the file is cut off: its last line has no end"), error);
	JxPublicationLine *line = (JxPublicationLine *)message;
	int n_parts = (line->publication != NULL) + (line->rulebook != NULL) + (line->report != NULL);
	if (n_parts != 1)
		return jx_publication_file_fail(
			file, 1, _("a line is one of publication, rulebook and report"), error);
	*ret_line = line;
	return JX_OK;
}
