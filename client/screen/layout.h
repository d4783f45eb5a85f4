/*
 * How wide each column of a table is on a screen of a given width.
 *
 * First every column as wide as its widest text; then, while that is too wide, columns are left out in their
 * stated order: the spare ones at once, the others when wrapping texts, the widest first, to an easy width is not
 * enough; then texts are wrapped narrower. Pure.
 * Thread: any.
 */
#ifndef CLIENT_SCREEN_LAYOUT_H
#define CLIENT_SCREEN_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "client/screen/table.h"

#define JX_LAYOUT_GAP        "  " /* between two columns */
#define JX_LAYOUT_SPARE      5u   /* jx_column.leave_out from which a column goes before texts are wrapped */
#define JX_LAYOUT_EASY_WIDTH 24u  /* of a wrapped column, while there is a column to leave out instead */
#define JX_LAYOUT_MIN_WIDTH  12u  /* of a wrapped column: six Chinese characters */

struct jx_layout {
	unsigned width[JX_TABLE_MAX_COLUMNS]; /* 0: left out */
};

/** Find the widths.
 *
 * @param texts  of the cells, row by row, harmless.
 * @param width  of the screen.
 * @return false when no set of columns fits: print cards instead.
 */
bool jx_layout_fit(
	struct jx_layout *ret_layout, const struct jx_table *table, char *const *texts, unsigned width);

/** Free n texts and their list. */
void jx_layout_free_texts(char **texts, size_t n);

#endif
