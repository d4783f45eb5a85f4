#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define MAX_COLUMNS   48u
#define HEADING_BYTES 160
#define LEAST_WEIGHT  10u
#define MOST_WEIGHT   36u

static struct jx_form_type type_of(const struct jx_report_writing *writing, const char *list,
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

/* What a cell of a table says; the unit is left out where the heading has it. */
static const char *print_cell(
	struct jx_report_writing *writing, const struct jx_form_type *type, const ProtobufCMessage *row)
{
	struct jx_place place;
	struct jx_form_content content;
	struct jx_arena *arena = writing->document->arena;
	if (jx_path_resolve(row, type->layout->path, &place, &writing->error) != JX_OK ||
		jx_form_value_print(type, &place, arena, &content, &writing->error) != JX_OK) {
		writing->document->is_short = true;
		return "";
	}
	const char *text = content.text[0] == '\'' ? content.text + 1 : content.text;
	bool is_money = type->field->type == PROTOBUF_C_TYPE_MESSAGE &&
			type->field->descriptor == JX_AMOUNT_DESCRIPTOR;
	size_t n = strlen(text);
	size_t n_unit = is_money ? strlen(type->layout->unit) : 0;
	bool has_unit = n_unit > 0 && n > n_unit && strcmp(text + n - n_unit, type->layout->unit) == 0 &&
			text[n - n_unit - 1] >= '0' && text[n - n_unit - 1] <= '9';
	char *cut = has_unit ? jx_arena_strndup(arena, text, n - n_unit) : NULL;
	return cut != NULL ? cut : text;
}

static bool is_filled(const ProtobufCMessage *const *rows, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++) {
		struct jx_form_slot slot;
		if (jx_form_slot_find((ProtobufCMessage *)rows[i], path, &slot) &&
			jx_field_count(slot.parent, slot.field) > 0)
			return true;
	}
	return false;
}

static const char *heading_of(struct jx_report_writing *writing, const struct jx_form_field *field)
{
	char heading[HEADING_BYTES];
	size_t n = jx_text_copy(heading, sizeof(heading), field->label);
	if (field->unit != NULL) {
		n += jx_text_copy(heading + n, sizeof(heading) - n, "（");
		n += jx_text_copy(heading + n, sizeof(heading) - n, field->unit);
		(void)jx_text_copy(heading + n, sizeof(heading) - n, "）");
	}
	const char *kept = jx_arena_strdup(writing->document->arena, heading);
	return kept != NULL ? kept : "";
}

static unsigned weight_of(const struct jx_form_type *type)
{
	unsigned weight = type->layout->width;
	if (weight == 0)
		weight = type->field->type == PROTOBUF_C_TYPE_UINT32 ? 6 : LEAST_WEIGHT;
	return weight > MOST_WEIGHT ? MOST_WEIGHT : weight;
}

static bool is_figure(const struct jx_form_type *type)
{
	return type->field->type == PROTOBUF_C_TYPE_MESSAGE && !jx_field_is_list(type->field);
}

void jx_report_list_table(
	struct jx_report_writing *writing, const char *list, const ProtobufCMessage *holder, const char *name)
{
	const struct jx_form_sheet *sheet = jx_form_sheet_of_list(list, strlen(list));
	struct jx_form_type types[MAX_COLUMNS];
	struct jx_document_column columns[MAX_COLUMNS];
	const char *cells[MAX_COLUMNS];
	struct jx_place place;
	size_t n = 0;
	if (holder == NULL || jx_path_resolve(holder, name, &place, &writing->error) != JX_OK ||
		place.parent == NULL)
		return;
	size_t n_rows = jx_field_count(place.parent, place.field);
	if (n_rows == 0)
		return;
	const ProtobufCMessage *const *rows =
		(const ProtobufCMessage *const *)jx_field_item(place.parent, place.field, 0);
	for (size_t i = 0; i < sheet->n_fields && n < MAX_COLUMNS; i++) {
		if (!is_filled(rows, n_rows, sheet->fields[i].path))
			continue;
		types[n] = type_of(writing, list, place.field->descriptor, &sheet->fields[i]);
		columns[n] = (struct jx_document_column){.heading = heading_of(writing, &sheet->fields[i]),
			.weight = weight_of(&types[n]),
			.is_right = is_figure(&types[n])};
		n++;
	}
	jx_document_add(writing->document, JX_BLOCK_CAPTION, "%s", sheet->title);
	if (jx_document_table(writing->document, columns, n) == NULL)
		return;
	for (size_t i = 0; i < n_rows; i++) {
		for (size_t j = 0; j < n; j++)
			cells[j] = print_cell(writing, &types[j], rows[i]);
		jx_document_row(writing->document, cells);
	}
}

const char *jx_report_text(struct jx_report_writing *writing, const char *path)
{
	const struct jx_form_sheet *sheet;
	const struct jx_form_field *field;
	if (!jx_form_card_field(path, &sheet, &field))
		return "";
	struct jx_form_type type = type_of(writing, NULL, JX_REPORT_DESCRIPTOR, field);
	struct jx_place place;
	struct jx_form_content content;
	if (jx_path_resolve(&writing->origin->report->base, path, &place, &writing->error) != JX_OK ||
		jx_form_value_print(&type, &place, writing->document->arena, &content, &writing->error) !=
			JX_OK) {
		writing->document->is_short = true;
		return "";
	}
	return content.text[0] == '\'' ? content.text + 1 : content.text;
}

void jx_report_card_table(struct jx_report_writing *writing, const char *prefix)
{
	static const struct jx_document_column columns[] = {
		{"项目", 40, false}, {"内容", 50, true}, {"单位", 10, false}};
	bool has_table = false;
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++) {
		const struct jx_form_sheet *sheet = jx_form_sheets[i];
		for (size_t j = 0; j < sheet->n_fields && sheet->list == NULL; j++) {
			const struct jx_form_field *field = &sheet->fields[j];
			if (jx_text_begins_with(field->path, prefix) == 0)
				continue;
			struct jx_form_type type = type_of(writing, NULL, JX_REPORT_DESCRIPTOR, field);
			const char *text = print_cell(writing, &type, &writing->origin->report->base);
			if (text[0] == '\0' || !is_figure(&type))
				continue;
			if (!has_table && jx_document_table(writing->document, columns, 3) == NULL)
				return;
			has_table = true;
			const char *const cells[] = {
				field->label, text, field->unit != NULL ? field->unit : ""};
			jx_document_row(writing->document, cells);
		}
	}
}
