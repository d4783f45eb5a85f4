/*
 * Points in time as people type and read them.
 *
 * Typed: "3d", "36h" from now; "2026-03-15" (the end of that day here) or "2026-03-15T17:30+08:00". Shown in
 * the time zone of the machine, to the minute: the server's clock decides, not ours. Reads no clock: `now` is
 * given. Thread: any.
 */
#ifndef CLIENT_TEXT_DATETIME_H
#define CLIENT_TEXT_DATETIME_H

#include <stddef.h>
#include <stdint.h>

#include <google/protobuf/timestamp.pb-c.h>

#include "proto/contract/base/status.h"

#define JX_DATETIME_BYTES 32
#define JX_MAX_SPAN_DAYS  3660 /* ten years: more is a slip of the finger */

/** Read a span such as "5d", "36h", "90m" or "0".
 *
 * @param ret_seconds  0 to JX_MAX_SPAN_DAYS days.
 * @return JX_OK; JX_INVALID.
 */
enum jx_status jx_datetime_parse_span(const char *text, int64_t *ret_seconds) JX_MUST_CHECK;

/** Read a point in time, or a span from now.
 *
 * @param now          seconds since 1970, UTC.
 * @param ret_seconds  likewise. A date without time is its last second here.
 * @return JX_OK; JX_INVALID, also for a day that does not exist.
 */
enum jx_status jx_datetime_parse(const char *text, int64_t now, int64_t *ret_seconds) JX_MUST_CHECK;

/** Write a point in time as "2026-03-15 16:42" here; "" for none.
 *
 * @param time  NULL for none.
 * @return out, of JX_DATETIME_BYTES.
 */
const char *jx_datetime_print(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES]);

/** Write a point in time as "2026-03-15T08:42:07Z" for programs; "" for none. */
const char *jx_datetime_print_utc(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES]);

#endif
