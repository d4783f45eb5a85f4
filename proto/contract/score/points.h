/*
 * Points by count: what a level has, shared alike by its rows, for tables that print no points beside them.
 *
 * Only where no row of the level has points of its own: an empty box beside filled ones is an empty box. A row that does
 * not apply has no share. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_POINTS_H
#define PROTO_CONTRACT_SCORE_POINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"

/** The rows of one table by the levels of the rulebook. */
struct jx_points {
	const JxScoring *scoring; /* NULL: no rulebook, and nothing is counted */
	size_t rows[JX_MAX_LEVELS];
	bool has_own[JX_MAX_LEVELS];
};

/** True for points above zero; a line without them has no part in the total. */
bool jx_points_are_usable(const JxDecimal *points);

/** Count the rows of a table. */
void jx_points_count(
	const JxScoring *scoring, JxIndicator *const *rows, size_t n, struct jx_points *ret_points);

/** The points of a row by count; false for a row without any. */
bool jx_points_of(const struct jx_points *points, const JxIndicator *row, JxDecimal *ret_points);

#endif
