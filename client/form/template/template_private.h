/*
 * A workbook of another place while it is read. Private to template_parse.c, template_read.c (sheets, cells), template_rows.c
 * (blocks), template_figures.c (what a text of an indicator says).
 */
#ifndef CLIENT_FORM_TEMPLATE_TEMPLATE_PRIVATE_H
#define CLIENT_FORM_TEMPLATE_TEMPLATE_PRIVATE_H

#include "client/form/template/template.h"
#include "client/form/value/value.h"

#define JX_TEMPLATE_PROJECT "projects[]."
#define JX_TEMPLATE_MERGED  "merged"

/** The field that a cell is of. */
struct jx_template_field {
	const struct jx_form_field *layout;
	bool is_of_project;
};

/** Find the field of a path; false for none. */
bool jx_template_field(const char *path, struct jx_template_field *ret_field);

/** A sheet that is read. */
struct jx_template_reading {
	const struct jx_template *description;
	const struct jx_grid_sheet *sheet;
	const char **folded; /* texts of its cells, for comparing; "" for long ones */
	const char *file;
	struct jx_form *form;
	JxProject *project; /* NULL: the sheet is about the report */
	struct jx_error *error;
};

/** Find the first row with a cell that begins with a text, white space aside; false for none. */
bool jx_template_find_row(const struct jx_template_reading *reading, const char *text, uint32_t *ret_row);

/** The first cell of a row; n_cells of the sheet behind the last row. */
size_t jx_template_row_begin(const struct jx_grid_sheet *sheet, uint32_t row);

/** Read the letters of a column; false for none. */
bool jx_template_column(const char *letters, uint32_t *ret_column);

/** Read one cell into a message. What cannot be read becomes a problem of the form. */
enum jx_status jx_template_read_cell(const struct jx_template_reading *reading,
	const struct jx_form_type *type, const struct jx_grid_cell *cell, ProtobufCMessage *root,
	const char *prefix) JX_MUST_CHECK;

/** Say that the workbook lacks what the description names. */
enum jx_status jx_template_fail_missing(
	const struct jx_template_reading *reading, const char *what) JX_MUST_CHECK;

/** Read the block that a line begins. */
enum jx_status jx_template_read_block(const struct jx_template_reading *reading, size_t line) JX_MUST_CHECK;

/** The type of the rows of a list, "projects[].funds". */
const ProtobufCMessageDescriptor *jx_template_row_type(const char *list);

/** Fill in what the texts of an indicator say and its other fields do not: sign, number, unit. */
enum jx_status jx_template_read_texts(
	const struct jx_template_reading *reading, JxIndicator *indicator) JX_MUST_CHECK;

#endif
