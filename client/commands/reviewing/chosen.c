#include "client/commands/reviewing/chosen.h"

#include "client/app/app_error.h"
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/print/submission_print.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

#define DRY_RUN "dry-run"

static enum jx_status find_named(struct jx_app *app, const struct jx_args *args, struct jx_chosen *chosen)
{
	char *name;
	chosen->rows = jx_arena_calloc(&app->arena, args->n_operands + 1, sizeof(*chosen->rows));
	if (chosen->rows == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_operands; i++) {
		enum jx_status status = jx_resolve_submission(app, args, args->operands[i], &name);
		if (status == JX_OK)
			status = jx_resolve_fetch_submission(app, name, &chosen->rows[chosen->n++]);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status find_in_state(
	struct jx_app *app, const struct jx_args *args, const char *state, struct jx_chosen *chosen)
{
	JxListSubmissionsRequest request = JX_LIST_SUBMISSIONS_REQUEST_INIT;
	JxListSubmissionsResponse *reply;
	int value = 0;
	enum jx_status status = jx_option_enum(app, "state", state, JX_SUBMISSION_STATE_DESCRIPTOR,
		"submitted, under_review, accepted, checking", &value);
	if (status != JX_OK)
		return status;
	request.state = (JxSubmissionState)value;
	status = jx_resolve_round(app, jx_args_value(args, "round"), JX_ROUND_MEANT, &request.round);
	if (status == JX_OK)
		status = jx_call_list_submissions(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->n_submissions == 0)
		return jx_fail_with(&app->error, JX_REASON_SUBMISSION_NOT_FOUND,
			JX_ARGS(JX_TEXT(jx_name_last(request.round))));
	*chosen = (struct jx_chosen){(const JxSubmission **)reply->submissions, reply->n_submissions};
	return JX_OK;
}

enum jx_status jx_chosen_find(struct jx_app *app, const struct jx_args *args, struct jx_chosen *ret_chosen)
{
	const char *state = jx_args_value(args, "state");
	*ret_chosen = (struct jx_chosen){0};
	if (args->n_operands > 0)
		return find_named(app, args, ret_chosen);
	return state != NULL ? find_in_state(app, args, state, ret_chosen)
			     : jx_option_fail_missing(app, args, "state");
}

bool jx_chosen_show(struct jx_app *app, const struct jx_chosen *chosen)
{
	if (!app->terminal.can_ask || app->is_yes || app->is_silent)
		return false;
	if (chosen->n == 1) {
		jx_submission_print(app, chosen->rows[0]);
		return true;
	}
	return jx_submission_print_all(app, (JxSubmission *const *)chosen->rows, chosen->n) == JX_OK;
}

/* Whether the next one has a chance: this one was refused for what it is, and not for want of a server or of memory. */
static bool is_of_one(enum jx_status status)
{
	return status == JX_STATE || status == JX_DENIED || status == JX_CONFLICT || status == JX_NOT_FOUND;
}

enum jx_status jx_chosen_each(
	struct jx_app *app, const struct jx_chosen *chosen, jx_chosen_act act, void *user)
{
	enum jx_status first = JX_OK;
	struct jx_error error = app->error;
	for (size_t i = 0; i < chosen->n; i++) {
		enum jx_status status = act(app, chosen->rows[i], user);
		if (status == JX_OK)
			continue;
		if (chosen->n == 1 || !is_of_one(status))
			return status;
		jx_print(&app->terminal, _("%s %s: refused"), jx_name_last(chosen->rows[i]->department),
			chosen->rows[i]->department_title);
		jx_app_error_print(app, status);
		if (first == JX_OK)
			error = app->error;
		first = first == JX_OK ? status : first;
		app->error = (struct jx_error){0};
	}
	if (first != JX_OK)
		app->error = error;
	app->is_reported = first != JX_OK;
	return first;
}

enum jx_status jx_chosen_confirm(struct jx_app *app, const struct jx_args *args, const char *question)
{
	if (!jx_args_has(args, DRY_RUN))
		return jx_app_confirm(app, question, NULL, false);
	jx_note(&app->terminal, "%s", _("Only tried: nothing is changed."));
	return JX_OK;
}

enum jx_status jx_chosen_print_done(
	struct jx_app *app, const ProtobufCMessage *reply, const JxSubmission *submission)
{
	char state[JX_LABEL_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, reply);
	if (submission != NULL)
		jx_print(&app->terminal,
			jx_args_has(app->args, DRY_RUN) ? _("%s %s, version %u: it would become: %s")
							: _("%s %s, version %u: %s"),
			jx_name_last(submission->department), submission->department_title,
			submission->version_number, jx_label_state(submission->state, app->language, state));
	return JX_OK;
}

void jx_chosen_next(struct jx_app *app, const struct jx_args *args, const char *done)
{
	if (jx_args_has(args, DRY_RUN))
		jx_app_next(app, "%s", _("run the same command without --dry-run"));
	else
		jx_app_next(app, "%s", done);
}
