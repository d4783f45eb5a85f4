#include "storage/turns/store_turns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/methods.h"
#include "proto/contract/service/rectification.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/sql_departments.h"
#include "storage/sql_states.h"

/* Columns of the statement, in its order. `place` is a department, or the person whom an invitation is for. */
enum column { KIND, DUE, SINCE, ROUND, PLACE, NUMBER, TITLE, STATE, REMINDED };

/* Kinds, each the number of the schema. */
#define SUBMISSION    "1"
#define ISSUE         "2"
#define SIGNATURE     "3"
#define OBJECTION     "4"
#define A_ROUND       "5"
#define PUBLICATION   "6"
#define REOPENING     "7"
#define INVITATION    "8"
#define RECTIFICATION "9"
#define IDLE_FUNDS    "10"
_Static_assert(JX_TURN_KIND_SUBMISSION == 1 && JX_TURN_KIND_ISSUE == 2 && JX_TURN_KIND_SIGNATURE == 3 &&
		       JX_TURN_KIND_OBJECTION == 4 && JX_TURN_KIND_ROUND == 5 &&
		       JX_TURN_KIND_PUBLICATION == 6 && JX_TURN_KIND_REOPENING == 7 &&
		       JX_TURN_KIND_INVITATION == 8 && JX_TURN_KIND_RECTIFICATION == 9 &&
		       JX_TURN_KIND_IDLE_FUNDS == 10,
	"kinds");

#define NEVER "9223372036854775807" /* comes last in the order of due times */

/* Parameters. The caller as a person of a department, and as one of finance; a side that he is not on has no rows. */
#define DEPARTMENT "?1" /* code; "" for who is of none */
#define IS_MEMBER  "?2"
#define IS_HEAD    "?3"
#define IS_FINANCE "?4"
#define IS_LEAD    "?5"
#define PERSON     "?6"
#define NOW        "?7"
#define OWN        "?8" /* code of the department that he is kept away from; "": that of finance */
#define PROPOSED   "?9" /* a proposal of that time or before has expired */
#define ITEMS_DEPT \
	"?10" /* states of rectification items in which it is the department's turn, (1 << state) each */
#define ITEMS_FIN   "?11"
#define FUNDS_DEPT  "?12"
#define FUNDS_FIN   "?13"
#define PROPOSAL_MS "?14"
#define FILES       "?15" /* he fills in and files: a member of the team only signs */

#define ROW_OF(kind, due, since, round, place, number, title, state, reminded)                     \
	"SELECT " kind ", " due ", " since ", " round ", " place ", " number ", " title ", " state \
	", " reminded " "
#define ROW(kind, due, since, round, place, number, title, state) \
	ROW_OF(kind, due, since, round, place, number, title, state, "0")
/* A row about the report s of a department d in a round r. */
#define REPORT(kind, due, since) ROW(kind, due, since, "r.name", "s.department", "0", "d.title", "s.state")
#define REPORT_ISSUE(due, since) \
	ROW(ISSUE, due, since, "r.name", "s.department", "i.number", "d.title", "s.state")
#define FROM_REPORTS                                            \
	"FROM submissions s JOIN rounds r ON r.id = s.round_id" \
	" JOIN departments d ON d.code = s.department "
#define NOT_OWN " AND s.department <> " OWN " AND (d.is_finance = 0 OR " OWN " <> '')"
#define MINE    "(s.state = " SQL_UNDER_REVIEW " AND s.reviewer = " PERSON ")"
#define IN_WORK " AND r.state " SQL_ROUND_IN_WORK

/* ---- of the department ---- */

/* What it may be reminded of, with when it was. */
#define OWN_REPORT(due, since)                                                                   \
	ROW_OF(SUBMISSION, due, since, "r.name", "s.department", "0", "d.title", "s.state",      \
		"coalesce((SELECT max(m.time_ms) FROM reminders m WHERE m.round_id = s.round_id" \
		" AND m.department = s.department AND m.time_ms >= coalesce(s.state_time_ms, 0)), 0)")
#define OF_OWN   "WHERE s.department = " DEPARTMENT
#define OF_FILER OF_OWN " AND " FILES " = 1"
/* What it files: until its own deadline, where that is the later one. */
#define DEADLINE                                                                         \
	"CASE WHEN s.deadline_time_ms > r.deadline_time_ms THEN s.deadline_time_ms ELSE" \
	" r.deadline_time_ms END"
#define TO_FILE                                                                                      \
	OWN_REPORT(DEADLINE, "coalesce(s.state_time_ms, 0)")                                         \
	FROM_REPORTS OF_FILER " AND s.state IN (" SQL_NOT_STARTED ", " SQL_DRAFT                     \
			      ") AND (r.state = " SQL_ROUND_OPEN " OR (r.state = " SQL_ROUND_CLOSING \
			      " AND (r.accepts_late = 1 OR s.deadline_time_ms > " NOW ")))"
#define TO_ANSWER                                                           \
	OWN_REPORT("coalesce(s.due_time_ms, " NEVER ")", "s.state_time_ms") \
	FROM_REPORTS OF_FILER " AND s.state IN (" SQL_RETURNED ", " SQL_REOPENED ")" IN_WORK
#define TO_LOOK_THROUGH                                       \
	OWN_REPORT("r.window_end_time_ms", "s.state_time_ms") \
	FROM_REPORTS OF_OWN " AND s.state = " SQL_CHECKING " AND r.window_end_time_ms > " NOW
#define OPEN_ISSUES                                                                                     \
	REPORT_ISSUE("coalesce(s.due_time_ms, " NEVER ")", "i.raise_time_ms")                           \
	FROM_REPORTS "JOIN issues i ON i.submission_id = s.id " OF_FILER " AND s.state = " SQL_RETURNED \
		     " AND i.state = " SQL_ISSUE_OPEN IN_WORK
/* The newest draft, which somebody who must sign it has not signed. */
#define TO_SIGN                                                                                           \
	REPORT(SIGNATURE, NEVER, "f.time_ms")                                                             \
	FROM_REPORTS "JOIN drafts f ON f.submission_id = s.id AND f.number = (SELECT max(n.number)"       \
		     " FROM drafts n WHERE n.submission_id = s.id) " OF_OWN " AND s.state IN (" SQL_DRAFT \
		     ", " SQL_RETURNED ", " SQL_REOPENED ") AND ((" IS_MEMBER                             \
		     " = 1 AND r.required_members > 0) OR (" IS_HEAD                                      \
		     " = 1 AND r.requires_head = 1)) AND NOT EXISTS (SELECT 1 FROM draft_signatures g"    \
		     " WHERE g.submission_id = s.id AND g.digest = f.digest AND g.person = " PERSON       \
		     ")" IN_WORK

/* ---- of finance ---- */

#define TO_REVIEW                                    \
	REPORT(SUBMISSION, NEVER, "s.state_time_ms") \
	FROM_REPORTS "WHERE " IS_FINANCE " = 1 AND (s.state = " SQL_SUBMITTED " OR " MINE ")" NOT_OWN IN_WORK
#define ANSWERED_ISSUES                                                                           \
	REPORT_ISSUE(NEVER, "s.state_time_ms")                                                    \
	FROM_REPORTS "JOIN issues i ON i.submission_id = s.id WHERE " IS_FINANCE " = 1 AND " MINE \
		     " AND i.state = " SQL_ISSUE_ANSWERED IN_WORK
#define OBJECTIONS                                                       \
	REPORT(OBJECTION, NEVER, "s.state_time_ms")                      \
	FROM_REPORTS "WHERE " IS_LEAD " = 1 AND s.state = " SQL_OBJECTED \
		     " AND coalesce(s.accepted_by, '') <> " PERSON NOT_OWN IN_WORK
/* A department that has let its time pass: a lead may accept what it has filed. */
#define UNANSWERED                                                       \
	REPORT(SUBMISSION, "s.due_time_ms", "s.state_time_ms")           \
	FROM_REPORTS "WHERE " IS_LEAD " = 1 AND s.state = " SQL_RETURNED \
		     " AND s.due_time_ms < " NOW NOT_OWN IN_WORK

/* ---- of leads ---- */

/* A row about a round. */
#define ROUND_ROW(kind, due, since) ROW(kind, due, since, "r.name", "''", "0", "''", "r.state")
/* What a lead closes and publishes. While an objection is open, or a proposal waits, the round itself does not. */
#define ROUNDS                                                                                             \
	ROUND_ROW(A_ROUND, NEVER,                                                                          \
		"CASE r.state WHEN " SQL_ROUND_PROVISIONAL                                                 \
		" THEN r.window_end_time_ms ELSE r.deadline_time_ms END")                                  \
	"FROM rounds r WHERE " IS_LEAD " = 1 AND (r.state IN (" SQL_ROUND_CLOSING ", " SQL_ROUND_CLOSED    \
	") OR (r.state = " SQL_ROUND_PROVISIONAL " AND r.window_end_time_ms <= " NOW                       \
	" AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.round_id = r.id AND s.state = " SQL_OBJECTED \
	"))) AND coalesce(r.propose_time_ms, 0) <= " PROPOSED
#define PUBLICATIONS                                                                    \
	ROUND_ROW(PUBLICATION, "r.propose_time_ms + " PROPOSAL_MS, "r.propose_time_ms") \
	"FROM rounds r WHERE " IS_LEAD " = 1 AND r.propose_time_ms > " PROPOSED         \
	" AND r.proposal_person <> " PERSON
#define REOPENINGS                                                                         \
	REPORT(REOPENING, "p.time_ms + " PROPOSAL_MS, "p.time_ms")                         \
	FROM_REPORTS "JOIN reopening_proposals p ON p.submission_id = s.id WHERE " IS_LEAD \
		     " = 1 AND p.time_ms > " PROPOSED " AND p.person <> " PERSON NOT_OWN
#define INVITATIONS                                                                                     \
	ROW(INVITATION, "p.propose_time_ms + " PROPOSAL_MS, "p.propose_time_ms", "''", "p.person", "0", \
		"''", "0")                                                                              \
	"FROM lead_proposals p WHERE " IS_LEAD " = 1 AND p.propose_time_ms > " PROPOSED                 \
	" AND p.proposed_by <> " PERSON

/* ---- items that outlive their round ---- */

/* An item s of a department d, with its newest act e. */
#define ITEM(kind, due, items, events)                                                            \
	ROW(kind, due, "e.time_ms", "''", "s.department", "s.number", "d.title", "e.state_after") \
	"FROM " items " s JOIN departments d ON d.code = s.department JOIN " events               \
	" e ON e.item_id = s.id AND e.number = (SELECT max(number) FROM " events " WHERE item_id = s.id) "
#define ITEM_DUE      "coalesce(e.due_time_ms, " NEVER ")"
#define IS_IN(states) " AND " SQL_HAS_BIT(states, "e.state_after")
/* Items of a department that has ended are those of who took over what it did. */
#define IS_ANSWERED  "WHERE s.department IN (SELECT code FROM taken)"
#define NOT_ANSWERED NOT_OWN " AND s.department NOT IN (SELECT code FROM taken)"
#define RECTIFY \
	ITEM(RECTIFICATION, ITEM_DUE, "rectifications", "rectification_events") IS_ANSWERED IS_IN(ITEMS_DEPT)
#define IDLE ITEM(IDLE_FUNDS, ITEM_DUE, "idle_funds", "idle_fund_events") IS_ANSWERED IS_IN(FUNDS_DEPT)
#define VERIFY                                                               \
	ITEM(RECTIFICATION, NEVER, "rectifications", "rectification_events") \
	"WHERE " IS_FINANCE " = 1" IS_IN(ITEMS_FIN) NOT_ANSWERED
#define IDLE_TO_DECIDE                                            \
	ITEM(IDLE_FUNDS, NEVER, "idle_funds", "idle_fund_events") \
	"WHERE " IS_LEAD " = 1" IS_IN(FUNDS_FIN) NOT_ANSWERED

#define AND_ALSO " UNION ALL "
/* The rows of one side behind a key. @param own  which departments those are whose items it answers for. */
#define SIDE(own, arms)                                                                                   \
	"WITH RECURSIVE " SQL_TAKEN(own) ", turns (kind, due, since, round, place, number, title, state," \
					 " reminded) AS (" arms ") SELECT * FROM turns WHERE"             \
					 " (due, since, kind, round, place, number) >"                    \
					 " (?16, ?17, ?18, ?19, ?20, ?21)"                                \
					 " ORDER BY due, since, kind, round, place, number LIMIT ?22"

static const char OF_DEPARTMENT[] =
	SIDE("d.code = " DEPARTMENT, TO_FILE AND_ALSO TO_ANSWER AND_ALSO TO_LOOK_THROUGH AND_ALSO OPEN_ISSUES
					     AND_ALSO TO_SIGN AND_ALSO RECTIFY AND_ALSO IDLE);
static const char OF_FINANCE[] = SIDE("d.code = " OWN " OR (" OWN " = '' AND d.is_finance = 1)",
	TO_REVIEW AND_ALSO ANSWERED_ISSUES AND_ALSO OBJECTIONS AND_ALSO UNANSWERED AND_ALSO VERIFY AND_ALSO
		IDLE_TO_DECIDE);
static const char OF_LEADS[] =
	SIDE("1 = 0", ROUNDS AND_ALSO PUBLICATIONS AND_ALSO REOPENINGS AND_ALSO INVITATIONS);

/* The sides that somebody may be on, in the order in which they are listed. */
static const char *const SIDES[] = {OF_DEPARTMENT, OF_LEADS, OF_FINANCE};

/* ---- pages ---- */

#define N_KEY_NUMBERS 5
#define KEY_BYTES     (2 * JX_MAX_CODE_BYTES + 24 * N_KEY_NUMBERS)

enum key_number { KEY_SIDE, KEY_DUE, KEY_SINCE, KEY_KIND, KEY_NUMBER };

/* The key of a row as text: "{side}/{due}/{since}/{kind}/{number}/{round}/{place}". No id holds a "/". */
struct key {
	int64_t numbers[N_KEY_NUMBERS];
	char round[JX_MAX_CODE_BYTES + 1];
	const char *place; /* borrowed from the text */
};

static const struct key BEFORE_ALL = {.numbers = {[KEY_DUE] = INT64_MIN}, .place = ""};

/* What is no key, and "", is the key before every row. */
static struct key read_key(const char *text)
{
	struct key key = BEFORE_ALL;
	const char *at = text != NULL ? text : "";
	for (size_t i = 0; i < N_KEY_NUMBERS; i++) {
		char *end = NULL;
		key.numbers[i] = strtoll(at, &end, 10);
		if (*end != '/')
			return BEFORE_ALL;
		at = end + 1;
	}
	size_t n_round = strcspn(at, "/");
	if (at[n_round] != '/' || key.numbers[KEY_SIDE] < 0)
		return BEFORE_ALL;
	(void)jx_text_copy_n(key.round, sizeof(key.round), at, n_round);
	key.place = at + n_round + 1;
	return key;
}

static const char *write_key(size_t side, struct jx_sql *sql, struct jx_arena *arena)
{
	char text[KEY_BYTES];
	(void)snprintf(text, sizeof(text), "%zu/%" PRId64 "/%" PRId64 "/%" PRId64 "/%" PRId64 "/%s/%s", side,
		jx_sql_int(sql, DUE), jx_sql_int(sql, SINCE), jx_sql_int(sql, KIND), jx_sql_int(sql, NUMBER),
		jx_sql_text_ref(sql, ROUND), jx_sql_text_ref(sql, PLACE));
	return jx_sql_copy(sql, text, arena);
}

/* ---- rows ---- */

static bool is_about_round(JxTurnKind kind)
{
	return kind == JX_TURN_KIND_ROUND || kind == JX_TURN_KIND_PUBLICATION;
}

/* What a row is about. */
static const char *name_of(struct jx_sql *sql, JxTurnKind kind, char out[JX_RESOURCE_NAME_BYTES])
{
	const char *round = jx_sql_text_ref(sql, ROUND);
	const char *place = jx_sql_text_ref(sql, PLACE);
	uint64_t number = (uint64_t)jx_sql_int(sql, NUMBER);
	if (is_about_round(kind))
		return jx_name_round(out, round);
	if (kind == JX_TURN_KIND_INVITATION)
		return jx_name_person(out, place);
	if (kind == JX_TURN_KIND_RECTIFICATION)
		return jx_name_rectification(out, place, number);
	if (kind == JX_TURN_KIND_IDLE_FUNDS)
		return jx_name_idle_funds(out, place, number);
	return jx_name_submission(out, round, place);
}

static void set_state(JxTurn *turn, int state)
{
	if (is_about_round(turn->kind))
		turn->round_state = (JxRoundState)state;
	else if (turn->kind == JX_TURN_KIND_RECTIFICATION)
		turn->rectification_state = (JxRectificationState)state;
	else if (turn->kind == JX_TURN_KIND_IDLE_FUNDS)
		turn->idle_funds_state = (JxIdleFundsState)state;
	else
		turn->submission_state = (JxSubmissionState)state;
}

static JxTurn *read_turn(struct jx_sql *sql, int64_t now_ms, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxTurn *turn = jx_sql_alloc(sql, sizeof(*turn), arena);
	if (turn == NULL)
		return NULL;
	jx_turn_init(turn);
	turn->kind = (JxTurnKind)jx_sql_int(sql, KIND);
	turn->name = jx_sql_copy(sql, name_of(sql, turn->kind, name), arena);
	if (jx_sql_text_ref(sql, ROUND)[0] != '\0')
		turn->round = jx_sql_name(sql, ROUND, jx_name_round, arena);
	if (turn->kind != JX_TURN_KIND_INVITATION && jx_sql_text_ref(sql, PLACE)[0] != '\0')
		turn->department = jx_sql_name(sql, PLACE, jx_name_department, arena);
	turn->department_title = jx_sql_text(sql, TITLE, arena);
	if (turn->kind == JX_TURN_KIND_ISSUE)
		turn->issue_number = (uint32_t)jx_sql_int(sql, NUMBER);
	set_state(turn, (int)jx_sql_int(sql, STATE));
	turn->since_time = jx_sql_time(sql, SINCE, arena);
	if (jx_sql_int(sql, DUE) != INT64_MAX)
		turn->due_time = jx_sql_time(sql, DUE, arena);
	turn->is_overdue = jx_sql_int(sql, DUE) < now_ms;
	if (jx_sql_int(sql, REMINDED) != 0)
		turn->reminded_time = jx_sql_time(sql, REMINDED, arena);
	return turn;
}

/* ---- the list ---- */

static void bind_caller(struct jx_sql *sql, const struct jx_turns_query *query)
{
	bool is_lead = (query->roles & JX_ROLES_LEADS) != 0;
	const struct jx_life *items = jx_rectification_life();
	const struct jx_life *funds = jx_idle_life();
	int64_t proposal_ms = JX_PROPOSAL_HOURS * INT64_C(3600000);
	jx_sql_bind_text(sql, (query->roles & JX_ROLES_OWN) != 0 ? query->department : "");
	jx_sql_bind_int(sql, (query->roles & JX_ROLE_MEMBER) != 0);
	jx_sql_bind_int(sql, (query->roles & JX_ROLE_HEAD) != 0);
	jx_sql_bind_int(sql, (query->roles & JX_ROLES_FINANCE) != 0);
	jx_sql_bind_int(sql, is_lead);
	jx_sql_bind_text(sql, query->person);
	jx_sql_bind_int(sql, query->now_ms);
	jx_sql_bind_text(sql, query->department);
	jx_sql_bind_int(sql, query->now_ms - proposal_ms);
	jx_sql_bind_int(sql, jx_life_states_of(items, JX_HOLDER_DEPARTMENT));
	jx_sql_bind_int(sql, jx_life_states_of(items, JX_HOLDER_FINANCE));
	jx_sql_bind_int(sql, jx_life_states_of(funds, JX_HOLDER_DEPARTMENT));
	jx_sql_bind_int(sql, jx_life_states_of(funds, JX_HOLDER_FINANCE));
	jx_sql_bind_int(sql, proposal_ms);
	jx_sql_bind_int(sql, (query->roles & (JX_ROLE_ENTERER | JX_ROLE_HEAD)) != 0);
}

static void bind_page(struct jx_sql *sql, const struct key *after, uint32_t max_rows)
{
	jx_sql_bind_int(sql, after->numbers[KEY_DUE]);
	jx_sql_bind_int(sql, after->numbers[KEY_SINCE]);
	jx_sql_bind_int(sql, after->numbers[KEY_KIND]);
	jx_sql_bind_text(sql, after->round);
	jx_sql_bind_text(sql, after->place);
	jx_sql_bind_int(sql, after->numbers[KEY_NUMBER]);
	jx_sql_bind_int(sql, (int64_t)max_rows + 1);
}

/* A page that is being filled, from one side after the other. */
struct filling {
	struct jx_arena *arena;
	struct jx_list rows;
	uint32_t max_rows;
	const char *last; /* key of the last row of a full page */
	const char *next;
};

static enum jx_status read_side(struct jx_db *db, const struct jx_turns_query *query, size_t side,
	const struct key *after, struct filling *filling, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, SIDES[side], error);
	bind_caller(&sql, query);
	bind_page(&sql, after, filling->max_rows);
	while (filling->next[0] == '\0' && jx_sql_next(&sql)) {
		if (filling->rows.n == filling->max_rows) {
			filling->next = filling->last;
			continue;
		}
		jx_list_add(
			&filling->rows, read_turn(&sql, query->now_ms, filling->arena), &sql, filling->arena);
		if (filling->rows.n == filling->max_rows)
			filling->last = write_key(side, &sql, filling->arena);
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_turns_list(struct jx_db *db, const struct jx_turns_query *query, const struct jx_page *page,
	struct jx_arena *arena, struct jx_turns *ret_turns, struct jx_error *error)
{
	struct filling filling = {
		.arena = arena, .max_rows = jx_page_rows(page->max_rows), .last = "", .next = ""};
	struct key after = read_key(page->after);
	enum jx_status status = JX_OK;
	for (size_t side = (size_t)after.numbers[KEY_SIDE]; status == JX_OK && side < JX_COUNT_OF(SIDES);
		side++) {
		status = read_side(db, query, side, &after, &filling, error);
		after = BEFORE_ALL;
	}
	if (status == JX_OK)
		*ret_turns = (struct jx_turns){(JxTurn **)filling.rows.items, filling.rows.n, filling.next};
	return status;
}
