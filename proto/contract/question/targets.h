/*
 * What the targets of a report look like: met to the digit, easy, all met. Reasons to look; they prove nothing. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_QUESTION_TARGETS_H
#define PROTO_CONTRACT_QUESTION_TARGETS_H

#include <stdbool.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"

#define JX_TARGETS_LEAST 5u /* targets of which something can be said */

/** The indicators of a report with a number as target and as actual value, in one unit. */
struct jx_targets {
	uint32_t n;
	uint32_t n_exact;           /* the actual value is the target */
	uint32_t n_below_last_year; /* the target asks for less than was done the year before */
	uint32_t n_far_above;       /* passed by 30 percent and more */
	uint32_t n_missed;
	uint32_t n_easy; /* below last year, or far above: each once */
};

/** Count them, in the department's table and in those of its projects. */
void jx_targets_count(const JxReport *report, struct jx_targets *ret_targets);

/** At least JX_TARGETS_LEAST, and half of them or more met to the digit. */
bool jx_targets_are_exact(const struct jx_targets *targets);

/** Half of them or more are easy, and at least two. */
bool jx_targets_are_easy(const struct jx_targets *targets);

/** At least JX_TARGETS_LEAST, none missed. */
bool jx_targets_are_all_met(const struct jx_targets *targets);

#endif
