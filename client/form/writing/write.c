#include "client/form/writing/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/form/writing/write_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"

#define HEAD_COLOUR 0xD9E2EC

/* ---- fields ---- */

struct jx_form_type jx_writing_type(const struct jx_writing *writing, const char *list,
	const ProtobufCMessageDescriptor *type, const struct jx_form_field *layout)
{
	struct jx_form_type made = {.layout = layout,
		.field = jx_form_field_at(type, layout->path, strlen(layout->path)),
		.qualifier = "",
		.codes = &writing->codes};
	if (made.field->type == PROTOBUF_C_TYPE_MESSAGE && made.field->descriptor == JX_AMOUNT_DESCRIPTOR)
		made.qualifier = layout->unit;
	const char *codes = made.field->type == PROTOBUF_C_TYPE_STRING
				    ? jx_form_code_list(writing->contents->book, list, layout->path)
				    : NULL;
	/* The codes of functions are typed as they are: 201, 2010101. */
	if (codes != NULL && !layout->is_text)
		made.qualifier = codes;
	return made;
}

void jx_write_key(lxw_worksheet *sheet, uint32_t row, uint16_t column, const struct jx_form_type *type)
{
	char key[JX_PATH_BYTES];
	(void)snprintf(key, sizeof(key), "%s%s%s", type->layout->path, type->qualifier[0] != '\0' ? " " : "",
		type->qualifier);
	(void)worksheet_write_string(sheet, row, column, key, NULL);
}

/* Takes the codes of a rulebook; of two with one word only the first can be told apart by it. */
static enum jx_status take_codes(struct jx_writing *writing)
{
	const JxRulebook *book = writing->contents->book;
	for (size_t i = 0; book != NULL && i < book->n_code_lists; i++) {
		const JxCodeList *list = book->code_lists[i];
		for (size_t j = 0; j < list->n_codes; j++) {
			const char *label = jx_localized(list->codes[j]->label, JX_ZH);
			if (jx_form_code_of(&writing->codes, list->name, strlen(list->name), label) != NULL)
				continue;
			if (jx_arena_array_grow(writing->arena, (void **)&writing->codes.items,
				    sizeof(struct jx_form_code), writing->codes.n, &writing->codes.room,
				    JX_MAX_FORM_CELLS) != JX_OK)
				return jx_arena_fail(writing->arena, writing->error);
			writing->codes.items[writing->codes.n++] = (struct jx_form_code){
				.list = list->name, .label = label, .code = list->codes[j]->code};
		}
	}
	return JX_OK;
}

const char *jx_writing_source(const struct jx_writing *writing, const char *path)
{
	const char *found = NULL;
	for (size_t i = 0; i < writing->contents->n_sources; i++) {
		const struct jx_form_source *source = &writing->contents->sources[i];
		if (strcmp(source->path, path) == 0)
			return source->text;
		if (source->path[0] == '\0')
			found = source->text;
	}
	return found;
}

/* ---- the book ---- */

static void make_formats(struct jx_writing *writing)
{
	writing->title = workbook_add_format(writing->book);
	format_set_bold(writing->title);
	format_set_font_size(writing->title, 14);
	writing->head = workbook_add_format(writing->book);
	format_set_bold(writing->head);
	format_set_bg_color(writing->head, HEAD_COLOUR);
	format_set_border(writing->head, LXW_BORDER_THIN);
	format_set_text_wrap(writing->head);
	format_set_align(writing->head, LXW_ALIGN_CENTER);
	format_set_align(writing->head, LXW_ALIGN_VERTICAL_CENTER);
	writing->label = workbook_add_format(writing->book);
	format_set_border(writing->label, LXW_BORDER_THIN);
	format_set_text_wrap(writing->label);
	format_set_align(writing->label, LXW_ALIGN_VERTICAL_CENTER);
	writing->plain = workbook_add_format(writing->book);
	format_set_text_wrap(writing->plain);
	format_set_align(writing->plain, LXW_ALIGN_VERTICAL_TOP);
}

/* Hides the keys, keeps the headings in sight, and lets people do all but change what is not theirs. */
static void finish_sheet(lxw_worksheet *sheet, bool is_card)
{
	lxw_row_col_options hidden = {.hidden = LXW_TRUE};
	lxw_protection may = {.format_rows = LXW_TRUE,
		.format_columns = LXW_TRUE,
		.insert_rows = LXW_TRUE,
		.insert_columns = LXW_TRUE,
		.delete_rows = LXW_TRUE,
		.sort = LXW_TRUE,
		.autofilter = LXW_TRUE,
		.insert_hyperlinks = LXW_TRUE};
	(void)worksheet_set_row_opt(sheet, 0, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
	(void)worksheet_set_column_opt(sheet, 0, 0, 6, NULL, &hidden);
	worksheet_freeze_panes(sheet, JX_WRITE_HEAD_ROWS, is_card ? 2 : 1);
	worksheet_protect(sheet, NULL, &may);
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet, 1, 0);
	(void)worksheet_repeat_rows(sheet, 2, 2);
}

static enum jx_status write_sheets(struct jx_writing *writing)
{
	lxw_worksheet *guide = workbook_add_worksheet(writing->book, JX_FORM_GUIDE_SHEET);
	const char *remarks_name =
		writing->contents->submission != NULL ? JX_FORM_ISSUES_SHEET : JX_FORM_FINDINGS_SHEET;
	lxw_worksheet *remarks =
		writing->contents->n_remarks > 0 ? workbook_add_worksheet(writing->book, remarks_name) : NULL;
	enum jx_status status = take_codes(writing);
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++)
		(void)workbook_add_worksheet(writing->book, jx_form_sheets[i]->name);
	for (size_t i = 0; i < JX_FORM_N_SHEETS && status == JX_OK; i++) {
		const struct jx_form_sheet *layout = jx_form_sheets[i];
		status = layout->list == NULL ? jx_write_card(writing, layout)
					      : jx_write_list(writing, layout);
		finish_sheet(
			workbook_get_worksheet_by_name(writing->book, layout->name), layout->list == NULL);
	}
	if (status != JX_OK)
		return status;
	jx_write_guide(writing, guide);
	if (remarks != NULL) {
		jx_write_remark_list(writing, remarks);
		finish_sheet(remarks, false);
	}
	lxw_worksheet *lists = workbook_add_worksheet(writing->book, JX_FORM_LISTS_SHEET);
	worksheet_hide(lists);
	worksheet_activate(remarks != NULL ? remarks : guide);
	return jx_write_codes(writing, lists);
}

enum jx_status jx_form_write(const struct jx_form_contents *contents, const char *path,
	struct jx_arena *arena, struct jx_error *error)
{
	struct jx_writing writing = {.contents = contents, .arena = arena, .error = error};
	writing.places = jx_arena_calloc(arena, contents->n_remarks + 1, sizeof(*writing.places));
	if (writing.places == NULL)
		return jx_arena_fail(arena, error);
	writing.book = workbook_new(path);
	if (writing.book == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	workbook_set_properties(writing.book, &(lxw_doc_properties){.title = (char *)contents->title});
	make_formats(&writing);
	enum jx_status status = write_sheets(&writing);
	lxw_error closed = workbook_close(writing.book);
	if (status != JX_OK || closed == LXW_NO_ERROR)
		return status;
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(lxw_strerror(closed))));
}
