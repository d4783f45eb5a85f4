#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define MAX_COLUMNS   48u
#define HEADING_BYTES 160
#define FEW_COLUMNS   8u                /* that a table has if they fit, however seldom they are filled in */
#define PAGE_WIDTH    84u               /* half characters of a line in a table */
#define HEADING_WIDTH 8u                /* of a heading that is not broken */
#define MOST_WIDTH    36u               /* that a column of text asks for */
#define LEAST_TEXT    14u               /* of a column of text that is longer than this */
#define LEAST_REST    24u               /* of the column for what has none of its own */
#define MARGINS       3u                /* of a cell */
#define WIDER(width)  ((width)*6u / 5u) /* of figures: digits of some fonts are wider than half a character */

/* A field of a list, printed for each row. Widths are half characters. */
struct list_field {
	struct jx_form_type type;
	const char *heading;
	const char **cells;
	size_t n_filled;
	unsigned least; /* so that no figure and no short text is torn apart */
	unsigned wanted;
	bool has_column;
};

struct list_table {
	const struct jx_form_sheet *sheet;
	const ProtobufCMessage *const *rows;
	size_t n_rows;
	struct list_field fields[MAX_COLUMNS]; /* those that any row has */
	size_t n_fields;
	bool has_rest; /* fields without a column */
};

static const char *heading_of(
	struct jx_report_writing *writing, const char *list, const struct jx_form_field *field)
{
	char heading[HEADING_BYTES];
	size_t n = jx_text_copy(heading, sizeof(heading), jx_report_label(list, field));
	if (field->unit != NULL) {
		n += jx_text_copy(heading + n, sizeof(heading) - n, "\n（");
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

static void measure(const struct list_table *table, struct list_field *field)
{
	unsigned widest = width_of(field->heading);
	widest = widest < HEADING_WIDTH ? widest : HEADING_WIDTH;
	for (size_t i = 0; i < table->n_rows; i++) {
		unsigned width = width_of(field->cells[i]);
		widest = width > widest ? width : widest;
	}
	bool is_figure = jx_report_is_figure(&field->type);
	unsigned width = (is_figure ? WIDER(widest) : widest) + MARGINS;
	field->wanted = is_figure || width < MOST_WIDTH ? width : MOST_WIDTH;
	field->least = is_figure || width < LEAST_TEXT ? width : LEAST_TEXT;
}

/* What a row is called: as printed, else by the word for its code. */
static const char *print_name(struct jx_report_writing *writing, const struct list_table *table,
	const struct jx_form_type *type, const ProtobufCMessage *row)
{
	const char *name = jx_report_cell(writing, type, row);
	const char *code = jx_report_code_of_name(table->sheet->list, type->layout);
	if (name[0] != '\0' || code == NULL)
		return name;
	const struct jx_form_field *field = jx_form_field_of(table->sheet, code, strlen(code));
	const struct jx_form_type of_code =
		jx_report_type(writing, table->sheet->list, row->descriptor, field);
	return jx_report_cell(writing, &of_code, row);
}

/* Prints a field of all rows. */
static void print_rows(
	struct jx_report_writing *writing, const struct list_table *table, struct list_field *field)
{
	field->cells = jx_arena_calloc(writing->document->arena, table->n_rows, sizeof(*field->cells));
	if (field->cells == NULL) {
		writing->document->is_short = true;
		return;
	}
	for (size_t i = 0; i < table->n_rows; i++) {
		field->cells[i] = print_name(writing, table, &field->type, table->rows[i]);
		field->n_filled += field->cells[i][0] != '\0';
	}
	measure(table, field);
}

static bool is_of_number(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* True when a text has a number as a whole: 22 in 不小于22次, but not 2. */
static bool has_number(const char *text, const char *number)
{
	size_t n = strlen(number);
	for (const char *at = strstr(text, number); at != NULL; at = strstr(at + 1, number))
		if (n == 0 || ((at == text || !is_of_number(at[-1])) && !is_of_number(at[n])))
			return true;
	return false;
}

/* True for numbers that say nothing new beside their texts. */
static bool is_in_text(const struct list_table *table, const struct list_field *number)
{
	const char *path = number->type.layout->path;
	size_t n = strlen(path);
	for (size_t i = 0; i < table->n_fields; i++) {
		const struct list_field *field = &table->fields[i];
		if (strncmp(field->type.layout->path, path, n) != 0 ||
			strcmp(field->type.layout->path + n, "_text") != 0)
			continue;
		for (size_t row = 0; row < table->n_rows; row++)
			if (!has_number(field->cells[row], number->cells[row]))
				return false;
		return true;
	}
	return false;
}

/* Takes the fields that any row has. */
static void take_fields(
	struct jx_report_writing *writing, const ProtobufCMessageDescriptor *type, struct list_table *table)
{
	const struct jx_form_sheet *sheet = table->sheet;
	for (size_t i = 0; i < sheet->n_fields && table->n_fields < MAX_COLUMNS; i++) {
		struct list_field *field = &table->fields[table->n_fields];
		if (jx_report_label(sheet->list, &sheet->fields[i]) == NULL)
			continue;
		*field = (struct list_field){
			.type = jx_report_type(writing, sheet->list, type, &sheet->fields[i]),
			.heading = heading_of(writing, sheet->list, &sheet->fields[i])};
		print_rows(writing, table, field);
		table->n_fields += field->n_filled > 0 && !is_in_text(table, field);
	}
}

/* Decides which fields have a column: in order, as many as fit beside a last column for the rest; in a table of too many
 * fields none that few rows have. */
static void choose_columns(struct list_table *table)
{
	unsigned needed = 0;
	for (size_t i = 0; i < table->n_fields; i++)
		needed += table->fields[i].least;
	bool fits = table->n_fields <= FEW_COLUMNS && needed <= PAGE_WIDTH;
	unsigned room = fits ? PAGE_WIDTH : PAGE_WIDTH - LEAST_REST;
	for (size_t i = 0; i < table->n_fields; i++) {
		struct list_field *field = &table->fields[i];
		bool is_frequent = fits || field->n_filled * 5 >= table->n_rows * 2;
		field->has_column = is_frequent && field->least <= room;
		room -= field->has_column ? field->least : 0;
		table->has_rest = table->has_rest || !field->has_column;
	}
}

/* Tells the fields without a column in one text: "排名：全市第一；数据状态：预计数". */
static const char *print_rest(struct jx_report_writing *writing, const struct list_table *table, size_t row)
{
	struct jx_markup text;
	bool has_any = false;
	if (!jx_report_begin(writing, &text))
		return "";
	for (size_t i = 0; i < table->n_fields; i++) {
		const struct list_field *field = &table->fields[i];
		const char *unit = field->type.layout->unit;
		const char *cell = field->cells[row];
		if (field->has_column || cell[0] == '\0')
			continue;
		bool needs_unit = unit != NULL && jx_report_ends_with_digit(cell, strlen(cell));
		jx_markup_print(&text, "%s%s：%s%s", has_any ? "；" : "",
			jx_report_label(table->sheet->list, field->type.layout), cell,
			needs_unit ? unit : "");
		has_any = true;
	}
	return jx_report_keep(writing, &text);
}

/* Makes the columns: each as wide as it wants, or, where that is too much, what it needs and a part of what is left.
 * @return their number. */
static size_t make_columns(const struct list_table *table, struct jx_document_column columns[MAX_COLUMNS + 1])
{
	size_t n = 0;
	unsigned least = table->has_rest ? LEAST_REST : 0;
	unsigned wanted = table->has_rest ? MOST_WIDTH : 0;
	for (size_t i = 0; i < table->n_fields; i++) {
		least += table->fields[i].has_column ? table->fields[i].least : 0;
		wanted += table->fields[i].has_column ? table->fields[i].wanted : 0;
	}
	bool fits = wanted <= PAGE_WIDTH;
	unsigned spare = least < PAGE_WIDTH ? PAGE_WIDTH - least : 0;
	for (size_t i = 0; i < table->n_fields; i++) {
		const struct list_field *field = &table->fields[i];
		if (!field->has_column)
			continue;
		unsigned part = fits ? field->wanted - field->least
				     : (field->wanted - field->least) * spare / (wanted - least);
		columns[n++] = (struct jx_document_column){
			field->heading, field->least + part, jx_report_is_figure(&field->type)};
	}
	unsigned part = fits ? MOST_WIDTH - LEAST_REST : (MOST_WIDTH - LEAST_REST) * spare / (wanted - least);
	if (table->has_rest)
		columns[n++] = (struct jx_document_column){"说明", LEAST_REST + part, false};
	return n;
}

static void put_table(struct jx_report_writing *writing, const struct list_table *table)
{
	struct jx_document_column columns[MAX_COLUMNS + 1];
	const char *cells[MAX_COLUMNS + 1];
	size_t n_columns = make_columns(table, columns);
	if (jx_document_table(writing->document, columns, n_columns) == NULL)
		return;
	for (size_t row = 0; row < table->n_rows; row++) {
		size_t n = 0;
		for (size_t i = 0; i < table->n_fields; i++)
			if (table->fields[i].has_column)
				cells[n++] = table->fields[i].cells[row];
		if (table->has_rest)
			cells[n] = print_rest(writing, table, row);
		jx_document_row(writing->document, cells);
	}
}

void jx_report_list_table(
	struct jx_report_writing *writing, const char *list, const ProtobufCMessage *holder, const char *name)
{
	struct list_table table = {.sheet = jx_form_sheet_of_list(list, strlen(list))};
	struct jx_place place;
	if (holder == NULL || jx_path_resolve(holder, name, &place, &writing->error) != JX_OK ||
		place.parent == NULL)
		return;
	table.n_rows = jx_field_count(place.parent, place.field);
	if (table.n_rows == 0)
		return;
	table.rows = (const ProtobufCMessage *const *)jx_field_item(place.parent, place.field, 0);
	take_fields(writing, place.field->descriptor, &table);
	if (table.n_fields == 0 || writing->document->is_short)
		return;
	choose_columns(&table);
	JX_ADD(CAPTION, "%s", table.sheet->title);
	put_table(writing, &table);
}
