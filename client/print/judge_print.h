/*
 * The judgement of a report file for people and programs: what is wrong, by which rules, how much of it.
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_PRINT_JUDGE_PRINT_H
#define CLIENT_PRINT_JUDGE_PRINT_H

#include "client/app/app.h"
#include "client/report/judge.h"

/** Print a judgement for people: a summary, and what was found as a table.
 *
 * @param only_problems  leave out information and what is explained.
 */
enum jx_status jx_judge_print(
	struct jx_app *app, const struct jx_judged *judged, bool only_problems) JX_MUST_CHECK;

/** Print one line about a file: how much is wrong with it.
 *
 * @param is_remark  to stderr, beside data on stdout.
 */
void jx_judge_print_summary(struct jx_app *app, const struct jx_judged *judged, bool is_remark);

/** Print by which rules a file was judged, in a sentence beside the data. */
void jx_judge_print_rules(struct jx_app *app, const struct jx_judged *judged);

/** Print findings as a table for people; nothing when there are none.
 *
 * @param costs  of these findings, in their order: with a column of what each takes off; NULL: without.
 */
enum jx_status jx_judge_print_findings(struct jx_app *app, JxFinding *const *findings, size_t n,
	const struct jx_costs *costs, bool only_problems) JX_MUST_CHECK;

/** Print all files as one CSV or tab separated table. */
enum jx_status jx_judge_print_rows(
	struct jx_app *app, const struct jx_judged *judged, size_t n, bool only_problems) JX_MUST_CHECK;

/** Print a judgement as JSON: a CheckReportResponse. */
enum jx_status jx_judge_print_json(struct jx_app *app, const struct jx_judged *judged) JX_MUST_CHECK;

#endif
