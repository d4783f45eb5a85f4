/*
 * Reference figures: what the treasury has of departments, loaded in editions.
 *
 * A reader holds every row against what may stand in it, and digests the whole; the writer stores an edition in one job.
 */
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/service/states.h"
#include "server/handlers/handlers.h"
#include "server/handlers/page.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_references.h"
#include "storage/registry/store_rounds.h"

#define MAX_YEAR 9999u
_Static_assert(JX_MAX_BATCH_ROWS == 30000 && JX_MAX_NAME_BYTES == 300, "see the words of the refusals");

/* A row of the list by its department. */
struct coded {
	const char *code;
	size_t row; /* from 1 */
};

struct loading {
	char digest[JX_DIGEST_TEXT_BYTES];
};

static int compare_coded(const void *a, const void *b)
{
	const struct coded *left = a;
	const struct coded *right = b;
	int order = strcmp(left->code, right->code);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

static int compare_problems(const void *a, const void *b)
{
	const JxBatchRow *left = *(JxBatchRow *const *)a;
	const JxBatchRow *right = *(JxBatchRow *const *)b;
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_code(const void *code, const void *department)
{
	return strcmp(code, (*(JxDepartment *const *)department)->code);
}

/* The error at hand is that of a row; both languages, because the caller's is not known here. */
static enum jx_status add_problem(struct jx_task *task, const struct coded *coded)
{
	char zh[512];
	char en[512];
	JxLoadReferencesResponse *reply = (JxLoadReferencesResponse *)task->reply;
	JxBatchRow *problem = jx_task_new(task, JX_BATCH_ROW_DESCRIPTOR);
	if (problem == NULL)
		return jx_task_no_memory(task);
	problem->row = (uint32_t)coded->row;
	problem->code = (char *)coded->code;
	problem->problem =
		jx_localized_new(&task->arena, jx_error_sentence(&task->error, JX_ZH, zh, sizeof(zh)),
			jx_error_sentence(&task->error, JX_EN, en, sizeof(en)));
	if (problem->problem == NULL)
		return jx_task_no_memory(task);
	reply->problems[reply->n_problems++] = problem;
	return JX_OK;
}

static enum jx_status check_amount(struct jx_task *task, const char *field, const JxAmount *amount)
{
	if (amount == NULL || (jx_has_amount(amount) && amount->fen >= 0))
		return JX_OK;
	return jx_task_fail_value(task, field, "", "应为不小于零的金额，没有的留空",
		"an amount of money, not negative; absent for none");
}

static enum jx_status check_count(struct jx_task *task, const char *field, const JxDecimal *count)
{
	if (count == NULL || (jx_has_decimal(count) && count->micros >= 0 && count->micros % 1000000 == 0))
		return JX_OK;
	return jx_task_fail_value(
		task, field, "", "应为人数，没有的留空", "a number of people; absent for none");
}

static enum jx_status check_sheet(struct jx_task *task, const JxReferenceSheet *sheet)
{
	enum jx_status status = check_amount(task, "initial", sheet->initial);
	if (status == JX_OK)
		status = check_amount(task, "adjusted", sheet->adjusted);
	if (status == JX_OK)
		status = check_amount(task, "executed", sheet->executed);
	if (status == JX_OK)
		status = check_count(task, "posts", sheet->posts);
	if (status == JX_OK)
		status = check_count(task, "in_post", sheet->in_post);
	if (status != JX_OK)
		return status;
	return sheet->initial == NULL && sheet->adjusted == NULL && sheet->executed == NULL &&
			       sheet->posts == NULL && sheet->in_post == NULL
		       ? jx_task_fail_missing(task, "executed")
		       : JX_OK;
}

static enum jx_status check_row(struct jx_task *task, const struct jx_departments *known,
	const struct coded *coded, const struct coded *before)
{
	const JxLoadReferencesRequest *request = (const JxLoadReferencesRequest *)task->message;
	if (before != NULL && strcmp(before->code, coded->code) == 0)
		return jx_fail_with(&task->error, JX_REASON_DEPARTMENT_TWICE,
			JX_ARGS(JX_TEXT(coded->code), JX_U64(before->row)));
	if (jx_array_search(coded->code, known->rows, known->n, sizeof(JxDepartment *), compare_code) == NULL)
		return jx_fail_with(
			&task->error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(coded->code)));
	return check_sheet(task, request->sheets[coded->row - 1]);
}

static enum jx_status check_rows(
	struct jx_task *task, const JxLoadReferencesRequest *request, const struct jx_departments *known)
{
	JxLoadReferencesResponse *reply = (JxLoadReferencesResponse *)task->reply;
	struct coded *rows = jx_arena_calloc(&task->scratch, request->n_sheets + 1, sizeof(*rows));
	enum jx_status status = JX_OK;
	reply->problems = jx_arena_calloc(&task->arena, request->n_sheets + 1, sizeof(JxBatchRow *));
	if (rows == NULL || reply->problems == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < request->n_sheets; i++) {
		const char *code = jx_name_id(request->sheets[i]->department, "departments");
		rows[i] = (struct coded){code != NULL ? code : "", i + 1};
	}
	jx_array_sort(rows, request->n_sheets, sizeof(*rows), compare_coded);
	for (size_t i = 0; status == JX_OK && i < request->n_sheets; i++) {
		status = check_row(task, known, &rows[i], i > 0 ? &rows[i - 1] : NULL);
		if (status == JX_INVALID || status == JX_NOT_FOUND)
			status = add_problem(task, &rows[i]);
	}
	jx_array_sort(reply->problems, reply->n_problems, sizeof(*reply->problems), compare_problems);
	return status;
}

static enum jx_status check_head(struct jx_task *task, const JxLoadReferencesRequest *request)
{
	if (request->year == 0 || request->year > MAX_YEAR)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "year",
			JX_ARGS(JX_TEXT("year"), JX_U64(request->year),
				JX_WORDS("应为年份，如 2025", "a year such as 2025")));
	if (jx_text_is_blank(request->source))
		return jx_task_fail_missing(task, "source");
	if (strlen(request->source) > JX_MAX_NAME_BYTES)
		return jx_task_fail_value(
			task, "source", request->source, "最多 300 字节", "at most 300 bytes");
	if (request->n_sheets == 0)
		return jx_task_fail_missing(task, "sheets");
	if (request->n_sheets > JX_MAX_BATCH_ROWS)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "sheets",
			JX_ARGS(JX_TEXT("sheets"), JX_U64(request->n_sheets),
				JX_WORDS("最多 30000 行", "at most 30000 rows")));
	return JX_OK;
}

/* What only the edition says of all of them is no part of a sheet. */
static void strip_sheets(const JxLoadReferencesRequest *request)
{
	for (size_t i = 0; i < request->n_sheets; i++) {
		request->sheets[i]->name = (char *)protobuf_c_empty_string;
		request->sheets[i]->source = (char *)protobuf_c_empty_string;
		request->sheets[i]->year = 0;
	}
}

enum jx_status jx_load_load_references(struct jx_task *task)
{
	const JxLoadReferencesRequest *request = (const JxLoadReferencesRequest *)task->message;
	struct loading *loading = jx_arena_calloc(&task->arena, 1, sizeof(*loading));
	JxLoadReferencesRequest digested = JX_LOAD_REFERENCES_REQUEST_INIT;
	struct jx_departments known = {0};
	if (loading == NULL)
		return jx_task_no_memory(task);
	task->prepared = loading;
	enum jx_status status = check_head(task, request);
	if (status == JX_OK)
		status = jx_departments_all(task->db, &task->scratch, &known, &task->error);
	if (status == JX_OK)
		status = check_rows(task, request, &known);
	if (status != JX_OK)
		return status;
	jx_task_end_snapshot(task);
	strip_sheets(request);
	digested.year = request->year;
	digested.source = request->source;
	digested.sheets = request->sheets;
	digested.n_sheets = request->n_sheets;
	return jx_digest_message(&digested.base, JX_DIGEST_SHA256, loading->digest, &task->error);
}

static enum jx_status describe(struct jx_task *task, const struct jx_new_reference *reference)
{
	char name[JX_RESOURCE_NAME_BYTES];
	char person[JX_RESOURCE_NAME_BYTES];
	JxLoadReferencesResponse *reply = (JxLoadReferencesResponse *)task->reply;
	JxReferenceEdition *edition = jx_task_new(task, JX_REFERENCE_EDITION_DESCRIPTOR);
	if (edition == NULL)
		return jx_task_no_memory(task);
	const JxLoadReferencesRequest *request = (const JxLoadReferencesRequest *)task->message;
	/* One that is only tried has neither name nor number. */
	edition->name = jx_arena_strdup(&task->arena,
		request->validate_only ? "" : jx_name_reference(name, reference->year, reference->number));
	edition->person = jx_arena_strdup(&task->arena, jx_name_person(person, task->caller.id));
	edition->load_time = jx_task_timestamp(task, task->now_ms);
	if (edition->name == NULL || edition->person == NULL || edition->load_time == NULL)
		return jx_task_no_memory(task);
	edition->year = reference->year;
	edition->number = request->validate_only ? 0 : reference->number;
	edition->source = (char *)reference->source;
	edition->departments = (uint32_t)reference->n;
	edition->digest = (char *)reference->digest;
	reply->edition = edition;
	return JX_OK;
}

static enum jx_status log_reference(struct jx_task *task, const JxReferenceEdition *edition)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReferenceRecord what = JX_REFERENCE_RECORD_INIT;
	what.source = edition->source;
	what.departments = edition->departments;
	what.digest = edition->digest;
	record.reference = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){
			.act = JX_LOG_LOAD_REFERENCE, .object = edition->name, .record = &record},
		NULL);
}

enum jx_status jx_handle_load_references(struct jx_task *task)
{
	const JxLoadReferencesRequest *request = (const JxLoadReferencesRequest *)task->message;
	const struct loading *loading = task->prepared;
	const JxLoadReferencesResponse *reply = (const JxLoadReferencesResponse *)task->reply;
	struct jx_new_reference reference = {.year = request->year,
		.source = request->source,
		.person = task->caller.id,
		.load_ms = task->now_ms,
		.digest = loading->digest,
		.sheets = request->sheets,
		.n = request->n_sheets};
	task->discard_writes = reply->n_problems > 0;
	if (reply->n_problems > 0)
		return JX_OK;
	enum jx_status status =
		jx_reference_next_number(task->db, request->year, &reference.number, &task->error);
	if (status == JX_OK)
		status = jx_reference_insert(task->db, &reference, &task->error);
	if (status == JX_OK)
		status = describe(task, &reference);
	return status == JX_OK ? log_reference(task, reply->edition) : status;
}

enum jx_status jx_handle_list_reference_editions(struct jx_task *task)
{
	const JxListReferenceEditionsRequest *request = (const JxListReferenceEditionsRequest *)task->message;
	JxListReferenceEditionsResponse *reply = (JxListReferenceEditionsResponse *)task->reply;
	struct jx_page page;
	struct jx_references rows = {0};
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status =
			jx_references_list(task->db, request->year, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->editions = rows.rows;
	reply->n_editions = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

/* That of a round, if it names one. */
static enum jx_status find_year(struct jx_task *task, const char *name, uint32_t *year)
{
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round = NULL;
	if (name[0] == '\0')
		return JX_OK;
	enum jx_status status = jx_task_id_of(task, "rounds", "round", name, id, sizeof(id));
	if (status == JX_OK)
		status = jx_round_get(task->db, id, &task->arena, &round, &task->error);
	if (status == JX_OK && round->year != 0)
		*year = round->year;
	return status;
}

enum jx_status jx_handle_get_reference_sheet(struct jx_task *task)
{
	const JxGetReferenceSheetRequest *request = (const JxGetReferenceSheetRequest *)task->message;
	JxGetReferenceSheetResponse *reply = (JxGetReferenceSheetResponse *)task->reply;
	char code[JX_MAX_CODE_BYTES + 1];
	enum jx_status status =
		jx_task_id_of(task, "departments", "department", request->department, code, sizeof(code));
	if (status != JX_OK)
		return status;
	if (strcmp(code, task->caller.department) != 0 && !jx_task_has_role(task, JX_ROLES_SEE_ALL))
		return jx_fail_with(&task->error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
	uint32_t year = request->year;
	status = find_year(task, request->round, &year);
	return status == JX_OK
		       ? jx_reference_get(task->db, code, year, &task->arena, &reply->sheet, &task->error)
		       : status;
}
