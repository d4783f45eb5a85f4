/*
 * The analysts' rows: the lines of a report as rows, written when it is accepted.
 *
 * Thread: that of the connection; the writer, inside a job.
 */
#ifndef STORAGE_RESULTS_STORE_ACCEPTED_H
#define STORAGE_RESULTS_STORE_ACCEPTED_H

#include "jixiao/v1/schema.h"
#include "storage/store.h"
#include "storage/store_rows.h"

/** Make the rows of a version: funds, functions, staff, assets, projects, indicators, outcomes, rates, the hashes of long
 * texts and the values of all metrics. They follow from its report alone, and nobody sees them before it is accepted, so
 * that they may be inserted in steps. @thread any. */
enum jx_status jx_accepted_make(struct jx_rows *rows, int64_t version_id, const JxReport *report,
	struct jx_error *error) JX_MUST_CHECK;

/** Remove what acceptances that did not come to their end have left behind: the rows of one version of a submission.
 *
 * @param ret_is_done  there was none.
 */
enum jx_status jx_accepted_sweep(
	struct jx_db *db, int64_t record_id, bool *ret_is_done, struct jx_error *error) JX_MUST_CHECK;

/** Check that a version has all of its rows. @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when somebody has swept them. */
enum jx_status jx_accepted_check(struct jx_db *db, int64_t version_id, const struct jx_rows *rows,
	struct jx_error *error) JX_MUST_CHECK;

/** Write the rows of a version in one job. Rows that are there already are replaced.
 *
 * @param report  borrowed; that of the version.
 */
enum jx_status jx_accepted_write(
	struct jx_db *db, int64_t version_id, const JxReport *report, struct jx_error *error) JX_MUST_CHECK;

/** Remove the rows of a version that is no longer accepted, unless a publication contains it. Its metrics and the hashes of its
 * texts stay: rankings as they were then are made from them. */
enum jx_status jx_accepted_clear(struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

#endif
