#include "server/daemon/signals.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "server/base/log.h"

enum act { STOP, RELOAD, NOTE };

struct row {
	int number;
	const char *name;
	enum act act;
};

static const struct row ROWS[] = {
	{SIGTERM, "SIGTERM", STOP},
	{SIGINT, "SIGINT", STOP},
	{SIGQUIT, "SIGQUIT", STOP},
	{SIGXCPU, "SIGXCPU", STOP},
	{SIGHUP, "SIGHUP", RELOAD},
	{SIGUSR1, "SIGUSR1", NOTE},
	{SIGUSR2, "SIGUSR2", NOTE},
	{SIGALRM, "SIGALRM", NOTE},
	{SIGVTALRM, "SIGVTALRM", NOTE},
	{SIGPROF, "SIGPROF", NOTE},
	{SIGIO, "SIGIO", NOTE},
	{SIGPWR, "SIGPWR", NOTE},
	{SIGSTKFLT, "SIGSTKFLT", NOTE},
};

#define N_ROWS JX_COUNT_OF(ROWS)

static const struct row FAULTS[] = {
	{SIGABRT, "SIGABRT", NOTE},
	{SIGSEGV, "SIGSEGV", NOTE},
	{SIGBUS, "SIGBUS", NOTE},
	{SIGILL, "SIGILL", NOTE},
	{SIGFPE, "SIGFPE", NOTE},
	{SIGSYS, "SIGSYS", NOTE},
	{SIGTRAP, "SIGTRAP", NOTE},
};

struct jx_signals {
	uv_signal_t handles[N_ROWS];
	size_t n_open;
	struct jx_signal_events events;
};

static void on_signal(uv_signal_t *handle, int number)
{
	struct jx_signals *signals = handle->data;
	const struct row *row = &ROWS[handle - signals->handles];
	(void)number;
	switch (row->act) {
	case STOP:
		signals->events.on_stop(signals->events.user, row->name);
		break;
	case RELOAD:
		signals->events.on_reload(signals->events.user);
		break;
	case NOTE:
		jx_log_write(JX_LOG_WARNING, "signal without a meaning here", "signal", row->name, NULL);
		break;
	}
}

/* Only what may be called in a handler: a line by write(), then the signal again, which is no longer handled. */
static void on_fault(int number)
{
	static const char BEFORE[] = "event=\"ended by a fault\" signal=\"";
	const char *prefix = jx_log_bare_prefix(JX_LOG_ERROR);
	char line[128];
	size_t n = strlen(prefix);
	memcpy(line, prefix, n);
	memcpy(line + n, BEFORE, sizeof(BEFORE) - 1);
	n += sizeof(BEFORE) - 1;
	for (size_t i = 0; i < JX_COUNT_OF(FAULTS); i++) {
		if (FAULTS[i].number != number)
			continue;
		memcpy(line + n, FAULTS[i].name, strlen(FAULTS[i].name));
		n += strlen(FAULTS[i].name);
	}
	line[n++] = '"';
	line[n++] = '\n';
	ssize_t n_written = write(STDERR_FILENO, line, n);
	(void)n_written; /* nobody is left to hear that it failed */
	(void)raise(number);
}

/* A handler that is there already, of a sanitizer, knows more. */
static void handle_faults(void)
{
	for (size_t i = 0; i < JX_COUNT_OF(FAULTS); i++) {
		struct sigaction before;
		struct sigaction fault = {.sa_handler = on_fault, .sa_flags = (int)SA_RESETHAND};
		if (sigaction(FAULTS[i].number, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			(void)sigaction(FAULTS[i].number, &fault, NULL);
	}
}

static void ignore_rest(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
		(void)signal(number, SIG_IGN);
}

struct jx_signals *jx_signals_start(uv_loop_t *loop, const struct jx_signal_events *events)
{
	struct jx_signals *signals = calloc(1, sizeof(*signals));
	if (signals == NULL)
		return NULL;
	signals->events = *events;
	for (size_t i = 0; i < N_ROWS; i++) {
		(void)uv_signal_init(loop, &signals->handles[i]);
		signals->handles[i].data = signals;
		(void)uv_signal_start(&signals->handles[i], on_signal, ROWS[i].number);
		signals->n_open++;
	}
	ignore_rest();
	handle_faults();
	return signals;
}

static void on_closed(uv_handle_t *handle)
{
	struct jx_signals *signals = handle->data;
	if (--signals->n_open == 0)
		free(signals);
}

void jx_signals_stop(struct jx_signals *signals)
{
	for (size_t i = 0; signals != NULL && i < N_ROWS; i++) {
		uv_close((uv_handle_t *)&signals->handles[i], on_closed);
		(void)signal(ROWS[i].number, SIG_IGN);
	}
}
