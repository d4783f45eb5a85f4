/*
 * Versions of a submission, each a report as it was filed, and the attempts that led to them.
 *
 * Versions are written once and never changed. Thread: that of the connection. Functions that change something need the
 * writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_VERSIONS_H
#define STORAGE_FILING_STORE_VERSIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** A submit call that was understood. All borrowed; texts may be "". */
struct jx_attempt {
	int64_t time_ms;        /* when its last byte was received */
	const char *person;     /* id */
	const char *round;      /* id, as sent */
	const char *department; /* code, as sent */
	const char *content_digest;
	const char *verdict_digest;
	uint32_t n_findings;
	const char *result;     /* name of a reason, "NONE" when it was admitted */
	const char *request_id; /* of a refused one; NULL when it does not matter */
};

/** Whether a refused attempt is to be kept: not when the same request of the person was refused before, and not when
 * JX_MAX_REFUSED_ATTEMPTS of theirs are kept of the last JX_REFUSED_ATTEMPTS_HOURS. */
enum jx_status jx_attempt_is_due(struct jx_db *db, const struct jx_attempt *attempt, bool *ret_is_due,
	struct jx_error *error) JX_MUST_CHECK;

/** Count an attempt, refused ones too. @param ret_number  from 1, over the whole server, never used twice. */
enum jx_status jx_attempt_insert(struct jx_db *db, const struct jx_attempt *attempt, uint64_t *ret_number,
	struct jx_error *error) JX_MUST_CHECK;

/** A version to be stored. All borrowed. */
struct jx_new_version {
	int64_t record_id;
	uint32_t number;    /* newest one plus 1 */
	uint64_t attempt;   /* of jx_attempt_insert() */
	const char *person; /* id */
	int64_t submit_ms;
	bool is_late;
	const char *content_digest;
	const char *verdict_digest;
	const char *rulebook_digest; /* it was checked by; "" for the built-in rules alone */
	const char *reference;       /* name of the edition it was held against; "" for none */
	const char *base_digest;     /* "" for the first */
	const char *request_id;
	const uint8_t *received; /* jixiao.v1.Report as it came: the evidence */
	size_t n_received;
	const uint8_t *findings; /* jixiao.v1.CheckReportResponse packed, digests may be left out */
	size_t n_findings;       /* bytes */
	uint32_t n_explain;      /* findings of that severity */
	uint32_t n_info;
	uint32_t flags;                 /* jx_flags_of() its report and findings */
	const JxDecimal *claimed_score; /* NULL for none */
	const JxSignature *signature;   /* NULL for none */
};

/** Store a version and make it the newest of its record. The state of the record is not changed.
 *
 * @param ret_id  row of the version.
 * @return JX_OK; JX_CONFLICT (STALE_BASE) when number is not the newest one plus 1.
 */
enum jx_status jx_version_insert(struct jx_db *db, const struct jx_new_version *version, int64_t *ret_id,
	struct jx_error *error) JX_MUST_CHECK;

/** Keep what is to be known of a version's figures; nothing for none. */
enum jx_status jx_version_flags_write(
	struct jx_db *db, int64_t version_id, uint32_t flags, struct jx_error *error) JX_MUST_CHECK;

/** Which version. */
struct jx_version_query {
	const char *round;      /* id */
	const char *department; /* code */
	uint32_t number;        /* 0: the newest */
};

/** A version, with what the wire does not show. */
struct jx_version {
	int64_t id;                   /* of the row */
	JxSubmissionVersion *message; /* in the arena; report, findings and review included */
	bool is_late;
	bool was_accepted; /* its review is finance's decision; before that, what is set so far */
};

/** Get a version, its report held against its digest.
 *
 * @return JX_OK; JX_NOT_FOUND (SUBMISSION_NOT_FOUND, VERSION_NOT_FOUND); JX_DATA_LOSS (DATA_DAMAGED).
 */
enum jx_status jx_version_get(struct jx_db *db, const struct jx_version_query *query, struct jx_arena *arena,
	struct jx_version *ret_version, struct jx_error *error) JX_MUST_CHECK;

/** Find the report of a department that was accepted last in a round before this one.
 *
 * @param ret_query  set on JX_OK; its round, in the arena, is "" and its number 0 when there is none.
 */
enum jx_status jx_version_before(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, struct jx_version_query *ret_query, struct jx_error *error) JX_MUST_CHECK;

#endif
