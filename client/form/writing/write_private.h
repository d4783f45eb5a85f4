/*
 * The workbook that is being written. Private to write.c (the whole), write_card.c, write_list.c, write_cell.c, write_guide.c,
 * write_remarks.c.
 */
#ifndef CLIENT_FORM_WRITING_WRITE_PRIVATE_H
#define CLIENT_FORM_WRITING_WRITE_PRIVATE_H

#include <xlsxwriter.h>

#include "client/form/layout/keys.h"
#include "client/form/value/recipe.h"
#include "client/form/value/value.h"
#include "client/form/writing/write.h"

#define JX_WRITE_MAX_DECIMALS 10u
#define JX_WRITE_AS_TYPED     (JX_WRITE_MAX_DECIMALS + 1) /* decimals of a box that nothing is in yet */
#define JX_WRITE_HEAD_ROWS    3u                          /* keys, title, headings */

/* How a cell looks. */
enum jx_looks {
	JX_LOOKS_INPUT,
	JX_LOOKS_REQUIRED,
	JX_LOOKS_COMPUTED,
	JX_LOOKS_HARD,
	JX_LOOKS_EXPLAIN,
	JX_LOOKS_N
};

/** Where a remark stands. {0}: nowhere yet. */
struct jx_remark_place {
	const char *sheet; /* borrowed from the layout */
	uint32_t row;
	uint16_t column;
};

struct jx_writing {
	const struct jx_form_contents *contents;
	struct jx_arena *arena;
	struct jx_error *error;
	lxw_workbook *book;
	struct jx_form_codes codes;
	struct jx_remark_place *places; /* of each remark */
	lxw_format *texts[JX_LOOKS_N];
	lxw_format *numbers[JX_LOOKS_N][JX_WRITE_AS_TYPED + 1];
	lxw_format *title;
	lxw_format *head;
	lxw_format *label;
	lxw_format *plain;
};

/** A cell that is about to be written. */
struct jx_cell_writing {
	lxw_worksheet *sheet;
	const char *sheet_name;
	uint32_t row;
	uint16_t column;
	const struct jx_form_type *type;
	const ProtobufCMessage *root; /* the report or the row; NULL: an empty row */
	const char *path;             /* from the report; "" in an empty row */
	const char *formula;          /* of its recipe; NULL for none */
	const struct jx_form_operands *operands;
	bool is_required;
};

lxw_format *jx_writing_text(struct jx_writing *writing, enum jx_looks looks);
lxw_format *jx_writing_number(struct jx_writing *writing, enum jx_looks looks, unsigned decimals);

/** Write a field with its looks, its formula, and the remarks about it. */
enum jx_status jx_write_cell(struct jx_writing *writing, const struct jx_cell_writing *cell) JX_MUST_CHECK;

/** Put the remarks about a path at a cell: those of exactly this one, or also those about what is in it and what it is in. */
void jx_write_remarks(struct jx_writing *writing, const struct jx_cell_writing *cell, bool is_exact);

/** True when a remark is about the field at a path, or about something inside it. */
bool jx_remark_is_about(const char *remark, const char *path);

/** Put beside the rows of a sheet the issues of finance that stand in them, with a cell for the reply.
 *
 * @param column  the first that is free.
 */
void jx_write_issue_columns(
	struct jx_writing *writing, lxw_worksheet *sheet, const char *sheet_name, uint16_t column);

enum jx_status jx_write_card(struct jx_writing *writing, const struct jx_form_sheet *layout) JX_MUST_CHECK;
enum jx_status jx_write_list(struct jx_writing *writing, const struct jx_form_sheet *layout) JX_MUST_CHECK;

/** The sheets that hold no fields. */
void jx_write_guide(struct jx_writing *writing, lxw_worksheet *sheet);
void jx_write_remark_list(struct jx_writing *writing, lxw_worksheet *sheet);
enum jx_status jx_write_codes(struct jx_writing *writing, lxw_worksheet *sheet) JX_MUST_CHECK;

/** Give the cells of a column the drop-down of its field, when it has one. */
void jx_write_choices(
	const struct jx_form_type *type, lxw_worksheet *sheet, const uint32_t rows[2], uint16_t column);

/** The type of a field: its descriptor, and its unit or code list. */
struct jx_form_type jx_writing_type(const struct jx_writing *writing, const char *list,
	const ProtobufCMessageDescriptor *type, const struct jx_form_field *layout);

/** Where what stands in a field or a list is from; NULL: nobody says. */
const char *jx_writing_source(const struct jx_writing *writing, const char *path);

/** Write the key of a field: path, and what qualifies it. */
void jx_write_key(lxw_worksheet *sheet, uint32_t row, uint16_t column, const struct jx_form_type *type);

#endif
