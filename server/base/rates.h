/*
 * How often somebody may do something: token buckets in a table of fixed size, by key.
 *
 * A bucket is full until its key is first seen. Two keys that fall on one place of the table drive each other out, and
 * who is driven out has a full bucket again: a limit for the careless and for floods, not a proof. Constant memory and
 * constant work. Pure: time comes in. Thread: one at a time.
 */
#ifndef SERVER_BASE_RATES_H
#define SERVER_BASE_RATES_H

#include <stdbool.h>
#include <stdint.h>

#define JX_RATES_PLACES 1024u

struct jx_rates {
	uint32_t burst;     /* tokens of a full bucket, at least one */
	uint32_t period_ms; /* after which one comes back */
	struct {
		uint64_t key;
		uint64_t full_ms; /* when it is full again */
	} places[JX_RATES_PLACES];
};

/** Take a token when there is one. @return whether there was. */
bool jx_rates_take(struct jx_rates *rates, uint64_t key, uint64_t now_ms);

/** Give a token back. */
void jx_rates_give_back(struct jx_rates *rates, uint64_t key, uint64_t now_ms);

#endif
