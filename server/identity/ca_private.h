/* What the files about the county CA share. Private to server/identity/. */
#ifndef SERVER_IDENTITY_CA_PRIVATE_H
#define SERVER_IDENTITY_CA_PRIVATE_H

#include <stdbool.h>
#include <sys/types.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "proto/contract/base/limits.h"
#include "server/identity/ca.h"

#define JX_IDENTITY_PATH_BYTES 4096

/* A certificate with its key; both owned. */
struct jx_authority {
	X509 *certificate;
	EVP_PKEY *key;
	uint8_t der[JX_CERTIFICATE_MAX_BYTES];
	size_t n_der;
};

struct jx_ca {
	struct jx_authority all[JX_MAX_AUTHORITIES]; /* the newest first */
	size_t n;
	uint8_t endorsement[JX_CERTIFICATE_MAX_BYTES]; /* of the newest by the oldest, where there are two */
	size_t n_endorsement;
	bool has_retired_key; /* behind the only one's key stands that of one whose retirement was not finished */
};

/** The one that issues the certificates of persons. */
static inline const struct jx_authority *jx_ca_newest(const struct jx_ca *ca)
{
	return &ca->all[0];
}

/** The one that vouches for the server: all clients know it, also those that have not come since there is a newer one. */
static inline const struct jx_authority *jx_ca_oldest(const struct jx_ca *ca)
{
	return &ca->all[ca->n - 1];
}

enum jx_status jx_identity_fail_openssl(struct jx_error *error, const char *what);

/** FILE_EXISTS or FILE_FAILED, by errno. */
enum jx_status jx_identity_fail_file(struct jx_error *error, const char *path);

/** A file of the directory, to be written whole. */
struct jx_identity_file {
	const char *directory;
	const char *name;
	mode_t mode;
	bool may_replace; /* false: JX_EXISTS for one that is there */
};

/** Write a file whole or not at all; it is on disk afterwards. */
enum jx_status jx_identity_file_write(const struct jx_identity_file *file, const char *text, size_t n,
	struct jx_error *error) JX_MUST_CHECK;

/** Write certificates, the keys of authorities, or one key, as PEM. NULLs are left out. */
enum jx_status jx_identity_write_certificates(
	const struct jx_identity_file *file, X509 *first, X509 *second, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_identity_write_keys(const struct jx_identity_file *file, EVP_PKEY *first, EVP_PKEY *second,
	struct jx_error *error) JX_MUST_CHECK;

/** A certificate with key, validity and random serial; subject and issuer still to be set. NULL: OpenSSL failed. */
X509 *jx_certificate_new(EVP_PKEY *key, int64_t now_ms, int64_t end_ms);
bool jx_certificate_add(X509 *certificate, X509 *issuer, int nid, const char *value);
bool jx_certificate_name(X509_NAME *name, const char *common_name);

/** A key on P-256; the caller's. NULL: OpenSSL failed. */
EVP_PKEY *jx_identity_new_key(void);

/** The certificate of an authority, signed by itself; the caller's.
 *
 * @param unit  by which its name differs from that of an older one; NULL for none.
 */
X509 *jx_authority_new(EVP_PKEY *key, const char *county, const char *unit, int64_t now_ms);

/** What an authority says of the one that takes its place: a certificate with its name, key and times; the caller's. */
X509 *jx_authority_endorse(const struct jx_authority *old, const struct jx_authority *next);

/** Issue server.pem anew, by an authority of the county. As jx_server_certificate_issue(). */
enum jx_status jx_server_certificate_issue_by(const char *directory, const struct jx_authority *authority,
	const char *names, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** The end of a certificate, in ms since the epoch. */
int64_t jx_certificate_end_ms(const X509 *certificate);

#endif
