#include "client/screen/layout.h"

#include <stdlib.h>

#include "client/screen/terminal.h"
#include "client/text/i18n.h"

static unsigned total_width(const struct jx_layout *layout, size_t n)
{
	unsigned total = 0;
	unsigned shown = 0;
	for (size_t c = 0; c < n; c++) {
		total += layout->width[c];
		shown += layout->width[c] > 0;
	}
	return shown > 0 ? total + (shown - 1) * (unsigned)(sizeof(JX_LAYOUT_GAP) - 1) : 0;
}

static unsigned least_width(const struct jx_column *column, unsigned least)
{
	unsigned title = jx_terminal_text_width(gettext(column->title));
	return title > least ? title : least;
}

static void natural_widths(struct jx_layout *layout, const struct jx_table *table, char *const *texts)
{
	for (size_t c = 0; c < table->n_columns; c++) {
		unsigned width = jx_terminal_text_width(gettext(table->columns[c].title));
		for (size_t r = 0; r < table->n_rows; r++) {
			unsigned one = jx_terminal_text_width(texts[r * table->n_columns + c]);
			if (one > width)
				width = one;
		}
		layout->width[c] = width > 0 ? width : 1;
	}
}

/* Narrows the widest wrapping column by one, to least at least; false when none can be. */
static bool narrow(struct jx_layout *layout, const struct jx_table *table, unsigned least)
{
	size_t widest = table->n_columns;
	for (size_t c = 0; c < table->n_columns; c++) {
		if (!table->columns[c].wraps || layout->width[c] <= least_width(&table->columns[c], least))
			continue;
		if (widest == table->n_columns || layout->width[c] > layout->width[widest])
			widest = c;
	}
	if (widest == table->n_columns)
		return false;
	layout->width[widest]--;
	return true;
}

/* The column to be left out next; n_columns when all that are left must be shown. */
static size_t next_left_out(const struct jx_layout *layout, const struct jx_table *table)
{
	size_t chosen = table->n_columns;
	unsigned highest = 0;
	for (size_t c = 0; c < table->n_columns; c++) {
		if (layout->width[c] == 0 || table->columns[c].leave_out <= highest)
			continue;
		highest = table->columns[c].leave_out;
		chosen = c;
	}
	return chosen;
}

/* Wraps down to a width, leaving out columns one by one; false when that does not fit. */
static bool fit_with(struct jx_layout *layout, const struct jx_table *table, unsigned width, unsigned least)
{
	struct jx_layout natural = *layout;
	for (;;) {
		*layout = natural;
		while (total_width(layout, table->n_columns) > width && narrow(layout, table, least))
			;
		if (total_width(layout, table->n_columns) <= width)
			return true;
		size_t out = next_left_out(&natural, table);
		if (out == table->n_columns)
			return false;
		natural.width[out] = 0;
	}
}

bool jx_layout_fit(
	struct jx_layout *ret_layout, const struct jx_table *table, char *const *texts, unsigned width)
{
	struct jx_layout natural;
	natural_widths(&natural, table, texts);
	/* A spare column goes before any text is broken. */
	while (total_width(&natural, table->n_columns) > width) {
		size_t out = next_left_out(&natural, table);
		if (out == table->n_columns || table->columns[out].leave_out < JX_LAYOUT_SPARE)
			break;
		natural.width[out] = 0;
	}
	*ret_layout = natural;
	if (fit_with(ret_layout, table, width, JX_LAYOUT_EASY_WIDTH))
		return true;
	*ret_layout = natural;
	return fit_with(ret_layout, table, width, JX_LAYOUT_MIN_WIDTH);
}

void jx_layout_free_texts(char **texts, size_t n)
{
	for (size_t i = 0; texts != NULL && i < n; i++)
		free(texts[i]);
	free(texts);
}
