/*
 * A sheet of a form while it is read. Private to form.c (marks and cards), rows.c (lists), replies.c (issues of finance), derive.c (recipes), locate.c (places).
 */
#ifndef CLIENT_FORM_READING_FORM_PRIVATE_H
#define CLIENT_FORM_READING_FORM_PRIVATE_H

#include "client/form/reading/form.h"
#include "client/form/value/value.h"

#define JX_FORM_NOWHERE UINT32_MAX /* a column that is not there */

/** A column of a list, or a row of a card, with the field that it is of. */
struct jx_form_line {
	struct jx_form_type type;
	uint32_t at; /* column or row */
};

/** A row of a list. */
struct jx_form_row {
	uint32_t at;     /* in the sheet */
	size_t key;      /* place before the form was touched; SIZE_MAX: none */
	size_t order;    /* key of the last keyed row above */
	size_t parent;   /* index of the row of the list above it */
	size_t index;    /* in its list, once all are in order */
	bool is_offered; /* counts only with a figure in it */
	ProtobufCMessage *message;
};

struct jx_form_table {
	const struct jx_grid_sheet *sheet;
	const struct jx_form_sheet *layout; /* NULL for a card */
	const struct jx_grid_cell *mark;
	uint32_t value_column;  /* of a card */
	uint32_t parent_column; /* of a list inside another */
	uint32_t why_column;
	uint32_t issue_column;
	uint32_t reply_column;
	struct jx_form_line *lines;
	size_t n_lines;
	size_t lines_room;
	struct jx_form_row *rows; /* in the order of their lists */
	size_t n_rows;
	size_t rows_room;
};

enum jx_status jx_form_fail_memory(struct jx_form *form, struct jx_error *error) JX_MUST_CHECK;

/** Add a problem or a note at a cell. */
enum jx_status jx_form_tell(struct jx_form *form, struct jx_form_problems *problems,
	const struct jx_form_table *table, uint32_t row, uint32_t column,
	const struct jx_error *what) JX_MUST_CHECK;

/** Keep an explanation that stands in a row of a table for a path, if there is one. */
enum jx_status jx_form_keep_why(struct jx_form *form, const struct jx_form_table *table, uint32_t row,
	const char *path, struct jx_error *error) JX_MUST_CHECK;

/** The row behind that of the headings of a table. */
uint32_t jx_form_first_row(const struct jx_form_table *table);

/** Find the columns for issues of finance and replies of a sheet, and keep what was replied. */
enum jx_status jx_form_read_replies(
	struct jx_form *form, struct jx_form_table *table, struct jx_error *error) JX_MUST_CHECK;

/** True for a column that holds issues of finance or replies. */
bool jx_form_is_of_issues(const struct jx_form_table *table, uint32_t column);

/** Read one cell into a message. Mistakes are told, and the path of the field with them. */
enum jx_status jx_form_read_cell(struct jx_form *form, const struct jx_form_table *table,
	const struct jx_form_line *line, const struct jx_grid_cell *cell, ProtobufCMessage *root,
	const char *prefix) JX_MUST_CHECK;

/** Make the line of a key, "amount 万元": field, and what qualifies it. False for a key that names nothing. */
bool jx_form_line_make(struct jx_form *form, const ProtobufCMessageDescriptor *type,
	const struct jx_form_sheet *sheet, const char *key, struct jx_form_line *ret_line);

/** Read the rows of a list; of one inside another after that one. */
enum jx_status jx_form_read_rows(
	struct jx_form *form, struct jx_form_table *table, struct jx_error *error) JX_MUST_CHECK;

/** The table of a list; NULL when the form has none. */
struct jx_form_table *jx_form_table_of(const struct jx_form *form, const char *list, size_t n);

/** The path of a row, "projects[2].funds[0]". */
void jx_form_row_path(
	const struct jx_form_table *table, const struct jx_form_row *row, char out[JX_PATH_BYTES]);

/** Fill in what formulas compute, from the figures that were read. */
enum jx_status jx_form_derive(struct jx_form *form, struct jx_error *error) JX_MUST_CHECK;

#endif
