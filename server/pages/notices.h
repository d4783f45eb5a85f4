/*
 * What is said instead of a page, in both languages, made once for each depth of paths. Private to server/pages/. Thread: loop.
 */
#ifndef SERVER_PAGES_NOTICES_H
#define SERVER_PAGES_NOTICES_H

#include "proto/contract/page/page.h"
#include "server/web/answer.h"

#define JX_NOTICE_DEPTHS 8u /* no page lies as deep; below, all are alike */

struct jx_notices {
	const char *county;
	struct jx_answer *answers[JX_PAGE_NOTICES][JX_NOTICE_DEPTHS];
};

/** The answer; borrowed. @param path  as it was asked for. @return NULL without memory. */
struct jx_answer *jx_notice_answer(struct jx_notices *notices, enum jx_page_notice notice, const char *path);

void jx_notices_clear(struct jx_notices *notices);

#endif
