#include "proto/contract/message/json/private.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

/* ---- problems ---- */

static void find_line(struct jx_json_reader *r, size_t at, size_t *ret_line, size_t *ret_column)
{
	if (at < r->seen_at || r->seen_line == 0) {
		r->seen_at = r->first_at;
		r->seen_line = 1;
		r->seen_column = 1;
	}
	for (; r->seen_at < at && r->seen_at < r->lexer.n_bytes; r->seen_at++) {
		char c = r->lexer.text[r->seen_at];
		if (c == '\n') {
			r->seen_line++;
			r->seen_column = 1;
		} else if ((c & 0xC0) != 0x80) {
			r->seen_column++;
		}
	}
	*ret_line = r->seen_line;
	*ret_column = r->seen_column;
}

enum jx_status jx_json_add_problem(struct jx_json_reader *r, size_t at, struct jx_error **ret_error)
{
	struct jx_json_problems *p = r->problems;
	*ret_error = NULL;
	p->n_found++;
	if (p->n_items == JX_MAX_JSON_PROBLEMS)
		return JX_OK;
	enum jx_status status = jx_arena_array_grow(r->arena, (void **)&p->items, sizeof(*p->items),
		p->n_items, &r->n_room, JX_MAX_JSON_PROBLEMS);
	if (status != JX_OK)
		return status;
	struct jx_json_problem *problem = &p->items[p->n_items++];
	find_line(r, at, &problem->line, &problem->column);
	*ret_error = &problem->error;
	return JX_OK;
}

enum jx_status jx_json_note_unknown(struct jx_json_reader *r, const char *path)
{
	struct jx_json_problems *p = r->problems;
	if (p->n_unknown == JX_MAX_JSON_PROBLEMS)
		return JX_OK;
	enum jx_status status = jx_arena_array_grow(r->arena, (void **)&p->unknown, sizeof(*p->unknown),
		p->n_unknown, &r->n_unknown_room, JX_MAX_JSON_PROBLEMS);
	if (status != JX_OK)
		return status;
	char *copy = jx_arena_strdup(r->arena, path);
	if (copy == NULL)
		return jx_arena_fail(r->arena, NULL);
	p->unknown[p->n_unknown++] = copy;
	return JX_OK;
}

enum jx_status jx_json_note_at(struct jx_json_reader *r, size_t at, enum jx_reason reason, const char *path,
	const struct jx_error_arg *args)
{
	struct jx_error *error;
	enum jx_status status = jx_json_add_problem(r, at, &error);
	if (status == JX_OK && error != NULL)
		(void)jx_fail_at(error, reason, path, args);
	return status;
}

enum jx_status jx_json_note(
	struct jx_json_reader *r, enum jx_reason reason, const struct jx_step *step, const char *detail)
{
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	return jx_json_note_at(r, r->lexer.start, reason, path, JX_ARGS(JX_TEXT(path), JX_TEXT(detail)));
}

enum jx_status jx_json_stop(struct jx_json_reader *r, const struct jx_step *step, const char *expected)
{
	if (r->lexer.token == JX_TOKEN_MEMORY)
		return jx_arena_fail(r->arena, NULL);
	char path[JX_ERROR_ARG_BYTES];
	char found[JX_TOKEN_FOUND_BYTES];
	jx_step_print(step, path, sizeof(path));
	jx_lex_show(&r->lexer, found);
	bool is_bad = r->lexer.token == JX_TOKEN_BAD;
	enum jx_reason reason = is_bad ? r->lexer.reason : JX_REASON_JSON_SYNTAX;
	size_t at = is_bad ? r->lexer.bad_at : r->lexer.start;
	enum jx_status status =
		jx_json_note_at(r, at, reason, path, JX_ARGS(JX_TEXT(found), JX_TEXT(expected)));
	return status == JX_OK ? JX_INVALID : status;
}

/* A space has no picture that a sentence could show. */
static enum jx_status note_mark(struct jx_json_reader *r, const struct jx_step *step)
{
	const struct jx_json_mark *mark = r->lexer.mark;
	const char meant[] = {mark->meant, '\0'};
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	const char *zh = mark->meant == ' ' ? "空格" : meant;
	const char *en = mark->meant == ' ' ? "a space" : meant;
	return jx_json_note_at(r, r->lexer.mark_at, JX_REASON_JSON_WIDE_MARK, path,
		JX_ARGS(JX_WORDS(mark->zh, mark->en), JX_WORDS(zh, en)));
}

enum jx_token jx_json_next(struct jx_json_reader *r, const struct jx_step *step)
{
	enum jx_token token = jx_lex_next(&r->lexer);
	if (r->lexer.mark != NULL && token != JX_TOKEN_BAD && note_mark(r, step) != JX_OK)
		r->lexer.token = JX_TOKEN_MEMORY;
	return r->lexer.token;
}

bool jx_json_is_value_start(enum jx_token token)
{
	return token == JX_TOKEN_OBJECT_OPEN || token == JX_TOKEN_LIST_OPEN ||
	       (token >= JX_TOKEN_TEXT && token <= JX_TOKEN_NULL);
}

/* Moves to the first token of a value. */
static enum jx_status next_value(struct jx_json_reader *r, const struct jx_step *step)
{
	return jx_json_is_value_start(jx_json_next(r, step)) ? JX_OK
							     : jx_json_stop(r, step, "\" { [ 0-9 true false");
}

enum jx_status jx_json_refuse(
	struct jx_json_reader *r, enum jx_reason reason, const struct jx_step *step, size_t depth)
{
	char found[JX_TOKEN_FOUND_BYTES];
	jx_lex_show(&r->lexer, found);
	bool is_null = r->lexer.token == JX_TOKEN_NULL;
	enum jx_status status =
		jx_json_note(r, is_null ? JX_REASON_JSON_NULL : reason, step, is_null ? NULL : found);
	return status == JX_OK ? jx_json_skip(r, step, depth) : status;
}

enum jx_status jx_json_check_depth(struct jx_json_reader *r, const struct jx_step *step, size_t depth)
{
	if (depth <= JX_MAX_JSON_DEPTH)
		return JX_OK;
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	enum jx_status status = jx_json_note_at(r, r->lexer.start, JX_REASON_TOO_DEEP, path,
		JX_ARGS(JX_TEXT(path), JX_U64(JX_MAX_JSON_DEPTH)));
	return status == JX_OK ? JX_INVALID : status;
}

/* ---- containers ---- */

enum jx_status jx_json_read_key(
	struct jx_json_reader *r, const struct jx_step *step, struct jx_lexer *ret_key)
{
	if (r->lexer.token != JX_TOKEN_TEXT)
		return jx_json_stop(r, step, "\" }");
	*ret_key = r->lexer;
	if (jx_json_next(r, step) != JX_TOKEN_COLON)
		return jx_json_stop(r, step, ":");
	return next_value(r, step);
}

enum jx_status jx_json_end_item(
	struct jx_json_reader *r, const struct jx_step *step, enum jx_token close, bool *ret_is_last)
{
	enum jx_token token = jx_json_next(r, step);
	*ret_is_last = token == close;
	if (token == close)
		return JX_OK;
	if (token != JX_TOKEN_COMMA)
		return jx_json_stop(r, step, close == JX_TOKEN_OBJECT_CLOSE ? ", }" : ", ]");
	if (close == JX_TOKEN_LIST_CLOSE)
		return next_value(r, step);
	return jx_json_next(r, step) == JX_TOKEN_TEXT ? JX_OK : jx_json_stop(r, step, "\"");
}

static enum jx_status skip_object(struct jx_json_reader *r, const struct jx_step *step, size_t depth)
{
	bool is_last = jx_json_next(r, step) == JX_TOKEN_OBJECT_CLOSE;
	while (!is_last) {
		struct jx_lexer key;
		enum jx_status status = jx_json_read_key(r, step, &key);
		if (status != JX_OK)
			return status;
		status = jx_json_skip(r, step, depth);
		if (status != JX_OK)
			return status;
		status = jx_json_end_item(r, step, JX_TOKEN_OBJECT_CLOSE, &is_last);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status skip_list(struct jx_json_reader *r, const struct jx_step *step, size_t depth)
{
	bool is_last = jx_json_next(r, step) == JX_TOKEN_LIST_CLOSE;
	if (!is_last && !jx_json_is_value_start(r->lexer.token))
		return jx_json_stop(r, step, "]");
	while (!is_last) {
		enum jx_status status = jx_json_skip(r, step, depth);
		if (status != JX_OK)
			return status;
		status = jx_json_end_item(r, step, JX_TOKEN_LIST_CLOSE, &is_last);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_json_skip(struct jx_json_reader *r, const struct jx_step *step, size_t depth)
{
	bool is_object = r->lexer.token == JX_TOKEN_OBJECT_OPEN;
	if (!is_object && r->lexer.token != JX_TOKEN_LIST_OPEN)
		return JX_OK;
	enum jx_status status = jx_json_check_depth(r, step, depth + 1);
	if (status != JX_OK)
		return status;
	return is_object ? skip_object(r, step, depth + 1) : skip_list(r, step, depth + 1);
}
