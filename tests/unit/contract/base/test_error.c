#include "proto/contract/base/error.h"

#include <string.h>

#include "tests/support/test.h"

static void arguments_take_their_places(void **state)
{
	(void)state;
	struct jx_error error;
	char text[200];
	assert_int_equal(jx_fail_with(&error, JX_REASON_SCORE_RANGE, JX_ARGS(JX_TEXT("101"), JX_TEXT("100"))),
		JX_INVALID);
	jx_error_sentence(&error, JX_EN, text, sizeof(text));
	assert_string_equal(text, "the reviewed score 101 is not between 0 and 100");
	jx_error_sentence(&error, JX_ZH, text, sizeof(text));
	assert_string_equal(text, "复核得分 101 不在 0 到 100 之间");
}

static void words_come_in_the_language_of_the_sentence(void **state)
{
	(void)state;
	struct jx_error error;
	char text[200];
	(void)jx_fail_with(
		&error, JX_REASON_NOT_ALLOWED, JX_ARGS(JX_TEXT("x"), JX_WORDS("审核人", "reviewer")));
	assert_non_null(strstr(jx_error_sentence(&error, JX_EN, text, sizeof(text)), "requires: reviewer"));
	assert_non_null(strstr(jx_error_sentence(&error, JX_ZH, text, sizeof(text)), "需要：审核人"));
}

static void a_sentence_is_cut_at_a_character(void **state)
{
	(void)state;
	struct jx_error error;
	char text[8];
	(void)jx_fail(&error, JX_REASON_OUT_OF_MEMORY);
	assert_string_equal(jx_error_sentence(&error, JX_ZH, text, sizeof(text)), "内存");
}

static void every_reason_is_found_by_its_name_and_says_what_to_do(void **state)
{
	(void)state;
	for (int i = 1; i < JX_REASON_COUNT; i++) {
		enum jx_reason reason = (enum jx_reason)i;
		struct jx_error error = {.reason = reason};
		char text[400];
		assert_int_equal(jx_reason_by_name(jx_reason_name(reason)), reason);
		assert_int_not_equal(jx_reason_status(reason), JX_OK);
		for (int language = JX_ZH; language <= JX_EN; language++) {
			assert_true(jx_error_sentence(&error, (enum jx_language)language, text,
					    sizeof(text))[0] != '\0');
			if (jx_error_remedy(&error, (enum jx_language)language, text, sizeof(text))[0] ==
				'\0')
				fail_msg("%s has no remedy", jx_reason_name(reason));
		}
	}
	assert_int_equal(jx_reason_by_name("NO_SUCH_REASON"), JX_REASON_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_take_their_places),
		cmocka_unit_test(words_come_in_the_language_of_the_sentence),
		cmocka_unit_test(a_sentence_is_cut_at_a_character),
		cmocka_unit_test(every_reason_is_found_by_its_name_and_says_what_to_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
