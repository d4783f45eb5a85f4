/*
 * Any text as a formula, and a report to evaluate it on.
 *
 * The input is a formula, a zero byte, and a report as JSON. What is refused has a problem with a place inside the
 * text; what is compiled costs no more than its ceiling, gives a value of its type or says what is missing, gives
 * the same again, and prints.
 */
#include "proto/contract/formula/formula.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/json/json.h"
#include "tests/fuzz/fuzz.h"

static const ProtobufCMessage *read_report(const char *text, size_t n, struct jx_arena *arena)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, arena, &problems, &message);
	return status == JX_OK ? message : NULL;
}

static void check_problems(const struct jx_formula_problems *problems, size_t n)
{
	char sentence[2048];
	FUZZ_MUST(problems->n_items > 0 && problems->n_items <= JX_MAX_FORMULA_PROBLEMS);
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct jx_formula_problem *problem = &problems->items[i];
		FUZZ_MUST(problem->offset <= n && problem->n_bytes <= n - problem->offset);
		FUZZ_MUST(problem->line >= 1 && problem->column >= 1);
		FUZZ_MUST(i == 0 || problems->items[i - 1].offset <= problem->offset);
		FUZZ_MUST(jx_reason_status(problem->error.reason) == JX_INVALID);
		FUZZ_MUST(jx_error_sentence(&problem->error, JX_ZH, sentence, sizeof(sentence))[0] != '\0');
	}
}

static void count_step(void *user, const struct jx_formula_step *step)
{
	char text[256];
	size_t *n_steps = user;
	(*n_steps)++;
	FUZZ_MUST(step->n_bytes > 0);
	(void)jx_formula_print(step->value, JX_ZH, text, sizeof(text));
}

static void check_value(const struct jx_formula *formula, const struct jx_formula_value *value)
{
	char text[256];
	struct jx_formula_type type = jx_formula_type_of(formula);
	FUZZ_MUST(value->type.kind == type.kind && value->type.is_list == type.is_list);
	FUZZ_MUST(value->not_computable == JX_COMPUTABLE || value->path != NULL);
	FUZZ_MUST(value->trail == NULL);
	bool is_number = !type.is_list && (type.kind == JX_FORMULA_NUMBER || type.kind == JX_FORMULA_MONEY);
	FUZZ_MUST(!is_number || value->not_computable != JX_COMPUTABLE || value->as.number.bottom > 0);
	(void)jx_formula_print(value, JX_EN, text, sizeof(text));
	(void)jx_not_computable_print(value, text, sizeof(text));
	struct jx_measure measure;
	FUZZ_MUST((jx_formula_measure(value, &measure) == JX_OK) == is_number);
}

static bool is_due(void *user)
{
	(void)user;
	return true;
}

static void evaluate(const struct jx_formula *formula, const ProtobufCMessage *report, struct jx_arena *arena)
{
	struct jx_formula_value first;
	struct jx_formula_value second;
	char first_text[256];
	char second_text[256];
	size_t n_steps = 0;
	struct jx_formula_run run = {
		.message = report, .arena = arena, .on_step = count_step, .user = &n_steps};
	FUZZ_MUST(jx_formula_cost(formula) > 0 && jx_formula_cost(formula) <= JX_MAX_FORMULA_COST);
	if (jx_formula_eval(formula, &(struct jx_formula_run){.message = report, .arena = arena}, &first) !=
		JX_OK)
		return; /* the arena is full */
	check_value(formula, &first);
	if (jx_formula_eval(formula, &run, &second) != JX_OK)
		return;
	FUZZ_MUST(n_steps <= jx_formula_cost(formula));
	run.on_step = NULL;
	/* the same value, but where digits let a divisor be zero or slack does not fit */
	struct jx_formula_digits digits = {.is_gathered = jx_formula_cost(formula) % 2 == 1};
	run.digits = &digits;
	if (jx_formula_eval(formula, &run, &second) == JX_OK && second.not_computable == JX_COMPUTABLE)
		FUZZ_MUST(second.slack.top >= 0 && first.not_computable == JX_COMPUTABLE);
	run.stop = &(const struct jx_stop){is_due, NULL};
	enum jx_status status = jx_formula_eval(formula, &run, &second);
	FUZZ_MUST(status == JX_OK || status == JX_DEADLINE || status == JX_EXHAUSTED);
	run.digits = NULL;
	run.stop = NULL;
	run.on_step = count_step;
	if (jx_formula_eval(formula, &run, &second) != JX_OK)
		return;
	jx_formula_print(&first, JX_ZH, first_text, sizeof(first_text));
	jx_formula_print(&second, JX_ZH, second_text, sizeof(second_text));
	FUZZ_MUST(strcmp(first_text, second_text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = size > 0 ? memchr(text, '\0', size) : NULL;
	size_t n = end != NULL ? (size_t)(end - text) : size;
	struct jx_arena arena;
	struct jx_formula_problems problems;
	const struct jx_formula *formula = NULL;
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	enum jx_status status = jx_formula_compile(&scope, text, n, &arena, &problems, &formula);
	FUZZ_MUST(status == JX_OK || status == JX_INVALID);
	if (status == JX_INVALID) {
		check_problems(&problems, n);
	} else {
		evaluate(formula, NULL, &arena);
		const ProtobufCMessage *report =
			end != NULL ? read_report(end + 1, size - n - 1, &arena) : NULL;
		if (report != NULL)
			evaluate(formula, report, &arena);
	}
	jx_arena_clear(&arena);
	return 0;
}
