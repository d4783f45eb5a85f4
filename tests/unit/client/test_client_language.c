#include "tests/support/test.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/text/i18n.h"
#include "client/text/language.h"
#include "proto/contract/base/array.h"

static void chinese_unless_english_is_named(void **state)
{
	static const struct {
		struct jx_language_options options;
		enum jx_language expected;
	} cases[] = {
		{{NULL, NULL, NULL, NULL, NULL}, JX_ZH},
		{{"", "", "", "", ""}, JX_ZH},
		{{NULL, NULL, NULL, NULL, "C.UTF-8"}, JX_ZH},
		{{NULL, NULL, NULL, NULL, "de_DE.UTF-8"}, JX_ZH},
		{{NULL, NULL, NULL, NULL, "en_US.UTF-8"}, JX_EN},
		{{NULL, NULL, NULL, "en_GB", "zh_CN.UTF-8"}, JX_EN},
		{{NULL, NULL, "zh_CN.UTF-8", "en_GB", "en_US"}, JX_ZH},
		{{NULL, "en:zh", NULL, NULL, "zh_CN.UTF-8"}, JX_EN},
		{{NULL, "zh_CN:en", "en_US", NULL, NULL}, JX_ZH},
		{{"en", "zh_CN", "zh_CN", "zh_CN", "zh_CN"}, JX_EN},
		{{"zh", "en", "en_US", "en_US", "en_US"}, JX_ZH},
		{{NULL, NULL, NULL, NULL, "english"}, JX_ZH},
		{{NULL, NULL, NULL, NULL, "en"}, JX_EN},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		assert_int_equal(jx_language_choose(&cases[i].options), cases[i].expected);
}

static void only_two_languages_can_be_typed(void **state)
{
	enum jx_language language = JX_EN;
	(void)state;
	assert_true(jx_language_parse("zh", &language));
	assert_int_equal(language, JX_ZH);
	assert_true(jx_language_parse("en", &language));
	assert_int_equal(language, JX_EN);
	assert_false(jx_language_parse("", &language));
	assert_false(jx_language_parse("zh_CN", &language));
}

/* The machine of the tests has no zh_CN locale: this is the case that plain gettext answers in English. */
static void chinese_works_where_no_locale_was_generated(void **state)
{
	(void)state;
	static const char *const locales[] = {"zh_CN.UTF-8", "C", "POSIX", "en_US.UTF-8", "nonsense"};
	for (size_t i = 0; i < JX_COUNT_OF(locales); i++) {
		assert_int_equal(setenv("LC_ALL", locales[i], 1), 0);
		jx_language_use(JX_ZH);
		assert_string_equal(_("must fix"), "必改");
		assert_string_equal(nl_langinfo(CODESET), "UTF-8");
		jx_language_use(JX_EN);
		assert_string_equal(_("must fix"), "must fix");
	}
}

static void figures_are_printed_with_a_point(void **state)
{
	(void)state;
	jx_language_use(JX_ZH);
	assert_string_equal(localeconv()->decimal_point, ".");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chinese_unless_english_is_named),
		cmocka_unit_test(only_two_languages_can_be_typed),
		cmocka_unit_test(chinese_works_where_no_locale_was_generated),
		cmocka_unit_test(figures_are_printed_with_a_point),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
