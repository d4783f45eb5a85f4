/* Every allocation of OpenSSL fails once: what was asked for is then done, or lacks memory; good input is never wrong. */
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "proto/contract/base/array.h"
#include "proto/contract/evidence/signature.h"
#include "server/identity/ca.h"
#include "server/net/tls.h"
#include "tests/support/identity.h"
#include "tests/support/test.h"

#define DAY 86400L

static size_t n_until_failure; /* 0: none fails */

static bool fails(void)
{
	return n_until_failure > 0 && --n_until_failure == 0;
}

static void *on_malloc(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return fails() ? NULL : malloc(n);
}

static void *on_realloc(void *bytes, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return fails() ? NULL : realloc(bytes, n);
}

static void on_free(void *bytes, const char *file, int line)
{
	(void)file, (void)line;
	free(bytes);
}

/* Good input, as each of the functions takes it. */
static struct {
	struct test_identity ca, server;
	uint8_t csr[1024], spki[256];
	size_t n_csr, n_spki;
	uint8_t signature[JX_SIGNATURE_MAX_BYTES];
	size_t n_signature;
} good;

/* No connection is made, so nobody asks for the time. */
static int64_t no_clock(void)
{
	return 0;
}

static enum jx_status make_context(struct jx_error *error)
{
	struct jx_tls_config config = {.certificate = good.server.certificate,
		.key = good.server.key,
		.ca = good.ca.certificate,
		.demand_client_certificate = true,
		.clock_ms = no_clock};
	struct jx_tls_context *context = NULL;
	enum jx_status status = jx_tls_context_new(&config, &context, error);
	jx_tls_context_free(context);
	return status;
}

static enum jx_status read_request(struct jx_error *error)
{
	struct jx_issued key;
	return jx_ca_request_key(&(struct jx_csr){good.csr, good.n_csr}, &key, error);
}

static enum jx_status read_key(struct jx_error *error)
{
	JX_AUTO(jx_key) key = NULL;
	return jx_key_read_public(good.spki, good.n_spki, &key, error);
}

static enum jx_status verify(struct jx_error *error)
{
	JX_AUTO(jx_key) key = NULL;
	size_t n = n_until_failure;
	n_until_failure = 0;
	enum jx_status status = jx_key_read_public(good.spki, good.n_spki, &key, error);
	n_until_failure = n;
	if (status != JX_OK)
		return status;
	return jx_signature_verify(key, "text", 4, good.signature, good.n_signature, error);
}

static void good_input_is_never_wrong(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum jx_status (*run)(struct jx_error *error);
	} rows[] = {{"TLS context", make_context}, {"certificate request", read_request},
		{"public key", read_key}, {"signature", verify}};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_error error = {0};
		assert_int_equal(rows[i].run(&error), JX_OK);
		size_t n_failed = 0;
		for (size_t n = 1; n < 5000; n++) {
			n_until_failure = n;
			enum jx_status status = rows[i].run(&error);
			bool has_failed = n_until_failure == 0;
			n_until_failure = 0;
			if (status != JX_OK && status != JX_UNAVAILABLE && status != JX_INTERNAL)
				fail_msg("%s, allocation %zu: %s", rows[i].name, n,
					jx_reason_name(error.reason));
			if (ERR_peek_error() != 0)
				fail_msg("%s, allocation %zu: an error stays in the queue: %s, %s",
					rows[i].name, n, ERR_reason_error_string(ERR_peek_error()),
					jx_status_name(status));
			n_failed += status != JX_OK ? 1 : 0;
			if (!has_failed)
				break;
		}
		assert_true(n_failed > 0);
		assert_int_equal(rows[i].run(&error), JX_OK);
	}
}

static void make_good_input(void)
{
	good.ca = test_identity_make(NULL, "county", -DAY, DAY, NULL);
	good.server = test_identity_make(&good.ca, "localhost", -DAY, DAY, "serverAuth");
	X509_REQ *request = X509_REQ_new();
	uint8_t *end = good.csr;
	uint8_t *spki = good.spki;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	X509_REQ_set_pubkey(request, good.server.key);
	X509_REQ_sign(request, good.server.key, EVP_sha256());
	good.n_csr = (size_t)i2d_X509_REQ(request, &end);
	good.n_spki = (size_t)i2d_PUBKEY(good.server.key, &spki);
	good.n_signature = sizeof(good.signature);
	EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, good.server.key);
	EVP_DigestSign(context, good.signature, &good.n_signature, (const uint8_t *)"text", 4);
	EVP_MD_CTX_free(context);
	X509_REQ_free(request);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_input_is_never_wrong),
	};
	if (CRYPTO_set_mem_functions(on_malloc, on_realloc, on_free) != 1)
		return 1;
	make_good_input();
	int result = cmocka_run_group_tests(tests, NULL, NULL);
	test_identity_clear(&good.ca);
	test_identity_clear(&good.server);
	return result;
}
