#include "tests/support/test.h"

#include <string.h>

#include "client/print/rule_words.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/localized.h"

/* No reader of a rule is left with a number in braces, or with words that are missing. */
static void every_place_of_a_built_in_rule_has_words(void **state)
{
	static const enum jx_language languages[] = {JX_ZH, JX_EN};
	char out[JX_RULE_WORDS_BYTES];
	size_t n;
	const struct jx_rule *rules = jx_rules(&n);
	(void)state;
	for (size_t i = 0; i < 2 * n; i++) {
		const struct jx_rule *rule = &rules[i / 2];
		enum jx_language language = languages[i % 2];
		const JxLocalizedText *texts[] = {&rule->message, &rule->remedy};
		for (size_t t = 0; t < 2; t++) {
			(void)jx_rule_words(rule->id, jx_localized(texts[t], language), language, out);
			if (strpbrk(out, "{}") != NULL || strstr(out, "<>") != NULL ||
				strstr(out, "〈〉") != NULL || strstr(out, "<4") != NULL ||
				strstr(out, "〈4") != NULL)
				fail_msg("%s: %s", rule->id, out);
			for (const char *digits = "456789"; *digits != '\0'; digits++) {
				const char digit = *digits;
				char bare[][8] = {{'<', digit, '>', '\0'}, "〈4〉"};
				bare[1][3] = digit;
				assert_null(strstr(out, bare[0]));
				assert_null(strstr(out, bare[1]));
			}
		}
	}
}

static void places_of_rulebooks_are_named(void **state)
{
	char out[JX_RULE_WORDS_BYTES];
	(void)state;
	assert_string_equal(jx_rule_words("F06", "a rate of {left}%, more than {most}", JX_EN, out),
		"a rate of <the left side>%, more than <most>");
	assert_string_equal(jx_rule_words("F06", "应为 {right}", JX_ZH, out), "应为 〈右边的值〉");
	assert_string_equal(
		jx_rule_words("F06", "not closed {left", JX_EN, out), "not closed <the left side>");
	assert_string_equal(jx_rule_words("F06", "", JX_EN, out), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_of_a_built_in_rule_has_words),
		cmocka_unit_test(places_of_rulebooks_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
