/*
 * A CSV file of departments, as spreadsheets leave it. Sans I/O: text in, messages out. Thread: any.
 */
#ifndef CLIENT_LISTS_ROSTER_H
#define CLIENT_LISTS_ROSTER_H

#include <stddef.h>

#include "client/lists/csv_table.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/service/department.h"

/** Departments of a file, in its order; in the arena or pointing into the text. */
struct jx_roster {
	JxDepartment **rows; /* the good ones */
	size_t *lines;       /* of each, from 1 */
	size_t n;
	char *fields[JX_DEPARTMENT_FIELDS]; /* that the file has beside the code */
	size_t n_fields;
	struct jx_csv_problems problems; /* in the order of their lines */
};

/** Read departments: a heading row that names code and title, and any of the other fields, in any order; then a row each.
 *
 * @return JX_OK, also with problems; JX_INVALID (CSV_LINE) for a file that cannot be read as such; the arena's.
 */
enum jx_status jx_roster_read(const struct jx_csv_file *file, struct jx_arena *arena,
	struct jx_roster *ret_roster, struct jx_error *error) JX_MUST_CHECK;

#endif
