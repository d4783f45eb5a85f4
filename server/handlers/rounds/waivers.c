/* Who need not file: a lead's decision, by a document, taken back likewise. @thread writer. */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "server/handlers/records.h"
#include "storage/filing/store_waivers.h"

_Static_assert(JX_MAX_NAME_BYTES == 300 && JX_MAX_REASON_BYTES == 3000, "see the words of the refusals");

static enum jx_status check_texts(struct jx_task *task, const char *reason, const char *document)
{
	if (strlen(reason) > JX_MAX_REASON_BYTES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "reason",
			JX_ARGS(JX_TEXT("reason"), JX_U64(strlen(reason)),
				JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
	if (strlen(document) > JX_MAX_NAME_BYTES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "document",
			JX_ARGS(JX_TEXT("document"), JX_U64(strlen(document)),
				JX_WORDS("最多 300 字节", "at most 300 bytes")));
	return JX_OK;
}

/* The record of a name, with the facts about it. */
static enum jx_status find(struct jx_task *task, const char *name, struct jx_record_key *key,
	struct jx_record *record, struct jx_facts *facts)
{
	enum jx_status status = jx_record_key_read(task, name, key);
	if (status == JX_OK)
		status = jx_record_get(task, key, record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), key->round);
	return jx_record_facts(task, record, facts);
}

/* The department of the round that files for one that was merged into it. @param code  of JX_MAX_CODE_BYTES + 1. */
static enum jx_status find_merged_into(struct jx_task *task, const struct jx_record *record, char *code)
{
	const JxWaiveSubmissionRequest *request = (const JxWaiveSubmissionRequest *)task->message;
	const char *round = jx_name_last(record->message->round);
	struct jx_record_key key;
	struct jx_record other = {0};
	code[0] = '\0';
	if (request->merged_into[0] == '\0')
		return JX_OK;
	enum jx_status status = jx_task_id_of(
		task, "departments", "merged_into", request->merged_into, code, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK)
		return status;
	jx_record_key_set(&key, round, code);
	if (strcmp(request->merged_into, record->message->department) != 0)
		status = jx_record_get(task, &key, &other);
	if (status != JX_NOT_FOUND && other.id != 0 && other.message->state != JX_SUBMISSION_STATE_WAIVED)
		return status;
	return jx_fail_at(
		&task->error, JX_REASON_NOT_ON_ROSTER, "merged_into", JX_ARGS(JX_TEXT(code), JX_TEXT(round)));
}

static enum jx_status waive(
	struct jx_task *task, const struct jx_record *record, const struct jx_facts *facts)
{
	const JxWaiveSubmissionRequest *request = (const JxWaiveSubmissionRequest *)task->message;
	JxLogRecord logged = JX_LOG_RECORD_INIT;
	JxWaiverRecord what = JX_WAIVER_RECORD_INIT;
	char merged_into[JX_MAX_CODE_BYTES + 1];
	enum jx_status status = find_merged_into(task, record, merged_into);
	if (status != JX_OK)
		return status;
	const struct jx_waiver waiver = {
		record->id, request->document, merged_into, request->reason, task->caller.id, task->now_ms};
	what.document = request->document;
	what.merged_into = request->merged_into;
	logged.waiver = &what;
	const struct jx_doing doing = {.act = JX_ACT_WAIVE,
		.facts = facts,
		.change = {.review_reason = request->reason},
		.logged = &logged};
	status = jx_record_act(task, record, &doing, NULL);
	return status == JX_OK ? jx_waiver_insert(task->db, &waiver, &task->error) : status;
}

enum jx_status jx_handle_waive_submission(struct jx_task *task)
{
	const JxWaiveSubmissionRequest *request = (const JxWaiveSubmissionRequest *)task->message;
	struct jx_record_key key;
	struct jx_record record = {0};
	struct jx_facts facts;
	JxWaiveSubmissionResponse *reply = (JxWaiveSubmissionResponse *)task->reply;
	enum jx_status status = find(task, request->name, &key, &record, &facts);
	if (status == JX_OK)
		status = check_texts(task, request->reason, request->document);
	if (status != JX_OK)
		return status;
	facts.has_reason = !jx_text_is_blank(request->reason);
	facts.has_document = !jx_text_is_blank(request->document);
	status = waive(task, &record, &facts);
	return status == JX_OK ? jx_record_reply(task, &key, &reply->submission) : status;
}

enum jx_status jx_handle_unwaive_submission(struct jx_task *task)
{
	const JxUnwaiveSubmissionRequest *request = (const JxUnwaiveSubmissionRequest *)task->message;
	struct jx_record_key key;
	struct jx_record record = {0};
	struct jx_facts facts;
	JxUnwaiveSubmissionResponse *reply = (JxUnwaiveSubmissionResponse *)task->reply;
	enum jx_status status = find(task, request->name, &key, &record, &facts);
	if (status == JX_OK)
		status = check_texts(task, request->reason, "");
	if (status != JX_OK)
		return status;
	facts.has_reason = !jx_text_is_blank(request->reason);
	const struct jx_doing doing = {
		.act = JX_ACT_UNWAIVE, .facts = &facts, .change = {.review_reason = request->reason}};
	status = jx_record_act(task, &record, &doing, NULL);
	return status == JX_OK ? jx_record_reply(task, &key, &reply->submission) : status;
}
