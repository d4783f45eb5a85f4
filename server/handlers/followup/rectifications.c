/*
 * Reading rectification items, and finding measures that were written before.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "server/handlers/followup/items.h"
#include "server/handlers/page.h"
#include "storage/followup/store_measures.h"
#include "storage/followup/store_rectifications.h"

_Static_assert(JX_MAX_MEASURES == 2000, "see the words of the refusal");

enum jx_status jx_handle_get_rectification(struct jx_task *task)
{
	const JxGetRectificationRequest *request = (const JxGetRectificationRequest *)task->message;
	JxGetRectificationResponse *reply = (JxGetRectificationResponse *)task->reply;
	struct jx_item_key key;
	struct jx_rectification item = {0};
	enum jx_status status = jx_item_key_read(task, &jx_rectification_kind, request->name, &key);
	if (status != JX_OK)
		return status;
	const struct jx_item_query query = jx_item_query_of(task, &key);
	status = jx_rectification_get(task->db, &query, &task->arena, &item, &task->error);
	if (status != JX_OK)
		return status;
	reply->item = item.message;
	return jx_rectification_load_acts(task->db, &item, &task->arena, &task->error);
}

enum jx_status jx_handle_list_rectifications(struct jx_task *task)
{
	const JxListRectificationsRequest *request = (const JxListRectificationsRequest *)task->message;
	JxListRectificationsResponse *reply = (JxListRectificationsResponse *)task->reply;
	const struct jx_item_wish wish = {
		request->department, (int)request->state, request->only_open, request->only_overdue};
	struct jx_items_query query;
	struct jx_page page;
	struct jx_rectifications items = {.next = ""};
	bool is_empty = false;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_items_query_of(task, &jx_rectification_kind, &wish, &query, &is_empty);
	if (status == JX_OK && !is_empty)
		status = jx_rectifications_list(task->db, &query, &page, &task->arena, &items, &task->error);
	if (status != JX_OK)
		return status;
	reply->items = items.rows;
	reply->n_items = items.n;
	reply->next_page_token = jx_page_token(task, items.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

/* ---- repeated measures ---- */

static enum jx_status add_repeated(
	struct jx_task *task, size_t index, char *source, JxFindRepeatedMeasuresResponse *reply)
{
	JxRepeatedMeasure *repeated = jx_task_new(task, JX_REPEATED_MEASURE_DESCRIPTOR);
	if (repeated == NULL)
		return jx_task_no_memory(task);
	repeated->index = (uint32_t)index;
	repeated->source = source;
	reply->repeated_measures[reply->n_repeated_measures++] = repeated;
	return JX_OK;
}

/* The reports and items of a department: its own people, finance and auditors. */
static enum jx_status read_measures_query(struct jx_task *task, char *code, char *round)
{
	const JxFindRepeatedMeasuresRequest *request = (const JxFindRepeatedMeasuresRequest *)task->message;
	enum jx_status status = jx_task_id_of(
		task, "departments", "department", request->department, code, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK)
		return status;
	if (!jx_task_has_role(task, JX_ROLES_SEE_ALL) && strcmp(task->caller.department, code) != 0)
		return jx_fail_with(&task->error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
	if (request->round[0] != '\0')
		status = jx_task_id_of(task, "rounds", "round", request->round, round, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK || request->n_measures <= JX_MAX_MEASURES)
		return status;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "measures",
		JX_ARGS(JX_TEXT("measures"), JX_U64(request->n_measures),
			JX_WORDS("最多 2000 条", "at most 2000 of them")));
}

enum jx_status jx_handle_find_repeated_measures(struct jx_task *task)
{
	const JxFindRepeatedMeasuresRequest *request = (const JxFindRepeatedMeasuresRequest *)task->message;
	JxFindRepeatedMeasuresResponse *reply = (JxFindRepeatedMeasuresResponse *)task->reply;
	char code[JX_MAX_CODE_BYTES + 1] = "";
	char round[JX_MAX_CODE_BYTES + 1] = "";
	char **sources = NULL;
	enum jx_status status = read_measures_query(task, code, round);
	if (status != JX_OK)
		return status;
	const struct jx_measures_query query = {.department = code,
		.round = round,
		.measures = request->measures,
		.n = request->n_measures,
		.stop = jx_task_stop(task)};
	status = jx_measures_find(task->db, &query, &task->arena, &sources, &task->error);
	if (status != JX_OK)
		return status;
	reply->repeated_measures =
		jx_arena_calloc(&task->arena, query.n + 1, sizeof(*reply->repeated_measures));
	if (reply->repeated_measures == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; status == JX_OK && i < query.n; i++)
		if (sources[i] != NULL)
			status = add_repeated(task, i, sources[i], reply);
	return status;
}
