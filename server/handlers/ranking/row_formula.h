/*
 * Formulas of a ranking: what to order by, and whom to leave out, evaluated for each department.
 *
 * A formula sees the fields of the department's report by name, and its row of the ranking as `row`, as in
 * "row.claimed_score - row.computed_score > 5". One that names only the row needs no report; one that names a field
 * reads all reports of the snapshot, which a county has in a moment and a nation not within the time of a call.
 * Thread: reader, in a read.
 */
#ifndef SERVER_HANDLERS_RANKING_ROW_FORMULA_H
#define SERVER_HANDLERS_RANKING_ROW_FORMULA_H

#include "server/cache/sorted_ranking.h"
#include "server/call/task.h"

/** Evaluate the formulas of a query over a snapshot.
 *
 * @param ret_values  set on JX_OK, empty when the query has no formula; hand to jx_sorted_ranking_new().
 * @return JX_OK; JX_INVALID (FORMULA_..., with the field "by" or "where"); JX_DENIED (REPORT_FORMULA); JX_DEADLINE; JX_DATA_LOSS; JX_UNAVAILABLE.
 */
enum jx_status jx_row_values_eval(struct jx_task *task, const struct jx_ranking *ranking,
	const struct jx_ranking_query *query, struct jx_row_values *ret_values) JX_MUST_CHECK;

#endif
