/*
 * The two clocks of the daemon; libraries below it are given times. Thread: any.
 *
 * A clock that is set back must reopen nothing that has ended by time, whatever ended it, and must not write an entry before
 * an older one: the daemon's now never runs behind a time that it gave before, nor behind the newest entry of its log. The
 * latest time is kept beside the store (server/call/record.h), so that this holds for the next start too. This is the only
 * file that asks the system for the time (tests/lint/calls.sh).
 */
#ifndef SERVER_BASE_CLOCK_H
#define SERVER_BASE_CLOCK_H

#include <stdint.h>

/** Milliseconds since the epoch: decides about deadlines and goes into records. Never before one that was given. */
int64_t jx_clock_ms(void);

/** Go on from a time that the daemon acted on before it was started. An earlier one changes nothing. */
void jx_clock_resume(int64_t ms);

/** Raise the floor to a time that is on record. An earlier one changes nothing. */
void jx_clock_raise(int64_t ms);

/** The newest time on record, which no later entry runs behind; 0 before the first jx_clock_raise(). */
int64_t jx_clock_floor_ms(void);

/** How far the system's clock is behind the latest time; 0 when it is not. */
int64_t jx_clock_behind_ms(void);

/** Milliseconds of a clock that only goes forward, the one of uv_now(): decides about time-outs. */
uint64_t jx_clock_monotonic_ms(void);

/** The same clock in nanoseconds, which is the system's CLOCK_MONOTONIC: measures what work costs. */
uint64_t jx_clock_monotonic_ns(void);

#endif
