/*
 * Workbooks of any origin: the archive, its XML, and the form that its cells make.
 *
 * The reader runs here without its child process. What was read before something turned out to be damaged is read as a form all
 * the same, so that a wrong checksum does not hide what lies behind it.
 */
#include "client/form/reading/form.h"
#include "client/workbook/scan.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/fuzz/fuzz.h"

/* A grid that is being collected. */
struct collecting {
	struct jx_grid grid;
	struct jx_arena *arena;
};

static enum jx_status on_sheet(void *user, const char *name)
{
	struct collecting *collecting = user;
	struct jx_grid *grid = &collecting->grid;
	if (jx_arena_array_grow(collecting->arena, (void **)&grid->sheets, sizeof(*grid->sheets),
		    grid->n_sheets, &grid->sheets_room, JX_MAX_FORM_SHEETS) != JX_OK)
		return JX_EXHAUSTED;
	grid->sheets[grid->n_sheets++] =
		(struct jx_grid_sheet){.name = jx_arena_strdup(collecting->arena, name)};
	return JX_OK;
}

static enum jx_status on_cell(void *user, const struct jx_grid_cell *cell)
{
	struct collecting *collecting = user;
	struct jx_grid_sheet *sheet = &collecting->grid.sheets[collecting->grid.n_sheets - 1];
	FUZZ_MUST(cell->row < JX_MAX_FORM_ROWS && cell->column < JX_MAX_FORM_COLUMNS);
	if (jx_arena_array_grow(collecting->arena, (void **)&sheet->cells, sizeof(*sheet->cells),
		    sheet->n_cells, &sheet->cells_room, JX_MAX_FORM_CELLS) != JX_OK)
		return JX_EXHAUSTED;
	sheet->cells[sheet->n_cells] = *cell;
	sheet->cells[sheet->n_cells].text = jx_arena_strdup(collecting->arena, cell->text);
	return sheet->cells[sheet->n_cells++].text != NULL ? JX_OK : JX_EXHAUSTED;
}

static enum jx_status on_merge(void *user, const struct jx_grid_merge *merge)
{
	struct collecting *collecting = user;
	struct jx_grid_sheet *sheet = &collecting->grid.sheets[collecting->grid.n_sheets - 1];
	FUZZ_MUST(merge->row <= merge->last_row && merge->column <= merge->last_column);
	if (jx_arena_array_grow(collecting->arena, (void **)&sheet->merges, sizeof(*sheet->merges),
		    sheet->n_merges, &sheet->merges_room, JX_MAX_FORM_MERGES) != JX_OK)
		return JX_EXHAUSTED;
	sheet->merges[sheet->n_merges++] = *merge;
	return JX_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jx_arena arena;
	struct jx_form form;
	struct jx_error error = {0};
	struct collecting collecting = {.arena = &arena};
	const struct jx_scan_sink sink = {
		.on_sheet = on_sheet, .on_cell = on_cell, .on_merge = on_merge, .user = &collecting};
	jx_arena_init(&arena, JX_MAX_FORM_MEMORY_BYTES);
	enum jx_status status = jx_workbook_scan(data, size, &arena, &sink, &error);
	FUZZ_MUST(status == JX_OK || status == JX_EXHAUSTED || error.reason != JX_REASON_NONE);
	jx_grid_sort(&collecting.grid);
	if (jx_form_read(&collecting.grid, &arena, &form, &error) == JX_OK) {
		char place[JX_FORM_PLACE_BYTES];
		for (size_t i = 0; i < form.problems.n; i++)
			(void)jx_form_locate(&form, form.problems.items[i].error.field, place);
		(void)jx_form_locate(&form, "functions[0].amount", place);
	}
	jx_arena_clear(&arena);
	return 0;
}
