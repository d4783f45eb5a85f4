/* Reports for tests. See submission.h. */
#include "tests/support/test.h"

#include "tests/support/submission.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/message/json/json.h"
#include "tests/support/quotes.h"

#define MAX_FILE_BYTES (1u << 20)

static JxReport *read_text(struct jx_arena *arena, const char *text, size_t n)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, arena, &problems, &message);
	if (status != JX_OK && problems.n_items > 0) {
		char sentence[512];
		print_error("%s: %s\n", problems.items[0].error.field,
			jx_error_sentence(&problems.items[0].error, JX_EN, sentence, sizeof(sentence)));
	}
	assert_int_equal(status, JX_OK);
	return (JxReport *)message;
}

JxReport *read_submission(struct jx_arena *arena, const char *json)
{
	char *text = jx_arena_strdup(arena, json);
	assert_non_null(text);
	unquote(text);
	return read_text(arena, text, strlen(text));
}

JxReport *read_case(struct jx_arena *arena, const char *name)
{
	char path[512];
	(void)snprintf(path, sizeof(path), "%s/cases/%s.json", JX_TEST_DATA, name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *text = jx_arena_alloc(arena, MAX_FILE_BYTES);
	assert_non_null(text);
	size_t n = fread(text, 1, MAX_FILE_BYTES, file);
	assert_int_equal(fclose(file), 0);
	assert_true(n > 0 && n < MAX_FILE_BYTES);
	return read_text(arena, text, n);
}
