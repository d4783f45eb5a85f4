#include "proto/contract/service/log_words.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/rectification.h"
#include "proto/contract/service/states.h"

/* What is done beside the acts of the tables. */
static const struct {
	const char *id;
	const char *name[2];
} others[] = {
	{JX_LOG_COUNTY_INIT, {"建库", "county set up"}},
	{JX_LOG_CREATE_DEPARTMENT, {"登记部门", "department added"}},
	{JX_LOG_UPDATE_DEPARTMENT, {"改动部门", "department edited"}},
	{JX_LOG_RETIRE_DEPARTMENT, {"撤销部门", "department retired"}},
	{JX_LOG_MERGE_DEPARTMENT, {"合并部门", "department merged"}},
	{JX_LOG_SPLIT_DEPARTMENT, {"拆分部门", "department split"}},
	{JX_LOG_REINSTATE_DEPARTMENT, {"恢复部门", "department reinstated"}},
	{JX_LOG_INVITE_PERSON, {"邀请", "invited"}},
	{JX_LOG_INVITE_LOCALLY, {"在服务器上邀请", "invited at the server"}},
	{JX_LOG_PROPOSE_LEAD, {"提出邀请财政负责人", "proposed as lead"}},
	{JX_LOG_ENROL_PERSON, {"登记", "enrolled"}},
	{JX_LOG_REVOKE_PERSON, {"停用账号", "access ended"}},
	{JX_LOG_UPDATE_PERSON, {"更改账号", "account changed"}},
	{JX_LOG_RENEW_CERTIFICATE, {"续期证书", "certificate renewed"}},
	{JX_LOG_CREATE_ROUND, {"建立轮次", "round created"}},
	{JX_LOG_UPDATE_ROUND, {"改动轮次", "round edited"}},
	{JX_LOG_CHANGE_ROSTER, {"增减名单", "roster changed"}},
	{JX_LOG_EXTEND_ONE, {"单独延期", "extended for one"}},
	{JX_LOG_REMIND, {"催报", "reminded"}},
	{JX_LOG_GIVE_BACK, {"服务中断补时", "given back time of an outage"}},
	{JX_LOG_END_WINDOW, {"公示核对期满", "window ended"}},
	{JX_LOG_OVERDUE, {"逾期未答复", "not answered in time"}},
	{JX_LOG_PROPOSE_REOPENING, {"提出重新打开", "reopening proposed"}},
	{JX_LOG_SET_DECIDED_SCORE, {"按异议处理改定得分", "score set as decided"}},
	{JX_LOG_PROPOSE_FINAL, {"提出定稿", "final table proposed"}},
	{JX_LOG_PUBLISH_ROUND, {"发布", "published"}},
	{JX_LOG_SET_RULEBOOK, {"指定规则手册", "rulebook set"}},
	{JX_LOG_ACTIVATE_RULEBOOK, {"启用规则手册", "rulebook activated"}},
	{JX_LOG_COMPUTE_SCORES, {"重新测算", "scores computed"}},
	{JX_LOG_LOAD_REFERENCE, {"载入参照数据", "reference figures loaded"}},
	{JX_LOG_START_KEY, {"启用日志密钥", "log key started"}},
	{JX_LOG_ROTATE_KEY, {"更换日志密钥", "log key rotated"}},
	{JX_LOG_ROTATE_CA, {"启用新的县级证书", "county authority rotated"}},
	{JX_LOG_RETIRE_CA, {"停用旧的县级证书", "old county authority retired"}},
	{JX_LOG_RESTORE, {"从备份恢复", "restored from a backup"}},
};

static const char *act_words(const char *id, enum jx_language language)
{
	for (enum jx_act act = JX_ACT_NONE + 1; act < JX_ACT_COUNT; act++)
		if (strcmp(jx_act_id(act), id) == 0)
			return jx_act_name(act, language);
	for (enum jx_round_act act = JX_ROUND_ACT_NONE + 1; act < JX_ROUND_ACT_COUNT; act++)
		if (strcmp(jx_round_act_id(act), id) == 0)
			return jx_round_act_name(act, language);
	return NULL;
}

static const char *state_words(const char *id, enum jx_language language)
{
	for (int state = 1; state <= JX_SUBMISSION_STATE_WAIVED; state++)
		if (strcmp(jx_state_id((JxSubmissionState)state), id) == 0)
			return jx_state_name((JxSubmissionState)state, language);
	for (int state = 1; state <= JX_ROUND_STATE_CANCELLED; state++)
		if (strcmp(jx_round_state_id((JxRoundState)state), id) == 0)
			return jx_round_state_name((JxRoundState)state, language);
	return NULL;
}

static const char *life_words(const struct jx_life *life, const char *id, enum jx_language language)
{
	for (int act = 1; act < (int)life->n_acts; act++)
		if (strcmp(jx_life_act_id(life, act), id) == 0)
			return jx_life_act_name(life, act, language);
	for (int state = 1; state < (int)life->n_states; state++)
		if (strcmp(jx_life_state_id(life, state), id) == 0)
			return jx_life_state_name(life, state, language);
	return NULL;
}

const char *jx_log_words(const char *id, enum jx_language language)
{
	const struct jx_life *lives[] = {jx_rectification_life(), jx_idle_life()};
	const char *words = act_words(id, language);
	if (words == NULL)
		words = state_words(id, language);
	for (size_t i = 0; words == NULL && i < JX_COUNT_OF(lives); i++)
		words = life_words(lives[i], id, language);
	for (size_t i = 0; words == NULL && i < JX_COUNT_OF(others); i++)
		if (strcmp(others[i].id, id) == 0)
			words = others[i].name[language];
	return words != NULL ? words : id;
}
