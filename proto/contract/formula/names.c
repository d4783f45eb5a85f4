/* What the names of a formula mean. See private.h. */
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/report.h"

/* ---- types ---- */

struct jx_formula_type jx_formula_type_of_field(const ProtobufCFieldDescriptor *field)
{
	struct jx_formula_type type = {.kind = JX_FORMULA_NUMBER, .is_list = jx_field_is_list(field)};
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		break;
	case PROTOBUF_C_TYPE_BOOL:
		type.kind = JX_FORMULA_BOOL;
		break;
	case PROTOBUF_C_TYPE_ENUM:
		type.kind = JX_FORMULA_ENUM;
		type.descriptor = field->descriptor;
		break;
	case PROTOBUF_C_TYPE_STRING:
		type.kind = JX_FORMULA_TEXT;
		break;
	case PROTOBUF_C_TYPE_FLOAT: /* the schema has no binary fractions, and no formula reads any */
	case PROTOBUF_C_TYPE_DOUBLE:
	case PROTOBUF_C_TYPE_BYTES:
		type.kind = JX_FORMULA_BYTES;
		break;
	case PROTOBUF_C_TYPE_MESSAGE: {
		static const enum jx_formula_kind kinds[] = {[JX_LEAF_NONE] = JX_FORMULA_MESSAGE,
			[JX_LEAF_AMOUNT] = JX_FORMULA_MONEY,
			[JX_LEAF_DECIMAL] = JX_FORMULA_NUMBER,
			[JX_LEAF_TIMESTAMP] = JX_FORMULA_TIME};
		type.kind = kinds[jx_type_leaf(field->descriptor)];
		if (type.kind == JX_FORMULA_MESSAGE)
			type.descriptor = field->descriptor;
		break;
	}
	}
	return type;
}

/* ---- names ---- */

/* The nearest of the names it is shown. */
struct suggestion {
	const char *name;
	size_t n;
	char nearest[JX_SLICE_BYTES];
	size_t distance; /* of the nearest; at the start one more than what is still near */
};

static void offer(struct suggestion *suggestion, const char *known, size_t n)
{
	if (suggestion->distance == 0 || n >= sizeof(suggestion->nearest))
		return;
	size_t distance =
		jx_edit_distance(suggestion->name, suggestion->n, known, n, suggestion->distance - 1);
	if (distance >= suggestion->distance)
		return;
	suggestion->distance = distance;
	memcpy(suggestion->nearest, known, n);
	suggestion->nearest[n] = '\0';
}

static struct suggestion suggestion_for(const char *name, size_t n)
{
	return (struct suggestion){.name = name, .n = n, .distance = n / 3 + 2};
}

static void offer_fields(struct suggestion *suggestion, const ProtobufCMessageDescriptor *type)
{
	for (unsigned i = 0; type != NULL && i < type->n_fields; i++)
		offer(suggestion, type->fields[i].name, strlen(type->fields[i].name));
}

static void unknown_name(struct jx_compiler *compiler, const struct jx_node *node)
{
	const struct jx_formula_scope *scope = compiler->scope;
	char piece[JX_SLICE_BYTES];
	struct suggestion suggestion =
		suggestion_for(compiler->text + node->name_start, (size_t)node->name_end - node->name_start);
	for (unsigned i = 0; i < compiler->n_loops; i++) {
		const struct jx_node *loop = &compiler->nodes[compiler->loops[i].node];
		offer(&suggestion, compiler->text + loop->name_start,
			(size_t)loop->name_end - loop->name_start);
	}
	for (size_t i = 0; i < scope->n_variables; i++)
		offer(&suggestion, scope->variables[i].name, strlen(scope->variables[i].name));
	offer_fields(&suggestion, scope->message);
	bool is_near = suggestion.nearest[0] != '\0';
	jx_compiler_slice(compiler, node->name_start, node->name_end, piece);
	jx_compiler_fault(compiler,
		is_near ? JX_REASON_FORMULA_UNKNOWN_NAME_NEAR : JX_REASON_FORMULA_UNKNOWN_NAME,
		node->name_start, node->name_end, JX_ARGS(JX_TEXT(piece), JX_TEXT(suggestion.nearest)));
}

static bool is_named(
	const struct jx_compiler *compiler, const struct jx_node *node, const char *name, size_t n)
{
	return (size_t)(node->name_end - node->name_start) == n &&
	       memcmp(compiler->text + node->name_start, name, n) == 0;
}

static bool resolve_bound(struct jx_compiler *compiler, struct jx_node *node)
{
	for (unsigned level = compiler->n_loops; level-- > 0;) {
		const struct jx_node *loop = &compiler->nodes[compiler->loops[level].node];
		const char *name = compiler->text + loop->name_start;
		if (!is_named(compiler, node, name, (size_t)loop->name_end - loop->name_start))
			continue;
		node->op = JX_OP_BOUND;
		node->slot = (uint8_t)level;
		node->type = compiler->loops[level].row;
		return true;
	}
	return false;
}

static bool resolve_variable(struct jx_compiler *compiler, struct jx_node *node)
{
	const struct jx_formula_scope *scope = compiler->scope;
	for (size_t i = 0; i < scope->n_variables; i++) {
		const struct jx_formula_variable *variable = &scope->variables[i];
		if (!is_named(compiler, node, variable->name, strlen(variable->name)))
			continue;
		node->op = JX_OP_VARIABLE;
		node->slot = (uint8_t)i;
		node->type = variable->type;
		size_t max_rows = variable->max_rows != 0 ? variable->max_rows
							  : jx_list_limit(variable->type.descriptor);
		node->max_rows = max_rows < UINT32_MAX ? (uint32_t)max_rows : UINT32_MAX;
		return true;
	}
	return false;
}

static bool resolve_field(
	struct jx_compiler *compiler, struct jx_node *node, const ProtobufCMessageDescriptor *type)
{
	if (type == NULL)
		return false;
	const ProtobufCFieldDescriptor *field = jx_field_find(
		type, compiler->text + node->name_start, (size_t)node->name_end - node->name_start);
	if (field == NULL)
		return false;
	node->op = JX_OP_FIELD;
	node->of.field = field;
	node->type = jx_formula_type_of_field(field);
	node->max_rows = (uint32_t)jx_list_limit(field->descriptor);
	return true;
}

/* A field of something that has none, or not this one. */
static void no_such_field(
	struct jx_compiler *compiler, const struct jx_node *node, const struct jx_node *receiver)
{
	char name[JX_SLICE_BYTES];
	char what[JX_SLICE_BYTES];
	struct jx_type_words words;
	size_t start = node->name_start;
	size_t end = node->name_end;
	struct jx_error_arg type = jx_formula_type_arg(receiver->type, &words);
	jx_compiler_slice(compiler, start, end, name);
	jx_compiler_slice(compiler, receiver->start, receiver->end, what);
	if (receiver->type.is_list) {
		jx_compiler_fault(compiler, JX_REASON_FORMULA_IS_LIST, start, end,
			JX_ARGS(JX_TEXT(what), JX_TEXT(name)));
		return;
	}
	if (receiver->type.kind != JX_FORMULA_MESSAGE) {
		jx_compiler_fault(compiler, JX_REASON_FORMULA_NO_FIELDS, start, end,
			JX_ARGS(JX_TEXT(what), type, JX_TEXT(name)));
		return;
	}
	struct suggestion suggestion = suggestion_for(compiler->text + start, end - start);
	offer_fields(&suggestion, receiver->type.descriptor);
	bool is_near = suggestion.nearest[0] != '\0';
	jx_compiler_fault(compiler,
		is_near ? JX_REASON_FORMULA_UNKNOWN_FIELD_NEAR : JX_REASON_FORMULA_UNKNOWN_FIELD, start, end,
		JX_ARGS(JX_TEXT(name), type, JX_TEXT(suggestion.nearest)));
}

void jx_compiler_resolve(struct jx_compiler *compiler, uint16_t index)
{
	struct jx_node *node = &compiler->nodes[index];
	if (node->op == JX_OP_NAME) {
		if (!resolve_bound(compiler, node) && !resolve_variable(compiler, node) &&
			!resolve_field(compiler, node, compiler->scope->message))
			unknown_name(compiler, node);
		return;
	}
	const struct jx_node *receiver = &compiler->nodes[node->child];
	if (receiver->type.kind == JX_FORMULA_UNKNOWN)
		return;
	bool has_fields = receiver->type.kind == JX_FORMULA_MESSAGE && !receiver->type.is_list;
	if (!has_fields || !resolve_field(compiler, node, receiver->type.descriptor))
		no_such_field(compiler, node, receiver);
}
