/*
 * jixiao show: one report with its record, figures, findings and issues.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/judge.h"
#include "client/screen/key_figures.h"
#include "client/screen/submission_print.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/json.h"
#include "proto/contract/message/unknown.h"

#define TEXT_BYTES 256

static const struct jx_column COLUMNS[] = {
	{"figure", N_("Figure"), false, true, 0},
	{"value", N_("Value"), true, false, 0},
};

static enum jx_status get_version(struct jx_app *app, const char *submission, const char *number,
	const JxSubmissionVersion **ret_version)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	char name[JX_NAME_BYTES + 32];
	ProtobufCMessage *message;
	if (number != NULL && (number[0] == '\0' || number[strspn(number, "0123456789")] != '\0'))
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--version"), JX_TEXT(number), JX_TEXT("1, 2, ...")));
	(void)snprintf(
		name, sizeof(name), "%s/versions/%.20s", submission, number != NULL ? number : "latest");
	request.name = name;
	enum jx_status status = jx_app_call(
		app, "/jixiao.v1.SubmissionService/GetSubmissionVersion", &request.base, &message);
	if (status != JX_OK)
		return status;
	*ret_version = ((const JxGetSubmissionVersionResponse *)message)->version;
	if (*ret_version == NULL || (*ret_version)->report == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	return JX_OK;
}

/* The report as a file: pretty wherever it goes, because a person will edit it. */
static enum jx_status print_content(struct jx_app *app, const JxSubmissionVersion *version)
{
	char *text;
	enum jx_status status = jx_message_check_known(&version->report->base, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_json_write(&version->report->base, JX_JSON_PRETTY, &app->arena, &app->error, &text, NULL);
	if (status == JX_OK)
		(void)fputs(text, app->terminal.out);
	return status;
}

static enum jx_status print_figures(struct jx_app *app, const JxReport *submission)
{
	struct jx_table table;
	char text[TEXT_BYTES], raw[TEXT_BYTES];
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < jx_figures_count(); i++) {
		jx_figures_write(submission, i, text, raw, sizeof(text));
		if (text[0] == '\0')
			continue;
		jx_table_add_row(&table);
		jx_table_set(&table, 0, jx_figures_title(i, app->language == JX_ZH));
		jx_table_set_raw(&table, 1, text, raw);
	}
	jx_print(&app->terminal, "\n%s", _("Figures"));
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}

static enum jx_status print_version(
	struct jx_app *app, const JxSubmissionVersion *version, bool only_problems)
{
	enum jx_status status = JX_OK;
	if (!only_problems)
		status = print_figures(app, version->report);
	if (status != JX_OK || version->n_findings == 0)
		return status;
	jx_print(&app->terminal, _("\nFindings of version %u"), version->number);
	/* What was let through is explained or for information: that is what a reviewer looks for. */
	return jx_findings_print(app, version->findings, version->n_findings, false);
}

static void print_next(struct jx_app *app, const JxSubmission *record)
{
	char next[JX_NAME_BYTES * 2];
	const char *code = jx_last_part(record->department);
	bool is_for_finance = record->holder == JX_HOLDER_FINANCE;
	(void)snprintf(next, sizeof(next),
		is_for_finance ? "jixiao accept %.40s" : "jixiao show %.40s --content", code);
	jx_app_next(app, next);
}

enum jx_status cmd_show(struct jx_app *app, const struct jx_args *args)
{
	char name[JX_NAME_BYTES];
	const JxSubmission *record;
	const JxSubmissionVersion *version = NULL;
	bool only_problems = jx_args_has(args, "only-problems");
	bool wants_content = jx_args_has(args, "content");
	enum jx_status status = jx_find_submission(app, args, args->operands[0], name);
	if (status == JX_OK)
		status = jx_record_fetch(app, name, &record);
	if (status != JX_OK)
		return status;
	if (record->version_number > 0 || jx_args_has(args, "version") || wants_content)
		status = get_version(app, name, jx_args_value(args, "version"), &version);
	if (status != JX_OK)
		return status;
	if (wants_content && version != NULL)
		return print_content(app, version);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, version != NULL ? &version->base : &record->base);
	jx_record_print(app, record);
	if (record->n_issues > 0) {
		jx_print(&app->terminal, "\n%s", _("Issues"));
		status = jx_issues_print(app, record->issues, record->n_issues, only_problems);
	}
	if (status == JX_OK && version != NULL)
		status = print_version(app, version, only_problems);
	if (status == JX_OK)
		print_next(app, record);
	return status;
}
