#include "server/call/call_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/base/rates.h"
#include "server/call/idempotency.h"

struct jx_call_log {
	struct jx_rates refusals;
	uint64_t n_left_out;
	bool has_reads;
};

struct jx_call_log *jx_call_log_new(void)
{
	struct jx_call_log *log = calloc(1, sizeof(*log));
	if (log == NULL)
		return NULL;
	log->refusals.burst = JX_LOG_LINES;
	log->refusals.period_ms = JX_LOG_LINE_MS;
	return log;
}

void jx_call_log_free(struct jx_call_log *log)
{
	free(log);
}

void jx_call_log_set_reads(struct jx_call_log *log, bool has_reads)
{
	log->has_reads = has_reads;
}

static bool is_our_fault(enum jx_status status)
{
	return status == JX_INTERNAL || status == JX_DATA_LOSS || status == JX_UNAVAILABLE;
}

/* Whose lines are counted together: a person's; those of all strangers of a door. */
static uint64_t writer_of(const struct jx_call *call)
{
	uint64_t writer = (uint64_t)call->listener;
	if (call->has_peer)
		memcpy(&writer, call->peer_person, sizeof(writer));
	return writer;
}

/* Who called; of a stranger, whom they are about to be. */
static const char *person_of(const struct jx_task *task)
{
	return task->caller.id[0] == '\0' && task->invited != NULL ? task->invited : task->caller.id;
}

void jx_call_log_end(struct jx_call_log *log, const struct jx_task *task)
{
	const struct jx_call *call = task->call;
	bool is_error = is_our_fault(task->status);
	char took[32];
	if (task->method->kind != JX_METHOD_WRITE && !is_error && !log->has_reads)
		return;
	if (task->status != JX_OK &&
		!jx_rates_take(&log->refusals, writer_of(call), jx_clock_monotonic_ms())) {
		log->n_left_out++;
		return;
	}
	uint64_t took_us = (jx_clock_monotonic_ns() - task->opened_ns) / 1000;
	(void)snprintf(took, sizeof(took), "%" PRIu64 ".%03u", took_us / 1000, (unsigned)(took_us % 1000));
	jx_log_write(is_error ? JX_LOG_ERROR : JX_LOG_INFO, "call", "method", task->method->path, "person",
		person_of(task), "took_ms", took, "peer", call->peer_address, "request_id",
		jx_task_request_id(task), "status", jx_status_name(task->status), "reason",
		jx_reason_name(task->status == JX_OK ? JX_REASON_NONE : task->error.reason), NULL);
}

void jx_call_log_refused(struct jx_call_log *log)
{
	log->n_left_out++;
}

void jx_call_log_sum_up(struct jx_call_log *log)
{
	char n_calls[24];
	if (log->n_left_out == 0)
		return;
	(void)snprintf(n_calls, sizeof(n_calls), "%llu", (unsigned long long)log->n_left_out);
	jx_log_write(JX_LOG_WARNING, "refused calls without a line of their own", "calls", n_calls, NULL);
	log->n_left_out = 0;
}
