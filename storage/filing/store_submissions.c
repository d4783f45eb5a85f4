#include "storage/filing/store_submissions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/service/states.h"
#include "storage/columns.h"
#include "storage/content.h"

_Static_assert(JX_SUBMISSION_STATE_SUBMITTED == 3, "see the statements");
_Static_assert(JX_SUBMISSION_STATE_RETURNED == 5, "see the statements");
_Static_assert(JX_SUBMISSION_STATE_ACCEPTED == 6, "see the statements");
_Static_assert(JX_SUBMISSION_STATE_FINAL == 9, "see the statements and triggers");

/* Columns of read_record(), in its order. */
enum column {
	ID,
	VERSION_ID,
	ACCEPTED_ID,
	ROUND_ROW,
	ROUND,
	DEPARTMENT,
	TITLE,
	STATE,
	WINDOW_END,
	VERSION,
	DIGEST,
	SUBMIT,
	UPDATE,
	LATE,
	CLAIMED,
	CLAIMED_DECIMALS,
	REVIEWED,
	REVIEWED_DECIMALS,
	EXPLAIN,
	INFO,
	REVIEWER,
	DUE,
	REASON,
	COMPUTED,
	COMPUTED_DECIMALS,
	FINAL,
	FINAL_DECIMALS,
	COVERAGE,
	COVERAGE_DECIMALS,
	GROUP,
	GRADE
};
#define RECORD_SELECT                                                                                     \
	"SELECT s.id, s.version_id, s.accepted_version_id, s.round_id, r.name, s.department, d.title, "   \
	"s.state,"                                                                                        \
	" r.window_end_ms, s.version, v.digest, v.submit_ms, s.update_ms, v.is_late, v.claimed_micros,"   \
	" v.claimed_decimals, s.reviewed_micros, s.reviewed_decimals, v.n_explain, v.n_info, s.reviewer," \
	" s.due_ms, s.review_reason, t.computed_micros, 2, t.final_micros, 2, t.coverage_micros, 2, "     \
	"t.group_id,"                                                                                     \
	" t.grade FROM submissions s JOIN rounds r ON r.id = s.round_id"                                  \
	" JOIN departments d ON d.code = s.department LEFT JOIN versions v ON v.id = s.version_id"        \
	" LEFT JOIN scores t ON t.version_id = s.version_id "

static char *record_name(struct jx_sql *sql, struct jx_arena *arena)
{
	const char *round = jx_sql_text_ref(sql, ROUND);
	const char *department = jx_sql_text_ref(sql, DEPARTMENT);
	size_t size = sizeof("submissions/-") + strlen(round) + strlen(department);
	char *name = jx_sql_alloc(sql, size, arena);
	if (name == NULL)
		return (char *)protobuf_c_empty_string;
	(void)snprintf(name, size, "submissions/%s-%s", round, department);
	return name;
}

static void read_state(struct jx_sql *sql, int64_t now_ms, JxSubmission *record)
{
	record->state = (JxSubmissionState)jx_sql_int(sql, STATE);
	bool is_window_open = !jx_sql_is_null(sql, WINDOW_END) && now_ms < jx_sql_int(sql, WINDOW_END);
	record->holder = jx_state_holder(record->state, is_window_open);
}

/* The final score stands with an acceptance, and falls with it. */
static void read_scores(struct jx_sql *sql, struct jx_arena *arena, JxSubmission *record)
{
	bool is_accepted =
		record->state >= JX_SUBMISSION_STATE_ACCEPTED && record->state <= JX_SUBMISSION_STATE_FINAL;
	record->computed_score = jx_sql_decimal(sql, COMPUTED, arena);
	record->coverage = jx_sql_decimal(sql, COVERAGE, arena);
	record->group = (JxCoverageGroup)jx_sql_int(sql, GROUP);
	if (!is_accepted)
		return;
	record->final_score = jx_sql_decimal(sql, FINAL, arena);
	record->grade = jx_sql_text(sql, GRADE, arena);
}

static JxSubmission *read_record(struct jx_sql *sql, int64_t now_ms, struct jx_arena *arena)
{
	JxSubmission *record = jx_sql_alloc(sql, sizeof(*record), arena);
	if (record == NULL)
		return NULL;
	jx_submission_init(record);
	record->name = record_name(sql, arena);
	record->round = jx_sql_name(sql, ROUND, "rounds/", arena);
	record->department = jx_sql_name(sql, DEPARTMENT, "departments/", arena);
	record->department_title = jx_sql_text(sql, TITLE, arena);
	read_state(sql, now_ms, record);
	record->version_number = (uint32_t)jx_sql_int(sql, VERSION);
	record->digest = jx_sql_text(sql, DIGEST, arena);
	record->submit_time = jx_sql_time(sql, SUBMIT, arena);
	record->state_time = jx_sql_time(sql, UPDATE, arena);
	record->is_late = jx_sql_int(sql, LATE) != 0;
	record->claimed_score = jx_sql_decimal(sql, CLAIMED, arena);
	record->reviewed_score = jx_sql_decimal(sql, REVIEWED, arena);
	record->explain_findings = (uint32_t)jx_sql_int(sql, EXPLAIN);
	record->info_findings = (uint32_t)jx_sql_int(sql, INFO);
	record->reviewer = jx_sql_name(sql, REVIEWER, "persons/", arena);
	record->due_time = jx_sql_time(sql, DUE, arena);
	record->review_reason = jx_sql_text(sql, REASON, arena);
	read_scores(sql, arena, record);
	return record;
}

enum jx_status jx_submission_get(struct jx_db *db, const struct jx_submission_query *query,
	struct jx_arena *arena, struct jx_error *error, struct jx_record *ret_record)
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
		found.message = read_record(&sql, query->now_ms, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.id == 0) {
		char name[2 * JX_MAX_CODE_BYTES + 2];
		(void)snprintf(name, sizeof(name), "%s-%s", query->round, query->department);
		return jx_fail_with(error, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(name)));
	}
	*ret_record = found;
	return JX_OK;
}

struct jx_place_key jx_place_key_read(const char *key)
{
	char *end = NULL;
	if (key == NULL || key[0] < '0' || key[0] > '9')
		return (struct jx_place_key){0, ""};
	int64_t round = strtoll(key, &end, 10);
	return *end == '/' ? (struct jx_place_key){round, end + 1} : (struct jx_place_key){0, ""};
}

const char *jx_place_key_write(
	struct jx_sql *sql, int64_t round, const char *department, struct jx_arena *arena)
{
	size_t size = strlen(department) + 24;
	char *key = jx_sql_alloc(sql, size, arena);
	if (key == NULL)
		return "";
	(void)snprintf(key, size, "%lld/%s", (long long)round, department);
	return key;
}

/* Begin with the list of one department over the rounds, or of everybody. */
static void start_list(
	struct jx_sql *sql, struct jx_db *db, const struct jx_submission_query *query, struct jx_error *error)
{
	bool is_one = query->department != NULL && query->department[0] != '\0';
	if (is_one)
		jx_sql_start(sql, db,
			RECORD_SELECT
			"WHERE s.department = ?6 AND s.round_id >= ?1 AND s.round_id <= ?2"
			" AND (s.round_id, s.department) > (?3, ?4) AND (?5 = 0 OR s.state = ?5)"
			" ORDER BY s.round_id LIMIT ?7",
			error);
	else
		jx_sql_start(sql, db,
			RECORD_SELECT
			"WHERE s.round_id >= ?1 AND s.round_id <= ?2"
			" AND (s.round_id, s.department) > (?3, ?4) AND (?5 = 0 OR s.state = ?5)"
			" AND ?6 = '' ORDER BY s.round_id, s.department LIMIT ?7",
			error);
}

static enum jx_status list_rows(struct jx_sql *sql, int64_t now_ms, uint32_t max_rows, struct jx_arena *arena,
	struct jx_submissions *ret_submissions)
{
	struct jx_growing rows = {0};
	struct jx_place_key last = {0, ""};
	const char *next = "";
	while (jx_sql_next(sql)) {
		if (rows.n == max_rows) {
			next = jx_place_key_write(sql, last.round, last.department, arena);
			continue;
		}
		JxSubmission *record = read_record(sql, now_ms, arena);
		jx_growing_add(&rows, record, sql, arena);
		if (record != NULL)
			last = (struct jx_place_key){
				jx_sql_int(sql, ROUND_ROW), record->department + sizeof("departments/") - 1};
	}
	enum jx_status status = jx_sql_end(sql);
	if (status == JX_OK)
		*ret_submissions = (struct jx_submissions){(JxSubmission **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_submissions_list(struct jx_db *db, const struct jx_submission_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_error *error,
	struct jx_submissions *ret_submissions)
{
	int64_t first = 0;
	int64_t last = INT64_MAX;
	if (query->round != NULL && query->round[0] != '\0') {
		enum jx_status status = jx_round_row(db, query->round, error, &first);
		if (status != JX_OK)
			return status;
		last = first;
	}
	uint32_t max_rows = jx_page_rows(page->max_rows);
	struct jx_place_key after = jx_place_key_read(page->after);
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
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"UPDATE submissions SET state = ?2, update_ms = ?3,"
		" reviewer = CASE WHEN ?4 IS NULL THEN reviewer ELSE nullif(?4, '') END,"
		" reviewed_micros = CASE WHEN ?2 = 6 THEN ?5 WHEN ?2 NOT IN (3, 5) THEN reviewed_micros END,"
		" reviewed_decimals = CASE WHEN ?2 = 6 THEN ?6 WHEN ?2 NOT IN (3, 5) THEN reviewed_decimals "
		"END,"
		" review_reason = CASE WHEN ?2 = 6 THEN ?7 WHEN ?2 IN (3, 5) THEN '' ELSE review_reason END,"
		" accepted_version_id = CASE WHEN ?2 = 6 THEN version_id"
		" WHEN ?2 NOT IN (3, 5) THEN accepted_version_id END,"
		" due_ms = CASE WHEN ?2 = 5 THEN ?8 END WHERE id = ?9 AND state = ?1",
		error);
	jx_sql_bind_int(&sql, change->from);
	jx_sql_bind_int(&sql, change->to);
	jx_sql_bind_int(&sql, change->at_ms);
	if (change->reviewer == NULL)
		jx_sql_bind_null(&sql);
	else
		jx_sql_bind_text(&sql, change->reviewer);
	jx_sql_bind_decimal(&sql, change->reviewed_score);
	jx_sql_bind_text(&sql, change->review_reason);
	jx_sql_bind_time(&sql, change->due_ms);
	jx_sql_bind_int(&sql, change->record_id);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK && n_changed == 0)
		return jx_fail_with(error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("submission")));
	return status;
}
