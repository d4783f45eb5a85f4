/*
 * The keys of the county as a backup holds them: encrypted, as stock tools read them.
 *
 *   to a passphrase     PKCS #8, scrypt and AES-256-CBC:  openssl pkey -in ca.key
 *   to a certificate    CMS, AES-256-GCM:                 openssl cms -decrypt -inform PEM -in ca.key -inkey KEY -recip CERTIFICATE
 *
 * Thread: any; a seal that is open is only read.
 */
#ifndef SERVER_BACKUP_SEAL_H
#define SERVER_BACKUP_SEAL_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** What a seal is made of: paths of files, NULL for none. */
struct jx_seal_files {
	const char *passphrase; /* a text file; its first line counts */
	const char *recipient;  /* a certificate, PEM */
	const char *identity;   /* the private key to it, PEM, without a passphrase; only to open */
};

struct jx_seal;

/** Read what seals or opens.
 *
 * @return JX_OK; JX_INVALID (BACKUP_NEEDS_KEY) when no file is named, or two kinds;
 *   JX_UNAVAILABLE (FILE_FAILED), also for a file that is none.
 */
enum jx_status jx_seal_open(
	const struct jx_seal_files *files, struct jx_seal **ret_seal, struct jx_error *error) JX_MUST_CHECK;
void jx_seal_free(struct jx_seal *seal); /* NULL allowed; wipes the passphrase */
JX_DEFINE_CLEANUP(jx_seal)

JxBackupSeal jx_seal_kind(const struct jx_seal *seal);

/** Encrypt a private key.
 *
 * @param path     PEM without a passphrase.
 * @param ret_pem  terminated, in the arena.
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED, OUT_OF_MEMORY).
 */
enum jx_status jx_seal_key(const struct jx_seal *seal, const char *path, struct jx_arena *arena,
	char **ret_pem, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Decrypt a private key into a new file, mode 0600.
 *
 * @return JX_OK; JX_INVALID (BACKUP_KEY_WRONG); JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_unseal_key(const struct jx_seal *seal, const char *name, const char *pem, size_t n,
	const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
