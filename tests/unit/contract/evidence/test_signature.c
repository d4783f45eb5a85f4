#include "proto/contract/evidence/signature.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

#define MAX_PEM 4096

struct material {
	char private_pem[MAX_PEM];
	size_t n_private;
	uint8_t public_der[MAX_PEM];
	size_t n_public;
	uint8_t certificate_der[MAX_PEM];
	size_t n_certificate;
	char certificate_pem[MAX_PEM];
	size_t n_certificate_pem;
};

static size_t read_bio(BIO *bio, void *out)
{
	int n = BIO_read(bio, out, MAX_PEM);
	assert_true(n > 0);
	BIO_free(bio);
	return (size_t)n;
}

static void certify(EVP_PKEY *key, struct material *m)
{
	X509 *certificate = X509_new();
	assert_non_null(certificate);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
	X509_set_pubkey(certificate, key);
	assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
	uint8_t *at = m->certificate_der;
	m->n_certificate = (size_t)i2d_X509(certificate, &at);
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_X509(bio, certificate), 1);
	m->n_certificate_pem = read_bio(bio, m->certificate_pem);
	X509_free(certificate);
}

static struct material make(EVP_PKEY *key)
{
	struct material m = {.n_private = 0};
	assert_non_null(key);
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL), 1);
	m.n_private = read_bio(bio, m.private_pem);
	uint8_t *at = m.public_der;
	m.n_public = (size_t)i2d_PUBKEY(key, &at);
	certify(key, &m);
	EVP_PKEY_free(key);
	return m;
}

static const char CONTENT[] = "jixiao-submit-v1\nrounds/2025\n";

static void what_is_signed_verifies_with_each_form_of_the_key(void **state)
{
	(void)state;
	struct material m = make(EVP_EC_gen("P-256"));
	JX_AUTO(jx_key) private_key = NULL;
	uint8_t signature[JX_SIGNATURE_MAX_BYTES];
	size_t n = 0;
	assert_int_equal(jx_key_read_private(m.private_pem, m.n_private, &private_key, NULL), JX_OK);
	assert_int_equal(
		jx_signature_make(private_key, CONTENT, sizeof(CONTENT), signature, &n, NULL), JX_OK);
	assert_true(n > 60 && n <= 72);
	JX_AUTO(jx_key) by_spki = NULL;
	JX_AUTO(jx_key) by_certificate = NULL;
	assert_int_equal(jx_key_read_public(m.public_der, m.n_public, &by_spki, NULL), JX_OK);
	assert_int_equal(
		jx_key_read_public(m.certificate_der, m.n_certificate, &by_certificate, NULL), JX_OK);
	const struct jx_key *keys[] = {private_key, by_spki, by_certificate};
	for (size_t i = 0; i < JX_COUNT_OF(keys); i++) {
		assert_int_equal(
			jx_signature_verify(keys[i], CONTENT, sizeof(CONTENT), signature, n, NULL), JX_OK);
	}
}

static void a_changed_bit_breaks_a_signature(void **state)
{
	(void)state;
	struct material m = make(EVP_EC_gen("P-256"));
	struct material stranger = make(EVP_EC_gen("P-256"));
	JX_AUTO(jx_key) key = NULL;
	JX_AUTO(jx_key) other = NULL;
	uint8_t signature[JX_SIGNATURE_MAX_BYTES];
	uint8_t content[sizeof(CONTENT)];
	size_t n = 0;
	struct jx_error error;
	memcpy(content, CONTENT, sizeof(content));
	assert_int_equal(jx_key_read_private(m.private_pem, m.n_private, &key, NULL), JX_OK);
	assert_int_equal(jx_key_read_public(stranger.public_der, stranger.n_public, &other, NULL), JX_OK);
	assert_int_equal(jx_signature_make(key, content, sizeof(content), signature, &n, NULL), JX_OK);
	for (size_t bit = 0; bit < n * 8; bit++) {
		signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_equal(
			jx_signature_verify(key, content, sizeof(content), signature, n, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_BAD_SIGNATURE);
		signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (size_t i = 0; i < sizeof(content); i++) {
		content[i] ^= 1;
		assert_int_equal(
			jx_signature_verify(key, content, sizeof(content), signature, n, NULL), JX_INVALID);
		content[i] ^= 1;
	}
	for (size_t cut = 0; cut < n; cut++)
		assert_int_equal(
			jx_signature_verify(key, content, sizeof(content), signature, cut, NULL), JX_INVALID);
	assert_int_equal(
		jx_signature_verify(key, content, sizeof(content), signature, n + 1, NULL), JX_INVALID);
	assert_int_equal(
		jx_signature_verify(other, content, sizeof(content), signature, n, NULL), JX_INVALID);
	assert_int_equal(jx_signature_verify(key, content, sizeof(content), signature, n, NULL), JX_OK);
	assert_int_equal(ERR_peek_error(), 0);
}

static void a_key_on_another_curve_is_refused(void **state)
{
	(void)state;
	EVP_PKEY *keys[] = {EVP_EC_gen("P-384"), EVP_EC_gen("secp256k1"), EVP_RSA_gen(1024)};
	for (size_t i = 0; i < JX_COUNT_OF(keys); i++) {
		struct material m = make(keys[i]);
		struct jx_key *key = NULL;
		struct jx_error error;
		assert_int_equal(jx_key_read_private(m.private_pem, m.n_private, &key, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_BAD_KEY);
		assert_int_equal(jx_key_read_public(m.public_der, m.n_public, &key, &error), JX_INVALID);
		assert_int_equal(
			jx_key_read_public(m.certificate_der, m.n_certificate, &key, &error), JX_INVALID);
		assert_null(key);
	}
}

static void rubbish_is_no_key(void **state)
{
	(void)state;
	struct material m = make(EVP_EC_gen("P-256"));
	struct jx_key *key = NULL;
	assert_int_equal(jx_key_read_private("", 0, &key, NULL), JX_INVALID);
	assert_int_equal(jx_key_read_private(m.private_pem, m.n_private / 2, &key, NULL), JX_INVALID);
	assert_int_equal(jx_key_read_private(m.certificate_pem, m.n_certificate_pem, &key, NULL), JX_INVALID);
	assert_int_equal(jx_key_read_public(NULL, 0, &key, NULL), JX_INVALID);
	for (size_t n = 1; n < m.n_public; n++)
		assert_int_equal(jx_key_read_public(m.public_der, n, &key, NULL), JX_INVALID);
	m.public_der[m.n_public] = 0;
	assert_int_equal(jx_key_read_public(m.public_der, m.n_public + 1, &key, NULL), JX_INVALID);
	assert_null(key);
	assert_int_equal(ERR_peek_error(), 0);
}

static void a_locked_key_does_not_ask_the_terminal(void **state)
{
	(void)state;
	EVP_PKEY *pkey = EVP_EC_gen("P-256");
	BIO *bio = BIO_new(BIO_s_mem());
	char pem[MAX_PEM];
	static const unsigned char WORD[] = "secret";
	assert_int_equal(PEM_write_bio_PrivateKey(bio, pkey, EVP_aes_128_cbc(), WORD, 6, NULL, NULL), 1);
	size_t n = read_bio(bio, pem);
	EVP_PKEY_free(pkey);
	struct jx_key *key = NULL;
	assert_int_equal(jx_key_read_private(pem, n, &key, NULL), JX_INVALID);
	assert_null(key);
}

static void a_public_key_cannot_sign(void **state)
{
	(void)state;
	struct material m = make(EVP_EC_gen("P-256"));
	JX_AUTO(jx_key) key = NULL;
	uint8_t signature[JX_SIGNATURE_MAX_BYTES];
	size_t n = 0;
	struct jx_error error;
	assert_int_equal(jx_key_read_public(m.public_der, m.n_public, &key, NULL), JX_OK);
	assert_int_equal(jx_signature_make(key, CONTENT, sizeof(CONTENT), signature, &n, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_BAD_KEY);
}

static void the_signed_text_has_six_lines(void **state)
{
	(void)state;
	struct jx_submit_claim claim = {
		.round = "rounds/2025",
		.department = "departments/306001",
		.content_digest = "sha256:aa",
		.base_digest = NULL,
		.request_id = "0b3c",
	};
	static const char FIRST[] = "jixiao-submit-v1\nrounds/2025\ndepartments/306001\nsha256:aa\n-\n0b3c\n";
	char out[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n = 0;
	assert_int_equal(jx_submit_signing_text(&claim, out, sizeof(out), &n, NULL), JX_OK);
	assert_string_equal(out, FIRST);
	assert_int_equal(n, strlen(FIRST));
	claim.base_digest = "";
	assert_int_equal(jx_submit_signing_text(&claim, out, sizeof(out), &n, NULL), JX_OK);
	assert_string_equal(out, FIRST);
	claim.base_digest = "sha256:bb";
	assert_int_equal(jx_submit_signing_text(&claim, out, sizeof(out), &n, NULL), JX_OK);
	assert_string_equal(
		out, "jixiao-submit-v1\nrounds/2025\ndepartments/306001\nsha256:aa\nsha256:bb\n0b3c\n");
	struct jx_error error;
	assert_int_equal(jx_submit_signing_text(&claim, out, n, &n, &error), JX_EXHAUSTED);
	assert_int_equal(error.reason, JX_REASON_MESSAGE_TOO_LARGE);
}

static void a_line_feed_cannot_move_a_boundary(void **state)
{
	(void)state;
	static const char *const BAD[] = {NULL, "", "a\nb", "a\r", "\t", "a\x7F"};
	for (size_t i = 0; i < JX_COUNT_OF(BAD); i++)
		for (size_t part = 0; part < 5; part++) {
			const char *parts[5] = {"r", "d", "c", "b", "q"};
			parts[part] = BAD[i];
			struct jx_submit_claim claim = {parts[0], parts[1], parts[2], parts[3], parts[4]};
			char out[JX_SIGNING_TEXT_MAX_BYTES];
			size_t n;
			struct jx_error error;
			bool may_be_empty = part == 3 && i < 2; /* no base */
			assert_int_equal(jx_submit_signing_text(&claim, out, sizeof(out), &n, &error),
				may_be_empty ? JX_OK : JX_INVALID);
			assert_true(may_be_empty || error.field[0] != '\0');
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_signed_verifies_with_each_form_of_the_key),
		cmocka_unit_test(a_changed_bit_breaks_a_signature),
		cmocka_unit_test(a_key_on_another_curve_is_refused),
		cmocka_unit_test(rubbish_is_no_key),
		cmocka_unit_test(a_locked_key_does_not_ask_the_terminal),
		cmocka_unit_test(a_public_key_cannot_sign),
		cmocka_unit_test(the_signed_text_has_six_lines),
		cmocka_unit_test(a_line_feed_cannot_move_a_boundary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
