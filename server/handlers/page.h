/*
 * Pages of a list: page_size and page_token of a request, next_page_token of its reply.
 *
 * A token is the storage room's key of the last row, in base64, so that callers take it as it is.
 */
#ifndef SERVER_HANDLERS_PAGE_H
#define SERVER_HANDLERS_PAGE_H

#include "server/call/task.h"

/** The page a request asks for.
 *
 * @param ret_page  its `after` lives in the task's arena.
 * @return JX_OK; JX_INVALID (BAD_FIELD for a negative size, BAD_PAGE_TOKEN).
 */
enum jx_status jx_page_of(struct jx_task *task, int32_t page_size, const char *page_token,
	struct jx_page *ret_page) JX_MUST_CHECK;

/** The token of the page after a key; "" for "". In the arena; NULL without memory. */
char *jx_page_token(struct jx_task *task, const char *next);

#endif
