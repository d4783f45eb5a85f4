/*
 * Reports: the record of a department in a round, its attempts, versions and issues.
 *
 * Every query is scoped by round and department (WHERE round = ? AND department = ?), so that a department
 * which asks for another's report and one which asks for nothing that exists run the same statement. Versions
 * are written once and never changed. Which change of state is allowed is not decided here but in
 * contract/states.h; here a change is compare-and-set. Thread: that of the connection. Functions that change
 * something need the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_SUBMISSIONS_H
#define STORAGE_FILING_STORE_SUBMISSIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

/** Which records. All borrowed. */
struct jx_submission_query {
	const char *round;       /* id; "" or NULL: every round (lists only) */
	const char *department;  /* code; "" or NULL: every department (lists only) */
	JxSubmissionState state; /* unspecified: every one; ignored by jx_submission_get() */
	int64_t now_ms;          /* decides whose turn it is while a checking window runs */
};

/** A record, with what the wire does not show. */
struct jx_record {
	int64_t id;                  /* of the row */
	int64_t version_id;          /* row of the newest version; 0 for none */
	int64_t accepted_version_id; /* row of the version that was accepted; 0 for none */
	JxSubmission *message;       /* in the arena; without issues */
};

/** Give the record of a department in a round.
 *
 * @return JX_OK; JX_NOT_FOUND (SUBMISSION_NOT_FOUND), whatever it is that does not exist.
 */
enum jx_status jx_submission_get(struct jx_db *db, const struct jx_submission_query *query,
	struct jx_arena *arena, struct jx_error *error, struct jx_record *ret_record) JX_MUST_CHECK;

/** A page of records. */
struct jx_submissions {
	JxSubmission **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List records in the order of rounds (oldest first) and department codes. */
enum jx_status jx_submissions_list(struct jx_db *db, const struct jx_submission_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_error *error,
	struct jx_submissions *ret_submissions) JX_MUST_CHECK;

/** A submit call that was understood. All borrowed; texts may be "". */
struct jx_attempt {
	int64_t time_ms;        /* when its last byte was received */
	const char *person;     /* id */
	const char *round;      /* id, as sent */
	const char *department; /* code, as sent */
	const char *content_digest;
	const char *verdict_digest;
	uint32_t n_findings;
	const char *result; /* name of a reason, "NONE" when it was admitted */
};

/** Count an attempt, refused ones too. @param ret_number  from 1, over the whole server, never used twice. */
enum jx_status jx_attempt_insert(struct jx_db *db, const struct jx_attempt *attempt, struct jx_error *error,
	uint64_t *ret_number) JX_MUST_CHECK;

/** A version to be kept. All borrowed. */
struct jx_new_version {
	int64_t record_id;
	uint32_t number;    /* newest one plus 1 */
	uint64_t attempt;   /* of jx_attempt_insert() */
	const char *person; /* id */
	int64_t submit_ms;
	bool is_late;
	const char *content_digest;
	const char *verdict_digest;
	const char *rulebook_digest; /* it was judged by; "" for the built-in rules alone */
	const char *base_digest;     /* "" for the first */
	const char *request_id;
	const uint8_t *received; /* jixiao.v1.Submission as it came; kept as evidence */
	size_t n_received;
	const uint8_t *content; /* jixiao.v1.Submission packed by us; NULL: as received */
	size_t n_content;
	const uint8_t *findings; /* jixiao.v1.CheckResponse packed, digests may be left out */
	size_t n_findings;       /* bytes */
	uint32_t n_explain;      /* findings of that severity */
	uint32_t n_info;
	const JxDecimal *claimed_score; /* NULL for none */
	const JxSignature *signature;   /* NULL for none */
};

/** Keep a version and make it the newest of its record. The state of the record is not changed.
 *
 * @param ret_id  row of the version.
 * @return JX_OK; JX_CONFLICT (STALE_BASE) when number is not the newest one plus 1.
 */
enum jx_status jx_version_insert(struct jx_db *db, const struct jx_new_version *version,
	struct jx_error *error, int64_t *ret_id) JX_MUST_CHECK;

/** A change of state. All borrowed. */
struct jx_state_change {
	int64_t record_id;
	JxSubmissionState from;
	JxSubmissionState to;
	int64_t at_ms;
	const char *reviewer;            /* id; NULL: as it is; "": none */
	const JxDecimal *reviewed_score; /* looked at when to is ACCEPTED; NULL: none */
	const char *review_reason;       /* likewise */
	int64_t due_ms;                  /* looked at when to is RETURNED; 0: none */
};

/** Move a record from a state to another.
 *
 * To ACCEPTED: the newest version becomes the accepted one, score and reason are set as given. To SUBMITTED
 * or RETURNED: score, reason and accepted version are cleared. To any state but RETURNED: the due time is
 * cleared.
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when the record is not in `from`.
 */
enum jx_status jx_submission_set_state(
	struct jx_db *db, const struct jx_state_change *change, struct jx_error *error) JX_MUST_CHECK;

/** Raise an issue.
 *
 * @param issue       number and state are not looked at: it gets the next number and is OPEN.
 * @param ret_number  from 1 within the record.
 */
enum jx_status jx_issue_insert(struct jx_db *db, int64_t record_id, const JxIssue *issue,
	struct jx_error *error, uint32_t *ret_number) JX_MUST_CHECK;

/** The issues of a record. */
struct jx_issues {
	JxIssue **rows; /* in the arena */
	size_t n;
};

/** List the issues of a record, oldest first. */
enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_error *error, struct jx_issues *ret_issues) JX_MUST_CHECK;

/** A change of an issue. All borrowed. */
struct jx_issue_change {
	int64_t record_id;
	uint32_t number;
	JxIssueState from;
	JxIssueState to;
	int64_t at_ms;
	const char *person; /* id of who did it */
	const char *reason; /* "" for none */
};

/** Move an issue from a state to another. @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE). */
enum jx_status jx_issue_set_state(
	struct jx_db *db, const struct jx_issue_change *change, struct jx_error *error) JX_MUST_CHECK;

/** Which version. */
struct jx_version_query {
	const char *round;      /* id */
	const char *department; /* code */
	uint32_t number;        /* 0: the newest */
};

/** A version, with what the wire does not show. All in the arena. */
struct jx_version {
	int64_t id;                   /* of the row */
	JxSubmissionVersion *message; /* content and findings included */
	const uint8_t *received;      /* the bytes as they came */
	size_t n_received;
	const char *base_digest;
	const char *request_id;
	const uint8_t *signature; /* DER; NULL for none */
	size_t n_signature;
	uint64_t attempt;
	bool is_late;
};

/** Give a version, its content checked against its digest.
 *
 * @return JX_OK; JX_NOT_FOUND (SUBMISSION_NOT_FOUND, VERSION_NOT_FOUND); JX_DATA_LOSS (DATA_DAMAGED).
 */
enum jx_status jx_version_get(struct jx_db *db, const struct jx_version_query *query, struct jx_arena *arena,
	struct jx_error *error, struct jx_version *ret_version) JX_MUST_CHECK;

/** Find the report a department had accepted last in a round before this one.
 *
 * @param ret_query  round and number are set, "" and 0 when there is none; the round is in the arena.
 */
enum jx_status jx_version_before(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, struct jx_error *error, struct jx_version_query *ret_query) JX_MUST_CHECK;

/** Write the analysts' rows of an accepted version: funds, functions, staff, assets, projects, indicators,
 * outcomes, rates and the values of all metrics. Rows that are there already are replaced.
 *
 * @param submission  borrowed; the content of that version.
 */
enum jx_status jx_accepted_write(struct jx_db *db, int64_t version_id, const JxReport *submission,
	struct jx_error *error) JX_MUST_CHECK;

/** Remove the analysts' rows of a version that is no longer accepted, unless a publication stands on it. */
enum jx_status jx_accepted_clear(struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

#endif
