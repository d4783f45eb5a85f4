/*
 * A year of the ledger of idle funds: opening + added - recovered - carried over = closing, by department and for the
 * county. An act counts in the year of its day in the county, so the sums of a year that is over never change.
 *
 * Thread: that of the connection.
 */
#ifndef STORAGE_FOLLOWUP_STORE_IDLE_TOTALS_H
#define STORAGE_FOLLOWUP_STORE_IDLE_TOTALS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Which year. */
struct jx_idle_totals_query {
	const char *
		department; /* code of the only one wanted, with those for whose items it answers; "" for all */
	uint32_t year;
	int32_t day; /* as of which ages are: its last day, or today, YYYYMMDD */
};

/** A page of totals, and those of the county. */
struct jx_idle_totals {
	JxIdleFundsTotals *
		*rows; /* departments that had anything in the ledger by the end of the year, by code */
	size_t n;
	const char *next;          /* to go on after; "" at the end */
	JxIdleFundsTotals *county; /* of all departments wanted, whatever the page */
};

enum jx_status jx_idle_totals(struct jx_db *db, const struct jx_idle_totals_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_idle_totals *ret_totals,
	struct jx_error *error) JX_MUST_CHECK;

/** Whether a round about a year has been published, provisionally or finally. */
enum jx_status jx_year_is_published(
	struct jx_db *db, uint32_t year, bool *ret_is_published, struct jx_error *error) JX_MUST_CHECK;

#endif
