/*
 * One enrolled person who calls one method, and how long each answer took.
 *
 *   campaign_caller --port PORT --certificate FILE --key FILE --path PATH --bodies FILE
 *       [--connections N] [--streams N] [--rate N] [--anew] [--again] [--timeout-ms N] [--replies FILE]
 *
 * FILE holds messages, each behind its length in four bytes. Without --rate each connection keeps --streams calls open;
 * with it, calls are due at fixed instants and an answer's time counts from when its call was due, so that a daemon that
 * stalls is charged for all who would have come meanwhile. --anew makes a connection for each call. --again goes on with
 * the first message behind the last, until SIGTERM. A connection that ends is made again.
 *
 * A line for each call: number of the message, when the call was due and how long it took, both in microseconds of the
 * clock that does not go back, and grpc-status; 14 is a call without an answer, 4 one that was given up. --replies keeps
 * each answer as it came: number, status and length in four bytes each, and the message.
 */
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <nghttp2/nghttp2.h>

#include "tests/bench/bench_kit.h"
#include "tests/campaign/link.h"

#include "proto/contract/base/array.h"

#define SECOND_NS     UINT64_C(1000000000)
#define MS_NS         UINT64_C(1000000)
#define COME_AGAIN_NS (100 * MS_NS)
#define READ_BYTES    (64u * 1024u)
#define WINDOW        0x3FFFFFFF
#define UNAVAILABLE   14
#define GIVEN_UP      4

struct connection;

struct call {
	struct call *next; /* of the same connection */
	struct connection *connection;
	uint32_t number; /* of its message */
	int32_t stream;
	uint64_t due_ns;
	int status; /* -1 until the trailers say it */
	const uint8_t *body;
	size_t n_body, n_sent;
	uint8_t *reply;
	size_t n_reply;
};

struct connection {
	struct link link;
	nghttp2_session *session;
	struct call *calls;
	unsigned n_calls;
	const uint8_t *pending; /* bytes of the session that are still to be written */
	size_t n_pending;
	uint64_t come_ns; /* not before this instant */
};

static struct {
	unsigned port;
	const char *certificate, *key, *path, *bodies_file, *replies_file;
	unsigned n_connections, n_streams, timeout_ms;
	uint64_t rate;
	bool is_anew, is_again;
	int epoll;
	SSL_CTX *context;
	struct body {
		const uint8_t *bytes;
		size_t n;
	} * bodies;
	size_t n_bodies;
	uint64_t n_started, n_done;
	uint64_t start_ns, now_ns;
	FILE *replies;
	struct connection *connections;
} all;

static volatile sig_atomic_t is_over;

/* ---- calls ---- */

static void keep_reply(const struct call *call)
{
	uint32_t head[3] = {call->number, (uint32_t)call->status, (uint32_t)call->n_reply};
	if (all.replies == NULL)
		return;
	if (fwrite(head, sizeof(head), 1, all.replies) != 1 ||
		fwrite(call->reply, 1, call->n_reply, all.replies) != call->n_reply ||
		fflush(all.replies) != 0)
		bench_die("cannot write %s", all.replies_file);
}

static void end_call(struct call *call, int status)
{
	struct connection *connection = call->connection;
	struct call **at = &connection->calls;
	while (*at != call)
		at = &(*at)->next;
	*at = call->next;
	connection->n_calls--;
	call->status = status;
	keep_reply(call);
	(void)printf("%u %llu %llu %d\n", call->number, (unsigned long long)(call->due_ns / 1000),
		(unsigned long long)((bench_now_ns() - call->due_ns) / 1000), status);
	all.n_done++;
	free(call->reply);
	free(call);
}

static ssize_t give_body(nghttp2_session *session, int32_t stream, uint8_t *out, size_t n, uint32_t *flags,
	nghttp2_data_source *source, void *user)
{
	struct call *call = source->ptr;
	size_t n_left = call->n_body - call->n_sent;
	(void)session;
	(void)stream;
	(void)user;
	if (n_left <= n)
		*flags |= NGHTTP2_DATA_FLAG_EOF;
	else
		n_left = n;
	memcpy(out, call->body + call->n_sent, n_left);
	call->n_sent += n_left;
	return (ssize_t)n_left;
}

static nghttp2_nv field(const char *name, const char *value)
{
	return (nghttp2_nv){
		(uint8_t *)name, (uint8_t *)value, strlen(name), strlen(value), NGHTTP2_NV_FLAG_NONE};
}

static void start_call(struct connection *connection, uint64_t due_ns)
{
	struct call *call = bench_need(calloc(1, sizeof(*call)));
	const nghttp2_nv fields[] = {field(":method", "POST"), field(":scheme", "https"),
		field(":authority", "localhost"), field(":path", all.path),
		field("content-type", "application/grpc"), field("te", "trailers")};
	nghttp2_data_provider body = {.source = {.ptr = call}, .read_callback = give_body};
	call->number = (uint32_t)(all.n_started++ % all.n_bodies);
	call->connection = connection;
	call->due_ns = due_ns;
	call->status = -1;
	call->body = all.bodies[call->number].bytes;
	call->n_body = all.bodies[call->number].n;
	call->stream =
		nghttp2_submit_request(connection->session, NULL, fields, JX_COUNT_OF(fields), &body, call);
	if (call->stream < 0)
		bench_die("nghttp2: %s", nghttp2_strerror(call->stream));
	call->next = connection->calls;
	connection->calls = call;
	connection->n_calls++;
}

/* ---- what nghttp2 calls ---- */

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t n_name,
	const uint8_t *value, size_t n_value, uint8_t flags, void *user)
{
	struct call *call = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
	(void)flags;
	(void)user;
	(void)n_value;
	if (call != NULL && n_name == 11 && memcmp(name, "grpc-status", 11) == 0)
		call->status = atoi((const char *)value);
	return 0;
}

static int on_data(
	nghttp2_session *session, uint8_t flags, int32_t stream, const uint8_t *bytes, size_t n, void *user)
{
	struct call *call = nghttp2_session_get_stream_user_data(session, stream);
	(void)flags;
	(void)user;
	if (call == NULL)
		return 0;
	call->reply = bench_need(realloc(call->reply, call->n_reply + n));
	memcpy(call->reply + call->n_reply, bytes, n);
	call->n_reply += n;
	return 0;
}

static int on_close(nghttp2_session *session, int32_t stream, uint32_t code, void *user)
{
	struct call *call = nghttp2_session_get_stream_user_data(session, stream);
	(void)code;
	(void)user;
	if (call != NULL)
		end_call(call, call->status < 0 ? UNAVAILABLE : call->status);
	return 0;
}

/* ---- connections ---- */

static void drop(struct connection *connection)
{
	while (connection->calls != NULL) {
		struct call *call = connection->calls;
		if (connection->session != NULL)
			(void)nghttp2_session_set_stream_user_data(connection->session, call->stream, NULL);
		end_call(call, UNAVAILABLE);
	}
	nghttp2_session_del(connection->session);
	connection->session = NULL;
	connection->n_pending = 0;
	link_close(&connection->link);
	connection->come_ns = all.now_ns + COME_AGAIN_NS;
}

static void make_session(struct connection *connection)
{
	static const nghttp2_settings_entry WIDE[] = {{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, WINDOW}};
	nghttp2_session_callbacks *callbacks = NULL;
	if (nghttp2_session_callbacks_new(&callbacks) != 0)
		bench_die("out of memory");
	nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
	nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
	nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
	if (nghttp2_session_client_new(&connection->session, callbacks, connection) != 0 ||
		nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, WIDE, 1) != 0 ||
		nghttp2_session_set_local_window_size(connection->session, NGHTTP2_FLAG_NONE, 0, WINDOW) != 0)
		bench_die("out of memory");
	nghttp2_session_callbacks_del(callbacks);
}

static void come(struct connection *connection)
{
	if (link_open(&connection->link, all.epoll, connection, all.context, all.port, 0) != 0) {
		connection->come_ns = all.now_ns + COME_AGAIN_NS;
		return;
	}
	make_session(connection);
}

/* Writes what the session has; what does not fit stays where it is until there is room again. */
static void send_out(struct connection *connection)
{
	ssize_t n = 1;
	while (n > 0) {
		if (connection->n_pending == 0) {
			n = nghttp2_session_mem_send(connection->session, &connection->pending);
			if (n <= 0)
				break;
			connection->n_pending = (size_t)n;
		}
		n = link_write(&connection->link, connection->pending, connection->n_pending);
		if (n < 0) {
			drop(connection);
			return;
		}
		connection->pending += n;
		connection->n_pending -= (size_t)n;
	}
	link_wait(&connection->link, all.epoll, connection, connection->n_pending > 0);
}

static void receive(struct connection *connection)
{
	static uint8_t buffer[READ_BYTES];
	for (;;) {
		ssize_t n = link_read(&connection->link, buffer, sizeof(buffer));
		if (n < 0 ||
			(n > 0 && nghttp2_session_mem_recv(connection->session, buffer, (size_t)n) < 0)) {
			drop(connection);
			return;
		}
		if (n == 0)
			break;
	}
	if (nghttp2_session_want_read(connection->session) == 0 &&
		nghttp2_session_want_write(connection->session) == 0)
		drop(connection);
	else
		send_out(connection);
}

static bool is_more(void)
{
	return !is_over && (all.is_again || all.n_started < all.n_bodies);
}

static void fill(struct connection *connection)
{
	while (all.rate == 0 && is_more() && connection->n_calls < all.n_streams)
		start_call(connection, all.now_ns);
	send_out(connection);
}

static void serve(struct connection *connection)
{
	bool was_open = connection->link.state == LINK_OPEN;
	int result = link_advance(&connection->link, all.epoll, connection);
	if (result < 0)
		drop(connection);
	if (result <= 0)
		return;
	if (!was_open)
		link_wait(&connection->link, all.epoll, connection, 0);
	receive(connection);
	if (connection->session != NULL)
		fill(connection);
}

/* ---- the run ---- */

static void give_up(struct connection *connection)
{
	struct call *next = NULL;
	for (struct call *call = connection->calls; call != NULL; call = next) {
		next = call->next;
		if (all.now_ns < call->due_ns + all.timeout_ms * MS_NS)
			continue;
		(void)nghttp2_session_set_stream_user_data(connection->session, call->stream, NULL);
		(void)nghttp2_submit_rst_stream(
			connection->session, NGHTTP2_FLAG_NONE, call->stream, NGHTTP2_CANCEL);
		end_call(call, GIVEN_UP);
	}
}

/* Starts what is due. A call waits in its session until the connection is open. */
static void start_due(void)
{
	while (all.rate > 0 && is_more()) {
		uint64_t due_ns = all.start_ns + all.n_started * SECOND_NS / all.rate;
		struct connection *connection = &all.connections[all.n_started % all.n_connections];
		if (due_ns > all.now_ns)
			return;
		if (connection->session != NULL && all.is_anew && connection->n_calls == 0)
			drop(connection);
		if (connection->session == NULL) {
			come(connection);
			if (connection->session == NULL)
				return;
		}
		start_call(connection, due_ns);
		if (connection->link.state == LINK_OPEN)
			send_out(connection);
	}
}

static void tick(void)
{
	for (unsigned i = 0; i < all.n_connections; i++) {
		struct connection *connection = &all.connections[i];
		if (connection->session == NULL && all.rate == 0 && is_more() &&
			connection->come_ns <= all.now_ns)
			come(connection);
		if (connection->session != NULL && connection->link.state == LINK_OPEN)
			send_out(connection);
		if (connection->session != NULL)
			give_up(connection);
	}
}

static bool is_any_open(void)
{
	for (unsigned i = 0; i < all.n_connections; i++)
		if (all.connections[i].n_calls > 0)
			return true;
	return false;
}

static void run(void)
{
	struct epoll_event events[64];
	uint64_t ticked_ns = 0;
	all.start_ns = bench_now_ns();
	all.now_ns = all.start_ns;
	while (is_more() || (!is_over && is_any_open())) {
		start_due();
		int n = epoll_wait(all.epoll, events, JX_COUNT_OF(events), 1);
		all.now_ns = bench_now_ns();
		for (int i = 0; i < n; i++) {
			struct connection *connection = events[i].data.ptr;
			if (connection->session != NULL)
				serve(connection);
		}
		if (all.now_ns - ticked_ns >= 10 * MS_NS) {
			ticked_ns = all.now_ns;
			tick();
		}
	}
}

static void read_bodies(void)
{
	size_t n = 0;
	uint8_t *bytes = bench_read_file(all.bodies_file, &n);
	for (size_t at = 0; at + 4 <= n; all.n_bodies++)
		at += 4 + ((size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
				  (size_t)bytes[at + 2] << 8 | bytes[at + 3]);
	all.bodies = bench_need(calloc(all.n_bodies, sizeof(*all.bodies)));
	for (size_t i = 0, at = 0; i < all.n_bodies; i++) {
		size_t size = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
			      (size_t)bytes[at + 2] << 8 | bytes[at + 3];
		uint8_t *body = bench_need(malloc(size + 5));
		body[0] = 0;
		memcpy(body + 1, bytes + at, 4 + size);
		all.bodies[i] = (struct body){body, size + 5};
		at += 4 + size;
	}
	free(bytes);
}

static void parse(int argc, char **argv)
{
	static const struct option OPTIONS[] = {{"port", 1, NULL, 'p'}, {"certificate", 1, NULL, 'c'},
		{"key", 1, NULL, 'k'}, {"path", 1, NULL, 'u'}, {"bodies", 1, NULL, 'b'},
		{"connections", 1, NULL, 'n'}, {"streams", 1, NULL, 'm'}, {"rate", 1, NULL, 'r'},
		{"anew", 0, NULL, 'a'}, {"again", 0, NULL, 'g'}, {"timeout-ms", 1, NULL, 't'},
		{"replies", 1, NULL, 'o'}, {NULL, 0, NULL, 0}};
	const char **texts[] = {['c'] = &all.certificate,
		['k'] = &all.key,
		['u'] = &all.path,
		['b'] = &all.bodies_file,
		['o'] = &all.replies_file};
	unsigned *numbers[] = {['p'] = &all.port,
		['n'] = &all.n_connections,
		['m'] = &all.n_streams,
		['t'] = &all.timeout_ms};
	int option;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == 'a')
			all.is_anew = true;
		else if (option == 'g')
			all.is_again = true;
		else if (option == 'r')
			all.rate = bench_number(optarg);
		else if ((size_t)option < JX_COUNT_OF(texts) && texts[option] != NULL)
			*texts[option] = optarg;
		else if ((size_t)option < JX_COUNT_OF(numbers) && numbers[option] != NULL)
			*numbers[option] = (unsigned)bench_number(optarg);
		else
			exit(2);
	}
	if (all.port == 0 || all.certificate == NULL || all.key == NULL || all.path == NULL ||
		all.bodies_file == NULL)
		bench_die(
			"usage: campaign_caller --port PORT --certificate FILE --key FILE --path PATH --bodies FILE\n"
			"       [--connections N] [--streams N] [--rate N] [--anew] [--again] [--timeout-ms N] "
			"[--replies FILE]");
}

static void end(int number)
{
	(void)number;
	is_over = 1;
}

int main(int argc, char **argv)
{
	all.n_connections = 1;
	all.n_streams = 1;
	all.timeout_ms = 30000;
	parse(argc, argv);
	read_bodies();
	(void)signal(SIGTERM, end);
	(void)signal(SIGPIPE, SIG_IGN);
	if (all.replies_file != NULL)
		all.replies = bench_need(fopen(all.replies_file, "wb"));
	all.context = link_context(all.certificate, all.key);
	all.epoll = epoll_create1(EPOLL_CLOEXEC);
	all.connections = bench_need(calloc(all.n_connections, sizeof(*all.connections)));
	for (unsigned i = 0; i < all.n_connections; i++)
		all.connections[i].link.fd = -1;
	run();
	for (unsigned i = 0; i < all.n_connections; i++)
		while (all.connections[i].calls != NULL)
			end_call(all.connections[i].calls, GIVEN_UP);
	(void)fflush(stdout);
	_exit(0);
}
