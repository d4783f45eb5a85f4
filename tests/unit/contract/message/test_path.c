#include "proto/contract/message/path.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "tests/support/nest.h"
#include "tests/support/test.h"

static struct jx_arena arena;

static int set_up(void **state)
{
	(void)state;
	jx_arena_init(&arena, 1u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	jx_arena_clear(&arena);
	return 0;
}

static ProtobufCMessage *submission(const char *json)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	assert_int_equal(
		jx_json_read(JX_REPORT_DESCRIPTOR, json, strlen(json), &arena, &problems, &message), JX_OK);
	return message;
}

static const char SAMPLE[] =
	"{\"round\":\"r\",\"functions\":[{\"amount\":\"1元\"},{\"amount\":\"2元\",\"name\":\"二\"}],"
	"\"projects\":[{\"indicators\":[{},{\"actual\":\"5\"}]}],\"outcomes\":[{\"members\":[\"甲\"]}]}";

static void a_path_finds_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		const char *field;
		bool is_present;
		bool has_value;
	} ROWS[] = {
		{"round", "round", true, true},
		{"department", "department", false, true},
		{"functions", "functions", true, false},
		{"goals", "goals", false, false},
		{"functions[1]", "functions", true, true},
		{"functions[1].amount", "amount", true, true},
		{"functions[0].name", "name", false, true},
		{"functions[0].stated_share", "stated_share", false, true},
		{"projects[0].indicators[0]", "indicators", true, true},
		{"projects[0].indicators[1].actual", "actual", true, true},
		{"outcomes[0].members[0]", "members", true, true},
		{"profile", "profile", false, true},
		{"profile.name", "name", false, false},
		{"profile.units[7].name", "name", false, false},
	};
	const ProtobufCMessage *message = submission(SAMPLE);
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_place place;
		struct jx_error error = {.reason = JX_REASON_NONE};
		if (jx_path_resolve(message, ROWS[i].path, &place, &error) != JX_OK)
			fail_msg("%s: %s", ROWS[i].path, jx_reason_name(error.reason));
		assert_string_equal(place.field->name, ROWS[i].field);
		assert_int_equal(place.is_present, ROWS[i].is_present);
		assert_int_equal(place.value != NULL, ROWS[i].has_value);
		assert_int_equal(jx_path_check(message->descriptor, ROWS[i].path, NULL), JX_OK);
	}
	struct jx_place place;
	assert_int_equal(jx_path_resolve(message, "functions[1].name", &place, NULL), JX_OK);
	assert_string_equal(*(const char *const *)place.value, "二");
}

static void a_wrong_path_names_its_first_bad_step(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		enum jx_reason reason;
		const char *a1;
		const char *a2;
	} ROWS[] = {
		{"", JX_REASON_PATH_SYNTAX, "1", ""},
		{".round", JX_REASON_PATH_SYNTAX, "1", ""},
		{"round.", JX_REASON_PATH_IS_LEAF, "round", ""},
		{"profile.", JX_REASON_PATH_SYNTAX, "9", ""},
		{"functions[", JX_REASON_PATH_SYNTAX, "11", ""},
		{"functions[]", JX_REASON_PATH_SYNTAX, "11", ""},
		{"functions[-1]", JX_REASON_PATH_SYNTAX, "11", ""},
		{"functions[01]", JX_REASON_PATH_SYNTAX, "11", ""},
		{"functions[12345678]", JX_REASON_PATH_SYNTAX, "11", ""},
		{"functions[1", JX_REASON_PATH_SYNTAX, "12", ""},
		{"functions[1]amount", JX_REASON_PATH_SYNTAX, "13", ""},
		{"functions[1][2]", JX_REASON_PATH_SYNTAX, "13", ""},
		{"functions [1]", JX_REASON_PATH_SYNTAX, "10", ""},
		{"函数", JX_REASON_PATH_SYNTAX, "1", ""},
		{"function[1].amount", JX_REASON_PATH_UNKNOWN_NEAR, "function", "functions"},
		{"functions[1].amout", JX_REASON_PATH_UNKNOWN_NEAR, "amout", "amount"},
		{"weather", JX_REASON_PATH_UNKNOWN_STEP, "weather", ""},
		{"functions[1].amount.fen", JX_REASON_PATH_IS_LEAF, "amount", ""},
		{"functions.amount", JX_REASON_PATH_NEEDS_INDEX, "functions", ""},
		{"profile[0].name", JX_REASON_PATH_NOT_A_LIST, "profile", ""},
		{"functions[2]", JX_REASON_PATH_PAST_END, "functions", "2"},
		{"functions[2].amount", JX_REASON_PATH_PAST_END, "functions", "2"},
		{"functions[2].amout", JX_REASON_PATH_UNKNOWN_NEAR, "amout", "amount"},
		{"outcomes[0].members[1]", JX_REASON_PATH_PAST_END, "members", "1"},
		{"goals[0]", JX_REASON_PATH_PAST_END, "goals", "0"},
	};
	const ProtobufCMessage *message = submission(SAMPLE);
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_place place;
		struct jx_error error = {.reason = JX_REASON_NONE};
		enum jx_status status = jx_path_resolve(message, ROWS[i].path, &place, &error);
		bool is_past_end = ROWS[i].reason == JX_REASON_PATH_PAST_END;
		if (status != (is_past_end ? JX_NOT_FOUND : JX_INVALID) || error.reason != ROWS[i].reason ||
			strcmp(error.arg[1], ROWS[i].a1) != 0 || strcmp(error.arg[2], ROWS[i].a2) != 0)
			fail_msg("%s: %s, %s, %s", ROWS[i].path, jx_reason_name(error.reason), error.arg[1],
				error.arg[2]);
		assert_int_equal(jx_path_check(message->descriptor, ROWS[i].path, NULL),
			is_past_end ? JX_OK : JX_INVALID);
	}
	static char giant[300];
	memset(giant, 'a', sizeof(giant) - 1);
	struct jx_error error;
	assert_int_equal(jx_path_check(message->descriptor, giant, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_PATH_UNKNOWN_STEP);
}

static void values_are_compared_as_their_json(void **state)
{
	(void)state;
	static const struct {
		const char *a;
		const char *b;
		const char *path;
		bool is_equal;
	} ROWS[] = {
		{"{\"functions\":[{\"amount\":\"1元\"}]}", "{\"functions\":[{\"amount\":\"1元\"}]}",
			"functions[0].amount", true},
		{"{\"functions\":[{\"amount\":\"1元\"}]}", "{\"functions\":[{\"amount\":\"1.00元\"}]}",
			"functions[0].amount", false},
		{"{\"functions\":[{\"amount\":\"0元\"}]}", "{\"functions\":[{\"amount\":\"—\"}]}",
			"functions[0].amount", false},
		{"{\"functions\":[{\"amount\":\"\"}]}", "{\"functions\":[{}]}", "functions[0].amount", false},
		{"{\"functions\":[{}]}", "{}", "functions[0]", false},
		{"{\"functions\":[{}]}", "{}", "functions[0].amount", true},
		{"{\"functions\":[{}]}", "{}", "functions", false},
		{"{\"functions\":[{},{}]}", "{\"functions\":[{},{}]}", "functions", true},
		{"{\"functions\":[{},{\"name\":\"a\"}]}", "{\"functions\":[{},{\"name\":\"b\"}]}",
			"functions", false},
		{"{\"profile\":{}}", "{}", "profile", false},
		{"{\"profile\":{}}", "{}", "profile.name", true},
		{"{\"round\":\"\"}", "{}", "round", true},
		{"{\"outcomes\":[{\"members\":[\"a\",\"b\"]}]}", "{\"outcomes\":[{\"members\":[\"a\"]}]}",
			"outcomes[0].members[0]", true},
		{"{\"outcomes\":[{\"members\":[\"a\",\"b\"]}]}", "{\"outcomes\":[{\"members\":[\"a\"]}]}",
			"outcomes[0].members[1]", false},
		{"{\"outcomes\":[{\"paid_by_projects\":[1]}]}", "{\"outcomes\":[{\"paid_by_projects\":[2]}]}",
			"outcomes[0].paid_by_projects", false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		bool is_equal = !ROWS[i].is_equal;
		const ProtobufCMessage *a = submission(ROWS[i].a);
		const ProtobufCMessage *b = submission(ROWS[i].b);
		assert_int_equal(jx_path_compare(a, b, ROWS[i].path, &is_equal, NULL), JX_OK);
		if (is_equal != ROWS[i].is_equal)
			fail_msg("%s and %s at %s", ROWS[i].a, ROWS[i].b, ROWS[i].path);
		assert_int_equal(jx_path_compare(b, a, ROWS[i].path, &is_equal, NULL), JX_OK);
		assert_int_equal(is_equal, ROWS[i].is_equal);
	}
	bool is_equal;
	assert_int_equal(
		jx_path_compare(submission("{}"), submission("{}"), "rond", &is_equal, NULL), JX_INVALID);
}

struct found {
	char text[1000];
};

static enum jx_status note(void *user, const struct jx_difference *difference)
{
	struct found *found = user;
	static const char MARKS[] = "+-~";
	size_t n = strlen(found->text);
	snprintf(found->text + n, sizeof(found->text) - n, "%c%s ", MARKS[difference->change],
		difference->path);
	assert_int_equal(difference->before.is_present, difference->change != JX_CHANGE_ADDED);
	assert_int_equal(difference->after.is_present, difference->change != JX_CHANGE_REMOVED);
	return JX_OK;
}

static void every_leaf_that_differs_is_listed(void **state)
{
	(void)state;
	static const struct {
		const char *before;
		const char *after;
		const char *wanted;
	} ROWS[] = {
		{"{}", "{}", ""},
		{SAMPLE, SAMPLE, ""},
		{"{\"round\":\"a\"}", "{\"round\":\"b\"}", "~round "},
		{"{}", "{\"kind\":\"project\"}", "+kind "},
		{"{\"functions\":[{\"amount\":\"1元\",\"name\":\"a\"}]}",
			"{\"functions\":[{\"amount\":\"1.0元\",\"name\":\"a\"},{\"code\":\"206\",\"amount\":"
			"\"2元\"}]}",
			"~functions[0].amount +functions[1].code +functions[1].amount "},
		{"{\"functions\":[{},{},{\"name\":\"a\"}]}", "{\"functions\":[{}]}",
			"-functions[1] -functions[2].name "},
		{"{\"profile\":{}}", "{}", "-profile "},
		{"{}", "{\"profile\":{\"units\":[{}]}}", "+profile.units[0] "},
		{"{\"outcomes\":[{\"members\":[\"a\",\"b\"]}]}",
			"{\"outcomes\":[{\"members\":[\"a\",\"c\",\"d\"]}]}",
			"~outcomes[0].members[1] +outcomes[0].members[2] "},
		{"{\"outcomes\":[{\"paid_by_projects\":[0]}]}", "{\"outcomes\":[{}]}",
			"-outcomes[0].paid_by_projects[0] "},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct found found = {""};
		const ProtobufCMessage *before = submission(ROWS[i].before);
		const ProtobufCMessage *after = submission(ROWS[i].after);
		assert_int_equal(jx_path_diff(before, after, note, &found), JX_OK);
		assert_string_equal(found.text, ROWS[i].wanted);
		assert_int_equal(jx_message_is_equal(before, after), ROWS[i].wanted[0] == '\0');
	}
	struct found found = {""};
	assert_int_equal(jx_path_diff(NULL, submission("{\"round\":\"a\"}"), note, &found), JX_OK);
	assert_int_equal(jx_path_diff(NULL, NULL, note, &found), JX_OK);
	assert_string_equal(found.text, "+round ");
}

/* A row put in or taken out changes no other; a row that changed is named by its place after, one that is gone by that before. */
static void rows_that_moved_are_no_difference(void **state)
{
	(void)state;
	static const struct {
		const char *before;
		const char *after;
		const char *wanted;
	} ROWS[] = {
		{"{\"functions\":[{\"name\":\"农林水\",\"amount\":\"1元\"}]}",
			"{\"functions\":[{\"name\":\"教育支出\",\"amount\":\"2元\"},{\"name\":\"农林水\",\"amount\":\"1元\"}]}",
			"+functions[0].name +functions[0].amount "},
		{"{\"functions\":[{\"name\":\"教育支出\",\"amount\":\"2元\"},{\"name\":\"农林水\",\"amount\":\"1元\"}]}",
			"{\"functions\":[{\"name\":\"农林水\",\"amount\":\"3元\"}]}",
			"-functions[0].name -functions[0].amount ~functions[0].amount "},
		{"{\"functions\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}",
			"{\"functions\":[{\"name\":\"a\"},{\"name\":\"x\"},{\"name\":\"c\"}]}",
			"~functions[1].name "},
		{"{\"outcomes\":[{\"members\":[\"甲甲\",\"乙乙\"]}]}",
			"{\"outcomes\":[{\"members\":[\"丙丙\",\"甲甲\",\"乙乙\"]}]}",
			"+outcomes[0].members[0] "},
		{"{\"functions\":[{\"name\":\"a\"},{}]}", "{\"functions\":[{\"name\":\"a\"}]}",
			"-functions[1] "},
	};
	struct jx_arena memory;
	jx_arena_init(&memory, 1u << 20);
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct found found = {""};
		assert_int_equal(jx_path_diff_rows(submission(ROWS[i].before), submission(ROWS[i].after),
					 &memory, note, &found),
			JX_OK);
		assert_string_equal(found.text, ROWS[i].wanted);
	}
	jx_arena_clear(&memory);
}

static void without_memory_no_row_is_matched(void **state)
{
	(void)state;
	struct jx_arena memory;
	struct found found = {""};
	jx_arena_init(&memory, 16);
	assert_int_equal(
		jx_path_diff_rows(submission(SAMPLE), submission("{}"), &memory, note, &found), JX_EXHAUSTED);
	jx_arena_clear(&memory);
}

static enum jx_status stop(void *user, const struct jx_difference *difference)
{
	(void)difference;
	++*(int *)user;
	return JX_CANCELLED;
}

static void a_callback_that_stops_is_not_called_again(void **state)
{
	(void)state;
	int n_calls = 0;
	assert_int_equal(jx_path_diff(submission(SAMPLE), submission("{}"), stop, &n_calls), JX_CANCELLED);
	assert_int_equal(n_calls, 1);
}

static void a_listed_path_resolves(void **state)
{
	(void)state;
	struct found found = {""};
	const ProtobufCMessage *message = submission(SAMPLE);
	assert_int_equal(jx_path_diff(submission("{}"), message, note, &found), JX_OK);
	size_t n = 0;
	for (char *path = strtok(found.text, " "); path != NULL; path = strtok(NULL, " "), n++) {
		struct jx_place place;
		assert_int_equal(jx_path_resolve(message, path + 1, &place, NULL), JX_OK);
		assert_true(place.is_present);
	}
	assert_int_equal(n, 7);
}

static void suggestions_are_near(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *nearest;
	} ROWS[] = {
		{"amonut", "amount"},
		{"Amount", "amount"},
		{"stated-share", "stated_share"},
		{"nme", "name"},
		{"qqqqqq", ""},
		{"", ""},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++)
		assert_string_equal(
			jx_field_nearest(JX_FUNCTION_LINE_DESCRIPTOR, ROWS[i].name, strlen(ROWS[i].name)),
			ROWS[i].nearest);
	assert_int_equal(jx_edit_distance("kitten", 6, "sitting", 7, 10), 3);
	assert_int_equal(jx_edit_distance("kitten", 6, "sitting", 7, 2), 3);
	assert_int_equal(jx_edit_distance("", 0, "abc", 3, 10), 3);
}

static void the_path_of_a_row_is_written_or_cut(void **state)
{
	(void)state;
	char path[JX_PATH_BYTES];
	char list[JX_PATH_BYTES];
	assert_true(jx_path_put_row("projects[3].indicators", 0, path));
	assert_string_equal(path, "projects[3].indicators[0]");
	assert_true(jx_path_put_row("a", 12345, path));
	assert_string_equal(path, "a[12345]");
	memset(list, 'a', sizeof(list));
	list[JX_PATH_BYTES - 5] = '\0';
	assert_true(jx_path_put_row(list, 7, path)); /* two bytes of room are left with "[7]" */
	assert_false(jx_path_put_row(list, 42, path));
	assert_true(strlen(path) < JX_PATH_BYTES);
}

static void a_nest_too_deep_to_compare_is_refused(void **state)
{
	(void)state;
	static struct nest nests[40];
	for (size_t i = 0; i < JX_COUNT_OF(nests); i++) {
		protobuf_c_message_init(&nest_descriptor, &nests[i].base);
		nests[i].inner = i > 0 ? &nests[i - 1] : NULL;
	}
	struct found found = {""};
	assert_int_equal(jx_path_diff(&nests[39].base, NULL, note, &found), JX_INVALID);
	assert_int_equal(jx_path_diff(&nests[20].base, NULL, note, &found), JX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_path_finds_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_path_names_its_first_bad_step, set_up, tear_down),
		cmocka_unit_test_setup_teardown(values_are_compared_as_their_json, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_leaf_that_differs_is_listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rows_that_moved_are_no_difference, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_memory_no_row_is_matched, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_callback_that_stops_is_not_called_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_listed_path_resolves, set_up, tear_down),
		cmocka_unit_test(suggestions_are_near),
		cmocka_unit_test(the_path_of_a_row_is_written_or_cut),
		cmocka_unit_test(a_nest_too_deep_to_compare_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
