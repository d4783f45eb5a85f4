#include "server/base/thread.h"

#include <signal.h>
#include <stdatomic.h>

#include "server/base/clock.h"
#include "tests/support/test.h"

static void *read_mask(void *arg)
{
	(void)pthread_sigmask(SIG_SETMASK, NULL, arg);
	return NULL;
}

static void a_thread_takes_no_signal_but_faults(void **state)
{
	(void)state;
	pthread_t thread;
	sigset_t mask;
	sigset_t before;
	sigset_t after;
	(void)pthread_sigmask(SIG_SETMASK, NULL, &before);
	assert_true(jx_thread_start(&thread, read_mask, &mask));
	assert_int_equal(pthread_join(thread, NULL), 0);
	(void)pthread_sigmask(SIG_SETMASK, NULL, &after);
	const int blocked[] = {
		SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGALRM, SIGXCPU, SIGPIPE, SIGRTMAX};
	for (size_t i = 0; i < sizeof(blocked) / sizeof(blocked[0]); i++)
		assert_int_equal(sigismember(&mask, blocked[i]), 1);
	const int faults[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS, SIGTRAP};
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		assert_int_equal(sigismember(&mask, faults[i]), 0);
	for (int number = 1; number < SIGRTMIN; number++)
		assert_int_equal(sigismember(&before, number), sigismember(&after, number));
}

struct sleeper {
	atomic_bool is_awake;
	uint64_t rested_ms;
};

static void *sleep_a_while(void *arg)
{
	struct sleeper *sleeper = arg;
	uint64_t start_ms = jx_clock_monotonic_ms();
	jx_thread_sleep_ms(100);
	sleeper->rested_ms = jx_clock_monotonic_ms() - start_ms;
	atomic_store(&sleeper->is_awake, true);
	return NULL;
}

static void take_note(int number)
{
	(void)number;
}

static void signals_end_no_sleep(void **state)
{
	(void)state;
	struct sleeper sleeper = {.rested_ms = 0};
	struct sigaction noted = {.sa_handler = take_note};
	pthread_t thread;
	assert_int_equal(sigaction(SIGUSR1, &noted, NULL), 0);
	/* a thread of pthread_create() takes signals, and each ends its system call */
	assert_int_equal(pthread_create(&thread, NULL, sleep_a_while, &sleeper), 0);
	while (!atomic_load(&sleeper.is_awake)) {
		(void)pthread_kill(thread, SIGUSR1);
		jx_thread_sleep_ms(1);
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_in_range(sleeper.rested_ms, 100, UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thread_takes_no_signal_but_faults),
		cmocka_unit_test(signals_end_no_sleep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
