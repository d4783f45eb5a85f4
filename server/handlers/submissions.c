#include "server/handlers/handlers.h"

#include "jixiao/v1/schema.h"
#include "server/handlers/page.h"
#include "server/handlers/records.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"

enum jx_status jx_handle_get_submission(struct jx_task *task)
{
	const JxGetSubmissionRequest *request = (const JxGetSubmissionRequest *)task->message;
	struct jx_record_key key;
	struct jx_record record = {0};
	JxGetSubmissionResponse *reply = (JxGetSubmissionResponse *)task->reply;
	enum jx_status status = jx_record_key_read(task, request->name, &key);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, &key, &record);
	return status == JX_OK ? jx_record_reply(task, &key, &reply->submission) : status;
}

enum jx_status jx_handle_list_issues(struct jx_task *task)
{
	const JxListIssuesRequest *request = (const JxListIssuesRequest *)task->message;
	struct jx_record_key key;
	struct jx_record record = {0};
	struct jx_issues rows = {0};
	struct jx_page page;
	JxListIssuesResponse *reply = (JxListIssuesResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_record_key_read(task, request->name, &key);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, &key, &record);
	if (status != JX_OK)
		return status;
	status = jx_issues_list(task->db, record.id, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->issues = rows.rows;
	reply->n_issues = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_list_submissions(struct jx_task *task)
{
	const JxListSubmissionsRequest *request = (const JxListSubmissionsRequest *)task->message;
	char round[JX_MAX_CODE_BYTES + 1] = "";
	struct jx_page page;
	struct jx_submissions rows = {0};
	JxListSubmissionsResponse *reply = (JxListSubmissionsResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK && request->round[0] != '\0')
		status = jx_task_id_of(task, "rounds", "round", request->round, round, sizeof(round));
	if (status != JX_OK)
		return status;
	/* A department's own people see their own; "-" is the code of no department. */
	const char *own = task->caller.department[0] != '\0' ? task->caller.department : "-";
	const struct jx_submission_query query = {
		.round = round,
		.department = jx_task_has_role(task, JX_ROLES_SEE_ALL) ? "" : own,
		.state = request->state,
		.now_ms = task->now_ms,
	};
	status = jx_submissions_list(task->db, &query, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->submissions = rows.rows;
	reply->n_submissions = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_get_submission_version(struct jx_task *task)
{
	const JxGetSubmissionVersionRequest *request = (const JxGetSubmissionVersionRequest *)task->message;
	struct jx_record_key key;
	struct jx_record record = {0};
	struct jx_version version = {0};
	uint32_t number = 0;
	JxGetSubmissionVersionResponse *reply = (JxGetSubmissionVersionResponse *)task->reply;
	enum jx_status status = jx_record_key_read_version(task, request->name, &key, &number);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, &key, &record);
	if (status != JX_OK)
		return status;
	const struct jx_version_query query = {
		.round = key.round, .department = key.department, .number = number};
	status = jx_version_get(task->db, &query, &task->scratch, &version, &task->error);
	if (status != JX_OK)
		return status;
	jx_record_hide_review(task, &version);
	reply->version = version.message;
	return JX_OK;
}
