/*
 * jixiao accept, return: what finance decides about a report it has seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/screen/submission_print.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/json.h"
#include "proto/contract/service/states.h"

static enum jx_status report(
	struct jx_app *app, ProtobufCMessage *message, const JxSubmission *record, const char *next)
{
	char number[JX_LABEL_NUMBER_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	if (record != NULL)
		jx_print(&app->terminal, _("%s %s, version %u: %s"), jx_last_part(record->department),
			record->department_title, record->version_number,
			jx_label_or_number(
				jx_state_name(record->state, app->language), (int)record->state, number));
	jx_app_next(app, next);
	return JX_OK;
}

/* The record as it is now, shown to whoever decides; its digest goes into the call. */
static enum jx_status look(struct jx_app *app, const struct jx_args *args, char name[JX_NAME_BYTES],
	const JxSubmission **ret_record)
{
	enum jx_status status = jx_find_submission(app, args, args->operands[0], name);
	if (status == JX_OK)
		status = jx_record_fetch(app, name, ret_record);
	if (status == JX_OK && app->terminal.can_ask && !app->is_yes && !app->is_silent)
		jx_record_print(app, *ret_record);
	return status;
}

static enum jx_status take_score(struct jx_app *app, const char *text, JxDecimal **ret_score)
{
	JxDecimal *score = jx_arena_alloc(&app->arena, sizeof(*score));
	if (score == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_decimal_init(score);
	if (jx_decimal_parse(text, score, NULL) != JX_OK || score->empty != 0)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--score"), JX_TEXT(text), JX_TEXT("0 ... 100, 92.5")));
	*ret_score = score;
	return JX_OK;
}

/* --at begins a line; --score and --reason after it belong to it, before any --at to the report. */
static enum jx_status gather_scores(
	struct jx_app *app, const struct jx_args *args, JxAcceptSubmissionRequest *request)
{
	JxReviewedLine *line = NULL;
	request->lines = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(*request->lines));
	if (request->lines == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_given; i++) {
		const char *option = args->given[i].option->name;
		char *value = jx_arena_strdup(
			&app->arena, args->given[i].value != NULL ? args->given[i].value : "");
		enum jx_status status = value != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
		if (status == JX_OK && strcmp(option, "at") == 0) {
			line = jx_arena_alloc(&app->arena, sizeof(*line));
			if (line == NULL)
				return jx_arena_fail(&app->arena, &app->error);
			jx_reviewed_line_init(line);
			line->field = value;
			request->lines[request->n_lines++] = line;
		} else if (status == JX_OK && strcmp(option, "score") == 0) {
			status = take_score(
				app, value, line != NULL ? &line->score : &request->reviewed_score);
		} else if (status == JX_OK && strcmp(option, "reason") == 0) {
			*(line != NULL ? &line->reason : &request->reason) = value;
		}
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < request->n_lines; i++) {
		if (request->lines[i]->score == NULL)
			return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
				JX_ARGS(JX_TEXT("--score"), JX_TEXT("accept --at")));
	}
	return JX_OK;
}

static void print_scores(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[5][JX_FIGURE_TEXT_BYTES];
	if (sheet == NULL || jx_app_wants_json(app))
		return;
	jx_print(&app->terminal, _("Scores: claimed %s, computed %s, reviewed %s, final %s; coverage %s%%"),
		sheet->claimed_score != NULL ? jx_label_decimal(sheet->claimed_score, texts[0]) : "—",
		sheet->computed != NULL ? jx_label_decimal(sheet->computed, texts[1]) : "—",
		sheet->reviewed != NULL ? jx_label_decimal(sheet->reviewed, texts[2]) : "—",
		sheet->final_score != NULL ? jx_label_decimal(sheet->final_score, texts[3]) : "—",
		jx_label_decimal(sheet->coverage, texts[4]));
}

enum jx_status cmd_accept(struct jx_app *app, const struct jx_args *args)
{
	JxAcceptSubmissionRequest request = JX_ACCEPT_SUBMISSION_REQUEST_INIT;
	char id[JX_UUID_BYTES], name[JX_NAME_BYTES];
	const JxSubmission *record;
	ProtobufCMessage *message;
	enum jx_status status = gather_scores(app, args, &request);
	if (status == JX_OK)
		status = look(app, args, name, &record);
	if (status == JX_OK)
		status = jx_app_confirm(app, _("Accept this report?"), NULL, false);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.name = name;
	request.digest = record->digest;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.ReviewService/AcceptSubmission", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxAcceptSubmissionResponse *reply = (const JxAcceptSubmissionResponse *)message;
	print_scores(app, reply->sheet);
	return report(app, message, reply->submission, "jixiao list --state submitted");
}

/* --at begins an issue; -m and --want after it belong to it. */
static enum jx_status take_issue_option(struct jx_app *app, const struct jx_given *given, JxNewIssue *issue)
{
	const char *option = given->option->name;
	char *text = jx_arena_strdup(&app->arena, given->value != NULL ? given->value : "");
	if (text == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (strcmp(option, "message") == 0)
		issue->text = text;
	if (strcmp(option, "want") != 0)
		return JX_OK;
	int action = 0;
	if (jx_json_enum_value(JX_WANTED_ACTION_DESCRIPTOR, text, &action) != JX_OK || action == 0)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--want"), JX_TEXT(text), JX_TEXT("correct, explain, attach")));
	issue->wanted_action = (JxWantedAction)action;
	return JX_OK;
}

static enum jx_status gather_issues(
	struct jx_app *app, const struct jx_args *args, JxReturnSubmissionRequest *request)
{
	JxNewIssue *issues = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(*issues));
	request->issues = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(JxNewIssue *));
	if (issues == NULL || request->issues == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_given; i++) {
		const struct jx_given *given = &args->given[i];
		bool is_start = strcmp(given->option->name, "at") == 0;
		bool is_part = strcmp(given->option->name, "message") == 0 ||
			       strcmp(given->option->name, "want") == 0;
		if (is_part && request->n_issues == 0)
			return jx_app_fail_with(
				app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("--at"), JX_TEXT("return")));
		if (is_start) {
			JxNewIssue *issue = &issues[request->n_issues];
			jx_new_issue_init(issue);
			issue->wanted_action = JX_WANTED_ACTION_CORRECT;
			issue->field = jx_arena_strdup(&app->arena, given->value);
			if (issue->field == NULL)
				return jx_arena_fail(&app->arena, &app->error);
			request->issues[request->n_issues++] = issue;
		} else if (is_part) {
			enum jx_status status = take_issue_option(app, given, &issues[request->n_issues - 1]);
			if (status != JX_OK)
				return status;
		}
	}
	for (size_t i = 0; i < request->n_issues; i++)
		if (issues[i].text[0] == '\0')
			return jx_app_fail_with(
				app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("-m"), JX_TEXT("return")));
	return request->n_issues > 0 ? JX_OK : jx_app_fail(app, JX_REASON_ISSUE_REQUIRED);
}

static enum jx_status parse_due(struct jx_app *app, const char *text, Google__Protobuf__Timestamp *ret_due)
{
	int64_t seconds;
	if (text == NULL)
		return jx_app_fail_with(
			app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("--due"), JX_TEXT("return")));
	if (jx_datetime_parse(text, app->now_s, &seconds) != JX_OK)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--due"), JX_TEXT(text), JX_TEXT("3d, 2026-03-15")));
	ret_due->seconds = seconds;
	return JX_OK;
}

enum jx_status cmd_return(struct jx_app *app, const struct jx_args *args)
{
	JxReturnSubmissionRequest request = JX_RETURN_SUBMISSION_REQUEST_INIT;
	Google__Protobuf__Timestamp due = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char id[JX_UUID_BYTES], name[JX_NAME_BYTES];
	const JxSubmission *record;
	ProtobufCMessage *message;
	enum jx_status status = gather_issues(app, args, &request);
	if (status == JX_OK)
		status = parse_due(app, jx_args_value(args, "due"), &due);
	if (status == JX_OK)
		status = look(app, args, name, &record);
	if (status == JX_OK)
		status = jx_app_confirm(app, _("Return this report?"), NULL, false);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.name = name;
	request.digest = record->digest;
	request.due_time = &due;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.ReviewService/ReturnSubmission", &request.base, &message);
	if (status != JX_OK)
		return status;
	return report(app, message, ((const JxReturnSubmissionResponse *)message)->submission,
		"jixiao list --state returned");
}
