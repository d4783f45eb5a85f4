/*
 * Rows that are made where no database is needed, by a reader, and inserted by the writer, some at a time: so that what takes
 * long about them holds nobody's write.
 *
 * What was rejected: to keep the messages that they are made of, which take several times their memory, and to decode those
 * again, which takes longer than to insert the rows. Thread: one at a time.
 */
#ifndef STORAGE_STORE_ROWS_H
#define STORAGE_STORE_ROWS_H

#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "storage/store.h"

struct jx_rows_chunk; /* private to rows.c */

/** Rows in the order in which they are inserted. Embedded by its owner; read n and n_inserted only. */
struct jx_rows {
	struct jx_arena *arena;
	struct jx_rows_chunk *first;
	struct jx_rows_chunk *last;
	size_t n;
	bool is_short; /* there was no memory for one */
	/* How far they are inserted. */
	const struct jx_rows_chunk *chunk;
	size_t offset;
	size_t n_inserted;
};

/** Begin without rows. @param arena  keeps them. */
void jx_rows_init(struct jx_rows *rows, struct jx_arena *arena);

/** Insert the next rows. One whose key is taken is passed over: it was inserted before, by the same content.
 *
 * @param max_rows  SIZE_MAX for all that are left.
 * @thread writer, inside a job. When the job is undone its rows must be made anew.
 */
enum jx_status jx_rows_insert(
	struct jx_rows *rows, struct jx_db *db, size_t max_rows, struct jx_error *error) JX_MUST_CHECK;

#endif
