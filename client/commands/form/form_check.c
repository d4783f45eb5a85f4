/*
 * jixiao form check: a copy of a form with what is wrong in the cells that it is about.
 */
#include <stdio.h>
#include <string.h>

#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/print/judge_print.h"
#include "client/report/judge.h"
#include "client/text/i18n.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"

#define SUFFIX ".checked.xlsx"

/* The name of the copy, where none is given: "kegong.checked.xlsx" beside "kegong.xlsx". */
static void default_name(const char *file, char out[JX_FILE_PATH_BYTES])
{
	size_t n = strlen(file);
	const char *dot = strrchr(file, '.');
	if (dot != NULL && strchr(dot, '/') == NULL)
		n = (size_t)(dot - file);
	n = jx_text_copy_n(out, JX_FILE_PATH_BYTES - sizeof(SUFFIX), strcmp(file, "-") == 0 ? "form" : file,
		strcmp(file, "-") == 0 ? 4 : n);
	(void)jx_text_copy(out + n, JX_FILE_PATH_BYTES - n, SUFFIX);
}

static enum jx_form_remark_kind kind_of(const JxFinding *finding)
{
	if (finding->severity == JX_FINDING_SEVERITY_HARD)
		return JX_REMARK_HARD;
	bool is_open = finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained;
	return is_open ? JX_REMARK_EXPLAIN : JX_REMARK_INFO;
}

/* What a cell says that could not be read; NULL for others. */
static const char *raw_of(const struct jx_judged *judged, const JxFinding *finding)
{
	const struct jx_form_problems *problems = judged->form != NULL ? &judged->form->problems : NULL;
	for (size_t i = 0; problems != NULL && i < problems->n; i++)
		if (problems->items[i].raw != NULL &&
			strcmp(problems->items[i].error.field, finding->field) == 0)
			return problems->items[i].raw;
	return NULL;
}

static enum jx_status make_remarks(
	struct jx_app *app, const struct jx_judged *judged, struct jx_form_remark **ret_remarks)
{
	struct jx_form_remark *remarks =
		jx_arena_calloc(&app->arena, judged->n_findings + 1, sizeof(*remarks));
	if (remarks == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < judged->n_findings; i++) {
		const JxFinding *finding = judged->findings[i];
		remarks[i] = (struct jx_form_remark){.path = finding->field,
			.kind = kind_of(finding),
			.text = jx_localized(finding->message, app->language),
			.advice = jx_localized(finding->remedy, app->language),
			.raw = raw_of(judged, finding)};
	}
	*ret_remarks = remarks;
	return JX_OK;
}

static enum jx_status write_copy(struct jx_app *app, const struct jx_judged *judged, const char *path)
{
	struct jx_form_remark *remarks = NULL;
	char title[JX_FORM_TITLE_BYTES];
	const JxRulebook *book = NULL;
	enum jx_status status = jx_form_book(app, &judged->rules, &book);
	if (status == JX_OK)
		status = make_remarks(app, judged, &remarks);
	if (status != JX_OK)
		return status;
	const struct jx_form_contents contents = {.report = judged->report,
		.book = book,
		.title = jx_form_title(judged->report, title),
		.language = app->language,
		.formulas = judged->form != NULL ? judged->form->formulas : NULL,
		.n_formulas = judged->form != NULL ? judged->form->n_formulas : 0,
		.remarks = remarks,
		.n_remarks = judged->n_findings};
	return jx_form_out_write(app, &contents, path);
}

/* Says which sheets and columns of a person's own are not in the copy. */
static void note_left_out(struct jx_app *app, const struct jx_judged *judged)
{
	const struct jx_form_problems *notes = judged->form != NULL ? &judged->form->notes : NULL;
	for (size_t i = 0; notes != NULL && i < notes->n; i++)
		if (notes->items[i].error.reason == JX_REASON_FORM_SHEET_NOT_READ ||
			notes->items[i].error.reason == JX_REASON_FORM_CELL_NOT_READ)
			jx_note(&app->terminal, _("Not in the copy: %s \"%s\""), notes->items[i].place,
				notes->items[i].error.arg[0]);
}

enum jx_status cmd_form_check(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged;
	char name[JX_FILE_PATH_BYTES];
	const char *path = jx_args_value(args, "out");
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_STORED_FIRST};
	enum jx_status status = jx_judge_file(app, &options, jx_args_operand(args, 0), &judged);
	if (status != JX_OK)
		return status;
	default_name(jx_args_operand(args, 0), name);
	path = path != NULL ? path : name;
	if (judged.report != NULL)
		status = write_copy(app, &judged, path);
	if (status == JX_OK)
		status = jx_app_wants_json(app) ? jx_judge_print_json(app, &judged)
						: jx_judge_print(app, &judged, true);
	if (status != JX_OK)
		return status;
	if (judged.report != NULL) {
		jx_note(&app->terminal, _("%s has the problems in its cells."), path);
		note_left_out(app, &judged);
	}
	bool passes = jx_judge_passes(&judged);
	jx_app_next(app, passes ? "jixiao submit %s" : "jixiao check %s", jx_args_operand(args, 0));
	if (passes)
		return JX_OK;
	app->is_reported = true;
	return jx_app_fail(app, judged.n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION);
}
