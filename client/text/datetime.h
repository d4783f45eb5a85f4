/*
 * Points in time as people type and read them.
 *
 * Typed: "3d", "36h" from now; "2026-03-15" (the end of that day in the county) or "2026-03-15T17:30+08:00", with
 * seconds and milliseconds where they matter. Shown to the minute, with the zone. Days and hours are the county's, whose time
 * zone the server tells with every reply; until one came they are those of the machine. Reads no clock: `now` is given. Thread: one at a time.
 */
#ifndef CLIENT_TEXT_DATETIME_H
#define CLIENT_TEXT_DATETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <google/protobuf/timestamp.pb-c.h>

#include "proto/contract/base/status.h"

#define JX_DATETIME_BYTES 32
#define JX_MAX_SPAN_DAYS  3660 /* ten years: more is a slip of the finger */

/** Hear from the server what the county's time zone is; from now on times are shown in it.
 *
 * @param name  n bytes, in the IANA database. One that this machine does not know changes nothing.
 */
void jx_datetime_set_zone(const char *name, size_t n);

/** Whether days of the county are known. */
enum jx_zone_state { JX_ZONE_NOT_TOLD, JX_ZONE_UNKNOWN, JX_ZONE_SET };
enum jx_zone_state jx_datetime_zone_state(void);

/** The name that the server told; "" before. */
const char *jx_datetime_zone_name(void);

/** True for a date or time that names no zone, and so means one of the county. */
bool jx_datetime_needs_zone(const char *text);

/** Read a span such as "5d", "36h", "90m" or "0".
 *
 * @param ret_seconds  0 to JX_MAX_SPAN_DAYS days.
 * @return JX_OK; JX_INVALID.
 */
enum jx_status jx_datetime_parse_span(const char *text, int64_t *ret_seconds) JX_MUST_CHECK;

/** Read a point in time, or a span from now.
 *
 * @param now       seconds since 1970, UTC.
 * @param ret_time  likewise. A date without time is the last millisecond of that day: what comes at midnight is late.
 * @return JX_OK; JX_INVALID, also for a day that does not exist.
 */
enum jx_status jx_datetime_parse(
	const char *text, int64_t now, Google__Protobuf__Timestamp *ret_time) JX_MUST_CHECK;

/** Write a point in time as "2026-03-15 16:42 +08:00"; "" for none.
 *
 * @param time  NULL for none.
 * @return out, of JX_DATETIME_BYTES.
 */
const char *jx_datetime_print(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES]);

/** Write a point in time as "2026-03-15T08:42:07Z" for programs; "" for none. */
const char *jx_datetime_print_utc(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES]);

/** Write a span in its largest two units: "3 d 4 h", "25 min". @return out, of JX_SPAN_BYTES. */
#define JX_SPAN_BYTES 64
const char *jx_span_print(uint64_t ms, char out[JX_SPAN_BYTES]);

#endif
