#include "proto/contract/message/json/private.h"

#include <stdint.h>
#include <string.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/base64.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/nearest.h"

#define NAME_BYTES 64 /* of an enum value */

/* ---- scalars ---- */

/* Digits with an optional minus, as JSON numbers are: at most 20 of them, copied out and terminated. */
static bool is_whole_number(const char *text, size_t n, char out[24])
{
	if (n == 0 || n > 21)
		return false;
	memcpy(out, text, n);
	out[n] = '\0';
	const char *digits = out + (out[0] == '-' ? 1 : 0);
	size_t n_digits = strspn(digits, "0123456789");
	return n_digits > 0 && digits[n_digits] == '\0' &&
	       (digits[0] != '0' || (n_digits == 1 && digits == out));
}

/* Reads a whole number between bounds; min is 0 for the unsigned types. */
static bool parse_whole(const char *text, int64_t min, uint64_t max, uint64_t *ret_bits)
{
	bool is_negative = text[0] == '-';
	uint64_t size = 0;
	for (const char *c = text + (is_negative ? 1 : 0); *c != '\0'; c++)
		if (__builtin_mul_overflow(size, 10u, &size) ||
			__builtin_add_overflow(size, (uint64_t)(*c - '0'), &size))
			return false;
	if (is_negative ? size > 0 - (uint64_t)min : size > max)
		return false;
	*ret_bits = is_negative ? 0 - size : size;
	return true;
}

enum jx_status jx_json_read_integer(struct jx_json_reader *r, const struct jx_step *step, size_t depth,
	bool is_signed, bool is_wide, void *ret_item)
{
	enum jx_token wanted = is_wide ? JX_TOKEN_TEXT : JX_TOKEN_NUMBER;
	enum jx_reason reason = is_wide ? JX_REASON_JSON_WANTS_INTEGER_TEXT : JX_REASON_JSON_WANTS_NUMBER;
	char digits[24];
	if (r->lexer.token != wanted)
		return jx_json_refuse(r, reason, step, depth);
	if (!is_whole_number(r->lexer.value, r->lexer.n_value, digits))
		return jx_json_refuse(
			r, r->lexer.n_value > 21 ? JX_REASON_NUMBER_RANGE : reason, step, depth);
	int64_t min = !is_signed ? 0 : is_wide ? INT64_MIN : INT32_MIN;
	uint64_t max = is_signed ? (is_wide ? INT64_MAX : INT32_MAX) : (is_wide ? UINT64_MAX : UINT32_MAX);
	uint64_t bits;
	if (!parse_whole(digits, min, max, &bits))
		return jx_json_note(r, JX_REASON_NUMBER_RANGE, step, digits);
	if (is_wide) {
		memcpy(ret_item, &bits, sizeof(bits));
	} else {
		uint32_t narrow = (uint32_t)bits;
		memcpy(ret_item, &narrow, sizeof(narrow));
	}
	return JX_OK;
}

enum jx_status jx_json_read_text(
	struct jx_json_reader *r, const struct jx_step *step, size_t depth, char **ret_text)
{
	if (r->lexer.token != JX_TOKEN_TEXT)
		return jx_json_refuse(r, JX_REASON_JSON_WANTS_TEXT, step, depth);
	*ret_text = jx_arena_strndup(r->arena, r->lexer.value, r->lexer.n_value);
	return *ret_text != NULL ? JX_OK : jx_arena_fail(r->arena, NULL);
}

enum jx_status jx_json_read_bytes(
	struct jx_json_reader *r, const struct jx_step *step, size_t depth, ProtobufCBinaryData *ret_bytes)
{
	if (r->lexer.token != JX_TOKEN_TEXT)
		return jx_json_refuse(r, JX_REASON_JSON_WANTS_TEXT, step, depth);
	ret_bytes->data = jx_arena_alloc(r->arena, r->lexer.n_value / 4 * 3);
	if (ret_bytes->data == NULL)
		return jx_arena_fail(r->arena, NULL);
	if (jx_base64_read(r->lexer.value, r->lexer.n_value, ret_bytes->data, &ret_bytes->len))
		return JX_OK;
	return jx_json_note(r, JX_REASON_JSON_BAD_BASE64, step, NULL);
}

/* The words of a list, as many as there is room for; "unspecified" is none. */
static void list_words(const ProtobufCEnumDescriptor *type, char out[JX_ERROR_ARG_BYTES])
{
	size_t n = 0;
	out[0] = '\0';
	for (unsigned i = 0; i < type->n_values; i++) {
		char known[NAME_BYTES];
		if (type->values[i].value == 0 ||
			jx_json_enum_name(type, type->values[i].value, known, sizeof(known)) != JX_OK)
			continue;
		n += jx_text_copy(out + n, JX_ERROR_ARG_BYTES - n, n > 0 ? ", " : "");
		n += jx_text_copy(out + n, JX_ERROR_ARG_BYTES - n, known);
	}
}

static enum jx_status note_enum(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, const char *name)
{
	const ProtobufCEnumDescriptor *type = field->descriptor;
	char nearest[NAME_BYTES] = "";
	char small[NAME_BYTES];
	(void)jx_text_copy(small, sizeof(small), name);
	for (char *c = small; *c != '\0'; c++)
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c + ('a' - 'A')) : *c;
	struct jx_nearest search;
	bool is_searched = jx_nearest_begin(&search, small, 2);
	for (unsigned i = 0; i < type->n_values && is_searched; i++) {
		char known[NAME_BYTES];
		if (jx_json_enum_name(type, type->values[i].value, known, sizeof(known)) == JX_OK &&
			jx_nearest_offer(&search, known))
			memcpy(nearest, known, sizeof(nearest));
	}
	char path[JX_ERROR_ARG_BYTES];
	struct jx_error *error;
	enum jx_status status = jx_json_add_problem(r, r->lexer.start, &error);
	if (status != JX_OK || error == NULL)
		return status;
	jx_step_print(step, path, sizeof(path));
	bool is_near = nearest[0] != '\0';
	char words[JX_ERROR_ARG_BYTES];
	list_words(type, words);
	if (is_near)
		(void)jx_fail_at(error, JX_REASON_UNKNOWN_ENUM_NEAR, path,
			JX_ARGS(JX_TEXT(path), JX_TEXT(name), JX_TEXT(nearest), JX_TEXT(words)));
	else
		(void)jx_fail_at(error, JX_REASON_UNKNOWN_ENUM_WORD, path,
			JX_ARGS(JX_TEXT(path), JX_TEXT(name), JX_TEXT(words)));
	return JX_OK;
}

/* Takes an enum value that is a number, or a word that this version does not know. */
static enum jx_status read_unknown_enum(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, size_t depth, int *ret_value)
{
	if (r->lexer.token == JX_TOKEN_NUMBER) {
		enum jx_status status = jx_json_read_integer(r, step, depth, true, false, ret_value);
		if (status != JX_OK ||
			protobuf_c_enum_descriptor_get_value(field->descriptor, *ret_value) != NULL)
			return status;
	}
	char path[JX_ERROR_ARG_BYTES];
	return jx_json_note_unknown(r, jx_step_print(step, path, sizeof(path)));
}

enum jx_status jx_json_read_enum(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, size_t depth, int *ret_value)
{
	bool is_number = r->lexer.token == JX_TOKEN_NUMBER;
	if (r->is_tolerant && is_number)
		return read_unknown_enum(r, field, step, depth, ret_value);
	if (r->lexer.token != JX_TOKEN_TEXT)
		return jx_json_refuse(r, JX_REASON_JSON_WANTS_TEXT, step, depth);
	char name[NAME_BYTES];
	jx_text_copy_n(name, sizeof(name), r->lexer.value, r->lexer.n_value);
	bool is_known = r->lexer.n_value < sizeof(name) &&
			jx_json_enum_value(field->descriptor, name, ret_value) == JX_OK;
	if (is_known)
		return JX_OK;
	return r->is_tolerant ? read_unknown_enum(r, field, step, depth, ret_value)
			      : note_enum(r, field, step, name);
}

/* ---- leaves ---- */

/* Notes what a figure's reader said, with the place of the figure. */
static enum jx_status note_error(
	struct jx_json_reader *r, const struct jx_step *step, const struct jx_error *found)
{
	struct jx_error *error;
	enum jx_status status = jx_json_add_problem(r, r->lexer.start, &error);
	if (status != JX_OK || error == NULL)
		return status;
	*error = *found;
	jx_step_print(step, error->field, sizeof(error->field));
	return JX_OK;
}

enum jx_status jx_json_read_leaf(struct jx_json_reader *r, const ProtobufCMessageDescriptor *type,
	const struct jx_step *step, size_t depth, ProtobufCMessage *message)
{
	enum jx_leaf leaf = jx_type_leaf(type);
	if (r->lexer.token != JX_TOKEN_TEXT)
		return jx_json_refuse(r,
			leaf == JX_LEAF_TIMESTAMP ? JX_REASON_JSON_WANTS_TEXT : JX_REASON_JSON_WANTS_FIGURE,
			step, depth);
	/* Longer than any figure or time: what is cut off here fails all the same, and is shown shortened. */
	char text[JX_ERROR_ARG_BYTES];
	jx_text_copy_n(text, sizeof(text), r->lexer.value, r->lexer.n_value);
	if (leaf == JX_LEAF_TIMESTAMP) {
		Google__Protobuf__Timestamp *time = (Google__Protobuf__Timestamp *)message;
		if (jx_instant_parse(r->lexer.value, r->lexer.n_value, &time->seconds, &time->nanos))
			return JX_OK;
		return jx_json_note(r, JX_REASON_JSON_BAD_TIME, step, text);
	}
	struct jx_error error = {.reason = JX_REASON_NONE};
	enum jx_status status = leaf == JX_LEAF_AMOUNT ? jx_amount_parse(text, (JxAmount *)message, &error)
						       : jx_decimal_parse(text, (JxDecimal *)message, &error);
	return status == JX_OK ? JX_OK : note_error(r, step, &error);
}
