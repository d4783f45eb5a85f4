/*
 * Comparisons and searches: two operands, one yes or no.
 *
 * Texts take steps by their bytes, as they are looked at: two that differ early cost no more than two numbers.
 */
#include <string.h>

#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

int jx_evaluation_compare_texts(struct jx_evaluation *evaluation, const char *a, const char *b)
{
	for (;;) {
		int difference = strncmp(a, b, JX_COMPARED_BYTES);
		if (difference != 0)
			return order(difference, 0);
		if (memchr(a, '\0', JX_COMPARED_BYTES) != NULL || !jx_evaluation_step(evaluation))
			return 0;
		a += JX_COMPARED_BYTES;
		b += JX_COMPARED_BYTES;
	}
}

void jx_evaluation_charge_bytes(struct jx_evaluation *evaluation, size_t n_bytes)
{
	bool goes_on = true;
	for (size_t n = n_bytes / JX_SEARCHED_BYTES; n > 0 && goes_on; n--)
		goes_on = jx_evaluation_step(evaluation);
}

int jx_evaluation_compare(struct jx_evaluation *evaluation, enum jx_formula_kind kind,
	const struct jx_formula_value *a, const struct jx_formula_value *b)
{
	switch (kind) {
	case JX_FORMULA_NUMBER:
	case JX_FORMULA_MONEY:
		return jx_number_compare(&a->as.number, &b->as.number);
	case JX_FORMULA_TEXT:
		return jx_evaluation_compare_texts(evaluation, a->as.text, b->as.text);
	case JX_FORMULA_BOOL:
		return order(a->as.is_true, b->as.is_true);
	case JX_FORMULA_ENUM:
		return order(a->as.choice, b->as.choice);
	case JX_FORMULA_TIME:
		return order(a->as.time_ms, b->as.time_ms);
	case JX_FORMULA_UNKNOWN:
	case JX_FORMULA_MESSAGE:
	case JX_FORMULA_BYTES:
		break; /* the checker lets none of them be compared */
	}
	return 0;
}

static bool holds(enum jx_op op, int comparison)
{
	switch ((int)op) {
	case JX_OP_EQ:
		return comparison == 0;
	case JX_OP_NE:
		return comparison != 0;
	case JX_OP_LT:
		return comparison < 0;
	case JX_OP_LE:
		return comparison <= 0;
	case JX_OP_GT:
		return comparison > 0;
	default:
		return comparison >= 0;
	}
}

static bool is_found(struct jx_evaluation *evaluation, enum jx_op op, const char *text, const char *part)
{
	size_t n = strlen(part);
	size_t n_text = strlen(text);
	jx_evaluation_charge_bytes(evaluation, n_text + n);
	if (op == JX_OP_CONTAINS)
		return strstr(text, part) != NULL;
	if (op == JX_OP_STARTS_WITH)
		return strncmp(text, part, n) == 0;
	return n_text >= n && memcmp(text + n_text - n, part, n) == 0;
}

/* The message whose field a node is, where it is at hand: that of the run, or the row of a loop. */
static const ProtobufCMessage *holder_at_hand(
	const struct jx_evaluation *evaluation, const struct jx_node *field)
{
	const struct jx_node *holder = &evaluation->formula->nodes[field->child];
	if (field->child == 0)
		return evaluation->run->message;
	if (holder->op != JX_OP_BOUND || evaluation->bound[holder->slot]->not_computable != JX_COMPUTABLE)
		return NULL;
	return evaluation->bound[holder->slot]->as.message;
}

#define STEPS_IN_PLACE 3 /* of a row, its field and a constant */

/* A choice or a text against one that is written out, as most conditions of rules begin: looked at where it stands,
 * without a value of either. False where it is not that, and nothing was done. */
static bool compare_in_place(struct jx_evaluation *evaluation, const struct jx_node *node, bool *ret_holds)
{
	const struct jx_node *a = &evaluation->formula->nodes[node->child];
	const struct jx_node *b = &evaluation->formula->nodes[a->next];
	if (a->op != JX_OP_FIELD || b->op != JX_OP_CONST || a->type.is_list ||
		(a->type.kind != JX_FORMULA_ENUM && a->type.kind != JX_FORMULA_TEXT) ||
		(a->of.field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 || evaluation->run->on_step != NULL ||
		evaluation->n_slice < STEPS_IN_PLACE)
		return false;
	const ProtobufCMessage *message = holder_at_hand(evaluation, a);
	if (message == NULL)
		return false;
	evaluation->n_slice -= STEPS_IN_PLACE;
	const void *item = jx_field_item(message, a->of.field, 0);
	const struct jx_formula_value *constant = b->of.constant;
	if (a->type.kind == JX_FORMULA_ENUM) {
		*ret_holds = holds(node->op, order(*(const int32_t *)item, constant->as.choice));
		return true;
	}
	const char *text = *(const char *const *)item != NULL ? *(const char *const *)item : "";
	if (node->op >= JX_OP_STARTS_WITH && node->op <= JX_OP_CONTAINS)
		*ret_holds = is_found(evaluation, node->op, text, constant->as.text);
	else
		*ret_holds =
			holds(node->op, jx_evaluation_compare_texts(evaluation, text, constant->as.text));
	return true;
}

static enum jx_truth truth_of(bool is_true)
{
	return is_true ? JX_TRUTH_YES : JX_TRUTH_NO;
}

enum jx_truth jx_evaluation_comparison(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_why)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	const struct jx_node *node = &nodes[index];
	struct jx_formula_value rooms[2];
	enum jx_op op = (enum jx_op)node->op;
	bool is_held;
	if (compare_in_place(evaluation, node, &is_held))
		return truth_of(is_held);
	const struct jx_formula_value *a = jx_evaluation_operand(evaluation, node->child, &rooms[0]);
	const struct jx_formula_value *b =
		jx_evaluation_operand(evaluation, nodes[node->child].next, &rooms[1]);
	if (a->not_computable != JX_COMPUTABLE || b->not_computable != JX_COMPUTABLE) {
		*ret_why = a->not_computable != JX_COMPUTABLE ? *a : *b;
		return JX_TRUTH_UNKNOWN;
	}
	if (op >= JX_OP_STARTS_WITH && op <= JX_OP_CONTAINS)
		return truth_of(is_found(evaluation, op, a->as.text, b->as.text));
	return truth_of(holds(op, jx_evaluation_compare(evaluation, nodes[node->child].type.kind, a, b)));
}
