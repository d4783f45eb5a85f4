/* The life of a submission and of a round. See states.h; the rows are the specification. */
#include "proto/contract/service/states.h"

#include "proto/contract/base/array.h"

#define A(name) JX_ACT_##name
#define E       JX_ROLE_ENTERER
#define T       JX_ROLE_MEMBER
#define H       JX_ROLE_HEAD
#define R       JX_ROLE_REVIEWER
#define L       JX_ROLE_LEAD

/* clang-format off */
static const struct jx_transition submission_rows[] = {
	{1, JX_SUBMISSION_STATE_NOT_STARTED, A(PUT_DRAFT), JX_SUBMISSION_STATE_DRAFT, E, false, A(NONE)},
	{2, JX_SUBMISSION_STATE_DRAFT, A(PUT_DRAFT), JX_SUBMISSION_STATE_DRAFT, E, false, A(NONE)},
	{3, JX_SUBMISSION_STATE_DRAFT, A(SIGN), JX_SUBMISSION_STATE_DRAFT, T | H, false, A(NONE)},
	{4, JX_SUBMISSION_STATE_DRAFT, A(SUBMIT), JX_SUBMISSION_STATE_SUBMITTED, E | H, false, A(PUT_DRAFT)},
	{5, JX_SUBMISSION_STATE_DRAFT, A(REFUSE_SUBMIT), JX_SUBMISSION_STATE_DRAFT, E | H, false, A(NONE)},
	{6, JX_SUBMISSION_STATE_SUBMITTED, A(WITHDRAW), JX_SUBMISSION_STATE_DRAFT, E | H, false, A(NONE)},
	{7, JX_SUBMISSION_STATE_SUBMITTED, A(CLAIM), JX_SUBMISSION_STATE_UNDER_REVIEW, R, false, A(NONE)},
	{8, JX_SUBMISSION_STATE_UNDER_REVIEW, A(RELEASE), JX_SUBMISSION_STATE_SUBMITTED, R | L, false, A(NONE)},
	{9, JX_SUBMISSION_STATE_UNDER_REVIEW, A(ISSUE), JX_SUBMISSION_STATE_UNDER_REVIEW, R, false, A(NONE)},
	{10, JX_SUBMISSION_STATE_UNDER_REVIEW, A(SET_SCORE), JX_SUBMISSION_STATE_UNDER_REVIEW, R, false, A(NONE)},
	{11, JX_SUBMISSION_STATE_UNDER_REVIEW, A(RETURN), JX_SUBMISSION_STATE_RETURNED, R, false, A(CLAIM)},
	{12, JX_SUBMISSION_STATE_UNDER_REVIEW, A(ACCEPT), JX_SUBMISSION_STATE_ACCEPTED, R, false, A(CLAIM)},
	{13, JX_SUBMISSION_STATE_RETURNED, A(PUT_DRAFT), JX_SUBMISSION_STATE_RETURNED, E, false, A(NONE)},
	{14, JX_SUBMISSION_STATE_RETURNED, A(REPLY), JX_SUBMISSION_STATE_RETURNED, E, false, A(NONE)},
	{15, JX_SUBMISSION_STATE_RETURNED, A(SIGN), JX_SUBMISSION_STATE_RETURNED, T | H, false, A(NONE)},
	{16, JX_SUBMISSION_STATE_RETURNED, A(SUBMIT), JX_SUBMISSION_STATE_SUBMITTED, E | H, false, A(NONE)},
	{17, JX_SUBMISSION_STATE_RETURNED, A(REFUSE_SUBMIT), JX_SUBMISSION_STATE_RETURNED, E | H, false, A(NONE)},
	{18, JX_SUBMISSION_STATE_RETURNED, A(ACCEPT_UNANSWERED), JX_SUBMISSION_STATE_ACCEPTED, L, false, A(NONE)},
	{19, JX_SUBMISSION_STATE_ACCEPTED, A(RETURN), JX_SUBMISSION_STATE_RETURNED, R | L, false, A(NONE)},
	{20, JX_SUBMISSION_STATE_ACCEPTED, A(PUBLISH_PROVISIONAL), JX_SUBMISSION_STATE_CHECKING, L, false, A(NONE)},
	{21, JX_SUBMISSION_STATE_CHECKING, A(OBJECT), JX_SUBMISSION_STATE_OBJECTED, H, false, A(NONE)},
	{22, JX_SUBMISSION_STATE_CHECKING, A(RETURN), JX_SUBMISSION_STATE_RETURNED, L, false, A(NONE)},
	{23, JX_SUBMISSION_STATE_OBJECTED, A(DECIDE_NOT_UPHELD), JX_SUBMISSION_STATE_CHECKING, L, false, A(NONE)},
	{24, JX_SUBMISSION_STATE_OBJECTED, A(DECIDE_FINANCE_FIGURE), JX_SUBMISSION_STATE_CHECKING, L, false, A(NONE)},
	{25, JX_SUBMISSION_STATE_OBJECTED, A(DECIDE_DEPARTMENT_FIGURE), JX_SUBMISSION_STATE_RETURNED, L, false, A(NONE)},
	{26, JX_SUBMISSION_STATE_CHECKING, A(PUBLISH_FINAL), JX_SUBMISSION_STATE_FINAL, L, true, A(NONE)},
	{27, JX_SUBMISSION_STATE_FINAL, A(REOPEN), JX_SUBMISSION_STATE_REOPENED, L, true, A(NONE)},
	{28, JX_SUBMISSION_STATE_REOPENED, A(PUT_DRAFT), JX_SUBMISSION_STATE_REOPENED, E, false, A(NONE)},
	{29, JX_SUBMISSION_STATE_REOPENED, A(SIGN), JX_SUBMISSION_STATE_REOPENED, T | H, false, A(NONE)},
	{30, JX_SUBMISSION_STATE_REOPENED, A(SUBMIT), JX_SUBMISSION_STATE_SUBMITTED, E | H, false, A(NONE)},
	{31, JX_SUBMISSION_STATE_REOPENED, A(REFUSE_SUBMIT), JX_SUBMISSION_STATE_REOPENED, E | H, false, A(NONE)},
	{32, JX_SUBMISSION_STATE_REOPENED, A(CANCEL_REOPEN), JX_SUBMISSION_STATE_FINAL, L, false, A(NONE)},
	{33, JX_SUBMISSION_STATE_NOT_STARTED, A(WAIVE), JX_SUBMISSION_STATE_WAIVED, L, false, A(NONE)},
	{34, JX_SUBMISSION_STATE_DRAFT, A(WAIVE), JX_SUBMISSION_STATE_WAIVED, L, false, A(NONE)},
	{35, JX_SUBMISSION_STATE_WAIVED, A(UNWAIVE), JX_SUBMISSION_STATE_NOT_STARTED, L, false, A(NONE)},
};

static const struct {
	JxHolder holder;
	const char *zh;
	const char *en;
} submission_states[] = {
	[JX_SUBMISSION_STATE_UNSPECIFIED] = {JX_HOLDER_UNSPECIFIED, "?", "?"},
	[JX_SUBMISSION_STATE_NOT_STARTED] = {JX_HOLDER_DEPARTMENT, "未填报", "not started"},
	[JX_SUBMISSION_STATE_DRAFT] = {JX_HOLDER_DEPARTMENT, "草稿", "draft"},
	[JX_SUBMISSION_STATE_SUBMITTED] = {JX_HOLDER_FINANCE, "已报送", "submitted"},
	[JX_SUBMISSION_STATE_UNDER_REVIEW] = {JX_HOLDER_FINANCE, "审核中", "under review"},
	[JX_SUBMISSION_STATE_RETURNED] = {JX_HOLDER_DEPARTMENT, "退回修改", "returned"},
	[JX_SUBMISSION_STATE_ACCEPTED] = {JX_HOLDER_FINANCE, "审核通过", "accepted"},
	[JX_SUBMISSION_STATE_CHECKING] = {JX_HOLDER_DEPARTMENT, "公示核对", "in checking"},
	[JX_SUBMISSION_STATE_OBJECTED] = {JX_HOLDER_FINANCE, "异议处理", "objected to"},
	[JX_SUBMISSION_STATE_FINAL] = {JX_HOLDER_UNSPECIFIED, "已发布", "final"},
	[JX_SUBMISSION_STATE_REOPENED] = {JX_HOLDER_DEPARTMENT, "更正", "reopened"},
	[JX_SUBMISSION_STATE_WAIVED] = {JX_HOLDER_UNSPECIFIED, "免报", "waived"},
};

/* English participles: the sentence they fill reads "it cannot be {2}". */
static const char *const acts[JX_ACT_COUNT][2] = {
	[A(NONE)] = {"?", "?"},
	[A(PUT_DRAFT)] = {"保存草稿", "saved as a draft"},
	[A(SIGN)] = {"签字", "signed"},
	[A(SUBMIT)] = {"报送", "submitted"},
	[A(REFUSE_SUBMIT)] = {"不予受理", "refused"},
	[A(WITHDRAW)] = {"撤回", "withdrawn"},
	[A(CLAIM)] = {"领取审核", "claimed"},
	[A(RELEASE)] = {"放回待审", "released"},
	[A(ISSUE)] = {"登记意见", "given an issue"},
	[A(SET_SCORE)] = {"评定复核得分", "scored"},
	[A(RETURN)] = {"退回", "returned"},
	[A(ACCEPT)] = {"审核通过", "accepted"},
	[A(REPLY)] = {"答复意见", "replied to"},
	[A(ACCEPT_UNANSWERED)] = {"按未回应通过", "accepted unanswered"},
	[A(PUBLISH_PROVISIONAL)] = {"公示", "published for checking"},
	[A(OBJECT)] = {"提出异议", "objected to"},
	[A(DECIDE_NOT_UPHELD)] = {"驳回异议", "decided against the objection"},
	[A(DECIDE_FINANCE_FIGURE)] = {"按异议改复核得分", "scored again after the objection"},
	[A(DECIDE_DEPARTMENT_FIGURE)] = {"按异议退回", "returned after the objection"},
	[A(PUBLISH_FINAL)] = {"定稿发布", "published as final"},
	[A(REOPEN)] = {"重新打开", "reopened"},
	[A(CANCEL_REOPEN)] = {"取消更正", "put back to final"},
	[A(WAIVE)] = {"免报", "waived"},
	[A(UNWAIVE)] = {"取消免报", "put back on the list"},
};

static const char *const roles[][2] = {
	[JX_PERSON_ROLE_UNSPECIFIED] = {"?", "?"},
	[JX_PERSON_ROLE_ENTERER] = {"填报人", "enterer"},
	[JX_PERSON_ROLE_MEMBER] = {"评价小组成员", "team member"},
	[JX_PERSON_ROLE_HEAD] = {"单位负责人", "head"},
	[JX_PERSON_ROLE_REVIEWER] = {"审核人", "reviewer"},
	[JX_PERSON_ROLE_LEAD] = {"财政负责人", "lead"},
	[JX_PERSON_ROLE_ANALYST] = {"分析人员", "analyst"},
	[JX_PERSON_ROLE_AUDITOR] = {"审计", "auditor"},
};
/* clang-format on */

size_t jx_states_count(void)
{
	return JX_COUNT_OF(submission_rows);
}

const struct jx_transition *jx_states_at(size_t index)
{
	return index < JX_COUNT_OF(submission_rows) ? &submission_rows[index] : NULL;
}

const struct jx_transition *jx_states_next(JxSubmissionState from, enum jx_act act)
{
	for (size_t i = 0; i < JX_COUNT_OF(submission_rows); i++) {
		if (submission_rows[i].from == from && submission_rows[i].act == act)
			return &submission_rows[i];
	}
	return NULL;
}

size_t jx_states_path(JxSubmissionState from, enum jx_act act, const struct jx_transition *ret_rows[2])
{
	const struct jx_transition *direct = jx_states_next(from, act);
	if (direct != NULL) {
		ret_rows[0] = direct;
		return 1;
	}
	for (size_t i = 0; i < JX_COUNT_OF(submission_rows); i++) {
		const struct jx_transition *last = &submission_rows[i];
		if (last->act != act || last->implies == JX_ACT_NONE)
			continue;
		const struct jx_transition *first = jx_states_next(from, last->implies);
		if (first != NULL && first->to == last->from) {
			ret_rows[0] = first;
			ret_rows[1] = last;
			return 2;
		}
	}
	return 0;
}

bool jx_transition_allows(const struct jx_transition *row, uint32_t held)
{
	return (row->roles & held) != 0;
}

JxHolder jx_state_holder(JxSubmissionState state, bool is_window_open)
{
	if ((size_t)state >= JX_COUNT_OF(submission_states))
		return JX_HOLDER_UNSPECIFIED;
	if (state == JX_SUBMISSION_STATE_CHECKING && !is_window_open)
		return JX_HOLDER_FINANCE;
	return submission_states[state].holder;
}

const char *jx_state_name(JxSubmissionState state, enum jx_language language)
{
	if ((size_t)state >= JX_COUNT_OF(submission_states))
		return "?";
	return language == JX_ZH ? submission_states[state].zh : submission_states[state].en;
}

const char *jx_act_name(enum jx_act act, enum jx_language language)
{
	if ((size_t)act >= JX_ACT_COUNT)
		return "?";
	return acts[act][language == JX_ZH ? 0 : 1];
}

const char *jx_role_name(JxPersonRole role, enum jx_language language)
{
	if ((size_t)role >= JX_COUNT_OF(roles))
		return "?";
	return roles[role][language == JX_ZH ? 0 : 1];
}
