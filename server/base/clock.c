#include "server/base/clock.h"

#include <stdatomic.h>
#include <time.h>

#include <uv.h>

/* The system has one clock, and so one floor. */
static _Atomic int64_t floor_ms;

static int64_t system_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t jx_clock_ms(void)
{
	int64_t now_ms = system_ms();
	int64_t lowest_ms = jx_clock_floor_ms();
	return now_ms > lowest_ms ? now_ms : lowest_ms;
}

void jx_clock_raise(int64_t ms)
{
	int64_t before_ms = jx_clock_floor_ms();
	while (before_ms < ms && !atomic_compare_exchange_weak(&floor_ms, &before_ms, ms))
		;
}

int64_t jx_clock_floor_ms(void)
{
	return atomic_load(&floor_ms);
}

int64_t jx_clock_behind_ms(void)
{
	int64_t behind_ms = jx_clock_floor_ms() - system_ms();
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
