/* The life of a submission and of a round. See states.h; the rows are the specification. */
#include "proto/contract/service/states.h"

#define S(name) JIXIAO__V1__SUBMISSION_STATE__SUBMISSION_STATE_##name
#define A(name) JX_ACT_##name
#define E       JX_ROLE_E
#define T       JX_ROLE_T
#define H       JX_ROLE_H
#define R       JX_ROLE_R
#define L       JX_ROLE_L

/* clang-format off */
static const struct jx_transition submission_rows[] = {
	{1, S(NOT_STARTED), A(PUT_DRAFT), S(DRAFT), E, false, A(NONE)},
	{2, S(DRAFT), A(PUT_DRAFT), S(DRAFT), E, false, A(NONE)},
	{3, S(DRAFT), A(SIGN), S(DRAFT), T | H, false, A(NONE)},
	{4, S(DRAFT), A(SUBMIT), S(SUBMITTED), E | H, false, A(PUT_DRAFT)},
	{5, S(DRAFT), A(REFUSE_SUBMIT), S(DRAFT), E | H, false, A(NONE)},
	{6, S(SUBMITTED), A(WITHDRAW), S(DRAFT), E | H, false, A(NONE)},
	{7, S(SUBMITTED), A(CLAIM), S(UNDER_REVIEW), R, false, A(NONE)},
	{8, S(UNDER_REVIEW), A(RELEASE), S(SUBMITTED), R | L, false, A(NONE)},
	{9, S(UNDER_REVIEW), A(ISSUE), S(UNDER_REVIEW), R, false, A(NONE)},
	{10, S(UNDER_REVIEW), A(SET_SCORE), S(UNDER_REVIEW), R, false, A(NONE)},
	{11, S(UNDER_REVIEW), A(RETURN), S(RETURNED), R, false, A(CLAIM)},
	{12, S(UNDER_REVIEW), A(ACCEPT), S(ACCEPTED), R, false, A(CLAIM)},
	{13, S(RETURNED), A(PUT_DRAFT), S(RETURNED), E, false, A(NONE)},
	{14, S(RETURNED), A(REPLY), S(RETURNED), E, false, A(NONE)},
	{15, S(RETURNED), A(SIGN), S(RETURNED), T | H, false, A(NONE)},
	{16, S(RETURNED), A(SUBMIT), S(SUBMITTED), E | H, false, A(NONE)},
	{17, S(RETURNED), A(REFUSE_SUBMIT), S(RETURNED), E | H, false, A(NONE)},
	{18, S(RETURNED), A(ACCEPT_UNANSWERED), S(ACCEPTED), L, false, A(NONE)},
	{19, S(ACCEPTED), A(RETURN), S(RETURNED), R | L, false, A(NONE)},
	{20, S(ACCEPTED), A(PUBLISH_PROVISIONAL), S(CHECKING), L, false, A(NONE)},
	{21, S(CHECKING), A(OBJECT), S(OBJECTED), H, false, A(NONE)},
	{22, S(CHECKING), A(RETURN), S(RETURNED), L, false, A(NONE)},
	{23, S(OBJECTED), A(DECIDE_NOT_UPHELD), S(CHECKING), L, false, A(NONE)},
	{24, S(OBJECTED), A(DECIDE_FINANCE_FIGURE), S(CHECKING), L, false, A(NONE)},
	{25, S(OBJECTED), A(DECIDE_DEPARTMENT_FIGURE), S(RETURNED), L, false, A(NONE)},
	{26, S(CHECKING), A(PUBLISH_FINAL), S(FINAL), L, true, A(NONE)},
	{27, S(FINAL), A(REOPEN), S(REOPENED), L, true, A(NONE)},
	{28, S(REOPENED), A(PUT_DRAFT), S(REOPENED), E, false, A(NONE)},
	{29, S(REOPENED), A(SIGN), S(REOPENED), T | H, false, A(NONE)},
	{30, S(REOPENED), A(SUBMIT), S(SUBMITTED), E | H, false, A(NONE)},
	{31, S(REOPENED), A(REFUSE_SUBMIT), S(REOPENED), E | H, false, A(NONE)},
	{32, S(REOPENED), A(CANCEL_REOPEN), S(FINAL), L, false, A(NONE)},
	{33, S(NOT_STARTED), A(WAIVE), S(WAIVED), L, false, A(NONE)},
	{34, S(DRAFT), A(WAIVE), S(WAIVED), L, false, A(NONE)},
	{35, S(WAIVED), A(UNWAIVE), S(NOT_STARTED), L, false, A(NONE)},
};

static const struct {
	Jixiao__V1__Ball ball;
	const char *zh;
	const char *en;
} submission_states[] = {
	[S(UNSPECIFIED)] = {JIXIAO__V1__BALL__BALL_UNSPECIFIED, "?", "?"},
	[S(NOT_STARTED)] = {JIXIAO__V1__BALL__BALL_DEPARTMENT, "未填报", "not started"},
	[S(DRAFT)] = {JIXIAO__V1__BALL__BALL_DEPARTMENT, "草稿", "draft"},
	[S(SUBMITTED)] = {JIXIAO__V1__BALL__BALL_FINANCE, "已报送", "submitted"},
	[S(UNDER_REVIEW)] = {JIXIAO__V1__BALL__BALL_FINANCE, "审核中", "under review"},
	[S(RETURNED)] = {JIXIAO__V1__BALL__BALL_DEPARTMENT, "退回修改", "returned"},
	[S(ACCEPTED)] = {JIXIAO__V1__BALL__BALL_FINANCE, "审核通过", "accepted"},
	[S(CHECKING)] = {JIXIAO__V1__BALL__BALL_DEPARTMENT, "公示核对", "in checking"},
	[S(OBJECTED)] = {JIXIAO__V1__BALL__BALL_FINANCE, "异议处理", "objected to"},
	[S(FINAL)] = {JIXIAO__V1__BALL__BALL_UNSPECIFIED, "已发布", "final"},
	[S(REOPENED)] = {JIXIAO__V1__BALL__BALL_DEPARTMENT, "更正", "reopened"},
	[S(WAIVED)] = {JIXIAO__V1__BALL__BALL_UNSPECIFIED, "免报", "waived"},
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
	[JIXIAO__V1__ROLE__ROLE_UNSPECIFIED] = {"?", "?"},
	[JIXIAO__V1__ROLE__ROLE_ENTERER] = {"填报人", "enterer"},
	[JIXIAO__V1__ROLE__ROLE_MEMBER] = {"评价小组成员", "team member"},
	[JIXIAO__V1__ROLE__ROLE_HEAD] = {"单位负责人", "head"},
	[JIXIAO__V1__ROLE__ROLE_REVIEWER] = {"审核人", "reviewer"},
	[JIXIAO__V1__ROLE__ROLE_LEAD] = {"财政负责人", "lead"},
	[JIXIAO__V1__ROLE__ROLE_ANALYST] = {"分析人员", "analyst"},
	[JIXIAO__V1__ROLE__ROLE_AUDITOR] = {"审计", "auditor"},
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

size_t jx_states_count(void)
{
	return COUNT(submission_rows);
}

const struct jx_transition *jx_states_at(size_t index)
{
	return index < COUNT(submission_rows) ? &submission_rows[index] : NULL;
}

const struct jx_transition *jx_states_next(Jixiao__V1__SubmissionState from, enum jx_act act)
{
	for (size_t i = 0; i < COUNT(submission_rows); i++) {
		if (submission_rows[i].from == from && submission_rows[i].act == act)
			return &submission_rows[i];
	}
	return NULL;
}

size_t jx_states_path(
	Jixiao__V1__SubmissionState from, enum jx_act act, const struct jx_transition *ret_rows[2])
{
	const struct jx_transition *direct = jx_states_next(from, act);
	if (direct != NULL) {
		ret_rows[0] = direct;
		return 1;
	}
	for (size_t i = 0; i < COUNT(submission_rows); i++) {
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

Jixiao__V1__Ball jx_state_ball(Jixiao__V1__SubmissionState state, bool is_window_open)
{
	if ((size_t)state >= COUNT(submission_states))
		return JIXIAO__V1__BALL__BALL_UNSPECIFIED;
	if (state == S(CHECKING) && !is_window_open)
		return JIXIAO__V1__BALL__BALL_FINANCE;
	return submission_states[state].ball;
}

const char *jx_state_name(Jixiao__V1__SubmissionState state, enum jx_language language)
{
	if ((size_t)state >= COUNT(submission_states))
		return "?";
	return language == JX_ZH ? submission_states[state].zh : submission_states[state].en;
}

const char *jx_act_name(enum jx_act act, enum jx_language language)
{
	if ((size_t)act >= JX_ACT_COUNT)
		return "?";
	return acts[act][language == JX_ZH ? 0 : 1];
}

const char *jx_role_name(Jixiao__V1__Role role, enum jx_language language)
{
	if ((size_t)role >= COUNT(roles))
		return "?";
	return roles[role][language == JX_ZH ? 0 : 1];
}
