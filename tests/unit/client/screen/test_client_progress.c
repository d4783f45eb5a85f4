#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/screen/progress.h"

/* What a person sees of one step, after a while or at once. */
static char *seen(bool is_tty, size_t n_all, bool is_late)
{
	char *text = NULL;
	size_t n = 0;
	struct jx_progress progress;
	FILE *stream = open_memstream(&text, &n);
	struct jx_terminal terminal = {.out = stream, .err = stream, .is_err_tty = is_tty, .width = 80};
	assert_non_null(stream);
	jx_progress_begin(&progress, &terminal, n_all);
	if (is_late)
		progress.since_ms -= 60000;
	jx_progress_step(&progress, 11, "科工\x1b[2J局");
	jx_progress_end(&progress);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void says(bool is_tty, size_t n_all, bool is_late, const char *words)
{
	char *text = seen(is_tty, n_all, is_late);
	if (words == NULL)
		assert_string_equal(text, "");
	else
		assert_non_null(strstr(text, words));
	assert_null(strstr(text, "\x1b[2J"));
	free(text);
}

static void a_line_on_a_terminal_says_how_far_it_is(void **state)
{
	(void)state;
	says(true, 41, true, "12/41 ");
	says(true, 0, true, "12 ");
	says(true, 41, false, NULL);
	says(true, 1, true, NULL);
	says(false, 41, true, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_on_a_terminal_says_how_far_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
