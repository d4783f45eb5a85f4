#include "server/daemon/daemon.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-daemon.h>

#include "proto/contract/base/limits.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/base/zone.h"
#include "server/cache/rulebooks.h"
#include "server/cache/snapshots.h"
#include "server/call/call_log.h"
#include "server/call/dispatch.h"
#include "server/call/reply_cache.h"
#include "server/call/strangers.h"
#include "server/call/task_pool.h"
#include "server/confinement/confinement.h"
#include "server/counts/call_counts.h"
#include "server/daemon/console_door.h"
#include "server/daemon/endings.h"
#include "server/daemon/heartbeat.h"
#include "server/daemon/last_resort.h"
#include "server/daemon/log_key_start.h"
#include "server/daemon/net_setup.h"
#include "server/daemon/ready.h"
#include "server/daemon/signals.h"
#include "server/daemon/sockets.h"
#include "server/handlers/handlers.h"
#include "server/handlers/rounds/deadlines.h"
#include "server/handlers/rounds/outage.h"
#include "server/handlers/upgrade.h"
#include "server/identity/ca.h"
#include "server/metrics/monitor.h"
#include "server/net/listener.h"
#include "server/net/tls_memory.h"
#include "server/pages/pages.h"
#include "server/probe/health.h"
#include "server/probe/reflection.h"
#include "server/vitals/running.h"
#include "server/witness/witness.h"
#include "storage/log/store_fsck.h"
#include "storage/log/store_log.h"

#define TRIM_MS 500 /* how often memory that is no longer needed is looked for */
#define DAY_MS  (INT64_C(24) * 60 * 60 * 1000)

struct jx_daemon {
	uv_loop_t loop;
	struct jx_config config;
	struct jx_store *store;
	struct jx_note_key *log_key;
	struct jx_services services; /* as calls see them; owned */
	struct jx_net *net;
	struct jx_monitor *monitor;
	struct jx_pages *pages;    /* NULL for none */
	struct jx_web_sockets web; /* of the service manager */
	const char *path;          /* of the settings */
	struct jx_signals *signals;
	struct jx_console_door *console; /* NULL: none could be made */
	uv_timer_t watchdog;             /* of the service manager */
	uv_timer_t sum_up;               /* of the log */
	uv_timer_t trim;                 /* of memory */
	uv_timer_t heartbeat;
	uv_timer_t endings; /* of certificates, looked at each day */
	uv_timer_t ending;  /* of a shutdown: when what has not been done is given up */
	int64_t alive_ms;   /* when the daemon before it was last known to serve; 0: not known */
	bool is_stopping;
	int exit_code;
};

static void stop(struct jx_daemon *daemon);

static void on_stop_signal(void *user, const char *signal)
{
	struct jx_daemon *daemon = user;
	jx_log_write(
		JX_LOG_INFO, daemon->is_stopping ? "stopping already" : "stopping", "signal", signal, NULL);
	stop(daemon);
}

static void on_broken(void *user)
{
	struct jx_daemon *daemon = user;
	jx_log_write(JX_LOG_ERROR, "the write path failed, stopping so that a restart can recover", NULL);
	daemon->exit_code = 1;
	stop(daemon);
}

static void on_watchdog(uv_timer_t *timer)
{
	(void)timer;
	(void)sd_notify(0, "WATCHDOG=1");
}

static void on_sum_up(uv_timer_t *timer)
{
	struct jx_daemon *daemon = timer->data;
	jx_call_log_sum_up(daemon->services.call_log);
}

static void on_trim(uv_timer_t *timer)
{
	struct jx_daemon *daemon = timer->data;
	jx_task_pool_trim(daemon->services.task_pool);
}

static void on_heartbeat(uv_timer_t *timer)
{
	struct jx_daemon *daemon = timer->data;
	jx_heartbeat_write(daemon->config.directory, jx_clock_ms());
}

static void on_endings(uv_timer_t *timer)
{
	struct jx_daemon *daemon = timer->data;
	jx_endings_warn(daemon->config.directory, daemon->services.ca, jx_clock_ms());
}

static void on_ending(uv_timer_t *timer)
{
	struct jx_daemon *daemon = timer->data;
	atomic_store(&daemon->services.is_ending, true);
}

static void close_handles(struct jx_daemon *daemon)
{
	jx_signals_stop(daemon->signals);
	uv_close((uv_handle_t *)&daemon->watchdog, NULL);
	uv_close((uv_handle_t *)&daemon->sum_up, NULL);
	uv_close((uv_handle_t *)&daemon->trim, NULL);
	uv_close((uv_handle_t *)&daemon->heartbeat, NULL);
	uv_close((uv_handle_t *)&daemon->endings, NULL);
	uv_close((uv_handle_t *)&daemon->ending, NULL);
	jx_heartbeat_write(daemon->config.directory, jx_clock_ms());
	jx_running_remove(daemon->config.directory);
	jx_deadlines_close(daemon->services.deadlines);
	jx_monitor_close(daemon->monitor);
	jx_pages_close(daemon->pages);
	jx_console_door_close(daemon->console);
}

static void on_workers_closed(void *user)
{
	struct jx_daemon *daemon = user;
	daemon->services.workers = NULL;
	close_handles(daemon);
}

static void on_net_closed(void *user)
{
	struct jx_daemon *daemon = user;
	/* nobody is left to answer: what still waits ends at once */
	atomic_store(&daemon->services.is_ending, true);
	jx_workers_stop(daemon->services.workers, on_workers_closed, daemon);
}

static void stop(struct jx_daemon *daemon)
{
	if (daemon->is_stopping)
		return;
	daemon->is_stopping = true;
	jx_last_resort_start(daemon->exit_code);
	(void)sd_notify(0, "STOPPING=1");
	jx_task_pool_stop(daemon->services.task_pool);
	(void)uv_timer_start(&daemon->ending, on_ending, JX_SHUTDOWN_WORK_MS, 0);
	jx_deadlines_stop(daemon->services.deadlines);
	jx_health_stop(daemon->services.health);
	jx_monitor_stop(daemon->monitor);
	jx_pages_stop(daemon->pages);
	jx_console_door_shut(daemon->console);
	jx_net_shutdown(daemon->net, on_net_closed, daemon);
}

/* The daemon's now does not run behind its log, nor behind what it acted on before. With a clock far behind, the one or the other is wrong, and certificates
 * would not be valid yet. */
static enum jx_status check_clock(struct jx_daemon *daemon, struct jx_error *error)
{
	JX_AUTO(jx_db) db = NULL;
	struct jx_log_head head = {0};
	enum jx_status status = jx_store_open_reader(daemon->store, &db, error);
	if (status != JX_OK)
		return status;
	status = jx_log_head(db, &head, error);
	if (status != JX_OK)
		return status;
	jx_clock_raise(head.newest_ms);
	jx_clock_resume(jx_store_kept_time(daemon->store));
	daemon->alive_ms = jx_heartbeat_read(daemon->config.directory);
	if (daemon->alive_ms < head.newest_ms)
		daemon->alive_ms = head.newest_ms;
	return jx_clock_behind_ms() > DAY_MS ? jx_fail(error, JX_REASON_CLOCK_BEHIND) : JX_OK;
}

static void close_certificate(void *user, const uint8_t *fingerprint)
{
	const struct jx_daemon *daemon = user;
	jx_net_close_certificate(daemon->net, fingerprint);
}

static enum jx_status make_services(struct jx_daemon *daemon, struct jx_error *error)
{
	struct jx_services *services = &daemon->services;
	services->handler_of = jx_handler_of;
	services->close_certificate = close_certificate;
	services->close_user = daemon;
	services->loop = &daemon->loop;
	services->store = daemon->store;
	services->county = jx_store_county(daemon->store);
	jx_verifier_print(jx_note_key_verifier(daemon->log_key), services->log_verifier);
	services->window_hours = daemon->config.window_hours;
	services->grace_hours = daemon->config.grace_hours;
	services->main_advertised = daemon->config.main_advertised;
	services->enrol_advertised = daemon->config.enrol_advertised;
	services->reply_cache = jx_reply_cache_new();
	services->snapshots = jx_snapshots_new(JX_MAX_SNAPSHOTS_BYTES);
	services->rulebooks = jx_rulebooks_new();
	services->health = jx_health_new();
	services->strangers = jx_strangers_new();
	services->call_log = jx_call_log_new();
	services->call_counts = jx_call_counts_new();
	services->reflection = jx_reflection_new();
	services->deadlines = jx_deadlines_new(services);
	services->task_pool = jx_task_pool_new(services);
	if (services->call_log != NULL)
		jx_call_log_set_reads(services->call_log, daemon->config.log_reads);
	bool is_ok = services->reply_cache != NULL && services->snapshots != NULL &&
		     services->rulebooks != NULL && services->health != NULL && services->strangers != NULL &&
		     services->call_log != NULL && services->call_counts != NULL &&
		     services->reflection != NULL && services->deadlines != NULL &&
		     services->task_pool != NULL;
	return is_ok ? JX_OK : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static enum jx_log_level log_level(const struct jx_config *config)
{
	return config->log_level != 0 ? config->log_level : JX_LOG_INFO;
}

static enum jx_status start_net(struct jx_daemon *daemon, struct jx_error *error)
{
	struct jx_identity_files files;
	struct jx_net_config net = jx_net_config_of(&daemon->config, &files);
	const struct jx_call_events events = jx_dispatch_events(&daemon->services);
	enum jx_status status = jx_sockets_take(&net, &daemon->web, error);
	if (status != JX_OK)
		return status;
	return jx_net_start(&daemon->loop, &net, &events, &daemon->net, error);
}

/* Nobody is asked unless the settings name somebody. */
static enum jx_status start_witness(struct jx_daemon *daemon, struct jx_error *error)
{
	const struct jx_config *config = &daemon->config;
	const struct jx_witness_place place = {config->witness_url, config->witness_key, config->directory};
	if (config->witness_url[0] == '\0')
		return JX_OK;
	return jx_witness_start(daemon->store, &place, &daemon->services.witness, error);
}

static void on_failed_start(void *user)
{
	(void)user;
}

static enum jx_status start_monitor(struct jx_daemon *daemon, struct jx_error *error)
{
	const struct jx_config *config = &daemon->config;
	const struct jx_monitored what = {.directory = config->directory,
		.address = config->metrics_address,
		.fd = daemon->web.metrics,
		.is_anywhere = config->metrics_anywhere,
		.disk_free_mb = &config->disk_free_mb,
		.services = &daemon->services,
		.net = &daemon->net};
	return jx_monitor_start(&what, &daemon->monitor, error);
}

static enum jx_status start_pages(struct jx_daemon *daemon, struct jx_error *error)
{
	const struct jx_pages_config config = {.address = daemon->config.pages_address,
		.fd = daemon->web.pages,
		.is_anywhere = daemon->config.pages_anywhere,
		.services = &daemon->services};
	return jx_pages_open(&config, &daemon->pages, error);
}

/* The listeners are open, the console's too, and no thread runs yet: the time to give up everything else. */
static enum jx_status start_threads(struct jx_daemon *daemon, struct jx_error *error)
{
	const struct jx_worker_events events = {.on_broken = on_broken, .user = daemon};
	const struct jx_confinement confinement = {.directory = daemon->config.directory,
		.settings = daemon->path,
		.calls_out = daemon->config.witness_url[0] != '\0' ||
			     jx_store_is_on_server(daemon->config.directory)};
	daemon->console = jx_console_door_open(daemon->config.directory, &daemon->services);
	enum jx_status status = start_monitor(daemon, error);
	if (status == JX_OK)
		status = start_pages(daemon, error);
	if (status != JX_OK)
		return status;
	jx_confinement_enter(&confinement);
	status = jx_workers_start(&daemon->loop, daemon->store, &events, &daemon->services.workers, error);
	if (status != JX_OK)
		return status;
	status = start_witness(daemon, error);
	if (status != JX_OK) {
		jx_workers_stop(daemon->services.workers, NULL, NULL);
		daemon->services.workers = NULL;
	}
	return status;
}

static void log_change(const struct jx_config_change *change)
{
	char name[64];
	(void)snprintf(name, sizeof(name), "[%s] %s", change->section, change->name);
	jx_log_write(change->is_live ? JX_LOG_INFO : JX_LOG_WARNING,
		change->is_live ? "setting changed" : "setting waits for a restart", "name", name, "from",
		change->from, "to", change->to, NULL);
}

/* Says what changes at the more talkative of both levels, so that a change of the level is said too. */
static void take_settings(struct jx_daemon *daemon, const struct jx_config *newer)
{
	struct jx_config_change change;
	size_t key = 0;
	enum jx_log_level before = log_level(&daemon->config);
	enum jx_log_level after = log_level(newer);
	jx_log_set_level(after > before ? after : before);
	while (jx_config_take_next(&daemon->config, newer, &key, &change))
		log_change(&change);
	jx_call_log_set_reads(daemon->services.call_log, daemon->config.log_reads);
	jx_log_write(JX_LOG_INFO, "settings and certificates are read again", NULL);
	jx_log_set_level(after);
}

/* Reads settings and certificates again. A mistake in either changes nothing. */
static void reload(void *user)
{
	struct jx_daemon *daemon = user;
	struct jx_config newer;
	struct jx_error error = {0};
	struct jx_identity_files files;
	if (daemon->is_stopping)
		return;
	(void)sd_notify(0, "RELOADING=1");
	enum jx_status status = jx_config_read(daemon->path, &newer, &error);
	if (status == JX_OK) {
		const struct jx_net_config net = jx_net_config_of(&newer, &files);
		status = jx_net_reload(daemon->net, &net, &error);
	}
	if (status != JX_OK) {
		jx_log_error(JX_LOG_ERROR, "nothing is changed: the settings cannot be read again", &error);
	} else {
		take_settings(daemon, &newer);
		jx_monitor_look(daemon->monitor);
	}
	(void)sd_notify(0, "READY=1");
}

static void start_handles(struct jx_daemon *daemon)
{
	uint64_t watchdog_us = 0;
	(void)uv_timer_init(&daemon->loop, &daemon->watchdog);
	(void)uv_timer_init(&daemon->loop, &daemon->sum_up);
	(void)uv_timer_init(&daemon->loop, &daemon->trim);
	(void)uv_timer_init(&daemon->loop, &daemon->ending);
	daemon->trim.data = daemon;
	(void)uv_timer_start(&daemon->trim, on_trim, TRIM_MS, TRIM_MS);
	(void)uv_timer_init(&daemon->loop, &daemon->heartbeat);
	daemon->heartbeat.data = daemon;
	(void)uv_timer_start(&daemon->heartbeat, on_heartbeat, 0, JX_HEARTBEAT_MS);
	(void)uv_timer_init(&daemon->loop, &daemon->endings);
	daemon->endings.data = daemon;
	(void)uv_timer_start(&daemon->endings, on_endings, 0, (uint64_t)DAY_MS);
	daemon->sum_up.data = daemon;
	daemon->ending.data = daemon;
	(void)uv_timer_start(&daemon->sum_up, on_sum_up, JX_LOG_SUM_UP_MS, JX_LOG_SUM_UP_MS);
	if (sd_watchdog_enabled(0, &watchdog_us) > 0)
		(void)uv_timer_start(&daemon->watchdog, on_watchdog, watchdog_us / 2000, watchdog_us / 2000);
}

static enum jx_status start_daemon(struct jx_daemon *daemon, struct jx_error *error)
{
	enum jx_status status = jx_store_open(daemon->config.directory, &daemon->store, error);
	if (status == JX_OK)
		status = jx_fsck_start(daemon->store, error);
	if (status == JX_OK)
		status = check_clock(daemon, error);
	if (status == JX_OK)
		status = jx_ca_open(daemon->config.directory, &daemon->services.ca, error);
	if (status == JX_OK)
		status = jx_ca_rehearse(daemon->services.ca, jx_clock_ms(), error);
	if (status == JX_OK)
		status = jx_log_key_start(daemon->store, daemon->config.directory,
			daemon->config.main_advertised, daemon->services.ca, &daemon->log_key, error);
	if (status == JX_OK)
		status = make_services(daemon, error);
	if (status == JX_OK)
		status = jx_upgrade_scores(&daemon->services, daemon->store, error);
	if (status == JX_OK)
		status = jx_outage_give_back(daemon->store, daemon->alive_ms, jx_clock_ms(), error);
	if (status == JX_OK)
		status = start_net(daemon, error);
	if (status != JX_OK)
		return status;
	status = start_threads(daemon, error);
	if (status != JX_OK) {
		jx_console_door_close(daemon->console);
		jx_monitor_close(daemon->monitor);
		jx_pages_close(daemon->pages);
		jx_net_shutdown(daemon->net, on_failed_start, NULL);
		return status;
	}
	start_handles(daemon);
	jx_deadlines_start(daemon->services.deadlines);
	return JX_OK;
}

static void tell_ready(struct jx_daemon *daemon)
{
	struct jx_ready ready = {.directory = daemon->config.directory};
	for (int i = 0; i < JX_LISTENERS; i++)
		ready.ports[i] = jx_net_port(daemon->net, (enum jx_listener)i);
	ready.ports[JX_LISTENERS] = jx_monitor_port(daemon->monitor);
	ready.ports[JX_LISTENERS + 1] = jx_pages_port(daemon->pages);
	jx_ready_tell(&ready);
}

static void free_parts(struct jx_daemon *daemon)
{
	struct jx_services *services = &daemon->services;
	if (services->call_log != NULL)
		jx_call_log_sum_up(services->call_log);
	jx_net_free(daemon->net);
	jx_reply_memo_clear(&services->reply_memo);
	jx_task_pool_free(services->task_pool);
	jx_call_log_free(services->call_log);
	jx_call_counts_free(services->call_counts);
	jx_strangers_free(services->strangers);
	jx_reply_cache_free(services->reply_cache);
	jx_snapshots_free(services->snapshots);
	jx_rulebooks_free(services->rulebooks);
	jx_health_free(services->health);
	jx_reflection_free(services->reflection);
	jx_deadlines_free(services->deadlines);
	jx_ca_free(services->ca);
	jx_witness_free(services->witness);
	jx_store_free(daemon->store);
	jx_note_key_free(daemon->log_key);
}

/* Signals are taken first, so that none ends a daemon that is still reading its store. */
static enum jx_status start(struct jx_daemon *daemon, struct jx_error *error)
{
	const struct jx_signal_events events = {
		.on_stop = on_stop_signal, .on_reload = reload, .user = daemon};
	jx_log_set_level(log_level(&daemon->config));
	if (!jx_zone_set(daemon->config.time_zone))
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	daemon->signals = jx_signals_start(&daemon->loop, &events);
	enum jx_status status = daemon->signals != NULL ? start_daemon(daemon, error)
							: jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (status != JX_OK)
		jx_signals_stop(daemon->signals);
	return status;
}

int jx_daemon_run(const char *path, const struct jx_config *config)
{
	(void)jx_tls_memory_use();
	struct jx_daemon *daemon = calloc(1, sizeof(*daemon));
	struct jx_error error = {0};
	if (daemon == NULL || uv_loop_init(&daemon->loop) != 0) {
		free(daemon);
		return 1;
	}
	daemon->path = path;
	daemon->config = *config;
	if (start(daemon, &error) == JX_OK) {
		/* Opening the store has read all of it; the system gets that memory back. */
		(void)malloc_trim(0);
		tell_ready(daemon);
	} else {
		jx_log_error(JX_LOG_ERROR, "cannot start", &error);
		daemon->exit_code = 1;
	}
	(void)uv_run(&daemon->loop, UV_RUN_DEFAULT);
	free_parts(daemon);
	(void)uv_loop_close(&daemon->loop);
	int exit_code = daemon->exit_code;
	if (exit_code == 0)
		jx_log_write(JX_LOG_INFO, "stopped", NULL);
	free(daemon);
	return exit_code;
}
