/* Where frames begin, whatever the pieces they come in. */
#include <string.h>

#include "server/net/h2/scan.h"
#include "tests/support/test.h"

static size_t add_frame(uint8_t *out, uint8_t type, size_t n)
{
	memset(out, 0xAA, 9 + n);
	out[0] = (uint8_t)(n >> 16 & 0xFF);
	out[1] = (uint8_t)(n >> 8 & 0xFF);
	out[2] = (uint8_t)(n & 0xFF);
	out[3] = type;
	return 9 + n;
}

static void frames_are_counted_in_pieces_of_any_size(void **state)
{
	(void)state;
	uint8_t bytes[2000] = {0};
	size_t n = 24;
	n += add_frame(bytes + n, 4, 0);   /* SETTINGS */
	n += add_frame(bytes + n, 0, 300); /* DATA */
	n += add_frame(bytes + n, 10, 20); /* unknown */
	n += add_frame(bytes + n, 1, 9);   /* HEADERS */
	n += add_frame(bytes + n, 0, 0);   /* empty DATA */
	n += add_frame(bytes + n, 255, 0); /* unknown */
	n += add_frame(bytes + n, 0, 7);   /* DATA */
	for (size_t piece = 1; piece <= n; piece++) {
		struct jx_scan scan;
		jx_scan_init(&scan);
		for (size_t at = 0; at < n; at += piece)
			jx_scan_feed(&scan, bytes + at, n - at < piece ? n - at : piece);
		assert_int_equal(scan.n_data_bytes, 307);
		assert_int_equal(scan.n_unknown_bytes, 9 + 20 + 9);
		assert_int_equal(scan.n_skip, 0);
		assert_int_equal(scan.n_head, 0);
	}
}

static void a_payload_counts_when_it_is_announced(void **state)
{
	(void)state;
	struct jx_scan scan;
	uint8_t head[9] = {1, 0, 0, 0};
	jx_scan_init(&scan);
	uint8_t preface[24] = {0};
	jx_scan_feed(&scan, preface, 24);
	jx_scan_feed(&scan, head, 8);
	assert_int_equal(scan.n_data_bytes, 0);
	jx_scan_feed(&scan, head + 8, 1);
	assert_int_equal(scan.n_data_bytes, 65536);
	assert_int_equal(scan.n_skip, 65536);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_counted_in_pieces_of_any_size),
		cmocka_unit_test(a_payload_counts_when_it_is_announced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
