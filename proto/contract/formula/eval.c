/*
 * Evaluation of what gives one value: arithmetic, comparisons, logic, texts.
 *
 * Recursion over the nodes, at most JX_MAX_FORMULA_DEPTH deep. No memory is used but
 * for the path of a missing figure and the rows of a list that is the result itself.
 */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/path.h"

/* ---- what is not computable ---- */

void jx_evaluation_not_computable(struct jx_evaluation *evaluation, uint16_t index,
	const struct jx_formula_value *culprit, enum jx_not_computable not_computable,
	struct jx_formula_value *ret_value)
{
	const struct jx_trail *trail = culprit != NULL ? culprit->trail : NULL;
	if (trail == NULL) {
		const struct jx_node *node = &evaluation->formula->nodes[index];
		evaluation->trails[index] = (struct jx_trail){.name = evaluation->formula->text + node->start,
			.n_name = (size_t)(node->end - node->start)};
		trail = &evaluation->trails[index];
	}
	jx_value_start(ret_value, not_computable);
	ret_value->trail = trail;
}

void jx_evaluation_keep(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *value)
{
	struct jx_arena *arena = evaluation->run->arena;
	if (evaluation->paths == NULL)
		evaluation->paths = jx_arena_calloc(arena, evaluation->formula->n_nodes, sizeof(char *));
	if (evaluation->paths != NULL && evaluation->paths[index] == NULL)
		evaluation->paths[index] = jx_arena_alloc(arena, JX_PATH_BYTES);
	if (evaluation->paths == NULL || evaluation->paths[index] == NULL) {
		evaluation->status = jx_arena_fail(arena, NULL);
		jx_evaluation_stop(evaluation); /* the value is not given out */
		return;
	}
	jx_trail_print(value->trail, evaluation->paths[index], JX_PATH_BYTES);
	evaluation->trails[index] = (struct jx_trail){
		.name = evaluation->paths[index], .n_name = strlen(evaluation->paths[index])};
	value->trail = &evaluation->trails[index];
}

/* ---- numbers ---- */

static uint8_t larger(uint8_t a, uint8_t b)
{
	return a > b ? a : b;
}

bool jx_formula_add(struct jx_formula_value *a, const struct jx_formula_value *b)
{
	a->unit = a->unit == b->unit ? a->unit : 0;
	a->decimals = larger(a->decimals, b->decimals);
	a->is_low_open = a->is_low_open || b->is_low_open;
	a->is_high_open = a->is_high_open || b->is_high_open;
	return jx_slack_add(&a->slack, &b->slack) &&
	       jx_number_add(&a->as.number, &b->as.number, &a->as.number) == JX_OK;
}

/* Two operands, of which none is missing, into ret_value. False when the result does not fit. */
static bool compute(enum jx_op op, const struct jx_formula_value *a, const struct jx_formula_value *b,
	struct jx_formula_value *ret_value)
{
	struct jx_formula_value second;
	struct jx_number *number = &ret_value->as.number;
	jx_value_start(ret_value, JX_COMPUTABLE);
	switch ((int)op) {
	case JX_OP_SUBTRACT:
		second = *b;
		second.as.number = jx_number_negate(&second.as.number);
		second.is_low_open = b->is_high_open;
		second.is_high_open = b->is_low_open;
		b = &second;
		/* fall through */
	case JX_OP_ADD:
		*ret_value = *a;
		ret_value->trail = NULL;
		ret_value->is_default = false;
		return jx_formula_add(ret_value, b);
	case JX_OP_MULTIPLY:
		ret_value->unit = a->unit != 0 ? a->unit : b->unit;
		return jx_number_multiply(&a->as.number, &b->as.number, number) == JX_OK &&
		       jx_slack_multiply(a, b, &ret_value->slack);
	case JX_OP_REMAINDER:
		return jx_number_remainder(&a->as.number, &b->as.number, number) == JX_OK &&
		       jx_slack_remainder(a, b, &ret_value->slack);
	default:
		ret_value->unit = a->unit;
		return jx_number_divide(&a->as.number, &b->as.number, number) == JX_OK &&
		       jx_slack_divide(a, b, &ret_value->slack);
	}
}

static void eval_arithmetic(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	uint16_t second = evaluation->formula->nodes[node->child].next;
	struct jx_formula_value rooms[2];
	enum jx_op op = (enum jx_op)node->op;
	bool divides = op == JX_OP_DIVIDE || op == JX_OP_REMAINDER || op == JX_OP_RATIO;
	const struct jx_formula_value *a = jx_evaluation_operand(evaluation, node->child, &rooms[0]);
	const struct jx_formula_value *b = jx_evaluation_operand(evaluation, second, &rooms[1]);
	if (a->not_computable != JX_COMPUTABLE || b->not_computable != JX_COMPUTABLE)
		*ret_value = a->not_computable != JX_COMPUTABLE ? *a : *b;
	else if (divides && (jx_number_sign(&b->as.number) == 0 || jx_slack_hides_zero(b)))
		jx_evaluation_not_computable(evaluation, second, b, JX_NOT_COMPUTABLE_ZERO, ret_value);
	else if (!compute(op, a, b, ret_value))
		jx_evaluation_not_computable(evaluation, index, NULL, JX_NOT_COMPUTABLE_RANGE, ret_value);
}

/* A money's decimals are of 元, a number's its own. */
static bool round_to(struct jx_formula_value *value, bool is_money, unsigned decimals)
{
	struct jx_number hundred = jx_number_of(100);
	struct jx_number *number = &value->as.number;
	value->decimals = (uint8_t)(is_money ? 0 : decimals);
	if (!jx_slack_round(&value->slack, is_money, decimals))
		return false;
	if (!is_money)
		return jx_number_round(number, decimals, number) == JX_OK;
	return jx_number_divide(number, &hundred, number) == JX_OK &&
	       jx_number_round(number, decimals, number) == JX_OK &&
	       jx_number_multiply(number, &hundred, number) == JX_OK;
}

static void eval_single(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_formula *formula = evaluation->formula;
	const struct jx_node *node = &formula->nodes[index];
	jx_evaluation_value(evaluation, node->child, ret_value);
	if (ret_value->not_computable != JX_COMPUTABLE)
		return;
	ret_value->trail = NULL;
	ret_value->is_default = false;
	if (node->op == JX_OP_NEGATE ||
		(node->op == JX_OP_ABS && jx_number_sign(&ret_value->as.number) < 0)) {
		bool was_low_open = ret_value->is_low_open;
		ret_value->as.number = jx_number_negate(&ret_value->as.number);
		ret_value->is_low_open = ret_value->is_high_open;
		ret_value->is_high_open = was_low_open;
	} else if (node->op == JX_OP_ROUND) {
		ret_value->is_low_open = false;
		ret_value->is_high_open = false;
		uint16_t second = formula->nodes[node->child].next;
		int64_t decimals = 0;
		if (second != 0)
			(void)!jx_number_scaled(&formula->nodes[second].of.constant->as.number, 0, &decimals);
		if (!round_to(ret_value, node->type.kind == JX_FORMULA_MONEY, (unsigned)decimals))
			jx_evaluation_not_computable(
				evaluation, index, NULL, JX_NOT_COMPUTABLE_RANGE, ret_value);
	}
}

/* ---- logic ---- */

static void eval_condition(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	enum jx_truth truth = jx_evaluation_decide(evaluation, index, ret_value);
	if (truth != JX_TRUTH_UNKNOWN)
		jx_value_set_bool(ret_value, truth == JX_TRUTH_YES);
}

static void eval_choice(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *nodes = evaluation->formula->nodes;
	uint16_t yes = nodes[nodes[index].child].next;
	enum jx_truth truth = jx_evaluation_truth(evaluation, nodes[index].child, ret_value);
	if (truth != JX_TRUTH_UNKNOWN)
		jx_evaluation_value(evaluation, truth == JX_TRUTH_YES ? yes : nodes[yes].next, ret_value);
}

/* ---- one value ---- */

static void eval_op(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	switch ((int)node->op) {
	case JX_OP_CONST:
		*ret_value = *node->of.constant;
		return;
	case JX_OP_FIELD:
	case JX_OP_VARIABLE:
	case JX_OP_BOUND:
		jx_evaluation_path(evaluation, index, ret_value);
		return;
	case JX_OP_NEGATE:
	case JX_OP_ABS:
	case JX_OP_ROUND:
		eval_single(evaluation, index, ret_value);
		return;
	case JX_OP_ADD:
	case JX_OP_SUBTRACT:
	case JX_OP_MULTIPLY:
	case JX_OP_DIVIDE:
	case JX_OP_REMAINDER:
	case JX_OP_RATIO:
		eval_arithmetic(evaluation, index, ret_value);
		return;
	case JX_OP_HAS:
	case JX_OP_NOT:
	case JX_OP_AND:
	case JX_OP_OR:
	case JX_OP_EQ:
	case JX_OP_NE:
	case JX_OP_LT:
	case JX_OP_LE:
	case JX_OP_GT:
	case JX_OP_GE:
	case JX_OP_STARTS_WITH:
	case JX_OP_ENDS_WITH:
	case JX_OP_CONTAINS:
		eval_condition(evaluation, index, ret_value);
		return;
	case JX_OP_PLAIN:
	case JX_OP_FIRST_DAY:
	case JX_OP_LAST_DAY:
		jx_evaluation_text(evaluation, index, ret_value);
		return;
	case JX_OP_IF:
		eval_choice(evaluation, index, ret_value);
		return;
	case JX_OP_IN:
	case JX_OP_INDEX:
	case JX_OP_SIZE:
	case JX_OP_SUM:
	case JX_OP_MIN:
	case JX_OP_MAX:
	case JX_OP_ALL:
	case JX_OP_EXISTS:
	case JX_OP_EXISTS_ONE:
		jx_evaluation_fold(evaluation, index, ret_value);
		return;
	default: /* the rest are lists, or are gone once a formula is compiled */
		break;
	}
	jx_evaluation_not_computable(evaluation, index, NULL, JX_NOT_COMPUTABLE_RANGE, ret_value);
}

static void emit_step(struct jx_evaluation *evaluation, uint16_t index, const struct jx_formula_value *value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct jx_formula_value shown = *value;
	char path[JX_PATH_BYTES];
	if (node->op == JX_OP_CONST || value->type.kind == JX_FORMULA_MESSAGE)
		return;
	shown.path = shown.trail != NULL ? jx_trail_print(shown.trail, path, sizeof(path)) : NULL;
	shown.trail = NULL;
	evaluation->run->on_step(evaluation->run->user,
		&(struct jx_formula_step){.text = evaluation->formula->text + node->start,
			.n_bytes = (size_t)(node->end - node->start),
			.value = &shown});
}

/* A shared value is kept for all messages, so its slack is that of its own digits, whatever stands beside it. */
static void eval_to_share(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	struct jx_formula_digits *outer = evaluation->digits;
	struct jx_formula_digits own = {.is_gathered = false};
	if (outer != NULL) {
		evaluation->digits = &own;
		eval_op(evaluation, index, ret_value);
		own.is_gathered = true;
	}
	eval_op(evaluation, index, ret_value);
	evaluation->digits = outer;
}

/* A text that plain() made lies where the values of one row do; a kept one outlives them. */
static void keep_text(struct jx_evaluation *evaluation, struct jx_formula_value *kept)
{
	if (kept->type.kind != JX_FORMULA_TEXT || kept->type.is_list || kept->not_computable != JX_COMPUTABLE)
		return;
	kept->as.text = jx_arena_strdup(evaluation->run->shared_arena, kept->as.text);
	if (kept->as.text == NULL)
		evaluation->status = jx_arena_fail(evaluation->run->shared_arena, NULL);
}

/* Computes a value that is the same for all messages once. */
static void eval_shared(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	struct jx_formula_value *kept =
		&evaluation->run->shared[evaluation->formula->nodes[index].shared - 1];
	struct jx_trail *trail = &evaluation->trails[index];
	char path[JX_PATH_BYTES];
	if (kept->type.kind == JX_FORMULA_UNKNOWN) {
		eval_to_share(evaluation, index, ret_value);
		if (evaluation->status != JX_OK)
			return;
		*kept = *ret_value;
		kept->type = evaluation->formula->nodes[index].type;
		kept->trail = NULL;
		kept->path = NULL;
		if (ret_value->trail != NULL)
			kept->path = jx_arena_strdup(evaluation->run->shared_arena,
				jx_trail_print(ret_value->trail, path, sizeof(path)));
		if (ret_value->trail != NULL && kept->path == NULL)
			evaluation->status = jx_arena_fail(evaluation->run->shared_arena, NULL);
		keep_text(evaluation, kept);
		return;
	}
	*ret_value = *kept;
	ret_value->path = NULL;
	if (kept->path == NULL)
		return;
	*trail = (struct jx_trail){.name = kept->path, .n_name = strlen(kept->path)};
	ret_value->trail = trail;
}

void jx_evaluation_value(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	bool is_shared = evaluation->formula->nodes[index].shared != 0 && evaluation->run->shared != NULL;
	if (!jx_evaluation_step(evaluation))
		jx_evaluation_not_computable(evaluation, index, NULL, JX_NOT_COMPUTABLE_RANGE, ret_value);
	else if (is_shared)
		eval_shared(evaluation, index, ret_value);
	else
		eval_op(evaluation, index, ret_value);
	ret_value->type = evaluation->formula->nodes[index].type;
	if (evaluation->run->on_step != NULL && evaluation->level == 0)
		emit_step(evaluation, index, ret_value);
}

const struct jx_formula_value *jx_evaluation_operand(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *room)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	bool is_at_hand = node->op == JX_OP_CONST || node->op == JX_OP_BOUND || node->op == JX_OP_FIELD;
	if (!is_at_hand || node->shared != 0 || evaluation->run->on_step != NULL ||
		!jx_evaluation_step(evaluation)) {
		jx_evaluation_value(evaluation, index, room);
		return room;
	}
	if (node->op == JX_OP_CONST)
		return node->of.constant;
	if (node->op == JX_OP_BOUND)
		return evaluation->bound[node->slot];
	jx_evaluation_path(evaluation, index, room);
	room->type = node->type;
	return room;
}

/* ---- the result ---- */

/* Puts the path of a value into the arena, when it is needed. */
static void settle(struct jx_evaluation *evaluation, struct jx_formula_value *value)
{
	char path[JX_PATH_BYTES];
	bool is_wanted = value->not_computable != JX_COMPUTABLE || value->type.kind == JX_FORMULA_MESSAGE;
	value->path = NULL;
	if (is_wanted && value->trail != NULL) {
		value->path = jx_arena_strdup(
			evaluation->run->arena, jx_trail_print(value->trail, path, sizeof(path)));
		if (value->path == NULL)
			evaluation->status = jx_arena_fail(evaluation->run->arena, NULL);
	}
	value->trail = NULL;
}

struct collection {
	struct jx_formula_value *items;
	size_t n_items;
	size_t n_room;
};

static bool collect(
	struct jx_evaluation *evaluation, struct jx_walk *walk, const struct jx_formula_value *row)
{
	struct collection *collection = walk->user;
	if (collection->n_items == collection->n_room) {
		size_t n_room = collection->n_room * 2 + 8;
		struct jx_formula_value *items =
			jx_arena_alloc(evaluation->run->arena, n_room * sizeof(*items));
		if (items == NULL) {
			evaluation->status = jx_arena_fail(evaluation->run->arena, NULL);
			return false;
		}
		if (collection->n_items > 0)
			memcpy(items, collection->items, collection->n_items * sizeof(*items));
		collection->items = items;
		collection->n_room = n_room;
	}
	struct jx_formula_value *item = &collection->items[collection->n_items++];
	*item = *row;
	settle(evaluation, item);
	return evaluation->status == JX_OK;
}

static void eval_list(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	struct collection collection = {NULL, 0, 0};
	struct jx_walk walk = {.on_row = collect, .user = &collection};
	jx_evaluation_walk(evaluation, index, &walk);
	*ret_value = walk.not_computable;
	ret_value->type = evaluation->formula->nodes[index].type;
	if (walk.not_computable.not_computable == JX_COMPUTABLE)
		ret_value->as.list = (struct jx_formula_list){collection.items, collection.n_items};
}

bool jx_evaluation_next_slice(struct jx_evaluation *evaluation)
{
	uint64_t n = evaluation->n_left < JX_STOP_STEPS ? evaluation->n_left : JX_STOP_STEPS;
	if (n > 0 && jx_stop_is_due(evaluation->run->stop)) {
		evaluation->status = JX_DEADLINE;
		jx_evaluation_stop(evaluation);
		return false;
	}
	evaluation->n_left -= n;
	evaluation->n_slice = (uint32_t)n;
	return n > 0;
}

/* Not "= {0}": the trails are 20 KB, and each is set before it is read. */
static void begin(
	struct jx_evaluation *evaluation, const struct jx_formula *formula, const struct jx_formula_run *run)
{
	uint64_t n_steps = run->digits != NULL ? 2 * formula->cost : formula->cost; /* shared values: twice */
	evaluation->formula = formula;
	evaluation->run = run;
	evaluation->n_slice = (uint32_t)(n_steps < JX_STOP_STEPS ? n_steps : JX_STOP_STEPS);
	evaluation->n_left = n_steps - evaluation->n_slice;
	evaluation->digits = run->digits;
	evaluation->level = 0;
	evaluation->status = JX_OK;
	evaluation->paths = NULL;
}

enum jx_status jx_formula_eval(const struct jx_formula *formula, const struct jx_formula_run *run,
	struct jx_formula_value *ret_value)
{
	struct jx_evaluation evaluation;
	begin(&evaluation, formula, run);
	if (formula->nodes[formula->root].type.is_list)
		eval_list(&evaluation, formula->root, ret_value);
	else
		jx_evaluation_value(&evaluation, formula->root, ret_value);
	if (evaluation.status == JX_OK)
		settle(&evaluation, ret_value);
	return evaluation.status;
}

enum jx_status jx_formula_test(const struct jx_formula *formula, const struct jx_formula_run *run,
	enum jx_truth *ret_truth, struct jx_formula_value *ret_why)
{
	struct jx_evaluation evaluation;
	begin(&evaluation, formula, run);
	*ret_truth = jx_evaluation_truth(&evaluation, formula->root, ret_why);
	if (*ret_truth == JX_TRUTH_UNKNOWN && evaluation.status == JX_OK) {
		ret_why->type = jx_formula_type_of(formula);
		settle(&evaluation, ret_why);
	}
	return evaluation.status;
}
