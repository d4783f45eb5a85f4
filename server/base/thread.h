/*
 * Threads beside the loop. Signals are the loop's: no other thread is interrupted by one, in a wait or in a system call.
 */
#ifndef SERVER_BASE_THREAD_H
#define SERVER_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/** Run a function on a thread that takes no signal but those of a fault of its own. The one way to start a thread
 * (tests/lint/calls.sh).
 *
 * @param ret_thread  to be joined or detached.
 * @return false when the system has no thread left.
 */
bool jx_thread_start(pthread_t *ret_thread, void *(*run)(void *arg), void *arg);

/** Let this thread rest for so long, whatever happens to it meanwhile. */
void jx_thread_sleep_ms(uint64_t ms);

#endif
