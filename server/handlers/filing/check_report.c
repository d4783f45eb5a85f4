#include "jixiao/v1/schema.h"
#include "server/handlers/handlers.h"
#include "server/judging/judge.h"

enum jx_status jx_handle_check_report(struct jx_task *task)
{
	const JxCheckReportRequest *request = (const JxCheckReportRequest *)task->message;
	struct jx_judgement judgement = {0};
	if (request->report == NULL)
		return jx_task_fail_missing(task, "report");
	enum jx_status status = jx_judge_by_round(task, request->report);
	if (status != JX_OK)
		return status;
	jx_task_end_snapshot(task);
	status = jx_judge(task, request->report, &judgement);
	if (status != JX_OK)
		return status;
	JxCheckReportResponse *reply = (JxCheckReportResponse *)task->reply;
	reply->findings = judgement.findings.items;
	reply->n_findings = judgement.findings.n;
	reply->content_digest = jx_arena_strdup(&task->arena, judgement.content_digest);
	reply->verdict_digest = jx_arena_strdup(&task->arena, judgement.verdict_digest);
	reply->rulebook_digest = (char *)judgement.rulebook_digest;
	jx_judge_fit_sheet(judgement.sheet);
	reply->sheet = judgement.sheet;
	reply->reference = task->reference;
	if (reply->content_digest == NULL || reply->verdict_digest == NULL)
		return jx_task_no_memory(task);
	return JX_OK;
}
