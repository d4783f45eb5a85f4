/* Whose a submission is until it is decided: claimed and released by finance, withdrawn by its department. */
#include "server/handlers/handlers.h"

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "server/handlers/reviewing/reviewed.h"

/* An act that changes the state and nothing else. */
struct move {
	enum jx_act act;
	const char *name; /* of the submission */
	const char *reason;
	const char *reviewer; /* as in jx_state_change */
};

/* Who comes second must know whom to ask. Finance sees of each report who reviews it. */
static enum jx_status fail_move(
	struct jx_task *task, const struct move *move, const JxSubmission *submission, enum jx_status status)
{
	if (move->act != JX_ACT_CLAIM || task->error.reason != JX_REASON_SUBMISSION_STATE ||
		submission->state != JX_SUBMISSION_STATE_UNDER_REVIEW || submission->reviewer[0] == '\0')
		return status;
	return jx_fail_with(&task->error, JX_REASON_HELD_BY_REVIEWER,
		JX_ARGS(JX_TEXT(jx_name_last(submission->name)), JX_TEXT(jx_name_last(submission->reviewer)),
			JX_TEXT(jx_name_last(submission->department))));
}

static enum jx_status do_move(struct jx_task *task, const struct move *move, JxSubmission **ret_submission)
{
	struct jx_reviewed reviewed = {0};
	enum jx_status status = jx_reviewed_find(task, move->name, &reviewed);
	if (status == JX_OK)
		status = jx_reviewed_check_length(task, "reason", move->reason);
	if (status != JX_OK)
		return status;
	reviewed.facts.has_reason = !jx_text_is_blank(move->reason);
	const struct jx_doing doing = {.act = move->act,
		.facts = &reviewed.facts,
		.change = {.reviewer = move->reviewer, .review_reason = move->reason}};
	status = jx_record_act(task, &reviewed.record, &doing, NULL);
	if (status != JX_OK)
		return fail_move(task, move, reviewed.record.message, status);
	return jx_record_reply(task, &reviewed.key, ret_submission);
}

enum jx_status jx_handle_claim_submission(struct jx_task *task)
{
	const JxClaimSubmissionRequest *request = (const JxClaimSubmissionRequest *)task->message;
	const struct move move = {JX_ACT_CLAIM, request->name, "", task->caller.id};
	return do_move(task, &move, &((JxClaimSubmissionResponse *)task->reply)->submission);
}

enum jx_status jx_handle_release_submission(struct jx_task *task)
{
	const JxReleaseSubmissionRequest *request = (const JxReleaseSubmissionRequest *)task->message;
	const struct move move = {JX_ACT_RELEASE, request->name, request->reason, ""};
	return do_move(task, &move, &((JxReleaseSubmissionResponse *)task->reply)->submission);
}

enum jx_status jx_handle_withdraw_submission(struct jx_task *task)
{
	const JxWithdrawSubmissionRequest *request = (const JxWithdrawSubmissionRequest *)task->message;
	const struct move move = {JX_ACT_WITHDRAW, request->name, request->reason, ""};
	return do_move(task, &move, &((JxWithdrawSubmissionResponse *)task->reply)->submission);
}
