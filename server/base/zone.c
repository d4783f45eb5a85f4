#include "server/base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/contract/base/text.h"

#define DATABASE "/usr/share/zoneinfo/"

/* Of the process, as TZ is. Written once, before there are threads. */
static char zone_name[JX_ZONE_BYTES];

/* Letters and what stands between them: no path that leads out of the database. */
static bool is_name(const char *name)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	size_t n = strlen(name);
	return n > 0 && n < JX_ZONE_BYTES && strspn(name, ALLOWED) == n && name[0] != '/';
}

bool jx_zone_is_known(const char *name)
{
	char path[sizeof(DATABASE) + JX_ZONE_BYTES];
	char magic[4] = "";
	if (!is_name(name))
		return false;
	(void)snprintf(path, sizeof(path), DATABASE "%s", name);
	FILE *file = fopen(path, "rbe");
	if (file == NULL)
		return false;
	size_t n = fread(magic, 1, sizeof(magic), file);
	(void)fclose(file);
	return n == sizeof(magic) && memcmp(magic, "TZif", sizeof(magic)) == 0;
}

bool jx_zone_set(const char *name)
{
	if (setenv("TZ", name, 1) != 0)
		return false;
	tzset();
	(void)jx_text_copy(zone_name, sizeof(zone_name), name);
	return true;
}

const char *jx_zone_name(void)
{
	return zone_name;
}

const char *jx_zone_print(int64_t ms, char *out)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm local;
	char offset[8];
	if (localtime_r(&seconds, &local) == NULL || local.tm_year < 0 || local.tm_year > 8099)
		return "?";
	size_t n = strftime(out, JX_ZONE_TIME_BYTES, "%Y-%m-%dT%H:%M:%S", &local);
	(void)strftime(offset, sizeof(offset), "%z", &local);
	(void)snprintf(out + n, JX_ZONE_TIME_BYTES - n, "%.3s:%.2s", offset, offset + 3);
	return out;
}

int32_t jx_zone_offset_minutes(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm local;
	return localtime_r(&seconds, &local) != NULL ? (int32_t)(local.tm_gmtoff / 60) : 0;
}
