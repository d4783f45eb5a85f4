/*
 * Rounds: one collection of reports each, with its roster and its counts.
 *
 * The roster of a round is its submission records: a department on the roster has one, NOT_STARTED at first.
 * The counts of departments, filed and accepted follow the records and so are always those of the records.
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_ROUNDS_H
#define STORAGE_REGISTRY_STORE_ROUNDS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

/** Add a round, in state DRAFT and with an empty roster.
 *
 * @param round  name "rounds/{id}", title, year, deadline, accepts_late; the rest is ignored.
 * @return JX_OK; JX_EXISTS (ROUND_EXISTS); JX_INVALID (BAD_FIELD) for a name that is none.
 */
enum jx_status jx_round_insert(struct jx_db *db, const JxRound *round, struct jx_error *error) JX_MUST_CHECK;

/** Get a round with its counts and its newest publication. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_get(struct jx_db *db, const char *id, struct jx_arena *arena, JxRound **ret_round,
	struct jx_error *error) JX_MUST_CHECK;

/** A page of rounds. */
struct jx_rounds {
	JxRound **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List rounds, newest first. */
enum jx_status jx_rounds_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_rounds *ret_rounds, struct jx_error *error) JX_MUST_CHECK;

/** List the rounds of which something is published for everybody, likewise: name, title, year, and that publication. */
enum jx_status jx_rounds_list_public(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_rounds *ret_rounds, struct jx_error *error) JX_MUST_CHECK;

/** Move a round from a state to another.
 *
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when it is not in `from`; JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_round_set_state(struct jx_db *db, const char *id, JxRoundState from, JxRoundState to,
	struct jx_error *error) JX_MUST_CHECK;

/** The digest over the roster: the codes in their order, each ended by a line feed; "" for an empty one. */
enum jx_status jx_round_roster_digest(struct jx_db *db, const char *id, char out[JX_DIGEST_TEXT_BYTES],
	struct jx_error *error) JX_MUST_CHECK;

/** Set the roster. Departments that are no longer on it are taken off when they have sent nothing.
 *
 * @param codes  n of them; NULL: every department there is.
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND, DEPARTMENT_NOT_FOUND).
 */
enum jx_status jx_round_set_roster(struct jx_db *db, const char *id, const char *const *codes, size_t n,
	struct jx_error *error) JX_MUST_CHECK;

/** Put departments on the roster; nothing happens to one that is on it. @return as jx_round_set_roster(). */
enum jx_status jx_round_roster_add(struct jx_db *db, const char *id, const char *const *codes, size_t n,
	struct jx_error *error) JX_MUST_CHECK;

/** Take departments off the roster. @return JX_OK; JX_STATE (ROSTER_BEGUN) when one has begun, or is not on it. */
enum jx_status jx_round_roster_remove(struct jx_db *db, const char *id, const char *const *codes, size_t n,
	struct jx_error *error) JX_MUST_CHECK;

/** Ask whether all of some departments can be put on a roster, or taken off it. @return as the two above. */
enum jx_status jx_round_roster_may_add(
	struct jx_db *db, const char *const *codes, size_t n, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_round_roster_may_remove(struct jx_db *db, const char *id, const char *const *codes,
	size_t n, struct jx_error *error) JX_MUST_CHECK;

/** Codes of departments, in an arena. */
struct jx_codes {
	const char *const *codes;
	size_t n;
};

/** The departments on a roster that are not among some, and have not begun. */
enum jx_status jx_round_roster_rest(struct jx_db *db, const char *id, const struct jx_codes *codes,
	struct jx_arena *arena, struct jx_codes *ret_rest, struct jx_error *error) JX_MUST_CHECK;

/** Change title, year, deadline and accepts_late of a round that is a DRAFT.
 *
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when it is none any more.
 */
enum jx_status jx_round_update(struct jx_db *db, const JxRound *round, struct jx_error *error) JX_MUST_CHECK;

/** A deadline that is put off. All borrowed. */
struct jx_extension {
	const char *round;      /* id */
	const char *department; /* code; "" for the whole round */
	int64_t deadline_ms;
	const char *reason;
	const char *person; /* id; "" for the daemon itself */
	int64_t at_ms;
};

/** Put a deadline off. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND, NOT_ON_ROSTER). */
enum jx_status jx_round_extend(
	struct jx_db *db, const struct jx_extension *extension, struct jx_error *error) JX_MUST_CHECK;

/** Get why the deadline of a department was put off last: its own, else that of the whole round; "" when it was not. */
enum jx_status jx_round_extension_reason(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, char **ret_reason, struct jx_error *error) JX_MUST_CHECK;

/** Write down who has not filed when a round is closed.
 *
 * @param ret_digest  over their codes, each ended by a line feed; "" without any.
 */
enum jx_status jx_round_write_closing(struct jx_db *db, const char *id, int64_t now_ms, uint32_t *ret_n,
	char ret_digest[JX_DIGEST_TEXT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Base a round on a stored rulebook. @param digest  of one that jx_edition_get() finds.
 *
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND); JX_STATE (ROUND_HAS_REPORTS) once a report was filed.
 */
enum jx_status jx_round_set_rulebook(
	struct jx_db *db, const char *id, const char *digest, struct jx_error *error) JX_MUST_CHECK;

/** Set the end of the checking window; 0 for none. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_set_window_end(
	struct jx_db *db, const char *id, int64_t window_end_ms, struct jx_error *error) JX_MUST_CHECK;

/** A final publication that waits for the second lead. */
struct jx_proposal {
	char person[JX_MAX_CODE_BYTES + 1]; /* id of who proposed it; "" when there is no proposal */
	char digest[JX_DIGEST_TEXT_BYTES];  /* of what was proposed */
	JxPublicationAudience audience;     /* for whom */
	int64_t propose_ms;
};

/** Store a proposal, in place of an earlier one; NULL withdraws it. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_set_proposal(struct jx_db *db, const char *id, const struct jx_proposal *proposal,
	struct jx_error *error) JX_MUST_CHECK;

/** Get the proposal of a round. @return JX_OK, also without one; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_get_proposal(struct jx_db *db, const char *id, struct jx_proposal *ret_proposal,
	struct jx_error *error) JX_MUST_CHECK;

/** The number of the round's last change: it grows with everything that may change its tables. */
enum jx_status jx_round_change_number(
	struct jx_db *db, const char *id, uint64_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** Count a change of every round. */
enum jx_status jx_rounds_count_change(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Count a change of the round. @return JX_OK, also without such a round. */
enum jx_status jx_round_count_change(struct jx_db *db, const char *id, struct jx_error *error) JX_MUST_CHECK;

/** Find the row of a round, for the tables that refer to it. For storage/ only.
 *
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_round_row(
	struct jx_db *db, const char *id, int64_t *ret_row, struct jx_error *error) JX_MUST_CHECK;

/** Count the departments that have not filed. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_count_missing(
	struct jx_db *db, const char *id, uint32_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Missing from what. */
struct jx_missing_query {
	const char *round;    /* id */
	uint32_t publication; /* number of one that exists; 0: from what is accepted now */
};

/** A page of departments without an accepted report. */
struct jx_missing {
	JxMissingDepartment **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List departments in the order of their codes: those that have no row in a publication, without state and holder; else all
 * that are not accepted now.
 *
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_missing_list(struct jx_db *db, const struct jx_missing_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_missing *ret_missing,
	struct jx_error *error) JX_MUST_CHECK;

#endif
