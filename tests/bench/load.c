/*
 * A load generator for one unary method over clear text HTTP/2, fast enough not to be what is measured.
 *
 * Requests are made once, header block and all, and only their stream id is patched; of the replies only the frame
 * heads are read. So a request costs well below a microsecond here, which h2load, a whole client, does not reach. What
 * the replies say is checked before by `run`; here every byte of them is counted.
 *
 * Closed loop (default): each connection keeps so many streams open, --requests in all. Paced (--rate): requests are
 * due at fixed instants and a reply's latency counts from when its request was due, not from when it could be sent, so
 * a server that stalls is charged for all who would have come meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <nghttp2/nghttp2.h>

#include "tests/bench/bench_kit.h"

#include "proto/contract/base/array.h"

#define HEAD_BYTES  9u
#define READ_BYTES  (512u * 1024u)
#define MAX_STREAMS 128u
#define OUT_BYTES   (MAX_STREAMS * 1024u)
#define MAX_US      (1u << 20) /* a latency of a second and more is one */
#define WINDOW      ((1u << 30) - 1u)
#define SECOND_NS   UINT64_C(1000000000)
#define TIMEOUT_NS  (60 * SECOND_NS)
#define MAX_REQUEST 900u

enum { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7 };
enum { END_STREAM = 1, ACK = 1, END_HEADERS = 4 };

struct options {
	unsigned port;
	const char *path;
	const char *body_file;
	unsigned n_connections;
	unsigned n_streams;
	uint64_t n_requests;
	uint64_t rate;        /* requests a second; 0: closed loop */
	uint64_t reply_bytes; /* of each reply; 0: not checked */
	bool is_get;          /* without a body: for a server of files */
	pid_t pid;
};

struct connection {
	int fd;
	uint32_t next_id;
	unsigned n_open;
	bool is_known; /* the header fields are in the peer's table */
	size_t n_out, n_sent;
	uint8_t out[OUT_BYTES];
	/* the frame being read */
	uint8_t head[HEAD_BYTES];
	size_t n_head;
	size_t n_left; /* of its payload */
	size_t n_payload;
	uint8_t payload[8]; /* its beginning */
	uint64_t n_unacknowledged;
	uint64_t due_ns[MAX_STREAMS]; /* by stream; paced only */
};

struct load {
	struct options options;
	struct connection *connections;
	int epoll;
	uint8_t first[MAX_REQUEST]; /* the request that fills the peer's table */
	size_t n_first;
	uint8_t rest[MAX_REQUEST]; /* all others */
	size_t n_rest;
	uint64_t n_sent, n_done, n_bytes;
	uint32_t *histogram; /* latencies in microseconds; paced only */
	uint64_t now_ns;
};

static void put_head(uint8_t *out, size_t n, uint8_t type, uint8_t flags, uint32_t id)
{
	const uint8_t head[HEAD_BYTES] = {(uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n, type, flags,
		(uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id};
	memcpy(out, head, sizeof(head));
}

static nghttp2_nv field(const char *name, const char *value)
{
	return (nghttp2_nv){
		(uint8_t *)name, (uint8_t *)value, strlen(name), strlen(value), NGHTTP2_NV_FLAG_NONE};
}

static size_t make_request(
	struct load *load, nghttp2_hd_deflater *deflater, const uint8_t *body, size_t n_body, uint8_t *out)
{
	const nghttp2_nv fields[] = {field(":method", load->options.is_get ? "GET" : "POST"),
		field(":scheme", "http"), field(":authority", "localhost"),
		field(":path", load->options.path), field("content-type", "application/grpc"),
		field("te", "trailers"), field("user-agent", "bench")};
	uint8_t block[512];
	ssize_t n = nghttp2_hd_deflate_hd(deflater, block, sizeof(block), fields, JX_COUNT_OF(fields));
	if (n < 0 || (size_t)n + n_body + 2 * HEAD_BYTES > MAX_REQUEST)
		bench_die("the request is too long");
	put_head(out, (size_t)n, HEADERS, load->options.is_get ? END_HEADERS | END_STREAM : END_HEADERS, 0);
	memcpy(out + HEAD_BYTES, block, (size_t)n);
	if (load->options.is_get)
		return HEAD_BYTES + (size_t)n;
	put_head(out + HEAD_BYTES + n, n_body, DATA, END_STREAM, 0);
	memcpy(out + 2 * HEAD_BYTES + n, body, n_body);
	return (size_t)n + n_body + 2 * HEAD_BYTES;
}

static void make_requests(struct load *load)
{
	nghttp2_hd_deflater *deflater = NULL;
	size_t n_body = 0;
	const uint8_t *body = load->options.is_get ? NULL : bench_read_file(load->options.body_file, &n_body);
	if (nghttp2_hd_deflate_new(&deflater, 4096) != 0)
		bench_die("out of memory");
	load->n_first = make_request(load, deflater, body, n_body, load->first);
	load->n_rest = make_request(load, deflater, body, n_body, load->rest);
	nghttp2_hd_deflate_del(deflater);
}

static void queue(struct connection *connection, const void *bytes, size_t n)
{
	if (n > sizeof(connection->out) - connection->n_out)
		bench_die("the server does not read");
	memcpy(connection->out + connection->n_out, bytes, n);
	connection->n_out += n;
}

static void flush(struct connection *connection)
{
	while (connection->n_sent < connection->n_out) {
		ssize_t n = write(connection->fd, connection->out + connection->n_sent,
			connection->n_out - connection->n_sent);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0)
			bench_die("write: %s", strerror(errno));
		connection->n_sent += (size_t)n;
	}
	connection->n_sent = 0;
	connection->n_out = 0;
}

static void set_id(uint8_t *frame, uint32_t id)
{
	frame[5] = (uint8_t)(id >> 24);
	frame[6] = (uint8_t)(id >> 16);
	frame[7] = (uint8_t)(id >> 8);
	frame[8] = (uint8_t)id;
}

static void send_request(struct load *load, struct connection *connection, uint64_t due_ns)
{
	size_t n = connection->is_known ? load->n_rest : load->n_first;
	uint8_t *at = connection->out + connection->n_out;
	queue(connection, connection->is_known ? load->rest : load->first, n);
	size_t n_block = (size_t)at[1] << 8 | at[2];
	connection->due_ns[connection->next_id / 2 % MAX_STREAMS] = due_ns;
	set_id(at, connection->next_id);
	if (!load->options.is_get)
		set_id(at + HEAD_BYTES + n_block, connection->next_id);
	connection->next_id += 2;
	connection->is_known = true;
	connection->n_open++;
	load->n_sent++;
}

static void send_window(struct connection *connection, uint32_t n)
{
	uint8_t frame[HEAD_BYTES + 4];
	put_head(frame, 4, 8, 0, 0);
	frame[9] = (uint8_t)(n >> 24);
	frame[10] = (uint8_t)(n >> 16);
	frame[11] = (uint8_t)(n >> 8);
	frame[12] = (uint8_t)n;
	queue(connection, frame, sizeof(frame));
}

static void open_connection(struct load *load, struct connection *connection)
{
	static const char PREFACE[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
	static const uint8_t INITIAL_WINDOW[] = {0, 4, WINDOW >> 24, 0xFF, 0xFF, 0xFF};
	uint8_t head[HEAD_BYTES];
	connection->fd = bench_connect(load->options.port);
	connection->next_id = 1;
	if (fcntl(connection->fd, F_SETFL, O_NONBLOCK) != 0)
		bench_die("fcntl");
	struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.ptr = connection}};
	if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0)
		bench_die("epoll_ctl");
	queue(connection, PREFACE, sizeof(PREFACE) - 1);
	put_head(head, sizeof(INITIAL_WINDOW), SETTINGS, 0, 0);
	queue(connection, head, sizeof(head));
	queue(connection, INITIAL_WINDOW, sizeof(INITIAL_WINDOW));
	send_window(connection, WINDOW);
	flush(connection);
}

static void note_done(struct load *load, struct connection *connection, uint32_t id)
{
	connection->n_open--;
	load->n_done++;
	if (load->histogram != NULL) {
		uint64_t us = (load->now_ns - connection->due_ns[id / 2 % MAX_STREAMS]) / 1000;
		load->histogram[us < MAX_US ? us : MAX_US - 1]++;
	} else if (load->n_sent < load->options.n_requests) {
		send_request(load, connection, 0);
	}
}

/* A frame is whole: its payload was skipped, but for the first bytes. */
static void take_frame(struct load *load, struct connection *connection)
{
	const uint8_t *head = connection->head;
	uint32_t id =
		(uint32_t)(head[5] & 0x7F) << 24 | (uint32_t)head[6] << 16 | (uint32_t)head[7] << 8 | head[8];
	uint8_t out[HEAD_BYTES + 8];
	switch (head[3]) {
	case DATA:
		load->n_bytes += connection->n_payload;
		connection->n_unacknowledged += connection->n_payload;
		if (connection->n_unacknowledged > WINDOW / 2) {
			send_window(connection, (uint32_t)connection->n_unacknowledged);
			connection->n_unacknowledged = 0;
		}
		if ((head[4] & END_STREAM) != 0)
			note_done(load, connection, id);
		break;
	case HEADERS:
		if ((head[4] & END_STREAM) != 0)
			note_done(load, connection, id);
		break;
	case SETTINGS:
	case PING:
		if ((head[4] & ACK) != 0)
			break;
		put_head(out, head[3] == PING ? 8 : 0, head[3], ACK, 0);
		memcpy(out + HEAD_BYTES, connection->payload, 8);
		queue(connection, out, HEAD_BYTES + (head[3] == PING ? 8u : 0u));
		break;
	case RST_STREAM:
	case GOAWAY:
		bench_die("the server refuses: frame %u, error %u", head[3],
			connection->payload[head[3] == GOAWAY ? 7 : 3]);
	default:
		break;
	}
}

static void take_bytes(struct load *load, struct connection *connection, const uint8_t *bytes, size_t n)
{
	while (n > 0 || (connection->n_head == HEAD_BYTES && connection->n_left == 0)) {
		if (connection->n_head < HEAD_BYTES) {
			size_t n_now =
				HEAD_BYTES - connection->n_head < n ? HEAD_BYTES - connection->n_head : n;
			memcpy(connection->head + connection->n_head, bytes, n_now);
			connection->n_head += n_now;
			bytes += n_now;
			n -= n_now;
			if (connection->n_head == HEAD_BYTES) {
				const uint8_t *head = connection->head;
				connection->n_left =
					(size_t)head[0] << 16 | (size_t)head[1] << 8 | (size_t)head[2];
				connection->n_payload = connection->n_left;
			}
			continue;
		}
		size_t n_now = connection->n_left < n ? connection->n_left : n;
		for (size_t i = connection->n_payload - connection->n_left, j = 0; i < 8 && j < n_now;
			i++, j++)
			connection->payload[i] = bytes[j];
		connection->n_left -= n_now;
		bytes += n_now;
		n -= n_now;
		if (connection->n_left == 0) {
			connection->n_head = 0;
			take_frame(load, connection);
		}
	}
}

static void receive(struct load *load, struct connection *connection)
{
	static uint8_t buffer[READ_BYTES];
	for (;;) {
		ssize_t n = read(connection->fd, buffer, sizeof(buffer));
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0)
			bench_die("the server has closed the connection");
		take_bytes(load, connection, buffer, (size_t)n);
		if ((size_t)n < sizeof(buffer))
			break;
	}
	flush(connection);
}

static void turn(struct load *load, int timeout_ms)
{
	struct epoll_event events[256];
	int n = epoll_wait(load->epoll, events, 256, timeout_ms);
	load->now_ns = bench_now_ns();
	for (int i = 0; i < n; i++) {
		struct connection *connection = events[i].data.ptr;
		if ((events[i].events & EPOLLIN) != 0)
			receive(load, connection);
		else
			flush(connection);
	}
}

/* Lets a connection's greeting pass, so that it is not measured. */
static void settle(struct load *load)
{
	uint64_t end_ns = bench_now_ns() + SECOND_NS / 5;
	while (bench_now_ns() < end_ns)
		turn(load, 10);
}

static void run_closed(struct load *load)
{
	const struct options *options = &load->options;
	for (unsigned i = 0; i < options->n_connections; i++) {
		for (unsigned j = 0; j < options->n_streams && load->n_sent < options->n_requests; j++)
			send_request(load, &load->connections[i], 0);
		flush(&load->connections[i]);
	}
	uint64_t start_ns = bench_now_ns();
	while (load->n_done < options->n_requests) {
		turn(load, 100);
		if (load->now_ns - start_ns > TIMEOUT_NS)
			bench_die("no end after a minute: %llu of %llu replies",
				(unsigned long long)load->n_done, (unsigned long long)options->n_requests);
	}
}

static void run_paced(struct load *load)
{
	const struct options *options = &load->options;
	uint64_t start_ns = bench_now_ns();
	unsigned next = 0;
	load->histogram = bench_need(calloc(MAX_US, sizeof(*load->histogram)));
	while (load->n_done < options->n_requests) {
		uint64_t n_due = (bench_now_ns() - start_ns) * options->rate / SECOND_NS;
		if (n_due > options->n_requests)
			n_due = options->n_requests;
		for (unsigned n_full = 0; load->n_sent < n_due && n_full < options->n_connections;) {
			struct connection *connection = &load->connections[next++ % options->n_connections];
			if (connection->n_open >= options->n_streams) {
				n_full++;
				continue;
			}
			n_full = 0;
			send_request(load, connection, start_ns + load->n_sent * SECOND_NS / options->rate);
		}
		for (unsigned i = 0; i < options->n_connections; i++)
			flush(&load->connections[i]);
		turn(load, 0);
	}
}

static uint64_t percentile_us(const struct load *load, uint64_t per_mille)
{
	uint64_t n = 0;
	for (uint32_t us = 0; us < MAX_US; us++) {
		n += load->histogram[us];
		if (n * 1000 >= load->n_done * per_mille)
			return us;
	}
	return MAX_US;
}

static void parse(int argc, char **argv, struct options *options)
{
	static const struct option OPTIONS[] = {{"port", 1, NULL, 'p'}, {"path", 1, NULL, 'u'},
		{"body", 1, NULL, 'b'}, {"connections", 1, NULL, 'c'}, {"streams", 1, NULL, 'm'},
		{"requests", 1, NULL, 'n'}, {"rate", 1, NULL, 'r'}, {"reply-bytes", 1, NULL, 'l'},
		{"pid", 1, NULL, 'i'}, {"get", 0, NULL, 'g'}, {NULL, 0, NULL, 0}};
	int option;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == 'u')
			options->path = optarg;
		else if (option == 'b')
			options->body_file = optarg;
		else if (option == 'p')
			options->port = (unsigned)bench_number(optarg);
		else if (option == 'c')
			options->n_connections = (unsigned)bench_number(optarg);
		else if (option == 'm')
			options->n_streams = (unsigned)bench_number(optarg);
		else if (option == 'n')
			options->n_requests = bench_number(optarg);
		else if (option == 'r')
			options->rate = bench_number(optarg);
		else if (option == 'l')
			options->reply_bytes = bench_number(optarg);
		else if (option == 'g')
			options->is_get = true;
		else if (option == 'i')
			options->pid = (pid_t)bench_number(optarg);
		else
			exit(2);
	}
	if (options->path == NULL || (options->body_file == NULL && !options->is_get) || options->port == 0 ||
		options->n_connections == 0 || options->n_streams == 0 ||
		options->n_streams > MAX_STREAMS / 2 || options->n_requests == 0)
		bench_die("usage: bench_load --port N --path P --body FILE|--get --connections N --streams N "
			  "--requests N\n"
			  "       [--rate N] [--reply-bytes N] [--pid N]\n"
			  "prints: requests a second, nanoseconds of the server's processor for one, p50 and "
			  "p99 in us");
}

int main(int argc, char **argv)
{
	static struct load load;
	parse(argc, argv, &load.options);
	make_requests(&load);
	load.connections = bench_need(calloc(load.options.n_connections, sizeof(*load.connections)));
	load.epoll = epoll_create1(EPOLL_CLOEXEC);
	for (unsigned i = 0; i < load.options.n_connections; i++)
		open_connection(&load, &load.connections[i]);
	settle(&load);
	uint64_t cpu_ns = bench_cpu_of(load.options.pid);
	uint64_t start_ns = bench_now_ns();
	if (load.options.rate > 0)
		run_paced(&load);
	else
		run_closed(&load);
	uint64_t took_ns = bench_now_ns() - start_ns;
	cpu_ns = bench_cpu_of(load.options.pid) - cpu_ns;
	if (load.options.reply_bytes > 0 && load.n_bytes != load.n_done * load.options.reply_bytes)
		bench_die("%llu bytes in %llu replies of %llu", (unsigned long long)load.n_bytes,
			(unsigned long long)load.n_done, (unsigned long long)load.options.reply_bytes);
	(void)printf("%llu %llu %llu %llu\n", (unsigned long long)(load.n_done * SECOND_NS / took_ns),
		(unsigned long long)(cpu_ns / load.n_done),
		(unsigned long long)(load.histogram != NULL ? percentile_us(&load, 500) : 0),
		(unsigned long long)(load.histogram != NULL ? percentile_us(&load, 990) : 0));
	return 0;
}
