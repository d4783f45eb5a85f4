#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/ranking/compare.h"
#include "proto/contract/ranking/flags.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"
#include "server/handlers/records.h"
#include "server/judging/judge.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_export.h"

_Static_assert(JX_MAX_COMPARED == 20, "see the words of the refusal");

/* The columns as they are gathered. */
struct gathering {
	const JxCompareDepartmentsRequest *request;
	JxCompareDepartmentsResponse *reply;
	struct jx_error absence;     /* of the last one without a column */
	struct jx_measure *measures; /* of indicators by name, as many a column as are asked for */
	bool is_published;
	bool has_others; /* columns of which the caller may see what is published, and no more */
	size_t n;
	uint64_t edition;        /* of the table: a hash of the versions */
	struct jx_arena figures; /* of the columns; the reports themselves are in memory one at a time */
	JxComparisonColumn *columns[JX_MAX_COMPARED];
	const JxReport *reports[JX_MAX_COMPARED];
	const JxScoreSheet *sheets[JX_MAX_COMPARED]; /* figures only: texts may be gone with the rulebook */
};

/* A copy with the figures. */
static enum jx_status keep(struct jx_task *task, struct jx_arena *arena, const ProtobufCMessage *message,
	ProtobufCMessage **ret_kept)
{
	uint8_t *bytes = NULL;
	size_t n = 0;
	enum jx_status status = jx_codec_pack_arena(message, &task->scratch, &bytes, &n, &task->error);
	return status == JX_OK
		       ? jx_codec_unpack_strict(message->descriptor, bytes, n, arena, ret_kept, &task->error)
		       : status;
}

/* Measures the indicators that are asked for, while the report is there. */
static enum jx_status measure_indicators(
	struct jx_task *task, struct gathering *gathering, const JxReport *report)
{
	size_t n = gathering->request->n_indicators;
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = jx_compare_find_indicator(report, gathering->request->indicators[i],
			&task->arena, &gathering->measures[gathering->n * n + i]);
		if (status != JX_OK)
			return jx_task_no_memory(task);
	}
	return JX_OK;
}

/* Keeps what a comparison looks at of a report and of its scores, and forgets the rest. */
static enum jx_status keep_figures(
	struct jx_task *task, struct gathering *gathering, JxReport *report, JxScoreSheet *sheet)
{
	ProtobufCMessage *kept_report = NULL;
	ProtobufCMessage *kept_sheet = NULL;
	jx_compare_keep_figures(report);
	sheet->n_lines = 0;
	enum jx_status status = keep(task, &gathering->figures, &report->base, &kept_report);
	if (status == JX_OK)
		status = keep(task, &gathering->figures, &sheet->base, &kept_sheet);
	if (status != JX_OK)
		return status;
	gathering->reports[gathering->n] = (const JxReport *)kept_report;
	gathering->sheets[gathering->n] = (const JxScoreSheet *)kept_sheet;
	return JX_OK;
}

static enum jx_status add_column(struct jx_task *task, struct gathering *gathering, const JxRound *round,
	const char *code, const struct jx_version *version)
{
	struct jx_record_key key;
	struct jx_record record = {0};
	const struct jx_submission_query query = {
		.round = jx_name_last(round->name), .department = code, .now_ms = task->now_ms};
	jx_record_key_set(&key, query.round, code);
	JxScoreSheet *sheet = NULL;
	JxComparisonColumn *column = jx_task_new(task, JX_COMPARISON_COLUMN_DESCRIPTOR);
	if (column == NULL)
		return jx_task_no_memory(task);
	const struct jx_flags_facts facts = {.findings = version->message->findings,
		.n_findings = version->message->n_findings,
		.is_late = version->is_late};
	bool sees_reports = jx_task_has_role(task, JX_ROLES_SEE_ALL | JX_ROLES_ANALYST);
	gathering->has_others |= !sees_reports && strcmp(task->caller.department, code) != 0;
	enum jx_status status = jx_submission_get(task->db, &query, &task->arena, &record, &task->error);
	if (status == JX_OK)
		status = jx_judge_by_version(task, version);
	if (status == JX_OK)
		status = jx_judge_scores(task, version, false, &sheet);
	if (status != JX_OK)
		return status;
	const JxProfile *profile = version->message->report->profile;
	column->department = record.message->department;
	column->title = record.message->department_title;
	column->round = round->name;
	column->year = profile != NULL ? profile->year : round->year;
	gathering->edition = jx_fnv_text(gathering->edition, version->message->digest);
	jx_flags flags = jx_flags_of(version->message->report, &facts);
	if (record.message->is_unanswered)
		flags |= JX_FLAG(JX_INPUT_FLAG_UNANSWERED);
	if (!jx_flags_put(flags, &task->arena, &column->flags, &column->n_flags))
		return jx_task_no_memory(task);
	status = measure_indicators(task, gathering, version->message->report);
	if (status != JX_OK)
		return status;
	status = keep_figures(task, gathering, version->message->report, sheet);
	if (status != JX_OK)
		return status;
	gathering->columns[gathering->n++] = column;
	return JX_OK;
}

/* The version of a department that the caller may see in a round; JX_NOT_FOUND when there is none. */
static enum jx_status find_version(struct jx_task *task, const struct gathering *gathering,
	const JxRound *round, const char *code, struct jx_version *ret_version)
{
	const char *id = jx_name_last(round->name);
	struct jx_version_query query = {.round = id, .department = code};
	enum jx_status status =
		jx_visible_version(task->db, id, code, gathering->is_published, &query.number, &task->error);
	if (status == JX_OK)
		status = jx_version_get(task->db, &query, &task->scratch, ret_version, &task->error);
	if (status != JX_OK || !gathering->is_published)
		return status;
	return jx_published_review(
		task->db, id, code, &task->scratch, &ret_version->message->review, &task->error);
}

/* Adds the column of a department in a round. Each report is read and scored in a snapshot of its own: twenty wide ones take
 * longer than one may last. */
static enum jx_status gather_report(
	struct jx_task *task, struct gathering *gathering, const JxRound *round, const char *code)
{
	struct jx_version version = {0};
	enum jx_status status = jx_task_renew_snapshot(task);
	if (status == JX_OK)
		status = find_version(task, gathering, round, code, &version);
	if (status == JX_OK)
		status = add_column(task, gathering, round, code, &version);
	jx_arena_reset(&task->scratch);
	return status;
}

/* Names a department that has no such report, as far as the caller may know of it. */
static enum jx_status add_absent(
	struct jx_task *task, struct gathering *gathering, const JxRound *round, const char *code)
{
	JxCompareDepartmentsResponse *reply = gathering->reply;
	JxAbsentColumn *absent = jx_task_new(task, JX_ABSENT_COLUMN_DESCRIPTOR);
	const struct jx_submission_query query = {
		.round = jx_name_last(round->name), .department = code, .now_ms = task->now_ms};
	char name[JX_RESOURCE_NAME_BYTES];
	JxDepartment *department = NULL;
	struct jx_record record = {0};
	struct jx_error ignored;
	(void)snprintf(name, sizeof(name), "departments/%s", code);
	if (absent == NULL || (absent->department = jx_arena_strdup(&task->arena, name)) == NULL)
		return jx_task_no_memory(task);
	absent->round = round->name;
	gathering->absence = task->error;
	task->error = (struct jx_error){0};
	enum jx_status status = jx_department_get(task->db, code, &task->arena, &department, &ignored);
	if (status == JX_OK)
		absent->title = department->title;
	else if (status != JX_NOT_FOUND)
		return jx_task_no_memory(task);
	if (jx_task_has_role(task, JX_ROLES_SEE_ALL)) {
		status = jx_submission_get(task->db, &query, &task->arena, &record, &ignored);
		absent->is_filed = status == JX_OK && record.version_id != 0;
	}
	reply->absent[reply->n_absent++] = absent;
	return JX_OK;
}

/* Adds the column of a department in a round, or names it as absent. */
static enum jx_status gather_column(
	struct jx_task *task, struct gathering *gathering, const JxRound *round, const char *code)
{
	enum jx_status status = gather_report(task, gathering, round, code);
	return status == JX_NOT_FOUND ? add_absent(task, gathering, round, code) : status;
}

static enum jx_status gather_department(
	struct jx_task *task, struct gathering *gathering, JxRound *const *rounds, const char *name)
{
	char code[JX_MAX_CODE_BYTES + 1];
	enum jx_status status = jx_task_id_of(task, "departments", "departments", name, code, sizeof(code));
	size_t n_rounds = gathering->request->n_rounds > 0 ? gathering->request->n_rounds : 1;
	for (size_t i = 0; status == JX_OK && i < n_rounds; i++)
		status = gather_column(task, gathering, rounds[i], code);
	return status;
}

/* The departments in the rounds that are named, those of a department side by side. */
static enum jx_status gather_rounds(struct jx_task *task, struct gathering *gathering)
{
	const JxCompareDepartmentsRequest *request = gathering->request;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *rounds[JX_MAX_COMPARED];
	char *const *names = request->n_rounds > 0 ? request->rounds : &request->round;
	size_t n_rounds = request->n_rounds > 0 ? request->n_rounds : 1;
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < n_rounds; i++) {
		status = jx_task_id_of(task, "rounds", "round", names[i], id, sizeof(id));
		if (status == JX_OK)
			status = jx_round_get(task->db, id, &task->arena, &rounds[i], &task->error);
	}
	for (size_t i = 0; status == JX_OK && i < request->n_departments; i++)
		status = gather_department(task, gathering, rounds, request->departments[i]);
	if (status == JX_OK && gathering->n == 0) {
		task->error = gathering->absence;
		return JX_NOT_FOUND;
	}
	return status;
}

/* All rounds of one department, oldest first; rounds without a report of it are passed over. */
static enum jx_status gather_years(struct jx_task *task, struct gathering *gathering)
{
	const JxCompareDepartmentsRequest *request = gathering->request;
	char code[JX_MAX_CODE_BYTES + 1];
	const struct jx_page page = {.max_rows = JX_MAX_PAGE_SIZE, .after = ""};
	struct jx_rounds rounds = {0};
	enum jx_status status = jx_task_id_of(
		task, "departments", "departments", request->departments[0], code, sizeof(code));
	if (status != JX_OK)
		return status;
	status = jx_rounds_list(task->db, &page, &task->arena, &rounds, &task->error);
	if (status != JX_OK)
		return status;
	for (size_t i = rounds.n; i-- > 0 && gathering->n < JX_MAX_COMPARED;) {
		status = gather_report(task, gathering, rounds.rows[i], code);
		if (status != JX_OK && status != JX_NOT_FOUND)
			return status;
	}
	return gathering->n > 0 ? JX_OK
				: jx_fail_with(&task->error, JX_REASON_SUBMISSION_NOT_FOUND,
					  JX_ARGS(JX_TEXT(request->departments[0])));
}

/* Departments see of each other what is published, and not what stands in the reports. */
static void keep_published(JxComparisonRow **rows, size_t *n)
{
	size_t n_kept = 0;
	for (size_t i = 0; i < *n; i++)
		if (jx_compare_is_published(rows[i]->key))
			rows[n_kept++] = rows[i];
	*n = n_kept;
}

/* The columns, whole, and a page of the figures. */
static enum jx_status fill_reply(
	struct jx_task *task, const struct gathering *gathering, JxCompareDepartmentsResponse *reply)
{
	const struct jx_compared compared = {.reports = gathering->reports,
		.sheets = gathering->sheets,
		.n = gathering->n,
		.indicators = {gathering->request->indicators, gathering->request->n_indicators,
			gathering->measures}};
	struct jx_table table = {.edition = gathering->edition, .max_rows = JX_MAX_PAGE_SIZE};
	struct jx_row_range page;
	reply->columns = jx_arena_calloc(&task->arena, gathering->n, sizeof(JxComparisonColumn *));
	if (reply->columns == NULL)
		return jx_task_no_memory(task);
	memcpy(reply->columns, gathering->columns, gathering->n * sizeof(JxComparisonColumn *));
	reply->n_columns = gathering->n;
	enum jx_status status =
		jx_compare(&compared, &task->arena, &reply->rows, &table.n_rows, &task->error);
	if (status != JX_OK)
		return status;
	if (gathering->has_others)
		keep_published(reply->rows, &table.n_rows);
	status = jx_page_cut(task, &table, &page);
	if (status != JX_OK)
		return status;
	size_t n_bytes = 0;
	reply->rows += page.first;
	while (reply->n_rows < page.n && jx_page_has_room(&n_bytes, &reply->rows[reply->n_rows]->base))
		reply->n_rows++;
	reply->next_page_token = jx_page_end(task, &table, page.first + reply->n_rows);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

static enum jx_status fail_number(struct jx_task *task, const char *field, size_t n)
{
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
		JX_ARGS(JX_TEXT(field), JX_U64(n), JX_WORDS("最多 20 个", "at most 20 of them")));
}

static enum jx_status check_request(struct jx_task *task, const JxCompareDepartmentsRequest *request)
{
	size_t n_rounds = request->n_rounds > 0 ? request->n_rounds : 1;
	if (request->n_departments == 0)
		return jx_task_fail_missing(task, "departments");
	if (request->n_departments > JX_MAX_COMPARED)
		return fail_number(task, "departments", request->n_departments);
	if (n_rounds > JX_MAX_COMPARED || request->n_departments * n_rounds > JX_MAX_COMPARED)
		return fail_number(task, "rounds", request->n_departments * n_rounds);
	if (request->n_indicators > JX_MAX_COMPARED)
		return fail_number(task, "indicators", request->n_indicators);
	for (size_t i = 0; i < request->n_indicators; i++)
		if (request->indicators[i][0] == '\0')
			return jx_task_fail_missing(task, "indicators");
	if (request->round[0] == '\0' && request->n_rounds == 0 && request->n_departments > 1)
		return jx_task_fail_missing(task, "round");
	return JX_OK;
}

static enum jx_status make_room(struct jx_task *task, struct gathering *gathering)
{
	size_t n = gathering->request->n_indicators * JX_MAX_COMPARED;
	gathering->measures = jx_arena_calloc(&task->arena, n + 1, sizeof(*gathering->measures));
	gathering->reply->absent =
		jx_arena_calloc(&task->arena, JX_MAX_COMPARED, sizeof(*gathering->reply->absent));
	return gathering->measures != NULL && gathering->reply->absent != NULL ? JX_OK
									       : jx_task_no_memory(task);
}

enum jx_status jx_handle_compare_departments(struct jx_task *task)
{
	const JxCompareDepartmentsRequest *request = (const JxCompareDepartmentsRequest *)task->message;
	JxCompareDepartmentsResponse *reply = (JxCompareDepartmentsResponse *)task->reply;
	struct gathering gathering = {.request = request, .reply = reply, .edition = JX_FNV_START};
	bool is_years = request->round[0] == '\0' && request->n_rounds == 0;
	enum jx_status status = check_request(task, request);
	if (status == JX_OK)
		status = jx_rank_scope(task, request->source, &gathering.is_published);
	if (status == JX_OK)
		status = make_room(task, &gathering);
	if (status != JX_OK)
		return status;
	jx_arena_init(&gathering.figures, JX_MAX_SCRATCH_BYTES);
	status = is_years ? gather_years(task, &gathering) : gather_rounds(task, &gathering);
	if (status == JX_OK) {
		jx_task_end_snapshot(task);
		status = fill_reply(task, &gathering, reply);
	}
	jx_arena_clear(&gathering.figures);
	return status;
}
