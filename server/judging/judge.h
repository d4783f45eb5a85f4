/*
 * Judging a report: content digest, findings, verdict and scores, by the task's rulebook. What Check, Submit,
 * AcceptSubmission, Explain and Compare share. Thread: any.
 */
#ifndef SERVER_JUDGING_JUDGE_H
#define SERVER_JUDGING_JUDGE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/finding/finding.h"
#include "server/call/task.h"
#include "storage/filing/store_versions.h"

/** What a report was judged to be; in the task's arena. */
struct jx_judgement {
	struct jx_findings findings;
	JxScoreSheet *sheet;         /* without steps and review */
	const char *rulebook_digest; /* "" for the built-in rules alone */
	char content_digest[JX_DIGEST_TEXT_BYTES];
	char verdict_digest[JX_DIGEST_TEXT_BYTES];
};

/** Hold the rulebook of a round in task->rulebook, where there are both. @thread reader or writer, in a transaction.
 *
 * @param round  "rounds/{id}" as a caller wrote it; what names no round has no rulebook.
 */
enum jx_status jx_judge_by_round(struct jx_task *task, const char *round) JX_MUST_CHECK;

/** Score a version that was filed, with its review, by the rulebook it was judged by; that one is held then.
 *
 * @param ret_sheet  in the task's arena, but for the rulebook's own texts.
 */
enum jx_status jx_judge_scores(struct jx_task *task, const struct jx_version *version, bool has_steps,
	JxScoreSheet **ret_sheet) JX_MUST_CHECK;

/** Judge a report by task->rulebook. */
enum jx_status jx_judge(
	struct jx_task *task, const JxReport *submission, struct jx_judgement *ret_judgement) JX_MUST_CHECK;

#endif
