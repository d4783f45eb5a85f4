#include "server/handlers/filing/receipt.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/receipt.h"
#include "proto/contract/message/codec.h"
#include "server/handlers/handlers.h"
#include "storage/log/store_checkpoints.h"

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
	receipt->receive_time = jx_task_timestamp(task, task->received_ms);
	receipt->rulebook_digest = (char *)judged->judgement.rulebook_digest;
	receipt->is_late = admission->is_late;
	return receipt->version_name != NULL && receipt->receive_time != NULL ? receipt : NULL;
}

enum jx_status jx_receipt_file(struct jx_task *task, uint64_t index, char **ret_text)
{
	struct jx_log_text entry = {0};
	char *proof = NULL;
	size_t n = 0;
	enum jx_status status = jx_log_read(task->db, index, &task->scratch, &entry, &task->error);
	if (status == JX_OK)
		status = jx_log_prove(task->db, index, &task->scratch, &proof, &n, &task->error);
	if (status == JX_OK)
		status = jx_receipt_print(&entry, proof, &task->scratch, ret_text, &task->error);
	if (status == JX_INVALID) {
		*ret_text = NULL;
		return JX_OK;
	}
	return status;
}

/* The receipt of the reply at hand, which is packed, and may be that of an earlier call. */
static enum jx_status find_receipt(struct jx_task *task, const JxReceipt **ret_receipt)
{
	ProtobufCMessage *message = task->reply;
	enum jx_status status = JX_OK;
	if (task->is_replayed)
		status = jx_codec_unpack_reply(task->method->reply, jx_reply_buf_message(task->reply_buf),
			jx_reply_buf_message_bytes(task->reply_buf), &task->scratch, &message, &task->error);
	if (status == JX_OK)
		*ret_receipt = ((const JxSubmitReportResponse *)message)->receipt;
	return status;
}

/* Lengthens the packed reply: the fields of a message may come in pieces. */
static enum jx_status append_file(struct jx_task *task, char *text)
{
	JxSubmitReportResponse piece = JX_SUBMIT_REPORT_RESPONSE_INIT;
	piece.receipt_file = text;
	size_t n_before = jx_reply_buf_message_bytes(task->reply_buf);
	size_t n_piece = jx_codec_packed_bytes(&piece.base);
	struct jx_reply_buf *whole = jx_reply_buf_new(n_before + n_piece);
	if (whole == NULL)
		return jx_task_no_memory(task);
	uint8_t *bytes = jx_reply_buf_message(whole);
	memcpy(bytes, jx_reply_buf_message(task->reply_buf), n_before);
	enum jx_status status = jx_codec_pack(&piece.base, bytes + n_before, n_piece, &n_piece, &task->error);
	jx_reply_buf_unref(status == JX_OK ? task->reply_buf : whole);
	if (status == JX_OK)
		task->reply_buf = whole;
	return status;
}

enum jx_status jx_complete_submit_report(struct jx_task *task)
{
	const JxReceipt *receipt = NULL;
	char *text = NULL;
	enum jx_status status = find_receipt(task, &receipt);
	if (status != JX_OK || receipt == NULL)
		return status;
	status = jx_receipt_file(task, receipt->log_index, &text);
	return status == JX_OK && text != NULL ? append_file(task, text) : status;
}
