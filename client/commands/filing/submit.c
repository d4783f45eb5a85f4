/*
 * jixiao submit: check, sign and file reports. Nothing is sent while any of them has a mistake.
 */
#include "client/app/app_error.h"
#include "client/commands/commands.h"
#include "client/print/judge_print.h"
#include "client/report/filing.h"
#include "client/report/judge.h"
#include "client/text/i18n.h"

static enum jx_status refuse_report(struct jx_app *app, const struct jx_judged *judged)
{
	bool is_json = jx_app_wants_json(app);
	enum jx_status status =
		is_json ? jx_judge_print_json(app, judged) : jx_judge_print(app, judged, true);
	if (status != JX_OK)
		return status;
	if (!is_json) {
		jx_judge_print_rules(app, judged);
		jx_note(&app->terminal, "%s", _("Nothing was sent."));
	}
	jx_app_next(app, "jixiao check %s", judged->file);
	app->is_reported = true;
	return jx_app_fail(app, judged->n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION);
}

static enum jx_status judge_all(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_SERVER};
	for (size_t i = 0; i < args->n_operands; i++) {
		enum jx_status status = jx_judge_file(app, &options, args->operands[i], &judged[i]);
		if (status != JX_OK)
			return status;
		if (!jx_judge_passes(&judged[i]))
			return refuse_report(app, &judged[i]);
		if (!jx_app_wants_json(app))
			jx_judge_print_summary(app, &judged[i], true);
	}
	return JX_OK;
}

static enum jx_status dry_run_one(struct jx_app *app, const struct jx_judged *judged)
{
	const JxSubmitReportResponse *response;
	enum jx_status status = jx_filing_dry_run(app, judged, &response);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &response->base);
	jx_print(&app->terminal, _("%s: the server would accept it; nothing was filed"), judged->file);
	return JX_OK;
}

/* Files one report; when it must wait, says so and where. */
static enum jx_status file_one(
	struct jx_app *app, const struct jx_outbox *outbox, const struct jx_judged *judged)
{
	struct jx_filed filed;
	struct jx_outbox_entry entry;
	struct jx_error ignored;
	enum jx_status status = jx_filing_submit(app, outbox, judged, &filed);
	if (status == JX_OK)
		return jx_filing_print(app, &filed);
	bool is_waiting = jx_outbox_find(outbox, judged->report, &app->arena, &entry, &ignored) == JX_OK;
	if (!is_waiting || app->error.reason == JX_REASON_OUTBOX_OTHER || jx_app_wants_json(app))
		return status;
	jx_app_error_print(app, status);
	jx_note(&app->terminal, _("%s waits in the outbox and is not lost."), judged->file);
	jx_app_next(app, "jixiao outbox send");
	app->is_reported = true;
	return status;
}

static enum jx_status dry_run_all(struct jx_app *app, const struct jx_judged *judged, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = dry_run_one(app, &judged[i]);
		if (status != JX_OK)
			return status;
	}
	jx_app_next(app, "jixiao submit %s", n == 1 ? judged[0].file : _("FILE..."));
	return JX_OK;
}

static enum jx_status file_all(struct jx_app *app, const struct jx_judged *judged, size_t n)
{
	struct jx_outbox outbox;
	enum jx_status status = jx_outbox_open(&outbox, app->home, NULL, &app->error);
	if (status != JX_OK)
		return status;
	jx_outbox_sweep(&outbox, app->now_s);
	for (size_t i = 0; i < n; i++) {
		status = file_one(app, &outbox, &judged[i]);
		if (status != JX_OK)
			return status;
	}
	jx_app_next(app, "jixiao status");
	return JX_OK;
}

enum jx_status cmd_submit(struct jx_app *app, const struct jx_args *args)
{
	size_t n = args->n_operands;
	struct jx_judged *judged = jx_arena_calloc(&app->arena, n, sizeof(*judged));
	if (judged == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = judge_all(app, args, judged);
	if (status != JX_OK)
		return status;
	return jx_args_has(args, "dry-run") ? dry_run_all(app, judged, n) : file_all(app, judged, n);
}
