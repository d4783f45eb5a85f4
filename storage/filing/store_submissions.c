#include "storage/filing/store_submissions.h"

#include "proto/contract/ranking/flags.h"
#include "proto/contract/service/states.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_states.h"

/* Columns of read_submission(), in its order. */
enum column {
	ID,
	VERSION_ID,
	ACCEPTED_ID,
	ROUND_ROW,
	ROUND,
	DEPARTMENT,
	TITLE,
	STATE,
	WINDOW_END_TIME,
	VERSION,
	DIGEST,
	SUBMIT_TIME,
	STATE_TIME,
	LATE,
	CLAIMED,
	CLAIMED_DECIMALS,
	REVIEWED,
	REVIEWED_DECIMALS,
	EXPLAIN,
	INFO,
	REVIEWER,
	DUE_TIME,
	REASON,
	COMPUTED,
	COMPUTED_DECIMALS,
	FINAL,
	FINAL_DECIMALS,
	COVERAGE,
	COVERAGE_DECIMALS,
	GROUP,
	GRADE,
	UNANSWERED,
	OPEN_ISSUES,
	ACCEPTED_BY,
	SUBMITTED_BY,
	DEADLINE_TIME,
	FLAGS
};
/* clang-format off */
#define RECORD_SELECT \
	"SELECT s.id, s.version_id, s.accepted_version_id, s.round_id, r.name, s.department, d.title, s.state," \
	" r.window_end_time_ms, s.version, v.digest, v.submit_time_ms, s.state_time_ms, v.is_late," \
	" v.claimed_micros, v.claimed_decimals, s.reviewed_micros, s.reviewed_decimals, v.explain_findings," \
	" v.info_findings, s.reviewer, s.due_time_ms, s.review_reason, t.computed_micros, 2, t.final_micros, 2," \
	" t.coverage_micros, 2, t.group_id, t.grade, s.is_unanswered," \
	" (SELECT count(*) FROM issues i WHERE i.submission_id = s.id AND i.state = " SQL_ISSUE_OPEN ")," \
	" s.accepted_by, v.person, s.deadline_time_ms, coalesce(g.flags, 0) FROM submissions s JOIN rounds r ON r.id = s.round_id" \
	" JOIN departments d ON d.code = s.department LEFT JOIN versions v ON v.id = s.version_id" \
	" LEFT JOIN scores t ON t.version_id = s.version_id" \
	" LEFT JOIN input_flags g ON g.version_id = s.version_id "
/* clang-format on */

static void read_state(struct jx_sql *sql, int64_t now_ms, JxSubmission *submission)
{
	submission->state = (JxSubmissionState)jx_sql_int(sql, STATE);
	bool is_window_open =
		!jx_sql_is_null(sql, WINDOW_END_TIME) && now_ms < jx_sql_int(sql, WINDOW_END_TIME);
	submission->holder = jx_state_holder(submission->state, is_window_open);
}

/* The final score comes with an acceptance, and goes with it. */
static void read_scores(struct jx_sql *sql, struct jx_arena *arena, JxSubmission *submission)
{
	bool is_accepted = submission->state >= JX_SUBMISSION_STATE_ACCEPTED &&
			   submission->state <= JX_SUBMISSION_STATE_FINAL;
	submission->computed_score = jx_sql_decimal(sql, COMPUTED, arena);
	submission->coverage = jx_sql_decimal(sql, COVERAGE, arena);
	submission->group = (JxCoverageGroup)jx_sql_int(sql, GROUP);
	if (!is_accepted)
		return;
	submission->final_score = jx_sql_decimal(sql, FINAL, arena);
	submission->grade = jx_sql_text(sql, GRADE, arena);
}

static void read_flags(struct jx_sql *sql, struct jx_arena *arena, JxSubmission *submission)
{
	jx_flags flags = (jx_flags)jx_sql_int(sql, FLAGS) |
			 jx_flags_of_filing(submission->is_late, submission->is_unanswered);
	if (!jx_flags_put(flags, arena, &submission->flags, &submission->n_flags))
		jx_sql_set_error(sql, jx_arena_fail(arena, sql->error));
}

static JxSubmission *read_submission(struct jx_sql *sql, int64_t now_ms, struct jx_arena *arena)
{
	JxSubmission *submission = jx_sql_alloc(sql, sizeof(*submission), arena);
	if (submission == NULL)
		return NULL;
	jx_submission_init(submission);
	char name[JX_RESOURCE_NAME_BYTES];
	const char *round = jx_sql_text_ref(sql, ROUND);
	submission->name =
		jx_sql_copy(sql, jx_name_submission(name, round, jx_sql_text_ref(sql, DEPARTMENT)), arena);
	submission->round = jx_sql_name(sql, ROUND, jx_name_round, arena);
	submission->department = jx_sql_name(sql, DEPARTMENT, jx_name_department, arena);
	submission->department_title = jx_sql_text(sql, TITLE, arena);
	read_state(sql, now_ms, submission);
	submission->version_number = (uint32_t)jx_sql_int(sql, VERSION);
	submission->digest = jx_sql_text(sql, DIGEST, arena);
	submission->submit_time = jx_sql_time(sql, SUBMIT_TIME, arena);
	submission->state_time = jx_sql_time(sql, STATE_TIME, arena);
	submission->is_late = jx_sql_int(sql, LATE) != 0;
	submission->claimed_score = jx_sql_decimal(sql, CLAIMED, arena);
	submission->reviewed_score = jx_sql_decimal(sql, REVIEWED, arena);
	submission->explain_findings = (uint32_t)jx_sql_int(sql, EXPLAIN);
	submission->info_findings = (uint32_t)jx_sql_int(sql, INFO);
	submission->reviewer = jx_sql_name(sql, REVIEWER, jx_name_person, arena);
	submission->due_time = jx_sql_time(sql, DUE_TIME, arena);
	submission->review_reason = jx_sql_text(sql, REASON, arena);
	submission->is_unanswered = jx_sql_int(sql, UNANSWERED) != 0;
	submission->open_issue_count = (uint32_t)jx_sql_int(sql, OPEN_ISSUES);
	submission->accepted_by = jx_sql_name(sql, ACCEPTED_BY, jx_name_person, arena);
	submission->submitted_by = jx_sql_name(sql, SUBMITTED_BY, jx_name_person, arena);
	submission->deadline_time = jx_sql_time(sql, DEADLINE_TIME, arena);
	read_scores(sql, arena, submission);
	read_flags(sql, arena, submission);
	return submission;
}

enum jx_status jx_submission_get(struct jx_db *db, const struct jx_submission_query *query,
	struct jx_arena *arena, struct jx_record *ret_record, struct jx_error *error)
{
	struct jx_record found = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db, RECORD_SELECT "WHERE r.name = ? AND s.department = ?", error);
	jx_sql_bind_text(&sql, query->round);
	jx_sql_bind_text(&sql, query->department);
	while (jx_sql_next(&sql)) {
		found.id = jx_sql_int(&sql, ID);
		found.version_id = jx_sql_int(&sql, VERSION_ID);
		found.accepted_version_id = jx_sql_int(&sql, ACCEPTED_ID);
		found.message = read_submission(&sql, query->now_ms, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.id == 0) {
		char name[JX_RESOURCE_NAME_BYTES];
		(void)jx_name_submission(name, query->round, query->department);
		return jx_fail_with(
			error, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(jx_name_last(name))));
	}
	*ret_record = found;
	return JX_OK;
}

/* Start with the list of one department over the rounds, or of all departments. */
static void start_list(
	struct jx_sql *sql, struct jx_db *db, const struct jx_submission_query *query, struct jx_error *error)
{
	bool is_one = query->department != NULL && query->department[0] != '\0';
	if (is_one)
		jx_sql_start(sql, db,
			RECORD_SELECT
			"WHERE s.department = ?6 AND s.round_id >= ?1 AND s.round_id <= ?2 AND (s.round_id,"
			" s.department) > (?3, ?4) AND (?5 = 0 OR s.state = ?5) ORDER BY s.round_id LIMIT ?7",
			error);
	else
		jx_sql_start(sql, db,
			RECORD_SELECT
			"WHERE s.round_id >= ?1 AND s.round_id <= ?2 AND (s.round_id, s.department) > (?3, ?4)"
			" AND (?5 = 0 OR s.state = ?5) AND ?6 = '' ORDER BY s.round_id, s.department LIMIT ?7",
			error);
}

static enum jx_status list_rows(struct jx_sql *sql, int64_t now_ms, uint32_t max_rows, struct jx_arena *arena,
	struct jx_submissions *ret_submissions)
{
	struct jx_list rows = {0};
	struct jx_list_key last = {0, ""};
	const char *next = "";
	while (jx_sql_next(sql)) {
		if (rows.n == max_rows) {
			next = jx_list_key_write(&last, sql, arena);
			continue;
		}
		JxSubmission *submission = read_submission(sql, now_ms, arena);
		jx_list_add(&rows, submission, sql, arena);
		if (submission != NULL)
			last = (struct jx_list_key){
				jx_sql_int(sql, ROUND_ROW), jx_name_last(submission->department)};
	}
	enum jx_status status = jx_sql_end(sql);
	if (status == JX_OK)
		*ret_submissions = (struct jx_submissions){(JxSubmission **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_submissions_list(struct jx_db *db, const struct jx_submission_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_submissions *ret_submissions,
	struct jx_error *error)
{
	int64_t first = 0;
	int64_t last = INT64_MAX;
	if (query->round != NULL && query->round[0] != '\0') {
		enum jx_status status = jx_round_row(db, query->round, &first, error);
		if (status != JX_OK)
			return status;
		last = first;
	}
	uint32_t max_rows = jx_page_rows(page->max_rows);
	struct jx_list_key after = jx_list_key_read(page->after);
	struct jx_sql sql;
	start_list(&sql, db, query, error);
	jx_sql_bind_int(&sql, first);
	jx_sql_bind_int(&sql, last);
	jx_sql_bind_int(&sql, after.round);
	jx_sql_bind_text(&sql, after.department);
	jx_sql_bind_int(&sql, query->state);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	return list_rows(&sql, query->now_ms, max_rows, arena, ret_submissions);
}

enum jx_status jx_submission_set_state(
	struct jx_db *db, const struct jx_state_change *change, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE submissions SET state = ?2, state_time_ms = ?3,"
		" reviewer = CASE ?4 WHEN 0 THEN reviewer ELSE ?5 END,"
		" reviewed_micros = CASE WHEN ?2 = " SQL_ACCEPTED " THEN ?6"
		" WHEN ?2 NOT " SQL_CLEARS_REVIEW " THEN reviewed_micros END,"
		" reviewed_decimals = CASE WHEN ?2 = " SQL_ACCEPTED " THEN ?7"
		" WHEN ?2 NOT " SQL_CLEARS_REVIEW " THEN reviewed_decimals END,"
		" review_reason = CASE WHEN ?2 = " SQL_ACCEPTED " THEN ?8"
		" WHEN ?2 " SQL_CLEARS_REVIEW " THEN '' ELSE review_reason END,"
		" is_unanswered = CASE WHEN ?2 = " SQL_ACCEPTED " THEN ?11"
		" WHEN ?2 " SQL_CLEARS_REVIEW " THEN 0 ELSE is_unanswered END,"
		" accepted_by = CASE WHEN ?2 = " SQL_ACCEPTED " THEN ?5"
		" WHEN ?2 NOT " SQL_CLEARS_REVIEW " THEN accepted_by END,"
		" accepted_version_id = CASE WHEN ?2 = " SQL_ACCEPTED " THEN version_id"
		" WHEN ?2 NOT " SQL_CLEARS_REVIEW " THEN accepted_version_id END,"
		" due_time_ms = CASE WHEN ?2 = " SQL_RETURNED " THEN ?9 END, is_overdue = 0"
		" WHERE id = ?10 AND state = ?1",
		error);
	jx_sql_bind_int(&sql, change->from);
	jx_sql_bind_int(&sql, change->to);
	jx_sql_bind_int(&sql, change->at_ms);
	jx_sql_bind_int(&sql, change->reviewer != NULL);
	jx_sql_bind_optional(&sql, change->reviewer);
	jx_sql_bind_decimal(&sql, change->reviewed_score);
	jx_sql_bind_text(&sql, change->review_reason);
	jx_sql_bind_time(&sql, change->due_ms);
	jx_sql_bind_int(&sql, change->record_id);
	jx_sql_bind_int(&sql, change->is_unanswered);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("submission")));
}

enum jx_status jx_submissions_move(struct jx_db *db, const char *round, const struct jx_state_change *change,
	uint32_t *ret_n, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE submissions SET state = ?, state_time_ms = ?, due_time_ms = NULL, is_overdue = 0"
		" WHERE round_id = ? AND state = ?",
		error);
	jx_sql_bind_int(&sql, change->to);
	jx_sql_bind_int(&sql, change->at_ms);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, change->from);
	return jx_sql_run_counting(&sql, ret_n);
}

static enum jx_status count_states(struct jx_db *db, int64_t record_id, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT count(*) FROM submission_states WHERE submission_id = ?", error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_n = (size_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_submission_states(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_state_since **ret_states, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	size_t n = 0;
	size_t n_read = 0;
	enum jx_status status = count_states(db, record_id, &n, error);
	if (status != JX_OK)
		return status;
	struct jx_state_since *states = jx_arena_calloc(arena, n + 1, sizeof(*states));
	if (states == NULL)
		return jx_arena_fail(arena, error);
	jx_sql_start(&sql, db,
		"SELECT state, time_ms FROM submission_states WHERE submission_id = ? ORDER BY number",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql) && n_read < n)
		states[n_read++] =
			(struct jx_state_since){(JxSubmissionState)jx_sql_int(&sql, 0), jx_sql_int(&sql, 1)};
	*ret_states = states;
	*ret_n = n_read;
	return jx_sql_end(&sql);
}

enum jx_status jx_submissions_start(
	struct jx_db *db, const char *round, int64_t now_ms, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE submissions SET state_time_ms = ? WHERE round_id = ? AND state_time_ms IS NULL",
		error);
	jx_sql_bind_int(&sql, now_ms);
	jx_sql_bind_int(&sql, row);
	return jx_sql_run(&sql);
}

enum jx_status jx_submissions_start_all(
	struct jx_db *db, const char *round, int64_t now_ms, struct jx_error *error)
{
	int64_t row = 0;
	struct jx_sql sql;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO submissions (round_id, department, state, state_time_ms)"
		" SELECT ?, code, " SQL_NOT_STARTED
		", ? FROM departments WHERE retire_date IS NULL ORDER BY code",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, now_ms);
	status = jx_sql_run(&sql);
	if (status != JX_OK)
		return status;
	return jx_sql_run_on(db,
		"INSERT INTO submission_states (submission_id, number, state, time_ms)"
		" SELECT id, 1, state, state_time_ms FROM submissions WHERE round_id = ?",
		row, error);
}
