#include "server/judging/judge.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/check/check.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"
#include "server/cache/rulebooks.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_references.h"
#include "storage/registry/store_rounds.h"

/* Refers to a rulebook in task->rulebook, in place of the one before; "" for none. Dropped with the task. */
static enum jx_status refer_to_rulebook(struct jx_task *task, const char *digest)
{
	struct jx_rulebooks *rulebooks = task->services->rulebooks;
	jx_rulebooks_unref(rulebooks, task->rulebook);
	task->rulebook = NULL;
	if (digest[0] == '\0')
		return JX_OK;
	return jx_rulebooks_ref(rulebooks, task->db, digest, &task->arena, &task->rulebook, &task->error);
}

/* Departments see their own figures, and no others: not by what a check says of a report either. */
static enum jx_status refer_to_figures(struct jx_task *task, const JxReport *report, const JxRound *round)
{
	const char *code = jx_name_id(report->department, "departments");
	const uint32_t stated = report->profile != NULL ? report->profile->year : 0;
	const uint32_t year = round->year != 0 ? round->year : stated;
	task->reference = NULL;
	if (code == NULL || year == 0 ||
		(strcmp(code, task->caller.department) != 0 && !jx_task_has_role(task, JX_ROLES_SEE_ALL)))
		return JX_OK;
	return jx_reference_get(task->db, code, year, &task->arena, &task->reference, &task->error);
}

enum jx_status jx_judge_by_round(struct jx_task *task, const JxReport *report)
{
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *found = NULL;
	enum jx_status status = jx_task_id_of(task, "rounds", "report.round", report->round, id, sizeof(id));
	if (status == JX_OK)
		status = jx_round_get(task->db, id, &task->arena, &found, &task->error);
	if (status == JX_INVALID || status == JX_NOT_FOUND) {
		task->error = (struct jx_error){0};
		return JX_OK;
	}
	if (status == JX_OK)
		status = refer_to_figures(task, report, found);
	return status == JX_OK ? refer_to_rulebook(task, found->rulebook_digest) : status;
}

/* What checks and scores ended with: they were stopped, or there is no memory. */
static enum jx_status fail_judging(struct jx_task *task, enum jx_status status)
{
	if (status == JX_DEADLINE)
		return jx_task_fail_stopped(task);
	/* Rules have arenas of their own, so that of the task does not know which one is full. */
	if (status == JX_EXHAUSTED)
		return jx_fail_with(
			&task->error, JX_REASON_CALL_TOO_LARGE, JX_ARGS(JX_U64(JX_MAX_SCRATCH_BYTES)));
	return jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
}

enum jx_status jx_judge(struct jx_task *task, const JxReport *report, struct jx_judgement *ret_judgement)
{
	struct jx_judgement *judgement = ret_judgement;
	judgement->rulebook_digest = task->rulebook != NULL ? jx_rulebook_digest(task->rulebook) : "";
	enum jx_status status = jx_report_check_size(report, &task->error);
	if (status != JX_OK)
		return status;
	if (task->report_digest[0] != '\0')
		(void)jx_text_copy(judgement->content_digest, JX_DIGEST_TEXT_BYTES, task->report_digest);
	else
		status = jx_digest_message(
			&report->base, JX_DIGEST_SHA256, judgement->content_digest, &task->error);
	if (status != JX_OK)
		return status;
	const struct jx_check_basis basis = {
		.rulebook = task->rulebook, .reference = task->reference, .stop = jx_task_stop(task)};
	status = jx_check_run_by(&basis, report, &task->scratch, &judgement->findings);
	if (status != JX_OK)
		return fail_judging(task, status);
	const struct jx_score_options options = {.rulebook = task->rulebook,
		.findings = judgement->findings.items,
		.n_findings = judgement->findings.n,
		.lines = judgement->findings.lines,
		.stop = jx_task_stop(task)};
	status = jx_score_run(report, &options, &task->scratch, &judgement->sheet);
	if (status != JX_OK)
		return fail_judging(task, status);
	if (jx_verdict_digest(judgement->content_digest, judgement->rulebook_digest, &judgement->findings,
		    judgement->verdict_digest) != JX_OK)
		return jx_arena_fail(&task->scratch, &task->error);
	return JX_OK;
}

enum jx_status jx_judge_by_version(struct jx_task *task, const struct jx_version *version)
{
	return refer_to_rulebook(task, version->message->rulebook_digest);
}

enum jx_status jx_judge_scores(
	struct jx_task *task, const struct jx_version *version, bool has_steps, JxScoreSheet **ret_sheet)
{
	const struct jx_score_options options = {.has_steps = has_steps,
		.stop = jx_task_stop(task),
		.is_late = version->is_late,
		.rulebook = task->rulebook,
		.review = version->message->review,
		.findings = version->message->findings,
		.n_findings = version->message->n_findings};
	enum jx_status status = jx_score_run(version->message->report, &options, &task->scratch, ret_sheet);
	return status == JX_OK ? JX_OK : fail_judging(task, status);
}

void jx_judge_fit_sheet(JxScoreSheet *sheet)
{
	if (jx_codec_packed_bytes(&sheet->base) > JX_MAX_SHEET_BYTES)
		sheet->n_lines = 0;
}
