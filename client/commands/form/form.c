/*
 * jixiao form: reports as workbooks. new makes one to be filled in, check writes into a copy what is wrong where, export and
 * import turn JSON into a workbook and back.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/commands/form/form_import.h"
#include "client/print/judge_print.h"
#include "client/report/judge.h"
#include "client/text/i18n.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/localized.h"

/* ---- export and import ---- */

/* Refuses a report that could not be read whole, with what is wrong. */
static enum jx_status refuse_unread(struct jx_app *app, const struct jx_judged *judged)
{
	if (judged->report != NULL && (judged->form == NULL || judged->form->problems.n_all == 0))
		return JX_OK;
	enum jx_status status =
		jx_app_wants_json(app) ? jx_judge_print_json(app, judged) : jx_judge_print(app, judged, true);
	if (status != JX_OK)
		return status;
	app->is_reported = true;
	return jx_app_fail(app, JX_REASON_HARD_FINDINGS);
}

enum jx_status jx_form_read_whole(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	enum jx_status status = jx_judge_file(app, &options, jx_args_operand(args, 0), judged);
	return status == JX_OK ? refuse_unread(app, judged) : status;
}

enum jx_status cmd_form_export(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged;
	const JxRulebook *book;
	const char *path;
	char title[JX_FORM_TITLE_BYTES];
	enum jx_status status = jx_form_out_path(app, args, &path);
	if (status == JX_OK)
		status = jx_form_read_whole(app, args, &judged);
	if (status == JX_OK)
		status = jx_form_book(app, &judged.rules, &book);
	if (status != JX_OK)
		return status;
	const struct jx_form_contents contents = {.report = judged.report,
		.book = book,
		.title = jx_form_title(judged.report, title),
		.language = app->language};
	status = jx_form_out_write(app, &contents, path);
	if (status != JX_OK)
		return status;
	jx_app_remark(app, _("%s written"), path);
	jx_app_next(app, "jixiao check %s", path);
	return JX_OK;
}

/* Reads the report that forms of another place are read into; an empty one when none is named. */
static enum jx_status read_into(struct jx_app *app, const char *file, JxReport **ret_report)
{
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	struct jx_judged judged;
	if (file == NULL) {
		*ret_report = jx_arena_alloc(&app->arena, sizeof(**ret_report));
		if (*ret_report == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		jx_report_init(*ret_report);
		return JX_OK;
	}
	enum jx_status status = jx_judge_file(app, &options, file, &judged);
	if (status == JX_OK)
		status = refuse_unread(app, &judged);
	*ret_report = judged.report;
	return status;
}

static enum jx_status read_import(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	JxReport *into = NULL;
	if (jx_args_value(args, "template") == NULL) {
		if (jx_args_value(args, "into") != NULL)
			return jx_option_fail_missing(app, args, "template");
		return args->n_operands == 1
			       ? jx_form_read_whole(app, args, judged)
			       : jx_app_fail_with(app, JX_REASON_EXTRA_ARGUMENT,
					 JX_ARGS(JX_TEXT(args->operands[1]), JX_TEXT("form import")));
	}
	enum jx_status status = read_into(app, jx_args_value(args, "into"), &into);
	if (status == JX_OK)
		status = jx_form_import_foreign(app, args, into, judged);
	return status == JX_OK ? refuse_unread(app, judged) : status;
}

enum jx_status cmd_form_import(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged = {0};
	char *text;
	size_t n;
	const char *path = jx_args_value(args, "out");
	enum jx_status status = read_import(app, args, &judged);
	if (status == JX_OK)
		status = jx_json_write(
			&judged.report->base, JX_JSON_PRETTY, &app->arena, &app->error, &text, &n);
	if (status != JX_OK)
		return status;
	if (path == NULL) {
		jx_app_put_json(app, text);
		return JX_OK;
	}
	status = jx_out_write(app, path, text, n);
	if (status != JX_OK)
		return status;
	jx_app_remark(app, _("%s written"), path);
	jx_app_next(app, "jixiao check %s", path);
	return JX_OK;
}
