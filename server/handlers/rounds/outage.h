/*
 * Time that departments lost before a deadline because nobody could reach the daemon: it is given back once, visibly.
 *
 * What was lost is the part of the outage within JX_OUTAGE_WINDOW_MS before the deadline, when it is JX_MIN_OUTAGE_MS or
 * longer. The deadline moves by as much, and by as much from the end of the outage when it passed meanwhile. Each is an
 * entry of the log, whose time is that of the end: the same outage is never counted again.
 */
#ifndef SERVER_HANDLERS_OUTAGE_H
#define SERVER_HANDLERS_OUTAGE_H

#include "proto/contract/base/error.h"
#include "storage/store.h"

/** Give back what an outage took, to each deadline that it cut short. Before the workers start.
 *
 * @param alive_ms  when the daemon was last known to serve; 0 when that is not known.
 * @param now_ms    the end of the outage.
 */
enum jx_status jx_outage_give_back(
	struct jx_store *store, int64_t alive_ms, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** The new deadline after an outage. Pure.
 *
 * @return the deadline itself when it lost less than counts.
 */
int64_t jx_outage_deadline(int64_t deadline_ms, int64_t alive_ms, int64_t now_ms);

#endif
