/*
 * What is seen of the daemon from outside: it looks at files and database each JX_VITALS_MS, warns in the log of a disk that
 * is nearly full, and serves metrics and health where the settings name an address. Thread: loop.
 */
#ifndef SERVER_METRICS_MONITOR_H
#define SERVER_METRICS_MONITOR_H

#include "server/call/task.h"
#include "server/net/listener.h"

struct jx_monitor;

/** What it looks at. All borrowed until jx_monitor_close(). */
struct jx_monitored {
	const char *directory;        /* of the state */
	const char *address;          /* of the pages; "" for none */
	int fd;                       /* a listening socket in place of the address; 0: none */
	bool is_anywhere;             /* it need not be a loopback address */
	const unsigned *disk_free_mb; /* less is told; 0: JX_DISK_FREE_MB. It may change */
	const struct jx_services *services;
	struct jx_net *const *net; /* there by the next turn of the loop */
};

/** Begin, before the workers and before the daemon is confined: what it needs is opened here.
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
