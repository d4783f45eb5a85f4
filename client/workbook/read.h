/*
 * A workbook, read where it can do no harm.
 *
 * A file that somebody sent is taken apart by a child process that can open nothing, connect to nothing and start nothing, and
 * that has its time and memory counted. It holds no key: it is made before one is read, or forgets what it sees. What it
 * sends back is cells through a pipe, and is checked like anything from outside. Thread: one at a time.
 */
#ifndef CLIENT_WORKBOOK_READ_H
#define CLIENT_WORKBOOK_READ_H

#include "client/workbook/grid.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** A file that was read. Borrowed. */
struct jx_workbook_file {
	const char *name; /* for errors */
	const void *bytes;
	size_t n;
};

/** Tell whether bytes are an Office file by their beginning: a zip archive, or a file of Office before 2007. */
bool jx_workbook_is_one(const void *bytes, size_t n);

/** Read a workbook in a child process.
 *
 * @param arena  keeps the grid.
 * @return JX_OK; JX_INVALID: FORM_OLD_FORMAT, FORM_DAMAGED, FORM_TOO_LARGE, FORM_NO_WORKBOOK, FORM_UNREADABLE; no memory.
 */
enum jx_status jx_workbook_read(const struct jx_workbook_file *file, struct jx_arena *arena,
	struct jx_grid *ret_grid, struct jx_error *error) JX_MUST_CHECK;

#endif
