#include "server/identity/certificate_end.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static enum jx_status read_first(const char *path, X509 **ret_certificate, struct jx_error *error)
{
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return jx_fail_with(
			error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(strerror(errno))));
	*ret_certificate = PEM_read_X509(file, NULL, NULL, NULL);
	(void)fclose(file);
	ERR_clear_error();
	if (*ret_certificate != NULL)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_TLS_FILE,
		JX_ARGS(JX_TEXT(path), JX_WORDS("其中没有 PEM 证书", "no certificate in PEM")));
}

enum jx_status jx_certificate_end(const char *path, int64_t *ret_end_ms, struct jx_error *error)
{
	X509 *certificate = NULL;
	struct tm parts;
	enum jx_status status = read_first(path, &certificate, error);
	if (status != JX_OK)
		return status;
	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1)
		status = jx_fail_with(error, JX_REASON_TLS_FILE,
			JX_ARGS(JX_TEXT(path), JX_WORDS("有效期无法读取", "its end cannot be read")));
	else
		*ret_end_ms = ((int64_t)timegm(&parts) + 1) * 1000;
	X509_free(certificate);
	return status;
}

enum jx_status jx_certificate_names(
	const char *path, const char *host, bool *ret_is_named, struct jx_error *error)
{
	X509 *certificate = NULL;
	enum jx_status status = read_first(path, &certificate, error);
	if (status != JX_OK)
		return status;
	*ret_is_named = X509_check_ip_asc(certificate, host, 0) == 1 ||
			X509_check_host(certificate, host, 0, 0, NULL) == 1;
	ERR_clear_error();
	X509_free(certificate);
	return JX_OK;
}
