#include "storage/results/store_accepted.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/ranking/metric.h"
#include "storage/sql.h"

/* Where rows go. */
struct writer {
	struct jx_db *db;
	struct jx_error *error;
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

/* Binds a field of a message by its type; a list as its length. */
static void bind_field(struct jx_sql *sql, const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	const void *item = (const char *)message + field->offset;
	if (jx_field_is_list(field))
		jx_sql_bind_int(sql, (int64_t)jx_field_count(message, field));
	else if (field->type == PROTOBUF_C_TYPE_STRING)
		jx_sql_bind_text(sql, *(const char *const *)item);
	else if (field->type == PROTOBUF_C_TYPE_UINT32)
		jx_sql_bind_int(sql, *(const uint32_t *)item);
	else if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		jx_sql_bind_int(sql, *(const int *)item);
	else if (field->descriptor == JX_AMOUNT_DESCRIPTOR)
		jx_sql_bind_fen(sql, *(const JxAmount *const *)item);
	else
		jx_sql_bind_micros(sql, *(const JxDecimal *const *)item);
}

/* Whose money it is. */
struct scope {
	const char *name;
	const JxProject *project; /* NULL: the department as a whole */
};

static const struct scope WHOLE = {0};

static enum jx_status write_row(struct writer *writer, const struct table *table, const struct scope *scope,
	const ProtobufCMessage *message)
{
	struct jx_sql sql;
	jx_sql_start(&sql, writer->db, table->insert, writer->error);
	jx_sql_bind_int(&sql, writer->version_id);
	jx_sql_bind_int(&sql, writer->line++);
	if (table->has_scope)
		jx_sql_bind_text(&sql, scope->name);
	if (table->has_project && scope->project != NULL)
		jx_sql_bind_int(&sql, scope->project->number);
	else if (table->has_project)
		jx_sql_bind_null(&sql);
	for (size_t i = 0; i < MAX_FIELDS && table->fields[i] != NULL; i++)
		bind_field(&sql, message, table->fields[i]);
	return jx_sql_run(&sql);
}

/* Writes the rows of a list, which is a field of a message. */
static enum jx_status write_list(struct writer *writer, const struct table *table, const struct scope *scope,
	const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < jx_field_count(message, field); i++)
		status = write_row(writer, table, scope, jx_field_message(message, field, i));
	return status;
}

/* Writes a list of each project. */
static enum jx_status write_projects_of(
	struct writer *writer, const struct table *table, const JxReport *report, const char *name)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < report->n_projects; i++) {
		const struct scope scope = {"project", report->projects[i]};
		status = write_list(writer, table, &scope, &report->projects[i]->base, name);
	}
	return status;
}

static enum jx_status write_funds(struct writer *writer, const JxReport *report)
{
	const struct scope source = {.name = "source"};
	const struct scope nature = {.name = "nature"};
	enum jx_status status = write_list(writer, &FUNDS, &source, &report->base, "funds_by_source");
	if (status == JX_OK)
		status = write_list(writer, &FUNDS, &nature, &report->base, "funds_by_nature");
	return status == JX_OK ? write_projects_of(writer, &FUNDS, report, "funds") : status;
}

static enum jx_status write_indicators(struct writer *writer, const JxReport *report)
{
	enum jx_status status = write_list(writer, &INDICATORS, &WHOLE, &report->base, "indicators");
	return status == JX_OK ? write_projects_of(writer, &INDICATORS, report, "indicators") : status;
}

static enum jx_status write_staff(struct writer *writer, const JxReport *report)
{
	const JxStaff *staff = report->staff;
	if (staff == NULL)
		return JX_OK;
	JxStaffLine total = JX_STAFF_LINE_INIT;
	total.category = (char *)"total";
	total.posts = staff->posts;
	total.in_post = staff->in_post;
	enum jx_status status = write_row(writer, &STAFF, &WHOLE, &total.base);
	return status == JX_OK ? write_list(writer, &STAFF, &WHOLE, &staff->base, "lines") : status;
}

static enum jx_status write_assets(struct writer *writer, const JxReport *report)
{
	const JxAssets *assets = report->assets;
	if (assets == NULL)
		return JX_OK;
	enum jx_status status = write_list(writer, &ASSETS, &WHOLE, &assets->base, "lines");
	if (status != JX_OK || assets->total == NULL)
		return status;
	JxAssetLine total = *assets->total;
	total.category = (char *)"total";
	return write_row(writer, &ASSETS, &WHOLE, &total.base);
}

static enum jx_status write_functions(struct writer *writer, const JxReport *report)
{
	return write_list(writer, &FUNCTIONS, &WHOLE, &report->base, "functions");
}

static enum jx_status write_rates(struct writer *writer, const JxReport *report)
{
	return write_list(writer, &RATES, &WHOLE, &report->base, "rate_inputs");
}

static enum jx_status write_outcomes(struct writer *writer, const JxReport *report)
{
	return write_list(writer, &OUTCOMES, &WHOLE, &report->base, "outcomes");
}

static enum jx_status write_projects(struct writer *writer, const JxReport *report)
{
	return write_list(writer, &PROJECTS, &WHOLE, &report->base, "projects");
}

static enum jx_status add_metric_key(struct writer *writer, const char *key, const char *unit)
{
	struct jx_sql sql;
	jx_sql_start(&sql, writer->db,
		"INSERT INTO metric_keys (key, unit) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM metric_keys"
		" WHERE key = ?1)",
		writer->error);
	jx_sql_bind_text(&sql, key);
	jx_sql_bind_text(&sql, unit);
	return jx_sql_run(&sql);
}

static enum jx_status write_metric(
	struct writer *writer, const struct jx_metric *metric, const char *argument, const JxReport *report)
{
	char key[128];
	struct jx_measure measure;
	struct jx_sql sql;
	(void)snprintf(key, sizeof(key), "%s%s%s", metric->key, argument[0] == '\0' ? "" : ":", argument);
	jx_metric_eval(metric, argument, report, &measure);
	enum jx_status status = add_metric_key(writer, key, metric->unit);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, writer->db,
		"INSERT INTO metric_values (version_id, key_id, micros, decimals, missing) SELECT ?, id, ?, ?, ?"
		" FROM metric_keys WHERE key = ?",
		writer->error);
	jx_sql_bind_int(&sql, writer->version_id);
	if (measure.is_computable)
		jx_sql_bind_int(&sql, measure.micros);
	else
		jx_sql_bind_null(&sql);
	jx_sql_bind_int(&sql, measure.decimals);
	jx_sql_bind_text(&sql, measure.is_computable ? "" : measure.missing);
	jx_sql_bind_text(&sql, key);
	return jx_sql_run(&sql);
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
static enum jx_status write_class_metric(
	struct writer *writer, const struct jx_metric *metric, const JxReport *report)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < report->n_functions; i++) {
		char code[CLASS_DIGITS + 1];
		char earlier[CLASS_DIGITS + 1];
		bool is_new = read_class(report->functions[i], code);
		for (size_t j = 0; is_new && j < i; j++)
			is_new = !read_class(report->functions[j], earlier) || strcmp(earlier, code) != 0;
		if (is_new)
			status = write_metric(writer, metric, code, report);
	}
	return status;
}

static enum jx_status write_metrics(struct writer *writer, const JxReport *report)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < jx_metric_count(); i++) {
		const struct jx_metric *metric = jx_metric_at(i);
		if (metric->takes_argument)
			status = write_class_metric(writer, metric, report);
		else
			status = write_metric(writer, metric, "", report);
	}
	return status;
}

static enum jx_status delete_rows(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	static const char *const STATEMENTS[] = {
		"DELETE FROM funds WHERE version_id = ?",
		"DELETE FROM functions WHERE version_id = ?",
		"DELETE FROM staff WHERE version_id = ?",
		"DELETE FROM assets WHERE version_id = ?",
		"DELETE FROM rates WHERE version_id = ?",
		"DELETE FROM outcomes WHERE version_id = ?",
		"DELETE FROM projects WHERE version_id = ?",
		"DELETE FROM indicators WHERE version_id = ?",
		"DELETE FROM metric_values WHERE version_id = ?",
		"DELETE FROM score_lines WHERE version_id = ?",
		"DELETE FROM texts WHERE version_id = ?",
	};
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(STATEMENTS); i++)
		status = jx_sql_run_on(db, STATEMENTS[i], version_id, error);
	return status;
}

enum jx_status jx_accepted_write(
	struct jx_db *db, int64_t version_id, const JxReport *report, struct jx_error *error)
{
	static enum jx_status (*const WRITERS[])(struct writer *, const JxReport *) = {write_funds,
		write_functions, write_staff, write_assets, write_rates, write_outcomes, write_projects,
		write_indicators, write_metrics};
	struct writer writer = {.db = db, .error = error, .version_id = version_id};
	enum jx_status status = delete_rows(db, version_id, error);
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(WRITERS); i++) {
		writer.line = 0;
		status = WRITERS[i](&writer, report);
	}
	return status;
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
	return delete_rows(db, version_id, error);
}
