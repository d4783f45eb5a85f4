/*
 * The signatures under a version as they are stored, to be verified again.
 *
 * Thread: that of the connection.
 */
#ifndef STORAGE_RESULTS_STORE_SIGNATURES_H
#define STORAGE_RESULTS_STORE_SIGNATURES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Whose signatures. Borrowed. */
struct jx_signed_version {
	const char *round;      /* id */
	const char *department; /* code */
	uint64_t number;
};

/** A signature with one of the keys that its signer has had: one row for each key, those of a signature beside each other. */
struct jx_stored_signature {
	const char *person; /* id */
	JxReportSignature *message;
};

/** In the arena. */
struct jx_stored_signatures {
	struct jx_stored_signature **rows;
	size_t n;
};

/** The signatures under one report. */
struct jx_report_signatures {
	const char *department;   /* code */
	JxReportSignature **rows; /* without their keys */
	size_t n;
};

/** List the signatures under all that is accepted in a round, report by report in the order of department codes.
 *
 * @param ret_reports  set on JX_OK, ret_n of them; in the arena.
 */
enum jx_status jx_signatures_of_round(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_report_signatures ***ret_reports, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** List the signatures under a version: that of whoever filed it, then those of its team and its head.
 *
 * @return JX_OK; JX_EXHAUSTED from the arena.
 */
enum jx_status jx_signatures_list(struct jx_db *db, const struct jx_signed_version *version,
	struct jx_arena *arena, struct jx_stored_signatures *ret_list, struct jx_error *error) JX_MUST_CHECK;

#endif
