/*
 * Judging a report: content digest, findings, verdict and scores, by the task's rulebook. What CheckReport,
 * SubmitReport, AcceptSubmission, ExplainScore and CompareDepartments share. Thread: any.
 */
#ifndef SERVER_JUDGING_JUDGE_H
#define SERVER_JUDGING_JUDGE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/stop.h"
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

/** Refer to the rulebook of a round in task->rulebook. @thread reader or writer, in a transaction.
 *
 * @param round  "rounds/{id}" as a caller wrote it; when there is no such round, there is no rulebook.
 */
enum jx_status jx_judge_by_round(struct jx_task *task, const char *round) JX_MUST_CHECK;

/** Score a version that was filed, with its review, by the rulebook it was judged by, which the task then refers to.
 *
 * @param ret_sheet  in the task's arena, but for the rulebook's own texts.
 */
enum jx_status jx_judge_scores(struct jx_task *task, const struct jx_version *version, bool has_steps,
	JxScoreSheet **ret_sheet) JX_MUST_CHECK;

/** What long work for a task asks: whether its deadline has passed. Borrows the task. */
struct jx_stop jx_judge_stop(struct jx_task *task);

/** Fail with what checks, scores or formulas ended with: DEADLINE_PASSED, or no memory. */
enum jx_status jx_judge_fail(struct jx_task *task, enum jx_status status) JX_MUST_CHECK;

/** Judge a report by task->rulebook. JX_DEADLINE when that takes longer than the caller waits. */
enum jx_status jx_judge(
	struct jx_task *task, const JxReport *report, struct jx_judgement *ret_judgement) JX_MUST_CHECK;

#endif
