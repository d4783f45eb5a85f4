#include "storage/results/store_scores.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "storage/columns.h"
#include "storage/content.h"

_Static_assert(JX_COVERAGE_GROUP_VERIFIABLE == 1, "see the schema");

/* Bytes of a text that is long enough to be copied and not merely alike: 20 Chinese characters. */
#define MIN_TEXT_BYTES 60

/* A message packed, for a column. */
struct packed {
	uint8_t *bytes; /* malloc; NULL for none */
	size_t n;
};

static enum jx_status pack(const ProtobufCMessage *message, struct jx_error *error, struct packed *ret_packed)
{
	*ret_packed = (struct packed){0};
	if (message == NULL)
		return JX_OK;
	size_t size = jx_codec_packed_bytes(message);
	ret_packed->bytes = malloc(size + 1);
	if (ret_packed->bytes == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_codec_pack(message, ret_packed->bytes, size, error, &ret_packed->n);
}

static enum jx_status write_scores(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	const struct packed packed[2], struct jx_error *error)
{
	const JxDecimal *const figures[] = {sheet->claimed_score, sheet->computed, sheet->reviewed,
		sheet->final_score, sheet->common, sheet->deduction, sheet->coverage, sheet->points_computed,
		sheet->claimed_computed, sheet->counted_computed};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT OR REPLACE INTO scores (version_id, group_id, grade, claimed_micros, computed_micros,"
		" reviewed_micros, final_micros, common_micros, deducted_micros, coverage_micros,"
		" points_computed_micros, claimed_computed_micros, counted_computed_micros, n_computed,"
		" n_carried, n_full, review, sheet)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, version_id);
	jx_sql_bind_int(&sql, sheet->group);
	jx_sql_bind_text(&sql, sheet->grade);
	for (size_t i = 0; i < JX_COUNT_OF(figures); i++)
		jx_sql_bind_micros(&sql, figures[i]);
	jx_sql_bind_int(&sql, sheet->computed_lines);
	jx_sql_bind_int(&sql, sheet->not_computed_lines);
	jx_sql_bind_int(&sql, sheet->full_lines);
	for (size_t i = 0; i < 2; i++)
		jx_sql_bind_bytes(&sql, packed[i].bytes, packed[i].n);
	return jx_sql_run(&sql);
}

enum jx_status jx_scores_write(
	struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet, struct jx_error *error)
{
	const struct packed none[2] = {0};
	return write_scores(db, version_id, sheet, none, error);
}

static enum jx_status delete_lines(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "DELETE FROM score_lines WHERE version_id = ?", error);
	jx_sql_bind_int(&sql, version_id);
	return jx_sql_run(&sql);
}

static enum jx_status write_line(
	struct jx_db *db, int64_t version_id, const JxScoreLine *line, struct jx_error *error)
{
	const JxDecimal *const figures[] = {
		line->points, line->claimed, line->computed, line->reviewed, line->final_score};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO score_lines (version_id, line, field, label, project, is_common, points_micros,"
		" claimed_micros, computed_micros, reviewed_micros, final_micros, method, rule, state, "
		"reason,"
		" missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, version_id);
	jx_sql_bind_int(&sql, line->number);
	jx_sql_bind_text(&sql, line->field);
	jx_sql_bind_text(&sql, line->label);
	jx_sql_bind_text(&sql, line->project);
	jx_sql_bind_int(&sql, line->is_common);
	for (size_t i = 0; i < JX_COUNT_OF(figures); i++)
		jx_sql_bind_micros(&sql, figures[i]);
	jx_sql_bind_text(&sql, line->method);
	jx_sql_bind_text(&sql, line->rule);
	jx_sql_bind_int(&sql, line->state);
	jx_sql_bind_int(&sql, line->not_computed_reason);
	jx_sql_bind_text(&sql, line->missing);
	return jx_sql_run(&sql);
}

enum jx_status jx_scores_accept(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, struct jx_error *error)
{
	struct packed packed[2] = {0};
	enum jx_status status = pack(review != NULL ? &review->base : NULL, error, &packed[0]);
	if (status == JX_OK)
		status = pack(&sheet->base, error, &packed[1]);
	if (status == JX_OK)
		status = write_scores(db, version_id, sheet, packed, error);
	if (status == JX_OK)
		status = delete_lines(db, version_id, error);
	for (size_t i = 0; status == JX_OK && i < sheet->n_lines; i++)
		status = write_line(db, version_id, sheet->lines[i], error);
	free(packed[0].bytes);
	free(packed[1].bytes);
	return status;
}

/* ---- texts ---- */

struct texts {
	struct jx_db *db;
	struct jx_error *error;
	int64_t version_id;
	int64_t line;
	enum jx_status status;
};

static void write_text(struct texts *texts, const char *list, size_t index, const char *text)
{
	uint8_t hash[JX_HASH_BYTES];
	char field[96];
	size_t n = strlen(text);
	if (texts->status != JX_OK || n < MIN_TEXT_BYTES)
		return;
	texts->status = jx_hash_bytes(text, n, JX_DIGEST_SHA256, hash, texts->error);
	if (texts->status != JX_OK)
		return;
	if (index == SIZE_MAX)
		(void)snprintf(field, sizeof(field), "%s", list);
	else
		(void)snprintf(field, sizeof(field), "%s[%zu]", list, index);
	struct jx_sql sql;
	jx_sql_start(&sql, texts->db, "INSERT INTO texts (version_id, line, field, hash) VALUES (?, ?, ?, ?)",
		texts->error);
	jx_sql_bind_int(&sql, texts->version_id);
	jx_sql_bind_int(&sql, texts->line++);
	jx_sql_bind_text(&sql, field);
	jx_sql_bind_bytes(&sql, hash, sizeof(hash));
	texts->status = jx_sql_run(&sql);
}

static enum jx_status delete_texts(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "DELETE FROM texts WHERE version_id = ?", error);
	jx_sql_bind_int(&sql, version_id);
	return jx_sql_run(&sql);
}

enum jx_status jx_texts_write(
	struct jx_db *db, int64_t version_id, const JxReport *submission, struct jx_error *error)
{
	struct texts texts = {.db = db, .error = error, .version_id = version_id};
	texts.status = delete_texts(db, version_id, error);
	if (submission->conclusion != NULL)
		write_text(&texts, "conclusion.text", SIZE_MAX, submission->conclusion->text);
	for (size_t i = 0; i < submission->n_goals; i++)
		write_text(&texts, "goals", i, submission->goals[i]->actual);
	for (size_t i = 0; i < submission->n_projects; i++)
		write_text(&texts, "projects", i, submission->projects[i]->result);
	for (size_t i = 0; i < submission->n_problems; i++)
		write_text(&texts, "problems", i, submission->problems[i]->text);
	for (size_t i = 0; i < submission->n_measures; i++)
		write_text(&texts, "measures", i, submission->measures[i]->text);
	for (size_t i = 0; i < submission->n_explanations; i++)
		write_text(&texts, "explanations", i, submission->explanations[i]->text);
	return texts.status;
}

/* ---- what other files read ---- */

static ProtobufCMessage *open_column(struct jx_sql *sql, int column, const ProtobufCMessageDescriptor *type,
	const char *what, struct jx_arena *arena)
{
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_codec_unpack(type, sqlite3_column_blob(sql->statement, column),
		(size_t)sqlite3_column_bytes(sql->statement, column), arena, sql->error, &message);
	if (status == JX_INVALID)
		status = jx_fail_with(sql->error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(what)));
	jx_sql_set_error(sql, status);
	return status == JX_OK ? message : NULL;
}

void jx_findings_open(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena,
	JxFinding ***ret_findings, size_t *ret_n)
{
	const JxCheckReportResponse *check = (const JxCheckReportResponse *)open_column(
		sql, column, JX_CHECK_REPORT_RESPONSE_DESCRIPTOR, what, arena);
	*ret_findings = check != NULL ? check->findings : NULL;
	*ret_n = check != NULL ? check->n_findings : 0;
}

JxReview *jx_review_open(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, column))
		return NULL;
	return (JxReview *)open_column(sql, column, JX_REVIEW_DESCRIPTOR, what, arena);
}
