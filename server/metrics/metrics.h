/*
 * What the daemon says about itself to Prometheus and to probes: the pages /metrics, /healthz and /readyz.
 *
 * Texts from numbers that are in memory already: no page waits for a thread, a file or the database. Names follow
 * Prometheus' conventions; those of calls are the ones that gRPC's own instrumentation uses, so that its dashboards fit.
 * docs/monitoring.md lists all of them. Thread: loop.
 */
#ifndef SERVER_METRICS_METRICS_H
#define SERVER_METRICS_METRICS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "server/counts/call_counts.h"
#include "server/net/counters.h"
#include "server/vitals/vitals.h"
#include "server/workers/job_queue.h"

/** What there is to say, as it is now. All borrowed. */
struct jx_observed {
	const struct jx_call_counts *calls;
	const struct jx_net_counters *net;
	struct jx_queue_load reads;
	struct jx_queue_load writes;
	const struct jx_vitals *vitals;
	int64_t now_ms;
	int64_t start_ms; /* of the daemon, since the epoch */
	int memory_fd;    /* of /proc/self/statm; -1 for none */
	int64_t clock_behind_ms;
	uint64_t disk_low_bytes; /* less free than this is told */
	bool is_stopping;
};

/** Whether the disk has less free than it should. */
bool jx_observed_disk_is_low(const struct jx_observed *observed);

/** Whether calls are taken: not while it stops, nor when no reader has answered for JX_VITALS_STALE_MS. */
bool jx_observed_is_ready(const struct jx_observed *observed);

/** Write the metrics, in Prometheus' text format 0.0.4. */
void jx_metrics_write(const struct jx_observed *observed, FILE *out);

/** Write what holds, and what does not, a line each: "ok" first when it is ready. */
void jx_health_write(const struct jx_observed *observed, FILE *out);

#endif
