/*
 * bin/jixiao of the portable client: starts the program with the loader and the libraries of its own archive. It is linked
 * statically, so it needs none of the machine's. A shell script would need a shell, and a path to the loader that is
 * written into the program could not be moved.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#define N_BEFORE 7 /* arguments of the loader */

/* Where the archive was unpacked: two folders above this program. Without /proc, by how it was called. */
static int find_root(char *root)
{
	char called[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", called, sizeof(called) - 1);
	if (n > 0)
		called[n] = '\0';
	if (realpath(n > 0 ? called : (const char *)getauxval(AT_EXECFN), root) == NULL)
		return 0;
	for (int i = 0; i < 2; i++) {
		char *slash = strrchr(root, '/');
		if (slash == NULL)
			return 0;
		*slash = '\0';
	}
	return 1;
}

int main(int argc, char **argv)
{
	static char root[PATH_MAX], loader[PATH_MAX + 16], library[PATH_MAX + 16], program[PATH_MAX + 16];
	char **all = calloc((size_t)argc + N_BEFORE + 1, sizeof(*all));
	if (all == NULL || !find_root(root)) {
		(void)fputs("jixiao: cannot find the folder that it was unpacked in\n", stderr);
		return 1;
	}
	(void)snprintf(loader, sizeof(loader), "%s/lib/ld.so", root);
	(void)snprintf(library, sizeof(library), "%s/lib", root);
	(void)snprintf(program, sizeof(program), "%s/lib/jixiao", root);
	char *const before[N_BEFORE] = {
		loader, "--inhibit-cache", "--library-path", library, "--argv0", "jixiao", program};
	memcpy(all, before, sizeof(before));
	if (argc > 1)
		memcpy(all + N_BEFORE, argv + 1, ((size_t)argc - 1) * sizeof(*all));
	/* Libraries of the machine, made for its own C library. */
	(void)unsetenv("LD_PRELOAD");
	(void)unsetenv("LD_AUDIT");
	(void)execv(loader, all);
	(void)fputs("jixiao: lib/ld.so of its archive cannot be started\n", stderr);
	return 1;
}
