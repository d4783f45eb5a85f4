/*
 * What a formula can cost, counted over the largest report that the limits allow.
 *
 * A step is about one visit of a node. What runs inside a loop runs for each of its rows, so loops inside each other
 * multiply. Two things are never more than the report holds, however it spreads them: rows of one kind are at most
 * JX_MAX_KIND_ROWS, and texts at most JX_MAX_MESSAGE_BYTES. So rows that stand inside the rows of an outer loop, as the
 * indicators of each project, cost that number and not the product; but a loop over its own rows again, each indicator
 * of a project against each of the same project, does multiply: one project may hold them all.
 */
#include <string.h>

#include "proto/contract/formula/private.h"

/* Where the rows of a list stand, or a text: in the row of a loop by its level, or outside all loops. */
enum { OF_MESSAGE = -1, ELSEWHERE = -2 };

struct origin {
	int level; /* OF_MESSAGE: the one the formula is evaluated on; ELSEWHERE: the same for all of those */
	bool is_distinct; /* in the whole report each of them stands once */
};

static struct origin origin_of(const struct jx_compiler *compiler, uint16_t index)
{
	for (;;) {
		const struct jx_node *node = &compiler->nodes[index];
		enum jx_op op = (enum jx_op)node->op;
		if (op == JX_OP_BOUND)
			return (struct origin){node->slot, compiler->loops[node->slot].is_distinct};
		if (op == JX_OP_VARIABLE)
			return (struct origin){ELSEWHERE, !node->type.is_list};
		/* a text's plain spelling is no longer than the text */
		if (op != JX_OP_FIELD && op != JX_OP_INDEX && op != JX_OP_FILTER && op != JX_OP_PLAIN)
			return (struct origin){ELSEWHERE, false};
		if (node->child == 0)
			return (struct origin){OF_MESSAGE, true};
		index = node->child;
	}
}

static uint64_t times(uint64_t a, uint64_t b)
{
	uint64_t product;
	return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* How often what stands here runs, over all messages that the formula is evaluated on. */
static uint64_t times_here(const struct jx_compiler *compiler)
{
	return compiler->n_loops > 0 ? compiler->loops[compiler->n_loops - 1].n_times
				     : compiler->scope->n_messages;
}

/* How often it runs while one and the same row of an origin is looked at: as often as that row is seen, times the rows
 * of the loops between, of which each may have all that a list can hold. */
static uint64_t passes(const struct jx_compiler *compiler, struct origin origin)
{
	uint64_t here = times_here(compiler);
	if (origin.level == ELSEWHERE || !origin.is_distinct)
		return here;
	uint64_t n = origin.level == OF_MESSAGE ? 1 : compiler->loops[origin.level].n_passes;
	for (unsigned level = (unsigned)(origin.level + 1); level < compiler->n_loops; level++)
		n = times(n, compiler->loops[level].max_rows);
	return least(n, here);
}

static void add_cost(struct jx_compiler *compiler, uint64_t n_steps)
{
	if (__builtin_add_overflow(compiler->cost, n_steps, &compiler->cost))
		compiler->cost = UINT64_MAX;
}

void jx_compiler_charge(struct jx_compiler *compiler, uint64_t n_steps)
{
	add_cost(compiler, times(times_here(compiler), n_steps));
}

/* ---- what runs once ---- */

void jx_compiler_note_reads(struct jx_compiler *compiler, uint16_t index)
{
	struct jx_node *node = &compiler->nodes[index];
	bool is_loop = node->op >= JX_OP_ALL && node->op <= JX_OP_MAP;
	node->reads = 0;
	if (node->op == JX_OP_FIELD && node->child == 0)
		node->reads = JX_READS_MESSAGE;
	else if (node->op == JX_OP_BOUND)
		node->reads = (uint8_t)(1u << node->slot);
	for (uint16_t at = node->child; at != 0; at = compiler->nodes[at].next) {
		unsigned reads = compiler->nodes[at].reads;
		bool is_body = is_loop && at != node->child;
		node->reads |= (uint8_t)(is_body ? reads & ~(1u << node->slot) : reads);
	}
}

void jx_compiler_share(struct jx_compiler *compiler, uint16_t index)
{
	struct jx_node *node = &compiler->nodes[index];
	uint64_t here = times_here(compiler);
	uint64_t cost = compiler->costs[index];
	bool has_rows =
		compiler->scope->n_messages > 1; /* whoever evaluates those has room for what is kept */
	if (node->reads != 0 || !has_rows || cost / here <= JX_SHARED_STEPS || compiler->cost == UINT64_MAX)
		return;
	if (node->type.is_list) { /* lists are walked, never kept; what they are made of may be */
		bool is_loop = node->op >= JX_OP_ALL && node->op <= JX_OP_MAP;
		for (uint16_t at = node->child; at != 0; at = is_loop ? 0 : compiler->nodes[at].next)
			jx_compiler_share(compiler, at);
		return;
	}
	node->shared = ++compiler->n_shared;
	compiler->cost -= cost - cost / here - here;
}

/* ---- rows ---- */

/* The list whose rows a list hands on: a map gives as many as it takes. */
static uint16_t source_of(const struct jx_compiler *compiler, uint16_t list)
{
	while (compiler->nodes[list].op == JX_OP_MAP)
		list = compiler->nodes[list].child;
	return list;
}

/* Times that the rows of a list are visited when it is walked here. */
static uint64_t visits(const struct jx_compiler *compiler, uint16_t list)
{
	list = source_of(compiler, list);
	struct origin origin = origin_of(compiler, list);
	uint64_t product = times(times_here(compiler), compiler->nodes[list].max_rows);
	if (origin.level == ELSEWHERE || !origin.is_distinct)
		return product;
	return least(product, times(passes(compiler, origin), JX_MAX_KIND_ROWS));
}

void jx_compiler_charge_rows(struct jx_compiler *compiler, uint16_t list, uint64_t n_steps)
{
	add_cost(compiler, times(visits(compiler, list), n_steps));
}

bool jx_compiler_open_loop(struct jx_compiler *compiler, uint16_t index)
{
	const struct jx_node *node = &compiler->nodes[index];
	const struct jx_node *list = &compiler->nodes[node->child];
	if (compiler->n_loops == JX_MAX_FORMULA_NESTING) {
		jx_compiler_fault(compiler, JX_REASON_FORMULA_NESTING, node->name_start, node->name_end,
			JX_ARGS(JX_U64(JX_MAX_FORMULA_NESTING)));
		return false;
	}
	struct origin origin = origin_of(compiler, node->child);
	struct jx_loop loop = {.node = index,
		.row = list->type,
		.max_rows = list->max_rows,
		.n_times = visits(compiler, node->child),
		.n_passes = passes(compiler, origin),
		.is_distinct = origin.is_distinct};
	loop.row.is_list = false;
	if (loop.n_times == 0)
		loop.n_times = 1; /* of a list that is wrong */
	compiler->loops[compiler->n_loops++] = loop;
	return true;
}

/* ---- texts ---- */

/* Bytes of one text, at most. */
static uint64_t longest(const struct jx_node *node)
{
	bool is_written = node->op == JX_OP_CONST && node->type.kind == JX_FORMULA_TEXT;
	return is_written ? strlen(node->of.constant->as.text) : JX_MAX_TEXT_BYTES;
}

/* Bytes that are read of a text by what stands here. */
static uint64_t text_bytes(const struct jx_compiler *compiler, uint16_t index)
{
	uint64_t product = times(times_here(compiler), longest(&compiler->nodes[index]));
	struct origin origin = origin_of(compiler, index);
	if (origin.level == ELSEWHERE || !origin.is_distinct)
		return product;
	return least(product, times(passes(compiler, origin), JX_MAX_MESSAGE_BYTES));
}

/* Whether a list hands on a text of each row that it takes, so that one walk reads none twice. */
static bool reads_rows_once(const struct jx_compiler *compiler, uint16_t list)
{
	const struct jx_node *node = &compiler->nodes[list];
	if (node->op != JX_OP_MAP)
		return node->op == JX_OP_FIELD;
	const struct jx_node *at = &compiler->nodes[compiler->nodes[node->child].next];
	while (at->op == JX_OP_FIELD && at->child != 0)
		at = &compiler->nodes[at->child];
	return at->op == JX_OP_BOUND && at->slot == node->slot;
}

/* Bytes that are read of the texts of a list when it is walked here. */
static uint64_t list_bytes(const struct jx_compiler *compiler, uint16_t list)
{
	const struct jx_node *node = &compiler->nodes[list];
	uint64_t product = times(visits(compiler, list), JX_MAX_TEXT_BYTES);
	if (node->op == JX_OP_LIST) {
		product = 0;
		for (uint16_t item = node->child; item != 0; item = compiler->nodes[item].next)
			product += text_bytes(compiler, item);
	}
	if (!reads_rows_once(compiler, list))
		return product;
	return least(product, times(times_here(compiler), JX_MAX_MESSAGE_BYTES));
}

void jx_compiler_charge_membership(struct jx_compiler *compiler, uint16_t item, uint16_t list)
{
	uint64_t n_item = times(visits(compiler, list), longest(&compiler->nodes[item]));
	add_cost(compiler, least(n_item, list_bytes(compiler, list)) / JX_COMPARED_BYTES);
}

void jx_compiler_charge_comparison(struct jx_compiler *compiler, uint16_t a, uint16_t b)
{
	/* of two texts no more is read than the shorter one has */
	uint64_t n_bytes = least(text_bytes(compiler, a), text_bytes(compiler, b));
	add_cost(compiler, n_bytes / JX_COMPARED_BYTES);
}

void jx_compiler_charge_search(struct jx_compiler *compiler, uint16_t text, uint16_t part)
{
	uint64_t n_bytes = text_bytes(compiler, text);
	if (part != 0 && __builtin_add_overflow(n_bytes, text_bytes(compiler, part), &n_bytes))
		n_bytes = UINT64_MAX;
	add_cost(compiler, n_bytes / JX_SEARCHED_BYTES);
}
