/*
 * The witness of the log, when one is configured: an outsider who is asked to sign each newest checkpoint too, by HTTP, as
 * tlog-witness says. He signs only what continues what he has seen, so that nobody can show him one history and a bureau
 * another. Nobody waits for him; when he is silent the log says so, once and when he is back. What he signed last lies in
 * log.cosigned in the state directory. A thread of its own.
 *
 * @source c2sp.org/tlog-witness
 */
#ifndef SERVER_WITNESS_WITNESS_H
#define SERVER_WITNESS_WITNESS_H

#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Whom to ask. Borrowed. */
struct jx_witness_place {
	const char *url;       /* "http://host:port/prefix" or "https://..." */
	const char *key;       /* name+id+base64(4, public key) */
	const char *directory; /* the state directory */
};

struct jx_witness;

/** Begin to ask.
 *
 * @return JX_OK; JX_INVALID (BAD_VERIFIER_KEY, BAD_FIELD) for the place; JX_UNAVAILABLE.
 */
enum jx_status jx_witness_start(struct jx_store *store, const struct jx_witness_place *place,
	struct jx_witness **ret_witness, struct jx_error *error) JX_MUST_CHECK;

/** Stop asking, and wait for the answer that is under way. NULL allowed. */
void jx_witness_free(struct jx_witness *witness);

/** The newest checkpoint with his signature, in the arena; "" when there is none yet, NULL without memory. Any thread.
 *
 * @param witness  NULL: none is configured.
 */
char *jx_witness_cosigned(struct jx_witness *witness, struct jx_arena *arena);

#endif
