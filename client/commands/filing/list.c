/*
 * jixiao list: the reports of a round, by state.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/submission_print.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static enum jx_status read_state(struct jx_app *app, const char *text, JxSubmissionState *ret_state)
{
	int value = 0;
	/* Finance asks who is missing, not who has not started. */
	if (text != NULL && strcmp(text, "missing") == 0)
		text = "not_started";
	enum jx_status status = jx_option_enum(app, "state", text, JX_SUBMISSION_STATE_DESCRIPTOR,
		"missing, submitted, under_review, returned, accepted, checking, objected, final, reopened, waived",
		&value);
	*ret_state = (JxSubmissionState)value;
	return status;
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
	JxListSubmissionsResponse *reply;
	enum jx_status status = read_state(app, jx_args_value(args, "state"), &request.state);
	if (status != JX_OK)
		return status;
	status = jx_resolve_round(app, jx_args_value(args, "round"), JX_ROUND_MEANT, &request.round);
	if (status != JX_OK)
		return status;
	status = jx_call_list_submissions(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (reply->n_submissions > 0 || app->output != JX_OUTPUT_AUTO) {
		status = jx_submission_print_all(app, reply->submissions, reply->n_submissions);
		if (status != JX_OK)
			return status;
	}
	if (jx_app_wants_text(app))
		jx_note(&app->terminal,
			ngettext("Round %s: %zu department", "Round %s: %zu departments",
				reply->n_submissions),
			jx_name_last(request.round), reply->n_submissions);
	jx_app_next(app, "%s", next_command(request.state, reply->n_submissions));
	return JX_OK;
}
