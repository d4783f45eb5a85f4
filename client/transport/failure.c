#include "client/transport/failure.h"

#include "client/text/datetime.h"
#include "client/text/i18n.h"

static enum jx_status fail_because(
	const struct jx_failure *failure, enum jx_reason reason, const char *why, struct jx_error *error)
{
	return jx_fail_with(error, reason, JX_ARGS(JX_TEXT(failure->address), JX_TEXT(why)));
}

static const char *name_problem(const struct jx_ca_pin *pin)
{
	switch (pin->problem) {
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return _("its certificate is for another host name");
	case X509_V_ERR_INVALID_PURPOSE:
		return _("its certificate is that of a person, not of a server");
	default:
		return _("its certificate was not issued by this county");
	}
}

/* OpenSSL looks at the dates of a certificate after everything else: one that fails by its dates alone was issued by the
 * county, for that host. Then this machine's clock is the first suspect, and not the server. */
static bool is_by_dates(const struct jx_ca_pin *pin)
{
	return pin->problem == X509_V_ERR_CERT_NOT_YET_VALID || pin->problem == X509_V_ERR_CERT_HAS_EXPIRED;
}

static enum jx_status fail_dates(const struct jx_failure *failure, struct jx_error *error)
{
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char clock[JX_DATETIME_BYTES];
	now.seconds = failure->now_s;
	bool is_early = failure->pin->problem == X509_V_ERR_CERT_NOT_YET_VALID;
	const char *zh = is_early ? "尚未生效" : "已到期";
	const char *en = is_early ? "is not valid yet" : "has ended";
	return jx_fail_with(error, JX_REASON_CLOCK_OUTSIDE_CERTIFICATE,
		JX_ARGS(JX_TEXT(jx_datetime_print(&now, clock)), JX_TEXT(failure->address),
			JX_WORDS(zh, en)));
}

/* What a server says about the certificate of its caller; NULL when it says something else. With TLS 1.3 it comes only
 * after the handshake. */
static const char *name_refusal(int alert)
{
	switch (alert) {
	case SSL_AD_CERTIFICATE_EXPIRED:
		return _("it has ended");
	case SSL_AD_CERTIFICATE_REVOKED:
		return _("it was revoked");
	case SSL_AD_BAD_CERTIFICATE:
	case SSL_AD_UNSUPPORTED_CERTIFICATE:
	case SSL_AD_CERTIFICATE_UNKNOWN:
	case SSL_AD_UNKNOWN_CA:
	case SSL_AD_ACCESS_DENIED:
	case SSL_AD_DECRYPT_ERROR:
		return _("it is not known there");
	case SSL_AD_CERTIFICATE_REQUIRED:
		return _("none was shown");
	default:
		return NULL;
	}
}

static enum jx_status fail_unreachable(const struct jx_failure *failure, struct jx_error *error)
{
	const char *why = _("the connection broke");
	if (failure->code == CURLE_COULDNT_RESOLVE_HOST)
		why = _("this host name is not known");
	else if (failure->code == CURLE_COULDNT_CONNECT)
		why = _("nobody answers there");
	else if (failure->code == CURLE_OPERATION_TIMEDOUT)
		why = _("no answer in time");
	else if (failure->code == CURLE_SSL_CONNECT_ERROR)
		why = _("no encrypted connection came about");
	return fail_because(failure, JX_REASON_SERVER_UNREACHABLE, why, error);
}

enum jx_status jx_failure_tell(const struct jx_failure *failure, struct jx_error *error)
{
	const struct jx_ca_pin *pin = failure->pin;
	if (failure->code == CURLE_OUT_OF_MEMORY)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (is_by_dates(pin))
		return fail_dates(failure, error);
	if (failure->code == CURLE_PEER_FAILED_VERIFICATION || pin->problem != X509_V_OK)
		return fail_because(failure, JX_REASON_SERVER_UNTRUSTED, name_problem(pin), error);
	const char *refusal = name_refusal(pin->alert_received);
	if (refusal != NULL)
		return fail_because(failure, JX_REASON_IDENTITY_REFUSED, refusal, error);
	if (pin->alert_received == SSL_AD_PROTOCOL_VERSION || pin->alert_sent == SSL_AD_PROTOCOL_VERSION)
		return fail_because(failure, JX_REASON_SERVER_ANSWER,
			_("it encrypts in a way older than TLS 1.3"), error);
	return fail_unreachable(failure, error);
}
