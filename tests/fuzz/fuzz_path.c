/*
 * Any text as a path into a submission, and the difference of two submissions.
 *
 * The input is a path, a line feed, a submission as JSON, a line feed, and another. Two submissions have no
 * difference exactly when their canonical JSON is the same; every path of a difference names a place that differs.
 */
#include "proto/contract/message/path.h"

#include <stdbool.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "tests/fuzz/fuzz.h"

struct pair {
	ProtobufCMessage *before;
	ProtobufCMessage *after;
	size_t n_differences;
};

static ProtobufCMessage *read_submission(const char *text, size_t n, struct jx_arena *arena)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, arena, &problems, &message);
	return status == JX_OK ? message : NULL;
}

static enum jx_status check_difference(void *user, const struct jx_difference *difference)
{
	struct pair *pair = user;
	bool is_equal = true;
	struct jx_error error;
	FUZZ_MUST(jx_path_compare(pair->before, pair->after, difference->path, &is_equal, &error) == JX_OK);
	FUZZ_MUST(!is_equal);
	pair->n_differences++;
	return JX_OK;
}

static enum jx_status count_row(void *user, const struct jx_difference *difference)
{
	struct pair *pair = user;
	FUZZ_MUST(difference->before.is_present || difference->after.is_present);
	pair->n_differences++;
	return JX_OK;
}

static void try_pair(struct pair *pair, struct jx_arena *arena)
{
	char *before;
	char *after;
	if (jx_json_write(pair->before, JX_JSON_CANONICAL, arena, NULL, &before, NULL) != JX_OK ||
		jx_json_write(pair->after, JX_JSON_CANONICAL, arena, NULL, &after, NULL) != JX_OK)
		return;
	FUZZ_MUST(jx_path_diff(pair->before, pair->after, check_difference, pair) == JX_OK);
	bool is_equal = strcmp(before, after) == 0;
	FUZZ_MUST(is_equal == (pair->n_differences == 0));
	FUZZ_MUST(is_equal == jx_message_is_equal(pair->before, pair->after));
	pair->n_differences = 0;
	enum jx_status status = jx_path_diff_rows(pair->before, pair->after, arena, count_row, pair);
	FUZZ_MUST(status != JX_OK || is_equal == (pair->n_differences == 0));
}

static void try_path(const char *path, const struct pair *pair)
{
	struct jx_error error = {.reason = JX_REASON_NONE};
	struct jx_place place;
	enum jx_status check = jx_path_check(JX_REPORT_DESCRIPTOR, path, &error);
	FUZZ_MUST(check == JX_OK || (check == JX_INVALID && error.reason != JX_REASON_NONE));
	if (pair->before == NULL)
		return;
	enum jx_status status = jx_path_resolve(pair->before, path, &place, &error);
	FUZZ_MUST(status == check || (check == JX_OK && status == JX_NOT_FOUND));
	bool is_equal;
	FUZZ_MUST(jx_path_compare(pair->before, pair->before, path, &is_equal, &error) == check);
	FUZZ_MUST(check != JX_OK || is_equal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *first = size > 0 ? memchr(text, '\n', size) : NULL;
	size_t n_path = first != NULL ? (size_t)(first - text) : size;
	struct jx_arena arena;
	struct pair pair = {NULL, NULL, 0};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	char *path = jx_arena_strndup(&arena, text, n_path);
	FUZZ_MUST(path != NULL);
	if (first != NULL) {
		first++;
		size_t left = size - n_path - 1;
		const char *second = memchr(first, '\n', left);
		size_t n_first = second != NULL ? (size_t)(second - first) : left;
		pair.before = read_submission(first, n_first, &arena);
		if (second != NULL)
			pair.after = read_submission(second + 1, left - n_first - 1, &arena);
	}
	try_path(path, &pair);
	if (pair.before != NULL && pair.after != NULL)
		try_pair(&pair, &arena);
	jx_arena_clear(&arena);
	return 0;
}
