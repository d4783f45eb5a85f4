/*
 * The key of the county's log: Ed25519, in the state directory beside that of the CA.
 *
 *   log.key   the private key, PEM, mode 0600
 *   log.pub   its verifier key, and before it those it has replaced, a line each: with it anybody verifies receipts and
 *             checkpoints
 *   log.next  the private key that is about to take its place
 *
 * Its name is the origin of the log and stays for ever, also when the key is replaced.
 */
#ifndef SERVER_IDENTITY_LOG_KEY_H
#define SERVER_IDENTITY_LOG_KEY_H

#include "proto/contract/evidence/note.h"
#include "server/identity/ca.h"

/** The origin of a new log: the host of an address, and the beginning of the CA's fingerprint, which no other county has.
 *
 * @param address  "host:port", as invitations name it.
 */
void jx_log_key_origin(const struct jx_ca *ca, const char *address, char out[JX_MAX_NOTE_NAME_BYTES + 1]);

/** Make a key and its files; those of a key that was never used are replaced.
 *
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED, OUT_OF_MEMORY).
 */
enum jx_status jx_log_key_make(const char *directory, const char *origin, struct jx_note_key **ret_key,
	struct jx_error *error) JX_MUST_CHECK;

/** Make the key that takes the place of another: its files are beside those of the old one, until jx_log_key_replace(). */
enum jx_status jx_log_key_make_next(const char *directory, const char *origin, struct jx_note_key **ret_key,
	struct jx_error *error) JX_MUST_CHECK;

/** Put the next key in its place. log.pub keeps the verifier keys before it, the newest last.
 *
 * @param last_size  of the trees that the key before it signs.
 */
enum jx_status jx_log_key_replace(const char *directory, const struct jx_note_key *next, uint64_t last_size,
	struct jx_error *error) JX_MUST_CHECK;

/** The key that the store names. */
struct jx_log_key_named {
	char verifier[JX_VERIFIER_TEXT_BYTES]; /* "" for none yet */
	uint64_t last_size;                    /* of the trees that the key before it signs */
};

/** Read the key of a directory. A next key that the store names already is put in its place.
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED); JX_DATA_LOSS (LOG_KEY_DIFFERS) when the file holds another one.
 */
enum jx_status jx_log_key_open(const char *directory, const struct jx_log_key_named *named,
	struct jx_note_key **ret_key, struct jx_error *error) JX_MUST_CHECK;

#endif
