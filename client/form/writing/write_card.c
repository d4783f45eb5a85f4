#include <stdio.h>
#include <string.h>

#include "client/form/writing/write_private.h"
#include "proto/contract/message/localized.h"

/* The columns of a card. */
enum card_column { CARD_KEY, CARD_LABEL, CARD_VALUE, CARD_UNIT, CARD_HELP, CARD_SOURCE, CARD_WHY, CARD_N };

#define FORMULA_BYTES 256

static const char *const KEYS[CARD_N] = {
	JX_FORM_MARK_CARD, "#label", JX_FORM_KEY_VALUE, "#unit", "#help", "#source", JX_FORM_KEY_WHY};
static const char *const HEADINGS[CARD_N] = {
	JX_FORM_KEY_HEAD, "项目", "填写", "单位", "怎么填", "来源", "情况说明（对这一项的问题）"};
static const double WIDTHS[CARD_N] = {4, 26, 44, 8, 40, 18, 36};

static uint32_t row_of(const struct jx_form_sheet *layout, const char *path)
{
	for (size_t i = 0; i < layout->n_fields; i++)
		if (strcmp(layout->fields[i].path, path) == 0)
			return JX_WRITE_HEAD_ROWS + (uint32_t)i;
	return 0;
}

/* The place of a field of a list in its sheet: its column, counted behind the key and the reference. */
static void column_of(const char *list, const char *path, char out[JX_CELL_NAME_BYTES])
{
	const struct jx_form_sheet *layout = jx_form_sheet_of_list(list, strlen(list));
	uint32_t column = strstr(list, "[].") != NULL ? 2 : 1;
	for (size_t i = 0; i < layout->n_fields && strcmp(layout->fields[i].path, path) != 0; i++)
		column++;
	(void)jx_grid_place(0, column, out);
	out[strcspn(out, "0123456789")] = '\0';
}

/* Adds up a column of a list, without the rows that are part of others. */
static const char *make_total(const struct jx_form_field *field, char out[FORMULA_BYTES])
{
	char figure[JX_CELL_NAME_BYTES];
	char part[JX_CELL_NAME_BYTES];
	const char *name = jx_form_sheet_of_list(field->second, strlen(field->second))->name;
	column_of(field->second, field->first, figure);
	column_of(field->second, "part_of", part);
	(void)snprintf(out, FORMULA_BYTES,
		"=IF(COUNT('%s'!%s4:%s2000)>0,SUMPRODUCT(--('%s'!%s4:%s2000=\"\"),'%s'!%s4:%s2000),\"\")",
		name, figure, figure, name, part, part, name, figure, figure);
	return out;
}

static const char *make_formula(
	const struct jx_form_sheet *layout, const struct jx_form_field *field, char out[FORMULA_BYTES])
{
	char first[JX_CELL_NAME_BYTES];
	char second[JX_CELL_NAME_BYTES];
	if (field->recipe == JX_RECIPE_NONE)
		return NULL;
	if (field->recipe == JX_RECIPE_TOTAL)
		return make_total(field, out);
	(void)jx_grid_place(row_of(layout, field->first), CARD_VALUE, first);
	(void)jx_grid_place(row_of(layout, field->second), CARD_VALUE, second);
	if (field->recipe == JX_RECIPE_DIFFERENCE)
		(void)snprintf(out, FORMULA_BYTES, "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),ROUND(%s-%s,6),\"\")",
			first, second, first, second);
	else
		(void)snprintf(out, FORMULA_BYTES,
			"=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),IF(%s<>0,ROUND(%s/%s*100,2),\"\"),\"\")", first,
			second, second, first, second);
	return out;
}

static enum jx_status write_row(struct jx_writing *writing, const struct jx_form_sheet *layout,
	lxw_worksheet *sheet, const struct jx_form_field *field)
{
	const JxReport *report = writing->contents->report;
	const JxRulebookField *own = jx_form_rulebook_field(writing->contents->book, NULL, field->path);
	struct jx_form_type type = jx_writing_type(writing, NULL, JX_REPORT_DESCRIPTOR, field);
	const struct jx_form_operands operands = {
		.row = (ProtobufCMessage *)&report->base, .report = (JxReport *)report};
	char formula[FORMULA_BYTES];
	struct jx_place place;
	struct jx_cell_writing cell = {.sheet = sheet,
		.sheet_name = layout->name,
		.row = row_of(layout, field->path),
		.column = CARD_VALUE,
		.type = &type,
		.root = &report->base,
		.path = field->path,
		.formula = make_formula(layout, field, formula),
		.operands = &operands,
		.is_required = own != NULL && own->is_required};
	jx_write_key(sheet, cell.row, CARD_KEY, &type);
	(void)worksheet_write_string(sheet, cell.row, CARD_LABEL,
		own != NULL ? jx_localized(own->label, JX_ZH) : field->label, writing->label);
	(void)worksheet_write_string(
		sheet, cell.row, CARD_UNIT, field->unit != NULL ? field->unit : "", writing->label);
	(void)worksheet_write_string(
		sheet, cell.row, CARD_HELP, field->help != NULL ? field->help : "", writing->label);
	const char *source = jx_writing_source(writing, field->path);
	bool has_source = source != NULL &&
			  jx_path_resolve(&report->base, field->path, &place, writing->error) == JX_OK &&
			  place.is_present;
	(void)worksheet_write_string(sheet, cell.row, CARD_SOURCE, has_source ? source : "", writing->label);
	(void)worksheet_write_blank(sheet, cell.row, CARD_WHY, jx_writing_text(writing, JX_LOOKS_INPUT));
	jx_write_choices(&type, sheet, (const uint32_t[2]){cell.row, cell.row}, CARD_VALUE);
	return jx_write_cell(writing, &cell);
}

enum jx_status jx_write_card(struct jx_writing *writing, const struct jx_form_sheet *layout)
{
	lxw_worksheet *sheet = workbook_get_worksheet_by_name(writing->book, layout->name);
	for (lxw_col_t i = 0; i < (lxw_col_t)CARD_N; i++) {
		(void)worksheet_write_string(sheet, 0, i, KEYS[i], NULL);
		(void)worksheet_write_string(sheet, 2, i, HEADINGS[i], writing->head);
		(void)worksheet_set_column(sheet, i, i, WIDTHS[i], NULL);
	}
	(void)worksheet_write_string(sheet, 1, CARD_KEY, "#title", NULL);
	(void)worksheet_write_string(sheet, 1, CARD_LABEL, layout->title, writing->title);
	for (size_t i = 0; i < layout->n_fields; i++) {
		enum jx_status status = write_row(writing, layout, sheet, &layout->fields[i]);
		if (status != JX_OK)
			return status;
	}
	jx_write_issue_columns(writing, sheet, layout->name, CARD_N);
	return JX_OK;
}
