#include "proto/contract/message/codec.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/figure_check.h"
#include "proto/contract/message/row_count.h"

/* Lengths of varints, in bytes. protobuf-c reads tags and lengths of at most five, so longer ones stop here. */
#define MAX_VARINT_BYTES 10
#define MAX_TAG_BYTES    5
#define MAX_FIELD_NUMBER 536870911u /* 2^29 - 1, protobuf.dev */

enum wire { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

/* What the bytes are, which decides what becomes of fields and values from the future. */
enum mode { MODE_STRICT, MODE_REQUEST, MODE_REPLY };

/* What the walk over one message's bytes needs all the way down. */
struct walk {
	const uint8_t *start; /* of the whole message, for offsets in errors */
	enum mode mode;
	struct jx_row_counts *rows;
	struct jx_error *error;
};

struct span {
	const uint8_t *at;
	const uint8_t *end;
};

/* A message on the way down, and what was met in it. */
struct level {
	const ProtobufCMessageDescriptor *type;
	const struct jx_step *step; /* where it stands; NULL at the top */
	size_t depth;               /* 1 at the top */
	uint32_t counts[JX_MAX_TYPE_FIELDS];
};

static enum jx_status walk_message(const struct walk *walk, const ProtobufCMessageDescriptor *type,
	struct span span, const struct jx_step *step, size_t depth);

/* ---- errors ---- */

static enum jx_status fail_at(const struct walk *walk, enum jx_reason reason, const struct jx_step *step,
	struct jx_error_arg detail)
{
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	return jx_fail_at(walk->error, reason, path, JX_ARGS(JX_TEXT(path), detail));
}

static enum jx_status fail_number(
	const struct walk *walk, enum jx_reason reason, const struct jx_step *step, uint64_t number)
{
	return fail_at(walk, reason, step, (struct jx_error_arg)JX_U64(number));
}

static enum jx_status fail_signed(
	const struct walk *walk, enum jx_reason reason, const struct jx_step *step, int64_t number)
{
	return fail_at(walk, reason, step, (struct jx_error_arg)JX_I64(number));
}

static enum jx_status fail_bytes(const struct walk *walk, const struct jx_step *step, const uint8_t *at)
{
	return fail_number(walk, JX_REASON_BAD_WIRE, step, (uint64_t)(at - walk->start));
}

/* ---- the wire ---- */

/* Reads a varint of at most max bytes and 64 bits; the span is moved on success only. */
static bool read_varint(struct span *span, size_t max, uint64_t *ret_value)
{
	uint64_t value = 0;
	for (size_t i = 0; i < max && span->at + i < span->end; i++) {
		uint8_t byte = span->at[i];
		if (i == MAX_VARINT_BYTES - 1 && byte > 1)
			return false;
		value |= (uint64_t)(byte & 0x7F) << (7 * i);
		if (byte < 0x80) {
			span->at += i + 1;
			*ret_value = value;
			return true;
		}
	}
	return false;
}

/* Reads a length and takes as many bytes off the span. */
static bool read_chunk(struct span *span, struct span *ret_chunk)
{
	struct span rest = *span;
	uint64_t n;
	if (!read_varint(&rest, MAX_TAG_BYTES, &n) || n > (uint64_t)(rest.end - rest.at))
		return false;
	*ret_chunk = (struct span){rest.at, rest.at + n};
	span->at = rest.at + n;
	return true;
}

static bool skip_fixed(struct span *span, size_t n)
{
	if ((size_t)(span->end - span->at) < n)
		return false;
	span->at += n;
	return true;
}

static bool skip_value(struct span *span, unsigned wire)
{
	uint64_t value;
	struct span chunk;
	return (wire == WIRE_VARINT && read_varint(span, MAX_VARINT_BYTES, &value)) ||
	       (wire == WIRE_BYTES && read_chunk(span, &chunk)) || (wire == WIRE_64 && skip_fixed(span, 8)) ||
	       (wire == WIRE_32 && skip_fixed(span, 4));
}

static enum wire wire_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return WIRE_32;
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return WIRE_64;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return WIRE_BYTES;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_BOOL:
	case PROTOBUF_C_TYPE_ENUM:
		break;
	}
	return WIRE_VARINT;
}

/* ---- values ---- */

/* protobuf-c keeps 32 bits of a varint and drops the rest: what would change by that is refused. */
static enum jx_status check_varint(const struct walk *walk, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, uint64_t value)
{
	int64_t as_signed = (int64_t)value;
	bool is_wide = as_signed < INT32_MIN || as_signed > INT32_MAX;
	if (field->type == PROTOBUF_C_TYPE_INT32 && is_wide)
		return fail_signed(walk, JX_REASON_NUMBER_RANGE, step, as_signed);
	if ((field->type == PROTOBUF_C_TYPE_UINT32 || field->type == PROTOBUF_C_TYPE_SINT32) &&
		value > UINT32_MAX)
		return fail_number(walk, JX_REASON_NUMBER_RANGE, step, value);
	if (field->type != PROTOBUF_C_TYPE_ENUM)
		return JX_OK;
	bool is_known =
		!is_wide && protobuf_c_enum_descriptor_get_value(field->descriptor, (int)as_signed) != NULL;
	if (is_wide || (!is_known && walk->mode != MODE_REPLY))
		return fail_signed(walk, JX_REASON_UNKNOWN_ENUM_VALUE, step, as_signed);
	return JX_OK;
}

static enum jx_status check_text(const struct walk *walk, const struct jx_step *step, struct span text)
{
	size_t n = (size_t)(text.end - text.at);
	size_t bad = jx_text_bad_utf8((const char *)text.at, n);
	if (bad == n)
		return JX_OK;
	return fail_number(walk, text.at[bad] == 0 ? JX_REASON_TEXT_WITH_NUL : JX_REASON_BAD_UTF8, step, bad);
}

/* Walks one value of the wire type that belongs to the field. */
static enum jx_status walk_value(
	const struct walk *walk, struct span *span, const struct jx_step *step, size_t depth)
{
	const ProtobufCFieldDescriptor *field = step->field;
	const uint8_t *start = span->at;
	enum wire wire = wire_of(field->type);
	if (wire == WIRE_32 || wire == WIRE_64)
		return skip_fixed(span, wire == WIRE_32 ? 4 : 8) ? JX_OK : fail_bytes(walk, step, start);
	if (wire == WIRE_VARINT) {
		uint64_t value;
		if (!read_varint(span, MAX_VARINT_BYTES, &value))
			return fail_bytes(walk, step, start);
		return check_varint(walk, field, step, value);
	}
	struct span chunk;
	if (!read_chunk(span, &chunk))
		return fail_bytes(walk, step, start);
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return check_text(walk, step, chunk);
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return walk_message(walk, field->descriptor, chunk, step, depth + 1);
	return JX_OK;
}

/* Counts a row before there is room for it. */
static enum jx_status count_row(
	const struct walk *walk, const struct level *level, const struct jx_step *step, uint32_t *count)
{
	size_t limit;
	const struct jx_step whole = {step->parent, step->field, 0, false};
	if (!jx_row_counts_add(walk->rows, level->type, step->field, *count, &limit))
		return fail_number(walk, JX_REASON_TOO_MANY_ROWS, &whole, limit);
	(*count)++;
	return JX_OK;
}

/* Walks a packed list: values without tags. */
static enum jx_status walk_packed(const struct walk *walk, const struct level *level, struct span *span,
	struct jx_step *step, uint32_t *count)
{
	struct span chunk;
	if (!read_chunk(span, &chunk))
		return fail_bytes(walk, step, span->at);
	while (chunk.at < chunk.end) {
		step->index = *count;
		enum jx_status status = count_row(walk, level, step, count);
		if (status == JX_OK)
			status = walk_value(walk, &chunk, step, level->depth);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- fields ---- */

/* True when another member of the field's oneof was met before. */
static bool is_rival_met(const struct level *level, const ProtobufCFieldDescriptor *field)
{
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0)
		return false;
	for (unsigned i = 0; i < level->type->n_fields; i++) {
		const ProtobufCFieldDescriptor *other = &level->type->fields[i];
		bool is_rival = other != field && (other->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
				other->quantifier_offset == field->quantifier_offset;
		if (is_rival && level->counts[i] > 0)
			return true;
	}
	return false;
}

static enum jx_status walk_known(const struct walk *walk, struct level *level, struct span *span,
	const ProtobufCFieldDescriptor *field, unsigned wire)
{
	uint32_t *count = &level->counts[field - level->type->fields];
	bool is_list = jx_field_is_list(field);
	struct jx_step step = {level->step, field, *count, is_list};
	enum wire own = wire_of(field->type);
	if (is_list && wire == WIRE_BYTES && own != WIRE_BYTES)
		return walk_packed(walk, level, span, &step, count);
	if (wire != (unsigned)own)
		return fail_bytes(walk, &step, span->at);
	bool is_strict = walk->mode == MODE_STRICT;
	bool is_again = !is_list && *count > 0;
	if ((is_again && (is_strict || field->type == PROTOBUF_C_TYPE_MESSAGE)) ||
		(is_strict && is_rival_met(level, field)))
		return fail_at(walk, JX_REASON_FIELD_TWICE, &step, (struct jx_error_arg)JX_TEXT(NULL));
	enum jx_status status = JX_OK;
	if (is_list)
		status = count_row(walk, level, &step, count);
	else
		(*count)++;
	return status == JX_OK ? walk_value(walk, span, &step, level->depth) : status;
}

static enum jx_status walk_unknown(
	const struct walk *walk, const struct level *level, struct span *span, uint64_t number, unsigned wire)
{
	if (walk->mode == MODE_STRICT)
		return fail_number(walk, JX_REASON_UNKNOWN_FIELD, level->step, number);
	const uint8_t *start = span->at;
	return skip_value(span, wire) ? JX_OK : fail_bytes(walk, level->step, start);
}

static enum jx_status walk_message(const struct walk *walk, const ProtobufCMessageDescriptor *type,
	struct span span, const struct jx_step *step, size_t depth)
{
	if (depth > JX_MAX_WIRE_DEPTH)
		return fail_number(walk, JX_REASON_TOO_DEEP, step, JX_MAX_WIRE_DEPTH);
	if (type->n_fields > JX_MAX_TYPE_FIELDS)
		return jx_fail_with(walk->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(type->name)));
	struct level level;
	jx_row_counts_begin(walk->rows, type);
	level.type = type;
	level.step = step;
	level.depth = depth;
	memset(level.counts, 0, type->n_fields * sizeof(level.counts[0]));
	while (span.at < span.end) {
		const uint8_t *start = span.at;
		uint64_t tag;
		if (!read_varint(&span, MAX_TAG_BYTES, &tag) || tag >> 3 == 0 || tag >> 3 > MAX_FIELD_NUMBER)
			return fail_bytes(walk, step, start);
		unsigned wire = tag & 7;
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field(type, (unsigned)(tag >> 3));
		enum jx_status status = field != NULL ? walk_known(walk, &level, &span, field, wire)
						      : walk_unknown(walk, &level, &span, tag >> 3, wire);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- the whole ---- */

static enum jx_status unpack(const struct walk *walk, const ProtobufCMessageDescriptor *type, size_t n_bytes,
	struct jx_arena *arena, ProtobufCMessage **ret_message)
{
	if (n_bytes > 0) {
		const struct span whole = {walk->start, walk->start + n_bytes};
		enum jx_status status = walk_message(walk, type, whole, NULL, 1);
		if (status != JX_OK)
			return status;
	}
	ProtobufCMessage *message =
		protobuf_c_message_unpack(type, jx_arena_allocator(arena), n_bytes, walk->start);
	if (message == NULL && (arena->is_cap_reached || arena->is_memory_short))
		return jx_arena_fail(arena, walk->error);
	if (message == NULL)
		return fail_number(walk, JX_REASON_BAD_WIRE, NULL, 0);
	enum jx_status status = jx_figures_check(message, walk->error);
	if (status != JX_OK)
		return status;
	*ret_message = message;
	return JX_OK;
}

enum jx_status jx_codec_unpack_strict(const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t n_bytes, struct jx_arena *arena, ProtobufCMessage **ret_message, struct jx_error *error)
{
	struct jx_row_counts rows = {.n = 0};
	return unpack(
		&(const struct walk){bytes, MODE_STRICT, &rows, error}, type, n_bytes, arena, ret_message);
}

enum jx_status jx_codec_unpack_request(const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t n_bytes, struct jx_arena *arena, ProtobufCMessage **ret_message, struct jx_error *error)
{
	struct jx_row_counts rows = {.n = 0};
	return unpack(
		&(const struct walk){bytes, MODE_REQUEST, &rows, error}, type, n_bytes, arena, ret_message);
}

enum jx_status jx_codec_unpack_reply(const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t n_bytes, struct jx_arena *arena, ProtobufCMessage **ret_message, struct jx_error *error)
{
	struct jx_row_counts rows = {.n = 0};
	return unpack(
		&(const struct walk){bytes, MODE_REPLY, &rows, error}, type, n_bytes, arena, ret_message);
}

size_t jx_codec_packed_bytes(const ProtobufCMessage *message)
{
	return protobuf_c_message_get_packed_size(message);
}

enum jx_status jx_codec_pack(
	const ProtobufCMessage *message, uint8_t *out, size_t size, size_t *ret_n, struct jx_error *error)
{
	size_t n = jx_codec_packed_bytes(message);
	if (n > size)
		return jx_fail_with(error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_U64(n), JX_U64(size)));
	*ret_n = n > 0 ? protobuf_c_message_pack(message, out) : 0;
	return JX_OK;
}

enum jx_status jx_codec_pack_arena(const ProtobufCMessage *message, struct jx_arena *arena,
	uint8_t **ret_bytes, size_t *ret_n, struct jx_error *error)
{
	size_t n = jx_codec_packed_bytes(message);
	uint8_t *bytes = jx_arena_alloc(arena, n);
	if (bytes == NULL)
		return jx_arena_fail(arena, error);
	*ret_n = n > 0 ? protobuf_c_message_pack(message, bytes) : 0;
	*ret_bytes = bytes;
	return JX_OK;
}

bool jx_codec_find_field(
	const uint8_t *bytes, size_t n_bytes, uint32_t number, const uint8_t **ret_field, size_t *ret_n)
{
	struct span span = {bytes, n_bytes > 0 ? bytes + n_bytes : bytes};
	struct span chunk;
	uint64_t tag;
	while (span.at < span.end && read_varint(&span, MAX_TAG_BYTES, &tag)) {
		if (tag >> 3 != number || (tag & 7) != WIRE_BYTES) {
			if (!skip_value(&span, tag & 7))
				return false;
			continue;
		}
		if (!read_chunk(&span, &chunk))
			return false;
		*ret_field = chunk.at;
		*ret_n = (size_t)(chunk.end - chunk.at);
		return true;
	}
	return false;
}
