#include "server/base/thread.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "proto/contract/base/array.h"
#include "server/base/clock.h"

/* What a thread does wrong itself is delivered to it, blocked or not; blocked, it would end the process unlogged. */
static const int FAULTS[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS, SIGTRAP};

bool jx_thread_start(pthread_t *ret_thread, void *(*run)(void *arg), void *arg)
{
	sigset_t blocked;
	sigset_t before;
	(void)sigfillset(&blocked);
	for (size_t i = 0; i < JX_COUNT_OF(FAULTS); i++)
		(void)sigdelset(&blocked, FAULTS[i]);
	/* a thread is born with the mask of the one that makes it, so no signal comes in between */
	(void)pthread_sigmask(SIG_SETMASK, &blocked, &before);
	bool is_started = pthread_create(ret_thread, NULL, run, arg) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return is_started;
}

void jx_thread_sleep_ms(uint64_t ms)
{
	uint64_t end_ns = jx_clock_monotonic_ns() + ms * 1000000u;
	const struct timespec end = {
		.tv_sec = (time_t)(end_ns / 1000000000u), .tv_nsec = (long)(end_ns % 1000000000u)};
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR)
		;
}
