#include "server/handlers/rounds/reopening.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/service/methods.h"
#include "storage/registry/store_people.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

enum jx_status jx_reopening_find(struct jx_task *task, int64_t record_id, struct jx_reopening *ret_proposal)
{
	bool holds = false;
	enum jx_status status =
		jx_reopening_get(task->db, record_id, &task->arena, ret_proposal, &task->error);
	if (status != JX_OK || ret_proposal->person == NULL)
		return status;
	status = jx_person_is_active(
		task->db, ret_proposal->person, JX_PERSON_ROLE_LEAD, &holds, &task->error);
	if (!holds || task->now_ms - ret_proposal->at_ms >= JX_PROPOSAL_HOURS * HOUR_MS)
		ret_proposal->person = NULL;
	return status;
}

enum jx_status jx_reopening_digest(struct jx_task *task, const char *submission, const char *reason,
	const char *evidence, char **ret_digest)
{
	JxReopenSubmissionRequest what = JX_REOPEN_SUBMISSION_REQUEST_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	what.name = (char *)submission;
	what.reason = (char *)reason;
	what.evidence = (char *)evidence;
	enum jx_status status = jx_digest_message(&what.base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	*ret_digest = jx_arena_strdup(&task->arena, digest);
	return *ret_digest != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_reopening_fill(struct jx_task *task, int64_t record_id, JxSubmission *submission)
{
	struct jx_reopening proposal = {0};
	char person[JX_RESOURCE_NAME_BYTES];
	if ((task->caller.roles & JX_ROLE_LEAD) == 0 || submission->state != JX_SUBMISSION_STATE_FINAL)
		return JX_OK;
	enum jx_status status = jx_reopening_find(task, record_id, &proposal);
	if (status != JX_OK || proposal.person == NULL)
		return status;
	JxProposedReopening *shown = jx_arena_alloc(&task->arena, sizeof(*shown));
	if (shown == NULL)
		return jx_task_no_memory(task);
	jx_proposed_reopening_init(shown);
	shown->reason = (char *)proposal.reason;
	shown->evidence = (char *)proposal.evidence;
	shown->proposed_by = jx_arena_strdup(&task->arena, jx_name_person(person, proposal.person));
	shown->propose_time = jx_task_timestamp(task, proposal.at_ms);
	if (shown->proposed_by == NULL || shown->propose_time == NULL)
		return jx_task_no_memory(task);
	submission->proposed_reopening = shown;
	return jx_reopening_digest(
		task, submission->name, proposal.reason, proposal.evidence, &shown->digest);
}
