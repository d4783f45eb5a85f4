#include "client/screen/datetime.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_S 86400

enum jx_status jx_span_parse(const char *text, int64_t *ret_seconds)
{
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 7)
		return JX_INVALID;
	int64_t count = strtoll(text, NULL, 10);
	int64_t unit;
	const char *suffix = text + digits;
	if (strcmp(suffix, "d") == 0)
		unit = DAY_S;
	else if (strcmp(suffix, "h") == 0)
		unit = 3600;
	else if (strcmp(suffix, "m") == 0)
		unit = 60;
	else if (suffix[0] == '\0' && count == 0)
		unit = 0;
	else
		return JX_INVALID;
	if (count * unit > (int64_t)JX_MAX_SPAN_DAYS * DAY_S)
		return JX_INVALID;
	*ret_seconds = count * unit;
	return JX_OK;
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

static enum jx_status parse_absolute(const char *text, int64_t *ret_seconds)
{
	struct tm day = {.tm_hour = 23, .tm_min = 59, .tm_sec = 59, .tm_isdst = -1};
	const char *at = text;
	bool has_zone = false;
	int offset_s = 0;
	if (!take_date(&at, &day))
		return JX_INVALID;
	if (*at != '\0') {
		day.tm_sec = 0;
		if (!take_mark(&at, 'T') || !take_number(&at, 2, &day.tm_hour) || !take_mark(&at, ':') ||
			!take_number(&at, 2, &day.tm_min))
			return JX_INVALID;
		if (take_mark(&at, ':') && !take_number(&at, 2, &day.tm_sec))
			return JX_INVALID;
		if (!take_zone(&at, &has_zone, &offset_s))
			return JX_INVALID;
	}
	if (day.tm_hour > 23 || day.tm_min > 59 || day.tm_sec > 59 || day.tm_year < 0)
		return JX_INVALID;
	struct tm asked = day;
	time_t seconds = has_zone ? timegm(&day) : mktime(&day);
	/* libc moves 31 April on to 1 May; we refuse it. */
	if (day.tm_mday != asked.tm_mday || day.tm_mon != asked.tm_mon)
		return JX_INVALID;
	*ret_seconds = (int64_t)seconds - offset_s;
	return JX_OK;
}

enum jx_status jx_datetime_parse(const char *text, int64_t now, int64_t *ret_seconds)
{
	int64_t span;
	if (jx_span_parse(text, &span) == JX_OK) {
		*ret_seconds = now + span;
		return JX_OK;
	}
	return parse_absolute(text, ret_seconds);
}

const char *jx_datetime_print(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES])
{
	out[0] = '\0';
	if (time == NULL)
		return out;
	time_t seconds = (time_t)time->seconds;
	struct tm here;
	if (localtime_r(&seconds, &here) != NULL)
		(void)strftime(out, JX_DATETIME_BYTES, "%Y-%m-%d %H:%M", &here);
	return out;
}

const char *jx_datetime_print_utc(const Google__Protobuf__Timestamp *time, char out[JX_DATETIME_BYTES])
{
	out[0] = '\0';
	if (time == NULL)
		return out;
	time_t seconds = (time_t)time->seconds;
	struct tm utc;
	if (gmtime_r(&seconds, &utc) != NULL)
		(void)strftime(out, JX_DATETIME_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc);
	return out;
}
