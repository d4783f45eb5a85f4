#include "server/daemon/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

struct room {
	char directory[64];
	char file[128];
};

static int open_room(void **state)
{
	static struct room room;
	(void)snprintf(room.directory, sizeof(room.directory), "config-XXXXXX");
	assert_non_null(mkdtemp(room.directory));
	(void)snprintf(room.file, sizeof(room.file), "%s/%s", room.directory, JX_CONFIG_FILE);
	*state = &room;
	return 0;
}

static int close_room(void **state)
{
	struct room *room = *state;
	(void)unlink(room->file);
	(void)rmdir(room->directory);
	return 0;
}

static void write_file(const struct room *room, const char *text)
{
	FILE *file = fopen(room->file, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void what_is_written_is_what_is_read(void **state)
{
	struct room *room = *state;
	struct jx_config config = {.log_level = JX_LOG_WARNING,
		.caps = {.main = 77, .handshakes = 6, .enrol = 5, .public = 4, .person = 3, .address = 2}};
	struct jx_config again;
	struct jx_error error;
	(void)snprintf(config.directory, sizeof(config.directory), "%s", room->directory);
	(void)snprintf(config.time_zone, sizeof(config.time_zone), "Europe/Berlin");
	(void)snprintf(config.main_address, sizeof(config.main_address), "127.0.0.1:7443");
	(void)snprintf(config.enrol_advertised, sizeof(config.enrol_advertised), "finance.example:7444");
	assert_int_equal(jx_config_write(&config, &error), JX_OK);
	assert_int_equal(jx_config_read(room->directory, &again, &error), JX_OK);
	assert_memory_equal(&config, &again, sizeof(config));
	assert_int_equal(jx_config_write(&config, &error), JX_EXISTS);
}

static void a_file_and_its_directory_are_the_same_settings(void **state)
{
	struct room *room = *state;
	struct jx_config config;
	struct jx_error error;
	write_file(room, "[listen]\nmain = 127.0.0.1:7443\n");
	assert_int_equal(jx_config_read(room->file, &config, &error), JX_OK);
	assert_string_equal(config.directory, room->directory);
	assert_string_equal(config.time_zone, "Asia/Shanghai");
	write_file(room, "[county]\ntime_zone = Europe/Berlin\n[listen]\nmain = 127.0.0.1:7443\n");
	assert_int_equal(jx_config_read(room->file, &config, &error), JX_OK);
	assert_string_equal(config.time_zone, "Europe/Berlin");
}

/* Each with the line that must be named. */
static const struct {
	const char *text;
	const char *line;
	const char *problem; /* a part of it */
} BAD[] = {
	{"[listen]\nmain = 127.0.0.1:7443\nmian = x\n", "3", "unknown key \"mian\" in section [listen]"},
	{"[lisen]\nmain = 127.0.0.1:7443\n", "2", "in section [lisen]"},
	{"[listen]\nmain = 127.0.0.1\n", "2", "not an address"},
	{"[listen]\nmain = 127.0.0.1:\n", "2", "not an address"},
	{"[listen]\nmain = :7443\n", "2", "not an address"},
	{"[listen]\nmain = 127.0.0.1:99999\n", "2", "not an address"},
	{"[listen]\nmain = 127.0.0.1:7443\nmain = 127.0.0.1:7444\n", "3", "set twice"},
	{"[listen]\nmain = 127.0.0.1:7443\n[limits]\nconnections = many\n", "4", "not a number"},
	{"[listen]\nmain = 127.0.0.1:7443\n[limits]\nconnections = 1000001\n", "4", "not a number"},
	{"[listen]\nmain = 127.0.0.1:7443\n[limits]\nperson_connections = -1\n", "4", "not a number"},
	{"[listen]\nnonsense\n", "2", "key = value"},
	{"[listen]\nmain = 127.0.0.1:7443\n[log]\nlevel = loud\n", "4", "not error, warning or info"},
	{"[county]\ntime_zone = Asia/Nowhere\n", "2", "no such time zone"},
	{"[county]\ntime_zone = ../../../etc/passwd\n", "2", "no such time zone"},
	{"[county]\ntime_zone = /etc/localtime\n", "2", "no such time zone"},
	{"[county]\ntime_zone = UTC-8\n", "2", "no such time zone"},
};

static void every_bad_line_is_named_with_its_number(void **state)
{
	struct room *room = *state;
	for (size_t i = 0; i < JX_COUNT_OF(BAD); i++) {
		struct jx_config config;
		struct jx_error error = {0};
		write_file(room, BAD[i].text);
		assert_int_equal(jx_config_read(room->directory, &config, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_SERVER_CONFIG_LINE);
		if (strcmp(error.arg[1], BAD[i].line) != 0 || strstr(error.arg[2], BAD[i].problem) == NULL)
			fail_msg("case %zu: line %s, %s", i, error.arg[1], error.arg[2]);
	}
}

static void settings_without_a_main_address_are_refused(void **state)
{
	struct room *room = *state;
	struct jx_config config;
	struct jx_error error = {0};
	write_file(room, "[limits]\nconnections = 3\n");
	assert_int_equal(jx_config_read(room->directory, &config, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_SERVER_CONFIG_MISSING);
}

static void a_missing_file_is_named(void **state)
{
	struct room *room = *state;
	struct jx_config config;
	struct jx_error error = {0};
	assert_int_equal(jx_config_read(room->directory, &config, &error), JX_UNAVAILABLE);
	assert_string_equal(error.arg[0], room->file);
}

static void read_again(const struct room *room, const char *text, struct jx_config *ret_config)
{
	struct jx_error error;
	write_file(room, text);
	assert_int_equal(jx_config_read(room->directory, ret_config, &error), JX_OK);
}

static void limits_and_levels_are_taken_from_a_newer_file_and_addresses_are_not(void **state)
{
	struct room *room = *state;
	struct jx_config config;
	struct jx_config newer;
	struct jx_config_change change;
	size_t key = 0;
	read_again(room, "[listen]\nmain = 127.0.0.1:7443\n[limits]\nconnections = 5\n", &config);
	read_again(room, "[listen]\nmain = 127.0.0.1:7500\n[limits]\nconnections = 6\n[log]\nlevel = error\n",
		&newer);
	assert_true(jx_config_take_next(&config, &newer, &key, &change));
	assert_string_equal(change.name, "main");
	assert_string_equal(change.to, "127.0.0.1:7500");
	assert_false(change.is_live);
	assert_true(jx_config_take_next(&config, &newer, &key, &change));
	assert_string_equal(change.name, "connections");
	assert_string_equal(change.from, "5");
	assert_string_equal(change.to, "6");
	assert_true(change.is_live);
	assert_true(jx_config_take_next(&config, &newer, &key, &change));
	assert_string_equal(change.name, "level");
	assert_string_equal(change.from, "info");
	assert_false(jx_config_take_next(&config, &newer, &key, &change));
	assert_string_equal(config.main_address, "127.0.0.1:7443");
	assert_int_equal(config.caps.main, 6);
	assert_int_equal(config.log_level, JX_LOG_ERROR);
	key = 0; /* what waits for a restart is told again, the rest is done */
	assert_true(jx_config_take_next(&config, &newer, &key, &change));
	assert_false(jx_config_take_next(&config, &newer, &key, &change));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_written_is_what_is_read, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_file_and_its_directory_are_the_same_settings, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			every_bad_line_is_named_with_its_number, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			settings_without_a_main_address_are_refused, open_room, close_room),
		cmocka_unit_test_setup_teardown(a_missing_file_is_named, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			limits_and_levels_are_taken_from_a_newer_file_and_addresses_are_not, open_room,
			close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
