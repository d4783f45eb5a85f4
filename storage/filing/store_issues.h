/*
 * The issues of a submission: what finance asks for, what the department replies, and what became of it.
 *
 * An issue is a row with its state; what was said about it are the messages of its thread, which are only ever added. Thread:
 * that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_ISSUES_H
#define STORAGE_FILING_STORE_ISSUES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Raise an issue; its text is the first message of its thread.
 *
 * @param issue       its number and state are ignored: it gets the next number and is OPEN.
 * @param ret_number  from 1 within the record.
 * @return JX_OK; JX_INVALID (BAD_FIELD) when raised_by is no name of a person.
 */
enum jx_status jx_issue_insert(struct jx_db *db, int64_t record_id, const JxIssue *issue,
	uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** A message to add, and what it makes of its issue. All borrowed. */
struct jx_issue_step {
	int64_t record_id;
	uint32_t number;    /* of the issue */
	JxIssueState state; /* from then on */
	const char *person; /* id; NULL for what the daemon does by itself */
	const char *text;
	uint32_t version_number; /* the newest one */
	int64_t at_ms;
};

/** Add a message to the thread of an issue and set its state.
 *
 * @param ret_message  its number in the thread; NULL allowed.
 * @return JX_OK; JX_INVALID (CONTENT_TOO_LARGE) when the thread has JX_MAX_ISSUE_MESSAGES.
 */
enum jx_status jx_issue_say(struct jx_db *db, const struct jx_issue_step *step, uint32_t *ret_message,
	struct jx_error *error) JX_MUST_CHECK;

/** Like jx_issue_say() for all issues of a record that are in a state. @param step  its number does not matter. */
enum jx_status jx_issues_say_all(struct jx_db *db, JxIssueState from, const struct jx_issue_step *step,
	struct jx_error *error) JX_MUST_CHECK;

/** Set until when the open issues of a record must be answered. */
enum jx_status jx_issues_set_due(
	struct jx_db *db, int64_t record_id, int64_t due_ms, struct jx_error *error) JX_MUST_CHECK;

/** Get an issue, without its thread.
 *
 * @param ret_issue  in the arena.
 * @return JX_OK; JX_NOT_FOUND (ISSUE_NOT_FOUND).
 */
enum jx_status jx_issue_get(struct jx_db *db, int64_t record_id, uint32_t number, struct jx_arena *arena,
	JxIssue **ret_issue, struct jx_error *error) JX_MUST_CHECK;

/** Issues of a record. */
struct jx_issues {
	JxIssue **rows; /* in the arena, oldest first */
	size_t n;
	const char *next; /* of a page: to go on after; "" at the end */
};

/** Get the issues that are open and those of the newest version that any was raised on, without threads.
 *
 * @param ret_n_all  of all issues of the record.
 */
enum jx_status jx_issues_newest(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_issues *ret_issues, uint32_t *ret_n_all, struct jx_error *error) JX_MUST_CHECK;

/** What jx_issues_newest() gets. */
struct jx_issues_size {
	uint32_t n;
	size_t n_bytes; /* of their places and texts */
};

/** Measure what jx_issues_newest() will get once an issue is raised on a version. */
enum jx_status jx_issues_measure(struct jx_db *db, int64_t record_id, uint32_t version_number,
	struct jx_issues_size *ret_size, struct jx_error *error) JX_MUST_CHECK;

/** List the issues of a record with their threads. A page ends early at JX_MAX_PAGE_BYTES of texts. */
enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, const struct jx_page *page,
	struct jx_arena *arena, struct jx_issues *ret_issues, struct jx_error *error) JX_MUST_CHECK;

#endif
