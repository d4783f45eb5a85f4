#include <stdio.h>
#include <string.h>

#include "client/form/writing/write_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

static const double POWERS[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

static const lxw_color_t FILLS[JX_LOOKS_N] = {
	[JX_LOOKS_INPUT] = 0xFFFBE6,
	[JX_LOOKS_REQUIRED] = 0xFFF0B3,
	[JX_LOOKS_COMPUTED] = 0xEAF1EA,
	[JX_LOOKS_HARD] = 0xFFC7C7,
	[JX_LOOKS_EXPLAIN] = 0xFFE0B8,
};

static lxw_format *new_format(struct jx_writing *writing, enum jx_looks looks)
{
	lxw_format *format = workbook_add_format(writing->book);
	format_set_bg_color(format, FILLS[looks]);
	format_set_border(format, LXW_BORDER_THIN);
	format_set_border_color(format, 0xBFBFBF);
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	format_set_font_name(format, "宋体");
	format_set_unlocked(format);
	return format;
}

lxw_format *jx_writing_text(struct jx_writing *writing, enum jx_looks looks)
{
	if (writing->texts[looks] == NULL) {
		writing->texts[looks] = new_format(writing, looks);
		format_set_num_format(writing->texts[looks], "@");
		format_set_text_wrap(writing->texts[looks]);
	}
	return writing->texts[looks];
}

lxw_format *jx_writing_number(struct jx_writing *writing, enum jx_looks looks, unsigned decimals)
{
	lxw_format **format = &writing->numbers[looks][decimals];
	char code[32] = "0";
	if (*format != NULL)
		return *format;
	if (decimals == JX_WRITE_AS_TYPED)
		(void)jx_text_copy(code, sizeof(code), "General");
	else if (decimals > 0)
		(void)snprintf(code, sizeof(code), "0.%0*d", (int)decimals, 0);
	*format = new_format(writing, looks);
	format_set_num_format(*format, code);
	return *format;
}

/* ---- looks ---- */

/* The looks of a cell: those of the most severe remark about it, else its own. */
static enum jx_looks find_looks(
	const struct jx_writing *writing, const struct jx_cell_writing *cell, const char **ret_raw)
{
	enum jx_looks looks = cell->is_required ? JX_LOOKS_REQUIRED : JX_LOOKS_INPUT;
	if (cell->type->layout->recipe != JX_RECIPE_NONE)
		looks = JX_LOOKS_COMPUTED;
	*ret_raw = NULL;
	if (cell->path[0] == '\0')
		return looks;
	for (size_t i = 0; i < writing->contents->n_remarks; i++) {
		const struct jx_form_remark *remark = &writing->contents->remarks[i];
		if (!jx_remark_is_about(remark->path, cell->path))
			continue;
		if (remark->raw != NULL && *ret_raw == NULL)
			*ret_raw = remark->raw;
		if (remark->kind == JX_REMARK_HARD)
			looks = JX_LOOKS_HARD;
		else if (remark->kind == JX_REMARK_EXPLAIN && looks != JX_LOOKS_HARD)
			looks = JX_LOOKS_EXPLAIN;
	}
	return looks;
}

/* ---- values ---- */

static double to_number(const struct jx_form_content *content)
{
	return (double)content->value / POWERS[content->scale];
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* True for a cell without a value that a formula stands in all the same: of a new form, or of one that had it there. */
static bool has_empty_formula(const struct jx_form_contents *contents, const struct jx_cell_writing *cell)
{
	if (contents->is_new || cell->path[0] == '\0')
		return contents->is_new || contents->n_formulas > 0;
	return jx_array_search(&cell->path, contents->formulas, contents->n_formulas,
		       sizeof(*contents->formulas), compare_paths) != NULL;
}

/* Tells whether a formula may stand in a cell: it gives what the report says, or nothing is said yet. */
static enum jx_status wants_formula(struct jx_writing *writing, const struct jx_cell_writing *cell,
	const struct jx_place *place, bool *ret_wants)
{
	*ret_wants = cell->formula != NULL && has_empty_formula(writing->contents, cell);
	if (cell->formula == NULL || cell->root == NULL || !place->is_present)
		return JX_OK;
	ProtobufCMessage *figure = jx_form_new_message(writing->arena, cell->type->field->descriptor);
	if (figure == NULL)
		return jx_arena_fail(writing->arena, writing->error);
	const ProtobufCMessage *said = *(ProtobufCMessage *const *)place->value;
	*ret_wants =
		jx_form_recipe_run(cell->type, cell->operands, figure) && jx_message_is_equal(said, figure);
	return JX_OK;
}

static void put_content(struct jx_writing *writing, const struct jx_cell_writing *cell,
	const struct jx_form_content *content, enum jx_looks looks)
{
	bool is_text = cell->type->layout->is_text || cell->type->field->type != PROTOBUF_C_TYPE_MESSAGE;
	unsigned decimals = cell->type->qualifier[0] != '\0' ? 2 : JX_WRITE_AS_TYPED;
	if (content->is_number)
		(void)worksheet_write_number(cell->sheet, cell->row, cell->column, to_number(content),
			jx_writing_number(writing, looks, content->decimals));
	else if (content->text[0] != '\0')
		(void)worksheet_write_string(
			cell->sheet, cell->row, cell->column, content->text, jx_writing_text(writing, looks));
	else
		(void)worksheet_write_blank(cell->sheet, cell->row, cell->column,
			is_text ? jx_writing_text(writing, looks)
				: jx_writing_number(writing, looks, decimals));
}

static void put_formula(struct jx_writing *writing, const struct jx_cell_writing *cell,
	const struct jx_form_content *content, enum jx_looks looks)
{
	bool is_percent = cell->type->layout->recipe != JX_RECIPE_DIFFERENCE &&
			  cell->type->layout->recipe != JX_RECIPE_TOTAL;
	if (content->is_number) {
		(void)worksheet_write_formula_num(cell->sheet, cell->row, cell->column, cell->formula,
			jx_writing_number(writing, looks, content->decimals), to_number(content));
		return;
	}
	bool is_money = cell->type->field->descriptor == JX_AMOUNT_DESCRIPTOR;
	(void)worksheet_write_formula_str(cell->sheet, cell->row, cell->column, cell->formula,
		jx_writing_number(writing, looks, is_percent || is_money ? 2 : 0), "");
}

enum jx_status jx_write_cell(struct jx_writing *writing, const struct jx_cell_writing *cell)
{
	struct jx_place place = {0};
	struct jx_form_content content = {.text = ""};
	const char *raw;
	bool is_formula;
	enum jx_looks looks = find_looks(writing, cell, &raw);
	enum jx_status status = JX_OK;
	if (cell->root != NULL)
		status = jx_path_resolve(cell->root, cell->type->layout->path, &place, writing->error);
	if (status == JX_OK && cell->root != NULL)
		status = jx_form_value_print(cell->type, &place, writing->arena, &content, writing->error);
	if (status == JX_OK)
		status = wants_formula(writing, cell, &place, &is_formula);
	if (status != JX_OK)
		return status;
	if (raw != NULL)
		content = (struct jx_form_content){.text = raw};
	if (is_formula && raw == NULL)
		put_formula(writing, cell, &content, looks);
	else
		put_content(writing, cell, &content, looks);
	if (cell->path[0] != '\0')
		jx_write_remarks(writing, cell, false);
	return JX_OK;
}
