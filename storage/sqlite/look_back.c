/* A read that sees the store as it was: views of the names of the tables stand before these, for one read alone. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/log/store_log.h"
#include "storage/sql_states.h"
#include "storage/sqlite/db.h"

/* What the statements below ask of the connection: how many entries the log had, and the time. */
#define THEN_INDEX "jx_then_index()"
#define THEN_MS    "jx_then_ms()"

/* The newest copy of what a condition names. */
#define NEWEST(table, condition)                                                                             \
	"(SELECT max(n.leaf_index) FROM main." table " n WHERE n.leaf_index < " THEN_INDEX " AND " condition \
	")"

/* A table whose rows have a time and never change. */
#define UNTIL(table, column) \
	"CREATE TEMP VIEW " table " AS SELECT * FROM main." table " WHERE " column " <= " THEN_MS

/* A column of a department as the first change after the time has kept it. */
#define DEPARTMENT(column)                                                                             \
	"CASE WHEN EXISTS (SELECT 1 FROM main.department_changes h WHERE h.department = d.code"        \
	" AND h.time_ms > " THEN_MS ") THEN (SELECT h." column " FROM main.department_changes h WHERE" \
	" h.department = d.code AND h.time_ms > " THEN_MS " ORDER BY h.number LIMIT 1) ELSE d." column \
	" END AS " column

/* States that many submissions came into at once have no copy of each. */
#define LATER_STATE "FROM main.submission_states x WHERE x.submission_id = h.id AND x.time_ms <= " THEN_MS

/* Of a round that is not the one of today. */
#define FIRST_PAST_CHANGE "1099511627776"

static const char *const VIEWS[] = {
	"CREATE TEMP VIEW submissions AS SELECT h.id, h.round_id, h.department, CASE WHEN"
	" coalesce(h.state_time_ms, -1) > coalesce((SELECT max(x.time_ms) " LATER_STATE "), -1) THEN h.state"
	" ELSE coalesce((SELECT x.state " LATER_STATE
	" ORDER BY x.number DESC LIMIT 1), h.state) END AS state, h.version,"
	" h.version_id, h.accepted_version_id, nullif(max(coalesce(h.state_time_ms, -1), coalesce((SELECT"
	" max(x.time_ms) " LATER_STATE "), -1)), -1) AS state_time_ms, h.reviewer, h.reviewed_micros,"
	" h.reviewed_decimals, h.review_reason, h.due_time_ms, h.accepted_by, h.deadline_time_ms,"
	" h.is_unanswered, h.is_overdue FROM main.submission_history h WHERE h.is_gone = 0"
	" AND h.leaf_index = " NEWEST(
		"submission_history", "n.round_id = h.round_id AND n.department = h.department"),
	"CREATE TEMP VIEW rounds AS SELECT h.id, h.name, h.title, h.year, h.state, h.deadline_time_ms,"
	" h.accepts_late, h.window_end_time_ms, (SELECT count(*) FROM submissions s WHERE s.round_id = h.id)"
	" AS n_departments, (SELECT count(*) FROM submissions s WHERE s.round_id = h.id AND s.version > 0)"
	" AS n_filed, (SELECT count(*) FROM submissions s WHERE s.round_id = h.id"
	" AND s.state " SQL_IS_ACCEPTED ") AS n_accepted, (SELECT count(*) FROM publications p"
	" WHERE p.round_id = h.id) AS n_publications, h.proposal_person, h.proposal_digest,"
	" h.propose_time_ms, h.rulebook_id, " FIRST_PAST_CHANGE " + " THEN_INDEX " AS change_number,"
	" h.required_members, h.requires_head, h.given_back_ms, h.is_window_over, h.proposal_audience"
	" FROM main.round_history h WHERE h.leaf_index = " NEWEST("round_history", "n.id = h.id"),
	"CREATE TEMP VIEW issues AS SELECT i.submission_id, i.number, i.field, i.wanted_action, i.code, i.rule,"
	" i.text, h.state, i.version, i.raised_by, i.raise_time_ms, h.due_time_ms FROM main.issues i"
	" JOIN main.issue_history h ON h.submission_id = i.submission_id AND h.number = i.number"
	" WHERE h.leaf_index = " NEWEST(
		"issue_history", "n.submission_id = h.submission_id AND n.number = h.number"),
	"CREATE TEMP VIEW scores AS SELECT h.version_id, h.group_id, h.grade, h.claimed_micros,"
	" h.computed_micros, h.reviewed_micros, h.final_micros, h.common_micros, h.deduction_micros,"
	" h.coverage_micros, h.points_computed_micros, h.claimed_computed_micros, h.counted_computed_micros,"
	" h.computed_lines, h.not_computed_lines, h.full_lines, h.review, CASE h.has_sheet WHEN 1 THEN"
	" coalesce((SELECT p.sheet FROM main.past_sheets p WHERE p.version_id = h.version_id"
	" AND p.until_index >= " THEN_INDEX " ORDER BY p.until_index LIMIT 1), (SELECT t.sheet"
	" FROM main.scores t WHERE t.version_id = h.version_id)) END AS sheet FROM main.score_history h"
	" WHERE h.leaf_index = " NEWEST("score_history", "n.version_id = h.version_id"),
	"CREATE TEMP VIEW departments AS SELECT d.code, " DEPARTMENT("title") ", " DEPARTMENT("short_title") ", " DEPARTMENT("level") ", " DEPARTMENT(
		"nature") ", " DEPARTMENT("funding_form") ", " DEPARTMENT("peer_group") ", " DEPARTMENT("is_finance") ", " DEPARTMENT("retire_date") " FROM main.departments d",
	/* Who took over from a department, as the first change after the time has kept it. */
	"CREATE TEMP VIEW department_successors AS SELECT u.department, u.successor"
	" FROM main.department_successors u WHERE NOT EXISTS (SELECT 1 FROM main.department_changes h"
	" WHERE h.department = u.department AND h.time_ms > " THEN_MS ") UNION ALL"
	" SELECT h.department, j.value FROM main.department_changes h JOIN json_each(h.successors) j"
	" WHERE h.time_ms > " THEN_MS " AND h.number = (SELECT min(n.number) FROM main.department_changes n"
	" WHERE n.department = h.department AND n.time_ms > " THEN_MS ")",
	/* A version is received before the entry about it is written. */
	"CREATE TEMP VIEW versions AS SELECT v.* FROM main.versions v JOIN main.submissions o"
	" ON o.id = v.submission_id JOIN main.submission_history h ON h.round_id = o.round_id"
	" AND h.department = o.department AND h.leaf_index = " NEWEST("submission_history",
		"n.round_id = o.round_id AND n.department = o.department") " WHERE v.number <= h.version",
	UNTIL("department_changes", "time_ms"),
	UNTIL("submission_states", "time_ms"),
	UNTIL("attempts", "time_ms"),
	UNTIL("drafts", "time_ms"),
	UNTIL("draft_signatures", "time_ms"),
	UNTIL("issue_messages", "time_ms"),
	UNTIL("reminders", "time_ms"),
	UNTIL("objections", "time_ms"),
	UNTIL("objection_decisions", "time_ms"),
	UNTIL("waivers", "time_ms"),
	UNTIL("extensions", "time_ms"),
	UNTIL("closing_missing", "time_ms"),
	UNTIL("reopening_proposals", "time_ms"),
	UNTIL("publications", "publish_time_ms"),
	UNTIL("rectification_events", "time_ms"),
	UNTIL("idle_fund_events", "time_ms"),
	"CREATE TEMP VIEW rectifications AS SELECT i.* FROM main.rectifications i WHERE EXISTS (SELECT 1 FROM"
	" rectification_events e WHERE e.item_id = i.id AND e.number = 1)",
	"CREATE TEMP VIEW idle_funds AS SELECT i.* FROM main.idle_funds i WHERE EXISTS (SELECT 1 FROM"
	" idle_fund_events e WHERE e.item_id = i.id AND e.number = 1)",
};

/* Views of the store that statements read: the same again, so that their names mean the views above. */
#define VIEWS_OF_TABLES                                                                           \
	"SELECT sql FROM main.sqlite_master WHERE type = 'view' AND name IN ('publication_rows'," \
	" 'current_publications', 'current_public_publications', 'v_accepted', 'v_idle_funds', 'v_rectifications')"

static void answer_index(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct jx_db *db = sqlite3_user_data(context);
	(void)n;
	(void)values;
	sqlite3_result_int64(context, (sqlite3_int64)db->then_index);
}

static void answer_ms(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct jx_db *db = sqlite3_user_data(context);
	(void)n;
	(void)values;
	sqlite3_result_int64(context, db->then_ms);
}

static enum jx_status add_functions(struct jx_db *db, struct jx_error *error)
{
	int code = sqlite3_create_function_v2(db->sqlite, "jx_then_index", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
		db, answer_index, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(db->sqlite, "jx_then_ms", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
			db, answer_ms, NULL, NULL, NULL);
	return code == SQLITE_OK ? JX_OK : jx_db_fail(db, code, error);
}

/* "CREATE VIEW ..." of the store, as a view of this connection. */
static enum jx_status add_twin(struct jx_db *db, const char *text, struct jx_error *error)
{
	static const char PREFIX[] = "CREATE VIEW ";
	char *own = NULL;
	assert(strncmp(text, PREFIX, sizeof(PREFIX) - 1) == 0);
	own = sqlite3_mprintf("CREATE TEMP VIEW %s", text + sizeof(PREFIX) - 1);
	if (own == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_db_exec(db, own, error);
	sqlite3_free(own);
	return status;
}

static enum jx_status add_views(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	enum jx_status status = add_functions(db, error);
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(VIEWS); i++)
		status = jx_db_exec(db, VIEWS[i], error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, VIEWS_OF_TABLES, error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, add_twin(db, jx_sql_text_ref(&sql, 0), error));
	return jx_sql_end(&sql);
}

/* The time of an entry; false when there is none. */
static enum jx_status read_time(
	struct jx_db *db, uint64_t index, bool *ret_found, int64_t *ret_ms, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_found = false;
	jx_sql_start(&sql, db,
		"SELECT unixepoch(substr(entry ->> '$.act_time', 1, 19)) * 1000"
		" + CASE WHEN substr(entry ->> '$.act_time', 20, 1) = '.'"
		" THEN CAST(substr(entry ->> '$.act_time', 21, 3) AS INTEGER) ELSE 0 END"
		" FROM log_leaves WHERE leaf_index = ?",
		error);
	jx_sql_bind_int(&sql, (int64_t)index);
	while (jx_sql_next(&sql)) {
		*ret_found = true;
		*ret_ms = jx_sql_int(&sql, 0);
	}
	return jx_sql_end(&sql);
}

/* How many entries the log had: times never run backwards in it. */
static enum jx_status count_entries(
	struct jx_db *db, int64_t then_ms, uint64_t *ret_n, struct jx_error *error)
{
	struct jx_log_head head;
	uint64_t low = 0;
	enum jx_status status = jx_log_head(db, &head, error);
	uint64_t high = status == JX_OK ? head.n_entries : 0;
	while (status == JX_OK && low < high) {
		uint64_t middle = low + (high - low) / 2;
		int64_t ms = 0;
		bool is_found = false;
		status = read_time(db, middle, &is_found, &ms, error);
		if (is_found && ms <= then_ms)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_n = low;
	return status;
}

static enum jx_status read_start(struct jx_db *db, uint64_t *ret_start, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT coalesce(-min(leaf_index), 0) FROM round_history WHERE leaf_index < 0",
		error);
	while (jx_sql_next(&sql))
		*ret_start = (uint64_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_tx_look_back(
	struct jx_db *db, int64_t time_ms, int64_t *ret_since_ms, struct jx_error *error)
{
	uint64_t n = 0;
	uint64_t start = 0;
	bool is_found = false;
	assert(db->is_reading);
	*ret_since_ms = 0;
	/* The next read has a connection of its own, without all this. */
	db->is_in_doubt = true;
	enum jx_status status = count_entries(db, time_ms, &n, error);
	if (status == JX_OK)
		status = read_start(db, &start, error);
	if (status == JX_OK && (n < start || n == 0)) {
		status = read_time(db, start > 0 ? start - 1 : 0, &is_found, ret_since_ms, error);
		return status;
	}
	db->then_index = n;
	db->then_ms = time_ms;
	if (status == JX_OK)
		status = jx_db_exec(db, "PRAGMA query_only = OFF", error);
	if (status == JX_OK)
		status = add_views(db, error);
	return status == JX_OK ? jx_db_exec(db, "PRAGMA query_only = ON", error) : status;
}
