#include "server/handlers/reviewing/reviewed.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/message/path.h"
#include "storage/filing/store_issues.h"

_Static_assert(JX_MAX_REASON_BYTES == 3000 && JX_MAX_ISSUES == 200, "see the words of the refusals");

enum jx_status jx_reviewed_find(struct jx_task *task, const char *name, struct jx_reviewed *ret_reviewed)
{
	enum jx_status status = jx_record_key_read(task, name, &ret_reviewed->key);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, &ret_reviewed->key, &ret_reviewed->record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), ret_reviewed->key.round);
	return jx_record_facts(task, &ret_reviewed->record, &ret_reviewed->facts);
}

enum jx_status jx_reviewed_ask(struct jx_task *task, const struct jx_reviewed *reviewed, enum jx_act act)
{
	const struct jx_transition *rows[2];
	return jx_act_check(&reviewed->facts, act, rows, NULL, &task->error);
}

enum jx_status jx_reviewed_check_seen(
	struct jx_task *task, const struct jx_reviewed *reviewed, const char *digest)
{
	const JxSubmission *submission = reviewed->record.message;
	if (digest[0] == '\0')
		return jx_task_fail_missing(task, "digest");
	if (strcmp(digest, submission->digest) == 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_STALE_BASE, "digest",
		JX_ARGS(JX_TEXT(submission->name), JX_U64(submission->version_number), JX_TEXT(digest)));
}

enum jx_status jx_reviewed_check_length(struct jx_task *task, const char *field, const char *text)
{
	size_t n = strlen(text);
	if (n <= JX_MAX_REASON_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
		JX_ARGS(JX_TEXT(field), JX_U64(n), JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
}

enum jx_status jx_reviewed_version(
	struct jx_task *task, const struct jx_reviewed *reviewed, struct jx_version *ret_version)
{
	const struct jx_version_query query = {
		.round = reviewed->key.round, .department = reviewed->key.department};
	return jx_version_get(task->db, &query, &task->scratch, ret_version, &task->error);
}

enum jx_status jx_reviewed_check_raised(
	struct jx_task *task, const JxReport *report, const JxNewIssue *raised)
{
	struct jx_place place;
	if (jx_text_is_blank(raised->text))
		return jx_fail_at(&task->error, JX_REASON_REASON_REQUIRED, "issues.text",
			JX_ARGS(JX_TEXT(raised->field)));
	enum jx_status status = jx_reviewed_check_length(task, "issues.text", raised->text);
	if (status != JX_OK)
		return status;
	status = jx_path_resolve(&report->base, raised->field, &place, &task->error);
	if (status != JX_OK)
		(void)jx_text_copy(task->error.field, sizeof(task->error.field), "issues.field");
	return status;
}

enum jx_status jx_reviewed_raise(struct jx_task *task, const struct jx_reviewed *reviewed,
	const JxNewIssue *raised, uint32_t *ret_number)
{
	char person[JX_RESOURCE_NAME_BYTES];
	uint32_t number = 0;
	JxIssue issue = JX_ISSUE_INIT;
	issue.field = raised->field;
	issue.wanted_action = raised->wanted_action != JX_WANTED_ACTION_UNSPECIFIED
				      ? raised->wanted_action
				      : JX_WANTED_ACTION_CORRECT;
	issue.code = raised->code != JX_ISSUE_CODE_UNSPECIFIED ? raised->code : JX_ISSUE_CODE_OTHER;
	issue.rule = raised->rule;
	issue.text = raised->text;
	issue.version_number = reviewed->record.message->version_number;
	issue.raised_by = (char *)jx_name_person(person, task->caller.id);
	issue.raise_time = jx_task_timestamp(task, task->now_ms);
	if (issue.raise_time == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_issue_insert(task->db, reviewed->record.id, &issue, &number, &task->error);
	if (status == JX_OK && ret_number != NULL)
		*ret_number = number;
	return status;
}

enum jx_status jx_reviewed_check_room(
	struct jx_task *task, const struct jx_reviewed *reviewed, JxNewIssue *const *issues, size_t n_issues)
{
	struct jx_issues_size size = {0};
	enum jx_status status = jx_issues_measure(
		task->db, reviewed->record.id, reviewed->record.message->version_number, &size, &task->error);
	if (status != JX_OK)
		return status;
	size_t n_bytes = size.n_bytes;
	for (size_t i = 0; i < n_issues; i++)
		n_bytes += strlen(issues[i]->field) + strlen(issues[i]->text);
	if (size.n + n_issues > JX_MAX_ISSUES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "issues",
			JX_ARGS(JX_TEXT("issues"), JX_U64(size.n + n_issues),
				JX_WORDS("最多 200 条", "at most 200 of them")));
	if (n_bytes <= JX_MAX_ISSUES_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_CONTENT_TOO_LARGE, "issues",
		JX_ARGS(JX_TEXT("issues"), JX_U64(n_bytes), JX_U64(JX_MAX_ISSUES_BYTES)));
}
