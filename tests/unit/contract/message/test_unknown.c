/* What a message holds that this version does not know. */
#include "proto/contract/message/unknown.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/codec.h"
#include "tests/support/test.h"

#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

static void the_first_unknown_thing_is_named(void **state)
{
	(void)state;
	static const struct {
		const uint8_t *bytes;
		size_t n;
		const char *path; /* NULL: nothing is unknown */
	} ROWS[] = {
		{BYTES(""), NULL},
		{BYTES("\x18\x01\x52\x00"), NULL},
		{BYTES("\x18\x07"), "kind"},
		{BYTES("\xF8\x3F\x01"), "#1023"},
		{BYTES("\x52\x00\x52\x03\xF8\x3F\x01"), "functions[1].#1023"},
		{BYTES("\x52\x07\x1A\x05\x10\x01\xF8\x3F\x01"), "functions[0].amount.#1023"},
	};
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		ProtobufCMessage *message = NULL;
		struct jx_error error;
		assert_int_equal(jx_codec_unpack_reply(JX_REPORT_DESCRIPTOR, ROWS[i].bytes, ROWS[i].n, &arena,
					 &message, &error),
			JX_OK);
		enum jx_status status = jx_message_check_known(message, &error);
		assert_int_equal(status, ROWS[i].path != NULL ? JX_UNIMPLEMENTED : JX_OK);
		if (ROWS[i].path != NULL)
			assert_string_equal(error.arg[0], ROWS[i].path);
	}
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_unknown_thing_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
