/*
 * People without a certificate, each at his worst, at the enrolment and at the public listener.
 *
 *   campaign_strangers --enrol PORT --public PORT [--strangers N] [--pause-ms N] [--one-address] [--only KIND]
 *
 * Every stranger is of one kind (KINDS), has an address of his own unless --one-address is given, and comes again
 * --pause-ms after he was sent away. They go on until SIGTERM; then each kind's counts are printed as a line of JSON, and
 * all connections end at once. Frames are written by hand: one process plays a thousand strangers with little processor
 * time, because what is measured is the daemon.
 */
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "tests/bench/bench_kit.h"
#include "tests/campaign/link.h"

#include "proto/contract/base/array.h"

#define HEAD_BYTES   9u
#define OUT_BYTES    (64u * 1024u)
#define READ_BYTES   (64u * 1024u)
#define N_STREAMS    100u
#define TICK_MS      10
#define MS_NS        UINT64_C(1000000)
#define FIRST_SOURCE 0x010001u /* 127.1.0.1 */
#define WINDOW       0x3FFFFFFFu

enum { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, GOAWAY = 7, WINDOW_UPDATE = 8, CONTINUATION = 9 };
enum { END_STREAM = 1, END_HEADERS = 4 };
enum door { ENROL, PUBLIC };

struct stranger {
	const struct kind *kind;
	uint32_t source;
	struct link link;
	uint64_t due_ns;  /* of his next act, or of his coming again */
	unsigned n_turns; /* acts on this connection */
	uint32_t next_id;
	unsigned n_open;   /* calls without an answer */
	int64_t send_room; /* bytes of DATA that his first stream and the connection have room for */
	int64_t send_room_of_all;
	size_t n_out, n_sent;
	uint8_t *out;
	uint8_t head[HEAD_BYTES + 4];
	size_t n_head;
	size_t n_skip;
};

struct kind {
	const char *name;
	enum door door;
	bool is_mute;         /* he connects and says nothing, not even of TLS */
	uint32_t read_window; /* what he lets the daemon send on a stream */
	unsigned period_ms;   /* from act to act */
	void (*act)(struct stranger *stranger);
};

static struct {
	unsigned ports[2];
	unsigned n;
	unsigned pause_ms;
	bool is_one_address;
	const char *only;
	int epoll;
	SSL_CTX *context;
	uint8_t enrolment[2048]; /* the message of a call with a wrong code */
	size_t n_enrolment;
	uint64_t now_ns;
	struct {
		uint64_t came, was_closed, acts, answers, resets, bytes;
	} counts[16];
} all;

static volatile sig_atomic_t is_over;

/* ---- frames ---- */

static void put(struct stranger *stranger, const void *bytes, size_t n)
{
	if (n > OUT_BYTES - stranger->n_out)
		bench_die("an act of %s is too long", stranger->kind->name);
	memcpy(stranger->out + stranger->n_out, bytes, n);
	stranger->n_out += n;
}

static void put_frame(
	struct stranger *stranger, uint8_t type, uint8_t flags, uint32_t id, const void *payload, size_t n)
{
	const uint8_t head[HEAD_BYTES] = {(uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n, type, flags,
		(uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id};
	put(stranger, head, sizeof(head));
	if (n > 0)
		put(stranger, payload, n);
}

static size_t put_field(uint8_t *block, size_t at, const char *name, const char *value)
{
	size_t n_name = strlen(name);
	size_t n_value = strlen(value);
	block[at++] = 0; /* a literal that enters no table; lengths are below 127 */
	block[at++] = (uint8_t)n_name;
	memcpy(block + at, name, n_name);
	at += n_name;
	block[at++] = (uint8_t)n_value;
	memcpy(block + at, value, n_value);
	return at + n_value;
}

static uint32_t put_call(struct stranger *stranger, const char *path, uint8_t flags)
{
	uint8_t block[512];
	uint32_t id = stranger->next_id;
	size_t n = put_field(block, 0, ":method", "POST");
	n = put_field(block, n, ":scheme", stranger->kind->door == ENROL ? "https" : "http");
	n = put_field(block, n, ":path", path);
	n = put_field(block, n, ":authority", "localhost");
	n = put_field(block, n, "content-type", "application/grpc");
	n = put_field(block, n, "te", "trailers");
	put_frame(stranger, HEADERS, flags, id, block, n);
	stranger->next_id += 2;
	stranger->n_open++;
	return id;
}

static void put_hello(struct stranger *stranger)
{
	static const char PREFACE[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
	uint32_t window = stranger->kind->read_window;
	const uint8_t initial[] = {0, 4, (uint8_t)(window >> 24), (uint8_t)(window >> 16),
		(uint8_t)(window >> 8), (uint8_t)window};
	static const uint8_t WIDE[] = {0x3F, 0xFF, 0, 0};
	put(stranger, PREFACE, sizeof(PREFACE) - 1);
	put_frame(stranger, SETTINGS, 0, 0, initial, sizeof(initial));
	put_frame(stranger, WINDOW_UPDATE, 0, 0, WIDE, sizeof(WIDE));
}

/* ---- what each kind does ---- */

static const uint8_t NO_MESSAGE[5] = {0};

static void ask_many(struct stranger *stranger, const char *path, const uint8_t *message, size_t n)
{
	unsigned limit = stranger->n_open + 20 < N_STREAMS ? 20 : N_STREAMS - stranger->n_open;
	for (unsigned i = 0; i < limit; i++) {
		uint32_t id = put_call(stranger, path, END_HEADERS);
		put_frame(stranger, DATA, END_STREAM, id, message, n);
	}
}

static void act_watch(struct stranger *stranger)
{
	ask_many(stranger, "/grpc.health.v1.Health/Watch", NO_MESSAGE, sizeof(NO_MESSAGE));
}

static void act_half_open(struct stranger *stranger)
{
	const char *path = stranger->kind->door == ENROL ? "/jixiao.v1.EnrolmentService/EnrolPerson"
							 : "/jixiao.v1.RankingService/RankDepartments";
	while (stranger->n_open < N_STREAMS)
		(void)put_call(stranger, path, END_HEADERS);
}

static void act_endless_headers(struct stranger *stranger)
{
	if (stranger->n_turns == 0)
		(void)put_call(stranger, "/grpc.health.v1.Health/Check", 0);
	else
		put_frame(stranger, CONTINUATION, 0, 1, NULL, 0);
}

static void act_enrol(struct stranger *stranger)
{
	ask_many(stranger, "/jixiao.v1.EnrolmentService/EnrolPerson", all.enrolment, all.n_enrolment);
}

/* One stream, and as many questions on it as the daemon gives room for. */
static void act_reflection(struct stranger *stranger)
{
	static const uint8_t QUESTION[] = {
		0, 0, 0, 0, 4, 0x22, 2, 'z', 'z'}; /* file_containing_symbol "zz" */
	uint8_t questions[1800 * sizeof(QUESTION)];
	if (stranger->n_turns == 0)
		(void)put_call(
			stranger, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", END_HEADERS);
	if (stranger->send_room < (int64_t)sizeof(questions) ||
		stranger->send_room_of_all < (int64_t)sizeof(questions))
		return;
	for (size_t i = 0; i < sizeof(questions); i += sizeof(QUESTION))
		memcpy(questions + i, QUESTION, sizeof(QUESTION));
	put_frame(stranger, DATA, 0, 1, questions, sizeof(questions));
	stranger->send_room -= (int64_t)sizeof(questions);
	stranger->send_room_of_all -= (int64_t)sizeof(questions);
}

static void act_ask_metrics(struct stranger *stranger)
{
	ask_many(stranger, "/jixiao.v1.RankingService/ListMetrics", NO_MESSAGE, sizeof(NO_MESSAGE));
}

/* Each call is given up at once. */
static void act_reset(struct stranger *stranger)
{
	static const uint8_t CANCEL[] = {0, 0, 0, 8};
	for (unsigned i = 0; i < 20; i++) {
		uint32_t id = put_call(stranger, "/jixiao.v1.RankingService/RankDepartments", END_HEADERS);
		put_frame(stranger, RST_STREAM, 0, id, CANCEL, sizeof(CANCEL));
		stranger->n_open--;
	}
}

static void act_rank(struct stranger *stranger)
{
	static const uint8_t MESSAGE[] = {
		0, 0, 0, 0, 11, 0x0A, 9, 'r', 'o', 'u', 'n', 'd', 's', '/', 'x', 'x'};
	ask_many(stranger, "/jixiao.v1.RankingService/RankDepartments", MESSAGE, sizeof(MESSAGE));
}

static const struct kind KINDS[] = {
	{.name = "watches, enrolment",
		.door = ENROL,
		.read_window = WINDOW,
		.period_ms = 500,
		.act = act_watch},
	{.name = "watches, public",
		.door = PUBLIC,
		.read_window = WINDOW,
		.period_ms = 500,
		.act = act_watch},
	{.name = "half-open calls, enrolment",
		.door = ENROL,
		.read_window = WINDOW,
		.period_ms = 1000,
		.act = act_half_open},
	{.name = "half-open calls, public",
		.door = PUBLIC,
		.read_window = WINDOW,
		.period_ms = 1000,
		.act = act_half_open},
	{.name = "headers without end",
		.door = ENROL,
		.read_window = WINDOW,
		.period_ms = 1000,
		.act = act_endless_headers},
	{.name = "enrols with wrong codes",
		.door = ENROL,
		.read_window = WINDOW,
		.period_ms = 20,
		.act = act_enrol},
	{.name = "asks reflection",
		.door = PUBLIC,
		.read_window = WINDOW,
		.period_ms = 20,
		.act = act_reflection},
	{.name = "reads no answer",
		.door = PUBLIC,
		.read_window = 0,
		.period_ms = 100,
		.act = act_ask_metrics},
	{.name = "says nothing", .door = ENROL, .is_mute = true},
	{.name = "gives calls up", .door = PUBLIC, .read_window = WINDOW, .period_ms = 100, .act = act_reset},
	{.name = "asks for rankings",
		.door = PUBLIC,
		.read_window = WINDOW,
		.period_ms = 20,
		.act = act_rank},
};

/* ---- one stranger ---- */

static void come(struct stranger *stranger)
{
	SSL_CTX *context = stranger->kind->door == ENROL && !stranger->kind->is_mute ? all.context : NULL;
	stranger->n_turns = 0;
	stranger->next_id = 1;
	stranger->n_open = 0;
	stranger->send_room = 65535;
	stranger->send_room_of_all = 65535;
	stranger->n_out = 0;
	stranger->n_sent = 0;
	stranger->n_head = 0;
	stranger->n_skip = 0;
	stranger->due_ns = all.now_ns + all.pause_ms * MS_NS;
	if (link_open(&stranger->link, all.epoll, stranger, context, all.ports[stranger->kind->door],
		    stranger->source) == 0)
		all.counts[stranger->kind - KINDS].came++;
}

static void leave(struct stranger *stranger)
{
	link_close(&stranger->link);
	stranger->due_ns = all.now_ns + all.pause_ms * MS_NS;
	all.counts[stranger->kind - KINDS].was_closed++;
}

static void send_out(struct stranger *stranger)
{
	while (stranger->n_sent < stranger->n_out) {
		ssize_t n = link_write(&stranger->link, stranger->out + stranger->n_sent,
			stranger->n_out - stranger->n_sent);
		if (n < 0) {
			leave(stranger);
			return;
		}
		if (n == 0)
			break;
		stranger->n_sent += (size_t)n;
	}
	if (stranger->n_sent == stranger->n_out) {
		stranger->n_sent = 0;
		stranger->n_out = 0;
	}
	link_wait(&stranger->link, all.epoll, stranger, stranger->n_out > 0);
}

static void act(struct stranger *stranger)
{
	if (stranger->kind->is_mute || stranger->n_out > 0)
		return;
	if (stranger->n_turns == 0)
		put_hello(stranger);
	stranger->kind->act(stranger);
	stranger->n_turns++;
	stranger->due_ns = all.now_ns + stranger->kind->period_ms * MS_NS;
	all.counts[stranger->kind - KINDS].acts++;
	send_out(stranger);
}

/* A frame's head, and the first four bytes of what follows it. */
static void take_frame(struct stranger *stranger)
{
	static const uint8_t NOTHING[1];
	const uint8_t *head = stranger->head;
	bool is_first = (head[5] & 0x7F) == 0 && head[6] == 0 && head[7] == 0 && head[8] == 1;
	bool is_all = head[5] == 0 && head[6] == 0 && head[7] == 0 && head[8] == 0;
	bool is_end = (head[3] == HEADERS || head[3] == DATA) && (head[4] & END_STREAM) != 0;
	int64_t value = (int64_t)head[9] << 24 | head[10] << 16 | head[11] << 8 | head[12];
	if (head[3] == WINDOW_UPDATE && is_first)
		stranger->send_room += value;
	if (head[3] == WINDOW_UPDATE && is_all)
		stranger->send_room_of_all += value;
	/* Between HEADERS and their CONTINUATION no other frame may stand. */
	bool is_free = stranger->n_out == 0 && stranger->kind->act != act_endless_headers;
	if (head[3] == SETTINGS && (head[4] & 1) == 0 && is_free)
		put_frame(stranger, SETTINGS, 1, 0, NOTHING, 0);
	if (is_end || head[3] == RST_STREAM) {
		stranger->n_open -= stranger->n_open > 0;
		all.counts[stranger->kind - KINDS].answers += is_end;
		all.counts[stranger->kind - KINDS].resets += !is_end;
	}
}

static void take_bytes(struct stranger *stranger, const uint8_t *bytes, size_t n)
{
	while (n > 0) {
		if (stranger->n_skip > 0) {
			size_t n_now = stranger->n_skip < n ? stranger->n_skip : n;
			stranger->n_skip -= n_now;
			bytes += n_now;
			n -= n_now;
			continue;
		}
		stranger->head[stranger->n_head++] = *bytes++;
		n--;
		if (stranger->n_head < HEAD_BYTES)
			continue;
		size_t n_payload =
			(size_t)stranger->head[0] << 16 | (size_t)stranger->head[1] << 8 | stranger->head[2];
		size_t n_wanted = n_payload < 4 ? n_payload : 4;
		if (stranger->n_head < HEAD_BYTES + n_wanted)
			continue;
		take_frame(stranger);
		stranger->n_head = 0;
		stranger->n_skip = n_payload - n_wanted;
	}
}

static void receive(struct stranger *stranger)
{
	static uint8_t buffer[READ_BYTES];
	ssize_t n = link_read(&stranger->link, buffer, sizeof(buffer));
	if (n < 0) {
		leave(stranger);
		return;
	}
	all.counts[stranger->kind - KINDS].bytes += (size_t)n;
	take_bytes(stranger, buffer, (size_t)n);
	if (stranger->n_out > 0)
		send_out(stranger);
}

static void serve(struct stranger *stranger, uint32_t events)
{
	bool was_open = stranger->link.state == LINK_OPEN;
	int result = link_advance(&stranger->link, all.epoll, stranger);
	if (result < 0)
		leave(stranger);
	if (result <= 0)
		return;
	if (!was_open) {
		link_wait(&stranger->link, all.epoll, stranger, 0);
		act(stranger);
		return;
	}
	if ((events & EPOLLOUT) != 0)
		send_out(stranger);
	if (stranger->link.state == LINK_OPEN && (events & ~(uint32_t)EPOLLOUT) != 0)
		receive(stranger);
}

/* ---- all of them ---- */

/* EnrolPersonRequest: a code that nobody was given, and a certificate request that is good. */
static void make_enrolment(void)
{
	EVP_PKEY *key = bench_need(EVP_EC_gen("P-256"));
	X509_REQ *request = bench_need(X509_REQ_new());
	uint8_t *at = all.enrolment + 5;
	if (X509_REQ_set_pubkey(request, key) != 1 || X509_REQ_sign(request, key, EVP_sha256()) <= 0)
		bench_die("cannot make a certificate request");
	int n = i2d_X509_REQ(request, NULL);
	if (n < 128 || n > 1024)
		bench_die("a certificate request of %d bytes", n);
	*at++ = 0x0A;
	*at++ = 26;
	memset(at, '0', 26);
	at += 26;
	*at++ = 0x12;
	*at++ = (uint8_t)(0x80 | (n & 0x7F));
	*at++ = (uint8_t)(n >> 7);
	(void)i2d_X509_REQ(request, &at);
	all.n_enrolment = (size_t)(at - all.enrolment);
	all.enrolment[3] = (uint8_t)((all.n_enrolment - 5) >> 8);
	all.enrolment[4] = (uint8_t)(all.n_enrolment - 5);
	X509_REQ_free(request);
	EVP_PKEY_free(key);
}

static struct stranger *gather(void)
{
	struct stranger *strangers = bench_need(calloc(all.n, sizeof(*strangers)));
	unsigned kind = 0;
	for (unsigned i = 0; i < all.n; i++) {
		do
			kind = (kind + 1) % JX_COUNT_OF(KINDS);
		while (all.only != NULL && strcmp(all.only, KINDS[kind].name) != 0);
		strangers[i].kind = &KINDS[kind];
		strangers[i].link.fd = -1;
		strangers[i].source = all.is_one_address ? 0 : FIRST_SOURCE + i / 250 * 256 + i % 250;
		strangers[i].out = bench_need(malloc(OUT_BYTES));
	}
	return strangers;
}

static void tick(struct stranger *strangers)
{
	for (unsigned i = 0; i < all.n; i++) {
		if (strangers[i].due_ns > all.now_ns)
			continue;
		if (strangers[i].link.state == LINK_NONE)
			come(&strangers[i]);
		else if (strangers[i].link.state == LINK_OPEN)
			act(&strangers[i]);
	}
}

static void run(struct stranger *strangers)
{
	struct epoll_event events[256];
	uint64_t ticked_ns = 0;
	while (!is_over) {
		int n = epoll_wait(all.epoll, events, JX_COUNT_OF(events), TICK_MS);
		all.now_ns = bench_now_ns();
		for (int i = 0; i < n; i++) {
			struct stranger *stranger = events[i].data.ptr;
			if (stranger->link.state != LINK_NONE)
				serve(stranger, events[i].events);
		}
		if (all.now_ns - ticked_ns >= TICK_MS * MS_NS) {
			ticked_ns = all.now_ns;
			tick(strangers);
		}
	}
}

static void print_counts(const struct stranger *strangers)
{
	for (size_t i = 0; i < JX_COUNT_OF(KINDS); i++) {
		unsigned n_in = 0;
		for (unsigned j = 0; j < all.n; j++)
			n_in += strangers[j].kind == &KINDS[i] && strangers[j].link.state == LINK_OPEN;
		(void)printf("{\"kind\": \"%s\", \"in\": %u, \"came\": %llu, \"sent_away\": %llu, "
			     "\"acts\": %llu, \"answers\": %llu, \"resets\": %llu, \"kib\": %llu}\n",
			KINDS[i].name, n_in, (unsigned long long)all.counts[i].came,
			(unsigned long long)all.counts[i].was_closed, (unsigned long long)all.counts[i].acts,
			(unsigned long long)all.counts[i].answers, (unsigned long long)all.counts[i].resets,
			(unsigned long long)all.counts[i].bytes >> 10);
	}
}

static void parse(int argc, char **argv)
{
	static const struct option OPTIONS[] = {{"enrol", 1, NULL, 'e'}, {"public", 1, NULL, 'p'},
		{"strangers", 1, NULL, 'n'}, {"pause-ms", 1, NULL, 'm'}, {"one-address", 0, NULL, 'o'},
		{"only", 1, NULL, 'k'}, {NULL, 0, NULL, 0}};
	int option;
	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
		if (option == 'e')
			all.ports[ENROL] = (unsigned)bench_number(optarg);
		else if (option == 'p')
			all.ports[PUBLIC] = (unsigned)bench_number(optarg);
		else if (option == 'n')
			all.n = (unsigned)bench_number(optarg);
		else if (option == 'm')
			all.pause_ms = (unsigned)bench_number(optarg);
		else if (option == 'o')
			all.is_one_address = true;
		else if (option == 'k')
			all.only = optarg;
		else
			exit(2);
	}
	bool is_known = all.only == NULL;
	for (size_t i = 0; i < JX_COUNT_OF(KINDS); i++)
		is_known = is_known || strcmp(all.only, KINDS[i].name) == 0;
	if (all.ports[ENROL] == 0 || all.ports[PUBLIC] == 0 || !is_known)
		bench_die(
			"usage: campaign_strangers --enrol PORT --public PORT [--strangers N] [--pause-ms N]\n"
			"       [--one-address] [--only KIND]");
}

static void end(int number)
{
	(void)number;
	is_over = 1;
}

int main(int argc, char **argv)
{
	struct rlimit files = {0};
	all.n = 1000;
	all.pause_ms = 1000;
	parse(argc, argv);
	(void)getrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < all.n + 50)
		bench_die("%u strangers need as many open files; the limit is %llu", all.n,
			(unsigned long long)files.rlim_cur);
	(void)signal(SIGTERM, end);
	(void)signal(SIGPIPE, SIG_IGN);
	all.context = link_context(NULL, NULL);
	make_enrolment();
	all.epoll = epoll_create1(EPOLL_CLOEXEC);
	struct stranger *strangers = gather();
	run(strangers);
	print_counts(strangers);
	(void)fflush(stdout);
	_exit(0);
}
