#include "server/base/clock.h"

#include <stdatomic.h>
#include <time.h>

#include <uv.h>

/* The system has one clock, and so one floor, which is on record, and one latest time, which was acted on. */
static _Atomic int64_t floor_ms;
static _Atomic int64_t latest_ms;

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
	return atomic_load(&floor_ms);
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
