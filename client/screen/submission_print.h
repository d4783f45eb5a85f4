/*
 * Records of reports as tables: what status, list and show have in common. Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_SUBMISSION_PRINT_H
#define CLIENT_SCREEN_SUBMISSION_PRINT_H

#include "client/cli/app.h"
#include "jixiao/v1/schema.h"

/** Print records for the department itself: state, whose turn, next step. */
enum jx_status jx_records_print_own(struct jx_app *app, JxSubmission *const *records, size_t n) JX_MUST_CHECK;

/** Print records for finance: who filed what, and how long it has waited. */
enum jx_status jx_records_print_all(struct jx_app *app, JxSubmission *const *records, size_t n) JX_MUST_CHECK;

/** Print issues.
 *
 * @param only_open  those that wait for the department.
 */
enum jx_status jx_issues_print(
	struct jx_app *app, JxIssue *const *issues, size_t n, bool only_open) JX_MUST_CHECK;

/** Get one record with its issues. */
enum jx_status jx_record_fetch(
	struct jx_app *app, const char *name, const JxSubmission **ret_record) JX_MUST_CHECK;

/** Print one record as lines. */
void jx_record_print(struct jx_app *app, const JxSubmission *record);

#endif
