/*
 * The county's authority changes: a new one comes, both are there for a while, the old one goes.
 *
 * While there are two, the newest issues the certificates of persons and the oldest vouches for the server, so that no client
 * is shut out: each hears of the new one over a connection that the old one vouches for. ca.pem and ca.key hold both, the
 * newest first. Each step replaces one file whole; what a crash leaves half-done works as before, and is done again by the same
 * call. Thread: main; no daemon runs.
 */
#ifndef SERVER_IDENTITY_CA_ROTATION_H
#define SERVER_IDENTITY_CA_ROTATION_H

#include <stdbool.h>

#include "server/identity/ca.h"

struct jx_ca_next; /* an authority to come */

/** Make one, and put its key into ca.key beside the old one: without its certificate it does nothing yet.
 *
 * @param ca  with one authority.
 */
enum jx_status jx_ca_next_make(const char *directory, const struct jx_ca *ca, int64_t now_ms,
	struct jx_ca_next **ret_next, struct jx_error *error) JX_MUST_CHECK;
void jx_ca_next_free(struct jx_ca_next *next); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_ca_next)

/** Its fingerprint. */
void jx_ca_next_fingerprint(const struct jx_ca_next *next, char out[JX_FINGERPRINT_TEXT_BYTES]);

/** Let it issue from now on. */
enum jx_status jx_ca_next_switch(const char *directory, const struct jx_ca *ca, const struct jx_ca_next *next,
	struct jx_error *error) JX_MUST_CHECK;

/** Let the newest authority vouch for the server too, and forget the oldest.
 *
 * @param ca  with two authorities.
 */
enum jx_status jx_ca_retire(
	const char *directory, const struct jx_ca *ca, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** True when a retirement has come as far as its last step, which forgets the key of the oldest. */
bool jx_ca_is_half_retired(const struct jx_ca *ca);

/** Do that step. */
enum jx_status jx_ca_retire_key(
	const char *directory, const struct jx_ca *ca, struct jx_error *error) JX_MUST_CHECK;

/** True when the newest authority has issued a certificate, DER. */
bool jx_ca_newest_has_issued(const struct jx_ca *ca, const uint8_t *der, size_t n);

#endif
