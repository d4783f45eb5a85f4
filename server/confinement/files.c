#include "server/confinement/confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proto/contract/base/array.h"

/* What the kernel knows and Debian 12's header does not: docs.kernel.org/userspace-api/landlock.html. */
#define FS_REFER     (UINT64_C(1) << 13) /* version 2 */
#define FS_TRUNCATE  (UINT64_C(1) << 14) /* version 3 */
#define NET_BIND     (UINT64_C(1) << 0)  /* version 4 */
#define NET_CONNECT  (UINT64_C(1) << 1)  /* version 4 */
#define FS_IOCTL_DEV (UINT64_C(1) << 15) /* version 5 */

#define FS_FIRST                                                                                           \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |       \
		LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |                              \
		LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                            \
		LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | \
		LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define KEEP                                                                  \
	(READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | \
		LANDLOCK_ACCESS_FS_REMOVE_FILE | FS_TRUNCATE)
/* Rights that a rule about a file, not a directory, may name. */
#define OF_FILES                                                                                     \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | \
		FS_TRUNCATE | FS_IOCTL_DEV)

struct ruleset {
	uint64_t files;
	uint64_t net;
};

static const char *const ALWAYS[] = {"/proc/self", "/dev/urandom", "/usr/share/zoneinfo", "/etc/localtime"};

/* To look up a name and to know whom to trust: resolver, its modules, certificates. */
static const char *const CALLING_OUT[] = {"/etc", "/usr/lib", "/usr/local/share/ca-certificates",
	"/usr/share/ca-certificates", "/lib", "/lib64", "/run/systemd/resolve", "/run/resolvconf"};

static struct ruleset handled(long version, bool calls_out)
{
	struct ruleset rules = {.files = FS_FIRST};
	if (version >= 2)
		rules.files |= FS_REFER;
	if (version >= 3)
		rules.files |= FS_TRUNCATE;
	if (version >= 4)
		rules.net = calls_out ? NET_BIND : NET_BIND | NET_CONNECT;
	if (version >= 5)
		rules.files |= FS_IOCTL_DEV;
	return rules;
}

/* A place that is not there needs no rule. */
static bool allow(int ruleset, const char *path, uint64_t rights)
{
	struct stat about;
	int place = open(path, O_PATH | O_CLOEXEC);
	if (place < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
	if (fstat(place, &about) == 0 && !S_ISDIR(about.st_mode))
		rights &= OF_FILES;
	const struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = place};
	bool is_added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	(void)close(place);
	return is_added;
}

static bool allow_all(int ruleset, const char *const *paths, size_t n, uint64_t rights)
{
	for (size_t i = 0; i < n; i++)
		if (!allow(ruleset, paths[i], rights))
			return false;
	return true;
}

static bool add_rules(int ruleset, const struct jx_confinement *confinement, uint64_t files)
{
	return allow(ruleset, confinement->directory, KEEP & files) &&
	       allow(ruleset, confinement->settings, READ) &&
	       allow_all(ruleset, ALWAYS, JX_COUNT_OF(ALWAYS), READ) &&
	       (!confinement->calls_out || allow_all(ruleset, CALLING_OUT, JX_COUNT_OF(CALLING_OUT), READ));
}

const char *jx_confinement_files(const struct jx_confinement *confinement)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return errno == EOPNOTSUPP ? "the kernel has Landlock switched off"
					   : "the kernel has no Landlock";
	const struct ruleset rules = handled(version, confinement->calls_out);
	/* An older kernel takes the part of the struct that it knows. */
	size_t n = version >= 4 ? sizeof(rules) : sizeof(rules.files);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, n, 0);
	if (ruleset < 0)
		return strerrordesc_np(errno);
	const char *why = NULL;
	if (!add_rules(ruleset, confinement, rules.files) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		why = strerrordesc_np(errno);
	(void)close(ruleset);
	return why;
}
