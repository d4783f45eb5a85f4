#include "server/metrics/metrics.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "server/metrics/call_metrics.h"
#include "server/metrics/exposition.h"

#define US_PER_S 1000000

/* ---- the daemon ---- */

/* Pages that are in memory, as the kernel says; 0 when it does not. */
static uint64_t resident_bytes(int memory_fd)
{
	char text[128];
	ssize_t n = memory_fd >= 0 ? pread(memory_fd, text, sizeof(text) - 1, 0) : -1;
	if (n <= 0)
		return 0;
	text[n] = '\0';
	/* Of the line of numbers the second one. */
	const char *second = strchr(text, ' ');
	if (second == NULL)
		return 0;
	return strtoull(second + 1, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t processor_us(void)
{
	struct rusage usage;
	if (getrusage(RUSAGE_SELF, &usage) != 0)
		return 0;
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * US_PER_S +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void write_process(const struct jx_observed *observed, FILE *out)
{
	static const struct jx_metric BUILD = {
		"jixiao_build_info", "gauge", "The version that runs; always 1.", JX_UNIT_ONE};
	jx_metric_begin(out, &BUILD);
	jx_metric_sample(out, &BUILD, "version", JX_VERSION, 1);
	jx_metric_write(out,
		&(struct jx_metric){"process_start_time_seconds", "gauge",
			"When the daemon started, since 1970-01-01T00:00:00Z.", JX_UNIT_MS},
		(uint64_t)observed->start_ms);
	jx_metric_write(out,
		&(struct jx_metric){
			"process_cpu_seconds_total", "counter", "Processor time used.", JX_UNIT_US},
		processor_us());
	jx_metric_write(out,
		&(struct jx_metric){"process_resident_memory_bytes", "gauge", "Memory in use.", JX_UNIT_ONE},
		resident_bytes(observed->memory_fd));
	jx_metric_write(out,
		&(struct jx_metric){
			"jixiao_ready", "gauge", "1 while calls are taken, as /readyz says.", JX_UNIT_ONE},
		jx_observed_is_ready(observed));
	jx_metric_write(out,
		&(struct jx_metric){"jixiao_clock_behind_seconds", "gauge",
			"How far the clock of the machine is behind the log.", JX_UNIT_MS},
		(uint64_t)observed->clock_behind_ms);
}

/* ---- connections and queues ---- */

static void write_connections(const struct jx_net_counters *net, FILE *out)
{
	static const char *const LISTENERS[JX_LISTENERS] = {"main", "enrol", "public"};
	static const struct jx_metric ACCEPTED = {"jixiao_connections_accepted_total", "counter",
		"Connections that were accepted, by listener.", JX_UNIT_ONE};
	const struct {
		struct jx_metric metric;
		uint64_t number;
	} rows[] = {
		{{"jixiao_connections_open", "gauge", "Connections that are open.", JX_UNIT_ONE},
			net->n_open_connections},
		{{"jixiao_connections_evicted_total", "counter", "Connections closed to make room.",
			 JX_UNIT_ONE},
			net->n_evicted},
		{{"jixiao_connections_refused_total", "counter",
			 "Connections for which there was no room at any door.", JX_UNIT_ONE},
			net->n_refused},
		{{"jixiao_connections_timed_out_total", "counter",
			 "Connections closed because a handshake, a request or an answer took too long.",
			 JX_UNIT_ONE},
			net->n_timed_out},
		{{"jixiao_handshakes_failed_total", "counter",
			 "TLS handshakes that failed: no or a wrong certificate, an old version, garbage.",
			 JX_UNIT_ONE},
			net->n_handshakes_failed},
		{{"jixiao_calls_open", "gauge", "Calls that are under way.", JX_UNIT_ONE}, net->n_open_calls},
		{{"jixiao_calls_abandoned_total", "counter", "Calls whose caller left before the answer.",
			 JX_UNIT_ONE},
			net->n_gone},
	};
	jx_metric_begin(out, &ACCEPTED);
	for (size_t i = 0; i < JX_LISTENERS; i++)
		jx_metric_sample(out, &ACCEPTED, "listener", LISTENERS[i], net->n_accepted[i]);
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++)
		jx_metric_write(out, &rows[i].metric, rows[i].number);
}

static void write_queues(const struct jx_observed *observed, FILE *out)
{
	static const struct jx_metric JOBS = {
		"jixiao_queue_jobs", "gauge", "Jobs that wait for a thread, by queue.", JX_UNIT_ONE};
	static const struct jx_metric CALLERS = {
		"jixiao_queue_callers", "gauge", "People whose jobs wait, by queue.", JX_UNIT_ONE};
	jx_metric_begin(out, &JOBS);
	jx_metric_sample(out, &JOBS, "queue", "read", observed->reads.n_jobs);
	jx_metric_sample(out, &JOBS, "queue", "write", observed->writes.n_jobs);
	jx_metric_begin(out, &CALLERS);
	jx_metric_sample(out, &CALLERS, "queue", "read", observed->reads.n_callers);
	jx_metric_sample(out, &CALLERS, "queue", "write", observed->writes.n_callers);
}

/* ---- what was gathered ---- */

static void write_store(const struct jx_observed *observed, FILE *out)
{
	const struct jx_vitals *vitals = observed->vitals;
	const struct {
		struct jx_metric metric;
		uint64_t number;
	} rows[] = {
		{{"jixiao_vitals_timestamp_seconds", "gauge",
			 "When files and database were looked at for what follows.", JX_UNIT_MS},
			(uint64_t)vitals->gathered_ms},
		{{"jixiao_store_database_bytes", "gauge", "Size of the database.", JX_UNIT_ONE},
			vitals->store.n_database},
		{{"jixiao_store_wal_bytes", "gauge", "Size of the write-ahead log.", JX_UNIT_ONE},
			vitals->store.n_wal},
		{{"jixiao_disk_size_bytes", "gauge", "Size of the file system of the state directory.",
			 JX_UNIT_ONE},
			vitals->disk_bytes},
		{{"jixiao_disk_free_bytes", "gauge", "Of it, free.", JX_UNIT_ONE}, vitals->disk_free_bytes},
		{{"jixiao_disk_low_bytes", "gauge", "Less free than this is told: the setting disk_free_mb.",
			 JX_UNIT_ONE},
			observed->disk_low_bytes},
		{{"jixiao_changes_total", "counter", "Changes that were stored; each extends the log.",
			 JX_UNIT_ONE},
			jx_call_counts_changes(observed->calls)},
		{{"jixiao_log_entries", "gauge", "Entries of the log.", JX_UNIT_ONE}, vitals->n_entries},
		{{"jixiao_log_checkpoint_entries", "gauge", "Entries that the newest checkpoint covers.",
			 JX_UNIT_ONE},
			vitals->n_checkpoint_entries},
		{{"jixiao_log_newest_entry_timestamp_seconds", "gauge",
			 "When the newest entry of the log was written, and with it the newest checkpoint.",
			 JX_UNIT_MS},
			(uint64_t)vitals->newest_entry_ms},
		{{"jixiao_log_key_start_timestamp_seconds", "gauge",
			 "Since when the key of the log signs. It has no end.", JX_UNIT_MS},
			(uint64_t)vitals->log_key_ms},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++)
		jx_metric_write(out, &rows[i].metric, rows[i].number);
}

static void write_certificates(const struct jx_vitals *vitals, FILE *out)
{
	static const struct jx_metric END = {"jixiao_certificate_end_timestamp_seconds", "gauge",
		"When certificates end: of the county, of the server, and the last one of any lead. 0: not known.",
		JX_UNIT_MS};
	jx_metric_begin(out, &END);
	jx_metric_sample(out, &END, "certificate", "county", (uint64_t)vitals->ca_end_ms);
	jx_metric_sample(out, &END, "certificate", "server", (uint64_t)vitals->server_end_ms);
	jx_metric_sample(out, &END, "certificate", "leads", (uint64_t)vitals->leads_end_ms);
}

static void write_outcomes(const struct jx_vitals *vitals, FILE *out)
{
	const struct {
		struct jx_metric metric;
		uint64_t backup;
		uint64_t fsck;
	} rows[] = {
		{{"jixiao_task_last_end_timestamp_seconds", "gauge",
			 "When the last backup or check of all data ended. 0: never.", JX_UNIT_MS},
			(uint64_t)vitals->backup.end_ms, (uint64_t)vitals->fsck.end_ms},
		{{"jixiao_task_last_success_timestamp_seconds", "gauge",
			 "When the last one that went well ended. 0: never.", JX_UNIT_MS},
			(uint64_t)vitals->backup.success_ms, (uint64_t)vitals->fsck.success_ms},
		{{"jixiao_task_last_duration_seconds", "gauge", "How long the last one took.", JX_UNIT_MS},
			(uint64_t)vitals->backup.duration_ms, (uint64_t)vitals->fsck.duration_ms},
		{{"jixiao_task_last_failed", "gauge", "1 when the last one failed, or found differences.",
			 JX_UNIT_ONE},
			vitals->backup.reason != JX_REASON_NONE, vitals->fsck.reason != JX_REASON_NONE},
		{{"jixiao_task_last_faults", "gauge", "Differences from the log that the last one has found.",
			 JX_UNIT_ONE},
			vitals->backup.n_faults, vitals->fsck.n_faults},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		jx_metric_begin(out, &rows[i].metric);
		jx_metric_sample(out, &rows[i].metric, "task", "backup", rows[i].backup);
		jx_metric_sample(out, &rows[i].metric, "task", "fsck", rows[i].fsck);
	}
}

static void write_rounds(const struct jx_vitals *vitals, FILE *out)
{
	static const struct {
		struct jx_metric metric;
		size_t offset; /* of a uint32_t of a round */
	} ROWS[] = {
		{{"jixiao_round_departments", "gauge", "Departments on the roster.", JX_UNIT_ONE},
			offsetof(struct jx_vital_round, n_departments)},
		{{"jixiao_round_reports_missing", "gauge", "Departments that have to file and have not.",
			 JX_UNIT_ONE},
			offsetof(struct jx_vital_round, n_missing)},
		{{"jixiao_round_waiting_for_finance", "gauge", "Reports that wait for finance.", JX_UNIT_ONE},
			offsetof(struct jx_vital_round, n_finance)},
		{{"jixiao_round_waiting_for_department", "gauge",
			 "Reports that were filed and wait for their department.", JX_UNIT_ONE},
			offsetof(struct jx_vital_round, n_department)},
	};
	static const struct jx_metric OPEN = {"jixiao_round_open", "gauge",
		"1 while reports are awaited; the other metrics of rounds are there until they are final.",
		JX_UNIT_ONE};
	static const struct jx_metric DEADLINE = {"jixiao_round_deadline_timestamp_seconds", "gauge",
		"By when reports of a round have to be filed.", JX_UNIT_MS};
	jx_metric_begin(out, &OPEN);
	for (size_t i = 0; i < vitals->n_rounds; i++)
		jx_metric_sample(out, &OPEN, "round", vitals->rounds[i].id,
			vitals->rounds[i].state == JX_ROUND_STATE_OPEN);
	jx_metric_begin(out, &DEADLINE);
	for (size_t i = 0; i < vitals->n_rounds; i++)
		jx_metric_sample(out, &DEADLINE, "round", vitals->rounds[i].id,
			(uint64_t)vitals->rounds[i].deadline_ms);
	for (size_t row = 0; row < JX_COUNT_OF(ROWS); row++) {
		jx_metric_begin(out, &ROWS[row].metric);
		for (size_t i = 0; i < vitals->n_rounds; i++)
			jx_metric_sample(out, &ROWS[row].metric, "round", vitals->rounds[i].id,
				*(const uint32_t *)((const char *)&vitals->rounds[i] + ROWS[row].offset));
	}
}

void jx_metrics_write(const struct jx_observed *observed, FILE *out)
{
	write_process(observed, out);
	write_connections(observed->net, out);
	write_queues(observed, out);
	write_store(observed, out);
	write_certificates(observed->vitals, out);
	write_outcomes(observed->vitals, out);
	write_rounds(observed->vitals, out);
	jx_call_metrics_write(observed->calls, out);
}
