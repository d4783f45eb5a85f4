/*
 * A workbook (.xlsx) from its bytes to its cells, told one by one.
 *
 * Made for files of any origin: it follows the relations of the file, takes namespaces and prefixes of any kind, and knows
 * what WPS, Excel, LibreOffice and scripts write. It runs in the child process of read.h. Thread: one at a time.
 */
#ifndef CLIENT_WORKBOOK_SCAN_H
#define CLIENT_WORKBOOK_SCAN_H

#include "client/workbook/grid.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** Who is told what the workbook holds: each sheet, then its cells and merges. Texts are borrowed until the call returns. A
 * status that is not JX_OK ends the reading. */
struct jx_scan_sink {
	enum jx_status (*on_sheet)(void *user, const char *name);
	enum jx_status (*on_cell)(void *user, const struct jx_grid_cell *cell);
	enum jx_status (*on_merge)(void *user, const struct jx_grid_merge *merge);
	void *user;
};

/** Read a workbook.
 *
 * @param arena  for texts that cells share, and formats.
 * @return JX_OK; JX_INVALID (FORM_DAMAGED, FORM_TOO_LARGE, FORM_NO_WORKBOOK), whose first argument names the part; the arena's;
 *   what the sink returned.
 */
enum jx_status jx_workbook_scan(const void *bytes, size_t n, struct jx_arena *arena,
	const struct jx_scan_sink *sink, struct jx_error *error) JX_MUST_CHECK;

#endif
