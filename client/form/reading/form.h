/*
 * A form that was filled in, read into a report.
 *
 * A form is read by the machine keys hidden in it, never by place or name: each sheet has a mark "jixiao:card" or
 * "jixiao:list functions"; the row of the mark names the columns, the column of the mark names the rows. So rows and columns may
 * be inserted, sheets renamed, moved and hidden, and rows sorted. Rows without a key were added by a person and follow the
 * row above them. What cannot be read is a problem with its cell, what was left out is a note. Thread: one at a time.
 */
#ifndef CLIENT_FORM_READING_FORM_H
#define CLIENT_FORM_READING_FORM_H

#include <stdbool.h>

#include "client/form/layout/keys.h"
#include "client/form/layout/layout.h"
#include "client/form/value/codes.h"
#include "client/workbook/grid.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** Something about one cell. */
struct jx_form_problem {
	char place[JX_FORM_PLACE_BYTES]; /* "收支!C4" */
	struct jx_error error;           /* error.field: the path */
	const char *raw;                 /* what the cell says; NULL: it is about no value */
};

/** A list of them. */
struct jx_form_problems {
	struct jx_form_problem *items;
	size_t n;     /* kept, at most JX_MAX_JSON_PROBLEMS */
	size_t n_all; /* found, kept or not */
	size_t room;
};

/** An explanation typed beside a figure or a row. */
struct jx_form_why {
	const char *path; /* of the figure or the row */
	const char *text;
	const char *place; /* of the explanation's cell */
};

/** What was replied to an issue of finance. */
struct jx_form_reply {
	uint32_t issue; /* its number */
	const char *text;
	const char *place; /* of the reply's cell */
};

struct jx_form_table;

/** A form that was read. Everything in the arena. */
struct jx_form {
	JxReport *report; /* what could be read of it */
	struct jx_form_problems problems;
	struct jx_form_problems notes; /* what was left out, or read in a way that should be known */
	struct jx_form_why *whys;
	size_t n_whys;
	size_t whys_room;
	const char *
		submission; /* whose issues the form holds: "submissions/..."; NULL: it is not a returned one */
	struct jx_form_reply *replies; /* of one issue those of all cells become one */
	size_t n_replies;
	size_t replies_room;
	struct jx_form_codes codes;
	const char **
		formulas; /* paths of figures that a formula of the form's own stands for, and could not be computed; sorted */
	size_t n_formulas;
	size_t formulas_room;
	/* private */
	struct jx_arena *arena;
	struct jx_form_table *tables; /* sheets with a mark */
	size_t n_tables;
	size_t tables_room;
};

/** Read a form.
 *
 * @param grid  borrowed as long as the form.
 * @return JX_OK, also with problems; JX_INVALID (FORM_WITHOUT_KEYS) when it is no form of this program; no memory.
 */
enum jx_status jx_form_read(const struct jx_grid *grid, struct jx_arena *arena, struct jx_form *ret_form,
	struct jx_error *error) JX_MUST_CHECK;

/** Print a place: "收支!C4". */
void jx_form_print_place(
	const struct jx_grid_sheet *sheet, uint32_t row, uint32_t column, char out[JX_FORM_PLACE_BYTES]);

/** Where a field of the report stands in the form: "收支!C4", "功能分类!D5", "功能分类" for a whole list.
 *
 * @return false when the form has no place for it.
 */
bool jx_form_locate(const struct jx_form *form, const char *path, char out[JX_FORM_PLACE_BYTES]);

#endif
