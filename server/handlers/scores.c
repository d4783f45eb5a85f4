/* The scores of one report, line by line and with their steps. */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/fnv.h"
#include "proto/contract/message/codec.h"
#include "server/call/auth.h"
#include "server/handlers/page.h"
#include "server/handlers/records.h"
#include "server/judging/judge.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_export.h"

/* Which version the caller may see: a department its own, finance every one, analysts what is published. */
static enum jx_status choose_version(
	struct jx_task *task, const JxExplainScoreRequest *request, struct jx_version_query *query)
{
	bool is_own =
		task->caller.department[0] != '\0' && strcmp(task->caller.department, query->department) == 0;
	bool sees_all = is_own || jx_task_has_role(task, JX_ROLES_SEE_ALL);
	bool sees_published = sees_all || jx_task_has_role(task, JX_ROLES_ANALYST);
	JxReportSource source = request->source;
	if (!sees_all && source == JX_REPORT_SOURCE_UNSPECIFIED)
		source = JX_REPORT_SOURCE_PUBLISHED;
	bool is_published = source == JX_REPORT_SOURCE_PUBLISHED;
	if (!(is_published ? sees_published : sees_all))
		return jx_auth_refuse_role(task, JX_ROLES_SEE_ALL | (is_published ? JX_ROLES_ANALYST : 0));
	query->number = 0;
	if (source == JX_REPORT_SOURCE_UNSPECIFIED)
		return JX_OK;
	return jx_visible_version(
		task->db, query->round, query->department, is_published, &query->number, &task->error);
}

/* What a reply says beside the scores: whose report it is, and by which rulebook. */
static enum jx_status describe_report(
	struct jx_task *task, const struct jx_version_query *query, JxExplainScoreResponse *reply)
{
	const struct jx_submission_query which = {
		.round = query->round, .department = query->department, .now_ms = task->now_ms};
	struct jx_record record = {0};
	JxRound *round = NULL;
	enum jx_status status = jx_submission_get(task->db, &which, &task->arena, &record, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_round_get(task->db, query->round, &task->arena, &round, &task->error);
	if (status != JX_OK)
		return status;
	reply->department_title = record.message->department_title;
	reply->rulebook = round->rulebook;
	return JX_OK;
}

/* Another number for another version or review: their lines are others. */
static enum jx_status number_edition(
	struct jx_task *task, const struct jx_version *version, struct jx_table *table)
{
	const JxReview *review = version->message->review;
	uint8_t *bytes = NULL;
	size_t n = 0;
	enum jx_status status = JX_OK;
	table->edition = jx_fnv_text(JX_FNV_START, version->message->digest);
	if (review != NULL)
		status = jx_codec_pack_arena(&review->base, &task->scratch, &bytes, &n, &task->error);
	if (status == JX_OK)
		table->edition = jx_fnv_bytes(table->edition, bytes, n);
	return status;
}

/* Leaves a page of a sheet's lines. */
static enum jx_status cut_lines(
	struct jx_task *task, struct jx_table *table, JxScoreSheet *sheet, JxExplainScoreResponse *reply)
{
	struct jx_row_range page;
	size_t n_bytes = 0;
	size_t n = 0;
	table->max_rows = JX_MAX_PAGE_SIZE;
	table->n_rows = sheet->n_lines;
	enum jx_status status = jx_page_cut(task, table, &page);
	if (status != JX_OK)
		return status;
	sheet->lines += page.first;
	while (n < page.n && jx_page_has_room(&n_bytes, &sheet->lines[n]->base))
		n++;
	sheet->n_lines = n;
	reply->sheet = sheet;
	reply->next_page_token = jx_page_end(task, table, page.first + n);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_explain_score(struct jx_task *task)
{
	const JxExplainScoreRequest *request = (const JxExplainScoreRequest *)task->message;
	char round[JX_MAX_CODE_BYTES + 1];
	char code[JX_MAX_CODE_BYTES + 1];
	struct jx_version_query query = {.round = round, .department = code};
	struct jx_version version = {0};
	struct jx_table table = {0};
	JxScoreSheet *sheet = NULL;
	JxExplainScoreResponse *reply = (JxExplainScoreResponse *)task->reply;
	enum jx_status status =
		jx_task_id_of(task, "departments", "department", request->department, code, sizeof(code));
	if (status != JX_OK)
		return status;
	status = jx_task_id_of(task, "rounds", "round", request->round, round, sizeof(round));
	if (status != JX_OK)
		return status;
	status = choose_version(task, request, &query);
	if (status != JX_OK)
		return status;
	status = jx_version_get(task->db, &query, &task->scratch, &version, &task->error);
	if (status != JX_OK)
		return status;
	jx_record_hide_review(task, &version);
	status = describe_report(task, &query, reply);
	if (status == JX_OK)
		status = jx_judge_by_version(task, &version);
	if (status != JX_OK)
		return status;
	jx_task_end_snapshot(task);
	status = jx_judge_scores(task, &version, true, &sheet);
	if (status == JX_OK)
		status = number_edition(task, &version, &table);
	if (status == JX_OK)
		status = cut_lines(task, &table, sheet, reply);
	reply->version_name = version.message->name;
	return status;
}
