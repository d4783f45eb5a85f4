#include "storage/results/store_accepted.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/ranking/metric.h"
#include "storage/sql.h"

/* Where rows go. */
struct writer {
	struct jx_db *db;
	struct jx_error *error;
	int64_t version_id;
	int64_t line; /* the next one of the table at hand */
};

static void start_row(struct writer *writer, struct jx_sql *sql, const char *text)
{
	jx_sql_start(sql, writer->db, text, writer->error);
	jx_sql_bind_int(sql, writer->version_id);
	jx_sql_bind_int(sql, writer->line++);
}

/* Whose money it is. */
struct scope {
	const char *name;
	bool is_project;
	uint32_t project;
};

static void bind_project(struct jx_sql *sql, const struct scope *scope)
{
	if (scope->is_project)
		jx_sql_bind_int(sql, scope->project);
	else
		jx_sql_bind_null(sql);
}

static enum jx_status write_funds(
	struct writer *writer, const struct scope *scope, JxFundLine *const *lines, size_t n)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		const JxFundLine *line = lines[i];
		struct jx_sql sql;
		start_row(writer, &sql,
			"INSERT INTO funds (version_id, line, scope, project, row_key, label, initial_fen, adjusted_fen,"
			" executed_fen, adjustment_fen, opening_carry_over_fen, closing_carry_over_fen, recovered_fen,"
			" stated_rate_micros, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
		jx_sql_bind_text(&sql, scope->name);
		bind_project(&sql, scope);
		jx_sql_bind_text(&sql, line->row);
		jx_sql_bind_text(&sql, line->label);
		jx_sql_bind_fen(&sql, line->initial);
		jx_sql_bind_fen(&sql, line->adjusted);
		jx_sql_bind_fen(&sql, line->executed);
		jx_sql_bind_fen(&sql, line->adjustment);
		jx_sql_bind_fen(&sql, line->opening_carry_over);
		jx_sql_bind_fen(&sql, line->closing_carry_over);
		jx_sql_bind_fen(&sql, line->recovered);
		jx_sql_bind_micros(&sql, line->stated_rate);
		jx_sql_bind_text(&sql, line->reason);
		status = jx_sql_run(&sql);
	}
	return status;
}

static enum jx_status write_all_funds(struct writer *writer, const JxReport *report)
{
	const struct scope source = {.name = "source"};
	const struct scope nature = {.name = "nature"};
	writer->line = 0;
	enum jx_status status =
		write_funds(writer, &source, report->funds_by_source, report->n_funds_by_source);
	if (status == JX_OK)
		status = write_funds(writer, &nature, report->funds_by_nature, report->n_funds_by_nature);
	for (size_t i = 0; status == JX_OK && i < report->n_projects; i++) {
		const JxProject *project = report->projects[i];
		const struct scope scope = {
			.name = "project", .is_project = true, .project = project->number};
		status = write_funds(writer, &scope, project->funds, project->n_funds);
	}
	return status;
}

static enum jx_status write_functions(struct writer *writer, const JxReport *report)
{
	enum jx_status status = JX_OK;
	writer->line = 0;
	for (size_t i = 0; status == JX_OK && i < report->n_functions; i++) {
		const JxFunctionLine *line = report->functions[i];
		struct jx_sql sql;
		start_row(writer, &sql,
			"INSERT INTO functions (version_id, line, code, name, amount_fen, stated_share_micros,"
			" is_code_inferred) VALUES (?, ?, ?, ?, ?, ?, ?)");
		jx_sql_bind_text(&sql, line->code);
		jx_sql_bind_text(&sql, line->name);
		jx_sql_bind_fen(&sql, line->amount);
		jx_sql_bind_micros(&sql, line->stated_share);
		jx_sql_bind_int(&sql, line->is_code_inferred != 0);
		status = jx_sql_run(&sql);
	}
	return status;
}

static enum jx_status write_staff_line(struct writer *writer, const char *category, const char *label,
	const JxDecimal *posts, const JxDecimal *in_post)
{
	struct jx_sql sql;
	start_row(writer, &sql,
		"INSERT INTO staff (version_id, line, category, label, posts_micros, in_post_micros)"
		" VALUES (?, ?, ?, ?, ?, ?)");
	jx_sql_bind_text(&sql, category);
	jx_sql_bind_text(&sql, label);
	jx_sql_bind_micros(&sql, posts);
	jx_sql_bind_micros(&sql, in_post);
	return jx_sql_run(&sql);
}

static enum jx_status write_staff(struct writer *writer, const JxReport *report)
{
	const JxStaff *staff = report->staff;
	writer->line = 0;
	if (staff == NULL)
		return JX_OK;
	enum jx_status status = write_staff_line(writer, "total", "", staff->posts, staff->in_post);
	for (size_t i = 0; status == JX_OK && i < staff->n_lines; i++) {
		const JxStaffLine *line = staff->lines[i];
		status = write_staff_line(writer, line->category, line->label, line->posts, line->in_post);
	}
	return status;
}

static enum jx_status write_asset_line(struct writer *writer, const char *category, const JxAssetLine *line)
{
	struct jx_sql sql;
	start_row(writer, &sql,
		"INSERT INTO assets (version_id, line, category, label, count_micros, count_unit, gross_fen,"
		" net_fen, in_use_fen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
	jx_sql_bind_text(&sql, category);
	jx_sql_bind_text(&sql, line->label);
	jx_sql_bind_micros(&sql, line->count);
	jx_sql_bind_text(&sql, line->count_unit);
	jx_sql_bind_fen(&sql, line->gross);
	jx_sql_bind_fen(&sql, line->net);
	jx_sql_bind_fen(&sql, line->in_use);
	return jx_sql_run(&sql);
}

static enum jx_status write_assets(struct writer *writer, const JxReport *report)
{
	const JxAssets *assets = report->assets;
	enum jx_status status = JX_OK;
	writer->line = 0;
	if (assets == NULL)
		return JX_OK;
	for (size_t i = 0; status == JX_OK && i < assets->n_lines; i++)
		status = write_asset_line(writer, assets->lines[i]->category, assets->lines[i]);
	if (status == JX_OK && assets->total != NULL)
		status = write_asset_line(writer, "total", assets->total);
	return status;
}

static enum jx_status write_rates(struct writer *writer, const JxReport *report)
{
	enum jx_status status = JX_OK;
	writer->line = 0;
	for (size_t i = 0; status == JX_OK && i < report->n_rate_inputs; i++) {
		const JxRateInput *rate = report->rate_inputs[i];
		struct jx_sql sql;
		start_row(writer, &sql,
			"INSERT INTO rates (version_id, line, key, label, prior_budget_fen, prior_actual_fen, budget_fen,"
			" actual_fen, stated_rate_micros) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
		jx_sql_bind_text(&sql, rate->key);
		jx_sql_bind_text(&sql, rate->label);
		jx_sql_bind_fen(&sql, rate->prior_budget);
		jx_sql_bind_fen(&sql, rate->prior_actual);
		jx_sql_bind_fen(&sql, rate->budget);
		jx_sql_bind_fen(&sql, rate->actual);
		jx_sql_bind_micros(&sql, rate->stated_rate);
		status = jx_sql_run(&sql);
	}
	return status;
}

static enum jx_status write_outcomes(struct writer *writer, const JxReport *report)
{
	enum jx_status status = JX_OK;
	writer->line = 0;
	for (size_t i = 0; status == JX_OK && i < report->n_outcomes; i++) {
		const JxOutcome *outcome = report->outcomes[i];
		struct jx_sql sql;
		start_row(writer, &sql,
			"INSERT INTO outcomes (version_id, line, name, value_micros, unit, sign, previous_micros,"
			" stated_change_micros, status, part_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
		jx_sql_bind_text(&sql, outcome->name);
		jx_sql_bind_micros(&sql, outcome->value);
		jx_sql_bind_text(&sql, outcome->unit);
		jx_sql_bind_int(&sql, outcome->sign);
		jx_sql_bind_micros(&sql, outcome->previous);
		jx_sql_bind_micros(&sql, outcome->stated_change);
		jx_sql_bind_int(&sql, outcome->status);
		jx_sql_bind_text(&sql, outcome->part_of);
		status = jx_sql_run(&sql);
	}
	return status;
}

static enum jx_status write_projects(struct writer *writer, const JxReport *report)
{
	enum jx_status status = JX_OK;
	writer->line = 0;
	for (size_t i = 0; status == JX_OK && i < report->n_projects; i++) {
		const JxProject *project = report->projects[i];
		struct jx_sql sql;
		start_row(writer, &sql,
			"INSERT INTO projects (version_id, line, number, code, name, group_name, is_group, is_key,"
			" amount_fen, stated_total_fen, n_indicators, claimed_score_micros, claimed_grade)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
		jx_sql_bind_int(&sql, project->number);
		jx_sql_bind_text(&sql, project->code);
		jx_sql_bind_text(&sql, project->name);
		jx_sql_bind_text(&sql, project->group);
		jx_sql_bind_int(&sql, project->is_group != 0);
		jx_sql_bind_int(&sql, project->is_key != 0);
		jx_sql_bind_fen(&sql, project->amount);
		jx_sql_bind_fen(&sql, project->stated_total);
		jx_sql_bind_int(&sql, (int64_t)project->n_indicators);
		jx_sql_bind_micros(&sql, project->claimed_score);
		jx_sql_bind_text(&sql, project->claimed_grade);
		status = jx_sql_run(&sql);
	}
	return status;
}

static enum jx_status write_indicator_list(
	struct writer *writer, const struct scope *scope, JxIndicator *const *lines, size_t n)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		const JxIndicator *line = lines[i];
		struct jx_sql sql;
		start_row(writer, &sql,
			"INSERT INTO indicators (version_id, line, project, level1, level2, name, sign, target_text,"
			" target_micros, target_low_micros, target_high_micros, unit, actual_text, actual_micros, method,"
			" points_micros, claimed_score_micros, is_core, reason)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
		bind_project(&sql, scope);
		jx_sql_bind_text(&sql, line->level1);
		jx_sql_bind_text(&sql, line->level2);
		jx_sql_bind_text(&sql, line->name);
		jx_sql_bind_int(&sql, line->sign);
		jx_sql_bind_text(&sql, line->target_text);
		jx_sql_bind_micros(&sql, line->target);
		jx_sql_bind_micros(&sql, line->target_low);
		jx_sql_bind_micros(&sql, line->target_high);
		jx_sql_bind_text(&sql, line->unit);
		jx_sql_bind_text(&sql, line->actual_text);
		jx_sql_bind_micros(&sql, line->actual);
		jx_sql_bind_text(&sql, line->method);
		jx_sql_bind_micros(&sql, line->points);
		jx_sql_bind_micros(&sql, line->claimed_score);
		jx_sql_bind_int(&sql, line->is_core != 0);
		jx_sql_bind_text(&sql, line->reason);
		status = jx_sql_run(&sql);
	}
	return status;
}

static enum jx_status write_indicators(struct writer *writer, const JxReport *report)
{
	const struct scope whole = {.name = ""};
	writer->line = 0;
	enum jx_status status =
		write_indicator_list(writer, &whole, report->indicators, report->n_indicators);
	for (size_t i = 0; status == JX_OK && i < report->n_projects; i++) {
		const JxProject *project = report->projects[i];
		const struct scope scope = {.is_project = true, .project = project->number};
		status = write_indicator_list(writer, &scope, project->indicators, project->n_indicators);
	}
	return status;
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
	static enum jx_status (*const WRITERS[])(struct writer *, const JxReport *) = {write_all_funds,
		write_functions, write_staff, write_assets, write_rates, write_outcomes, write_projects,
		write_indicators, write_metrics};
	struct writer writer = {.db = db, .error = error, .version_id = version_id};
	enum jx_status status = delete_rows(db, version_id, error);
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(WRITERS); i++)
		status = WRITERS[i](&writer, report);
	return status;
}

enum jx_status jx_accepted_clear(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_published = false;
	jx_sql_start(&sql, db, "SELECT 1 FROM publication_rows WHERE version_id = ? LIMIT 1", error);
	jx_sql_bind_int(&sql, version_id);
	while (jx_sql_next(&sql))
		is_published = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || is_published)
		return status;
	return delete_rows(db, version_id, error);
}
