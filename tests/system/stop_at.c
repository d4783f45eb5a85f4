/* Preloaded by test_rotation.py: the process is killed where it is about to rename its n-th file, as STOP_AT says. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

int rename(const char *from, const char *to)
{
	static int (*real)(const char *, const char *);
	static long n_calls;
	const char *stop_at = getenv("STOP_AT");
	if (stop_at != NULL && strtol(stop_at, NULL, 10) == ++n_calls)
		(void)raise(SIGKILL);
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "rename");
	return real(from, to);
}
