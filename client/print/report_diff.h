/* What differs between two reports, field by field. */
#ifndef CLIENT_PRINT_REPORT_DIFF_H
#define CLIENT_PRINT_REPORT_DIFF_H

#include "client/app/app.h"
#include "client/form/reading/form.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/message/path.h"

/** A value as it is read: a text plain, anything else as canonical JSON. Free it; NULL without memory. */
char *jx_value_text(const struct jx_place *place);

/** Two reports, and what finance has asked for on the first. */
struct jx_report_pair {
	const JxReport *before; /* NULL: nothing, all of the other is listed */
	const JxReport *after;
	JxIssue *const *issues; /* each field that differs is asked for or not; NULL: nobody asked anything */
	size_t n_issues;
	const struct jx_form *form_before; /* the workbook that it stands in; NULL: none */
	const struct jx_form *form_after;
};

/** Print the fields that differ, those that were asked for first; of a workbook with the cell.
 *
 * @param ret_n  how many they are; NULL allowed.
 */
enum jx_status jx_report_diff_print(
	struct jx_app *app, const struct jx_report_pair *pair, size_t *ret_n) JX_MUST_CHECK;

#endif
