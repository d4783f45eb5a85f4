#include "server/metrics/monitor.h"

#include <assert.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/metrics/metrics.h"
#include "server/web/web.h"

#define MIB (UINT64_C(1024) * 1024)

struct jx_monitor {
	struct jx_job job; /* first, so that a job is its monitor */
	struct jx_monitored what;
	uv_timer_t timer;
	struct jx_web *web; /* NULL for none */
	int64_t start_ms;
	int memory_fd;  /* of /proc/self/statm, opened while that can be; -1: it could not */
	bool is_queued; /* a reader has the job, and next */
	bool is_stopping;
	bool was_low;     /* the disk, when it was looked at last */
	uint64_t warn_ms; /* when it is told again that it is, monotonic */
	enum jx_status status;
	struct jx_error error;
	struct jx_vitals vitals; /* as pages show them */
	struct jx_vitals next;   /* as they are gathered */
};

/* ---- pages ---- */

static struct jx_observed observe(const struct jx_monitor *monitor)
{
	const struct jx_services *services = monitor->what.services;
	unsigned disk_free_mb = *monitor->what.disk_free_mb;
	struct jx_observed observed = {.calls = services->call_counts,
		.net = jx_net_counters(*monitor->what.net),
		.vitals = &monitor->vitals,
		.now_ms = jx_clock_ms(),
		.start_ms = monitor->start_ms,
		.memory_fd = monitor->memory_fd,
		.clock_behind_ms = jx_clock_behind_ms(),
		.disk_low_bytes = (disk_free_mb > 0 ? disk_free_mb : JX_DISK_FREE_MB) * MIB,
		.is_stopping = monitor->is_stopping};
	if (services->workers != NULL) {
		observed.reads = jx_workers_read_load(services->workers);
		observed.writes = jx_workers_write_load(services->workers);
	}
	return observed;
}

static unsigned write_metrics(void *user, FILE *out)
{
	const struct jx_observed observed = observe(user);
	jx_metrics_write(&observed, out);
	return JX_WEB_OK;
}

/* It answers, so it lives; what is wrong is a warning here. */
static unsigned write_health(void *user, FILE *out)
{
	const struct jx_observed observed = observe(user);
	jx_health_write(&observed, out);
	return JX_WEB_OK;
}

static unsigned write_readiness(void *user, FILE *out)
{
	const struct jx_observed observed = observe(user);
	jx_health_write(&observed, out);
	return jx_observed_is_ready(&observed) ? JX_WEB_OK : JX_WEB_UNAVAILABLE;
}

#define PLAIN "text/plain; charset=utf-8"

static const struct jx_web_page PAGES[] = {
	{"/metrics", "text/plain; version=0.0.4; charset=utf-8", write_metrics, JX_METRICS_FRESH_MS},
	{"/healthz", PLAIN, write_health, 0},
	{"/readyz", PLAIN, write_readiness, 0},
};

/* ---- looking ---- */

static void gather(struct jx_job *job, struct jx_db *db)
{
	struct jx_monitor *monitor = (struct jx_monitor *)job;
	const struct jx_vitals_place place = {.directory = monitor->what.directory,
		.store = monitor->what.services->store,
		.db = db,
		.now_ms = jx_clock_ms()};
	monitor->status = jx_vitals_gather(&place, &monitor->next, &monitor->error);
}

/* Told when it becomes low, again while it stays so, and when it is not any more. */
static void tell_of_disk(struct jx_monitor *monitor)
{
	const struct jx_observed observed = observe(monitor);
	bool is_low = jx_observed_disk_is_low(&observed);
	uint64_t now_ms = jx_clock_monotonic_ms();
	char n_free[24];
	char n_wanted[24];
	bool is_due = is_low ? !monitor->was_low || now_ms >= monitor->warn_ms : monitor->was_low;
	monitor->was_low = is_low;
	if (!is_due)
		return;
	monitor->warn_ms = now_ms + JX_DISK_WARNING_MS;
	(void)snprintf(n_free, sizeof(n_free), "%" PRIu64, monitor->vitals.disk_free_bytes / MIB);
	(void)snprintf(n_wanted, sizeof(n_wanted), "%" PRIu64, observed.disk_low_bytes / MIB);
	jx_log_write(is_low ? JX_LOG_WARNING : JX_LOG_INFO,
		is_low ? "the disk is nearly full; when it is, nothing can be stored"
		       : "the disk has room again",
		"free_mb", n_free, "wanted_mb", n_wanted, "directory", monitor->what.directory, NULL);
}

static void done_gathering(struct jx_job *job)
{
	struct jx_monitor *monitor = (struct jx_monitor *)job;
	monitor->is_queued = false;
	monitor->vitals = monitor->next;
	if (monitor->status != JX_OK)
		jx_log_error(
			JX_LOG_WARNING, "the database could not be read for the metrics", &monitor->error);
	tell_of_disk(monitor);
}

/* A queue that is full is tried again at the next tick. */
void jx_monitor_look(struct jx_monitor *monitor)
{
	if (monitor->is_queued || monitor->is_stopping)
		return;
	const struct jx_services *services = monitor->what.services;
	assert(services != NULL);
	monitor->job = (struct jx_job){.run_read = gather, .done = done_gathering};
	monitor->is_queued = jx_workers_read(services->workers, &monitor->job) == JX_PUSHED;
}

static void on_tick(uv_timer_t *timer)
{
	jx_monitor_look(timer->data);
}

/* ---- life ---- */

static void close_memory(const struct jx_monitor *monitor)
{
	if (monitor->memory_fd >= 0)
		(void)close(monitor->memory_fd);
}

static enum jx_status open_pages(struct jx_monitor *monitor, struct jx_error *error)
{
	const struct jx_monitored *what = &monitor->what;
	const struct jx_web_config web = {.address = what->address,
		.fd = what->fd,
		.key = "[listen] metrics",
		.allows_foreign = what->is_anywhere,
		.pages = PAGES,
		.n_pages = JX_COUNT_OF(PAGES),
		.user = monitor};
	if (what->address[0] == '\0' && what->fd == 0)
		return JX_OK;
	return jx_web_open(what->services->loop, &web, &monitor->web, error);
}

enum jx_status jx_monitor_start(
	const struct jx_monitored *what, struct jx_monitor **ret_monitor, struct jx_error *error)
{
	struct jx_monitor *monitor = calloc(1, sizeof(*monitor));
	if (monitor == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	monitor->what = *what;
	monitor->start_ms = jx_clock_ms();
	monitor->memory_fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	enum jx_status status = open_pages(monitor, error);
	if (status != JX_OK) {
		close_memory(monitor);
		free(monitor);
		return status;
	}
	(void)uv_timer_init(what->services->loop, &monitor->timer);
	monitor->timer.data = monitor;
	(void)uv_timer_start(&monitor->timer, on_tick, 0, JX_VITALS_MS);
	*ret_monitor = monitor;
	return JX_OK;
}

unsigned jx_monitor_port(const struct jx_monitor *monitor)
{
	return monitor->web != NULL ? jx_web_port(monitor->web) : 0;
}

void jx_monitor_stop(struct jx_monitor *monitor)
{
	if (monitor != NULL)
		monitor->is_stopping = true;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void jx_monitor_close(struct jx_monitor *monitor)
{
	if (monitor == NULL)
		return;
	jx_web_close(monitor->web);
	close_memory(monitor);
	uv_close((uv_handle_t *)&monitor->timer, on_closed);
}
