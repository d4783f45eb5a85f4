/* Keys and certificates for tests, made on the location: nothing that could be taken for a real one lies on disk. */
#ifndef TESTS_SUPPORT_IDENTITY_H
#define TESTS_SUPPORT_IDENTITY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

struct test_identity {
	EVP_PKEY *key;
	X509 *certificate;
};

/* Make a key and its certificate, valid between two times in seconds from now. issuer NULL: a CA, signed by
 * itself; else usage is its extended key usage, such as "clientAuth". */
struct test_identity test_identity_make(
	const struct test_identity *issuer, const char *name, long from_s, long to_s, const char *usage);
void test_identity_clear(struct test_identity *who);

#endif
