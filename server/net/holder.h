/*
 * A holder: one person, or one address without a certificate, and what it holds of that which all share.
 *
 * Connections, request bytes and reply bytes have ceilings for the whole process. A holder may have of the bytes as much
 * as it leaves free: one alone gets half, two get a third each. So there is always room for another, and it is the
 * biggest that is refused first. Thread: loop.
 */
#ifndef SERVER_NET_HOLDER_H
#define SERVER_NET_HOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/list.h"
#include "server/net/call.h"

/** Who it is: a person, by the subject of the certificate shown, or an address. */
struct jx_holder_key {
	uint8_t bytes[JX_FINGERPRINT_BYTES];
};

struct jx_holder {
	struct jx_holder **bucket; /* of the table it is in; NULL: in none */
	struct jx_holder *next;    /* in the bucket */
	struct jx_holder_key key;
	unsigned door;
	unsigned n_refs;
	unsigned n_guests;         /* connections */
	struct jx_link guests[2];  /* the idle and the busy ones, oldest first */
	struct jx_link same_count; /* among the holders with as many guests */
	size_t n_input_bytes;      /* of request messages */
	size_t n_output_bytes;     /* of replies that are not sent */
};

/** A hash of a key, for tables. */
uint64_t jx_holder_key_hash(const struct jx_holder_key *key);

void jx_holder_init(struct jx_holder *holder);
void jx_holder_ref(struct jx_holder *holder);
/** Drop a reference; the last one takes the holder out of its table and frees it. NULL allowed. */
void jx_holder_unref(struct jx_holder *holder);

/** A ceiling for the bytes of all holders. */
struct jx_budget {
	size_t max_bytes;
	size_t n_bytes;
};

/** Take bytes of a budget for a holder that has *n_held of it.
 *
 * @return false, and nothing taken, when the holder would have more than it leaves free.
 */
bool jx_budget_take(struct jx_budget *budget, size_t *n_held, size_t n);

/** Take bytes that are there already, whatever is free; what is taken later is held to it. */
void jx_budget_add(struct jx_budget *budget, size_t *n_held, size_t n);

void jx_budget_give_back(struct jx_budget *budget, size_t *n_held, size_t n);

#endif
