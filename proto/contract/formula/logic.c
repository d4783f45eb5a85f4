/*
 * Conditions: what gives yes or no.
 *
 * Most of what rules evaluate are conditions that fail early, so they are evaluated without a value for each: a yes, a no,
 * or why there is neither.
 */
#include "proto/contract/formula/private.h"

static enum jx_truth truth_of(bool is_true)
{
	return is_true ? JX_TRUTH_YES : JX_TRUTH_NO;
}

static enum jx_truth negate(enum jx_truth truth)
{
	return truth == JX_TRUTH_UNKNOWN ? JX_TRUTH_UNKNOWN : truth_of(truth == JX_TRUTH_NO);
}

/* As in CEL, either side decides alone when it can: false && missing is false, missing || true is true. */
static enum jx_truth join(
	struct jx_evaluation *evaluation, const struct jx_node *node, struct jx_formula_value *ret_why)
{
	struct jx_formula_value other;
	enum jx_truth decisive = truth_of(node->op == JX_OP_OR);
	uint16_t second = evaluation->formula->nodes[node->child].next;
	enum jx_truth truth = jx_evaluation_truth(evaluation, node->child, ret_why);
	if (truth == decisive)
		return truth;
	if (truth != JX_TRUTH_UNKNOWN)
		return jx_evaluation_truth(evaluation, second, ret_why);
	return jx_evaluation_truth(evaluation, second, &other) == decisive ? decisive : JX_TRUTH_UNKNOWN;
}

enum jx_truth jx_evaluation_decide(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_why)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	switch ((int)node->op) {
	case JX_OP_NOT:
		return negate(jx_evaluation_truth(evaluation, node->child, ret_why));
	case JX_OP_AND:
	case JX_OP_OR:
		return join(evaluation, node, ret_why);
	case JX_OP_HAS:
		return truth_of(jx_evaluation_has(evaluation, node->child));
	default:
		return jx_evaluation_comparison(evaluation, index, ret_why);
	}
}

enum jx_truth jx_evaluation_truth(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_why)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	bool is_condition = node->op >= JX_OP_NOT && node->op <= JX_OP_HAS;
	/* what is kept, and what is shown step by step, is a value */
	if (is_condition && node->shared == 0 && evaluation->run->on_step == NULL &&
		jx_evaluation_step(evaluation))
		return jx_evaluation_decide(evaluation, index, ret_why);
	jx_evaluation_value(evaluation, index, ret_why);
	return ret_why->not_computable != JX_COMPUTABLE ? JX_TRUTH_UNKNOWN : truth_of(ret_why->as.is_true);
}
