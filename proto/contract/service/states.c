/* The life of a submission and of a round. See states.h; the rows are the specification. */
#include "proto/contract/service/states.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/row_guards_private.h"

/* clang-format off */
/* row, from, act, to, roles, implies, guard */
static const struct jx_transition submission_rows[] = {
	{1, JX_SUBMISSION_STATE_NOT_STARTED, JX_ACT_PUT_DRAFT, JX_SUBMISSION_STATE_DRAFT, JX_ROLE_ENTERER, JX_ACT_NONE, jx_guard_first_draft},
	{2, JX_SUBMISSION_STATE_DRAFT, JX_ACT_PUT_DRAFT, JX_SUBMISSION_STATE_DRAFT, JX_ROLE_ENTERER, JX_ACT_NONE, jx_guard_draft},
	{3, JX_SUBMISSION_STATE_DRAFT, JX_ACT_SIGN, JX_SUBMISSION_STATE_DRAFT, JX_ROLE_MEMBER | JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_sign},
	{4, JX_SUBMISSION_STATE_DRAFT, JX_ACT_SUBMIT, JX_SUBMISSION_STATE_SUBMITTED, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_PUT_DRAFT, jx_guard_submit},
	{5, JX_SUBMISSION_STATE_DRAFT, JX_ACT_REFUSE_SUBMIT, JX_SUBMISSION_STATE_DRAFT, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_NONE, NULL},
	{6, JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_WITHDRAW, JX_SUBMISSION_STATE_DRAFT, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_withdraw},
	{7, JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_CLAIM, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ROLE_REVIEWER, JX_ACT_NONE, jx_guard_claim},
	{8, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_RELEASE, JX_SUBMISSION_STATE_SUBMITTED, JX_ROLE_REVIEWER | JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_release},
	{9, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_ISSUE, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ROLE_REVIEWER, JX_ACT_NONE, jx_guard_issue},
	{10, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_SET_SCORE, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ROLE_REVIEWER, JX_ACT_NONE, jx_guard_set_score},
	{11, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_RETURN, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_REVIEWER, JX_ACT_CLAIM, jx_guard_return},
	{12, JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_ACCEPT, JX_SUBMISSION_STATE_ACCEPTED, JX_ROLE_REVIEWER, JX_ACT_CLAIM, jx_guard_accept},
	{13, JX_SUBMISSION_STATE_RETURNED, JX_ACT_PUT_DRAFT, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_ENTERER, JX_ACT_NONE, jx_guard_draft},
	{14, JX_SUBMISSION_STATE_RETURNED, JX_ACT_REPLY, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_ENTERER, JX_ACT_NONE, jx_guard_reply},
	{15, JX_SUBMISSION_STATE_RETURNED, JX_ACT_SIGN, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_MEMBER | JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_sign},
	{16, JX_SUBMISSION_STATE_RETURNED, JX_ACT_SUBMIT, JX_SUBMISSION_STATE_SUBMITTED, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_submit_again},
	{17, JX_SUBMISSION_STATE_RETURNED, JX_ACT_REFUSE_SUBMIT, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_NONE, NULL},
	{18, JX_SUBMISSION_STATE_RETURNED, JX_ACT_ACCEPT_UNANSWERED, JX_SUBMISSION_STATE_ACCEPTED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_accept_unanswered},
	{19, JX_SUBMISSION_STATE_ACCEPTED, JX_ACT_RETURN, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_REVIEWER | JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_return_accepted},
	{20, JX_SUBMISSION_STATE_ACCEPTED, JX_ACT_PUBLISH_PROVISIONAL, JX_SUBMISSION_STATE_CHECKING, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_publish_provisional},
	{21, JX_SUBMISSION_STATE_CHECKING, JX_ACT_OBJECT, JX_SUBMISSION_STATE_OBJECTED, JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_object},
	{22, JX_SUBMISSION_STATE_CHECKING, JX_ACT_RETURN, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_return_checking},
	{23, JX_SUBMISSION_STATE_OBJECTED, JX_ACT_DECIDE_NOT_UPHELD, JX_SUBMISSION_STATE_CHECKING, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_decide},
	{24, JX_SUBMISSION_STATE_OBJECTED, JX_ACT_DECIDE_FINANCE_FIGURE, JX_SUBMISSION_STATE_CHECKING, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_decide},
	{25, JX_SUBMISSION_STATE_OBJECTED, JX_ACT_DECIDE_DEPARTMENT_FIGURE, JX_SUBMISSION_STATE_RETURNED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_decide},
	{26, JX_SUBMISSION_STATE_CHECKING, JX_ACT_PUBLISH_FINAL, JX_SUBMISSION_STATE_FINAL, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_publish_final},
	{27, JX_SUBMISSION_STATE_FINAL, JX_ACT_REOPEN, JX_SUBMISSION_STATE_REOPENED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_reopen},
	{28, JX_SUBMISSION_STATE_REOPENED, JX_ACT_PUT_DRAFT, JX_SUBMISSION_STATE_REOPENED, JX_ROLE_ENTERER, JX_ACT_NONE, jx_guard_draft},
	{29, JX_SUBMISSION_STATE_REOPENED, JX_ACT_SIGN, JX_SUBMISSION_STATE_REOPENED, JX_ROLE_MEMBER | JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_sign},
	{30, JX_SUBMISSION_STATE_REOPENED, JX_ACT_SUBMIT, JX_SUBMISSION_STATE_SUBMITTED, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_NONE, jx_guard_submit_again},
	{31, JX_SUBMISSION_STATE_REOPENED, JX_ACT_REFUSE_SUBMIT, JX_SUBMISSION_STATE_REOPENED, JX_ROLE_ENTERER | JX_ROLE_HEAD, JX_ACT_NONE, NULL},
	{32, JX_SUBMISSION_STATE_REOPENED, JX_ACT_CANCEL_REOPEN, JX_SUBMISSION_STATE_FINAL, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_cancel_reopen},
	{33, JX_SUBMISSION_STATE_NOT_STARTED, JX_ACT_WAIVE, JX_SUBMISSION_STATE_WAIVED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_waive},
	{34, JX_SUBMISSION_STATE_DRAFT, JX_ACT_WAIVE, JX_SUBMISSION_STATE_WAIVED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_waive},
	{35, JX_SUBMISSION_STATE_WAIVED, JX_ACT_UNWAIVE, JX_SUBMISSION_STATE_NOT_STARTED, JX_ROLE_LEAD, JX_ACT_NONE, jx_guard_unwaive},
	{36, JX_SUBMISSION_STATE_ACCEPTED, JX_ACT_CORRECT_ACCEPTANCE, JX_SUBMISSION_STATE_ACCEPTED, JX_ROLE_REVIEWER, JX_ACT_NONE, jx_guard_correct_acceptance},
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

/* In Chinese and in English. */
static const char *const next_steps[][2] = {
	[JX_SUBMISSION_STATE_UNSPECIFIED] = {"", ""},
	[JX_SUBMISSION_STATE_NOT_STARTED] = {"等填报部门报送：jixiao submit 文件", "the department files it next: jixiao submit FILE"},
	[JX_SUBMISSION_STATE_DRAFT] = {"等填报部门报送：jixiao submit 文件", "the department files it next: jixiao submit FILE"},
	[JX_SUBMISSION_STATE_SUBMITTED] = {"等审核人领取：jixiao claim 部门；通过：jixiao accept 部门；要部门改就退回：jixiao return 部门", "a reviewer claims it next: jixiao claim DEPT; accepts it: jixiao accept DEPT; or: jixiao return DEPT"},
	[JX_SUBMISSION_STATE_UNDER_REVIEW] = {"等领取的审核人通过：jixiao accept 部门；退回：jixiao return 部门；放回：jixiao release 部门", "its reviewer accepts it next: jixiao accept DEPT; or: jixiao return DEPT; or: jixiao release DEPT"},
	[JX_SUBMISSION_STATE_RETURNED] = {"等填报部门改好再报：jixiao submit 文件", "the department files it again next: jixiao submit FILE"},
	[JX_SUBMISSION_STATE_ACCEPTED] = {"等财政公示：jixiao publish 轮次；要部门改就退回：jixiao return 部门", "finance publishes it next: jixiao publish ROUND; for a change: jixiao return DEPT"},
	[JX_SUBMISSION_STATE_CHECKING] = {"公示期满等财政定稿：jixiao publish 轮次 --final；要部门改就退回：jixiao return 部门", "finance publishes it as final next: jixiao publish ROUND --final; for a change: jixiao return DEPT"},
	[JX_SUBMISSION_STATE_OBJECTED] = {"等没有审核它的财政负责人处理异议：jixiao decide 部门；查看：jixiao show 部门", "a lead who has not accepted it decides on the objection next: jixiao decide DEPT; see it with: jixiao show DEPT"},
	[JX_SUBMISSION_STATE_FINAL] = {"已经定稿；有错误时由两位财政负责人重新打开：jixiao reopen 部门；查看：jixiao rank 轮次 --published", "it is final; for an error two leads reopen it: jixiao reopen DEPT; see it with: jixiao rank ROUND --published"},
	[JX_SUBMISSION_STATE_REOPENED] = {"等填报部门更正后再报：jixiao submit 文件", "the department files the correction next: jixiao submit FILE"},
	[JX_SUBMISSION_STATE_WAIVED] = {"免报，没有下一步；查看：jixiao show 部门", "it is waived, nobody does anything next; see it with: jixiao show DEPT"},
};

/* The English words are participles: the sentence they fill reads "it cannot be {2}". */
static const struct {
	const char *id;
	const char *zh;
	const char *en;
} acts[JX_ACT_COUNT] = {
	[JX_ACT_NONE] = {"?", "?", "?"},
	[JX_ACT_PUT_DRAFT] = {"SUBMISSION_PUT_DRAFT", "保存草稿", "saved as a draft"},
	[JX_ACT_SIGN] = {"SUBMISSION_SIGN", "签字", "signed"},
	[JX_ACT_SUBMIT] = {"SUBMISSION_SUBMIT", "报送", "submitted"},
	[JX_ACT_REFUSE_SUBMIT] = {"SUBMISSION_REFUSE_SUBMIT", "不予受理", "refused"},
	[JX_ACT_WITHDRAW] = {"SUBMISSION_WITHDRAW", "撤回", "withdrawn"},
	[JX_ACT_CLAIM] = {"SUBMISSION_CLAIM", "领取审核", "claimed"},
	[JX_ACT_RELEASE] = {"SUBMISSION_RELEASE", "放回待审", "released"},
	[JX_ACT_ISSUE] = {"SUBMISSION_ISSUE", "登记或了结意见", "given issues or freed of them"},
	[JX_ACT_SET_SCORE] = {"SUBMISSION_SET_SCORE", "评定复核得分", "scored"},
	[JX_ACT_RETURN] = {"SUBMISSION_RETURN", "退回", "returned"},
	[JX_ACT_ACCEPT] = {"SUBMISSION_ACCEPT", "审核通过", "accepted"},
	[JX_ACT_REPLY] = {"SUBMISSION_REPLY", "答复意见", "replied to"},
	[JX_ACT_ACCEPT_UNANSWERED] = {"SUBMISSION_ACCEPT_UNANSWERED", "按未回应通过", "accepted unanswered"},
	[JX_ACT_PUBLISH_PROVISIONAL] = {"SUBMISSION_PUBLISH_PROVISIONAL", "公示", "published for checking"},
	[JX_ACT_OBJECT] = {"SUBMISSION_OBJECT", "提出异议", "objected to"},
	[JX_ACT_DECIDE_NOT_UPHELD] = {"SUBMISSION_DECIDE_NOT_UPHELD", "驳回异议", "decided against the objection"},
	[JX_ACT_DECIDE_FINANCE_FIGURE] = {"SUBMISSION_DECIDE_FINANCE_FIGURE", "按异议改复核得分", "scored again after the objection"},
	[JX_ACT_DECIDE_DEPARTMENT_FIGURE] = {"SUBMISSION_DECIDE_DEPARTMENT_FIGURE", "按异议退回", "returned after the objection"},
	[JX_ACT_PUBLISH_FINAL] = {"SUBMISSION_PUBLISH_FINAL", "定稿发布", "published as final"},
	[JX_ACT_REOPEN] = {"SUBMISSION_REOPEN", "重新打开", "reopened"},
	[JX_ACT_CANCEL_REOPEN] = {"SUBMISSION_CANCEL_REOPEN", "取消更正", "put back to final"},
	[JX_ACT_WAIVE] = {"SUBMISSION_WAIVE", "免报", "waived"},
	[JX_ACT_UNWAIVE] = {"SUBMISSION_UNWAIVE", "取消免报", "put back on the list"},
	[JX_ACT_CORRECT_ACCEPTANCE] = {"SUBMISSION_CORRECT_ACCEPTANCE", "更正审核结论", "given another reviewed score"},
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

uint32_t jx_roles_of(const JxPerson *person)
{
	uint32_t set = 0;
	for (size_t i = 0; i < person->n_roles; i++)
		set |= JX_ROLE_BIT(person->roles[i]);
	return set;
}

const struct jx_transition *jx_states(size_t *ret_n)
{
	*ret_n = JX_COUNT_OF(submission_rows);
	return submission_rows;
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

JxHolder jx_state_holder(JxSubmissionState state, bool is_window_open)
{
	if ((size_t)state >= JX_COUNT_OF(submission_states))
		return JX_HOLDER_UNSPECIFIED;
	if (state == JX_SUBMISSION_STATE_CHECKING && !is_window_open)
		return JX_HOLDER_FINANCE;
	return submission_states[state].holder;
}

bool jx_state_is_back_at_department(JxSubmissionState state)
{
	return state == JX_SUBMISSION_STATE_RETURNED || state == JX_SUBMISSION_STATE_REOPENED;
}

const char *jx_state_name(JxSubmissionState state, enum jx_language language)
{
	if ((size_t)state >= JX_COUNT_OF(submission_states))
		return "?";
	return language == JX_ZH ? submission_states[state].zh : submission_states[state].en;
}

const char *jx_state_next_step(JxSubmissionState state, enum jx_language language)
{
	if ((size_t)state >= JX_COUNT_OF(next_steps))
		return "";
	return next_steps[state][language == JX_ZH ? 0 : 1];
}

const char *jx_states_of_act(enum jx_act act, enum jx_language language, char *out, size_t size)
{
	const struct jx_transition *rows[2];
	size_t n = jx_text_copy(out, size, "");
	for (size_t i = JX_SUBMISSION_STATE_UNSPECIFIED + 1; i < JX_COUNT_OF(submission_states); i++) {
		JxSubmissionState state = (JxSubmissionState)i;
		if (jx_states_path(state, act, rows) == 0)
			continue;
		if (n > 0)
			n += jx_text_copy(out + n, size - n, language == JX_ZH ? "、" : ", ");
		n += jx_text_copy(out + n, size - n, jx_state_name(state, language));
	}
	return out;
}

const char *jx_state_id(JxSubmissionState state)
{
	const ProtobufCEnumValue *found =
		protobuf_c_enum_descriptor_get_value(JX_SUBMISSION_STATE_DESCRIPTOR, (int)state);
	return found != NULL ? found->name : "?";
}

const char *jx_act_name(enum jx_act act, enum jx_language language)
{
	if ((size_t)act >= JX_ACT_COUNT)
		return "?";
	return language == JX_ZH ? acts[act].zh : acts[act].en;
}

const char *jx_act_id(enum jx_act act)
{
	return (size_t)act < JX_ACT_COUNT ? acts[act].id : "?";
}

const char *jx_role_name(JxPersonRole role, enum jx_language language)
{
	if ((size_t)role >= JX_COUNT_OF(roles))
		return "?";
	return roles[role][language == JX_ZH ? 0 : 1];
}
