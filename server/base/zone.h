/*
 * The county's time zone, by its name in the IANA database: deadlines are days of the county.
 *
 * The C library knows one zone at a time, that of the process, and reads the database itself; the daemon serves one county,
 * so the process has the county's zone. Reading the database ourselves would mean a second reader of its rules.
 */
#ifndef SERVER_BASE_ZONE_H
#define SERVER_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#define JX_ZONE_BYTES      64 /* of a name; the longest has 30 */
#define JX_ZONE_TIME_BYTES 32 /* of a time as text */
#define JX_ZONE_DEFAULT    "Asia/Shanghai"

/** True for the name of a zone that the database of this machine has (Debian: the package tzdata). @thread any. */
bool jx_zone_is_known(const char *name);

/** Make it the zone of this process. Before any other thread runs. @return false without memory. */
bool jx_zone_set(const char *name);

/** The name of the zone, "" before jx_zone_set(). @thread any. */
const char *jx_zone_name(void);

/** Write a time in the zone: RFC 3339, whole seconds, "2026-03-31T23:59:59+08:00". @thread any.
 *
 * @param out  of JX_ZONE_TIME_BYTES.
 * @return out; "?" for a time that no calendar has.
 */
const char *jx_zone_print(int64_t ms, char *out);

/** Minutes east of UTC that clocks of the zone show at a time. @thread any. */
int32_t jx_zone_offset_minutes(int64_t ms);

#endif
