/*
 * Packed replies of the reads whose handler says JX_CACHE_BY_REQUEST.
 *
 * A reply is found by method, bytes of the request and view (what the caller may see), so nothing is decoded to find
 * it. Who the caller is and what they may see is decided before, on every call: the cache authorises nobody. Equal
 * calls that miss at the same time share one read. Replies are bounded by JX_MAX_CACHED_REPLIES and
 * JX_MAX_CACHED_REPLY_BYTES; the least recently used one goes first.
 *
 * Guarantee: whoever calls after a write was answered gets a reply that knows of it. An entry begins before its read is
 * queued, so before the snapshot of the database that the reply is made from; a write invalidates its round on the
 * loop, after its commit and before its own answer. So a commit that the snapshot does not see invalidates after the
 * entry began: a finished reply is dropped, one that is being made still goes to those who asked before, and is not
 * cached. Thread: loop.
 */
#ifndef SERVER_CALL_REPLY_CACHE_H
#define SERVER_CALL_REPLY_CACHE_H

#include "proto/contract/service/methods.h"
#include "server/net/reply_buf.h"

struct jx_reply_cache;
struct jx_cached_reply; /* an entry: a reply that is cached or being made */
struct jx_task;

/** What a reply is found by. Borrowed. */
struct jx_reply_key {
	const struct jx_method *method;
	const uint8_t *request; /* the bytes of the message */
	size_t n_request_bytes;
	uint32_t view;
};

/** @return NULL without memory. */
struct jx_reply_cache *jx_reply_cache_new(void);
void jx_reply_cache_free(struct jx_reply_cache *cache); /* NULL allowed; no reply may be in the making */

/** The reply of a key; borrowed until the next call of a function here. NULL: not cached. */
struct jx_reply_buf *jx_reply_cache_get(struct jx_reply_cache *cache, const struct jx_reply_key *key);

/** Let a task wait for the reply of a key. @return false: nobody is making that, so begin it. */
bool jx_reply_cache_wait(struct jx_reply_cache *cache, const struct jx_reply_key *key, struct jx_task *task);

/** Begin the reply of a key that is neither cached nor being made; end it by jx_reply_cache_put().
 *
 * @param round  id of the round that it is about.
 * @return NULL without memory.
 */
struct jx_cached_reply *jx_reply_cache_begin(
	struct jx_reply_cache *cache, const struct jx_reply_key *key, const char *round);

/** Take one of the tasks that wait for what was begun, to make it in place of its first maker. @return NULL: none waits. */
struct jx_task *jx_reply_cache_next_maker(struct jx_cached_reply *entry);

/** End what was begun: cache the reply, unless its round was invalidated meanwhile.
 *
 * @param entry  not to be used afterwards.
 * @param reply  referenced by the cache; NULL: it could not be made.
 * @return the tasks that waited for it, by next_waiting; they are the caller's to answer.
 */
struct jx_task *jx_reply_cache_put(
	struct jx_reply_cache *cache, struct jx_cached_reply *entry, struct jx_reply_buf *reply);

/** Drop every reply about a round. @param round  NULL: about any. */
void jx_reply_cache_invalidate(struct jx_reply_cache *cache, const char *round);

#endif
