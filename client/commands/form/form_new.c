/*
 * jixiao form new: the form of a round, with what is known already: last year's accepted report and the department's record.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/calls/version.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/form/writing/carry.h"
#include "client/print/judge_print.h"
#include "client/report/judge.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/localized.h"

#define SOURCE_BYTES 256

/* What a new form is made from. */
struct origins {
	char *round_name;
	const JxRound *round;
	const JxDepartment *department;
	const JxReport *last;      /* NULL: none was accepted */
	const JxReport *reference; /* finance's figures of this department; NULL: none were given */
	char last_source[SOURCE_BYTES];
	char reference_source[SOURCE_BYTES];
	struct jx_form_source *sources; /* in the app's arena */
	size_t n_sources;
	size_t sources_room;
};

static enum jx_status add_source(
	struct jx_app *app, struct origins *origins, const char *path, const char *text)
{
	if (jx_arena_array_grow(&app->arena, (void **)&origins->sources, sizeof(*origins->sources),
		    origins->n_sources, &origins->sources_room, JX_MAX_FORM_CELLS) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	origins->sources[origins->n_sources++] = (struct jx_form_source){path, text};
	return JX_OK;
}

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

/* True once finance has accepted the newest version, with a score or without one that can be computed. */
static bool is_accepted(const JxSubmission *submission)
{
	return submission->state == JX_SUBMISSION_STATE_ACCEPTED ||
	       submission->state == JX_SUBMISSION_STATE_CHECKING ||
	       submission->state == JX_SUBMISSION_STATE_OBJECTED ||
	       submission->state == JX_SUBMISSION_STATE_FINAL;
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
		!is_accepted(reply->submission) || jx_version_fetch(app, name, NULL, &version) != JX_OK)
		return;
	origins->last = version->report;
	(void)snprintf(origins->last_source, sizeof(origins->last_source), "%u 年度已审定的报告（%s）",
		round->year, jx_name_last(round->name));
}

/* Looks for the report of the year before, among the newest rounds. */
static enum jx_status find_last(struct jx_app *app, struct origins *origins)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *list;
	enum jx_status status = jx_call_list_rounds(app, &request, &list);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < list->n_rounds && origins->last == NULL; i++)
		if (origins->round->year > 0 && list->rounds[i]->year + 1 == origins->round->year)
			fetch_accepted(app, list->rounds[i], origins);
	app->error = (struct jx_error){0};
	return JX_OK;
}

/* ---- finance's reference figures ---- */

/* Reads the file of reference figures: a form or JSON with what finance knows of the department. */
static enum jx_status read_reference(struct jx_app *app, const char *file, struct origins *origins)
{
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	struct jx_judged judged;
	if (file == NULL)
		return JX_OK;
	enum jx_status status = jx_judge_file(app, &options, file, &judged);
	if (status != JX_OK)
		return status;
	if (judged.report == NULL || (judged.form != NULL && judged.form->problems.n_all > 0)) {
		status = jx_judge_print(app, &judged, true);
		app->is_reported = true;
		return status == JX_OK ? jx_app_fail(app, JX_REASON_HARD_FINDINGS) : status;
	}
	const char *department = judged.report->department;
	if (department[0] != '\0' && strcmp(department, origins->department->name) != 0)
		return jx_option_fail(app, "reference", file, _("figures of your own department"));
	origins->reference = judged.report;
	(void)snprintf(
		origins->reference_source, sizeof(origins->reference_source), "财政参考数（%s）", file);
	return JX_OK;
}

static enum jx_status cover_reference(struct jx_app *app, struct origins *origins, JxReport *report)
{
	struct jx_form_covered covered;
	if (origins->reference == NULL)
		return JX_OK;
	if (jx_form_cover(origins->reference, &app->arena, report, &covered) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < covered.n; i++) {
		enum jx_status status = add_source(app, origins, covered.paths[i], origins->reference_source);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- the department's record and the round ---- */

/* Sets what the department's record says, and that it says so. */
static enum jx_status set_recorded(
	struct jx_app *app, struct origins *origins, const char *path, char *text, char **field)
{
	if (text[0] == '\0')
		return JX_OK;
	*field = text;
	return add_source(app, origins, path, "部门登记信息");
}

static enum jx_status cover_record(struct jx_app *app, struct origins *origins, JxReport *report)
{
	const JxDepartment *department = origins->department;
	JxProfile *profile = report->profile;
	report->kind = report->kind == JX_REPORT_KIND_UNSPECIFIED ? JX_REPORT_KIND_DEPARTMENT : report->kind;
	report->round = origins->round_name;
	profile->year = origins->round->year;
	enum jx_status status = add_source(app, origins, "round", "本轮次");
	if (status == JX_OK)
		status = add_source(app, origins, "profile.year", "本轮次");
	if (status == JX_OK)
		status = set_recorded(app, origins, "department", department->name, &report->department);
	if (status == JX_OK)
		status = set_recorded(app, origins, "profile.name", department->title, &profile->name);
	if (status == JX_OK)
		status = set_recorded(app, origins, "profile.level", department->level, &profile->level);
	if (status == JX_OK)
		status = set_recorded(app, origins, "profile.nature", department->nature, &profile->nature);
	if (status == JX_OK)
		status = set_recorded(app, origins, "profile.funding_form", department->funding_form,
			&profile->funding_form);
	return status;
}

/* Makes the report that the form begins with: last year's, the record over it, finance's figures over both. */
static enum jx_status make_report(struct jx_app *app, struct origins *origins, JxReport **ret_report)
{
	const JxReport nothing = JX_REPORT_INIT;
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
	status = cover_reference(app, origins, report);
	if (status == JX_OK)
		status = cover_record(app, origins, report);
	if (status == JX_OK && origins->last != NULL)
		status = add_source(app, origins, "", origins->last_source);
	return status;
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
	if (status == JX_OK)
		status = read_reference(app, jx_args_value(args, "reference"), origins);
	return status == JX_OK ? find_last(app, origins) : status;
}

/* Says what the form was prefilled from. */
static void print_sources(struct jx_app *app, const struct origins *origins, const char *path)
{
	jx_app_remark(app, _("%s written; prefilled from: %s%s%s%s%s"), path, "部门登记信息",
		origins->last != NULL ? "，" : "", origins->last_source,
		origins->reference != NULL ? "，" : "", origins->reference_source);
	jx_app_next(app, "jixiao check %s", path);
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
		.sources = origins.sources,
		.n_sources = origins.n_sources,
		.is_new = true};
	status = jx_form_out_write(app, &contents, path);
	if (status != JX_OK)
		return status;
	print_sources(app, &origins, path);
	return JX_OK;
}
