/*
 * The analysts' rows: the lines of a report as rows, written when it is accepted.
 *
 * Thread: that of the connection; the writer, inside a job.
 */
#ifndef STORAGE_RESULTS_STORE_ACCEPTED_H
#define STORAGE_RESULTS_STORE_ACCEPTED_H

#include "jixiao/v1/schema.h"
#include "storage/store.h"

/** Write the rows of an accepted version: funds, functions, staff, assets, projects, indicators, outcomes, rates and the
 * values of all metrics. Rows that are there already are replaced.
 *
 * @param report  borrowed; that of the version.
 */
enum jx_status jx_accepted_write(
	struct jx_db *db, int64_t version_id, const JxReport *report, struct jx_error *error) JX_MUST_CHECK;

/** Remove the rows of a version that is no longer accepted, unless a publication contains it. */
enum jx_status jx_accepted_clear(struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

#endif
