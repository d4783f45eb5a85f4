/*
 * Filing a report.
 *
 * load (reader, in its snapshot): the round's rulebook, and what the department explained the year before.
 * check (reader): digest, checks, verdict, scores, signature: all that needs no more than that and the request.
 * write (writer): the guards of admission.c, then attempt, version, state and log in one savepoint. A refusal is stored
 * too, as an attempt with its reason and without a version.
 */
#include "server/handlers/handlers.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/ranking/flags.h"
#include "server/base/zone.h"
#include "server/call/idempotency.h"
#include "server/handlers/filing/admission.h"
#include "server/handlers/filing/receipt.h"
#include "server/handlers/records.h"
#include "server/judging/judge.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/results/store_scores.h"

#define REPORT_FIELD 1 /* of a SubmitReportRequest */

/* Round and department as the request names them, the latter the caller's own. */
static enum jx_status read_key(struct jx_task *task, struct jx_judged_report *judged)
{
	const JxReport *report = ((const JxSubmitReportRequest *)task->message)->report;
	char round[JX_MAX_CODE_BYTES + 1];
	char code[JX_MAX_CODE_BYTES + 1];
	if (report == NULL)
		return jx_task_fail_missing(task, "report");
	enum jx_status status = jx_task_id_of(
		task, "departments", "report.department", report->department, code, sizeof(code));
	if (status != JX_OK)
		return status;
	status = jx_task_id_of(task, "rounds", "report.round", report->round, round, sizeof(round));
	if (status != JX_OK)
		return status;
	if (strcmp(task->caller.department, code) != 0)
		return jx_fail(&task->error, JX_REASON_OTHER_DEPARTMENT);
	jx_record_key_set(&judged->key, round, code);
	judged->report = report;
	return JX_OK;
}

static int compare_explanations(const void *a, const void *b)
{
	const JxExplanation *const *left = a;
	const JxExplanation *const *right = b;
	return jx_explanation_compare((*left)->text, (*right)->text);
}

/* The first explanation of a finding that is word for word in the report before, which is put in order for it. */
static const char *find_repeated(struct jx_task *task, const JxReport *now, const JxReport *before)
{
	char field[64];
	size_t each = sizeof(JxExplanation *);
	if (before->n_explanations == 0)
		return NULL;
	jx_array_sort(before->explanations, before->n_explanations, each, compare_explanations);
	for (size_t i = 0; i < now->n_explanations; i++) {
		const JxExplanation *key = now->explanations[i];
		if (key->rule[0] == '\0' ||
			jx_array_search(&key, before->explanations, before->n_explanations, each,
				compare_explanations) == NULL)
			continue;
		(void)snprintf(field, sizeof(field), "report.explanations[%zu].text", i);
		return jx_arena_strdup(&task->arena, field);
	}
	return NULL;
}

static enum jx_status compare_with_last_year(struct jx_task *task, struct jx_judged_report *judged)
{
	const JxReport *report = judged->report;
	struct jx_version_query query;
	struct jx_version version = {0};
	if (report->n_explanations == 0 || report->n_explanations > JX_MAX_LINES)
		return JX_OK;
	enum jx_status status = jx_version_before(
		task->db, judged->key.round, judged->key.department, &task->arena, &query, &task->error);
	if (status != JX_OK || query.number == 0)
		return status;
	status = jx_version_get(task->db, &query, &task->scratch, &version, &task->error);
	if (status != JX_OK)
		return status;
	judged->repeated_field = find_repeated(task, report, version.message->report);
	judged->repeated_of = jx_arena_strdup(&task->arena, version.message->name);
	return judged->repeated_of != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_load_submit_report(struct jx_task *task)
{
	struct jx_judged_report *judged = jx_arena_calloc(&task->arena, 1, sizeof(*judged));
	if (judged == NULL)
		return jx_task_no_memory(task);
	task->prepared = judged;
	enum jx_status status = read_key(task, judged);
	if (status != JX_OK)
		return status;
	status = jx_judge_by_round(task, judged->report);
	return status == JX_OK ? compare_with_last_year(task, judged) : status;
}

/* Takes what the writer needs of a judgement out of the scratch arena: the findings packed, as they are stored, and the
 * totals of the sheet. A report that waits for the writer then holds little more than itself. */
static enum jx_status keep_judgement(struct jx_task *task, struct jx_judged_report *judged)
{
	struct jx_judgement *judgement = &judged->judgement;
	JxCheckReportResponse packed = JX_CHECK_REPORT_RESPONSE_INIT;
	ProtobufCMessage *totals = NULL;
	uint8_t *bytes = NULL;
	size_t n = 0;
	packed.findings = judgement->findings.items;
	packed.n_findings = judgement->findings.n;
	const struct jx_flags_facts facts = {.findings = packed.findings, .n_findings = packed.n_findings};
	judged->flags = jx_flags_of(judged->report, &facts);
	enum jx_status status = jx_codec_pack_arena(&packed.base, &task->arena, &judged->packed_findings,
		&judged->n_packed_findings, &task->error);
	if (status == JX_OK)
		status = jx_digest_message(
			&packed.base, JX_DIGEST_SHA256, judged->findings_digest, &task->error);
	if (status != JX_OK)
		return status;
	judgement->sheet->n_lines = 0;
	status = jx_codec_pack_arena(&judgement->sheet->base, &task->scratch, &bytes, &n, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_codec_unpack_strict(
		JX_SCORE_SHEET_DESCRIPTOR, bytes, n, &task->arena, &totals, &task->error);
	judgement->sheet = (JxScoreSheet *)totals;
	judgement->findings.items = NULL;
	return status;
}

/* The findings again, as they will be stored. @thread writer. */
static enum jx_status read_findings(
	struct jx_task *task, const struct jx_judged_report *judged, JxFinding ***ret_findings)
{
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_codec_unpack_strict(JX_CHECK_REPORT_RESPONSE_DESCRIPTOR,
		judged->packed_findings, judged->n_packed_findings, &task->arena, &message, &task->error);
	if (status == JX_OK)
		*ret_findings = ((JxCheckReportResponse *)message)->findings;
	return status;
}

static enum jx_status verify_signature(struct jx_task *task, const struct jx_judged_report *judged)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const JxSignature *signature = request->signature;
	if (signature == NULL)
		return jx_task_fail_missing(task, "signature");
	if (strcmp(signature->algorithm, "ecdsa-p256-sha256") != 0)
		return jx_task_fail_shape(
			task, "signature.algorithm", signature->algorithm, "ecdsa-p256-sha256");
	const struct jx_submit_claim claim = {.round = judged->key.round,
		.department = judged->key.department,
		.content_digest = judged->judgement.content_digest,
		.base_digest = request->base_digest,
		.request_id = request->request_id};
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n = 0;
	JX_AUTO(jx_key) key = NULL;
	enum jx_status status = jx_submit_signing_text(&claim, text, sizeof(text), &n, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_key_read_public(task->caller.public_key, task->caller.n_public_key, &key, &task->error);
	if (status != JX_OK)
		return status;
	return jx_signature_verify(key, text, n, signature->value.data, signature->value.len, &task->error);
}

enum jx_status jx_check_submit_report(struct jx_task *task)
{
	struct jx_judged_report *judged = task->prepared;
	if (!jx_codec_find_field(task->call->message, task->call->n_message_bytes, REPORT_FIELD,
		    &judged->received, &judged->n_received))
		return jx_fail_with(&task->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("report")));
	enum jx_status status = jx_judge(task, judged->report, &judged->judgement);
	if (status != JX_OK)
		return status;
	status = keep_judgement(task, judged);
	return status == JX_OK ? verify_signature(task, judged) : status;
}

/* ---- the writer's half ---- */

static struct jx_attempt attempt_of(
	const struct jx_task *task, const struct jx_judged_report *judged, const char *result)
{
	return (struct jx_attempt){
		.time_ms = task->received_ms,
		.person = task->caller.id,
		.round = judged->key.round,
		.department = judged->key.department,
		.content_digest = judged->judgement.content_digest,
		.verdict_digest = judged->judgement.verdict_digest,
		.n_findings = (uint32_t)judged->judgement.findings.n_all,
		.result = result,
	};
}

static bool stops_report(const JxFinding *finding)
{
	return finding->severity == JX_FINDING_SEVERITY_HARD ||
	       (finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained);
}

/* The findings that stop a report, hard ones first, for the details of the error. */
static void name_findings(struct jx_task *task, const struct jx_judged_report *judged)
{
	const size_t n = judged->judgement.findings.n;
	JxFinding **findings = NULL;
	struct jx_violation *violations = jx_arena_calloc(&task->arena, n + 1, sizeof(*violations));
	if (violations == NULL || read_findings(task, judged, &findings) != JX_OK)
		return; /* the error itself says enough */
	for (int severity = JX_FINDING_SEVERITY_HARD; severity <= JX_FINDING_SEVERITY_EXPLAIN; severity++) {
		for (size_t i = 0; i < n; i++) {
			const JxFinding *finding = findings[i];
			if ((int)finding->severity == severity && stops_report(finding))
				violations[task->n_violations++] =
					(struct jx_violation){.field = finding->field,
						.rule = finding->rule,
						.en = jx_localized(finding->message, JX_EN),
						.zh = jx_localized(finding->message, JX_ZH)};
		}
	}
	task->violations = violations;
}

/* What the log says about a report, whether it is admitted or not. */
static void describe_filing(
	struct jx_task *task, const struct jx_judged_report *judged, uint64_t attempt, JxFilingRecord *filing)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const struct jx_judgement *judgement = &judged->judgement;
	filing->attempt = attempt;
	filing->content_digest = (char *)judgement->content_digest;
	filing->base_digest = request->base_digest;
	filing->verdict_digest = (char *)judgement->verdict_digest;
	filing->rulebook_digest = (char *)judgement->rulebook_digest;
	filing->claimed_score = judgement->sheet->claimed_score;
	filing->computed_score = judgement->sheet->computed;
	filing->signature = request->signature;
	if (task->reference != NULL)
		filing->reference = task->reference->name;
	filing->receive_time = jx_task_timestamp(task, task->received_ms);
}

static enum jx_status keep_refusal(
	struct jx_task *task, const struct jx_judged_report *judged, const char *reason)
{
	struct jx_attempt attempt = attempt_of(task, judged, reason);
	uint64_t number = 0;
	bool is_due = false;
	attempt.request_id = jx_task_request_id(task);
	enum jx_status status = jx_attempt_is_due(task->db, &attempt, &is_due, &task->error);
	if (status != JX_OK || !is_due)
		return status;
	status = jx_attempt_insert(task->db, &attempt, &number, &task->error);
	if (status != JX_OK)
		return status;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxFilingRecord filing = JX_FILING_RECORD_INIT;
	describe_filing(task, judged, number, &filing);
	record.filing = &filing;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = jx_act_id(JX_ACT_REFUSE_SUBMIT),
			.object = judged->key.name,
			.after = judged->judgement.content_digest,
			.reason = reason,
			.record = &record},
		NULL);
}

/* Stores a refusal and returns it; but not when the same call may succeed later, or when the department is not on the
 * round's roster: then it is no attempt at anything. */
static enum jx_status refuse_report(
	struct jx_task *task, const struct jx_admission *admission, enum jx_status refused)
{
	const struct jx_judged_report *judged = admission->judged;
	const struct jx_error refusal = task->error;
	if (refusal.reason == JX_REASON_HARD_FINDINGS || refusal.reason == JX_REASON_NEEDS_EXPLANATION)
		name_findings(task, judged);
	if (jx_error_is_retryable(&refusal) || refusal.reason == JX_REASON_CHANGED_MEANWHILE ||
		admission->record.message == NULL)
		return refused;
	enum jx_status status = keep_refusal(task, judged, jx_reason_name(refusal.reason));
	if (status != JX_OK)
		return status;
	task->error = refusal;
	task->commit_on_error = true;
	return refused;
}

static enum jx_status keep_version(
	struct jx_task *task, const struct jx_admission *admission, uint64_t attempt)
{
	const struct jx_judged_report *judged = admission->judged;
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	int64_t id = 0;
	const struct jx_new_version version = {
		.record_id = admission->record.id,
		.number = admission->record.message->version_number + 1,
		.attempt = attempt,
		.person = task->caller.id,
		.submit_ms = task->received_ms,
		.is_late = admission->is_late,
		.content_digest = judged->judgement.content_digest,
		.verdict_digest = judged->judgement.verdict_digest,
		.rulebook_digest = judged->judgement.rulebook_digest,
		.reference = task->reference != NULL ? task->reference->name : "",
		.base_digest = request->base_digest,
		.request_id = request->request_id,
		.received = judged->received,
		.n_received = judged->n_received,
		.findings = judged->packed_findings,
		.n_findings = judged->n_packed_findings,
		.n_explain = (uint32_t)judged->judgement.findings.n_explain,
		.n_info = (uint32_t)judged->judgement.findings.n_info,
		.flags = judged->flags,
		.claimed_score = judged->judgement.sheet->claimed_score,
		.signature = request->signature,
	};
	enum jx_status status = jx_version_insert(task->db, &version, &id, &task->error);
	if (status != JX_OK)
		return status;
	return jx_scores_write(task->db, id, judged->judgement.sheet, &task->error);
}

static bool is_found(const struct jx_judged_report *judged, JxFinding *const *findings, const JxIssue *issue)
{
	for (size_t i = 0; i < judged->judgement.findings.n; i++)
		if (strcmp(findings[i]->rule, issue->rule) == 0 &&
			strcmp(findings[i]->field, issue->field) == 0)
			return true;
	return false;
}

/* The new version answers the open issues. One that rests on a finding, which was looked for again, closes by itself when it
 * is not found any more. */
static enum jx_status answer_issues(struct jx_task *task, const struct jx_admission *admission)
{
	const struct jx_judged_report *judged = admission->judged;
	struct jx_issues issues = {0};
	JxFinding **findings = NULL;
	uint32_t n_all = 0;
	enum jx_status status = jx_issues_newest(
		task->db, admission->record.id, &task->scratch, &issues, &n_all, &task->error);
	if (status != JX_OK || issues.n == 0)
		return status;
	status = read_findings(task, judged, &findings);
	for (size_t i = 0; status == JX_OK && i < issues.n; i++) {
		const JxIssue *issue = issues.rows[i];
		bool is_gone = issue->rule[0] != '\0' && !is_found(judged, findings, issue);
		const struct jx_issue_step step = {.record_id = admission->record.id,
			.number = issue->number,
			.state = is_gone ? JX_ISSUE_STATE_RESOLVED : JX_ISSUE_STATE_ANSWERED,
			.person = is_gone ? NULL : task->caller.id,
			.text = "",
			.version_number = admission->record.message->version_number + 1,
			.at_ms = task->now_ms};
		if (issue->state == JX_ISSUE_STATE_OPEN)
			status = jx_issue_say(task->db, &step, NULL, &task->error);
	}
	return status;
}

/* Attempt, version, answered issues, state and log: what the receipt then says. */
static enum jx_status store_report(
	struct jx_task *task, const struct jx_admission *admission, JxReceipt *receipt)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	const struct jx_doing doing = {.act = JX_ACT_SUBMIT, .facts = &admission->facts, .logged = &record};
	JxFilingRecord filing = JX_FILING_RECORD_INIT;
	const struct jx_attempt attempt = attempt_of(task, admission->judged, "NONE");
	enum jx_status status = jx_attempt_insert(task->db, &attempt, &receipt->attempt, &task->error);
	if (status != JX_OK)
		return status;
	status = keep_version(task, admission, receipt->attempt);
	if (status != JX_OK)
		return status;
	status = answer_issues(task, admission);
	if (status != JX_OK)
		return status;
	describe_filing(task, admission->judged, receipt->attempt, &filing);
	filing.version_number = admission->record.message->version_number + 1;
	filing.is_late = admission->is_late;
	filing.findings_digest = (char *)admission->judged->findings_digest;
	filing.rulebook = admission->round->rulebook;
	filing.utc_offset_minutes = jx_zone_offset_minutes(task->received_ms);
	record.filing = &filing;
	return jx_record_act(task, &admission->record, &doing, &receipt->log_index);
}

enum jx_status jx_handle_submit_report(struct jx_task *task)
{
	const struct jx_judged_report *judged = task->prepared;
	struct jx_admission admission = {.judged = judged};
	enum jx_status status = jx_admit_report(task, &admission);
	if (status != JX_OK)
		return refuse_report(task, &admission, status);
	JxSubmitReportResponse *reply = (JxSubmitReportResponse *)task->reply;
	JxReceipt *receipt = jx_receipt_new(task, &admission);
	if (receipt == NULL)
		return jx_task_no_memory(task);
	status = store_report(task, &admission, receipt);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), judged->key.round);
	reply->receipt = receipt;
	reply->n_findings = judged->judgement.findings.n;
	status = read_findings(task, judged, &reply->findings);
	return status == JX_OK ? jx_record_reply(task, &judged->key, &reply->submission) : status;
}
