/* Preloaded into the daemon by test_clock.py: the system's clock is off by as many seconds as a file says. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long shift_s(void)
{
	const char *path = getenv("SHIFT_FILE");
	FILE *file = path != NULL ? fopen(path, "re") : NULL;
	long shift = 0;
	if (file == NULL)
		return 0;
	if (fscanf(file, "%ld", &shift) != 1)
		shift = 0;
	(void)fclose(file);
	return shift;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	static int (*real)(clockid_t, struct timespec *);
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	int rc = real(clock, now);
	if (clock == CLOCK_REALTIME)
		now->tv_sec += shift_s();
	return rc;
}

time_t time(time_t *ret_now)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (ret_now != NULL)
		*ret_now = now.tv_sec;
	return now.tv_sec;
}
