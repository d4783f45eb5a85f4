#include "server/handlers/filing/receipt.h"

#include "proto/contract/base/resource_name.h"

JxReceipt *jx_receipt_new(struct jx_task *task, const struct jx_admission *admission)
{
	const struct jx_judged_report *judged = admission->judged;
	char name[JX_RESOURCE_NAME_BYTES];
	JxReceipt *receipt = jx_task_new(task, JX_RECEIPT_DESCRIPTOR);
	if (receipt == NULL)
		return NULL;
	receipt->version_name =
		jx_arena_strdup(&task->arena, jx_name_version(name, judged->key.round, judged->key.department,
						      admission->record.message->version_number + 1));
	receipt->content_digest = (char *)judged->judgement.content_digest;
	receipt->verdict_digest = (char *)judged->judgement.verdict_digest;
	receipt->receive_time = jx_task_timestamp(task, task->now_ms);
	receipt->rulebook_digest = (char *)judged->judgement.rulebook_digest;
	receipt->is_late = admission->is_late;
	return receipt->version_name != NULL && receipt->receive_time != NULL ? receipt : NULL;
}
