#include "storage/engine/gate.h"

#include <assert.h>
#include <time.h>

void jx_gate_init(struct jx_gate *gate)
{
	pthread_condattr_t attributes;
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&gate->mutex, NULL);
	(void)pthread_cond_init(&gate->is_changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	gate->n_inside = 0;
	gate->is_shut = false;
}

void jx_gate_clear(struct jx_gate *gate)
{
	assert(gate->n_inside == 0);
	(void)pthread_cond_destroy(&gate->is_changed);
	(void)pthread_mutex_destroy(&gate->mutex);
}

void jx_gate_enter(struct jx_gate *gate)
{
	(void)pthread_mutex_lock(&gate->mutex);
	while (gate->is_shut)
		(void)pthread_cond_wait(&gate->is_changed, &gate->mutex);
	gate->n_inside++;
	(void)pthread_mutex_unlock(&gate->mutex);
}

void jx_gate_leave(struct jx_gate *gate)
{
	(void)pthread_mutex_lock(&gate->mutex);
	assert(gate->n_inside > 0);
	if (--gate->n_inside == 0 && gate->is_shut)
		(void)pthread_cond_broadcast(&gate->is_changed);
	(void)pthread_mutex_unlock(&gate->mutex);
}

bool jx_gate_shut(struct jx_gate *gate, unsigned max_ms)
{
	struct timespec end;
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += max_ms / 1000;
	end.tv_nsec += (long)(max_ms % 1000) * 1000000L;
	end.tv_sec += end.tv_nsec / 1000000000L;
	end.tv_nsec %= 1000000000L;

	(void)pthread_mutex_lock(&gate->mutex);
	gate->is_shut = true;
	int rc = 0;
	while (gate->n_inside > 0 && rc == 0)
		rc = pthread_cond_timedwait(&gate->is_changed, &gate->mutex, &end);
	bool is_empty = gate->n_inside == 0;
	(void)pthread_mutex_unlock(&gate->mutex);
	return is_empty;
}

void jx_gate_open(struct jx_gate *gate)
{
	(void)pthread_mutex_lock(&gate->mutex);
	gate->is_shut = false;
	(void)pthread_cond_broadcast(&gate->is_changed);
	(void)pthread_mutex_unlock(&gate->mutex);
}
