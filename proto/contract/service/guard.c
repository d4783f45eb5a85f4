#include "proto/contract/service/guard.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/methods.h"

#define WORDS_BYTES 128 /* of an act with the states in which it is possible, in one language */

void jx_facts_init(struct jx_facts *facts)
{
	*facts = (struct jx_facts){
		.name = "",
		.reviewer = "",
		.due = "",
		.open_fields = "",
		.unanswered_field = "",
		.round = "",
		.deadline = "",
		.window_end = "",
		.base = "",
		.draft_person = "",
	};
}

static bool is_same_name(const char *a, const char *b)
{
	return a[0] != '\0' && strcmp(a, b) == 0;
}

void jx_facts_of_submission(struct jx_facts *ret_facts, const JxSubmission *submission, const char *person,
	const char *department)
{
	jx_facts_init(ret_facts);
	ret_facts->name = jx_name_last(submission->name);
	ret_facts->state = submission->state;
	ret_facts->version_number = submission->version_number;
	ret_facts->reviewer = jx_name_last(submission->reviewer);
	ret_facts->n_open_issues = submission->open_issue_count;
	ret_facts->is_own = is_same_name(department, submission->department);
	ret_facts->is_reviewer = is_same_name(submission->reviewer, person);
	ret_facts->has_filed = is_same_name(submission->submitted_by, person);
	ret_facts->has_accepted = is_same_name(submission->accepted_by, person);
	ret_facts->round = jx_name_last(submission->round);
	ret_facts->round_state = JX_ROUND_STATE_OPEN;
	ret_facts->is_window_open = submission->state == JX_SUBMISSION_STATE_CHECKING &&
				    submission->holder == JX_HOLDER_DEPARTMENT;
}

void jx_facts_assume_request(struct jx_facts *facts)
{
	facts->is_base_current = true;
	facts->is_draft_current = true;
	facts->n_hard = 0;
	facts->n_unexplained = 0;
	facts->n_unanswered_issues = 0;
	facts->n_new_issues = 1;
	facts->is_issue_open = true;
	facts->is_issue_answered = true;
	facts->has_reason = true;
	facts->has_due = true;
	facts->has_document = true;
	facts->has_evidence = true;
	facts->has_place = true;
	facts->has_second_key = true;
}

uint32_t jx_row_roles(const struct jx_transition *row)
{
	return (row->roles & JX_ROLE_REVIEWER) != 0 ? row->roles | JX_ROLE_LEAD : row->roles;
}

enum jx_reason jx_row_guard(const struct jx_transition *row, const struct jx_facts *facts)
{
	return row->guard != NULL ? row->guard(facts) : JX_REASON_NONE;
}

/* ---- refusals ---- */

/* An argument of a sentence, taken from the facts. */
enum word {
	W_NONE,
	W_NAME,
	W_STATE,
	W_ACT,
	W_ACT_WITH_STATES,
	W_NEXT,
	W_REVIEWER,
	W_ROUND,
	W_ROUND_STATE,
	W_ROUND_NEXT,
	W_DEADLINE,
	W_DUE,
	W_WINDOW_END,
	W_VERSION,
	W_BASE,
	W_DRAFT,
	W_DRAFT_PERSON,
	W_N_OPEN,
	W_OPEN_FIELDS,
	W_UNANSWERED,
	W_UNANSWERED_FIELD,
	W_MEMBERS,
	W_N_OBJECTED,
	W_N_HARD,
	W_N_UNEXPLAINED,
};

/* What a sentence takes that takes others than the submission, its state, the act and the next step. */
static const struct {
	enum jx_reason reason;
	enum word words[JX_ERROR_ARGS];
	const char *field; /* of the request; NULL for none */
} sentences[] = {
	{JX_REASON_SUBMISSION_STATE, {W_NAME, W_STATE, W_ACT_WITH_STATES, W_NEXT}, NULL},
	{JX_REASON_NOT_YOUR_REVIEW, {W_NAME, W_STATE, W_ACT, W_REVIEWER}, NULL},
	{JX_REASON_ROUND_CLOSED, {W_ROUND, W_DEADLINE, W_NAME, W_STATE}, NULL},
	{JX_REASON_ROUND_NOT_OPEN, {W_ROUND, W_ROUND_STATE, W_ROUND_NEXT}, NULL},
	{JX_REASON_ROUND_NOT_CLOSED, {W_ROUND, W_ROUND_STATE, W_NAME}, NULL},
	{JX_REASON_STALE_BASE, {W_NAME, W_VERSION, W_BASE}, "base_digest"},
	{JX_REASON_STALE_DRAFT, {W_NAME, W_STATE, W_DRAFT, W_DRAFT_PERSON}, "base_digest"},
	{JX_REASON_HARD_FINDINGS, {W_N_HARD}, NULL},
	{JX_REASON_NEEDS_EXPLANATION, {W_N_UNEXPLAINED}, NULL},
	{JX_REASON_OPEN_ISSUES, {W_N_OPEN, W_OPEN_FIELDS, W_NAME, W_STATE}, NULL},
	{JX_REASON_ISSUE_UNANSWERED, {W_UNANSWERED, W_UNANSWERED_FIELD, W_NAME, W_STATE}, NULL},
	{JX_REASON_ISSUE_UNCORRECTED, {W_UNANSWERED, W_UNANSWERED_FIELD, W_NAME, W_STATE}, NULL},
	{JX_REASON_ISSUE_REQUIRED, {W_NONE}, "issues"},
	{JX_REASON_DUE_REQUIRED, {W_NAME, W_STATE}, "due_time"},
	{JX_REASON_NOT_OVERDUE, {W_NAME, W_STATE, W_DUE, W_NEXT}, NULL},
	{JX_REASON_MEMBERS_MISSING, {W_NAME, W_STATE, W_MEMBERS}, NULL},
	{JX_REASON_REASON_REQUIRED, {W_ACT}, "reason"},
	{JX_REASON_WINDOW_OPEN, {W_WINDOW_END, W_ROUND, W_ROUND_STATE}, NULL},
	{JX_REASON_OBJECTION_OPEN, {W_ROUND, W_N_OBJECTED, W_ROUND_STATE}, NULL},
	{JX_REASON_SECOND_LEAD, {W_ROUND, W_ROUND_STATE}, NULL},
	{JX_REASON_REOPENING_YOURS, {W_NAME, W_STATE}, "digest"},
};
static const enum word usual_words[JX_ERROR_ARGS] = {W_NAME, W_STATE, W_ACT, W_NEXT};

/* Texts that an argument borrows while its error is filled. */
struct lent {
	char zh[WORDS_BYTES];
	char en[WORDS_BYTES];
	char members[32];
};

static struct jx_error_arg words_of_act(enum jx_act act, struct lent *lent)
{
	char states[2][WORDS_BYTES / 2];
	(void)snprintf(lent->zh, sizeof(lent->zh), "%s；%s时才可以", jx_act_name(act, JX_ZH),
		jx_states_of_act(act, JX_ZH, states[0], sizeof(states[0])));
	(void)snprintf(lent->en, sizeof(lent->en), "%s; that is possible when it is: %s",
		jx_act_name(act, JX_EN), jx_states_of_act(act, JX_EN, states[1], sizeof(states[1])));
	return (struct jx_error_arg)JX_WORDS(lent->zh, lent->en);
}

static struct jx_error_arg members_of(const struct jx_facts *facts, struct lent *lent)
{
	(void)snprintf(lent->members, sizeof(lent->members), "%u/%u", facts->n_members_signed,
		facts->n_required_members);
	return (struct jx_error_arg)JX_TEXT(lent->members);
}

/* clang-format off */
static struct jx_error_arg say(enum word word, const struct jx_facts *facts, enum jx_act act, struct lent *lent)
{
	JxSubmissionState state = facts->state;
	JxRoundState round = facts->round_state;
	switch (word) {
	case W_NAME: return (struct jx_error_arg)JX_TEXT(facts->name);
	case W_STATE: return (struct jx_error_arg)JX_WORDS(jx_state_name(state, JX_ZH), jx_state_name(state, JX_EN));
	case W_ACT: return (struct jx_error_arg)JX_WORDS(jx_act_name(act, JX_ZH), jx_act_name(act, JX_EN));
	case W_ACT_WITH_STATES: return words_of_act(act, lent);
	case W_NEXT: return (struct jx_error_arg)JX_WORDS(jx_state_next_step(state, JX_ZH), jx_state_next_step(state, JX_EN));
	case W_REVIEWER: return (struct jx_error_arg)JX_TEXT(facts->reviewer);
	case W_ROUND: return (struct jx_error_arg)JX_TEXT(facts->round);
	case W_ROUND_STATE: return (struct jx_error_arg)JX_WORDS(jx_round_state_name(round, JX_ZH), jx_round_state_name(round, JX_EN));
	case W_ROUND_NEXT: return (struct jx_error_arg)JX_WORDS(jx_round_state_next_step(round, JX_ZH), jx_round_state_next_step(round, JX_EN));
	case W_DEADLINE: return (struct jx_error_arg)JX_TEXT(facts->deadline);
	case W_DUE: return (struct jx_error_arg)JX_TEXT(facts->due);
	case W_WINDOW_END: return (struct jx_error_arg)JX_TEXT(facts->window_end);
	case W_VERSION: return (struct jx_error_arg)JX_U64(facts->version_number);
	case W_BASE: return (struct jx_error_arg)JX_TEXT(facts->base);
	case W_DRAFT: return (struct jx_error_arg)JX_U64(facts->draft_number);
	case W_DRAFT_PERSON: return (struct jx_error_arg)JX_TEXT(facts->draft_person);
	case W_N_OPEN: return (struct jx_error_arg)JX_U64(facts->n_open_issues);
	case W_OPEN_FIELDS: return (struct jx_error_arg)JX_TEXT(facts->open_fields);
	case W_UNANSWERED: return (struct jx_error_arg)JX_U64(facts->unanswered_number);
	case W_UNANSWERED_FIELD: return (struct jx_error_arg)JX_TEXT(facts->unanswered_field);
	case W_MEMBERS: return members_of(facts, lent);
	case W_N_OBJECTED: return (struct jx_error_arg)JX_U64(facts->n_objected);
	case W_N_HARD: return (struct jx_error_arg)JX_U64(facts->n_hard);
	case W_N_UNEXPLAINED: return (struct jx_error_arg)JX_U64(facts->n_unexplained);
	case W_NONE: break;
	}
	return (struct jx_error_arg){.kind = JX_ARG_END};
}
/* clang-format on */

enum jx_status jx_act_refuse(
	const struct jx_facts *facts, enum jx_act act, enum jx_reason reason, struct jx_error *error)
{
	const enum word *words = usual_words;
	const char *field = NULL;
	struct lent lent;
	struct jx_error_arg args[JX_ERROR_ARGS + 1] = {{.kind = JX_ARG_END}};
	for (size_t i = 0; i < JX_COUNT_OF(sentences); i++) {
		if (sentences[i].reason == reason) {
			words = sentences[i].words;
			field = sentences[i].field;
		}
	}
	if (reason == JX_REASON_ISSUE_UNANSWERED || reason == JX_REASON_ISSUE_UNCORRECTED)
		field = facts->unanswered_field;
	for (size_t i = 0; i < JX_ERROR_ARGS; i++)
		args[i] = say(words[i], facts, act, &lent);
	args[JX_ERROR_ARGS].kind = JX_ARG_END;
	return jx_fail_at(error, reason, field, args);
}

static enum jx_status refuse_roles(const struct jx_facts *facts, uint32_t wanted, struct jx_error *error)
{
	char texts[4][WORDS_BYTES];
	return jx_fail_with(error, JX_REASON_NOT_ALLOWED,
		JX_ARGS(JX_WORDS(jx_roles_text(facts->roles, JX_ZH, texts[0], WORDS_BYTES),
				jx_roles_text(facts->roles, JX_EN, texts[1], WORDS_BYTES)),
			JX_WORDS(jx_roles_text(wanted, JX_ZH, texts[2], WORDS_BYTES),
				jx_roles_text(wanted, JX_EN, texts[3], WORDS_BYTES))));
}

/* ---- possible acts ---- */

/* What is so once a row was taken. */
static void follow(const struct jx_transition *row, struct jx_facts *facts)
{
	facts->state = row->to;
	if (row->act == JX_ACT_CLAIM)
		facts->is_reviewer = true;
}

/* The first reason of the rows of a path, in their order. */
static enum jx_reason guard_path(
	const struct jx_facts *facts, const struct jx_transition *const *rows, size_t n)
{
	struct jx_facts now = *facts;
	for (size_t i = 0; i < n; i++) {
		enum jx_reason reason = jx_row_guard(rows[i], &now);
		if (reason != JX_REASON_NONE)
			return reason;
		follow(rows[i], &now);
	}
	return JX_REASON_NONE;
}

enum jx_status jx_act_check(const struct jx_facts *facts, enum jx_act act,
	const struct jx_transition *ret_rows[2], size_t *ret_n, struct jx_error *error)
{
	size_t n = jx_states_path(facts->state, act, ret_rows);
	if (ret_n != NULL)
		*ret_n = n;
	if (n == 0)
		return jx_act_refuse(facts, act, JX_REASON_SUBMISSION_STATE, error);
	uint32_t wanted = jx_row_roles(ret_rows[n - 1]);
	if ((facts->roles & wanted) == 0)
		return refuse_roles(facts, wanted, error);
	enum jx_reason reason = guard_path(facts, ret_rows, n);
	return reason == JX_REASON_NONE ? JX_OK : jx_act_refuse(facts, act, reason, error);
}

size_t jx_acts_possible(const struct jx_facts *facts, enum jx_act ret_acts[JX_ACT_COUNT])
{
	const struct jx_transition *rows[2];
	struct jx_facts best = *facts;
	size_t n = 0;
	jx_facts_assume_request(&best);
	for (int i = JX_ACT_NONE + 1; i < JX_ACT_COUNT; i++) {
		enum jx_act act = (enum jx_act)i;
		if (act != JX_ACT_REFUSE_SUBMIT && jx_act_check(&best, act, rows, NULL, NULL) == JX_OK)
			ret_acts[n++] = act;
	}
	return n;
}

const char *jx_act_verb(enum jx_act act)
{
	static const char *const verbs[JX_ACT_COUNT] = {
		[JX_ACT_SUBMIT] = "submit",
		[JX_ACT_WITHDRAW] = "withdraw",
		[JX_ACT_CLAIM] = "claim",
		[JX_ACT_RELEASE] = "release",
		[JX_ACT_RETURN] = "return",
		[JX_ACT_ACCEPT] = "accept",
		[JX_ACT_ACCEPT_UNANSWERED] = "accept",
		[JX_ACT_CORRECT_ACCEPTANCE] = "accept",
	};
	return (size_t)act < JX_ACT_COUNT && verbs[act] != NULL ? verbs[act] : "";
}
