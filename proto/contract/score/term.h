/*
 * Arithmetic of scores: fractions, or none. What is missing stays missing through every operation.
 *
 * Private to proto/contract/score. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_TERM_H
#define PROTO_CONTRACT_SCORE_TERM_H

#include "jixiao/v1/schema.h"
#include "proto/contract/score/private.h"

#define JX_TERM_MICROS  INT64_C(1000000)
#define JX_TERM_PERCENT 100

/** A fraction, or none: the result of an operation on none, or of one that does not fit. */
struct jx_term {
	struct jx_number number;
	bool is_there;
};

static inline struct jx_term jx_term_of(jx_int128 top, jx_int128 bottom)
{
	return (struct jx_term){{top, bottom}, true};
}

static inline struct jx_term jx_term_none(void)
{
	return (struct jx_term){{0, 1}, false};
}

/** The number in a box; none for an empty one, or NULL. */
static inline struct jx_term jx_term_of_decimal(const JxDecimal *decimal)
{
	return jx_score_has(decimal) ? jx_term_of(decimal->micros, JX_TERM_MICROS) : jx_term_none();
}

struct jx_term jx_term_add(struct jx_term a, struct jx_term b);
struct jx_term jx_term_subtract(struct jx_term a, struct jx_term b);
struct jx_term jx_term_multiply(struct jx_term a, struct jx_term b);
/** None too when b is zero. */
struct jx_term jx_term_divide(struct jx_term a, struct jx_term b);

/** The least number of twelve decimals that is not below a term; all of these have one bottom. */
struct jx_term jx_term_round_up(struct jx_term term);

/** True when both are there and a is below b. */
bool jx_term_is_below(struct jx_term a, struct jx_term b);

/** True when it is there and zero. */
bool jx_term_is_zero(struct jx_term term);

/** Round half up to two decimals.
 *
 * @param ret_decimal  set always: NULL for none, and for what does not fit.
 * @return JX_OK; no memory.
 */
enum jx_status jx_term_put(
	struct jx_score_run *run, struct jx_term term, JxDecimal **ret_decimal) JX_MUST_CHECK;

/* ---- parameters of the rulebook, or their defaults ---- */

/** NULL without a rulebook, or with one that says nothing about scores. */
const JxScoring *jx_score_scoring(const struct jx_score_run *run);

/** Points of a whole table. */
struct jx_term jx_score_full_term(const struct jx_score_run *run);

/** Weight of the common indicators, 0 to 1. */
struct jx_term jx_score_common_weight(const struct jx_score_run *run);

#endif
