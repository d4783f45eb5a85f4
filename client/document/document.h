/*
 * A document as blocks: titles, paragraphs and tables, before it has a format. Thread: one at a time.
 */
#ifndef CLIENT_DOCUMENT_DOCUMENT_H
#define CLIENT_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"
#include "proto/contract/chart/chart.h"

enum jx_block_kind {
	JX_BLOCK_NOTE,    /* a line without indent: 附件3 */
	JX_BLOCK_TITLE,   /* of the document */
	JX_BLOCK_HEADING, /* 一、 */
	JX_BLOCK_SECTION, /* （一） */
	JX_BLOCK_POINT,   /* 1. */
	JX_BLOCK_PARAGRAPH,
	JX_BLOCK_CAPTION, /* above a table */
	JX_BLOCK_TABLE,
	JX_BLOCK_FIGURE,
	JX_BLOCK_PAGE /* a heading that begins a page */
};

/** A column of a table. */
struct jx_document_column {
	const char *heading;
	unsigned weight; /* of its width */
	bool is_right;   /* figures */
};

enum jx_figure_kind { JX_FIGURE_BARS, JX_FIGURE_COLUMNS, JX_FIGURE_GAP, JX_FIGURE_QUADRANT, JX_FIGURE_HEAT };

/** A chart as its data: each format draws it its own way. */
struct jx_figure {
	enum jx_figure_kind kind;
	struct jx_chart chart;
	struct jx_chart_heat heat; /* of JX_FIGURE_HEAT */
};

/** A block. Texts in the arena. */
struct jx_block {
	enum jx_block_kind kind;
	const char *text;
	struct jx_document_column *columns;
	size_t n_columns;
	const char **cells; /* of a table, row by row, n_columns each */
	size_t n_rows;
	size_t rows_room;
	const struct jx_figure *figure;
};

struct jx_document {
	struct jx_arena *arena;
	const char *title;
	struct jx_block *blocks;
	size_t n_blocks;
	size_t blocks_room;
	bool is_short; /* of memory: something is missing, nothing may be written */
};

/** Add a block with a text, printed as by printf. An empty text adds nothing. */
void jx_document_add(struct jx_document *document, enum jx_block_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** Add a table without rows. @return NULL without memory. */
struct jx_block *jx_document_table(
	struct jx_document *document, const struct jx_document_column *columns, size_t n_columns);

/** Add a row to the table that was added last. @param cells  as many as it has columns; borrowed texts of the arena. */
void jx_document_row(struct jx_document *document, const char *const *cells);

/** Add a chart. What it points to is borrowed. */
void jx_document_figure(struct jx_document *document, enum jx_figure_kind kind, const struct jx_chart *chart);
void jx_document_heat(struct jx_document *document, const struct jx_chart_heat *heat);

/** Whether an item has a mark in a chart that knows no gaps: word processors draw a missing figure as zero. */
bool jx_figure_shows(const struct jx_figure *figure, const struct jx_chart_item *item);

/** Write a document.
 *
 * The same blocks give the same bytes.
 * @param ret_bytes  in the arena.
 * @return JX_OK; no memory.
 */
enum jx_status jx_document_docx(
	const struct jx_document *document, char **ret_bytes, size_t *ret_n) JX_MUST_CHECK;
enum jx_status jx_document_html(
	const struct jx_document *document, char **ret_bytes, size_t *ret_n) JX_MUST_CHECK;

/** Write it as a workbook to a file: a sheet for each heading, figures as numbers. @return JX_OK; no memory or a failed write. */
enum jx_status jx_document_xlsx(const struct jx_document *document, const char *path) JX_MUST_CHECK;

#endif
