/*
 * Pages of a list: page_size and page_token of a request, next_page_token of its reply.
 *
 * A token is the base64 of the method's name, a tag of the request without its page, and where the page before ended:
 *
 *   a list that storage reads by key   the key of its last row. Rows may come and go between two pages; none that stays
 *                                      is given twice or left out.
 *   a table in memory                  the table's edition and the number of rows so far. A page of another edition would
 *                                      repeat rows or leave some out, so it is refused: PAGE_TOKEN_OUTDATED.
 *
 * All tokens are made and read here, so callers pass them on as they are, and that of another list or of another request
 * is refused.
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

/** The rows that fit on it: those asked for, within their limits. */
uint32_t jx_page_size(const struct jx_page *page);

/** Refuse the request's page token: JX_INVALID (BAD_PAGE_TOKEN). */
enum jx_status jx_page_fail(struct jx_task *task) JX_MUST_CHECK;

/** The token of the page after a key; "" for "". In the arena; NULL without memory. */
char *jx_page_token(struct jx_task *task, const char *next);

/** A table in memory. */
struct jx_table {
	uint64_t edition;  /* another number for every table whose rows or order may differ */
	uint32_t max_rows; /* of a page, also when page_size is 0 */
	size_t n_rows;     /* of the whole table */
};

/** The rows of a page. */
struct jx_row_range {
	size_t first; /* index of the first one; the table's length when there is none */
	size_t n;     /* at most; may be 0 */
};

/** The edition of the table that the request's token was cut from, to find that table again.
 *
 * @param ret_has  false: the first page, of any edition.
 * @return as jx_page_cut().
 */
enum jx_status jx_page_edition(struct jx_task *task, bool *ret_has, uint64_t *ret_edition) JX_MUST_CHECK;

/** The rows a request asks for.
 *
 * @return as jx_page_of(); JX_CONFLICT (PAGE_TOKEN_OUTDATED) when the token is of another edition.
 */
enum jx_status jx_page_cut(
	struct jx_task *task, const struct jx_table *table, struct jx_row_range *ret_rows) JX_MUST_CHECK;

/** Refuse the request's page token for good: JX_CONFLICT (PAGE_TOKEN_OUTDATED). */
enum jx_status jx_page_fail_outdated(struct jx_task *task) JX_MUST_CHECK;

/** Count the bytes of a page's next row. @return false when the page must end before it, since it has others. */
bool jx_page_has_room(size_t *n_bytes, const ProtobufCMessage *row);

/** The token of the page after n rows of the table; "" after the last one. In the arena; NULL without memory. */
char *jx_page_end(struct jx_task *task, const struct jx_table *table, size_t n);

#endif
