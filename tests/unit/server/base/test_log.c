#include "server/base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/base/zone.h"
#include "tests/support/test.h"

struct room {
	int saved;
	int ends[2];
};

static int open_room(void **state)
{
	static struct room room;
	assert_int_equal(pipe(room.ends), 0);
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
	return 0;
}

static const char *read_all(struct room *room, char *out, size_t size)
{
	(void)fcntl(room->ends[0], F_SETFL, O_NONBLOCK);
	ssize_t n = read(room->ends[0], out, size - 1);
	out[n > 0 ? n : 0] = '\0';
	return out;
}

static void a_line_is_key_and_value_with_its_priority(void **state)
{
	char text[4096];
	jx_log_write(JX_LOG_INFO, "call", "method", "/x/Y", "status", "OK", NULL);
	assert_string_equal(
		read_all(*state, text, sizeof(text)), "<6>event=\"call\" method=\"/x/Y\" status=\"OK\"\n");
}

/* Time and level, where no journal adds them. */
static void a_line_for_people_has_its_time_and_level(void **state)
{
	static const char SHAPE[] = "time=0000-00-00T00:00:00.000+00:00 ";
	static const struct {
		enum jx_log_level level;
		const char *rest;
	} rows[] = {{JX_LOG_INFO, "level=info event=\"x\"\n"},
		{JX_LOG_WARNING, "level=warning event=\"x\"\n"}, {JX_LOG_ERROR, "level=error event=\"x\"\n"}};
	char text[4096];
	assert_true(jx_zone_set("Asia/Shanghai"));
	jx_log_set_form(JX_LOG_FOR_PEOPLE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		jx_log_write(rows[i].level, "x", NULL);
		(void)read_all(*state, text, sizeof(text));
		for (size_t at = 0; SHAPE[at] != '\0'; at++)
			assert_true(SHAPE[at] == '0' ? text[at] >= '0' && text[at] <= '9'
						     : text[at] == SHAPE[at]);
		assert_memory_equal(text + strlen("time=2026-03-15T08:42:07.123"), "+08:00", 6);
		assert_string_equal(text + strlen(SHAPE), rows[i].rest);
	}
	jx_log_set_form(JX_LOG_FOR_JOURNAL);
}

static void the_journal_is_known_by_what_the_environment_says(void **state)
{
	struct stat out;
	char stream[64];
	char text[4096];
	assert_int_equal(fstat(STDERR_FILENO, &out), 0);
	(void)snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)out.st_dev,
		(unsigned long long)out.st_ino);
	assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
	jx_log_find_form();
	jx_log_write(JX_LOG_INFO, "x", NULL);
	assert_string_equal(read_all(*state, text, sizeof(text)), "<6>event=\"x\"\n");
	/* of a process whose standard error goes elsewhere by now */
	assert_int_equal(setenv("JOURNAL_STREAM", "1:1", 1), 0);
	jx_log_find_form();
	jx_log_write(JX_LOG_INFO, "x", NULL);
	assert_memory_equal(read_all(*state, text, sizeof(text)), "time=", 5);
	jx_log_set_form(JX_LOG_FOR_JOURNAL);
}

static void no_value_can_forge_a_second_line(void **state)
{
	char text[4096];
	jx_log_write(JX_LOG_WARNING, "call", "peer", "a\"b\n<3>event=\"forged\"\x1b[2J\\", NULL);
	(void)read_all(*state, text, sizeof(text));
	assert_string_equal(
		text, "<4>event=\"call\" peer=\"a\\\"b\\u000a<3>event=\\\"forged\\\"\\u001b[2J\\\\\"\n");
	jx_log_write(JX_LOG_WARNING, "call", "peer",
		"\xC2\x9B"
		"31m\u202E\u2066\u061C\U000E0041\xff",
		NULL);
	assert_string_equal(read_all(*state, text, sizeof(text)),
		"<4>event=\"call\" peer=\"\\u009b31m\\u202e\\u2066\\u061c\\U000e0041\\xff\"\n");
}

static void a_long_value_is_cut_and_the_line_still_ends(void **state)
{
	char value[5000];
	char text[8192];
	memset(value, 'a', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	jx_log_write(JX_LOG_ERROR, "call", "first", value, "second", value, NULL);
	(void)read_all(*state, text, sizeof(text));
	size_t n = strlen(text);
	assert_in_range(n, 100, 2048);
	assert_int_equal(text[n - 1], '\n');
	assert_null(memchr(text, '\n', n - 1));
}

static void a_log_nobody_reads_does_not_stop_the_service(void **state)
{
	(void)state;
	for (int i = 0; i < 20000; i++)
		jx_log_write(JX_LOG_INFO, "call", "method", "/jixiao.v1.SystemService/Ping", NULL);
}

static void an_error_is_told_by_reason_and_sentence(void **state)
{
	char text[4096];
	struct jx_error error = {0};
	(void)jx_fail(&error, JX_REASON_SHUTTING_DOWN);
	jx_log_error(JX_LOG_ERROR, "cannot start", &error);
	assert_string_equal(read_all(*state, text, sizeof(text)),
		"<3>event=\"cannot start\" reason=\"SHUTTING_DOWN\" error=\"the server is shutting down\"\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_line_is_key_and_value_with_its_priority, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_line_for_people_has_its_time_and_level, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			the_journal_is_known_by_what_the_environment_says, open_room, close_room),
		cmocka_unit_test_setup_teardown(no_value_can_forge_a_second_line, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_long_value_is_cut_and_the_line_still_ends, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_log_nobody_reads_does_not_stop_the_service, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			an_error_is_told_by_reason_and_sentence, open_room, close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
