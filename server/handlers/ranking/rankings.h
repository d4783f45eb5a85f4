/* Tables of departments: what rankings.c, inflation.c, coverage.c, publications.c and compare.c share. */
#ifndef SERVER_HANDLERS_RANKING_RANKINGS_H
#define SERVER_HANDLERS_RANKING_RANKINGS_H

#include "jixiao/v1/schema.h"
#include "server/cache/sorted_ranking.h"
#include "server/call/task.h"
#include "server/handlers/page.h"
#include "storage/results/store_rankings.h"

/** Decide whether the caller sees what is published (true) or what is accepted (false).
 *
 * Finance and auditors see what is accepted unless they ask for what is published; everyone else sees what is
 * published, and asking for more is refused.
 * @return JX_OK; JX_DENIED (NOT_ALLOWED); JX_UNAUTHENTICATED (NO_CERTIFICATE) on the public listener.
 */
enum jx_status jx_rank_scope(
	struct jx_task *task, JxReportSource wanted, bool *ret_is_published) JX_MUST_CHECK;

/** The number of the current publication of the task's round. @return JX_OK; JX_NOT_FOUND (NOT_PUBLISHED). */
enum jx_status jx_rank_current_publication(struct jx_task *task, uint32_t *ret_number) JX_MUST_CHECK;

/** The name of the publication a snapshot is of; "" for accepted reports. In the arena; NULL without memory. */
char *jx_rank_publication_name(struct jx_task *task, const struct jx_ranking *ranking);

/** Of task->view: a table of accepted reports. Published ones are the same for everybody. */
#define JX_VIEW_ACCEPTED 1u
/** Of task->view: of public publications alone. */
#define JX_VIEW_STRANGERS 4u

/** What a call carries from its authorisation to its read; task->prepared. */
struct jx_rank_call {
	bool is_published;
	bool reads_reports;
};

/** Decide which table of the round that a request names its caller may see: sets prepared, round and view of the task.
 *
 * @return as jx_rank_scope(); JX_INVALID for a name that is none.
 */
enum jx_status jx_rank_authorise(
	struct jx_task *task, const char *round, JxReportSource source) JX_MUST_CHECK;

/** Find that table as task->snapshot: the one that the request's page token was cut from, else the round as it stands.
 *
 * @param ret_table  for pages of at most JX_MAX_RANK_ROWS; its rows are all of the snapshot.
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND, NOT_PUBLISHED); as jx_page_cut(); JX_UNAVAILABLE.
 */
enum jx_status jx_rank_find_snapshot(struct jx_task *task, struct jx_table *ret_table) JX_MUST_CHECK;

/** Refuse to make more of the task's snapshot from the database when the round has changed since.
 *
 * @return JX_OK; JX_CONFLICT (PAGE_TOKEN_OUTDATED).
 */
enum jx_status jx_rank_check_current(struct jx_task *task) JX_MUST_CHECK;

/** The token of the page after n rows, for which the snapshot is kept. As jx_page_end(). */
char *jx_rank_end_page(struct jx_task *task, const struct jx_table *table, size_t n);

/** Whether a department is in a peer group; "" for all. */
bool jx_rank_is_in(const struct jx_ranking_row *row, const char *peer_group);

/** Whether a caller's formulas may name the fields of reports: what an export would show them, they may ask. False
 * for a request without formulas, so that its order serves everybody. */
bool jx_rank_reads_reports(
	const struct jx_task *task, const JxRankDepartmentsRequest *request, bool is_published);

/** The order a request asks for. The texts are the request's. */
struct jx_ranking_query jx_ranking_query_of(const JxRankDepartmentsRequest *request, bool reads_reports);

/** Make an order, its formulas evaluated. @thread reader, in a read.
 *
 * @return as jx_sorted_ranking_new(); also JX_INVALID (FORMULA_...) for a formula that is none; JX_DEADLINE.
 */
enum jx_status jx_rank_order_of(struct jx_task *task, const struct jx_ranking *ranking,
	const struct jx_ranking_query *query, struct jx_sorted_ranking **ret_order) JX_MUST_CHECK;

/** Make the row of a department, without rank and value; texts are the snapshot's. @return NULL without memory. */
JxRankRow *jx_rank_row(struct jx_arena *arena, const struct jx_ranking *ranking, size_t index);

/** A number with its decimals. @return NULL without memory. */
JxDecimal *jx_rank_decimal(struct jx_arena *arena, int64_t micros, uint32_t decimals);

/** A metric of a department, in percent, or what is missing for it; the texts are the snapshot's.
 *
 * @param absent  what is missing where no department of the round has a value. Static.
 * @return NULL without memory.
 */
JxMeasurement *jx_rank_percent(struct jx_arena *arena, const struct jx_ranking *ranking, const char *metric,
	size_t row, const char *absent);

/** A snapshot in an order of it; both borrowed. */
struct jx_rank_table {
	const struct jx_ranking *ranking;
	const struct jx_sorted_ranking *order;
};

/** Set the reply of a RankDepartmentsRequest from a table in the order it asks for. @thread reader. */
enum jx_status jx_rank_reply(
	struct jx_task *task, const struct jx_rank_table *ranked, const struct jx_table *table) JX_MUST_CHECK;

/** Make rows of a table, with their ranks. @param first,n  within the order's items. */
enum jx_status jx_rank_rows(struct jx_task *task, const struct jx_rank_table *table, size_t first, size_t n,
	JxRankRow ***ret_rows) JX_MUST_CHECK;

/** Name the departments of a snapshot without an accepted report, "departments/{code}" each, in the arena. */
enum jx_status jx_rank_missing(struct jx_task *task, const struct jx_ranking *ranking, char ***ret_names,
	size_t *ret_n) JX_MUST_CHECK;

/** Set filing_digest of rows, each of an accepted report of the round. @thread writer, where the table is made. */
enum jx_status jx_rank_put_filings(
	struct jx_task *task, const char *round, JxRankRow **rows, size_t n) JX_MUST_CHECK;

/** Copy the texts that rows borrow from their snapshot into the task's arena, so that they may outlive it. */
enum jx_status jx_rank_keep_texts(struct jx_task *task, JxRankRow **rows, size_t n) JX_MUST_CHECK;

#endif
