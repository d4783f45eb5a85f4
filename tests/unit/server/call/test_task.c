/* The snapshot of a task: how long it may last, and that a new one takes its place. */
#include "tests/support/test.h"

#include "proto/contract/base/limits.h"
#include "server/base/clock.h"
#include "server/call/task.h"
#include "storage/registry/store_departments.h"
#include "tests/support/store_kit.h"

struct reading {
	struct store_kit *kit;
	struct jx_db *reader;
	struct jx_services services;
	struct jx_task task;
};

static void begin(struct reading *reading, struct store_kit *kit)
{
	*reading = (struct reading){.kit = kit};
	reading->task.services = &reading->services;
	reading->task.deadline_ms = UINT64_MAX;
	jx_arena_init(&reading->task.arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_store_open_reader(kit->store, &reading->reader, &kit->error), JX_OK);
	assert_int_equal(jx_task_begin_snapshot(&reading->task, reading->reader), JX_OK);
}

static void end(struct reading *reading)
{
	jx_task_end_snapshot(&reading->task);
	jx_arena_clear(&reading->task.arena);
	jx_db_free(reading->reader);
}

static bool is_due(struct reading *reading)
{
	return jx_stop_is_due(jx_task_stop(&reading->task));
}

static void add_department(struct store_kit *kit, const char *code)
{
	store_kit_begin(kit);
	store_kit_department(kit, code, "bureau");
	store_kit_commit(kit);
}

static enum jx_status find_department(struct reading *reading, const char *code)
{
	return jx_department_check(reading->task.db, code, &reading->task.error);
}

static void a_snapshot_has_an_end(void **state)
{
	struct reading reading;
	begin(&reading, *state);
	uint64_t now_ms = jx_clock_monotonic_ms();
	assert_in_range(reading.task.read_end_ms, 1, now_ms + JX_READ_TIMEOUT_MS);
	assert_false(is_due(&reading));
	assert_int_equal(find_department(&reading, "101"), JX_NOT_FOUND);
	reading.task.read_end_ms = 1;
	assert_true(is_due(&reading));
	assert_int_equal(find_department(&reading, "101"), JX_DEADLINE);
	jx_task_end_snapshot(&reading.task);
	assert_false(is_due(&reading));
	end(&reading);
}

static void a_new_snapshot_has_time_and_what_was_written(void **state)
{
	struct reading reading;
	begin(&reading, *state);
	assert_int_equal(find_department(&reading, "101"), JX_NOT_FOUND);
	add_department(reading.kit, "101");
	assert_int_equal(find_department(&reading, "101"), JX_NOT_FOUND);
	reading.task.read_end_ms = 1;
	assert_int_equal(jx_task_renew_snapshot(&reading.task), JX_OK);
	assert_ptr_equal(reading.task.db, reading.reader);
	assert_false(is_due(&reading));
	assert_int_equal(find_department(&reading, "101"), JX_OK);
	end(&reading);
}

static void nobody_begins_a_snapshot_for_who_is_gone(void **state)
{
	struct reading reading;
	begin(&reading, *state);
	atomic_store(&reading.task.is_gone, true);
	assert_int_not_equal(jx_task_renew_snapshot(&reading.task), JX_OK);
	assert_null(reading.task.db);
	end(&reading);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_kit_setup, store_kit_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_snapshot_has_an_end),
		TEST(a_new_snapshot_has_time_and_what_was_written),
		TEST(nobody_begins_a_snapshot_for_who_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
