#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "client/disk/roster.h"
#include "client/text/encoding.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

static enum jx_status read_text(const char *text, struct jx_arena *arena,
	JxBatchCreateDepartmentsRequest *request, struct jx_error *error)
{
	struct jx_roster_file file = {
		.name = "部门.csv", .text = jx_arena_strdup(arena, text), .n = strlen(text)};
	jx_batch_create_departments_request_init(request);
	return jx_roster_read(&file, arena, request, error);
}

static void headings_say_which_column_is_which(void **state)
{
	struct jx_arena arena;
	struct jx_error error;
	JxBatchCreateDepartmentsRequest request;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(
		read_text("name,peer_group,code\r\n 科工局 ,甲,0130\r\n\"教育局, 县\",,130132002\r\n", &arena,
			&request, &error),
		JX_OK);
	assert_int_equal(request.n_departments, 2);
	assert_string_equal(request.departments[0]->code, "0130");
	assert_string_equal(request.departments[0]->title, "科工局");
	assert_string_equal(request.departments[0]->peer_group, "甲");
	assert_string_equal(request.departments[0]->level, "");
	assert_string_equal(request.departments[1]->title, "教育局, 县");
	jx_arena_clear(&arena);
}

static void every_mistake_names_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *line;
	} cases[] = {
		{"", "1"},
		{"code\n1\n", "1"},
		{"code,name,nmae\n", "1"},
		{"code,name,code\n", "1"},
		{"code,name\n1\n", "2"},
		{"code,name\n1,a,b\n", "2"},
		{"code,name\n1,a\n\n,b\n", "4"},
		{"code,name\n1,\n", "2"},
		{"code,name\n1,\"a\n", "2"},
		{"code,name\n\"a\nb\",c\n2,\"x\"y\n", "4"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_arena arena;
		struct jx_error error = {0};
		JxBatchCreateDepartmentsRequest request;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(read_text(cases[i].text, &arena, &request, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_CSV_LINE);
		assert_string_equal(error.arg[0], "部门.csv");
		assert_string_equal(error.arg[1], cases[i].line);
		jx_arena_clear(&arena);
	}
}

static void a_roster_is_not_endless(void **state)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	JxBatchCreateDepartmentsRequest request;
	size_t n = 10 + (JX_MAX_BATCH_ROWS + 1) * 4;
	char *text = malloc(n + 1);
	(void)state;
	memcpy(text, "code,name\n", 10);
	for (size_t i = 0; i <= JX_MAX_BATCH_ROWS; i++)
		memcpy(text + 10 + i * 4, "1,a\n", 4);
	text[n] = '\0';
	jx_arena_init(&arena, 64u * 1024u * 1024u);
	assert_int_equal(read_text(text, &arena, &request, &error), JX_INVALID);
	text[n - 4] = '\0';
	assert_int_equal(read_text(text, &arena, &request, &error), JX_OK);
	assert_int_equal(request.n_departments, JX_MAX_BATCH_ROWS);
	jx_arena_clear(&arena);
	free(text);
}

static void decode(const char *bytes, size_t n, enum jx_status expected, const char *text, bool is_gb18030)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_file_bytes file = {.name = "x.csv", .bytes = bytes, .n = n};
	char *out = NULL;
	bool is_converted = false;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_encoding_decode(&file, &arena, &out, &is_converted, &error), expected);
	if (expected == JX_OK) {
		assert_string_equal(out, text);
		assert_int_equal(is_converted, is_gb18030);
	} else {
		assert_int_equal(error.reason, JX_REASON_BAD_UTF8);
	}
	jx_arena_clear(&arena);
}

static void text_is_utf8_or_gb18030(void **state)
{
	(void)state;
	decode("科工局", strlen("科工局"), JX_OK, "科工局", false);
	decode("\xEF\xBB\xBF科工局", strlen("科工局") + 3, JX_OK, "科工局", false);
	decode("", 0, JX_OK, "", false);
	decode("\xBF\xC6\xB9\xA4\xBE\xD6", 6, JX_OK, "科工局", true);
	/* four bytes of GB18030 */
	decode("\x94\x39\xDA\x33", 4, JX_OK, "\xF0\x9F\x92\xA9", true);
	decode("\xBF\xC6\xB9", 3, JX_INVALID, NULL, false);
	decode("\xFF\xFE\xFF", 3, JX_INVALID, NULL, false);
	decode("a\0b", 3, JX_INVALID, NULL, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_say_which_column_is_which),
		cmocka_unit_test(every_mistake_names_its_line),
		cmocka_unit_test(a_roster_is_not_endless),
		cmocka_unit_test(text_is_utf8_or_gb18030),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
