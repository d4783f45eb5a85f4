/*
 * Measures that a department has written before: in the plans of its rectification items, and in its accepted reports.
 *
 * Thread: that of the connection.
 */
#ifndef STORAGE_FOLLOWUP_STORE_MEASURES_H
#define STORAGE_FOLLOWUP_STORE_MEASURES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/stop.h"
#include "storage/store.h"

/** Which measures, and what does not count. All borrowed. */
struct jx_measures_query {
	const char *department; /* code */
	const char *round;      /* id: reports of this round and of later ones do not count; "" for none */
	uint32_t but_item;      /* number of the item whose own plans do not count; 0 for none */
	char *const *measures;
	size_t n;
	const struct jx_stop *stop; /* asked before each earlier text; NULL: no need */
};

/** Find where measures stood before, item plans first, then the newest JX_MAX_EARLIER_REPORTS reports. Each earlier text is
 * looked up once, however many measures there are.
 *
 * @param ret_sources  n of them, in the arena: "departments/{code}/rectifications/{n}" or
 *   "submissions/{id}/versions/{n}#measures[i]"; NULL where a measure is new.
 * @return JX_OK; JX_DEADLINE (DEADLINE_PASSED) when query->stop is due; what reading gives.
 */
enum jx_status jx_measures_find(struct jx_db *db, const struct jx_measures_query *query,
	struct jx_arena *arena, char ***ret_sources, struct jx_error *error) JX_MUST_CHECK;

#endif
