#include "storage/results/store_scores.h"

#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"
#include "storage/content.h"
#include "storage/log/log_history.h"
#include "storage/rows.h"

/* @param kept  the sheet with its steps; NULL of a version that is not accepted */
static void make_scores(struct jx_rows *rows, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, const JxScoreSheet *kept)
{
	const JxDecimal *const figures[] = {sheet->claimed_score, sheet->computed, sheet->reviewed,
		sheet->final_score, sheet->common, sheet->deduction, sheet->coverage, sheet->points_computed,
		sheet->claimed_computed, sheet->counted_computed};
	jx_rows_add(rows,
		"INSERT INTO scores (version_id, group_id, grade, claimed_micros, computed_micros,"
		" reviewed_micros, final_micros, common_micros, deduction_micros, coverage_micros,"
		" points_computed_micros, claimed_computed_micros, counted_computed_micros, computed_lines,"
		" not_computed_lines, full_lines, review, sheet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?)");
	jx_rows_int(rows, version_id);
	jx_rows_int(rows, sheet->group);
	jx_rows_text(rows, sheet->grade);
	for (size_t i = 0; i < JX_COUNT_OF(figures); i++)
		jx_rows_micros(rows, figures[i]);
	jx_rows_int(rows, sheet->computed_lines);
	jx_rows_int(rows, sheet->not_computed_lines);
	jx_rows_int(rows, sheet->full_lines);
	jx_rows_message(rows, review != NULL ? &review->base : NULL);
	jx_rows_message(rows, kept != NULL ? &kept->base : NULL);
}

static void make_line(struct jx_rows *rows, int64_t version_id, const JxScoreLine *line)
{
	const JxDecimal *const figures[] = {
		line->points, line->claimed, line->computed, line->reviewed, line->final_score};
	jx_rows_add(rows,
		"INSERT INTO score_lines (version_id, line, field, label, project, is_common, points_micros,"
		" claimed_micros, computed_micros, reviewed_micros, final_micros, method, rule, state,"
		" not_computed_reason, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	jx_rows_int(rows, version_id);
	jx_rows_int(rows, line->number);
	jx_rows_text(rows, line->field);
	jx_rows_text(rows, jx_localized(line->label, JX_ZH));
	jx_rows_text(rows, line->project);
	jx_rows_int(rows, line->is_common);
	for (size_t i = 0; i < JX_COUNT_OF(figures); i++)
		jx_rows_micros(rows, figures[i]);
	jx_rows_text(rows, line->method);
	jx_rows_text(rows, line->rule);
	jx_rows_int(rows, line->state);
	jx_rows_int(rows, line->not_computed_reason);
	jx_rows_text(rows, line->missing);
}

enum jx_status jx_scores_make(struct jx_rows *rows, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, struct jx_error *error)
{
	make_scores(rows, version_id, sheet, review, sheet);
	for (size_t i = 0; i < sheet->n_lines; i++)
		make_line(rows, version_id, sheet->lines[i]);
	return jx_rows_end(rows, error);
}

enum jx_status jx_scores_replace(
	struct jx_db *db, int64_t version_id, struct jx_rows *rows, struct jx_error *error)
{
	enum jx_status status = jx_history_keep_sheet(db, version_id, error);
	if (status == JX_OK)
		status = jx_sql_run_on(db, "DELETE FROM scores WHERE version_id = ?", version_id, error);
	if (status == JX_OK)
		status = jx_sql_run_on(db, "DELETE FROM score_lines WHERE version_id = ?", version_id, error);
	return status == JX_OK ? jx_rows_insert(rows, db, SIZE_MAX, error) : status;
}

enum jx_status jx_scores_write(
	struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet, struct jx_error *error)
{
	struct jx_arena arena;
	struct jx_rows rows;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	jx_rows_init(&rows, &arena);
	make_scores(&rows, version_id, sheet, NULL, NULL);
	enum jx_status status = jx_rows_end(&rows, error);
	if (status == JX_OK)
		status = jx_scores_replace(db, version_id, &rows, error);
	jx_arena_clear(&arena);
	return status;
}

enum jx_status jx_scores_accept(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, struct jx_error *error)
{
	struct jx_arena arena;
	struct jx_rows rows;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	jx_rows_init(&rows, &arena);
	enum jx_status status = jx_scores_make(&rows, version_id, sheet, review, error);
	if (status == JX_OK)
		status = jx_scores_replace(db, version_id, &rows, error);
	jx_arena_clear(&arena);
	return status;
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

enum jx_status jx_scores_review_digest(
	struct jx_db *db, int64_t version_id, char ret_digest[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	struct jx_sql sql;
	ret_digest[0] = '\0';
	jx_sql_start(
		&sql, db, "SELECT review FROM scores WHERE version_id = ? AND review IS NOT NULL", error);
	jx_sql_bind_int(&sql, version_id);
	while (jx_sql_next(&sql)) {
		size_t n = 0;
		const uint8_t *bytes = jx_sql_bytes_ref(&sql, 0, &n);
		jx_sql_set_error(
			&sql, jx_digest_bytes((const char *)bytes, n, JX_DIGEST_SHA256, ret_digest, error));
	}
	return jx_sql_end(&sql);
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

enum jx_status jx_scores_keep_first(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	return jx_history_keep_first_scores(db, version_id, error);
}
