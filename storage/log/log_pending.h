/*
 * Entries of a job that wait for its end: only then are the rows written that they hold. Private to storage/.
 *
 * The driver has one list in each connection, and empties it when a job or a group is undone.
 */
#ifndef STORAGE_LOG_LOG_PENDING_H
#define STORAGE_LOG_LOG_PENDING_H

#include "storage/content.h"

struct jx_log_pending {
	struct jx_packed *entries; /* LogEntry messages; owned */
	size_t n;
	size_t n_allocated;
};

/** The list of a connection. Of the driver. */
struct jx_log_pending *jx_db_log_pending(struct jx_db *db);

/** Forget them. */
void jx_log_pending_clear(struct jx_log_pending *pending);

/** Forget them, and let go of the memory. */
void jx_log_pending_free(struct jx_log_pending *pending);

#endif
