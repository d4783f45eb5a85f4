/* The rows of a report. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "client/dataset/dataset.h"
#include "client/dataset/dataset_private.h"
#include "client/screen/key_figures.h"
#include "client/screen/labels.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/path.h"
#include "proto/contract/ranking/flags.h"
#include "proto/contract/ranking/metric.h"

#define FIGURE_BYTES 512 /* of a principal figure as text */

/* Where a row stands. */
struct place {
	const char *path;
	const char *project; /* path of the project it belongs to; NULL for none */
	const char *scope;
	size_t number;
	const ProtobufCMessage *message;
};

struct filling {
	const struct jx_dataset *dataset;
	const struct jx_data_report *report; /* NULL for an item */
	const char *round;
	const char *department;
	const struct jx_data_sink *sink;
	struct jx_arena *arena;
	struct jx_error *error;
};

static enum jx_status keep(const struct filling *filling, const char *text, struct jx_datum *datum)
{
	*datum = (struct jx_datum){.mark = JX_DATA_ABSENT};
	if (text == NULL || text[0] == '\0')
		return JX_OK;
	datum->text = jx_arena_strdup(filling->arena, text);
	return datum->text != NULL ? JX_OK : jx_arena_fail(filling->arena, filling->error);
}

static enum jx_status keep_number(const struct filling *filling, size_t number, struct jx_datum *datum)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%zu", number);
	return keep(filling, text, datum);
}

static enum jx_status fill_place(const struct filling *filling, const struct place *place,
	enum jx_data_place what, struct jx_datum *datum)
{
	switch (what) {
	case JX_PLACE_ROUND:
		return keep(filling, jx_name_last(filling->round), datum);
	case JX_PLACE_DEPARTMENT:
		return keep(filling, jx_name_last(filling->department), datum);
	case JX_PLACE_PATH:
		return keep(filling, place->path, datum);
	case JX_PLACE_PROJECT:
		return keep(filling, place->project, datum);
	case JX_PLACE_SCOPE:
		return keep(filling, place->scope, datum);
	case JX_PLACE_NUMBER:
	default:
		return keep_number(filling, place->number, datum);
	}
}

/* ---- what a report tells as a whole ---- */

static jx_flags flags_of(const JxExportRow *line)
{
	const struct jx_flags_facts facts = {.findings = line->findings,
		.n_findings = line->n_findings,
		.is_late = line->is_late,
		.is_unanswered = line->is_unanswered};
	return jx_flags_of(line->report, &facts);
}

/* How far the figures are from final, by those that are farthest. */
static const char *worst_status(jx_flags flags)
{
	if ((flags & JX_FLAG(JX_INPUT_FLAG_FORECAST)) != 0)
		return "forecast";
	return (flags & JX_FLAG(JX_INPUT_FLAG_PROVISIONAL)) != 0 ? "provisional" : "final";
}

static enum jx_status keep_flags(const struct filling *filling, jx_flags flags, struct jx_datum *datum)
{
	char names[JX_FLAGS_BYTES];
	JxInputFlag *list = NULL;
	size_t n = 0;
	if (!jx_flags_put(flags, filling->arena, &list, &n))
		return jx_arena_fail(filling->arena, filling->error);
	return keep(filling, jx_label_input_flag_names(list, n, names), datum);
}

static size_t count_findings(const JxExportRow *line, JxFindingSeverity severity, bool has_explained)
{
	size_t n = 0;
	for (size_t i = 0; i < line->n_findings; i++)
		n += line->findings[i]->severity == severity &&
		     (has_explained || !line->findings[i]->is_explained);
	return n;
}

static size_t count_indicators(const JxReport *report)
{
	size_t n = report->n_indicators;
	for (size_t i = 0; i < report->n_projects; i++)
		n += report->projects[i]->n_indicators;
	return n;
}

/* An amount as a metric has it, in 元: of 万元 a millionth is a fen. */
static enum jx_status fill_money(
	const struct filling *filling, const char *key, const JxReport *report, struct jx_datum *datum)
{
	const struct jx_metric *metric;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	char text[JX_FIGURE_TEXT_BYTES];
	struct jx_measure measure;
	enum jx_status status = jx_metric_find(key, &metric, argument, filling->error);
	if (status != JX_OK)
		return status;
	jx_metric_eval(metric, "", report, &measure);
	*datum = (struct jx_datum){.mark = JX_DATA_NOT_COMPUTABLE};
	return measure.is_computable ? keep(filling, jx_datum_yuan(measure.micros, text), datum) : JX_OK;
}

static enum jx_status fill_told(const struct filling *filling, enum jx_data_told what, struct jx_datum *datum)
{
	static const char *const bases[] = {"accepted", "provisional", "final"};
	assert(filling->report != NULL);
	const JxExportRow *line = filling->report->line;
	const JxReport *report = line->report;
	switch (what) {
	case JX_TOLD_BASIS:
		return keep(filling, bases[filling->report->basis], datum);
	case JX_TOLD_PUBLICATION:
		return keep(filling, filling->report->publication, datum);
	case JX_TOLD_FIGURE_STATUS:
		return keep(filling, worst_status(flags_of(line)), datum);
	case JX_TOLD_UNEXPLAINED:
		return keep_number(filling,
			count_findings(line, JX_FINDING_SEVERITY_HARD, false) +
				count_findings(line, JX_FINDING_SEVERITY_EXPLAIN, false),
			datum);
	case JX_TOLD_EXPLAIN_FINDINGS:
		return keep_number(filling, count_findings(line, JX_FINDING_SEVERITY_EXPLAIN, true), datum);
	case JX_TOLD_INFO_FINDINGS:
		return keep_number(filling, count_findings(line, JX_FINDING_SEVERITY_INFO, true), datum);
	case JX_TOLD_FLAGS:
		return keep_flags(filling, flags_of(line), datum);
	case JX_TOLD_PROJECTS:
		return keep_number(filling, report->n_projects, datum);
	case JX_TOLD_INDICATORS:
		return keep_number(filling, count_indicators(report), datum);
	case JX_TOLD_INCOME:
		return fill_money(filling, "income", report, datum);
	case JX_TOLD_EXPENDITURE:
	default:
		return fill_money(filling, "expenditure", report, datum);
	}
}

/* What a box without a number holds, by its text for people. */
static enum jx_data_mark mark_of_text(const char *text, const struct jx_data_column *column)
{
	if (jx_key_figures_is_metric(column->index))
		return JX_DATA_NOT_COMPUTABLE;
	for (int mark = JX_DATA_DASH; mark < JX_DATA_PARTLY_READ; mark++)
		if (strcmp(text, jx_data_mark_text((enum jx_data_mark)mark)) == 0)
			return (enum jx_data_mark)mark;
	return strchr(text, '?') != NULL ? JX_DATA_PARTLY_READ : JX_DATA_ABSENT;
}

static enum jx_status fill_key_figure(
	const struct filling *filling, const struct jx_data_column *column, struct jx_datum *datum)
{
	char text[FIGURE_BYTES];
	char raw[FIGURE_BYTES];
	assert(filling->report != NULL);
	jx_key_figures_write(filling->report->line->report, column->index, text, raw, sizeof(raw));
	enum jx_status status = keep(filling, raw, datum);
	if (datum->text == NULL)
		datum->mark = mark_of_text(text, column);
	return status;
}

/* ---- rows ---- */

static enum jx_status fill_field(const struct filling *filling, const struct jx_data_column *column,
	const ProtobufCMessage *message, struct jx_datum *datum)
{
	if (column->field->descriptor == JX_LOCALIZED_TEXT_DESCRIPTOR) {
		const JxLocalizedText *text =
			(const JxLocalizedText *)jx_field_message(message, column->field, 0);
		return keep(filling, jx_localized(text, column->index == 1 ? JX_ZH : JX_EN), datum);
	}
	return jx_datum_of_field(message, column->field, filling->arena, datum, filling->error);
}

/* A rank of 0 is none. */
static enum jx_status fill_rank(
	const struct filling *filling, const struct jx_data_column *column, struct jx_datum *datum)
{
	assert(filling->report != NULL);
	const JxRankRow *rank = filling->report->rank;
	enum jx_status status = fill_field(filling, column, &rank->base, datum);
	if (rank->rank == 0 && strcmp(column->key, "rank") == 0)
		*datum = (struct jx_datum){.mark = JX_DATA_ABSENT};
	return status;
}

static enum jx_status fill_cell(const struct filling *filling, const struct jx_data_column *column,
	const struct place *place, struct jx_datum *datum)
{
	switch (column->source) {
	case JX_DATA_OF_PLACE:
		return fill_place(filling, place, (enum jx_data_place)column->index, datum);
	case JX_DATA_OF_RANK:
		return fill_rank(filling, column, datum);
	case JX_DATA_OF_EXPORT:
		assert(filling->report != NULL);
		return fill_field(filling, column, &filling->report->line->base, datum);
	case JX_DATA_OF_KEY_FIGURE:
		return fill_key_figure(filling, column, datum);
	case JX_DATA_OF_REPORT:
		return fill_told(filling, (enum jx_data_told)column->index, datum);
	case JX_DATA_OF_MESSAGE:
	default:
		return fill_field(filling, column, place->message, datum);
	}
}

static enum jx_status add_row(
	const struct filling *filling, enum jx_data_table_id id, const struct place *place)
{
	const struct jx_data_table *table = &filling->dataset->tables[id];
	struct jx_datum cells[JX_DATA_MAX_COLUMNS];
	jx_arena_reset(filling->arena);
	for (size_t i = 0; i < table->n_columns; i++) {
		enum jx_status status = fill_cell(filling, &table->columns[i], place, &cells[i]);
		if (status != JX_OK)
			return status;
	}
	return filling->sink->put(filling->sink->user, id, cells, filling->error);
}

/* The rows of a list of a message, each at its path. */
struct rows {
	enum jx_data_table_id table;
	const char *list; /* path */
	const char *project;
	const char *scope;
	ProtobufCMessage *const *messages;
	size_t n;
};

static enum jx_status add_rows(const struct filling *filling, const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		char path[JX_PATH_BYTES];
		(void)jx_path_put_row(rows->list, i, path);
		const struct place place = {.path = path,
			.project = rows->project,
			.scope = rows->scope,
			.number = i + 1,
			.message = rows->messages[i]};
		enum jx_status status = add_row(filling, rows->table, &place);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

#define MESSAGES(list) ((ProtobufCMessage *const *)(list))

static enum jx_status add_project(const struct filling *filling, const JxProject *project, size_t index)
{
	char path[JX_PATH_BYTES];
	char list[JX_PATH_BYTES];
	(void)jx_path_put_row("projects", index, path);
	const struct place place = {.path = path, .message = &project->base};
	enum jx_status status = add_row(filling, JX_DATA_PROJECTS, &place);
	if (status != JX_OK)
		return status;
	(void)snprintf(list, sizeof(list), "%.200s.indicators", path);
	const struct rows indicators = {.table = JX_DATA_INDICATORS,
		.list = list,
		.project = path,
		.messages = MESSAGES(project->indicators),
		.n = project->n_indicators};
	status = add_rows(filling, &indicators);
	if (status != JX_OK)
		return status;
	(void)snprintf(list, sizeof(list), "%.200s.funds", path);
	const struct rows funds = {.table = JX_DATA_FUNDS,
		.list = list,
		.project = path,
		.scope = "project",
		.messages = MESSAGES(project->funds),
		.n = project->n_funds};
	return add_rows(filling, &funds);
}

enum jx_status jx_dataset_add_report(const struct jx_dataset *dataset, const struct jx_data_report *report,
	const struct jx_data_sink *sink, struct jx_arena *arena, struct jx_error *error)
{
	const JxExportRow *line = report->line;
	const JxReport *content = line->report;
	const struct filling filling = {.dataset = dataset,
		.report = report,
		.round = report->round,
		.department = report->rank->department,
		.sink = sink,
		.arena = arena,
		.error = error};
	const struct place whole = {.path = "", .message = &content->base};
	const struct rows lists[] = {
		{JX_DATA_INDICATORS, "indicators", NULL, NULL, MESSAGES(content->indicators),
			content->n_indicators},
		{JX_DATA_FUNDS, "funds_by_source", NULL, "source", MESSAGES(content->funds_by_source),
			content->n_funds_by_source},
		{JX_DATA_FUNDS, "funds_by_nature", NULL, "nature", MESSAGES(content->funds_by_nature),
			content->n_funds_by_nature},
		{JX_DATA_FUNCTIONS, "functions", NULL, NULL, MESSAGES(content->functions),
			content->n_functions},
		{JX_DATA_FINDINGS, "findings", NULL, NULL, MESSAGES(line->findings), line->n_findings},
	};
	enum jx_status status = add_row(&filling, JX_DATA_DEPARTMENTS, &whole);
	for (size_t i = 0; status == JX_OK && i < content->n_projects; i++)
		status = add_project(&filling, content->projects[i], i);
	for (size_t i = 0; status == JX_OK && i < sizeof(lists) / sizeof(lists[0]); i++)
		status = add_rows(&filling, &lists[i]);
	return status;
}

enum jx_status jx_dataset_add_item(const struct jx_dataset *dataset, const struct jx_data_item *item,
	const struct jx_data_sink *sink, struct jx_arena *arena, struct jx_error *error)
{
	const struct filling filling = {.dataset = dataset,
		.round = item->round,
		.department = item->department,
		.sink = sink,
		.arena = arena,
		.error = error};
	const struct place place = {.path = "", .message = item->message};
	return add_row(&filling, item->table, &place);
}
