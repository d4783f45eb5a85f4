/* What is said about a part of a report: findings, explanations, issues. See private.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/print/reading/private.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/localized.h"

enum column { KIND, PLACE, WORDS };

static const struct jx_column COLUMNS[] = {
	[KIND] = {"kind", N_("Kind"), .wraps = true},
	[PLACE] = {"field", N_("Place"), .wraps = true},
	[WORDS] = {"text", N_("What is said"), .wraps = true},
};

/* Whether a path is of a part: of its own fields, or when is_whole of anything in it. */
static bool is_about(const struct jx_part *part, bool is_whole, const char *path)
{
	size_t n = strlen(part->path);
	if (strncmp(path, part->path, n) != 0 ||
		(n > 0 && path[n] != '\0' && path[n] != '.' && path[n] != '['))
		return false;
	if (is_whole || path[n] == '\0')
		return n > 0 || is_whole;
	const char *rest = path + n + (path[n] == '.');
	const ProtobufCFieldDescriptor *field =
		jx_field_find(part->message->descriptor, rest, strcspn(rest, ".["));
	if (field == NULL || (n == 0 && jx_field_is_inner(field)))
		return false;
	return !(jx_field_is_list(field) && jx_field_is_inner(field));
}

static void add_row(
	struct jx_table *table, const char *kind, const char *id, const char *place, const char *words)
{
	char *text = NULL;
	jx_table_add_row(table);
	if (asprintf(&text, "%s%s%s", kind, id[0] != '\0' ? " " : "", id) >= 0)
		jx_table_set(table, KIND, text);
	free(text);
	jx_table_set(table, PLACE, place);
	jx_table_set(table, WORDS, words);
}

/* An explanation says to which rule and field it belongs; without a rule it is for all of the field. */
static void add_explanations(struct jx_reader *reader, struct jx_table *table, const JxFinding *finding)
{
	const JxReport *report = reader->reading->version->report;
	for (size_t i = 0; i < report->n_explanations; i++) {
		const JxExplanation *explanation = report->explanations[i];
		if (reader->is_explanation_said[i] || strcmp(explanation->field, finding->field) != 0 ||
			(explanation->rule[0] != '\0' && strcmp(explanation->rule, finding->rule) != 0))
			continue;
		reader->is_explanation_said[i] = true;
		add_row(table, _("Explained"), explanation->rule, explanation->field, explanation->text);
	}
}

static void add_finding(struct jx_reader *reader, struct jx_table *table, const JxFinding *finding)
{
	char severity[JX_LABEL_BYTES];
	char *place = NULL;
	const char *space = finding->place[0] != '\0' && finding->field[0] != '\0' ? " " : "";
	if (asprintf(&place, "%s%s%s", finding->place, space, finding->field) < 0)
		return;
	add_row(table, jx_label_severity(finding, severity), finding->rule, place,
		jx_localized(finding->message, reader->app->language));
	jx_table_set_colour(table, KIND, jx_label_severity_colour(finding));
	free(place);
	add_explanations(reader, table, finding);
}

static void add_issue(const struct jx_reader *reader, struct jx_table *table, const JxIssue *issue)
{
	char number[64], action[JX_LABEL_BYTES], state[JX_LABEL_BYTES], place[JX_PLACE_BYTES];
	(void)snprintf(number, sizeof(number), "%u %s, %s", issue->number,
		jx_label_action(issue->wanted_action, action), jx_label_issue_state(issue->state, state));
	add_row(table, _("Issue"), number, jx_label_place(issue->field, reader->app->language, place),
		issue->text);
}

enum jx_status jx_reading_print_notes(struct jx_reader *reader, const struct jx_part *part, bool is_whole)
{
	const struct jx_reading *reading = reader->reading;
	const JxReport *report = reading->version->report;
	struct jx_table table;
	jx_table_init(&table, &reader->app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reading->version->n_findings; i++) {
		if (reader->is_finding_said[i] ||
			!is_about(part, is_whole, reading->version->findings[i]->field))
			continue;
		reader->is_finding_said[i] = true;
		add_finding(reader, &table, reading->version->findings[i]);
	}
	for (size_t i = 0; i < report->n_explanations; i++) {
		const JxExplanation *explanation = report->explanations[i];
		if (reader->is_explanation_said[i] || !is_about(part, is_whole, explanation->field))
			continue;
		reader->is_explanation_said[i] = true;
		add_row(&table, _("Explained"), explanation->rule, explanation->field, explanation->text);
	}
	for (size_t i = 0; i < reading->n_issues; i++) {
		if (reader->is_issue_said[i] || !is_about(part, is_whole, reading->issues[i]->field))
			continue;
		reader->is_issue_said[i] = true;
		add_issue(reader, &table, reading->issues[i]);
	}
	return table.n_rows > 0 ? jx_app_print_table(reader->app, &table) : JX_OK;
}
