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
		read_text("title,peer_group,code\r\n 科工局 ,甲,0130\r\n\"教育局, 县\",,130132002\r\n",
			&arena, &request, &error),
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
		{"code,title,ttile\n", "1"},
		{"code,title,code\n", "1"},
		{"code,title\n1\n", "2"},
		{"code,title\n1,a,b\n", "2"},
		{"code,title\n1,a\n\n,b\n", "4"},
		{"code,title\n1,\n", "2"},
		{"code,title\n1,\"a\n", "2"},
		{"code,title\n\"a\nb\",c\n2,\"x\"y\n", "4"},
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
	size_t n = 11 + (JX_MAX_BATCH_ROWS + 1) * 4;
	char *text = malloc(n + 1);
	(void)state;
	memcpy(text, "code,title\n", 11);
	for (size_t i = 0; i <= JX_MAX_BATCH_ROWS; i++)
		memcpy(text + 11 + i * 4, "1,a\n", 4);
	text[n] = '\0';
	jx_arena_init(&arena, 64u * 1024u * 1024u);
	assert_int_equal(read_text(text, &arena, &request, &error), JX_INVALID);
	text[n - 4] = '\0';
	assert_int_equal(read_text(text, &arena, &request, &error), JX_OK);
	assert_int_equal(request.n_departments, JX_MAX_BATCH_ROWS);
	jx_arena_clear(&arena);
	free(text);
}

static void decode(const char *bytes, size_t n, const char *text, const char *encoding)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_file_bytes file = {.name = "x.csv", .bytes = bytes, .n = n};
	char *out = NULL;
	const char *read_as = "";
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_encoding_decode(&file, &arena, &out, &read_as, &error), JX_OK);
	assert_string_equal(out, text);
	assert_string_equal(read_as != NULL ? read_as : "UTF-8", encoding);
	jx_arena_clear(&arena);
}

static void text_is_utf8_gb18030_or_utf16(void **state)
{
	(void)state;
	decode("科工局", strlen("科工局"), "科工局", "UTF-8");
	decode("\xEF\xBB\xBF科工局", strlen("科工局") + 3, "科工局", "UTF-8");
	decode("", 0, "", "UTF-8");
	decode("\xBF\xC6\xB9\xA4\xBE\xD6", 6, "科工局", "GB18030");
	/* four bytes of GB18030 */
	decode("\x94\x39\xDA\x33", 4, "\xF0\x9F\x92\xA9", "GB18030");
	decode("\xFF\xFE{\0\xD1\x79", 6, "{科", "UTF-16LE");
	decode("\xFE\xFF\0{\x79\xD1", 6, "{科", "UTF-16BE");
	decode("{\0\"\0\xD1\x79", 6, "{\"科", "UTF-16LE");
	decode("\0{\0\"\x79\xD1", 6, "{\"科", "UTF-16BE");
	/* a character of two halves */
	decode("\xFF\xFE\x3D\xD8\xA9\xDC", 6, "\xF0\x9F\x92\xA9", "UTF-16LE");
}

static void other_texts_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum jx_reason reason;
		const char *line;
		const char *byte;
	} cases[] = {
		{"\xBF\xC6\xB9", 3, JX_REASON_BAD_ENCODING, "1", "3"},
		{"a\0b", 3, JX_REASON_BAD_ENCODING, "1", "2"},
		/* mostly UTF-8: one character is of another encoding, or cut in two */
		{"code,title\n201,元氏县科工局\n202,\xCF\xD8\xB2\xC6\n", 40, JX_REASON_BAD_ENCODING, "3",
			"5"},
		{"局\n局\xE5\xB1\n", 10, JX_REASON_BAD_ENCODING, "2", "4"},
		{"\xFF\xFE\0\0\x4F\x5C\0\0", 8, JX_REASON_OTHER_ENCODING, "UTF-32LE", ""},
		{"\0\0\xFE\xFF\0\0\x5C\x4F", 8, JX_REASON_OTHER_ENCODING, "UTF-32BE", ""},
		/* half a character, half of a pair, a NUL */
		{"\xFF\xFE\x4F", 3, JX_REASON_BAD_ENCODING, "1", "3"},
		{"\xFF\xFE\x3D\xD8\x4F\x5C", 6, JX_REASON_BAD_ENCODING, "1", "3"},
		{"\xFF\xFE\0\0", 4, JX_REASON_OTHER_ENCODING, "UTF-32LE", ""},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_arena arena;
		struct jx_error error = {0};
		struct jx_file_bytes file = {.name = "x.csv", .bytes = cases[i].bytes, .n = cases[i].n};
		char *out;
		const char *read_as;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(jx_encoding_decode(&file, &arena, &out, &read_as, &error), JX_INVALID);
		assert_int_equal(error.reason, cases[i].reason);
		assert_string_equal(error.arg[1], cases[i].line);
		assert_string_equal(error.arg[2], cases[i].byte);
		jx_arena_clear(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_say_which_column_is_which),
		cmocka_unit_test(every_mistake_names_its_line),
		cmocka_unit_test(a_roster_is_not_endless),
		cmocka_unit_test(text_is_utf8_gb18030_or_utf16),
		cmocka_unit_test(other_texts_are_refused_with_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
