#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define MAX_COLUMNS   48u
#define HEADING_BYTES 160
#define FEW_COLUMNS   8u  /* that a table always has room for */
#define MANY_COLUMNS  10u /* more are too narrow to be read */
#define PAGE_WEIGHT   84u /* half characters of a line in a table */
#define LEAST_WEIGHT  6u
#define MOST_WEIGHT   36u /* of a column of text, before all have to share the page */
#define MARGINS       2u  /* of a cell */

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

/* Half characters that the longest line of a text takes. */
static unsigned width_of(const char *text)
{
	unsigned widest = 0;
	unsigned width = 0;
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte == '\n')
			width = 0;
		else if ((byte & 0xC0) != 0x80)
			width += byte >= 0xE0 ? 2 : 1;
		widest = width > widest ? width : widest;
	}
	return widest;
}

static bool is_figure(const struct jx_form_type *type)
{
	return type->field->type == PROTOBUF_C_TYPE_MESSAGE && !jx_field_is_list(type->field);
}

/* Gives columns their widths: figures what they need, so that no digits are torn apart; texts share what is left. */
static void weigh_columns(struct jx_block *table)
{
	unsigned figures = 0;
	unsigned texts = 0;
	for (size_t i = 0; i < table->n_columns; i++) {
		struct jx_document_column *column = &table->columns[i];
		unsigned widest = LEAST_WEIGHT;
		for (size_t row = 0; row < table->n_rows; row++) {
			unsigned width = width_of(table->cells[row * table->n_columns + i]) + MARGINS;
			widest = width > widest ? width : widest;
		}
		unsigned most = column->is_right ? PAGE_WEIGHT : MOST_WEIGHT;
		column->weight = widest < most ? widest : most;
		*(column->is_right ? &figures : &texts) += column->weight;
	}
	if (figures + texts <= PAGE_WEIGHT || figures >= PAGE_WEIGHT)
		return;
	for (size_t i = 0; i < table->n_columns; i++) {
		struct jx_document_column *column = &table->columns[i];
		if (!column->is_right)
			column->weight = (column->weight * (PAGE_WEIGHT - figures) + texts - 1) / texts;
	}
}

/* A list while its table is made: the fields that have a column, then those that are told in the last one together. */
struct list_table {
	const ProtobufCMessage *const *rows;
	size_t n_rows;
	struct jx_form_type types[MAX_COLUMNS];
	size_t n_columns;
	size_t n_types;
};

static size_t count_filled(const struct list_table *table, const char *path)
{
	size_t n = 0;
	for (size_t i = 0; i < table->n_rows; i++) {
		struct jx_form_slot slot;
		n += jx_form_slot_find((ProtobufCMessage *)table->rows[i], path, &slot) &&
		     jx_field_count(slot.parent, slot.field) > 0;
	}
	return n;
}

/* Takes the fields that any row has: in a table that would be too wide only those that many rows have. */
static void choose_columns(struct jx_report_writing *writing, const struct jx_form_sheet *sheet,
	const ProtobufCMessageDescriptor *type, struct list_table *table)
{
	struct jx_form_type seldom[MAX_COLUMNS];
	size_t n_seldom = 0;
	size_t n_all = 0;
	for (size_t i = 0; i < sheet->n_fields; i++)
		n_all += count_filled(table, sheet->fields[i].path) > 0;
	for (size_t i = 0; i < sheet->n_fields && table->n_columns + n_seldom < MAX_COLUMNS; i++) {
		size_t n = count_filled(table, sheet->fields[i].path);
		if (n == 0)
			continue;
		bool has_column = n_all <= FEW_COLUMNS ||
				  (n * 5 >= table->n_rows * 2 && table->n_columns < MANY_COLUMNS);
		struct jx_form_type made = type_of(writing, sheet->list, type, &sheet->fields[i]);
		if (has_column)
			table->types[table->n_columns++] = made;
		else
			seldom[n_seldom++] = made;
	}
	memcpy(table->types + table->n_columns, seldom, n_seldom * sizeof(*seldom));
	table->n_types = table->n_columns + n_seldom;
}

/* Tells the fields without a column in one text: "排名：全市第一；数据状态：预计数". */
static const char *print_seldom(
	struct jx_report_writing *writing, const struct list_table *table, const ProtobufCMessage *row)
{
	char *text = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&text, &n);
	for (size_t i = table->n_columns; i < table->n_types && stream != NULL; i++) {
		const char *cell = print_cell(writing, &table->types[i], row);
		if (cell[0] != '\0')
			(void)fprintf(stream, "%s%s：%s", ftell(stream) > 0 ? "；" : "",
				heading_of(writing, table->types[i].layout), cell);
	}
	bool is_whole = stream != NULL && fclose(stream) == 0;
	const char *kept = is_whole ? jx_arena_strndup(writing->document->arena, text, n) : NULL;
	free(text);
	writing->document->is_short = writing->document->is_short || kept == NULL;
	return kept != NULL ? kept : "";
}

static void put_table(struct jx_report_writing *writing, const struct list_table *table)
{
	struct jx_document_column columns[MAX_COLUMNS + 1];
	const char *cells[MAX_COLUMNS + 1];
	size_t n = table->n_columns;
	for (size_t i = 0; i < n; i++)
		columns[i] =
			(struct jx_document_column){.heading = heading_of(writing, table->types[i].layout),
				.is_right = is_figure(&table->types[i])};
	if (table->n_types > n)
		columns[n++] = (struct jx_document_column){.heading = "其他"};
	if (jx_document_table(writing->document, columns, n) == NULL)
		return;
	for (size_t i = 0; i < table->n_rows; i++) {
		for (size_t j = 0; j < table->n_columns; j++)
			cells[j] = print_cell(writing, &table->types[j], table->rows[i]);
		if (table->n_types > table->n_columns)
			cells[table->n_columns] = print_seldom(writing, table, table->rows[i]);
		jx_document_row(writing->document, cells);
	}
	weigh_columns(&writing->document->blocks[writing->document->n_blocks - 1]);
}

void jx_report_list_table(
	struct jx_report_writing *writing, const char *list, const ProtobufCMessage *holder, const char *name)
{
	const struct jx_form_sheet *sheet = jx_form_sheet_of_list(list, strlen(list));
	struct list_table table = {0};
	struct jx_place place;
	if (holder == NULL || jx_path_resolve(holder, name, &place, &writing->error) != JX_OK ||
		place.parent == NULL)
		return;
	table.n_rows = jx_field_count(place.parent, place.field);
	if (table.n_rows == 0)
		return;
	table.rows = (const ProtobufCMessage *const *)jx_field_item(place.parent, place.field, 0);
	choose_columns(writing, sheet, place.field->descriptor, &table);
	jx_document_add(writing->document, JX_BLOCK_CAPTION, "%s", sheet->title);
	put_table(writing, &table);
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
