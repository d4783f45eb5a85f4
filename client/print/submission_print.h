/*
 * Submissions as tables and lines: what status, list and show have in common. Thread: one at a time.
 */
#ifndef CLIENT_PRINT_SUBMISSION_PRINT_H
#define CLIENT_PRINT_SUBMISSION_PRINT_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Print submissions for the department itself: state, whose turn, next step. */
enum jx_status jx_submission_print_own(
	struct jx_app *app, JxSubmission *const *submissions, size_t n) JX_MUST_CHECK;

/** Print submissions for finance: who filed what, and how long it has waited. */
enum jx_status jx_submission_print_all(
	struct jx_app *app, JxSubmission *const *submissions, size_t n) JX_MUST_CHECK;

/** Print issues; nothing when there are none.
 *
 * @param only_open  those that wait for the department.
 */
enum jx_status jx_submission_print_issues(
	struct jx_app *app, JxIssue *const *issues, size_t n, bool only_open) JX_MUST_CHECK;

/** Print issues, each with what was said about it, as lines. */
void jx_submission_print_threads(struct jx_app *app, JxIssue *const *issues, size_t n);

/** Print the objections of a submission and how each was decided, as lines; nothing when there are none. */
void jx_submission_print_objections(struct jx_app *app, const JxSubmission *submission);

/** Print one submission as lines. */
void jx_submission_print(struct jx_app *app, const JxSubmission *submission);

#endif
