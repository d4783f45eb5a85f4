/* Compiling: the stages in order, and what a compiled formula says about itself. */
#include "proto/contract/formula/formula.h"

#include <assert.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/formula/private.h"

static void refuse_size(
	struct jx_compiler *compiler, enum jx_reason reason, uint64_t found, uint64_t limit, size_t end)
{
	jx_compiler_fault(compiler, reason, 0, end, JX_ARGS(JX_U64(found), JX_U64(limit)));
}

static void require_result(
	struct jx_formula_problem *problem, const struct jx_formula *formula, const char *zh, const char *en)
{
	struct jx_type_words found;
	*problem = (struct jx_formula_problem){
		.offset = 0, .n_bytes = strlen(formula->text), .line = 1, .column = 1};
	(void)jx_fail_with(&problem->error, JX_REASON_FORMULA_WANTS_RESULT,
		JX_ARGS(JX_WORDS(zh, en), jx_formula_type_arg(jx_formula_type_of(formula), &found)));
}

static enum jx_status keep_formula(
	struct jx_compiler *compiler, uint16_t root, const struct jx_formula **ret_formula)
{
	struct jx_arena *arena = compiler->arena;
	struct jx_formula *formula = jx_arena_alloc(arena, sizeof(*formula));
	struct jx_node *nodes = jx_arena_alloc(arena, compiler->n_nodes * sizeof(*nodes));
	size_t n_variables = compiler->scope->n_variables;
	struct jx_formula_variable *variables = jx_arena_alloc(arena, n_variables * sizeof(*variables));
	char *text = jx_arena_strndup(arena, compiler->text, compiler->n_bytes);
	if (formula == NULL || nodes == NULL || variables == NULL || text == NULL)
		return jx_arena_fail(arena, NULL);
	memcpy(nodes, compiler->nodes, compiler->n_nodes * sizeof(*nodes));
	if (n_variables > 0)
		memcpy(variables, compiler->scope->variables, n_variables * sizeof(*variables));
	*formula = (struct jx_formula){.text = text,
		.nodes = nodes,
		.n_nodes = compiler->n_nodes,
		.root = root,
		.n_shared = compiler->n_shared,
		.cost = compiler->cost,
		.scope = {.message = compiler->scope->message,
			.variables = variables,
			.n_variables = n_variables}};
	*ret_formula = formula;
	return JX_OK;
}

_Static_assert(JX_MAX_FORMULA_VARIABLES <= 32, "a bit each");

static uint32_t variables_of(const struct jx_compiler *compiler)
{
	uint32_t variables = 0;
	for (size_t i = 1; i < compiler->n_nodes; i++) {
		if (compiler->nodes[i].op == JX_OP_VARIABLE)
			variables |= UINT32_C(1) << compiler->nodes[i].slot;
	}
	return variables;
}

static enum jx_status compile(struct jx_compiler *compiler, const struct jx_formula **ret_formula)
{
	size_t bad = jx_text_bad_utf8(compiler->text, compiler->n_bytes);
	if (compiler->n_bytes > JX_MAX_FORMULA_BYTES) {
		refuse_size(compiler, JX_REASON_FORMULA_TOO_LONG, compiler->n_bytes, JX_MAX_FORMULA_BYTES, 0);
	} else if (bad < compiler->n_bytes) {
		jx_compiler_fault(compiler, JX_REASON_FORMULA_UTF8, bad, bad + 1, NULL);
	} else {
		uint16_t root = jx_compiler_parse(compiler);
		if (root != 0)
			jx_compiler_check(compiler, root);
		if (root != 0) {
			jx_compiler_share(compiler, root);
			compiler->problems->variables = variables_of(compiler);
		}
		const struct jx_node *node = &compiler->nodes[root];
		if (root != 0 && node->type.is_list)
			jx_compiler_charge_rows(compiler, root, 1);
		bool is_good = compiler->status == JX_OK && compiler->problems->n_items == 0;
		if (is_good && compiler->cost > JX_MAX_FORMULA_COST)
			refuse_size(compiler, JX_REASON_FORMULA_TOO_COSTLY, compiler->cost,
				JX_MAX_FORMULA_COST, compiler->n_bytes);
		else if (is_good)
			return keep_formula(compiler, root, ret_formula);
	}
	return compiler->status != JX_OK ? compiler->status : JX_INVALID;
}

enum jx_status jx_formula_compile(const struct jx_formula_scope *scope, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_formula_problems *ret_problems,
	const struct jx_formula **ret_formula)
{
	struct jx_compiler compiler;
	struct jx_formula_scope whole = *scope;
	whole.n_messages = scope->n_messages > 0 ? scope->n_messages : 1;
	*ret_problems = (struct jx_formula_problems){.variables = UINT32_MAX};
	/* not "= {0}": the nodes alone are 30 KB, and each is set when it is made */
	compiler.scope = &whole;
	compiler.text = text;
	compiler.n_bytes = n_bytes;
	compiler.arena = arena;
	compiler.problems = ret_problems;
	compiler.status = JX_OK;
	compiler.has_failed = false;
	compiler.at = 0;
	compiler.depth = 0;
	compiler.nodes[0] = (struct jx_node){.op = JX_OP_NONE};
	compiler.n_nodes = 1;
	compiler.n_loops = 0;
	compiler.n_shared = 0;
	compiler.cost = 0;
	const struct jx_formula *formula = NULL;
	enum jx_status status = compile(&compiler, &formula);
	if (status != JX_OK)
		return status;
	assert(formula != NULL);
	if (jx_formula_type_of(formula).kind == JX_FORMULA_BYTES) {
		ret_problems->items = jx_arena_calloc(arena, 1, sizeof(*ret_problems->items));
		if (ret_problems->items == NULL)
			return jx_arena_fail(arena, NULL);
		ret_problems->n_items = 1;
		require_result(&ret_problems->items[0], formula, "一个值", "a value");
		return JX_INVALID;
	}
	*ret_formula = formula;
	return JX_OK;
}

enum jx_status jx_formula_expect(const struct jx_formula *formula, enum jx_formula_kind kind,
	struct jx_arena *arena, struct jx_formula_problems *ret_problems)
{
	char zh[JX_SLICE_BYTES];
	char en[JX_SLICE_BYTES];
	struct jx_formula_type type = jx_formula_type_of(formula);
	*ret_problems = (struct jx_formula_problems){.variables = 0};
	if (type.kind == kind && !type.is_list)
		return JX_OK;
	ret_problems->items = jx_arena_calloc(arena, 1, sizeof(*ret_problems->items));
	if (ret_problems->items == NULL)
		return jx_arena_fail(arena, NULL);
	ret_problems->n_items = 1;
	type = (struct jx_formula_type){.kind = kind};
	require_result(&ret_problems->items[0], formula, jx_formula_type_print(type, JX_ZH, zh, sizeof(zh)),
		jx_formula_type_print(type, JX_EN, en, sizeof(en)));
	return JX_INVALID;
}

struct jx_formula_type jx_formula_type_of(const struct jx_formula *formula)
{
	return formula->nodes[formula->root].type;
}

size_t jx_formula_shared(const struct jx_formula *formula)
{
	return formula->n_shared;
}

uint64_t jx_formula_cost(const struct jx_formula *formula)
{
	return formula->cost;
}
