#include "proto/contract/message/field.h"

#include <stdio.h>
#include <string.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"

#define MAX_NAME_BYTES JX_MAX_APART /* of a name worth a suggestion; the longest of the schema has 30 */

enum jx_leaf jx_type_leaf(const ProtobufCMessageDescriptor *type)
{
	if (type == JX_AMOUNT_DESCRIPTOR)
		return JX_LEAF_AMOUNT;
	if (type == JX_DECIMAL_DESCRIPTOR)
		return JX_LEAF_DECIMAL;
	if (type == &google__protobuf__timestamp__descriptor)
		return JX_LEAF_TIMESTAMP;
	return JX_LEAF_NONE;
}

bool jx_field_is_inner(const ProtobufCFieldDescriptor *field)
{
	return field->type == PROTOBUF_C_TYPE_MESSAGE && jx_type_leaf(field->descriptor) == JX_LEAF_NONE;
}

size_t jx_field_item_bytes(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_ENUM:
		return sizeof(uint32_t);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return sizeof(uint64_t);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	}
	return 0;
}

static const void *member(const ProtobufCMessage *message, unsigned offset)
{
	return (const char *)message + offset;
}

/* True when the singular item at a place is the default of its type. */
static bool is_default(const ProtobufCFieldDescriptor *field, const void *item)
{
	static const char zeros[sizeof(uint64_t)];
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING: {
		const char *text = *(const char *const *)item;
		return text == NULL || text[0] == '\0';
	}
	case PROTOBUF_C_TYPE_MESSAGE:
		return *(const void *const *)item == NULL;
	case PROTOBUF_C_TYPE_BYTES:
		return ((const ProtobufCBinaryData *)item)->len == 0;
	case PROTOBUF_C_TYPE_BOOL:
		return *(const protobuf_c_boolean *)item == 0;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_ENUM:
		return memcmp(item, zeros, sizeof(uint32_t)) == 0;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return memcmp(item, zeros, sizeof(uint64_t)) == 0;
	}
	return true;
}

size_t jx_field_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	if (jx_field_is_list(field))
		return *(const size_t *)member(message, field->quantifier_offset);
	const void *item = member(message, field->offset);
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0)
		return is_default(field, item) ? 0 : 1;
	if (*(const uint32_t *)member(message, field->quantifier_offset) != field->id)
		return 0;
	bool is_absent = field->type == PROTOBUF_C_TYPE_MESSAGE && is_default(field, item);
	return is_absent ? 0 : 1;
}

const void *jx_field_item(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index)
{
	const void *item = member(message, field->offset);
	if (!jx_field_is_list(field))
		return item;
	return *(const char *const *)item + index * jx_field_item_bytes(field);
}

const ProtobufCMessage *jx_field_message(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index)
{
	return *(const ProtobufCMessage *const *)jx_field_item(message, field, index);
}

const ProtobufCFieldDescriptor *jx_field_find(
	const ProtobufCMessageDescriptor *type, const char *name, size_t n)
{
	char terminated[MAX_NAME_BYTES + 1];
	if (n > MAX_NAME_BYTES || memchr(name, '\0', n) != NULL)
		return NULL;
	memcpy(terminated, name, n);
	terminated[n] = '\0';
	return protobuf_c_message_descriptor_get_field_by_name(type, terminated);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t jx_characters_apart(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
	size_t row[JX_MAX_APART + 1];
	for (size_t j = 0; j <= n_b; j++)
		row[j] = j;
	for (size_t i = 1; i <= n_a; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n_b; j++) {
			size_t replaced = diagonal + (a[i - 1] != b[j - 1] ? 1 : 0);
			diagonal = row[j];
			row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[n_b];
}

static void widen(const char *text, size_t n, uint32_t out[JX_MAX_APART])
{
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)text[i];
}

size_t jx_edit_distance(const char *a, size_t n_a, const char *b, size_t n_b, size_t limit)
{
	uint32_t wide[2][JX_MAX_APART];
	size_t difference = n_a > n_b ? n_a - n_b : n_b - n_a;
	if (n_a > MAX_NAME_BYTES || n_b > MAX_NAME_BYTES || difference > limit)
		return limit + 1;
	widen(a, n_a, wide[0]);
	widen(b, n_b, wide[1]);
	return least(jx_characters_apart(wide[0], n_a, wide[1], n_b), limit + 1);
}

const char *jx_field_nearest(const ProtobufCMessageDescriptor *type, const char *name, size_t n)
{
	const char *nearest = "";
	size_t best = n / 3 + 2; /* one more than the most that is still near */
	for (unsigned i = 0; i < type->n_fields; i++) {
		const char *known = type->fields[i].name;
		size_t distance = jx_edit_distance(name, n, known, strlen(known), best - 1);
		if (distance < best) {
			best = distance;
			nearest = known;
		}
		if (best == 0)
			break;
	}
	return nearest;
}

/* ---- comparing ---- */

static bool is_text_equal(const char *a, const char *b)
{
	/* A string field that nobody set is NULL in a message built by hand and "" in a decoded one. */
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool jx_field_is_item_equal(const ProtobufCFieldDescriptor *field, const void *a, const void *b)
{
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return is_text_equal(*(const char *const *)a, *(const char *const *)b);
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return jx_message_is_equal(
			*(const ProtobufCMessage *const *)a, *(const ProtobufCMessage *const *)b);
	if (field->type == PROTOBUF_C_TYPE_BOOL)
		return !*(const protobuf_c_boolean *)a == !*(const protobuf_c_boolean *)b;
	if (field->type == PROTOBUF_C_TYPE_BYTES) {
		const ProtobufCBinaryData *first = a;
		const ProtobufCBinaryData *second = b;
		return first->len == second->len &&
		       (first->len == 0 || memcmp(first->data, second->data, first->len) == 0);
	}
	return memcmp(a, b, jx_field_item_bytes(field)) == 0;
}

bool jx_field_is_equal(
	const ProtobufCMessage *a, const ProtobufCMessage *b, const ProtobufCFieldDescriptor *field)
{
	size_t n = jx_field_count(a, field);
	if (n != jx_field_count(b, field))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!jx_field_is_item_equal(field, jx_field_item(a, field, i), jx_field_item(b, field, i)))
			return false;
	return true;
}

bool jx_message_is_equal(const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	if (a == NULL || b == NULL || a == b)
		return a == b;
	for (unsigned i = 0; i < a->descriptor->n_fields; i++)
		if (!jx_field_is_equal(a, b, &a->descriptor->fields[i]))
			return false;
	return true;
}

/* ---- names of places ---- */

#define MAX_STEPS 64 /* twice the deepest message that codec and JSON let in */

const char *jx_step_print(const struct jx_step *step, char *out, size_t size)
{
	if (size == 0)
		return out;
	out[0] = '\0';
	const struct jx_step *steps[MAX_STEPS];
	size_t n = 0;
	for (; step != NULL && n < MAX_STEPS; step = step->parent)
		steps[n++] = step;
	size_t used = 0;
	for (size_t i = n; i-- > 0;) {
		if (i + 1 < n)
			used += jx_text_copy(out + used, size - used, ".");
		used += jx_text_copy(out + used, size - used, steps[i]->field->name);
		if (steps[i]->has_index) {
			char index[24];
			snprintf(index, sizeof(index), "[%zu]", steps[i]->index);
			used += jx_text_copy(out + used, size - used, index);
		}
	}
	return out;
}
