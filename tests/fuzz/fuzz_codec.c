/*
 * Any bytes as a message. First byte: the type, and strict when its bit 4 is set ("0" to "6", "@" to "F" loose).
 *
 * What is decoded packs and decodes again to the same, has canonical JSON, and comes back from it the same.
 */
#include "proto/contract/message/codec.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/types.h"

static void check_round_trips(const ProtobufCMessage *message, struct jx_arena *arena)
{
	uint8_t *bytes;
	size_t n;
	char *text;
	struct jx_error error;
	ProtobufCMessage *again = NULL;
	enum jx_status status = jx_codec_pack_arena(message, arena, &bytes, &n, &error);
	if (status == JX_OK)
		status = jx_codec_unpack_request(message->descriptor, bytes, n, arena, &again, &error);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	FUZZ_MUST(jx_message_is_equal(message, again));
	status = jx_json_write(message, JX_JSON_CANONICAL, arena, &error, &text, &n);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	struct jx_json_problems problems;
	status = jx_json_read(message->descriptor, text, n, arena, &problems, &again);
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
	bool is_strict = (data[0] & 0x10) != 0;
	struct jx_arena arena;
	struct jx_error error = {.reason = JX_REASON_NONE};
	ProtobufCMessage *message = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	enum jx_status status = (is_strict ? jx_codec_unpack_strict : jx_codec_unpack_request)(
		type, data + 1, size - 1, &arena, &message, &error);
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
