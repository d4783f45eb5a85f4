/*
 * A CSV file of departments as a request. Sans I/O: text in, message out. Thread: any.
 */
#ifndef CLIENT_DISK_ROSTER_H
#define CLIENT_DISK_ROSTER_H

#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** What is read. Borrowed; text is changed. */
struct jx_roster_file {
	const char *name; /* for errors */
	char *text;       /* UTF-8 without a byte order mark, terminated */
	size_t n;
};

/** Read departments: a heading row that names code and title, and any of short_title, level, nature,
 * funding_form, peer_group, in any order; then a row each.
 *
 * @param request  its departments are set, in the arena or pointing into the text.
 * @return JX_OK; JX_INVALID (CSV_LINE) with the line; the arena's.
 */
enum jx_status jx_roster_read(const struct jx_roster_file *file, struct jx_arena *arena,
	JxBatchCreateDepartmentsRequest *request, struct jx_error *error) JX_MUST_CHECK;

#endif
