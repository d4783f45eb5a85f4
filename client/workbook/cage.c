#include "client/workbook/cage.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__loongarch64)
#define ARCHITECTURE AUDIT_ARCH_LOONGARCH64
#else
#error "name the architecture of seccomp filters for this machine"
#endif

/* A sanitizer maps terabytes of shadow memory and looks at itself in ways of its own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

/* What computing takes: memory, locks of the allocator, its random start, and the pipe. */
static const unsigned ALLOWED[] = {__NR_read, __NR_write, __NR_close, __NR_lseek, __NR_exit, __NR_exit_group,
	__NR_brk, __NR_mmap, __NR_munmap, __NR_mremap, __NR_mprotect, __NR_madvise, __NR_futex,
	__NR_rt_sigreturn, __NR_rt_sigprocmask, __NR_getrandom, __NR_clock_gettime, __NR_sched_yield};

#define N_ALLOWED (sizeof(ALLOWED) / sizeof(ALLOWED[0]))

/* Everything else ends the process. */
static bool close_system_calls(void)
{
	struct sock_filter filter[N_ALLOWED + 6];
	size_t n = 0;
	filter[n++] = (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, arch));
	filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	filter[n++] = (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < N_ALLOWED; i++)
		filter[n++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, ALLOWED[i], (unsigned char)(N_ALLOWED - i), 0);
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	const struct sock_fprog program = {.len = (unsigned short)n, .filter = filter};
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Bytes of data that the process has already, with what it was forked from; 0 when it cannot be told. */
static rlim_t held_bytes(void)
{
	enum { DATA = 5 }; /* of the numbers in a line */
	char line[256] = "";
	FILE *statm = fopen("/proc/self/statm", "re");
	if (statm == NULL)
		return 0;
	char *at = fgets(line, sizeof(line), statm);
	(void)fclose(statm);
	unsigned long long pages = 0;
	for (int i = 0; at != NULL && i <= DATA; i++)
		pages = strtoull(at, &at, 10);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static bool limit(int resource, rlim_t most)
{
	const struct rlimit both = {.rlim_cur = most, .rlim_max = most};
	return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

bool jx_cage_enter(int keep_fd)
{
	rlim_t held = held_bytes();
	/* The archive reader asks for local time: with a zone that is a rule and no file, nothing is opened for it. */
	if (setenv("TZ", "UTC0", 1) != 0)
		return false;
	tzset();
	if (keep_fd > 0)
		(void)close_range(0, (unsigned)keep_fd - 1, 0);
	(void)close_range((unsigned)keep_fd + 1, ~0u, 0);
	if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_CPU, JX_MAX_FORM_READ_S) || !limit(RLIMIT_FSIZE, 0))
		return false;
	if (IS_SANITIZED)
		return true;
	return limit(RLIMIT_DATA, held + JX_MAX_FORM_MEMORY_BYTES) && close_system_calls();
}
