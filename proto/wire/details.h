/*
 * struct jx_error as google.rpc.Status, the content of grpc-status-details-bin, in both directions.
 *
 * An error travels three times in one reply: as status and English sentence in plain headers for clients no
 * one here wrote, as ErrorInfo (reason and arguments) so that our client prints it from its own table in its
 * user's language, and as LocalizedMessage for a client older than the reason. RetryInfo is there when the
 * same call may be sent again; BadRequest when fields are wrong. Pure. Thread: any.
 */
#ifndef PROTO_WIRE_DETAILS_H
#define PROTO_WIRE_DETAILS_H

#include <stddef.h>
#include <stdint.h>

#include <google/rpc/error_details.pb-c.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/wire/buf.h"

#define JX_SENTENCE_BYTES 512 /* of a sentence in the details; the arguments travel whole beside it */
#define JX_RETRY_AFTER_MS 1000u

/** One wrong field of a request, as the server reports it. All borrowed; NULL reads as "". */
struct jx_violation {
	const char *field; /* path, e.g. "functions[3].amount" */
	const char *rule;  /* id of the broken rule */
	const char *en;
	const char *zh;
};

/** An error as received. */
struct jx_details {
	enum jx_status status;
	struct jx_error error; /* reason JX_REASON_NONE when none was sent or this version lacks it */
	char reason[64];       /* its name as sent; "" when none */
	char message[JX_SENTENCE_BYTES];   /* English; well-formed UTF-8, not yet fit for a terminal */
	char localized[JX_SENTENCE_BYTES]; /* Chinese; likewise; "" when none */
	uint32_t retry_after_ms;           /* 0: repeating does not help */
	Google__Rpc__BadRequest *wrong;    /* owned; NULL when no field is named */
};

/** Pack an error, and what else is wrong, as google.rpc.Status.
 *
 * @param violations  n_violations of them, worst first; those that would not fit JX_MAX_ERROR_DETAIL_BYTES
 * are left out.
 * @param out  receives the bytes, at most JX_MAX_ERROR_DETAIL_BYTES, after what it holds.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the buffer.
 */
enum jx_status jx_details_pack(const struct jx_error *error, const struct jx_violation *violations,
	size_t n_violations, struct jx_buf *out) JX_MUST_CHECK;

/** Read a packed google.rpc.Status of this or of any other service.
 *
 * Details of unknown types are passed over, texts that are not UTF-8 are dropped.
 * @param ret_details  set on JX_OK; clear with jx_details_clear().
 * @return JX_OK; JX_INVALID when the bytes do not parse (or memory for them is missing: protobuf-c does not
 * say which) or exceed JX_MAX_ERROR_DETAIL_BYTES.
 */
enum jx_status jx_details_unpack(
	const uint8_t *bytes, size_t n, struct jx_details *ret_details) JX_MUST_CHECK;

/** Free what unpacked details own. */
void jx_details_clear(struct jx_details *details);

#endif
