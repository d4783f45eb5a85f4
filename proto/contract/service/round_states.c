/* The life of a round. See states.h. */
#include "proto/contract/service/states.h"

#include "proto/contract/base/array.h"

/*
 * Row 13 undoes a closing while nothing is published; the deadline closes it again by itself. Rows 7 and 8 publish again: within PROVISIONAL after a return took a department out of the list, within FINAL after
 * a reopened report came back. The round keeps its state, and the publication gets the next number.
 */
/* clang-format off */
/* row, from, act, to, roles, needs two leads, implies */
static const struct jx_round_transition round_rows[] = {
	{1, JX_ROUND_STATE_DRAFT, JX_ROUND_ACT_OPEN, JX_ROUND_STATE_OPEN, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{2, JX_ROUND_STATE_OPEN, JX_ROUND_ACT_DEADLINE, JX_ROUND_STATE_CLOSING, 0, false, JX_ROUND_ACT_NONE},
	{3, JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_CLOSE, JX_ROUND_STATE_CLOSED, JX_ROLE_LEAD, false, JX_ROUND_ACT_DEADLINE},
	{4, JX_ROUND_STATE_CLOSED, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_ROUND_STATE_PROVISIONAL, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{5, JX_ROUND_STATE_PROVISIONAL, JX_ROUND_ACT_PUBLISH_FINAL, JX_ROUND_STATE_FINAL, JX_ROLE_LEAD, true, JX_ROUND_ACT_NONE},
	{6, JX_ROUND_STATE_FINAL, JX_ROUND_ACT_ARCHIVE, JX_ROUND_STATE_ARCHIVED, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{7, JX_ROUND_STATE_PROVISIONAL, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_ROUND_STATE_PROVISIONAL, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{8, JX_ROUND_STATE_FINAL, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_ROUND_STATE_FINAL, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{9, JX_ROUND_STATE_FINAL, JX_ROUND_ACT_PUBLISH_FINAL, JX_ROUND_STATE_FINAL, JX_ROLE_LEAD, true, JX_ROUND_ACT_NONE},
	{10, JX_ROUND_STATE_DRAFT, JX_ROUND_ACT_CANCEL, JX_ROUND_STATE_CANCELLED, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{11, JX_ROUND_STATE_OPEN, JX_ROUND_ACT_CANCEL, JX_ROUND_STATE_CANCELLED, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{12, JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_CANCEL, JX_ROUND_STATE_CANCELLED, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{13, JX_ROUND_STATE_CLOSED, JX_ROUND_ACT_REOPEN, JX_ROUND_STATE_OPEN, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{14, JX_ROUND_STATE_OPEN, JX_ROUND_ACT_EXTEND, JX_ROUND_STATE_OPEN, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
	{15, JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_EXTEND, JX_ROUND_STATE_OPEN, JX_ROLE_LEAD, false, JX_ROUND_ACT_NONE},
};

static const char *const round_states[][2] = {
	[JX_ROUND_STATE_UNSPECIFIED] = {"?", "?"},
	[JX_ROUND_STATE_DRAFT] = {"筹备", "draft"},
	[JX_ROUND_STATE_OPEN] = {"填报中", "open"},
	[JX_ROUND_STATE_CLOSING] = {"已到期", "closing"},
	[JX_ROUND_STATE_CLOSED] = {"已截止", "closed"},
	[JX_ROUND_STATE_PROVISIONAL] = {"公示核对", "provisional"},
	[JX_ROUND_STATE_FINAL] = {"已发布", "final"},
	[JX_ROUND_STATE_ARCHIVED] = {"已归档", "archived"},
	[JX_ROUND_STATE_CANCELLED] = {"已取消", "cancelled"},
};

static const char *const round_next_steps[][2] = {
	[JX_ROUND_STATE_UNSPECIFIED] = {"", ""},
	[JX_ROUND_STATE_DRAFT] = {"财政负责人先打开：jixiao round open 轮次；改动：jixiao round edit 轮次", "a lead opens it first: jixiao round open ROUND; changes it: jixiao round edit ROUND"},
	[JX_ROUND_STATE_OPEN] = {"部门报送；财政负责人延期：jixiao round extend 轮次；截止：jixiao round close 轮次", "departments file; a lead extends it: jixiao round extend ROUND; closes it: jixiao round close ROUND"},
	[JX_ROUND_STATE_CLOSING] = {"等财政负责人截止：jixiao round close 轮次；或延期：jixiao round extend 轮次", "a lead closes it next: jixiao round close ROUND; or extends it: jixiao round extend ROUND"},
	[JX_ROUND_STATE_CLOSED] = {"等财政负责人公示：jixiao publish 轮次；或撤销截止：jixiao round reopen 轮次", "a lead publishes it next: jixiao publish ROUND; or undoes the closing: jixiao round reopen ROUND"},
	[JX_ROUND_STATE_PROVISIONAL] = {"公示期满等两位财政负责人定稿：jixiao publish 轮次 --final", "two leads publish it as final after its window: jixiao publish ROUND --final"},
	[JX_ROUND_STATE_FINAL] = {"已经定稿；有错误时由两位财政负责人重新打开：jixiao reopen 部门；办完归档：jixiao round archive 轮次", "it is final; two leads reopen a report: jixiao reopen DEPT; when done: jixiao round archive ROUND"},
	[JX_ROUND_STATE_ARCHIVED] = {"已经归档，只能查看：jixiao rank 轮次", "it is archived, and only read: jixiao rank ROUND"},
	[JX_ROUND_STATE_CANCELLED] = {"已经取消；财政负责人另建：jixiao round create", "it is cancelled; a lead creates another: jixiao round create"},
};

/* The English words are infinitives: the sentence they fill reads "it cannot {2}". */
static const struct {
	const char *id;
	const char *zh;
	const char *en;
} round_acts[JX_ROUND_ACT_COUNT] = {
	[JX_ROUND_ACT_NONE] = {"?", "?", "?"},
	[JX_ROUND_ACT_OPEN] = {"ROUND_OPEN", "打开", "open"},
	[JX_ROUND_ACT_DEADLINE] = {"ROUND_DEADLINE", "到期", "pass its deadline"},
	[JX_ROUND_ACT_CLOSE] = {"ROUND_CLOSE", "截止", "close"},
	[JX_ROUND_ACT_PUBLISH_PROVISIONAL] = {"ROUND_PUBLISH_PROVISIONAL", "公示", "be published for checking"},
	[JX_ROUND_ACT_PUBLISH_FINAL] = {"ROUND_PUBLISH_FINAL", "定稿发布", "be published as final"},
	[JX_ROUND_ACT_ARCHIVE] = {"ROUND_ARCHIVE", "归档", "be archived"},
	[JX_ROUND_ACT_CANCEL] = {"ROUND_CANCEL", "取消", "be cancelled"},
	[JX_ROUND_ACT_REOPEN] = {"ROUND_REOPEN", "撤销截止", "be opened again"},
	[JX_ROUND_ACT_EXTEND] = {"ROUND_EXTEND", "延期", "be extended"},
};
/* clang-format on */

const struct jx_round_transition *jx_round_states(size_t *ret_n)
{
	*ret_n = JX_COUNT_OF(round_rows);
	return round_rows;
}

const struct jx_round_transition *jx_round_next(JxRoundState from, enum jx_round_act act)
{
	for (size_t i = 0; i < JX_COUNT_OF(round_rows); i++) {
		if (round_rows[i].from == from && round_rows[i].act == act)
			return &round_rows[i];
	}
	return NULL;
}

size_t jx_round_path(JxRoundState from, enum jx_round_act act, const struct jx_round_transition *ret_rows[2])
{
	const struct jx_round_transition *direct = jx_round_next(from, act);
	if (direct != NULL) {
		ret_rows[0] = direct;
		return 1;
	}
	for (size_t i = 0; i < JX_COUNT_OF(round_rows); i++) {
		const struct jx_round_transition *last = &round_rows[i];
		if (last->act != act || last->implies == JX_ROUND_ACT_NONE)
			continue;
		const struct jx_round_transition *first = jx_round_next(from, last->implies);
		if (first != NULL && first->to == last->from) {
			ret_rows[0] = first;
			ret_rows[1] = last;
			return 2;
		}
	}
	return 0;
}

bool jx_round_admits_new(JxRoundState state, bool accepts_late)
{
	return state == JX_ROUND_STATE_OPEN || (state == JX_ROUND_STATE_CLOSING && accepts_late);
}

bool jx_round_admits_again(JxRoundState state)
{
	return state == JX_ROUND_STATE_OPEN || state == JX_ROUND_STATE_CLOSING ||
	       state == JX_ROUND_STATE_CLOSED || state == JX_ROUND_STATE_PROVISIONAL ||
	       state == JX_ROUND_STATE_FINAL;
}

const char *jx_round_state_id(JxRoundState state)
{
	const ProtobufCEnumValue *found =
		protobuf_c_enum_descriptor_get_value(JX_ROUND_STATE_DESCRIPTOR, (int)state);
	return found != NULL ? found->name : "?";
}

const char *jx_round_state_name(JxRoundState state, enum jx_language language)
{
	if ((size_t)state >= JX_COUNT_OF(round_states))
		return "?";
	return round_states[state][language == JX_ZH ? 0 : 1];
}

const char *jx_round_state_next_step(JxRoundState state, enum jx_language language)
{
	if ((size_t)state >= JX_COUNT_OF(round_next_steps))
		return "";
	return round_next_steps[state][language == JX_ZH ? 0 : 1];
}

const char *jx_round_act_name(enum jx_round_act act, enum jx_language language)
{
	if ((size_t)act >= JX_ROUND_ACT_COUNT)
		return "?";
	return language == JX_ZH ? round_acts[act].zh : round_acts[act].en;
}

const char *jx_round_act_id(enum jx_round_act act)
{
	return (size_t)act < JX_ROUND_ACT_COUNT ? round_acts[act].id : "?";
}
