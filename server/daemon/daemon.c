#include "server/daemon/daemon.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-daemon.h>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/cache/rulebooks.h"
#include "server/cache/snapshots.h"
#include "server/call/dispatch.h"
#include "server/call/reply_cache.h"
#include "server/call/task_pool.h"
#include "server/handlers/handlers.h"
#include "server/identity/ca.h"
#include "server/net/listener.h"
#include "server/net/tls_memory.h"
#include "server/probe/health.h"
#include "server/probe/reflection.h"
#include "storage/log/store_log.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

struct jx_daemon {
	uv_loop_t loop;
	struct jx_config config;
	struct jx_store *store;
	struct jx_services services; /* as calls see them; owned */
	struct jx_net *net;
	uv_signal_t sigterm;
	uv_signal_t sigint;
	uv_timer_t watchdog; /* of the service manager */
	bool is_stopping;
	int exit_code;
};

static void stop(struct jx_daemon *daemon);

static void on_signal(uv_signal_t *handle, int number)
{
	struct jx_daemon *daemon = handle->data;
	jx_log_write(JX_LOG_INFO, "stopping", "signal", number == SIGTERM ? "SIGTERM" : "SIGINT", NULL);
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

static void close_handles(struct jx_daemon *daemon)
{
	uv_close((uv_handle_t *)&daemon->sigterm, NULL);
	uv_close((uv_handle_t *)&daemon->sigint, NULL);
	uv_close((uv_handle_t *)&daemon->watchdog, NULL);
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
	jx_workers_stop(daemon->services.workers, on_workers_closed, daemon);
}

static void stop(struct jx_daemon *daemon)
{
	if (daemon->is_stopping)
		return;
	daemon->is_stopping = true;
	(void)sd_notify(0, "STOPPING=1");
	jx_task_pool_stop(daemon->services.task_pool);
	jx_health_stop(daemon->services.health);
	jx_net_shutdown(daemon->net, on_net_closed, daemon);
}

/* With a clock far behind, late reports would count as early, and certificates would not be valid yet. */
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
	bool is_behind = head.newest_ms > jx_clock_ms() + DAY_MS;
	return is_behind ? jx_fail(error, JX_REASON_CLOCK_BEHIND) : JX_OK;
}

static enum jx_status make_services(struct jx_daemon *daemon, struct jx_error *error)
{
	struct jx_services *services = &daemon->services;
	services->handler_of = jx_handler_of;
	services->loop = &daemon->loop;
	services->county = jx_store_county(daemon->store);
	services->main_advertised = daemon->config.main_advertised;
	services->enrol_advertised = daemon->config.enrol_advertised;
	services->reply_cache = jx_reply_cache_new();
	services->snapshots = jx_snapshots_new();
	services->rulebooks = jx_rulebooks_new();
	services->health = jx_health_new();
	services->reflection = jx_reflection_new();
	services->task_pool = jx_task_pool_new(services);
	bool is_ok = services->reply_cache != NULL && services->snapshots != NULL &&
		     services->rulebooks != NULL && services->health != NULL &&
		     services->reflection != NULL && services->task_pool != NULL;
	return is_ok ? JX_OK : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static const char *or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static enum jx_status start_net(struct jx_daemon *daemon, struct jx_error *error)
{
	char certificate[JX_CONFIG_PATH_BYTES + 32];
	char key[JX_CONFIG_PATH_BYTES + 32];
	char ca[JX_CONFIG_PATH_BYTES + 32];
	const struct jx_config *config = &daemon->config;
	(void)snprintf(certificate, sizeof(certificate), "%s/server.pem", config->directory);
	(void)snprintf(key, sizeof(key), "%s/server.key", config->directory);
	(void)snprintf(ca, sizeof(ca), "%s/ca.pem", config->directory);
	const struct jx_net_config net = {
		.main_address = config->main_address,
		.enrol_address = or_null(config->enrol_address),
		.public_address = or_null(config->public_address),
		.certificate_file = certificate,
		.key_file = key,
		.ca_file = ca,
		.caps = config->caps,
	};
	const struct jx_call_events events = jx_dispatch_events(&daemon->services);
	return jx_net_start(&daemon->loop, &net, &events, &daemon->net, error);
}

static void start_handles(struct jx_daemon *daemon)
{
	uint64_t watchdog_us = 0;
	(void)uv_signal_init(&daemon->loop, &daemon->sigterm);
	(void)uv_signal_init(&daemon->loop, &daemon->sigint);
	(void)uv_timer_init(&daemon->loop, &daemon->watchdog);
	daemon->sigterm.data = daemon;
	daemon->sigint.data = daemon;
	(void)uv_signal_start(&daemon->sigterm, on_signal, SIGTERM);
	(void)uv_signal_start(&daemon->sigint, on_signal, SIGINT);
	if (sd_watchdog_enabled(0, &watchdog_us) > 0)
		(void)uv_timer_start(&daemon->watchdog, on_watchdog, watchdog_us / 2000, watchdog_us / 2000);
}

static enum jx_status start_daemon(struct jx_daemon *daemon, struct jx_error *error)
{
	const struct jx_worker_events events = {.on_broken = on_broken, .user = daemon};
	enum jx_status status = jx_store_open(daemon->config.directory, &daemon->store, error);
	if (status != JX_OK)
		return status;
	status = check_clock(daemon, error);
	if (status != JX_OK)
		return status;
	status = jx_ca_open(daemon->config.directory, &daemon->services.ca, error);
	if (status != JX_OK)
		return status;
	status = make_services(daemon, error);
	if (status != JX_OK)
		return status;
	status = jx_workers_start(&daemon->loop, daemon->store, &events, &daemon->services.workers, error);
	if (status != JX_OK)
		return status;
	status = start_net(daemon, error);
	if (status == JX_OK) {
		start_handles(daemon);
		return JX_OK;
	}
	jx_workers_stop(daemon->services.workers, NULL, NULL);
	daemon->services.workers = NULL;
	return status;
}

static void log_ready(struct jx_daemon *daemon)
{
	char ports[JX_LISTENERS][8];
	for (int i = 0; i < JX_LISTENERS; i++)
		(void)snprintf(ports[i], sizeof(ports[i]), "%u",
			jx_net_port(daemon->net, (enum jx_listener)i) & 0xFFFFu);
	jx_log_write(JX_LOG_INFO, "listening", "main", ports[JX_LISTENER_MAIN], "enrol",
		ports[JX_LISTENER_ENROL], "public", ports[JX_LISTENER_PUBLIC], "version", JX_VERSION,
		"directory", daemon->config.directory, NULL);
	(void)sd_notify(0, "READY=1");
}

static void free_parts(struct jx_daemon *daemon)
{
	struct jx_services *services = &daemon->services;
	jx_net_free(daemon->net);
	jx_reply_memo_clear(&services->reply_memo);
	jx_task_pool_free(services->task_pool);
	jx_reply_cache_free(services->reply_cache);
	jx_snapshots_free(services->snapshots);
	jx_rulebooks_free(services->rulebooks);
	jx_health_free(services->health);
	jx_reflection_free(services->reflection);
	jx_ca_free(services->ca);
	jx_store_free(daemon->store);
}

int jx_daemon_run(const struct jx_config *config)
{
	(void)jx_tls_memory_use();
	struct jx_daemon *daemon = calloc(1, sizeof(*daemon));
	struct jx_error error = {0};
	if (daemon == NULL || uv_loop_init(&daemon->loop) != 0) {
		free(daemon);
		return 1;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	daemon->config = *config;
	if (start_daemon(daemon, &error) == JX_OK) {
		/* Opening the store has read all of it; the system gets that memory back. */
		(void)malloc_trim(0);
		log_ready(daemon);
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
