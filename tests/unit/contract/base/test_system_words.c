/* Why the system refused, in the language of the reader. */
#include <errno.h>
#include <string.h>

#include "proto/contract/base/error.h"
#include "tests/support/test.h"

static void what_people_meet_is_said_in_both_languages(void **state)
{
	static const int MET[] = {
		ENOSPC, EACCES, ENOENT, EADDRINUSE, ECONNREFUSED, EROFS, EMFILE, EIO, EPERM, EDQUOT};
	(void)state;
	for (size_t i = 0; i < sizeof(MET) / sizeof(MET[0]); i++) {
		const struct jx_system_words *words = jx_system_words(MET[i]);
		assert_non_null(words);
		assert_true(((unsigned char)words->zh[0] & 0x80) != 0);
		assert_true(((unsigned char)words->en[0] & 0x80) == 0);
	}
}

static void a_sentence_has_the_words_of_its_language(void **state)
{
	struct jx_error error = {0};
	char text[256];
	(void)state;
	assert_int_equal(
		jx_fail_with(&error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT("a.zip"), JX_SYSTEM(ENOSPC))),
		JX_UNAVAILABLE);
	assert_string_equal(
		jx_error_sentence(&error, JX_ZH, text, sizeof(text)), "文件 a.zip 不可用：磁盘已满");
	assert_string_equal(jx_error_sentence(&error, JX_EN, text, sizeof(text)),
		"the file a.zip cannot be used: the disk is full");
}

static void what_has_no_words_has_its_number(void **state)
{
	struct jx_error error = {0};
	char text[256];
	(void)state;
	assert_null(jx_system_words(0));
	assert_null(jx_system_words(-1));
	assert_int_equal(jx_fail_with(&error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT("a"), JX_SYSTEM(4095))),
		JX_UNAVAILABLE);
	assert_string_equal(
		jx_error_sentence(&error, JX_ZH, text, sizeof(text)), "文件 a 不可用：系统错误 4095");
	assert_non_null(strstr(jx_error_sentence(&error, JX_EN, text, sizeof(text)), "system error 4095"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_meet_is_said_in_both_languages),
		cmocka_unit_test(a_sentence_has_the_words_of_its_language),
		cmocka_unit_test(what_has_no_words_has_its_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
