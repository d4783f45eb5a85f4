/*
 * A CSV file of departments, as spreadsheets leave it. Sans I/O: text in, messages out. Thread: any.
 *
 * Separated by comma, semicolon or tab; headings by the names of the schema, or in Chinese; separators that a spreadsheet
 * leaves behind the last column, empty rows, and guards before codes (="01234") are looked through. All that is wrong with
 * rows is told at once, by the line of the file.
 */
#ifndef CLIENT_DISK_ROSTER_H
#define CLIENT_DISK_ROSTER_H

#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/service/department.h"

/** What is read. Borrowed; text is changed. */
struct jx_roster_file {
	const char *name; /* for errors */
	char *text;       /* UTF-8 without a byte order mark, terminated */
	size_t n;
	enum jx_language language; /* of what it says about rows */
};

/** What is wrong with a row. */
struct jx_roster_problem {
	size_t line;
	const char *code;
	const char *words; /* in the language of the process */
};

/** Departments of a file, in its order; in the arena or pointing into the text. */
struct jx_roster {
	JxDepartment **rows; /* the good ones */
	size_t *lines;       /* of each, from 1 */
	size_t n;
	char *fields[JX_DEPARTMENT_FIELDS]; /* that the file has beside the code */
	size_t n_fields;
	struct jx_roster_problem *problems; /* in the order of their lines */
	size_t n_problems;
};

/** Read departments: a heading row that names code and title, and any of the other fields, in any order; then a row each.
 *
 * @return JX_OK, also with problems; JX_INVALID (CSV_LINE) for a file that cannot be read as such; the arena's.
 */
enum jx_status jx_roster_read(const struct jx_roster_file *file, struct jx_arena *arena,
	struct jx_roster *ret_roster, struct jx_error *error) JX_MUST_CHECK;

#endif
