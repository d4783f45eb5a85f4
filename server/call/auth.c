#include "server/call/auth.h"

#include <string.h>

enum jx_status jx_auth_refuse_role(struct jx_task *task, uint32_t wanted)
{
	char has_zh[128];
	char has_en[128];
	char wanted_zh[128];
	char wanted_en[128];
	uint32_t has = task->caller.roles;
	return jx_fail_with(&task->error, JX_REASON_NOT_ALLOWED,
		JX_ARGS(JX_WORDS(jx_roles_text(has, JX_ZH, has_zh, sizeof(has_zh)),
				jx_roles_text(has, JX_EN, has_en, sizeof(has_en))),
			JX_WORDS(jx_roles_text(wanted, JX_ZH, wanted_zh, sizeof(wanted_zh)),
				jx_roles_text(wanted, JX_EN, wanted_en, sizeof(wanted_en)))));
}

enum jx_status jx_auth_check(struct jx_task *task)
{
	const struct jx_call *call = task->call;
	if (call->listener != JX_LISTENER_MAIN)
		return JX_OK;
	if (!call->has_peer)
		return jx_fail(&task->error, JX_REASON_NO_CERTIFICATE);
	/* A read of the past is asked for today. */
	int64_t now_ms = task->then_ms != 0 ? task->received_ms : task->now_ms;
	enum jx_status status =
		jx_caller_find(task->db, call->peer_fingerprint, now_ms, &task->caller, &task->error);
	if (status != JX_OK)
		return status;
	uint32_t wanted = task->method->roles;
	if (wanted == JX_ROLES_ANY || jx_task_has_role(task, wanted))
		return JX_OK;
	return jx_auth_refuse_role(task, wanted);
}

enum jx_status jx_auth_reach(struct jx_task *task, const char *code, const char *submission)
{
	if (jx_task_has_role(task, JX_ROLES_SEE_ALL) || strcmp(task->caller.department, code) == 0)
		return JX_OK;
	return jx_fail_with(&task->error, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(submission)));
}
