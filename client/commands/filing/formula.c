/*
 * jixiao formula: evaluate a line of the formula language here, on a report or on nothing, and show the steps.
 *
 * Into a pipe goes the result alone, so that a script can use it; people get the steps that led to it. Not
 * computable is a result: it says which figure is missing, and the exit code is 0.
 */
#include <string.h>

#include "client/commands/commands.h"
#include "client/print/formula_problems.h"
#include "client/text/i18n.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/formula/formula.h"
#include "proto/contract/message/json/json.h"

#define VALUE_BYTES 1024

enum step_column { STEP, VALUE };

static const struct jx_column STEP_COLUMNS[] = {
	[STEP] = {"step", N_("Step"), .wraps = true},
	[VALUE] = {"value", N_("Value"), .is_right = true, .wraps = true},
};

static enum jx_status refuse_formula(
	struct jx_app *app, const char *text, const struct jx_formula_problems *problems)
{
	jx_formula_problems_print(app, "", text, problems);
	app->is_reported = true;
	return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT, JX_ARGS(JX_TEXT(text)));
}

/* ---- the report ---- */

static void print_problems(struct jx_app *app, const struct jx_json_problems *problems)
{
	char sentence[JX_APP_SENTENCE_BYTES];
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct jx_json_problem *problem = &problems->items[i];
		(void)jx_error_sentence(&problem->error, app->language, sentence, sizeof(sentence));
		jx_note(&app->terminal, _("line %zu, column %zu: %s"), problem->line, problem->column,
			sentence);
	}
}

static enum jx_status read_report(struct jx_app *app, const char *file, ProtobufCMessage **ret_message)
{
	char *text;
	size_t n;
	struct jx_json_problems problems;
	enum jx_status status = jx_file_read(file, JX_MAX_JSON_BYTES, &app->arena, &text, &n, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, &app->arena, &problems, ret_message);
	if (status == JX_INVALID) {
		print_problems(app, &problems);
		app->error = problems.items[0].error;
		app->is_reported = true;
		return status;
	}
	return status == JX_OK ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

/* ---- the result ---- */

struct steps {
	struct jx_app *app;
	struct jx_table table;
	const char *last; /* the step added last; NULL before the first */
};

static void add_row(struct steps *steps, const char *text, size_t n, const struct jx_formula_value *value)
{
	char printed[VALUE_BYTES];
	steps->last = jx_arena_strndup(&steps->app->arena, text, n);
	jx_table_add_row(&steps->table);
	jx_table_set(&steps->table, STEP, steps->last);
	jx_table_set(&steps->table, VALUE,
		jx_formula_print(value, steps->app->language, printed, sizeof(printed)));
}

static void on_step(void *user, const struct jx_formula_step *step)
{
	add_row(user, step->text, step->n_bytes, step->value);
}

static bool has_steps(const struct jx_app *app)
{
	return app->output != JX_OUTPUT_AUTO || app->terminal.is_tty;
}

/* The result alone; of a list each row with its place. */
static void print_result(struct jx_app *app, const struct jx_formula_value *value)
{
	char printed[VALUE_BYTES];
	if (!value->type.is_list || value->not_computable != JX_COMPUTABLE) {
		jx_print(&app->terminal, "%s",
			jx_formula_print(value, app->language, printed, sizeof(printed)));
		return;
	}
	for (size_t i = 0; i < value->as.list.n_items; i++) {
		const struct jx_formula_value *item = &value->as.list.items[i];
		(void)jx_formula_print(item, app->language, printed, sizeof(printed));
		bool has_place = item->path != NULL && item->not_computable == JX_COMPUTABLE;
		jx_print(&app->terminal, "%s", has_place ? item->path : printed);
	}
}

static enum jx_status print_steps(struct steps *steps, const char *text, const struct jx_formula_value *value)
{
	if (steps->last == NULL || strcmp(steps->last, text) != 0)
		add_row(steps, text, strlen(text), value);
	enum jx_status status = jx_app_print_table(steps->app, &steps->table);
	if (status != JX_OK)
		return status;
	if (value->type.is_list)
		print_result(steps->app, value);
	return JX_OK;
}

static enum jx_status evaluate(struct jx_app *app, const struct jx_formula *formula, const char *text,
	const ProtobufCMessage *message)
{
	struct steps steps = {.app = app};
	struct jx_formula_value value;
	struct jx_formula_run run = {.message = message,
		.arena = &app->arena,
		.on_step = has_steps(app) ? on_step : NULL,
		.user = &steps};
	jx_table_init(&steps.table, &app->arena, STEP_COLUMNS, JX_COUNT_OF(STEP_COLUMNS));
	if (jx_formula_eval(formula, &run, &value) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	if (has_steps(app))
		return print_steps(&steps, text, &value);
	print_result(app, &value);
	return JX_OK;
}

enum jx_status cmd_formula(struct jx_app *app, const struct jx_args *args)
{
	const char *text = jx_args_operand(args, 0);
	const char *file = jx_args_operand(args, 1);
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
	struct jx_formula_problems problems;
	const struct jx_formula *formula;
	ProtobufCMessage *message = NULL;
	enum jx_status status =
		jx_formula_compile(&scope, text, strlen(text), &app->arena, &problems, &formula);
	if (status == JX_INVALID)
		return refuse_formula(app, text, &problems);
	if (status != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	if (file != NULL) {
		status = read_report(app, file, &message);
		if (status != JX_OK)
			return status;
	}
	return evaluate(app, formula, text, message);
}
