/*
 * Comma separated values, RFC 4180: written for programs and for Excel, read from what people save.
 *
 * Two ways of writing: plain (UTF-8, no byte order mark, line feeds) and for Excel (byte order mark, CR LF,
 * and a guard before cells that a spreadsheet would run as a formula or take for a number). The reader unescapes in
 * place, knows lines, and takes either line end. Thread: any.
 */
#ifndef CLIENT_TEXT_CSV_H
#define CLIENT_TEXT_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "proto/contract/base/status.h"

enum jx_csv_style { JX_CSV_PLAIN, JX_CSV_EXCEL };

/** Writes rows to a stream; its errors stay in the stream, for ferror(). */
struct jx_csv_writer {
	FILE *stream; /* borrowed */
	enum jx_csv_style style;
	bool is_for_screen; /* what would act on a terminal is written as \uXXXX; set it after init */
	bool is_row_started;
	bool is_started;
};

void jx_csv_writer_init(struct jx_csv_writer *writer, FILE *stream, enum jx_csv_style style);

/** Write one cell of the row.
 *
 * A cell is quoted when it holds a comma, a quote, a line end or outer spaces. For Excel a text that begins
 * with = + - @ TAB or CR, in either width and behind blanks of any kind, is quoted with a ' before it, unless it is a plain
 * number; a code whose digits would be lost, 0012 or 130132001000, is written as ="0012", which keeps it a text.
 * @param text  UTF-8; NULL writes an empty cell.
 * @source RFC 4180; the guard after OWASP, "CSV Injection".
 */
void jx_csv_write(struct jx_csv_writer *writer, const char *text);

/** End the row. */
void jx_csv_end_row(struct jx_csv_writer *writer);

/** Reads rows from memory, which it changes. */
struct jx_csv_reader {
	char *at;    /* borrowed */
	char *end;   /* *end is a terminator */
	size_t line; /* of the row read last, from 1 */
	size_t next_line;
	char separator; /* a comma, or what was guessed */
};

/** Start reading.
 *
 * @param text  n bytes and a terminator, UTF-8 without a byte order mark; borrowed and changed.
 */
void jx_csv_reader_init(struct jx_csv_reader *reader, char *text, size_t n);

/** Take the separator that the first line has most of, comma, semicolon, tab or bar, or that a line "sep=;" names, as
 * spreadsheets do. Before the first row. */
void jx_csv_reader_guess(struct jx_csv_reader *reader);

/** Read the next row that is not blank.
 *
 * @param cells    room for max_cells texts, which point into the reader's memory.
 * @param ret_n    cells of the row, on JX_OK.
 * @return JX_OK; JX_OUT_OF_RANGE at the end; JX_EXHAUSTED for a row of more cells; JX_INVALID for a quote
 *   that is not closed, or text after a closing one.
 */
enum jx_status jx_csv_read_row(
	struct jx_csv_reader *reader, char **cells, size_t max_cells, size_t *ret_n) JX_MUST_CHECK;

/** The text of a cell without outer blanks, line ends within, and what guards it from a spreadsheet: '=1, ="01234". In place. */
char *jx_csv_clean(char *text);

#endif
