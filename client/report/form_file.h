/*
 * A report that was filled in as a workbook: read, and what is said about it brought back to its cells.
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_REPORT_FORM_FILE_H
#define CLIENT_REPORT_FORM_FILE_H

#include "client/app/app.h"
#include "client/form/reading/form.h"
#include "client/report/judge.h"
#include "client/workbook/read.h"
#include "jixiao/v1/schema.h"

/** Read a workbook into a report.
 *
 * @param ret_form  in the app's arena; problems are in it.
 * @return JX_OK, also with problems; as jx_workbook_read() and jx_form_read().
 */
enum jx_status jx_form_file_read(
	struct jx_app *app, const struct jx_workbook_file *file, struct jx_form **ret_form) JX_MUST_CHECK;

/** Turn what was typed beside figures into explanations of the findings there.
 *
 * @param findings  what was found without them.
 * @param ret_n     explanations that were added to the report; those without a finding become notes of the form.
 * @return JX_OK; no memory.
 */
enum jx_status jx_form_file_explain(struct jx_app *app, struct jx_form *form, JxFinding *const *findings,
	size_t n, size_t *ret_n) JX_MUST_CHECK;

/** A finding about a cell: what could not be read, or was left out.
 *
 * @return NULL without memory.
 */
JxFinding *jx_form_file_finding(
	struct jx_app *app, const struct jx_form_problem *problem, JxFindingSeverity severity);

/** Make what could not be read of a form the whole judgement of its report. @return JX_OK; no memory. */
enum jx_status jx_form_file_judge_problems(struct jx_app *app, const char *file, struct jx_form *form,
	struct jx_judged *ret_judged) JX_MUST_CHECK;

/** Put the cell of each finding before the label of its place.
 *
 * @return JX_OK; no memory.
 */
enum jx_status jx_form_file_locate(
	struct jx_app *app, const struct jx_form *form, JxFinding *const *findings, size_t n) JX_MUST_CHECK;

#endif
