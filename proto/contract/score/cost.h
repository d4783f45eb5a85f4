/*
 * What each finding takes off a score, by the deductions of a rulebook, and what explaining it would save.
 *
 * A deduction counts findings and is bounded as a whole, so the costs of all findings may add up to more than the sheet
 * takes off: the sheet says what that is. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_COST_H
#define PROTO_CONTRACT_SCORE_COST_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"

struct jx_rulebook; /* rulebook.h */

/** What findings cost, and what to add to the explanations. In an arena; texts are those of the findings. */
struct jx_costs {
	JxFindingCost **items; /* in the order of the findings, those that cost something */
	size_t n;
	JxExplanation *
		*wanted; /* rule and field of each finding that wants one, without a text; each pair once */
	size_t n_wanted;
	JxDecimal total; /* what the sheet takes off for findings, each deduction within its bound */
};

/** True when a deduction with this cause counts such a finding. */
bool jx_deduction_is_for(JxDeductionCause cause, JxFindingSeverity severity, bool is_explained);

/** Tell what findings cost.
 *
 * @param rulebook   NULL: none, nothing costs.
 * @param findings   borrowed as long as the costs.
 * @param sheet      of the same report and findings, for the bounds of deductions; NULL: no total.
 * @param ret_costs  set on JX_OK.
 * @return JX_OK; no memory.
 */
enum jx_status jx_costs_of(const struct jx_rulebook *rulebook, JxFinding *const *findings, size_t n,
	const JxScoreSheet *sheet, struct jx_arena *arena, struct jx_costs *ret_costs) JX_MUST_CHECK;

#endif
