/* The principal figures of a report: what `show` prints of it, and a column each in exports. */
#include "tests/support/test.h"

#include <string.h>

#include "client/screen/key_figures.h"
#include "proto/contract/base/limits.h"
#include "tests/support/check_lines.h"

#define TEXT_BYTES 256

/* The texts of a figure for people and for programs. */
static void write_figure(const JxReport *report, const char *key, char text[TEXT_BYTES], char raw[TEXT_BYTES])
{
	for (size_t i = 0; i < jx_key_figures_count(); i++) {
		if (strcmp(jx_key_figures_key(i), key) == 0) {
			jx_key_figures_write(report, i, text, raw, TEXT_BYTES);
			return;
		}
	}
	fail_msg("no figure %s", key);
}

static void boxes_of_the_form_are_figures(void **state)
{
	(void)state;
	static const struct {
		const char *key;
		const char *text;
		const char *raw;
	} ROWS[] = {
		{"published_on", "2026-05-20", "2026-05-20"},
		{"claimed_score", "", ""},
		{"claimed_range", "≥90", "≥90"},
		{"printed_review_score", "93.5", "93.5"},
		{"printed_review_grade", "优", "优"},
		{"opening_carry_over_yuan", "1.00万元", "10000.00"},
		{"total_income_yuan", "12?.50万元", ""}, /* a digit that cannot be read is no number */
		{"other_expenditure_yuan", "", ""},
		{"present", "30", "30"},
		{"retired", "12", "12"},
		{"without_post", "", ""},
		{"executed_as_of", "2025-11-30", "2025-11-30"},
		{"floor_area", "1200.5", "1200.5"},
		{"partial_lists", "projects indicators", "projects indicators"},
	};
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *report = submission_with(&arena,
		"'conclusion':{'claimed_range':{'low':'90'},'printed_review_score':'93.5','printed_review_grade':'优'},"
		"'accounts':{'opening_carry_over':'1.00万元','total_income':'12?.50万元'},"
		"'funds_by_source':[{'row':'total','executed':'5.00万元','as_of':'2025-11-30'}],"
		"'assets':{'total':{'area':'1200.5'}},'partial_lists':['projects','indicators'],"
		"'staff':{'present':'30','lines':[{'category':'retired','in_post':'9'},{'category':'survivor','in_post':'3'}]}");
	report->profile->published_on = (char *)"2026-05-20";
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		char text[TEXT_BYTES];
		char raw[TEXT_BYTES];
		write_figure(report, ROWS[i].key, text, raw);
		assert_string_equal(text, ROWS[i].text);
		assert_string_equal(raw, ROWS[i].raw);
	}
	jx_arena_clear(&arena);
}

static void figures_have_keys_and_titles_of_their_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < jx_key_figures_count(); i++) {
		assert_string_not_equal(jx_key_figures_key(i), "");
		assert_string_not_equal(jx_key_figures_title(i, JX_EN), "");
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(jx_key_figures_key(i), jx_key_figures_key(j));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boxes_of_the_form_are_figures),
		cmocka_unit_test(figures_have_keys_and_titles_of_their_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
