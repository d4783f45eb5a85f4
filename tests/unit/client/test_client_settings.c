#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/disk/settings.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

static char directory[] = "/tmp/jx-settings-XXXXXX";

static void write_file(const char *text)
{
	char path[JX_FILE_PATH_BYTES];
	assert_int_equal(jx_file_path(directory, JX_SETTINGS_FILE, path, NULL), JX_OK);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static enum jx_status read_back(struct jx_settings *settings, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	assert_int_equal(jx_file_path(directory, JX_SETTINGS_FILE, path, NULL), JX_OK);
	return jx_settings_read(path, settings, error);
}

static void what_is_written_reads_back(void **state)
{
	struct jx_settings written = {.server = "cz.example.gov.cn:7443",
		.public_address = "[::1]:7445",
		.language = "en",
		.output = "csv",
		.timeout_s = 90};
	struct jx_settings settings;
	struct jx_error error;
	(void)state;
	assert_int_equal(jx_settings_write(directory, &written, &error), JX_OK);
	assert_int_equal(read_back(&settings, &error), JX_OK);
	assert_string_equal(settings.server, written.server);
	assert_string_equal(settings.public_address, written.public_address);
	assert_string_equal(settings.language, "en");
	assert_string_equal(settings.output, "csv");
	assert_int_equal(settings.timeout_s, 90);
}

static void an_unknown_key_is_an_error_with_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *line;
	} cases[] = {
		{"[client]\nsevrer = a:1\n", "2"},
		{"[client]\n\n; remark\nserver = no-port\n", "4"},
		{"[client]\nserver = a:1/../x:2\n", "2"},
		{"[server]\nserver = a:1\n", "2"},
		{"server = a:1\n", "1"},
		{"[client]\ntimeout = 0\n", "2"},
		{"[client]\ntimeout = 3601\n", "2"},
		{"[client]\ntimeout = -5\n", "2"},
		{"[client]\nlanguage = de\n", "2"},
		{"[client]\njust words\n", "2"},
		{"[client\n", "1"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_settings settings;
		struct jx_error error = {0};
		write_file(cases[i].text);
		assert_int_equal(read_back(&settings, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_CONFIG_LINE);
		assert_string_equal(error.arg[1], cases[i].line);
		assert_true(error.arg[2][0] != '\0');
	}
}

static void no_file_is_no_error(void **state)
{
	struct jx_settings settings = {.timeout_s = 5};
	(void)state;
	assert_int_equal(jx_settings_read("/nonexistent/client.ini", &settings, NULL), JX_OK);
	assert_int_equal(settings.timeout_s, 0);
}

static void what_is_set_is_not_overridden(void **state)
{
	struct jx_settings mine = {.server = "a:1"};
	struct jx_settings others = {.server = "b:2", .output = "json", .timeout_s = 7};
	(void)state;
	jx_settings_add(&mine, &others);
	assert_string_equal(mine.server, "a:1");
	assert_string_equal(mine.output, "json");
	assert_int_equal(mine.timeout_s, 7);
}

static void addresses_cannot_change_the_meaning_of_a_url(void **state)
{
	static const char *const good[] = {"a:1", "cz.example.gov.cn:7443", "127.0.0.1:65535", "[::1]:7443",
		"[2001:db8::1.2.3.4]:1", "a_b-c:80"};
	static const char *const bad[] = {"", "a", ":1", "a:", "a:0", "a:65536", "a:1x", "a:123456", "a b:1",
		"a/b:1", "user@a:1", "a?b:1", "a#b:1", "[]:1", "[::1:1", "::1:80", "[x]:1", "a:1/", "a%20:1",
		"局:1", "a\n:1"};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(good); i++)
		assert_true(jx_address_is_valid(good[i]));
	for (size_t i = 0; i < JX_COUNT_OF(bad); i++)
		if (jx_address_is_valid(bad[i]))
			fail_msg("%s", bad[i]);
}

static void the_home_is_found_in_a_stated_order(void **state)
{
	char home[JX_FILE_PATH_BYTES];
	struct jx_error error;
	(void)state;
	assert_int_equal(setenv("HOME", "/h", 1), 0);
	assert_int_equal(unsetenv("JIXIAO_HOME"), 0);
	assert_int_equal(unsetenv("XDG_CONFIG_HOME"), 0);
	assert_int_equal(jx_settings_home(NULL, home, &error), JX_OK);
	assert_string_equal(home, "/h/.config/jixiao");
	assert_int_equal(setenv("XDG_CONFIG_HOME", "/x", 1), 0);
	assert_int_equal(jx_settings_home(NULL, home, &error), JX_OK);
	assert_string_equal(home, "/x/jixiao");
	assert_int_equal(setenv("JIXIAO_HOME", "/j", 1), 0);
	assert_int_equal(jx_settings_home(NULL, home, &error), JX_OK);
	assert_string_equal(home, "/j");
	assert_int_equal(jx_settings_home("given", home, &error), JX_OK);
	assert_string_equal(home, "given");
}

static void a_file_that_others_can_reach_is_refused(void **state)
{
	static const struct {
		mode_t mode;
		enum jx_status as_secret;
		enum jx_status as_own;
	} cases[] = {{0600, JX_OK, JX_OK}, {0400, JX_OK, JX_OK}, {0640, JX_DENIED, JX_OK},
		{0604, JX_DENIED, JX_OK}, {0620, JX_DENIED, JX_DENIED}, {0601, JX_DENIED, JX_OK},
		{0602, JX_DENIED, JX_DENIED}, {0666, JX_DENIED, JX_DENIED}};
	struct jx_arena arena;
	char path[JX_FILE_PATH_BYTES];
	char *bytes;
	size_t n;
	struct jx_error error;
	(void)state;
	write_file("x");
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_file_path(directory, JX_SETTINGS_FILE, path, NULL), JX_OK);
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_file_source source = {path, 100, JX_FILE_OWN_SECRET};
		assert_int_equal(chmod(path, cases[i].mode), 0);
		assert_int_equal(
			jx_file_read_trusted(&source, &arena, &bytes, &n, &error), cases[i].as_secret);
		source.trust = JX_FILE_OWN;
		assert_int_equal(jx_file_read_trusted(&source, &arena, &bytes, &n, &error), cases[i].as_own);
		source.trust = JX_FILE_ANYONE;
		assert_int_equal(jx_file_read_trusted(&source, &arena, &bytes, &n, &error), JX_OK);
	}
	assert_int_equal(chmod(path, 0600), 0);
	jx_arena_clear(&arena);
}

static void a_directory_that_others_can_write_is_refused(void **state)
{
	static const struct {
		mode_t mode;
		enum jx_status status;
	} cases[] = {{0700, JX_OK}, {0755, JX_OK}, {0770, JX_DENIED}, {0707, JX_DENIED}, {0777, JX_DENIED},
		{01777, JX_DENIED}};
	struct jx_error error;
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		assert_int_equal(chmod(directory, cases[i].mode), 0);
		assert_int_equal(jx_file_check_directory(directory, &error), cases[i].status);
	}
	assert_int_equal(chmod(directory, 0700), 0);
	assert_int_equal(jx_file_check_directory("/nonexistent", &error), JX_OK);
}

static void a_file_is_read_whole_or_refused(void **state)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	char path[JX_FILE_PATH_BYTES];
	char *bytes;
	size_t n;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	write_file("0123456789");
	assert_int_equal(jx_file_path(directory, JX_SETTINGS_FILE, path, NULL), JX_OK);
	assert_int_equal(jx_file_read(path, 10, &arena, &bytes, &n, &error), JX_OK);
	assert_int_equal(n, 10);
	assert_string_equal(bytes, "0123456789");
	assert_int_equal(jx_file_read(path, 9, &arena, &bytes, &n, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_FILE_TOO_LARGE);
	assert_int_equal(jx_file_read("/nonexistent", 9, &arena, &bytes, &n, &error), JX_NOT_FOUND);
	assert_int_equal(jx_file_read(directory, 9, &arena, &bytes, &n, &error), JX_UNKNOWN);
	jx_arena_clear(&arena);
}

static int open_directory(void **state)
{
	(void)state;
	return mkdtemp(directory) == NULL;
}

static int remove_directory(void **state)
{
	char path[JX_FILE_PATH_BYTES];
	(void)state;
	if (jx_file_path(directory, JX_SETTINGS_FILE, path, NULL) == JX_OK)
		(void)unlink(path);
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(an_unknown_key_is_an_error_with_its_line),
		cmocka_unit_test(no_file_is_no_error),
		cmocka_unit_test(what_is_set_is_not_overridden),
		cmocka_unit_test(addresses_cannot_change_the_meaning_of_a_url),
		cmocka_unit_test(the_home_is_found_in_a_stated_order),
		cmocka_unit_test(a_file_that_others_can_reach_is_refused),
		cmocka_unit_test(a_directory_that_others_can_write_is_refused),
		cmocka_unit_test(a_file_is_read_whole_or_refused),
	};
	return cmocka_run_group_tests(tests, open_directory, remove_directory);
}
