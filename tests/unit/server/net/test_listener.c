/* The network side over real sockets on loopback, with nghttp2 and OpenSSL as the client in the same thread. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <nghttp2/nghttp2.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/wire/grpc.h"
#include "server/net/listener.h"
#include "tests/support/identity.h"
#include "tests/support/test.h"

#define DAY 86400L

/* The daemon's side: a net that echoes, holds, or streams, by path. */
struct site {
	uv_loop_t loop;
	struct jx_net *net;
	struct jx_call *held[64];
	size_t n_held, n_gone, n_left; /* frames the stream still has to send */
	struct jx_reply_buf *block;
	bool is_closed;
	struct test_identity ca, server, person;
	SSL_CTX *client;
};

/* One client connection; counts what it gets. */
struct client {
	int fd;
	SSL *ssl;
	nghttp2_session *session;
	size_t n_bytes, n_ended, n_ok;
	size_t max_read; /* bytes read at a time, 0: as many as there are */
	bool is_closed;
};

static void stream_on(struct site *site, struct jx_call *call)
{
	while (site->n_left > 0) {
		site->n_left--;
		if (!jx_call_send(call, site->block))
			return;
	}
	jx_call_finish(call, NULL, NULL, 0);
}

static void on_call(void *user, struct jx_call *call)
{
	struct site *site = user;
	if (strcmp(call->path, "/t/Hold") == 0) {
		site->held[site->n_held++] = call;
	} else if (strcmp(call->path, "/t/Stream") == 0) {
		stream_on(site, call);
	} else {
		struct jx_reply_buf *reply = jx_reply_buf_new(call->n_message_bytes);
		assert_non_null(reply);
		memcpy(jx_reply_buf_message(reply), call->message, call->n_message_bytes);
		(void)jx_call_send(call, reply);
		jx_reply_buf_unref(reply);
		jx_call_finish(call, NULL, NULL, 0);
	}
}

static void on_gone(void *user, struct jx_call *call)
{
	struct site *site = user;
	site->n_gone++;
	jx_call_finish(call, NULL, NULL, 0);
}

static void on_writable(void *user, struct jx_call *call)
{
	stream_on(user, call);
}

static void on_closed(void *user)
{
	struct site *site = user;
	site->is_closed = true;
	jx_net_free(site->net);
	site->net = NULL;
}

static int64_t now_ms(void)
{
	return (int64_t)time(NULL) * 1000;
}

static struct site *site_new(unsigned max_connections)
{
	struct site *site = calloc(1, sizeof(*site));
	assert_non_null(site);
	uv_loop_init(&site->loop);
	site->ca = test_identity_make(NULL, "county", -DAY, DAY, NULL);
	site->server = test_identity_make(&site->ca, "localhost", -DAY, DAY, "serverAuth");
	site->person = test_identity_make(&site->ca, "person", -DAY, DAY, "clientAuth");
	site->client = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_mode(site->client, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_use_certificate(site->client, site->person.certificate);
	SSL_CTX_use_PrivateKey(site->client, site->person.key);
	site->block = jx_reply_buf_new(50000);
	memset(jx_reply_buf_message(site->block), 'b', 50000);
	struct jx_tls_config identity = {
		.certificate = site->server.certificate, .key = site->server.key, .ca = site->ca.certificate};
	struct jx_net_config config = {.main_address = "127.0.0.1:0",
		.enrol_address = "127.0.0.1:0",
		.public_address = "[::1]:0",
		.identity = &identity,
		.clock_ms = now_ms,
		.caps = {.main = max_connections, .public = max_connections, .person = max_connections}};
	struct jx_call_events events = {
		.on_call = on_call, .on_gone = on_gone, .on_writable = on_writable, .user = site};
	struct jx_error error;
	assert_int_equal(jx_net_start(&site->loop, &config, &events, &site->net, &error), JX_OK);
	return site;
}

static void spin(struct site *site)
{
	for (int i = 0; i < 5; i++)
		uv_run(&site->loop, UV_RUN_NOWAIT);
}

static void site_free(struct site *site)
{
	if (site->net != NULL)
		jx_net_shutdown(site->net, on_closed, site);
	uv_run(&site->loop, UV_RUN_DEFAULT);
	assert_true(site->is_closed);
	assert_int_equal(uv_loop_close(&site->loop), 0);
	jx_reply_buf_unref(site->block);
	SSL_CTX_free(site->client);
	test_identity_clear(&site->ca);
	test_identity_clear(&site->server);
	test_identity_clear(&site->person);
	free(site);
}

static int on_data(
	nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *bytes, size_t n, void *user)
{
	(void)session, (void)flags, (void)id, (void)bytes;
	struct client *client = user;
	client->n_bytes += n;
	return 0;
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t n_name,
	const uint8_t *value, size_t n_value, uint8_t flags, void *user)
{
	(void)session, (void)frame, (void)flags;
	struct client *client = user;
	if (n_name == 11 && memcmp(name, "grpc-status", 11) == 0 && n_value == 1 && value[0] == '0')
		client->n_ok++;
	return 0;
}

static int on_stream_close(nghttp2_session *session, int32_t id, uint32_t code, void *user)
{
	(void)session, (void)id, (void)code;
	struct client *client = user;
	client->n_ended++;
	return 0;
}

static int connect_to(unsigned port, bool is_v6)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	v6.sin6_addr = in6addr_loopback;
	int fd = socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
	assert_true(fd >= 0);
	const struct sockaddr *address = is_v6 ? (const struct sockaddr *)&v6 : (const struct sockaddr *)&v4;
	if (connect(fd, address, is_v6 ? sizeof(v6) : sizeof(v4)) != 0) {
		close(fd);
		return -1;
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

static void client_open(struct site *site, struct client *client, enum jx_listener listener)
{
	*client = (struct client){0};
	client->fd = connect_to(jx_net_port(site->net, listener), listener == JX_LISTENER_PUBLIC);
	assert_true(client->fd >= 0);
	if (listener != JX_LISTENER_PUBLIC) {
		client->ssl = SSL_new(site->client);
		SSL_set_alpn_protos(client->ssl, (const unsigned char *)"\2h2", 3);
		SSL_set_fd(client->ssl, client->fd);
		SSL_set_connect_state(client->ssl);
	}
	nghttp2_session_callbacks *callbacks;
	nghttp2_session_callbacks_new(&callbacks);
	nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
	nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
	nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
	nghttp2_session_client_new(&client->session, callbacks, client);
	nghttp2_session_callbacks_del(callbacks);
	nghttp2_submit_settings(client->session, NGHTTP2_FLAG_NONE, NULL, 0);
}

static void client_close(struct client *client)
{
	SSL_free(client->ssl);
	nghttp2_session_del(client->session);
	close(client->fd);
}

/* The request body: one framed message of n_body bytes, all zero but for the length. */
static ssize_t read_body(nghttp2_session *session, int32_t id, uint8_t *buf, size_t length, uint32_t *flags,
	nghttp2_data_source *source, void *user)
{
	(void)session, (void)id, (void)user;
	size_t n_body = (size_t)source->fd;
	assert_true(length >= JX_GRPC_PREFIX_BYTES + n_body);
	jx_grpc_write_prefix(buf, n_body);
	memset(buf + JX_GRPC_PREFIX_BYTES, 0, n_body);
	*flags |= NGHTTP2_DATA_FLAG_EOF;
	return (ssize_t)(JX_GRPC_PREFIX_BYTES + n_body);
}

static void client_call(struct client *client, const char *path, int n_body)
{
	const char *const pairs[] = {":method", "POST", ":scheme", "http", ":authority", "t", ":path", path,
		"content-type", "application/grpc"};
	nghttp2_nv nv[5];
	for (size_t i = 0; i < 5; i++)
		nv[i] = (nghttp2_nv){(uint8_t *)pairs[2 * i], (uint8_t *)pairs[2 * i + 1],
			strlen(pairs[2 * i]), strlen(pairs[2 * i + 1]), 0};
	nghttp2_data_provider body = {.source = {.fd = n_body}, .read_callback = read_body};
	assert_true(nghttp2_submit_request(client->session, NULL, nv, 5, &body, NULL) > 0);
}

static ssize_t transport_write(struct client *client, const uint8_t *bytes, size_t n)
{
	if (client->ssl == NULL)
		return send(client->fd, bytes, n, MSG_NOSIGNAL);
	ERR_clear_error();
	return SSL_write(client->ssl, bytes, (int)n);
}

static ssize_t transport_read(struct client *client, uint8_t *bytes, size_t n)
{
	if (client->ssl == NULL) {
		ssize_t got = recv(client->fd, bytes, n, 0);
		client->is_closed = got == 0 || (got < 0 && errno != EAGAIN);
		return got;
	}
	ERR_clear_error();
	int got = SSL_read(client->ssl, bytes, (int)n);
	if (got <= 0) {
		int error = SSL_get_error(client->ssl, got);
		client->is_closed = error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE;
	}
	return got;
}

/* Sends what the client has to send and reads what has come, once. */
static void client_turn(struct client *client)
{
	uint8_t bytes[16384];
	static uint8_t unsent[1 << 20];
	static size_t n_unsent;
	static struct client *owner;
	if (owner != client)
		n_unsent = 0;
	owner = client;
	const uint8_t *more;
	ssize_t n;
	while (n_unsent < sizeof(unsent) / 2 && (n = nghttp2_session_mem_send(client->session, &more)) > 0) {
		memcpy(unsent + n_unsent, more, (size_t)n);
		n_unsent += (size_t)n;
	}
	while (n_unsent > 0 && (n = transport_write(client, unsent, n_unsent)) > 0) {
		n_unsent -= (size_t)n;
		memmove(unsent, unsent + n, n_unsent);
	}
	size_t max = client->max_read > 0 ? client->max_read : sizeof(bytes);
	while ((n = transport_read(client, bytes, max)) > 0) {
		if (nghttp2_session_mem_recv(client->session, bytes, (size_t)n) < 0)
			client->is_closed = true;
		if (client->max_read > 0)
			break;
	}
}

static void talk(struct site *site, struct client *client, size_t n_ended)
{
	for (int i = 0; i < 200000 && client->n_ended < n_ended && !client->is_closed; i++) {
		client_turn(client);
		uv_run(&site->loop, UV_RUN_NOWAIT);
	}
}

static void calls_are_answered_at_every_door(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	for (int listener = 0; listener < JX_LISTENERS; listener++) {
		struct client client;
		client_open(site, &client, (enum jx_listener)listener);
		for (int i = 0; i < 50; i++)
			client_call(&client, "/t/Echo", i * 10);
		talk(site, &client, 50);
		assert_int_equal(client.n_ok, 50);
		assert_int_equal(client.n_bytes, 50 * 5 + 10 * 49 * 50 / 2);
		client_close(&client);
	}
	spin(site);
	const struct jx_net_counters *counters = jx_net_counters(site->net);
	assert_int_equal(counters->n_accepted[JX_LISTENER_MAIN], 1);
	assert_int_equal(counters->n_calls, 150);
	assert_int_equal(counters->n_open_calls, 0);
	assert_int_equal(counters->n_open_connections, 0);
	/* Replies of one turn go out together. */
	assert_true(counters->n_writes < 60);
	site_free(site);
}

static void a_long_stream_passes_through_a_full_socket(void **state)
{
	(void)state;
	static const enum jx_listener listeners[] = {JX_LISTENER_PUBLIC, JX_LISTENER_MAIN};
	for (size_t i = 0; i < 2; i++) {
		struct site *site = site_new(0);
		struct client client;
		client_open(site, &client, listeners[i]);
		nghttp2_submit_window_update(client.session, NGHTTP2_FLAG_NONE, 0, 1 << 30);
		nghttp2_settings_entry window = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 1 << 30};
		nghttp2_submit_settings(client.session, NGHTTP2_FLAG_NONE, &window, 1);
		site->n_left = 400;
		client_call(&client, "/t/Stream", 0);
		/* Let the kernel's buffers fill before reading, then read in small sips for a while. */
		for (int turn = 0; turn < 50; turn++) {
			client.max_read = 1;
			client_turn(&client);
			spin(site);
		}
		assert_true(site->n_left > 0 || listeners[i] == JX_LISTENER_PUBLIC);
		client.max_read = 0;
		talk(site, &client, 1);
		assert_int_equal(client.n_ok, 1);
		assert_int_equal(client.n_bytes, 400 * 50005);
		client_close(&client);
		site_free(site);
	}
}

static void a_vanished_client_ends_its_calls(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	struct client client;
	client_open(site, &client, JX_LISTENER_MAIN);
	client_call(&client, "/t/Hold", 3);
	for (int i = 0; i < 1000 && site->n_held == 0; i++)
		talk(site, &client, 1), spin(site);
	assert_int_equal(site->n_held, 1);
	assert_true(site->held[0]->has_peer);
	client_close(&client);
	for (int i = 0; i < 1000 && site->n_gone == 0; i++)
		spin(site);
	assert_int_equal(site->n_gone, 1);
	assert_int_equal(jx_net_counters(site->net)->n_gone, 1);
	site_free(site);
}

static void the_oldest_idle_connection_makes_room(void **state)
{
	(void)state;
	struct site *site = site_new(3);
	struct client clients[5];
	for (int i = 0; i < 3; i++) {
		client_open(site, &clients[i], JX_LISTENER_PUBLIC);
		client_call(&clients[i], i == 1 ? "/t/Hold" : "/t/Echo", 1);
		for (int turn = 0; turn < 100; turn++)
			client_turn(&clients[i]), spin(site);
	}
	assert_int_equal(site->n_held, 1);
	/* The first is idle longest, the second works, so two newcomers replace the first and the third. */
	for (int i = 3; i < 5; i++) {
		client_open(site, &clients[i], JX_LISTENER_PUBLIC);
		client_call(&clients[i], "/t/Hold", 1);
		for (int turn = 0; turn < 100; turn++)
			client_turn(&clients[i]), spin(site);
		client_turn(&clients[i == 3 ? 0 : 2]);
		assert_true(clients[i == 3 ? 0 : 2].is_closed);
	}
	assert_int_equal(site->n_held, 3);
	assert_int_equal(jx_net_counters(site->net)->n_evicted, 2);
	/* Now all three work, and whoever comes is as good as they are: the one that was served longest ago gives way. */
	struct client last;
	client_open(site, &last, JX_LISTENER_PUBLIC);
	for (int turn = 0; turn < 100 && !clients[1].is_closed; turn++)
		client_turn(&clients[1]), spin(site);
	assert_true(clients[1].is_closed);
	assert_int_equal(site->n_gone, 1);
	assert_int_equal(jx_net_counters(site->net)->n_refused, 0);
	for (size_t i = 1; i < 3; i++)
		jx_call_finish(site->held[i], NULL, NULL, 0);
	for (int i = 0; i < 5; i++)
		client_close(&clients[i]);
	client_close(&last);
	site_free(site);
}

/* Lets a client work until its call is given, or it is sent away. */
static void hold_call(struct site *site, struct client *client)
{
	size_t n_before = site->n_held;
	client_call(client, "/t/Hold", 1);
	for (int turn = 0; turn < 2000 && site->n_held == n_before && !client->is_closed; turn++)
		client_turn(client), spin(site);
}

static void one_door_does_not_fill_another(void **state)
{
	(void)state;
	struct site *site = site_new(2);
	struct client strangers[6];
	struct client persons[3];
	for (int i = 0; i < 6; i++) {
		client_open(site, &strangers[i], i % 2 == 0 ? JX_LISTENER_ENROL : JX_LISTENER_PUBLIC);
		hold_call(site, &strangers[i]);
	}
	for (int i = 0; i < 3; i++) {
		client_open(site, &persons[i], JX_LISTENER_MAIN);
		hold_call(site, &persons[i]);
	}
	/* Strangers at full doors do not keep a person out; that person's third call is too many of their own. */
	assert_false(persons[0].is_closed);
	assert_false(persons[1].is_closed);
	assert_true(persons[2].is_closed);
	assert_int_equal(jx_net_counters(site->net)->n_refused, 1);
	for (size_t i = 0; i < site->n_held; i++)
		if (site->held[i]->stream != NULL)
			jx_call_finish(site->held[i], NULL, NULL, 0);
	for (int i = 0; i < 6; i++)
		client_close(&strangers[i]);
	for (int i = 0; i < 3; i++)
		client_close(&persons[i]);
	site_free(site);
}

static void a_connection_that_lingers_gives_way(void **state)
{
	(void)state;
	struct site *site = site_new(2);
	struct client clients[3];
	for (int i = 0; i < 2; i++) {
		client_open(site, &clients[i], JX_LISTENER_MAIN);
		hold_call(site, &clients[i]);
	}
	/* Not HTTP/2: the daemon ends its side, in the middle of a call, and waits for the peer to read that. */
	static const uint8_t nonsense[64] = {0xFF, 0xFF, 0xFF};
	assert_int_equal(SSL_write(clients[0].ssl, nonsense, sizeof(nonsense)), sizeof(nonsense));
	for (int turn = 0; turn < 100 && site->n_gone == 0; turn++)
		spin(site);
	assert_int_equal(site->n_gone, 1);
	client_open(site, &clients[2], JX_LISTENER_MAIN);
	hold_call(site, &clients[2]);
	assert_false(clients[2].is_closed);
	assert_int_equal(site->n_held, 3);
	assert_int_equal(jx_net_counters(site->net)->n_refused, 0);
	jx_call_finish(site->held[1], NULL, NULL, 0);
	jx_call_finish(site->held[2], NULL, NULL, 0);
	for (int i = 0; i < 3; i++)
		client_close(&clients[i]);
	site_free(site);
}

static void peers_without_a_certificate_give_way_to_persons(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	struct client person;
	int silent[JX_MAX_HANDSHAKES / JX_CONNECTION_SHARE + 10];
	for (size_t i = 0; i < JX_COUNT_OF(silent); i++) {
		silent[i] = connect_to(jx_net_port(site->net, JX_LISTENER_MAIN), false);
		/* the last of them wait for the next tick: JX_MAX_MAIN_ACCEPTS */
		while (jx_net_counters(site->net)->n_accepted[JX_LISTENER_MAIN] <= i)
			(void)uv_run(&site->loop, UV_RUN_ONCE);
	}
	assert_int_equal(jx_net_counters(site->net)->n_evicted, 10);
	client_open(site, &person, JX_LISTENER_MAIN);
	client_call(&person, "/t/Echo", 1);
	talk(site, &person, 1);
	assert_int_equal(person.n_ok, 1);
	for (size_t i = 0; i < JX_COUNT_OF(silent); i++)
		close(silent[i]);
	client_close(&person);
	site_free(site);
}

static void a_person_is_dropped_from_every_connection(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	struct client clients[3];
	uint8_t fingerprint[JX_FINGERPRINT_BYTES];
	for (int i = 0; i < 3; i++) {
		client_open(site, &clients[i], i < 2 ? JX_LISTENER_MAIN : JX_LISTENER_PUBLIC);
		hold_call(site, &clients[i]);
	}
	memcpy(fingerprint, site->held[0]->peer_fingerprint, sizeof(fingerprint));
	assert_true(site->held[0]->stranger == site->held[1]->stranger);
	assert_true(site->held[0]->stranger != site->held[2]->stranger);
	jx_net_close_certificate(site->net, fingerprint);
	jx_net_close_certificate(site->net, fingerprint);
	for (int turn = 0; turn < 100; turn++)
		for (int i = 0; i < 3; i++)
			client_turn(&clients[i]), spin(site);
	assert_true(clients[0].is_closed);
	assert_true(clients[1].is_closed);
	assert_false(clients[2].is_closed);
	assert_int_equal(site->n_gone, 2);
	jx_call_finish(site->held[2], NULL, NULL, 0);
	for (int i = 0; i < 3; i++)
		client_close(&clients[i]);
	site_free(site);
}

static void a_changed_identity_is_taken_and_a_broken_one_is_not(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	struct client before;
	struct client after;
	struct jx_error error;
	client_open(site, &before, JX_LISTENER_MAIN);
	client_call(&before, "/t/Echo", 1);
	talk(site, &before, 1);
	struct test_identity renewed = test_identity_make(&site->ca, "renewed", -DAY, DAY, "serverAuth");
	struct jx_tls_config identity = {
		.certificate = renewed.certificate, .key = site->server.key, .ca = site->ca.certificate};
	struct jx_net_config config = {.main_address = "127.0.0.1:0",
		.enrol_address = "127.0.0.1:0",
		.identity = &identity,
		.clock_ms = now_ms};
	assert_int_not_equal(jx_net_reload(site->net, &config, &error), JX_OK);
	assert_int_equal(error.reason, JX_REASON_TLS_FILE);
	identity.key = renewed.key;
	assert_int_equal(jx_net_reload(site->net, &config, &error), JX_OK);
	client_open(site, &after, JX_LISTENER_MAIN);
	client_call(&after, "/t/Echo", 1);
	client_call(&before, "/t/Echo", 1);
	talk(site, &after, 1);
	talk(site, &before, 2);
	assert_int_equal(after.n_ok, 1);
	assert_int_equal(before.n_ok, 2);
	X509 *shown = SSL_get1_peer_certificate(after.ssl);
	assert_int_equal(X509_cmp(shown, renewed.certificate), 0);
	X509_free(shown);
	client_close(&before);
	client_close(&after);
	test_identity_clear(&renewed);
	site_free(site);
}

static void silence_and_garbage_are_closed(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	int silent[2] = {connect_to(jx_net_port(site->net, JX_LISTENER_MAIN), false),
		connect_to(jx_net_port(site->net, JX_LISTENER_PUBLIC), true)};
	int garbage = connect_to(jx_net_port(site->net, JX_LISTENER_MAIN), false);
	assert_int_equal(send(garbage, "GET / HTTP/1.1\r\n\r\n", 18, MSG_NOSIGNAL), 18);
	char bytes[100];
	spin(site);
	uint64_t start_ms = uv_hrtime() / 1000000;
	while (jx_net_counters(site->net)->n_open_connections > 0 && uv_hrtime() / 1000000 - start_ms < 10000)
		uv_run(&site->loop, UV_RUN_ONCE);
	uint64_t took_ms = uv_hrtime() / 1000000 - start_ms;
	assert_in_range(took_ms, JX_HANDSHAKE_TIMEOUT_MS - 100, JX_HANDSHAKE_TIMEOUT_MS + 3000);
	assert_int_equal(jx_net_counters(site->net)->n_timed_out, 2);
	assert_int_equal(jx_net_counters(site->net)->n_handshakes_failed, 1);
	assert_int_equal(recv(silent[0], bytes, 1, 0), 0);
	for (int i = 0; i < 2; i++)
		close(silent[i]);
	close(garbage);
	site_free(site);
}

static void a_shutdown_lets_running_calls_finish(void **state)
{
	(void)state;
	struct site *site = site_new(0);
	unsigned port = jx_net_port(site->net, JX_LISTENER_MAIN);
	struct client client;
	struct client idle;
	client_open(site, &client, JX_LISTENER_MAIN);
	client_call(&client, "/t/Hold", 1);
	for (int i = 0; i < 100; i++)
		client_turn(&client), spin(site);
	client_open(site, &idle, JX_LISTENER_PUBLIC);
	for (int i = 0; i < 100; i++)
		client_turn(&idle), spin(site);
	jx_net_shutdown(site->net, on_closed, site);
	/* the idle one is told in a pause, so its end takes time */
	for (int i = 0; i < 200 || (!idle.is_closed && i < 1000000); i++) {
		client_turn(&idle);
		client_turn(&client);
		spin(site);
	}
	assert_true(idle.is_closed);
	assert_false(client.is_closed);
	assert_false(site->is_closed);
	assert_int_equal(connect_to(port, false), -1);
	jx_call_finish(site->held[0], NULL, NULL, 0);
	talk(site, &client, 1);
	assert_int_equal(client.n_ok, 1);
	client_close(&client);
	client_close(&idle);
	site_free(site);
}

static void what_cannot_start_says_why(void **state)
{
	(void)state;
	static const struct {
		const char *main_address, *public_address;
		enum jx_reason reason;
	} rows[] = {
		{NULL, "127.0.0.1", JX_REASON_LISTEN_FAILED},
		{NULL, "127.0.0.1:99999", JX_REASON_LISTEN_FAILED},
		{NULL, "192.0.2.1:0", JX_REASON_PUBLIC_NOT_LOOPBACK},
		{NULL, "0.0.0.0:0", JX_REASON_PUBLIC_NOT_LOOPBACK},
		{NULL, "[::]:0", JX_REASON_PUBLIC_NOT_LOOPBACK},
		{"127.0.0.1:0", "127.0.0.1:0", JX_REASON_TLS_FILE},
	};
	uv_loop_t loop;
	uv_loop_init(&loop);
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_net_config config = {.main_address = rows[i].main_address,
			.public_address = rows[i].public_address,
			.clock_ms = now_ms};
		struct jx_call_events events = {
			.on_call = on_call, .on_gone = on_gone, .on_writable = on_writable};
		struct jx_error error;
		struct jx_net *net;
		enum jx_status status = jx_net_start(&loop, &config, &events, &net, &error);
		if (status == JX_OK || error.reason != rows[i].reason)
			fail_msg("row %zu: %d, %s", i, (int)status, jx_reason_name(error.reason));
		uv_run(&loop, UV_RUN_DEFAULT);
	}
	assert_int_equal(uv_loop_close(&loop), 0);
}

static void a_socket_handed_over_is_listened_on(void **state)
{
	(void)state;
	struct site site = {0};
	struct sockaddr_in address = {.sin_family = AF_INET};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 5), 0);
	uv_loop_init(&site.loop);
	struct jx_net_config config = {.fds = {[JX_LISTENER_PUBLIC] = fd}};
	struct jx_call_events events = {
		.on_call = on_call, .on_gone = on_gone, .on_writable = on_writable, .user = &site};
	struct jx_error error;
	assert_int_equal(jx_net_start(&site.loop, &config, &events, &site.net, &error), JX_OK);
	assert_int_equal(jx_net_port(site.net, JX_LISTENER_MAIN), 0);
	int client = connect_to(jx_net_port(site.net, JX_LISTENER_PUBLIC), false);
	assert_true(client >= 0);
	spin(&site);
	assert_int_equal(jx_net_counters(site.net)->n_accepted[JX_LISTENER_PUBLIC], 1);
	close(client);
	jx_net_shutdown(site.net, on_closed, &site);
	uv_run(&site.loop, UV_RUN_DEFAULT);
	assert_true(site.is_closed);
	assert_int_equal(uv_loop_close(&site.loop), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_answered_at_every_door),
		cmocka_unit_test(a_long_stream_passes_through_a_full_socket),
		cmocka_unit_test(a_vanished_client_ends_its_calls),
		cmocka_unit_test(the_oldest_idle_connection_makes_room),
		cmocka_unit_test(one_door_does_not_fill_another),
		cmocka_unit_test(a_connection_that_lingers_gives_way),
		cmocka_unit_test(peers_without_a_certificate_give_way_to_persons),
		cmocka_unit_test(a_person_is_dropped_from_every_connection),
		cmocka_unit_test(a_changed_identity_is_taken_and_a_broken_one_is_not),
		cmocka_unit_test(silence_and_garbage_are_closed),
		cmocka_unit_test(a_shutdown_lets_running_calls_finish),
		cmocka_unit_test(what_cannot_start_says_why),
		cmocka_unit_test(a_socket_handed_over_is_listened_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
