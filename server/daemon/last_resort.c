#include "server/daemon/last_resort.h"

#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

#include "proto/contract/base/limits.h"
#include "server/base/log.h"
#include "server/base/thread.h"

_Static_assert(JX_SHUTDOWN_WORK_MS < JX_SHUTDOWN_NET_MS && JX_SHUTDOWN_NET_MS < JX_SHUTDOWN_TIMEOUT_MS,
	"work ends first, then connections, then the process");

static void *end_in_time(void *arg)
{
	jx_thread_sleep_ms(JX_SHUTDOWN_TIMEOUT_MS);
	jx_log_write(JX_LOG_WARNING, "stopped with work unfinished", NULL);
	_exit((int)(intptr_t)arg);
}

/* Nobody waits for the thread, and it has nothing of the daemon but the exit code. */
void jx_last_resort_start(int exit_code)
{
	pthread_t thread;
	if (jx_thread_start(&thread, end_in_time, (void *)(intptr_t)exit_code))
		(void)pthread_detach(thread);
}
