#include "server/base/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include <uv.h>

/* The system has one clock, and so one floor, which is on record, and one latest time, which was acted on. */
static _Atomic int64_t floor_ms;
static _Atomic int64_t latest_ms;
static _Atomic int64_t settled_ms; /* of which it was answered what was */

#define SECOND_NS      1000000000
#define SETTLE_WAIT_NS (50 * 1000000) /* a transaction, as a rule */

/* The transaction of the writer. */
static struct {
	pthread_mutex_t mutex;
	pthread_cond_t is_over;
	bool is_open;
	int64_t from_ms; /* no entry of it is older */
} writing = {.mutex = PTHREAD_MUTEX_INITIALIZER, .is_over = PTHREAD_COND_INITIALIZER};

/* @return the higher of the two, which the mark is now. */
static int64_t raise_to(_Atomic int64_t *mark, int64_t ms)
{
	int64_t before_ms = atomic_load(mark);
	while (before_ms < ms && !atomic_compare_exchange_weak(mark, &before_ms, ms))
		;
	return before_ms < ms ? ms : before_ms;
}

static int64_t system_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t jx_clock_ms(void)
{
	return raise_to(&latest_ms, system_ms());
}

void jx_clock_resume(int64_t ms)
{
	(void)raise_to(&latest_ms, ms);
}

void jx_clock_raise(int64_t ms)
{
	(void)raise_to(&floor_ms, ms);
	(void)raise_to(&latest_ms, ms);
}

int64_t jx_clock_floor_ms(void)
{
	int64_t on_record_ms = atomic_load(&floor_ms);
	int64_t settled = atomic_load(&settled_ms);
	return settled >= on_record_ms && settled > 0 ? settled + 1 : on_record_ms;
}

void jx_clock_begin_writing(void)
{
	(void)pthread_mutex_lock(&writing.mutex);
	writing.from_ms = jx_clock_floor_ms();
	writing.is_open = true;
	(void)pthread_mutex_unlock(&writing.mutex);
}

void jx_clock_end_writing(void)
{
	(void)pthread_mutex_lock(&writing.mutex);
	writing.is_open = false;
	(void)pthread_cond_broadcast(&writing.is_over);
	(void)pthread_mutex_unlock(&writing.mutex);
}

/* The writer says first that it writes and asks then what is settled; who settles a time says so first and looks then whether
 * anybody writes: one of the two sees the other. */
bool jx_clock_settle(int64_t ms)
{
	(void)raise_to(&settled_ms, ms);
	struct timespec until;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += SETTLE_WAIT_NS;
	until.tv_sec += until.tv_nsec / SECOND_NS;
	until.tv_nsec %= SECOND_NS;
	(void)pthread_mutex_lock(&writing.mutex);
	if (writing.is_open && ms >= writing.from_ms)
		(void)pthread_cond_clockwait(&writing.is_over, &writing.mutex, CLOCK_MONOTONIC, &until);
	bool is_settled = !writing.is_open || ms < writing.from_ms;
	(void)pthread_mutex_unlock(&writing.mutex);
	return is_settled;
}

int64_t jx_clock_behind_ms(void)
{
	int64_t behind_ms = atomic_load(&latest_ms) - system_ms();
	return behind_ms > 0 ? behind_ms : 0;
}

uint64_t jx_clock_monotonic_ns(void)
{
	return uv_hrtime();
}

uint64_t jx_clock_monotonic_ms(void)
{
	return jx_clock_monotonic_ns() / 1000000;
}
