#include "client/workbook/grid.h"

#include <stdio.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define LETTERS 26u

static int compare_places(uint32_t row, uint32_t column, const struct jx_grid_cell *cell)
{
	if (row != cell->row)
		return row < cell->row ? -1 : 1;
	return (column > cell->column) - (column < cell->column);
}

const struct jx_grid_cell *jx_grid_cell(const struct jx_grid_sheet *sheet, uint32_t row, uint32_t column)
{
	size_t low = 0;
	size_t high = sheet->n_cells;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_places(row, column, &sheet->cells[middle]);
		if (order == 0)
			return &sheet->cells[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct jx_grid_merge *jx_grid_merge(const struct jx_grid_sheet *sheet, uint32_t row, uint32_t column)
{
	for (size_t i = 0; i < sheet->n_merges; i++) {
		const struct jx_grid_merge *merge = &sheet->merges[i];
		if (row >= merge->row && row <= merge->last_row && column >= merge->column &&
			column <= merge->last_column)
			return merge;
	}
	return NULL;
}

const char *jx_grid_place(uint32_t row, uint32_t column, char out[JX_CELL_NAME_BYTES])
{
	char letters[4];
	size_t n = 0;
	for (uint32_t left = column + 1; left > 0 && n < sizeof(letters); left = (left - 1) / LETTERS)
		letters[n++] = (char)('A' + (left - 1) % LETTERS);
	size_t at = 0;
	while (n > 0)
		out[at++] = letters[--n];
	(void)snprintf(out + at, JX_CELL_NAME_BYTES - at, "%u", row + 1);
	return out;
}

const char *jx_grid_place_read(const char *text, uint32_t *ret_row, uint32_t *ret_column)
{
	uint32_t column = 0;
	uint32_t row = 0;
	text += *text == '$';
	for (; *text >= 'A' && *text <= 'Z' && column <= JX_MAX_FORM_COLUMNS; text++)
		column = column * LETTERS + (uint32_t)(*text - 'A') + 1;
	text += *text == '$';
	for (; *text >= '0' && *text <= '9' && row <= JX_MAX_FORM_ROWS; text++)
		row = row * 10 + (uint32_t)(*text - '0');
	if (row == 0 || row > JX_MAX_FORM_ROWS || column == 0 || column > JX_MAX_FORM_COLUMNS)
		return NULL;
	*ret_row = row - 1;
	*ret_column = column - 1;
	return text;
}

/* Of equal places the one that was read first: cells lie in one array until they are sorted. */
static int compare_cells(const void *a, const void *b)
{
	const struct jx_grid_cell *left = a;
	int order = compare_places(left->row, left->column, b);
	return order != 0 ? order : (a > b) - (a < b);
}

static bool is_sorted(const struct jx_grid_sheet *sheet)
{
	for (size_t i = 1; i < sheet->n_cells; i++)
		if (compare_places(sheet->cells[i].row, sheet->cells[i].column, &sheet->cells[i - 1]) <= 0)
			return false;
	return true;
}

static void sort_sheet(struct jx_grid_sheet *sheet)
{
	size_t n = 0;
	if (is_sorted(sheet))
		return;
	jx_array_sort(sheet->cells, sheet->n_cells, sizeof(*sheet->cells), compare_cells);
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *cell = &sheet->cells[i];
		if (n == 0 || compare_places(cell->row, cell->column, &sheet->cells[n - 1]) != 0)
			sheet->cells[n++] = *cell;
	}
	sheet->n_cells = n;
}

void jx_grid_sort(struct jx_grid *grid)
{
	for (size_t i = 0; i < grid->n_sheets; i++)
		sort_sheet(&grid->sheets[i]);
}
