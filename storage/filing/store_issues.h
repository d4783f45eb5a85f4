/*
 * The issues of a submission: what finance asks for when it returns a report, and what became of it.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_ISSUES_H
#define STORAGE_FILING_STORE_ISSUES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Raise an issue.
 *
 * @param issue       its number and state are ignored: it gets the next number and is OPEN.
 * @param ret_number  from 1 within the record.
 * @return JX_OK; JX_INVALID (BAD_FIELD) when raised_by is no name of a person.
 */
enum jx_status jx_issue_insert(struct jx_db *db, int64_t record_id, const JxIssue *issue,
	uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** The issues of a record. */
struct jx_issues {
	JxIssue **rows; /* in the arena */
	size_t n;
};

/** List the issues of a record, oldest first. */
enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_issues *ret_issues, struct jx_error *error) JX_MUST_CHECK;

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

#endif
