/*
 * jixiao score: the points that finance sets beside those of a line, before it accepts the report.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/calls/sheet.h"
#include "client/commands/commands.h"
#include "client/commands/reviewing/chosen.h"
#include "client/print/score_sheet.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

/* Points and reason; --drop takes them back. */
static enum jx_status read_points(struct jx_app *app, const struct jx_args *args, JxReviewedLine *line)
{
	const char *text = jx_args_value(args, "points");
	enum jx_status status = jx_option_text(app, jx_args_value(args, "reason"), &line->reason);
	if (status != JX_OK || jx_args_has(args, "drop"))
		return status;
	if (text == NULL)
		return jx_option_fail_missing(app, args, "points");
	if (line->reason[0] == '\0')
		return jx_option_fail_missing(app, args, "reason");
	return jx_option_points(app, "points", text, &line->score);
}

/* The line that is meant, by what finance sees of the report now. */
static enum jx_status find_line(struct jx_app *app, const struct jx_args *args,
	const JxSubmission *submission, const JxScoreLine **ret_line)
{
	JxExplainScoreRequest request = JX_EXPLAIN_SCORE_REQUEST_INIT;
	JxExplainScoreResponse *reply;
	request.department = submission->department;
	request.round = submission->round;
	enum jx_status status = jx_sheet_read(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_line = jx_score_sheet_find(app, reply->sheet, args->operands[1]);
	return *ret_line != NULL ? JX_OK : jx_reason_status(app->error.reason);
}

static void print_line(struct jx_app *app, const JxScoreLine *line, const JxDecimal *points)
{
	char texts[4][JX_FIGURE_TEXT_BYTES];
	jx_print(&app->terminal, _("Line %u %s: %s points, claimed %s, computed %s, reviewed %s"),
		line->number, line->field, jx_label_decimal_or_dash(line->points, texts[0]),
		jx_label_decimal_or_dash(line->claimed, texts[1]),
		jx_label_decimal_or_dash(line->computed, texts[2]),
		jx_label_decimal_or_dash(points, texts[3]));
}

static enum jx_status print_done(struct jx_app *app, const JxSetReviewedScoreResponse *reply)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (!jx_app_wants_json(app) && reply->sheet != NULL)
		jx_print(&app->terminal, _("The report as it stands: reviewed %s"),
			jx_label_decimal_or_dash(reply->sheet->reviewed, text));
	return jx_chosen_print_done(app, &reply->base, reply->submission);
}

enum jx_status cmd_score(struct jx_app *app, const struct jx_args *args)
{
	JxSetReviewedScoreRequest request = JX_SET_REVIEWED_SCORE_REQUEST_INIT;
	JxReviewedLine set = JX_REVIEWED_LINE_INIT;
	JxSetReviewedScoreResponse *reply;
	const JxSubmission *submission;
	const JxScoreLine *line = NULL;
	enum jx_status status = read_points(app, args, &set);
	if (status == JX_OK)
		status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = jx_resolve_fetch_submission(app, request.name, &submission);
	if (status == JX_OK)
		status = find_line(app, args, submission, &line);
	if (status != JX_OK)
		return status;
	set.field = line->field;
	request.line = &set;
	request.digest = submission->digest;
	if (!jx_app_wants_json(app))
		print_line(app, line, set.score);
	status = jx_call_set_reviewed_score(app, &request, &reply);
	if (status == JX_OK)
		status = print_done(app, reply);
	if (status == JX_OK)
		jx_app_next(app, "jixiao accept %s --round %s", jx_name_last(submission->department),
			jx_name_last(submission->round));
	return status;
}
