#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "client/form/value/value.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"

#define FIGURE_BYTES 96
#define DIGITS       "0123456789?" /* "?" is one that cannot be read in the paper that a figure is from */

/* What is read, and what of. */
struct reading {
	const struct jx_form_type *type;
	const struct jx_grid_cell *cell;
	struct jx_arena *arena;
	struct jx_error *error;
};

static enum jx_status fail_memory(const struct reading *r)
{
	return jx_arena_fail(r->arena, r->error);
}

static enum jx_status fail_value(const struct reading *r, enum jx_reason reason)
{
	return jx_fail_with(
		r->error, reason, JX_ARGS(JX_TEXT(r->cell->text), JX_TEXT(r->type->layout->label)));
}

/* ---- figures ---- */

/* Marks of a box that holds no number, as people write them; NULL for others. */
static const char *empty_mark(const char *folded)
{
	static const char *const dashes[] = {
		"-", "--", "\u2014", "\u2014\u2014", "\u2013", "\u2500", "\u4E00\u4E00"};
	static const char *const marks[] = {"/", "无", "*"};
	for (size_t i = 0; i < JX_COUNT_OF(dashes); i++)
		if (strcmp(folded, dashes[i]) == 0)
			return "\u2014";
	for (size_t i = 0; i < JX_COUNT_OF(marks); i++)
		if (strcmp(folded, marks[i]) == 0)
			return marks[i];
	return strcmp(folded, "(空)") == 0 ? "" : NULL;
}

/* Passes over what stands before a number: signs of money, a plus; a minus of any kind is told. */
static const char *skip_front(const char *text, bool *ret_is_negative)
{
	static const char *const minus[] = {"-", "\u2212", "\u2013"};
	static const char *const noise[] = {"+", "\u00A5", "￥"};
	*ret_is_negative = false;
	for (size_t i = 0; i < JX_COUNT_OF(noise); i++)
		text += jx_text_begins_with(text, noise[i]);
	for (size_t i = 0; i < JX_COUNT_OF(minus) && !*ret_is_negative; i++) {
		size_t n = jx_text_begins_with(text, minus[i]);
		*ret_is_negative = n > 0;
		text += n;
	}
	return text;
}

static bool is_digit(char c)
{
	return c != '\0' && strchr(DIGITS, c) != NULL;
}

/* Takes the whole digits of a number, with or without separators of thousands: "10067", "10,067", and not "10,06".
 *
 * @return what stands behind them; NULL when there are too many, or separators stand elsewhere.
 */
static const char *take_whole(const char *text, char out[FIGURE_BYTES], size_t *ret_n)
{
	size_t n = 0;
	size_t n_group = 0;
	bool is_grouped = false;
	for (;; text++) {
		bool is_separator = *text == ',' && is_digit(text[1]);
		if (is_separator && (n == 0 || n_group > 3 || (is_grouped && n_group != 3)))
			return NULL;
		if (is_separator) {
			is_grouped = true;
			n_group = 0;
			continue;
		}
		if (!is_digit(*text))
			break;
		if (n == FIGURE_BYTES / 2)
			return NULL;
		out[n++] = *text;
		n_group++;
	}
	*ret_n = n;
	return is_grouped && n_group != 3 ? NULL : text;
}

/* Writes a number as the contract spells it: no needless noughts in front, one before the point, no sign of nothing.
 *
 * @return what stands behind the number; NULL when there is none, or one too long.
 */
static const char *spell_number(const char *folded, char out[FIGURE_BYTES])
{
	char digits[FIGURE_BYTES] = "";
	bool is_negative;
	size_t n_whole;
	const char *fraction = take_whole(skip_front(folded, &is_negative), digits, &n_whole);
	if (fraction == NULL)
		return NULL;
	size_t n_fraction = *fraction == '.' ? strspn(fraction + 1, DIGITS) : 0;
	const char *rest = fraction + (n_fraction > 0 ? n_fraction + 1 : *fraction == '.' && n_whole > 0);
	if (n_whole + n_fraction == 0 || n_whole + n_fraction + 4 > FIGURE_BYTES)
		return NULL;
	bool is_zero =
		strspn(digits, "0") >= n_whole && strspn(fraction + (n_fraction > 0), "0") >= n_fraction;
	size_t n_noughts = 0;
	while (n_noughts < n_whole && digits[n_noughts] == '0')
		n_noughts++;
	(void)snprintf(out, FIGURE_BYTES, "%s%s%.*s%s%.*s", is_negative && !is_zero ? "-" : "",
		n_noughts == n_whole ? "0" : "", (int)(n_whole - n_noughts), digits + n_noughts,
		n_fraction > 0 ? "." : "", (int)n_fraction, fraction + 1);
	return rest;
}

/* Writes the text of an amount as the contract has it: "1,006.5万" as "1006.5万元". */
static bool spell_amount(const struct reading *r, const char *folded, char out[FIGURE_BYTES])
{
	static const char *const units[][2] = {{"万元", "万元"}, {"万", "万元"}, {"元", "元"},
		{"亿元", "亿元"}, {"亿", "亿元"}, {"人民币元", "元"}};
	const char *unit = r->type->qualifier;
	const char *rest = spell_number(folded, out);
	if (rest == NULL)
		return false;
	for (size_t i = 0; i < JX_COUNT_OF(units) && *rest != '\0'; i++) {
		if (strcmp(rest, units[i][0]) != 0)
			continue;
		unit = units[i][1];
		rest = "";
	}
	size_t n = strlen(out);
	(void)jx_text_copy(out + n, FIGURE_BYTES - n, unit);
	return *rest == '\0';
}

/* Writes the text of a number: "97.3%" as "97.3", "33人" as "33" where the form counts in 人. */
static bool spell_decimal(const struct reading *r, const char *folded, char out[FIGURE_BYTES])
{
	const char *unit = r->type->layout->unit;
	const char *rest = spell_number(folded, out);
	if (rest == NULL)
		return false;
	return *rest == '\0' || strcmp(rest, "%") == 0 || (unit != NULL && strcmp(rest, unit) == 0);
}

static enum jx_status read_figure(const struct reading *r, ProtobufCMessage *figure)
{
	char spelt[FIGURE_BYTES];
	bool is_amount = figure->descriptor == JX_AMOUNT_DESCRIPTOR;
	const char *folded = jx_form_text_fold(r->cell->text, r->arena);
	if (folded == NULL)
		return fail_memory(r);
	const char *text = empty_mark(folded);
	if (text == NULL) {
		bool is_spelt = is_amount ? spell_amount(r, folded, spelt) : spell_decimal(r, folded, spelt);
		if (!is_spelt)
			return fail_value(r, JX_REASON_FORM_NOT_A_NUMBER);
		text = spelt;
	}
	return is_amount ? jx_amount_parse(text, (JxAmount *)figure, r->error)
			 : jx_decimal_parse(text, (JxDecimal *)figure, r->error);
}

static enum jx_status read_whole(const struct reading *r, uint64_t most, uint64_t *ret_number)
{
	char spelt[FIGURE_BYTES];
	const char *folded = jx_form_text_fold(r->cell->text, r->arena);
	if (folded == NULL)
		return fail_memory(r);
	static const char *const words[] = {"", "年", "年度", "个", "项", "号", "、"};
	const char *rest = spell_number(folded, spelt);
	for (size_t i = 0; i < JX_COUNT_OF(words) && rest != NULL; i++)
		if (strcmp(rest, words[i]) == 0 && jx_text_u64(spelt, most, ret_number))
			return JX_OK;
	return fail_value(r, JX_REASON_FORM_NOT_A_COUNT);
}

/* ---- words ---- */

static enum jx_status read_yes(const struct reading *r, protobuf_c_boolean *ret_yes)
{
	static const char *const yes[] = {JX_FORM_YES, "√", "\u2713", "1", "Y", "有", "TRUE", "true"};
	static const char *const no[] = {JX_FORM_NO, "×", "0", "N", "无", "FALSE", "false", "\u2014"};
	const char *clean = jx_form_text_clean(r->cell->text, r->arena);
	if (clean == NULL)
		return fail_memory(r);
	for (size_t i = 0; i < JX_COUNT_OF(yes); i++)
		if (strcmp(clean, yes[i]) == 0) {
			*ret_yes = true;
			return JX_OK;
		}
	for (size_t i = 0; i < JX_COUNT_OF(no); i++)
		if (strcmp(clean, no[i]) == 0) {
			*ret_yes = false;
			return JX_OK;
		}
	return fail_value(r, JX_REASON_FORM_NOT_YES_OR_NO);
}

static enum jx_status read_word(const struct reading *r, int *ret_value)
{
	static const char *const other[][2] = {
		{">=", "≥"}, {"<=", "≤"}, {"不低于", "≥"}, {"不高于", "≤"}, {"等于", "="}};
	const ProtobufCEnumDescriptor *type = r->type->field->descriptor;
	const char *folded = jx_form_text_fold(r->cell->text, r->arena);
	if (folded == NULL)
		return fail_memory(r);
	for (size_t i = 0; i < JX_COUNT_OF(other); i++)
		if (strcmp(folded, other[i][0]) == 0)
			folded = other[i][1];
	for (size_t i = 0; i < jx_form_n_words; i++)
		if (jx_form_words[i].type == type && strcmp(folded, jx_form_words[i].label) == 0) {
			*ret_value = jx_form_words[i].value;
			return JX_OK;
		}
	if (jx_json_enum_value(type, folded, ret_value) == JX_OK)
		return JX_OK;
	return fail_value(r, JX_REASON_FORM_UNKNOWN_WORD);
}

/* Reads "2025年12月31日", "2025/12/31", "2025.12" as "2025-12-31", "2025-12"; anything else stays as it is. */
static char *read_date(char *text, struct jx_arena *arena)
{
	unsigned parts[3] = {0};
	size_t n = 0;
	const char *at = text;
	char spelt[32];
	while (n < 3 && isdigit((unsigned char)*at)) {
		size_t n_digits = strspn(at, "0123456789");
		if (n_digits > (n == 0 ? 4u : 2u) || (n == 0 && n_digits < 4))
			return text;
		for (size_t i = 0; i < n_digits; i++)
			parts[n] = parts[n] * 10 + (unsigned)(at[i] - '0');
		n++;
		at += n_digits;
		size_t n_mark = strspn(at, "-/.");
		static const char *const words[] = {"年", "月", "日", "号"};
		for (size_t i = 0; i < JX_COUNT_OF(words) && n_mark == 0; i++)
			n_mark = jx_text_begins_with(at, words[i]);
		at += n_mark;
	}
	if (n == 0 || *at != '\0')
		return text;
	if (n == 1)
		(void)snprintf(spelt, sizeof(spelt), "%04u", parts[0]);
	else if (n == 2)
		(void)snprintf(spelt, sizeof(spelt), "%04u-%02u", parts[0], parts[1]);
	else
		(void)snprintf(spelt, sizeof(spelt), "%04u-%02u-%02u", parts[0], parts[1], parts[2]);
	return jx_arena_strdup(arena, spelt);
}

/* Reads a text; what begins with an apostrophe stands behind it exactly as it is. */
static enum jx_status read_text(const struct reading *r, const char *from, char **ret_text)
{
	const struct jx_form_type *type = r->type;
	char *text =
		from[0] == '\'' ? jx_arena_strdup(r->arena, from + 1) : jx_form_text_clean(from, r->arena);
	if (text != NULL && type->layout->is_date && from[0] != '\'')
		text = read_date(text, r->arena);
	if (text == NULL)
		return fail_memory(r);
	*ret_text = text;
	if (type->qualifier[0] == '\0' || from[0] == '\'')
		return JX_OK;
	const char *code = jx_form_code_of(type->codes, type->qualifier, strlen(type->qualifier), text);
	*ret_text = code != NULL ? jx_arena_strdup(r->arena, code) : text;
	return *ret_text != NULL ? JX_OK : fail_memory(r);
}

/* ---- values ---- */

static enum jx_status read_item(const struct reading *r, void *item)
{
	uint64_t number = 0;
	enum jx_status status;
	ProtobufCMessage *figure;
	switch ((int)r->type->field->type) {
	case PROTOBUF_C_TYPE_MESSAGE:
		figure = jx_form_new_message(r->arena, r->type->field->descriptor);
		if (figure == NULL)
			return fail_memory(r);
		status = read_figure(r, figure);
		if (status == JX_OK)
			memcpy(item, &figure, sizeof(figure));
		return status;
	case PROTOBUF_C_TYPE_UINT32:
		status = read_whole(r, UINT32_MAX, &number);
		*(uint32_t *)item = (uint32_t)number;
		return status;
	case PROTOBUF_C_TYPE_INT64:
		status = read_whole(r, INT64_MAX, &number);
		*(int64_t *)item = (int64_t)number;
		return status;
	case PROTOBUF_C_TYPE_BOOL:
		return read_yes(r, item);
	case PROTOBUF_C_TYPE_ENUM:
		return read_word(r, item);
	case PROTOBUF_C_TYPE_STRING:
		return read_text(r, r->cell->text, item);
	default:
		return jx_fail_with(r->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("type of a form field")));
	}
}

/* Takes the next line of a cell with one item a line; "\n" and "\\" in it stand for themselves. */
static char *next_line(const char **at, struct jx_arena *arena)
{
	size_t n_line = strcspn(*at, "\n");
	char *line = jx_arena_alloc(arena, n_line + 1);
	size_t n = 0;
	if (line == NULL)
		return NULL;
	for (size_t i = 0; i < n_line; i++) {
		char c = (*at)[i];
		if (c == '\r' && i + 1 == n_line)
			break; /* of a line end of two characters */
		if (c == '\\' && i + 1 < n_line && ((*at)[i + 1] == 'n' || (*at)[i + 1] == '\\'))
			c = (*at)[++i] == 'n' ? '\n' : '\\';
		line[n++] = c;
	}
	line[n] = '\0';
	*at += n_line + ((*at)[n_line] != '\0');
	return line;
}

static enum jx_status read_lines(const struct reading *r, const struct jx_form_slot *slot)
{
	size_t size = jx_field_item_bytes(slot->field);
	const char *at = r->cell->text; /* not cleaned: spaces at the end of the last line may be meant */
	size_t most = 1;
	for (const char *c = at; *c != '\0'; c++)
		most += *c == '\n';
	char *items = jx_arena_calloc(r->arena, most, size);
	size_t n = 0;
	while (items != NULL && *at != '\0') {
		struct jx_grid_cell line = *r->cell;
		struct reading part = *r;
		line.text = next_line(&at, r->arena);
		if (line.text == NULL)
			return fail_memory(r);
		if (strspn(line.text, " \t\r") == strlen(line.text))
			continue;
		part.cell = &line;
		enum jx_status status = read_item(&part, items + n * size);
		if (status != JX_OK)
			return status;
		n++;
	}
	if (items == NULL)
		return fail_memory(r);
	jx_form_slot_set_list(slot, items, n);
	return JX_OK;
}

enum jx_status jx_form_value_read(const struct jx_form_type *type, const struct jx_grid_cell *cell,
	ProtobufCMessage *root, struct jx_arena *arena, struct jx_error *error)
{
	const struct reading r = {.type = type, .cell = cell, .arena = arena, .error = error};
	struct jx_form_slot slot;
	if (cell->kind == JX_GRID_ERROR)
		return fail_value(&r, JX_REASON_FORM_CELL_ERROR);
	if (cell->is_formula && cell->text[0] == '\0')
		return fail_value(&r, JX_REASON_FORM_FORMULA_WITHOUT_VALUE);
	if (jx_form_slot_make(arena, root, type->layout->path, &slot) != JX_OK)
		return fail_memory(&r);
	return jx_field_is_list(slot.field) ? read_lines(&r, &slot)
					    : read_item(&r, jx_form_slot_member(&slot));
}
