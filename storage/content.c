#include "storage/content.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"

enum jx_status jx_packed_init(
	struct jx_packed *packed, const ProtobufCMessage *message, struct jx_error *error)
{
	*packed = (struct jx_packed){0};
	if (message == NULL)
		return JX_OK;
	size_t size = jx_codec_packed_bytes(message);
	packed->bytes = malloc(size + 1);
	if (packed->bytes == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_codec_pack(message, packed->bytes, size, &packed->n, error);
	if (status != JX_OK)
		jx_packed_clear(packed);
	return status;
}

void jx_packed_clear(struct jx_packed *packed)
{
	free(packed->bytes);
	*packed = (struct jx_packed){0};
}

enum jx_status jx_content_compare(
	const ProtobufCMessage *message, const char *digest, bool *ret_is_equal, struct jx_error *error)
{
	enum jx_digest_algorithm algorithm = JX_DIGEST_SHA256;
	uint8_t hash[JX_HASH_BYTES];
	char computed[JX_DIGEST_TEXT_BYTES];
	*ret_is_equal = false;
	if (jx_digest_parse(digest, &algorithm, hash, NULL) != JX_OK)
		return JX_OK;
	enum jx_status status = jx_digest_message(message, algorithm, computed, error);
	if (status == JX_OK)
		*ret_is_equal = strcmp(computed, digest) == 0;
	return status;
}

static enum jx_status fail_damaged(struct jx_sql *sql, const char *what)
{
	return jx_fail_with(sql->error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(what)));
}

ProtobufCMessage *jx_sql_message(struct jx_sql *sql, int column, const ProtobufCMessageDescriptor *type,
	const char *what, struct jx_arena *arena)
{
	ProtobufCMessage *message = NULL;
	size_t n = 0;
	const uint8_t *bytes = jx_sql_bytes_ref(sql, column, &n);
	if (sql->status != JX_OK)
		return NULL;
	enum jx_status status = jx_codec_unpack_strict(type, bytes, n, arena, &message, sql->error);
	if (status == JX_INVALID)
		status = fail_damaged(sql, what);
	jx_sql_set_error(sql, status);
	return status == JX_OK ? message : NULL;
}

void jx_sql_check_digest(
	struct jx_sql *sql, const ProtobufCMessage *message, const char *digest, const char *what)
{
	bool is_equal = false;
	if (sql->status != JX_OK)
		return;
	enum jx_status status = jx_content_compare(message, digest, &is_equal, sql->error);
	if (status == JX_INVALID || (status == JX_OK && !is_equal))
		status = fail_damaged(sql, what);
	jx_sql_set_error(sql, status);
}

JxReport *jx_sql_report(
	struct jx_sql *sql, int column, const char *digest, const char *what, struct jx_arena *arena)
{
	ProtobufCMessage *message = jx_sql_message(sql, column, JX_REPORT_DESCRIPTOR, what, arena);
	jx_sql_check_digest(sql, message, digest, what);
	return (JxReport *)message;
}

void jx_sql_findings(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena,
	JxFinding ***ret_findings, size_t *ret_n)
{
	const JxCheckReportResponse *check = (const JxCheckReportResponse *)jx_sql_message(
		sql, column, JX_CHECK_REPORT_RESPONSE_DESCRIPTOR, what, arena);
	*ret_findings = check != NULL ? check->findings : NULL;
	*ret_n = check != NULL ? check->n_findings : 0;
}

JxReview *jx_sql_review(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, column))
		return NULL;
	return (JxReview *)jx_sql_message(sql, column, JX_REVIEW_DESCRIPTOR, what, arena);
}
