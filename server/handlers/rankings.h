/* Ranking calls: what rankings.c, publications.c and compare.c share. */
#ifndef SERVER_HANDLERS_RANKINGS_H
#define SERVER_HANDLERS_RANKINGS_H

#include "jixiao/v1/schema.h"
#include "server/call/task.h"
#include "server/ranking/sorted_ranking.h"
#include "storage/results/store_rankings.h"

/** Decide whether the caller sees what is published (true) or what is accepted (false).
 *
 * Finance and auditors see what is accepted unless they ask for what is published; everyone else sees what is
 * published, and asking for more is refused.
 * @return JX_OK; JX_DENIED (NOT_ALLOWED).
 */
enum jx_status jx_rank_scope(
	struct jx_task *task, JxReportSource wanted, bool *ret_is_published) JX_MUST_CHECK;

/** Load a round as it is to be ranked. @thread reader. */
enum jx_status jx_rank_load(
	struct jx_task *task, bool is_published, struct jx_ranking **ret_ranking) JX_MUST_CHECK;

/** Whether a caller's formulas may name the fields of reports: what an export would show him, they may ask. False for
 * a request without formulas, so that its order serves everybody. */
bool jx_rank_reads_reports(
	const struct jx_task *task, const JxRankDepartmentsRequest *request, bool is_published);

/** What a request wants the order of. The texts are the request's. */
struct jx_ranking_query jx_ranking_query_of(const JxRankDepartmentsRequest *request, bool reads_reports);

/** Make an order, its formulas evaluated. @thread reader, in a read.
 *
 * @return as jx_sorted_ranking_new(); also JX_INVALID (FORMULA_...) for a formula that is none; JX_DEADLINE.
 */
enum jx_status jx_rank_order_of(struct jx_task *task, const struct jx_ranking *ranking,
	const struct jx_ranking_query *query, struct jx_sorted_ranking **ret_order) JX_MUST_CHECK;

/** Make the row of a department, without rank and value; texts are the snapshot's. @return NULL without memory. */
JxRankRow *jx_rank_row(struct jx_arena *arena, const struct jx_ranking *ranking, size_t index);

/** A snapshot in an order of it; both borrowed. */
struct jx_rank_table {
	const struct jx_ranking *ranking;
	const struct jx_sorted_ranking *order;
};

/** Set the reply of a RankRequest from a table in the order it asks for. @thread reader. */
enum jx_status jx_rank_reply(
	struct jx_task *task, const struct jx_rank_table *table, bool is_published) JX_MUST_CHECK;

/** Which rows of a table. */
struct jx_rank_options {
	const char *department; /* "departments/{code}": only this row; "" for all */
	size_t skip;            /* rows of pages before */
	uint32_t limit;         /* 0 for all */
};

/** A page of a table. */
struct jx_rank_page {
	JxRankRow **rows; /* in the task's arena, in the order of the table */
	size_t n;
	bool has_more; /* rows are left for another page */
};

/** Give rows of a table with their ranks. @return JX_OK; JX_EXHAUSTED, JX_UNAVAILABLE. */
enum jx_status jx_rank_rows(struct jx_task *task, const struct jx_rank_table *table,
	const struct jx_rank_options *query, struct jx_rank_page *ret_page) JX_MUST_CHECK;

/** Read a page token of a table: how many rows come before. "" is 0. @return JX_OK; JX_INVALID (BAD_PAGE_TOKEN). */
enum jx_status jx_rank_skip(struct jx_task *task, const char *token, size_t *ret_skip) JX_MUST_CHECK;

/** The token of the page after so many rows, in the arena; NULL without memory. */
char *jx_rank_token(struct jx_task *task, size_t skip);

/** Name the departments of a snapshot without an accepted report, "departments/{code}" each, in the arena. */
enum jx_status jx_rank_missing(struct jx_task *task, const struct jx_ranking *ranking, char ***ret_names,
	size_t *ret_n) JX_MUST_CHECK;

/** Copy the texts that rows borrow from their snapshot into the task's arena, so that they may outlive it. */
enum jx_status jx_rank_keep_texts(struct jx_task *task, JxRankRow **rows, size_t n) JX_MUST_CHECK;

#endif
