#include <stdio.h>
#include <string.h>

#include "client/form/value/value.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/field.h"

#define MOST_EXACT 999999999999999 /* 15 digits, which every spreadsheet keeps */

static enum jx_status print_text(
	const struct jx_form_type *type, const char *text, struct jx_arena *arena, const char **ret_text)
{
	const char *label =
		type->qualifier[0] != '\0' ? jx_form_code_label(type->codes, type->qualifier, text) : NULL;
	if (label != NULL) {
		*ret_text = label;
		return JX_OK;
	}
	/* What would read back as something else is marked to be taken exactly. */
	const char *clean = jx_form_text_clean(text, arena);
	if (clean == NULL)
		return JX_UNAVAILABLE;
	/* A date that is not in the form of the contract would be put into it. */
	bool is_kept = !type->layout->is_date || strspn(text, "0123456789-") == strlen(text);
	bool is_exact = strcmp(clean, text) == 0 && text[0] != '\'' && is_kept &&
			(type->qualifier[0] == '\0' || jx_form_code_of(type->codes, type->qualifier,
							       strlen(type->qualifier), text) == NULL);
	*ret_text = text;
	if (is_exact)
		return JX_OK;
	size_t n = strlen(text) + 2;
	char *marked = jx_arena_alloc(arena, n);
	if (marked == NULL)
		return JX_UNAVAILABLE;
	(void)snprintf(marked, n, "'%s", text);
	*ret_text = marked;
	return JX_OK;
}

static const char *print_word(const ProtobufCEnumDescriptor *type, int value)
{
	for (size_t i = 0; i < jx_form_n_words; i++)
		if (jx_form_words[i].type == type && jx_form_words[i].value == value)
			return jx_form_words[i].label;
	return "";
}

static unsigned unit_scale(JxAmountUnit unit)
{
	if (unit == JX_AMOUNT_UNIT_YUAN)
		return JX_YUAN_DECIMALS;
	return unit == JX_AMOUNT_UNIT_WAN_YUAN ? JX_WAN_YUAN_DECIMALS : JX_YI_YUAN_DECIMALS;
}

/* Prints a figure: a number where the cell is one and its unit is that of the form, else its text. */
static enum jx_status print_figure(const struct jx_form_type *type, const ProtobufCMessage *figure,
	struct jx_arena *arena, struct jx_form_content *content)
{
	char text[JX_FIGURE_TEXT_BYTES];
	bool is_amount = figure->descriptor == JX_AMOUNT_DESCRIPTOR;
	const JxAmount *amount = (const JxAmount *)figure;
	const JxDecimal *decimal = (const JxDecimal *)figure;
	bool is_printed = is_amount ? jx_amount_print(amount, text, sizeof(text)) == JX_OK
				    : jx_decimal_print(decimal, text, sizeof(text)) == JX_OK;
	if (!is_printed)
		return JX_INVALID;
	content->value = is_amount ? amount->fen : decimal->micros;
	content->scale = is_amount ? unit_scale(amount->unit) : JX_MICROS_DECIMALS;
	content->decimals = is_amount ? amount->decimals : decimal->decimals;
	size_t n = strlen(text);
	size_t n_unit = strlen(type->qualifier);
	bool is_unit_own = !is_amount || (n > n_unit && strcmp(text + n - n_unit, type->qualifier) == 0 &&
						 text[n - n_unit - 1] >= '0' && text[n - n_unit - 1] <= '9');
	bool has_number = is_amount ? jx_has_amount(amount) : jx_has_decimal(decimal);
	content->is_number = has_number && !type->layout->is_text && is_unit_own &&
			     content->value <= MOST_EXACT && content->value >= -MOST_EXACT;
	content->text = text[0] == '\0' ? JX_FORM_BLANK : jx_arena_strdup(arena, text);
	return content->text != NULL ? JX_OK : JX_UNAVAILABLE;
}

static enum jx_status print_item(const struct jx_form_type *type, const void *item, struct jx_arena *arena,
	struct jx_form_content *content)
{
	char number[24];
	switch ((int)type->field->type) {
	case PROTOBUF_C_TYPE_MESSAGE:
		return print_figure(type, *(ProtobufCMessage *const *)item, arena, content);
	case PROTOBUF_C_TYPE_UINT32:
		content->is_number = !type->layout->is_text;
		content->value = *(const uint32_t *)item;
		(void)snprintf(number, sizeof(number), "%u", *(const uint32_t *)item);
		break;
	case PROTOBUF_C_TYPE_INT64:
		(void)snprintf(number, sizeof(number), "%lld", (long long)*(const int64_t *)item);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		content->text = *(const protobuf_c_boolean *)item ? JX_FORM_YES : "";
		return JX_OK;
	case PROTOBUF_C_TYPE_ENUM:
		content->text = print_word(type->field->descriptor, *(const int *)item);
		return JX_OK;
	case PROTOBUF_C_TYPE_STRING:
		return print_text(type, *(const char *const *)item, arena, &content->text);
	default:
		return JX_INVALID;
	}
	content->text = jx_arena_strdup(arena, number);
	return content->text != NULL ? JX_OK : JX_UNAVAILABLE;
}

/* Adds an item to a cell with one a line. */
static void put_line(char *out, size_t *n, const char *text)
{
	if (*n > 0)
		out[(*n)++] = '\n';
	for (; *text != '\0'; text++) {
		if (*text == '\\' || *text == '\n')
			out[(*n)++] = '\\';
		out[(*n)++] = *text == '\n' ? 'n' : *text;
	}
	out[*n] = '\0';
}

static enum jx_status print_lines(const struct jx_form_type *type, const struct jx_place *place,
	struct jx_arena *arena, struct jx_form_content *content)
{
	char *lines = jx_arena_calloc(arena, 1, JX_MAX_FORM_CELL_BYTES);
	size_t n = 0;
	size_t n_items = jx_field_count(place->parent, place->field);
	if (lines == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < n_items; i++) {
		struct jx_form_content item = {.text = ""};
		enum jx_status status =
			print_item(type, jx_field_item(place->parent, place->field, i), arena, &item);
		if (status != JX_OK)
			return status;
		if (n + 2 * strlen(item.text) + 2 > JX_MAX_FORM_CELL_BYTES)
			return JX_EXHAUSTED;
		put_line(lines, &n, item.text);
	}
	content->text = lines;
	return JX_OK;
}

/* Characters as the format of workbooks counts them: those beyond the first plane twice. */
static size_t count_units(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		n += (byte & 0xC0) != 0x80;
		n += byte >= 0xF0;
	}
	return n;
}

enum jx_status jx_form_value_print(const struct jx_form_type *type, const struct jx_place *place,
	struct jx_arena *arena, struct jx_form_content *content, struct jx_error *error)
{
	*content = (struct jx_form_content){.text = ""};
	if (!place->is_present || place->parent == NULL)
		return JX_OK;
	bool is_lines = jx_field_is_list(place->field) && !place->has_index;
	enum jx_status status = is_lines ? print_lines(type, place, arena, content)
					 : print_item(type, place->value, arena, content);
	if (status == JX_UNAVAILABLE)
		return jx_arena_fail(arena, error);
	if (status != JX_OK || count_units(content->text) > JX_MAX_FORM_CELL_CHARACTERS)
		return jx_fail_with(error, JX_REASON_FORM_CANNOT_HOLD, JX_ARGS(JX_TEXT(type->layout->label)));
	return JX_OK;
}
