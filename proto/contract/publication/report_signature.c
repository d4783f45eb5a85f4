#include "proto/contract/publication/report_signature.h"

#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/signature.h"

enum jx_status jx_report_signature_verify(const JxReportSignature *signature, const JxReport *report,
	const char *content_digest, struct jx_error *error)
{
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n = 0;
	JX_AUTO(jx_key) key = NULL;
	const struct jx_submit_claim claim = {.round = jx_name_last(report->round),
		.department = jx_name_last(report->department),
		.content_digest = content_digest,
		.base_digest = signature->base_digest,
		.request_id = signature->request_id};
	bool is_filing = signature->role == JX_PERSON_ROLE_UNSPECIFIED;
	if (signature->signature == NULL)
		return jx_fail(error, JX_REASON_BAD_SIGNATURE);
	enum jx_status status = is_filing ? jx_submit_signing_text(&claim, text, sizeof(text), &n, error)
					  : jx_sign_off_text(&claim, text, sizeof(text), &n, error);
	if (status == JX_OK)
		status = jx_key_read_public(
			signature->public_key.data, signature->public_key.len, &key, error);
	if (status != JX_OK)
		return status;
	return jx_signature_verify(
		key, text, n, signature->signature->value.data, signature->signature->value.len, error);
}
