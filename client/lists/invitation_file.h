/*
 * A CSV file of people to invite, as a spreadsheet leaves it. Sans I/O: text in, rows out. Thread: one at a time.
 */
#ifndef CLIENT_LISTS_INVITATION_FILE_H
#define CLIENT_LISTS_INVITATION_FILE_H

#include "client/lists/csv_table.h"
#include "jixiao/v1/schema.h"

/** Somebody of the file. In the arena, or pointing into the text. */
struct jx_invited {
	JxPerson person;        /* name, title, roles; the department not yet */
	const char *department; /* as it stands there; "" for none */
};

struct jx_invited_list {
	struct jx_invited *rows; /* the good ones */
	size_t *lines;           /* of each, from 1 */
	size_t n;
	struct jx_csv_problems problems; /* in the order of their lines */
};

/** Read people: a heading row that names id and roles, and any of title and department, in either language and any order; then a
 * row each. Roles are the words of either language.
 *
 * @return as jx_roster_read(); JX_INVALID (CSV_LINE) for a file without rows, too.
 */
enum jx_status jx_invitation_file_read(const struct jx_csv_file *file, struct jx_arena *arena,
	struct jx_invited_list *ret_list, struct jx_error *error) JX_MUST_CHECK;

#endif
