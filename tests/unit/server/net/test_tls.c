/* TLS in memory against OpenSSL's own client: who is let in, who is not and with which alert. */
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "proto/contract/base/array.h"
#include "server/net/tls.h"
#include "tests/support/identity.h"
#include "tests/support/test.h"

#define DAY 86400L

/* The cast of every test. */
struct cast {
	struct test_identity ca, other_ca, server, person, stranger, expired, purpose, later;
	struct jx_tls_context *main;
	struct jx_tls_context *enrol;
};

/* The service's own now, which is not the system's. */
static int64_t service_ms;

static int64_t clock_ms(void)
{
	return service_ms;
}

static int set_up(void **state)
{
	static struct cast cast;
	cast.ca = test_identity_make(NULL, "county", -5 * DAY, 5 * DAY, NULL);
	cast.other_ca = test_identity_make(NULL, "elsewhere", -DAY, DAY, NULL);
	cast.server = test_identity_make(&cast.ca, "localhost", -DAY, DAY, "serverAuth");
	cast.person = test_identity_make(&cast.ca, "person", -DAY, DAY, "clientAuth");
	cast.stranger = test_identity_make(&cast.other_ca, "stranger", -DAY, DAY, "clientAuth");
	cast.expired = test_identity_make(&cast.ca, "expired", -2 * DAY, -DAY, "clientAuth");
	cast.later = test_identity_make(&cast.ca, "later", 2 * DAY, 4 * DAY, "clientAuth");
	cast.purpose = test_identity_make(&cast.ca, "purpose", -DAY, DAY, "serverAuth");
	struct jx_tls_config config = {.certificate = cast.server.certificate,
		.key = cast.server.key,
		.ca = cast.ca.certificate,
		.demand_client_certificate = true,
		.clock_ms = clock_ms};
	service_ms = (int64_t)time(NULL) * 1000;
	struct jx_error error;
	assert_int_equal(jx_tls_context_new(&config, &cast.main, &error), JX_OK);
	config.demand_client_certificate = false;
	assert_int_equal(jx_tls_context_new(&config, &cast.enrol, &error), JX_OK);
	*state = &cast;
	return 0;
}

static int tear_down(void **state)
{
	struct cast *cast = *state;
	jx_tls_context_free(cast->main);
	jx_tls_context_free(cast->enrol);
	test_identity_clear(&cast->ca);
	test_identity_clear(&cast->other_ca);
	test_identity_clear(&cast->server);
	test_identity_clear(&cast->person);
	test_identity_clear(&cast->stranger);
	test_identity_clear(&cast->expired);
	test_identity_clear(&cast->purpose);
	test_identity_clear(&cast->later);
	return 0;
}

/* One connection: our side, and a client with memory BIOs. */
struct link {
	SSL_CTX *context;
	SSL *client;
	BIO *to_client, *from_client; /* owned by client */
	struct jx_tls *server;
	struct jx_buf sink;
	size_t step;           /* bytes fed to the server at a time */
	bool has_stale_errors; /* another user of OpenSSL leaves one before each of them */
	uint8_t clear[4096];
	size_t n_clear;
	enum jx_status status; /* of the server's side */
	int alert;             /* the client was sent; 0: none */
	size_t n_tickets;      /* for a session that could be resumed */
};

static void on_info(const SSL *ssl, int where, int value)
{
	struct link *link = SSL_get_app_data(ssl);
	if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value & 0xFF) != SSL3_AD_CLOSE_NOTIFY)
		link->alert = value & 0xFF;
}

static int on_session(SSL *ssl, SSL_SESSION *session)
{
	struct link *link = SSL_get_app_data(ssl);
	(void)session;
	link->n_tickets++;
	return 0;
}

static void open_link(
	struct link *link, struct jx_tls_context *context, const struct test_identity *who, const char *alpn)
{
	memset(link, 0, sizeof(*link));
	link->step = SIZE_MAX;
	jx_buf_init(&link->sink, 1 << 20);
	link->context = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_session_cache_mode(link->context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(link->context, on_session);
	SSL_CTX_set_info_callback(link->context, on_info);
	if (who != NULL) {
		assert_int_equal(SSL_CTX_use_certificate(link->context, who->certificate), 1);
		assert_int_equal(SSL_CTX_use_PrivateKey(link->context, who->key), 1);
	}
	link->client = SSL_new(link->context);
	SSL_set_app_data(link->client, link);
	if (alpn != NULL)
		SSL_set_alpn_protos(link->client, (const unsigned char *)alpn, (unsigned)strlen(alpn));
	link->to_client = BIO_new(BIO_s_mem());
	link->from_client = BIO_new(BIO_s_mem());
	SSL_set_bio(link->client, link->to_client, link->from_client);
	SSL_set_connect_state(link->client);
	assert_int_equal(jx_tls_new(context, &link->server), JX_OK);
}

static void close_link(struct link *link)
{
	SSL_free(link->client);
	SSL_CTX_free(link->context);
	jx_tls_free(link->server);
	jx_buf_clear(&link->sink);
	ERR_clear_error();
}

static void to_client(struct link *link)
{
	if (link->sink.n_bytes > 0)
		BIO_write(link->to_client, link->sink.bytes, (int)link->sink.n_bytes);
	jx_buf_reset(&link->sink);
}

static void to_server(struct link *link, const uint8_t *bytes, size_t n)
{
	while (n > 0 && link->status == JX_OK) {
		size_t n_now = n < link->step ? n : link->step;
		size_t n_read;
		jx_tls_feed(link->server, bytes, n_now);
		if (link->has_stale_errors)
			ERR_raise(ERR_LIB_EVP, EVP_R_UNSUPPORTED_ALGORITHM);
		do {
			n_read = 0;
			link->status = jx_tls_read(link->server, link->clear + link->n_clear,
				sizeof(link->clear) - link->n_clear, &link->sink, &n_read);
			link->n_clear += n_read;
		} while (link->status == JX_OK && n_read > 0);
		bytes += n_now;
		n -= n_now;
	}
	to_client(link);
}

/* Lets both sides talk until neither has anything to say. */
static void run(struct link *link)
{
	for (int i = 0; i < 20; i++) {
		char drop[64];
		ERR_clear_error();
		(void)SSL_read(link->client, drop, sizeof(drop));
		uint8_t bytes[16384];
		int n = BIO_read(link->from_client, bytes, sizeof(bytes));
		if (n > 0)
			to_server(link, bytes, (size_t)n);
	}
}

static void a_person_of_the_county_is_let_in(void **state)
{
	const struct cast *cast = *state;
	static const size_t steps[] = {1, 100, SIZE_MAX};
	for (size_t i = 0; i < 3; i++) {
		struct link link;
		uint8_t seen[JX_FINGERPRINT_BYTES];
		uint8_t person[JX_FINGERPRINT_BYTES];
		uint8_t expected[JX_FINGERPRINT_BYTES];
		open_link(&link, cast->main, &cast->person, "\2h2");
		link.step = steps[i];
		run(&link);
		assert_int_equal(link.status, JX_OK);
		assert_true(jx_tls_is_ready(link.server));
		assert_int_equal(SSL_version(link.client), TLS1_3_VERSION);
		assert_true(jx_tls_peer(link.server, seen, person));
		X509_digest(cast->person.certificate, EVP_sha256(), expected, NULL);
		assert_memory_equal(seen, expected, sizeof(seen));
		assert_int_equal(link.n_tickets, 0);
		close_link(&link);
	}
}

/* What a person has a share of, such as readers and connections, is not had twice with a second certificate. */
static void a_renewed_certificate_shows_the_same_person(void **state)
{
	const struct cast *cast = *state;
	static const char *const names[] = {"person", "person", "person2"};
	uint8_t seen[JX_COUNT_OF(names)][JX_FINGERPRINT_BYTES];
	uint8_t person[JX_COUNT_OF(names)][JX_FINGERPRINT_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(names); i++) {
		struct link link;
		struct test_identity who =
			test_identity_make(&cast->ca, names[i], -DAY, (long)(i + 1) * DAY, "clientAuth");
		open_link(&link, cast->main, &who, "\2h2");
		run(&link);
		assert_true(jx_tls_peer(link.server, seen[i], person[i]));
		close_link(&link);
		test_identity_clear(&who);
	}
	assert_memory_not_equal(seen[0], seen[1], JX_FINGERPRINT_BYTES);
	assert_memory_equal(person[0], person[1], JX_FINGERPRINT_BYTES);
	assert_memory_not_equal(person[0], person[2], JX_FINGERPRINT_BYTES);
}

static void what_others_left_in_the_queue_is_no_error_of_a_peer(void **state)
{
	const struct cast *cast = *state;
	struct link link;
	open_link(&link, cast->main, &cast->person, "\2h2");
	link.step = 100;
	link.has_stale_errors = true;
	run(&link);
	assert_int_equal(link.status, JX_OK);
	assert_true(jx_tls_is_ready(link.server));
	close_link(&link);
}

static void others_are_turned_away_with_their_alert(void **state)
{
	const struct cast *cast = *state;
	const struct {
		const char *name;
		const struct test_identity *who;
		const char *alpn;
		int version;
		int alert;
	} rows[] = {
		{"no certificate", NULL, "\2h2", TLS1_3_VERSION, 116},
		{"other CA", &cast->stranger, "\2h2", TLS1_3_VERSION, 48},
		{"expired", &cast->expired, "\2h2", TLS1_3_VERSION, 45},
		{"a server's certificate", &cast->purpose, "\2h2", TLS1_3_VERSION, 43},
		{"TLS 1.2", &cast->person, "\2h2", TLS1_2_VERSION, 70},
		{"no ALPN", &cast->person, NULL, TLS1_3_VERSION, 120},
		{"other ALPN", &cast->person, "\10http/1.1", TLS1_3_VERSION, 120},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct link link;
		uint8_t seen[JX_FINGERPRINT_BYTES];
		uint8_t person[JX_FINGERPRINT_BYTES];
		open_link(&link, cast->main, rows[i].who, rows[i].alpn);
		SSL_set_max_proto_version(link.client, rows[i].version);
		run(&link);
		if (link.status != JX_UNAUTHENTICATED || link.alert != rows[i].alert)
			fail_msg("%s: status %d, alert %d", rows[i].name, (int)link.status, link.alert);
		assert_false(jx_tls_is_ready(link.server));
		assert_false(jx_tls_peer(link.server, seen, person));
		close_link(&link);
	}
}

/* A clock of the system that was set back, or goes wrong otherwise, opens nothing and closes nothing. */
static void certificates_are_valid_by_the_time_of_the_service(void **state)
{
	const struct cast *cast = *state;
	const int64_t now_ms = service_ms;
	const struct {
		const struct test_identity *who;
		long days;
		int alert;
	} rows[] = {
		{&cast->person, 2, 45},
		{&cast->person, -2, 42},
		{&cast->later, 3, 0},
		{&cast->later, 0, 42},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct link link;
		service_ms = now_ms + rows[i].days * DAY * 1000;
		open_link(&link, cast->main, rows[i].who, "\2h2");
		run(&link);
		if (link.alert != rows[i].alert)
			fail_msg("row %zu: alert %d", i, link.alert);
		assert_int_equal(jx_tls_is_ready(link.server), rows[i].alert == 0);
		close_link(&link);
	}
	service_ms = now_ms;
}

static void enrolment_asks_for_no_certificate(void **state)
{
	const struct cast *cast = *state;
	struct link link;
	uint8_t seen[JX_FINGERPRINT_BYTES];
	uint8_t person[JX_FINGERPRINT_BYTES];
	open_link(&link, cast->enrol, NULL, "\2h2");
	run(&link);
	assert_int_equal(link.status, JX_OK);
	assert_true(jx_tls_is_ready(link.server));
	assert_false(jx_tls_peer(link.server, seen, person));
	assert_int_equal(link.n_tickets, 0);
	close_link(&link);
}

static void bytes_pass_both_ways(void **state)
{
	const struct cast *cast = *state;
	struct link link;
	char big[40000];
	char back[sizeof(big)];
	open_link(&link, cast->main, &cast->person, "\2h2");
	run(&link);
	link.step = 7;
	assert_int_equal(SSL_write(link.client, "hello", 5), 5);
	run(&link);
	assert_int_equal(link.n_clear, 5);
	assert_memory_equal(link.clear, "hello", 5);
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(i * 31);
	assert_int_equal(jx_tls_write(link.server, (const uint8_t *)big, sizeof(big), &link.sink), JX_OK);
	to_client(&link);
	size_t n = 0;
	for (int got = 1; got > 0 && n<sizeof(back); n += got> 0 ? (size_t)got : 0)
		got = SSL_read(link.client, back + n, (int)(sizeof(back) - n));
	assert_int_equal(n, sizeof(big));
	assert_memory_equal(back, big, sizeof(big));
	jx_tls_close(link.server, &link.sink);
	to_client(&link);
	assert_int_equal(SSL_read(link.client, back, 1), 0);
	assert_int_equal(SSL_get_shutdown(link.client) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
	SSL_shutdown(link.client);
	run(&link);
	assert_int_equal(link.status, JX_CANCELLED);
	close_link(&link);
}

static void damaged_records_end_the_connection(void **state)
{
	const struct cast *cast = *state;
	struct link link;
	open_link(&link, cast->main, &cast->person, "\2h2");
	to_server(&link, (const uint8_t *)"GET / HTTP/1.1\r\n\r\n", 18);
	assert_int_equal(link.status, JX_UNAUTHENTICATED);
	close_link(&link);
	open_link(&link, cast->main, &cast->person, "\2h2");
	run(&link);
	assert_int_equal(SSL_write(link.client, "hello", 5), 5);
	uint8_t bytes[200];
	int n = BIO_read(link.from_client, bytes, sizeof(bytes));
	bytes[n - 1] ^= 1;
	to_server(&link, bytes, (size_t)n);
	assert_int_equal(link.status, JX_INTERNAL);
	close_link(&link);
}

static void a_context_that_cannot_work_says_why(void **state)
{
	const struct cast *cast = *state;
	struct jx_tls_context *context;
	struct jx_error error;
	struct jx_tls_config config = {.certificate_file = "/nonexistent/c.pem",
		.key_file = "/nonexistent/k.pem",
		.clock_ms = clock_ms};
	assert_int_equal(jx_tls_context_new(&config, &context, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_TLS_FILE);
	assert_string_equal(error.arg[0], "/nonexistent/c.pem");
	config = (struct jx_tls_config){
		.certificate = cast->server.certificate, .key = cast->person.key, .clock_ms = clock_ms};
	assert_int_equal(jx_tls_context_new(&config, &context, &error), JX_INVALID);
	config.key = cast->server.key;
	config.demand_client_certificate = true;
	assert_int_equal(jx_tls_context_new(&config, &context, &error), JX_INVALID);
	config.ca_file = "/nonexistent/ca.pem";
	assert_int_equal(jx_tls_context_new(&config, &context, &error), JX_INVALID);
	assert_string_equal(error.arg[0], "/nonexistent/ca.pem");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_of_the_county_is_let_in),
		cmocka_unit_test(a_renewed_certificate_shows_the_same_person),
		cmocka_unit_test(what_others_left_in_the_queue_is_no_error_of_a_peer),
		cmocka_unit_test(others_are_turned_away_with_their_alert),
		cmocka_unit_test(certificates_are_valid_by_the_time_of_the_service),
		cmocka_unit_test(enrolment_asks_for_no_certificate),
		cmocka_unit_test(bytes_pass_both_ways),
		cmocka_unit_test(damaged_records_end_the_connection),
		cmocka_unit_test(a_context_that_cannot_work_says_why),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
