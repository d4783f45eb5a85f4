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

#include <stdbool.h>
#include <stdint.h>

/** Milliseconds since the epoch: decides about deadlines and goes into records. Never before one that was given. */
int64_t jx_clock_ms(void);

/** Go on from a time that the daemon acted on before it was started. An earlier one changes nothing. */
void jx_clock_resume(int64_t ms);

/** Raise the floor to a time that is on record. An earlier one changes nothing. */
void jx_clock_raise(int64_t ms);

/** The least time that the next entry may have: no entry runs behind the newest one on record, nor comes at a time of which it
 * was answered already what was then. 0 before the first jx_clock_raise(). */
int64_t jx_clock_floor_ms(void);

/** Around what the writer does in one transaction, whose entries nobody sees before its end. */
void jx_clock_begin_writing(void);
void jx_clock_end_writing(void);

/** Let no entry come at this time any more, or before it. Waits a moment for a transaction that may have one.
 *
 * @return false while there is such a transaction: what was then is known when it has ended.
 */
bool jx_clock_settle(int64_t ms);

/** How far the system's clock is behind the latest time; 0 when it is not. */
int64_t jx_clock_behind_ms(void);

/** Milliseconds of a clock that only goes forward, the one of uv_now(): decides about time-outs. */
uint64_t jx_clock_monotonic_ms(void);

/** The same clock in nanoseconds, which is the system's CLOCK_MONOTONIC: measures what work costs. */
uint64_t jx_clock_monotonic_ns(void);

#endif
