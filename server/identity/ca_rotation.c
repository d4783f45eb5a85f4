#include "server/identity/ca_rotation.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "server/identity/ca_private.h"
#include "server/identity/server_certificate.h"

#define NAME_BYTES 1024
#define UNIT_BYTES 24

struct jx_ca_next {
	struct jx_authority authority;
};

void jx_ca_next_free(struct jx_ca_next *next)
{
	if (next == NULL)
		return;
	X509_free(next->authority.certificate);
	EVP_PKEY_free(next->authority.key);
	free(next);
}

static void fingerprint_of(const X509 *certificate, char out[JX_FINGERPRINT_TEXT_BYTES])
{
	uint8_t hash[EVP_MAX_MD_SIZE] = {0};
	unsigned n = 0;
	(void)X509_digest(certificate, EVP_sha256(), hash, &n);
	for (size_t i = 0; i < (JX_FINGERPRINT_TEXT_BYTES - 1) / 2; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

void jx_ca_next_fingerprint(const struct jx_ca_next *next, char out[JX_FINGERPRINT_TEXT_BYTES])
{
	fingerprint_of(next->authority.certificate, out);
}

/* Two authorities need names that differ: whoever verifies a certificate finds its issuer by the name. */
static X509 *make_certificate(EVP_PKEY *key, const struct jx_authority *old, int64_t now_ms)
{
	char county[NAME_BYTES];
	char unit[UNIT_BYTES];
	unsigned char *name = NULL;
	X509_NAME *subject = X509_get_subject_name(old->certificate);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	const X509_NAME_ENTRY *entry = at >= 0 ? X509_NAME_get_entry(subject, at) : NULL;
	int n = entry != NULL ? ASN1_STRING_to_UTF8(&name, X509_NAME_ENTRY_get_data(entry)) : -1;
	if (n < 0 || (size_t)n >= sizeof(county)) {
		OPENSSL_free(name);
		return NULL;
	}
	memcpy(county, name, (size_t)n);
	county[n] = '\0';
	OPENSSL_free(name);
	(void)snprintf(unit, sizeof(unit), "%lld", (long long)(now_ms / 1000));
	return jx_authority_new(key, county, unit, now_ms);
}

enum jx_status jx_ca_next_make(const char *directory, const struct jx_ca *ca, int64_t now_ms,
	struct jx_ca_next **ret_next, struct jx_error *error)
{
	const struct jx_identity_file keys = {directory, "ca.key", 0600, true};
	const struct jx_authority *old = jx_ca_newest(ca);
	JX_AUTO(jx_ca_next) next = calloc(1, sizeof(*next));
	if (next == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (ca->n > 1)
		return jx_fail(error, JX_REASON_CA_ROTATED_ALREADY);
	struct jx_authority *authority = &next->authority;
	authority->key = jx_identity_new_key();
	authority->certificate =
		authority->key != NULL ? make_certificate(authority->key, old, now_ms) : NULL;
	if (authority->certificate == NULL)
		return jx_identity_fail_openssl(error, "cannot make the county's certificate");
	enum jx_status status = jx_identity_write_keys(&keys, authority->key, old->key, error);
	if (status == JX_OK)
		*ret_next = jx_ca_next_take(&next);
	return status;
}

enum jx_status jx_ca_next_switch(
	const char *directory, const struct jx_ca *ca, const struct jx_ca_next *next, struct jx_error *error)
{
	const struct jx_identity_file certificates = {directory, "ca.pem", 0644, true};
	return jx_identity_write_certificates(
		&certificates, next->authority.certificate, jx_ca_newest(ca)->certificate, error);
}

X509 *jx_authority_endorse(const struct jx_authority *old, const struct jx_authority *next)
{
	X509 *of = next->certificate;
	X509 *endorsement = jx_certificate_new(next->key, 0, jx_certificate_end_ms(of));
	bool is_ok = endorsement != NULL && X509_set1_notBefore(endorsement, X509_get0_notBefore(of)) == 1 &&
		     X509_set_subject_name(endorsement, X509_get_subject_name(of)) == 1 &&
		     X509_set_issuer_name(endorsement, X509_get_subject_name(old->certificate)) == 1 &&
		     jx_certificate_add(endorsement, old->certificate, NID_basic_constraints,
			     "critical,CA:TRUE,pathlen:0") &&
		     jx_certificate_add(
			     endorsement, old->certificate, NID_key_usage, "critical,keyCertSign,cRLSign") &&
		     X509_sign(endorsement, old->key, EVP_sha256()) > 0;
	if (is_ok)
		return endorsement;
	X509_free(endorsement);
	return NULL;
}

bool jx_ca_is_half_retired(const struct jx_ca *ca)
{
	return ca->has_retired_key;
}

enum jx_status jx_ca_retire_key(const char *directory, const struct jx_ca *ca, struct jx_error *error)
{
	const struct jx_identity_file keys = {directory, "ca.key", 0600, true};
	return jx_identity_write_keys(&keys, jx_ca_newest(ca)->key, NULL, error);
}

/* The server's certificate comes first: until ca.pem is written too, the same call begins anew. */
enum jx_status jx_ca_retire(
	const char *directory, const struct jx_ca *ca, int64_t now_ms, struct jx_error *error)
{
	const struct jx_identity_file certificates = {directory, "ca.pem", 0644, true};
	struct jx_server_certificate server;
	const struct jx_authority *newest = jx_ca_newest(ca);
	if (ca->n < 2)
		return jx_fail(error, JX_REASON_CA_NOT_ROTATED);
	enum jx_status status = jx_server_certificate_read(directory, &server, error);
	if (status == JX_OK)
		status = jx_server_certificate_issue_by(directory, newest, server.names, now_ms, error);
	if (status == JX_OK)
		status = jx_identity_write_certificates(&certificates, newest->certificate, NULL, error);
	return status == JX_OK ? jx_ca_retire_key(directory, ca, error) : status;
}

bool jx_ca_newest_has_issued(const struct jx_ca *ca, const uint8_t *der, size_t n)
{
	const unsigned char *at = der;
	X509 *certificate = n <= JX_CERTIFICATE_MAX_BYTES ? d2i_X509(NULL, &at, (long)n) : NULL;
	bool has_issued = certificate != NULL && X509_verify(certificate, jx_ca_newest(ca)->key) == 1;
	X509_free(certificate);
	ERR_clear_error();
	return has_issued;
}
