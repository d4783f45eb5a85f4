#include "proto/contract/evidence/signature.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/evidence/openssl_error.h"

#define CURVE            "prime256v1" /* OpenSSL's name of P-256 */
#define MAX_KEY_BYTES    65536        /* of a key or certificate as read; ours have 2 KB */
#define N_TRIES          2            /* before a key or a signature is refused */
#define SIGNING_TEXT_TAG "jixiao-submit-v1"
#define SIGN_OFF_TAG     "jixiao-sign-v1"

struct jx_key {
	EVP_PKEY *key;
};

/* The refusal of a key or signature is final to whoever sent it; so it is given when a second try ends like the first,
 * with memory to be had. */
static enum jx_status fail_key(struct jx_error *error, const char *why)
{
	return jx_openssl_lacked_memory() ? jx_fail(error, JX_REASON_OUT_OF_MEMORY)
					  : jx_fail_with(error, JX_REASON_BAD_KEY, JX_ARGS(JX_TEXT(why)));
}

static bool is_p256(const EVP_PKEY *key)
{
	char curve[32] = "";
	return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
	       EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, curve, sizeof(curve), NULL) ==
		       1 &&
	       strcmp(curve, CURVE) == 0;
}

/* Wraps a key that OpenSSL read (NULL when it could not), and owns it from here on. */
static enum jx_status wrap_key(EVP_PKEY *key, struct jx_key **ret_key, struct jx_error *error)
{
	if (key == NULL)
		return fail_key(error, "DER/PEM");
	if (!is_p256(key)) {
		EVP_PKEY_free(key);
		return fail_key(error, "P-256 ECDSA");
	}
	struct jx_key *kept = calloc(1, sizeof(*kept));
	if (kept == NULL) {
		EVP_PKEY_free(key);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	ERR_clear_error();
	kept->key = key;
	*ret_key = kept;
	return JX_OK;
}

typedef EVP_PKEY *key_reader(const void *bytes, size_t n_bytes);

static enum jx_status read_key(
	key_reader *read, const void *bytes, size_t n_bytes, struct jx_key **ret_key, struct jx_error *error)
{
	if (n_bytes == 0 || n_bytes > MAX_KEY_BYTES)
		return jx_fail_with(error, JX_REASON_BAD_KEY, JX_ARGS(JX_TEXT("DER/PEM")));
	enum jx_status status = JX_INVALID;
	for (int i = 0; i < N_TRIES && status == JX_INVALID; i++)
		status = wrap_key(read(bytes, n_bytes), ret_key, error);
	return status;
}

/* Without this OpenSSL would ask for a passphrase on the terminal. */
static int no_passphrase(char *out, int size, int is_writing, void *user)
{
	(void)out;
	(void)size;
	(void)is_writing;
	(void)user;
	return -1;
}

static EVP_PKEY *read_private(const void *pem, size_t n_bytes)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)n_bytes);
	EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;
	BIO_free(bio);
	return key;
}

enum jx_status jx_key_read_private(
	const char *pem, size_t n_bytes, struct jx_key **ret_key, struct jx_error *error)
{
	return read_key(read_private, pem, n_bytes, ret_key, error);
}

static EVP_PKEY *key_of_certificate(X509 *certificate)
{
	EVP_PKEY *key = certificate != NULL ? X509_get_pubkey(certificate) : NULL;
	X509_free(certificate);
	return key;
}

static EVP_PKEY *read_public(const void *der, size_t n_bytes)
{
	const uint8_t *end = (const uint8_t *)der + n_bytes;
	const uint8_t *at = der;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)n_bytes);
	if (key == NULL) {
		at = der;
		key = key_of_certificate(d2i_X509(NULL, &at, (long)n_bytes));
	}
	if (key != NULL && at != end) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	return key;
}

enum jx_status jx_key_read_public(
	const uint8_t *der, size_t n_bytes, struct jx_key **ret_key, struct jx_error *error)
{
	return read_key(read_public, der, n_bytes, ret_key, error);
}

void jx_key_free(struct jx_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->key);
	free(key);
}

static bool has_private_half(const EVP_PKEY *key)
{
	BIGNUM *secret = NULL;
	bool has = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1;
	BN_clear_free(secret);
	return has;
}

enum jx_status jx_signature_make(const struct jx_key *key, const void *bytes, size_t n_bytes,
	uint8_t out[JX_SIGNATURE_MAX_BYTES], size_t *ret_n, struct jx_error *error)
{
	bool has_private = false;
	for (int i = 0; i < N_TRIES && !has_private; i++)
		has_private = has_private_half(key->key);
	if (!has_private)
		return fail_key(error, "PRIVATE KEY");
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t n = JX_SIGNATURE_MAX_BYTES;
	bool is_made = context != NULL &&
		       EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key->key) == 1 &&
		       EVP_DigestSign(context, out, &n, bytes, n_bytes) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	if (!is_made)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	*ret_n = n;
	return JX_OK;
}

enum jx_status jx_signature_verify(const struct jx_key *key, const void *bytes, size_t n_bytes,
	const uint8_t *signature, size_t n_signature_bytes, struct jx_error *error)
{
	if (n_signature_bytes == 0 || n_signature_bytes > JX_SIGNATURE_MAX_BYTES)
		return jx_fail(error, JX_REASON_BAD_SIGNATURE);
	bool is_good = false;
	for (int i = 0; i < N_TRIES && !is_good; i++) {
		EVP_MD_CTX *context = EVP_MD_CTX_new();
		is_good = context != NULL &&
			  EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key->key) == 1 &&
			  EVP_DigestVerify(context, signature, n_signature_bytes, bytes, n_bytes) == 1;
		EVP_MD_CTX_free(context);
		if (!is_good && jx_openssl_lacked_memory())
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	ERR_clear_error();
	return is_good ? JX_OK : jx_fail(error, JX_REASON_BAD_SIGNATURE);
}

/* ---- what is signed ---- */

/* A line feed inside a part would let one claim be read as another. */
static enum jx_status check_part(const char *name, const char *part, struct jx_error *error)
{
	if (part == NULL || part[0] == '\0')
		return jx_fail_at(error, JX_REASON_MISSING_FIELD, name, JX_ARGS(JX_TEXT(name)));
	for (const char *c = part; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7F)
			return jx_fail_at(error, JX_REASON_BAD_FIELD, name,
				JX_ARGS(JX_TEXT(name), JX_TEXT(part), JX_TEXT("U+0000-U+001F, U+007F")));
	return JX_OK;
}

enum jx_status jx_submit_signing_text(
	const struct jx_submit_claim *claim, char *out, size_t size, size_t *ret_n, struct jx_error *error)
{
	bool has_base = claim->base_digest != NULL && claim->base_digest[0] != '\0';
	const struct {
		const char *name;
		const char *text;
	} parts[] = {
		{"round", claim->round},
		{"department", claim->department},
		{"content_digest", claim->content_digest},
		{"base_digest", has_base ? claim->base_digest : "-"},
		{"request_id", claim->request_id},
	};
	for (size_t i = 0; i < JX_COUNT_OF(parts); i++) {
		enum jx_status status = check_part(parts[i].name, parts[i].text, error);
		if (status != JX_OK)
			return status;
	}
	int n = snprintf(out, size, "%s\n%s\n%s\n%s\n%s\n%s\n", SIGNING_TEXT_TAG, parts[0].text,
		parts[1].text, parts[2].text, parts[3].text, parts[4].text);
	if (n < 0 || (size_t)n >= size)
		return jx_fail_with(error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_I64(n), JX_U64(size)));
	*ret_n = (size_t)n;
	return JX_OK;
}

enum jx_status jx_sign_off_text(
	const struct jx_submit_claim *claim, char *out, size_t size, size_t *ret_n, struct jx_error *error)
{
	enum jx_status status = check_part("round", claim->round, error);
	if (status == JX_OK)
		status = check_part("department", claim->department, error);
	if (status == JX_OK)
		status = check_part("content_digest", claim->content_digest, error);
	if (status == JX_OK)
		status = check_part("request_id", claim->request_id, error);
	if (status != JX_OK)
		return status;
	int n = snprintf(out, size, "%s\n%s\n%s\n%s\n%s\n", SIGN_OFF_TAG, claim->round, claim->department,
		claim->content_digest, claim->request_id);
	if (n < 0 || (size_t)n >= size)
		return jx_fail_with(error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_I64(n), JX_U64(size)));
	*ret_n = (size_t)n;
	return JX_OK;
}
