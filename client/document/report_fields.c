#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"

#define MAX_FIGURES 48u /* of a card */

bool jx_report_begin(struct jx_report_writing *writing, struct jx_markup *text)
{
	bool is_open = jx_markup_open(text);
	writing->document->is_short = writing->document->is_short || !is_open;
	return is_open;
}

const char *jx_report_keep(struct jx_report_writing *writing, struct jx_markup *text)
{
	size_t n;
	const char *kept = jx_markup_keep(text, writing->document->arena, &n);
	writing->document->is_short = writing->document->is_short || kept == NULL;
	return kept != NULL ? kept : "";
}

struct jx_form_type jx_report_type(const struct jx_report_writing *writing, const char *list,
	const ProtobufCMessageDescriptor *type, const struct jx_form_field *field)
{
	struct jx_form_type made = {.layout = field,
		.field = jx_form_field_at(type, field->path, strlen(field->path)),
		.qualifier = "",
		.codes = &writing->codes};
	const char *codes = made.field->type == PROTOBUF_C_TYPE_STRING && !field->is_text
				    ? jx_form_code_list(writing->origin->book, list, field->path)
				    : NULL;
	if (codes != NULL)
		made.qualifier = codes;
	return made;
}

/* What a place says; an empty box says nothing on paper. */
static const char *print_item(
	struct jx_report_writing *writing, const struct jx_form_type *type, const struct jx_place *place)
{
	struct jx_form_content content;
	char date[JX_REPORT_DATE_BYTES];
	struct jx_arena *arena = writing->document->arena;
	if (jx_form_value_print(type, place, arena, &content, &writing->error) != JX_OK) {
		writing->document->is_short = true;
		return "";
	}
	if (strcmp(content.text, JX_FORM_BLANK) == 0)
		return "";
	const char *text = content.text[0] == '\'' ? content.text + 1 : content.text;
	if (!type->layout->is_date || jx_report_date(text, date) == text)
		return text;
	const char *kept = jx_arena_strdup(arena, date);
	return kept != NULL ? kept : text;
}

/* A list inside a row: 诚信、野田、坤天等. */
static const char *print_items(
	struct jx_report_writing *writing, const struct jx_form_type *type, struct jx_place place)
{
	struct jx_markup text;
	size_t n_items = jx_field_count(place.parent, place.field);
	bool is_open = place.parent->descriptor == JX_OUTCOME_DESCRIPTOR &&
		       ((const JxOutcome *)place.parent)->is_members_open &&
		       strcmp(place.field->name, "members") == 0;
	if (!jx_report_begin(writing, &text))
		return "";
	place.has_index = true;
	for (size_t i = 0; i < n_items; i++) {
		place.value = jx_field_item(place.parent, place.field, i);
		jx_markup_print(&text, "%s%s", i > 0 ? "、" : "", print_item(writing, type, &place));
	}
	jx_markup_put(&text, is_open ? "等" : "");
	return jx_report_keep(writing, &text);
}

static const char *print_field(
	struct jx_report_writing *writing, const struct jx_form_type *type, const ProtobufCMessage *message)
{
	struct jx_place place;
	if (jx_path_resolve(message, type->layout->path, &place, &writing->error) != JX_OK) {
		writing->document->is_short = true;
		return "";
	}
	if (place.parent == NULL || !place.is_present)
		return "";
	return jx_field_is_list(place.field) ? print_items(writing, type, place)
					     : print_item(writing, type, &place);
}

bool jx_report_is_figure(const struct jx_form_type *type)
{
	return type->field->type == PROTOBUF_C_TYPE_MESSAGE && !jx_field_is_list(type->field);
}

bool jx_report_ends_with_digit(const char *text, size_t n)
{
	return n > 0 && text[n - 1] >= '0' && text[n - 1] <= '9';
}

const char *jx_report_cell(
	struct jx_report_writing *writing, const struct jx_form_type *type, const ProtobufCMessage *row)
{
	const char *text = print_field(writing, type, row);
	size_t n = strlen(text);
	size_t n_unit =
		jx_report_is_figure(type) && type->layout->unit != NULL ? strlen(type->layout->unit) : 0;
	bool has_unit = n_unit > 0 && n > n_unit && strcmp(text + n - n_unit, type->layout->unit) == 0 &&
			jx_report_ends_with_digit(text, n - n_unit);
	char *cut = has_unit ? jx_arena_strndup(writing->document->arena, text, n - n_unit) : NULL;
	return cut != NULL ? cut : text;
}

/* A field in a text: with its unit. */
static const char *print_with_unit(
	struct jx_report_writing *writing, const struct jx_form_type *type, const ProtobufCMessage *message)
{
	const char *text = print_field(writing, type, message);
	const char *unit = type->layout->unit;
	size_t n = strlen(text);
	if (unit == NULL || !jx_report_is_figure(type) || !jx_report_ends_with_digit(text, n))
		return text;
	char *with = jx_arena_alloc(writing->document->arena, n + strlen(unit) + 1);
	if (with == NULL)
		return text;
	memcpy(with, text, n);
	memcpy(with + n, unit, strlen(unit) + 1);
	return with;
}

const char *jx_report_row_text(
	struct jx_report_writing *writing, const char *list, const ProtobufCMessage *row, const char *path)
{
	const struct jx_form_sheet *sheet = jx_form_sheet_of_list(list, strlen(list));
	const struct jx_form_field *field = jx_form_field_of(sheet, path, strlen(path));
	struct jx_form_type type = jx_report_type(writing, list, row->descriptor, field);
	return print_with_unit(writing, &type, row);
}

/* ---- single fields ---- */

const char *jx_report_text(struct jx_report_writing *writing, const char *path)
{
	const struct jx_form_sheet *sheet;
	const struct jx_form_field *field;
	if (!jx_form_card_field(path, &sheet, &field))
		return "";
	struct jx_form_type type = jx_report_type(writing, NULL, JX_REPORT_DESCRIPTOR, field);
	return print_with_unit(writing, &type, &writing->origin->report->base);
}

/* The figures of a card that are there. */
static size_t find_figures(struct jx_report_writing *writing, const struct jx_form_sheet *card,
	struct jx_form_type ret_types[MAX_FIGURES])
{
	const ProtobufCMessage *report = &writing->origin->report->base;
	size_t n = 0;
	for (size_t i = 0; i < card->n_fields && n < MAX_FIGURES; i++) {
		ret_types[n] = jx_report_type(writing, NULL, JX_REPORT_DESCRIPTOR, &card->fields[i]);
		n += jx_report_is_figure(&ret_types[n]) &&
		     print_field(writing, &ret_types[n], report)[0] != '\0';
	}
	return n;
}

void jx_report_card_table(struct jx_report_writing *writing, const char *field_of_card)
{
	static const struct jx_document_column columns[] = {
		{"项目", 36, false}, {"内容", 30, true}, {"单位", 18, false}};
	struct jx_form_type types[MAX_FIGURES];
	const ProtobufCMessage *report = &writing->origin->report->base;
	const struct jx_form_sheet *card;
	const struct jx_form_field *field;
	if (!jx_form_card_field(field_of_card, &card, &field))
		return;
	size_t n = find_figures(writing, card, types);
	if (n == 1)
		JX_ADD(PARAGRAPH, "%s：%s", types[0].layout->label,
			print_with_unit(writing, &types[0], report));
	if (n < 2)
		return;
	JX_ADD(CAPTION, "%s", card->title);
	if (jx_document_table(writing->document, columns, JX_COUNT_OF(columns)) == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		const char *unit = types[i].layout->unit;
		const char *const cells[] = {types[i].layout->label,
			jx_report_cell(writing, &types[i], report), unit != NULL ? unit : ""};
		jx_document_row(writing->document, cells);
	}
}
