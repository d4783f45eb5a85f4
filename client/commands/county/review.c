/*
 * jixiao accept, return: what finance decides about a report it has seen.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/submission_print.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

/* Shows the submission as it is now to whoever decides, and asks; its digest goes into the call. */
static enum jx_status confirm_decision(struct jx_app *app, const struct jx_args *args, const char *question,
	char **ret_name, char **ret_digest)
{
	const JxSubmission *submission;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], ret_name);
	if (status != JX_OK)
		return status;
	status = jx_resolve_fetch_submission(app, *ret_name, &submission);
	if (status != JX_OK)
		return status;
	*ret_digest = submission->digest;
	if (app->terminal.can_ask && !app->is_yes && !app->is_silent)
		jx_submission_print(app, submission);
	return jx_app_confirm(app, question, NULL, false);
}

static enum jx_status print_decision(
	struct jx_app *app, const ProtobufCMessage *reply, const JxSubmission *submission)
{
	char state[JX_LABEL_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, reply);
	if (submission != NULL)
		jx_print(&app->terminal, _("%s %s, version %u: %s"), jx_name_last(submission->department),
			submission->department_title, submission->version_number,
			jx_label_state(submission->state, app->language, state));
	return JX_OK;
}

/* ---- accept ---- */

static enum jx_status read_score(struct jx_app *app, const char *text, JxDecimal **ret_score)
{
	JxDecimal *score = jx_arena_alloc(&app->arena, sizeof(*score));
	if (score == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_decimal_init(score);
	if (jx_decimal_parse(text, score, NULL) != JX_OK || score->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return jx_option_fail(app, "score", text, "0 ... 100, 92.5");
	*ret_score = score;
	return JX_OK;
}

static enum jx_status add_line(struct jx_app *app, char *field, JxAcceptSubmissionRequest *request)
{
	JxReviewedLine *line = jx_arena_alloc(&app->arena, sizeof(*line));
	if (line == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_reviewed_line_init(line);
	line->field = field;
	request->lines[request->n_lines++] = line;
	return JX_OK;
}

/* --at begins a line; --score and --reason after it belong to it, before any --at to the report. */
static enum jx_status take_score_option(
	struct jx_app *app, const struct jx_given *given, JxAcceptSubmissionRequest *request)
{
	JxReviewedLine *line = request->n_lines > 0 ? request->lines[request->n_lines - 1] : NULL;
	char *text;
	enum jx_status status = jx_option_text(app, given->value, &text);
	if (status != JX_OK)
		return status;
	if (strcmp(given->option->name, "at") == 0)
		return add_line(app, text, request);
	if (strcmp(given->option->name, "score") == 0)
		return read_score(app, text, line != NULL ? &line->score : &request->reviewed_score);
	if (strcmp(given->option->name, "reason") == 0)
		*(line != NULL ? &line->reason : &request->reason) = text;
	return JX_OK;
}

static enum jx_status read_scores(
	struct jx_app *app, const struct jx_args *args, JxAcceptSubmissionRequest *request)
{
	request->lines = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(*request->lines));
	if (request->lines == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_given; i++) {
		enum jx_status status = take_score_option(app, &args->given[i], request);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < request->n_lines; i++)
		if (request->lines[i]->score == NULL)
			return jx_option_fail_missing(app, args, "score");
	return JX_OK;
}

static void print_scores(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[5][JX_FIGURE_TEXT_BYTES];
	if (sheet == NULL || jx_app_wants_json(app))
		return;
	jx_print(&app->terminal, _("Scores: claimed %s, computed %s, reviewed %s, final %s; coverage %s%%"),
		jx_label_decimal_or_dash(sheet->claimed_score, texts[0]),
		jx_label_decimal_or_dash(sheet->computed, texts[1]),
		jx_label_decimal_or_dash(sheet->reviewed, texts[2]),
		jx_label_decimal_or_dash(sheet->final_score, texts[3]),
		jx_label_decimal(sheet->coverage, texts[4]));
}

enum jx_status cmd_accept(struct jx_app *app, const struct jx_args *args)
{
	JxAcceptSubmissionRequest request = JX_ACCEPT_SUBMISSION_REQUEST_INIT;
	JxAcceptSubmissionResponse *reply;
	enum jx_status status = read_scores(app, args, &request);
	if (status != JX_OK)
		return status;
	status = confirm_decision(app, args, _("Accept this report?"), &request.name, &request.digest);
	if (status != JX_OK)
		return status;
	status = jx_call_accept_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	print_scores(app, reply->sheet);
	status = print_decision(app, &reply->base, reply->submission);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao list --state submitted");
	return JX_OK;
}

/* ---- return ---- */

static enum jx_status add_issue(struct jx_app *app, const char *field, JxReturnSubmissionRequest *request)
{
	JxNewIssue *issue = jx_arena_alloc(&app->arena, sizeof(*issue));
	if (issue == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_new_issue_init(issue);
	issue->wanted_action = JX_WANTED_ACTION_CORRECT;
	request->issues[request->n_issues++] = issue;
	return jx_option_text(app, field, &issue->field);
}

static enum jx_status read_action(struct jx_app *app, const char *text, JxNewIssue *issue)
{
	int action = (int)issue->wanted_action;
	enum jx_status status = jx_option_enum(
		app, "want", text, JX_WANTED_ACTION_DESCRIPTOR, "correct, explain, attach", &action);
	issue->wanted_action = (JxWantedAction)action;
	return status;
}

/* --at begins an issue; -m and --want after it belong to it. */
static enum jx_status take_issue_option(struct jx_app *app, const struct jx_args *args,
	const struct jx_given *given, JxReturnSubmissionRequest *request)
{
	if (strcmp(given->option->name, "at") == 0)
		return add_issue(app, given->value, request);
	bool is_message = strcmp(given->option->name, "message") == 0;
	if (!is_message && strcmp(given->option->name, "want") != 0)
		return JX_OK;
	if (request->n_issues == 0)
		return jx_option_fail_missing(app, args, "at");
	JxNewIssue *issue = request->issues[request->n_issues - 1];
	return is_message ? jx_option_text(app, given->value, &issue->text)
			  : read_action(app, given->value, issue);
}

static enum jx_status read_issues(
	struct jx_app *app, const struct jx_args *args, JxReturnSubmissionRequest *request)
{
	request->issues = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(*request->issues));
	if (request->issues == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_given; i++) {
		enum jx_status status = take_issue_option(app, args, &args->given[i], request);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < request->n_issues; i++)
		if (request->issues[i]->text[0] == '\0')
			return jx_option_fail_missing(app, args, "message");
	return request->n_issues > 0 ? JX_OK : jx_app_fail(app, JX_REASON_ISSUE_REQUIRED);
}

enum jx_status cmd_return(struct jx_app *app, const struct jx_args *args)
{
	JxReturnSubmissionRequest request = JX_RETURN_SUBMISSION_REQUEST_INIT;
	JxReturnSubmissionResponse *reply;
	Google__Protobuf__Timestamp due = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	const char *due_text = jx_args_value(args, "due");
	request.due_time = &due;
	enum jx_status status = read_issues(app, args, &request);
	if (status != JX_OK)
		return status;
	if (due_text == NULL)
		return jx_option_fail_missing(app, args, "due");
	status = jx_resolve_time(app, "due", due_text, "3d, 2026-03-15", &due);
	if (status != JX_OK)
		return status;
	status = confirm_decision(app, args, _("Return this report?"), &request.name, &request.digest);
	if (status != JX_OK)
		return status;
	status = jx_call_return_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	status = print_decision(app, &reply->base, reply->submission);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao list --state returned");
	return JX_OK;
}
