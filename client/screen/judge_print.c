/*
 * The findings of a report as a table: place, how serious, what is wrong, how to mend it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "client/report/judge.h"
#include "client/screen/labels.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

/* For people. Everything is wrapped: a clerk must see all of a sentence. */
static const struct jx_column COLUMNS[] = {
	{"place", N_("Place"), false, true, 0},
	{"severity", N_("Kind"), false, false, 0},
	{"rule", N_("Rule"), false, false, 0},
	{"message", N_("Problem"), false, true, 0},
	{"remedy", N_("How to fix"), false, true, 0},
};

/* For programs: one table over all files. */
static const struct jx_column ROW_COLUMNS[] = {
	{"file", N_("File"), false, false, 0},
	{"field", N_("Field"), false, false, 0},
	{"place", N_("Place"), false, false, 0},
	{"severity", N_("Kind"), false, false, 0},
	{"rule", N_("Rule"), false, false, 0},
	{"stated", N_("Stated"), false, false, 0},
	{"expected", N_("Expected"), false, false, 0},
	{"difference", N_("Difference"), false, false, 0},
	{"message", N_("Problem"), false, false, 0},
	{"remedy", N_("How to fix"), false, false, 0},
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

/* "设备（除车辆） assets.lines[0].net": people know the first, the file has the second. */
static char *place_of(const JxFinding *finding)
{
	char *place = NULL;
	const char *space = finding->place[0] != '\0' && finding->field[0] != '\0' ? " " : "";
	return asprintf(&place, "%s%s%s", finding->place, space, finding->field) < 0 ? NULL : place;
}

enum jx_status jx_findings_print(struct jx_app *app, JxFinding *const *findings, size_t n, bool only_problems)
{
	struct jx_table table;
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < n; i++) {
		if (!is_shown(findings[i], only_problems))
			continue;
		char *place = place_of(findings[i]);
		jx_table_add_row(&table);
		jx_table_set(&table, 0, place);
		jx_table_set(&table, 1, jx_label_severity(findings[i]));
		jx_table_set_colour(&table, 1, jx_label_severity_colour(findings[i]));
		jx_table_set(&table, 2, findings[i]->rule);
		jx_table_set(&table, 3, message_of(app, findings[i]));
		jx_table_set(&table, 4, remedy_of(app, findings[i]));
		free(place);
	}
	enum jx_status status = JX_OK;
	if (table.n_rows > 0)
		status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}

void jx_judged_summary(struct jx_app *app, const struct jx_judged *judged, bool is_remark)
{
	const struct jx_terminal *terminal = &app->terminal;
	char *text = NULL;
	int n;
	if (judged->n_hard == 0 && judged->n_unexplained == 0)
		n = asprintf(&text, _("%s: nothing to fix (%zu explained, %zu for information)"),
			judged->file, judged->n_explained, judged->n_info);
	else
		n = asprintf(&text, _("%s: %zu must be fixed, %zu want an explanation, %zu for information"),
			judged->file, judged->n_hard, judged->n_unexplained, judged->n_info);
	if (n < 0)
		return;
	if (is_remark)
		jx_note(terminal, "%s", text);
	else
		jx_print(terminal, "%s", text);
	free(text);
}

enum jx_status jx_judged_print(struct jx_app *app, const struct jx_judged *judged, bool only_problems)
{
	jx_judged_summary(app, judged, false);
	enum jx_status status = jx_findings_print(app, judged->findings, judged->n_findings, only_problems);
	if (status == JX_OK && judged->n_all > judged->n_findings)
		jx_print(&app->terminal, _("and %zu more of them"), judged->n_all - judged->n_findings);
	return status;
}

static const char *severity_key(const JxFinding *finding)
{
	if (finding->severity == JX_FINDING_SEVERITY_HARD)
		return "hard";
	if (finding->severity != JX_FINDING_SEVERITY_EXPLAIN)
		return "info";
	return finding->is_explained ? "explained" : "explain";
}

static void add_row(struct jx_app *app, struct jx_table *table, const char *file, const JxFinding *finding)
{
	jx_table_add_row(table);
	jx_table_set(table, 0, file);
	jx_table_set(table, 1, finding->field);
	jx_table_set(table, 2, finding->place);
	jx_table_set_raw(table, 3, jx_label_severity(finding), severity_key(finding));
	jx_table_set(table, 4, finding->rule);
	jx_table_set(table, 5, finding->stated);
	jx_table_set(table, 6, finding->expected);
	jx_table_set(table, 7, finding->difference);
	jx_table_set(table, 8, message_of(app, finding));
	jx_table_set(table, 9, remedy_of(app, finding));
}

enum jx_status jx_judged_print_rows(
	struct jx_app *app, const struct jx_judged *judged, size_t n, bool only_problems)
{
	struct jx_table table;
	jx_table_init(&table, ROW_COLUMNS, JX_COUNT_OF(ROW_COLUMNS));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < judged[i].n_findings; j++)
			if (is_shown(judged[i].findings[j], only_problems))
				add_row(app, &table, judged[i].file, judged[i].findings[j]);
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}
