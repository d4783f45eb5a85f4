/*
 * jixiao list: the reports of a round, by state.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/submission_print.h"
#include "client/transport/resolve.h"
#include "proto/contract/message/json.h"

static enum jx_status parse_state(struct jx_app *app, const char *text, JxSubmissionState *ret_state)
{
	int value = 0;
	if (text == NULL)
		return JX_OK;
	/* Finance asks who is missing, not who has not started. */
	if (strcmp(text, "missing") == 0)
		text = "not_started";
	if (jx_json_enum_value(JX_SUBMISSION_STATE_DESCRIPTOR, text, &value) != JX_OK || value == 0)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--state"), JX_TEXT(text),
				JX_TEXT("missing, submitted, under_review, returned, accepted, checking, "
					"objected, final, "
					"reopened, "
					"waived")));
	*ret_state = (JxSubmissionState)value;
	return JX_OK;
}

static const char *next_command(JxSubmissionState state, size_t n)
{
	if (state == JX_SUBMISSION_STATE_SUBMITTED && n > 0)
		return "jixiao show DEPT";
	return state == JX_SUBMISSION_STATE_UNSPECIFIED ? "jixiao list --state submitted" : "jixiao list";
}

enum jx_status cmd_list(struct jx_app *app, const struct jx_args *args)
{
	JxListSubmissionsRequest request = JX_LIST_SUBMISSIONS_REQUEST_INIT;
	char round[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = parse_state(app, jx_args_value(args, "state"), &request.state);
	if (status == JX_OK)
		status = jx_find_round(app, jx_args_value(args, "round"), JX_ROUND_NEWEST, round);
	if (status != JX_OK)
		return status;
	request.round = round;
	status = jx_list_all(app, "/jixiao.v1.SubmissionService/ListSubmissions", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListSubmissionsResponse *reply = (const JxListSubmissionsResponse *)message;
	if (jx_app_wants_json(app))
		return jx_list_print_json(app, message);
	if (reply->n_submissions > 0 || app->output != JX_OUTPUT_AUTO)
		status = jx_records_print_all(app, reply->submissions, reply->n_submissions);
	if (status != JX_OK)
		return status;
	if (app->output == JX_OUTPUT_AUTO || app->output == JX_OUTPUT_TABLE)
		jx_note(&app->terminal,
			ngettext("Round %s: %zu report", "Round %s: %zu reports", reply->n_submissions),
			jx_last_part(round), reply->n_submissions);
	jx_app_next(app, next_command(request.state, reply->n_submissions));
	return JX_OK;
}
