/*
 * jixiao check: judge reports here, before anybody else sees them.
 */
#include <stdlib.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/judge.h"
#include "client/report/round_rules.h"
#include "client/report/rulebook_open.h"

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

static enum jx_status print_all(
	struct jx_app *app, const struct jx_judged *judged, size_t n, bool only_problems)
{
	enum jx_status status = JX_OK;
	if (!jx_app_wants_json(app) && !is_for_people(app)) {
		for (size_t i = 0; i < n; i++)
			jx_judged_summary(app, &judged[i], true);
		return jx_judged_print_rows(app, judged, n, only_problems);
	}
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		if (jx_app_wants_json(app))
			status = jx_judged_print_json(app, &judged[i]);
		else
			status = jx_judged_print(app, &judged[i], only_problems);
	}
	return status;
}

/* By which rules: once, when they are the same for all files. */
static void tell_rules(struct jx_app *app, const struct jx_judged *judged, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_same = i > 0 && judged[i].submission != NULL && judged[i - 1].submission != NULL &&
			       strcmp(judged[i].submission->round, judged[i - 1].submission->round) == 0;
		if (!is_same)
			jx_judged_print_rules(app, &judged[i]);
	}
}

/* The last line: what to run next. */
static void tell_next(struct jx_app *app, const struct jx_judged *judged, size_t n, bool passes)
{
	char *command = NULL;
	bool lacks_round = false;
	for (size_t i = 0; i < n; i++)
		lacks_round = lacks_round || judged[i].has_round_missing;
	if (jx_app_wants_json(app))
		return;
	if (lacks_round)
		jx_note(&app->terminal, "%s",
			_("The file names no round: add --round ROUND, or write it into the file."));
	const char *file = n == 1 ? judged[0].file : _("FILE...");
	if (asprintf(&command, passes ? "jixiao submit %s" : "jixiao check %s", file) < 0)
		return;
	if (!passes)
		jx_note(&app->terminal, "%s",
			_("Correct the file, or explain under \"explanations\" what only wants an "
			  "explanation; save it."));
	jx_app_next(app, command);
	free(command);
}

enum jx_status cmd_check(struct jx_app *app, const struct jx_args *args)
{
	size_t n = args->n_operands;
	bool passes = true;
	size_t n_hard = 0;
	struct jx_judged *judged = jx_arena_calloc(&app->arena, n, sizeof(*judged));
	struct jx_judge_options query = {.round = jx_args_value(args, "round"), .from = JX_RULES_KEPT_FIRST};
	if (judged == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (jx_args_has(args, "rulebook")) {
		enum jx_status status =
			jx_rulebook_open(app, jx_args_value(args, "rulebook"), &query.rulebook);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = jx_judge_file(app, &query, args->operands[i], &judged[i]);
		if (status != JX_OK)
			return status;
		passes = passes && jx_judged_passes(&judged[i]);
		n_hard += judged[i].n_hard;
	}
	enum jx_status status = print_all(app, judged, n, jx_args_has(args, "only-problems"));
	if (status != JX_OK)
		return status;
	if (!jx_app_wants_json(app))
		tell_rules(app, judged, n);
	tell_next(app, judged, n, passes);
	app->is_reported = true;
	return passes ? JX_OK
		      : jx_app_fail(app, n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION);
}
