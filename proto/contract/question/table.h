/*
 * A round as questions look at it: its exported reports judged by a rulebook and ranked by the final score, as a publication is.
 *
 * What a question changes, a rulebook or its weights, is judged and ranked by the same functions, so that without a change the
 * published table comes out. Pure. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_QUESTION_TABLE_H
#define PROTO_CONTRACT_QUESTION_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/ranking/flags.h"

struct jx_rulebook; /* rulebook.h */

/** A department of the table. */
struct jx_question_row {
	const JxExportRow *report;
	JxScoreSheet *sheet;
	struct jx_findings findings;
	jx_flags flags;
	uint32_t rank; /* 0 for none */
};

/** A round. */
struct jx_question_table {
	struct jx_question_row *rows; /* in the order of the reports: of department codes */
	size_t n;
	size_t n_ranked;
};

/** Judge and rank reports.
 *
 * @param reports   n of them, borrowed as long as the table.
 * @param rulebook  likewise; NULL for the built-in rules alone.
 * @param arena     holds findings and scores.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_question_judge(JxExportRow *const *reports, size_t n, const struct jx_rulebook *rulebook,
	struct jx_arena *arena, struct jx_question_table *ret_table) JX_MUST_CHECK;

/** Rank the rows of a table by their final scores; who cannot be verified has no rank. For a part of a table. */
enum jx_status jx_question_rank(struct jx_question_table *table) JX_MUST_CHECK;

/** The row of a department, "departments/{code}"; NULL for none. */
const struct jx_question_row *jx_question_find(const struct jx_question_table *table, const char *department);

#endif
