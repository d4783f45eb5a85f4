/*
 * A CSV file of people to invite, as a spreadsheet leaves it. Sans I/O: text in, rows out. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_COUNTY_INVITATION_FILE_H
#define CLIENT_COMMANDS_COUNTY_INVITATION_FILE_H

#include "client/disk/roster.h"

/** Somebody of the file. In the arena, or pointing into the text. */
struct jx_invited {
	JxPerson person;        /* name, title, roles; the department not yet */
	const char *department; /* as it stands there; "" for none */
	size_t line;            /* in the file */
};

struct jx_invited_list {
	struct jx_invited *rows;
	size_t n;
};

/** Read people: a heading row that names id and roles, and any of title and department, in either language and any order; then a
 * row each. Roles are the words of either language.
 *
 * @return JX_OK; JX_INVALID (CSV_LINE) with the line; the arena's.
 */
enum jx_status jx_invitation_file_read(const struct jx_roster_file *file, struct jx_arena *arena,
	struct jx_invited_list *ret_list, struct jx_error *error) JX_MUST_CHECK;

#endif
