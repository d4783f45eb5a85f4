/* Deductions of the rulebook: points taken off for the quality of the data. See total.h. */
#include "proto/contract/rulebook/compiled.h"
#include "proto/contract/score/cost.h"
#include "proto/contract/score/total.h"

bool jx_deduction_is_for(JxDeductionCause cause, JxFindingSeverity severity, bool is_explained)
{
	bool stops = severity == JX_FINDING_SEVERITY_HARD || severity == JX_FINDING_SEVERITY_EXPLAIN;
	return (cause == JX_DEDUCTION_CAUSE_INFO && severity == JX_FINDING_SEVERITY_INFO) ||
	       (cause == JX_DEDUCTION_CAUSE_EXPLAINED && stops && is_explained) ||
	       (cause == JX_DEDUCTION_CAUSE_UNEXPLAINED && stops && !is_explained);
}

/* How often a deduction applies. */
static enum jx_status count_cause(
	struct jx_score_run *run, const struct jx_compiled_bound *bound, uint32_t *ret_count)
{
	const struct jx_score_options *options = run->options;
	JxDeductionCause cause = bound->deduction->cause;
	bool holds = cause == JX_DEDUCTION_CAUSE_LATE && options->is_late;
	*ret_count = 0;
	if (cause == JX_DEDUCTION_CAUSE_CONDITION) {
		enum jx_status status = jx_score_holds(run, bound->when, &holds);
		if (status != JX_OK)
			return status;
	}
	*ret_count = holds ? 1 : 0;
	for (size_t i = 0; i < options->n_findings; i++) {
		const JxFinding *finding = options->findings[i];
		*ret_count += jx_deduction_is_for(cause, finding->severity, finding->is_explained);
	}
	return JX_OK;
}

static enum jx_status add_deduction(
	struct jx_score_run *run, JxScoreSheet *sheet, const struct jx_compiled_bound *bound, uint32_t count)
{
	const JxScoreDeduction *deduction = bound->deduction;
	struct jx_term points = jx_term_multiply(jx_term_of_decimal(deduction->points), jx_term_of(count, 1));
	struct jx_term most = jx_term_of_decimal(deduction->most);
	JxAppliedDeduction *applied = jx_arena_alloc(run->arena, sizeof(*applied));
	if (applied == NULL)
		return jx_arena_fail(run->arena, NULL);
	jx_applied_deduction_init(applied);
	applied->id = deduction->id;
	applied->title = deduction->title;
	applied->count = count;
	applied->is_capped = jx_term_is_below(most, points);
	sheet->deductions[sheet->n_deductions++] = applied;
	return jx_term_put(run, applied->is_capped ? most : points, &applied->points);
}

enum jx_status jx_score_put_deductions(struct jx_score_run *run, JxScoreSheet *sheet)
{
	const struct jx_rulebook *rulebook = run->options->rulebook;
	size_t n = rulebook != NULL ? rulebook->scoring.n_deductions : 0;
	struct jx_term sum = jx_term_of(0, 1);
	sheet->deductions = jx_arena_calloc(run->arena, n + 1, sizeof(*sheet->deductions));
	if (sheet->deductions == NULL)
		return jx_arena_fail(run->arena, NULL);
	for (size_t i = 0; i < n; i++) {
		uint32_t count;
		enum jx_status status = count_cause(run, &rulebook->scoring.deductions[i], &count);
		if (status == JX_OK && count > 0)
			status = add_deduction(run, sheet, &rulebook->scoring.deductions[i], count);
		if (status != JX_OK)
			return status;
		if (count > 0)
			sum = jx_term_add(
				sum, jx_term_of_decimal(sheet->deductions[sheet->n_deductions - 1]->points));
	}
	return jx_term_put(run, sum, &sheet->deduction);
}
