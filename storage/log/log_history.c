#include "storage/log/log_history.h"

#include "storage/log/log_tail.h"
#include "storage/log/store_log.h"
#include "storage/sql.h"

/* Columns of a submission that were copied, behind those that say of which and when. */
#define SUBMISSION_COLUMNS                                                                            \
	"s.id, s.state, s.version, s.version_id, s.accepted_version_id, s.state_time_ms, s.reviewer," \
	" s.reviewed_micros, s.reviewed_decimals, s.review_reason, s.due_time_ms, s.accepted_by,"     \
	" s.deadline_time_ms, s.is_unanswered, s.is_overdue"

enum jx_status jx_history_keep_rosters(struct jx_db *db, uint64_t first_index, struct jx_error *error)
{
	struct jx_sql sql;
	bool has_any = false;
	jx_sql_start(&sql, db, "SELECT 1 FROM roster_changes LIMIT 1", error);
	while (jx_sql_next(&sql))
		has_any = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || !has_any)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO submission_history SELECT s.round_id, s.department, ?, 0, " SUBMISSION_COLUMNS
		" FROM roster_changes c JOIN submissions s ON s.round_id = c.round_id"
		" AND s.department = c.department",
		error);
	jx_sql_bind_int(&sql, (int64_t)first_index);
	status = jx_sql_run(&sql);
	if (status != JX_OK)
		return status;
	/* Whoever is on no roster any more had filed nothing. */
	jx_sql_start(&sql, db,
		"INSERT INTO submission_history SELECT c.round_id, c.department, ?, 1, 0, 0, 0, NULL, NULL,"
		" NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, 0, 0 FROM roster_changes c WHERE NOT EXISTS"
		" (SELECT 1 FROM submissions s WHERE s.round_id = c.round_id AND s.department = c.department)",
		error);
	jx_sql_bind_int(&sql, (int64_t)first_index);
	status = jx_sql_run(&sql);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "DELETE FROM roster_changes", error);
	return jx_sql_run(&sql);
}

/* Runs a statement with the parameters id and index. */
static enum jx_status keep(
	struct jx_db *db, const char *text, int64_t id, uint64_t index, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, text, error);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_int(&sql, (int64_t)index);
	return jx_sql_run(&sql);
}

/* One that came onto its roster in the same job is there already. */
static const char KEEP_SUBMISSION[] =
	"INSERT INTO submission_history SELECT s.round_id, s.department, ?2, 0, " SUBMISSION_COLUMNS
	" FROM submissions s WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM submission_history h"
	" WHERE h.round_id = s.round_id AND h.department = s.department AND h.leaf_index = ?2)";

/* Those of its issues that have changed. */
static const char KEEP_ISSUES[] =
	"INSERT INTO issue_history SELECT i.submission_id, i.number, ?2, i.state, i.due_time_ms FROM issues i"
	" WHERE i.submission_id = ?1 AND NOT EXISTS (SELECT 1 FROM issue_history h"
	" WHERE h.submission_id = i.submission_id AND h.number = i.number AND h.state = i.state"
	" AND coalesce(h.due_time_ms, 0) = coalesce(i.due_time_ms, 0) AND h.leaf_index = (SELECT"
	" max(n.leaf_index) FROM issue_history n WHERE n.submission_id = i.submission_id"
	" AND n.number = i.number))";

#define SCORE_COLUMNS                                                                                    \
	"t.group_id, t.grade, t.claimed_micros, t.computed_micros, t.reviewed_micros, t.final_micros,"   \
	" t.common_micros, t.deduction_micros, t.coverage_micros, t.points_computed_micros,"             \
	" t.claimed_computed_micros, t.counted_computed_micros, t.computed_lines, t.not_computed_lines," \
	" t.full_lines, t.review, CASE WHEN t.sheet IS NULL THEN 0 ELSE 1 END"

/* Whether figures that may be missing are equal. */
#define SAME(column) " AND coalesce(h." column ", -1) = coalesce(t." column ", -1)"

/* Those of its newest and of its accepted version, where they have changed. */
static const char KEEP_SCORES[] =
	"INSERT INTO score_history SELECT t.version_id, ?2, " SCORE_COLUMNS
	" FROM submissions s JOIN scores t ON t.version_id IN (s.version_id, s.accepted_version_id)"
	" WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM score_history h WHERE h.version_id = t.version_id"
	" AND h.leaf_index = (SELECT max(n.leaf_index) FROM score_history n"
	" WHERE n.version_id = t.version_id) AND h.group_id = t.group_id AND h.grade = t.grade"
	" AND h.has_sheet = CASE WHEN t.sheet IS NULL THEN 0 ELSE 1 END"
	" AND CASE WHEN h.review IS NULL AND t.review IS NULL THEN 1 WHEN h.review = t.review THEN 1"
	" ELSE 0 END = 1" SAME("computed_micros") SAME("reviewed_micros") SAME("final_micros")
		SAME("common_micros") SAME("deduction_micros") SAME("coverage_micros")
			SAME("points_computed_micros") SAME("claimed_computed_micros")
				SAME("counted_computed_micros") ")";

enum jx_status jx_history_keep_submission(
	struct jx_db *db, int64_t id, uint64_t index, struct jx_error *error)
{
	enum jx_status status = keep(db, KEEP_SUBMISSION, id, index, error);
	if (status == JX_OK)
		status = keep(db, KEEP_ISSUES, id, index, error);
	return status == JX_OK ? keep(db, KEEP_SCORES, id, index, error) : status;
}

enum jx_status jx_history_keep_round(struct jx_db *db, int64_t id, uint64_t index, struct jx_error *error)
{
	return keep(db,
		"INSERT INTO round_history SELECT r.id, ?2, r.name, r.title, r.year, r.state,"
		" r.deadline_time_ms, r.accepts_late, r.window_end_time_ms, r.proposal_person,"
		" r.proposal_digest, r.propose_time_ms, r.rulebook_id, r.required_members, r.requires_head,"
		" r.given_back_ms, r.is_window_over, r.proposal_audience FROM rounds r WHERE r.id = ?1",
		id, index, error);
}

enum jx_status jx_history_keep_first_scores(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO score_history SELECT t.version_id, -1, " SCORE_COLUMNS
		" FROM scores t WHERE t.version_id = ?1 AND NOT EXISTS (SELECT 1 FROM score_history h"
		" WHERE h.version_id = ?1)",
		error);
	jx_sql_bind_int(&sql, version_id);
	return jx_sql_run(&sql);
}

enum jx_status jx_history_keep_sheet(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	const struct jx_log_tail *tail = jx_db_log_tail(db);
	/* Not where scores are only computed again, to be compared. */
	if (!tail->is_open)
		return JX_OK;
	enum jx_status status = jx_log_tail_read(db, error);
	if (status != JX_OK)
		return status;
	return keep(db,
		"INSERT INTO past_sheets SELECT t.version_id, ?2, t.sheet FROM scores t WHERE t.version_id = ?1"
		" AND t.sheet IS NOT NULL AND NOT EXISTS (SELECT 1 FROM past_sheets p"
		" WHERE p.version_id = ?1 AND p.until_index = ?2)",
		version_id, tail->edge.n_leaves, error);
}
