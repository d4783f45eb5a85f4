/* Writing entries of the log with the time of the daemon. @thread writer, inside a job. */
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

#endif
