/*
 * The comparison of a rule: its formulas evaluated, left held against right, and what the digits allow. See rule_private.h.
 *
 * Most rows keep their rule exactly. Only where one does not is the tolerance worked out: it can do nothing but excuse.
 */
#include <string.h>

#include "proto/contract/rulebook/rule_private.h"

/* ---- values ---- */

const struct jx_formula *jx_rule_formula(const struct jx_compiled_rule *rule, enum jx_rule_part part)
{
	const bool is_printed = rule->rule->tolerance == JX_RULE_TOLERANCE_AS_PRINTED;
	switch (part) {
	case JX_RULE_WHEN:
		return rule->when;
	case JX_RULE_LEFT:
		return rule->left;
	case JX_RULE_RIGHT:
		return rule->right;
	case JX_RULE_TOLERANCE_PART:
		return rule->tolerance;
	case JX_RULE_PLACE:
		return rule->place;
	case JX_RULE_LEFT_SLACK:
		return is_printed ? rule->left : NULL;
	case JX_RULE_RIGHT_SLACK:
		return is_printed ? rule->right : NULL;
	case JX_RULE_PARTS:
		break;
	}
	return NULL;
}

enum jx_status jx_rule_test(
	const struct jx_rule_application *at, enum jx_truth *ret_truth, struct jx_formula_value *ret_why)
{
	struct jx_formula_run *run = &at->run->parts[JX_RULE_WHEN];
	*ret_truth = JX_TRUTH_YES;
	if (at->run->rule->when == NULL)
		return JX_OK;
	run->message = at->row;
	return jx_formula_test(at->run->rule->when, run, ret_truth, ret_why);
}

enum jx_status jx_rule_eval(const struct jx_rule_application *at, enum jx_rule_part part,
	struct jx_formula_value *ret_value, bool *ret_is_there)
{
	const struct jx_formula *formula = jx_rule_formula(at->run->rule, part);
	struct jx_formula_run *run = &at->run->parts[part];
	*ret_is_there = false;
	if (formula == NULL)
		return JX_OK;
	run->message = at->row;
	run->digits = part == JX_RULE_LEFT_SLACK || part == JX_RULE_RIGHT_SLACK ? at->digits : NULL;
	enum jx_status status = jx_formula_eval(formula, run, ret_value);
	*ret_is_there = status == JX_OK && ret_value->not_computable == JX_COMPUTABLE;
	return status;
}

static bool is_measure(const struct jx_formula_value *value)
{
	return value->type.kind == JX_FORMULA_NUMBER || value->type.kind == JX_FORMULA_MONEY;
}

/* Below zero, zero or above zero as a is below, equal to or above b. */
static int order_of(const struct jx_formula_value *a, const struct jx_formula_value *b)
{
	switch (a->type.kind) {
	case JX_FORMULA_TEXT:
		return strcmp(a->as.text, b->as.text);
	case JX_FORMULA_BOOL:
		return (int)a->as.is_true - (int)b->as.is_true;
	case JX_FORMULA_TIME:
		return a->as.time_ms < b->as.time_ms ? -1 : a->as.time_ms > b->as.time_ms;
	case JX_FORMULA_NUMBER:
	case JX_FORMULA_MONEY:
		return jx_number_compare(&a->as.number, &b->as.number);
	case JX_FORMULA_UNKNOWN:
	case JX_FORMULA_ENUM:
	case JX_FORMULA_MESSAGE:
	case JX_FORMULA_BYTES:
		break; /* the compiler lets none of these be compared */
	}
	return 0;
}

/* ---- the tolerance ---- */

/* Both sides, with what the digits allow them to be off. */
static enum jx_status eval_sides(const struct jx_rule_application *at, struct jx_formula_value *ret_left,
	struct jx_formula_value *ret_right, bool *ret_has_left, bool *ret_has_right)
{
	enum jx_status status = jx_rule_eval(at, JX_RULE_LEFT_SLACK, ret_left, ret_has_left);
	return status == JX_OK ? jx_rule_eval(at, JX_RULE_RIGHT_SLACK, ret_right, ret_has_right) : status;
}

/* What the digits of both sides allow together: first which are the finest of each unit, then how far off. */
static enum jx_status slack_of(
	const struct jx_rule_application *at, struct jx_formula_value *ret_tolerance, bool *ret_is_there)
{
	struct jx_formula_value left;
	struct jx_formula_value right;
	bool has_left;
	bool has_right;
	struct jx_formula_digits digits = {.is_gathered = false};
	struct jx_rule_application beside = *at;
	beside.digits = &digits;
	enum jx_status status = eval_sides(&beside, &left, &right, &has_left, &has_right);
	digits.is_gathered = true;
	if (status == JX_OK)
		status = eval_sides(&beside, &left, &right, &has_left, &has_right);
	if (status != JX_OK)
		return status;
	*ret_is_there = has_left && has_right;
	if (*ret_is_there)
		*ret_is_there = jx_formula_slack(&left, &right, ret_tolerance);
	else
		*ret_tolerance = has_left ? right : left;
	return JX_OK;
}

/* The tolerance of the rule that runs; not computable like any value. Below zero it would turn against the report. */
static enum jx_status tolerance_of(const struct jx_rule_application *at, const struct jx_formula_value *left,
	struct jx_formula_value *ret_tolerance, bool *ret_is_there)
{
	enum jx_status status = JX_OK;
	*ret_tolerance = *left;
	ret_tolerance->as.number = jx_number_of(0);
	*ret_is_there = true;
	if (at->run->rule->rule->tolerance == JX_RULE_TOLERANCE_AS_PRINTED)
		status = slack_of(at, ret_tolerance, ret_is_there);
	else if (at->run->rule->rule->tolerance == JX_RULE_TOLERANCE_NUMBER)
		status = jx_rule_eval(at, JX_RULE_TOLERANCE_PART, ret_tolerance, ret_is_there);
	if (status == JX_OK && *ret_is_there && jx_number_sign(&ret_tolerance->as.number) < 0)
		ret_tolerance->as.number = jx_number_of(0);
	return status;
}

/* ---- the comparison ---- */

/* Whether left stands to right as the rule requires. above: of left over right with the tolerance taken off;
 * below: of left under right with the tolerance taken off; both may be -1, 0 or 1. */
static bool is_kept(JxRuleRelation relation, int above, int below)
{
	switch (relation) {
	case JX_RULE_RELATION_EQUAL:
		return above <= 0 && below >= 0;
	case JX_RULE_RELATION_NOT_EQUAL:
		return above != 0 || below != 0;
	case JX_RULE_RELATION_LESS:
		return above < 0;
	case JX_RULE_RELATION_AT_MOST:
		return above <= 0;
	case JX_RULE_RELATION_MORE:
		return below > 0;
	case JX_RULE_RELATION_AT_LEAST:
		return below >= 0;
	case JX_RULE_RELATION_UNSPECIFIED:
	case _JIXIAO__V1__RULE_RELATION_IS_INT_SIZE:
		break;
	}
	return false;
}

/* The order of left and right once the tolerance is taken off what is above, or off what is below. Exactly as far apart as
 * all digits allow together, they can be equal only where each end is a true value. */
static int order_beyond(const struct jx_rule_values *values, bool is_above)
{
	const struct jx_formula_value *tolerance = &values->tolerance;
	struct jx_number limit = is_above ? tolerance->as.number : jx_number_negate(&tolerance->as.number);
	int order = jx_number_compare(&values->difference.as.number, &limit);
	bool is_open = is_above ? tolerance->is_low_open : tolerance->is_high_open;
	if (order == 0 && is_open && jx_number_sign(&limit) != 0)
		return is_above ? 1 : -1;
	return order;
}

/* Subtracts right from left, with the decimals both can be shown with; false when the difference does not fit. */
static bool subtract(struct jx_rule_values *values)
{
	struct jx_formula_value *difference = &values->difference;
	*difference = values->left;
	if (values->right.decimals > difference->decimals)
		difference->decimals = values->right.decimals;
	difference->not_computable = JX_NOT_COMPUTABLE_RANGE;
	difference->path = NULL;
	if (jx_number_subtract(&values->left.as.number, &values->right.as.number, &difference->as.number) !=
		JX_OK)
		return false;
	difference->not_computable = JX_COMPUTABLE;
	return true;
}

enum jx_status jx_rule_compare(const struct jx_rule_application *at, struct jx_rule_values *values,
	bool *ret_is_broken, const struct jx_formula_value **ret_culprit)
{
	JxRuleRelation relation = at->run->rule->rule->relation;
	*ret_is_broken = false;
	*ret_culprit = NULL;
	if (!values->has_left || !values->has_right) {
		*ret_culprit = values->has_left ? &values->right : &values->left;
		return JX_OK;
	}
	int order = order_of(&values->left, &values->right);
	if (is_kept(relation, order, order))
		return JX_OK;
	*ret_is_broken = true;
	if (!is_measure(&values->left))
		return JX_OK;
	values->has_difference = subtract(values);
	enum jx_status status = tolerance_of(at, &values->left, &values->tolerance, &values->has_tolerance);
	if (status != JX_OK)
		return status;
	if (!values->has_difference || !values->has_tolerance) {
		*ret_culprit = values->has_difference ? &values->tolerance : &values->difference;
		return JX_OK;
	}
	*ret_is_broken = !is_kept(relation, order_beyond(values, true), order_beyond(values, false));
	return JX_OK;
}
