/* Runs a rulebook's rules: rows, formulas, comparisons. See rule_run.h. */
#include "proto/contract/rulebook/rule_run.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/rule_private.h"

#define FEN_IN_YUAN 100

/* One application of a rule. */
struct application {
	struct jx_rule_run *run;
	const ProtobufCMessage *row;
	const char *list;  /* path of the list it is in; "" for the report itself */
	size_t index;      /* in the list */
	const char *outer; /* name of the row it is in */
};

/* ---- values ---- */

static enum jx_status eval(const struct application *at, const struct jx_formula *formula,
	struct jx_formula_value *ret_value, bool *ret_is_there)
{
	*ret_is_there = false;
	if (formula == NULL)
		return JX_OK;
	const struct jx_formula_run run = {
		.message = at->row, .values = at->run->values, .arena = at->run->scratch};
	enum jx_status status = jx_formula_eval(formula, &run, ret_value);
	*ret_is_there = status == JX_OK && ret_value->not_computable == JX_COMPUTABLE;
	return status;
}

/* Half a unit of the last digit a value is printed with; money in fen. */
static struct jx_number half_digit(const struct jx_formula_value *value)
{
	jx_int128 unit = 1;
	if (value->type.kind == JX_FORMULA_MONEY) {
		unit = FEN_IN_YUAN;
		if (value->unit == JX_AMOUNT_UNIT_WAN_YUAN)
			unit *= 10000;
		else if (value->unit == JX_AMOUNT_UNIT_YI_YUAN)
			unit *= 100000000;
	}
	struct jx_number half = {unit, 2};
	for (unsigned i = 0; i < value->decimals; i++)
		half.bottom *= 10;
	return half;
}

/* The tolerance of the rule that runs; false when it cannot be computed. */
static enum jx_status tolerance_of(const struct application *at, const struct jx_formula_value *left,
	struct jx_formula_value *ret_tolerance, bool *ret_is_there)
{
	*ret_tolerance = *left;
	ret_tolerance->as.number = jx_number_of(0);
	*ret_is_there = true;
	switch (at->run->rule->rule->tolerance) {
	case JX_RULE_TOLERANCE_AS_PRINTED:
		ret_tolerance->as.number = half_digit(left);
		return JX_OK;
	case JX_RULE_TOLERANCE_NUMBER:
		return eval(at, at->run->rule->tolerance, ret_tolerance, ret_is_there);
	case JX_RULE_TOLERANCE_UNSPECIFIED:
	case _JIXIAO__V1__RULE_TOLERANCE_IS_INT_SIZE:
		break;
	}
	return JX_OK;
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

/* Whether left stands to right as the rule requires. above: of left over right with the tolerance taken off;
 * below: of left under right with the tolerance taken off; both may be -1, 0 or 1. */
static bool is_kept(JxRuleRelation relation, int above, int below)
{
	switch (relation) {
	case JX_RULE_RELATION_EQUAL:
		return above <= 0 && below >= 0;
	case JX_RULE_RELATION_NOT_EQUAL:
		return above > 0 || below < 0;
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

/* What one application knows. */
struct compared {
	struct jx_formula_value left;
	struct jx_formula_value right;
	struct jx_formula_value difference;
	struct jx_formula_value tolerance;
	bool has_left;
	bool has_right;
	bool has_difference;
	bool has_tolerance;
};

/* Subtracts right from left and compares them. *ret_is_broken stays false when the difference does not fit. */
static enum jx_status compare(const struct application *at, struct compared *values, bool *ret_is_broken)
{
	JxRuleRelation relation = at->run->rule->rule->relation;
	*ret_is_broken = false;
	if (!is_measure(&values->left)) {
		int order = order_of(&values->left, &values->right);
		*ret_is_broken = !is_kept(relation, order, order);
		return JX_OK;
	}
	struct jx_formula_value *difference = &values->difference;
	*difference = values->left;
	if (values->right.decimals > difference->decimals)
		difference->decimals = values->right.decimals;
	values->has_difference = jx_number_subtract(&values->left.as.number, &values->right.as.number,
					 &difference->as.number) == JX_OK;
	enum jx_status status = tolerance_of(at, &values->left, &values->tolerance, &values->has_tolerance);
	if (status != JX_OK || !values->has_difference || !values->has_tolerance)
		return status;
	const struct jx_number *allowed = &values->tolerance.as.number;
	struct jx_number negative = jx_number_negate(allowed);
	*ret_is_broken = !is_kept(relation, jx_number_compare(&difference->as.number, allowed),
		jx_number_compare(&difference->as.number, &negative));
	return JX_OK;
}

/* ---- findings ---- */

/* The name that people know a row by, with that of the row it is in before it. */
static void label_row(const struct application *at, const struct jx_formula_value *place, char *out)
{
	const char *label = "";
	if (place != NULL)
		label = place->as.text;
	for (size_t i = 0; place == NULL && label[0] == '\0' && i < 2; i++) {
		const char *const names[] = {"name", "label"};
		const ProtobufCFieldDescriptor *field =
			jx_field_find(at->row->descriptor, names[i], strlen(names[i]));
		bool is_text =
			field != NULL && field->type == PROTOBUF_C_TYPE_STRING && !jx_field_is_list(field);
		label = is_text ? *(char *const *)((const char *)at->row + field->offset) : "";
	}
	size_t n = jx_text_copy(out, JX_RULE_TEXT_BYTES, at->outer);
	if (n > 0 && label[0] != '\0')
		n += jx_text_copy(out + n, JX_RULE_TEXT_BYTES - n, " / ");
	if (label[0] != '\0')
		(void)jx_text_copy(out + n, JX_RULE_TEXT_BYTES - n, label);
}

/* The path of a field of the row: the rule's own by default. */
static void place_field(const struct application *at, const char *field, char out[JX_PATH_BYTES])
{
	if (at->list[0] == '\0')
		(void)jx_text_copy(out, JX_PATH_BYTES, field);
	else
		(void)snprintf(out, JX_PATH_BYTES, "%s[%zu]%s%s", at->list, at->index,
			field[0] != '\0' ? "." : "", field);
}

/* The path of a figure that a formula names: within the row, or after "report." within the report; false when
 * what is missing is no field but something computed. */
static bool place_missing(const struct application *at, const char *name, char out[JX_PATH_BYTES])
{
	if (strncmp(name, "report.", 7) == 0)
		(void)jx_text_copy(out, JX_PATH_BYTES, name + 7);
	else
		place_field(at, name, out);
	return jx_path_check(JX_REPORT_DESCRIPTOR, out, NULL) == JX_OK;
}

/* Reports which figure is missing, where the rule asks for it. */
static enum jx_status report_missing(const struct application *at, const struct jx_formula_value *value)
{
	char place[JX_RULE_TEXT_BYTES];
	char field[JX_PATH_BYTES];
	char own[JX_PATH_BYTES];
	const char *name = value->path != NULL ? value->path : "";
	if (at->run->rule->rule->when_missing != JX_WHEN_MISSING_INFO)
		return JX_OK;
	bool is_field = name[0] != '\0' && place_missing(at, name, field);
	place_field(at, at->run->rule->rule->field, own);
	label_row(at, NULL, place);
	const struct jx_rule_found found = {.field = is_field ? field : own,
		.place_zh = place,
		.place_en = place,
		.missing = is_field ? field : name,
		.not_computable = value->not_computable};
	return jx_rule_add_finding(at->run, &found);
}

static enum jx_status report_broken(const struct application *at, const struct compared *values)
{
	char place[JX_RULE_TEXT_BYTES];
	char field[JX_PATH_BYTES];
	char texts[4][JX_RULE_TEXT_BYTES] = {"", "", "", ""};
	const struct jx_formula_value *printed[] = {values->has_left ? &values->left : NULL,
		values->has_right ? &values->right : NULL,
		values->has_difference ? &values->difference : NULL,
		values->has_tolerance ? &values->tolerance : NULL};
	struct jx_formula_value label;
	bool has_label;
	enum jx_status status = eval(at, at->run->rule->place, &label, &has_label);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < JX_COUNT_OF(printed); i++) {
		if (printed[i] != NULL)
			(void)jx_formula_print(printed[i], JX_ZH, texts[i], sizeof(texts[i]));
	}
	label_row(at, has_label ? &label : NULL, place);
	place_field(at, at->run->rule->rule->field, field);
	const struct jx_rule_found found = {.field = field,
		.place_zh = place,
		.place_en = place,
		.left = texts[0],
		.right = texts[1],
		.difference = texts[2],
		.tolerance = texts[3]};
	return jx_rule_add_finding(at->run, &found);
}

/* ---- rows ---- */

static enum jx_status apply(const struct application *at)
{
	const struct jx_compiled_rule *rule = at->run->rule;
	bool has_relation = rule->rule->relation != JX_RULE_RELATION_UNSPECIFIED;
	struct compared values = {0};
	struct jx_formula_value when;
	bool has_when;
	bool is_broken = true;
	enum jx_status status = eval(at, rule->when, &when, &has_when);
	if (status != JX_OK || (has_when && !when.as.is_true))
		return status;
	if (rule->when != NULL && !has_when)
		return report_missing(at, &when);
	status = eval(at, rule->left, &values.left, &values.has_left);
	if (status == JX_OK)
		status = eval(at, rule->right, &values.right, &values.has_right);
	if (status != JX_OK)
		return status;
	if (has_relation && !values.has_left)
		return report_missing(at, &values.left);
	if (has_relation && !values.has_right)
		return report_missing(at, &values.right);
	if (has_relation)
		status = compare(at, &values, &is_broken);
	return status == JX_OK && is_broken ? report_broken(at, &values) : status;
}

/* Applies the rule to every row of a list. */
static enum jx_status apply_to_list(void *user, const struct jx_row_place *place)
{
	struct jx_rule_run *run = user;
	size_t n = place->parent != NULL ? jx_field_count(place->parent, place->field) : 0;
	n = jx_rule_take_rows(run, place->field, n);
	for (size_t i = 0; i < n; i++) {
		const struct application at = {
			run, jx_field_message(place->parent, place->field, i), place->path, i, place->outer};
		enum jx_status status = apply(&at);
		jx_arena_reset(run->scratch);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status run_rule(struct jx_rule_run *run)
{
	const JxRule *rule = run->rule->rule;
	run->n_rows = 0;
	if (rule->built_in != JX_BUILT_IN_CHECK_UNSPECIFIED)
		return jx_rule_built_in(run);
	if (rule->n_lists == 0) {
		const struct application at = {run, &run->report->base, "", 0, ""};
		return apply(&at);
	}
	for (size_t i = 0; i < rule->n_lists; i++) {
		enum jx_status status = jx_rows_walk(&run->report->base, rule->lists[i], apply_to_list, run);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_rules_run(
	const struct jx_rulebook *rulebook, const JxReport *report, struct jx_findings *findings)
{
	struct jx_arena scratch;
	struct jx_rule_run run = {
		.book = rulebook, .report = report, .findings = findings, .scratch = &scratch};
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < rulebook->n_variables; i++)
		run.values[i] = rulebook->values[i];
	run.values[0] = jx_formula_message(&report->base, NULL);
	jx_arena_init(&scratch, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < rulebook->n_rules && status == JX_OK; i++) {
		run.rule = &rulebook->rules[i];
		status = run_rule(&run);
		jx_arena_reset(&scratch);
	}
	jx_arena_clear(&scratch);
	return status;
}
