/*
 * Tokens to nodes: CEL's grammar, by precedence.
 *
 *   expression  = or ["?" or ":" expression]
 *   or          = and {"||" and}                 and  = relation {"&&" relation}
 *   relation    = sum {("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") sum}
 *   sum         = product {("+" | "-") product}  product = unary {("*" | "/" | "%") unary}
 *   unary       = member | "!" unary | "-" unary
 *   member      = primary {"." name | "." name "(" ... ")" | "[" expression "]"}
 *   primary     = literal | name | name "(" ... ")" | "(" expression ")" | "[" expression {"," expression} "]"
 *
 * One problem of grammar ends the reading: what follows it is guessed at best. Characters that belong to no
 * token are all reported.
 */
#include <stdio.h>
#include <string.h>

#include "proto/contract/formula/private.h"

#include "proto/contract/base/array.h"

/* CEL keeps these words for itself; "in" and the two booleans have a meaning. */
static const char *const RESERVED[] = {"as", "break", "const", "continue", "else", "for", "function", "if",
	"import", "in", "let", "loop", "namespace", "null", "package", "return", "var", "void", "while"};

static uint16_t parse_expression(struct jx_compiler *compiler);

/* ---- tokens ---- */

static bool is_sign(const struct jx_compiler *compiler, int sign)
{
	return compiler->token.kind == JX_TOKEN_SIGN && compiler->token.sign == sign;
}

static bool is_word(const struct jx_compiler *compiler, const char *word)
{
	const struct jx_token *token = &compiler->token;
	size_t n = token->end - token->start;
	return token->kind == JX_TOKEN_NAME && strlen(word) == n &&
	       memcmp(compiler->text + token->start, word, n) == 0;
}

static void fail_parse(struct jx_compiler *compiler, enum jx_reason reason, size_t start, size_t end,
	const struct jx_error_arg *args)
{
	/* a bad token has been reported already, and one problem of grammar is enough */
	if (!compiler->has_failed)
		jx_compiler_fault(compiler, reason, start, end, args);
	compiler->has_failed = true;
}

static void expected(struct jx_compiler *compiler, const char *zh, const char *en)
{
	char piece[JX_SLICE_BYTES];
	const struct jx_token *token = &compiler->token;
	struct jx_error_arg found = JX_WORDS("公式的结尾", "the end of the formula");
	if (token->kind != JX_TOKEN_END)
		found = (struct jx_error_arg)JX_TEXT(
			jx_compiler_slice(compiler, token->start, token->end, piece));
	fail_parse(compiler, JX_REASON_FORMULA_SYNTAX, token->start, token->end,
		JX_ARGS(found, JX_WORDS(zh, en)));
}

static bool accept(struct jx_compiler *compiler, int sign)
{
	if (!is_sign(compiler, sign))
		return false;
	jx_compiler_next(compiler);
	return true;
}

static bool expect(struct jx_compiler *compiler, int sign)
{
	char words[] = {(char)sign, '\0'};
	if (accept(compiler, sign))
		return true;
	expected(compiler, words, words);
	return false;
}

/* ---- nodes ---- */

static void too_many(struct jx_compiler *compiler, enum jx_reason reason, size_t limit)
{
	fail_parse(compiler, reason, compiler->token.start, compiler->token.end, JX_ARGS(JX_U64(limit)));
}

/* A node named by the current token; 0 when there is no room or the reading has failed. */
static uint16_t make(struct jx_compiler *compiler, enum jx_op op)
{
	const struct jx_token *token = &compiler->token;
	if (compiler->has_failed)
		return 0;
	if (compiler->n_nodes == JX_MAX_FORMULA_NODES) {
		too_many(compiler, JX_REASON_FORMULA_TOO_LARGE, JX_MAX_FORMULA_NODES);
		return 0;
	}
	uint16_t index = (uint16_t)compiler->n_nodes++;
	compiler->nodes[index] = (struct jx_node){.op = (uint8_t)op,
		.start = (uint16_t)token->start,
		.end = (uint16_t)token->end,
		.name_start = (uint16_t)token->start,
		.name_end = (uint16_t)token->end};
	return index;
}

/* Hangs an operand behind the others; the node then covers it. */
static void adopt(struct jx_compiler *compiler, uint16_t parent, uint16_t operand)
{
	if (parent == 0 || operand == 0)
		return;
	struct jx_node *node = &compiler->nodes[parent];
	struct jx_node *child = &compiler->nodes[operand];
	uint16_t *link = &node->child;
	while (*link != 0)
		link = &compiler->nodes[*link].next;
	*link = operand;
	if (node->n_operands == JX_MANY_FORMULA_OPERANDS) {
		too_many(compiler, JX_REASON_FORMULA_TOO_LARGE, JX_MANY_FORMULA_OPERANDS);
		return;
	}
	node->n_operands++;
	node->start = child->start < node->start ? child->start : node->start;
	node->end = child->end > node->end ? child->end : node->end;
	if (child->height + 1u > node->height)
		node->height = (uint8_t)(child->height + 1u);
	if (node->height > JX_MAX_FORMULA_DEPTH)
		too_many(compiler, JX_REASON_FORMULA_TOO_DEEP, JX_MAX_FORMULA_DEPTH);
}

static void stretch(struct jx_compiler *compiler, uint16_t node, size_t start, size_t end)
{
	if (node == 0)
		return;
	compiler->nodes[node].start = (uint16_t)start;
	compiler->nodes[node].end = (uint16_t)end;
}

void jx_compiler_set_constant(
	struct jx_compiler *compiler, uint16_t node, const struct jx_formula_value *value)
{
	struct jx_formula_value *kept = jx_arena_alloc(compiler->arena, sizeof(*kept));
	if (kept == NULL) {
		compiler->status = jx_arena_fail(compiler->arena, NULL);
		compiler->has_failed = true;
		return;
	}
	*kept = *value;
	compiler->nodes[node].op = JX_OP_CONST;
	compiler->nodes[node].child = 0;
	compiler->nodes[node].n_operands = 0;
	compiler->nodes[node].type = value->type;
	compiler->nodes[node].of.constant = kept;
}

static uint16_t constant(struct jx_compiler *compiler, const struct jx_formula_value *value)
{
	uint16_t node = make(compiler, JX_OP_CONST);
	if (node != 0)
		jx_compiler_set_constant(compiler, node, value);
	jx_compiler_next(compiler);
	return node;
}

/* ---- calls ---- */

static const struct jx_function *find_function(
	struct jx_compiler *compiler, size_t start, size_t end, bool is_method)
{
	const char *nearest = NULL;
	char piece[JX_SLICE_BYTES];
	const struct jx_function *function =
		jx_function_find(compiler->text + start, end - start, is_method, &nearest);
	if (function == NULL)
		fail_parse(compiler,
			nearest != NULL ? JX_REASON_FORMULA_UNKNOWN_FUNCTION_NEAR
					: JX_REASON_FORMULA_UNKNOWN_FUNCTION,
			start, end,
			JX_ARGS(JX_TEXT(jx_compiler_slice(compiler, start, end, piece)), JX_TEXT(nearest)));
	return function;
}

static void check_count(struct jx_compiler *compiler, uint16_t node, const struct jx_function *function)
{
	char wanted[32];
	unsigned own = function->is_method ? 1 : 0;
	const struct jx_node *call = &compiler->nodes[node];
	if (call->n_operands >= function->min_operands && call->n_operands <= function->max_operands)
		return;
	if (function->min_operands == function->max_operands)
		(void)snprintf(wanted, sizeof(wanted), "%u", function->min_operands - own);
	else if (function->max_operands == JX_MANY_FORMULA_OPERANDS)
		(void)snprintf(wanted, sizeof(wanted), "≥%u", function->min_operands - own);
	else
		(void)snprintf(wanted, sizeof(wanted), "%u–%u", function->min_operands - own,
			function->max_operands - own);
	fail_parse(compiler, JX_REASON_FORMULA_ARGUMENTS, call->name_start, call->name_end,
		JX_ARGS(JX_TEXT(function->name), JX_TEXT(wanted), JX_U64(call->n_operands - own)));
}

static bool is_reserved(const struct jx_compiler *compiler)
{
	for (size_t i = 0; i < JX_COUNT_OF(RESERVED); i++)
		if (is_word(compiler, RESERVED[i]))
			return true;
	return is_word(compiler, "true") || is_word(compiler, "false");
}

static void reserved(struct jx_compiler *compiler)
{
	char piece[JX_SLICE_BYTES];
	const struct jx_token *token = &compiler->token;
	fail_parse(compiler, JX_REASON_FORMULA_RESERVED, token->start, token->end,
		JX_ARGS(JX_TEXT(jx_compiler_slice(compiler, token->start, token->end, piece))));
}

/* Reads "name, body" of a loop; the name of the node becomes that of its variable. */
static void parse_loop(struct jx_compiler *compiler, uint16_t node)
{
	if (compiler->token.kind != JX_TOKEN_NAME) {
		expected(compiler, "给各行起的名称", "a name for the rows");
		return;
	}
	if (is_reserved(compiler)) {
		reserved(compiler);
		return;
	}
	if (node != 0) {
		compiler->nodes[node].name_start = (uint16_t)compiler->token.start;
		compiler->nodes[node].name_end = (uint16_t)compiler->token.end;
	}
	jx_compiler_next(compiler);
	if (expect(compiler, ','))
		adopt(compiler, node, parse_expression(compiler));
}

/* Reads a call; the current token is the bracket behind the name. */
static uint16_t parse_call(struct jx_compiler *compiler, size_t start, size_t end, uint16_t receiver)
{
	const struct jx_function *function = find_function(compiler, start, end, receiver != 0);
	uint16_t node = make(compiler, function != NULL ? function->op : JX_OP_NONE);
	if (node != 0) {
		stretch(compiler, node, start, end);
		compiler->nodes[node].name_start = (uint16_t)start;
		compiler->nodes[node].name_end = (uint16_t)end;
	}
	adopt(compiler, node, receiver);
	jx_compiler_next(compiler);
	if (function != NULL && function->is_loop) {
		parse_loop(compiler, node);
	} else {
		while (!compiler->has_failed && !is_sign(compiler, ')')) {
			adopt(compiler, node, parse_expression(compiler));
			if (!accept(compiler, ','))
				break;
		}
	}
	size_t close = compiler->token.end;
	if (!compiler->has_failed && expect(compiler, ')'))
		check_count(compiler, node, function);
	if (node != 0)
		compiler->nodes[node].end = (uint16_t)close;
	return node;
}

/* ---- expressions, from the tightest ---- */

static uint16_t parse_list(struct jx_compiler *compiler)
{
	uint16_t node = make(compiler, JX_OP_LIST);
	size_t start = compiler->token.start;
	jx_compiler_next(compiler);
	while (!compiler->has_failed && !is_sign(compiler, ']')) {
		adopt(compiler, node, parse_expression(compiler));
		if (!accept(compiler, ','))
			break;
	}
	stretch(compiler, node, start, compiler->token.end);
	(void)expect(compiler, ']');
	return node;
}

static uint16_t parse_name(struct jx_compiler *compiler)
{
	struct jx_token name = compiler->token;
	if (is_word(compiler, "true") || is_word(compiler, "false")) {
		struct jx_formula_value value = jx_formula_bool(is_word(compiler, "true"));
		return constant(compiler, &value);
	}
	if (is_reserved(compiler)) {
		reserved(compiler);
		return 0;
	}
	jx_compiler_next(compiler);
	if (is_sign(compiler, '('))
		return parse_call(compiler, name.start, name.end, 0);
	uint16_t node = make(compiler, JX_OP_NAME);
	if (node != 0) {
		stretch(compiler, node, name.start, name.end);
		compiler->nodes[node].name_start = (uint16_t)name.start;
		compiler->nodes[node].name_end = (uint16_t)name.end;
	}
	return node;
}

static uint16_t parse_primary(struct jx_compiler *compiler)
{
	struct jx_token *token = &compiler->token;
	struct jx_formula_value value;
	struct jx_number number = {.top = 0, .bottom = 1};
	size_t start = token->start;
	switch (token->kind) {
	case JX_TOKEN_NUMBER:
		/* the lexer has read it once, so it is one */
		(void)!jx_number_parse(compiler->text + token->start, token->end - token->start, &number);
		value = jx_formula_number(number);
		return constant(compiler, &value);
	case JX_TOKEN_TEXT:
		value = jx_formula_text_value(token->text);
		return constant(compiler, &value);
	case JX_TOKEN_NAME:
		return parse_name(compiler);
	case JX_TOKEN_SIGN:
		if (token->sign == '[')
			return parse_list(compiler);
		if (token->sign == '(') {
			jx_compiler_next(compiler);
			uint16_t node = parse_expression(compiler);
			stretch(compiler, node, start, compiler->token.end);
			(void)expect(compiler, ')');
			return node;
		}
		break;
	case JX_TOKEN_END:
	case JX_TOKEN_BAD:
		break;
	}
	expected(compiler, "数、名称或左括号", "a number, a name or an opening bracket");
	return 0;
}

static uint16_t parse_dot(struct jx_compiler *compiler, uint16_t receiver)
{
	jx_compiler_next(compiler);
	struct jx_token name = compiler->token;
	if (name.kind != JX_TOKEN_NAME || is_word(compiler, "in") || is_word(compiler, "true") ||
		is_word(compiler, "false")) {
		expected(compiler, "字段名", "the name of a field");
		return 0;
	}
	uint16_t node = 0;
	jx_compiler_next(compiler);
	if (is_sign(compiler, '('))
		return parse_call(compiler, name.start, name.end, receiver);
	node = make(compiler, JX_OP_FIELD);
	if (node != 0) {
		stretch(compiler, node, name.start, name.end);
		compiler->nodes[node].name_start = (uint16_t)name.start;
		compiler->nodes[node].name_end = (uint16_t)name.end;
	}
	adopt(compiler, node, receiver);
	return node;
}

static uint16_t parse_member(struct jx_compiler *compiler)
{
	uint16_t node = parse_primary(compiler);
	while (!compiler->has_failed) {
		if (is_sign(compiler, '.')) {
			node = parse_dot(compiler, node);
		} else if (is_sign(compiler, '[')) {
			uint16_t index = make(compiler, JX_OP_INDEX);
			jx_compiler_next(compiler);
			adopt(compiler, index, node);
			adopt(compiler, index, parse_expression(compiler));
			size_t close = compiler->token.end;
			(void)expect(compiler, ']');
			if (index != 0)
				compiler->nodes[index].end = (uint16_t)close;
			node = index;
		} else {
			break;
		}
	}
	return node;
}

static uint16_t parse_unary(struct jx_compiler *compiler)
{
	bool is_minus = is_sign(compiler, '-');
	if (!is_minus && !is_sign(compiler, '!'))
		return parse_member(compiler);
	if (compiler->depth == JX_MAX_FORMULA_DEPTH) {
		too_many(compiler, JX_REASON_FORMULA_TOO_DEEP, JX_MAX_FORMULA_DEPTH);
		return 0;
	}
	compiler->depth++;
	uint16_t node = make(compiler, is_minus ? JX_OP_NEGATE : JX_OP_NOT);
	jx_compiler_next(compiler);
	adopt(compiler, node, parse_unary(compiler));
	compiler->depth--;
	return node;
}

struct operator
{
	int sign; /* 0: the word "in" */
	enum jx_op op;
	unsigned level; /* the higher the tighter */
};

#define LOOSEST  1
#define TIGHTEST 5

static const struct operator OPERATORS[] = {
	{JX_SIGN_OR, JX_OP_OR, 1},
	{JX_SIGN_AND, JX_OP_AND, 2},
	{JX_SIGN_EQ, JX_OP_EQ, 3},
	{JX_SIGN_NE, JX_OP_NE, 3},
	{'<', JX_OP_LT, 3},
	{JX_SIGN_LE, JX_OP_LE, 3},
	{'>', JX_OP_GT, 3},
	{JX_SIGN_GE, JX_OP_GE, 3},
	{0, JX_OP_IN, 3},
	{'+', JX_OP_ADD, 4},
	{'-', JX_OP_SUBTRACT, 4},
	{'*', JX_OP_MULTIPLY, 5},
	{'/', JX_OP_DIVIDE, 5},
	{'%', JX_OP_REMAINDER, 5},
};

static const struct operator* find_operator(const struct jx_compiler *compiler, unsigned level)
{
	for (size_t i = 0; i < JX_COUNT_OF(OPERATORS); i++) {
		if (OPERATORS[i].level != level)
			continue;
		if (OPERATORS[i].sign != 0 ? is_sign(compiler, OPERATORS[i].sign) : is_word(compiler, "in"))
			return &OPERATORS[i];
	}
	return NULL;
}

static uint16_t parse_binary(struct jx_compiler *compiler, unsigned level)
{
	if (level > TIGHTEST)
		return parse_unary(compiler);
	uint16_t left = parse_binary(compiler, level + 1);
	const struct operator* found;
	while (!compiler->has_failed && (found = find_operator(compiler, level)) != NULL) {
		uint16_t node = make(compiler, found->op);
		jx_compiler_next(compiler);
		adopt(compiler, node, left);
		adopt(compiler, node, parse_binary(compiler, level + 1));
		left = node;
	}
	return left;
}

static uint16_t parse_expression(struct jx_compiler *compiler)
{
	if (compiler->depth == JX_MAX_FORMULA_DEPTH) {
		too_many(compiler, JX_REASON_FORMULA_TOO_DEEP, JX_MAX_FORMULA_DEPTH);
		return 0;
	}
	compiler->depth++;
	uint16_t node = parse_binary(compiler, LOOSEST);
	if (!compiler->has_failed && is_sign(compiler, '?')) {
		uint16_t choice = make(compiler, JX_OP_IF);
		jx_compiler_next(compiler);
		adopt(compiler, choice, node);
		adopt(compiler, choice, parse_binary(compiler, LOOSEST));
		if (!compiler->has_failed && expect(compiler, ':'))
			adopt(compiler, choice, parse_expression(compiler));
		node = choice;
	}
	compiler->depth--;
	return node;
}

uint16_t jx_compiler_parse(struct jx_compiler *compiler)
{
	jx_compiler_next(compiler);
	uint16_t root = parse_expression(compiler);
	if (!compiler->has_failed && compiler->token.kind != JX_TOKEN_END)
		expected(compiler, "运算符或公式的结尾", "an operator or the end of the formula");
	bool is_bad = compiler->token.kind == JX_TOKEN_BAD;
	while (is_bad && compiler->status == JX_OK && compiler->token.kind != JX_TOKEN_END)
		jx_compiler_next(compiler);
	return compiler->has_failed || compiler->status != JX_OK ? 0 : root;
}
