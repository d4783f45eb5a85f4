/* Copies of a store that is in use. */
#include "tests/support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/log/store_log.h"
#include "storage/sql.h"
#include "storage/sqlite/db.h"
#include "storage/store.h"
#include "tests/support/store_kit.h"

#define N_BALLAST   64 /* of BIG_BYTES each: several steps of the copy */
#define BIG_BYTES   (512 * 1024)
#define MAX_COMMITS 200000 /* of the other connection, should the copy not end */

static void path_of(const struct store_kit *kit, const char *name, char path[128])
{
	(void)snprintf(path, 128, "%s/%s", kit->directory, name);
}

static void put_in_place(struct store_kit *kit, const char *copy)
{
	char path[128];
	path_of(kit, "jixiao.db", path);
	jx_db_free(kit->writer);
	jx_store_free(kit->store);
	kit->writer = NULL;
	kit->store = NULL;
	assert_int_equal(rename(copy, path), 0);
	assert_int_equal(jx_store_open(kit->directory, &kit->store, &kit->error), JX_OK);
	assert_int_equal(jx_store_open_writer(kit->store, &kit->writer, &kit->error), JX_OK);
}

static void a_backup_is_a_whole_store(void **state)
{
	struct store_kit *kit = *state;
	char copy[128];
	struct stat found;
	struct jx_db *reader = NULL;
	struct jx_log_entry entry = {.time_ms = KIT_NOW_MS, .actor = "persons/lead", .act = "test"};
	uint64_t index = 0;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	assert_int_equal(jx_log_append(kit->writer, &entry, &index, &kit->error), JX_OK);
	store_kit_commit(kit);
	path_of(kit, "copy.db", copy);
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &kit->error), JX_OK);
	assert_int_equal(jx_db_copy(reader, copy, &kit->error), JX_OK);
	jx_db_free(reader);
	assert_int_equal(stat(copy, &found), 0);
	assert_int_equal(found.st_mode & 07777, 0600);
	store_kit_begin(kit);
	store_kit_department(kit, "102", "");
	store_kit_commit(kit);
	put_in_place(kit, copy);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM departments"), 1);
	assert_int_equal(jx_db_copy(kit->writer, "/nonexistent/copy.db", &kit->error), JX_UNAVAILABLE);
}

struct other {
	struct store_kit *kit;
	atomic_bool is_over;
	atomic_int n_commits;
};

static void *commit_on(void *arg)
{
	struct other *other = arg;
	while (!atomic_load(&other->is_over) && other->n_commits < MAX_COMMITS) {
		char code[16];
		(void)snprintf(code, sizeof(code), "%d", 1000 + other->n_commits);
		store_kit_begin(other->kit);
		store_kit_department(other->kit, code, "");
		store_kit_commit(other->kit);
		other->n_commits++;
	}
	return NULL;
}

static void fill(struct store_kit *kit)
{
	static const uint8_t BYTES[BIG_BYTES];
	assert_int_equal(
		sqlite3_exec(kit->writer->sqlite,
			"PRAGMA synchronous = OFF; CREATE TABLE ballast (bytes BLOB NOT NULL) STRICT", NULL,
			NULL, NULL),
		SQLITE_OK);
	for (int i = 0; i < N_BALLAST; i++) {
		struct jx_sql sql;
		store_kit_begin(kit);
		jx_sql_start(&sql, kit->writer, "INSERT INTO ballast (bytes) VALUES (?)", &kit->error);
		jx_sql_bind_bytes(&sql, BYTES, sizeof(BYTES));
		assert_int_equal(jx_sql_run(&sql), JX_OK);
		store_kit_commit(kit);
	}
}

static void a_backup_ends_whatever_is_committed_meanwhile(void **state)
{
	struct store_kit *kit = *state;
	struct other other = {.kit = kit};
	struct jx_error error;
	pthread_t thread;
	char copy[128];
	struct jx_db *reader = NULL;
	fill(kit);
	path_of(kit, "copy.db", copy);
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &error), JX_OK);
	assert_int_equal(pthread_create(&thread, NULL, commit_on, &other), 0);
	while (atomic_load(&other.n_commits) == 0)
		(void)usleep(1000);
	assert_int_equal(jx_db_copy(reader, copy, &error), JX_OK);
	atomic_store(&other.is_over, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(other.n_commits < MAX_COMMITS);
	jx_db_free(reader);
	put_in_place(kit, copy);
	assert_true(store_kit_count(kit, "SELECT count(*) FROM departments") <= other.n_commits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_backup_is_a_whole_store),
		WITH_STORE(a_backup_ends_whatever_is_committed_meanwhile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
