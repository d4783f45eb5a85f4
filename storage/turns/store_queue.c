#include "storage/turns/store_queue.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_states.h"

/* Columns of the statement, in its order. `first` orders before the wait: the risk below its limit, so that the greatest
 * comes first; 0 by age. */
enum column {
	FIRST,
	SINCE,
	DEPARTMENT,
	ROUND,
	TITLE,
	STATE,
	REVIEWER,
	RISK,
	VERSION,
	EXPLAIN,
	INFO,
	CLAIMED,
	CLAIMED_DECIMALS,
	COMPUTED,
	COMPUTED_DECIMALS,
	GROUP,
	LATE,
	RETURNS,
	EXPENDITURE
};

/* The parts of a risk, as the schema says of QueueRow. Scores are millionths of a point, money of 万元. */
#define PER_EXPLAINED  "3"
#define UNVERIFIABLE   "10"
#define LATE_FILING    "5"
#define PER_RETURN     "5"
#define LARGE_ACCOUNT  "10"
#define MIDDLE_ACCOUNT "5"
#define LARGE_MICROS   "10000000000"
#define MIDDLE_MICROS  "1000000000"
#define NO_COVERAGE    "2"
_Static_assert(JX_COVERAGE_GROUP_UNVERIFIABLE == 2, "NO_COVERAGE");
#define RISK_LIMIT "1000000000" /* above every risk */

/* Of the department of s, in the newest other round in which a report of it was accepted. */
#define SPENT                                                                                                \
	"(SELECT m.micros FROM submissions o JOIN metric_values m ON m.version_id = o.accepted_version_id"   \
	" JOIN metric_keys k ON k.id = m.key_id AND k.key = 'expenditure' WHERE o.department = s.department" \
	" AND o.round_id <> s.round_id ORDER BY o.round_id DESC LIMIT 1)"
#define RETURNED                                                                                             \
	"(SELECT count(*) FROM submission_states h WHERE h.submission_id = s.id AND h.state = " SQL_RETURNED \
	")"
#define WAITING                                                                                            \
	"SELECT v.submit_time_ms AS since, s.department, r.name, d.title, s.state, s.reviewer, s.version," \
	" v.explain_findings, v.info_findings, v.claimed_micros, v.claimed_decimals, t.computed_micros,"   \
	" 2 AS computed_decimals, t.group_id, v.is_late, " RETURNED " AS returns, " SPENT " AS spent"      \
	" FROM submissions s JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code ="            \
	" s.department JOIN versions v ON v.id = s.version_id LEFT JOIN scores t ON t.version_id ="        \
	" s.version_id WHERE s.round_id = ?1 AND s.state IN (" SQL_SUBMITTED ", " SQL_UNDER_REVIEW ")"     \
	" AND (?4 = 0 OR s.reviewer = ?2) AND s.department <> ?3 AND (d.is_finance = 0 OR ?3 <> '')"
#define RISK_OF                                                                                      \
	"explain_findings * " PER_EXPLAINED " + info_findings"                                       \
	" + CASE WHEN claimed_micros > computed_micros THEN (claimed_micros - computed_micros)"      \
	" / 1000000 ELSE 0 END + CASE group_id WHEN " NO_COVERAGE " THEN " UNVERIFIABLE              \
	" ELSE 0 END + is_late * " LATE_FILING " + returns * " PER_RETURN                            \
	" + CASE WHEN spent >= " LARGE_MICROS " THEN " LARGE_ACCOUNT " WHEN spent >= " MIDDLE_MICROS \
	" THEN " MIDDLE_ACCOUNT " ELSE 0 END"

static const char LIST[] =
	"SELECT * FROM (SELECT CASE ?5 WHEN 1 THEN 0 ELSE " RISK_LIMIT
	" - risk END AS first, since, department,"
	" name, title, state, reviewer, risk, version, explain_findings, info_findings, claimed_micros,"
	" claimed_decimals, computed_micros, computed_decimals, group_id, is_late, returns, spent FROM"
	" (SELECT w.*, " RISK_OF " AS risk FROM (" WAITING ") w) q) p"
	" WHERE (first, since, department) > (?6, ?7, ?8) ORDER BY first, since, department LIMIT ?9";

static JxAmount *read_spent(struct jx_sql *sql, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, EXPENDITURE))
		return NULL;
	JxAmount *amount = jx_sql_alloc(sql, sizeof(*amount), arena);
	if (amount == NULL)
		return NULL;
	jx_amount_init(amount);
	amount->fen = jx_sql_int(sql, EXPENDITURE); /* a millionth of 万元 is a fen */
	amount->unit = JX_AMOUNT_UNIT_WAN_YUAN;
	amount->decimals = 2;
	return amount;
}

static JxQueueRow *read_row(struct jx_sql *sql, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxQueueRow *row = jx_sql_alloc(sql, sizeof(*row), arena);
	if (row == NULL)
		return NULL;
	jx_queue_row_init(row);
	row->name = jx_sql_copy(sql,
		jx_name_submission(name, jx_sql_text_ref(sql, ROUND), jx_sql_text_ref(sql, DEPARTMENT)),
		arena);
	row->department = jx_sql_name(sql, DEPARTMENT, jx_name_department, arena);
	row->department_title = jx_sql_text(sql, TITLE, arena);
	row->state = (JxSubmissionState)jx_sql_int(sql, STATE);
	row->reviewer = jx_sql_name(sql, REVIEWER, jx_name_person, arena);
	row->risk = (uint32_t)jx_sql_int(sql, RISK);
	row->since_time = jx_sql_time(sql, SINCE, arena);
	row->version_number = (uint32_t)jx_sql_int(sql, VERSION);
	row->explain_findings = (uint32_t)jx_sql_int(sql, EXPLAIN);
	row->info_findings = (uint32_t)jx_sql_int(sql, INFO);
	row->claimed_score = jx_sql_decimal(sql, CLAIMED, arena);
	row->computed_score = jx_sql_decimal(sql, COMPUTED, arena);
	row->group = (JxCoverageGroup)jx_sql_int(sql, GROUP);
	row->is_late = jx_sql_int(sql, LATE) != 0;
	row->return_count = (uint32_t)jx_sql_int(sql, RETURNS);
	row->expenditure = read_spent(sql, arena);
	return row;
}

/* ---- pages ---- */

/* The key of a row as text: "{first}/{since}/{department}". */
struct key {
	int64_t first, since;
	const char *department; /* borrowed from the text */
};

/* What is no key, and "", is the key before every row. */
static struct key read_key(const char *text)
{
	char *end = NULL;
	struct key key = {.department = ""};
	int64_t first = strtoll(text != NULL ? text : "", &end, 10);
	if (*end != '/')
		return key;
	int64_t since = strtoll(end + 1, &end, 10);
	return *end == '/' ? (struct key){first, since, end + 1} : key;
}

static const char *write_key(struct jx_sql *sql, struct jx_arena *arena)
{
	char text[JX_MAX_CODE_BYTES + 48];
	(void)snprintf(text, sizeof(text), "%" PRId64 "/%" PRId64 "/%s", jx_sql_int(sql, FIRST),
		jx_sql_int(sql, SINCE), jx_sql_text_ref(sql, DEPARTMENT));
	return jx_sql_copy(sql, text, arena);
}

enum jx_status jx_queue_list(struct jx_db *db, const struct jx_queue_query *query, const struct jx_page *page,
	struct jx_arena *arena, struct jx_queue_rows *ret_rows, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	int64_t round = 0;
	const struct key after = read_key(page->after);
	uint32_t max_rows = jx_page_rows(page->max_rows);
	const char *last = "";
	const char *next = "";
	enum jx_status status = jx_round_row(db, query->round, &round, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, LIST, error);
	jx_sql_bind_int(&sql, round);
	jx_sql_bind_text(&sql, query->person);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, query->only_mine);
	jx_sql_bind_int(&sql, query->is_by_age);
	jx_sql_bind_int(&sql, after.first);
	jx_sql_bind_int(&sql, after.since);
	jx_sql_bind_text(&sql, after.department);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows) {
			next = last;
			continue;
		}
		jx_list_add(&rows, read_row(&sql, arena), &sql, arena);
		if (rows.n == max_rows)
			last = write_key(&sql, arena);
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_rows = (struct jx_queue_rows){(JxQueueRow **)rows.items, rows.n, next};
	return status;
}
