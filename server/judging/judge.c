#include "server/judging/judge.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"
#include "server/handlers/handlers.h"
#include "server/judging/rulebooks.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_rounds.h"

enum jx_status jx_judge_by_round(struct jx_task *task, const char *round)
{
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *found = NULL;
	const struct jx_error none = {0};
	enum jx_status status = jx_task_id_of(task, "rounds", "report.round", round, id, sizeof(id));
	if (status == JX_OK)
		status = jx_round_get(task->db, id, &task->arena, &found, &task->error);
	if (status == JX_INVALID || status == JX_NOT_FOUND) {
		task->error = none;
		return JX_OK;
	}
	return status == JX_OK ? jx_rulebooks_ref(task, found->rulebook_digest) : status;
}

enum jx_status jx_judge(struct jx_task *task, const JxReport *submission, struct jx_judgement *judgement)
{
	judgement->rulebook_digest = task->rulebook != NULL ? jx_rulebook_digest(task->rulebook) : "";
	enum jx_status status = jx_digest_message(
		&submission->base, JX_DIGEST_SHA256, judgement->content_digest, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_check_run_with(task->rulebook, submission, &task->arena, &judgement->findings);
	if (status != JX_OK)
		return jx_task_no_memory(task);
	const struct jx_score_options options = {.rulebook = task->rulebook,
		.findings = judgement->findings.items,
		.n_findings = judgement->findings.n};
	status = jx_score_run(submission, &options, &task->arena, &judgement->sheet);
	if (status == JX_OK)
		status = jx_verdict_digest(judgement->content_digest, judgement->rulebook_digest,
			&judgement->findings, judgement->verdict_digest);
	return status == JX_OK ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_check_report(struct jx_task *task)
{
	const JxCheckReportRequest *request = (const JxCheckReportRequest *)task->message;
	struct jx_judgement judgement = {0};
	if (request->report == NULL)
		return jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "report", JX_ARGS(JX_TEXT("report")));
	enum jx_status status = jx_judge_by_round(task, request->report->round);
	if (status == JX_OK)
		status = jx_judge(task, request->report, &judgement);
	if (status != JX_OK)
		return status;
	JxCheckReportResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	reply->findings = judgement.findings.items;
	reply->n_findings = judgement.findings.n;
	reply->content_digest = jx_arena_strdup(&task->arena, judgement.content_digest);
	reply->verdict_digest = jx_arena_strdup(&task->arena, judgement.verdict_digest);
	reply->rulebook_digest = (char *)judgement.rulebook_digest;
	reply->sheet = judgement.sheet;
	return reply->content_digest != NULL && reply->verdict_digest != NULL ? JX_OK
									      : jx_task_no_memory(task);
}

enum jx_status jx_judge_scores(
	struct jx_task *task, const struct jx_version *version, bool has_steps, JxScoreSheet **ret_sheet)
{
	enum jx_status status = jx_rulebooks_ref(task, version->message->rulebook_digest);
	if (status != JX_OK)
		return status;
	const struct jx_score_options options = {.has_steps = has_steps,
		.is_late = version->is_late,
		.rulebook = task->rulebook,
		.review = version->message->review,
		.findings = version->message->findings,
		.n_findings = version->message->n_findings};
	status = jx_score_run(version->message->report, &options, &task->arena, ret_sheet);
	return status == JX_OK ? JX_OK : jx_task_no_memory(task);
}
