#include "server/call/call_log.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

#define MANY (JX_LOG_LINES + 50)

static const struct jx_method WRITE = {.path = "/test/Write", .kind = JX_METHOD_WRITE};
static const struct jx_method READ = {.path = "/test/Read", .kind = JX_METHOD_READ};

struct room {
	struct jx_call_log *log;
	int saved;
	int ends[2];
};

static int open_room(void **state)
{
	static struct room room;
	room.log = jx_call_log_new();
	assert_non_null(room.log);
	assert_int_equal(pipe(room.ends), 0);
	(void)fcntl(room.ends[0], F_SETFL, O_NONBLOCK);
	room.saved = dup(STDERR_FILENO);
	assert_true(dup2(room.ends[1], STDERR_FILENO) >= 0);
	*state = &room;
	return 0;
}

static int close_room(void **state)
{
	struct room *room = *state;
	(void)dup2(room->saved, STDERR_FILENO);
	(void)close(room->saved);
	(void)close(room->ends[0]);
	(void)close(room->ends[1]);
	jx_call_log_free(room->log);
	return 0;
}

/* Lines since the last time, and the end of the last one. */
static unsigned count_lines(struct room *room, char *ret_text, size_t size)
{
	unsigned n_lines = 0;
	ssize_t n = read(room->ends[0], ret_text, size - 1);
	ret_text[n > 0 ? n : 0] = '\0';
	for (const char *at = ret_text; (at = strchr(at, '\n')) != NULL; at++)
		n_lines++;
	return n_lines;
}

static unsigned end_calls(
	struct room *room, const struct jx_method *method, uint8_t person, enum jx_reason reason, unsigned n)
{
	static char text[1u << 16];
	struct jx_call call = {.has_peer = person != 0, .peer_person = {person}};
	struct jx_task task = {.method = method, .call = &call};
	unsigned n_lines = 0;
	task.status = reason == JX_REASON_NONE ? JX_OK : jx_fail(&task.error, reason);
	for (unsigned i = 0; i < n; i++) {
		jx_call_log_end(room->log, &task);
		n_lines += count_lines(room, text, sizeof(text));
	}
	return n_lines;
}

/* One more line a second: the test may take some. */
static void refused_calls_of_one_person_have_some_lines_and_a_count(void **state)
{
	struct room *room = *state;
	char text[4096];
	assert_in_range(end_calls(room, &WRITE, 1, JX_REASON_HARD_FINDINGS, MANY), JX_LOG_LINES, MANY - 1);
	assert_in_range(end_calls(room, &WRITE, 2, JX_REASON_HARD_FINDINGS, 10), 10, 10);
	jx_call_log_sum_up(room->log);
	assert_int_equal(count_lines(room, text, sizeof(text)), 1);
	assert_non_null(strstr(text, "refused calls without a line of their own"));
	jx_call_log_sum_up(room->log);
	assert_int_equal(count_lines(room, text, sizeof(text)), 0);
}

static void errors_of_ours_are_limited_too(void **state)
{
	assert_in_range(end_calls(*state, &READ, 1, JX_REASON_OUT_OF_MEMORY, MANY), JX_LOG_LINES, MANY - 1);
}

static void what_succeeds_has_a_line_each_and_reads_have_none(void **state)
{
	assert_int_equal(end_calls(*state, &WRITE, 1, JX_REASON_NONE, MANY), MANY);
	assert_int_equal(end_calls(*state, &READ, 1, JX_REASON_NONE, MANY), 0);
	assert_int_equal(end_calls(*state, &READ, 1, JX_REASON_HARD_FINDINGS, MANY), 0);
}

static void reads_have_a_line_when_that_is_asked_for(void **state)
{
	struct room *room = *state;
	jx_call_log_set_reads(room->log, true);
	assert_int_equal(end_calls(room, &READ, 1, JX_REASON_NONE, MANY), MANY);
	jx_call_log_set_reads(room->log, false);
	assert_int_equal(end_calls(room, &READ, 1, JX_REASON_NONE, MANY), 0);
}

static void an_enrolment_says_who_and_each_call_how_long(void **state)
{
	struct room *room = *state;
	char text[4096];
	struct jx_call call = {0};
	struct jx_task task = {.method = &WRITE, .call = &call, .invited = "ren101"};
	jx_call_log_end(room->log, &task);
	assert_int_equal(count_lines(room, text, sizeof(text)), 1);
	assert_non_null(strstr(text, " person=\"ren101\" took_ms=\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			refused_calls_of_one_person_have_some_lines_and_a_count, open_room, close_room),
		cmocka_unit_test_setup_teardown(errors_of_ours_are_limited_too, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			what_succeeds_has_a_line_each_and_reads_have_none, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			reads_have_a_line_when_that_is_asked_for, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			an_enrolment_says_who_and_each_call_how_long, open_room, close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
