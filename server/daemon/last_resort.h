/*
 * The last resort of a shutdown: work that cannot be interrupted does not hold it up for ever. Thread: loop.
 */
#ifndef SERVER_DAEMON_LAST_RESORT_H
#define SERVER_DAEMON_LAST_RESORT_H

/** End the process with an exit code in JX_SHUTDOWN_TIMEOUT_MS, if it has not ended by then. Like a crash that loses nothing
 * that was acknowledged. */
void jx_last_resort_start(int exit_code);

#endif
