/* A store that lost its end, or was put in place of a newer one, is noticed by what its lock file remembers. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "storage/log/store_log.h"
#include "tests/support/store_kit.h"

static void path_of(const struct store_kit *kit, const char *name, char path[128])
{
	(void)snprintf(path, 128, "%s/%s", kit->directory, name);
}

static void append(struct store_kit *kit, const char *object)
{
	const struct jx_log_entry entry = {
		.time_ms = KIT_NOW_MS, .actor = "persons/a1", .act = "act", .object = object};
	uint64_t index;
	store_kit_begin(kit);
	assert_int_equal(jx_log_append(kit->writer, &entry, &index, &kit->error), JX_OK);
	store_kit_commit(kit);
}

static void close_all(struct store_kit *kit)
{
	jx_db_free(kit->writer);
	jx_store_free(kit->store);
	kit->writer = NULL;
	kit->store = NULL;
}

static enum jx_status open_again(struct store_kit *kit)
{
	enum jx_status status = jx_store_open(kit->directory, &kit->store, &kit->error);
	if (status == JX_OK)
		assert_int_equal(jx_store_open_writer(kit->store, &kit->writer, &kit->error), JX_OK);
	return status;
}

static void copy_file(const char *from, const char *to)
{
	char bytes[65536];
	size_t n;
	FILE *in = fopen(from, "rb");
	FILE *out = fopen(to, "wb");
	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		assert_int_equal(fwrite(bytes, 1, n, out), n);
	assert_int_equal(fclose(in), 0);
	assert_int_equal(fclose(out), 0);
}

static void the_time_is_kept_beside_the_heads(void **state)
{
	struct store_kit *kit = *state;
	append(kit, "one");
	assert_int_equal(jx_store_kept_time(kit->store), 0);
	jx_store_keep_time(kit->store, KIT_NOW_MS);
	jx_store_keep_time(kit->store, KIT_NOW_MS + 5);
	append(kit, "two");
	close_all(kit);
	assert_int_equal(open_again(kit), JX_OK);
	assert_int_equal(jx_store_kept_time(kit->store), KIT_NOW_MS + 5);
}

static void a_store_that_goes_on_opens_again(void **state)
{
	struct store_kit *kit = *state;
	for (int i = 0; i < 5; i++) {
		append(kit, "departments/1");
		close_all(kit);
		assert_int_equal(open_again(kit), JX_OK);
	}
}

static void an_older_copy_in_place_of_the_store_is_refused(void **state)
{
	struct store_kit *kit = *state;
	char database[128];
	char copy[128];
	path_of(kit, "jixiao.db", database);
	path_of(kit, "copy.db", copy);
	append(kit, "departments/1");
	close_all(kit);
	copy_file(database, copy);
	assert_int_equal(open_again(kit), JX_OK);
	append(kit, "departments/2");
	close_all(kit);
	copy_file(copy, database);
	assert_int_equal(open_again(kit), JX_DATA_LOSS);
	assert_int_equal(kit->error.reason, JX_REASON_STORE_BEHIND);
	assert_string_equal(kit->error.arg[1], "2");
	assert_string_equal(kit->error.arg[2], "1");
	/* a backup restored on purpose */
	path_of(kit, "jixiao.lock", database);
	assert_int_equal(unlink(database), 0);
	assert_int_equal(open_again(kit), JX_OK);
	(void)unlink(copy);
}

static void another_history_of_the_same_length_is_refused(void **state)
{
	struct store_kit *kit = *state;
	char database[128];
	char copy[128];
	path_of(kit, "jixiao.db", database);
	path_of(kit, "copy.db", copy);
	close_all(kit);
	copy_file(database, copy);
	assert_int_equal(open_again(kit), JX_OK);
	append(kit, "departments/1");
	close_all(kit);
	char lock[128];
	char kept[128];
	path_of(kit, "jixiao.lock", lock);
	path_of(kit, "kept.lock", kept);
	copy_file(lock, kept);
	copy_file(copy, database);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(open_again(kit), JX_OK);
	append(kit, "departments/9");
	close_all(kit);
	copy_file(kept, lock);
	assert_int_equal(open_again(kit), JX_DATA_LOSS);
	assert_int_equal(kit->error.reason, JX_REASON_LOG_DAMAGED);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(open_again(kit), JX_OK);
	(void)unlink(copy);
	(void)unlink(kept);
}

static void a_torn_anchor_says_nothing(void **state)
{
	struct store_kit *kit = *state;
	char lock[128];
	path_of(kit, "jixiao.lock", lock);
	append(kit, "departments/1");
	close_all(kit);
	assert_int_equal(truncate(lock, 40), 0);
	assert_int_equal(open_again(kit), JX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_store_that_goes_on_opens_again, store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(
			an_older_copy_in_place_of_the_store_is_refused, store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(
			another_history_of_the_same_length_is_refused, store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(
			the_time_is_kept_beside_the_heads, store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(
			a_torn_anchor_says_nothing, store_kit_setup, store_kit_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
