#include "server/vitals/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/test.h"

struct room {
	char directory[64];
	char file[128];
};

static int open_room(void **state)
{
	static struct room room;
	(void)snprintf(room.directory, sizeof(room.directory), "outcome-XXXXXX");
	assert_non_null(mkdtemp(room.directory));
	(void)snprintf(room.file, sizeof(room.file), "%s/%s", room.directory, JX_OUTCOME_BACKUP);
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

static void what_was_remembered_is_read_again(void **state)
{
	struct room *room = *state;
	const struct jx_outcome went_well = {.end_ms = 1796068401858,
		.success_ms = 1796068401858,
		.duration_ms = 1234,
		.n_entries = 99,
		.reason = JX_REASON_NONE};
	struct jx_outcome read;
	struct jx_error error;
	struct stat about;
	assert_int_equal(jx_outcome_write(room->directory, JX_OUTCOME_BACKUP, &went_well, &error), JX_OK);
	jx_outcome_read(room->directory, JX_OUTCOME_BACKUP, &read);
	assert_memory_equal(&read, &went_well, sizeof(read));
	assert_int_equal(stat(room->file, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_failure_keeps_the_success_before_it(void **state)
{
	struct room *room = *state;
	const struct jx_outcome went_well = {.end_ms = 1000, .n_entries = 7};
	const struct jx_outcome failed = {
		.end_ms = 2000, .n_entries = 8, .n_faults = 3, .reason = JX_REASON_STORAGE_FULL};
	struct jx_outcome read;
	struct jx_error error;
	assert_int_equal(jx_outcome_write(room->directory, JX_OUTCOME_BACKUP, &went_well, &error), JX_OK);
	assert_int_equal(jx_outcome_write(room->directory, JX_OUTCOME_BACKUP, &failed, &error), JX_OK);
	jx_outcome_read(room->directory, JX_OUTCOME_BACKUP, &read);
	assert_int_equal(read.end_ms, 2000);
	assert_int_equal(read.success_ms, 1000);
	assert_int_equal(read.n_entries, 7);
	assert_int_equal(read.n_faults, 3);
	assert_int_equal(read.reason, JX_REASON_STORAGE_FULL);
}

static void what_cannot_be_read_never_ran(void **state)
{
	static const char *const TEXTS[] = {"", "end_ms\n", "end_ms -5\n", "end_ms 99999999999999999999\n",
		"end_ms 5x\n", "nonsense\n\n\n\n\n\n\n\nend_ms 5\n"};
	static const struct jx_outcome NEVER;
	struct room *room = *state;
	struct jx_outcome read;
	jx_outcome_read(room->directory, JX_OUTCOME_BACKUP, &read);
	assert_memory_equal(&read, &NEVER, sizeof(read));
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		FILE *file = fopen(room->file, "w");
		assert_non_null(file);
		assert_true(fputs(TEXTS[i], file) >= 0);
		assert_int_equal(fclose(file), 0);
		jx_outcome_read(room->directory, JX_OUTCOME_BACKUP, &read);
		assert_memory_equal(&read, &NEVER, sizeof(read));
	}
}

static void a_reason_of_a_newer_version_is_a_failure(void **state)
{
	struct room *room = *state;
	struct jx_outcome read;
	FILE *file = fopen(room->file, "w");
	assert_non_null(file);
	assert_true(fputs("end_ms 5\nreason OF_THE_FUTURE\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	jx_outcome_read(room->directory, JX_OUTCOME_BACKUP, &read);
	assert_int_equal(read.end_ms, 5);
	assert_int_not_equal(read.reason, JX_REASON_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_remembered_is_read_again, open_room, close_room),
		cmocka_unit_test_setup_teardown(a_failure_keeps_the_success_before_it, open_room, close_room),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_never_ran, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_reason_of_a_newer_version_is_a_failure, open_room, close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
