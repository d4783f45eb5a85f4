/*
 * jixiao rectify report: what a department wrote before, beside the problems and measures of its report: items that are not
 * verified, with the question whether they are still so, and measures that are repeated word for word.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/followup/item_operand.h"
#include "client/print/followup_print.h"
#include "client/report/judge.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

enum line_column { PLACE, TEXT, REPEATS };

static const struct jx_column COLUMNS[] = {
	[PLACE] = {.key = "field", .title = N_("Place")},
	[TEXT] = {"text", N_("Words"), .wraps = true},
	[REPEATS] = {"repeats", N_("Repeats"), .wraps = true},
};

/* A report, and what is known of its department. */
struct compared {
	const JxReport *report;
	JxListRectificationsResponse *items;
	JxFindRepeatedMeasuresResponse *repeated;
};

static bool is_file(const char *text)
{
	FILE *file = fopen(text, "rbe");
	if (file != NULL)
		(void)fclose(file);
	return file != NULL;
}

static enum jx_status read_file(struct jx_app *app, const struct jx_args *args, const JxReport **ret_report)
{
	struct jx_judged judged = {0};
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_STORED_FIRST};
	enum jx_status status = jx_judge_file(app, &options, args->operands[0], &judged);
	if (status != JX_OK)
		return status;
	*ret_report = judged.report;
	if (judged.report != NULL)
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
		JX_ARGS(JX_TEXT(args->operands[0]), JX_TEXT(_("a report; see: jixiao check FILE")),
			JX_TEXT(args->command->name)));
}

static enum jx_status fetch_report(
	struct jx_app *app, const struct jx_args *args, const JxReport **ret_report)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply;
	enum jx_status status = jx_item_version(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = jx_call_get_submission_version(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->version == NULL || reply->version->report == NULL)
		return jx_call_fail_incomplete(app);
	*ret_report = reply->version->report;
	return JX_OK;
}

static enum jx_status find_repeated(struct jx_app *app, struct compared *compared)
{
	JxFindRepeatedMeasuresRequest request = JX_FIND_REPEATED_MEASURES_REQUEST_INIT;
	const JxReport *report = compared->report;
	request.department = report->department;
	request.round = report->round;
	request.measures = jx_arena_calloc(&app->arena, report->n_measures + 1, sizeof(*request.measures));
	if (request.measures == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < report->n_measures; i++)
		request.measures[request.n_measures++] = report->measures[i]->text;
	return jx_call_find_repeated_measures(app, &request, &compared->repeated);
}

static enum jx_status compare(struct jx_app *app, const struct jx_args *args, struct compared *compared)
{
	JxListRectificationsRequest request = JX_LIST_RECTIFICATIONS_REQUEST_INIT;
	enum jx_status status = is_file(args->operands[0]) ? read_file(app, args, &compared->report)
							   : fetch_report(app, args, &compared->report);
	if (status != JX_OK)
		return status;
	status = find_repeated(app, compared);
	if (status != JX_OK)
		return status;
	request.department = compared->report->department;
	request.only_open = true;
	return jx_call_list_rectifications(app, &request, &compared->items);
}

static const char *source_of(const struct compared *compared, size_t measure)
{
	const JxFindRepeatedMeasuresResponse *repeated = compared->repeated;
	for (size_t i = 0; i < repeated->n_repeated_measures; i++)
		if (repeated->repeated_measures[i]->index == measure)
			return repeated->repeated_measures[i]->source;
	return "";
}

static void add_line(
	struct jx_table *table, const char *list, size_t index, const char *text, const char *source)
{
	char place[32];
	(void)snprintf(place, sizeof(place), "%s[%zu]", list, index);
	jx_table_add_row(table);
	jx_table_set(table, PLACE, place);
	jx_table_set(table, TEXT, text);
	jx_table_set(table, REPEATS, source);
	jx_table_set_colour(table, REPEATS, JX_COLOUR_YELLOW);
}

static enum jx_status print_lines(struct jx_app *app, const struct compared *compared)
{
	struct jx_table table;
	const JxReport *report = compared->report;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < report->n_problems; i++)
		add_line(&table, "problems", i, report->problems[i]->text, "");
	for (size_t i = 0; i < report->n_measures; i++)
		add_line(&table, "measures", i, report->measures[i]->text, source_of(compared, i));
	return jx_app_print_table(app, &table);
}

static enum jx_status print_all(struct jx_app *app, const struct compared *compared)
{
	if (jx_app_wants_text(app))
		jx_print(&app->terminal, "%s", _("Items that are not verified. Is each still so?"));
	enum jx_status status =
		jx_app_wants_text(app) && compared->items->n_items > 0
			? jx_rectifications_print(app, compared->items->items, compared->items->n_items)
			: JX_OK;
	if (status != JX_OK)
		return status;
	if (jx_app_wants_text(app))
		jx_print(&app->terminal, "\n%s", _("Problems and measures of the report"));
	status = print_lines(app, compared);
	if (status != JX_OK || !jx_app_wants_text(app))
		return status;
	jx_note(&app->terminal, _("Items not verified: %zu; measures repeated word for word: %zu"),
		compared->items->n_items, compared->repeated->n_repeated_measures);
	jx_app_next(app, "jixiao rectify list --open");
	return JX_OK;
}

enum jx_status cmd_rectify_report(struct jx_app *app, const struct jx_args *args)
{
	struct compared compared = {0};
	enum jx_status status = compare(app, args, &compared);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &compared.repeated->base);
	return print_all(app, &compared);
}
