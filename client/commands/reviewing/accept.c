/*
 * jixiao accept: what finance decides about reports it has seen, and the correction of a score before it is published.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/reviewing/chosen.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"

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
		return jx_option_points(
			app, "score", text, line != NULL ? &line->score : &request->reviewed_score);
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
	jx_print(&app->terminal, _("  Scores: claimed %s, computed %s, reviewed %s, final %s; coverage %s%%"),
		jx_label_decimal_or_dash(sheet->claimed_score, texts[0]),
		jx_label_decimal_or_dash(sheet->computed, texts[1]),
		jx_label_decimal_or_dash(sheet->reviewed, texts[2]),
		jx_label_decimal_or_dash(sheet->final_score, texts[3]),
		jx_label_decimal(sheet->coverage, texts[4]));
}

static enum jx_status print_accepted(struct jx_app *app, const ProtobufCMessage *reply,
	const JxSubmission *submission, const JxScoreSheet *sheet)
{
	enum jx_status status = jx_chosen_print_done(app, reply, submission);
	if (status == JX_OK)
		print_scores(app, sheet);
	return status;
}

/* What is about to be set, before anybody says yes. */
static void show_wish(struct jx_app *app, const JxAcceptSubmissionRequest *request)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (request->reviewed_score != NULL)
		jx_print(&app->terminal, _("Sets:     reviewed %s"),
			jx_label_decimal(request->reviewed_score, text));
	for (size_t i = 0; i < request->n_lines; i++)
		jx_print(&app->terminal, _("Sets:     %s: reviewed %s; %s"), request->lines[i]->field,
			jx_label_decimal(request->lines[i]->score, text), request->lines[i]->reason);
	if (request->reason[0] != '\0')
		jx_print(&app->terminal, _("Reason:   %s"), request->reason);
}

/* An acceptance that stands is corrected by the same command. */
static enum jx_status correct(
	struct jx_app *app, const JxSubmission *submission, const JxAcceptSubmissionRequest *wish)
{
	JxCorrectAcceptanceRequest request = JX_CORRECT_ACCEPTANCE_REQUEST_INIT;
	JxCorrectAcceptanceResponse *reply;
	request.name = submission->name;
	request.digest = submission->digest;
	request.reviewed_score = wish->reviewed_score;
	request.reason = wish->reason;
	request.lines = wish->lines;
	request.n_lines = wish->n_lines;
	request.validate_only = wish->validate_only;
	enum jx_status status = jx_call_correct_acceptance(app, &request, &reply);
	if (status != JX_OK)
		return status;
	return print_accepted(app, &reply->base, reply->submission, reply->sheet);
}

static enum jx_status accept_unanswered(
	struct jx_app *app, const JxSubmission *submission, const JxAcceptSubmissionRequest *wish)
{
	JxAcceptUnansweredSubmissionRequest request = JX_ACCEPT_UNANSWERED_SUBMISSION_REQUEST_INIT;
	JxAcceptUnansweredSubmissionResponse *reply;
	request.name = submission->name;
	request.digest = submission->digest;
	request.reason = wish->reason;
	request.validate_only = wish->validate_only;
	enum jx_status status = jx_call_accept_unanswered_submission(app, &request, &reply);
	return status == JX_OK ? jx_chosen_print_done(app, &reply->base, reply->submission) : status;
}

static enum jx_status accept_one(
	struct jx_app *app, const JxSubmission *submission, const JxAcceptSubmissionRequest *wish)
{
	JxAcceptSubmissionRequest request = *wish;
	JxAcceptSubmissionResponse *reply;
	request.name = submission->name;
	request.digest = submission->digest;
	enum jx_status status = jx_call_accept_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	return print_accepted(app, &reply->base, reply->submission, reply->sheet);
}

/* A score is of one report. */
static enum jx_status choose(struct jx_app *app, const struct jx_args *args,
	JxAcceptSubmissionRequest *request, struct jx_chosen *chosen)
{
	enum jx_status status = read_scores(app, args, request);
	if (status == JX_OK)
		status = jx_chosen_find(app, args, chosen);
	if (status != JX_OK)
		return status;
	if (chosen->n > 1 && (request->reviewed_score != NULL || request->n_lines > 0))
		return jx_option_fail(app, "score", "", _("a score is of one department"));
	if (jx_chosen_show(app, chosen))
		show_wish(app, request);
	request->validate_only = jx_args_has(args, "dry-run");
	return jx_chosen_confirm(
		app, args, ngettext("Accept this report?", "Accept these reports?", chosen->n));
}

/* What is accepted, and how. */
struct accepting {
	JxAcceptSubmissionRequest wish;
	bool is_unanswered;
};

static enum jx_status accept_any(struct jx_app *app, const JxSubmission *submission, void *user)
{
	const struct accepting *accepting = user;
	const JxAcceptSubmissionRequest *wish = &accepting->wish;
	bool sets = wish->reviewed_score != NULL || wish->n_lines > 0 || wish->reason[0] != '\0';
	if (accepting->is_unanswered)
		return accept_unanswered(app, submission, wish);
	if (sets && submission->state == JX_SUBMISSION_STATE_ACCEPTED)
		return correct(app, submission, wish);
	return accept_one(app, submission, wish);
}

enum jx_status cmd_accept(struct jx_app *app, const struct jx_args *args)
{
	struct accepting accepting = {
		JX_ACCEPT_SUBMISSION_REQUEST_INIT, .is_unanswered = jx_args_has(args, "unanswered")};
	struct jx_chosen chosen;
	enum jx_status status = choose(app, args, &accepting.wish, &chosen);
	if (status == JX_OK)
		status = jx_chosen_each(app, &chosen, accept_any, &accepting);
	if (status != JX_OK)
		return status;
	jx_chosen_next(app, args, "jixiao list --state submitted");
	return JX_OK;
}
