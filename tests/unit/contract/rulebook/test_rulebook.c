/* Loading of rulebooks: what is wrong is told all at once, with line and column; what is right is compiled. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/problems.h"

#define MAX_FILE_BYTES 65536

struct loaded {
	struct jx_arena arena;
	struct jx_json_problems problems;
	const struct jx_rulebook *book;
	enum jx_status status;
};

static void load_bytes(struct loaded *loaded, const char *text, size_t n_bytes)
{
	*loaded = (struct loaded){.book = NULL};
	jx_arena_init(&loaded->arena, JX_MAX_ARENA_BYTES);
	loaded->status = jx_rulebook_load(text, n_bytes, &loaded->arena, &loaded->problems, &loaded->book);
}

static size_t read_file(const char *path, char text[MAX_FILE_BYTES])
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t n = fread(text, 1, MAX_FILE_BYTES, file);
	assert_int_equal(fclose(file), 0);
	assert_true(n > 0 && n < MAX_FILE_BYTES);
	return n;
}

static void every_shipped_rulebook_loads(void **state)
{
	(void)state;
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++) {
		struct loaded loaded;
		load_bytes(&loaded, books[i].text, books[i].n_bytes);
		print_problems(&loaded.problems);
		assert_int_equal(loaded.status, JX_OK);
		assert_string_equal(jx_rulebook_message(loaded.book)->id, books[i].id);
		assert_memory_equal(jx_rulebook_digest(loaded.book), "sha256:", 7);
		jx_arena_clear(&loaded.arena);
	}
	assert_null(jx_rulebook_shipped("no-such-book"));
}

static void the_sample_of_a_county_holds_both_others(void **state)
{
	(void)state;
	struct loaded county;
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("county-sample");
	load_bytes(&county, shipped->text, shipped->n_bytes);
	assert_int_equal(county.status, JX_OK);
	const char *const others[] = {"mof-2020-10", "mof-2013-53"};
	for (size_t b = 0; b < 2; b++) {
		struct loaded other;
		shipped = jx_rulebook_shipped(others[b]);
		load_bytes(&other, shipped->text, shipped->n_bytes);
		assert_int_equal(other.status, JX_OK);
		const JxRulebook *message = jx_rulebook_message(other.book);
		for (size_t i = 0; i < message->n_rules; i++) {
			char a[JX_DIGEST_TEXT_BYTES];
			char b_text[JX_DIGEST_TEXT_BYTES];
			const JxRule *same = jx_rulebook_find(county.book, message->rules[i]->id);
			assert_non_null(same);
			assert_int_equal(
				jx_digest_message(&message->rules[i]->base, JX_DIGEST_SHA256, a, NULL),
				JX_OK);
			assert_int_equal(
				jx_digest_message(&same->base, JX_DIGEST_SHA256, b_text, NULL), JX_OK);
			assert_string_equal(a, b_text);
		}
		jx_arena_clear(&other.arena);
	}
	jx_arena_clear(&county.arena);
}

static void fourteen_mistakes_are_told_at_once_each_with_its_place(void **state)
{
	(void)state;
	static const struct expected_problem expected[] = {
		{10, 60, "RULEBOOK_DUPLICATE", "code_lists[0].codes[1].code"},
		{13, 14, "PATH_UNKNOWN_NEAR", "fields[0].path"},
		{14, 84, "RULEBOOK_UNKNOWN_NAME", "fields[1].code_list"},
		{18, 14, "RULEBOOK_UNUSED", "parameters[1].name"},
		/* a column counts characters of the file, so the escaped quotes before it count twice */
		{24, 50, "FORMULA_UNKNOWN_FIELD_NEAR", "rules[0].when"},
		{26, 19, "RULEBOOK_OPERANDS", "rules[0].relation"},
		{30, 39, "RULEBOOK_PLACEHOLDER", "rules[0].message.zh"},
		{32, 16, "RULEBOOK_UNKNOWN_NAME", "rules[0].basis"},
		{34, 5, "RULEBOOK_REQUIRED", "rules[1].severity"},
		{35, 13, "RULEBOOK_BUILT_IN_ID", "rules[1].id"},
		{36, 17, "RULEBOOK_NOT_ROWS", "rules[1].lists[0]"},
		{38, 7, "JSON_UNKNOWN_KEY_NEAR", "rules[1].severty"},
		{44, 5, "RULEBOOK_RULE_LACKS", "rules[2].tolerance_value"},
		{45, 13, "RULEBOOK_DUPLICATE", "rules[2].id"},
	};
	static char text[MAX_FILE_BYTES];
	struct loaded loaded;
	size_t n = read_file(JX_TEST_DATA "/rulebooks/mistakes.json", text);
	load_bytes(&loaded, text, n);
	assert_int_equal(loaded.status, JX_INVALID);
	check_problems(&loaded.problems, expected, JX_COUNT_OF(expected));
	jx_arena_clear(&loaded.arena);
}

/* A rulebook of one rule that finds nothing wrong with itself, but for the pieces given. */
static void load_rule(struct loaded *loaded, const char *parameters, const char *rule)
{
	char text[4096];
	int n = snprintf(text, sizeof(text),
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"effective_"
		"year\":2025,"
		"\"bases\":[{\"key\":\"b\",\"document\":\"样表\",\"statement\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"certainty\":\"illustrative\"}],\"parameters\":[%s],\"rules\":[{\"title\":{\"zh\":\"一\","
		"\"en\":\"one\"},\"remedy\":{\"zh\":\"改\",\"en\":\"mend\"},\"basis\":\"b\",%s}]}",
		parameters, rule);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	load_bytes(loaded, text, (size_t)n);
}

#define SAYS    "\"message\":{\"zh\":\"一\",\"en\":\"one\"},"
#define IS_INFO "\"id\":\"Z01\",\"severity\":\"info\","
#define COMPARES \
	"\"field\":\"kind\",\"left\":\"staff.posts\",\"relation\":\"equal\",\"right\":\"staff.in_post\""
#define LIMIT "{\"name\":\"limit\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"}}"

#define NAMESAKES "size(report.projects.filter(q, q.name == name))"

static void one_mistake_has_one_reason(void **state)
{
	(void)state;
	static const struct {
		const char *parameters;
		const char *rule;
		const char *reason; /* NULL: nothing is wrong */
		const char *field;
	} table[] = {
		{"", IS_INFO SAYS COMPARES, NULL, NULL},
		{LIMIT,
			IS_INFO SAYS "\"field\":\"kind\",\"left\":\"staff.posts\",\"relation\":\"less\","
				     "\"right\":\"limit\"",
			NULL, NULL},
		{LIMIT, IS_INFO SAYS COMPARES ",\"when\":\"profile.name == 'limit'\"", "RULEBOOK_UNUSED",
			"parameters[0].name"},
		{LIMIT, IS_INFO SAYS COMPARES ",\"when\":\"has(profile) // limit\"", "RULEBOOK_UNUSED",
			"parameters[0].name"},
		{LIMIT, IS_INFO SAYS COMPARES ",\"when\":\"profile.name == '\\\\'' && limit > 0\"", NULL,
			NULL},
		{LIMIT, IS_INFO SAYS COMPARES ",\"place\":\"limit > 0 ? profile.name : profile.level\"", NULL,
			NULL},
		{"{\"name\":\"limit\",\"number\":\"—\",\"title\":{\"zh\":\"一\",\"en\":\"one\"}}",
			IS_INFO SAYS "\"field\":\"kind\",\"left\":\"staff.posts\",\"relation\":\"less\","
				     "\"right\":\"limit\"",
			"RULEBOOK_NUMBER", "parameters[0].number"},
		{"{\"name\":\"report\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"}}",
			IS_INFO SAYS COMPARES ",\"when\":\"has(report.profile)\"", "RULEBOOK_NAME",
			"parameters[0].name"},
		{"", "\"id\":\"z1\",\"severity\":\"info\"," SAYS COMPARES, "RULEBOOK_NAME", "rules[0].id"},
		{"", "\"id\":\"F05\",\"severity\":\"info\"," SAYS COMPARES, "RULEBOOK_BUILT_IN_ID",
			"rules[0].id"},
		{"", "\"id\":\"F05\",\"replaces\":true,\"severity\":\"info\"," SAYS COMPARES, NULL, NULL},
		{"", "\"id\":\"G04\",\"replaces\":true,\"severity\":\"info\"," SAYS COMPARES,
			"RULEBOOK_KEEPS_LIMITS", "rules[0].replaces"},
		{"", "\"id\":\"G05\",\"replaces\":true,\"severity\":\"info\"," SAYS COMPARES,
			"RULEBOOK_KEEPS_LIMITS", "rules[0].replaces"},
		{"", IS_INFO SAYS "\"lists\":[\"projects\",\"projects\"],\"when\":\"number > 1\"",
			"RULEBOOK_DUPLICATE", "rules[0].lists[1]"},
		{"", IS_INFO "\"replaces\":true," SAYS COMPARES, "RULEBOOK_REPLACES_NOTHING",
			"rules[0].replaces"},
		{"", IS_INFO "\"message\":{\"zh\":\"一\"}," COMPARES, "RULEBOOK_REQUIRED",
			"rules[0].message.en"},
		{"", IS_INFO "\"message\":{\"zh\":\"一\",\"en\":\"{left\"}," COMPARES, "RULEBOOK_PLACEHOLDER",
			"rules[0].message.en"},
		{"", IS_INFO SAYS "\"field\":\"kind\",\"left\":\"staff.posts\"", "RULEBOOK_RULE_EMPTY",
			"rules[0]"},
		{"", IS_INFO SAYS "\"field\":\"kind\",\"when\":\"staff.posts\"", "FORMULA_WANTS_RESULT",
			"rules[0].when"},
		{"", IS_INFO SAYS "\"field\":\"kind\",\"left\":\"staff.posts\",\"relation\":\"equal\"",
			"RULEBOOK_RULE_LACKS", "rules[0].right"},
		{"", IS_INFO SAYS "\"when\":\"true\"", "RULEBOOK_REQUIRED", "rules[0].field"},
		{"", IS_INFO SAYS "\"when\":\"true\",\"field\":\"staff.postz\"", "PATH_UNKNOWN_NEAR",
			"rules[0].field"},
		{"", IS_INFO SAYS "\"when\":\"true\",\"lists\":[\"outcomes[0]\"]", "PATH_SYNTAX",
			"rules[0].lists[0]"},
		{"", IS_INFO SAYS "\"when\":\"true\",\"lists\":[\"outcomes\",\"goals\"]",
			"RULEBOOK_MIXED_ROWS", "rules[0].lists[1]"},
		{"", IS_INFO SAYS COMPARES ",\"tolerance_value\":\"1\"", "RULEBOOK_RULE_LACKS",
			"rules[0].tolerance"},
		{"",
			IS_INFO SAYS "\"field\":\"kind\",\"left\":\"profile.name\",\"relation\":\"less\","
				     "\"right\":\"'乙'\"",
			"RULEBOOK_OPERANDS", "rules[0].relation"},
		{"",
			IS_INFO SAYS "\"field\":\"kind\",\"left\":\"profile.name\",\"relation\":\"equal\","
				     "\"right\":\"'乙'\",\"tolerance\":\"as_printed\"",
			"RULEBOOK_OPERANDS", "rules[0].tolerance"},
		{"", IS_INFO SAYS "\"built_in\":\"template_words\"", "RULEBOOK_RULE_LACKS",
			"rules[0].code_list"},
		{"", IS_INFO SAYS "\"built_in\":\"date_met\"", "RULEBOOK_NOT_ROWS", "rules[0].lists"},
		{"", IS_INFO SAYS "\"built_in\":\"required_fields\",\"when\":\"true\"",
			"RULEBOOK_RULE_EXCESS", "rules[0].when"},
		{"",
			IS_INFO SAYS "\"lists\":[\"indicators\"],\"when\":\"report.indicators.all(a, "
				     "report.projects.all(b, b.indicators.all(c, c.name != a.name)))\"",
			"FORMULA_TOO_COSTLY", "rules[0].when"},
		{"",
			IS_INFO SAYS
			"\"lists\":[\"projects\"],\"when\":\"report.projects.exists(q, q.name == "
			"name)\",\"left\":\"" NAMESAKES "\",\"relation\":\"equal\",\"right\":\"" NAMESAKES
			"\",\"tolerance\":\"number\",\"tolerance_value\":\"" NAMESAKES "\"",
			"RULEBOOK_TOO_COSTLY", "rules[0].id"},
		{"",
			IS_INFO SAYS
			"\"lists\":[\"projects[].indicators\"],\"when\":\"report.indicators.all(i, "
			"i.name != name)\"",
			"FORMULA_TOO_COSTLY", "rules[0].when"},
		/* what does not depend on the row is computed once */
		{"",
			IS_INFO SAYS "\"lists\":[\"projects[].indicators\"],\"when\":\"points > "
				     "sum(report.indicators.map(i, i.points))\"",
			NULL, NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct loaded loaded;
		load_rule(&loaded, table[i].parameters, table[i].rule);
		if (table[i].reason == NULL) {
			print_problems(&loaded.problems);
			assert_int_equal(loaded.status, JX_OK);
		} else {
			if (loaded.problems.n_items != 1)
				print_error("%zu: %s\n", i, table[i].rule);
			print_problems(loaded.problems.n_items != 1 ? &loaded.problems
								    : &(struct jx_json_problems){0});
			assert_int_equal(loaded.status, JX_INVALID);
			assert_int_equal(loaded.problems.n_items, 1);
			assert_string_equal(
				jx_reason_name(loaded.problems.items[0].error.reason), table[i].reason);
			assert_string_equal(loaded.problems.items[0].error.field, table[i].field);
		}
		jx_arena_clear(&loaded.arena);
	}
}

/* As many rows as a list may have, of which only the last two have the same key: told once, where it stands. */
static void equal_keys_are_found_in_the_longest_list(void **state)
{
	(void)state;
	struct loaded loaded;
	size_t size = JX_MAX_LINES * 32 + 4096;
	char *text = malloc(size);
	assert_non_null(text);
	size_t n = (size_t)snprintf(text, size,
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"effective_year\":2025,\"code_lists\":[{\"name\":\"l\",\"codes\":[");
	for (unsigned i = 0; i < JX_MAX_LINES; i++)
		n += (size_t)snprintf(text + n, size - n, "%s{\"code\":\"%06u\"}", i > 0 ? ",\n" : "\n",
			i + 1 < JX_MAX_LINES ? i : i - 1);
	n += (size_t)snprintf(text + n, size - n, "]}]}");
	load_bytes(&loaded, text, n);
	assert_int_equal(loaded.status, JX_INVALID);
	assert_int_equal(loaded.problems.n_items, 1);
	assert_int_equal(loaded.problems.items[0].error.reason, JX_REASON_RULEBOOK_DUPLICATE);
	assert_string_equal(loaded.problems.items[0].error.field, "code_lists[0].codes[1999].code");
	assert_string_equal(loaded.problems.items[0].error.arg[1], "code_lists[0].codes[1998]");
	assert_int_equal(loaded.problems.items[0].line, 2001);
	jx_arena_clear(&loaded.arena);
	free(text);
}

/* Loads a rulebook of so many lists of so many codes each, and rules that look for the words of the first list. */
static void load_lists(struct loaded *loaded, unsigned n_lists, unsigned n_codes, unsigned n_rules)
{
	size_t size = (size_t)n_lists * (n_codes * 24 + 64) + n_rules * 512 + 4096;
	char *text = malloc(size);
	assert_non_null(text);
	size_t n = (size_t)snprintf(text, size,
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"effective_year\":2025,\"bases\":[{\"key\":\"b\",\"document\":\"样表\",\"statement\":{\"zh\":"
		"\"一\",\"en\":\"one\"},\"certainty\":\"illustrative\"}],\"code_lists\":[");
	for (unsigned list = 0; list < n_lists; list++) {
		n += (size_t)snprintf(
			text + n, size - n, "%s{\"name\":\"l%u\",\"codes\":[", list > 0 ? "," : "", list);
		for (unsigned code = 0; code < n_codes; code++)
			n += (size_t)snprintf(text + n, size - n, "%s{\"code\":\"%03u%04u\"}",
				code > 0 ? "," : "", list, code);
		n += (size_t)snprintf(text + n, size - n, "]}");
	}
	n += (size_t)snprintf(text + n, size - n, "],\"rules\":[");
	for (unsigned rule = 0; rule < n_rules; rule++)
		n += (size_t)snprintf(text + n, size - n,
			"%s{\"id\":\"Z%02u\",\"severity\":\"info\",\"title\":{\"zh\":\"一\",\"en\":\"one\"}," SAYS
			"\"remedy\":{\"zh\":\"改\",\"en\":\"mend\"},\"basis\":\"b\",\"built_in\":"
			"\"template_words\",\"code_list\":\"l0\"}",
			rule > 0 ? "," : "", rule + 1);
	n += (size_t)snprintf(text + n, size - n, "]}");
	assert_true(n < size);
	*loaded = (struct loaded){.book = NULL};
	jx_arena_init(&loaded->arena, JX_MAX_RULEBOOK_BYTES);
	loaded->status = jx_rulebook_load(text, n, &loaded->arena, &loaded->problems, &loaded->book);
	free(text);
}

/* What a check of the program reads counts as what formulas read, and all rules together have one ceiling. */
static void what_rules_cost_together_is_bounded(void **state)
{
	(void)state;
	enum {
		MOST = JX_MAX_RULEBOOK_STEPS / (JX_MAX_MESSAGE_BYTES / 4)
	}; /* words looked for in all texts of a report */
	static const struct {
		unsigned n_words;
		unsigned n_rules;
		bool is_too_dear;
	} table[] = {
		{MOST - 2, 1, false},
		{MOST + 2, 1, true},
		{MOST / 3 - 2, 3, false},
		{MOST / 3 + 2, 3, true},
		{MOST / 90, 90, true},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct loaded loaded;
		load_lists(&loaded, 1, table[i].n_words, table[i].n_rules);
		print_problems(table[i].is_too_dear ? &(struct jx_json_problems){0} : &loaded.problems);
		assert_int_equal(loaded.status, table[i].is_too_dear ? JX_INVALID : JX_OK);
		assert_int_equal(loaded.problems.n_items, table[i].is_too_dear ? 1 : 0);
		if (table[i].is_too_dear)
			assert_int_equal(
				loaded.problems.items[0].error.reason, JX_REASON_RULEBOOK_TOO_COSTLY);
		jx_arena_clear(&loaded.arena);
	}
}

/* The time of reading a rulebook is that of its bytes, however they are spread over its lists. */
static void a_list_is_read_in_the_time_of_its_bytes(void **state)
{
	(void)state;
	enum { CODES = 100000 };
	clock_t took[2];
	static const unsigned n_codes[] = {200, JX_MAX_LINES};
	for (size_t i = 0; i < JX_COUNT_OF(n_codes); i++) {
		struct loaded loaded;
		clock_t began = clock();
		load_lists(&loaded, CODES / n_codes[i], n_codes[i], 0);
		took[i] = clock() - began;
		print_problems(&loaded.problems);
		assert_int_equal(loaded.status, JX_OK);
		jx_arena_clear(&loaded.arena);
	}
	print_message("short lists %ld ms, long ones %ld ms\n", (long)(took[0] * 1000 / CLOCKS_PER_SEC),
		(long)(took[1] * 1000 / CLOCKS_PER_SEC));
	assert_true(took[1] < 4 * took[0] + CLOCKS_PER_SEC / 4);
}

static void a_mistake_of_grammar_is_the_only_one_told(void **state)
{
	(void)state;
	struct loaded loaded;
	static const char text[] = "{\"id\": \"A B\",, \"number\": \"1\"}";
	load_bytes(&loaded, text, strlen(text));
	assert_int_equal(loaded.status, JX_INVALID);
	assert_int_equal(loaded.problems.n_items, 1);
	assert_int_equal(loaded.problems.items[0].error.reason, JX_REASON_JSON_SYNTAX);
	jx_arena_clear(&loaded.arena);
}

static void what_was_refused_in_form_is_not_refused_in_meaning_too(void **state)
{
	(void)state;
	struct loaded loaded;
	static const char text[] =
		"{\"id\":\"a\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"effective_year\":\"2025\",\"rules\":[7],\"bases\":[null],\"fields\":[\"\"],"
		"\"parameters\":[[]],\"code_lists\":[{\"name\":\"x\",\"codes\":[1]}]}";
	load_bytes(&loaded, text, strlen(text));
	assert_int_equal(loaded.status, JX_INVALID);
	for (size_t i = 0; i < loaded.problems.n_items; i++)
		assert_memory_equal(jx_reason_name(loaded.problems.items[i].error.reason), "JSON_", 5);
	assert_int_equal(loaded.problems.n_items, 6);
	jx_arena_clear(&loaded.arena);
}

/* Rules over all fields read the same paths: a wrong one is reported once, where the field is. */
static void a_wrong_path_of_a_field_is_told_beside_rules_over_fields(void **state)
{
	(void)state;
	struct loaded loaded;
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("county-sample");
	char *text = calloc(1, shipped->n_bytes + 1);
	assert_non_null(text);
	memcpy(text, shipped->text, shipped->n_bytes);
	char *path = strstr(text, "\"projects[].funds[].row\"");
	assert_non_null(path);
	path[1] = ' ';
	load_bytes(&loaded, text, shipped->n_bytes);
	assert_int_equal(loaded.status, JX_INVALID);
	assert_int_equal(loaded.problems.n_items, 1);
	assert_int_equal(loaded.problems.items[0].error.reason, JX_REASON_PATH_SYNTAX);
	free(text);
	jx_arena_clear(&loaded.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shipped_rulebook_loads),
		cmocka_unit_test(the_sample_of_a_county_holds_both_others),
		cmocka_unit_test(fourteen_mistakes_are_told_at_once_each_with_its_place),
		cmocka_unit_test(one_mistake_has_one_reason),
		cmocka_unit_test(equal_keys_are_found_in_the_longest_list),
		cmocka_unit_test(what_rules_cost_together_is_bounded),
		cmocka_unit_test(a_list_is_read_in_the_time_of_its_bytes),
		cmocka_unit_test(a_mistake_of_grammar_is_the_only_one_told),
		cmocka_unit_test(what_was_refused_in_form_is_not_refused_in_meaning_too),
		cmocka_unit_test(a_wrong_path_of_a_field_is_told_beside_rules_over_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
