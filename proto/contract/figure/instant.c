#include "proto/contract/figure/instant.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_PER_DAY  86400
#define NANOS_PER_MILLI  1000000
#define FIRST_SECOND     (-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST_SECOND      253402300799   /* 9999-12-31T23:59:59Z */
#define DAYS_PER_400Y    146097
#define DAYS_TO_1970     719162 /* from 0001-01-01, in the Gregorian calendar without end */
#define WHOLE_TEXT_BYTES 20
#define MILLI_TEXT_BYTES 24

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_of_month(int64_t year, int64_t month)
{
	static const int64_t DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return DAYS[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* Days from 0001-01-01 to the first of January of a year from 1 on. */
static int64_t days_before_year(int64_t year)
{
	int64_t past = year - 1;
	return past * 365 + past / 4 - past / 100 + past / 400;
}

bool jx_instant_print(int64_t seconds, int32_t nanos, char out[JX_INSTANT_TEXT_BYTES])
{
	out[0] = '\0';
	if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos > 999 * NANOS_PER_MILLI ||
		nanos % NANOS_PER_MILLI != 0)
		return false;
	int64_t since_start = seconds - FIRST_SECOND;
	int64_t days = since_start / SECONDS_PER_DAY;
	int64_t second = since_start % SECONDS_PER_DAY;
	/* 400 years have a fixed number of days, so the estimate is off by one year at most. */
	int64_t year = days * 400 / DAYS_PER_400Y + 1;
	while (days_before_year(year + 1) <= days)
		year++;
	while (days_before_year(year) > days)
		year--;
	int64_t day = days - days_before_year(year);
	int64_t month = 1;
	for (; day >= days_of_month(year, month); month++)
		day -= days_of_month(year, month);
	char fraction[8] = "";
	if (nanos != 0)
		snprintf(fraction, sizeof(fraction), ".%03d", (int)(nanos / NANOS_PER_MILLI) % 1000);
	snprintf(out, JX_INSTANT_TEXT_BYTES, "%04d-%02d-%02dT%02d:%02d:%02d%sZ", (int)(year % 10000),
		(int)month, (int)day + 1, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
		fraction);
	return true;
}

/* Reads n digits at a place; -1 when one is none. */
static int64_t number_at(const char *text, size_t n)
{
	int64_t value = 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static bool is_day(int64_t year, int64_t month, int64_t day)
{
	return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

bool jx_instant_parse(const char *text, size_t n_bytes, int64_t *ret_seconds, int32_t *ret_nanos)
{
	bool is_whole = n_bytes == WHOLE_TEXT_BYTES;
	if ((!is_whole && n_bytes != MILLI_TEXT_BYTES) || text[n_bytes - 1] != 'Z' || text[4] != '-' ||
		text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
		(!is_whole && text[19] != '.'))
		return false;
	int64_t year = number_at(text, 4);
	int64_t month = number_at(text + 5, 2);
	int64_t day = number_at(text + 8, 2);
	int64_t hour = number_at(text + 11, 2);
	int64_t minute = number_at(text + 14, 2);
	int64_t second = number_at(text + 17, 2);
	int64_t millis = is_whole ? 0 : number_at(text + 20, 3);
	if (!is_day(year, month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
		second > 59)
		return false;
	/* ".000" is the second spelling of a whole second. */
	if (millis < 0 || (!is_whole && millis == 0))
		return false;
	int64_t days = days_before_year(year) - DAYS_TO_1970 + day - 1;
	for (int64_t m = 1; m < month; m++)
		days += days_of_month(year, m);
	*ret_seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
	*ret_nanos = (int32_t)millis * NANOS_PER_MILLI;
	return true;
}

bool jx_date_parse(const char *text, size_t n_bytes, struct jx_date *ret_date)
{
	bool has_month = n_bytes == 7 || n_bytes == 10;
	bool has_day = n_bytes == 10;
	if ((n_bytes != 4 && !has_month) || (has_month && text[4] != '-') || (has_day && text[7] != '-'))
		return false;
	int64_t year = number_at(text, 4);
	int64_t month = has_month ? number_at(text + 5, 2) : 1;
	int64_t day = has_day ? number_at(text + 8, 2) : 1;
	if (!is_day(year, month, day))
		return false;
	int64_t last_month = has_month ? month : 12;
	int64_t last_day = has_day ? day : days_of_month(year, last_month);
	ret_date->first = (int32_t)(year * 10000 + month * 100 + day);
	ret_date->last = (int32_t)(year * 10000 + last_month * 100 + last_day);
	return true;
}

void jx_timestamp_set(Google__Protobuf__Timestamp *timestamp, int64_t ms)
{
	timestamp->seconds = ms / 1000;
	timestamp->nanos = (int32_t)(ms % 1000) * NANOS_PER_MILLI;
}

int64_t jx_timestamp_ms(const Google__Protobuf__Timestamp *timestamp)
{
	if (timestamp == NULL)
		return 0;
	if (timestamp->seconds < FIRST_SECOND)
		return FIRST_SECOND * 1000;
	if (timestamp->seconds > LAST_SECOND)
		return LAST_SECOND * 1000;
	return timestamp->seconds * 1000 + timestamp->nanos / 1000000;
}
