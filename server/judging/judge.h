/*
 * Judging a report: content digest, findings, verdict and scores, by the task's rulebook. What CheckReport,
 * SubmitReport, AcceptSubmission, ExplainScore and CompareDepartments share. Thread: any.
 */
#ifndef SERVER_JUDGING_JUDGE_H
#define SERVER_JUDGING_JUDGE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/finding/finding.h"
#include "server/call/task.h"
#include "storage/filing/store_versions.h"

/** What a report was judged to be; findings and sheet in the task's scratch arena. */
struct jx_judgement {
	struct jx_findings findings;
	JxScoreSheet *sheet;         /* without steps and review */
	const char *rulebook_digest; /* "" for the built-in rules alone */
	char content_digest[JX_DIGEST_TEXT_BYTES];
	char verdict_digest[JX_DIGEST_TEXT_BYTES];
};

/** Refer to the rulebook of a report's round in task->rulebook, and to what the treasury has of its department for the year in
 * task->reference, if the caller may see that. @thread reader or writer, in a transaction.
 *
 * @param report  as a caller wrote it; when there is no such round, there is no rulebook.
 */
enum jx_status jx_judge_by_round(struct jx_task *task, const JxReport *report) JX_MUST_CHECK;

/** Refer to the rulebook that a version was judged by. @thread reader or writer, in a transaction. */
enum jx_status jx_judge_by_version(struct jx_task *task, const struct jx_version *version) JX_MUST_CHECK;

/** Score a version that was filed, with its review, by task->rulebook. Reads nothing.
 *
 * @param ret_sheet  in the task's scratch arena, but for the rulebook's own texts.
 */
enum jx_status jx_judge_scores(struct jx_task *task, const struct jx_version *version, bool has_steps,
	JxScoreSheet **ret_sheet) JX_MUST_CHECK;

/** Leave the lines of a sheet out of a reply that could not hold them; ExplainScore gives them in pages. */
void jx_judge_fit_sheet(JxScoreSheet *sheet);

/** Judge a report by task->rulebook and task->reference, until jx_task_stop() says to end.
 *
 * @return JX_OK; JX_INVALID (CONTENT_TOO_LARGE); JX_DEADLINE, JX_UNAVAILABLE, JX_EXHAUSTED.
 */
enum jx_status jx_judge(
	struct jx_task *task, const JxReport *report, struct jx_judgement *ret_judgement) JX_MUST_CHECK;

#endif
