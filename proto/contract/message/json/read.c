#include "proto/contract/message/json/json.h"

#include <stdbool.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/private.h"

static enum jx_status read_value(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, size_t depth, void *ret_item);

/* ---- messages ---- */

static enum jx_status note_unknown_key(struct jx_json_reader *r, const ProtobufCMessageDescriptor *type,
	const struct jx_step *step, const struct jx_lexer *key)
{
	char name[JX_ERROR_ARG_BYTES];
	char path[JX_ERROR_ARG_BYTES];
	jx_text_copy_n(name, sizeof(name), key->value, key->n_value);
	jx_step_print(step, path, sizeof(path));
	size_t used = strlen(path);
	if (used > 0)
		used += jx_text_copy(path + used, sizeof(path) - used, ".");
	jx_text_copy(path + used, sizeof(path) - used, name);
	if (r->is_tolerant)
		return jx_json_note_unknown(r, path);
	const char *nearest = jx_field_nearest(type, key->value, key->n_value);
	bool is_near = nearest[0] != '\0';
	return jx_json_note_at(r, key->start,
		is_near ? JX_REASON_JSON_UNKNOWN_KEY_NEAR : JX_REASON_JSON_UNKNOWN_KEY, path,
		JX_ARGS(JX_TEXT(name), JX_TEXT(is_near ? nearest : NULL)));
}

/* Marks which member of a oneof is set; notes it when another one was. */
static enum jx_status set_member_of_oneof(struct jx_json_reader *r, ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, const struct jx_step *step, size_t key_at)
{
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0)
		return JX_OK;
	uint32_t *chosen = (uint32_t *)((char *)message + field->quantifier_offset);
	const ProtobufCFieldDescriptor *other =
		protobuf_c_message_descriptor_get_field(message->descriptor, *chosen);
	*chosen = field->id;
	if (other == NULL)
		return JX_OK;
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	return jx_json_note_at(
		r, key_at, JX_REASON_JSON_ONE_OF, path, JX_ARGS(JX_TEXT(field->name), JX_TEXT(other->name)));
}

/* Passes over the rest of a list that is at its limit: for its grammar only, and without memory. */
static enum jx_status skip_rows(
	struct jx_json_reader *r, const struct jx_step *whole, size_t depth, size_t limit)
{
	char path[JX_ERROR_ARG_BYTES];
	bool is_last = false;
	jx_step_print(whole, path, sizeof(path));
	enum jx_status status = jx_json_note_at(
		r, r->lexer.start, JX_REASON_TOO_MANY_ROWS, path, JX_ARGS(JX_TEXT(path), JX_U64(limit)));
	while (status == JX_OK && !is_last) {
		status = jx_json_skip(r, whole, depth);
		if (status == JX_OK)
			status = jx_json_end_item(r, whole, JX_TOKEN_LIST_CLOSE, &is_last);
	}
	return status;
}

/* Reads the items of a list, and puts it into the message at the end. */
static enum jx_status read_list(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *outer, size_t depth, ProtobufCMessage *message)
{
	struct jx_step whole = {outer, field, 0, false};
	if (r->lexer.token != JX_TOKEN_LIST_OPEN)
		return jx_json_refuse(r, JX_REASON_JSON_WANTS_LIST, &whole, depth);
	enum jx_status status = jx_json_check_depth(r, &whole, depth + 1);
	if (status != JX_OK)
		return status;
	size_t n_item_bytes = jx_field_item_bytes(field);
	char *items = NULL;
	size_t n_items = 0;
	size_t n_room = 0;
	bool is_last = jx_json_next(r, &whole) == JX_TOKEN_LIST_CLOSE;
	if (!is_last && !jx_json_is_value_start(r->lexer.token))
		return jx_json_stop(r, &whole, "]");
	while (!is_last) {
		size_t limit;
		if (!jx_row_counts_add(&r->rows, message->descriptor, field, n_items, &limit)) {
			status = skip_rows(r, &whole, depth + 1, limit);
			if (status != JX_OK)
				return status;
			break;
		}
		status = jx_arena_array_grow(
			r->arena, (void **)&items, n_item_bytes, n_items, &n_room, JX_MAX_JSON_BYTES);
		if (status != JX_OK)
			return status;
		struct jx_step step = {outer, field, n_items, true};
		char *item = items + n_items * n_item_bytes;
		memset(item, 0, n_item_bytes); /* what is refused stays NULL */
		status = read_value(r, field, &step, depth + 1, item);
		if (status != JX_OK)
			return status;
		n_items++;
		status = jx_json_end_item(r, &whole, JX_TOKEN_LIST_CLOSE, &is_last);
		if (status != JX_OK)
			return status;
	}
	memcpy((char *)message + field->offset, (void *)&items, sizeof(items));
	memcpy((char *)message + field->quantifier_offset, &n_items, sizeof(n_items));
	return JX_OK;
}

/* Names that fields had before: files that hold them are still read, and written with today's. */
static const struct {
	const ProtobufCMessageDescriptor *type;
	const char *former;
	const char *name;
} FORMER_NAMES[] = {
	{JX_INDICATOR_DESCRIPTOR, "operator", "sign"},
	{JX_OUTCOME_DESCRIPTOR, "operator", "sign"},
};

static const ProtobufCFieldDescriptor *field_of_key(
	const ProtobufCMessageDescriptor *type, const struct jx_lexer *key)
{
	for (size_t i = 0; i < JX_COUNT_OF(FORMER_NAMES); i++) {
		const char *former = FORMER_NAMES[i].former;
		if (FORMER_NAMES[i].type == type && strlen(former) == key->n_value &&
			memcmp(former, key->value, key->n_value) == 0)
			return jx_field_find(type, FORMER_NAMES[i].name, strlen(FORMER_NAMES[i].name));
	}
	return jx_field_find(type, key->value, key->n_value);
}

/* Reads the value of one key of a message. */
static enum jx_status read_member(struct jx_json_reader *r, ProtobufCMessage *message,
	const struct jx_lexer *key, const struct jx_step *outer, size_t depth, bool *is_seen)
{
	const ProtobufCMessageDescriptor *type = message->descriptor;
	const ProtobufCFieldDescriptor *field = field_of_key(type, key);
	struct jx_step step = {outer, field, 0, false};
	enum jx_status status = JX_OK;
	bool is_read = false;
	if (field == NULL) {
		status = note_unknown_key(r, type, outer, key);
	} else if (is_seen[field - type->fields]) {
		char path[JX_ERROR_ARG_BYTES];
		jx_step_print(&step, path, sizeof(path));
		status = jx_json_note_at(
			r, key->start, JX_REASON_JSON_DUPLICATE_KEY, path, JX_ARGS(JX_TEXT(field->name)));
	} else {
		is_seen[field - type->fields] = true;
		is_read = true;
		status = set_member_of_oneof(r, message, field, &step, key->start);
	}
	if (status != JX_OK)
		return status;
	if (!is_read)
		return jx_json_skip(r, outer, depth);
	if (jx_field_is_list(field))
		return read_list(r, field, outer, depth, message);
	return read_value(r, field, &step, depth, (char *)message + field->offset);
}

/* depth: containers around the message. */
static enum jx_status read_message(struct jx_json_reader *r, const ProtobufCMessageDescriptor *type,
	const struct jx_step *step, size_t depth, ProtobufCMessage **ret_message)
{
	bool is_leaf = jx_type_leaf(type) != JX_LEAF_NONE;
	if (!is_leaf && r->lexer.token != JX_TOKEN_OBJECT_OPEN)
		return jx_json_refuse(r, JX_REASON_JSON_WANTS_OBJECT, step, depth);
	ProtobufCMessage *message = jx_arena_alloc(r->arena, type->sizeof_message);
	if (message == NULL)
		return jx_arena_fail(r->arena, NULL);
	protobuf_c_message_init(type, message);
	jx_row_counts_begin(&r->rows, type);
	*ret_message = message;
	if (is_leaf)
		return jx_json_read_leaf(r, type, step, depth, message);
	enum jx_status status = jx_json_check_depth(r, step, depth + 1);
	if (status != JX_OK)
		return status;
	bool is_seen[JX_MAX_TYPE_FIELDS] = {false};
	if (type->n_fields > JX_MAX_TYPE_FIELDS)
		return JX_INTERNAL;
	bool is_last = jx_json_next(r, step) == JX_TOKEN_OBJECT_CLOSE;
	while (!is_last) {
		struct jx_lexer key;
		status = jx_json_read_key(r, step, &key);
		if (status != JX_OK)
			return status;
		status = read_member(r, message, &key, step, depth + 1, is_seen);
		if (status != JX_OK)
			return status;
		status = jx_json_end_item(r, step, JX_TOKEN_OBJECT_CLOSE, &is_last);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status read_value(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, size_t depth, void *ret_item)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		return jx_json_read_integer(r, step, depth, true, false, ret_item);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return jx_json_read_integer(r, step, depth, false, false, ret_item);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return jx_json_read_integer(r, step, depth, true, true, ret_item);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return jx_json_read_integer(r, step, depth, false, true, ret_item);
	case PROTOBUF_C_TYPE_BOOL:
		if (r->lexer.token != JX_TOKEN_TRUE && r->lexer.token != JX_TOKEN_FALSE)
			return jx_json_refuse(r, JX_REASON_JSON_WANTS_BOOL, step, depth);
		*(protobuf_c_boolean *)ret_item = r->lexer.token == JX_TOKEN_TRUE;
		return JX_OK;
	case PROTOBUF_C_TYPE_ENUM:
		return jx_json_read_enum(r, field, step, depth, ret_item);
	case PROTOBUF_C_TYPE_STRING:
		return jx_json_read_text(r, step, depth, ret_item);
	case PROTOBUF_C_TYPE_BYTES:
		return jx_json_read_bytes(r, step, depth, ret_item);
	case PROTOBUF_C_TYPE_MESSAGE:
		return read_message(r, field->descriptor, step, depth, ret_item);
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		break;
	}
	return JX_INTERNAL;
}

/* ---- the whole ---- */

/* Checks size and encoding before the first token; a problem here stops. */
static enum jx_status check_text(struct jx_json_reader *r, const char *text, size_t n_bytes)
{
	enum jx_status status = JX_OK;
	if (n_bytes > JX_MAX_JSON_BYTES) {
		status = jx_json_note_at(r, 0, JX_REASON_JSON_TOO_LARGE, "",
			JX_ARGS(JX_U64(n_bytes), JX_U64(JX_MAX_JSON_BYTES)));
		return status == JX_OK ? JX_INVALID : status;
	}
	size_t bad = jx_text_bad_utf8(text, n_bytes);
	if (bad == n_bytes)
		return JX_OK;
	bool is_nul = text[bad] == '\0';
	status = jx_json_note_at(r, bad, is_nul ? JX_REASON_JSON_CONTROL : JX_REASON_JSON_UTF8, "",
		JX_ARGS(JX_TEXT(is_nul ? "U+0000" : NULL)));
	return status == JX_OK ? JX_INVALID : status;
}

static enum jx_status read_document(
	struct jx_json_reader *r, const ProtobufCMessageDescriptor *type, ProtobufCMessage **ret_message)
{
	enum jx_token token = jx_json_next(r, NULL);
	if (token != JX_TOKEN_OBJECT_OPEN)
		return jx_json_stop(r, NULL, "{");
	enum jx_status status = read_message(r, type, NULL, 0, ret_message);
	if (status != JX_OK)
		return status;
	token = jx_json_next(r, NULL);
	if (token == JX_TOKEN_END)
		return JX_OK;
	if (token == JX_TOKEN_MEMORY)
		return jx_arena_fail(r->arena, NULL);
	char found[JX_TOKEN_FOUND_BYTES];
	status = jx_json_note_at(r, r->lexer.start, JX_REASON_JSON_TRAILING, "",
		JX_ARGS(JX_TEXT(jx_lex_show(&r->lexer, found))));
	return status == JX_OK ? JX_INVALID : status;
}

/* Reads as far as it can be read; see jx_json_read_part(). */
static enum jx_status read_text(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_json_reader *r, ProtobufCMessage **ret_message)
{
	*r->problems = (struct jx_json_problems){0};
	*ret_message = NULL;
	jx_lex_init(&r->lexer, text, n_bytes, r->arena);
	enum jx_status status = check_text(r, text, n_bytes);
	if (status != JX_OK)
		return status;
	if (n_bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		r->first_at = 3;
		r->lexer.at = 3;
	}
	ProtobufCMessage *message = NULL;
	status = read_document(r, type, &message);
	if (status != JX_OK)
		return status;
	*ret_message = message;
	return r->problems->n_found > 0 ? JX_INVALID : JX_OK;
}

static enum jx_status read_whole(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_json_reader *r, ProtobufCMessage **ret_message)
{
	ProtobufCMessage *message;
	enum jx_status status = read_text(type, text, n_bytes, r, &message);
	if (status == JX_OK)
		*ret_message = message;
	return status;
}

enum jx_status jx_json_read(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_json_problems *ret_problems, ProtobufCMessage **ret_message)
{
	struct jx_json_reader r = {.arena = arena, .problems = ret_problems};
	return read_whole(type, text, n_bytes, &r, ret_message);
}

enum jx_status jx_json_read_tolerant(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_json_problems *ret_problems, ProtobufCMessage **ret_message)
{
	struct jx_json_reader r = {.arena = arena, .problems = ret_problems, .is_tolerant = true};
	return read_whole(type, text, n_bytes, &r, ret_message);
}

enum jx_status jx_json_read_part(const ProtobufCMessageDescriptor *type, const char *text, size_t n_bytes,
	struct jx_arena *arena, struct jx_json_problems *ret_problems, ProtobufCMessage **ret_message)
{
	struct jx_json_reader r = {.arena = arena, .problems = ret_problems};
	return read_text(type, text, n_bytes, &r, ret_message);
}
