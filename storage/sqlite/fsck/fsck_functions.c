/* What the statements of the check ask of the contract: digests, verdicts, signatures, figures. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/base64.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/ranking/metric.h"
#include "storage/sqlite/fsck/fsck_private.h"

static const char *text_of(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);
	return text != NULL ? text : "";
}

/* A digest, or NULL where there is none. */
static void put_digest(sqlite3_context *context, enum jx_status status, const char *digest)
{
	if (status == JX_OK)
		sqlite3_result_text(context, digest, -1, SQLITE_TRANSIENT);
	else if (status == JX_UNAVAILABLE || status == JX_EXHAUSTED)
		sqlite3_result_error_nomem(context);
}

/* fsck_digest(bytes): SHA-256 as digest text. */
static void run_digest(sqlite3_context *context, int n, sqlite3_value **values)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	(void)n;
	const void *bytes = sqlite3_value_blob(values[0]);
	put_digest(context,
		jx_digest_bytes(bytes != NULL ? bytes : "", (size_t)sqlite3_value_bytes(values[0]),
			JX_DIGEST_SHA256, digest, NULL),
		digest);
}

/* A message in a column; the arena is the caller's. NULL when it is none. */
static enum jx_status unpack(const ProtobufCMessageDescriptor *type, sqlite3_value *value,
	struct jx_arena *arena, ProtobufCMessage **ret_message)
{
	struct jx_error ignored;
	const void *bytes = sqlite3_value_blob(value);
	return jx_codec_unpack_strict(type, bytes != NULL ? bytes : (const void *)"",
		(size_t)sqlite3_value_bytes(value), arena, ret_message, &ignored);
}

static void digest_message(
	sqlite3_context *context, const ProtobufCMessageDescriptor *type, sqlite3_value *value)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	ProtobufCMessage *message = NULL;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = unpack(type, value, &arena, &message);
	if (status == JX_OK)
		status = jx_digest_message(message, JX_DIGEST_SHA256, digest, NULL);
	jx_arena_clear(&arena);
	put_digest(context, status, digest);
}

/* fsck_report(bytes), fsck_review(bytes), fsck_rulebook(bytes): digest of the message in a column. */
static void run_report(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	digest_message(context, JX_REPORT_DESCRIPTOR, values[0]);
}

static void run_review(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	digest_message(context, JX_REVIEW_DESCRIPTOR, values[0]);
}

static void run_rulebook(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	digest_message(context, JX_RULEBOOK_DESCRIPTOR, values[0]);
}

/* fsck_verdict(content digest, rulebook digest, findings, number of all, kept or not): the verdict that they make. */
static void run_verdict(sqlite3_context *context, int n, sqlite3_value **values)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	ProtobufCMessage *message = NULL;
	struct jx_findings findings = {0};
	struct jx_arena arena;
	(void)n;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = unpack(JX_CHECK_REPORT_RESPONSE_DESCRIPTOR, values[2], &arena, &message);
	if (status == JX_OK) {
		findings.items = ((JxCheckReportResponse *)message)->findings;
		findings.n = ((JxCheckReportResponse *)message)->n_findings;
		findings.n_all = (size_t)sqlite3_value_int64(values[3]);
		status = jx_verdict_digest(text_of(values[0]), text_of(values[1]), &findings, digest);
	}
	jx_arena_clear(&arena);
	put_digest(context, status, digest);
}

/* fsck_severity(findings, severity): how many findings have it. */
static void run_severity(sqlite3_context *context, int n, sqlite3_value **values)
{
	ProtobufCMessage *message = NULL;
	struct jx_arena arena;
	sqlite3_int64 count = 0;
	(void)n;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	if (unpack(JX_CHECK_REPORT_RESPONSE_DESCRIPTOR, values[0], &arena, &message) == JX_OK) {
		const JxCheckReportResponse *list = (const JxCheckReportResponse *)message;
		for (size_t i = 0; i < list->n_findings; i++)
			count += (int)list->findings[i]->severity == sqlite3_value_int(values[1]);
		sqlite3_result_int64(context, count);
	}
	jx_arena_clear(&arena);
}

/* fsck_signed(round, department, content digest, base digest, request id, public key, signature): 1 when it holds. */
static void run_signed(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct jx_submit_claim claim = {.round = text_of(values[0]),
		.department = text_of(values[1]),
		.content_digest = text_of(values[2]),
		.base_digest = text_of(values[3]),
		.request_id = text_of(values[4])};
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n_text = 0;
	struct jx_error ignored;
	JX_AUTO(jx_key) key = NULL;
	(void)n;
	enum jx_status status = jx_submit_signing_text(&claim, text, sizeof(text), &n_text, &ignored);
	if (status == JX_OK)
		status = jx_key_read_public(sqlite3_value_blob(values[5]),
			(size_t)sqlite3_value_bytes(values[5]), &key, &ignored);
	if (status == JX_OK)
		status = jx_signature_verify(key, text, n_text, sqlite3_value_blob(values[6]),
			(size_t)sqlite3_value_bytes(values[6]), &ignored);
	sqlite3_result_int(context, status == JX_OK);
}

/* fsck_micros(text): a figure in millionths; NULL for none. */
static void run_micros(sqlite3_context *context, int n, sqlite3_value **values)
{
	JxDecimal decimal = JX_DECIMAL_INIT;
	struct jx_error ignored;
	const char *text = text_of(values[0]);
	(void)n;
	if (text[0] != '\0' && jx_decimal_parse(text, &decimal, &ignored) == JX_OK)
		sqlite3_result_int64(context, decimal.micros);
}

/* fsck_decimals(text): as many as were printed; NULL for none. */
static void run_decimals(sqlite3_context *context, int n, sqlite3_value **values)
{
	JxDecimal decimal = JX_DECIMAL_INIT;
	struct jx_error ignored;
	const char *text = text_of(values[0]);
	(void)n;
	if (text[0] != '\0' && jx_decimal_parse(text, &decimal, &ignored) == JX_OK)
		sqlite3_result_int64(context, decimal.decimals);
}

/* fsck_base64(bytes) */
static void run_base64(sqlite3_context *context, int n, sqlite3_value **values)
{
	char text[JX_BASE64_CHARS(JX_SIGNATURE_MAX_BYTES) + 1] = "";
	size_t n_bytes = (size_t)sqlite3_value_bytes(values[0]);
	const uint8_t *bytes = sqlite3_value_blob(values[0]);
	(void)n;
	if (bytes != NULL && n_bytes <= JX_SIGNATURE_MAX_BYTES)
		jx_base64_write(bytes, n_bytes, text);
	sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* fsck_unit(key): the unit of a metric; NULL for a key that this version does not have. */
static void run_unit(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct jx_metric *metric = NULL;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	struct jx_error ignored;
	(void)n;
	if (jx_metric_find(text_of(values[0]), &metric, argument, &ignored) == JX_OK)
		sqlite3_result_text(context, metric->unit, -1, SQLITE_STATIC);
}

enum jx_status jx_fsck_add_functions(struct jx_db *db, struct jx_error *error)
{
	static const struct {
		const char *name;
		int n_values;
		void (*run)(sqlite3_context *context, int n, sqlite3_value **values);
	} functions[] = {
		{"fsck_digest", 1, run_digest},
		{"fsck_report", 1, run_report},
		{"fsck_review", 1, run_review},
		{"fsck_rulebook", 1, run_rulebook},
		{"fsck_verdict", 4, run_verdict},
		{"fsck_severity", 2, run_severity},
		{"fsck_signed", 7, run_signed},
		{"fsck_micros", 1, run_micros},
		{"fsck_decimals", 1, run_decimals},
		{"fsck_base64", 1, run_base64},
		{"fsck_unit", 1, run_unit},
	};
	for (size_t i = 0; i < JX_COUNT_OF(functions); i++) {
		int code = sqlite3_create_function_v2(db->sqlite, functions[i].name, functions[i].n_values,
			SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, functions[i].run, NULL,
			NULL, NULL);
		if (code != SQLITE_OK)
			return jx_db_fail(db, code, error);
	}
	return JX_OK;
}
