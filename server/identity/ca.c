#include "server/identity/ca.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/evidence/openssl_error.h"
#include "server/identity/ca_private.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static FILE *open_file(const char *directory, const char *name, char *path, size_t size)
{
	(void)snprintf(path, size, "%s/%s", directory, name);
	return fopen(path, "re");
}

/* What i2d_…() made, and its length, into a buffer. @return its length; 0 when it made nothing, or too much. */
static size_t take_der(int n, unsigned char *der, uint8_t *out, size_t size)
{
	size_t n_taken = n > 0 && (size_t)n <= size ? (size_t)n : 0;
	if (n_taken > 0)
		memcpy(out, der, n_taken);
	OPENSSL_free(der);
	return n_taken;
}

static bool encode_certificate(struct jx_authority *authority)
{
	unsigned char *der = NULL;
	int n = i2d_X509(authority->certificate, &der);
	authority->n_der = take_der(n, der, authority->der, sizeof(authority->der));
	return authority->n_der > 0;
}

/* The certificates of ca.pem, the newest first. */
static enum jx_status read_certificates(const char *directory, struct jx_ca *ca, struct jx_error *error)
{
	char path[JX_IDENTITY_PATH_BYTES];
	FILE *file = open_file(directory, "ca.pem", path, sizeof(path));
	if (file == NULL)
		return jx_identity_fail_file(error, path);
	while (ca->n < JX_MAX_AUTHORITIES) {
		X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
		if (certificate == NULL)
			break;
		ca->all[ca->n++].certificate = certificate;
	}
	(void)fclose(file);
	return JX_OK;
}

/* Gives a key, which it takes, to the authority that it belongs to. @return false: to none. */
static bool give_key(struct jx_ca *ca, EVP_PKEY *key)
{
	for (size_t k = 0; k < ca->n; k++)
		if (ca->all[k].key == NULL && X509_check_private_key(ca->all[k].certificate, key) == 1) {
			ca->all[k].key = key;
			return true;
		}
	EVP_PKEY_free(key);
	return false;
}

/* Gives the authorities their keys. One without a use is of a step that was not finished: before the only authority's key that
 * of one to come, behind it that of one that was retired. */
static enum jx_status read_keys(const char *directory, struct jx_ca *ca, struct jx_error *error)
{
	char path[JX_IDENTITY_PATH_BYTES];
	FILE *file = open_file(directory, "ca.key", path, sizeof(path));
	if (file == NULL)
		return jx_identity_fail_file(error, path);
	for (size_t i = 0; i < JX_MAX_AUTHORITIES; i++) {
		EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
		if (key != NULL && !give_key(ca, key))
			ca->has_retired_key = ca->n == 1 && ca->all[0].key != NULL;
	}
	(void)fclose(file);
	return JX_OK;
}

static bool endorse(struct jx_ca *ca)
{
	unsigned char *der = NULL;
	X509 *endorsement = jx_authority_endorse(jx_ca_oldest(ca), jx_ca_newest(ca));
	int n = endorsement != NULL ? i2d_X509(endorsement, &der) : 0;
	ca->n_endorsement = take_der(n, der, ca->endorsement, sizeof(ca->endorsement));
	X509_free(endorsement);
	return ca->n_endorsement > 0;
}

/* Each has its key, and can be sent. */
static bool complete(struct jx_ca *ca)
{
	bool is_complete = ca->n > 0;
	for (size_t i = 0; i < ca->n; i++)
		is_complete = is_complete && ca->all[i].key != NULL && encode_certificate(&ca->all[i]);
	return is_complete && (ca->n == 1 || endorse(ca));
}

enum jx_status jx_ca_open(const char *directory, struct jx_ca **ret_ca, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = calloc(1, sizeof(*ca));
	char path[JX_IDENTITY_PATH_BYTES];
	if (ca == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = read_certificates(directory, ca, error);
	if (status == JX_OK)
		status = read_keys(directory, ca, error);
	if (status != JX_OK)
		return status;
	if (!complete(ca)) {
		if (jx_openssl_lacked_memory())
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		(void)snprintf(path, sizeof(path), "%s/ca.key", directory);
		return jx_fail_with(error, JX_REASON_FILE_FAILED,
			JX_ARGS(JX_TEXT(path), JX_TEXT("not the key of ca.pem")));
	}
	ERR_clear_error(); /* reading to the end of a file leaves one */
	*ret_ca = jx_ca_take(&ca);
	return JX_OK;
}

void jx_ca_free(struct jx_ca *ca)
{
	if (ca == NULL)
		return;
	for (size_t i = 0; i < ca->n; i++) {
		X509_free(ca->all[i].certificate);
		EVP_PKEY_free(ca->all[i].key);
	}
	free(ca);
}

size_t jx_ca_count(const struct jx_ca *ca)
{
	return ca->n;
}

const uint8_t *jx_ca_certificate(const struct jx_ca *ca, size_t index, size_t *ret_n)
{
	*ret_n = ca->all[index].n_der;
	return ca->all[index].der;
}

const uint8_t *jx_ca_endorsement(const struct jx_ca *ca, size_t index, size_t *ret_n)
{
	*ret_n = index + 1 < ca->n ? ca->n_endorsement : 0;
	return ca->endorsement;
}

int64_t jx_ca_end_ms(const struct jx_ca *ca, size_t index)
{
	return jx_certificate_end_ms(ca->all[index].certificate);
}

void jx_ca_fingerprint(const struct jx_ca *ca, size_t index, char out[JX_FINGERPRINT_TEXT_BYTES])
{
	const struct jx_authority *authority = &ca->all[index];
	uint8_t hash[EVP_MAX_MD_SIZE] = {0};
	unsigned n = 0;
	(void)EVP_Digest(authority->der, authority->n_der, hash, &n, EVP_sha256(), NULL);
	for (size_t i = 0; i < (JX_FINGERPRINT_TEXT_BYTES - 1) / 2; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

static enum jx_status fail_request(struct jx_error *error, const char *zh, const char *en)
{
	if (jx_openssl_lacked_memory())
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_fail_at(error, JX_REASON_BAD_CSR, "certificate_request", JX_ARGS(JX_WORDS(zh, en)));
}

static enum jx_status check_request(X509_REQ *request, EVP_PKEY *key, struct jx_error *error)
{
	char group[32] = "";
	size_t n_group = 0;
	if (key == NULL)
		return fail_request(error, "不是 DER 编码的 PKCS #10 申请", "no PKCS #10 request in DER");
	if (EVP_PKEY_get_group_name(key, group, sizeof(group), &n_group) != 1 ||
		strcmp(group, "prime256v1") != 0)
		return fail_request(error, "密钥不在 P-256 曲线上", "the key is not on P-256");
	if (X509_REQ_verify(request, key) != 1)
		return fail_request(error, "不是用它自己的密钥签名的", "it is not signed with its own key");
	return JX_OK;
}

static EVP_PKEY *read_request(const struct jx_csr *csr, struct jx_error *error)
{
	const unsigned char *at = csr->der;
	X509_REQ *request =
		csr->n_der <= JX_CERTIFICATE_MAX_BYTES ? d2i_X509_REQ(NULL, &at, (long)csr->n_der) : NULL;
	EVP_PKEY *key = request != NULL && at == csr->der + csr->n_der ? X509_REQ_get_pubkey(request) : NULL;
	enum jx_status status = check_request(request, key, error);
	X509_REQ_free(request);
	if (status == JX_OK) {
		ERR_clear_error();
		return key;
	}
	EVP_PKEY_free(key);
	return NULL;
}

/* The key of a request; NULL with the error filled when the request is not to be trusted, as was found twice. */
static EVP_PKEY *key_of_request(const struct jx_csr *csr, struct jx_error *error)
{
	EVP_PKEY *key = read_request(csr, error);
	return key != NULL || error->reason != JX_REASON_BAD_CSR ? key : read_request(csr, error);
}

static bool encode_key(EVP_PKEY *key, struct jx_issued *certificate)
{
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(key, &der);
	certificate->n_public_key =
		take_der(n, der, certificate->public_key, sizeof(certificate->public_key));
	return certificate->n_public_key > 0;
}

enum jx_status jx_ca_request_key(const struct jx_csr *csr, struct jx_issued *ret_key, struct jx_error *error)
{
	EVP_PKEY *key = key_of_request(csr, error);
	if (key == NULL)
		return jx_reason_status(error->reason);
	bool is_ok = encode_key(key, ret_key);
	EVP_PKEY_free(key);
	if (!is_ok)
		return jx_identity_fail_openssl(error, "cannot encode a key");
	ERR_clear_error();
	return JX_OK;
}

static X509 *make_person(const struct jx_ca *ca, EVP_PKEY *key, const char *person_id, int64_t now_ms)
{
	const struct jx_authority *authority = jx_ca_newest(ca);
	char uri[128];
	(void)snprintf(uri, sizeof(uri), "URI:jixiao:person/%s", person_id);
	X509 *person = jx_certificate_new(key, now_ms, now_ms + JX_CERTIFICATE_DAYS * DAY_MS);
	bool is_ok = person != NULL && jx_certificate_name(X509_get_subject_name(person), person_id) &&
		     X509_set_issuer_name(person, X509_get_subject_name(authority->certificate)) == 1 &&
		     jx_certificate_add(
			     person, authority->certificate, NID_basic_constraints, "critical,CA:FALSE") &&
		     jx_certificate_add(
			     person, authority->certificate, NID_key_usage, "critical,digitalSignature") &&
		     jx_certificate_add(person, authority->certificate, NID_ext_key_usage, "clientAuth") &&
		     jx_certificate_add(person, authority->certificate, NID_subject_alt_name, uri) &&
		     X509_sign(person, authority->key, EVP_sha256()) > 0;
	if (is_ok)
		return person;
	X509_free(person);
	return NULL;
}

enum jx_status jx_ca_issue(const struct jx_ca *ca, const struct jx_csr *csr, const char *person_id,
	int64_t now_ms, struct jx_issued *ret_certificate, struct jx_error *error)
{
	EVP_PKEY *key = key_of_request(csr, error);
	if (key == NULL)
		return jx_reason_status(error->reason);
	X509 *person = make_person(ca, key, person_id, now_ms);
	unsigned char *der = NULL;
	int n = person != NULL ? i2d_X509(person, &der) : 0;
	ret_certificate->n_der = take_der(n, der, ret_certificate->der, sizeof(ret_certificate->der));
	bool is_ok = ret_certificate->n_der > 0 && encode_key(key, ret_certificate);
	if (is_ok) {
		ret_certificate->not_after_ms = now_ms + JX_CERTIFICATE_DAYS * DAY_MS;
		unsigned n_hash = 0;
		is_ok = EVP_Digest(ret_certificate->der, ret_certificate->n_der, ret_certificate->fingerprint,
				&n_hash, EVP_sha256(), NULL) == 1;
	}
	X509_free(person);
	EVP_PKEY_free(key);
	if (!is_ok)
		return jx_identity_fail_openssl(error, "cannot issue a certificate");
	ERR_clear_error();
	return JX_OK;
}

/* A request as a person's machine makes it. @return its length; 0: it cannot be made. */
static size_t make_request(uint8_t *ret_der, size_t size)
{
	EVP_PKEY *key = jx_identity_new_key();
	X509_REQ *request = X509_REQ_new();
	bool is_ok = key != NULL && request != NULL && X509_REQ_set_pubkey(request, key) == 1 &&
		     X509_REQ_sign(request, key, EVP_sha256()) > 0;
	unsigned char *der = NULL;
	int n = is_ok ? i2d_X509_REQ(request, &der) : 0;
	X509_REQ_free(request);
	EVP_PKEY_free(key);
	return take_der(n, der, ret_der, size);
}

enum jx_status jx_ca_rehearse(const struct jx_ca *ca, int64_t now_ms, struct jx_error *error)
{
	uint8_t der[JX_CERTIFICATE_MAX_BYTES];
	struct jx_issued issued;
	const struct jx_csr csr = {der, make_request(der, sizeof(der))};
	if (csr.n_der == 0)
		return jx_identity_fail_openssl(error, "cannot make a certificate request");
	return jx_ca_issue(ca, &csr, "nobody", now_ms, &issued, error);
}
