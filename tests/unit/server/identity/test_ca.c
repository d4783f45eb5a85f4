#include "server/identity/ca.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "tests/support/test.h"

#define NOW_MS INT64_C(1773564127000) /* 2026-03-15 */

struct room {
	char directory[64];
	struct jx_ca *ca;
};

static void remove_file(const struct room *room, const char *name)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/%s", room->directory, name);
	(void)unlink(path);
}

static int open_room(void **state)
{
	static struct room room;
	struct jx_error error = {0};
	(void)snprintf(room.directory, sizeof(room.directory), "ca-XXXXXX");
	assert_non_null(mkdtemp(room.directory));
	assert_int_equal(
		jx_ca_create(room.directory, "样县", "finance.example,127.0.0.1,::1", NOW_MS, &error), JX_OK);
	assert_int_equal(jx_ca_open(room.directory, &room.ca, &error), JX_OK);
	*state = &room;
	return 0;
}

static int close_room(void **state)
{
	struct room *room = *state;
	static const char *const NAMES[] = {"ca.pem", "ca.key", "server.pem", "server.key"};
	jx_ca_free(room->ca);
	for (size_t i = 0; i < 4; i++)
		remove_file(room, NAMES[i]);
	(void)rmdir(room->directory);
	return 0;
}

static X509 *read_pem(const struct room *room, const char *name)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/%s", room->directory, name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
	(void)fclose(file);
	assert_non_null(certificate);
	return certificate;
}

/* A certificate request as a client makes it, for a key on a curve. */
static size_t make_csr(const char *curve, uint8_t out[2048], bool is_tampered)
{
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", curve);
	X509_REQ *request = X509_REQ_new();
	uint8_t *end = out;
	assert_non_null(key);
	assert_int_equal(X509_REQ_set_pubkey(request, key), 1);
	assert_true(X509_REQ_sign(request, key, EVP_sha256()) > 0);
	int n = i2d_X509_REQ(request, &end);
	assert_true(n > 0);
	X509_REQ_free(request);
	EVP_PKEY_free(key);
	if (is_tampered)
		out[n - 1] ^= 1;
	return (size_t)n;
}

static bool verifies(X509 *certificate, X509 *root, int purpose)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	assert_int_equal(X509_STORE_add_cert(store, root), 1);
	assert_int_equal(X509_STORE_CTX_init(context, store, certificate, NULL), 1);
	X509_STORE_CTX_set_time(context, 0, (time_t)(NOW_MS / 1000));
	(void)X509_STORE_CTX_set_purpose(context, purpose);
	bool is_ok = X509_verify_cert(context) == 1;
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	return is_ok;
}

static void keys_are_readable_by_their_owner_alone(void **state)
{
	struct room *room = *state;
	static const char *const KEYS[] = {"ca.key", "server.key"};
	for (size_t i = 0; i < 2; i++) {
		char path[128];
		struct stat about;
		(void)snprintf(path, sizeof(path), "%s/%s", room->directory, KEYS[i]);
		assert_int_equal(stat(path, &about), 0);
		assert_int_equal(about.st_mode & 07777, 0600);
	}
}

static void the_server_has_a_certificate_for_its_names(void **state)
{
	struct room *room = *state;
	X509 *root = read_pem(room, "ca.pem");
	X509 *server = read_pem(room, "server.pem");
	assert_true(verifies(server, root, X509_PURPOSE_SSL_SERVER));
	assert_false(verifies(server, root, X509_PURPOSE_SSL_CLIENT));
	assert_int_equal(X509_check_host(server, "finance.example", 0, 0, NULL), 1);
	assert_int_equal(X509_check_ip_asc(server, "127.0.0.1", 0), 1);
	assert_int_equal(X509_check_ip_asc(server, "::1", 0), 1);
	assert_int_equal(X509_check_host(server, "other.example", 0, 0, NULL), 0);
	X509_free(server);
	X509_free(root);
}

static void a_person_gets_a_certificate_that_says_only_who(void **state)
{
	struct room *room = *state;
	struct jx_issued issued = {0};
	struct jx_issued key = {0};
	struct jx_error error = {0};
	uint8_t csr[2048];
	size_t n = make_csr("P-256", csr, false);
	assert_int_equal(
		jx_ca_issue(room->ca, &(struct jx_csr){csr, n}, "kgj-1", NOW_MS, &issued, &error), JX_OK);
	assert_int_equal(jx_ca_request_key(&(struct jx_csr){csr, n}, &key, &error), JX_OK);
	assert_int_equal(issued.n_public_key, key.n_public_key);
	assert_memory_equal(issued.public_key, key.public_key, key.n_public_key);
	const unsigned char *at = issued.der;
	X509 *person = d2i_X509(NULL, &at, (long)issued.n_der);
	X509 *root = read_pem(room, "ca.pem");
	assert_true(verifies(person, root, X509_PURPOSE_SSL_CLIENT));
	assert_false(verifies(person, root, X509_PURPOSE_SSL_SERVER));
	assert_true(issued.not_after_ms > NOW_MS + INT64_C(300) * 24 * 3600 * 1000);
	X509_free(person);
	X509_free(root);
}

static void two_certificates_of_one_key_have_different_numbers(void **state)
{
	struct room *room = *state;
	struct jx_issued first = {0};
	struct jx_issued second = {0};
	struct jx_error error = {0};
	uint8_t csr[2048];
	size_t n = make_csr("P-256", csr, false);
	assert_int_equal(
		jx_ca_issue(room->ca, &(struct jx_csr){csr, n}, "a1", NOW_MS, &first, &error), JX_OK);
	assert_int_equal(
		jx_ca_issue(room->ca, &(struct jx_csr){csr, n}, "a1", NOW_MS, &second, &error), JX_OK);
	assert_memory_not_equal(first.fingerprint, second.fingerprint, 32);
}

static void a_request_that_proves_nothing_is_refused(void **state)
{
	struct room *room = *state;
	struct jx_issued issued = {0};
	struct jx_error error = {0};
	uint8_t csr[2049];
	size_t n = make_csr("P-256", csr, true);
	assert_int_equal(
		jx_ca_issue(room->ca, &(struct jx_csr){csr, n}, "a1", NOW_MS, &issued, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_BAD_CSR);
	n = make_csr("P-384", csr, false);
	assert_int_equal(
		jx_ca_issue(room->ca, &(struct jx_csr){csr, n}, "a1", NOW_MS, &issued, &error), JX_INVALID);
	assert_non_null(strstr(error.arg[0], "the key is not on P-256"));
	n = make_csr("P-256", csr, false);
	csr[n] = 0; /* one byte more than the request */
	assert_int_equal(jx_ca_issue(room->ca, &(struct jx_csr){csr, n + 1}, "a1", NOW_MS, &issued, &error),
		JX_INVALID);
	assert_int_equal(
		jx_ca_issue(room->ca, &(struct jx_csr){csr, 0}, "a1", NOW_MS, &issued, &error), JX_INVALID);
}

static void an_authority_is_not_made_twice(void **state)
{
	struct room *room = *state;
	struct jx_error error = {0};
	assert_int_equal(jx_ca_create(room->directory, "他县", "localhost", NOW_MS, &error), JX_EXISTS);
}

static void a_name_cannot_smuggle_in_another_extension(void **state)
{
	(void)state;
	struct jx_error error = {0};
	assert_int_equal(jx_ca_create("nowhere", "样县", "a.example,otherName:1.2.3;UTF8:x", NOW_MS, &error),
		JX_INVALID);
	assert_int_equal(jx_ca_create("nowhere", "样县", "", NOW_MS, &error), JX_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			keys_are_readable_by_their_owner_alone, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			the_server_has_a_certificate_for_its_names, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_person_gets_a_certificate_that_says_only_who, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			two_certificates_of_one_key_have_different_numbers, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_request_that_proves_nothing_is_refused, open_room, close_room),
		cmocka_unit_test_setup_teardown(an_authority_is_not_made_twice, open_room, close_room),
		cmocka_unit_test(a_name_cannot_smuggle_in_another_extension),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
