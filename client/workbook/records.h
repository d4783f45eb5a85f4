/*
 * What the child tells the parent about a workbook: sheets, cells and merges as records through a pipe.
 *
 * Both are one program on one machine, so numbers are as memory holds them. The parent trusts nothing of it: a record that is
 * cut, of an unknown kind, or with a text that is no UTF-8 spoils all. Private to read.c. Thread: one at a time.
 */
#ifndef CLIENT_WORKBOOK_RECORDS_H
#define CLIENT_WORKBOOK_RECORDS_H

#include <stdbool.h>

#include "client/workbook/scan.h"

#define JX_RECORD_BUFFER_BYTES 65536

/** Where records are written. Fields are private. */
struct jx_record_writer {
	int fd;
	size_t n;
	bool has_failed;
	char buffer[JX_RECORD_BUFFER_BYTES];
};

void jx_record_writer_init(struct jx_record_writer *writer, int fd);

/** The sink that writes what it is told. */
struct jx_scan_sink jx_record_sink(struct jx_record_writer *writer);

/** Write the last record: all is told, or why not. @return false when something could not be written. */
bool jx_record_finish(struct jx_record_writer *writer, const struct jx_error *error);

/** Records as they came. */
struct jx_record_bytes {
	char *bytes;
	size_t n;
};

/** Read records into a grid.
 *
 * @param bytes  texts of the grid point into it, as they stand.
 * @param error  what the child was told; NONE when the records are spoilt.
 * @return JX_OK; JX_INVALID; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_records_read(const struct jx_record_bytes *bytes, struct jx_arena *arena,
	struct jx_grid *ret_grid, struct jx_error *error) JX_MUST_CHECK;

#endif
