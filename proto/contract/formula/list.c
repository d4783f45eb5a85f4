/*
 * Lists: walked row by row, never built.
 *
 * sum(projects.filter(p, p.is_key).map(p, p.amount)) hands each project through filter and map to the sum, so
 * no list takes memory and a loop that is decided stops its source. A row is borrowed for the call: whoever
 * stops the walk with it may keep it, whoever goes on keeps only its path (jx_evaluation_keep()).
 */
#include <string.h>

#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"

void jx_evaluation_body(struct jx_evaluation *evaluation, uint16_t loop, const struct jx_formula_value *row,
	struct jx_formula_value *ret_value)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	evaluation->bound[nodes[loop].slot] = row;
	evaluation->level++;
	jx_evaluation_value(evaluation, nodes[nodes[loop].child].next, ret_value);
	evaluation->level--;
}

enum jx_truth jx_evaluation_test(struct jx_evaluation *evaluation, uint16_t loop,
	const struct jx_formula_value *row, struct jx_formula_value *ret_why)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	evaluation->bound[nodes[loop].slot] = row;
	evaluation->level++;
	enum jx_truth truth = jx_evaluation_truth(evaluation, nodes[nodes[loop].child].next, ret_why);
	evaluation->level--;
	return truth;
}

/* ---- sources of rows ---- */

static void too_long(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk)
{
	struct jx_formula_value culprit = {.trail = walk->source};
	jx_evaluation_not_computable(
		evaluation, index, &culprit, JX_NOT_COMPUTABLE_RANGE, &walk->not_computable);
}

/* A list inside something absent has no rows, as in CEL; one inside a row that is not there is not computable. */
static bool is_in_absent(
	const struct jx_evaluation *evaluation, uint16_t index, const struct jx_formula_value *not_computable)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	uint16_t child = nodes[index].child;
	return not_computable->not_computable == JX_NOT_COMPUTABLE_MISSING &&
	       not_computable->trail == &evaluation->trails[index] &&
	       (child == 0 || nodes[child].op == JX_OP_FIELD);
}

static void walk_field(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	const ProtobufCFieldDescriptor *field = node->of.field;
	struct jx_trail *trail = &evaluation->trails[index];
	struct jx_formula_value row;
	const ProtobufCMessage *message = jx_evaluation_receiver(evaluation, index, &row);
	walk->source = trail;
	if (message == NULL) {
		if (!is_in_absent(evaluation, index, &row))
			walk->not_computable = row;
		return;
	}
	size_t n = jx_field_count(message, field);
	if (n > node->max_rows) {
		too_long(evaluation, index, walk);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		trail->index = i;
		trail->has_index = true;
		if (!jx_evaluation_step(evaluation)) {
			too_long(evaluation, index, walk);
			return;
		}
		jx_evaluation_read(evaluation, field, jx_field_item(message, field, i), &row);
		row.type = node->type;
		row.type.is_list = false;
		row.trail = trail;
		if (!walk->on_row(evaluation, walk, &row))
			return;
	}
	trail->has_index = false;
}

static void walk_variable(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct jx_trail *trail = &evaluation->trails[index];
	struct jx_formula_value list;
	jx_evaluation_path(evaluation, index, &list);
	struct jx_trail whole = *trail;
	walk->source = trail;
	if (list.not_computable != JX_COMPUTABLE) {
		walk->not_computable = list;
		return;
	}
	if (list.as.list.n_items > node->max_rows) {
		too_long(evaluation, index, walk);
		return;
	}
	for (size_t i = 0; i < list.as.list.n_items; i++) {
		struct jx_formula_value row = list.as.list.items[i];
		*trail = whole;
		trail->index = i;
		trail->has_index = true;
		if (row.path != NULL)
			*trail = (struct jx_trail){.name = row.path, .n_name = strlen(row.path)};
		row.path = NULL;
		row.trail = trail;
		row.type = node->type;
		row.type.is_list = false;
		if (!jx_evaluation_step(evaluation)) {
			too_long(evaluation, index, walk);
			return;
		}
		if (!walk->on_row(evaluation, walk, &row))
			return;
	}
	*trail = whole;
}

static void walk_literal(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	struct jx_formula_value room;
	for (uint16_t at = nodes[index].child; at != 0; at = nodes[at].next) {
		if (!walk->on_row(evaluation, walk, jx_evaluation_operand(evaluation, at, &room)))
			return;
	}
}

/* ---- filter and map, between a source and whoever takes the rows ---- */

struct stage {
	struct jx_walk *outer;
	uint16_t node;
};

static bool filter_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	const struct stage *stage = walk->user;
	struct jx_formula_value why;
	enum jx_truth truth = jx_evaluation_test(evaluation, stage->node, row, &why);
	if (truth == JX_TRUTH_UNKNOWN) {
		walk->not_computable =
			why; /* whether the row belongs to the list is not known, so the list is not */
		return false;
	}
	return truth == JX_TRUTH_NO || stage->outer->on_row(evaluation, stage->outer, row);
}

static bool map_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	const struct stage *stage = walk->user;
	struct jx_formula_value mapped;
	jx_evaluation_body(evaluation, stage->node, row, &mapped);
	return stage->outer->on_row(evaluation, stage->outer, &mapped);
}

static void walk_stage(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct stage stage = {.outer = walk, .node = index};
	struct jx_walk inner = {.on_row = node->op == JX_OP_FILTER ? filter_row : map_row, .user = &stage};
	jx_evaluation_walk(evaluation, node->child, &inner);
	walk->source = inner.source;
	if (inner.not_computable.not_computable != JX_COMPUTABLE)
		walk->not_computable = inner.not_computable;
}

void jx_evaluation_walk(struct jx_evaluation *evaluation, uint16_t index, struct jx_walk *walk)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	struct jx_formula_value why;
	if (!jx_evaluation_step(evaluation)) {
		too_long(evaluation, index, walk);
		return;
	}
	switch ((int)nodes[index].op) {
	case JX_OP_FIELD:
		walk_field(evaluation, index, walk);
		return;
	case JX_OP_VARIABLE:
		walk_variable(evaluation, index, walk);
		return;
	case JX_OP_LIST:
		walk_literal(evaluation, index, walk);
		return;
	case JX_OP_IF: {
		uint16_t yes = nodes[nodes[index].child].next;
		enum jx_truth truth = jx_evaluation_truth(evaluation, nodes[index].child, &why);
		if (truth == JX_TRUTH_UNKNOWN)
			walk->not_computable = why;
		else
			jx_evaluation_walk(evaluation, truth == JX_TRUTH_YES ? yes : nodes[yes].next, walk);
		return;
	}
	default:
		walk_stage(evaluation, index, walk);
		return;
	}
}
