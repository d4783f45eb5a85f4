#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/dataset/dataset.h"
#include "client/text/datetime.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"

#define FEN_PER_YUAN 100
#define NAME_BYTES   64 /* of the name of an enum value */

enum jx_data_type jx_datum_type(const ProtobufCFieldDescriptor *field)
{
	if (jx_field_is_list(field))
		return JX_DATA_INTEGER; /* how many */
	if (field->type == PROTOBUF_C_TYPE_BOOL)
		return JX_DATA_FLAG;
	if (field->type == PROTOBUF_C_TYPE_UINT32 || field->type == PROTOBUF_C_TYPE_UINT64)
		return JX_DATA_INTEGER;
	if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->descriptor == JX_LOCALIZED_TEXT_DESCRIPTOR)
		return JX_DATA_TEXT;
	if (field->descriptor == JX_AMOUNT_DESCRIPTOR)
		return JX_DATA_MONEY;
	return jx_type_leaf(field->descriptor) == JX_LEAF_TIMESTAMP ? JX_DATA_TIME : JX_DATA_NUMBER;
}

static enum jx_data_mark mark_of(JxEmptyKind empty)
{
	switch (empty) {
	case JX_EMPTY_KIND_DASH:
		return JX_DATA_DASH;
	case JX_EMPTY_KIND_SLASH:
		return JX_DATA_SLASH;
	case JX_EMPTY_KIND_NONE_WORD:
		return JX_DATA_NONE_WORD;
	case JX_EMPTY_KIND_PLACEHOLDER:
		return JX_DATA_PLACEHOLDER;
	case JX_EMPTY_KIND_PARTLY_READ:
		return JX_DATA_PARTLY_READ;
	case JX_EMPTY_KIND_UNSPECIFIED:
	case JX_EMPTY_KIND_BLANK:
	case _JIXIAO__V1__EMPTY_KIND_IS_INT_SIZE:
	default:
		return JX_DATA_ABSENT;
	}
}

const char *jx_datum_yuan(int64_t fen, char *out)
{
	uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
	(void)snprintf(out, JX_FIGURE_TEXT_BYTES, "%s%" PRIu64 ".%02" PRIu64, fen < 0 ? "-" : "",
		size / FEN_PER_YUAN, size % FEN_PER_YUAN);
	return out;
}

/* Writes a leaf or a computed value; "" with a mark where it has none. */
static enum jx_data_mark print_message(const ProtobufCMessage *message, char out[JX_FIGURE_TEXT_BYTES])
{
	out[0] = '\0';
	if (message == NULL)
		return JX_DATA_ABSENT;
	if (message->descriptor == JX_MEASUREMENT_DESCRIPTOR) {
		message = (const ProtobufCMessage *)((const JxMeasurement *)message)->value;
		if (message == NULL)
			return JX_DATA_NOT_COMPUTABLE;
	}
	if (message->descriptor == JX_AMOUNT_DESCRIPTOR) {
		const JxAmount *amount = (const JxAmount *)message;
		if (amount->empty == JX_EMPTY_KIND_UNSPECIFIED)
			(void)jx_datum_yuan(amount->fen, out);
		return mark_of(amount->empty);
	}
	if (message->descriptor == JX_DECIMAL_DESCRIPTOR) {
		const JxDecimal *decimal = (const JxDecimal *)message;
		if (decimal->empty == JX_EMPTY_KIND_UNSPECIFIED)
			(void)jx_micros_print(decimal->micros, decimal->decimals, out, JX_FIGURE_TEXT_BYTES);
		return mark_of(decimal->empty);
	}
	if (jx_type_leaf(message->descriptor) == JX_LEAF_TIMESTAMP) {
		char time[JX_DATETIME_BYTES];
		(void)jx_text_copy(out, JX_FIGURE_TEXT_BYTES,
			jx_datetime_print_utc((const Google__Protobuf__Timestamp *)message, time));
	}
	return JX_DATA_ABSENT;
}

/* The name in the schema, the number of a value that this version does not know; "" where nothing is stated. */
static void print_enum(const ProtobufCFieldDescriptor *field, int value, char out[NAME_BYTES])
{
	out[0] = '\0';
	if (value != 0 && jx_json_enum_name(field->descriptor, value, out, NAME_BYTES) != JX_OK)
		(void)snprintf(out, NAME_BYTES, "%d", value);
}

static enum jx_data_mark print_value(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, char out[NAME_BYTES])
{
	const void *item = jx_field_item(message, field, 0);
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return print_message(*(const ProtobufCMessage *const *)item, out);
	if (field->type == PROTOBUF_C_TYPE_BOOL)
		(void)jx_text_copy(out, NAME_BYTES, *(const protobuf_c_boolean *)item ? "true" : "false");
	else if (field->type == PROTOBUF_C_TYPE_UINT32)
		(void)snprintf(out, NAME_BYTES, "%" PRIu32, *(const uint32_t *)item);
	else if (field->type == PROTOBUF_C_TYPE_UINT64)
		(void)snprintf(out, NAME_BYTES, "%" PRIu64, *(const uint64_t *)item);
	else if (field->type == PROTOBUF_C_TYPE_ENUM)
		print_enum(field, *(const int *)item, out);
	return JX_DATA_ABSENT;
}

enum jx_status jx_datum_of_field(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
	struct jx_arena *arena, struct jx_datum *ret_datum, struct jx_error *error)
{
	char text[NAME_BYTES] = "";
	*ret_datum = (struct jx_datum){.mark = JX_DATA_ABSENT};
	if (message == NULL)
		return JX_OK;
	if (jx_field_is_list(field)) {
		(void)snprintf(text, sizeof(text), "%zu", jx_field_count(message, field));
	} else if (field->type == PROTOBUF_C_TYPE_STRING) {
		const char *string = *(const char *const *)jx_field_item(message, field, 0);
		ret_datum->text = string != NULL && string[0] != '\0' ? string : NULL;
		return JX_OK;
	} else {
		ret_datum->mark = print_value(message, field, text);
	}
	if (text[0] == '\0')
		return JX_OK;
	ret_datum->text = jx_arena_strdup(arena, text);
	return ret_datum->text != NULL ? JX_OK : jx_arena_fail(arena, error);
}
