#include "client/document/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

static struct jx_block *add_block(struct jx_document *document, enum jx_block_kind kind)
{
	if (jx_arena_array_grow(document->arena, (void **)&document->blocks, sizeof(*document->blocks),
		    document->n_blocks, &document->blocks_room, JX_MAX_DOCUMENT_BLOCKS) != JX_OK) {
		document->is_short = true;
		return NULL;
	}
	struct jx_block *block = &document->blocks[document->n_blocks++];
	*block = (struct jx_block){.kind = kind, .text = ""};
	return block;
}

void jx_document_add(struct jx_document *document, enum jx_block_kind kind, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;
	va_start(arguments, format);
	int n = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (n < 0) {
		document->is_short = true;
		return;
	}
	struct jx_block *block = n > 0 ? add_block(document, kind) : NULL;
	if (block != NULL) {
		block->text = jx_arena_strdup(document->arena, text);
		document->is_short = document->is_short || block->text == NULL;
	}
	free(text);
}

struct jx_block *jx_document_table(
	struct jx_document *document, const struct jx_document_column *columns, size_t n_columns)
{
	struct jx_block *block = add_block(document, JX_BLOCK_TABLE);
	if (block == NULL)
		return NULL;
	block->columns = jx_arena_calloc(document->arena, n_columns + 1, sizeof(*columns));
	if (block->columns == NULL) {
		document->is_short = true;
		return NULL;
	}
	memcpy(block->columns, columns, n_columns * sizeof(*columns));
	block->n_columns = n_columns;
	return block;
}

void jx_document_row(struct jx_document *document, const char *const *cells)
{
	struct jx_block *table = &document->blocks[document->n_blocks - 1];
	for (size_t i = 0; i < table->n_columns; i++) {
		if (jx_arena_array_grow(document->arena, (void **)&table->cells, sizeof(*table->cells),
			    table->n_rows * table->n_columns + i, &table->rows_room,
			    JX_MAX_FORM_CELLS) != JX_OK) {
			document->is_short = true;
			return;
		}
		table->cells[table->n_rows * table->n_columns + i] = cells[i];
	}
	table->n_rows++;
}

static struct jx_figure *add_figure(struct jx_document *document, enum jx_figure_kind kind)
{
	struct jx_block *block = add_block(document, JX_BLOCK_FIGURE);
	struct jx_figure *figure = block != NULL ? jx_arena_alloc(document->arena, sizeof(*figure)) : NULL;
	if (figure == NULL) {
		document->is_short = true;
		return NULL;
	}
	*figure = (struct jx_figure){.kind = kind};
	block->figure = figure;
	return figure;
}

void jx_document_figure(struct jx_document *document, enum jx_figure_kind kind, const struct jx_chart *chart)
{
	struct jx_figure *figure = add_figure(document, kind);
	if (figure != NULL)
		figure->chart = *chart;
}

void jx_document_heat(struct jx_document *document, const struct jx_chart_heat *heat)
{
	struct jx_figure *figure = add_figure(document, JX_FIGURE_HEAT);
	if (figure != NULL)
		figure->heat = *heat;
}

bool jx_figure_shows(const struct jx_figure *figure, const struct jx_chart_item *item)
{
	bool has_two = figure->kind == JX_FIGURE_GAP || figure->kind == JX_FIGURE_QUADRANT;
	return item->first.has && (!has_two || item->second.has);
}
