#include "client/transport/tls_verdict.h"

#include <openssl/x509_vfy.h>

#include "client/text/datetime.h"
#include "client/text/i18n.h"

static enum jx_status fail_dates(const struct jx_tls_problem *problem, struct jx_error *error)
{
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char clock[JX_DATETIME_BYTES];
	now.seconds = problem->now_s;
	bool is_early = problem->code == X509_V_ERR_CERT_NOT_YET_VALID;
	const char *zh = is_early ? "尚未生效" : "已到期";
	const char *en = is_early ? "is not valid yet" : "has ended";
	return jx_fail_with(error, JX_REASON_CLOCK_OUTSIDE_CERTIFICATE,
		JX_ARGS(JX_TEXT(jx_datetime_print(&now, clock)), JX_TEXT(problem->address),
			JX_WORDS(zh, en)));
}

enum jx_status jx_tls_fail(const struct jx_tls_problem *problem, struct jx_error *error)
{
	bool is_by_dates = problem->code == X509_V_ERR_CERT_NOT_YET_VALID ||
			   problem->code == X509_V_ERR_CERT_HAS_EXPIRED;
	const char *why = problem->is_other_host ? _("its certificate is for another host name")
						 : _("its certificate was not issued by this county");
	if (is_by_dates && !problem->is_other_host)
		return fail_dates(problem, error);
	return jx_fail_with(
		error, JX_REASON_SERVER_UNTRUSTED, JX_ARGS(JX_TEXT(problem->address), JX_TEXT(why)));
}
