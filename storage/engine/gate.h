/*
 * The gate through which every read goes in. Private to storage/sqlite/.
 *
 * SQLite starts its write-ahead log over only when nobody reads from it at that moment. Where readers take turns so that
 * one always reads, the writer shuts the gate, waits until those inside have left, and opens it again after its
 * checkpoint; new reads wait that long before the gate. Thread: any.
 */
#ifndef STORAGE_SQLITE_GATE_H
#define STORAGE_SQLITE_GATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct jx_gate {
	pthread_mutex_t mutex;
	pthread_cond_t is_changed; /* by the monotonic clock */
	uint32_t n_inside;
	bool is_shut;
};

void jx_gate_init(struct jx_gate *gate);
void jx_gate_clear(struct jx_gate *gate);

/** Go in; waits while the gate is shut. */
void jx_gate_enter(struct jx_gate *gate);
void jx_gate_leave(struct jx_gate *gate);

/** Let nobody in until jx_gate_open(). @return true when all have left within max_ms. */
bool jx_gate_shut(struct jx_gate *gate, unsigned max_ms);
void jx_gate_open(struct jx_gate *gate);

#endif
