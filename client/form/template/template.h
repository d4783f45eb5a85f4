/*
 * Forms of other places, described as data: where in a sheet stands which field of a report.
 *
 * A description is a CSV file of lines `what,where,field,detail` (docs/form-templates.md). It names cells by address or by the
 * label in their row, blocks of rows by their first row or by the heading above it, columns by letter or by heading. So one reader
 * serves every place, and a county writes the description of its own form. Descriptions of some places come with the program.
 * Thread: any; an arena belongs to one thread at a time.
 */
#ifndef CLIENT_FORM_TEMPLATE_TEMPLATE_H
#define CLIENT_FORM_TEMPLATE_TEMPLATE_H

#include "client/form/reading/form.h"
#include "client/workbook/grid.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

enum jx_template_what {
	JX_TEMPLATE_CELL, /* one cell: into a field of the report, or of the project that the sheet is about */
	JX_TEMPLATE_BLOCK, /* rows that are a list; the lines behind it, up to the next block, are about them */
	JX_TEMPLATE_COLUMN, /* a column of the block */
	JX_TEMPLATE_ROW,    /* the code of rows whose label holds a text */
	JX_TEMPLATE_END,    /* a row that holds this text ends the block */
	JX_TEMPLATE_SKIP,   /* a row that holds this text is passed over: subtotals */
	JX_TEMPLATE_WHATS
};

/** A line of a description. Borrowed from its text. */
struct jx_template_line {
	enum jx_template_what what;
	const char *where;
	const char *
		field; /* path: of a cell from the report or "projects[].…", of a column from its row; of a row the code */
	const char *
		detail; /* of money the unit; "merged": an empty cell says what the one above says; of a block how many rows */
};

/** A description. */
struct jx_template {
	const char *id;
	const char *title;
	const char *find; /* a sheet is of this form when a cell of it holds this text */
	struct jx_template_line *lines;
	size_t n_lines;
	size_t lines_room;
	bool is_of_projects; /* each sheet is about one project */
};

/** Read a description.
 *
 * @param id     what it is called in errors; borrowed.
 * @param text   n bytes and a terminator; copied.
 * @return JX_OK; JX_INVALID (TEMPLATE_FAULT); the arena's.
 */
enum jx_status jx_template_parse(const char *id, const char *text, size_t n, struct jx_arena *arena,
	struct jx_template *description, struct jx_error *error) JX_MUST_CHECK;

/** A description that comes with the program. */
struct jx_shipped_template {
	const char *id;
	const char *text;
	size_t n_bytes;
};

extern const struct jx_shipped_template jx_shipped_templates[];
extern const size_t jx_shipped_templates_n;

/** Read a workbook of another place into a report: lists of the report are replaced, projects are added, or replaced where one
 * has the same code, else the same name.
 *
 * @param file  what the workbook is called, for errors.
 * @param form  with a report and an arena; problems are added to it.
 * @return JX_OK, also with problems; JX_INVALID (FORM_NOT_OF_TEMPLATE); the arena's.
 */
enum jx_status jx_template_read(const struct jx_template *description, const struct jx_grid *grid,
	const char *file, struct jx_form *form, struct jx_error *error) JX_MUST_CHECK;

#endif
