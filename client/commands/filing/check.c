/*
 * jixiao check: judge reports here, before anybody else sees them.
 */
#include <string.h>

#include "client/commands/commands.h"
#include "client/commands/rulebook_open.h"
#include "client/print/judge_print.h"
#include "client/report/judge.h"
#include "client/screen/progress.h"
#include "client/text/i18n.h"

static enum jx_status print_all(
	struct jx_app *app, const struct jx_judged *judged, size_t n, bool only_problems)
{
	bool is_json = jx_app_wants_json(app);
	if (!is_json && !jx_app_is_for_people(app)) {
		for (size_t i = 0; i < n; i++)
			jx_judge_print_summary(app, &judged[i], true);
		return jx_judge_print_rows(app, judged, n, only_problems);
	}
	/* Of several files one document: their judgements in the order of the files. */
	bool is_list = app->output == JX_OUTPUT_JSON && n > 1;
	if (is_list)
		jx_app_put_json(app, "[");
	for (size_t i = 0; i < n; i++) {
		if (is_list && i > 0)
			jx_app_put_json(app, ",");
		enum jx_status status = is_json ? jx_judge_print_json(app, &judged[i])
						: jx_judge_print(app, &judged[i], only_problems);
		if (status != JX_OK)
			return status;
	}
	if (is_list)
		jx_app_put_json(app, "]\n");
	return JX_OK;
}

/* Prints by which rules the files were judged: once, when they are the same for all. */
static void print_rules(struct jx_app *app, const struct jx_judged *judged, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_same = i > 0 && judged[i].report != NULL && judged[i - 1].report != NULL &&
			       strcmp(judged[i].report->round, judged[i - 1].report->round) == 0;
		if (!is_same)
			jx_judge_print_rules(app, &judged[i]);
	}
}

static void print_next(struct jx_app *app, const struct jx_judged *judged, size_t n, bool passes)
{
	const char *file = n == 1 ? judged[0].file : _("FILE...");
	bool lacks_round = false;
	bool is_form = false;
	for (size_t i = 0; i < n; i++) {
		lacks_round = lacks_round || judged[i].has_round_missing;
		is_form = is_form || judged[i].form != NULL;
	}
	if (lacks_round)
		jx_note(&app->terminal, "%s",
			_("The file names no round: add --round ROUND, or write it into the file."));
	if (!passes)
		jx_note(&app->terminal, "%s",
			is_form ? _("Correct the cells. What only needs an explanation can be explained in the last column of its row instead.")
				: _("Correct the file. What only needs an explanation can be explained under \"explanations\" instead."));
	jx_app_next(app, passes ? "jixiao submit %s" : "jixiao check %s", file);
}

static enum jx_status judge_all(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	const char *rulebook = jx_args_value(args, "rulebook");
	struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_STORED_FIRST};
	enum jx_status status = rulebook != NULL ? jx_rulebook_open(app, rulebook, &options.rulebook) : JX_OK;
	if (status != JX_OK)
		return status;
	struct jx_progress progress;
	jx_progress_begin(&progress, &app->terminal, args->n_operands);
	for (size_t i = 0; i < args->n_operands && status == JX_OK; i++) {
		jx_progress_step(&progress, i, args->operands[i]);
		status = jx_judge_file(app, &options, args->operands[i], &judged[i]);
	}
	jx_progress_end(&progress);
	return status;
}

enum jx_status cmd_check(struct jx_app *app, const struct jx_args *args)
{
	size_t n = args->n_operands;
	bool passes = true;
	size_t n_hard = 0;
	struct jx_judged *judged = jx_arena_calloc(&app->arena, n, sizeof(*judged));
	if (judged == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = judge_all(app, args, judged);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		passes = passes && jx_judge_passes(&judged[i]);
		n_hard += judged[i].n_hard;
	}
	status = print_all(app, judged, n, jx_args_has(args, "only-problems"));
	if (status != JX_OK)
		return status;
	if (!jx_app_wants_json(app)) {
		print_rules(app, judged, n);
		print_next(app, judged, n, passes);
	}
	if (passes)
		return JX_OK;
	app->is_reported = true;
	return jx_app_fail(app, n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION);
}
