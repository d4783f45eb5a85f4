/*
 * No fault of a table of scores hides another: whatever is told of some faults is told of them with one more.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/check_lines.h"

#define MAX_TEXT 2048

/* A member of the report: as it is right, and with its fault, which is told by a rule at a field. */
static const struct {
	const char *right;
	const char *wrong;
	const char *rule;
	const char *field;
} FAULTS[] = {
	{"95", "40", "T01", "projects[0].claimed_score"},
	{"'points':'50'", "'points':'60'", "T02", "projects[0].indicators"},
	{"'actual':'100'", "'actual':'50'", "I05", "projects[0].indicators[1].claimed_score"},
	{"100.00万元", "60.00万元", "F06", "projects[0].funds[0].claimed_score"},
	{"15", "", "T08b", "projects[0].indicators[2].claimed_score"},
	{"50", "99", "I01", "projects[0].indicators[0].claimed_score"},
	{"20", "20.5", "I01b", "projects[0].indicators[2].printed_review_score"},
	{"95", "98", "T01b", "conclusion.claimed_score"},
};

#define N_FAULTS JX_COUNT_OF(FAULTS)
#define N_SETS   (1u << N_FAULTS)

static const char *member(unsigned faults, size_t i)
{
	return (faults >> i & 1) != 0 ? FAULTS[i].wrong : FAULTS[i].right;
}

static void check_with(const struct jx_rulebook *rulebook, unsigned faults, struct jx_arena *arena,
	struct jx_findings *findings)
{
	char text[MAX_TEXT];
	/* a wrong total of the project is not that of the report */
	const char *conclusion = (faults & 1) != 0 && (faults >> 7 & 1) == 0 ? "40" : member(faults, 7);
	(void)snprintf(text, sizeof(text),
		"'conclusion':{'claimed_score':'%s'},'projects':[{'name':'p','claimed_score':'%s','funds':[{'row':"
		"'total','adjusted':'100.00万元','executed':'%s','points':'10','claimed_score':'10'}],'indicators':["
		"{'name':'a','sign':'at_least','target':'100','actual':'100',%s,'claimed_score':'%s'},"
		"{'name':'b','sign':'at_least','target':'100',%s,'points':'20','claimed_score':'20'},"
		"{'name':'c','sign':'at_least','target':'100','actual':'100','points':'20','claimed_score':'%s',"
		"'reason':'部分延期','printed_review_score':'%s'}]}]",
		conclusion, member(faults, 0), member(faults, 3), member(faults, 1), member(faults, 5),
		member(faults, 2), member(faults, 4), member(faults, 6));
	JxReport *report = submission_with(arena, text);
	report->kind = JX_REPORT_KIND_PROJECT;
	assert_int_equal(jx_check_run(rulebook, report, arena, findings), JX_OK);
}

static bool is_told(const struct jx_findings *findings, size_t fault)
{
	for (size_t i = 0; i < findings->n; i++) {
		if (strcmp(findings->items[i]->rule, FAULTS[fault].rule) == 0 &&
			strcmp(findings->items[i]->field, FAULTS[fault].field) == 0)
			return true;
	}
	return false;
}

static void every_fault_is_told_whatever_others_there_are(void **state)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("county-sample");
	const struct jx_rulebook *rulebook;
	struct jx_json_problems problems;
	struct jx_arena kept;
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&kept, JX_MAX_RULEBOOK_BYTES);
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(
		jx_rulebook_load(shipped->text, shipped->n_bytes, &kept, &problems, &rulebook), JX_OK);
	for (unsigned faults = 0; faults < N_SETS; faults++) {
		struct jx_findings findings;
		check_with(rulebook, faults, &arena, &findings);
		for (size_t i = 0; i < N_FAULTS; i++) {
			bool is_wrong = (faults >> i & 1) != 0;
			bool is_alone = (faults & (faults - 1)) == 0; /* two together may make a third */
			if (is_told(&findings, i) != is_wrong && (is_wrong || is_alone))
				print_error("faults %x: %s %s\n", faults, FAULTS[i].rule, FAULTS[i].field);
			assert_true(is_told(&findings, i) || !is_wrong);
			assert_true(is_wrong || !is_alone || !is_told(&findings, i));
		}
		jx_arena_reset(&arena);
	}
	jx_arena_clear(&arena);
	jx_arena_clear(&kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_fault_is_told_whatever_others_there_are)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
