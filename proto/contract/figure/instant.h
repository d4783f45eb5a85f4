/*
 * Points in time and dates as text.
 *
 * A time is RFC 3339 in UTC, "2026-03-15T08:42:07Z", with ".123" only when it is not of whole seconds. One text
 * for one time: no offsets, no leap seconds, nothing finer than a millisecond. A date is what a report states:
 * a year, a month or a day. Reads no clock and no time zone. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_INSTANT_H
#define PROTO_CONTRACT_FIGURE_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "google/protobuf/timestamp.pb-c.h"

#define JX_INSTANT_TEXT_BYTES 48 /* "2026-03-15T08:42:07.123Z" and its terminator, with room */

/** Write a time.
 *
 * @param seconds  since 1970-01-01T00:00:00Z, within the years 1 to 9999.
 * @param nanos    0 to 999,000,000, whole milliseconds.
 * @return false, and out is "", for a time outside these.
 */
bool jx_instant_print(int64_t seconds, int32_t nanos, char out[JX_INSTANT_TEXT_BYTES]);

/** Read a time in exactly the form that jx_instant_print() writes. The text need not be terminated. */
bool jx_instant_parse(const char *text, size_t n_bytes, int64_t *ret_seconds, int32_t *ret_nanos);

/** Milliseconds of a Timestamp, 0 for NULL; a time outside the years 1 to 9999 is the nearest one inside. */
int64_t jx_timestamp_ms(const Google__Protobuf__Timestamp *timestamp);

/** Set a Timestamp to milliseconds since the epoch. */
void jx_timestamp_set(Google__Protobuf__Timestamp *timestamp, int64_t ms);

/** A date: the first and the last day that it can mean, as numbers that read YYYYMMDD. */
struct jx_date {
	int32_t first;
	int32_t last;
};

/** Read a date: "2025", "2025-12" or "2025-12-31", a day of the calendar. The text need not be terminated. */
bool jx_date_parse(const char *text, size_t n_bytes, struct jx_date *ret_date);

#endif
