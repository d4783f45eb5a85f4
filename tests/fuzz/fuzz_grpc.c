/*
 * Any bytes as gRPC frames, as metadata, and as the details of an error.
 *
 * First byte: how the bytes are cut into pieces. Pieces of any size must read alike; what is encoded decodes to the same.
 */
#include "proto/wire/grpc.h"

#include <string.h>

#include "proto/wire/details.h"
#include "tests/fuzz/fuzz.h"

#define MAX_MESSAGE 4096

/* Reads one message in pieces. @return the status; the message's length in *ret_n when it is whole, else SIZE_MAX. */
static enum jx_status read_in_pieces(
	const uint8_t *bytes, size_t n, size_t piece, uint8_t *place, size_t *ret_n)
{
	struct jx_grpc_reader reader;
	struct jx_error error;
	jx_grpc_reader_init(&reader, MAX_MESSAGE);
	*ret_n = SIZE_MAX;
	while (n > 0 && !jx_grpc_reader_is_complete(&reader)) {
		size_t n_used = 0;
		size_t now = n < piece ? n : piece;
		enum jx_status status = jx_grpc_reader_push(&reader, bytes, now, &n_used, &error);
		if (status != JX_OK)
			return status;
		FUZZ_MUST(n_used <= now);
		if (jx_grpc_reader_is_announced(&reader)) {
			FUZZ_MUST(reader.n_message <= MAX_MESSAGE);
			jx_grpc_reader_place(&reader, place);
		}
		bytes += n_used;
		n -= n_used;
	}
	if (jx_grpc_reader_is_complete(&reader))
		*ret_n = reader.n_message;
	return JX_OK;
}

static void check_frames(const uint8_t *bytes, size_t n, size_t piece)
{
	static uint8_t places[2][MAX_MESSAGE];
	size_t n_read[2];
	enum jx_status at_once = read_in_pieces(bytes, n, SIZE_MAX, places[0], &n_read[0]);
	FUZZ_MUST(at_once == read_in_pieces(bytes, n, piece, places[1], &n_read[1]));
	if (at_once != JX_OK)
		return;
	FUZZ_MUST(n_read[0] == n_read[1]);
	FUZZ_MUST(n_read[0] == SIZE_MAX || memcmp(places[0], places[1], n_read[0]) == 0);
}

static void check_metadata(const uint8_t *bytes, size_t n)
{
	char text[2 * MAX_MESSAGE];
	uint8_t back[MAX_MESSAGE];
	char sentence[MAX_MESSAGE];
	size_t n_back = 0;
	uint64_t ms = 0;
	if (n > MAX_MESSAGE / 2)
		n = MAX_MESSAGE / 2;
	size_t n_text = jx_grpc_base64_encode(bytes, n, text);
	FUZZ_MUST(jx_grpc_base64_decode(text, n_text, back, &n_back) == JX_OK);
	FUZZ_MUST(n_back == n && (n == 0 || memcmp(back, bytes, n) == 0));
	/* any text as base64: the check alone and the decoding must agree */
	size_t n_checked = 0;
	enum jx_status checked = jx_grpc_base64_decode((const char *)bytes, n, NULL, &n_checked);
	FUZZ_MUST(jx_grpc_base64_decode((const char *)bytes, n, back, &n_back) == checked);
	FUZZ_MUST(jx_grpc_message_decode((const char *)bytes, n, sentence, sizeof(sentence)) <= n);
	if (jx_grpc_timeout_parse((const char *)bytes, n, &ms) == JX_OK) {
		char timeout[JX_GRPC_TIMEOUT_BYTES];
		uint64_t again = 0;
		jx_grpc_timeout_format(ms, timeout);
		FUZZ_MUST(jx_grpc_timeout_parse(timeout, strlen(timeout), &again) == JX_OK && again <= ms);
	}
}

static void check_details(const uint8_t *bytes, size_t n)
{
	struct jx_details details;
	struct jx_buf packed;
	if (jx_details_unpack(bytes, n, &details) != JX_OK)
		return;
	jx_buf_init(&packed, 64u * 1024u);
	if (details.error.reason != JX_REASON_NONE &&
		jx_details_pack(&details.error, NULL, 0, &packed) == JX_OK) {
		struct jx_details again;
		FUZZ_MUST(jx_details_unpack(packed.bytes, packed.n_bytes, &again) == JX_OK);
		FUZZ_MUST(again.error.reason == details.error.reason);
		jx_details_clear(&again);
	}
	jx_buf_clear(&packed);
	jx_details_clear(&details);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	check_frames(data + 1, size - 1, (data[0] & 0x1Fu) + 1u);
	check_metadata(data + 1, size - 1);
	check_details(data + 1, size - 1);
	return 0;
}
