#include "client/wait/patience.h"

#include <stddef.h>
#include <time.h>

#include "proto/contract/base/limits.h"

static int64_t monotonic_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t waited_ms(const struct jx_patience *patience)
{
	return patience->what != NULL ? monotonic_ms() - patience->since_ms : 0;
}

void jx_patience_begin(struct jx_patience *patience, const char *what)
{
	patience->what = what;
	patience->since_ms = monotonic_ms();
}

void jx_patience_look(struct jx_patience *patience)
{
	if (patience->has_told || patience->on_long_wait == NULL || waited_ms(patience) < JX_TELL_WAIT_MS)
		return;
	patience->has_told = true;
	patience->on_long_wait(patience->user, patience->what);
}

int64_t jx_patience_left_ms(const struct jx_patience *patience)
{
	int64_t left_ms = patience->left_ms - waited_ms(patience);
	return left_ms > 0 ? left_ms : 0;
}

bool jx_patience_sleep(struct jx_patience *patience)
{
	const struct timespec step = {.tv_nsec = JX_WAIT_STEP_MS * 1000000L};
	jx_patience_look(patience);
	if (jx_patience_left_ms(patience) == 0)
		return false;
	(void)nanosleep(&step, NULL);
	return true;
}

void jx_patience_end(struct jx_patience *patience)
{
	patience->left_ms = jx_patience_left_ms(patience);
	patience->what = NULL;
}
