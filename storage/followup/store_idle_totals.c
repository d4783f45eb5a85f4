#include "storage/followup/store_idle_totals.h"

#include <string.h>

#include "proto/contract/service/idle_funds.h"
#include "storage/columns.h"
#include "storage/followup/fen.h"
#include "storage/page.h"
#include "storage/registry/store_successors.h"
#include "storage/sql_departments.h"

#define FIRST_DAY(year) ((int64_t)(year)*10000 + 101)
#define LAST_DAY(year)  ((int64_t)(year)*10000 + 1231)

_Static_assert(JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED == 3, "the state of ORDERED");

/* Of each item what is left by the end of the year, and where it stood then; of these the sums of a department. */
enum column { CODE, TITLE, OPENING, ADDED, RECOVERED, CARRIED, OLD, ORDERED, N_OPEN };
static const char TOTALS[] =
	"SELECT t.department, d.title, sum(t.opening), sum(t.added), sum(t.recovered), sum(t.carried),"
	" sum(CASE WHEN t.budget_day <= ?3 THEN t.closing ELSE 0 END),"
	" sum(CASE WHEN t.last_state = ?4 THEN t.closing ELSE 0 END),"
	" sum(CASE WHEN t.closing > 0 THEN 1 ELSE 0 END) FROM"
	" (SELECT i.department, i.budget_day,"
	" sum(CASE WHEN e.day < ?1 THEN e.added_fen - e.recovered_fen - e.carried_fen ELSE 0 END) AS opening,"
	" sum(CASE WHEN e.day >= ?1 THEN e.added_fen ELSE 0 END) AS added,"
	" sum(CASE WHEN e.day >= ?1 THEN e.recovered_fen ELSE 0 END) AS recovered,"
	" sum(CASE WHEN e.day >= ?1 THEN e.carried_fen ELSE 0 END) AS carried,"
	" sum(e.added_fen - e.recovered_fen - e.carried_fen) AS closing,"
	" (SELECT l.state_after FROM idle_fund_events l WHERE l.item_id = i.id AND l.day <= ?2"
	" ORDER BY l.number DESC LIMIT 1) AS last_state"
	" FROM idle_funds i JOIN idle_fund_events e ON e.item_id = i.id"
	" WHERE e.day <= ?2 AND (?5 = '' OR i.department = ?5 OR i.department IN " SQL_ANSWER_FOR(
		"d.code = ?5") ") GROUP BY i.id, i.department, i.budget_day) t"
			       " JOIN departments d ON d.code = t.department GROUP BY t.department, d.title ORDER BY t.department";

/** Sums of one department, or of many. */
struct sums {
	struct jx_idle_sums year;
	jx_int128 old;
	jx_int128 ordered;
	jx_int128 n_open;
};

static void read_sums(struct jx_sql *sql, struct sums *ret_sums)
{
	ret_sums->year.opening = jx_sql_int(sql, OPENING);
	ret_sums->year.added = jx_sql_int(sql, ADDED);
	ret_sums->year.recovered = jx_sql_int(sql, RECOVERED);
	ret_sums->year.carried_over = jx_sql_int(sql, CARRIED);
	ret_sums->old = jx_sql_int(sql, OLD);
	ret_sums->ordered = jx_sql_int(sql, ORDERED);
	ret_sums->n_open = jx_sql_int(sql, N_OPEN);
}

static void add_sums(struct sums *all, const struct sums *more)
{
	jx_idle_sums_add(&all->year, &more->year);
	all->old += more->old;
	all->ordered += more->ordered;
	all->n_open += more->n_open;
}

/* A sum as an amount. All that was ever added fits into 64 bits (jx_idle_funds_insert), so every sum does. */
static JxAmount *amount_of(struct jx_sql *sql, jx_int128 fen, struct jx_arena *arena)
{
	if (fen < 0 || fen > INT64_MAX) {
		jx_sql_set_error(sql, jx_fail_with(sql->error, JX_REASON_DATA_DAMAGED,
					      JX_ARGS(JX_TEXT("idle_fund_events"))));
		return NULL;
	}
	return jx_sql_amount_of_fen(sql, (int64_t)fen, arena);
}

static JxIdleFundsTotals *make_totals(struct jx_sql *sql, const struct sums *sums, struct jx_arena *arena)
{
	JxIdleFundsTotals *totals = jx_sql_alloc(sql, sizeof(*totals), arena);
	if (totals == NULL)
		return NULL;
	jx_idle_funds_totals_init(totals);
	totals->opening = amount_of(sql, sums->year.opening, arena);
	totals->added = amount_of(sql, sums->year.added, arena);
	totals->recovered = amount_of(sql, sums->year.recovered, arena);
	totals->carried_over = amount_of(sql, sums->year.carried_over, arena);
	totals->closing = amount_of(sql, jx_idle_closing(&sums->year), arena);
	totals->over_two_years = amount_of(sql, sums->old, arena);
	totals->ordered = amount_of(sql, sums->ordered, arena);
	totals->open_items = (uint32_t)sums->n_open;
	return totals;
}

static void bind_query(struct jx_sql *sql, const struct jx_idle_totals_query *query)
{
	jx_sql_bind_int(sql, FIRST_DAY(query->year));
	jx_sql_bind_int(sql, LAST_DAY(query->year));
	jx_sql_bind_int(sql, jx_idle_old_until(query->day));
	jx_sql_bind_int(sql, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED);
	jx_sql_bind_text(sql, query->department);
}

/* Reads all rows into the county's sums, and those of the page into the list. */
static const char *read_rows(struct jx_sql *sql, const struct jx_page *page, struct sums *county,
	struct jx_arena *arena, struct jx_list *rows)
{
	const char *after = page->after != NULL ? page->after : "";
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	while (jx_sql_next(sql)) {
		struct sums sums;
		const char *code = jx_sql_text_ref(sql, CODE);
		read_sums(sql, &sums);
		add_sums(county, &sums);
		if (strcmp(code, after) <= 0)
			continue;
		if (rows->n == max_rows) {
			next = next[0] != '\0'
				       ? next
				       : jx_name_last(((JxIdleFundsTotals *)jx_list_last(rows))->department);
			continue;
		}
		JxIdleFundsTotals *totals = make_totals(sql, &sums, arena);
		if (totals == NULL)
			break;
		totals->department = jx_sql_name(sql, CODE, jx_name_department, arena);
		totals->department_title = jx_sql_text(sql, TITLE, arena);
		jx_list_add(rows, totals, sql, arena);
	}
	return next;
}

enum jx_status jx_idle_totals(struct jx_db *db, const struct jx_idle_totals_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_idle_totals *ret_totals,
	struct jx_error *error)
{
	struct jx_sql sql;
	struct sums county = {0};
	struct jx_list rows = {0};
	struct jx_answering answering = {0};
	jx_sql_start(&sql, db, TOTALS, error);
	bind_query(&sql, query);
	const char *next = read_rows(&sql, page, &county, arena, &rows);
	JxIdleFundsTotals *totals = make_totals(&sql, &county, arena);
	enum jx_status status = jx_sql_end(&sql);
	for (size_t i = 0; status == JX_OK && i < rows.n; i++) {
		JxIdleFundsTotals *row = rows.items[i];
		status = jx_answering_find(db, row->department, arena, &answering, error);
		row->answerable = answering.names;
		row->n_answerable = answering.n;
	}
	if (status == JX_OK)
		*ret_totals = (struct jx_idle_totals){(JxIdleFundsTotals **)rows.items, rows.n, next, totals};
	return status;
}

enum jx_status jx_year_is_published(
	struct jx_db *db, uint32_t year, bool *ret_is_published, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_is_published = false;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM publications p JOIN rounds r ON r.id = p.round_id WHERE r.year = ? LIMIT 1",
		error);
	jx_sql_bind_int(&sql, year);
	while (jx_sql_next(&sql))
		*ret_is_published = true;
	return jx_sql_end(&sql);
}
