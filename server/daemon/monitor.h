/*
 * What is seen of the daemon from outside: it looks at files and database each JX_VITALS_MS, warns in the log of a disk that
 * is nearly full, and serves metrics and health where the settings name an address. Thread: loop.
 */
#ifndef SERVER_DAEMON_MONITOR_H
#define SERVER_DAEMON_MONITOR_H

#include "server/call/task.h"
#include "server/daemon/config.h"
#include "server/net/listener.h"

struct jx_monitor;

/** What it looks at. All borrowed until jx_monitor_close(). */
struct jx_monitored {
	const struct jx_config *config;
	const struct jx_services *services;
	struct jx_net *const *net; /* there by the next turn of the loop */
};

/** Begin, once the workers run.
 *
 * @return JX_OK; as jx_web_open().
 */
enum jx_status jx_monitor_start(const struct jx_monitored *what, struct jx_monitor **ret_monitor,
	struct jx_error *error) JX_MUST_CHECK;

/** Look now, and not at the next tick: what is looked at may have changed. */
void jx_monitor_look(struct jx_monitor *monitor);

/** The port of the metrics; 0 when there is none. */
unsigned jx_monitor_port(const struct jx_monitor *monitor);

/** The daemon stops: say so to those who probe, and queue no more work. NULL allowed. */
void jx_monitor_stop(struct jx_monitor *monitor);

/** Serve no more, once the workers have stopped; freed when the loop has run a turn. NULL allowed. */
void jx_monitor_close(struct jx_monitor *monitor);

#endif
