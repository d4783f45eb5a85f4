/*
 * How firm a rank is: the ranks that a department can get when the points of the classes of indicators move.
 *
 * Every class, such as 产出 or 效益, may be given up to d points more or less, as long as all of them together keep their sum. A
 * department's score then moves by the points of each class times the share of them that it earned. Of two departments the
 * first one stays ahead under every such weighting, or it does not: the largest and the smallest gap are those where the
 * classes in which the first one is better by most are given d and those in which it is worse by most lose it, pair by pair from
 * the outside. That is exact, without drawing weightings at random.
 *
 *   best rank  = 1 + departments that are ahead under every weighting
 *   worst rank = 1 + departments that are ahead under some weighting
 *
 * A department cannot be told apart from one that is ahead under some weighting and not under every one, or equal. Scores are in
 * millionths of a point, shares in millionths, gaps in their products: all whole numbers. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_QUESTION_STABILITY_H
#define PROTO_CONTRACT_QUESTION_STABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/wide.h"

#define JX_MAX_CLASSES 16u /* of indicators; a form has four or five */

/** A department. */
struct jx_stability_item {
	int64_t score;                 /* micros */
	int64_t share[JX_MAX_CLASSES]; /* of the points of each class that it earned, millionths */
	/* set by jx_stability_run() */
	uint32_t best;
	uint32_t worst;
	uint32_t n_like;
};

/** By how much what may move. */
struct jx_stability {
	size_t n_classes;
	int64_t shift; /* d, micros of a point; not negative */
};

/** The smallest and the largest gap between two departments, the score of a less that of b, in 10^-12 points. */
void jx_stability_gap(const struct jx_stability *stability, const struct jx_stability_item *a,
	const struct jx_stability_item *b, jx_int128 *ret_least, jx_int128 *ret_most);

/** Whether no weighting-proof difference stands between two departments. Symmetric. */
bool jx_stability_is_like(const struct jx_stability *stability, const struct jx_stability_item *a,
	const struct jx_stability_item *b);

/** Set best, worst and n_like of each item. */
void jx_stability_run(const struct jx_stability *stability, struct jx_stability_item *items, size_t n);

#endif
