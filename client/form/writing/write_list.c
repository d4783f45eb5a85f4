#include <stdio.h>
#include <string.h>

#include "client/form/writing/write_private.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/localized.h"

#define FORMULA_BYTES 256
#define HEADING_BYTES 160

/* A list sheet while it is written. */
struct list_writing {
	struct jx_writing *writing;
	const struct jx_form_sheet *layout;
	lxw_worksheet *sheet;
	const ProtobufCMessageDescriptor *type; /* of its rows; NULL for texts */
	const char *inner;                      /* name of a list inside another; NULL */
	uint16_t first;                         /* column of the first field */
	bool has_rows;
	uint32_t row;  /* where the next row goes */
	uint32_t last; /* the last row with a frame */
};

static uint16_t column_of(const struct list_writing *list, const char *path)
{
	for (size_t i = 0; i < list->layout->n_fields; i++)
		if (strcmp(list->layout->fields[i].path, path) == 0)
			return (uint16_t)(list->first + i);
	return 0;
}

static const char *make_formula(
	const struct list_writing *list, const struct jx_form_field *field, char out[FORMULA_BYTES])
{
	char first[JX_CELL_NAME_BYTES];
	char second[JX_CELL_NAME_BYTES];
	if (field->recipe == JX_RECIPE_NONE)
		return NULL;
	(void)jx_grid_place(list->row, column_of(list, field->first), first);
	if (field->recipe == JX_RECIPE_SHARE) {
		char column[JX_CELL_NAME_BYTES];
		(void)jx_text_copy_n(column, sizeof(column), first, strcspn(first, "0123456789"));
		(void)snprintf(out, FORMULA_BYTES,
			"=IF(ISNUMBER(%s),IF(SUM(%s$4:%s$2000)<>0,ROUND(%s/SUM(%s$4:%s$2000)*100,2),\"\"),\"\")",
			first, column, column, first, column, column);
		return out;
	}
	(void)jx_grid_place(list->row, column_of(list, field->second), second);
	if (field->recipe == JX_RECIPE_DIFFERENCE)
		(void)snprintf(out, FORMULA_BYTES, "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),ROUND(%s-%s,6),\"\")",
			first, second, first, second);
	else
		(void)snprintf(out, FORMULA_BYTES,
			"=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),IF(%s<>0,ROUND(%s/%s*100,2),\"\"),\"\")", first,
			second, second, first, second);
	return out;
}

static struct jx_form_type type_of(const struct list_writing *list, const struct jx_form_field *field)
{
	if (list->type != NULL)
		return jx_writing_type(list->writing, list->layout->list, list->type, field);
	return (struct jx_form_type){.layout = field,
		.field = jx_form_field_at(
			JX_REPORT_DESCRIPTOR, list->layout->list, strlen(list->layout->list)),
		.qualifier = "",
		.codes = &list->writing->codes};
}

/* ---- headings ---- */

static double width_of(const struct jx_form_type *type)
{
	if (type->layout->width > 0)
		return type->layout->width;
	if (type->field->type == PROTOBUF_C_TYPE_STRING)
		return 16;
	return type->field->type == PROTOBUF_C_TYPE_MESSAGE ? 14 : 11;
}

static void write_heading(const struct list_writing *list, size_t i)
{
	const struct jx_form_field *field = &list->layout->fields[i];
	struct jx_form_type type = type_of(list, field);
	const JxRulebookField *own =
		jx_form_rulebook_field(list->writing->contents->book, list->layout->list, field->path);
	char heading[HEADING_BYTES];
	uint16_t column = (uint16_t)(list->first + i);
	const char *label = own != NULL ? jx_localized(own->label, JX_ZH) : field->label;
	(void)snprintf(heading, sizeof(heading), field->unit != NULL ? "%s（%s）" : "%s%s", label,
		field->unit != NULL ? field->unit : "");
	(void)worksheet_write_string(list->sheet, 2, column, heading, list->writing->head);
	(void)worksheet_set_column(list->sheet, column, column, width_of(&type), NULL);
	if (field->path[0] == '\0')
		(void)worksheet_write_string(list->sheet, 0, column, JX_FORM_KEY_ITEM, NULL);
	else
		jx_write_key(list->sheet, 0, column, &type);
	jx_write_choices(&type, list->sheet, (const uint32_t[2]){JX_WRITE_HEAD_ROWS, list->last}, column);
}

static void write_head(struct list_writing *list)
{
	char mark[HEADING_BYTES];
	lxw_worksheet *sheet = list->sheet;
	lxw_format *head = list->writing->head;
	uint16_t why = (uint16_t)(list->first + list->layout->n_fields);
	const struct jx_cell_writing title = {.sheet = sheet,
		.sheet_name = list->layout->name,
		.row = 1,
		.column = 1,
		.path = list->layout->list};
	(void)snprintf(mark, sizeof(mark), "%s%s", JX_FORM_MARK_LIST, list->layout->list);
	(void)worksheet_write_string(sheet, 0, 0, mark, NULL);
	(void)worksheet_write_string(sheet, 1, 0, "#title", NULL);
	(void)worksheet_write_string(sheet, 1, 1, list->layout->title, list->writing->title);
	(void)worksheet_write_string(sheet, 2, 0, JX_FORM_KEY_HEAD, NULL);
	jx_write_remarks(list->writing, &title, true);
	if (list->has_rows && jx_writing_source(list->writing, list->layout->list) != NULL) {
		char source[HEADING_BYTES];
		(void)snprintf(source, sizeof(source), "来源：%s",
			jx_writing_source(list->writing, list->layout->list));
		(void)worksheet_write_string(sheet, 1, (lxw_col_t)(list->first + 2), source, NULL);
	}
	if (list->inner != NULL) {
		(void)worksheet_write_string(sheet, 0, 1, JX_FORM_KEY_PARENT, NULL);
		(void)worksheet_write_string(sheet, 2, 1, "项目序号", head);
		(void)worksheet_set_column(sheet, 1, 1, 10, NULL);
	}
	for (size_t i = 0; i < list->layout->n_fields; i++)
		write_heading(list, i);
	(void)worksheet_write_string(sheet, 0, why, JX_FORM_KEY_WHY, NULL);
	(void)worksheet_write_string(sheet, 2, why, "情况说明（对本行的问题）", head);
	(void)worksheet_set_column(sheet, why, why, 36, NULL);
	(void)worksheet_set_row(sheet, 2, 36, NULL);
}

/* ---- rows ---- */

/* Writes one row; without a message an empty one. @param path  of the row; "" for an empty one. */
static enum jx_status write_row(
	struct list_writing *list, const struct jx_form_operands *operands, const char *path)
{
	char whole[JX_PATH_BYTES];
	char formula[FORMULA_BYTES];
	for (size_t i = 0; i < list->layout->n_fields; i++) {
		const struct jx_form_field *field = &list->layout->fields[i];
		struct jx_form_type type = type_of(list, field);
		whole[0] = '\0';
		if (path[0] != '\0')
			(void)snprintf(whole, sizeof(whole), "%s.%s", path, field->path);
		const struct jx_cell_writing cell = {.sheet = list->sheet,
			.sheet_name = list->layout->name,
			.row = list->row,
			.column = (uint16_t)(list->first + i),
			.type = &type,
			.root = operands->row,
			.path = whole,
			.formula = make_formula(list, field, formula),
			.operands = operands};
		enum jx_status status = jx_write_cell(list->writing, &cell);
		if (status != JX_OK)
			return status;
	}
	uint16_t why = (uint16_t)(list->first + list->layout->n_fields);
	(void)worksheet_write_blank(
		list->sheet, list->row, why, jx_writing_text(list->writing, JX_LOOKS_INPUT));
	return JX_OK;
}

/* Puts remarks about a row of texts, or about fields of a row that have no column, at its first cell. */
static void write_row_remarks(struct list_writing *list, const char *path)
{
	const struct jx_cell_writing cell = {.sheet = list->sheet,
		.sheet_name = list->layout->name,
		.row = list->row,
		.column = list->first,
		.path = path};
	jx_write_remarks(list->writing, &cell, list->inner == NULL);
}

static enum jx_status write_text_rows(struct list_writing *list, const struct jx_place *texts)
{
	size_t n = texts->parent != NULL ? jx_field_count(texts->parent, texts->field) : 0;
	for (size_t i = 0; i < n; i++, list->row++) {
		struct jx_form_type type = type_of(list, &list->layout->fields[0]);
		struct jx_place place = *texts;
		struct jx_form_content content;
		char path[JX_PATH_BYTES];
		char key[24];
		place.has_index = place.is_present = true;
		place.value = jx_field_item(texts->parent, texts->field, i);
		enum jx_status status = jx_form_value_print(
			&type, &place, list->writing->arena, &content, list->writing->error);
		if (status != JX_OK)
			return status;
		(void)snprintf(path, sizeof(path), "%s[%zu]", list->layout->list, i);
		(void)snprintf(key, sizeof(key), "%zu", i);
		(void)worksheet_write_string(list->sheet, list->row, 0, key, NULL);
		(void)worksheet_write_string(list->sheet, list->row, list->first, content.text,
			jx_writing_text(list->writing, JX_LOOKS_INPUT));
		write_row_remarks(list, path);
	}
	return JX_OK;
}

/* How rows of a list inside name a row of the list around it: by its number, else by its place. */
static void print_parent(const JxReport *report, size_t index, char out[JX_CELL_NAME_BYTES])
{
	uint32_t number = report->projects[index]->number;
	bool is_clear = number != 0;
	for (size_t i = 0; i < report->n_projects && is_clear; i++)
		is_clear = i == index || report->projects[i]->number != number;
	(void)snprintf(out, JX_CELL_NAME_BYTES, is_clear ? "%u" : "#%u", is_clear ? number : (unsigned)index);
}

/* Writes the rows of one list. @param parent  index of the row around it; SIZE_MAX: the report's own list. */
static enum jx_status write_rows(struct list_writing *list, const struct jx_place *place, size_t parent)
{
	JxReport *report = (JxReport *)list->writing->contents->report;
	size_t n = place->parent != NULL ? jx_field_count(place->parent, place->field) : 0;
	ProtobufCMessage *const *rows =
		n > 0 ? (ProtobufCMessage *const *)jx_field_item(place->parent, place->field, 0) : NULL;
	for (size_t i = 0; i < n; i++, list->row++) {
		const struct jx_form_operands operands = {
			.row = rows[i], .rows = rows, .n_rows = n, .report = report};
		char path[JX_PATH_BYTES];
		char key[48];
		if (parent == SIZE_MAX) {
			(void)snprintf(path, sizeof(path), "%s[%zu]", list->layout->list, i);
			(void)snprintf(key, sizeof(key), "%zu", i);
		} else {
			char name[JX_CELL_NAME_BYTES];
			(void)snprintf(path, sizeof(path), "projects[%zu].%s[%zu]", parent, list->inner, i);
			(void)snprintf(key, sizeof(key), "%zu.%zu", parent, i);
			print_parent(report, parent, name);
			(void)worksheet_write_string(list->sheet, list->row, 1, name,
				jx_writing_text(list->writing, JX_LOOKS_INPUT));
		}
		(void)worksheet_write_string(list->sheet, list->row, 0, key, NULL);
		enum jx_status status = write_row(list, &operands, path);
		if (status != JX_OK)
			return status;
		write_row_remarks(list, path);
	}
	return JX_OK;
}

/* Writes the rows of the list inside each project. */
static enum jx_status write_inner_rows(struct list_writing *list)
{
	const JxReport *report = list->writing->contents->report;
	for (size_t i = 0; i < report->n_projects; i++) {
		const ProtobufCMessage *project = &report->projects[i]->base;
		const struct jx_place place = {.parent = project,
			.field = jx_field_find(project->descriptor, list->inner, strlen(list->inner))};
		enum jx_status status = write_rows(list, &place, i);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static size_t count_rows(const struct list_writing *list, const struct jx_place *place)
{
	const JxReport *report = list->writing->contents->report;
	size_t n = 0;
	if (list->inner == NULL)
		return place->parent != NULL ? jx_field_count(place->parent, place->field) : 0;
	for (size_t i = 0; i < report->n_projects; i++) {
		const ProtobufCMessage *project = &report->projects[i]->base;
		n += jx_field_count(
			project, jx_field_find(project->descriptor, list->inner, strlen(list->inner)));
	}
	return n;
}

/* Rows ready to be filled in: half as many again as there are, and not fewer than a form has. */
static uint32_t last_row(const struct list_writing *list, size_t n)
{
	size_t ready = n + n / 2;
	if (ready < list->layout->ready_rows)
		ready = list->layout->ready_rows;
	return JX_WRITE_HEAD_ROWS + (uint32_t)ready - 1;
}

/* ---- rows that a new form offers ---- */

static bool is_offered(const char *offers, const char *code)
{
	size_t n = strlen(code);
	for (const char *at = offers; (at = strstr(at, code)) != NULL; at += n)
		if ((at == offers || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return strcmp(offers, "*") == 0;
}

/* Writes a row that has a code and its word already, and counts once a figure is in it. */
static enum jx_status offer_row(struct list_writing *list, const JxCode *code)
{
	ProtobufCMessage *row = jx_form_new_message(list->writing->arena, list->type);
	const struct jx_form_operands operands = {
		.row = row, .rows = &row, .n_rows = 1, .report = (JxReport *)list->writing->contents->report};
	struct jx_form_slot slot;
	if (row == NULL)
		return jx_arena_fail(list->writing->arena, list->writing->error);
	(void)jx_form_slot_find(row, list->layout->fields[0].path, &slot);
	memcpy(jx_form_slot_member(&slot), &code->code, sizeof(code->code));
	/* The name of a class is a field of its own; in other lists the label is that of the printed form. */
	if (jx_form_slot_find(row, "name", &slot)) {
		const char *name = jx_localized(code->label, JX_ZH);
		memcpy(jx_form_slot_member(&slot), &name, sizeof(name));
	}
	(void)worksheet_write_string(list->sheet, list->row, 0, JX_FORM_KEY_OFFER, NULL);
	return write_row(list, &operands, "");
}

static enum jx_status offer_rows(struct list_writing *list)
{
	const JxRulebook *book = list->writing->contents->book;
	const char *codes = jx_form_code_list(book, list->layout->list, list->layout->fields[0].path);
	for (size_t i = 0; codes != NULL && i < book->n_code_lists; i++) {
		const JxCodeList *offered = book->code_lists[i];
		if (strcmp(offered->name, codes) != 0)
			continue;
		for (size_t j = 0; j < offered->n_codes; j++) {
			if (!is_offered(list->layout->offers, offered->codes[j]->code))
				continue;
			enum jx_status status = offer_row(list, offered->codes[j]);
			if (status != JX_OK)
				return status;
			list->row++;
		}
	}
	return JX_OK;
}

static enum jx_status write_empty_rows(struct list_writing *list)
{
	const struct jx_form_operands nothing = {.report = (JxReport *)list->writing->contents->report};
	for (; list->row <= list->last; list->row++) {
		if (list->inner != NULL)
			(void)worksheet_write_blank(
				list->sheet, list->row, 1, jx_writing_text(list->writing, JX_LOOKS_INPUT));
		enum jx_status status = write_row(list, &nothing, "");
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_write_list(struct jx_writing *writing, const struct jx_form_sheet *layout)
{
	const char *inner = strstr(layout->list, "[].");
	const ProtobufCFieldDescriptor *field;
	struct jx_place place = {0};
	struct list_writing list = {.writing = writing,
		.layout = layout,
		.sheet = workbook_get_worksheet_by_name(writing->book, layout->name),
		.inner = inner != NULL ? inner + 3 : NULL,
		.first = inner != NULL ? 2 : 1,
		.row = JX_WRITE_HEAD_ROWS};
	enum jx_status status = JX_OK;
	if (inner == NULL) {
		status = jx_path_resolve(
			&writing->contents->report->base, layout->list, &place, writing->error);
		if (status != JX_OK)
			return status;
		field = place.field;
	} else {
		field = jx_field_find(JX_PROJECT_DESCRIPTOR, inner + 3, strlen(inner + 3));
	}
	list.type = field->type == PROTOBUF_C_TYPE_MESSAGE ? field->descriptor : NULL;
	size_t n_rows = count_rows(&list, &place);
	list.has_rows = n_rows > 0;
	list.last = last_row(&list, n_rows);
	write_head(&list);
	if (list.type == NULL)
		status = write_text_rows(&list, &place);
	else
		status = inner == NULL ? write_rows(&list, &place, SIZE_MAX) : write_inner_rows(&list);
	bool offers = writing->contents->is_new && layout->offers != NULL && list.row == JX_WRITE_HEAD_ROWS;
	if (status == JX_OK && offers)
		status = offer_rows(&list);
	if (status == JX_OK)
		status = write_empty_rows(&list);
	jx_write_issue_columns(
		writing, list.sheet, layout->name, (uint16_t)(list.first + layout->n_fields + 1));
	return status;
}
