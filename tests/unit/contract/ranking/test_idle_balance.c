/* Which money a report shows to lie idle, and by which rule. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/ranking/idle_balance.h"

struct row {
	const char *report; /* but for its profile */
	const char *found;  /* "rule field source fen year", each ended by "; " */
};

#define YEAR "{\"profile\":{\"year\":2025}"
static const struct row ROWS[] = {
	/* nothing of a project was spent */
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"12.5万元\",\"executed\":\"0万元\"}]}]",
		"I01 projects[0].funds[0] 甲 12500000 2025; "},
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"12.5万元\",\"executed\":\"0.01元\"}]}]",
		""},
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"12.5万元\"}]}]", ""},
	/* recovered by finance: no longer there */
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"10万元\",\"executed\":\"0万元\",\"recovered\":\"4万元\"}]}]",
		"I01 projects[0].funds[0] 甲 6000000 2025; "},
	/* no figure of a whole year, or a guess */
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"10万元\",\"executed\":\"0万元\",\"as_of\":\"2025-11-30\"}]}]",
		""},
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"10万元\",\"executed\":\"0万元\",\"status\":\"forecast\"}]}]",
		""},
	/* carried over and not begun: two balances, each with its own year */
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"10万元\",\"executed\":\"0万元\"},"
	 "{\"row\":\"carry_over\",\"adjusted\":\"7万元\"}]}]",
		"I02 projects[0].funds[1] 甲 7000000 2024; I01 projects[0].funds[0] 甲 3000000 2025; "},
	/* of what was carried over, less was spent than that */
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"10万元\",\"executed\":\"2万元\",\"opening_carry_over\":\"3万元\"}]}]",
		"I02 projects[0].funds[0] 甲 1000000 2024; "},
	{",\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"10万元\",\"executed\":\"3万元\",\"opening_carry_over\":\"3万元\"}]}]",
		""},
	/* the department, where no project has a table of money; it is no project that was not begun */
	{",\"funds_by_source\":[{\"row\":\"total\",\"adjusted\":\"9万元\",\"executed\":\"0万元\"},"
	 "{\"row\":\"carry_over\",\"adjusted\":\"5万元\",\"executed\":\"1万元\"}]",
		"I02 funds_by_source[1]  4000000 2024; "},
	{",\"funds_by_source\":[{\"row\":\"carry_over\",\"adjusted\":\"5万元\",\"executed\":\"1万元\"}],"
	 "\"projects\":[{\"name\":\"甲\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"1万元\",\"executed\":\"1万元\"}]}]",
		""},
};

static JxReport *read_report(const char *text, struct jx_arena *arena)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	assert_int_equal(
		jx_json_read(JX_REPORT_DESCRIPTOR, text, strlen(text), arena, &problems, &message), JX_OK);
	return (JxReport *)message;
}

static void what_is_certain_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_arena arena;
		struct jx_idle_balances found;
		char text[4096], said[4096] = "";
		size_t n = 0;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		(void)snprintf(text, sizeof(text), YEAR "%s}", ROWS[i].report);
		assert_int_equal(jx_idle_balances_find(read_report(text, &arena), &arena, &found), JX_OK);
		for (size_t k = 0; k < found.n; k++)
			n += (size_t)snprintf(said + n, sizeof(said) - n, "%s %s %s %lld %u; ",
				found.items[k].rule, found.items[k].field, found.items[k].source,
				(long long)found.items[k].fen, found.items[k].budget_year);
		assert_string_equal(said, ROWS[i].found);
		jx_arena_clear(&arena);
	}
}

static void many_balances_are_the_largest_ones(void **state)
{
	static char text[64 * 1024];
	struct jx_arena arena;
	struct jx_idle_balances found;
	size_t n = (size_t)snprintf(text, sizeof(text), YEAR ",\"projects\":[");
	(void)state;
	for (unsigned i = 0; i <= JX_MAX_FLAGGED_BALANCES; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{\"name\":\"项目%u\",\"funds\":[{\"row\":\"total\",\"adjusted\":\"%u元\",\"executed\":\"0元\"}]}",
			i > 0 ? "," : "", i, i + 1);
	(void)snprintf(text + n, sizeof(text) - n, "]}");
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_idle_balances_find(read_report(text, &arena), &arena, &found), JX_OK);
	assert_int_equal(found.n, JX_MAX_FLAGGED_BALANCES);
	assert_int_equal(found.items[0].fen, (JX_MAX_FLAGGED_BALANCES + 1) * 100);
	assert_int_equal(found.items[found.n - 1].fen, 200);
	jx_arena_clear(&arena);
}

static void each_rule_has_its_words(void **state)
{
	(void)state;
	assert_string_not_equal(jx_idle_rule_title(JX_IDLE_RULE_NOT_BEGUN, JX_ZH), "");
	assert_string_not_equal(jx_idle_rule_title(JX_IDLE_RULE_CARRIED_OVER, JX_EN), "");
	assert_string_equal(jx_idle_rule_title("F19", JX_EN), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_certain_is_found),
		cmocka_unit_test(many_balances_are_the_largest_ones),
		cmocka_unit_test(each_rule_has_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
