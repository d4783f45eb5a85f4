/*
 * How many calls of each method ended with each status, and how long they took, since the daemon started.
 *
 * One row of numbers for each method, which the loop alone writes and reads: counting takes no lock and no memory.
 * A duration is that from the whole request to its answer. Thread: loop.
 */
#ifndef SERVER_COUNTS_CALL_COUNTS_H
#define SERVER_COUNTS_CALL_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"
#include "proto/contract/service/methods.h"

#define JX_CALL_STATUSES (JX_UNAUTHENTICATED + 1)
#define JX_CALL_BUCKETS  14

/** The upper ends of the buckets of durations, in microseconds; what is longer is in none. */
extern const uint64_t jx_call_bucket_us[JX_CALL_BUCKETS];

/** What became of the calls of one method. */
struct jx_method_counts {
	uint64_t by_status[JX_CALL_STATUSES];
	uint64_t n_timed;  /* whose duration says something: not those that wait until their caller goes */
	uint64_t total_us; /* of them */
	uint64_t buckets[JX_CALL_BUCKETS]; /* of them, each in one alone */
};

struct jx_call_counts;

/** @return NULL without memory. */
struct jx_call_counts *jx_call_counts_new(void);
void jx_call_counts_free(struct jx_call_counts *counts); /* NULL allowed */

/** Count a call. @param method  NULL for a path that is no method's. @param took_ns  from its request to its answer. */
void jx_call_counts_add(struct jx_call_counts *counts, const struct jx_method *method, enum jx_status status,
	uint64_t took_ns);

/** Count a change that was stored, each of which extends the log; and how many there were. */
void jx_call_counts_add_change(struct jx_call_counts *counts);
uint64_t jx_call_counts_changes(const struct jx_call_counts *counts);

/** Calls that failed by a fault of the service itself. */
uint64_t jx_call_counts_faults(const struct jx_call_counts *counts);

/** What was counted of a method. @param method  NULL for paths that are no method's. */
const struct jx_method_counts *jx_call_counts_of(
	const struct jx_call_counts *counts, const struct jx_method *method);

#endif
