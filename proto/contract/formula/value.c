/* Values for the variables and the constants of a formula. See formula.h. */
#include "proto/contract/formula/formula.h"

struct jx_formula_value jx_formula_bool(bool is_true)
{
	return (struct jx_formula_value){.type = {.kind = JX_FORMULA_BOOL}, .as.is_true = is_true};
}

struct jx_formula_value jx_formula_number(struct jx_number number)
{
	return (struct jx_formula_value){.type = {.kind = JX_FORMULA_NUMBER}, .as.number = number};
}

struct jx_formula_value jx_formula_micros(int64_t micros)
{
	return jx_formula_number(jx_number_of_micros(micros));
}

struct jx_formula_value jx_formula_fen(int64_t fen)
{
	return (struct jx_formula_value){.type = {.kind = JX_FORMULA_MONEY}, .as.number = jx_number_of(fen)};
}

struct jx_formula_value jx_formula_text_value(const char *text)
{
	return (struct jx_formula_value){.type = {.kind = JX_FORMULA_TEXT}, .as.text = text};
}

struct jx_formula_value jx_formula_message(const ProtobufCMessage *message, const char *path)
{
	return (struct jx_formula_value){
		.type = {.kind = JX_FORMULA_MESSAGE, .descriptor = message->descriptor},
		.path = path,
		.as.message = message};
}
