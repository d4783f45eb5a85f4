#include "server/handlers/filing/admission.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/message/path.h"
#include "proto/contract/service/states.h"
#include "storage/filing/store_drafts.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_rounds.h"

/* One look at a report that may refuse it; JX_OK to let it pass. */
typedef enum jx_status look(struct jx_task *task, struct jx_admission *admission);

static enum jx_status find_record(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_record_key *key = &admission->judged->key;
	enum jx_status status =
		jx_round_get(task->db, key->round, &task->arena, &admission->round, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, key, &admission->record);
	if (status == JX_NOT_FOUND)
		return jx_fail_with(&task->error, JX_REASON_NOT_ON_ROSTER,
			JX_ARGS(JX_TEXT(key->department), JX_TEXT(key->round)));
	return status == JX_OK ? jx_record_facts(task, &admission->record, &admission->facts) : status;
}

/* The caller's verdict, where it states one, must be ours: by the round's rulebook, and with the same findings. A
 * rulebook that was replaced after we read it is reported like any other change. */
static enum jx_status check_verdict(struct jx_task *task, struct jx_admission *admission)
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
	/* Held against other figures of the treasury the verdicts may differ: what we have found counts then. */
	const char *reference = task->reference != NULL ? task->reference->name : "";
	if (strcmp(request->reference, reference) != 0)
		return JX_OK;
	if (request->verdict_digest[0] != '\0' && strcmp(request->verdict_digest, ours->verdict_digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_VERDICT_DIFFERS, "verdict_digest",
			JX_ARGS(JX_TEXT(request->verdict_digest), JX_TEXT(ours->verdict_digest)));
	return JX_OK;
}

static enum jx_status check_year(struct jx_task *task, struct jx_admission *admission)
{
	const JxProfile *profile = admission->judged->report->profile;
	uint32_t wanted = admission->round->year;
	if (wanted == 0 || profile == NULL || profile->year == wanted)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_WRONG_YEAR, "report.profile.year",
		JX_ARGS(JX_U64(profile->year), JX_U64(wanted)));
}

static enum jx_status check_repetition(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_judged_report *judged = admission->judged;
	if (judged->repeated_field == NULL)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_EXPLANATION_OF_LAST_YEAR, judged->repeated_field,
		JX_ARGS(JX_TEXT(judged->repeated_field), JX_TEXT(judged->repeated_of)));
}

/* Whether a report says the very same about a field. */
static bool has_explanation(const JxReport *report, const JxExplanation *wanted)
{
	for (size_t i = 0; i < report->n_explanations; i++) {
		const JxExplanation *explanation = report->explanations[i];
		if (strcmp(explanation->field, wanted->field) == 0 &&
			jx_explanation_compare(explanation->text, wanted->text) == 0)
			return true;
	}
	return false;
}

/* What explained a field before an issue was raised does not answer it. */
static bool is_explained_anew(const JxReport *report, const JxReport *before,
	const struct jx_explanations *explanations, const char *field)
{
	for (size_t i = 0; i < report->n_explanations; i++)
		if (strcmp(report->explanations[i]->field, field) == 0 &&
			jx_explanations_mark(explanations, i)->fault == JX_EXPLANATION_GOOD &&
			!has_explanation(before, report->explanations[i]))
			return true;
	return false;
}

/* An open issue must have a changed field; unless it asks for a correction, a new explanation answers it as well. One that
 * the department has replied to is answered already. */
static enum jx_status count_issue(struct jx_task *task, struct jx_admission *admission, const JxIssue *issue,
	const JxReport *before, const struct jx_explanations *explanations)
{
	const JxReport *report = admission->judged->report;
	struct jx_facts *facts = &admission->facts;
	bool is_same = true;
	if (issue->state != JX_ISSUE_STATE_OPEN)
		return JX_OK;
	enum jx_status status =
		jx_path_compare(&before->base, &report->base, issue->field, &is_same, &task->error);
	if (status != JX_OK || !is_same)
		return status;
	if (issue->wanted_action != JX_WANTED_ACTION_CORRECT &&
		is_explained_anew(report, before, explanations, issue->field))
		return JX_OK;
	if (facts->n_unanswered_issues++ == 0) {
		facts->unanswered_number = issue->number;
		facts->unanswered_field = issue->field;
		facts->is_unanswered_wrong = issue->wanted_action == JX_WANTED_ACTION_CORRECT;
	}
	return JX_OK;
}

static enum jx_status count_unanswered(struct jx_task *task, struct jx_admission *admission)
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
		status = count_issue(task, admission, issues.rows[i], before.message->report, explanations);
	return status;
}

/* Signatures count for the content that is filed, whichever draft they were made under. */
static enum jx_status count_signatures(struct jx_task *task, struct jx_admission *admission)
{
	struct jx_facts *facts = &admission->facts;
	struct jx_signed found = {0};
	enum jx_status status = jx_draft_count_signed(task->db, admission->record.id,
		admission->judged->judgement.content_digest, &found, &task->error);
	facts->n_members_signed = found.n_members;
	facts->has_head_signed = found.has_head;
	facts->n_required_members = admission->round->required_member_signatures;
	facts->is_head_required = admission->round->requires_head_signature;
	return status;
}

/* What the guards ask about the report and the request. A report that was received before the deadline counts as such,
 * however long it waited; one that comes back is as late as the first was. */
static enum jx_status fill_facts(struct jx_task *task, struct jx_admission *admission)
{
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)task->message;
	const struct jx_findings *findings = &admission->judged->judgement.findings;
	const JxSubmission *submission = admission->record.message;
	struct jx_facts *facts = &admission->facts;
	facts->base = request->base_digest[0] != '\0' ? request->base_digest : "0";
	facts->is_base_current = strcmp(request->base_digest, submission->digest) == 0;
	facts->n_hard = (uint32_t)findings->n_hard;
	facts->n_unexplained = (uint32_t)findings->n_unexplained;
	admission->is_late = jx_state_is_back_at_department(submission->state) ? submission->is_late
									       : facts->is_past_deadline;
	enum jx_status status = count_signatures(task, admission);
	return status == JX_OK ? count_unanswered(task, admission) : status;
}

static enum jx_status ask_guards(struct jx_task *task, struct jx_admission *admission)
{
	const struct jx_transition *rows[2];
	return jx_act_check(&admission->facts, JX_ACT_SUBMIT, rows, NULL, &task->error);
}

/* In this order: each may rely on what those before it have found out. */
static look *const LOOKS[] = {
	find_record,
	check_verdict,
	check_year,
	fill_facts,
	ask_guards,
	check_repetition,
};

enum jx_status jx_admit_report(struct jx_task *task, struct jx_admission *admission)
{
	for (size_t i = 0; i < JX_COUNT_OF(LOOKS); i++) {
		enum jx_status status = LOOKS[i](task, admission);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}
