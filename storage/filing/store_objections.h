/*
 * Objections of departments to what a provisional table says of them, and how they were decided; and proposals to reopen
 * what is final. Objections and decisions never change. Thread: that of the connection. Functions that change something
 * need the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_OBJECTIONS_H
#define STORAGE_FILING_STORE_OBJECTIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Store an objection. @param objection  field, reason, raised_by, raise_time; its number is set. */
enum jx_status jx_objection_insert(
	struct jx_db *db, int64_t record_id, JxObjection *objection, struct jx_error *error) JX_MUST_CHECK;

/** Store the decision of the newest objection of a record. @param objection  with number and decision. */
enum jx_status jx_objection_decide(struct jx_db *db, int64_t record_id, const JxObjection *objection,
	struct jx_error *error) JX_MUST_CHECK;

/** Objections of a record, oldest first. */
struct jx_objections {
	JxObjection **rows; /* in the arena */
	size_t n;
};

/** List the last objections of a record, at most JX_MAX_ISSUES. */
enum jx_status jx_objections_list(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_objections *ret_list, struct jx_error *error) JX_MUST_CHECK;

/** Set the score that finance has set after an acceptance. @param score  NULL: none. */
enum jx_status jx_submission_set_review(struct jx_db *db, int64_t record_id, const JxDecimal *score,
	const char *reason, struct jx_error *error) JX_MUST_CHECK;

/** A proposal to reopen a record. */
struct jx_reopening {
	int64_t record_id;
	const char *reason;
	const char *evidence;
	const char *person; /* id */
	int64_t at_ms;
};

/** Store a proposal, in place of an earlier one. */
enum jx_status jx_reopening_propose(
	struct jx_db *db, const struct jx_reopening *reopening, struct jx_error *error) JX_MUST_CHECK;

/** Get the proposal of a record. @param ret_reopening  its texts in the arena; person NULL: there is none. */
enum jx_status jx_reopening_get(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_reopening *ret_reopening, struct jx_error *error) JX_MUST_CHECK;

/** Drop the proposal of a record, if there is one. */
enum jx_status jx_reopening_drop(struct jx_db *db, int64_t record_id, struct jx_error *error) JX_MUST_CHECK;

#endif
