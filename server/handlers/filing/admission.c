#include "server/handlers/filing/admission.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/message/path.h"
#include "proto/contract/service/states.h"
#include "server/base/zone.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_rounds.h"

/* One reason to refuse a report; JX_OK to let it pass. */
typedef enum jx_status guard(struct jx_task *task, struct jx_admission *admission);

static enum jx_status guard_roster(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_record_key *key = &admission->judged->key;
	enum jx_status status =
		jx_round_get(task->db, key->round, &task->arena, &admission->round, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, key, &admission->record);
	return status != JX_NOT_FOUND ? status
				      : jx_fail_with(&task->error, JX_REASON_NOT_ON_ROSTER,
						JX_ARGS(JX_TEXT(key->department), JX_TEXT(key->round)));
}

static enum jx_status guard_state(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_transition *rows[2];
	const JxSubmission *submission = admission->record.message;
	return jx_states_path(submission->state, JX_ACT_SUBMIT, rows) > 0
		       ? JX_OK
		       : jx_record_refuse(task, submission, JX_ACT_SUBMIT);
}

/* Past the deadline an OPEN round is CLOSING, whether that is written down yet or not; and a report that was received
 * before it counts as such, however long it waited. What is received after the deadline was written down is past it,
 * since the daemon's now does not run behind its log. */
static enum jx_status guard_round(struct jx_task *task, struct jx_admission *admission)
{
	const JxRound *round = admission->round;
	const JxSubmission *submission = admission->record.message;
	int64_t deadline_ms = jx_timestamp_ms(round->deadline_time);
	bool is_past = task->now_ms > deadline_ms;
	bool is_back = jx_state_is_back_at_department(submission->state);
	JxRoundState state = round->state;
	char deadline[JX_ZONE_TIME_BYTES];
	if (state == JX_ROUND_STATE_OPEN || state == JX_ROUND_STATE_CLOSING)
		state = is_past ? JX_ROUND_STATE_CLOSING : JX_ROUND_STATE_OPEN;
	admission->is_late = is_back ? submission->is_late : is_past;
	if (is_back ? jx_round_admits_again(state) : jx_round_admits_new(state, round->accepts_late))
		return JX_OK;
	const char *id = jx_name_last(round->name);
	if (is_past)
		return jx_fail_with(&task->error, JX_REASON_ROUND_CLOSED,
			JX_ARGS(JX_TEXT(id), JX_TEXT(jx_zone_print(deadline_ms, deadline))));
	return jx_fail_with(&task->error, JX_REASON_ROUND_NOT_OPEN,
		JX_ARGS(JX_TEXT(id),
			JX_WORDS(jx_round_state_name(state, JX_ZH), jx_round_state_name(state, JX_EN))));
}

/* The caller's verdict, where it states one, must be ours: by the round's rulebook, and with the same findings. A
 * rulebook that was replaced after we read it is reported like any other change. */
static enum jx_status guard_verdict(struct jx_task *task, struct jx_admission *admission)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const struct jx_judgement *ours = &admission->judged->judgement;
	const JxRound *round = admission->round;
	const char *id = jx_name_last(round->name);
	bool is_stated = request->rulebook_digest[0] != '\0' || request->verdict_digest[0] != '\0';
	if (strcmp(ours->rulebook_digest, round->rulebook_digest) != 0)
		return jx_fail_with(&task->error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(round->name)));
	if (is_stated && strcmp(request->rulebook_digest, ours->rulebook_digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_RULEBOOK_STALE, "rulebook_digest",
			round->rulebook[0] != '\0'
				? JX_ARGS(JX_TEXT(id), JX_TEXT(round->rulebook))
				: JX_ARGS(JX_TEXT(id), JX_WORDS("内置规则", "the built-in rules")));
	if (request->verdict_digest[0] != '\0' && strcmp(request->verdict_digest, ours->verdict_digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_VERDICT_DIFFERS, "verdict_digest",
			JX_ARGS(JX_TEXT(request->verdict_digest), JX_TEXT(ours->verdict_digest)));
	return JX_OK;
}

static enum jx_status guard_base(struct jx_task *task, struct jx_admission *admission)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const JxSubmission *submission = admission->record.message;
	const char *base = request->base_digest;
	if (strcmp(base, submission->digest) == 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_STALE_BASE, "base_digest",
		JX_ARGS(JX_TEXT(submission->name), JX_U64(submission->version_number),
			JX_TEXT(base[0] != '\0' ? base : "0")));
}

static enum jx_status guard_year(struct jx_task *task, struct jx_admission *admission)
{
	const JxProfile *profile = admission->judged->report->profile;
	uint32_t wanted = admission->round->year;
	if (wanted == 0 || profile == NULL || profile->year == wanted)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_WRONG_YEAR, "report.profile.year",
		JX_ARGS(JX_U64(profile->year), JX_U64(wanted)));
}

static enum jx_status guard_findings(struct jx_task *task, struct jx_admission *admission)
{
	return jx_findings_admit(&admission->judged->judgement.findings, &task->error);
}

static enum jx_status guard_explanations(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_judged_report *judged = admission->judged;
	if (judged->repeated_field == NULL)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_EXPLANATION_OF_LAST_YEAR, judged->repeated_field,
		JX_ARGS(JX_TEXT(judged->repeated_field), JX_TEXT(judged->repeated_of)));
}

static bool is_explained(
	const JxReport *report, const struct jx_explanations *explanations, const char *field)
{
	for (size_t i = 0; i < report->n_explanations; i++)
		if (strcmp(report->explanations[i]->field, field) == 0 &&
			jx_explanations_mark(explanations, i)->fault == JX_EXPLANATION_GOOD)
			return true;
	return false;
}

/* An open issue must have a changed field or an explanation. */
static enum jx_status check_issue(struct jx_task *task, const struct jx_admission *admission,
	const JxIssue *issue, const JxReport *before, const struct jx_explanations *explanations)
{
	const JxReport *report = admission->judged->report;
	bool is_same = true;
	if (issue->state != JX_ISSUE_STATE_OPEN)
		return JX_OK;
	enum jx_status status =
		jx_path_compare(&before->base, &report->base, issue->field, &is_same, &task->error);
	if (status != JX_OK || !is_same || is_explained(report, explanations, issue->field))
		return status;
	return jx_fail_at(&task->error, JX_REASON_ISSUE_UNANSWERED, issue->field,
		JX_ARGS(JX_U64(issue->number), JX_TEXT(issue->field)));
}

static enum jx_status guard_issues(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_judged_report *judged = admission->judged;
	const struct jx_version_query query = {
		.round = judged->key.round, .department = judged->key.department};
	const struct jx_explanations *explanations = NULL;
	struct jx_issues issues = {0};
	uint32_t n_all = 0;
	struct jx_version before = {0};
	if (!jx_state_is_back_at_department(admission->record.message->state))
		return JX_OK;
	enum jx_status status = jx_issues_newest(
		task->db, admission->record.id, &task->scratch, &issues, &n_all, &task->error);
	if (status != JX_OK || issues.n == 0)
		return status;
	status = jx_version_get(task->db, &query, &task->scratch, &before, &task->error);
	if (status == JX_OK)
		status = jx_explanations_judge(judged->report, &task->scratch, &explanations);
	for (size_t i = 0; status == JX_OK && i < issues.n; i++)
		status = check_issue(task, admission, issues.rows[i], before.message->report, explanations);
	return status;
}

/* In this order: each may rely on what those before it have found out. */
static guard *const GUARDS[] = {
	guard_roster,
	guard_state,
	guard_round,
	guard_verdict,
	guard_base,
	guard_year,
	guard_findings,
	guard_explanations,
	guard_issues,
};

enum jx_status jx_admit_report(struct jx_task *task, struct jx_admission *admission)
{
	for (size_t i = 0; i < JX_COUNT_OF(GUARDS); i++) {
		enum jx_status status = GUARDS[i](task, admission);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}
