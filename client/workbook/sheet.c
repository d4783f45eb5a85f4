#include "client/workbook/scan_private.h"

#include <stdlib.h>
#include <string.h>

/* Which text of a cell is being read. */
enum piece { PIECE_NONE, PIECE_VALUE, PIECE_INLINE };

/* Where in a sheet the reading stands. */
struct sheet_state {
	struct jx_scan *scan;
	struct jx_grid_cell cell;
	uint32_t next_row; /* of a row or cell that does not say its place */
	uint32_t next_column;
	char type[16]; /* attribute t */
	size_t style;
	bool is_cell;
	bool has_value;
	unsigned n_phonetic;
	enum piece piece;
};

static bool is_name(const char *name, const char *wanted)
{
	return strcmp(name, wanted) == 0;
}

static void start_row(struct sheet_state *state, const char **attributes)
{
	const char *number = jx_part_attribute(attributes, "r");
	unsigned long row = number != NULL ? strtoul(number, NULL, 10) : 0;
	if (row >= 1 && row <= JX_MAX_FORM_ROWS)
		state->next_row = (uint32_t)row - 1;
	state->cell.row = state->next_row++;
	state->next_column = 0;
}

static void start_cell(struct sheet_state *state, const char **attributes)
{
	const char *place = jx_part_attribute(attributes, "r");
	const char *type = jx_part_attribute(attributes, "t");
	const char *style = jx_part_attribute(attributes, "s");
	uint32_t row = state->cell.row;
	uint32_t column = state->next_column;
	if (place != NULL && jx_grid_place_read(place, &row, &column) != NULL && state->next_row <= row)
		state->next_row = row + 1;
	state->cell = (struct jx_grid_cell){.row = row, .column = column};
	state->next_column = column + 1;
	state->type[0] = '\0';
	if (type != NULL && strlen(type) < sizeof(state->type))
		memcpy(state->type, type, strlen(type) + 1);
	state->style = style != NULL ? strtoul(style, NULL, 10) : 0;
	state->scan->text.n = 0;
	state->has_value = false;
	state->is_cell = true;
}

static enum jx_status keep_merge(struct sheet_state *state, const char **attributes)
{
	const char *range = jx_part_attribute(attributes, "ref");
	struct jx_scan *scan = state->scan;
	struct jx_grid_merge merge;
	const char *colon = range != NULL ? jx_grid_place_read(range, &merge.row, &merge.column) : NULL;
	if (colon == NULL || *colon != ':' ||
		jx_grid_place_read(colon + 1, &merge.last_row, &merge.last_column) == NULL ||
		merge.last_row < merge.row || merge.last_column < merge.column)
		return JX_OK;
	if (++scan->n_merges > JX_MAX_FORM_MERGES)
		return jx_scan_fail_too_large(scan);
	return scan->sink->on_merge(scan->sink->user, &merge);
}

static enum jx_status on_start(void *user, const char *name, const char **attributes)
{
	struct sheet_state *state = user;
	if (is_name(name, "row"))
		start_row(state, attributes);
	else if (is_name(name, "c"))
		start_cell(state, attributes);
	else if (is_name(name, "mergeCell"))
		return keep_merge(state, attributes);
	if (!state->is_cell)
		return JX_OK;
	if (is_name(name, "f"))
		state->cell.is_formula = true;
	state->n_phonetic += is_name(name, "rPh");
	if (is_name(name, "v"))
		state->piece = PIECE_VALUE;
	else if (is_name(name, "t") && state->n_phonetic == 0)
		state->piece = PIECE_INLINE;
	else
		state->piece = PIECE_NONE;
	state->has_value = state->has_value || state->piece != PIECE_NONE;
	return JX_OK;
}

static enum jx_status on_text(void *user, const char *text, size_t n)
{
	struct sheet_state *state = user;
	return state->piece != PIECE_NONE ? jx_scan_add_text(state->scan, text, n) : JX_OK;
}

/* Gives the text that a shared one stands for; NULL when there is none of that number. */
static const char *shared_text(const struct jx_scan *scan, const char *number)
{
	char *end;
	unsigned long index = strtoul(number, &end, 10);
	return end != number && *end == '\0' && index < scan->n_strings ? scan->strings[index] : NULL;
}

/* Tells the sink of the cell that ends here. */
static enum jx_status end_cell(struct sheet_state *state)
{
	struct jx_scan *scan = state->scan;
	struct jx_grid_cell *cell = &state->cell;
	char number[JX_NUMBER_TEXT_BYTES];
	struct jx_number_format plain = {0};
	cell->text = jx_scan_end_text(scan);
	if (is_name(state->type, "s")) {
		cell->text = shared_text(scan, cell->text);
		if (cell->text == NULL)
			return state->has_value ? jx_scan_fail_damaged(scan) : JX_OK;
	} else if (is_name(state->type, "b")) {
		cell->kind = JX_GRID_BOOL;
	} else if (is_name(state->type, "e")) {
		cell->kind = JX_GRID_ERROR;
	} else if (is_name(state->type, "d")) {
		cell->kind = JX_GRID_DATE;
	} else if (!is_name(state->type, "str") && !is_name(state->type, "inlineStr") && state->has_value) {
		const struct jx_number_format *format =
			state->style < scan->n_formats ? &scan->formats[state->style] : &plain;
		jx_number_format_print(cell->text, format, scan->is_1904, &cell->kind, number);
		cell->text = number;
	}
	if (cell->text[0] == '\0' && !cell->is_formula)
		return JX_OK;
	if (++scan->n_cells > JX_MAX_FORM_CELLS)
		return jx_scan_fail_too_large(scan);
	return scan->sink->on_cell(scan->sink->user, cell);
}

static enum jx_status on_end(void *user, const char *name)
{
	struct sheet_state *state = user;
	state->piece = PIECE_NONE;
	state->n_phonetic -= state->n_phonetic > 0 && is_name(name, "rPh");
	if (!is_name(name, "c") || !state->is_cell)
		return JX_OK;
	state->is_cell = false;
	return end_cell(state);
}

enum jx_status jx_scan_sheet(struct jx_scan *scan, const char *part)
{
	struct sheet_state state = {.scan = scan};
	const struct jx_part_events events = {
		.on_start = on_start, .on_end = on_end, .on_text = on_text, .user = &state};
	scan->part = part;
	return jx_package_read(&scan->package, part, &events);
}
