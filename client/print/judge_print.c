#include "client/print/judge_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/print/costs_print.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/localized.h"

#define SEVERITY_BYTES 64 /* of its name in the schema */

enum column { PLACE, SEVERITY, RULE, MESSAGE, REMEDY, COST /* the last: left out where nothing costs */ };

/* For people. Everything is wrapped: a clerk must see all of a sentence. */
static const struct jx_column COLUMNS[] = {
	[PLACE] = {"place", N_("Place"), .wraps = true},
	[SEVERITY] = {.key = "severity", .title = N_("Kind")},
	[RULE] = {.key = "rule", .title = N_("Rule")},
	[MESSAGE] = {"message", N_("Problem"), .wraps = true},
	[REMEDY] = {"remedy", N_("How to fix"), .wraps = true},
	[COST] = {"points", N_("Costs"), .is_right = true, .leave_out = 1},
};

enum row_column {
	ROW_FILE,
	ROW_FIELD,
	ROW_PLACE,
	ROW_SEVERITY,
	ROW_RULE,
	ROW_STATED,
	ROW_EXPECTED,
	ROW_DIFFERENCE,
	ROW_MESSAGE,
	ROW_REMEDY,
	ROW_COST,
	ROW_EXPLAINED_COST
};

/* For programs: one table over all files. */
static const struct jx_column ROW_COLUMNS[] = {
	[ROW_FILE] = {.key = "file", .title = N_("File")},
	[ROW_FIELD] = {.key = "field", .title = N_("Field")},
	[ROW_PLACE] = {.key = "place", .title = N_("Place")},
	[ROW_SEVERITY] = {.key = "severity", .title = N_("Kind")},
	[ROW_RULE] = {.key = "rule", .title = N_("Rule")},
	[ROW_STATED] = {.key = "stated", .title = N_("Stated")},
	[ROW_EXPECTED] = {.key = "expected", .title = N_("Expected")},
	[ROW_DIFFERENCE] = {.key = "difference", .title = N_("Difference")},
	[ROW_MESSAGE] = {.key = "message", .title = N_("Problem")},
	[ROW_REMEDY] = {.key = "remedy", .title = N_("How to fix")},
	[ROW_COST] = {.key = "points", .title = N_("Costs")},
	[ROW_EXPLAINED_COST] = {.key = "explained_points", .title = N_("Costs once explained")},
};

static bool is_shown(const JxFinding *finding, bool only_problems)
{
	if (!only_problems || finding->severity == JX_FINDING_SEVERITY_HARD)
		return true;
	return finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained;
}

static const char *message_of(const struct jx_app *app, const JxFinding *finding)
{
	return jx_localized(finding->message, app->language);
}

static const char *remedy_of(const struct jx_app *app, const JxFinding *finding)
{
	return jx_localized(finding->remedy, app->language);
}

/* Sets "设备（除车辆） assets.lines[0].net": people know the first, the file has the second. */
static void set_place(struct jx_table *table, const JxFinding *finding)
{
	char *place = NULL;
	const char *space = finding->place[0] != '\0' && finding->field[0] != '\0' ? " " : "";
	if (asprintf(&place, "%s%s%s", finding->place, space, finding->field) < 0)
		return;
	jx_table_set(table, PLACE, place);
	free(place);
}

/* What a finding costs; NULL for nothing. Costs are in the order of findings and share their texts; *next is the first
 * that is not taken. */
static const JxFindingCost *take_cost(const struct jx_costs *costs, const JxFinding *finding, size_t *next)
{
	const JxFindingCost *cost = *next < costs->n ? costs->items[*next] : NULL;
	if (cost == NULL || cost->rule != finding->rule || cost->field != finding->field)
		return NULL;
	(*next)++;
	return cost;
}

/* "1", and of what can be explained "1 → 0.2": as it stands, and once it is. */
static void set_cost_text(struct jx_table *table, const JxFindingCost *cost)
{
	char texts[2][JX_FIGURE_TEXT_BYTES];
	char text[2 * JX_FIGURE_TEXT_BYTES + sizeof(" → ")];
	if (cost == NULL)
		return;
	(void)snprintf(text, sizeof(text), "%s%s%s", jx_label_decimal(cost->points, texts[0]),
		cost->explained_points != NULL ? " → " : "",
		jx_label_decimal(cost->explained_points, texts[1]));
	jx_table_set(table, COST, text);
}

enum jx_status jx_judge_print_findings(struct jx_app *app, JxFinding *const *findings, size_t n,
	const struct jx_costs *costs, bool only_problems)
{
	struct jx_table table;
	char severity[JX_LABEL_BYTES];
	size_t next = 0;
	bool has_costs = costs != NULL && costs->n > 0;
	jx_table_init(&table, &app->arena, COLUMNS, has_costs ? COST + 1 : COST);
	for (size_t i = 0; i < n; i++) {
		const JxFindingCost *cost = has_costs ? take_cost(costs, findings[i], &next) : NULL;
		if (!is_shown(findings[i], only_problems))
			continue;
		jx_table_add_row(&table);
		set_place(&table, findings[i]);
		jx_table_set(&table, SEVERITY, jx_label_severity(findings[i], severity));
		jx_table_set_colour(&table, SEVERITY, jx_label_severity_colour(findings[i]));
		jx_table_set(&table, RULE, findings[i]->rule);
		jx_table_set(&table, MESSAGE, message_of(app, findings[i]));
		jx_table_set(&table, REMEDY, remedy_of(app, findings[i]));
		set_cost_text(&table, cost);
	}
	return table.n_rows > 0 ? jx_app_print_table(app, &table) : JX_OK;
}

void jx_judge_print_summary(struct jx_app *app, const struct jx_judged *judged, bool is_remark)
{
	const struct jx_terminal *terminal = &app->terminal;
	char *text = NULL;
	int n;
	if (judged->n_hard == 0 && judged->n_unexplained == 0)
		n = asprintf(&text, _("%s: nothing to fix (%zu explained, %zu for information)"),
			judged->file, judged->n_explained, judged->n_info);
	else
		n = asprintf(&text, _("%s: %zu must be fixed, %zu need an explanation, %zu for information"),
			judged->file, judged->n_hard, judged->n_unexplained, judged->n_info);
	if (n < 0)
		return;
	if (is_remark)
		jx_note(terminal, "%s", text);
	else
		jx_print(terminal, "%s", text);
	free(text);
}

enum jx_status jx_judge_print(struct jx_app *app, const struct jx_judged *judged, bool only_problems)
{
	jx_judge_print_summary(app, judged, false);
	enum jx_status status = jx_judge_print_findings(
		app, judged->findings, judged->n_findings, &judged->costs, only_problems);
	if (status != JX_OK)
		return status;
	if (judged->n_all > judged->n_findings)
		jx_print(&app->terminal, _("and %zu more of them"), judged->n_all - judged->n_findings);
	jx_costs_print(app, judged);
	return JX_OK;
}

static void set_severity(struct jx_table *table, const JxFinding *finding)
{
	char label[JX_LABEL_BYTES];
	char key[SEVERITY_BYTES] = "info";
	const char *word = jx_label_severity(finding, label);
	if (finding->severity == JX_FINDING_SEVERITY_EXPLAIN && finding->is_explained)
		(void)jx_text_copy(key, sizeof(key), "explained");
	else if (finding->severity != JX_FINDING_SEVERITY_UNSPECIFIED &&
		 jx_json_enum_name(
			 JX_FINDING_SEVERITY_DESCRIPTOR, (int)finding->severity, key, sizeof(key)) != JX_OK)
		(void)jx_text_copy(key, sizeof(key), word);
	jx_table_set_raw(table, ROW_SEVERITY, word, key);
}

static void set_cost(struct jx_table *table, const JxFindingCost *cost)
{
	if (cost == NULL)
		return;
	jx_cell_set_decimal(table, ROW_COST, cost->points);
	jx_cell_set_decimal(table, ROW_EXPLAINED_COST, cost->explained_points);
}

static void add_row(struct jx_app *app, struct jx_table *table, const char *file, const JxFinding *finding)
{
	jx_table_add_row(table);
	jx_table_set(table, ROW_FILE, file);
	jx_table_set(table, ROW_FIELD, finding->field);
	jx_table_set(table, ROW_PLACE, finding->place);
	set_severity(table, finding);
	jx_table_set(table, ROW_RULE, finding->rule);
	jx_table_set(table, ROW_STATED, finding->stated);
	jx_table_set(table, ROW_EXPECTED, finding->expected);
	jx_table_set(table, ROW_DIFFERENCE, finding->difference);
	jx_table_set(table, ROW_MESSAGE, message_of(app, finding));
	jx_table_set(table, ROW_REMEDY, remedy_of(app, finding));
}

enum jx_status jx_judge_print_rows(
	struct jx_app *app, const struct jx_judged *judged, size_t n, bool only_problems)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, ROW_COLUMNS, JX_COUNT_OF(ROW_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		size_t next = 0;
		for (size_t j = 0; j < judged[i].n_findings; j++) {
			const JxFinding *finding = judged[i].findings[j];
			const JxFindingCost *cost = take_cost(&judged[i].costs, finding, &next);
			if (!is_shown(finding, only_problems))
				continue;
			add_row(app, &table, judged[i].file, finding);
			set_cost(&table, cost);
		}
	}
	return jx_app_print_table(app, &table);
}

enum jx_status jx_judge_print_json(struct jx_app *app, const struct jx_judged *judged)
{
	JxCheckReportResponse reply = JX_CHECK_REPORT_RESPONSE_INIT;
	reply.findings = judged->findings;
	reply.n_findings = judged->n_findings;
	reply.content_digest = (char *)judged->content_digest;
	reply.verdict_digest = (char *)judged->verdict_digest;
	reply.sheet = judged->sheet;
	reply.costs = judged->costs.items;
	reply.n_costs = judged->costs.n;
	reply.wanted_explanations = judged->costs.wanted;
	reply.n_wanted_explanations = judged->costs.n_wanted;
	reply.reference = (JxReferenceSheet *)judged->reference;
	if (judged->rules.rulebook != NULL)
		reply.rulebook_digest = (char *)jx_rulebook_digest(judged->rules.rulebook);
	return jx_app_print_json(app, &reply.base);
}

void jx_judge_print_rules(struct jx_app *app, const struct jx_judged *judged)
{
	if (judged->reference != NULL)
		jx_note(&app->terminal, _("Held against the treasury's figures: %s (%s)."),
			judged->reference->source, judged->reference->name);
	const struct jx_round_rules *rules = &judged->rules;
	if (judged->report == NULL)
		return;
	const char *round = jx_name_last(judged->report->round);
	if (rules->rulebook != NULL) {
		const JxRulebook *message = jx_rulebook_message(rules->rulebook);
		jx_note(&app->terminal, _("Judged by the built-in rules and rulebook %s %s."), message->id,
			message->number);
	} else if (rules->is_known) {
		jx_note(&app->terminal, "%s", _("Judged by the built-in rules; the round has no rulebook."));
	} else if (round[0] != '\0') {
		jx_note(&app->terminal,
			_("Judged by the built-in rules alone: the rulebook of round %s is not on this machine. Get it with: jixiao rules fetch %s"),
			round, round);
	}
}
