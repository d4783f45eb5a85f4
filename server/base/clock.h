/* The two clocks of the daemon; libraries below it are given times. Thread: any. */
#ifndef SERVER_BASE_CLOCK_H
#define SERVER_BASE_CLOCK_H

#include <stdint.h>

/** Milliseconds since the epoch: decides about deadlines and goes into records. */
int64_t jx_clock_ms(void);

/** Milliseconds of a clock that only goes forward, the one of uv_now(): decides about time-outs. */
uint64_t jx_clock_monotonic_ms(void);

#endif
