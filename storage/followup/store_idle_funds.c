#include "storage/followup/store_idle_funds.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/figure/figure.h"
#include "proto/contract/service/idle_funds.h"
#include "storage/columns.h"
#include "storage/followup/fen.h"
#include "storage/followup/item_page.h"
#include "storage/registry/store_successors.h"

#define ROW_BYTES 400 /* of an item in a reply, beside its texts */

/* ---- writing ---- */

static enum jx_status add_event(struct jx_db *db, int64_t id, uint32_t number,
	const struct jx_idle_event *event, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO idle_fund_events (item_id, number, act, state_before, state_after, time_ms, day,"
		" person, added_fen, recovered_fen, carried_fen, text, document, due_time_ms, new_id)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, event->id);
	jx_sql_bind_int(&sql, event->before);
	jx_sql_bind_int(&sql, event->after);
	jx_sql_bind_int(&sql, event->at_ms);
	jx_sql_bind_int(&sql, event->day);
	jx_sql_bind_text(&sql, event->person);
	jx_sql_bind_int(&sql, event->added_fen);
	jx_sql_bind_int(&sql, event->recovered_fen);
	jx_sql_bind_int(&sql, event->carried_fen);
	jx_sql_bind_text(&sql, event->text);
	jx_sql_bind_text(&sql, event->document);
	jx_sql_bind_time(&sql, event->due_ms);
	jx_sql_bind_time(&sql, event->new_id); /* like a time: 0 is none */
	return jx_sql_run(&sql);
}

/* What was ever added is the most that any sum of the ledger can be. */
static enum jx_status check_room(struct jx_db *db, int64_t fen, struct jx_error *error)
{
	struct jx_sql sql;
	int64_t sum = 0;
	JxAmount more = JX_AMOUNT_INIT;
	char text[JX_FIGURE_TEXT_BYTES];
	jx_sql_start(&sql, db, "SELECT coalesce(sum(added_fen), 0) FROM idle_fund_events", error);
	while (jx_sql_next(&sql))
		sum = jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || (jx_int128)sum + fen <= INT64_MAX)
		return status;
	more.fen = fen;
	more.unit = JX_AMOUNT_UNIT_YUAN;
	more.decimals = JX_YUAN_DECIMALS;
	(void)!jx_amount_print(&more, text, sizeof(text));
	return jx_fail_at(error, JX_REASON_IDLE_FUNDS_TOO_LARGE, "amount", JX_ARGS(JX_TEXT(text)));
}

enum jx_status jx_idle_funds_count(
	struct jx_db *db, const char *department, uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT count(*) FROM idle_funds i WHERE i.department = ? AND (SELECT sum(e.added_fen -"
		" e.recovered_fen - e.carried_fen) FROM idle_fund_events e WHERE e.item_id = i.id) > 0",
		error);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

static enum jx_status next_number(
	struct jx_db *db, const char *department, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "SELECT coalesce(max(number), 0) + 1 FROM idle_funds WHERE department = ?", error);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

static enum jx_status insert_item(struct jx_db *db, const struct jx_new_idle_funds *item, uint32_t number,
	int64_t *ret_id, struct jx_error *error)
{
	static const JxIdleFundsOrigin nowhere = JX_IDLE_FUNDS_ORIGIN_INIT;
	const JxIdleFundsOrigin *origin = item->origin != NULL ? item->origin : &nowhere;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO idle_funds (department, number, source, budget_date, budget_day, origin_version,"
		" origin_rule, origin_field, parent_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, item->department);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, item->source);
	jx_sql_bind_text(&sql, item->budget_date);
	jx_sql_bind_int(&sql, item->budget_day);
	jx_sql_bind_text(&sql, origin->version);
	jx_sql_bind_text(&sql, origin->rule);
	jx_sql_bind_text(&sql, origin->field);
	jx_sql_bind_time(&sql, item->parent_id); /* like a time: 0 is none */
	return jx_sql_run_numbered(&sql, ret_id);
}

enum jx_status jx_idle_funds_insert(struct jx_db *db, const struct jx_new_idle_funds *item,
	const struct jx_idle_event *event, struct jx_idle_key *ret_key, struct jx_error *error)
{
	struct jx_idle_key key = {0};
	enum jx_status status = check_room(db, event->added_fen, error);
	if (status != JX_OK)
		return status;
	status = next_number(db, item->department, &key.number, error);
	if (status != JX_OK)
		return status;
	status = insert_item(db, item, key.number, &key.id, error);
	if (status != JX_OK)
		return status;
	*ret_key = key;
	return add_event(db, key.id, 1, event, error);
}

enum jx_status jx_idle_funds_add(struct jx_db *db, const struct jx_idle_funds *item,
	const struct jx_idle_event *event, struct jx_error *error)
{
	return add_event(db, item->id, item->n_events + 1, event, error);
}

/* ---- reading ---- */

/* Columns of read_item(), in its order. */
enum column {
	ID,
	DEPARTMENT,
	TITLE,
	NUMBER,
	STATE,
	SOURCE,
	BUDGET_DATE,
	BUDGET_DAY,
	ORIGIN_VERSION,
	ORIGIN_RULE,
	ORIGIN_FIELD,
	PARENT,
	AMOUNT,
	RECOVERED,
	CARRIED,
	EXPLANATION,
	DUE_TIME,
	FLAG_TIME,
	FLAGGED_BY,
	ACT_TIME,
	N_EVENTS
};
#define COLUMNS                                                                                    \
	"id, department, title, number, state, source, budget_date, budget_day, origin_version,"   \
	" origin_rule, origin_field, parent, amount_fen, recovered_fen, carried_fen, explanation," \
	" due_time_ms, flag_time_ms, flagged_by, act_time_ms, n_events"

static JxIdleFundsOrigin *read_origin(struct jx_sql *sql, struct jx_arena *arena)
{
	if (jx_sql_text_ref(sql, ORIGIN_VERSION)[0] == '\0')
		return NULL;
	JxIdleFundsOrigin *origin = jx_sql_alloc(sql, sizeof(*origin), arena);
	if (origin == NULL)
		return NULL;
	jx_idle_funds_origin_init(origin);
	origin->version = jx_sql_text(sql, ORIGIN_VERSION, arena);
	origin->rule = jx_sql_text(sql, ORIGIN_RULE, arena);
	origin->field = jx_sql_text(sql, ORIGIN_FIELD, arena);
	return origin;
}

static void read_money(struct jx_sql *sql, JxIdleFundsItem *item, int32_t day, struct jx_arena *arena)
{
	int64_t amount = jx_sql_int(sql, AMOUNT);
	int64_t recovered = jx_sql_int(sql, RECOVERED);
	int64_t carried = jx_sql_int(sql, CARRIED);
	int32_t budget_day = (int32_t)jx_sql_int(sql, BUDGET_DAY);
	int64_t outstanding = amount - recovered - carried;
	item->amount = jx_sql_amount_of_fen(sql, amount, arena);
	item->recovered = jx_sql_amount_of_fen(sql, recovered, arena);
	item->carried_over = jx_sql_amount_of_fen(sql, carried, arena);
	item->outstanding = jx_sql_amount_of_fen(sql, outstanding, arena);
	item->age_years = jx_whole_years(budget_day, day);
	item->is_over_two_years = outstanding > 0 && jx_idle_is_old(budget_day, day);
}

static void read_turn(JxIdleFundsItem *item, int64_t now_ms)
{
	const struct jx_life *life = jx_idle_life();
	const struct jx_life_facts facts = {.now_ms = now_ms, .due_ms = jx_timestamp_ms(item->due_time)};
	item->holder = jx_life_holder(life, (int)item->state);
	item->is_overdue = jx_life_is_overdue(life, (int)item->state, &facts);
}

/* What is read beside the columns. */
struct today {
	int64_t now_ms;
	int32_t day;
};

static JxIdleFundsItem *read_item(struct jx_sql *sql, const struct today *today, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	const char *code = jx_sql_text_ref(sql, DEPARTMENT);
	JxIdleFundsItem *item = jx_sql_alloc(sql, sizeof(*item), arena);
	if (item == NULL)
		return NULL;
	jx_idle_funds_item_init(item);
	item->number = (uint32_t)jx_sql_int(sql, NUMBER);
	item->name = jx_sql_copy(sql, jx_name_idle_funds(name, code, item->number), arena);
	item->department = jx_sql_name(sql, DEPARTMENT, jx_name_department, arena);
	item->department_title = jx_sql_text(sql, TITLE, arena);
	item->state = (JxIdleFundsState)jx_sql_int(sql, STATE);
	item->source = jx_sql_text(sql, SOURCE, arena);
	item->budget_date = jx_sql_text(sql, BUDGET_DATE, arena);
	item->origin = read_origin(sql, arena);
	if (!jx_sql_is_null(sql, PARENT))
		item->parent = jx_sql_copy(
			sql, jx_name_idle_funds(name, code, (uint64_t)jx_sql_int(sql, PARENT)), arena);
	item->explanation = jx_sql_text(sql, EXPLANATION, arena);
	item->due_time = jx_sql_time(sql, DUE_TIME, arena);
	item->flag_time = jx_sql_time(sql, FLAG_TIME, arena);
	item->flagged_by = jx_sql_name(sql, FLAGGED_BY, jx_name_person, arena);
	item->act_time = jx_sql_time(sql, ACT_TIME, arena);
	read_money(sql, item, today->day, arena);
	read_turn(item, today->now_ms);
	return item;
}

enum jx_status jx_idle_funds_is_flagged(
	struct jx_db *db, const struct jx_idle_found *found, bool *ret_is, struct jx_error *error)
{
	struct jx_sql sql;
	char prefix[JX_RESOURCE_NAME_BYTES + 1];
	(void)snprintf(prefix, sizeof(prefix), "%s/", found->submission);
	*ret_is = false;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM v_idle_funds i JOIN idle_fund_events e ON e.item_id = i.id AND e.number = 1"
		" WHERE (i.department = ?1 OR i.department IN " SQL_ANSWER_FOR(
			"d.code = ?1") ") AND i.source = ?2 AND i.budget_date = ?3"
				       " AND e.act = 'IDLE_FUNDS_FLAG_BY_RULE' AND (substr(i.origin_version, 1, length(?4)) = ?4"
				       " OR i.amount_fen > i.recovered_fen + i.carried_fen) LIMIT 1",
		error);
	jx_sql_bind_text(&sql, found->department);
	jx_sql_bind_text(&sql, found->source);
	jx_sql_bind_text(&sql, found->budget_date);
	jx_sql_bind_text(&sql, prefix);
	while (jx_sql_next(&sql))
		*ret_is = true;
	return jx_sql_end(&sql);
}

static enum jx_status add_answerable(struct jx_db *db, JxIdleFundsItem *item, struct jx_arena *arena,
	struct jx_answering *answering, struct jx_error *error)
{
	assert(item != NULL); /* the query has found it */
	enum jx_status status = jx_answering_find(db, item->department, arena, answering, error);
	item->answerable = answering->names;
	item->n_answerable = answering->n;
	return status;
}

enum jx_status jx_idle_funds_get(struct jx_db *db, const struct jx_item_query *query, struct jx_arena *arena,
	struct jx_idle_funds *ret_item, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_idle_funds item = {0};
	const struct today today = {query->now_ms, query->day};
	char name[JX_RESOURCE_NAME_BYTES];
	(void)jx_name_idle_funds(name, query->department, query->number);
	jx_sql_start(
		&sql, db, "SELECT " COLUMNS " FROM v_idle_funds WHERE department = ? AND number = ?", error);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, query->number);
	while (jx_sql_next(&sql)) {
		item.id = jx_sql_int(&sql, ID);
		item.budget_day = (int32_t)jx_sql_int(&sql, BUDGET_DAY);
		item.n_events = (uint32_t)jx_sql_int(&sql, N_EVENTS);
		item.message = read_item(&sql, &today, arena);
	}
	enum jx_status status =
		jx_sql_end_found(&sql, JX_REASON_IDLE_FUNDS_NOT_FOUND, JX_ARGS(JX_TEXT(name)));
	if (status == JX_OK)
		status = add_answerable(db, item.message, arena, &(struct jx_answering){0}, error);
	if (status == JX_OK)
		*ret_item = item;
	return status;
}

/* Columns of read_event(), in its order; at most one of the three sums is not 0. */
enum event_column { EVENT, ACT, BEFORE, AFTER, TIME, PERSON, MONEY, WORDS, DOCUMENT, DUE, NEW_NUMBER, CODE };

static JxIdleFundsEvent *read_event(struct jx_sql *sql, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxIdleFundsEvent *event = jx_sql_alloc(sql, sizeof(*event), arena);
	if (event == NULL)
		return NULL;
	jx_idle_funds_event_init(event);
	event->number = (uint32_t)jx_sql_int(sql, EVENT);
	event->act = jx_sql_text(sql, ACT, arena);
	event->state_before = (JxIdleFundsState)jx_sql_int(sql, BEFORE);
	event->state_after = (JxIdleFundsState)jx_sql_int(sql, AFTER);
	event->act_time = jx_sql_time(sql, TIME, arena);
	event->person = jx_sql_name(sql, PERSON, jx_name_person, arena);
	if (jx_sql_int(sql, MONEY) != 0)
		event->amount = jx_sql_amount_of_fen(sql, jx_sql_int(sql, MONEY), arena);
	event->text = jx_sql_text(sql, WORDS, arena);
	event->document = jx_sql_text(sql, DOCUMENT, arena);
	event->due_time = jx_sql_time(sql, DUE, arena);
	if (!jx_sql_is_null(sql, NEW_NUMBER))
		event->new_item = jx_sql_copy(sql,
			jx_name_idle_funds(
				name, jx_sql_text_ref(sql, CODE), (uint64_t)jx_sql_int(sql, NEW_NUMBER)),
			arena);
	return event;
}

enum jx_status jx_idle_funds_load_events(
	struct jx_db *db, const struct jx_idle_funds *item, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT e.number, e.act, e.state_before, e.state_after, e.time_ms, e.person,"
		" e.added_fen + e.recovered_fen + e.carried_fen, e.text, e.document, e.due_time_ms, n.number,"
		" n.department FROM idle_fund_events e LEFT JOIN idle_funds n ON n.id = e.new_id"
		" WHERE e.item_id = ? ORDER BY e.number",
		error);
	jx_sql_bind_int(&sql, item->id);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_event(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	item->message->events = (JxIdleFundsEvent **)rows.items;
	item->message->n_events = rows.n;
	return status;
}

/* Reads a page. @return where the next one goes on; "" at the end. */
static const char *read_page(struct jx_sql *sql, const struct today *today, uint32_t max_rows,
	struct jx_arena *arena, struct jx_list *rows)
{
	size_t n_bytes = 0;
	while (jx_sql_next(sql)) {
		n_bytes += strlen(jx_sql_text_ref(sql, SOURCE)) + strlen(jx_sql_text_ref(sql, EXPLANATION)) +
			   strlen(jx_sql_text_ref(sql, TITLE)) + ROW_BYTES;
		if (rows->n == max_rows || (rows->n > 0 && n_bytes > JX_MAX_PAGE_BYTES)) {
			const JxIdleFundsItem *last = jx_list_last(rows);
			return jx_item_page_key(sql, last->department, last->number, arena);
		}
		jx_list_add(rows, read_item(sql, today, arena), sql, arena);
	}
	return "";
}

enum jx_status jx_idle_funds_list(struct jx_db *db, const struct jx_items_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_idle_funds_list *ret_items,
	struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	struct jx_answering answering = {0};
	const struct today today = {query->now_ms, query->day};
	jx_sql_start(&sql, db, "SELECT " COLUMNS " FROM v_idle_funds" SQL_ITEM_PAGE, error);
	jx_item_page_bind(&sql, page, query);
	const char *next = read_page(&sql, &today, jx_page_rows(page->max_rows), arena, &rows);
	enum jx_status status = jx_sql_end(&sql);
	for (size_t i = 0; status == JX_OK && i < rows.n; i++)
		status = add_answerable(db, rows.items[i], arena, &answering, error);
	if (status == JX_OK)
		*ret_items = (struct jx_idle_funds_list){(JxIdleFundsItem **)rows.items, rows.n, next};
	return status;
}
