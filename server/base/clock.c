#include "server/base/clock.h"

#include <time.h>

#include <uv.h>

int64_t jx_clock_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t jx_clock_monotonic_ms(void)
{
	return uv_hrtime() / 1000000;
}
