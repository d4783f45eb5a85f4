#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lists/invitation_file.h"
#include "client/lists/roster.h"
#include "client/lists/treasury.h"
#include "client/text/encoding.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

static enum jx_status read_text(
	const char *text, struct jx_arena *arena, struct jx_roster *roster, struct jx_error *error)
{
	struct jx_csv_file file = {.name = "部门.csv",
		.text = jx_arena_strdup(arena, text),
		.n = strlen(text),
		.language = JX_EN};
	return jx_roster_read(&file, arena, roster, error);
}

static void headings_say_which_column_is_which(void **state)
{
	static const char *const texts[] = {
		"title,peer_group,code\r\n 科工局 ,甲,0130\r\n\"教育局, 县\",,130132002\r\n",
		"名称;可比组;编码;序号;;;\r\n科工局;甲;0130;1;;;\r\n\"教育局, 县\";;130132002;2;;;\r\n;;;;;;\r\n",
		"部门名称\t分组\t部门编码\n科工局\t甲\t=\"0130\"\n\"教育局, 县\"\t\t130132002\n",
		"sep=;\nName;Peers;Code\n科工局;甲;\"=\"\"0130\"\"\"\n\"教育局, 县\";;130132002",
		"title,peer_group,code\n科工局,甲,0130\n\"教育局, \n县\",,130132002\n",
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		struct jx_arena arena;
		struct jx_error error;
		struct jx_roster roster;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(read_text(texts[i], &arena, &roster, &error), JX_OK);
		assert_int_equal(roster.problems.n, 0);
		assert_int_equal(roster.n, 2);
		assert_string_equal(roster.rows[0]->code, "0130");
		assert_string_equal(roster.rows[0]->title, "科工局");
		assert_string_equal(roster.rows[0]->peer_group, "甲");
		assert_string_equal(roster.rows[0]->level, "");
		assert_string_equal(roster.rows[1]->title, "教育局, 县");
		assert_int_equal(roster.n_fields, 2);
		assert_string_equal(roster.fields[0], "title");
		assert_string_equal(roster.fields[1], "peer_group");
		jx_arena_clear(&arena);
	}
}

static void words_of_people_become_codes(void **state)
{
	struct jx_arena arena;
	struct jx_error error;
	struct jx_roster roster;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(
		read_text(
			"编码,名称,级次,性质,经费形式,财政部门\n1,甲,县级,参公,差额,\n2,乙,town,学校,self,是\n",
			&arena, &roster, &error),
		JX_OK);
	assert_int_equal(roster.problems.n, 0);
	assert_string_equal(roster.rows[0]->level, "county");
	assert_string_equal(roster.rows[0]->nature, "civil_service_managed");
	assert_string_equal(roster.rows[0]->funding_form, "balance");
	assert_false(roster.rows[0]->is_finance);
	assert_string_equal(roster.rows[1]->nature, "school");
	assert_true(roster.rows[1]->is_finance);
	jx_arena_clear(&arena);
}

static void a_file_that_is_none_names_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *line;
	} cases[] = {
		{"", "1"},
		{"code\n1\n", "1"},
		{"code,title,ttile\n", "1"},
		{"code,title,code\n", "1"},
		{"code,title,编码\n", "1"},
		{"code，title\n1，a\n", "1"},
		{"code,title\n1,\"a\n", "2"},
		{"code,title\n\"a\nb\",c\n2,\"x\"y\n", "4"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_arena arena;
		struct jx_error error = {0};
		struct jx_roster roster;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(read_text(cases[i].text, &arena, &roster, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_CSV_LINE);
		assert_string_equal(error.arg[0], "部门.csv");
		assert_string_equal(error.arg[1], cases[i].line);
		jx_arena_clear(&arena);
	}
}

static void all_that_is_wrong_with_rows_is_told_by_its_line(void **state)
{
	static const struct {
		size_t line;
		const char *words;
	} told[] = {{3, "code or title is empty"}, {4, "it has more columns than the headings"},
		{5, "level: \"县及\" is none of"}, {8, "the code stands in line 2 of the file already"},
		{9, "a spreadsheet has made a number of the code"}};
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_roster roster;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(
		read_text("code,title,level\n1,甲,county\n2,,\n3,丙,town,x\n4,丁,县及\n\"5\",\"戊\n己\",\n"
			  "1,庚,county\n1.3E+11,辛\n6,壬\n",
			&arena, &roster, &error),
		JX_OK);
	assert_int_equal(roster.problems.n, JX_COUNT_OF(told));
	for (size_t i = 0; i < JX_COUNT_OF(told); i++) {
		assert_int_equal(roster.problems.rows[i].line, told[i].line);
		assert_true(
			strncmp(roster.problems.rows[i].words, told[i].words, strlen(told[i].words)) == 0);
	}
	assert_int_equal(roster.n, 3); /* 1, 5 and 6 */
	assert_int_equal(roster.lines[1], 6);
	assert_string_equal(roster.rows[1]->title, "戊己");
	assert_int_equal(roster.lines[2], 10);
	jx_arena_clear(&arena);
}

static void all_that_is_wrong_with_people_is_told_by_its_line(void **state)
{
	static const struct {
		size_t line;
		const char *code;
		const char *words;
	} told[] = {{3, "A b", "an id is 2 to 32"}, {4, "cd", "the roles are: "},
		{5, "ef", "the roles are: "}, {6, "gh", "it has more columns than the headings"}};
	char text[] =
		"序号;账号;角色(可多个);部门编码;;\n1;ab;填报人、单位负责人;=\"0130\";;\n2;A b;auditor;;;\n3;cd;king;;;\n4;ef;;0130\n"
		"5;gh;auditor;;x;\n;;;;\n";
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_invited_list list;
	struct jx_csv_file file = {.name = "people.csv", .text = text, .n = strlen(text), .language = JX_EN};
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_invitation_file_read(&file, &arena, &list, &error), JX_OK);
	assert_int_equal(list.problems.n, JX_COUNT_OF(told));
	for (size_t i = 0; i < JX_COUNT_OF(told); i++) {
		assert_int_equal(list.problems.rows[i].line, told[i].line);
		assert_string_equal(list.problems.rows[i].code, told[i].code);
		assert_true(strncmp(list.problems.rows[i].words, told[i].words, strlen(told[i].words)) == 0);
	}
	assert_int_equal(list.n, 1);
	assert_int_equal(list.lines[0], 2);
	assert_string_equal(list.rows[0].person.name, "persons/ab");
	assert_int_equal(list.rows[0].person.n_roles, 2);
	assert_string_equal(list.rows[0].department, "0130");
	jx_arena_clear(&arena);
}

static void money_has_the_unit_of_its_cell_or_its_heading(void **state)
{
	char text[] =
		"单位编码,执行数（万元）,年初预算 (元),编制数\n0130,\"1,234.50\",99.01,12\n0131,2亿元,x,1.5\n";
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_treasury treasury;
	struct jx_csv_file file = {
		.name = "treasury.csv", .text = text, .n = strlen(text), .language = JX_EN};
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_treasury_read(&file, &arena, &treasury, &error), JX_OK);
	assert_int_equal(treasury.n, 1);
	assert_int_equal(treasury.rows[0]->executed->fen, 1234500000);
	assert_int_equal(treasury.rows[0]->initial->fen, 9901);
	assert_int_equal(treasury.rows[0]->posts->micros, 12000000);
	assert_null(treasury.rows[0]->adjusted);
	assert_int_equal(treasury.problems.n, 2);
	assert_int_equal(treasury.problems.rows[0].line, 3);
	assert_string_equal(treasury.problems.rows[0].words, "\"x\" is no amount of money");
	assert_string_equal(treasury.problems.rows[1].words, "\"1.5\" is no number of people");
	jx_arena_clear(&arena);
}

static void a_roster_is_not_endless(void **state)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_roster roster;
	size_t n = 11 + (JX_MAX_BATCH_ROWS + 1) * 8;
	char *text = malloc(n + 1);
	char row[16];
	(void)state;
	assert_non_null(text);
	memcpy(text, "code,title\n", 11);
	for (size_t i = 0; i <= JX_MAX_BATCH_ROWS; i++) {
		(void)snprintf(row, sizeof(row), "%05zu,a\n", i);
		memcpy(text + 11 + i * 8, row, 8);
	}
	text[n] = '\0';
	jx_arena_init(&arena, 64u * 1024u * 1024u);
	assert_int_equal(read_text(text, &arena, &roster, &error), JX_INVALID);
	text[n - 8] = '\0';
	assert_int_equal(read_text(text, &arena, &roster, &error), JX_OK);
	assert_int_equal(roster.n, JX_MAX_BATCH_ROWS);
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
		cmocka_unit_test(words_of_people_become_codes),
		cmocka_unit_test(a_file_that_is_none_names_its_line),
		cmocka_unit_test(all_that_is_wrong_with_rows_is_told_by_its_line),
		cmocka_unit_test(all_that_is_wrong_with_people_is_told_by_its_line),
		cmocka_unit_test(money_has_the_unit_of_its_cell_or_its_heading),
		cmocka_unit_test(a_roster_is_not_endless),
		cmocka_unit_test(text_is_utf8_gb18030_or_utf16),
		cmocka_unit_test(other_texts_are_refused_with_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
