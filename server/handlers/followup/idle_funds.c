/*
 * Reading the ledger of idle funds: items, and the sums of a year.
 */
#include "server/handlers/handlers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/base/zone.h"
#include "server/call/auth.h"
#include "server/handlers/followup/items.h"
#include "server/handlers/page.h"
#include "storage/followup/store_idle_funds.h"
#include "storage/followup/store_idle_totals.h"

enum jx_status jx_handle_get_idle_funds(struct jx_task *task)
{
	const JxGetIdleFundsRequest *request = (const JxGetIdleFundsRequest *)task->message;
	JxGetIdleFundsResponse *reply = (JxGetIdleFundsResponse *)task->reply;
	struct jx_item_key key;
	struct jx_idle_funds item = {0};
	enum jx_status status = jx_item_key_read(task, &jx_idle_kind, request->name, &key);
	if (status != JX_OK)
		return status;
	const struct jx_item_query query = jx_item_query_of(task, &key);
	status = jx_idle_funds_get(task->db, &query, &task->arena, &item, &task->error);
	if (status != JX_OK)
		return status;
	reply->item = item.message;
	return jx_idle_funds_load_events(task->db, &item, &task->arena, &task->error);
}

enum jx_status jx_handle_list_idle_funds(struct jx_task *task)
{
	const JxListIdleFundsRequest *request = (const JxListIdleFundsRequest *)task->message;
	JxListIdleFundsResponse *reply = (JxListIdleFundsResponse *)task->reply;
	const struct jx_item_wish wish = {
		request->department, (int)request->state, request->only_outstanding, request->only_overdue};
	struct jx_items_query query;
	struct jx_page page;
	struct jx_idle_funds_list items = {.next = ""};
	bool is_empty = false;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_items_query_of(task, &jx_idle_kind, &wish, &query, &is_empty);
	if (status == JX_OK && !is_empty)
		status = jx_idle_funds_list(task->db, &query, &page, &task->arena, &items, &task->error);
	if (status != JX_OK)
		return status;
	reply->items = items.rows;
	reply->n_items = items.n;
	reply->next_page_token = jx_page_token(task, items.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

/* ---- totals ---- */

#define FIRST_YEAR 1990

/* The year wanted, and the day as of which ages are: its last one, or today. */
static enum jx_status read_year(struct jx_task *task, uint32_t wanted, struct jx_idle_totals_query *query)
{
	const int32_t today = jx_zone_day(task->now_ms);
	const uint32_t this_year = (uint32_t)(today / 10000);
	if (wanted != 0 && (wanted < FIRST_YEAR || wanted > this_year))
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "year",
			JX_ARGS(JX_TEXT("year"), JX_U64(wanted),
				JX_WORDS("0（今年），或 1990 到今年",
					"0 for this year, or 1990 to this year")));
	query->year = wanted != 0 ? wanted : this_year;
	query->day = query->year == this_year ? today : (int32_t)query->year * 10000 + 1231;
	return JX_OK;
}

/* What of the totals the caller sees. */
struct view {
	bool all;    /* every department and the county */
	bool own;    /* the row of their department */
	bool county; /* the county's sums, of a year that was published */
};

static struct view view_of(const struct jx_task *task)
{
	bool sees_all = jx_task_has_role(task, JX_ROLES_SEE_ALL);
	return (struct view){.all = sees_all,
		.own = !sees_all && jx_task_has_role(task, JX_ROLES_OWN),
		.county = !sees_all && jx_task_has_role(task, JX_ROLES_ANALYST)};
}

/* An analyst sees sums of what was published; one who is of a department too has at least its own row. */
static enum jx_status check_published(struct jx_task *task, uint32_t year, struct view *view)
{
	bool is_published = false;
	char text[12];
	if (!view->county)
		return JX_OK;
	enum jx_status status = jx_year_is_published(task->db, year, &is_published, &task->error);
	if (status != JX_OK || is_published)
		return status;
	view->county = false;
	if (view->own)
		return JX_OK;
	(void)snprintf(text, sizeof(text), "%" PRIu32, year);
	return jx_fail_with(&task->error, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(text)));
}

static enum jx_status read_totals(struct jx_task *task, const struct view *view,
	struct jx_idle_totals_query *query, const struct jx_page *page)
{
	JxListIdleFundsTotalsResponse *reply = (JxListIdleFundsTotalsResponse *)task->reply;
	struct jx_idle_totals totals = {.next = ""};
	struct jx_idle_totals rows = {.next = ""};
	query->department = view->own && !view->county ? task->caller.department : "";
	enum jx_status status = jx_idle_totals(task->db, query, page, &task->arena, &totals, &task->error);
	if (status != JX_OK)
		return status;
	if (view->all || view->county)
		reply->county = totals.county;
	if (view->all || !view->county)
		rows = totals;
	query->department = task->caller.department;
	if (view->own && view->county)
		status = jx_idle_totals(task->db, query, page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->departments = rows.rows;
	reply->n_departments = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_list_idle_funds_totals(struct jx_task *task)
{
	const JxListIdleFundsTotalsRequest *request = (const JxListIdleFundsTotalsRequest *)task->message;
	JxListIdleFundsTotalsResponse *reply = (JxListIdleFundsTotalsResponse *)task->reply;
	struct jx_idle_totals_query query = {0};
	struct jx_page page;
	struct view view = view_of(task);
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = read_year(task, request->year, &query);
	if (status != JX_OK)
		return status;
	status = check_published(task, query.year, &view);
	if (status != JX_OK)
		return status;
	reply->year = query.year;
	return read_totals(task, &view, &query, &page);
}
