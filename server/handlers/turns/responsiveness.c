/*
 * How fast each side answers the other, by department and together.
 *
 * A page reads the histories of its departments; the first one reads those of all of them, for the totals.
 */
#include "server/handlers/handlers.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/answers.h"
#include "proto/contract/service/methods.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"
#include "storage/turns/store_progress.h"

/* What is gathered while histories pass. */
struct gathering {
	struct jx_task *task;
	JxListResponsivenessResponse *reply;
	size_t max_rows;
	bool needs_all; /* for the totals */
	bool has_more;  /* departments beyond the page */
	struct jx_wait *waits;
	size_t n_waits;
	size_t room;
	enum jx_status status;
};

static JxAnswerTimes *new_times(struct gathering *gathering, struct jx_wait *waits, size_t n, JxHolder holder)
{
	JxAnswerTimes *times = jx_task_new(gathering->task, JX_ANSWER_TIMES_DESCRIPTOR);
	if (times == NULL)
		gathering->status = jx_task_no_memory(gathering->task);
	else
		jx_answer_times_of(waits, n, holder, times);
	return times;
}

static void add_row(
	struct gathering *gathering, const struct jx_history *history, struct jx_wait *waits, size_t n)
{
	struct jx_task *task = gathering->task;
	char name[JX_RESOURCE_NAME_BYTES];
	JxResponsivenessRow *row = jx_task_new(task, JX_RESPONSIVENESS_ROW_DESCRIPTOR);
	char *department = jx_arena_strdup(&task->arena, jx_name_department(name, history->department));
	char *title = jx_arena_strdup(&task->arena, history->title);
	if (row == NULL || department == NULL || title == NULL) {
		gathering->status = jx_task_no_memory(task);
		return;
	}
	row->department = department;
	row->department_title = title;
	row->department_times = new_times(gathering, waits, n, JX_HOLDER_DEPARTMENT);
	row->finance_times = new_times(gathering, waits, n, JX_HOLDER_FINANCE);
	gathering->reply->rows[gathering->reply->n_rows++] = row;
}

static void keep_waits(struct gathering *gathering, const struct jx_wait *waits, size_t n)
{
	for (size_t i = 0; gathering->status == JX_OK && i < n; i++) {
		void *items = gathering->waits;
		gathering->status = jx_arena_array_grow(&gathering->task->scratch, &items, sizeof(*waits),
			gathering->n_waits, &gathering->room, SIZE_MAX);
		if (gathering->status != JX_OK) {
			gathering->status = jx_task_no_memory(gathering->task);
			return;
		}
		gathering->waits = items;
		gathering->waits[gathering->n_waits++] = waits[i];
	}
}

static bool take_history(void *user, const struct jx_history *history)
{
	struct gathering *gathering = user;
	struct jx_wait waits[JX_MAX_HISTORY];
	size_t n = jx_waits_of(history->states, history->n, gathering->task->now_ms, waits);
	if (gathering->reply->n_rows < gathering->max_rows)
		add_row(gathering, history, waits, n);
	else
		gathering->has_more = true;
	if (gathering->needs_all)
		keep_waits(gathering, waits, n);
	return gathering->status == JX_OK && (gathering->needs_all || !gathering->has_more);
}

/* Whose rows the caller sees: code of a department; "" for all. */
static enum jx_status check_scope(struct jx_task *task, const char **ret_department)
{
	uint32_t publication = 0;
	*ret_department = "";
	if (jx_task_has_role(task, JX_ROLES_SEE_ALL))
		return JX_OK;
	if (!jx_task_has_role(task, JX_ROLES_ANALYST)) {
		*ret_department = task->caller.department;
		return JX_OK;
	}
	enum jx_status status = jx_rank_current_publication(task, &publication);
	if (status != JX_NOT_FOUND || !jx_task_has_role(task, JX_ROLES_OWN))
		return status;
	*ret_department = task->caller.department;
	return JX_OK;
}

/* The totals, and the token of the next page. */
static enum jx_status finish(struct gathering *gathering)
{
	JxListResponsivenessResponse *reply = gathering->reply;
	struct jx_task *task = gathering->task;
	if (gathering->needs_all) {
		reply->departments =
			new_times(gathering, gathering->waits, gathering->n_waits, JX_HOLDER_DEPARTMENT);
		reply->finance =
			new_times(gathering, gathering->waits, gathering->n_waits, JX_HOLDER_FINANCE);
	}
	if (gathering->status != JX_OK)
		return gathering->status;
	reply->next_page_token = jx_page_token(
		task, gathering->has_more ? jx_name_last(reply->rows[reply->n_rows - 1]->department) : "");
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_list_responsiveness(struct jx_task *task)
{
	const JxListResponsivenessRequest *request = (const JxListResponsivenessRequest *)task->message;
	struct gathering gathering = {
		.task = task, .reply = (JxListResponsivenessResponse *)task->reply, .status = JX_OK};
	struct jx_page page;
	const char *department = "";
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = jx_task_id_of(
			task, "rounds", "round", request->round, task->round, sizeof(task->round));
	if (status == JX_OK)
		status = check_scope(task, &department);
	if (status != JX_OK)
		return status;
	gathering.max_rows = jx_page_size(&page);
	gathering.needs_all = request->page_token[0] == '\0';
	gathering.reply->rows =
		jx_arena_calloc(&task->arena, gathering.max_rows + 1, sizeof(*gathering.reply->rows));
	if (gathering.reply->rows == NULL)
		return jx_task_no_memory(task);
	const struct jx_histories_query query = {task->round, department, page.after};
	status = jx_histories_visit(task->db, &query, take_history, &gathering, &task->error);
	return status == JX_OK ? finish(&gathering) : status;
}
