/*
 * Several reports side by side: of one department over the years, or of several departments.
 *
 * One row for every score, for every other metric, for the principal figures (money in 万元, people, assets, scores) and for every
 * functional class that any of the reports has. Rows that no report can fill are left out. Pure. Thread: any;
 * an arena belongs to one thread at a time.
 */
#ifndef PROTO_CONTRACT_RANKING_COMPARE_H
#define PROTO_CONTRACT_RANKING_COMPARE_H

#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/figure/measure.h"

/** Indicators that are compared by name. Borrowed. */
struct jx_compared_indicators {
	char *const *names;
	size_t n;
	const struct jx_measure *values; /* n a column, one after the other: values[column * n + name] */
};

/** What is compared, borrowed: n reports, each must have passed the checks of structure. */
struct jx_compared {
	const JxReport *const *reports;    /* NULL for a column that has no value anywhere */
	const JxScoreSheet *const *sheets; /* their scores, NULL where there are none; or NULL */
	size_t n;
	struct jx_compared_indicators indicators;
};

/** Find the actual value of an indicator: of the first one of the report, its own table before those of projects, whose name
 * holds a text.
 *
 * @param arena        holds the unit.
 * @param ret_measure  set on JX_OK; not computable, with its path, where there is none, or where it is no number.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_compare_find_indicator(const JxReport *report, const char *name, struct jx_arena *arena,
	struct jx_measure *ret_measure) JX_MUST_CHECK;

/** Take out of a report what no comparison looks at: indicators, texts, people. Of many wide reports little more is left than
 * their figures. */
void jx_compare_keep_figures(JxReport *report);

/** Compare reports.
 *
 * @param arena       holds the rows.
 * @param error       may be NULL.
 * @param ret_rows    set on JX_OK: values has compared->n items, differences likewise: each column less the
 *   first one, without a value where either is missing.
 * @param ret_n_rows  set on JX_OK.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_compare(const struct jx_compared *compared, struct jx_arena *arena,
	JxComparisonRow ***ret_rows, size_t *ret_n_rows, struct jx_error *error) JX_MUST_CHECK;

/** True for a figure that a published table holds, so that everybody may see it of everybody. */
bool jx_compare_is_published(const char *key);

#endif
