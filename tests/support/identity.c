#include "tests/support/identity.h"

#include <openssl/x509v3.h>

#include "tests/support/test.h"

struct test_identity test_identity_make(
	const struct test_identity *issuer, const char *name, long from_s, long to_s, const char *usage)
{
	struct test_identity who = {EVP_EC_gen("P-256"), X509_new()};
	static long serial;
	assert_true(who.key != NULL && who.certificate != NULL);
	X509_set_version(who.certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(who.certificate), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(who.certificate), from_s);
	X509_gmtime_adj(X509_getm_notAfter(who.certificate), to_s);
	X509_NAME *subject = X509_get_subject_name(who.certificate);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_pubkey(who.certificate, who.key);
	X509_set_issuer_name(
		who.certificate, issuer != NULL ? X509_get_subject_name(issuer->certificate) : subject);
	X509_EXTENSION *extension =
		X509V3_EXT_conf_nid(NULL, NULL, issuer == NULL ? NID_basic_constraints : NID_ext_key_usage,
			issuer == NULL ? "critical,CA:TRUE" : usage);
	assert_non_null(extension);
	X509_add_ext(who.certificate, extension, -1);
	X509_EXTENSION_free(extension);
	assert_true(X509_sign(who.certificate, issuer != NULL ? issuer->key : who.key, EVP_sha256()) > 0);
	return who;
}

void test_identity_clear(struct test_identity *who)
{
	EVP_PKEY_free(who->key);
	X509_free(who->certificate);
}
