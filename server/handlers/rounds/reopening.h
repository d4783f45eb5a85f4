/*
 * The reopening of a final report that one lead has proposed, as another one sees and confirms it. Thread: reader or writer.
 */
#ifndef SERVER_HANDLERS_ROUNDS_REOPENING_H
#define SERVER_HANDLERS_ROUNDS_REOPENING_H

#include "server/call/task.h"
#include "storage/filing/store_objections.h"

/** Get the proposal of a record that still holds: not too old, and of who is still a lead.
 *
 * @param ret_proposal  its texts in the task's arena; person NULL: there is none.
 */
enum jx_status jx_reopening_find(
	struct jx_task *task, int64_t record_id, struct jx_reopening *ret_proposal) JX_MUST_CHECK;

/** The digest of a proposal: over the name of the submission, the reason and the evidence. */
enum jx_status jx_reopening_digest(struct jx_task *task, const char *submission, const char *reason,
	const char *evidence, char **ret_digest) JX_MUST_CHECK;

/** Put the proposal that holds into what a lead sees of a submission; nothing for others, and where there is none. */
enum jx_status jx_reopening_fill(
	struct jx_task *task, int64_t record_id, JxSubmission *submission) JX_MUST_CHECK;

#endif
