/*
 * How far two departments are apart: by people, by money and by what they do.
 *
 *   people, money:  |a - b| / (a + b)       0 alike, 1 where one of them has none
 *   functions:      half the sum over all classes of |share of a - share of b| of what is spent
 *   distance:       the mean of the three
 *
 * Each part is rounded once, half up, to six decimals, and the mean likewise. Symmetric; 0 of a department from itself; the same
 * in whatever unit all money is counted. A figure that is missing makes no distance, and never one of 0. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_QUESTION_DISTANCE_H
#define PROTO_CONTRACT_QUESTION_DISTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"

#define JX_DISTANCE_CLASSES 1000u /* of functions: three digits */

/** What of a department is compared. */
struct jx_distance_facts {
	const char *missing; /* path of the first figure that is missing; static; NULL for none */
	int64_t people;      /* in post, micros */
	int64_t money;       /* spent, fen */
	int64_t functions;   /* sum of the following, fen */
	int64_t of_class[JX_DISTANCE_CLASSES];
};

/** A distance and its parts, millionths. */
struct jx_distance {
	bool is_comparable;
	const char *missing;
	int64_t people;
	int64_t money;
	int64_t functions;
	int64_t all;
};

/** Read the facts of a report. */
void jx_distance_read(const JxReport *report, struct jx_distance_facts *ret_facts);

/** Compute a distance. */
struct jx_distance jx_distance_between(const struct jx_distance_facts *a, const struct jx_distance_facts *b);

#endif
