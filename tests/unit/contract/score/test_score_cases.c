/*
 * The fifteen published reports, computed: tests/golden/case_scores.txt holds every line of every sheet.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/score/score.h"
#include "tests/support/cases.h"
#include "tests/support/submission.h"

#define MAX_TABLE_BYTES (1u << 15)

static const char *number(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	if (decimal == NULL)
		return "-";
	assert_int_equal(jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES), JX_OK);
	return out;
}

static void write_line(FILE *stream, const JxScoreLine *line)
{
	char texts[4][JX_FIGURE_TEXT_BYTES];
	bool is_computed = line->state == JX_SCORE_STATE_COMPUTED;
	(void)fprintf(stream, "%u | %s | %s | %s | %s | %s | %s | %s%s | %s | %s\n", line->number,
		line->field, line->label->zh, number(line->points, texts[0]), number(line->claimed, texts[1]),
		number(line->computed, texts[2]), number(line->counted, texts[3]), line->method,
		line->is_assumed ? "*" : "", is_computed ? line->is_capped ? "capped" : "" : "carried",
		jx_score_reason_text(line->not_computed_reason)->en);
}

static void write_totals(FILE *stream, const JxScoreSheet *sheet)
{
	char texts[5][JX_FIGURE_TEXT_BYTES];
	bool is_enough = sheet->group == JX_COVERAGE_GROUP_VERIFIABLE;
	(void)fprintf(stream,
		"= points %s, claimed %s, stated %s, computed %s%s%s, coverage %s%%, %s; %u computed, %u "
		"carried\n\n",
		number(sheet->points, texts[0]), number(sheet->claimed, texts[1]),
		number(sheet->stated, texts[2]), number(sheet->computed, texts[3]),
		sheet->is_mixed ? " (with carried lines)" : "",
		sheet->unavailable_reason != JX_UNAVAILABLE_REASON_UNSPECIFIED ? " (not computable)" : "",
		number(sheet->coverage, texts[4]), is_enough ? "可核实" : "无法核实", sheet->computed_lines,
		sheet->not_computed_lines);
}

/* Reads the table as it should be. @return where it begins, after the lines that say what it is. */
static const char *read_golden(char text[MAX_TABLE_BYTES])
{
	FILE *file = open_data("../golden/case_scores.txt");
	size_t n = fread(text, 1, MAX_TABLE_BYTES - 1, file);
	assert_int_equal(fclose(file), 0);
	assert_true(n < MAX_TABLE_BYTES - 1);
	text[n] = '\0';
	return strstr(text, "## ");
}

static void every_line_of_every_case_comes_out_as_written(void **state)
{
	(void)state;
	char *made = NULL;
	size_t n_made = 0;
	FILE *stream = open_memstream(&made, &n_made);
	assert_non_null(stream);
	for (size_t i = 0; i < N_CASES; i++) {
		struct jx_arena arena;
		JxScoreSheet *sheet;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(jx_score_run(read_case(&arena, cases[i]), NULL, &arena, &sheet), JX_OK);
		(void)fprintf(stream, "## %s\n", cases[i]);
		for (size_t k = 0; k < sheet->n_lines; k++)
			write_line(stream, sheet->lines[k]);
		write_totals(stream, sheet);
		jx_arena_clear(&arena);
	}
	assert_int_equal(fclose(stream), 0);
	static char text[MAX_TABLE_BYTES];
	const char *golden = read_golden(text);
	bool is_equal = golden != NULL && strcmp(golden, made) == 0;
	if (!is_equal)
		(void)fprintf(stderr, "the table is now:\n%s", made);
	free(made);
	assert_true(is_equal);
}

static void the_recomputed_totals_come_out_to_the_digit(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *computed; /* NULL: not computable */
		const char *points;
	} rows[] = {{"01_lingling_linye_2021", "75.65", "78.00"}, {"02_guantang_xiang_2023", "9.49", "10.00"},
		{"05_chongqing_kexuecheng_rongmei_2021", "97.05", "100.00"},
		{"08_yongde_minglang_zhongxue_2022", "99.80", "100.00"},
		{"13_suixi_minzhengju_linshijiuzhu_2019", "88.93", "90.00"},
		{"000_seed_yuanshi_kgj_2025", NULL, "0.00"}};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_arena arena;
		JxScoreSheet *sheet;
		char text[JX_FIGURE_TEXT_BYTES];
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(jx_score_run(read_case(&arena, rows[i].name), NULL, &arena, &sheet), JX_OK);
		assert_string_equal(number(sheet->points, text), rows[i].points);
		assert_string_equal(
			number(sheet->computed, text), rows[i].computed != NULL ? rows[i].computed : "-");
		jx_arena_clear(&arena);
	}
}

static void the_starting_report_cannot_be_verified(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxScoreSheet *sheet;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_score_run(read_case(&arena, cases[0]), NULL, &arena, &sheet), JX_OK);
	assert_null(sheet->computed);
	assert_int_equal(sheet->unavailable_reason, JX_UNAVAILABLE_REASON_NO_POINTS);
	assert_int_equal(sheet->coverage->micros, 0);
	assert_int_equal(sheet->group, JX_COVERAGE_GROUP_UNVERIFIABLE);
	assert_int_equal(sheet->stated->micros, 100000000);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_of_every_case_comes_out_as_written),
		cmocka_unit_test(the_recomputed_totals_come_out_to_the_digit),
		cmocka_unit_test(the_starting_report_cannot_be_verified),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
