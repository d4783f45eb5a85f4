#include "client/screen/progress.h"

#include <stdlib.h>
#include <time.h>

#include "client/screen/outlet.h"
#include "proto/contract/base/limits.h"

#define STEP_MS     100 /* between two lines */
#define SHOWN_WIDTH 60  /* of the name of a thing, so that the line is one */
#define CLEAR_LINE  "\r\033[K"

static int64_t now_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void jx_progress_begin(struct jx_progress *progress, const struct jx_terminal *terminal, size_t n_all)
{
	*progress = (struct jx_progress){.terminal = terminal, .n_all = n_all, .since_ms = now_ms()};
}

/* Where the line goes: past what is held for a pager. */
static FILE *stream_of(const struct jx_progress *progress)
{
	return progress->terminal->outlet != NULL ? stderr : progress->terminal->err;
}

void jx_progress_step(struct jx_progress *progress, size_t n_done, const char *what)
{
	const struct jx_outlet *outlet = progress->terminal->outlet;
	int64_t now = now_ms();
	bool is_paging = outlet != NULL && outlet->pager > 0;
	if (!progress->terminal->is_err_tty || is_paging || progress->n_all == 1 ||
		now - progress->since_ms < JX_TELL_WAIT_MS || now - progress->shown_ms < STEP_MS)
		return;
	char *harmless = jx_terminal_escape(what, false);
	(void)fprintf(stream_of(progress), CLEAR_LINE "%zu", n_done + 1);
	if (progress->n_all > 0)
		(void)fprintf(stream_of(progress), "/%zu", progress->n_all);
	(void)fprintf(stream_of(progress), " %.*s", SHOWN_WIDTH, harmless != NULL ? harmless : "");
	(void)fflush(stream_of(progress));
	free(harmless);
	progress->shown_ms = now;
}

void jx_progress_end(struct jx_progress *progress)
{
	if (progress->shown_ms == 0)
		return;
	(void)fputs(CLEAR_LINE, stream_of(progress));
	(void)fflush(stream_of(progress));
}
