/*
 * Filing a report.
 *
 * look (reader, in its snapshot): the round's rulebook, and what the department explained the year before.
 * prepare (reader): digest, checks, verdict, scores, signature: all that needs no more than that and the request.
 * handle (writer): the guards of the states table, then attempt, version, state and log in one savepoint. A
 * refusal is remembered too, as an attempt with its reason and without a version.
 */
#include "server/handlers/handlers.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/path.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds.h"
#include "server/judging/judge.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_scores.h"

/* What look and prepare hand to handle; in the task's arena. */
struct judged {
	struct jx_record_key key;
	struct jx_judgement judgement;
	const uint8_t *received; /* the submission as it came, inside the call's message */
	size_t n_received;
	uint8_t *kept_findings; /* a packed CheckResponse */
	size_t n_kept_findings;
	const char
		*repeated_field; /* of the first explanation that last year's report has too; NULL for none */
	const char *repeated_of; /* the name of that report's version */
};

/* Round and department as the request names them, the latter the caller's own. */
static enum jx_status read_key(struct jx_task *task, struct judged *judged)
{
	const JxReport *submission = ((const JxSubmitReportRequest *)task->message)->report;
	char round[JX_MAX_CODE_BYTES + 1];
	char code[JX_MAX_CODE_BYTES + 1];
	if (submission == NULL)
		return jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "report", JX_ARGS(JX_TEXT("report")));
	enum jx_status status = jx_task_id_of(
		task, "departments", "report.department", submission->department, code, sizeof(code));
	if (status == JX_OK)
		status = jx_task_id_of(
			task, "rounds", "report.round", submission->round, round, sizeof(round));
	if (status == JX_OK && strcmp(task->caller.department, code) != 0)
		status = jx_fail(&task->error, JX_REASON_OTHER_DEPARTMENT);
	if (status == JX_OK)
		jx_record_key_set(&judged->key, round, code);
	return status;
}

/* The first explanation of a finding that is word for word in the report before. */
static const char *find_repeated(struct jx_task *task, const JxReport *now, const JxReport *before)
{
	char field[64];
	for (size_t i = 0; i < now->n_explanations; i++) {
		for (size_t j = 0; now->explanations[i]->rule[0] != '\0' && j < before->n_explanations; j++) {
			if (strcmp(now->explanations[i]->text, before->explanations[j]->text) != 0)
				continue;
			(void)snprintf(field, sizeof(field), "report.explanations[%zu].text", i);
			return jx_arena_strdup(&task->arena, field);
		}
	}
	return NULL;
}

static enum jx_status look_back(struct jx_task *task, struct judged *judged)
{
	const JxReport *submission = ((const JxSubmitReportRequest *)task->message)->report;
	struct jx_version_query query;
	struct jx_version version = {0};
	if (submission->n_explanations == 0 || submission->n_explanations > JX_MAX_LINES)
		return JX_OK;
	enum jx_status status = jx_version_before(
		task->db, judged->key.round, judged->key.department, &task->arena, &task->error, &query);
	if (status != JX_OK || query.number == 0)
		return status;
	status = jx_version_get(task->db, &query, &task->arena, &task->error, &version);
	if (status != JX_OK)
		return status;
	judged->repeated_field = find_repeated(task, submission, version.message->report);
	judged->repeated_of = version.message->name;
	return JX_OK;
}

enum jx_status jx_load_submit_report(struct jx_task *task)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	struct judged *judged = jx_arena_calloc(&task->arena, 1, sizeof(*judged));
	if (judged == NULL)
		return jx_task_no_memory(task);
	task->prepared = judged;
	enum jx_status status = read_key(task, judged);
	if (status == JX_OK)
		status = jx_judge_by_round(task, request->report->round);
	return status == JX_OK ? look_back(task, judged) : status;
}

static size_t read_varint(const uint8_t *bytes, size_t n, uint64_t *ret_value)
{
	uint64_t value = 0;
	for (size_t i = 0; i < n && i < 10; i++) {
		value |= (uint64_t)(bytes[i] & 0x7F) << (7 * i);
		if ((bytes[i] & 0x80) == 0) {
			*ret_value = value;
			return i + 1;
		}
	}
	return 0;
}

/* Finds field 1 in the request's bytes, which the codec has accepted. All fields before the last of a
 * SubmitRequest are varints or delimited by length. */
static void find_received(const struct jx_call *call, struct judged *judged)
{
	const uint8_t *at = call->message;
	const uint8_t *end = at + call->n_message_bytes;
	uint64_t tag = 0;
	uint64_t value = 0;
	while (at < end) {
		at += read_varint(at, (size_t)(end - at), &tag);
		size_t n = read_varint(at, (size_t)(end - at), &value);
		if (n == 0 || (tag & 7) == 1 || (tag & 7) == 5)
			return;
		at += n;
		if ((tag & 7) != 2)
			continue;
		if (value > (uint64_t)(end - at))
			return;
		if (tag >> 3 == 1) {
			judged->received = at;
			judged->n_received = (size_t)value;
			return;
		}
		at += value;
	}
}

static enum jx_status pack_findings(struct jx_task *task, struct judged *judged)
{
	JxCheckReportResponse kept = JX_CHECK_REPORT_RESPONSE_INIT;
	kept.findings = judged->judgement.findings.items;
	kept.n_findings = judged->judgement.findings.n;
	return jx_codec_pack_arena(
		&kept.base, &task->arena, &judged->kept_findings, &judged->n_kept_findings, &task->error);
}

static enum jx_status verify_signature(struct jx_task *task, const struct judged *judged)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const JxSignature *signature = request->signature;
	if (signature == NULL)
		return jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "signature", JX_ARGS(JX_TEXT("signature")));
	if (strcmp(signature->algorithm, "ecdsa-p256-sha256") != 0)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "signature.algorithm",
			JX_ARGS(JX_TEXT("signature.algorithm"), JX_TEXT(signature->algorithm),
				JX_TEXT("ecdsa-p256-sha256")));
	const struct jx_submit_claim claim = {.round = judged->key.round,
		.department = judged->key.department,
		.content_digest = judged->judgement.content_digest,
		.base_digest = request->base_digest,
		.request_id = request->request_id};
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n = 0;
	JX_AUTO(jx_key) key = NULL;
	enum jx_status status = jx_submit_signing_text(&claim, text, sizeof(text), &n, &task->error);
	if (status == JX_OK)
		status = jx_key_read_public(
			task->caller.public_key, task->caller.n_public_key, &key, &task->error);
	if (status == JX_OK)
		status = jx_signature_verify(
			key, text, n, signature->value.data, signature->value.len, &task->error);
	return status;
}

enum jx_status jx_check_submit_report(struct jx_task *task)
{
	const JxReport *submission = ((const JxSubmitReportRequest *)task->message)->report;
	struct judged *judged = task->prepared;
	find_received(task->call, judged);
	enum jx_status status = jx_judge(task, submission, &judged->judgement);
	if (status == JX_OK)
		status = pack_findings(task, judged);
	if (status == JX_OK)
		status = verify_signature(task, judged);
	return status;
}

/* ---- the writer's half ---- */

/* What the guards have found out. */
struct admission {
	struct jx_record record;
	JxRound *round;
	struct jx_issues issues;
	bool is_late;
};

static bool comes_again(JxSubmissionState state)
{
	return state == JX_SUBMISSION_STATE_RETURNED || state == JX_SUBMISSION_STATE_REOPENED;
}

/* The round's guard. Past the deadline an OPEN round is CLOSING, whether somebody has written that down or not. */
static enum jx_status guard_round(struct jx_task *task, struct admission *admission)
{
	const JxRound *round = admission->round;
	const JxSubmission *record = admission->record.message;
	bool is_past = task->now_ms > jx_timestamp_ms(round->deadline_time);
	JxRoundState state = round->state;
	if (state == JX_ROUND_STATE_OPEN && is_past)
		state = JX_ROUND_STATE_CLOSING;
	bool is_admitted = comes_again(record->state) ? jx_round_admits_again(state)
						      : jx_round_admits_new(state, round->accepts_late);
	admission->is_late = comes_again(record->state) ? record->is_late : is_past;
	if (is_admitted)
		return JX_OK;
	const char *id = strchr(round->name, '/') + 1;
	if (is_past) {
		char deadline[JX_INSTANT_TEXT_BYTES];
		return jx_fail_with(&task->error, JX_REASON_ROUND_CLOSED,
			JX_ARGS(JX_TEXT(id),
				JX_TEXT(jx_time_text(jx_timestamp_ms(round->deadline_time), deadline))));
	}
	char words[128];
	char filing[128];
	(void)jx_error_words(
		jx_round_state_name(state, JX_ZH), jx_round_state_name(state, JX_EN), words, sizeof(words));
	(void)jx_error_words("报送", "take reports", filing, sizeof(filing));
	return jx_fail_with(
		&task->error, JX_REASON_ROUND_STATE, JX_ARGS(JX_TEXT(id), JX_TEXT(words), JX_TEXT(filing)));
}

static enum jx_status guard_base(struct jx_task *task, const struct admission *admission)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const JxSubmission *record = admission->record.message;
	if (strcmp(request->base_digest, record->digest) == 0)
		return JX_OK;
	char now[32];
	(void)snprintf(now, sizeof(now), "%u", record->version_number);
	const char *base = request->base_digest[0] != '\0' ? request->base_digest : "0";
	return jx_fail_at(&task->error, JX_REASON_STALE_BASE, "base_digest",
		JX_ARGS(JX_TEXT(record->name), JX_TEXT(now), JX_TEXT(base)));
}

static enum jx_status guard_year(struct jx_task *task, const struct admission *admission)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const JxProfile *profile = request->report->profile;
	uint32_t wanted = admission->round->year;
	if (wanted == 0 || profile == NULL || profile->year == wanted)
		return JX_OK;
	char has[16];
	char wants[16];
	(void)snprintf(has, sizeof(has), "%u", profile->year);
	(void)snprintf(wants, sizeof(wants), "%u", wanted);
	return jx_fail_at(&task->error, JX_REASON_WRONG_YEAR, "report.profile.year",
		JX_ARGS(JX_TEXT(has), JX_TEXT(wants)));
}

/* The caller's verdict, where it tells one, must be ours: by the round's rulebook, and with the same findings. A
 * rulebook that was replaced after we looked is told like any other change. */
static enum jx_status guard_verdict(
	struct jx_task *task, const struct judged *judged, const struct admission *admission)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const struct jx_judgement *ours = &judged->judgement;
	const JxRound *round = admission->round;
	const char *id = strchr(round->name, '/') + 1;
	bool is_reported = request->rulebook_digest[0] != '\0' || request->verdict_digest[0] != '\0';
	char words[JX_ERROR_ARG_BYTES];
	if (strcmp(ours->rulebook_digest, round->rulebook_digest) != 0)
		return jx_fail_with(&task->error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(round->name)));
	if (is_reported && strcmp(request->rulebook_digest, ours->rulebook_digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_RULEBOOK_STALE, "rulebook_digest",
			JX_ARGS(JX_TEXT(id),
				JX_TEXT(round->rulebook[0] != '\0'
						? round->rulebook
						: jx_error_words("内置规则", "the built-in rules", words,
							  sizeof(words)))));
	if (request->verdict_digest[0] != '\0' && strcmp(request->verdict_digest, ours->verdict_digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_VERDICT_DIFFERS, "verdict_digest",
			JX_ARGS(JX_TEXT(request->verdict_digest), JX_TEXT(ours->verdict_digest)));
	return JX_OK;
}

static bool is_explained(const JxReport *submission, const struct jx_explanations *judged, const char *field)
{
	for (size_t i = 0; i < submission->n_explanations; i++)
		if (strcmp(submission->explanations[i]->field, field) == 0 &&
			jx_explanations_mark(judged, i)->fault == JX_EXPLANATION_GOOD)
			return true;
	return false;
}

/* Every open issue must have a changed field or an explanation; those become ANSWERED. */
static enum jx_status guard_issues(
	struct jx_task *task, const struct judged *judged, struct admission *admission)
{
	const JxReport *submission = ((const JxSubmitReportRequest *)task->message)->report;
	const struct jx_version_query query = {
		.round = judged->key.round, .department = judged->key.department};
	const struct jx_explanations *explanations = NULL;
	struct jx_version before = {0};
	enum jx_status status = jx_issues_list(
		task->db, admission->record.id, &task->arena, &task->error, &admission->issues);
	if (status != JX_OK || admission->issues.n == 0)
		return status;
	status = jx_version_get(task->db, &query, &task->arena, &task->error, &before);
	if (status == JX_OK)
		status = jx_explanations_judge(submission, &task->arena, &explanations);
	for (size_t i = 0; status == JX_OK && i < admission->issues.n; i++) {
		const JxIssue *issue = admission->issues.rows[i];
		bool is_same = true;
		if (issue->state != JX_ISSUE_STATE_OPEN)
			continue;
		status = jx_path_compare(&before.message->report->base, &submission->base, issue->field,
			&is_same, &task->error);
		if (status == JX_OK && is_same && !is_explained(submission, explanations, issue->field)) {
			char number[16];
			(void)snprintf(number, sizeof(number), "%u", issue->number);
			status = jx_fail_at(&task->error, JX_REASON_ISSUE_UNANSWERED, issue->field,
				JX_ARGS(JX_TEXT(number), JX_TEXT(issue->field)));
		}
	}
	return status;
}

static enum jx_status admit(struct jx_task *task, const struct judged *judged, struct admission *admission)
{
	const struct jx_transition *rows[2];
	enum jx_status status =
		jx_round_get(task->db, judged->key.round, &task->arena, &task->error, &admission->round);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, &judged->key, &admission->record);
	if (status == JX_NOT_FOUND)
		return jx_fail_with(&task->error, JX_REASON_NOT_ON_ROSTER,
			JX_ARGS(JX_TEXT(judged->key.department), JX_TEXT(judged->key.round)));
	if (status == JX_OK && jx_states_path(admission->record.message->state, JX_ACT_SUBMIT, rows) == 0)
		status = jx_record_refuse(task, admission->record.message, JX_ACT_SUBMIT);
	if (status == JX_OK)
		status = guard_round(task, admission);
	if (status == JX_OK)
		status = guard_verdict(task, judged, admission);
	if (status == JX_OK)
		status = guard_base(task, admission);
	if (status == JX_OK)
		status = guard_year(task, admission);
	if (status == JX_OK)
		status = jx_findings_admit(&judged->judgement.findings, &task->error);
	if (status == JX_OK && judged->repeated_field != NULL)
		status = jx_fail_at(&task->error, JX_REASON_EXPLANATION_OF_LAST_YEAR, judged->repeated_field,
			JX_ARGS(JX_TEXT(judged->repeated_field), JX_TEXT(judged->repeated_of)));
	if (status == JX_OK && comes_again(admission->record.message->state))
		status = guard_issues(task, judged, admission);
	return status;
}

static enum jx_status keep_attempt(
	struct jx_task *task, const struct judged *judged, const char *result, uint64_t *ret_number)
{
	const struct jx_attempt attempt = {
		.time_ms = task->now_ms,
		.person = task->caller.id,
		.round = judged->key.round,
		.department = judged->key.department,
		.content_digest = judged->judgement.content_digest,
		.verdict_digest = judged->judgement.verdict_digest,
		.n_findings = (uint32_t)judged->judgement.findings.n_all,
		.result = result,
	};
	return jx_attempt_insert(task->db, &attempt, &task->error, ret_number);
}

static bool stops(const JxFinding *finding)
{
	return finding->severity == JX_FINDING_SEVERITY_HARD ||
	       (finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained);
}

/* The findings that stop a report, hard ones first, for the details of the error. */
static void name_findings(struct jx_task *task, const struct jx_findings *findings)
{
	struct jx_violation *violations = jx_arena_calloc(&task->arena, findings->n + 1, sizeof(*violations));
	if (violations == NULL)
		return; /* the error itself stands */
	for (int severity = JX_FINDING_SEVERITY_HARD; severity <= JX_FINDING_SEVERITY_EXPLAIN; severity++) {
		for (size_t i = 0; i < findings->n; i++) {
			const JxFinding *finding = findings->items[i];
			if ((int)finding->severity == severity && stops(finding))
				violations[task->n_violations++] =
					(struct jx_violation){.field = finding->field,
						.rule = finding->rule,
						.en = jx_localized(finding->message, JX_EN),
						.zh = jx_localized(finding->message, JX_ZH)};
		}
	}
	task->violations = violations;
}

/* Remembers a refusal, and gives it. */
static enum jx_status refuse(struct jx_task *task, const struct judged *judged, enum jx_status status)
{
	const struct jx_error refusal = task->error;
	uint64_t number = 0;
	if (refusal.reason == JX_REASON_HARD_FINDINGS || refusal.reason == JX_REASON_NEEDS_EXPLANATION)
		name_findings(task, &judged->judgement.findings);
	if (jx_error_is_retryable(&refusal))
		return status;
	enum jx_status kept = keep_attempt(task, judged, jx_reason_name(refusal.reason), &number);
	if (kept == JX_OK)
		kept = jx_task_log(task,
			&(struct jx_log_entry){.method = jx_act_id(JX_ACT_REFUSE_SUBMIT),
				.object = judged->key.name,
				.after = judged->judgement.content_digest,
				.reason = jx_reason_name(refusal.reason)},
			NULL);
	if (kept != JX_OK)
		return kept;
	task->error = refusal;
	task->commit_on_error = true;
	return status;
}

static enum jx_status keep_version(struct jx_task *task, const struct judged *judged,
	const struct admission *admission, uint64_t attempt)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	int64_t id = 0;
	const struct jx_new_version version = {
		.record_id = admission->record.id,
		.number = admission->record.message->version_number + 1,
		.attempt = attempt,
		.person = task->caller.id,
		.submit_ms = task->now_ms,
		.is_late = admission->is_late,
		.content_digest = judged->judgement.content_digest,
		.verdict_digest = judged->judgement.verdict_digest,
		.rulebook_digest = judged->judgement.rulebook_digest,
		.base_digest = request->base_digest,
		.request_id = request->request_id,
		.received = judged->received,
		.n_received = judged->n_received,
		.findings = judged->kept_findings,
		.n_findings = judged->n_kept_findings,
		.n_explain = (uint32_t)judged->judgement.findings.n_explain,
		.n_info = (uint32_t)judged->judgement.findings.n_info,
		.claimed_score = judged->judgement.sheet->claimed_score,
		.signature = request->signature,
	};
	enum jx_status status = jx_version_insert(task->db, &version, &task->error, &id);
	return status == JX_OK ? jx_scores_write(task->db, id, judged->judgement.sheet, &task->error)
			       : status;
}

static enum jx_status answer_issues(struct jx_task *task, const struct admission *admission)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < admission->issues.n; i++) {
		const JxIssue *issue = admission->issues.rows[i];
		if (issue->state != JX_ISSUE_STATE_OPEN)
			continue;
		const struct jx_issue_change change = {
			.record_id = admission->record.id,
			.number = issue->number,
			.from = JX_ISSUE_STATE_OPEN,
			.to = JX_ISSUE_STATE_ANSWERED,
			.at_ms = task->now_ms,
			.person = task->caller.id,
			.reason = "",
		};
		status = jx_issue_set_state(task->db, &change, &task->error);
	}
	return status;
}

static JxReceipt *receipt_of(
	struct jx_task *task, const struct judged *judged, const struct admission *admission)
{
	char name[2 * JX_MAX_CODE_BYTES + 48];
	JxReceipt *receipt = jx_task_new(task, JX_RECEIPT_DESCRIPTOR);
	if (receipt == NULL)
		return NULL;
	(void)snprintf(name, sizeof(name), "%s/versions/%u", judged->key.name,
		admission->record.message->version_number + 1);
	receipt->version_name = jx_arena_strdup(&task->arena, name);
	receipt->content_digest = (char *)judged->judgement.content_digest;
	receipt->verdict_digest = (char *)judged->judgement.verdict_digest;
	receipt->receive_time = jx_task_timestamp(task, task->now_ms);
	receipt->rulebook_digest = (char *)judged->judgement.rulebook_digest;
	receipt->is_late = admission->is_late;
	return receipt->version_name != NULL && receipt->receive_time != NULL ? receipt : NULL;
}

enum jx_status jx_handle_submit_report(struct jx_task *task)
{
	struct judged *judged = task->prepared;
	struct admission admission = {0};
	const struct jx_state_change change = {0};
	enum jx_status status = admit(task, judged, &admission);
	if (status != JX_OK)
		return refuse(task, judged, status);
	JxSubmitReportResponse *reply = jx_task_reply(task);
	JxReceipt *receipt = receipt_of(task, judged, &admission);
	if (reply == NULL || receipt == NULL)
		return jx_task_no_memory(task);
	status = keep_attempt(task, judged, "NONE", &receipt->attempt);
	if (status == JX_OK)
		status = keep_version(task, judged, &admission, receipt->attempt);
	if (status == JX_OK)
		status = answer_issues(task, &admission);
	if (status == JX_OK)
		status = jx_record_act(
			task, &admission.record, JX_ACT_SUBMIT, &change, &receipt->log_position);
	if (status == JX_OK)
		status = jx_record_reply(task, &judged->key, &reply->submission);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), judged->key.round);
	reply->receipt = receipt;
	reply->findings = judged->judgement.findings.items;
	reply->n_findings = judged->judgement.findings.n;
	return JX_OK;
}
