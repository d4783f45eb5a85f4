#include "server/web/site.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/list.h"
#include "server/base/clock.h"
#include "server/base/rates.h"
#include "server/net/address.h"
#include "server/web/asked.h"
#include "server/web/socket.h"

#define NS_IN_MS UINT64_C(1000000)

/* A connection, from its acceptance to its end. */
struct guest {
	struct jx_link link;
	uint64_t since_ms; /* when what it is at began */
	uint64_t address;  /* of the peer itself; 0: of this machine */
	bool is_served;    /* it has asked, and is not answered whole */
	bool is_paused;    /* we let it wait */
	int fd;
};

struct jx_visit {
	struct jx_site *site;
	struct guest *guest;
	struct MHD_Connection *connection;
	const char *path;
	uint64_t address;
	struct jx_answer *answer; /* NULL for none yet */
	bool is_get;
	bool is_head;
	bool takes_pieces;
	bool is_begun;    /* on_visit() has had it */
	bool is_new;      /* within its first on_visit() */
	bool is_answered; /* also with none, without memory */
	bool is_paused;
};

struct jx_site {
	uv_loop_t *loop;
	struct jx_site_config config;
	struct MHD_Daemon *daemon;
	uv_poll_t poll; /* of libmicrohttpd's epoll */
	uv_timer_t
		timer; /* when libmicrohttpd wants to be run again without an event, and for those who are slow */
	unsigned n_open_handles;
	struct jx_link guests;
	unsigned n_guests;
	unsigned port;
	bool is_running;   /* within run() */
	bool is_again;     /* something was taken up meanwhile */
	uint64_t debt_ns;  /* worked, and not rested yet */
	uint64_t ended_ns; /* of the last turn */
	struct jx_rates requests;
};

static void run_soon(struct jx_site *site);

/* ---- visits ---- */

const char *jx_visit_path(const struct jx_visit *visit)
{
	return visit->path;
}

bool jx_visit_is_get(const struct jx_visit *visit)
{
	return visit->is_get;
}

bool jx_visit_is_head(const struct jx_visit *visit)
{
	return visit->is_head;
}

bool jx_visit_takes_pieces(const struct jx_visit *visit)
{
	return visit->takes_pieces;
}

static const char *tags_of(const struct jx_visit *visit)
{
	if (!visit->is_get)
		return NULL;
	return MHD_lookup_connection_value(visit->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
}

bool jx_visit_has(const struct jx_visit *visit, const char *tag)
{
	const char *tags = tags_of(visit);
	return tags != NULL && jx_answer_has_tag(tags, tag);
}

uint64_t jx_visit_address(const struct jx_visit *visit)
{
	return visit->address;
}

void jx_visit_pause(struct jx_visit *visit)
{
	MHD_suspend_connection(visit->connection);
	visit->is_paused = true;
	visit->guest->is_paused = true;
}

void jx_visit_resume(struct jx_visit *visit)
{
	if (!visit->is_paused)
		return;
	visit->is_paused = false;
	visit->guest->is_paused = false;
	visit->guest->since_ms = uv_now(visit->site->loop);
	MHD_resume_connection(visit->connection);
	run_soon(visit->site);
}

void jx_visit_answer(struct jx_visit *visit, struct jx_answer *answer)
{
	visit->answer = answer != NULL ? jx_answer_ref(answer) : NULL;
	visit->is_answered = true;
	if (!visit->is_new)
		jx_visit_resume(visit);
}

static void begin_visit(struct jx_site *site, struct jx_visit *visit)
{
	visit->is_begun = true;
	visit->is_new = true;
	if (visit->address != 0 && !jx_rates_take(&site->requests, visit->address, uv_now(site->loop)))
		jx_visit_answer(visit, site->config.too_many(site->config.user));
	else
		site->config.on_visit(site->config.user, visit);
	visit->is_new = false;
}

static enum MHD_Result send_answer(const struct jx_visit *visit)
{
	if (visit->answer == NULL)
		return MHD_NO;
	return jx_answer_queue(visit->answer, visit->connection, tags_of(visit));
}

static struct jx_visit *new_visit(struct jx_site *site, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct jx_visit *visit =
		info != NULL && info->socket_context != NULL ? calloc(1, sizeof(*visit)) : NULL;
	if (visit == NULL)
		return NULL;
	visit->site = site;
	visit->connection = connection;
	visit->guest = info->socket_context;
	visit->address = visit->guest->address != 0 ? visit->guest->address : jx_asked_for(connection);
	visit->guest->is_served = true;
	visit->guest->since_ms = uv_now(site->loop);
	return visit;
}

/*
 * Called with the head of a request, then when all of it is there, and again when it is taken up. What is answered with its
 * head alone ends the connection; so is what is no reading. No page takes a body.
 */
/* NOLINTNEXTLINE(readability-function-size): libmicrohttpd says what the parameters are. */
static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *upload, size_t *n_upload, void **request)
{
	struct jx_site *site = user;
	struct jx_visit *visit = *request;
	(void)upload;
	if (visit == NULL) {
		visit = new_visit(site, connection);
		*request = visit;
		if (visit == NULL)
			return MHD_NO;
		visit->path = path;
		visit->is_head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
		visit->is_get = visit->is_head || strcmp(method, MHD_HTTP_METHOD_GET) == 0;
		visit->takes_pieces = strcmp(version, MHD_HTTP_VERSION_1_0) != 0;
		if (visit->is_get)
			return jx_asked_without_body(connection) ? MHD_YES : MHD_NO;
	}
	if (*n_upload > 0)
		return MHD_NO;
	if (!visit->is_begun)
		begin_visit(site, visit);
	if (visit->is_answered)
		return send_answer(visit);
	if (!visit->is_paused)
		jx_visit_pause(visit);
	return MHD_YES;
}

/* What is sent still is libmicrohttpd's. */
static void on_completed(
	void *user, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode code)
{
	const struct jx_site *site = user;
	struct jx_visit *visit = *request;
	(void)connection, (void)code;
	if (visit == NULL)
		return;
	visit->guest->is_served = false;
	visit->guest->since_ms = uv_now(site->loop);
	jx_answer_unref(visit->answer);
	free(visit);
	*request = NULL;
}

/* A path is what was sent: no page has a "%" in its path, and so no page has two. */
static size_t leave_escapes(void *user, struct MHD_Connection *connection, char *text)
{
	(void)user, (void)connection;
	return strlen(text);
}

/* ---- connections ---- */

static bool is_own(const struct sockaddr *address)
{
	struct sockaddr_storage copy = {0};
	memcpy(&copy, address,
		address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
	return jx_address_is_loopback(&copy);
}

/* One address has a part of the places; the web server of this machine as many as there are. */
static enum MHD_Result on_accept(void *user, const struct sockaddr *address, socklen_t n_address)
{
	const struct jx_site *site = user;
	unsigned n = 0;
	(void)n_address;
	if (is_own(address))
		return MHD_YES;
	uint64_t key = jx_asked_key(address);
	for (const struct jx_link *link = site->guests.next; link != &site->guests; link = link->next)
		n += JX_OF_LINK(link, const struct guest, link)->address == key ? 1 : 0;
	return n < JX_MAX_SITE_CONNECTIONS / JX_CONNECTION_SHARE ? MHD_YES : MHD_NO;
}

static void on_connection(void *user, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct jx_site *site = user;
	struct guest *guest = *socket_context;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (guest == NULL)
			return;
		jx_list_remove(&guest->link);
		site->n_guests--;
		free(guest);
		return;
	}
	const union MHD_ConnectionInfo *fd =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *peer =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	guest = fd != NULL && peer != NULL ? calloc(1, sizeof(*guest)) : NULL;
	*socket_context = guest;
	if (guest == NULL)
		return; /* its first request is refused */
	guest->fd = fd->connect_fd;
	guest->since_ms = uv_now(site->loop);
	guest->address = is_own(peer->client_addr) ? 0 : jx_asked_key(peer->client_addr);
	jx_list_append(&site->guests, &guest->link);
	site->n_guests++;
}

static bool is_full(const struct jx_site *site)
{
	return site->n_guests >= JX_MAX_SITE_CONNECTIONS;
}

/* Cuts those who have had their time; libmicrohttpd sees the end of what they send, and closes. */
static void cut_slow(struct jx_site *site)
{
	uint64_t idle_ms = is_full(site) ? JX_WEB_CROWDED_MS : JX_SITE_IDLE_MS;
	uint64_t served_ms = is_full(site) ? JX_SITE_CROWDED_MS : JX_SITE_SEND_MS;
	uint64_t now_ms = uv_now(site->loop);
	for (struct jx_link *link = site->guests.next; link != &site->guests; link = link->next) {
		const struct guest *guest = JX_OF_LINK(link, struct guest, link);
		if (!guest->is_paused && now_ms - guest->since_ms >= (guest->is_served ? served_ms : idle_ms))
			(void)shutdown(guest->fd, SHUT_RDWR);
	}
}

/* ---- turns of work ---- */

static void run(struct jx_site *site);

static void on_timer(uv_timer_t *timer)
{
	run(timer->data);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	(void)status, (void)events;
	run(poll->data);
}

static void run_soon(struct jx_site *site)
{
	site->is_again = true;
	if (!site->is_running && site->debt_ns < NS_IN_MS) /* else run() or the rest it takes looks at it */
		(void)uv_timer_start(&site->timer, on_timer, 0, 0);
}

/* What it has worked is paid off by the time that it does nothing. */
static void pay(struct jx_site *site, uint64_t now_ns)
{
	uint64_t idle_ns = now_ns - site->ended_ns;
	site->debt_ns -= idle_ns < site->debt_ns ? idle_ns : site->debt_ns;
}

/* libmicrohttpd stops to listen when it is full, and begins again in the turn after the one in which it is not any more. */
static uint64_t next_turn_ms(struct jx_site *site, bool has_room_again)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;
	bool is_asked = MHD_get_timeout(site->daemon, &wait_ms) == MHD_YES;
	bool is_now = site->is_again || has_room_again;
	site->is_again = false;
	if (is_now)
		return 0;
	return is_asked && wait_ms < JX_WEB_TICK_MS ? wait_ms : JX_WEB_TICK_MS;
}

static void plan(struct jx_site *site, uint64_t wait_ms)
{
	uint64_t rest_ms = site->debt_ns / NS_IN_MS;
	if (rest_ms > 0) {
		(void)uv_poll_stop(&site->poll);
		(void)uv_timer_start(&site->timer, on_timer, rest_ms, 0);
		return;
	}
	(void)uv_poll_start(&site->poll, UV_READABLE, on_readable);
	if (site->n_guests == 0 && wait_ms > 0)
		(void)uv_timer_stop(&site->timer);
	else
		(void)uv_timer_start(&site->timer, on_timer, wait_ms, 0);
}

static void run(struct jx_site *site)
{
	bool was_full = is_full(site);
	uint64_t start_ns = jx_clock_monotonic_ns();
	pay(site, start_ns);
	site->is_running = true;
	cut_slow(site);
	(void)MHD_run(site->daemon);
	site->is_running = false;
	site->ended_ns = jx_clock_monotonic_ns();
	site->debt_ns += site->ended_ns - start_ns;
	if (site->debt_ns > JX_SITE_MAX_REST_MS * NS_IN_MS)
		site->debt_ns = JX_SITE_MAX_REST_MS * NS_IN_MS;
	plan(site, next_turn_ms(site, was_full && !is_full(site)));
}

/* ---- opening and closing ---- */

static bool start_daemon(struct jx_site *site, int fd)
{
	site->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, on_accept, site,
		on_request, site, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
		site, MHD_OPTION_NOTIFY_COMPLETED, on_completed, site, MHD_OPTION_UNESCAPE_CALLBACK,
		leave_escapes, NULL, MHD_OPTION_CONNECTION_LIMIT, JX_MAX_SITE_CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, JX_SITE_SEND_MS / 1000u, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)JX_WEB_REQUEST_BYTES, MHD_OPTION_END);
	return site->daemon != NULL;
}

static void on_closed(uv_handle_t *handle)
{
	struct jx_site *site = handle->data;
	if (--site->n_open_handles == 0)
		free(site);
}

static bool start_handles(struct jx_site *site)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(site->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	(void)uv_timer_init(site->loop, &site->timer);
	site->timer.data = site;
	site->n_open_handles = 1;
	if (info == NULL || uv_poll_init(site->loop, &site->poll, info->epoll_fd) != 0)
		return false;
	site->poll.data = site;
	site->n_open_handles = 2;
	return uv_poll_start(&site->poll, UV_READABLE, on_readable) == 0;
}

enum jx_status jx_site_open(uv_loop_t *loop, const struct jx_site_config *config, struct jx_site **ret_site,
	struct jx_error *error)
{
	const struct jx_web_place place = {.address = config->address,
		.fd = config->fd,
		.door = "pages",
		.key = config->key,
		.allows_foreign = config->allows_foreign};
	struct jx_site *site = calloc(1, sizeof(*site));
	int fd = -1;
	if (site == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	site->loop = loop;
	site->config = *config;
	site->requests.burst = JX_SITE_REQUESTS;
	site->requests.period_ms = JX_SITE_REQUEST_MS;
	jx_list_init(&site->guests);
	enum jx_status status = jx_web_listen(&place, &fd, &site->port, error);
	if (status != JX_OK) {
		free(site);
		return status;
	}
	if (!start_daemon(site, fd)) { /* the socket was libmicrohttpd's by then */
		free(site);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	if (!start_handles(site)) {
		jx_site_close(site);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	uv_update_time(
		loop); /* that of the loop's making may be long ago, and who waits at the door came since */
	run(site);
	*ret_site = site;
	return JX_OK;
}

unsigned jx_site_port(const struct jx_site *site)
{
	return site->port;
}

/* The loop lets the descriptor go before libmicrohttpd closes it. */
void jx_site_close(struct jx_site *site)
{
	if (site == NULL)
		return;
	if (site->n_open_handles == 2)
		uv_close((uv_handle_t *)&site->poll, on_closed);
	uv_close((uv_handle_t *)&site->timer, on_closed);
	site->is_running = true; /* nothing is planned any more */
	MHD_stop_daemon(site->daemon);
}
