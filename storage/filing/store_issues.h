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

/** Issues of a record. */
struct jx_issues {
	JxIssue **rows; /* in the arena, oldest first */
	size_t n;
	const char *next; /* of a page: to go on after; "" at the end */
};

/** Get the issues that were raised with the last return, at most JX_MAX_ISSUES: all that may be open are among them.
 *
 * @param ret_n_all  of all issues of the record.
 */
enum jx_status jx_issues_newest(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_issues *ret_issues, uint32_t *ret_n_all, struct jx_error *error) JX_MUST_CHECK;

/** List the issues of a record. A page ends early at JX_MAX_PAGE_BYTES of texts. */
enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, const struct jx_page *page,
	struct jx_arena *arena, struct jx_issues *ret_issues, struct jx_error *error) JX_MUST_CHECK;

/** A change of issues. All borrowed. */
struct jx_issue_change {
	int64_t record_id;
	JxIssueState from;
	JxIssueState to;
	int64_t at_ms;
	const char *person; /* id of who did it */
};

/** Move all issues of a record that are in a state to another. @return JX_OK, also when there are none. */
enum jx_status jx_issues_set_state(
	struct jx_db *db, const struct jx_issue_change *change, struct jx_error *error) JX_MUST_CHECK;

#endif
