/*
 * What the lock file remembers of the log: its newest head, so that a store which lost its end is noticed.
 *
 * A database whose write-ahead log was deleted, or which was put in place of a newer one, is whole in itself; only
 * something beside it can tell. The head is written after each commit that changed the log, without fsync: after a
 * crash of the process it is current, after a power cut it may be older than the log, never newer. Private to
 * storage/sqlite/.
 *
 * A second line is the head with which the daemon last ended in order: the next start checks what came after it. A third is
 * the latest time that the daemon acted on (jx_store_keep_time()).
 */
#ifndef STORAGE_SQLITE_LOG_ANCHOR_H
#define STORAGE_SQLITE_LOG_ANCHOR_H

#include "storage/engine/engine.h"
#include "storage/log/store_log.h"

/** Remember a head that is on disk. A failure is not reported: what is remembered is then older than the log. */
void jx_log_anchor_write(const struct jx_store *store, const struct jx_log_head *head);

/** Remember that the daemon has ended in order with this head: what it covers was checked. */
void jx_log_anchor_write_end(const struct jx_store *store, const struct jx_log_head *head);

/** How many entries the log had when the daemon last ended in order; 0 when that is not known. */
uint64_t jx_log_anchor_end(const struct jx_store *store);

/** Hold the log's head against the one remembered.
 *
 * A file that holds no head (of a new store, or torn by a power cut) says nothing.
 * @return JX_OK; JX_DATA_LOSS: STORE_BEHIND when the log is shorter than it was, LOG_DAMAGED when it is as long and has
 *   another root.
 */
enum jx_status jx_log_anchor_check(
	const struct jx_store *store, const struct jx_log_head *head, struct jx_error *error) JX_MUST_CHECK;

#endif
