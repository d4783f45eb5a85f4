/*
 * A whole report as a person reads it: its parts in the order of the form under the labels of the form, and beside the
 * figures what was found about them, what the department explains and what finance asks. Thread: one at a time.
 */
#ifndef CLIENT_PRINT_READING_READING_H
#define CLIENT_PRINT_READING_READING_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** What is read. All borrowed. */
struct jx_reading {
	const JxSubmissionVersion *version; /* with its report */
	JxIssue *const *issues;             /* of that version, closed ones too */
	size_t n_issues;
	const JxRulebook *rulebook; /* for the county's labels and codes; NULL for none */
};

/** Print it; no table is wider than the terminal. @return JX_OK; no memory. */
enum jx_status jx_reading_print(struct jx_app *app, const struct jx_reading *reading) JX_MUST_CHECK;

#endif
