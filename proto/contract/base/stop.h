/*
 * Whether long work is to end before it is done. The work asks now and then; whoever started it answers.
 *
 * The contract reads no clock: the daemon answers by the deadline of the call and by whether its caller is still there.
 * Thread: that of the work.
 */
#ifndef PROTO_CONTRACT_BASE_STOP_H
#define PROTO_CONTRACT_BASE_STOP_H

#include <stdbool.h>
#include <stddef.h>

struct jx_stop {
	bool (*is_due)(void *user); /* true once, true from then on */
	void *user;
};

/** True when the work is to end now. @param stop  NULL: it may take all the time that it needs. */
static inline bool jx_stop_is_due(const struct jx_stop *stop)
{
	return stop != NULL && stop->is_due(stop->user);
}

#endif
