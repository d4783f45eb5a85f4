/* Memory that runs out inside OpenSSL is no fault of a key or a signature: what is refused for good is refused rightly. */
#include "proto/contract/evidence/signature.h"

#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "tests/support/test.h"

#define MAX_BYTES   1024
#define STEP        3 /* allocations between two that fail: the sweep is long, and they are alike */
#define MAX_FAILURE 6000

static const char CONTENT[] = "jixiao-submit-v1\nrounds/2025\n";

/* The allocation after this many fails; all after it too when is_for_good. Negative: none does. */
static int n_before_failure = -1;
static bool is_for_good;

static bool fails_now(void)
{
	if (n_before_failure < 0)
		return false;
	if (n_before_failure > 0) {
		n_before_failure--;
		return false;
	}
	n_before_failure = is_for_good ? 0 : -1;
	return true;
}

static void *fail_malloc(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return fails_now() ? NULL : malloc(n);
}

static void *fail_realloc(void *old, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return fails_now() ? NULL : realloc(old, n);
}

static void give_back(void *bytes, const char *file, int line)
{
	(void)file;
	(void)line;
	free(bytes);
}

struct material {
	char pem[MAX_BYTES];
	size_t n_pem;
	uint8_t der[MAX_BYTES];
	size_t n_der;
	uint8_t signature[JX_SIGNATURE_MAX_BYTES];
	size_t n_signature;
};

static struct material make(void)
{
	struct material m = {.n_pem = 0};
	JX_AUTO(jx_key) key = NULL;
	EVP_PKEY *made = EVP_EC_gen("P-256");
	BIO *bio = BIO_new(BIO_s_mem());
	uint8_t *at = m.der;
	assert_int_equal(PEM_write_bio_PrivateKey(bio, made, NULL, NULL, 0, NULL, NULL), 1);
	m.n_pem = (size_t)BIO_read(bio, m.pem, MAX_BYTES);
	m.n_der = (size_t)i2d_PUBKEY(made, &at);
	BIO_free(bio);
	EVP_PKEY_free(made);
	assert_int_equal(jx_key_read_private(m.pem, m.n_pem, &key, NULL), JX_OK);
	assert_int_equal(
		jx_signature_make(key, CONTENT, sizeof(CONTENT), m.signature, &m.n_signature, NULL), JX_OK);
	return m;
}

/* Reads both keys, signs, verifies: what a submit does on both sides. */
static enum jx_status use(const struct material *m, struct jx_error *error)
{
	JX_AUTO(jx_key) private_key = NULL;
	JX_AUTO(jx_key) public_key = NULL;
	uint8_t signature[JX_SIGNATURE_MAX_BYTES];
	size_t n = 0;
	enum jx_status status = jx_key_read_private(m->pem, m->n_pem, &private_key, error);
	if (status == JX_OK)
		status = jx_signature_make(private_key, CONTENT, sizeof(CONTENT), signature, &n, error);
	if (status == JX_OK)
		status = jx_key_read_public(m->der, m->n_der, &public_key, error);
	if (status == JX_OK)
		status = jx_signature_verify(
			public_key, CONTENT, sizeof(CONTENT), m->signature, m->n_signature, error);
	return status;
}

static void sweep(bool for_good)
{
	struct material m = make();
	int n_failed = 0;
	bool is_through = false;
	for (int n = 0; !is_through && n < MAX_FAILURE; n += STEP) {
		struct jx_error error = {0};
		is_for_good = for_good;
		n_before_failure = n;
		enum jx_status status = use(&m, &error);
		is_through = n_before_failure > 0;
		n_before_failure = -1;
		if (status != JX_OK) {
			n_failed++;
			if (error.reason != JX_REASON_OUT_OF_MEMORY)
				fail_msg("allocation %d: %s", n, jx_reason_name(error.reason));
		}
		assert_int_equal(ERR_peek_error(), 0);
	}
	assert_true(is_through);
	if (for_good)
		assert_true(n_failed > 0);
	assert_int_equal(use(&m, NULL), JX_OK);
}

static void one_allocation_that_fails_condemns_no_key(void **state)
{
	(void)state;
	sweep(false);
}

static void memory_that_is_gone_condemns_no_key(void **state)
{
	(void)state;
	sweep(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_allocation_that_fails_condemns_no_key),
		cmocka_unit_test(memory_that_is_gone_condemns_no_key),
	};
	if (CRYPTO_set_mem_functions(fail_malloc, fail_realloc, give_back) != 1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
