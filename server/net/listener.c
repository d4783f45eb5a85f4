#include "server/net/listener.h"

#include <limits.h>
#include <malloc.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "server/net/address.h"
#include "server/net/conn.h"

#define BACKLOG          511
#define RESERVED_FILES   64u /* files the process needs beside its connections */
#define MAX_SEALED_BYTES (2u * JX_WRITE_BATCH_BYTES)

struct listener {
	uv_tcp_t tcp;
	struct jx_net *net;
	enum jx_listener kind;
	bool is_open;
	bool owes_accept; /* a connection waits, for want of memory or because enough were accepted in this tick */
	unsigned n_accepted; /* in this tick */
};

struct jx_net {
	struct listener listeners[JX_LISTENERS];
	uv_prepare_t prepare; /* before the loop waits: output of timers */
	uv_check_t check;     /* after it: output of what was read and of finished work */
	uv_idle_t busy;       /* runs while output must not wait for an event */
	uv_timer_t tick;
	uv_timer_t deadline; /* of the shutdown */
	unsigned n_handles;  /* of the above, listeners included, that are not closed */
	unsigned n_conns;    /* not freed */
	bool is_closing;
	size_t n_most_bytes; /* of messages, held at once since memory was last given back */
	void (*on_closed)(void *user);
	void *user;
	struct jx_conn_shared conns;
};

/* Once the connections are gone, the handles go; once these are gone, the owner hears of it. */
static void on_handle_closed(uv_handle_t *handle);

static void close_handle(struct jx_net *net, uv_handle_t *handle)
{
	if (uv_is_closing(handle))
		return;
	handle->data = net;
	uv_close(handle, on_handle_closed);
}

static void finish_if_empty(struct jx_net *net)
{
	if (!net->is_closing || net->n_conns > 0)
		return;
	if (net->n_handles == 0) {
		net->on_closed(net->user);
		return;
	}
	close_handle(net, (uv_handle_t *)&net->prepare);
	close_handle(net, (uv_handle_t *)&net->check);
	close_handle(net, (uv_handle_t *)&net->busy);
	close_handle(net, (uv_handle_t *)&net->tick);
	close_handle(net, (uv_handle_t *)&net->deadline);
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct jx_net *net = handle->data;
	net->n_handles--;
	if (net->n_handles == 0 || net->n_conns == 0)
		finish_if_empty(net);
}

static void on_conn_freed(void *user)
{
	struct jx_net *net = user;
	net->n_conns--;
	if (net->n_conns == 0)
		finish_if_empty(net);
}

static void on_idle(uv_idle_t *idle)
{
	/* Only there so that the loop does not wait; the check handle does the work. */
	uv_idle_stop(idle);
}

static void on_busy(void *user)
{
	struct jx_net *net = user;
	if (!uv_is_closing((uv_handle_t *)&net->busy))
		(void)uv_idle_start(&net->busy, on_idle);
}

static void on_prepare(uv_prepare_t *prepare)
{
	struct jx_net *net = prepare->data;
	jx_conn_flush_all(&net->conns);
}

static void on_check(uv_check_t *check)
{
	struct jx_net *net = check->data;
	jx_conn_flush_all(&net->conns);
}

static void on_tick(uv_timer_t *timer);

/* Accepts what waits at a listener, unless enough were accepted in this tick: then the next one goes on. */
static void accept_at(struct listener *listener)
{
	static const unsigned max_accepts[JX_LISTENERS] = {
		JX_MAX_MAIN_ACCEPTS, JX_MAX_ENROL_ACCEPTS, JX_MAX_PUBLIC_ACCEPTS};
	struct jx_net *net = listener->net;
	if (!uv_is_active((uv_handle_t *)&net->tick))
		(void)uv_timer_start(&net->tick, on_tick, JX_TICK_MS, JX_TICK_MS);
	listener->owes_accept =
		listener->n_accepted == max_accepts[listener->kind] ||
		jx_conn_accept(&net->conns, (uv_stream_t *)&listener->tcp, listener->kind) != JX_OK;
	if (listener->owes_accept)
		return;
	listener->n_accepted++;
	net->n_conns++;
	net->conns.counters->n_accepted[listener->kind]++;
}

static void on_connection(uv_stream_t *server, int result)
{
	struct listener *listener = server->data;
	if (result == 0 && !listener->net->is_closing)
		accept_at(listener);
}

/* Gives memory back to the system when a burst is over: the C library keeps what was used once. */
static void trim(struct jx_net *net)
{
	size_t n = jx_h2_shared_input(net->conns.h2)->n_bytes + jx_h2_shared_output(net->conns.h2)->n_bytes;
	if (n > net->n_most_bytes)
		net->n_most_bytes = n;
	if (net->n_most_bytes < JX_TRIM_BYTES || n > net->n_most_bytes / 4)
		return;
	net->n_most_bytes = n;
	(void)malloc_trim(0);
}

static void on_tick(uv_timer_t *timer)
{
	struct jx_net *net = timer->data;
	jx_conn_tick_all(&net->conns);
	trim(net);
	if (net->n_conns == 0)
		uv_timer_stop(timer);
	for (int i = 0; i < JX_LISTENERS; i++) {
		net->listeners[i].n_accepted = 0;
		if (net->listeners[i].owes_accept)
			accept_at(&net->listeners[i]);
	}
}

static int bound_address(const struct listener *listener, struct sockaddr_storage *ret_address)
{
	int n = sizeof(*ret_address);
	memset(ret_address, 0, sizeof(*ret_address));
	return uv_tcp_getsockname(&listener->tcp, (struct sockaddr *)ret_address, &n);
}

/* Binds a listener, or takes over a socket; JX_OK and still closed when it is not wanted. */
static enum jx_status open_listener(
	struct jx_net *net, enum jx_listener kind, const char *address, int fd, struct jx_error *error)
{
	struct listener *listener = &net->listeners[kind];
	struct sockaddr_storage where;
	if (address == NULL && fd <= 0)
		return JX_OK;
	int result = uv_tcp_init(net->conns.loop, &listener->tcp);
	if (result != 0)
		return jx_address_fail(address != NULL ? address : "socket", result, error);
	listener->is_open = true;
	listener->tcp.data = listener;
	net->n_handles++;
	if (fd > 0) {
		result = uv_tcp_open(&listener->tcp, fd);
	} else {
		enum jx_status status = jx_address_find(kind, address, &where, error);
		if (status != JX_OK)
			return status;
		result = uv_tcp_bind(&listener->tcp, (const struct sockaddr *)&where, 0);
	}
	if (result == 0)
		result = bound_address(listener, &where);
	if (result == 0 && kind == JX_LISTENER_PUBLIC && !jx_address_is_loopback(&where))
		return jx_fail_with(error, JX_REASON_PUBLIC_NOT_LOOPBACK,
			JX_ARGS(JX_TEXT(address != NULL ? address : "socket")));
	if (result == 0)
		result = uv_listen((uv_stream_t *)&listener->tcp, BACKLOG, on_connection);
	return result == 0 ? JX_OK : jx_address_fail(address != NULL ? address : "socket", result, error);
}

/* The contexts of the listeners that are wanted; NULL for the others. The caller frees them, also on failure. */
static enum jx_status make_contexts(const struct jx_net_config *config,
	struct jx_tls_context *contexts[JX_LISTENERS], struct jx_error *error)
{
	struct jx_tls_config tls = {.certificate_file = config->certificate_file,
		.key_file = config->key_file,
		.ca_file = config->ca_file};
	if (config->identity != NULL)
		tls = *config->identity;
	tls.clock_ms = config->clock_ms;
	enum jx_status status = JX_OK;
	if (config->main_address != NULL || config->fds[JX_LISTENER_MAIN] > 0) {
		tls.demand_client_certificate = true;
		status = jx_tls_context_new(&tls, &contexts[JX_LISTENER_MAIN], error);
	}
	if (status == JX_OK && (config->enrol_address != NULL || config->fds[JX_LISTENER_ENROL] > 0)) {
		tls.demand_client_certificate = false;
		status = jx_tls_context_new(&tls, &contexts[JX_LISTENER_ENROL], error);
	}
	return status;
}

/* How many files connections may take; the process may raise its own limit up to the hard one. */
static unsigned max_files(unsigned n_wanted)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
		return n_wanted;
	rlim_t n_all = (rlim_t)n_wanted + RESERVED_FILES;
	if (limit.rlim_cur < n_all) {
		struct rlimit raised = {n_all < limit.rlim_max ? n_all : limit.rlim_max, limit.rlim_max};
		if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
			limit = raised;
	}
	rlim_t n_files =
		limit.rlim_cur > 2 * RESERVED_FILES ? limit.rlim_cur - RESERVED_FILES : limit.rlim_cur / 2;
	return n_wanted < n_files ? n_wanted : (unsigned)n_files;
}

static void set_caps(struct jx_net *net, const struct jx_caps *wanted)
{
	struct jx_caps all = *wanted;
	struct jx_caps caps = *wanted;
	jx_caps_settle(&all, UINT_MAX);
	jx_caps_settle(&caps, max_files(all.main + all.handshakes + all.enrol + all.public));
	jx_doors_set_caps(net->conns.doors, &caps);
}

static void init_handles(struct jx_net *net, uv_loop_t *loop)
{
	/* On Linux none of these can fail. They do not keep the loop alive: listeners and connections do. */
	(void)uv_prepare_init(loop, &net->prepare);
	(void)uv_check_init(loop, &net->check);
	(void)uv_idle_init(loop, &net->busy);
	(void)uv_timer_init(loop, &net->tick);
	(void)uv_timer_init(loop, &net->deadline);
	net->prepare.data = net;
	net->check.data = net;
	net->tick.data = net;
	net->deadline.data = net;
	(void)uv_prepare_start(&net->prepare, on_prepare);
	(void)uv_check_start(&net->check, on_check);
	uv_unref((uv_handle_t *)&net->prepare);
	uv_unref((uv_handle_t *)&net->check);
	net->n_handles = 5;
}

static struct jx_net *net_new(uv_loop_t *loop, const struct jx_call_events *events)
{
	struct jx_net *net = calloc(1, sizeof(*net));
	if (net == NULL)
		return NULL;
	if (jx_h2_shared_new(events, &net->conns.h2) != JX_OK || jx_doors_new(&net->conns.doors) != JX_OK) {
		jx_h2_shared_free(net->conns.h2);
		free(net);
		return NULL;
	}
	jx_list_init(&net->conns.all);
	jx_list_init(&net->conns.dirty);
	net->conns.loop = loop;
	net->conns.counters = jx_h2_shared_counters(net->conns.h2);
	net->conns.on_conn_freed = on_conn_freed;
	net->conns.on_busy = on_busy;
	net->conns.user = net;
	jx_buf_init(&net->conns.sealed, MAX_SEALED_BYTES);
	for (int i = 0; i < JX_LISTENERS; i++) {
		net->listeners[i].net = net;
		net->listeners[i].kind = (enum jx_listener)i;
	}
	init_handles(net, loop);
	return net;
}

static void on_failed_start_closed(void *user)
{
	jx_net_free(user);
}

enum jx_status jx_net_start(uv_loop_t *loop, const struct jx_net_config *config,
	const struct jx_call_events *events, struct jx_net **ret_net, struct jx_error *error)
{
	const char *addresses[JX_LISTENERS] = {
		config->main_address, config->enrol_address, config->public_address};
	struct jx_net *net = net_new(loop, events);
	if (net == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	set_caps(net, &config->caps);
	jx_h2_shared_set_time_zone(net->conns.h2, config->time_zone);
	enum jx_status status = make_contexts(config, net->conns.tls, error);
	for (int i = 0; i < JX_LISTENERS && status == JX_OK; i++)
		status = open_listener(net, (enum jx_listener)i, addresses[i], config->fds[i], error);
	if (status != JX_OK) {
		jx_net_shutdown(net, on_failed_start_closed, net);
		return status;
	}
	*ret_net = net;
	return JX_OK;
}

unsigned jx_net_port(const struct jx_net *net, enum jx_listener listener)
{
	struct sockaddr_storage address;
	if (!net->listeners[listener].is_open || bound_address(&net->listeners[listener], &address) != 0)
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((const struct sockaddr_in *)&address)->sin_port);
}

enum jx_status jx_net_reload(struct jx_net *net, const struct jx_net_config *config, struct jx_error *error)
{
	struct jx_tls_context *contexts[JX_LISTENERS] = {NULL};
	enum jx_status status = make_contexts(config, contexts, error);
	for (int i = 0; i < JX_LISTENERS; i++) {
		struct jx_tls_context *old = net->conns.tls[i];
		bool takes_new = status == JX_OK && old != NULL && contexts[i] != NULL;
		if (takes_new)
			net->conns.tls[i] = contexts[i];
		jx_tls_context_free(takes_new ? old : contexts[i]);
	}
	if (status == JX_OK)
		set_caps(net, &config->caps);
	return status;
}

void jx_net_close_certificate(struct jx_net *net, const uint8_t fingerprint[JX_FINGERPRINT_BYTES])
{
	jx_conn_close_certificate(&net->conns, fingerprint);
}

static void on_deadline(uv_timer_t *timer)
{
	struct jx_net *net = timer->data;
	jx_conn_close_all(&net->conns);
}

void jx_net_shutdown(struct jx_net *net, void (*on_closed)(void *user), void *user)
{
	if (net->is_closing)
		return;
	net->is_closing = true;
	net->on_closed = on_closed;
	net->user = user;
	for (int i = 0; i < JX_LISTENERS; i++) {
		net->listeners[i].owes_accept = false;
		if (net->listeners[i].is_open) {
			net->listeners[i].is_open = false;
			close_handle(net, (uv_handle_t *)&net->listeners[i].tcp);
		}
	}
	(void)uv_timer_start(&net->deadline, on_deadline, JX_SHUTDOWN_NET_MS, 0);
	(void)uv_timer_start(&net->tick, on_tick, JX_GOAWAY_PAUSE_MS, JX_GOAWAY_PAUSE_MS);
	jx_conn_shutdown_all(&net->conns);
	finish_if_empty(net);
}

void jx_net_free(struct jx_net *net)
{
	if (net == NULL)
		return;
	for (int i = 0; i < JX_LISTENERS; i++)
		jx_tls_context_free(net->conns.tls[i]);
	jx_buf_clear(&net->conns.sealed);
	jx_h2_shared_free(net->conns.h2);
	jx_doors_free(net->conns.doors);
	free(net);
}

const struct jx_net_counters *jx_net_counters(const struct jx_net *net)
{
	return net->conns.counters;
}
