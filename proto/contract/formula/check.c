/*
 * Types: every operator gets operands that fit, so that evaluation never has to ask.
 *
 * An expression that is wrong has the type UNKNOWN and is reported once: what is built on it stays silent.
 */
#include <string.h>

#include "proto/contract/figure/figure.h"
#include "proto/contract/formula/private.h"

#define WORD_STEPS 4 /* what comparing two texts that differ early costs, as nearly all do */

static const struct jx_formula_type BOOL = {.kind = JX_FORMULA_BOOL};
static const struct jx_formula_type NUMBER = {.kind = JX_FORMULA_NUMBER};
static const struct jx_formula_type MONEY = {.kind = JX_FORMULA_MONEY};

/* ---- helpers ---- */

static struct jx_node *first(struct jx_compiler *compiler, const struct jx_node *node)
{
	return &compiler->nodes[node->child];
}

static struct jx_node *next(struct jx_compiler *compiler, const struct jx_node *node)
{
	return &compiler->nodes[node->next];
}

static bool is_unknown(const struct jx_node *node)
{
	return node->type.kind == JX_FORMULA_UNKNOWN;
}

static bool is_same(struct jx_formula_type a, struct jx_formula_type b)
{
	return a.kind == b.kind && a.is_list == b.is_list && a.descriptor == b.descriptor;
}

/* What to call a node: a loop's own slice is the name of its rows. */
static const char *name_of(
	const struct jx_compiler *compiler, const struct jx_node *node, char out[JX_SLICE_BYTES])
{
	const char *function = jx_function_of_op((enum jx_op)node->op);
	return function != NULL ? function
				: jx_compiler_slice(compiler, node->name_start, node->name_end, out);
}

static void refuse_operand(struct jx_compiler *compiler, const struct jx_node *node,
	const struct jx_node *found, const char *zh, const char *en)
{
	char name[JX_SLICE_BYTES];
	struct jx_type_words words;
	if (is_unknown(found))
		return;
	jx_compiler_fault(compiler, JX_REASON_FORMULA_WANTS, found->start, found->end,
		JX_ARGS(JX_TEXT(name_of(compiler, node, name)), JX_WORDS(zh, en),
			jx_formula_type_arg(found->type, &words)));
}

/* Reports two operands that the operator of a node does not apply to. */
static void refuse_operands(struct jx_compiler *compiler, const struct jx_node *node, const struct jx_node *a,
	const struct jx_node *b)
{
	char sign[JX_SLICE_BYTES];
	struct jx_type_words words[2];
	if (is_unknown(a) || is_unknown(b))
		return;
	jx_compiler_slice(compiler, node->name_start, node->name_end, sign);
	jx_compiler_fault(compiler, JX_REASON_FORMULA_OPERANDS, node->name_start, node->name_end,
		JX_ARGS(JX_TEXT(sign), jx_formula_type_arg(a->type, &words[0]),
			jx_formula_type_arg(b->type, &words[1])));
}

static bool require_bool(
	struct jx_compiler *compiler, const struct jx_node *node, const struct jx_node *found)
{
	if (!jx_node_is(found, JX_FORMULA_BOOL))
		refuse_operand(
			compiler, node, found, "是或否（例如比较）", "a yes or no, such as a comparison");
	return jx_node_is(found, JX_FORMULA_BOOL);
}

static bool require_list(
	struct jx_compiler *compiler, const struct jx_node *node, const struct jx_node *found)
{
	if (!found->type.is_list)
		refuse_operand(compiler, node, found, "列表", "a list");
	return found->type.is_list && !is_unknown(found);
}

static bool require_quantity(
	struct jx_compiler *compiler, const struct jx_node *node, const struct jx_node *found)
{
	if (!jx_node_is_quantity(found))
		refuse_operand(compiler, node, found, "数或金额", "a number or money");
	return jx_node_is_quantity(found);
}

static bool require_text(
	struct jx_compiler *compiler, const struct jx_node *node, const struct jx_node *found)
{
	if (!jx_node_is(found, JX_FORMULA_TEXT))
		refuse_operand(compiler, node, found, "文字", "a text");
	return jx_node_is(found, JX_FORMULA_TEXT);
}

/* ---- operators; each gives the type of its node, or reports a problem and leaves it unknown ---- */

static void check_arithmetic(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *a = first(compiler, node);
	const struct jx_node *b = next(compiler, a);
	bool is_a_money = jx_node_is(a, JX_FORMULA_MONEY);
	bool is_b_money = jx_node_is(b, JX_FORMULA_MONEY);
	bool is_fine = jx_node_is_quantity(a) && jx_node_is_quantity(b);
	enum jx_op op = (enum jx_op)node->op;
	node->type = is_a_money || is_b_money ? MONEY : NUMBER;
	if (op == JX_OP_ADD || op == JX_OP_SUBTRACT)
		is_fine = is_fine && is_a_money == is_b_money;
	else if (op == JX_OP_MULTIPLY)
		is_fine = is_fine && !(is_a_money && is_b_money);
	else if (op == JX_OP_REMAINDER)
		is_fine = is_fine && !is_a_money && !is_b_money;
	else
		is_fine = is_fine && (is_a_money || !is_b_money);
	if (op == JX_OP_DIVIDE && is_a_money && is_b_money)
		node->type = NUMBER;
	if (is_fine)
		return;
	node->type.kind = JX_FORMULA_UNKNOWN;
	refuse_operands(compiler, node, a, b);
}

static bool is_comparable(enum jx_formula_kind kind, bool has_order)
{
	if (kind == JX_FORMULA_NUMBER || kind == JX_FORMULA_MONEY || kind == JX_FORMULA_TEXT ||
		kind == JX_FORMULA_TIME)
		return true;
	return !has_order && (kind == JX_FORMULA_BOOL || kind == JX_FORMULA_ENUM);
}

static void check_comparison(struct jx_compiler *compiler, struct jx_node *node)
{
	struct jx_node *a = first(compiler, node);
	struct jx_node *b = next(compiler, a);
	bool has_order = node->op != JX_OP_EQ && node->op != JX_OP_NE;
	node->type = BOOL;
	if (!has_order && !a->type.is_list && !b->type.is_list) {
		jx_compiler_adapt(compiler, a, b->type);
		jx_compiler_adapt(compiler, b, a->type);
	}
	if (!is_same(a->type, b->type) || a->type.is_list || !is_comparable(a->type.kind, has_order))
		refuse_operands(compiler, node, a, b);
	if (!jx_node_is(a, JX_FORMULA_TEXT) || !jx_node_is(b, JX_FORMULA_TEXT))
		return;
	jx_compiler_charge(compiler, WORD_STEPS);
	jx_compiler_charge_comparison(compiler, node->child, a->next);
}

static void check_in(struct jx_compiler *compiler, struct jx_node *node)
{
	struct jx_node *item = first(compiler, node);
	struct jx_node *list = next(compiler, item);
	uint16_t index = (uint16_t)(list - compiler->nodes);
	node->type = BOOL;
	if (!require_list(compiler, node, list))
		return;
	if (!item->type.is_list) {
		jx_compiler_adapt(compiler, list, item->type);
		jx_compiler_adapt(compiler, item, list->type);
	}
	struct jx_formula_type row = list->type;
	row.is_list = false;
	if (!is_same(item->type, row) || !is_comparable(row.kind, false))
		refuse_operands(compiler, node, item, list);
	jx_compiler_charge_rows(compiler, index, 1 + WORD_STEPS);
	if (jx_node_is(item, JX_FORMULA_TEXT))
		jx_compiler_charge_membership(compiler, node->child, index);
}

static void check_logic(struct jx_compiler *compiler, struct jx_node *node)
{
	node->type = BOOL;
	for (uint16_t at = node->child; at != 0; at = compiler->nodes[at].next)
		(void)require_bool(compiler, node, &compiler->nodes[at]);
}

static void check_negation(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *number = first(compiler, node);
	if (!require_quantity(compiler, node, number))
		return;
	node->type = number->type;
	if (number->op != JX_OP_CONST)
		return;
	struct jx_formula_value value = *number->of.constant;
	value.as.number = jx_number_negate(&value.as.number);
	jx_compiler_set_constant(compiler, (uint16_t)(node - compiler->nodes), &value);
}

static void check_choice(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *condition = first(compiler, node);
	const struct jx_node *yes = next(compiler, condition);
	const struct jx_node *no = next(compiler, yes);
	(void)require_bool(compiler, node, condition);
	if (!is_same(yes->type, no->type)) {
		refuse_operands(compiler, node, yes, no);
		return;
	}
	node->type = yes->type;
	node->max_rows = yes->max_rows > no->max_rows ? yes->max_rows : no->max_rows;
}

static void check_index(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *list = first(compiler, node);
	const struct jx_node *index = next(compiler, list);
	bool is_written = index->op == JX_OP_CONST;
	bool is_whole =
		is_written ? jx_node_is_whole(index, INT64_MAX) : jx_node_is(index, JX_FORMULA_NUMBER);
	if (!is_whole)
		refuse_operand(compiler, node, index, "从 0 起的整数", "a whole number, counted from 0");
	if (!require_list(compiler, node, list))
		return;
	node->type = list->type;
	node->type.is_list = false;
	if (list->op != JX_OP_FIELD)
		jx_compiler_charge_rows(compiler, node->child, 1);
}

static void refuse_mixed_list(
	struct jx_compiler *compiler, const struct jx_node *whole, const struct jx_node *item)
{
	struct jx_type_words words[2];
	if (is_unknown(whole) || is_unknown(item))
		return;
	jx_compiler_fault(compiler, JX_REASON_FORMULA_MIXED_LIST, item->name_start, item->name_end,
		JX_ARGS(jx_formula_type_arg(whole->type, &words[0]),
			jx_formula_type_arg(item->type, &words[1])));
}

static void check_list(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *item = first(compiler, node);
	const struct jx_node *whole = item;
	if (node->child == 0) {
		jx_compiler_fault(compiler, JX_REASON_FORMULA_EMPTY_LIST, node->start, node->end, NULL);
		return;
	}
	node->max_rows = node->n_operands;
	for (uint16_t at = node->child; at != 0; at = item->next) {
		item = &compiler->nodes[at];
		if (item->type.is_list) {
			jx_compiler_fault(
				compiler, JX_REASON_FORMULA_LIST_IN_LIST, item->start, item->end, NULL);
			return;
		}
		if (!is_same(item->type, whole->type)) {
			refuse_mixed_list(compiler, whole, item);
			return;
		}
	}
	node->type = whole->type;
	node->type.is_list = true;
}

/* ---- functions ---- */

static void check_has(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *path = first(compiler, node);
	enum jx_op op = (enum jx_op)path->op;
	node->type = BOOL;
	if (op == JX_OP_FIELD || op == JX_OP_BOUND || op == JX_OP_VARIABLE || op == JX_OP_INDEX ||
		is_unknown(path))
		return;
	jx_compiler_fault(compiler, JX_REASON_FORMULA_HAS, path->start, path->end, NULL);
}

static void check_size(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *list = first(compiler, node);
	node->type = NUMBER;
	if (jx_node_is(list, JX_FORMULA_TEXT))
		jx_compiler_charge_search(compiler, node->child, 0);
	else if (list->type.is_list)
		jx_compiler_charge_rows(compiler, node->child, 1);
	else
		refuse_operand(compiler, node, list, "列表或文字", "a list or a text");
}

/* sum, min, max: of a list, or of several values. */
static void check_fold(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *item = first(compiler, node);
	const struct jx_node *whole = item;
	if (node->n_operands == 1) {
		if (!require_list(compiler, node, item))
			return;
		node->type = item->type;
		node->type.is_list = false;
		if (!jx_node_is_quantity(node)) {
			node->type.kind = JX_FORMULA_UNKNOWN;
			refuse_operand(compiler, node, item, "数或金额的列表（可用 map 取出）",
				"a list of numbers or money, taken out with map");
		}
		jx_compiler_charge_rows(compiler, node->child, 1);
		return;
	}
	for (uint16_t at = node->child; at != 0; at = item->next) {
		item = &compiler->nodes[at];
		if (!require_quantity(compiler, node, item))
			return;
		if (!is_same(item->type, whole->type)) {
			refuse_operands(compiler, node, whole, item);
			return;
		}
	}
	node->type = whole->type;
}

static void check_rounding(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *value = first(compiler, node);
	bool is_money = jx_node_is(value, JX_FORMULA_MONEY);
	if (!require_quantity(compiler, node, value))
		return;
	node->type = value->type;
	if (node->n_operands == 1 || node->op == JX_OP_ABS)
		return;
	const struct jx_node *decimals = next(compiler, value);
	if (is_money && !jx_node_is_whole(decimals, JX_YUAN_DECIMALS))
		jx_compiler_require_literal(compiler, node, decimals, "以元计的小数位数 0、1 或 2",
			"the decimals of yuan, 0, 1 or 2");
	else if (!jx_node_is_whole(decimals, JX_NUMBER_MAX_DECIMALS))
		jx_compiler_require_literal(
			compiler, node, decimals, "小数位数 0 到 12", "a number of decimals, 0 to 12");
}

static void check_ratio(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *a = first(compiler, node);
	const struct jx_node *b = next(compiler, a);
	node->type = NUMBER;
	if (jx_node_is_quantity(a) && is_same(a->type, b->type))
		return;
	refuse_operands(compiler, node, a, b);
}

static void check_search(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *text = first(compiler, node);
	node->type = BOOL;
	if (!require_text(compiler, node, text) || !require_text(compiler, node, next(compiler, text)))
		return;
	jx_compiler_charge(compiler, WORD_STEPS);
	jx_compiler_charge_search(compiler, node->child, text->next);
}

/* plain, first_day, last_day: read the text once. */
static void check_reading(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *text = first(compiler, node);
	if (!require_text(compiler, node, text))
		return;
	node->type = node->op == JX_OP_PLAIN ? text->type : NUMBER;
	jx_compiler_charge_search(compiler, node->child, 0);
}

static void check_loop(struct jx_compiler *compiler, uint16_t index)
{
	struct jx_node *node = &compiler->nodes[index];
	const struct jx_node *list = first(compiler, node);
	jx_compiler_check(compiler, node->child);
	bool is_list = require_list(compiler, node, list);
	if (!jx_compiler_open_loop(compiler, index))
		return;
	node->slot = (uint8_t)(compiler->n_loops - 1);
	jx_compiler_charge(compiler, 1);
	jx_compiler_check(compiler, list->next);
	if (list->reads != 0)
		jx_compiler_share(compiler, list->next);
	compiler->n_loops--;
	const struct jx_node *body = next(compiler, list);
	enum jx_op op = (enum jx_op)node->op;
	node->max_rows = list->max_rows;
	if (op == JX_OP_MAP) {
		if (body->type.is_list) {
			jx_compiler_fault(
				compiler, JX_REASON_FORMULA_LIST_IN_LIST, body->start, body->end, NULL);
			return;
		}
		node->type = body->type;
		node->type.is_list = !is_unknown(body);
		return;
	}
	(void)require_bool(compiler, node, body);
	node->type = op == JX_OP_FILTER ? list->type : BOOL;
	if (op == JX_OP_FILTER && !is_list)
		node->type.kind = JX_FORMULA_UNKNOWN;
}

static void check_name(struct jx_compiler *compiler, struct jx_node *node)
{
	jx_compiler_resolve(compiler, (uint16_t)(node - compiler->nodes));
}

typedef void (*check_fn)(struct jx_compiler *compiler, struct jx_node *node);

/* By operation. Constants need no check, and loops are checked before their rows have a type. */
static const check_fn CHECKS[] = {
	[JX_OP_NAME] = check_name,
	[JX_OP_FIELD] = check_name,
	[JX_OP_INDEX] = check_index,
	[JX_OP_LIST] = check_list,
	[JX_OP_NEGATE] = check_negation,
	[JX_OP_NOT] = check_logic,
	[JX_OP_ADD] = check_arithmetic,
	[JX_OP_SUBTRACT] = check_arithmetic,
	[JX_OP_MULTIPLY] = check_arithmetic,
	[JX_OP_DIVIDE] = check_arithmetic,
	[JX_OP_REMAINDER] = check_arithmetic,
	[JX_OP_EQ] = check_comparison,
	[JX_OP_NE] = check_comparison,
	[JX_OP_LT] = check_comparison,
	[JX_OP_LE] = check_comparison,
	[JX_OP_GT] = check_comparison,
	[JX_OP_GE] = check_comparison,
	[JX_OP_AND] = check_logic,
	[JX_OP_OR] = check_logic,
	[JX_OP_IF] = check_choice,
	[JX_OP_IN] = check_in,
	[JX_OP_HAS] = check_has,
	[JX_OP_SIZE] = check_size,
	[JX_OP_SUM] = check_fold,
	[JX_OP_MIN] = check_fold,
	[JX_OP_MAX] = check_fold,
	[JX_OP_ABS] = check_rounding,
	[JX_OP_ROUND] = check_rounding,
	[JX_OP_RATIO] = check_ratio,
	[JX_OP_AMOUNT] = jx_compiler_read_written,
	[JX_OP_TIMESTAMP] = jx_compiler_read_written,
	[JX_OP_STARTS_WITH] = check_search,
	[JX_OP_ENDS_WITH] = check_search,
	[JX_OP_CONTAINS] = check_search,
	[JX_OP_PLAIN] = check_reading,
	[JX_OP_FIRST_DAY] = check_reading,
	[JX_OP_LAST_DAY] = check_reading,
	[JX_OP_MAP] = NULL,
};

void jx_compiler_check(struct jx_compiler *compiler, uint16_t index)
{
	struct jx_node *node = &compiler->nodes[index];
	bool is_loop = node->op >= JX_OP_ALL && node->op <= JX_OP_MAP;
	uint64_t before = compiler->cost;
	jx_compiler_charge(compiler, 1);
	if (is_loop) {
		check_loop(compiler, index);
	} else {
		for (uint16_t at = node->child; at != 0; at = compiler->nodes[at].next)
			jx_compiler_check(compiler, at);
		if (CHECKS[node->op] != NULL)
			CHECKS[node->op](compiler, node);
	}
	jx_compiler_note_reads(compiler, index);
	compiler->costs[index] = compiler->cost - before;
	/* of a loop the list only: its body, which runs for each row, was asked inside it */
	for (uint16_t at = node->child; at != 0 && node->reads != 0;
		at = is_loop ? 0 : compiler->nodes[at].next)
		jx_compiler_share(compiler, at);
}
