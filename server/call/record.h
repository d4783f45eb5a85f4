/* Writing down what the daemon did and when. Entries of the log: @thread writer, inside a job. */
#ifndef SERVER_CALL_RECORD_H
#define SERVER_CALL_RECORD_H

#include "storage/log/store_log.h"

/** Append an entry; its time is raised to that of the newest one, so that times on record never run backwards.
 *
 * @param ret_index  NULL allowed.
 */
enum jx_status jx_record_entry(struct jx_db *db, const struct jx_log_entry *entry, uint64_t *ret_index,
	struct jx_error *error) JX_MUST_CHECK;

/** Append an entry about what the daemon did by itself: the time is filled in here. */
enum jx_status jx_record_own_act(
	struct jx_db *db, const struct jx_log_entry *entry, struct jx_error *error) JX_MUST_CHECK;

/** Keep the daemon's now, so that no clock that is set back, and no start, comes before it. Costs one write that waits for no
 * disk. @thread any. */
void jx_record_time(const struct jx_store *store);

#endif
