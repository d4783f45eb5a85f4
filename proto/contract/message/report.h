/*
 * What several rooms read off a report: rows within their limit, the total of a money table, a project's money.
 *
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_REPORT_H
#define PROTO_CONTRACT_MESSAGE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/tally.h"

/** The most rows that one list of a report may hold.
 *
 * The one place that says so: what refuses a longer list (G04), what walks lists (rules) and what counts the cost of
 * walking them (formulas) all ask here, so that no list is passed over without being refused.
 * @param rows  descriptor of what the list holds: field->descriptor; NULL for numbers and texts.
 */
static inline size_t jx_list_limit(const void *rows)
{
	if (rows == JX_PROJECT_DESCRIPTOR)
		return JX_MAX_PROJECTS;
	return rows == JX_INDICATOR_DESCRIPTOR ? JX_MAX_INDICATORS : JX_MAX_LINES;
}

/** Rows that are read: all of them, or none of a list over its limit. */
static inline size_t jx_rows(size_t n, size_t max)
{
	return n <= max ? n : 0;
}

/** Refuse a report that is too large to be filed: JX_INVALID (CONTENT_TOO_LARGE). */
enum jx_status jx_report_check_size(const JxReport *report, struct jx_error *error) JX_MUST_CHECK;

/** What the payments of a project add up to. */
struct jx_tally jx_project_payments(const JxProject *project);

/** The money of a project: its stated total, else its payments, else its amount, else the executed total of its table.
 *
 * @return false when it states none, or not all of it.
 */
bool jx_project_money(const JxProject *project, struct jx_tally *ret_tally);

/** The total row of a money table; SIZE_MAX when there is none. */
size_t jx_funds_total(JxFundLine *const *lines, size_t n);

/** Whether the executed amount of a row of money is that of the whole year, as far as the row says: final, and not counted up
 * to a day before its end.
 */
bool jx_is_whole_year(const JxReport *report, const JxFundLine *line);

#endif
