/*
 * The network side of the daemon: up to three listening sockets on one loop, and every connection behind them.
 *
 * Owns sockets, TLS and HTTP/2; gives whole gRPC calls to the dispatcher (call.h) and takes its replies. It does not
 * make the loop, handle signals or log: the daemon does. All functions run on the loop's thread. Nothing here waits,
 * but for name resolution in jx_net_start().
 */
#ifndef SERVER_NET_LISTENER_H
#define SERVER_NET_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "server/net/call.h"
#include "server/net/counters.h"
#include "server/net/doors.h"
#include "server/net/tls.h"

struct jx_net;

/** What to listen on and with which identity. Everything is borrowed until jx_net_start() returns. */
struct jx_net_config {
	/* "host:port" or "[v6]:port"; port 0: the system chooses; NULL: no such listener. The public one has
	 * no encryption and is refused unless its address is a loopback one. */
	const char *main_address;
	const char *enrol_address;
	const char *public_address;
	/* Sockets already listening, handed over by a service manager, by enum jx_listener; 0: none. One that
	 * is given goes before the address, and is closed by jx_net_shutdown(). */
	int fds[JX_LISTENERS];
	/* PEM files; needed for the main and the enrolment listener. */
	const char *certificate_file; /* the server's own, with its chain */
	const char *key_file;
	const char *ca_file;                  /* who signs the persons' certificates; main listener only */
	const struct jx_tls_config *identity; /* in memory, in place of the three files; NULL: the files */
	/* The time by which persons' certificates are valid, in ms since the epoch; main listener only. */
	int64_t (*clock_ms)(void);
	struct jx_caps caps; /* of connections; lowered together below RLIMIT_NOFILE */
	/* the county's, named by every reply; borrowed until jx_net_free(); NULL: not named */
	const char *time_zone;
};

/** Open the listeners and accept connections from the next turn of the loop on.
 *
 * @param loop    borrowed until on_closed of jx_net_shutdown().
 * @param events  copied; its user pointer is borrowed as long as the loop.
 * @param error   filled on failure: LISTEN_FAILED, PUBLIC_NOT_LOOPBACK, TLS_FILE or OUT_OF_MEMORY.
 * @param ret_net end it by jx_net_shutdown(), then jx_net_free().
 * @return JX_OK, or the status of the error; then nothing is left open once the loop has run a turn.
 * @thread loop, which need not be running yet.
 */
enum jx_status jx_net_start(uv_loop_t *loop, const struct jx_net_config *config,
	const struct jx_call_events *events, struct jx_net **ret_net, struct jx_error *error) JX_MUST_CHECK;

/** The port a listener is bound to; 0 when there is no such listener. */
unsigned jx_net_port(const struct jx_net *net, enum jx_listener listener);

/** Take the identity and the caps of a changed configuration; addresses and sockets stay as they are.
 *
 * Open connections go on as they began, and those above a lowered cap stay. On failure nothing has changed.
 * @return JX_OK; else the error's status: TLS_FILE or OUT_OF_MEMORY.
 */
enum jx_status jx_net_reload(
	struct jx_net *net, const struct jx_net_config *config, struct jx_error *error) JX_MUST_CHECK;

/** Close the connections that showed a certificate that is revoked; answers given before still go out. */
void jx_net_close_certificate(struct jx_net *net, const uint8_t fingerprint[JX_FINGERPRINT_BYTES]);

/** Stop accepting, let running calls finish, close everything.
 *
 * In a pause of its calls a peer gets GOAWAY(2^31-1) and a PING; after one round trip GOAWAY(last id), and streams up to that one are served; a
 * connection closes when its last stream is done, and all that are left do after JX_SHUTDOWN_NET_MS. Who is shaking
 * hands has JX_GOAWAY_WAIT_MS for that. A second call is ignored.
 * @param on_closed  called once, on the loop, when no handle of net is left; jx_net_free() may be called in it.
 */
void jx_net_shutdown(struct jx_net *net, void (*on_closed)(void *user), void *user);

/** Free a net after on_closed; NULL allowed. Calls not yet finished stay valid and may still be finished. */
void jx_net_free(struct jx_net *net);

/** The counters, read at any time on the loop; valid as long as net. */
const struct jx_net_counters *jx_net_counters(const struct jx_net *net);

#endif
