#include "storage/results/store_accepted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/ranking/metric.h"
#include "storage/results/store_texts.h"
#include "storage/rows.h"
#include "storage/sql.h"

/* Where rows go. */
struct maker {
	struct jx_rows *rows;
	int64_t version_id;
	int64_t line; /* the next one of the table at hand */
};

#define MAX_FIELDS 20

/* A table of the parts of reports. A row holds version, line, scope, project, and then fields of a message. */
struct table {
	const char *insert;
	bool has_scope;
	bool has_project;
	const char *fields[MAX_FIELDS]; /* in the order of their columns, to the first NULL */
};

static const struct table FUNDS = {
	.insert =
		"INSERT INTO funds (version_id, line, scope, project, row_key, label, initial_fen, adjusted_fen,"
		" executed_fen, adjustment_fen, opening_carry_over_fen, closing_carry_over_fen, recovered_fen,"
		" stated_rate_micros, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	.has_scope = true,
	.has_project = true,
	.fields = {"row", "label", "initial", "adjusted", "executed", "adjustment", "opening_carry_over",
		"closing_carry_over", "recovered", "stated_rate", "reason"},
};

static const struct table FUNCTIONS = {
	.insert = "INSERT INTO functions (version_id, line, code, name, amount_fen, stated_share_micros,"
		  " is_code_inferred) VALUES (?, ?, ?, ?, ?, ?, ?)",
	.fields = {"code", "name", "amount", "stated_share", "is_code_inferred"},
};

static const struct table STAFF = {
	.insert = "INSERT INTO staff (version_id, line, category, label, posts_micros, in_post_micros)"
		  " VALUES (?, ?, ?, ?, ?, ?)",
	.fields = {"category", "label", "posts", "in_post"},
};

static const struct table ASSETS = {
	.insert =
		"INSERT INTO assets (version_id, line, category, label, count_micros, count_unit, gross_fen,"
		" net_fen, in_use_fen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	.fields = {"category", "label", "count", "count_unit", "gross", "net", "in_use"},
};

static const struct table RATES = {
	.insert =
		"INSERT INTO rates (version_id, line, key, label, prior_budget_fen, prior_actual_fen, budget_fen,"
		" actual_fen, stated_rate_micros) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	.fields = {"key", "label", "prior_budget", "prior_actual", "budget", "actual", "stated_rate"},
};

static const struct table OUTCOMES = {
	.insert = "INSERT INTO outcomes (version_id, line, name, value_micros, unit, sign, previous_micros,"
		  " stated_change_micros, status, part_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	.fields = {"name", "value", "unit", "sign", "previous", "stated_change", "status", "part_of"},
};

static const struct table PROJECTS = {
	.insert = "INSERT INTO projects (version_id, line, number, code, name, group_name, is_group, is_key,"
		  " amount_fen, stated_total_fen, n_indicators, claimed_score_micros, claimed_grade)"
		  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	.fields = {"number", "code", "name", "group", "is_group", "is_key", "amount", "stated_total",
		"indicators", "claimed_score", "claimed_grade"},
};

static const struct table INDICATORS = {
	.insert =
		"INSERT INTO indicators (version_id, line, project, level1, level2, name, sign, target_text,"
		" target_micros, target_low_micros, target_high_micros, unit, actual_text, actual_micros, method,"
		" points_micros, claimed_score_micros, is_core, reason)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	.has_project = true,
	.fields = {"level1", "level2", "name", "sign", "target_text", "target", "target_low", "target_high",
		"unit", "actual_text", "actual", "method", "points", "claimed_score", "is_core", "reason"},
};

/* Puts a field of a message by its type; a list as its length. */
static void put_field(struct jx_rows *rows, const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	const void *item = (const char *)message + field->offset;
	if (jx_field_is_list(field))
		jx_rows_int(rows, (int64_t)jx_field_count(message, field));
	else if (field->type == PROTOBUF_C_TYPE_STRING)
		jx_rows_text(rows, *(const char *const *)item);
	else if (field->type == PROTOBUF_C_TYPE_UINT32)
		jx_rows_int(rows, *(const uint32_t *)item);
	else if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		jx_rows_int(rows, *(const int *)item);
	else if (field->descriptor == JX_AMOUNT_DESCRIPTOR)
		jx_rows_fen(rows, *(const JxAmount *const *)item);
	else
		jx_rows_micros(rows, *(const JxDecimal *const *)item);
}

/* Whose money it is. */
struct scope {
	const char *name;
	const JxProject *project; /* NULL: the department as a whole */
};

static const struct scope WHOLE = {0};

static void make_row(struct maker *maker, const struct table *table, const struct scope *scope,
	const ProtobufCMessage *message)
{
	struct jx_rows *rows = maker->rows;
	jx_rows_add(rows, table->insert);
	jx_rows_int(rows, maker->version_id);
	jx_rows_int(rows, maker->line++);
	if (table->has_scope)
		jx_rows_text(rows, scope->name);
	if (table->has_project && scope->project != NULL)
		jx_rows_int(rows, scope->project->number);
	else if (table->has_project)
		jx_rows_null(rows);
	for (size_t i = 0; i < MAX_FIELDS && table->fields[i] != NULL; i++)
		put_field(rows, message, table->fields[i]);
}

/* Makes the rows of a list, which is a field of a message. */
static void make_list(struct maker *maker, const struct table *table, const struct scope *scope,
	const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	for (size_t i = 0; i < jx_field_count(message, field); i++)
		make_row(maker, table, scope, jx_field_message(message, field, i));
}

/* Makes the rows of a list of each project. */
static void make_projects_of(
	struct maker *maker, const struct table *table, const JxReport *report, const char *name)
{
	for (size_t i = 0; i < report->n_projects; i++) {
		const struct scope scope = {"project", report->projects[i]};
		make_list(maker, table, &scope, &report->projects[i]->base, name);
	}
}

static void make_funds(struct maker *maker, const JxReport *report)
{
	const struct scope source = {.name = "source"};
	const struct scope nature = {.name = "nature"};
	make_list(maker, &FUNDS, &source, &report->base, "funds_by_source");
	make_list(maker, &FUNDS, &nature, &report->base, "funds_by_nature");
	make_projects_of(maker, &FUNDS, report, "funds");
}

static void make_indicators(struct maker *maker, const JxReport *report)
{
	make_list(maker, &INDICATORS, &WHOLE, &report->base, "indicators");
	make_projects_of(maker, &INDICATORS, report, "indicators");
}

static void make_staff(struct maker *maker, const JxReport *report)
{
	const JxStaff *staff = report->staff;
	if (staff == NULL)
		return;
	JxStaffLine total = JX_STAFF_LINE_INIT;
	total.category = (char *)"total";
	total.posts = staff->posts;
	total.in_post = staff->in_post;
	make_row(maker, &STAFF, &WHOLE, &total.base);
	make_list(maker, &STAFF, &WHOLE, &staff->base, "lines");
}

static void make_assets(struct maker *maker, const JxReport *report)
{
	const JxAssets *assets = report->assets;
	if (assets == NULL)
		return;
	make_list(maker, &ASSETS, &WHOLE, &assets->base, "lines");
	if (assets->total == NULL)
		return;
	JxAssetLine total = *assets->total;
	total.category = (char *)"total";
	make_row(maker, &ASSETS, &WHOLE, &total.base);
}

static void make_functions(struct maker *maker, const JxReport *report)
{
	make_list(maker, &FUNCTIONS, &WHOLE, &report->base, "functions");
}

static void make_rates(struct maker *maker, const JxReport *report)
{
	make_list(maker, &RATES, &WHOLE, &report->base, "rate_inputs");
}

static void make_outcomes(struct maker *maker, const JxReport *report)
{
	make_list(maker, &OUTCOMES, &WHOLE, &report->base, "outcomes");
}

static void make_projects(struct maker *maker, const JxReport *report)
{
	make_list(maker, &PROJECTS, &WHOLE, &report->base, "projects");
}

/* The value, and before it the row of its key, which is there most often. */
static void make_metric(
	struct maker *maker, const struct jx_metric *metric, const char *argument, const JxReport *report)
{
	char key[128];
	struct jx_measure measure;
	struct jx_rows *rows = maker->rows;
	(void)snprintf(key, sizeof(key), "%s%s%s", metric->key, argument[0] == '\0' ? "" : ":", argument);
	jx_metric_eval(metric, argument, report, &measure);
	jx_rows_add(rows,
		"INSERT INTO metric_keys (key, unit) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM metric_keys"
		" WHERE key = ?1)");
	jx_rows_text(rows, key);
	jx_rows_text(rows, metric->unit);
	jx_rows_add(rows,
		"INSERT INTO metric_values (version_id, key_id, micros, decimals, missing) SELECT ?, id, ?, ?, ?"
		" FROM metric_keys WHERE key = ?");
	jx_rows_int(rows, maker->version_id);
	if (measure.is_computable)
		jx_rows_int(rows, measure.micros);
	else
		jx_rows_null(rows);
	jx_rows_int(rows, measure.decimals);
	jx_rows_text(rows, measure.is_computable ? "" : measure.missing);
	jx_rows_text(rows, key);
}

#define CLASS_DIGITS 3 /* of a functional class (类): the first digits of every code */

static bool read_class(const JxFunctionLine *line, char class_code[CLASS_DIGITS + 1])
{
	if (strspn(line->code, "0123456789") < CLASS_DIGITS)
		return false;
	memcpy(class_code, line->code, CLASS_DIGITS);
	class_code[CLASS_DIGITS] = '\0';
	return true;
}

/* A metric of a class, once for each class that the report has. */
static void make_class_metric(struct maker *maker, const struct jx_metric *metric, const JxReport *report)
{
	bool is_made[1000] = {false}; /* of each class */
	for (size_t i = 0; i < report->n_functions; i++) {
		char code[CLASS_DIGITS + 1];
		if (!read_class(report->functions[i], code))
			continue;
		bool *is_there = &is_made[strtoul(code, NULL, 10)];
		if (!*is_there)
			make_metric(maker, metric, code, report);
		*is_there = true;
	}
}

static void make_metrics(struct maker *maker, const JxReport *report)
{
	for (size_t i = 0; i < jx_metric_count(); i++) {
		const struct jx_metric *metric = jx_metric_at(i);
		if (metric->takes_argument)
			make_class_metric(maker, metric, report);
		else
			make_metric(maker, metric, "", report);
	}
}

enum jx_status jx_accepted_make(
	struct jx_rows *rows, int64_t version_id, const JxReport *report, struct jx_error *error)
{
	/* Metrics first: whoever has rows has those. */
	static void (*const MAKERS[])(struct maker *, const JxReport *) = {make_metrics, make_funds,
		make_functions, make_staff, make_assets, make_rates, make_outcomes, make_projects,
		make_indicators};
	struct maker maker = {.rows = rows, .version_id = version_id};
	for (size_t i = 0; i < JX_COUNT_OF(MAKERS); i++) {
		maker.line = 0;
		MAKERS[i](&maker, report);
	}
	enum jx_status status = jx_texts_make(rows, version_id, report, error);
	return status == JX_OK ? jx_rows_end(rows, error) : status;
}

/* @param keeps_basis  metrics and texts stay: whoever asks what was ranked then needs them. */
static enum jx_status delete_rows(
	struct jx_db *db, int64_t version_id, bool keeps_basis, struct jx_error *error)
{
	static const char *const STATEMENTS[] = {
		"DELETE FROM metric_values WHERE version_id = ?",
		"DELETE FROM texts WHERE version_id = ?",
		"DELETE FROM funds WHERE version_id = ?",
		"DELETE FROM functions WHERE version_id = ?",
		"DELETE FROM staff WHERE version_id = ?",
		"DELETE FROM assets WHERE version_id = ?",
		"DELETE FROM rates WHERE version_id = ?",
		"DELETE FROM outcomes WHERE version_id = ?",
		"DELETE FROM projects WHERE version_id = ?",
		"DELETE FROM indicators WHERE version_id = ?",
		"DELETE FROM score_lines WHERE version_id = ?",
	};
	enum jx_status status = JX_OK;
	for (size_t i = keeps_basis ? 2 : 0; status == JX_OK && i < JX_COUNT_OF(STATEMENTS); i++)
		status = jx_sql_run_on(db, STATEMENTS[i], version_id, error);
	return status;
}

enum jx_status jx_accepted_write(
	struct jx_db *db, int64_t version_id, const JxReport *report, struct jx_error *error)
{
	struct jx_arena arena;
	struct jx_rows rows;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	jx_rows_init(&rows, &arena);
	enum jx_status status = jx_accepted_make(&rows, version_id, report, error);
	if (status == JX_OK)
		status = delete_rows(db, version_id, false, error);
	if (status == JX_OK)
		status = jx_rows_insert(&rows, db, SIZE_MAX, error);
	jx_arena_clear(&arena);
	return status;
}

enum jx_status jx_accepted_check(
	struct jx_db *db, int64_t version_id, const struct jx_rows *rows, struct jx_error *error)
{
	struct jx_sql sql;
	int64_t n = 0;
	/* With each value of a metric came its key. */
	jx_sql_start(&sql, db,
		"SELECT (SELECT count(*) FROM funds WHERE version_id = ?1)"
		" + (SELECT count(*) FROM functions WHERE version_id = ?1)"
		" + (SELECT count(*) FROM staff WHERE version_id = ?1)"
		" + (SELECT count(*) FROM assets WHERE version_id = ?1)"
		" + (SELECT count(*) FROM rates WHERE version_id = ?1)"
		" + (SELECT count(*) FROM outcomes WHERE version_id = ?1)"
		" + (SELECT count(*) FROM projects WHERE version_id = ?1)"
		" + (SELECT count(*) FROM indicators WHERE version_id = ?1)"
		" + (SELECT count(*) FROM texts WHERE version_id = ?1)"
		" + 2 * (SELECT count(*) FROM metric_values WHERE version_id = ?1)",
		error);
	jx_sql_bind_int(&sql, version_id);
	while (jx_sql_next(&sql))
		n = jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || (size_t)n == rows->n)
		return status;
	return jx_fail_with(error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("version")));
}

/* A version of a submission that was neither accepted nor published and has rows: an acceptance that did not come to its
 * end has left them. 0 for none. */
static enum jx_status find_leftover(
	struct jx_db *db, int64_t record_id, int64_t *ret_version_id, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_version_id = 0;
	jx_sql_start(&sql, db,
		"SELECT v.id FROM versions v JOIN submissions s ON s.id = v.submission_id WHERE s.id = ?"
		" AND v.id <> COALESCE(s.accepted_version_id, 0)"
		" AND EXISTS (SELECT 1 FROM metric_values m WHERE m.version_id = v.id)"
		" AND NOT EXISTS (SELECT 1 FROM submission_history h WHERE h.round_id = s.round_id"
		" AND h.department = s.department AND h.accepted_version_id = v.id)"
		" AND NOT EXISTS (SELECT 1 FROM publication_rows p WHERE p.version_id = v.id)"
		" ORDER BY v.id LIMIT 1",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_version_id = jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_accepted_sweep(
	struct jx_db *db, int64_t record_id, bool *ret_is_done, struct jx_error *error)
{
	int64_t version_id = 0;
	enum jx_status status = find_leftover(db, record_id, &version_id, error);
	*ret_is_done = version_id == 0;
	return status == JX_OK && version_id != 0 ? delete_rows(db, version_id, false, error) : status;
}

enum jx_status jx_accepted_clear(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_published = false;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM versions v JOIN submissions s ON s.id = v.submission_id"
		" JOIN publication_rows p ON p.round_id = s.round_id AND p.department = s.department"
		" AND p.version_id = v.id WHERE v.id = ? LIMIT 1",
		error);
	jx_sql_bind_int(&sql, version_id);
	while (jx_sql_next(&sql))
		is_published = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || is_published)
		return status;
	return delete_rows(db, version_id, true, error);
}
