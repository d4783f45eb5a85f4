#include "server/handlers/handlers.h"

#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"
#include "proto/contract/ranking/compare.h"
#include "server/handlers/rankings.h"
#include "server/handlers/records.h"
#include "server/judging/judge.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_export.h"

#define MAX_COLUMNS 20 /* more do not fit on any screen or sheet */

/* The columns as they are gathered. */
struct gathering {
	bool is_published;
	size_t n;
	JxComparisonColumn *columns[MAX_COLUMNS];
	const JxReport *submissions[MAX_COLUMNS];
	const JxScoreSheet *sheets[MAX_COLUMNS]; /* their figures; texts may be gone with the rulebook */
};

static enum jx_status add_column(struct jx_task *task, struct gathering *gathering, const JxRound *round,
	const char *code, const struct jx_version *version)
{
	struct jx_record_key key;
	struct jx_record record = {0};
	const struct jx_submission_query query = {
		.round = strchr(round->name, '/') + 1, .department = code, .now_ms = task->now_ms};
	jx_record_key_set(&key, query.round, code);
	JxScoreSheet *sheet = NULL;
	JxComparisonColumn *column = jx_task_new(task, JX_COMPARISON_COLUMN_DESCRIPTOR);
	if (column == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_submission_get(task->db, &query, &task->arena, &task->error, &record);
	if (status == JX_OK)
		status = jx_judge_scores(task, version, false, &sheet);
	if (status != JX_OK)
		return status;
	const JxProfile *profile = version->message->report->profile;
	column->department = record.message->department;
	column->title = record.message->department_title;
	column->round = round->name;
	column->year = profile != NULL ? profile->year : round->year;
	gathering->columns[gathering->n] = column;
	gathering->sheets[gathering->n] = sheet;
	gathering->submissions[gathering->n++] = version->message->report;
	return JX_OK;
}

/* The version of a department that the caller may see in a round; JX_NOT_FOUND when there is none. */
static enum jx_status find_version(struct jx_task *task, const struct gathering *gathering,
	const JxRound *round, const char *code, struct jx_version *ret_version)
{
	const char *id = strchr(round->name, '/') + 1;
	struct jx_version_query query = {.round = id, .department = code};
	enum jx_status status =
		jx_visible_version(task->db, id, code, gathering->is_published, &task->error, &query.number);
	return status == JX_OK ? jx_version_get(task->db, &query, &task->arena, &task->error, ret_version)
			       : status;
}

static enum jx_status gather_round(
	struct jx_task *task, const JxCompareDepartmentsRequest *request, struct gathering *gathering)
{
	char id[JX_MAX_CODE_BYTES + 1];
	char code[JX_MAX_CODE_BYTES + 1];
	JxRound *round = NULL;
	enum jx_status status = jx_task_id_of(task, "rounds", "round", request->round, id, sizeof(id));
	if (status == JX_OK)
		status = jx_round_get(task->db, id, &task->arena, &task->error, &round);
	for (size_t i = 0; status == JX_OK && i < request->n_departments; i++) {
		struct jx_version version = {0};
		status = jx_task_id_of(
			task, "departments", "departments", request->departments[i], code, sizeof(code));
		if (status == JX_OK)
			status = find_version(task, gathering, round, code, &version);
		if (status == JX_OK)
			status = add_column(task, gathering, round, code, &version);
	}
	return status;
}

/* All rounds of one department, oldest first; rounds without a report of it are passed over. */
static enum jx_status gather_years(
	struct jx_task *task, const JxCompareDepartmentsRequest *request, struct gathering *gathering)
{
	char code[JX_MAX_CODE_BYTES + 1];
	const struct jx_page page = {.max_rows = JX_MAX_PAGE_SIZE, .after = ""};
	struct jx_rounds rounds = {0};
	enum jx_status status = jx_task_id_of(
		task, "departments", "departments", request->departments[0], code, sizeof(code));
	if (status == JX_OK)
		status = jx_rounds_list(task->db, &page, &task->arena, &task->error, &rounds);
	for (size_t i = rounds.n; status == JX_OK && i-- > 0 && gathering->n < MAX_COLUMNS;) {
		struct jx_version version = {0};
		status = find_version(task, gathering, rounds.rows[i], code, &version);
		if (status == JX_NOT_FOUND)
			status = JX_OK;
		else if (status == JX_OK)
			status = add_column(task, gathering, rounds.rows[i], code, &version);
	}
	if (status == JX_OK && gathering->n == 0)
		return jx_fail_with(&task->error, JX_REASON_SUBMISSION_NOT_FOUND,
			JX_ARGS(JX_TEXT(request->departments[0])));
	return status;
}

static enum jx_status copy_columns(
	struct jx_task *task, const struct gathering *gathering, JxCompareDepartmentsResponse *reply)
{
	reply->columns = jx_arena_calloc(&task->arena, gathering->n, sizeof(JxComparisonColumn *));
	if (reply->columns == NULL)
		return jx_task_no_memory(task);
	memcpy(reply->columns, gathering->columns, gathering->n * sizeof(JxComparisonColumn *));
	reply->n_columns = gathering->n;
	const struct jx_compared compared = {
		.submissions = gathering->submissions, .sheets = gathering->sheets, .n = gathering->n};
	return jx_compare(&compared, &task->arena, &task->error, &reply->rows, &reply->n_rows);
}

enum jx_status jx_handle_compare_departments(struct jx_task *task)
{
	const JxCompareDepartmentsRequest *request = (const JxCompareDepartmentsRequest *)task->message;
	struct gathering gathering = {0};
	if (request->n_departments == 0)
		return jx_fail_at(&task->error, JX_REASON_MISSING_FIELD, "departments",
			JX_ARGS(JX_TEXT("departments")));
	if (request->n_departments > MAX_COLUMNS)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "departments",
			JX_ARGS(JX_TEXT("departments"), JX_TEXT("-"), JX_TEXT("at most 20")));
	enum jx_status status = jx_rank_scope(task, request->source, &gathering.is_published);
	if (status != JX_OK)
		return status;
	if (request->round[0] == '\0' && request->n_departments > 1)
		return jx_fail_at(&task->error, JX_REASON_MISSING_FIELD, "round", JX_ARGS(JX_TEXT("round")));
	status = request->round[0] != '\0' ? gather_round(task, request, &gathering)
					   : gather_years(task, request, &gathering);
	if (status != JX_OK)
		return status;
	JxCompareDepartmentsResponse *reply = jx_task_reply(task);
	return reply != NULL ? copy_columns(task, &gathering, reply) : jx_task_no_memory(task);
}

/* One page of the export; the cursor is the key of its last row. Analysts get what is published. */
enum jx_status jx_handle_export_reports(struct jx_task *task)
{
	const JxExportReportsRequest *request = (const JxExportReportsRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1] = "";
	struct jx_export page = {0};
	enum jx_status status = JX_OK;
	char *round = request->round;
	uint32_t publication = 0;
	bool is_one = request->publication[0] != '\0';
	if (is_one)
		status = jx_task_number_of(task, "publications", "rounds/{id}/publications/{n}",
			request->publication, &round, &publication);
	if (status == JX_OK && is_one && (publication == 0 || request->round[0] != '\0'))
		status = jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "publication",
			JX_ARGS(JX_TEXT("publication"), JX_TEXT(request->publication),
				JX_TEXT("rounds/{id}/publications/{n}, and no round beside it")));
	if (status == JX_OK && round[0] != '\0')
		status = jx_task_id_of(task, "rounds", "round", round, id, sizeof(id));
	const struct jx_export_query query = {.round = id,
		.after = task->cursor,
		.publication = publication,
		.is_published = !jx_task_has_role(task, JX_ROLES_SEE_ALL)};
	if (status == JX_OK)
		status = jx_export_page(task->db, &query, &task->arena, &task->error, &page);
	if (status != JX_OK)
		return status;
	task->page.replies = jx_arena_calloc(&task->arena, page.n + 1, sizeof(ProtobufCMessage *));
	if (task->page.replies == NULL)
		return jx_task_no_memory(task);
	for (; task->page.n_replies < page.n; task->page.n_replies++) {
		JxExportReportsResponse *reply = jx_task_new(task, task->method->reply);
		if (reply == NULL)
			return jx_task_no_memory(task);
		reply->row = page.rows[task->page.n_replies];
		task->page.replies[task->page.n_replies] = &reply->base;
	}
	task->page.is_last = page.next[0] == '\0';
	free(task->cursor);
	task->cursor = strdup(page.next);
	return task->cursor != NULL ? JX_OK : jx_task_no_memory(task);
}
