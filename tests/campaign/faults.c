/*
 * A library to load before a program (LD_PRELOAD): the n-th allocation, or the n-th system call of a kind, fails.
 *
 * The file named by JIXIAO_FAULTS is shared memory, `struct control`: a campaign writes there what shall fail and reads
 * there what did. Only calls that can fail with the error asked for are counted; with a site, only those from that one.
 * A site is the stack of callers, the same number in each process as long as addresses are not laid out at random.
 * Thread: any.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

enum { ALLOCATIONS = 1, CALLS = 2 };
enum { MAX_SITES = 1 << 17, MAX_FRAMES = 64 };

struct control {
	_Atomic int64_t what;     /* ALLOCATIONS, CALLS, or 0 for nothing */
	_Atomic int64_t left;     /* until one fails; 0 when none shall */
	_Atomic int64_t for_ever; /* all from there on */
	_Atomic int64_t error;    /* errno of a failing call */
	_Atomic int64_t n_seen;   /* calls that were counted */
	_Atomic int64_t n_failed;
	_Atomic uint64_t site;     /* only calls from here are counted; 0: all */
	char call[64];             /* the last one that failed, */
	char file[192];            /* and what its descriptor was */
	uint64_t sites[MAX_SITES]; /* when none shall fail: where each call came from */
};

struct walk {
	uint64_t site;
	int n_frames;
};

static struct control none;
static _Thread_local bool is_walking; /* what the walk itself asks for is not counted twice */
static struct control *control = &none;

__attribute__((constructor)) static void find_control(void)
{
	const char *path = getenv("JIXIAO_FAULTS");
	int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	void *memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (memory != MAP_FAILED)
		control = memory;
}

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *data)
{
	enum { HASH_STEP = 31 };
	struct walk *walk = data;
	walk->site = (walk->site * HASH_STEP) ^ (uint64_t)_Unwind_GetIP(context);
	return ++walk->n_frames < MAX_FRAMES ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static uint64_t site_of_caller(void)
{
	struct walk walk = {0};
	(void)_Unwind_Backtrace(add_frame, &walk);
	return walk.site;
}

static bool fails(int64_t what)
{
	if (control->what != what)
		return false;
	bool is_list = control->left == 0 && control->n_failed == 0;
	if ((is_list || control->site != 0) && !is_walking) {
		is_walking = true;
		uint64_t site = site_of_caller();
		is_walking = false;
		if (control->site != 0 && control->site != site)
			return false;
		if (is_list && control->n_seen < MAX_SITES)
			control->sites[control->n_seen] = site;
	}
	control->n_seen++;
	if (control->left <= 0 || control->left-- != 1)
		return false;
	control->n_failed++;
	if (control->for_ever) {
		control->site = 0;
		control->left = 1;
	}
	return true;
}

/* ---- allocations ---- */

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static bool fails_allocation(void)
{
	if (!fails(ALLOCATIONS))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t n)
{
	return fails_allocation() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	return fails_allocation() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *memory, size_t n)
{
	return fails_allocation() ? NULL : __libc_realloc(memory, n);
}

int posix_memalign(void **ret_memory, size_t alignment, size_t n)
{
	if (fails_allocation())
		return ENOMEM;
	void *memory = __libc_memalign(alignment, n);
	if (memory != NULL)
		*ret_memory = memory;
	return memory != NULL ? 0 : ENOMEM;
}

/* ---- system calls ---- */

/* Errors, as bits: which of them a call can fail with. */
enum { IO = 1, SPACE = 2, FILES = 4, MEMORY = 8, SIGNAL = 16, RESET = 32 };

static int bit_of(int64_t error)
{
	switch (error) {
	case EIO:
		return IO;
	case ENOSPC:
		return SPACE;
	case EMFILE:
		return FILES;
	case ENOMEM:
		return MEMORY;
	case EINTR:
		return SIGNAL;
	case ECONNRESET:
		return RESET;
	default:
		return 0;
	}
}

static void name_descriptor(int fd, char *out, size_t size)
{
	char link[64];
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t n = fd >= 0 ? readlink(link, out, size - 1) : -1;
	out[n > 0 ? n : 0] = '\0';
}

static bool fails_call(const char *name, int can, int fd, const char *path)
{
	char file[sizeof(control->file)];
	/* Standard error stays whole: a log that fails can tell no reason. */
	if (control->what != CALLS || (can & bit_of(control->error)) == 0 || fd == STDERR_FILENO)
		return false;
	if (path != NULL)
		(void)snprintf(file, sizeof(file), "%s", path);
	else
		name_descriptor(fd, file, sizeof(file));
	/* What an event loop itself stands on is memory of the kernel, and can be interrupted and nothing else. */
	if ((strncmp(file, "anon_inode:", 11) == 0 && control->error != EINTR) || !fails(CALLS))
		return false;
	(void)snprintf(control->call, sizeof(control->call), "%s", name);
	(void)memcpy(control->file, file, sizeof(file));
	errno = (int)control->error;
	return true;
}

/* CALL(type, name, (parameters), (arguments), what it returns on failure, errors, descriptor, path) */
#define CALL(type, name, parameters, arguments, failure, can, fd, path)             \
	type name parameters                                                        \
	{                                                                           \
		static type(*next) parameters;                                      \
		if (next == NULL)                                                   \
			*(void **)&next = dlsym(RTLD_NEXT, #name);                  \
		return fails_call(#name, can, fd, path) ? failure : next arguments; \
	}

CALL(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n), -1, IO | SIGNAL | RESET, fd, NULL)
CALL(ssize_t, pread64, (int fd, void *to, size_t n, off64_t at), (fd, to, n, at), -1, IO | SIGNAL, fd, NULL)
CALL(ssize_t, pread, (int fd, void *to, size_t n, off_t at), (fd, to, n, at), -1, IO | SIGNAL, fd, NULL)
CALL(ssize_t, readv, (int fd, const struct iovec *to, int n), (fd, to, n), -1, IO | SIGNAL | RESET, fd, NULL)
CALL(ssize_t, recv, (int fd, void *to, size_t n, int flags), (fd, to, n, flags), -1, SIGNAL | RESET | MEMORY,
	fd, NULL)
CALL(ssize_t, recvmsg, (int fd, struct msghdr *to, int flags), (fd, to, flags), -1, SIGNAL | RESET | MEMORY,
	fd, NULL)
CALL(ssize_t, write, (int fd, const void *from, size_t n), (fd, from, n), -1, IO | SPACE | SIGNAL | RESET, fd,
	NULL)
CALL(ssize_t, pwrite64, (int fd, const void *from, size_t n, off64_t at), (fd, from, n, at), -1,
	IO | SPACE | SIGNAL, fd, NULL)
CALL(ssize_t, pwrite, (int fd, const void *from, size_t n, off_t at), (fd, from, n, at), -1,
	IO | SPACE | SIGNAL, fd, NULL)
CALL(ssize_t, writev, (int fd, const struct iovec *from, int n), (fd, from, n), -1,
	IO | SPACE | SIGNAL | RESET, fd, NULL)
CALL(ssize_t, send, (int fd, const void *from, size_t n, int flags), (fd, from, n, flags), -1,
	SIGNAL | RESET | MEMORY, fd, NULL)
CALL(ssize_t, sendmsg, (int fd, const struct msghdr *from, int flags), (fd, from, flags), -1,
	SIGNAL | RESET | MEMORY, fd, NULL)
CALL(int, fsync, (int fd), (fd), -1, IO | SPACE, fd, NULL)
CALL(int, fdatasync, (int fd), (fd), -1, IO | SPACE, fd, NULL)
CALL(int, ftruncate64, (int fd, off64_t n), (fd, n), -1, IO | SPACE | SIGNAL, fd, NULL)
CALL(int, ftruncate, (int fd, off_t n), (fd, n), -1, IO | SPACE | SIGNAL, fd, NULL)
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode), -1, IO, fd, NULL)
CALL(int, close, (int fd), (fd), (next(fd), errno = (int)control->error, -1), IO | SIGNAL, fd, NULL)
CALL(int, flock, (int fd, int operation), (fd, operation), -1, MEMORY | SIGNAL, fd, NULL)
CALL(int, fstat, (int fd, struct stat *to), (fd, to), -1, IO | MEMORY, fd, NULL)
CALL(int, fstat64, (int fd, struct stat64 *to), (fd, to), -1, IO | MEMORY, fd, NULL)
CALL(int, stat, (const char *path, struct stat *to), (path, to), -1, IO | MEMORY, -1, path)
CALL(int, stat64, (const char *path, struct stat64 *to), (path, to), -1, IO | MEMORY, -1, path)
CALL(int, access, (const char *path, int mode), (path, mode), -1, IO | MEMORY, -1, path)
CALL(int, unlink, (const char *path), (path), -1, IO | MEMORY, -1, path)
CALL(int, rename, (const char *from, const char *to), (from, to), -1, IO | SPACE | MEMORY, -1, from)
CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), -1, IO | SPACE | MEMORY, -1, path)
CALL(int, mkstemp, (char *path), (path), -1, IO | SPACE | FILES | MEMORY, -1, path)
CALL(DIR *, opendir, (const char *path), (path), NULL, IO | FILES | MEMORY, -1, path)
CALL(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL, IO | FILES | MEMORY, -1, path)
CALL(FILE *, fopen64, (const char *path, const char *mode), (path, mode), NULL, IO | FILES | MEMORY, -1, path)
CALL(int, fflush, (FILE * file), (file), EOF, IO | SPACE, file != NULL ? fileno(file) : -1, NULL)
CALL(int, socket, (int domain, int type, int protocol), (domain, type, protocol), -1, FILES | MEMORY, -1,
	NULL)
CALL(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t n),
	(fd, level, name, value, n), -1, MEMORY, fd, NULL)
CALL(int, connect, (int fd, const struct sockaddr *to, socklen_t n), (fd, to, n), -1, SIGNAL | RESET, fd,
	NULL)
CALL(int, accept4, (int fd, struct sockaddr *from, socklen_t *n, int flags), (fd, from, n, flags), -1,
	FILES | MEMORY | SIGNAL | RESET, fd, NULL)
CALL(int, accept, (int fd, struct sockaddr *from, socklen_t *n), (fd, from, n), -1,
	FILES | MEMORY | SIGNAL | RESET, fd, NULL)
CALL(int, epoll_ctl, (int fd, int what, int about, struct epoll_event *event), (fd, what, about, event), -1,
	SPACE | MEMORY, about, NULL)
CALL(int, epoll_wait, (int fd, struct epoll_event *to, int n, int timeout), (fd, to, n, timeout), -1, SIGNAL,
	fd, NULL)
CALL(int, epoll_pwait, (int fd, struct epoll_event *to, int n, int timeout, const sigset_t *mask),
	(fd, to, n, timeout, mask), -1, SIGNAL, fd, NULL)
CALL(void *, mmap, (void *at, size_t n, int protection, int flags, int fd, off_t offset),
	(at, n, protection, flags, fd, offset), MAP_FAILED, MEMORY, fd, NULL)
CALL(void *, mmap64, (void *at, size_t n, int protection, int flags, int fd, off64_t offset),
	(at, n, protection, flags, fd, offset), MAP_FAILED, MEMORY, fd, NULL)
CALL(void *, mremap, (void *at, size_t n, size_t wanted, int flags, ...), (at, n, wanted, flags), MAP_FAILED,
	MEMORY, -1, NULL)
CALL(ssize_t, getrandom, (void *to, size_t n, unsigned flags), (to, n, flags), -1, SIGNAL | IO, -1, NULL)

/* Those with a last argument that may be absent: what is not there is not looked at by the kernel. */
#define OPEN(name)                                                                             \
	int name(const char *path, int flags, ...)                                             \
	{                                                                                      \
		static int (*next)(const char *, int, ...);                                    \
		va_list rest;                                                                  \
		va_start(rest, flags);                                                         \
		mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
		va_end(rest);                                                                  \
		if (next == NULL)                                                              \
			*(void **)&next = dlsym(RTLD_NEXT, #name);                             \
		return fails_call(#name, IO | SPACE | FILES | MEMORY | SIGNAL, -1, path)       \
			       ? -1                                                            \
			       : next(path, flags, mode);                                      \
	}
OPEN(open)
OPEN(open64)

/* Of all that it does only locks can fail so; nothing that a kernel does with flags. */
static int fails_of_fcntl(int what)
{
	bool is_lock = what == F_SETLK || what == F_SETLKW || what == F_GETLK;
	return is_lock ? IO | MEMORY | SIGNAL : 0;
}

#define FCNTL(name)                                                                                       \
	int name(int fd, int what, ...)                                                                   \
	{                                                                                                 \
		static int (*next)(int, int, ...);                                                        \
		va_list rest;                                                                             \
		va_start(rest, what);                                                                     \
		void *argument = va_arg(rest, void *);                                                    \
		va_end(rest);                                                                             \
		if (next == NULL)                                                                         \
			*(void **)&next = dlsym(RTLD_NEXT, #name);                                        \
		return fails_call(#name, fails_of_fcntl(what), fd, NULL) ? -1 : next(fd, what, argument); \
	}
FCNTL(fcntl)
FCNTL(fcntl64)
