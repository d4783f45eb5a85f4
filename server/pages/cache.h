/*
 * Answers that were made, by their paths; the one asked for longest ago goes first. Private to server/pages/. Thread: loop.
 *
 * Each has a stamp of what it was made from: one with another stamp is outdated and goes when it is asked for.
 */
#ifndef SERVER_PAGES_CACHE_H
#define SERVER_PAGES_CACHE_H

#include <stdint.h>

#include "server/web/answer.h"

struct jx_page_cache;

/** @return NULL without memory. */
struct jx_page_cache *jx_page_cache_new(void);
void jx_page_cache_free(struct jx_page_cache *cache); /* NULL allowed */

/** The answer of a path; borrowed until the next call of a function here. NULL: there is none of this stamp. */
struct jx_answer *jx_page_cache_get(struct jx_page_cache *cache, const char *path, uint64_t stamp);

/** Keep an answer, in place of an earlier one. One that is too large, and one without memory for it, is not kept. */
void jx_page_cache_put(
	struct jx_page_cache *cache, const char *path, uint64_t stamp, struct jx_answer *answer);

#endif
