/* Formulas in tests. See formula_kit.h. */
#include "tests/support/test.h"

#include "tests/support/formula_kit.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "tests/support/submission.h"

/* The English half of an argument that holds both languages. */
static const char *english(const char *arg)
{
	const char *separator = strchr(arg, '\x1f');
	return separator != NULL ? separator + 1 : arg;
}

static void print_problem(const struct jx_formula_problem *problem, char out[KIT_TEXT_BYTES])
{
	const struct jx_error *error = &problem->error;
	int n = snprintf(out, KIT_TEXT_BYTES, "%zu:%zu %s", problem->line, problem->column,
		jx_reason_name(error->reason) + strlen("FORMULA_"));
	for (int i = 0; i < JX_ERROR_ARGS && error->arg[i][0] != '\0' && n < KIT_TEXT_BYTES; i++)
		n += snprintf(out + n, KIT_TEXT_BYTES - (size_t)n, "%s%s", i == 0 ? " " : " | ",
			english(error->arg[i]));
}

static void pass_over(void *user, const struct jx_formula_step *step)
{
	(void)user;
	(void)step;
}

/* A condition says the same as its value, whether steps are shown, for which each has one, or not. */
static void test_alike(
	const struct jx_formula *formula, struct jx_formula_run run, const struct jx_formula_value *value)
{
	struct jx_formula_type type = jx_formula_type_of(formula);
	bool is_there = value->not_computable == JX_COMPUTABLE;
	char texts[2][KIT_TEXT_BYTES];
	if (type.kind != JX_FORMULA_BOOL || type.is_list)
		return;
	enum jx_truth wanted = !is_there ? JX_TRUTH_UNKNOWN : value->as.is_true ? JX_TRUTH_YES : JX_TRUTH_NO;
	for (int i = 0; i < 2; i++) {
		struct jx_formula_value why;
		enum jx_truth truth = JX_TRUTH_UNKNOWN;
		run.on_step = i == 0 ? NULL : pass_over;
		assert_int_equal(jx_formula_test(formula, &run, &truth, &why), JX_OK);
		assert_int_equal(truth, wanted);
		if (!is_there)
			assert_string_equal(jx_formula_print(&why, JX_EN, texts[0], KIT_TEXT_BYTES),
				jx_formula_print(value, JX_EN, texts[1], KIT_TEXT_BYTES));
	}
}

const char *formula_text(
	struct jx_arena *arena, const struct formula_table *table, const char *text, char out[KIT_TEXT_BYTES])
{
	struct jx_formula_problems problems;
	const struct jx_formula *formula = NULL;
	struct jx_formula_value value;
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR,
		.variables = table->variables,
		.n_variables = table->n_variables};
	struct jx_formula_run run = {.values = table->values, .arena = arena};
	enum jx_status status = jx_formula_compile(&scope, text, strlen(text), arena, &problems, &formula);
	if (status != JX_OK) {
		assert_int_equal(status, JX_INVALID);
		assert_true(problems.n_items > 0);
		print_problem(&problems.items[0], out);
		return out;
	}
	if (table->json != NULL)
		run.message = &read_submission(arena, table->json)->base;
	assert_int_equal(jx_formula_eval(formula, &run, &value), JX_OK);
	test_alike(formula, run, &value);
	return jx_formula_print(&value, JX_EN, out, KIT_TEXT_BYTES);
}

void check_formulas(const struct formula_table *table, const struct formula_line *lines, size_t n)
{
	size_t n_wrong = 0;
	for (size_t i = 0; i < n; i++) {
		struct jx_arena arena;
		char text[KIT_TEXT_BYTES];
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		formula_text(&arena, table, lines[i].formula, text);
		if (strcmp(text, lines[i].text) != 0) {
			print_error("%s\n  gives: %s\n  not:   %s\n", lines[i].formula, text, lines[i].text);
			n_wrong++;
		}
		jx_arena_clear(&arena);
	}
	assert_int_equal(n_wrong, 0);
}

const struct jx_formula *formula_of(struct jx_arena *arena, const char *text)
{
	struct jx_formula_problems problems;
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
	const struct jx_formula *formula = NULL;
	char sentence[KIT_TEXT_BYTES];
	enum jx_status status = jx_formula_compile(&scope, text, strlen(text), arena, &problems, &formula);
	if (status != JX_OK && problems.n_items > 0)
		print_error("%s: %s\n", text,
			jx_error_sentence(&problems.items[0].error, JX_EN, sentence, sizeof(sentence)));
	assert_int_equal(status, JX_OK);
	return formula;
}
