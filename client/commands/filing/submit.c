/*
 * jixiao submit: check, sign and file reports. Nothing is sent while any of them has a mistake.
 */
#include <stdlib.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/filing.h"
#include "client/report/judge.h"

static enum jx_status refuse(struct jx_app *app, const struct jx_judged *judged)
{
	enum jx_status status = jx_app_wants_json(app) ? jx_judged_print_json(app, judged)
						       : jx_judged_print(app, judged, true);
	if (status != JX_OK)
		return status;
	char *command = NULL;
	if (!jx_app_wants_json(app))
		jx_judged_print_rules(app, judged);
	if (!jx_app_wants_json(app))
		jx_note(&app->terminal, "%s", _("Nothing was sent."));
	if (asprintf(&command, "jixiao check %s", judged->file) >= 0)
		jx_app_next(app, command);
	free(command);
	app->is_reported = true;
	return jx_app_fail(app, judged->n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION);
}

static enum jx_status judge_all(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	for (size_t i = 0; i < args->n_operands; i++) {
		const struct jx_judge_options query = {
			.round = jx_args_value(args, "round"), .from = JX_RULES_SERVER};
		enum jx_status status = jx_judge_file(app, &query, args->operands[i], &judged[i]);
		if (status == JX_OK && !jx_judged_passes(&judged[i]))
			status = refuse(app, &judged[i]);
		if (status != JX_OK)
			return status;
		if (!jx_app_wants_json(app))
			jx_judged_summary(app, &judged[i], true);
	}
	return JX_OK;
}

static enum jx_status rehearse(struct jx_app *app, const struct jx_judged *judged)
{
	const JxSubmitReportResponse *response;
	enum jx_status status = jx_filing_dry_run(app, judged, &response);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &response->base);
	jx_print(&app->terminal, _("%s: the server would take it; nothing was filed"), judged->file);
	return JX_OK;
}

/* One report; when it must wait, say so and where. */
static enum jx_status file_one(
	struct jx_app *app, const struct jx_outbox *outbox, const struct jx_judged *judged)
{
	struct jx_filed filed;
	struct jx_outbox_entry entry;
	struct jx_error ignored;
	enum jx_status status = jx_filing_submit(app, outbox, judged, &filed);
	if (status == JX_OK)
		return jx_filed_print(app, &filed);
	bool is_waiting = jx_outbox_find(outbox, judged->submission, &app->arena, &entry, &ignored) == JX_OK;
	if (!is_waiting || app->error.reason == JX_REASON_OUTBOX_OTHER || jx_app_wants_json(app))
		return status;
	jx_app_print_error(app, status);
	jx_note(&app->terminal, _("%s waits in the outbox and is not lost."), judged->file);
	jx_app_next(app, "jixiao outbox send");
	app->is_reported = true;
	return status;
}

enum jx_status cmd_submit(struct jx_app *app, const struct jx_args *args)
{
	struct jx_outbox outbox;
	size_t n = args->n_operands;
	bool is_rehearsal = jx_args_has(args, "dry-run");
	struct jx_judged *judged = jx_arena_calloc(&app->arena, n, sizeof(*judged));
	if (judged == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = judge_all(app, args, judged);
	if (status == JX_OK && !is_rehearsal)
		status = jx_outbox_open(&outbox, app->home, NULL, &app->error);
	if (status == JX_OK && !is_rehearsal)
		jx_outbox_sweep(&outbox, app->now_s);
	for (size_t i = 0; i < n && status == JX_OK; i++)
		status = is_rehearsal ? rehearse(app, &judged[i]) : file_one(app, &outbox, &judged[i]);
	if (status != JX_OK)
		return status;
	char *command = NULL;
	if (is_rehearsal &&
		asprintf(&command, "jixiao submit %s", n == 1 ? judged[0].file : _("FILE...")) < 0)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	jx_app_next(app, is_rehearsal ? command : "jixiao status");
	free(command);
	return JX_OK;
}
