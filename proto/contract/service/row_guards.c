/* The guards of the rows. Each asks first who the caller is, then the clock, then the submission, then the request. */
#include "proto/contract/service/row_guards_private.h"

/* The first reason among these that is one: a guard in the order of its questions. */
#define FIRST_OF(...) first_of((const enum jx_reason[]){__VA_ARGS__, JX_REASON_COUNT})

static enum jx_reason first_of(const enum jx_reason *reasons)
{
	while (*reasons == JX_REASON_NONE)
		reasons++;
	return *reasons != JX_REASON_COUNT ? *reasons : JX_REASON_NONE;
}

static enum jx_reason unless(bool holds, enum jx_reason reason)
{
	return holds ? JX_REASON_NONE : reason;
}

/* ---- what several rows ask ---- */

static enum jx_reason check_admitted(const struct jx_facts *facts, bool is_again)
{
	JxRoundState state = facts->round_state;
	if (state == JX_ROUND_STATE_OPEN || state == JX_ROUND_STATE_CLOSING)
		state = facts->is_past_deadline ? JX_ROUND_STATE_CLOSING : JX_ROUND_STATE_OPEN;
	if (is_again ? jx_round_admits_again(state) : jx_round_admits_new(state, facts->accepts_late))
		return JX_REASON_NONE;
	return facts->is_past_deadline ? JX_REASON_ROUND_CLOSED : JX_REASON_ROUND_NOT_OPEN;
}

static enum jx_reason check_reason(const struct jx_facts *facts)
{
	return unless(facts->has_reason, JX_REASON_REASON_REQUIRED);
}

static enum jx_reason check_insider(const struct jx_facts *facts)
{
	return unless(facts->is_own, JX_REASON_OTHER_DEPARTMENT);
}

/* Nobody acts as finance on their own department. */
static enum jx_reason check_outsider(const struct jx_facts *facts)
{
	return unless(!facts->is_own, JX_REASON_OWN_DEPARTMENT);
}

/* One named reviewer, from outside, who has not filed it. */
static enum jx_reason check_reviewer(const struct jx_facts *facts)
{
	return FIRST_OF(jx_guard_claim(facts), unless(facts->is_reviewer, JX_REASON_NOT_YOUR_REVIEW));
}

static enum jx_reason check_base(const struct jx_facts *facts)
{
	return unless(facts->is_base_current, JX_REASON_STALE_BASE);
}

static enum jx_reason check_draft(const struct jx_facts *facts)
{
	return unless(facts->is_draft_current, JX_REASON_STALE_DRAFT);
}

static enum jx_reason check_new_issues(const struct jx_facts *facts)
{
	return FIRST_OF(unless(facts->n_new_issues > 0, JX_REASON_ISSUE_REQUIRED),
		unless(facts->has_due, JX_REASON_DUE_REQUIRED));
}

/* ---- of the department ---- */

enum jx_reason jx_guard_first_draft(const struct jx_facts *facts)
{
	return FIRST_OF(check_insider(facts), check_admitted(facts, false));
}

enum jx_reason jx_guard_draft(const struct jx_facts *facts)
{
	return FIRST_OF(check_insider(facts), check_draft(facts));
}

enum jx_reason jx_guard_sign(const struct jx_facts *facts)
{
	return FIRST_OF(check_insider(facts), check_draft(facts),
		unless((facts->roles & JX_ROLE_HEAD) == 0 || !facts->is_sole_author,
			JX_REASON_HEAD_SIGNS_ALONE));
}

static enum jx_reason check_answers(const struct jx_facts *facts)
{
	return unless(facts->n_unanswered_issues == 0,
		facts->is_unanswered_wrong ? JX_REASON_ISSUE_UNCORRECTED : JX_REASON_ISSUE_UNANSWERED);
}

static enum jx_reason guard_submit(const struct jx_facts *facts, bool is_again)
{
	return FIRST_OF(check_insider(facts), check_admitted(facts, is_again), check_base(facts),
		unless(facts->n_hard == 0, JX_REASON_HARD_FINDINGS),
		unless(facts->n_unexplained == 0, JX_REASON_NEEDS_EXPLANATION), check_answers(facts),
		unless(facts->n_members_signed >= facts->n_required_members, JX_REASON_MEMBERS_MISSING),
		unless(facts->has_head_signed || !facts->is_head_required, JX_REASON_HEAD_MISSING));
}

enum jx_reason jx_guard_submit(const struct jx_facts *facts)
{
	return guard_submit(facts, false);
}

enum jx_reason jx_guard_submit_again(const struct jx_facts *facts)
{
	return guard_submit(facts, true);
}

/* A report that is taken back must still be able to come again. */
enum jx_reason jx_guard_withdraw(const struct jx_facts *facts)
{
	return FIRST_OF(check_insider(facts), check_admitted(facts, false), check_reason(facts));
}

enum jx_reason jx_guard_reply(const struct jx_facts *facts)
{
	return FIRST_OF(check_insider(facts), unless(facts->is_issue_open, JX_REASON_ISSUE_CLOSED),
		check_reason(facts));
}

enum jx_reason jx_guard_object(const struct jx_facts *facts)
{
	return FIRST_OF(check_insider(facts), unless(facts->is_window_open, JX_REASON_WINDOW_CLOSED),
		unless(facts->has_place, JX_REASON_PLACE_REQUIRED), check_reason(facts));
}

/* ---- of finance ---- */

enum jx_reason jx_guard_claim(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), unless(!facts->has_filed, JX_REASON_FILED_BY_YOU));
}

/* Who has claimed it gives it back; a lead does when that person does not. */
enum jx_reason jx_guard_release(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts),
		unless(facts->is_reviewer || (facts->roles & JX_ROLE_LEAD) != 0, JX_REASON_NOT_YOUR_REVIEW),
		check_reason(facts));
}

enum jx_reason jx_guard_issue(const struct jx_facts *facts)
{
	return FIRST_OF(check_reviewer(facts), unless(facts->is_issue_open, JX_REASON_ISSUE_CLOSED),
		unless(facts->is_issue_answered, JX_REASON_ISSUE_WITHOUT_ANSWER), check_reason(facts));
}

enum jx_reason jx_guard_set_score(const struct jx_facts *facts)
{
	return FIRST_OF(check_reviewer(facts), check_reason(facts));
}

enum jx_reason jx_guard_return(const struct jx_facts *facts)
{
	return FIRST_OF(check_reviewer(facts),
		unless(facts->n_open_issues + facts->n_new_issues > 0, JX_REASON_ISSUE_REQUIRED),
		unless(facts->has_due, JX_REASON_DUE_REQUIRED));
}

enum jx_reason jx_guard_return_accepted(const struct jx_facts *facts)
{
	return FIRST_OF(
		check_outsider(facts), unless(!facts->is_listed, JX_REASON_LISTED), check_new_issues(facts));
}

enum jx_reason jx_guard_return_checking(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), check_new_issues(facts), check_reason(facts));
}

enum jx_reason jx_guard_accept(const struct jx_facts *facts)
{
	return FIRST_OF(check_reviewer(facts), unless(facts->n_open_issues == 0, JX_REASON_OPEN_ISSUES));
}

enum jx_reason jx_guard_accept_unanswered(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), unless(!facts->has_filed, JX_REASON_FILED_BY_YOU),
		unless(facts->is_overdue, JX_REASON_NOT_OVERDUE), check_reason(facts));
}

enum jx_reason jx_guard_correct_acceptance(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), unless(facts->has_accepted, JX_REASON_ACCEPTED_BY_OTHER),
		unless(!facts->is_listed, JX_REASON_LISTED), check_reason(facts));
}

/* Once the round is closed; after its final table only what was reopened. */
enum jx_reason jx_guard_publish_provisional(const struct jx_facts *facts)
{
	return unless(facts->round_state == JX_ROUND_STATE_CLOSED ||
			      facts->round_state == JX_ROUND_STATE_PROVISIONAL || facts->is_reopened,
		JX_REASON_ROUND_NOT_CLOSED);
}

enum jx_reason jx_guard_publish_final(const struct jx_facts *facts)
{
	return FIRST_OF(unless(!facts->is_window_open, JX_REASON_WINDOW_OPEN),
		unless(facts->n_objected == 0, JX_REASON_OBJECTION_OPEN),
		unless(facts->has_second_key, JX_REASON_SECOND_LEAD));
}

/* An objection is decided by somebody else than who accepted the report. */
enum jx_reason jx_guard_decide(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), unless(!facts->has_accepted, JX_REASON_ACCEPTED_BY_YOU),
		check_reason(facts));
}

enum jx_reason jx_guard_reopen(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), check_reason(facts),
		unless(facts->has_evidence, JX_REASON_EVIDENCE_REQUIRED),
		unless(facts->has_second_key, JX_REASON_REOPENING_YOURS));
}

enum jx_reason jx_guard_cancel_reopen(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), check_reason(facts));
}

enum jx_reason jx_guard_waive(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), check_reason(facts),
		unless(facts->has_document, JX_REASON_DOCUMENT_REQUIRED));
}

enum jx_reason jx_guard_unwaive(const struct jx_facts *facts)
{
	return FIRST_OF(check_outsider(facts), check_reason(facts));
}
