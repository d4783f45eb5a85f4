/*
 * The inflation index: how far claims are above the computed scores, and which are outliers.
 *
 *   excess   = (claims - scores of the lines that could be computed) x 100 / points of these lines
 *   index    = excess x n / (n + 2), n being the number of these lines: few lines say little
 *   distance = (index - median of all) / spread; spread = 1.4826 x median |index - median|, the robust form of a
 *              standard deviation; where more than half are alike and that is 0, 1.2533 x mean |index - median|
 *   flagged  : distance above 3.5, and at least one point above the median
 *
 * A flag is a reason to examine a report; no flag proves nothing. All arithmetic is of integers, shown with two decimals, rounded
 * half away from zero. Median, distances and flags are based on the index as it is shown, so that whoever has the table can
 * compute them; a distance is compared before it is rounded. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_RANKING_INFLATION_H
#define PROTO_CONTRACT_RANKING_INFLATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"

/** One department. All micros. */
struct jx_inflation_item {
	int64_t points;   /* of its computed lines; 0: it has no index */
	int64_t claimed;  /* their claims */
	int64_t computed; /* their computed scores */
	uint32_t n_lines; /* their number */
	/* set by jx_inflation_run() */
	bool has_index;
	int64_t excess;
	int64_t index;
	bool has_distance; /* false without a spread */
	int64_t distance;
	bool is_flagged;
};

/** The figures of all of them together. All micros. */
struct jx_inflation {
	bool has_median; /* someone has an index */
	int64_t median;
	int64_t spread; /* 0: everyone alike */
};

/** Compute index, distance and flag of every item.
 *
 * @param items  n of them; claims and scores between 0 and the points, as rule I01 has it.
 * @return JX_OK; JX_UNAVAILABLE without memory: nothing is set.
 */
enum jx_status jx_inflation_run(
	struct jx_inflation_item *items, size_t n, struct jx_inflation *ret_inflation) JX_MUST_CHECK;

#endif
