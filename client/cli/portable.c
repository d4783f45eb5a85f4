#include "client/cli/portable.h"

#include <iconv.h>
#include <limits.h>
#include <nss.h>
#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

/* The program is started by the loader beside it, named by its whole path; /proc need not be there. */
static bool find_folder(char folder[PATH_MAX])
{
	const char *loader = (const char *)getauxval(AT_EXECFN);
	const char *slash = loader != NULL ? strrchr(loader, '/') : NULL;
	if (slash == NULL || slash - loader >= PATH_MAX)
		return false;
	memcpy(folder, loader, (size_t)(slash - loader));
	folder[slash - loader] = '\0';
	return true;
}

/* The C library reads the list of encodings once, and remembers where it lay: no pager or editor inherits the variable. */
static void take_encodings(const char *folder)
{
	char path[PATH_MAX + 8];
	(void)snprintf(path, sizeof(path), "%s/gconv", folder);
	if (setenv("GCONV_PATH", path, 1) != 0)
		return;
	iconv_t first = iconv_open("UTF-8", "GB18030");
	if (first != (iconv_t)-1)
		(void)iconv_close(first);
	(void)unsetenv("GCONV_PATH");
}

void jx_portable_begin(void)
{
	char folder[PATH_MAX];
	char zones[PATH_MAX + 24];
	if (!JX_IS_PORTABLE)
		return;
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	/* Both are part of the C library; what else nsswitch.conf names would be a module of the machine's. */
	(void)__nss_configure_lookup("hosts", "files dns");
	if (!find_folder(folder))
		return;
	take_encodings(folder);
	(void)snprintf(zones, sizeof(zones), "%s/../share/zoneinfo", folder);
	(void)setenv("TZDIR", zones, 1);
}
