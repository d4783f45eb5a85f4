/*
 * One server-side HTTP/2 session that speaks gRPC: bytes in, calls out; replies in, bytes out.
 *
 * Knows no socket, no TLS and no clock, so that a test can pump it one byte at a time. Frames are nghttp2's
 * work; this adds gRPC on each stream and the ceilings that nghttp2 leaves to the application. Calls are made
 * in stream.c, requests judged in request.c, abuse counted in guard.c. Thread: loop.
 *
 *   jx_h2_receive() -> on_call ... jx_call_send(), jx_call_finish() -> on_output -> jx_h2_pull()
 *
 * Dispatcher events run only inside jx_h2_receive(), jx_h2_pull(), jx_h2_tick() and jx_h2_free(), never
 * inside a nghttp2 callback and never inside a jx_call function.
 */
#ifndef SERVER_NET_H2_H
#define SERVER_NET_H2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"
#include "server/net/call.h"
#include "server/net/counters.h"
#include "server/net/holder.h"
#include "server/net/out.h"

struct jx_h2;
struct jx_h2_shared;

/** Who is at the other end; copied into every call. */
struct jx_h2_peer {
	enum jx_listener listener;
	bool has_peer;
	uint8_t fingerprint[JX_FINGERPRINT_BYTES];
	uint8_t person[JX_FINGERPRINT_BYTES];
	char address[64];
	uint64_t stranger;        /* jx_holder_key_hash() of jx_address_key() */
	struct jx_holder *holder; /* on whose account it is */
};

/** Who is notified when a session has output, outside jx_h2_receive() and jx_h2_tick(). */
struct jx_h2_owner {
	void (*on_output)(void *user);
	void *user;
};

/** Make what all sessions of a process share: callbacks, spare streams, counters, the budgets of bytes.
 *
 * @param events  copied.
 * @return JX_OK or JX_UNAVAILABLE.
 */
enum jx_status jx_h2_shared_new(
	const struct jx_call_events *events, struct jx_h2_shared **ret_shared) JX_MUST_CHECK;
/** Free it, after every session; unfinished calls stay valid. NULL allowed. */
void jx_h2_shared_free(struct jx_h2_shared *shared);
JX_DEFINE_CLEANUP(jx_h2_shared)
/** Name a time zone in every reply, as "jixiao-time-zone". @param name  borrowed as long as the shared. */
void jx_h2_shared_set_time_zone(struct jx_h2_shared *shared, const char *name);
struct jx_net_counters *jx_h2_shared_counters(struct jx_h2_shared *shared);
/** The budget of messages that wait for the dispatcher's answer. */
const struct jx_budget *jx_h2_shared_input(const struct jx_h2_shared *shared);
/** The budget of replies that are not sent; what the kernel did not take counts too. */
struct jx_budget *jx_h2_shared_output(struct jx_h2_shared *shared);

/** Start a session; our SETTINGS are waiting to be pulled.
 *
 * @param shared  borrowed as long as the session.
 * @param peer    borrowed as long as the session; its holder is referenced.
 * @param owner   copied.
 * @param now_ms  a clock that does not go back; the same one in all functions here.
 * @return JX_OK or JX_UNAVAILABLE.
 */
enum jx_status jx_h2_new(struct jx_h2_shared *shared, const struct jx_h2_peer *peer,
	const struct jx_h2_owner *owner, uint64_t now_ms, struct jx_h2 **ret_h2) JX_MUST_CHECK;

/** End a session at once: its unfinished calls get on_gone, then lose their stream. NULL allowed. */
void jx_h2_free(struct jx_h2 *h2);
JX_DEFINE_CLEANUP(jx_h2)

/** Take bytes from the peer, and give complete calls to the dispatcher.
 *
 * @param ret_n_used  fewer than n when the session has done its share of this turn of the loop, see jx_h2_is_paused();
 *                    set on JX_OK.
 * @return JX_OK; JX_INTERNAL: not HTTP/2, or no memory: pull once more, then close.
 */
enum jx_status jx_h2_receive(
	struct jx_h2 *h2, const uint8_t *bytes, size_t n, uint64_t now_ms, size_t *ret_n_used) JX_MUST_CHECK;

/** True when the session has work left: in the next turn of the loop give it the bytes that it left, though it be none. */
bool jx_h2_is_paused(const struct jx_h2 *h2);

/** Fill a batch with what is to be sent now.
 *
 * @param out  appended to while it has room.
 * @return JX_OK, also when nothing was added; JX_INTERNAL: close.
 */
enum jx_status jx_h2_pull(struct jx_h2 *h2, struct jx_out *out) JX_MUST_CHECK;

/** Look at the timeouts; to be called every JX_TICK_MS or so, and followed by jx_h2_pull().
 *
 * @return JX_OK; JX_DEADLINE: the peer was too slow for too long: pull once, then close.
 */
enum jx_status jx_h2_tick(struct jx_h2 *h2, uint64_t now_ms) JX_MUST_CHECK;

/** Begin a clean end: GOAWAY(2^31-1) and PING now, GOAWAY(last id) after the answer, no new streams then. */
void jx_h2_shutdown(struct jx_h2 *h2, uint64_t now_ms);

/** True when nothing is left to receive or send: the connection may be closed. */
bool jx_h2_is_done(const struct jx_h2 *h2);

/** True while the peer has no stream open. */
bool jx_h2_is_idle(const struct jx_h2 *h2);

/** How many calls have been given to the dispatcher. */
uint64_t jx_h2_calls_given(const struct jx_h2 *h2);

/** Send a peer away that is one too many: GOAWAY(ENHANCE_YOUR_CALM) is waiting to be pulled; then close. */
void jx_h2_refuse(struct jx_h2 *h2);

#endif
