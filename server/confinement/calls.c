#include "server/confinement/confinement.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/contract/base/array.h"

/* Serving: memory, threads, time, the files of the store, sockets that are there. In the order of their jobs. */
static const int ALLOWED[] = {
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(msync),
	SCMP_SYS(futex),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq),
	SCMP_SYS(membarrier),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(getpriority),
	SCMP_SYS(setpriority),
	SCMP_SYS(gettid),
	SCMP_SYS(getpid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(nanosleep),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getrandom),
	SCMP_SYS(getrusage),
	SCMP_SYS(sysinfo),
	SCMP_SYS(uname),
	SCMP_SYS(getuid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getgid),
	SCMP_SYS(getegid),
	SCMP_SYS(open),
	SCMP_SYS(openat),
	SCMP_SYS(close),
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(readv),
	SCMP_SYS(writev),
	SCMP_SYS(pread64),
	SCMP_SYS(pwrite64),
	SCMP_SYS(lseek),
	SCMP_SYS(stat),
	SCMP_SYS(fstat),
	SCMP_SYS(lstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(statx),
	SCMP_SYS(statfs),
	SCMP_SYS(fstatfs),
	SCMP_SYS(access),
	SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2),
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
	SCMP_SYS(getcwd),
	SCMP_SYS(getdents64),
	SCMP_SYS(fcntl),
	SCMP_SYS(flock),
	SCMP_SYS(fsync),
	SCMP_SYS(fdatasync),
	SCMP_SYS(ftruncate),
	SCMP_SYS(fallocate),
	SCMP_SYS(fadvise64),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(fchmod),
	SCMP_SYS(umask),
	SCMP_SYS(dup),
	SCMP_SYS(pipe2),
	SCMP_SYS(eventfd2),
	SCMP_SYS(epoll_create1),
	SCMP_SYS(epoll_ctl),
	SCMP_SYS(epoll_wait),
	SCMP_SYS(epoll_pwait),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(accept4),
	SCMP_SYS(shutdown),
	SCMP_SYS(getsockname),
	SCMP_SYS(getpeername),
	SCMP_SYS(getsockopt),
	SCMP_SYS(setsockopt),
	SCMP_SYS(recvfrom),
	SCMP_SYS(recvmsg),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
};

static const int CALLING_OUT[] = {SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(recvmmsg), SCMP_SYS(sendmmsg)};

static const int FAMILIES[] = {AF_INET, AF_INET6, AF_NETLINK};

static int allow_each(scmp_filter_ctx filter, const int *calls, size_t n)
{
	int result = 0;
	for (size_t i = 0; i < n && result == 0; i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	return result;
}

/* Allows a call when the bits of one of its arguments that the mask names are these. */
static int allow_when(
	scmp_filter_ctx filter, int call, unsigned argument, scmp_datum_t mask, scmp_datum_t bits)
{
	const struct scmp_arg_cmp when = {
		.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = bits};
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &when);
}

#define WHOLE UINT32_MAX /* an int */

/* Calls that are allowed with some arguments only. */
static int allow_some(scmp_filter_ctx filter, bool calls_out)
{
	/* Threads, and no processes: the C library falls back to clone(), whose flags can be seen. */
	int result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);
	/* No signals and no limits but its own. */
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(tgkill), 0, WHOLE, (scmp_datum_t)getpid());
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(prlimit64), 0, WHOLE, 0);
	/* Sockets not to wait on, and how much there is to read. */
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(ioctl), 1, WHOLE, FIONBIO);
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(ioctl), 1, WHOLE, FIONREAD);
	/* The service manager is told how it goes. */
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(socket), 0, WHOLE, AF_UNIX);
	for (size_t i = 0; calls_out && i < JX_COUNT_OF(FAMILIES) && result == 0; i++)
		result = allow_when(filter, SCMP_SYS(socket), 0, WHOLE, (scmp_datum_t)FAMILIES[i]);
	return result;
}

/* Memory that holds code is not made; a resolver's module is such memory. */
static int allow_memory(scmp_filter_ctx filter, bool calls_out)
{
	scmp_datum_t mask = calls_out ? 0 : PROT_EXEC;
	int result = allow_when(filter, SCMP_SYS(mmap), 2, mask, 0);
	if (result == 0)
		result = allow_when(filter, SCMP_SYS(mprotect), 2, mask, 0);
	return result;
}

const char *jx_confinement_calls(const struct jx_confinement *confinement)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (filter == NULL)
		return "the kernel has no seccomp filters";
	int result = allow_each(filter, ALLOWED, JX_COUNT_OF(ALLOWED));
	if (result == 0 && confinement->calls_out)
		result = allow_each(filter, CALLING_OUT, JX_COUNT_OF(CALLING_OUT));
	if (result == 0)
		result = allow_some(filter, confinement->calls_out);
	if (result == 0)
		result = allow_memory(filter, confinement->calls_out);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	return result == 0 ? NULL : strerrordesc_np(-result);
}
