/*
 * Waivers: which department need not file in a round, by which document. None is ever changed; of a submission that is
 * WAIVED the last one holds. Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_WAIVERS_H
#define STORAGE_FILING_STORE_WAIVERS_H

#include "storage/store.h"

/** A waiver. All borrowed. */
struct jx_waiver {
	int64_t record_id; /* of the submission */
	const char *document;
	const char *merged_into; /* code of a department; "" for none */
	const char *reason;
	const char *person; /* id */
	int64_t at_ms;
};

/** Store a waiver. */
enum jx_status jx_waiver_insert(
	struct jx_db *db, const struct jx_waiver *waiver, struct jx_error *error) JX_MUST_CHECK;

#endif
