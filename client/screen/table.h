/*
 * A table of text, printed for people, for pipes and as CSV.
 *
 * On a terminal: aligned without boxes, never wider than the screen. Texts are wrapped before libsmartcols
 * sees them, because its own wrapping cuts words and numbers; when wrapping is not enough, columns are left
 * out in a stated order; when even that is not enough, each row becomes a card of "title: value" lines. Into a
 * pipe: tab separated, no headings. Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_TABLE_H
#define CLIENT_SCREEN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"

#define JX_TABLE_MAX_COLUMNS 24u

enum jx_colour { JX_COLOUR_NONE, JX_COLOUR_RED, JX_COLOUR_YELLOW };

/** How a table comes out. */
enum jx_output {
	JX_OUTPUT_AUTO, /* table on a terminal, else tab separated */
	JX_OUTPUT_TABLE,
	JX_OUTPUT_JSON,
	JX_OUTPUT_JSONL,
	JX_OUTPUT_CSV,
	JX_OUTPUT_CSV_EXCEL
};

/** One column. Texts are static. */
struct jx_column {
	const char *key;   /* name in CSV, of the schema */
	const char *title; /* msgid */
	bool is_right;     /* numbers */
	bool wraps;
	unsigned leave_out; /* 0: always shown; else the highest is left out first on a narrow screen */
};

struct jx_cell {
	const char *text; /* for people; NULL: empty */
	const char *raw;  /* for CSV; NULL: text */
	enum jx_colour colour;
};

struct jx_table {
	struct jx_arena *arena;          /* holds cells and texts; borrowed */
	const struct jx_column *columns; /* borrowed */
	size_t n_columns;
	struct jx_cell *cells; /* n_rows times n_columns */
	size_t n_rows;
	size_t room;           /* rows */
	enum jx_status status; /* the first error, which jx_table_print() returns */
};

/** Where and how to print. */
struct jx_table_target {
	FILE *stream;
	enum jx_output output; /* not JSON or JSONL */
	bool is_tty;
	bool has_colour;
	unsigned width; /* columns of the terminal */
};

/** Start an empty table. It ends with its arena.
 *
 * @param columns  n_columns of them, 1 to JX_TABLE_MAX_COLUMNS; borrowed.
 */
void jx_table_init(
	struct jx_table *table, struct jx_arena *arena, const struct jx_column *columns, size_t n_columns);

/** Start a row; its cells are empty. */
void jx_table_add_row(struct jx_table *table);

/** Set a cell of the newest row. @param text  copied; NULL for an empty cell. */
void jx_table_set(struct jx_table *table, size_t column, const char *text);

/** Like jx_table_set(), with a text of its own for CSV: the number without its unit, the code without its name. */
void jx_table_set_raw(struct jx_table *table, size_t column, const char *text, const char *raw);

/** Colour a cell of the newest row. */
void jx_table_set_colour(struct jx_table *table, size_t column, enum jx_colour colour);

/** Print the table.
 *
 * @return JX_OK; JX_UNAVAILABLE when memory was missing, now or while the table was filled.
 */
enum jx_status jx_table_print(
	const struct jx_table *table, const struct jx_table_target *target) JX_MUST_CHECK;

#endif
