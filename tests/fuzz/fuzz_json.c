/*
 * Any text as JSON. First byte: the type, "0" to "6".
 *
 * What is read has canonical JSON that reads to the same and writes to the same bytes, and survives the wire;
 * what is not read has problems, each with its place and a sentence that is UTF-8.
 */
#include "proto/contract/message/json/json.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/field.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/types.h"

static void check_problems(const struct jx_json_problems *problems)
{
	FUZZ_MUST(problems->n_items > 0 && problems->n_items <= JX_MAX_JSON_PROBLEMS);
	FUZZ_MUST(problems->n_found >= problems->n_items);
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct jx_json_problem *p = &problems->items[i];
		char sentence[1024];
		FUZZ_MUST(p->line > 0 && p->column > 0);
		FUZZ_MUST(p->error.reason != JX_REASON_NONE);
		jx_error_sentence(&p->error, JX_ZH, sentence, sizeof(sentence));
		FUZZ_MUST(jx_text_bad_utf8(sentence, strlen(sentence)) == strlen(sentence));
		FUZZ_MUST(jx_text_bad_utf8(p->error.field, strlen(p->error.field)) == strlen(p->error.field));
	}
}

static void check_fixpoint(const ProtobufCMessage *message, enum jx_json_style style, struct jx_arena *arena)
{
	char *text;
	char *text_again;
	size_t n;
	struct jx_json_problems problems;
	ProtobufCMessage *again = NULL;
	enum jx_status status = jx_json_write(message, style, arena, NULL, &text, &n);
	if (status == JX_OK)
		status = jx_json_read(message->descriptor, text, n, arena, &problems, &again);
	if (status == JX_EXHAUSTED)
		return;
	FUZZ_MUST(status == JX_OK);
	FUZZ_MUST(jx_message_is_equal(message, again));
	status = jx_json_write(again, style, arena, NULL, &text_again, NULL);
	FUZZ_MUST(status == JX_EXHAUSTED || (status == JX_OK && strcmp(text, text_again) == 0));
}

static void check_wire(const ProtobufCMessage *message, struct jx_arena *arena)
{
	uint8_t *bytes;
	size_t n;
	ProtobufCMessage *again = NULL;
	enum jx_status status = jx_codec_pack_arena(message, arena, &bytes, &n, NULL);
	if (status == JX_OK)
		status = jx_codec_unpack_strict(message->descriptor, bytes, n, arena, &again, NULL);
	FUZZ_MUST(status == JX_EXHAUSTED || (status == JX_OK && jx_message_is_equal(message, again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct jx_arena arena;
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	enum jx_status status = jx_json_read(
		fuzz_type(data[0]), (const char *)data + 1, size - 1, &arena, &problems, &message);
	FUZZ_MUST(status == JX_OK || status == JX_INVALID || status == JX_EXHAUSTED);
	if (status == JX_INVALID)
		check_problems(&problems);
	if (status == JX_OK) {
		check_fixpoint(message, JX_JSON_CANONICAL, &arena);
		check_fixpoint(message, JX_JSON_PRETTY, &arena);
		check_wire(message, &arena);
	}
	jx_arena_clear(&arena);
	return 0;
}
