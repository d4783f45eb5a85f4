/* A text in both languages. */
#include "proto/contract/message/localized.h"

#include "tests/support/test.h"

static void a_text_is_read_in_the_language_asked_for(void **state)
{
	(void)state;
	const JxLocalizedText text = JX_LOCALIZED("决算", "final accounts");
	assert_string_equal(jx_localized(&text, JX_ZH), "决算");
	assert_string_equal(jx_localized(&text, JX_EN), "final accounts");
}

static void what_one_language_lacks_is_read_in_the_other(void **state)
{
	(void)state;
	const JxLocalizedText chinese = JX_LOCALIZED("决算", "");
	const JxLocalizedText english = JX_LOCALIZED("", "final accounts");
	assert_string_equal(jx_localized(&chinese, JX_EN), "决算");
	assert_string_equal(jx_localized(&english, JX_ZH), "final accounts");
	assert_string_equal(jx_localized(NULL, JX_ZH), "");
}

static void a_new_text_holds_copies(void **state)
{
	(void)state;
	struct jx_arena arena;
	char zh[] = "决算";
	jx_arena_init(&arena, 4096);
	JxLocalizedText *text = jx_localized_new(&arena, zh, "final accounts");
	zh[0] = '\0';
	assert_non_null(text);
	assert_string_equal(text->zh, "决算");
	assert_string_equal(text->en, "final accounts");
	jx_arena_clear(&arena);
}

static void without_memory_there_is_no_text(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 1);
	assert_null(jx_localized_new(&arena, "决算", "final accounts"));
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_read_in_the_language_asked_for),
		cmocka_unit_test(what_one_language_lacks_is_read_in_the_other),
		cmocka_unit_test(a_new_text_holds_copies),
		cmocka_unit_test(without_memory_there_is_no_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
