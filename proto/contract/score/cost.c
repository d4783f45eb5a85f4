/* What findings cost. See cost.h. */
#include "proto/contract/score/cost.h"

#include <string.h>

#include "proto/contract/rulebook/compiled.h"

static void add(JxDecimal *sum, const JxDecimal *points)
{
	sum->micros += points->micros;
	if (points->decimals > sum->decimals)
		sum->decimals = points->decimals;
}

/* What a finding of this severity takes off, open or explained; bounded for each deduction. */
static JxDecimal cost_of(const struct jx_rulebook *rulebook, JxFindingSeverity severity, bool is_explained)
{
	JxDecimal sum = JX_DECIMAL_INIT;
	for (size_t i = 0; rulebook != NULL && i < rulebook->scoring.n_deductions; i++) {
		const JxScoreDeduction *deduction = rulebook->scoring.deductions[i].deduction;
		bool is_capped =
			deduction->most != NULL && deduction->most->micros < deduction->points->micros;
		if (jx_deduction_is_for(deduction->cause, severity, is_explained))
			add(&sum, is_capped ? deduction->most : deduction->points);
	}
	return sum;
}

static bool wants_explanation(const JxFinding *finding)
{
	return finding->severity == JX_FINDING_SEVERITY_EXPLAIN && !finding->is_explained;
}

static JxDecimal *copy(struct jx_arena *arena, const JxDecimal *decimal)
{
	JxDecimal *out = jx_arena_alloc(arena, sizeof(*out));
	if (out != NULL)
		*out = *decimal;
	return out;
}

static enum jx_status add_cost(const struct jx_rulebook *rulebook, const JxFinding *finding,
	struct jx_arena *arena, struct jx_costs *costs)
{
	JxDecimal points = cost_of(rulebook, finding->severity, finding->is_explained);
	JxDecimal explained = cost_of(rulebook, finding->severity, true);
	if (points.micros == 0 && (!wants_explanation(finding) || explained.micros == 0))
		return JX_OK;
	JxFindingCost *cost = jx_arena_alloc(arena, sizeof(*cost));
	if (cost == NULL)
		return jx_arena_fail(arena, NULL);
	jx_finding_cost_init(cost);
	cost->rule = finding->rule;
	cost->field = finding->field;
	cost->points = copy(arena, &points);
	cost->explained_points = wants_explanation(finding) ? copy(arena, &explained) : NULL;
	if (cost->points == NULL || (wants_explanation(finding) && cost->explained_points == NULL))
		return jx_arena_fail(arena, NULL);
	costs->items[costs->n++] = cost;
	return JX_OK;
}

static bool is_wanted_already(const struct jx_costs *costs, const JxFinding *finding)
{
	for (size_t i = 0; i < costs->n_wanted; i++) {
		if (strcmp(costs->wanted[i]->rule, finding->rule) == 0 &&
			strcmp(costs->wanted[i]->field, finding->field) == 0)
			return true;
	}
	return false;
}

static enum jx_status add_wanted(const JxFinding *finding, struct jx_arena *arena, struct jx_costs *costs)
{
	if (!wants_explanation(finding) || is_wanted_already(costs, finding))
		return JX_OK;
	JxExplanation *wanted = jx_arena_alloc(arena, sizeof(*wanted));
	if (wanted == NULL)
		return jx_arena_fail(arena, NULL);
	jx_explanation_init(wanted);
	wanted->rule = finding->rule;
	wanted->field = finding->field;
	costs->wanted[costs->n_wanted++] = wanted;
	return JX_OK;
}

static bool is_of_findings(const struct jx_rulebook *rulebook, const char *id)
{
	for (size_t i = 0; i < rulebook->scoring.n_deductions; i++) {
		const JxScoreDeduction *deduction = rulebook->scoring.deductions[i].deduction;
		if (strcmp(deduction->id, id) == 0)
			return deduction->cause != JX_DEDUCTION_CAUSE_LATE &&
			       deduction->cause != JX_DEDUCTION_CAUSE_CONDITION;
	}
	return false;
}

enum jx_status jx_costs_of(const struct jx_rulebook *rulebook, JxFinding *const *findings, size_t n,
	const JxScoreSheet *sheet, struct jx_arena *arena, struct jx_costs *ret_costs)
{
	*ret_costs = (struct jx_costs){.items = jx_arena_calloc(arena, n + 1, sizeof(JxFindingCost *)),
		.wanted = jx_arena_calloc(arena, n + 1, sizeof(JxExplanation *)),
		.total = JX_DECIMAL_INIT};
	if (ret_costs->items == NULL || ret_costs->wanted == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = add_cost(rulebook, findings[i], arena, ret_costs);
		if (status == JX_OK)
			status = add_wanted(findings[i], arena, ret_costs);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; rulebook != NULL && sheet != NULL && i < sheet->n_deductions; i++) {
		if (is_of_findings(rulebook, sheet->deductions[i]->id) &&
			sheet->deductions[i]->points != NULL)
			add(&ret_costs->total, sheet->deductions[i]->points);
	}
	return JX_OK;
}
