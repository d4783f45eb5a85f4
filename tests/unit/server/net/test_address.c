/* Peers by their address: as people read it, and as strangers are counted. */
#include "server/net/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static struct sockaddr_storage address_of(const char *text, uint16_t port)
{
	struct sockaddr_storage address = {0};
	struct sockaddr_in *v4 = (struct sockaddr_in *)&address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address;
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &v6->sin6_addr), 1);
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
	}
	return address;
}

static void a_stranger_is_an_ipv4_address_or_a_network_of_ipv6(void **state)
{
	(void)state;
	static const struct {
		const char *one;
		const char *other;
		bool is_same;
	} rows[] = {
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.2", false},
		{"2001:db8::1", "2001:db8::ffff:1", true},
		{"2001:db8::1", "2001:db8:0:0:ffff:ffff:ffff:ffff", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"2001:db8::1", "2001:db9::1", false},
		{"::", "0.0.0.0", false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		const struct sockaddr_storage one = address_of(rows[i].one, 1);
		const struct sockaddr_storage other = address_of(rows[i].other, 2);
		struct jx_holder_key keys[2];
		jx_address_key((const struct sockaddr *)&one, &keys[0]);
		jx_address_key((const struct sockaddr *)&other, &keys[1]);
		if ((memcmp(&keys[0], &keys[1], sizeof(keys[0])) == 0) != rows[i].is_same)
			fail_msg("%s and %s", rows[i].one, rows[i].other);
	}
}

static void people_read_address_and_port(void **state)
{
	(void)state;
	char text[64];
	struct sockaddr_storage address = address_of("192.0.2.1", 7444);
	jx_address_print((const struct sockaddr *)&address, text, sizeof(text));
	assert_string_equal(text, "192.0.2.1:7444");
	address = address_of("2001:db8::1", 7444);
	jx_address_print((const struct sockaddr *)&address, text, sizeof(text));
	assert_string_equal(text, "[2001:db8::1]:7444");
	address.ss_family = AF_UNIX;
	jx_address_print((const struct sockaddr *)&address, text, sizeof(text));
	assert_string_equal(text, "");
}

static void addresses_that_cannot_be_listened_on_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *texts[JX_LISTENERS]; /* main, enrol, public */
		enum jx_reason reason;
	} rows[] = {
		{{"127.0.0.1:7443", "127.0.0.1:7444", "127.0.0.1:7445"}, JX_REASON_NONE},
		{{"0.0.0.0:7443", NULL, "[::1]:7445"}, JX_REASON_NONE},
		{{":7443", NULL, NULL}, JX_REASON_NONE},
		{{"127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"}, JX_REASON_NONE},
		{{"127.0.0.1:7443", "127.0.0.2:7443", NULL}, JX_REASON_NONE},
		{{"127.0.0.1:7443", "127.0.0.1:7443", NULL}, JX_REASON_LISTEN_FAILED},
		{{"[::1]:7443", NULL, "[::1]:7443"}, JX_REASON_LISTEN_FAILED},
		{{"127.0.0.1", NULL, NULL}, JX_REASON_LISTEN_FAILED},
		{{"127.0.0.1:70000", NULL, NULL}, JX_REASON_LISTEN_FAILED},
		{{"127.0.0.1:7443", "256.1.1.1:7444", NULL}, JX_REASON_LISTEN_FAILED},
		{{"127.0.0.1:7443", NULL, "0.0.0.0:7445"}, JX_REASON_PUBLIC_NOT_LOOPBACK},
		{{"127.0.0.1:7443", NULL, "[::]:7445"}, JX_REASON_PUBLIC_NOT_LOOPBACK},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_error error = {0};
		enum jx_status status = jx_address_check_all(rows[i].texts, &error);
		if ((status == JX_OK) != (rows[i].reason == JX_REASON_NONE) ||
			(status != JX_OK && error.reason != rows[i].reason))
			fail_msg("row %zu: %s", i, jx_reason_name(error.reason));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stranger_is_an_ipv4_address_or_a_network_of_ipv6),
		cmocka_unit_test(addresses_that_cannot_be_listened_on_are_refused),
		cmocka_unit_test(people_read_address_and_port),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
