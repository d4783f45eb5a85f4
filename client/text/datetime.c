#include "client/text/datetime.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define DAY_S         86400
#define LAST_MS_NANOS 999000000 /* the last millisecond of a second */
#define DATABASE      "/usr/share/zoneinfo"
#define ZONE_BYTES    64

/* Of the process, as the C library's zone is. */
static enum jx_zone_state zone_state = JX_ZONE_NOT_TOLD;
static char zone_name[ZONE_BYTES];

/* Letters and what stands between them: no path that leads out of the database. */
static bool is_zone_name(const char *name, size_t n)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	return n > 0 && n < ZONE_BYTES && name[0] != '/' && strspn(name, ALLOWED) >= n;
}

void jx_datetime_set_zone(const char *name, size_t n)
{
	char path[PATH_MAX];
	if (!is_zone_name(name, n) || (strlen(zone_name) == n && strncmp(zone_name, name, n) == 0))
		return;
	(void)jx_text_copy_n(zone_name, sizeof(zone_name), name, n);
	const char *database = getenv("TZDIR"); /* as the C library looks for it */
	(void)snprintf(path, sizeof(path), "%s/%s", database != NULL ? database : DATABASE, zone_name);
	bool is_set = access(path, R_OK) == 0 && setenv("TZ", zone_name, 1) == 0;
	zone_state = is_set ? JX_ZONE_SET : JX_ZONE_UNKNOWN;
	if (is_set)
		tzset();
}

enum jx_zone_state jx_datetime_zone_state(void)
{
	return zone_state;
}

const char *jx_datetime_zone_name(void)
{
	return zone_name;
}

enum jx_status jx_datetime_parse_span(const char *text, int64_t *ret_seconds)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = {{'d', DAY_S}, {'h', 3600}, {'m', 60}};
	char digits[8];
	uint64_t count;
	size_t n = strlen(text);
	if (strcmp(text, "0") == 0) {
		*ret_seconds = 0;
		return JX_OK;
	}
	if (n < 2 || n > sizeof(digits))
		return JX_INVALID;
	(void)jx_text_copy_n(digits, sizeof(digits), text, n - 1);
	if (!jx_text_u64(digits, UINT32_MAX, &count))
		return JX_INVALID;
	for (size_t i = 0; i < JX_COUNT_OF(units); i++) {
		if (units[i].letter != text[n - 1])
			continue;
		int64_t seconds = (int64_t)count * units[i].seconds;
		if (seconds > (int64_t)JX_MAX_SPAN_DAYS * DAY_S)
			return JX_INVALID;
		*ret_seconds = seconds;
		return JX_OK;
	}
	return JX_INVALID;
}

/* Reads exactly `digits` digits; false when there are others. */
static bool take_number(const char **at, size_t digits, int *ret_number)
{
	int number = 0;
	for (size_t i = 0; i < digits; i++) {
		if (!isdigit((unsigned char)(*at)[i]))
			return false;
		number = number * 10 + ((*at)[i] - '0');
	}
	*at += digits;
	*ret_number = number;
	return true;
}

static bool take_mark(const char **at, char mark)
{
	if (**at != mark)
		return false;
	(*at)++;
	return true;
}

static bool take_date(const char **at, struct tm *day)
{
	int year, month, date;
	if (!take_number(at, 4, &year) || !take_mark(at, '-') || !take_number(at, 2, &month) ||
		!take_mark(at, '-') || !take_number(at, 2, &date))
		return false;
	day->tm_year = year - 1900;
	day->tm_mon = month - 1;
	day->tm_mday = date;
	return true;
}

/* "Z", "+08:00"; *ret_has_zone is false when there is nothing. */
static bool take_zone(const char **at, bool *ret_has_zone, int *ret_offset_s)
{
	*ret_has_zone = **at != '\0';
	*ret_offset_s = 0;
	if (!*ret_has_zone || take_mark(at, 'Z'))
		return **at == '\0';
	int sign = **at == '-' ? -1 : 1;
	int hours, minutes;
	if (!take_mark(at, '+') && !take_mark(at, '-'))
		return false;
	if (!take_number(at, 2, &hours) || !take_mark(at, ':') || !take_number(at, 2, &minutes))
		return false;
	*ret_offset_s = sign * (hours * 3600 + minutes * 60);
	return hours <= 14 && minutes < 60 && **at == '\0';
}

/* What a text says before it is looked up in a calendar. */
struct moment {
	struct tm day;
	bool has_time;
	bool has_zone;
	int offset_s;
	int ms;
};

/* ":42", and the milliseconds that a program may write behind it. */
static bool take_seconds(const char **at, struct moment *moment)
{
	if (!take_mark(at, ':'))
		return true;
	if (!take_number(at, 2, &moment->day.tm_sec))
		return false;
	return !take_mark(at, '.') || take_number(at, 3, &moment->ms);
}

static bool take_moment(const char *text, struct moment *moment)
{
	struct tm *day = &moment->day;
	const char *at = text;
	*moment = (struct moment){.day = {.tm_hour = 23, .tm_min = 59, .tm_sec = 59, .tm_isdst = -1}};
	if (!take_date(&at, day))
		return false;
	moment->has_time = *at != '\0';
	if (moment->has_time) {
		day->tm_sec = 0;
		if (!take_mark(&at, 'T') || !take_number(&at, 2, &day->tm_hour) || !take_mark(&at, ':') ||
			!take_number(&at, 2, &day->tm_min))
			return false;
		if (!take_seconds(&at, moment))
			return false;
		if (!take_zone(&at, &moment->has_zone, &moment->offset_s))
			return false;
	}
	return day->tm_hour <= 23 && day->tm_min <= 59 && day->tm_sec <= 59 && day->tm_year >= 0;
}

bool jx_datetime_needs_zone(const char *text)
{
	struct moment moment;
	return take_moment(text, &moment) && !moment.has_zone;
}

static enum jx_status parse_absolute(const char *text, Google__Protobuf__Timestamp *ret_time)
{
	struct moment moment;
	if (!take_moment(text, &moment))
		return JX_INVALID;
	struct tm asked = moment.day;
	time_t seconds = moment.has_zone ? timegm(&moment.day) : mktime(&moment.day);
	/* libc moves 31 April on to 1 May; we refuse it. */
	if (moment.day.tm_mday != asked.tm_mday || moment.day.tm_mon != asked.tm_mon)
		return JX_INVALID;
	ret_time->seconds = (int64_t)seconds - moment.offset_s;
	ret_time->nanos = moment.has_time ? moment.ms * (LAST_MS_NANOS / 999) : LAST_MS_NANOS;
	return JX_OK;
}

enum jx_status jx_datetime_parse(const char *text, int64_t now, Google__Protobuf__Timestamp *ret_time)
{
	int64_t span;
	if (jx_datetime_parse_span(text, &span) == JX_OK) {
		ret_time->seconds = now + span;
		return JX_OK;
	}
	return parse_absolute(text, ret_time);
}

const char *jx_datetime_print(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES])
{
	struct tm here;
	char zone[8];
	time_t seconds = time != NULL ? (time_t)time->seconds : 0;
	out[0] = '\0';
	if (time == NULL || localtime_r(&seconds, &here) == NULL)
		return out;
	size_t n = strftime(out, JX_DATETIME_BYTES, "%Y-%m-%d %H:%M", &here);
	if (n > 0 && strftime(zone, sizeof(zone), "%z", &here) > 0)
		(void)snprintf(out + n, JX_DATETIME_BYTES - n, " %.3s:%.2s", zone, zone + 3);
	return out;
}

const char *jx_datetime_print_utc(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES])
{
	struct tm utc;
	time_t seconds = time != NULL ? (time_t)time->seconds : 0;
	out[0] = '\0';
	if (time != NULL && gmtime_r(&seconds, &utc) != NULL)
		(void)strftime(out, JX_DATETIME_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc);
	return out;
}

const char *jx_span_print(uint64_t ms, char out[JX_SPAN_BYTES])
{
	unsigned long long minutes = ms / 60000;
	unsigned long long hours = minutes / 60;
	unsigned long long days = hours / 24;
	if (days > 0)
		(void)snprintf(out, JX_SPAN_BYTES, _("%llu d %llu h"), days, hours % 24);
	else if (hours > 0)
		(void)snprintf(out, JX_SPAN_BYTES, _("%llu h %llu min"), hours, minutes % 60);
	else
		(void)snprintf(out, JX_SPAN_BYTES, _("%llu min"), minutes);
	return out;
}
