/*
 * Any bytes as a message. First byte: the type, and how it is decoded: strictly ("0" to "6"), as a reply (" " to "&")
 * or as a request ("@" to "F").
 *
 * What is decoded packs and decodes again to the same, has canonical JSON, and comes back from it the same; what this
 * version knows whole comes back strictly too.
 */
#include "proto/contract/message/codec.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/unknown.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/types.h"

typedef enum jx_status unpack_fn(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t n_bytes,
	struct jx_arena *arena, ProtobufCMessage **ret_message, struct jx_error *error);

static void check_round_trips(const ProtobufCMessage *message, struct jx_arena *arena)
{
	uint8_t *bytes;
	size_t n;
	char *text;
	struct jx_error error;
	ProtobufCMessage *again = NULL;
	enum jx_status status = jx_codec_pack_arena(message, arena, &bytes, &n, &error);
	if (status == JX_OK)
		status = jx_codec_unpack_reply(message->descriptor, bytes, n, arena, &again, &error);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	FUZZ_MUST(jx_message_is_equal(message, again));
	status = jx_json_write(message, JX_JSON_CANONICAL, arena, &error, &text, &n);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	struct jx_json_problems problems;
	bool is_known = jx_message_check_known(message, &error) == JX_OK;
	status = (is_known ? jx_json_read : jx_json_read_tolerant)(
		message->descriptor, text, n, arena, &problems, &again);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	FUZZ_MUST(jx_message_is_equal(message, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	const ProtobufCMessageDescriptor *type = fuzz_type(data[0]);
	unsigned mode = data[0] & 0x30;
	unpack_fn *unpack = mode == 0x20   ? jx_codec_unpack_reply
			    : mode == 0x00 ? jx_codec_unpack_request
					   : jx_codec_unpack_strict;
	struct jx_arena arena;
	struct jx_error error = {.reason = JX_REASON_NONE};
	ProtobufCMessage *message = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	enum jx_status status = unpack(type, data + 1, size - 1, &arena, &message, &error);
	if (status == JX_OK) {
		check_round_trips(message, &arena);
	} else {
		char sentence[1024];
		FUZZ_MUST(error.reason != JX_REASON_NONE);
		FUZZ_MUST(error.reason != JX_REASON_INTERNAL);
		jx_error_sentence(&error, JX_ZH, sentence, sizeof(sentence));
	}
	jx_arena_clear(&arena);
	return 0;
}
