/* The signatures under an exported report. Pure. Thread: any. */
#ifndef PROTO_CONTRACT_PUBLICATION_REPORT_SIGNATURE_H
#define PROTO_CONTRACT_PUBLICATION_REPORT_SIGNATURE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"

/** Verify a signature by the key beside it.
 *
 * @param report          what was signed: its round and department count, and its content by the digest.
 * @param content_digest  of the report.
 * @return JX_OK; JX_INVALID (BAD_SIGNATURE, BAD_KEY or what the signed text refuses); JX_UNAVAILABLE without memory.
 */
enum jx_status jx_report_signature_verify(const JxReportSignature *signature, const JxReport *report,
	const char *content_digest, struct jx_error *error) JX_MUST_CHECK;

#endif
