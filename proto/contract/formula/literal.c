/*
 * What stands written out in a formula: amounts, times, names of choices, small whole numbers.
 *
 * They are read when the formula is compiled, so that a misspelt one is a problem of the formula, not of a report.
 */
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/formula/private.h"
#include "proto/contract/message/json/json.h"

static void unknown_choice(
	struct jx_compiler *compiler, const struct jx_node *node, const ProtobufCEnumDescriptor *choices)
{
	char names[JX_ERROR_ARG_BYTES] = "";
	char name[64];
	size_t used = 0;
	for (unsigned i = 0; i < choices->n_values; i++) {
		if (jx_json_enum_name(choices, choices->values[i].value, name, sizeof(name)) != JX_OK)
			continue;
		used += jx_text_copy(names + used, sizeof(names) - used, used > 0 ? ", " : "");
		used += jx_text_copy(names + used, sizeof(names) - used, name);
	}
	jx_compiler_fault(compiler, JX_REASON_FORMULA_UNKNOWN_CHOICE, node->start, node->end,
		JX_ARGS(JX_TEXT(node->of.constant->as.text), JX_TEXT(choices->short_name), JX_TEXT(names)));
}

void jx_compiler_adapt(struct jx_compiler *compiler, struct jx_node *node, struct jx_formula_type choice)
{
	if (choice.kind != JX_FORMULA_ENUM || node->type.kind != JX_FORMULA_TEXT)
		return;
	struct jx_formula_value value = {.type = choice};
	value.type.is_list = false;
	if (node->op == JX_OP_LIST) {
		bool are_choices =
			true; /* but for a text that is not written out: then it stays a list of texts */
		for (uint16_t item = node->child; item != 0; item = compiler->nodes[item].next) {
			jx_compiler_adapt(compiler, &compiler->nodes[item], choice);
			are_choices = are_choices && compiler->nodes[item].type.kind != JX_FORMULA_TEXT;
		}
		if (!are_choices)
			return;
		node->type = value.type;
		node->type.is_list = true;
	} else if (node->op == JX_OP_CONST) {
		int number = 0;
		if (jx_json_enum_value(choice.descriptor, node->of.constant->as.text, &number) != JX_OK) {
			unknown_choice(compiler, node, choice.descriptor);
			node->type.kind = JX_FORMULA_UNKNOWN;
			return;
		}
		value.as.choice = number;
		jx_compiler_set_constant(compiler, (uint16_t)(node - compiler->nodes), &value);
	}
}

void jx_compiler_require_literal(struct jx_compiler *compiler, const struct jx_node *node,
	const struct jx_node *found, const char *zh, const char *en)
{
	char what[JX_SLICE_BYTES];
	jx_compiler_slice(compiler, node->name_start, node->name_end, what);
	jx_compiler_fault(compiler, JX_REASON_FORMULA_LITERAL, found->start, found->end,
		JX_ARGS(JX_TEXT(what), JX_WORDS(zh, en)));
}

void jx_compiler_read_written(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_node *text = &compiler->nodes[node->child];
	bool is_amount = node->op == JX_OP_AMOUNT;
	JxAmount amount;
	struct jx_formula_value value = {.type = {.kind = is_amount ? JX_FORMULA_MONEY : JX_FORMULA_TIME}};
	bool is_read = false;
	if (text->op != JX_OP_CONST || !jx_node_is(text, JX_FORMULA_TEXT)) {
		jx_compiler_require_literal(compiler, node, text, "引号中的文字", "a text in quotes");
		return;
	}
	if (is_amount) {
		is_read = jx_amount_parse(text->of.constant->as.text, &amount, NULL) == JX_OK &&
			  amount.empty == JX_EMPTY_KIND_UNSPECIFIED;
		if (is_read) {
			value = jx_formula_fen(amount.fen);
			value.unit = (uint8_t)amount.unit;
			value.decimals = (uint8_t)amount.decimals;
		}
	} else {
		int64_t seconds = 0;
		int32_t nanos = 0;
		const char *written = text->of.constant->as.text;
		is_read = jx_instant_parse(written, strlen(written), &seconds, &nanos);
		value.as.time_ms = seconds * 1000 + nanos / 1000000;
	}
	if (!is_read) {
		jx_compiler_fault(compiler, is_amount ? JX_REASON_FORMULA_AMOUNT : JX_REASON_FORMULA_TIME,
			text->start, text->end, JX_ARGS(JX_TEXT(text->of.constant->as.text)));
		return;
	}
	jx_compiler_set_constant(compiler, (uint16_t)(node - compiler->nodes), &value);
}

bool jx_node_is_whole(const struct jx_node *node, int64_t max)
{
	if (node->op != JX_OP_CONST || !jx_node_is(node, JX_FORMULA_NUMBER))
		return false;
	struct jx_number number = node->of.constant->as.number;
	jx_number_reduce(&number);
	return number.bottom == 1 && number.top >= 0 && number.top <= max;
}
