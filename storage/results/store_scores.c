#include "storage/results/store_scores.h"

#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"
#include "storage/content.h"

static enum jx_status write_scores(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	const struct jx_packed *review, const struct jx_packed *packed_sheet, struct jx_error *error)
{
	const JxDecimal *const figures[] = {sheet->claimed_score, sheet->computed, sheet->reviewed,
		sheet->final_score, sheet->common, sheet->deduction, sheet->coverage, sheet->points_computed,
		sheet->claimed_computed, sheet->counted_computed};
	enum jx_status status =
		jx_sql_run_on(db, "DELETE FROM scores WHERE version_id = ?", version_id, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO scores (version_id, group_id, grade, claimed_micros, computed_micros,"
		" reviewed_micros, final_micros, common_micros, deduction_micros, coverage_micros,"
		" points_computed_micros, claimed_computed_micros, counted_computed_micros, computed_lines,"
		" not_computed_lines, full_lines, review, sheet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, version_id);
	jx_sql_bind_int(&sql, sheet->group);
	jx_sql_bind_text(&sql, sheet->grade);
	for (size_t i = 0; i < JX_COUNT_OF(figures); i++)
		jx_sql_bind_micros(&sql, figures[i]);
	jx_sql_bind_int(&sql, sheet->computed_lines);
	jx_sql_bind_int(&sql, sheet->not_computed_lines);
	jx_sql_bind_int(&sql, sheet->full_lines);
	jx_sql_bind_bytes(&sql, review->bytes, review->n);
	jx_sql_bind_bytes(&sql, packed_sheet->bytes, packed_sheet->n);
	return jx_sql_run(&sql);
}

enum jx_status jx_scores_write(
	struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet, struct jx_error *error)
{
	const struct jx_packed none = {0};
	return write_scores(db, version_id, sheet, &none, &none, error);
}

static enum jx_status write_line(
	struct jx_db *db, int64_t version_id, const JxScoreLine *line, struct jx_error *error)
{
	const JxDecimal *const figures[] = {
		line->points, line->claimed, line->computed, line->reviewed, line->final_score};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO score_lines (version_id, line, field, label, project, is_common, points_micros,"
		" claimed_micros, computed_micros, reviewed_micros, final_micros, method, rule, state,"
		" not_computed_reason, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, version_id);
	jx_sql_bind_int(&sql, line->number);
	jx_sql_bind_text(&sql, line->field);
	jx_sql_bind_text(&sql, jx_localized(line->label, JX_ZH));
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

static enum jx_status write_lines(
	struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet, struct jx_error *error)
{
	enum jx_status status =
		jx_sql_run_on(db, "DELETE FROM score_lines WHERE version_id = ?", version_id, error);
	for (size_t i = 0; status == JX_OK && i < sheet->n_lines; i++)
		status = write_line(db, version_id, sheet->lines[i], error);
	return status;
}

enum jx_status jx_scores_accept(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, struct jx_error *error)
{
	struct jx_packed packed_review = {0};
	struct jx_packed packed_sheet = {0};
	enum jx_status status = jx_packed_init(&packed_review, review != NULL ? &review->base : NULL, error);
	if (status == JX_OK)
		status = jx_packed_init(&packed_sheet, &sheet->base, error);
	if (status == JX_OK)
		status = write_scores(db, version_id, sheet, &packed_review, &packed_sheet, error);
	jx_packed_clear(&packed_review);
	jx_packed_clear(&packed_sheet);
	return status == JX_OK ? write_lines(db, version_id, sheet, error) : status;
}

enum jx_status jx_scores_review(
	struct jx_db *db, int64_t version_id, const JxReview *review, struct jx_error *error)
{
	struct jx_packed packed = {0};
	struct jx_sql sql;
	enum jx_status status = jx_packed_init(&packed, review != NULL ? &review->base : NULL, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "UPDATE scores SET review = ? WHERE version_id = ?", error);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	jx_sql_bind_int(&sql, version_id);
	status = jx_sql_run(&sql);
	jx_packed_clear(&packed);
	return status;
}

static JxReview *read_old_review(
	struct jx_sql *sql, int micros, int decimals, int reason, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, micros))
		return NULL;
	JxReview *review = jx_sql_alloc(sql, sizeof(*review), arena);
	JxDecimal *score = jx_sql_alloc(sql, sizeof(*score), arena);
	if (review == NULL || score == NULL)
		return NULL;
	jx_decimal_init(score);
	jx_review_init(review);
	score->micros = jx_sql_int(sql, micros);
	score->decimals = (uint32_t)jx_sql_int(sql, decimals);
	review->score = score;
	review->reason = jx_sql_text(sql, reason, arena);
	return review;
}

enum jx_status jx_scores_next_missing(struct jx_db *db, int64_t after, struct jx_arena *arena,
	bool *ret_found, struct jx_unscored *ret_unscored, struct jx_error *error)
{
	enum { ID, ROUND, DEPARTMENT, NUMBER, IS_ACCEPTED, MICROS, DECIMALS, REASON };
	struct jx_sql sql;
	*ret_found = false;
	/* A version that was published and is accepted no longer has the review of its record all the same: it is the last
	   one that was set. */
	jx_sql_start(&sql, db,
		"SELECT v.id, r.name, s.department, v.number, s.accepted_version_id = v.id OR EXISTS"
		" (SELECT 1 FROM publication_rows p WHERE p.version_id = v.id), s.reviewed_micros,"
		" s.reviewed_decimals, s.review_reason FROM versions v"
		" JOIN submissions s ON s.id = v.submission_id JOIN rounds r ON r.id = s.round_id"
		" LEFT JOIN scores t ON t.version_id = v.id"
		" WHERE v.id > ? AND t.version_id IS NULL ORDER BY v.id LIMIT 1",
		error);
	jx_sql_bind_int(&sql, after);
	while (jx_sql_next(&sql)) {
		*ret_found = true;
		*ret_unscored = (struct jx_unscored){.version_id = jx_sql_int(&sql, ID),
			.round = jx_sql_text(&sql, ROUND, arena),
			.department = jx_sql_text(&sql, DEPARTMENT, arena),
			.number = (uint32_t)jx_sql_int(&sql, NUMBER),
			.is_accepted = jx_sql_int(&sql, IS_ACCEPTED) != 0};
		if (ret_unscored->is_accepted)
			ret_unscored->review = read_old_review(&sql, MICROS, DECIMALS, REASON, arena);
	}
	return jx_sql_end(&sql);
}
