#include "tests/support/test.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "client/disk/keyfile.h"
#include "client/transport/ca_pin.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "tests/support/identity.h"

#define DAY 86400L

static void fingerprint_of(X509 *certificate, char out[2 * JX_HASH_BYTES + 1])
{
	unsigned char *der = NULL;
	char digest[JX_DIGEST_TEXT_BYTES];
	int n = i2d_X509(certificate, &der);
	assert_true(n > 0);
	assert_int_equal(jx_digest_bytes(der, (size_t)n, JX_DIGEST_SHA256, digest, NULL), JX_OK);
	assert_true(jx_certificate_has_fingerprint(der, (size_t)n, strchr(digest, ':') + 1));
	memcpy(out, strchr(digest, ':') + 1, 2 * JX_HASH_BYTES + 1);
	OPENSSL_free(der);
}

/* Gives a certificate the names it is for, and signs it again. */
static void name_it(struct test_identity *who, const struct test_identity *issuer, const char *names)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
	assert_non_null(extension);
	X509_add_ext(who->certificate, extension, -1);
	X509_EXTENSION_free(extension);
	assert_true(X509_sign(who->certificate, issuer->key, EVP_sha256()) > 0);
}

/* One handshake in memory. @return true when the client accepted the server. */
static bool shake_hands(const struct test_identity *server, X509 *sent_root, struct jx_ca_pin *pin)
{
	SSL_CTX *client_context = SSL_CTX_new(TLS_client_method());
	SSL_CTX *server_context = SSL_CTX_new(TLS_server_method());
	BIO *client_end, *server_end;
	assert_int_equal(SSL_CTX_use_certificate(server_context, server->certificate), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(server_context, server->key), 1);
	if (sent_root != NULL)
		assert_int_equal(SSL_CTX_add1_chain_cert(server_context, sent_root), 1);
	else
		SSL_CTX_set_mode(server_context, SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_verify(client_context, SSL_VERIFY_PEER, NULL);
	jx_ca_pin_apply(client_context, pin);
	SSL *client = SSL_new(client_context);
	SSL *peer = SSL_new(server_context);
	assert_int_equal(BIO_new_bio_pair(&client_end, 0, &server_end, 0), 1);
	SSL_set_bio(client, client_end, client_end);
	SSL_set_bio(peer, server_end, server_end);
	SSL_set_connect_state(client);
	SSL_set_accept_state(peer);
	bool is_accepted = false;
	for (int i = 0; i < 10 && !is_accepted; i++) {
		is_accepted = SSL_do_handshake(client) == 1 && SSL_get_verify_result(client) == X509_V_OK;
		(void)SSL_do_handshake(peer);
	}
	SSL_free(client);
	SSL_free(peer);
	SSL_CTX_free(client_context);
	SSL_CTX_free(server_context);
	return is_accepted;
}

static void only_the_chain_of_the_line_is_trusted(void **state)
{
	struct test_identity county = test_identity_make(NULL, "county", -DAY, DAY, NULL);
	struct test_identity other = test_identity_make(NULL, "county", -DAY, DAY, NULL);
	struct test_identity server = test_identity_make(&county, "server", -DAY, DAY, "serverAuth");
	struct test_identity forged = test_identity_make(&other, "server", -DAY, DAY, "serverAuth");
	struct test_identity old = test_identity_make(&county, "server", -2 * DAY, -DAY, "serverAuth");
	struct test_identity person = test_identity_make(&county, "person", -DAY, DAY, "clientAuth");
	char fingerprint[2 * JX_HASH_BYTES + 1];
	(void)state;
	name_it(&server, &county, "DNS:cz.example.gov.cn,IP:127.0.0.1,IP:::1");
	name_it(&forged, &other, "DNS:cz.example.gov.cn");
	name_it(&old, &county, "DNS:cz.example.gov.cn");
	name_it(&person, &county, "DNS:cz.example.gov.cn");
	fingerprint_of(county.certificate, fingerprint);
	const struct {
		const struct test_identity *server;
		X509 *root;
		const char *host;
		bool is_accepted;
		bool is_other_root;
		bool is_other_host;
	} cases[] = {
		{&server, county.certificate, "cz.example.gov.cn", true, false, false},
		{&server, county.certificate, "127.0.0.1", true, false, false},
		{&server, county.certificate, "::1", true, false, false},
		{&server, county.certificate, "other.example.gov.cn", false, false, true},
		{&server, county.certificate, "127.0.0.2", false, false, true},
		{&server, NULL, "cz.example.gov.cn", false, true, false},
		{&server, other.certificate, "cz.example.gov.cn", false, true, false},
		{&forged, other.certificate, "cz.example.gov.cn", false, true, false},
		/* the right root is shown, but it did not issue this */
		{&forged, county.certificate, "cz.example.gov.cn", false, false, false},
		{&old, county.certificate, "cz.example.gov.cn", false, false, false},
		/* a person of the county cannot play its server */
		{&person, county.certificate, "cz.example.gov.cn", false, false, false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_ca_pin pin = {.fingerprint = fingerprint};
		(void)jx_text_copy(pin.host, sizeof(pin.host), cases[i].host);
		if (shake_hands(cases[i].server, cases[i].root, &pin) != cases[i].is_accepted ||
			pin.is_other_root != cases[i].is_other_root ||
			pin.is_other_host != cases[i].is_other_host)
			fail_msg("case %zu: other root %d, other host %d", i, pin.is_other_root,
				pin.is_other_host);
	}
	test_identity_clear(&county);
	test_identity_clear(&other);
	test_identity_clear(&server);
	test_identity_clear(&forged);
	test_identity_clear(&old);
	test_identity_clear(&person);
}

static void the_host_is_what_stands_before_the_port(void **state)
{
	static const char *const cases[][2] = {{"cz.example.gov.cn:7444", "cz.example.gov.cn"},
		{"127.0.0.1:1", "127.0.0.1"}, {"[2001:db8::1]:7444", "2001:db8::1"}, {"host", "host"}};
	char host[JX_ADDRESS_BYTES];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		jx_address_host(cases[i][0], host);
		assert_string_equal(host, cases[i][1]);
	}
}

static void a_key_made_here_fits_its_request(void **state)
{
	struct jx_arena arena;
	struct jx_error error;
	char *pem, *other;
	uint8_t *der;
	size_t n;
	JX_AUTO(jx_key) key = NULL;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_keyfile_make(&arena, &pem, &error), JX_OK);
	assert_int_equal(jx_keyfile_make(&arena, &other, &error), JX_OK);
	assert_string_not_equal(pem, other);
	assert_int_equal(jx_key_read_private(pem, strlen(pem), &key, &error), JX_OK);
	assert_int_equal(jx_keyfile_request(pem, &arena, &der, &n, &error), JX_OK);
	const unsigned char *at = der;
	X509_REQ *request = d2i_X509_REQ(NULL, &at, (long)n);
	assert_non_null(request);
	assert_ptr_equal(at, der + n);
	assert_int_equal(X509_REQ_verify(request, X509_REQ_get0_pubkey(request)), 1);
	X509_REQ_free(request);
	assert_int_equal(jx_keyfile_request("no key", &arena, &der, &n, &error), JX_INVALID);
	jx_arena_clear(&arena);
}

static void a_certificate_is_for_one_key(void **state)
{
	struct test_identity who = test_identity_make(NULL, "who", -DAY, DAY, NULL);
	struct jx_arena arena;
	struct jx_error error;
	char *pem, *other;
	unsigned char *der = NULL;
	BIO *bio = BIO_new(BIO_s_mem());
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	int n = i2d_X509(who.certificate, &der);
	assert_true(n > 0);
	assert_int_equal(PEM_write_bio_PrivateKey(bio, who.key, NULL, NULL, 0, NULL, NULL), 1);
	long n_pem = BIO_get_mem_data(bio, &pem);
	pem = jx_arena_strndup(&arena, pem, (size_t)n_pem);
	assert_true(jx_certificate_is_for_key(der, (size_t)n, pem));
	assert_int_equal(jx_keyfile_make(&arena, &other, &error), JX_OK);
	assert_false(jx_certificate_is_for_key(der, (size_t)n, other));
	assert_false(jx_certificate_is_for_key(der, (size_t)n - 1, pem));
	assert_int_equal(jx_certificate_to_pem(der, (size_t)n, &arena, &pem, &error), JX_OK);
	assert_non_null(strstr(pem, "BEGIN CERTIFICATE"));
	assert_int_equal(jx_certificate_to_pem(der, 10, &arena, &pem, &error), JX_INVALID);
	BIO_free(bio);
	OPENSSL_free(der);
	test_identity_clear(&who);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_chain_of_the_line_is_trusted),
		cmocka_unit_test(the_host_is_what_stands_before_the_port),
		cmocka_unit_test(a_key_made_here_fits_its_request),
		cmocka_unit_test(a_certificate_is_for_one_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
