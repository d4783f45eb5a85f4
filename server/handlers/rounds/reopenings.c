/* A final report reopened for a correction, by two leads; what is published stays. @thread writer. */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds/reopening.h"
#include "storage/filing/store_objections.h"

struct reopened {
	struct jx_record_key key;
	struct jx_record record;
	struct jx_facts facts;
	struct jx_reopening proposal; /* person NULL: there is none that holds */
};

static enum jx_status find(struct jx_task *task, const char *name, struct reopened *reopened)
{
	enum jx_status status = jx_record_key_read(task, name, &reopened->key);
	if (status == JX_OK)
		status = jx_record_get(task, &reopened->key, &reopened->record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), reopened->key.round);
	return jx_record_facts(task, &reopened->record, &reopened->facts);
}

static enum jx_status check_texts(struct jx_task *task, const char *reason, const char *evidence)
{
	if (strlen(reason) > JX_MAX_REASON_BYTES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "reason",
			JX_ARGS(JX_TEXT("reason"), JX_U64(strlen(reason)),
				JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
	if (strlen(evidence) > JX_MAX_NAME_BYTES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "evidence",
			JX_ARGS(JX_TEXT("evidence"), JX_U64(strlen(evidence)),
				JX_WORDS("最多 300 字节", "at most 300 bytes")));
	return JX_OK;
}

/* Whether another lead has proposed the very same. */
static enum jx_status refuse_same(struct jx_task *task, const struct reopened *reopened, const char *digest)
{
	const struct jx_reopening *proposal = &reopened->proposal;
	char *proposed = NULL;
	if (proposal->person == NULL || strcmp(proposal->person, task->caller.id) == 0)
		return JX_OK;
	enum jx_status status = jx_reopening_digest(
		task, reopened->key.name, proposal->reason, proposal->evidence, &proposed);
	if (status == JX_OK && strcmp(proposed, digest) == 0)
		status = jx_fail_with(&task->error, JX_REASON_REOPENING_PROPOSED,
			JX_ARGS(JX_TEXT(reopened->facts.name), JX_TEXT(proposal->person), JX_TEXT(digest)));
	return status;
}

/* The first lead's call: all guards but that of the second key. */
static enum jx_status propose(
	struct jx_task *task, const JxReopenSubmissionRequest *request, struct reopened *reopened)
{
	const struct jx_reopening proposal = {
		reopened->record.id, request->reason, request->evidence, task->caller.id, task->now_ms};
	JxReopenSubmissionResponse *reply = (JxReopenSubmissionResponse *)task->reply;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReopeningRecord what = JX_REOPENING_RECORD_INIT;
	char person[JX_RESOURCE_NAME_BYTES];
	const struct jx_transition *rows[2];
	struct jx_facts facts = reopened->facts;
	facts.has_second_key = true;
	enum jx_status status = jx_act_check(&facts, JX_ACT_REOPEN, rows, NULL, &task->error);
	if (status == JX_OK)
		status = jx_reopening_digest(
			task, reopened->key.name, request->reason, request->evidence, &reply->digest);
	if (status == JX_OK)
		status = refuse_same(task, reopened, reply->digest);
	if (status == JX_OK)
		status = jx_reopening_propose(task->db, &proposal, &task->error);
	if (status != JX_OK)
		return status;
	reply->needs_second_lead = true;
	what.evidence = request->evidence;
	what.digest = reply->digest;
	what.proposed_by = (char *)jx_name_person(person, task->caller.id);
	record.reopening = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_PROPOSE_REOPENING,
			.object = reopened->record.message->name,
			.reason = request->reason,
			.record = &record},
		NULL);
}

/* The second lead's call: what was proposed, named by its digest. */
static enum jx_status confirm(
	struct jx_task *task, const JxReopenSubmissionRequest *request, struct reopened *reopened)
{
	const struct jx_reopening *proposal = &reopened->proposal;
	JxReopenSubmissionResponse *reply = (JxReopenSubmissionResponse *)task->reply;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReopeningRecord what = JX_REOPENING_RECORD_INIT;
	char person[JX_RESOURCE_NAME_BYTES];
	if (proposal->person == NULL)
		return jx_fail_with(
			&task->error, JX_REASON_NO_REOPENING, JX_ARGS(JX_TEXT(reopened->facts.name)));
	enum jx_status status = jx_reopening_digest(
		task, reopened->key.name, proposal->reason, proposal->evidence, &reply->digest);
	if (status == JX_OK && strcmp(request->digest, reply->digest) != 0)
		status = jx_fail_at(&task->error, JX_REASON_REOPENING_CHANGED, "digest",
			JX_ARGS(JX_TEXT(reopened->facts.name), JX_TEXT(reply->digest)));
	if (status != JX_OK)
		return status;
	reopened->facts.has_reason = true;
	reopened->facts.has_evidence = true;
	reopened->facts.has_second_key = strcmp(proposal->person, task->caller.id) != 0;
	what.evidence = (char *)proposal->evidence;
	what.digest = reply->digest;
	what.proposed_by = (char *)jx_name_person(person, proposal->person);
	record.reopening = &what;
	const struct jx_doing doing = {.act = JX_ACT_REOPEN,
		.facts = &reopened->facts,
		.change = {.review_reason = proposal->reason},
		.logged = &record};
	status = jx_record_act(task, &reopened->record, &doing, NULL);
	return status == JX_OK ? jx_reopening_drop(task->db, reopened->record.id, &task->error) : status;
}

enum jx_status jx_handle_reopen_submission(struct jx_task *task)
{
	const JxReopenSubmissionRequest *request = (const JxReopenSubmissionRequest *)task->message;
	struct reopened reopened = {0};
	JxReopenSubmissionResponse *reply = (JxReopenSubmissionResponse *)task->reply;
	enum jx_status status = find(task, request->name, &reopened);
	if (status == JX_OK)
		status = check_texts(task, request->reason, request->evidence);
	if (status == JX_OK)
		status = jx_reopening_find(task, reopened.record.id, &reopened.proposal);
	if (status != JX_OK)
		return status;
	reopened.facts.has_reason = !jx_text_is_blank(request->reason);
	reopened.facts.has_evidence = !jx_text_is_blank(request->evidence);
	status = request->digest[0] == '\0' ? propose(task, request, &reopened)
					    : confirm(task, request, &reopened);
	return status == JX_OK ? jx_record_reply(task, &reopened.key, &reply->submission) : status;
}

enum jx_status jx_handle_cancel_reopening(struct jx_task *task)
{
	const JxCancelReopeningRequest *request = (const JxCancelReopeningRequest *)task->message;
	struct reopened reopened = {0};
	JxCancelReopeningResponse *reply = (JxCancelReopeningResponse *)task->reply;
	enum jx_status status = find(task, request->name, &reopened);
	if (status == JX_OK)
		status = check_texts(task, request->reason, "");
	if (status != JX_OK)
		return status;
	reopened.facts.has_reason = !jx_text_is_blank(request->reason);
	const struct jx_doing doing = {.act = JX_ACT_CANCEL_REOPEN,
		.facts = &reopened.facts,
		.change = {.review_reason = request->reason}};
	status = jx_record_act(task, &reopened.record, &doing, NULL);
	return status == JX_OK ? jx_record_reply(task, &reopened.key, &reply->submission) : status;
}
