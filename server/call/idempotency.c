#include "server/call/idempotency.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "storage/filing/store_requests.h"

/* What a reply holds that proves to others that a write was done. */
static const char *const PROOFS[] = {"receipt", "certificate"};

static const void *field_of(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	return field != NULL ? (const char *)message + field->offset : NULL;
}

/* As the caller wrote it; NULL for a request without such a field. */
static const char *raw_id(const struct jx_task *task)
{
	const char *const *id = task->message != NULL ? field_of(task->message, "request_id") : NULL;
	return id != NULL ? *id : NULL;
}

static bool is_request_id(const char *id)
{
	size_t n = strlen(id);
	return n > 0 && n <= JX_REQUEST_ID_BYTES && strspn(id, "0123456789abcdefABCDEF-") == n;
}

const char *jx_task_request_id(const struct jx_task *task)
{
	const char *id = raw_id(task);
	return id != NULL && is_request_id(id) ? id : "";
}

bool jx_idempotency_is_dry_run(const struct jx_task *task)
{
	const protobuf_c_boolean *is_dry =
		task->message != NULL ? field_of(task->message, "validate_only") : NULL;
	return is_dry != NULL && *is_dry;
}

void jx_idempotency_strip_dry_run(struct jx_task *task)
{
	for (size_t i = 0; jx_idempotency_is_dry_run(task) && i < JX_COUNT_OF(PROOFS); i++) {
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field_by_name(task->method->reply, PROOFS[i]);
		void *place = field != NULL ? (char *)task->reply + field->offset : NULL;
		if (place != NULL && field->type == PROTOBUF_C_TYPE_MESSAGE)
			*(ProtobufCMessage **)place = NULL;
		else if (place != NULL)
			*(ProtobufCBinaryData *)place = (ProtobufCBinaryData){0};
	}
}

/* A field of a request that holds a message; NULL for a request without such a field. */
static ProtobufCMessage **inner_of(struct jx_task *task, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(task->method->request, name);
	bool is_inner = field != NULL && field->type == PROTOBUF_C_TYPE_MESSAGE &&
			field->label != PROTOBUF_C_LABEL_REPEATED;
	return is_inner ? (ProtobufCMessage **)((char *)task->message + field->offset) : NULL;
}

static ProtobufCMessage *take_out(ProtobufCMessage **at)
{
	ProtobufCMessage *taken = at != NULL ? *at : NULL;
	if (at != NULL)
		*at = NULL;
	return taken;
}

/* The digest of a request without its signature: ECDSA signs the same content differently each time. A report in it counts
 * by its own digest, which is wanted for the filing too: making the canonical text is half of what a filing costs. */
static enum jx_status digest_request(struct jx_task *task)
{
	char digests[2 * JX_DIGEST_TEXT_BYTES] = "";
	ProtobufCMessage **signature_at = inner_of(task, "signature");
	ProtobufCMessage **report_at = inner_of(task, "report");
	ProtobufCMessage *signature = take_out(signature_at);
	ProtobufCMessage *report = take_out(report_at);
	enum jx_status status = JX_OK;
	if (report != NULL)
		status = jx_digest_message(report, JX_DIGEST_SHA256, task->report_digest, &task->error);
	if (status == JX_OK)
		status = jx_digest_message(
			task->message, JX_DIGEST_SHA256, task->request_digest, &task->error);
	if (status == JX_OK && report != NULL) {
		size_t n = jx_text_copy(digests, sizeof(digests), task->request_digest);
		n += jx_text_copy(digests + n, sizeof(digests) - n, task->report_digest);
		status = jx_digest_bytes(digests, n, JX_DIGEST_SHA256, task->request_digest, &task->error);
	}
	if (signature_at != NULL)
		*signature_at = signature;
	if (report_at != NULL)
		*report_at = report;
	return status;
}

static bool has_request_id(const struct jx_task *task)
{
	return raw_id(task) != NULL;
}

enum jx_status jx_idempotency_digest(struct jx_task *task)
{
	const char *id = raw_id(task);
	if (id == NULL)
		return JX_OK;
	if (id[0] == '\0')
		return jx_task_fail_missing(task, "request_id");
	if (!is_request_id(id))
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "request_id",
			JX_ARGS(JX_TEXT("request_id"), JX_TEXT(id),
				JX_WORDS("UUID，如 6f1c1a2e-0b7d-4c55-9d3e-2f6a8a1b7c90",
					"a UUID such as 6f1c1a2e-0b7d-4c55-9d3e-2f6a8a1b7c90")));
	return digest_request(task);
}

enum jx_status jx_idempotency_replay(struct jx_task *task)
{
	if (!has_request_id(task) || jx_idempotency_is_dry_run(task))
		return JX_OK;
	struct jx_request earlier;
	const char *id = jx_task_request_id(task);
	enum jx_status status =
		jx_request_find(task->db, task->caller.id, id, &task->arena, &earlier, &task->error);
	if (status == JX_NOT_FOUND)
		return JX_OK;
	if (status != JX_OK)
		return status;
	if (strcmp(earlier.method, task->method->path) != 0 ||
		strcmp(earlier.digest, task->request_digest) != 0)
		return jx_fail_with(&task->error, JX_REASON_REQUEST_ID_REUSED, JX_ARGS(JX_TEXT(id)));
	task->reply_buf = jx_reply_buf_new(earlier.n_reply);
	if (task->reply_buf == NULL)
		return jx_task_no_memory(task);
	memcpy(jx_reply_buf_message(task->reply_buf), earlier.reply, earlier.n_reply);
	task->is_replayed = true;
	return JX_OK;
}

enum jx_status jx_idempotency_store(struct jx_task *task)
{
	if (!has_request_id(task) || jx_idempotency_is_dry_run(task))
		return JX_OK;
	const uint8_t *reply = jx_reply_buf_message(task->reply_buf);
	const struct jx_request answered = {
		.person = task->caller.id,
		.request_id = jx_task_request_id(task),
		.method = task->method->path,
		.digest = task->request_digest,
		.reply = reply,
		.n_reply = jx_codec_packed_bytes(task->reply),
		.time_ms = task->now_ms,
	};
	return jx_request_insert(task->db, &answered, &task->error);
}
