/*
 * Arithmetic of score_*.c: fractions, or none. What is missing stays missing through every operation.
 *
 * Private to proto/contract/score_*.c. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_TERM_H
#define PROTO_CONTRACT_SCORE_TERM_H

#include "jixiao/v1/schema.h"
#include "proto/contract/score/private.h"

#define JX_TERM_MICROS  INT64_C(1000000)
#define JX_TERM_PERCENT 100

/** A fraction, or none: what an operation on none gives, or one whose result does not fit. */
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

/* ---- tables ---- */

/** What a table comes to, in micros. */
struct jx_score_table {
	jx_int128 points;
	jx_int128 claimed;
	jx_int128 counted;  /* computed, else the claim */
	jx_int128 reviewed; /* set by finance, else counted */
	jx_int128 covered;  /* points of lines computed, or set by finance */
	bool has_lines;
	bool has_computed;
	bool has_claim;
};

/** All tables of a sheet, and how they weigh. */
struct jx_score_tables {
	struct jx_score_run *run;
	struct jx_score_table *items; /* the department's own, then those of projects */
	size_t n;
	struct jx_term *weights; /* of each; those that do not count are 0 */
	struct jx_term total;    /* of the weights */
};

/** Which sum of a table. */
enum jx_score_part { JX_PART_CLAIMED, JX_PART_COUNTED, JX_PART_REVIEWED, JX_PART_COVERED };

/** The weighted mean over the tables that count; of one table that table's sum; none without any. */
struct jx_term jx_score_mean(const struct jx_score_tables *tables, enum jx_score_part part);

/** The common indicators of a sheet. */
struct jx_score_common {
	struct jx_term points;   /* of those that could be computed */
	struct jx_term all;      /* of all */
	struct jx_term computed; /* of those that could be */
	struct jx_term scaled;   /* to a whole table; none when none could be computed */
};

/** Two parts by the weight of the second, 0 to 1; of one that is missing the other alone. */
struct jx_term jx_score_blend(struct jx_term own, struct jx_term common, struct jx_term weight);

/** Claimed, reviewed, deducted, final and grade. Everything before them must be on the sheet. */
enum jx_status jx_score_put_final(struct jx_score_run *run, JxScoreSheet *sheet,
	const struct jx_score_tables *tables, const struct jx_score_common *common) JX_MUST_CHECK;

#endif
