/*
 * Reading a message: fields, rows, and what is not there.
 *
 * A value remembers where it came from as a chain of trails in places that belong to the nodes; text is made of
 * them only when a figure turns out to be missing. An operand below something that is absent is named in full,
 * "accounts.income", because that is the box to fill.
 */
#include <string.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"

#define MICROS 1000000

static void read_message(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message,
	struct jx_formula_value *value)
{
	const JxAmount *amount;
	const JxDecimal *decimal;
	const Google__Protobuf__Timestamp *time;
	if (message == NULL) {
		value->not_computable = JX_NOT_COMPUTABLE_MISSING;
		return;
	}
	switch (jx_type_leaf(field->descriptor)) {
	case JX_LEAF_AMOUNT:
		amount = (const JxAmount *)message;
		if (amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
			value->not_computable = JX_NOT_COMPUTABLE_MISSING;
		value->unit = (uint8_t)amount->unit;
		value->decimals = (uint8_t)amount->decimals;
		value->as.number = (struct jx_number){.top = amount->fen, .bottom = 1};
		return;
	case JX_LEAF_DECIMAL:
		decimal = (const JxDecimal *)message;
		if (decimal->empty != JX_EMPTY_KIND_UNSPECIFIED)
			value->not_computable = JX_NOT_COMPUTABLE_MISSING;
		value->decimals = (uint8_t)decimal->decimals;
		/* not reduced: figures of one bottom are added and compared without a division */
		value->as.number = (struct jx_number){.top = decimal->micros, .bottom = MICROS};
		return;
	case JX_LEAF_TIMESTAMP:
		time = (const Google__Protobuf__Timestamp *)message;
		value->as.time_ms = (int64_t)((uint64_t)time->seconds * 1000u) + time->nanos / 1000000;
		return;
	case JX_LEAF_NONE:
		value->as.message = message;
		return;
	}
}

void jx_formula_read(
	const ProtobufCFieldDescriptor *field, const void *item, struct jx_formula_value *ret_value)
{
	jx_int128 top = 0;
	jx_value_start(ret_value, JX_COMPUTABLE);
	switch (field->type) {
	case PROTOBUF_C_TYPE_MESSAGE:
		read_message(field, *(const ProtobufCMessage *const *)item, ret_value);
		return;
	case PROTOBUF_C_TYPE_STRING:
		ret_value->as.text = *(const char *const *)item;
		if (ret_value->as.text == NULL)
			ret_value->as.text = "";
		ret_value->is_default = ret_value->as.text[0] == '\0';
		return;
	case PROTOBUF_C_TYPE_BOOL:
		ret_value->as.is_true = *(const protobuf_c_boolean *)item != 0;
		ret_value->is_default = !ret_value->as.is_true;
		return;
	case PROTOBUF_C_TYPE_ENUM:
		ret_value->as.choice = *(const int32_t *)item;
		ret_value->is_default = ret_value->as.choice == 0;
		return;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		top = *(const int32_t *)item;
		break;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		top = *(const uint32_t *)item;
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		top = *(const int64_t *)item;
		break;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		top = *(const uint64_t *)item;
		break;
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
	case PROTOBUF_C_TYPE_BYTES:
		return; /* no operator takes them */
	}
	ret_value->as.number = (struct jx_number){.top = top, .bottom = 1};
	ret_value->is_default = top == 0;
}

static bool is_of_oneof(const ProtobufCFieldDescriptor *field)
{
	return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

void jx_evaluation_read(const struct jx_evaluation *evaluation, const ProtobufCFieldDescriptor *field,
	const void *item, struct jx_formula_value *ret_value)
{
	jx_formula_read(field, item, ret_value);
	if (evaluation->digits == NULL || field->type != PROTOBUF_C_TYPE_MESSAGE)
		return;
	enum jx_leaf leaf = jx_type_leaf(field->descriptor);
	if (leaf == JX_LEAF_AMOUNT || leaf == JX_LEAF_DECIMAL)
		jx_slack_of_figure(leaf == JX_LEAF_AMOUNT ? JX_FORMULA_MONEY : JX_FORMULA_NUMBER,
			evaluation->digits, ret_value);
}

/* The message that an operand of a path gives, and its trail. Rows and fields, which are nearly all of them, are
 * looked at where they are: copying a value that was just written costs more than all else in a loop. */
static const ProtobufCMessage *message_of(struct jx_evaluation *evaluation, uint16_t index,
	const struct jx_trail **ret_trail, struct jx_formula_value *ret_missing)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct jx_formula_value value;
	if (node->op == JX_OP_BOUND && jx_evaluation_step(evaluation)) {
		const struct jx_formula_value *row = evaluation->bound[node->slot];
		*ret_trail = row->trail;
		if (row->not_computable == JX_COMPUTABLE)
			return row->as.message;
		*ret_missing = *row;
		return NULL;
	}
	if (node->op == JX_OP_FIELD && !is_of_oneof(node->of.field) && jx_evaluation_step(evaluation)) {
		const ProtobufCMessage *parent = jx_evaluation_receiver(evaluation, index, ret_missing);
		*ret_trail = &evaluation->trails[index];
		if (parent == NULL)
			return NULL;
		const ProtobufCMessage *message = jx_field_message(parent, node->of.field, 0);
		jx_value_start(ret_missing, JX_NOT_COMPUTABLE_MISSING);
		ret_missing->trail = *ret_trail;
		return message;
	}
	jx_evaluation_value(evaluation, index, &value);
	*ret_trail = value.trail;
	if (value.not_computable == JX_COMPUTABLE)
		return value.as.message;
	*ret_missing = value;
	return NULL;
}

const ProtobufCMessage *jx_evaluation_receiver(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_missing)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	struct jx_trail *trail = &evaluation->trails[index];
	const ProtobufCMessage *message = evaluation->run->message;
	trail->parent = NULL;
	trail->name = node->of.field->name;
	trail->n_name = (size_t)(node->name_end - node->name_start);
	trail->has_index = false;
	if (node->child != 0) {
		jx_value_start(ret_missing, JX_COMPUTABLE);
		message = message_of(evaluation, node->child, &trail->parent, ret_missing);
		bool is_absent = message == NULL &&
				 ret_missing->not_computable == JX_NOT_COMPUTABLE_MISSING &&
				 ret_missing->trail == &evaluation->trails[node->child];
		if (message == NULL && !is_absent)
			return NULL; /* not the operand itself but something it is computed from */
	}
	if (message == NULL) {
		jx_value_start(ret_missing, JX_NOT_COMPUTABLE_MISSING);
		ret_missing->trail = trail;
	}
	return message;
}

static void eval_field(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const ProtobufCFieldDescriptor *field = evaluation->formula->nodes[index].of.field;
	const ProtobufCMessage *message = jx_evaluation_receiver(evaluation, index, ret_value);
	if (message == NULL)
		return;
	if (is_of_oneof(field) && jx_field_count(message, field) == 0)
		jx_value_start(ret_value, JX_NOT_COMPUTABLE_MISSING);
	else
		jx_evaluation_read(evaluation, field, (const char *)message + field->offset, ret_value);
	ret_value->trail = &evaluation->trails[index];
}

static void eval_variable(
	struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	const struct jx_formula_value *value = &evaluation->run->values[node->slot];
	const char *name =
		value->path != NULL ? value->path : evaluation->formula->scope.variables[node->slot].name;
	evaluation->trails[index] = (struct jx_trail){.name = name, .n_name = strlen(name)};
	*ret_value = *value;
	ret_value->path = NULL;
	ret_value->trail = &evaluation->trails[index];
}

void jx_evaluation_path(struct jx_evaluation *evaluation, uint16_t index, struct jx_formula_value *ret_value)
{
	const struct jx_node *node = &evaluation->formula->nodes[index];
	if (node->op == JX_OP_FIELD)
		eval_field(evaluation, index, ret_value);
	else if (node->op == JX_OP_VARIABLE)
		eval_variable(evaluation, index, ret_value);
	else
		*ret_value = *evaluation->bound[node->slot];
}

bool jx_evaluation_has(struct jx_evaluation *evaluation, uint16_t path)
{
	const struct jx_node *node = &evaluation->formula->nodes[path];
	struct jx_formula_value value;
	if (node->op == JX_OP_VARIABLE && node->type.is_list) {
		const struct jx_formula_value *list = &evaluation->run->values[node->slot];
		return list->not_computable == JX_COMPUTABLE && list->as.list.n_items > 0;
	}
	if (node->op == JX_OP_FIELD) {
		const ProtobufCFieldDescriptor *field = node->of.field;
		const ProtobufCMessage *message = jx_evaluation_receiver(evaluation, path, &value);
		if (message == NULL || jx_field_count(message, field) == 0)
			return false;
		if (node->type.is_list)
			return true;
		jx_formula_read(field, jx_field_item(message, field, 0), &value);
		return value.not_computable == JX_COMPUTABLE;
	}
	jx_evaluation_value(evaluation, path, &value);
	return value.not_computable == JX_COMPUTABLE && !value.is_default;
}
