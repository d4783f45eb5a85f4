/*
 * A workbook as it was read: sheets of cells with their texts, and nothing of its looks.
 *
 * A number is printed as its cell shows it, "10067.30" where the format has two decimals, and never with fewer digits than it
 * has; a date is "2025-12-31", or "2025-12" where the format shows no day. Everything lives in one arena. Thread: any.
 */
#ifndef CLIENT_WORKBOOK_GRID_H
#define CLIENT_WORKBOOK_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JX_CELL_NAME_BYTES 16 /* of "XFD1048576" */

enum jx_grid_kind {
	JX_GRID_TEXT,
	JX_GRID_NUMBER,
	JX_GRID_PERCENT, /* a number with a percent sign behind it */
	JX_GRID_DATE,
	JX_GRID_BOOL,  /* "1" or "0" */
	JX_GRID_ERROR, /* "#VALUE!" */
	JX_GRID_KINDS
};

/** A cell with something in it. */
struct jx_grid_cell {
	uint32_t row; /* from 0, as column */
	uint32_t column;
	enum jx_grid_kind kind;
	bool is_formula;
	const char *text; /* "" for a formula without a stored value */
};

/** Cells made one; only the first of them holds anything. */
struct jx_grid_merge {
	uint32_t row;
	uint32_t column;
	uint32_t last_row;
	uint32_t last_column;
};

struct jx_grid_sheet {
	const char *name;
	struct jx_grid_cell *cells; /* by row, then column; each place once */
	size_t n_cells;
	struct jx_grid_merge *merges;
	size_t n_merges;
	size_t cells_room;
	size_t merges_room;
};

struct jx_grid {
	struct jx_grid_sheet *sheets; /* in the order of the tabs */
	size_t n_sheets;
	size_t sheets_room;
};

/** The cell at a place; NULL where nothing is. */
const struct jx_grid_cell *jx_grid_cell(const struct jx_grid_sheet *sheet, uint32_t row, uint32_t column);

/** The merge that a place is in; NULL for none. */
const struct jx_grid_merge *jx_grid_merge(const struct jx_grid_sheet *sheet, uint32_t row, uint32_t column);

/** Write the name of a place, "C4". @return out. */
const char *jx_grid_place(uint32_t row, uint32_t column, char out[JX_CELL_NAME_BYTES]);

/** Read the name of a place, "C4" or "$C$4".
 *
 * @return the rest of the text behind it; NULL when it names none.
 */
const char *jx_grid_place_read(const char *text, uint32_t *ret_row, uint32_t *ret_column);

/** Put the cells of all sheets in order, once all are there. Of two at one place the first stays. */
void jx_grid_sort(struct jx_grid *grid);

#endif
