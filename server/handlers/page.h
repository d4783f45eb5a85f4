/*
 * Pages of a list: page_size and page_token of a request, next_page_token of its reply.
 *
 * A token is the base64 of the method's name, ":" and where the page before ended: the storage room's key of its last
 * row, or the number of rows so far of a table in memory. All tokens are made and read here, so callers pass them on as
 * they are, and that of another list is refused.
 */
#ifndef SERVER_HANDLERS_PAGE_H
#define SERVER_HANDLERS_PAGE_H

#include "server/call/task.h"

/** The page a request asks for, of a list that storage reads by key.
 *
 * @param ret_page  its `after` lives in the task's arena.
 * @return JX_OK; JX_INVALID (BAD_FIELD for a negative size, BAD_PAGE_TOKEN); JX_UNAVAILABLE, JX_EXHAUSTED.
 */
enum jx_status jx_page_of(struct jx_task *task, int32_t page_size, const char *page_token,
	struct jx_page *ret_page) JX_MUST_CHECK;

/** Refuse the request's page token: JX_INVALID (BAD_PAGE_TOKEN). */
enum jx_status jx_page_fail(struct jx_task *task) JX_MUST_CHECK;

/** The token of the page after a key; "" for "". In the arena; NULL without memory. */
char *jx_page_token(struct jx_task *task, const char *next);

/** The rows of a page, of a table in memory. */
struct jx_row_range {
	size_t first;          /* index of the first one; the table's length when there is none */
	size_t n;              /* may be 0 */
	char *next_page_token; /* "" after the last row; in the arena */
};

/** The rows a request asks for.
 *
 * @param max_rows  of a page, also when page_size is 0.
 * @param n_rows  of the whole table.
 * @return as jx_page_of().
 */
enum jx_status jx_page_cut(struct jx_task *task, int32_t page_size, const char *page_token, uint32_t max_rows,
	size_t n_rows, struct jx_row_range *ret_rows) JX_MUST_CHECK;

#endif
