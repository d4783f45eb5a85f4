#include "storage/followup/store_rectifications.h"

#include <assert.h>
#include <string.h>

#include "proto/contract/service/rectification.h"
#include "storage/columns.h"
#include "storage/followup/item_page.h"
#include "storage/registry/store_successors.h"

#define ROW_BYTES 400 /* of an item in a reply, beside its texts */

/* ---- writing ---- */

static enum jx_status add_act(struct jx_db *db, int64_t id, uint32_t number,
	const struct jx_rectification_event *act, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO rectification_events (item_id, number, act, state_before, state_after, time_ms,"
		" person, text, due_time_ms, planned_time_ms, repeats) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, act->id);
	jx_sql_bind_int(&sql, act->before);
	jx_sql_bind_int(&sql, act->after);
	jx_sql_bind_int(&sql, act->at_ms);
	jx_sql_bind_text(&sql, act->person);
	jx_sql_bind_text(&sql, act->text);
	jx_sql_bind_time(&sql, act->due_ms);
	jx_sql_bind_time(&sql, act->planned_ms);
	jx_sql_bind_text(&sql, act->repeats);
	return jx_sql_run(&sql);
}

static enum jx_status next_number(
	struct jx_db *db, const char *department, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT coalesce(max(number), 0) + 1 FROM rectifications WHERE department = ?",
		error);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_rectification_insert(struct jx_db *db, const struct jx_new_rectification *item,
	const struct jx_rectification_event *act, uint32_t *ret_number, struct jx_error *error)
{
	static const JxRectificationOrigin nowhere = JX_RECTIFICATION_ORIGIN_INIT;
	const JxRectificationOrigin *origin = item->origin != NULL ? item->origin : &nowhere;
	uint32_t number = 0;
	int64_t id = 0;
	struct jx_sql sql;
	enum jx_status status = next_number(db, item->department, &number, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO rectifications (department, number, origin_version, origin_field, origin_issue)"
		" VALUES (?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, item->department);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, origin->version);
	jx_sql_bind_text(&sql, origin->field);
	jx_sql_bind_int(&sql, origin->issue_number);
	status = jx_sql_run_numbered(&sql, &id);
	if (status != JX_OK)
		return status;
	*ret_number = number;
	return add_act(db, id, 1, act, error);
}

enum jx_status jx_rectification_add(struct jx_db *db, const struct jx_rectification *item,
	const struct jx_rectification_event *act, struct jx_error *error)
{
	return add_act(db, item->id, item->n_acts + 1, act, error);
}

/* ---- reading ---- */

/* Columns of read_item(), in its order. */
enum column {
	ID,
	DEPARTMENT,
	TITLE,
	NUMBER,
	STATE,
	ORIGIN_VERSION,
	ORIGIN_FIELD,
	ORIGIN_ISSUE,
	PROBLEM,
	MEASURE,
	REPEATS,
	EVIDENCE,
	DUE_TIME,
	PLANNED_TIME,
	RAISE_TIME,
	RAISED_BY,
	ACT_TIME,
	N_ACTS,
	LAST_ACT
};
#define COLUMNS                                                                                               \
	"id, department, title, number, state, origin_version, origin_field, origin_issue, problem, measure," \
	" repeats, evidence, due_time_ms, planned_time_ms, raise_time_ms, raised_by, act_time_ms, n_events,"  \
	" last_act"

static JxRectificationOrigin *read_origin(struct jx_sql *sql, struct jx_arena *arena)
{
	if (jx_sql_text_ref(sql, ORIGIN_VERSION)[0] == '\0')
		return NULL;
	JxRectificationOrigin *origin = jx_sql_alloc(sql, sizeof(*origin), arena);
	if (origin == NULL)
		return NULL;
	jx_rectification_origin_init(origin);
	origin->version = jx_sql_text(sql, ORIGIN_VERSION, arena);
	origin->field = jx_sql_text(sql, ORIGIN_FIELD, arena);
	origin->issue_number = (uint32_t)jx_sql_int(sql, ORIGIN_ISSUE);
	return origin;
}

static void read_turn(JxRectificationItem *item, int64_t now_ms)
{
	const struct jx_life *life = jx_rectification_life();
	const struct jx_life_facts facts = {.now_ms = now_ms, .due_ms = jx_timestamp_ms(item->due_time)};
	item->holder = jx_life_holder(life, (int)item->state);
	item->is_overdue = jx_life_is_overdue(life, (int)item->state, &facts);
}

static JxRectificationItem *read_item(struct jx_sql *sql, int64_t now_ms, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxRectificationItem *item = jx_sql_alloc(sql, sizeof(*item), arena);
	if (item == NULL)
		return NULL;
	jx_rectification_item_init(item);
	item->number = (uint32_t)jx_sql_int(sql, NUMBER);
	item->name = jx_sql_copy(
		sql, jx_name_rectification(name, jx_sql_text_ref(sql, DEPARTMENT), item->number), arena);
	item->department = jx_sql_name(sql, DEPARTMENT, jx_name_department, arena);
	item->department_title = jx_sql_text(sql, TITLE, arena);
	item->state = (JxRectificationState)jx_sql_int(sql, STATE);
	item->origin = read_origin(sql, arena);
	item->problem = jx_sql_text(sql, PROBLEM, arena);
	item->measure = jx_sql_text(sql, MEASURE, arena);
	item->repeats = jx_sql_text(sql, REPEATS, arena);
	item->evidence = jx_sql_text(sql, EVIDENCE, arena);
	item->due_time = jx_sql_time(sql, DUE_TIME, arena);
	item->planned_time = jx_sql_time(sql, PLANNED_TIME, arena);
	item->raise_time = jx_sql_time(sql, RAISE_TIME, arena);
	item->raised_by = jx_sql_name(sql, RAISED_BY, jx_name_person, arena);
	item->act_time = jx_sql_time(sql, ACT_TIME, arena);
	read_turn(item, now_ms);
	return item;
}

static enum jx_status add_answerable(struct jx_db *db, JxRectificationItem *item, struct jx_arena *arena,
	struct jx_answering *answering, struct jx_error *error)
{
	assert(item != NULL); /* the query has found it */
	enum jx_status status = jx_answering_find(db, item->department, arena, answering, error);
	item->answerable = answering->names;
	item->n_answerable = answering->n;
	return status;
}

enum jx_status jx_rectification_get(struct jx_db *db, const struct jx_item_query *query,
	struct jx_arena *arena, struct jx_rectification *ret_item, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_rectification item = {0};
	char name[JX_RESOURCE_NAME_BYTES];
	(void)jx_name_rectification(name, query->department, query->number);
	jx_sql_start(&sql, db, "SELECT " COLUMNS " FROM v_rectifications WHERE department = ? AND number = ?",
		error);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, query->number);
	while (jx_sql_next(&sql)) {
		item.id = jx_sql_int(&sql, ID);
		item.n_acts = (uint32_t)jx_sql_int(&sql, N_ACTS);
		item.is_planned_last =
			strcmp(jx_sql_text_ref(&sql, LAST_ACT),
				jx_life_act_id(jx_rectification_life(), JX_RECTIFICATION_ACT_PLAN)) == 0;
		item.message = read_item(&sql, query->now_ms, arena);
	}
	enum jx_status status =
		jx_sql_end_found(&sql, JX_REASON_RECTIFICATION_NOT_FOUND, JX_ARGS(JX_TEXT(name)));
	if (status == JX_OK)
		status = add_answerable(db, item.message, arena, &(struct jx_answering){0}, error);
	if (status == JX_OK)
		*ret_item = item;
	return status;
}

/* Columns of read_act(), in its order. */
enum act_column { ACT_NUMBER, ACT, BEFORE, AFTER, TIME, PERSON, WORDS, DUE, PLANNED, REPEATED };

static JxRectificationEvent *read_act(struct jx_sql *sql, struct jx_arena *arena)
{
	JxRectificationEvent *event = jx_sql_alloc(sql, sizeof(*event), arena);
	if (event == NULL)
		return NULL;
	jx_rectification_event_init(event);
	event->number = (uint32_t)jx_sql_int(sql, ACT_NUMBER);
	event->act = jx_sql_text(sql, ACT, arena);
	event->state_before = (JxRectificationState)jx_sql_int(sql, BEFORE);
	event->state_after = (JxRectificationState)jx_sql_int(sql, AFTER);
	event->act_time = jx_sql_time(sql, TIME, arena);
	event->person = jx_sql_name(sql, PERSON, jx_name_person, arena);
	event->text = jx_sql_text(sql, WORDS, arena);
	event->due_time = jx_sql_time(sql, DUE, arena);
	event->planned_time = jx_sql_time(sql, PLANNED, arena);
	event->repeats = jx_sql_text(sql, REPEATED, arena);
	return event;
}

enum jx_status jx_rectification_load_acts(
	struct jx_db *db, const struct jx_rectification *item, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT number, act, state_before, state_after, time_ms, person, text, due_time_ms,"
		" planned_time_ms, repeats FROM rectification_events WHERE item_id = ? ORDER BY number",
		error);
	jx_sql_bind_int(&sql, item->id);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_act(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	item->message->events = (JxRectificationEvent **)rows.items;
	item->message->n_events = rows.n;
	return status;
}

static size_t row_bytes(struct jx_sql *sql)
{
	return strlen(jx_sql_text_ref(sql, PROBLEM)) + strlen(jx_sql_text_ref(sql, MEASURE)) +
	       strlen(jx_sql_text_ref(sql, EVIDENCE)) + strlen(jx_sql_text_ref(sql, TITLE)) + ROW_BYTES;
}

/* Reads a page. @return where the next one goes on; "" at the end. */
static const char *read_page(struct jx_sql *sql, const struct jx_items_query *query, uint32_t max_rows,
	struct jx_arena *arena, struct jx_list *rows)
{
	size_t n_bytes = 0;
	while (jx_sql_next(sql)) {
		n_bytes += row_bytes(sql);
		if (rows->n == max_rows || (rows->n > 0 && n_bytes > JX_MAX_PAGE_BYTES)) {
			const JxRectificationItem *last = jx_list_last(rows);
			return jx_item_page_key(sql, last->department, last->number, arena);
		}
		jx_list_add(rows, read_item(sql, query->now_ms, arena), sql, arena);
	}
	return "";
}

enum jx_status jx_rectifications_list(struct jx_db *db, const struct jx_items_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_rectifications *ret_items,
	struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	struct jx_answering answering = {0};
	jx_sql_start(&sql, db, "SELECT " COLUMNS " FROM v_rectifications" SQL_ITEM_PAGE, error);
	jx_item_page_bind(&sql, page, query);
	const char *next = read_page(&sql, query, jx_page_rows(page->max_rows), arena, &rows);
	enum jx_status status = jx_sql_end(&sql);
	for (size_t i = 0; status == JX_OK && i < rows.n; i++)
		status = add_answerable(db, rows.items[i], arena, &answering, error);
	if (status == JX_OK)
		*ret_items = (struct jx_rectifications){(JxRectificationItem **)rows.items, rows.n, next};
	return status;
}
