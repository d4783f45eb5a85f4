/*
 * Submissions: the record of a department in a round, with its state.
 *
 * Every query is scoped by round and department, so that a department which asks for another's submission and one which
 * asks for nothing that exists run the same statement. Which change of state is allowed is decided by
 * contract/service/states.h and not here; here a change is compare-and-set. Thread: that of the connection. Functions
 * that change something need the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_SUBMISSIONS_H
#define STORAGE_FILING_STORE_SUBMISSIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/service/holding.h"
#include "storage/store.h"

/** Which records. All borrowed. */
struct jx_submission_query {
	const char *round;       /* id; "" or NULL: every round (lists only) */
	const char *department;  /* code; "" or NULL: every department (lists only) */
	JxSubmissionState state; /* unspecified: every one; ignored by jx_submission_get() */
	int64_t now_ms;          /* decides who the holder is while a checking window runs */
};

/** A record, with what the wire does not show. */
struct jx_record {
	int64_t id;                  /* of the row */
	int64_t version_id;          /* row of the newest version; 0 for none */
	int64_t accepted_version_id; /* row of the version that was accepted; 0 for none */
	JxSubmission *message;       /* in the arena; without issues */
};

/** Get the record of a department in a round.
 *
 * @return JX_OK; JX_NOT_FOUND (SUBMISSION_NOT_FOUND), whatever it is that does not exist.
 */
enum jx_status jx_submission_get(struct jx_db *db, const struct jx_submission_query *query,
	struct jx_arena *arena, struct jx_record *ret_record, struct jx_error *error) JX_MUST_CHECK;

/** A page of records. */
struct jx_submissions {
	JxSubmission **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List records in the order of rounds (oldest first) and department codes. */
enum jx_status jx_submissions_list(struct jx_db *db, const struct jx_submission_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_submissions *ret_submissions,
	struct jx_error *error) JX_MUST_CHECK;

/** A change of state. All borrowed. */
struct jx_state_change {
	int64_t record_id;
	JxSubmissionState from;
	JxSubmissionState to;
	int64_t at_ms;
	const char *reviewer;            /* id; NULL: as it is; "": none */
	const JxDecimal *reviewed_score; /* used when `to` is ACCEPTED; NULL: none */
	const char *review_reason;       /* likewise */
	int64_t due_ms;                  /* used when `to` is RETURNED; 0: none */
	bool is_unanswered;              /* used when `to` is ACCEPTED: the department did not answer */
};

/** Move a record from a state to another.
 *
 * To ACCEPTED: the newest version becomes the accepted one, `reviewer` who accepted it, score and reason are set as given. To SUBMITTED or RETURNED:
 * score, reason and accepted version are cleared. To any state but RETURNED: the due time is cleared.
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when the record is not in `from`.
 */
enum jx_status jx_submission_set_state(
	struct jx_db *db, const struct jx_state_change *change, struct jx_error *error) JX_MUST_CHECK;

/** The states of a record and when it came into each.
 *
 * @param ret_states  in the arena, in the order of their times. @param ret_n  0 before its round was opened.
 */
enum jx_status jx_submission_states(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_state_since **ret_states, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Let the clock of every record of a round begin: it is the departments' turn. */
enum jx_status jx_submissions_start(
	struct jx_db *db, const char *round, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Put every department there is on an empty roster, with its clock begun: what jx_round_set_roster() and jx_submissions_start()
 * do, in half of their time. */
enum jx_status jx_submissions_start_all(
	struct jx_db *db, const char *round, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Move every record of a round that is in a state to another one, which is not ACCEPTED, SUBMITTED or RETURNED.
 *
 * One statement, however many they are. @param ret_n  how many were moved.
 */
enum jx_status jx_submissions_move(struct jx_db *db, const char *round, const struct jx_state_change *change,
	uint32_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

#endif
