#include "storage/engine/past_views.h"

#include <stddef.h>

#include "storage/sql_states.h"

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

const char *const jx_past_views[] = {
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
	NULL,
};
