#include "proto/contract/message/json/json.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/base64.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/field.h"

#define PIECE_BYTES 1024 /* gathered before the sink is called, which else hashes a few bytes at a time */
#define NAME_BYTES  64   /* of an enum value */
#define CHAR_BYTES  4    /* of UTF-8 */

struct writer {
	const struct jx_json_sink *sink;
	struct jx_error *error;
	bool is_pretty;
	enum jx_status status; /* of the sink or of a value; once not JX_OK nothing more is written */
	size_t n_used;
	char piece[PIECE_BYTES];
};

static void write_message(
	struct writer *w, const ProtobufCMessage *message, const struct jx_step *step, size_t depth);

/* ---- text ---- */

static void flush(struct writer *w)
{
	if (w->status == JX_OK && w->n_used > 0)
		w->status = w->sink->on_text(w->sink->user, w->piece, w->n_used);
	w->n_used = 0;
}

static void put_n(struct writer *w, const char *text, size_t n)
{
	if (n > sizeof(w->piece) - w->n_used)
		flush(w);
	if (n > sizeof(w->piece)) {
		if (w->status == JX_OK)
			w->status = w->sink->on_text(w->sink->user, text, n);
		return;
	}
	memcpy(w->piece + w->n_used, text, n);
	w->n_used += n;
}

static void put_char(struct writer *w, char c)
{
	if (w->n_used == sizeof(w->piece))
		flush(w);
	w->piece[w->n_used++] = c;
}

static void put(struct writer *w, const char *text)
{
	put_n(w, text, strlen(text));
}

static void put_line(struct writer *w, size_t depth)
{
	if (!w->is_pretty)
		return;
	put(w, "\n");
	for (size_t i = 0; i < depth; i++)
		put(w, "  ");
}

static void fail_write(
	struct writer *w, enum jx_reason reason, const struct jx_step *step, struct jx_error_arg detail)
{
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	if (w->status == JX_OK)
		w->status = jx_fail_at(w->error, reason, path, JX_ARGS(JX_TEXT(path), detail));
}

/* The escape of a quote, a backslash or a control character, as RFC 8785 has it. */
static void escape_of(unsigned char c, char out[8])
{
	static const char SHORT[] = "\b\t\n\f\r\"\\";
	static const char LETTER[] = "btnfr\"\\";
	const char *found = strchr(SHORT, c);
	if (found != NULL)
		snprintf(out, 8, "\\%c", LETTER[found - SHORT]);
	else
		snprintf(out, 8, "\\u%04x", c);
}

/* How many bytes of a text stand in JSON as they are: all but quotes, backslashes, control characters, and bytes that are
 * no UTF-8. */
static size_t count_clean(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	for (;;) {
		uint32_t c = 0;
		size_t length = 0;
		if (*at < 0x80)
			length = *at >= ' ' && *at != '"' && *at != '\\' ? 1 : 0;
		else if (jx_text_begins_ideograph((const char *)at))
			length = JX_IDEOGRAPH_BYTES;
		else
			length = jx_char_read((const char *)at, strnlen((const char *)at, CHAR_BYTES), &c);
		if (length == 0)
			return (size_t)((const char *)at - text);
		at += length;
	}
}

static void put_text(struct writer *w, const char *text, const struct jx_step *step)
{
	const char *at = text;
	put_char(w, '"');
	for (;;) {
		size_t n = count_clean(at);
		char escape[8];
		put_n(w, at, n);
		at += n;
		if (*at == '\0')
			break;
		if ((unsigned char)*at >= 0x80) {
			fail_write(w, JX_REASON_BAD_UTF8, step,
				(struct jx_error_arg)JX_U64((uint64_t)(at - text)));
			return;
		}
		escape_of((unsigned char)*at++, escape);
		put(w, escape);
	}
	put_char(w, '"');
}

/* Writes a text of the program, a name or a figure, that needs no escapes. */
static void put_quoted(struct writer *w, const char *text)
{
	put_char(w, '"');
	put(w, text);
	put_char(w, '"');
}

/* ---- enum names ---- */

/* Length of the prefix that the values of an enum share, "AMOUNT_UNIT_" for AmountUnit; 0 for a value without it. */
static size_t prefix_length(const ProtobufCEnumDescriptor *type, const char *value_name)
{
	size_t n = 0;
	for (const char *c = type->short_name; *c != '\0'; c++) {
		bool is_capital = *c >= 'A' && *c <= 'Z';
		if (is_capital && c != type->short_name && value_name[n++] != '_')
			return 0;
		char upper = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
		if (value_name[n++] != upper)
			return 0;
	}
	return value_name[n] == '_' && value_name[n + 1] != '\0' ? n + 1 : 0;
}

/* The JSON name of a value as listed in its descriptor. */
static void name_value(
	const ProtobufCEnumDescriptor *type, const ProtobufCEnumValue *value, char *out, size_t size)
{
	const char *name = value->name + prefix_length(type, value->name);
	size_t n = jx_text_copy(out, size, name);
	for (size_t i = 0; i < n; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] - 'A' + 'a');
}

enum jx_status jx_json_enum_name(const ProtobufCEnumDescriptor *type, int value, char *out, size_t size)
{
	const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(type, value);
	if (found == NULL) {
		jx_text_copy(out, size, "");
		return JX_INVALID;
	}
	name_value(type, found, out, size);
	return JX_OK;
}

enum jx_status jx_json_enum_value(const ProtobufCEnumDescriptor *type, const char *name, int *ret_value)
{
	for (unsigned i = 0; i < type->n_values; i++) {
		char known[NAME_BYTES];
		name_value(type, &type->values[i], known, sizeof(known));
		if (strcmp(known, name) == 0) {
			*ret_value = type->values[i].value;
			return JX_OK;
		}
	}
	return JX_INVALID;
}

/* ---- values ---- */

static void put_bytes(struct writer *w, const ProtobufCBinaryData *bytes)
{
	put(w, "\"");
	for (size_t i = 0; i < bytes->len; i += 3) {
		char group[4];
		jx_base64_write_group(bytes->data + i, bytes->len - i, group);
		put_n(w, group, sizeof(group));
	}
	put(w, "\"");
}

/* Writes a figure or a time as its text form. */
static void put_leaf(struct writer *w, const ProtobufCMessage *message, const struct jx_step *step)
{
	char text[JX_FIGURE_TEXT_BYTES] = "";
	_Static_assert(JX_INSTANT_TEXT_BYTES <= JX_FIGURE_TEXT_BYTES, "one buffer for both");
	enum jx_leaf leaf = jx_type_leaf(message->descriptor);
	enum jx_status status = JX_OK;
	if (leaf == JX_LEAF_AMOUNT)
		status = jx_amount_print((const JxAmount *)message, text, sizeof(text));
	else if (leaf == JX_LEAF_DECIMAL)
		status = jx_decimal_print((const JxDecimal *)message, text, sizeof(text));
	else {
		const Google__Protobuf__Timestamp *time = (const Google__Protobuf__Timestamp *)message;
		status = jx_instant_print(time->seconds, time->nanos, text) ? JX_OK : JX_INVALID;
	}
	if (status != JX_OK)
		fail_write(w, JX_REASON_BAD_FIGURE, step,
			(struct jx_error_arg)JX_TEXT(message->descriptor->short_name));
	put_quoted(w, text);
}

/* Writes an integer; those of 64 bits stand in quotes. */
static void put_signed(struct writer *w, const char *quote, int64_t value)
{
	char text[32]; /* 20 digits, a sign and two quotes */
	snprintf(text, sizeof(text), "%s%" PRId64 "%s", quote, value, quote);
	put(w, text);
}

static void put_unsigned(struct writer *w, const char *quote, uint64_t value)
{
	char text[32];
	snprintf(text, sizeof(text), "%s%" PRIu64 "%s", quote, value, quote);
	put(w, text);
}

static void put_enum(struct writer *w, const ProtobufCFieldDescriptor *field, int value)
{
	char name[NAME_BYTES];
	if (jx_json_enum_name(field->descriptor, value, name, sizeof(name)) == JX_OK)
		put_quoted(w, name);
	else
		put_signed(w, "", value);
}

static void put_item(struct writer *w, const ProtobufCFieldDescriptor *field, const void *item,
	const struct jx_step *step, size_t depth)
{
	const char *text;
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		put_signed(w, "", *(const int32_t *)item);
		return;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		put_unsigned(w, "", *(const uint32_t *)item);
		return;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		put_signed(w, "\"", *(const int64_t *)item);
		return;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		put_unsigned(w, "\"", *(const uint64_t *)item);
		return;
	case PROTOBUF_C_TYPE_BOOL:
		put(w, *(const protobuf_c_boolean *)item ? "true" : "false");
		return;
	case PROTOBUF_C_TYPE_ENUM:
		put_enum(w, field, *(const int *)item);
		return;
	case PROTOBUF_C_TYPE_STRING:
		text = *(const char *const *)item;
		put_text(w, text != NULL ? text : "", step);
		return;
	case PROTOBUF_C_TYPE_BYTES:
		put_bytes(w, item);
		return;
	case PROTOBUF_C_TYPE_MESSAGE:
		write_message(w, *(const ProtobufCMessage *const *)item, step, depth);
		return;
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		break;
	}
	if (w->status == JX_OK)
		w->status = jx_fail_with(w->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(field->name)));
}

static void put_list(struct writer *w, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
	const struct jx_step *parent, size_t depth)
{
	size_t n = jx_field_count(message, field);
	put_char(w, '[');
	for (size_t i = 0; i < n && w->status == JX_OK; i++) {
		struct jx_step step = {parent, field, i, true};
		if (i > 0)
			put_char(w, ',');
		put_line(w, depth + 1);
		put_item(w, field, jx_field_item(message, field, i), &step, depth + 1);
	}
	if (n > 0)
		put_line(w, depth);
	put_char(w, ']');
}

static void put_member(struct writer *w, const ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, const struct jx_step *parent, size_t depth)
{
	put_quoted(w, field->name);
	put(w, w->is_pretty ? ": " : ":");
	if (jx_field_is_list(field)) {
		put_list(w, message, field, parent, depth);
		return;
	}
	struct jx_step step = {parent, field, 0, false};
	put_item(w, field, jx_field_item(message, field, 0), &step, depth);
}

/* depth: containers around the message, which is the indentation of its last line. */
static void write_message(
	struct writer *w, const ProtobufCMessage *message, const struct jx_step *step, size_t depth)
{
	const ProtobufCMessageDescriptor *type = message->descriptor;
	if (jx_type_leaf(type) != JX_LEAF_NONE) {
		put_leaf(w, message, step);
		return;
	}
	if (depth >= JX_MAX_JSON_DEPTH) {
		fail_write(w, JX_REASON_TOO_DEEP, step, (struct jx_error_arg)JX_U64(JX_MAX_JSON_DEPTH));
		return;
	}
	bool is_first = true;
	put_char(w, '{');
	for (unsigned i = 0; i < type->n_fields && w->status == JX_OK; i++) {
		/* Names are ASCII, so the order of bytes is RFC 8785's order of UTF-16 units. */
		const ProtobufCFieldDescriptor *field =
			&type->fields[w->is_pretty ? i : type->fields_sorted_by_name[i]];
		if (jx_field_count(message, field) == 0)
			continue;
		if (!is_first)
			put_char(w, ',');
		is_first = false;
		put_line(w, depth + 1);
		put_member(w, message, field, step, depth + 1);
	}
	if (!is_first)
		put_line(w, depth);
	put_char(w, '}');
}

/* ---- the whole ---- */

/* Starts a writer; its piece of a kilobyte stays as it is. */
static void start_writer(
	struct writer *w, enum jx_json_style style, const struct jx_json_sink *sink, struct jx_error *error)
{
	w->sink = sink;
	w->error = error;
	w->is_pretty = style == JX_JSON_PRETTY;
	w->status = JX_OK;
	w->n_used = 0;
}

enum jx_status jx_json_write_to(const ProtobufCMessage *message, enum jx_json_style style,
	const struct jx_json_sink *sink, struct jx_error *error)
{
	struct writer w;
	start_writer(&w, style, sink, error);
	write_message(&w, message, NULL, 0);
	if (w.is_pretty)
		put(&w, "\n");
	flush(&w);
	return w.status;
}

enum jx_status jx_json_write_value(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
	size_t index, const struct jx_json_sink *sink, struct jx_error *error)
{
	struct writer w;
	start_writer(&w, JX_JSON_CANONICAL, sink, error);
	bool is_list = jx_field_is_list(field);
	bool is_absent =
		!is_list && field->type == PROTOBUF_C_TYPE_MESSAGE && jx_field_count(message, field) == 0;
	struct jx_step step = {NULL, field, index, is_list};
	if (is_absent)
		put(&w, "null");
	else if (is_list && index == JX_JSON_WHOLE_FIELD)
		put_list(&w, message, field, NULL, 0);
	else
		put_item(&w, field, jx_field_item(message, field, index), &step, 0);
	flush(&w);
	return w.status;
}

static enum jx_status count_text(void *n_bytes, const char *text, size_t n)
{
	(void)text;
	*(size_t *)n_bytes += n;
	return JX_OK;
}

static enum jx_status append_text(void *end, const char *text, size_t n)
{
	memcpy(*(char **)end, text, n);
	*(char **)end += n;
	return JX_OK;
}

enum jx_status jx_json_write(const ProtobufCMessage *message, enum jx_json_style style,
	struct jx_arena *arena, struct jx_error *error, char **ret_text, size_t *ret_n_bytes)
{
	/* Twice: once to count, so that the arena does not keep the halves of a growing buffer. */
	size_t n = 0;
	const struct jx_json_sink counter = {count_text, &n};
	enum jx_status status = jx_json_write_to(message, style, &counter, error);
	if (status != JX_OK)
		return status;
	char *text = jx_arena_alloc(arena, n + 1);
	if (text == NULL)
		return jx_arena_fail(arena, error);
	char *end = text;
	const struct jx_json_sink appender = {append_text, (void *)&end};
	status = jx_json_write_to(message, style, &appender, error);
	if (status != JX_OK)
		return status;
	*end = '\0';
	*ret_text = text;
	if (ret_n_bytes != NULL)
		*ret_n_bytes = n;
	return JX_OK;
}
