/*
 * A list of things as a CSV file, as spreadsheets leave it: a heading row that names the fields, in any order and language,
 * then a row each. Sans I/O: text in, cells out. Thread: any.
 *
 * Separated by comma, semicolon or tab; separators that a spreadsheet leaves behind the last column, empty rows, and guards
 * before codes (="01234") are looked through. What is wrong with rows is collected by the line of the file, so that all of it
 * can be told at once.
 */
#ifndef CLIENT_LISTS_CSV_TABLE_H
#define CLIENT_LISTS_CSV_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "client/text/csv.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_CSV_TABLE_CELLS  256u /* a spreadsheet leaves many empty ones behind */
#define JX_CSV_TABLE_FIELDS 16u

/** What is read. Borrowed; text is changed. */
struct jx_csv_file {
	const char *name; /* for errors */
	char *text;       /* UTF-8 without a byte order mark, terminated */
	size_t n;
	enum jx_language language; /* of what is said about rows */
};

/** What a column may be called, and its field. A field of JX_CSV_IGNORED is one that nobody needs, such as a number. */
struct jx_csv_heading {
	const char *words;
	size_t field;
};

#define JX_CSV_IGNORED JX_CSV_TABLE_FIELDS

/** The fields of a kind of list. */
struct jx_csv_form {
	const struct jx_csv_heading *headings;
	size_t n_headings;
	const char *known; /* the headings, in both languages, for who has written another */
};

/** What is wrong with a row. */
struct jx_csv_problem {
	size_t line;
	const char *code;  /* what names the row in the file */
	const char *words; /* in the language of the process */
};

struct jx_csv_problems {
	struct jx_csv_problem *rows; /* in the arena */
	size_t n;
	size_t room;
};

/** A file that is being read. */
struct jx_csv_table {
	const struct jx_csv_file *file; /* borrowed */
	struct jx_csv_reader csv;       /* csv.line is that of the row at hand */
	struct jx_arena *arena;
	size_t column[JX_CSV_TABLE_FIELDS]; /* where each field stands; JX_CSV_TABLE_CELLS for nowhere */
	const char *heading[JX_CSV_TABLE_FIELDS]; /* of each field, as it stands in the file */
	size_t n_headings;
	char *cells[JX_CSV_TABLE_CELLS]; /* of the row at hand, cleaned */
	size_t n_cells;
	size_t *lines; /* of the good rows, from 1; in the arena */
	size_t n;      /* good rows */
	size_t rows_room;
	size_t lines_room;
	struct jx_csv_problems problems;
};

/** Read the headings. A bracket behind a heading, "执行数（万元）", is left to who reads table->heading.
 *
 * @param file   borrowed while the table is read.
 * @return JX_OK; JX_INVALID (CSV_LINE) for an empty file, a heading that is unknown or stands twice; the arena's.
 */
enum jx_status jx_csv_table_open(struct jx_csv_table *table, const struct jx_csv_file *file,
	const struct jx_csv_form *form, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** Read the next row that is not empty. @return JX_OK; JX_OUT_OF_RANGE at the end; JX_INVALID (CSV_LINE). */
enum jx_status jx_csv_table_next(struct jx_csv_table *table, struct jx_error *error) JX_MUST_CHECK;

/** Whether the file has a column of this field. */
bool jx_csv_table_has(const struct jx_csv_table *table, size_t field);

/** The row's cell of a field, cleaned; "" where it has none. Points into the file's text. */
char *jx_csv_table_cell(struct jx_csv_table *table, size_t field);

/** Note what is wrong with the row at hand.
 *
 * @param code   borrowed until the problems are told.
 * @param words  copied.
 * @return JX_OK; JX_INVALID (CSV_LINE) beyond JX_MAX_BATCH_ROWS of them; the arena's.
 */
enum jx_status jx_csv_table_tell(struct jx_csv_table *table, const char *code, const char *words,
	struct jx_error *error) JX_MUST_CHECK;

/** Note a row that has cells beyond the last heading. @return as jx_csv_table_tell(). */
enum jx_status jx_csv_table_tell_wide(
	struct jx_csv_table *table, const char *code, struct jx_error *error) JX_MUST_CHECK;

/** Count the row at hand among the good ones, and make room for it.
 *
 * @param array    the good rows, of n_bytes each, in the table's arena; it is grown to hold row table->n - 1.
 * @param n_most   of them.
 * @return JX_OK; JX_INVALID (CSV_LINE) when there are n_most already; the arena's.
 */
enum jx_status jx_csv_table_add(struct jx_csv_table *table, void **array, size_t n_bytes, size_t n_most,
	struct jx_error *error) JX_MUST_CHECK;

/** Refuse the file for what its line at hand has. @return JX_INVALID (CSV_LINE). */
enum jx_status jx_csv_table_fail(const struct jx_csv_table *table, const char *why, struct jx_error *error);

#endif
