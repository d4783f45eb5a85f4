/*
 * Who the person of this machine is: key and certificate, and the county's certificate. Thread: any.
 */
#ifndef CLIENT_DISK_IDENTITY_H
#define CLIENT_DISK_IDENTITY_H

#include "client/disk/keyfile.h"

#define JX_KEY_FILE         "key.pem"
#define JX_CERTIFICATE_FILE "cert.pem"
#define JX_CA_FILE          "ca.pem"

/** PEM texts in an arena. */
struct jx_identity {
	const char *ca; /* the county's authorities, the newest first */
	const char *certificate;
	const char *key;                    /* without a passphrase */
	struct jx_certificate_life ca_life; /* of the newest */
	struct jx_certificate_life life;    /* of the person's certificate */
};

/** Read the identity of a home directory.
 *
 * @return JX_OK; JX_UNAUTHENTICATED (NOT_ENROLLED, KEY_LOCKED, IDENTITY_UNUSABLE); as jx_file_read_trusted().
 */
enum jx_status jx_identity_read(const char *home, const struct jx_passphrase *passphrase,
	struct jx_arena *arena, struct jx_identity *ret_identity, struct jx_error *error) JX_MUST_CHECK;

/** Read the person's certificate alone, anew; it must be for the key. @return as jx_identity_read(). */
enum jx_status jx_identity_read_certificate(const char *path, const char *key_pem, struct jx_arena *arena,
	struct jx_identity *identity, struct jx_error *error) JX_MUST_CHECK;

#endif
