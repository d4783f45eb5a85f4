/*
 * What takes the rows of a list and gives one value.
 *
 * A row that is not computable makes the result so, unless another row decides alone: one false for all, one
 * true for exists, one equal for in. Nothing to add, and nothing to choose from, is not zero: sum, min and max
 * of no rows are not computable and name the list.
 */
#include <string.h>

#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"

/* What a fold has seen so far. */
struct fold {
	uint16_t node;
	enum jx_op op;
	size_t n_rows;
	size_t n_hits;                          /* of exists_one */
	size_t wanted;                          /* row of an index */
	const struct jx_formula_value *item;    /* of "in" */
	struct jx_formula_value result;         /* once is_decided, or of sum, min, max so far */
	struct jx_formula_value not_computable; /* of the first row that is not computable */
	bool is_decided;
};

static bool note_not_computable(
	struct jx_evaluation *evaluation, struct fold *fold, const struct jx_formula_value *row)
{
	if (fold->not_computable.not_computable == JX_COMPUTABLE) {
		fold->not_computable = *row;
		jx_evaluation_keep(evaluation, fold->node, &fold->not_computable);
	}
	return evaluation->status == JX_OK;
}

static bool decide(struct fold *fold, bool is_true)
{
	fold->result = jx_formula_bool(is_true);
	fold->is_decided = true;
	return false;
}

static bool test_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	struct fold *fold = walk->user;
	struct jx_formula_value why;
	enum jx_truth truth = jx_evaluation_test(evaluation, fold->node, row, &why);
	if (truth == JX_TRUTH_UNKNOWN)
		return note_not_computable(evaluation, fold, &why);
	if (fold->op == JX_OP_EXISTS_ONE)
		fold->n_hits += truth == JX_TRUTH_YES ? 1 : 0;
	else if ((truth == JX_TRUTH_YES) == (fold->op == JX_OP_EXISTS))
		return decide(fold, truth == JX_TRUTH_YES);
	return true;
}

static bool compare_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	struct fold *fold = walk->user;
	if (row->not_computable != JX_COMPUTABLE)
		return note_not_computable(evaluation, fold, row);
	return jx_evaluation_compare(evaluation, row->type.kind, fold->item, row) == 0 ? decide(fold, true)
										       : true;
}

static bool count_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	struct fold *fold = walk->user;
	(void)evaluation;
	(void)row;
	fold->n_rows++;
	return true;
}

static bool pick_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	struct fold *fold = walk->user;
	(void)evaluation;
	if (fold->n_rows++ != fold->wanted)
		return true;
	fold->result = *row;
	fold->is_decided = true;
	return false;
}

/* sum, min, max. A row that is not computable is the result. */
static bool gather_row(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	struct fold *fold = walk->user;
	struct jx_formula_value *result = &fold->result;
	if (row->not_computable != JX_COMPUTABLE) {
		*result = *row;
		return false;
	}
	if (fold->n_rows++ == 0) {
		*result = *row;
	} else if (fold->op == JX_OP_SUM) {
		if (!jx_formula_add(result, row)) {
			jx_evaluation_not_computable(
				evaluation, fold->node, NULL, JX_NOT_COMPUTABLE_RANGE, result);
			return false;
		}
	} else {
		int order = jx_number_compare(&row->as.number, &result->as.number);
		struct jx_number slack = result->slack;
		if (fold->op == JX_OP_MIN ? order < 0 : order > 0)
			*result = *row;
		jx_slack_widen(&result->slack, &slack); /* with other digits another row might be the one */
		jx_slack_widen(&result->slack, &row->slack);
		result->is_low_open = false;
		result->is_high_open = false;
	}
	result->is_default = false;
	result->trail = NULL; /* it is the result of a computation, not the row */
	return true;
}

/* ---- each kind of fold ---- */

static void fold_test(struct jx_evaluation *evaluation, uint16_t list, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	struct jx_walk walk = {.on_row = fold->op == JX_OP_IN ? compare_row : test_row, .user = fold};
	jx_evaluation_walk(evaluation, list, &walk);
	if (fold->is_decided)
		*ret_value = fold->result;
	else if (fold->not_computable.not_computable != JX_COMPUTABLE ||
		 walk.not_computable.not_computable != JX_COMPUTABLE)
		*ret_value = fold->not_computable.not_computable != JX_COMPUTABLE ? fold->not_computable
										  : walk.not_computable;
	else if (fold->op == JX_OP_EXISTS_ONE)
		*ret_value = jx_formula_bool(fold->n_hits == 1);
	else
		*ret_value = jx_formula_bool(fold->op == JX_OP_ALL);
}

static void fold_in(struct jx_evaluation *evaluation, uint16_t item, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	struct jx_formula_value room;
	fold->item = jx_evaluation_operand(evaluation, item, &room);
	if (fold->item->not_computable != JX_COMPUTABLE)
		*ret_value = *fold->item;
	else
		fold_test(evaluation, evaluation->formula->nodes[item].next, fold, ret_value);
}

static void fold_gather(struct jx_evaluation *evaluation, uint16_t first, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	struct jx_walk walk = {.on_row = gather_row, .user = fold};
	struct jx_formula_value row;
	if (nodes[first].type.is_list) {
		jx_evaluation_walk(evaluation, first, &walk);
	} else {
		uint16_t at = first;
		do {
			jx_evaluation_value(evaluation, at, &row);
			at = nodes[at].next;
		} while (gather_row(evaluation, &walk, &row) && at != 0);
	}
	struct jx_formula_value source = {.trail = walk.source};
	if (fold->result.not_computable != JX_COMPUTABLE)
		*ret_value = fold->result;
	else if (walk.not_computable.not_computable != JX_COMPUTABLE)
		*ret_value = walk.not_computable;
	else if (fold->n_rows == 0)
		jx_evaluation_not_computable(
			evaluation, first, &source, JX_NOT_COMPUTABLE_MISSING, ret_value);
	else
		*ret_value = fold->result;
}

static size_t count_characters(struct jx_evaluation *evaluation, const char *text)
{
	size_t n = 0;
	jx_evaluation_charge_bytes(evaluation, strlen(text));
	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
	return n;
}

static void fold_size(struct jx_evaluation *evaluation, uint16_t list, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	struct jx_walk walk = {.on_row = count_row, .user = fold};
	if (evaluation->formula->nodes[list].type.is_list) {
		jx_evaluation_walk(evaluation, list, &walk);
		*ret_value = walk.not_computable.not_computable != JX_COMPUTABLE
				     ? walk.not_computable
				     : jx_formula_number(jx_number_of((int64_t)fold->n_rows));
		return;
	}
	jx_evaluation_value(evaluation, list, ret_value);
	if (ret_value->not_computable == JX_COMPUTABLE)
		*ret_value = jx_formula_number(
			jx_number_of((int64_t)count_characters(evaluation, ret_value->as.text)));
}

/* ---- indexing ---- */

/* A row of a field without walking to it. */
static void index_field(struct jx_evaluation *evaluation, uint16_t list, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	const ProtobufCFieldDescriptor *field = evaluation->formula->nodes[list].of.field;
	const ProtobufCMessage *message = jx_evaluation_receiver(evaluation, list, ret_value);
	struct jx_trail *trail = &evaluation->trails[fold->node];
	bool is_list_absent = message == NULL && ret_value->not_computable == JX_NOT_COMPUTABLE_MISSING &&
			      ret_value->trail == &evaluation->trails[list];
	if (message == NULL && !is_list_absent)
		return;
	*trail = evaluation->trails[list];
	trail->index = fold->wanted;
	trail->has_index = true;
	if (message == NULL || fold->wanted >= jx_field_count(message, field))
		jx_value_start(ret_value, JX_NOT_COMPUTABLE_MISSING);
	else
		jx_evaluation_read(evaluation, field, jx_field_item(message, field, fold->wanted), ret_value);
	ret_value->trail = trail;
}

/* The row keeps its own path; a row that is not there is named by the list, which is no path to go down from. */
static void index_walk(struct jx_evaluation *evaluation, uint16_t list, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	struct jx_walk walk = {.on_row = pick_row, .user = fold};
	jx_evaluation_walk(evaluation, list, &walk);
	struct jx_formula_value source = {.trail = walk.source};
	if (!fold->is_decided) {
		if (walk.not_computable.not_computable != JX_COMPUTABLE)
			*ret_value = walk.not_computable;
		else
			jx_evaluation_not_computable(
				evaluation, list, &source, JX_NOT_COMPUTABLE_MISSING, ret_value);
		return;
	}
	*ret_value = fold->result;
	if (ret_value->not_computable == JX_COMPUTABLE && ret_value->trail != NULL) {
		evaluation->trails[fold->node] = *ret_value->trail;
		ret_value->trail = &evaluation->trails[fold->node];
	}
}

static void fold_index(struct jx_evaluation *evaluation, uint16_t list, struct fold *fold,
	struct jx_formula_value *ret_value)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	uint16_t second = nodes[list].next;
	struct jx_formula_value index;
	int64_t wanted = 0;
	jx_evaluation_value(evaluation, second, &index);
	if (index.not_computable != JX_COMPUTABLE) {
		*ret_value = index;
		return;
	}
	jx_number_reduce(&index.as.number);
	if (index.as.number.bottom != 1 || jx_number_sign(&index.as.number) < 0 ||
		jx_number_scaled(&index.as.number, 0, &wanted) != JX_OK) {
		jx_evaluation_not_computable(evaluation, second, &index, JX_NOT_COMPUTABLE_RANGE, ret_value);
		return;
	}
	fold->wanted = (size_t)wanted;
	if (nodes[list].op == JX_OP_FIELD)
		index_field(evaluation, list, fold, ret_value);
	else
		index_walk(evaluation, list, fold, ret_value);
}

void jx_evaluation_fold(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct fold fold;
	/* not "= {0}": three values are most of it, and a short list is walked for each row of a report */
	fold.node = index;
	fold.op = (enum jx_op)node->op;
	fold.n_rows = 0;
	fold.n_hits = 0;
	fold.is_decided = false;
	jx_value_start(&fold.result, JX_COMPUTABLE);
	jx_value_start(&fold.not_computable, JX_COMPUTABLE);
	switch ((int)node->op) {
	case JX_OP_IN:
		fold_in(evaluation, node->child, &fold, ret_value);
		return;
	case JX_OP_INDEX:
		fold_index(evaluation, node->child, &fold, ret_value);
		return;
	case JX_OP_SIZE:
		fold_size(evaluation, node->child, &fold, ret_value);
		return;
	case JX_OP_SUM:
	case JX_OP_MIN:
	case JX_OP_MAX:
		fold_gather(evaluation, node->child, &fold, ret_value);
		return;
	default:
		fold_test(evaluation, node->child, &fold, ret_value);
		return;
	}
}
