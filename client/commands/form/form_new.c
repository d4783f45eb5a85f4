/*
 * jixiao form new: the form of a round, with what is known already: last year's accepted report and the department's record.
 */
#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/calls/version.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/form/writing/carry.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/localized.h"

#define SOURCE_BYTES 256

/* What a new form is made from. */
struct origins {
	char *round_name;
	const JxRound *round;
	const JxDepartment *department;
	const JxReport *last; /* NULL: none was accepted */
	char source[SOURCE_BYTES];
};

static enum jx_status fetch_round(struct jx_app *app, char *name, const JxRound **ret_round)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *reply;
	request.name = name;
	enum jx_status status = jx_call_get_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_round = reply->round;
	return reply->round != NULL ? JX_OK : jx_call_fail_incomplete(app);
}

/* Fetches the accepted report of a round; none when there is no such thing to be seen. */
static void fetch_accepted(struct jx_app *app, const JxRound *round, struct origins *origins)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	JxGetSubmissionResponse *reply;
	const JxSubmissionVersion *version;
	char name[JX_RESOURCE_NAME_BYTES];
	(void)jx_name_submission(name, jx_name_last(round->name), origins->department->code);
	request.name = name;
	if (jx_call_get_submission(app, &request, &reply) != JX_OK || reply->submission == NULL ||
		reply->submission->final_score == NULL ||
		jx_version_fetch(app, name, NULL, &version) != JX_OK)
		return;
	origins->last = version->report;
	(void)snprintf(origins->source, sizeof(origins->source), "%u 年度已审定的报告（%s）", round->year,
		jx_name_last(round->name));
}

/* Looks for the report of the year before, among the newest rounds. */
static enum jx_status find_last(struct jx_app *app, struct origins *origins)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *list;
	enum jx_status status = jx_call_list_rounds(app, &request, &list);
	if (status != JX_OK)
		return status;
	(void)snprintf(origins->source, sizeof(origins->source), "部门登记信息");
	for (size_t i = 0; i < list->n_rounds && origins->last == NULL; i++)
		if (origins->round->year > 0 && list->rounds[i]->year + 1 == origins->round->year)
			fetch_accepted(app, list->rounds[i], origins);
	app->error = (struct jx_error){0};
	return JX_OK;
}

static void set_text(char **field, char *text)
{
	if (text[0] != '\0')
		*field = text;
}

/* Makes the report that the form begins with. */
static enum jx_status make_report(struct jx_app *app, const struct origins *origins, JxReport **ret_report)
{
	const JxReport nothing = JX_REPORT_INIT;
	const JxDepartment *department = origins->department;
	enum jx_status status =
		jx_form_carry(origins->last != NULL ? origins->last : &nothing, &app->arena, ret_report);
	if (status != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	JxReport *report = *ret_report;
	if (report->profile == NULL) {
		report->profile = jx_arena_alloc(&app->arena, sizeof(*report->profile));
		if (report->profile == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		jx_profile_init(report->profile);
	}
	report->department = department->name;
	report->round = origins->round_name;
	if (report->kind == JX_REPORT_KIND_UNSPECIFIED)
		report->kind = JX_REPORT_KIND_DEPARTMENT;
	report->profile->year = origins->round->year;
	set_text(&report->profile->name, department->title);
	set_text(&report->profile->level, department->level);
	set_text(&report->profile->nature, department->nature);
	set_text(&report->profile->funding_form, department->funding_form);
	return JX_OK;
}

static enum jx_status find_origins(struct jx_app *app, const struct jx_args *args, struct origins *origins)
{
	*origins = (struct origins){0};
	enum jx_status status =
		jx_resolve_round(app, jx_args_operand(args, 0), JX_ROUND_MEANT, &origins->round_name);
	if (status == JX_OK)
		status = jx_own_department_fetch(app, &origins->department);
	if (status == JX_OK)
		status = fetch_round(app, origins->round_name, &origins->round);
	return status == JX_OK ? find_last(app, origins) : status;
}

enum jx_status cmd_form_new(struct jx_app *app, const struct jx_args *args)
{
	struct origins origins;
	struct jx_round_rules rules;
	const JxRulebook *book;
	JxReport *report;
	const char *path;
	char title[JX_FORM_TITLE_BYTES];
	enum jx_status status = jx_form_out_path(app, args, &path);
	if (status == JX_OK)
		status = find_origins(app, args, &origins);
	if (status == JX_OK)
		status = make_report(app, &origins, &report);
	if (status == JX_OK)
		status = jx_round_rules_find(app, origins.round_name, JX_RULES_SERVER, &rules);
	if (status == JX_OK)
		status = jx_form_book(app, &rules, &book);
	if (status != JX_OK)
		return status;
	const struct jx_form_contents contents = {.report = report,
		.book = book,
		.title = jx_form_title(report, title),
		.language = app->language,
		.source = origins.source,
		.is_new = true};
	status = jx_form_out_write(app, &contents, path);
	if (status != JX_OK)
		return status;
	jx_app_remark(app, _("%s written; prefilled from: %s"), path, origins.source);
	jx_app_next(app, "jixiao check %s", path);
	return JX_OK;
}
