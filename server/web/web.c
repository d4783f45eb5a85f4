#include "server/web/web.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/list.h"
#include "server/web/socket.h"

/* A connection, from its acceptance to its end. */
struct visitor {
	struct jx_link link; /* oldest first */
	uint64_t since_ms;
	int fd;
};

/* The text of a page as it was written last. */
struct written {
	struct MHD_Response *response; /* NULL for none yet */
	unsigned code;
	uint64_t at_ms;
};

struct jx_web {
	uv_loop_t *loop;
	struct jx_web_config config;
	struct MHD_Daemon *daemon;
	uv_poll_t poll; /* of libmicrohttpd's epoll */
	uv_timer_t
		timer; /* when libmicrohttpd wants to be run again without an event, and for those who are slow */
	unsigned n_open_handles;
	struct jx_link visitors;
	unsigned n_visitors;
	unsigned port;
	struct written written[JX_MAX_WEB_PAGES];
};

/* ---- answers ---- */

static struct MHD_Response *new_response(char *text, size_t n, const char *media)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(n, text, MHD_RESPMEM_MUST_FREE);
	if (response == NULL) {
		free(text);
		return NULL;
	}
	if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, media) == MHD_YES &&
		MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") == MHD_YES &&
		MHD_add_response_header(response, "X-Content-Type-Options", "nosniff") == MHD_YES &&
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close") == MHD_YES)
		return response;
	MHD_destroy_response(response);
	return NULL;
}

/* What has no page of its own says what there is. */
static unsigned write_list(const struct jx_web *web, FILE *out)
{
	for (size_t i = 0; i < web->config.n_pages; i++)
		(void)fprintf(out, "%s\n", web->config.pages[i].path);
	return MHD_HTTP_NOT_FOUND;
}

/* @param page  NULL for the list of all. */
static struct MHD_Response *write_response(
	const struct jx_web *web, const struct jx_web_page *page, unsigned *ret_code)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		return NULL;
	*ret_code = page != NULL ? page->write(web->config.user, out) : write_list(web, out);
	bool is_whole = ferror(out) == 0;
	if (fclose(out) != 0 || !is_whole) {
		free(text);
		return NULL;
	}
	return new_response(text, n, page != NULL ? page->media : "text/plain; charset=utf-8");
}

static const struct written *fresh_text(struct jx_web *web, size_t i)
{
	const struct jx_web_page *page = &web->config.pages[i];
	struct written *written = &web->written[i];
	uint64_t now_ms = uv_now(web->loop);
	if (written->response != NULL && now_ms - written->at_ms < page->fresh_ms)
		return written;
	if (written->response != NULL)
		MHD_destroy_response(written->response);
	written->response = write_response(web, page, &written->code);
	written->at_ms = now_ms;
	return written;
}

static enum MHD_Result answer_page(struct jx_web *web, struct MHD_Connection *connection, size_t i)
{
	const struct written *written = fresh_text(web, i);
	if (written->response == NULL)
		return MHD_NO;
	return MHD_queue_response(connection, written->code, written->response);
}

static enum MHD_Result answer_other(struct jx_web *web, struct MHD_Connection *connection, bool is_get)
{
	unsigned code = MHD_HTTP_NOT_FOUND;
	struct MHD_Response *response = write_response(web, NULL, &code);
	if (response == NULL)
		return MHD_NO;
	if (!is_get) {
		code = MHD_HTTP_METHOD_NOT_ALLOWED;
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	}
	enum MHD_Result result = MHD_queue_response(connection, code, response);
	MHD_destroy_response(response);
	return result;
}

/* Answered as soon as the head is there: no page takes a body. */
/* NOLINTNEXTLINE(readability-function-size): libmicrohttpd says what the parameters are. */
static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *upload, size_t *n_upload, void **request)
{
	struct jx_web *web = user;
	(void)version, (void)upload, (void)n_upload, (void)request;
	bool is_get = strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
	for (size_t i = 0; is_get && i < web->config.n_pages; i++)
		if (strcmp(path, web->config.pages[i].path) == 0)
			return answer_page(web, connection, i);
	return answer_other(web, connection, is_get);
}

/* ---- connections ---- */

static void on_connection(void *user, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct jx_web *web = user;
	struct visitor *visitor = *socket_context;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (visitor == NULL)
			return;
		jx_list_remove(&visitor->link);
		web->n_visitors--;
		free(visitor);
		return;
	}
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	visitor = info != NULL ? calloc(1, sizeof(*visitor)) : NULL;
	*socket_context = visitor;
	if (visitor == NULL)
		return; /* it has libmicrohttpd's time-out still */
	visitor->fd = info->connect_fd;
	visitor->since_ms = uv_now(web->loop);
	jx_list_append(&web->visitors, &visitor->link);
	web->n_visitors++;
}

static bool is_full(const struct jx_web *web)
{
	return web->n_visitors >= JX_MAX_WEB_CONNECTIONS;
}

/* Cuts those who have had their time; libmicrohttpd sees the end of what they send, and closes. */
static void cut_slow(struct jx_web *web)
{
	uint64_t allowed_ms = is_full(web) ? JX_WEB_CROWDED_MS : JX_WEB_CONNECTION_MS;
	uint64_t now_ms = uv_now(web->loop);
	for (struct jx_link *link = web->visitors.next; link != &web->visitors; link = link->next) {
		const struct visitor *visitor = JX_OF_LINK(link, struct visitor, link);
		if (now_ms - visitor->since_ms < allowed_ms)
			break;
		(void)shutdown(visitor->fd, SHUT_RDWR);
	}
}

static void run(struct jx_web *web);

static void on_timer(uv_timer_t *timer)
{
	run(timer->data);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	(void)status, (void)events;
	run(poll->data);
}

/* libmicrohttpd stops to listen when it is full, and begins again in the turn after the one in which it is not any more. */
static void run(struct jx_web *web)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;
	bool was_full = is_full(web);
	cut_slow(web);
	(void)MHD_run(web->daemon);
	if (MHD_get_timeout(web->daemon, &wait_ms) != MHD_YES || wait_ms > JX_WEB_TICK_MS)
		wait_ms = JX_WEB_TICK_MS;
	bool has_room_again = was_full && !is_full(web);
	if (web->n_visitors == 0 && !has_room_again)
		(void)uv_timer_stop(&web->timer);
	else
		(void)uv_timer_start(&web->timer, on_timer, has_room_again ? 0 : wait_ms, 0);
}

/* ---- opening and closing ---- */

static bool start_daemon(struct jx_web *web, int fd)
{
	web->daemon =
		MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, web, MHD_OPTION_LISTEN_SOCKET, fd,
			MHD_OPTION_NOTIFY_CONNECTION, on_connection, web, MHD_OPTION_CONNECTION_LIMIT,
			JX_MAX_WEB_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, JX_WEB_CONNECTION_MS / 1000u,
			MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)JX_WEB_REQUEST_BYTES, MHD_OPTION_END);
	return web->daemon != NULL;
}

static void on_closed(uv_handle_t *handle)
{
	struct jx_web *web = handle->data;
	if (--web->n_open_handles == 0)
		free(web);
}

static bool start_handles(struct jx_web *web)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(web->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	(void)uv_timer_init(web->loop, &web->timer);
	web->timer.data = web;
	web->n_open_handles = 1;
	if (info == NULL || uv_poll_init(web->loop, &web->poll, info->epoll_fd) != 0)
		return false;
	web->poll.data = web;
	web->n_open_handles = 2;
	return uv_poll_start(&web->poll, UV_READABLE, on_readable) == 0;
}

enum jx_status jx_web_open(
	uv_loop_t *loop, const struct jx_web_config *config, struct jx_web **ret_web, struct jx_error *error)
{
	struct jx_web *web = calloc(1, sizeof(*web));
	int fd = -1;
	if (web == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	web->loop = loop;
	web->config = *config;
	jx_list_init(&web->visitors);
	const struct jx_web_place place = {.address = config->address,
		.fd = config->fd,
		.door = "metrics",
		.key = config->key,
		.allows_foreign = config->allows_foreign};
	enum jx_status status = jx_web_listen(&place, &fd, &web->port, error);
	if (status != JX_OK) {
		free(web);
		return status;
	}
	if (!start_daemon(web, fd)) { /* the socket was libmicrohttpd's by then */
		free(web);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	if (!start_handles(web)) {
		jx_web_close(web);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	uv_update_time(loop); /* as in site.c */
	run(web);
	*ret_web = web;
	return JX_OK;
}

unsigned jx_web_port(const struct jx_web *web)
{
	return web->port;
}

/* The loop lets the descriptor go before libmicrohttpd closes it. */
void jx_web_close(struct jx_web *web)
{
	if (web == NULL)
		return;
	if (web->n_open_handles == 2)
		uv_close((uv_handle_t *)&web->poll, on_closed);
	uv_close((uv_handle_t *)&web->timer, on_closed);
	MHD_stop_daemon(web->daemon);
	for (size_t i = 0; i < JX_MAX_WEB_PAGES; i++)
		if (web->written[i].response != NULL)
			MHD_destroy_response(web->written[i].response);
}
