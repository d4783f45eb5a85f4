#include "tests/support/test.h"

#include "client/commands/commands.h"
#include "client/text/suggest.h"
#include "proto/contract/base/array.h"

static const char *nearest(const char *word)
{
	struct jx_suggestion suggestion = {.word = word};
	const struct jx_command *command;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++)
		jx_suggest_offer(&suggestion, command->name);
	return suggestion.nearest;
}

static void a_slip_of_the_finger_is_understood(void **state)
{
	static const char *const cases[][2] = {{"stauts", "status"}, {"sumbit", "submit"}, {"rnak", "rank"},
		{"chekc", "check"}, {"exprot", "export"}, {"whoam", "whoami"}, {"stat", "status"},
		{"depratment load", "department load"}, {"round creat", "round create"}};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		assert_non_null(nearest(cases[i][0]));
		assert_string_equal(nearest(cases[i][0]), cases[i][1]);
	}
}

static void another_word_is_not_bent_to_fit(void **state)
{
	static const char *const words[] = {"frobnicate", "x", "", "upload-the-form-now", "元氏县"};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(words); i++)
		assert_null(nearest(words[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slip_of_the_finger_is_understood),
		cmocka_unit_test(another_word_is_not_bent_to_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
