/*
 * The sample rulebook of a county on the fifteen published reports, against what was found in them by hand.
 *
 * docs/rule-coverage.md is this comparison as a table; the test holds it to be what the rules find today. Run
 * with --write FILE to write it anew.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/cases.h"
#include "tests/support/submission.h"

#define MAX_TABLE_BYTES (256u * 1024u)

static const struct jx_rulebook *load(struct jx_arena *arena, const char *id)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped(id);
	const struct jx_rulebook *book = NULL;
	struct jx_json_problems problems;
	assert_non_null(shipped);
	assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, arena, &problems, &book), JX_OK);
	return book;
}

/* A rule with a letter behind its number looks at the same subject: F08b at that of F08. */
static bool is_about(const JxFinding *finding, const char *rule)
{
	return strncmp(finding->rule, rule, 3) == 0;
}

/* The finding of a subject that stands at a place among those of the subject; NULL past the last. */
static const JxFinding *find(const struct jx_findings *findings, const char *rule, size_t place)
{
	for (size_t i = 0; i < findings->n; i++) {
		if (is_about(findings->items[i], rule) && place-- == 0)
			return findings->items[i];
	}
	return NULL;
}

/* Digits and sign of a figure, without unit, "%" or trailing zeros. */
static void bare(const char *text, char out[64])
{
	size_t n = 0;
	bool has_point = false;
	text += strcspn(text, "-0123456789");
	while (n + 1 < 64 && *text != '\0' && strchr("-.0123456789", *text) != NULL) {
		has_point |= *text == '.';
		out[n++] = *text++;
	}
	while (has_point && n > 0 && (out[n - 1] == '0' || out[n - 1] == '.')) {
		has_point = out[n - 1] != '.';
		n--;
	}
	out[n] = '\0';
}

/* Whether a rule asks for something about a figure that a person called right: by its very id. Of N02 in report 36
 * only the sum of the kinds was called right, not that three projects are listed. */
static bool is_accused(const struct jx_findings *findings, const struct cross_check *row)
{
	char right[64];
	char stated[64];
	bare(row->stated, right);
	for (size_t i = 0; i < findings->n; i++) {
		const JxFinding *finding = findings->items[i];
		bool is_new = strcmp(finding->rule, "N02") == 0 && strcmp(finding->expected, "3") == 0;
		bare(finding->stated, stated);
		if (!is_new && finding->severity != JX_FINDING_SEVERITY_INFO &&
			strcmp(finding->rule, row->rule) == 0 && strcmp(stated, right) == 0)
			return true;
	}
	return false;
}

enum { MISMATCH, SUSPICIOUS, OK, NOT_CHECKABLE, N_RESULTS };
static const char *const results[] = {"mismatch", "suspicious", "ok", "not_checkable"};

/* The comparison: its table, and what it counts. */
struct comparison {
	char *table;
	size_t n;
	size_t n_found[N_RESULTS]; /* of ok: accused */
	size_t n_missed[N_RESULTS];
	size_t n_hard;
	size_t n_explain;
	size_t n_info;
};

static void add(struct comparison *comparison, const char *format, ...) JX_PRINTF(2, 3);

static void add(struct comparison *comparison, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(comparison->table + comparison->n, MAX_TABLE_BYTES - comparison->n, format, args);
	va_end(args);
	assert_true(n >= 0 && (size_t)n < MAX_TABLE_BYTES - comparison->n);
	comparison->n += (size_t)n;
}

static size_t result_of(const struct cross_check *row)
{
	for (size_t i = 0; i < N_RESULTS; i++) {
		if (strcmp(row->result, results[i]) == 0)
			return i;
	}
	fail();
	return N_RESULTS;
}

/* Rows before this one of the same report, subject and result: each takes a finding of its own. */
static size_t place_of(const struct cross_check *rows, size_t at)
{
	size_t n = 0;
	for (size_t i = 0; i < at; i++) {
		if (strcmp(rows[i].name, rows[at].name) == 0 && strcmp(rows[i].rule, rows[at].rule) == 0 &&
			strcmp(rows[i].result, rows[at].result) == 0)
			n++;
	}
	return n;
}

static void compare_row(struct comparison *comparison, const struct cross_check *rows, size_t at,
	const struct jx_findings *findings)
{
	const struct cross_check *row = &rows[at];
	size_t result = result_of(row);
	/* What is suspicious comes after what is wrong. */
	size_t place = place_of(rows, at);
	for (size_t i = 0; result == SUSPICIOUS && i < MAX_CROSS_CHECKS && rows[i].name[0] != '\0'; i++) {
		if (strcmp(rows[i].name, row->name) == 0 && strcmp(rows[i].rule, row->rule) == 0 &&
			result_of(&rows[i]) == MISMATCH)
			place++;
	}
	const JxFinding *finding = find(findings, row->rule, place);
	bool is_found = result == OK ? is_accused(findings, row) : finding != NULL;
	(*(is_found ? &comparison->n_found[result] : &comparison->n_missed[result]))++;
	if (result == OK && is_found)
		print_error("%s %s: %s\n", row->name, row->rule, row->what);
	if (result == OK || result == NOT_CHECKABLE)
		return;
	add(comparison, "| `%.2s%s` | `%s` | %s | %s | %s%s%s |\n", row->name, row->name[2] == '0' ? "0" : "",
		row->rule, row->result, row->what, is_found ? "`" : "", is_found ? finding->rule : "—",
		is_found ? "`" : "");
}

static void count(struct comparison *comparison, const struct jx_findings *findings)
{
	comparison->n_hard += findings->n_hard;
	comparison->n_explain += findings->n_explain;
	comparison->n_info += findings->n_info;
}

static void compare_all(struct comparison *comparison)
{
	static struct cross_check rows[MAX_CROSS_CHECKS];
	struct jx_arena book_arena;
	size_t n = read_cross_checks(rows);
	assert_int_equal(n, 168);
	jx_arena_init(&book_arena, JX_MAX_ARENA_BYTES);
	const struct jx_rulebook *book = load(&book_arena, "county-sample");
	*comparison = (struct comparison){.table = malloc(MAX_TABLE_BYTES)};
	assert_non_null(comparison->table);
	for (size_t c = 0; c < N_CASES; c++) {
		struct jx_arena arena;
		struct jx_findings findings;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(jx_check_run(book, read_case(&arena, cases[c]), &arena, &findings), JX_OK);
		count(comparison, &findings);
		for (size_t i = 0; i < n; i++) {
			if (strcmp(rows[i].name, cases[c]) == 0)
				compare_row(comparison, rows, i, &findings);
		}
		jx_arena_clear(&arena);
	}
	jx_arena_clear(&book_arena);
}

/* The document that holds the comparison. */
static char *write_document(const struct comparison *comparison)
{
	struct comparison document = {.table = malloc(MAX_TABLE_BYTES)};
	assert_non_null(document.table);
	add(&document,
		"# What the sample rulebook finds in fifteen published reports\n\n"
		"`county-sample` and the built-in rules, against the 168 cross-checks made by hand\n"
		"(`tests/data/cases/checks.json`). Written by `test_rulebook_cases --write`; the test\n"
		"holds it to be true.\n\n"
		"| by hand | rows | found | not found |\n|---|---|---|---|\n");
	for (size_t i = 0; i < N_RESULTS; i++) {
		if (i != NOT_CHECKABLE)
			add(&document, "| %s | %zu | %zu | %zu |\n", results[i],
				comparison->n_found[i] + comparison->n_missed[i], comparison->n_found[i],
				comparison->n_missed[i]);
	}
	add(&document,
		"\nFor `ok`, found means accused by a rule that requires a correction or an explanation: that "
		"must be 0.\n"
		"All reports together: %zu hard, %zu to be explained, %zu for information. A finding counts "
		"for a row\n"
		"when it is about the same subject (`F08b` for F08), one finding for one row.\n\n"
		"What is not found stays with a reader: columns that were swapped (W05), whether a ratio or "
		"a price is\n"
		"likely (N03, N08, P05, Y03), one value under two names (I13), what a word of an aim is "
		"worth (I14,\n"
		"I15), figures of other years (Y02), what was asked for against what was paid (N04), and the "
		"parts of\n"
		"a sample that are not in the report (N01, N02). Of report 02, spending beyond its budget is "
		"found as\n"
		"F12 and F12b.\n\n"
		"| report | subject | by hand | what | found as |\n|---|---|---|---|---|\n%s",
		comparison->n_hard, comparison->n_explain, comparison->n_info, comparison->table);
	return document.table;
}

/* Found wrong by a person, and by no rule: each with the reason why figures cannot tell. */
static const struct {
	const char *name;
	const char *rule;
	const char *reason;
} undecided[] = {
	{"000_seed_yuanshi_kgj_2025", "W05", "two columns of text were swapped"},
};

static void only_what_no_figure_decides_is_missed(void **state)
{
	(void)state;
	struct comparison comparison;
	compare_all(&comparison);
	assert_int_equal(comparison.n_missed[MISMATCH], JX_COUNT_OF(undecided));
	for (size_t i = 0; i < JX_COUNT_OF(undecided); i++) {
		char line[128];
		(void)snprintf(line, sizeof(line), "| `%s` | mismatch |", undecided[i].rule);
		assert_non_null(strstr(comparison.table, line));
	}
	free(comparison.table);
}

static void nothing_a_person_called_right_is_accused(void **state)
{
	(void)state;
	struct comparison comparison;
	compare_all(&comparison);
	assert_int_equal(comparison.n_found[OK], 0);
	assert_int_equal(comparison.n_hard, 0);
	free(comparison.table);
}

static void the_document_says_what_is_found(void **state)
{
	(void)state;
	struct comparison comparison;
	compare_all(&comparison);
	char *now = write_document(&comparison);
	char *then = calloc(1, MAX_TABLE_BYTES);
	assert_non_null(then);
	FILE *file = fopen(JX_TEST_DATA "/../../docs/rule-coverage.md", "r");
	assert_non_null(file);
	assert_true(fread(then, 1, MAX_TABLE_BYTES - 1, file) > 0);
	assert_int_equal(fclose(file), 0);
	assert_string_equal(now, then);
	free(comparison.table);
	free(now);
	free(then);
}

static int write_to(const char *path)
{
	struct comparison comparison;
	compare_all(&comparison);
	char *text = write_document(&comparison);
	FILE *file = fopen(path, "w");
	int is_written = file != NULL && fputs(text, file) >= 0 && fclose(file) == 0;
	free(comparison.table);
	free(text);
	return is_written ? 0 : 1;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_no_figure_decides_is_missed),
		cmocka_unit_test(nothing_a_person_called_right_is_accused),
		cmocka_unit_test(the_document_says_what_is_found),
	};
	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_to(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
