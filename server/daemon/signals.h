/*
 * Signals: what each of them does to the daemon. None ends it without a line in the log.
 *
 *   TERM, INT, QUIT, XCPU     stop; a second one changes nothing
 *   HUP                       read the settings and the certificates again
 *   USR1, USR2, ALRM, VTALRM, PROF, IO, PWR, STKFLT   nothing but a line
 *   PIPE, XFSZ, real-time     nothing: the call that caused it reports an error
 *   ABRT, SEGV, BUS, ILL, FPE, SYS, TRAP              a line, then what the system does
 *
 * The first three rows arrive on the loop, in its next turn, also those that came while the daemon was starting.
 * Thread: loop.
 */
#ifndef SERVER_DAEMON_SIGNALS_H
#define SERVER_DAEMON_SIGNALS_H

#include <uv.h>

struct jx_signals;

struct jx_signal_events {
	void (*on_stop)(void *user, const char *signal);
	void (*on_reload)(void *user);
	void *user;
};

/** Take all signals. @param events  copied. @return NULL without memory. */
struct jx_signals *jx_signals_start(uv_loop_t *loop, const struct jx_signal_events *events);

/** Take no more; freed when the loop has run a turn. Signals that would end the process are ignored from now on, so
 * that the last steps of a shutdown are not cut. NULL allowed. */
void jx_signals_stop(struct jx_signals *signals);

#endif
