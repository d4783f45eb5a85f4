/* The write-ahead log stays under its limit, whatever readers do. */
#include "tests/support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sql.h"
#include "storage/sqlite/db.h"
#include "tests/support/store_kit.h"

#define N_READERS    3
#define N_GROUPS     400
#define BIG_BYTES    (256 * 1024)
#define MAX_READ_MS  20
#define READ_STEP_US 200

/* Readers that take turns: each stays inside until another one has come in. */
struct crowd {
	struct store_kit *kit;
	atomic_uint n_entered;
	atomic_bool is_over;
};

static void *read_in_turns(void *arg)
{
	struct crowd *crowd = arg;
	struct jx_db *reader = NULL;
	struct jx_error error;
	if (jx_store_open_reader(crowd->kit->store, &reader, &error) != JX_OK)
		return NULL;
	while (!atomic_load(&crowd->is_over) && jx_tx_begin_read(reader, NULL, NULL, &error) == JX_OK) {
		struct jx_sql sql;
		unsigned self = atomic_fetch_add(&crowd->n_entered, 1) + 1;
		jx_sql_start(&sql, reader, "SELECT count(*) FROM departments", &error);
		while (jx_sql_next(&sql))
			(void)jx_sql_int(&sql, 0);
		(void)!jx_sql_end(&sql);
		for (int i = 0; i < MAX_READ_MS * 1000 / READ_STEP_US; i++) {
			if (atomic_load(&crowd->n_entered) != self)
				break;
			(void)usleep(READ_STEP_US);
		}
		jx_tx_end_read(reader);
	}
	jx_db_free(reader);
	return arg;
}

static off_t wal_bytes(const struct store_kit *kit)
{
	char path[128];
	struct stat found = {0};
	(void)snprintf(path, sizeof(path), "%s/jixiao.db-wal", kit->directory);
	(void)stat(path, &found);
	return found.st_size;
}

static void write_big(struct store_kit *kit)
{
	static const uint8_t BYTES[BIG_BYTES];
	struct jx_sql sql;
	jx_sql_start(&sql, kit->writer,
		"INSERT INTO contents (version_id, received, findings) SELECT count(*) + 1, ?, ? FROM contents",
		&kit->error);
	jx_sql_bind_bytes(&sql, BYTES, sizeof(BYTES));
	jx_sql_bind_bytes(&sql, BYTES, 1);
	assert_int_equal(jx_sql_run(&sql), JX_OK);
}

static void readers_that_never_rest_together_do_not_let_the_log_grow(void **state)
{
	struct store_kit *kit = *state;
	struct crowd crowd = {.kit = kit};
	pthread_t threads[N_READERS];
	off_t largest = 0;
	const char *free_rows = "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF";
	assert_int_equal(sqlite3_exec(kit->writer->sqlite, free_rows, NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < N_READERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_in_turns, &crowd), 0);
	for (int i = 0; i < N_GROUPS; i++) {
		store_kit_begin(kit);
		write_big(kit);
		store_kit_commit(kit);
		if (wal_bytes(kit) > largest)
			largest = wal_bytes(kit);
	}
	atomic_store(&crowd.is_over, true);
	for (int i = 0; i < N_READERS; i++) {
		void *result = NULL;
		assert_int_equal(pthread_join(threads[i], &result), 0);
		assert_non_null(result);
	}
	/* More was written than the log may hold. */
	assert_true((int64_t)N_GROUPS * BIG_BYTES > JX_WAL_MAX_BYTES);
	assert_true(largest <= JX_WAL_MAX_BYTES);
}

static void a_read_that_goes_on_is_waited_for_only_now_and_then(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *reader = NULL;
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &kit->error), JX_OK);
	assert_int_equal(jx_tx_begin_read(reader, NULL, NULL, &kit->error), JX_OK);
	kit->writer->n_wal_pages = JX_WAL_DRAIN_PAGES;
	store_kit_begin(kit);
	assert_int_equal(kit->writer->n_wal_pages_allowed, JX_WAL_DRAIN_PAGES + JX_WAL_STEP_PAGES);
	store_kit_commit(kit);
	jx_tx_end_read(reader);
	kit->writer->n_wal_pages = JX_WAL_DRAIN_PAGES + JX_WAL_STEP_PAGES;
	store_kit_begin(kit);
	assert_int_equal(kit->writer->n_wal_pages_allowed, JX_WAL_DRAIN_PAGES);
	store_kit_commit(kit);
	/* The gate is open again. */
	assert_int_equal(jx_tx_begin_read(reader, NULL, NULL, &kit->error), JX_OK);
	jx_db_free(reader);
}

static bool is_over(void *user)
{
	return atomic_load((atomic_bool *)user);
}

/* A statement of a few steps would not be interrupted: what was computed before it may have taken long. */
static void a_read_whose_time_is_over_begins_no_statement(void **state)
{
	struct store_kit *kit = *state;
	static const char STATEMENT[] = "SELECT 1";
	struct jx_db *reader = NULL;
	atomic_bool is_time_over = false;
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &kit->error), JX_OK);
	assert_int_equal(jx_tx_begin_read(reader, is_over, &is_time_over, &kit->error), JX_OK);
	assert_int_equal(jx_db_run(reader, STATEMENT, &kit->error), JX_OK);
	atomic_store(&is_time_over, true);
	assert_int_equal(jx_db_run(reader, STATEMENT, &kit->error), JX_DEADLINE);
	jx_tx_end_read(reader);
	assert_int_equal(jx_tx_begin_read(reader, NULL, NULL, &kit->error), JX_OK);
	assert_int_equal(jx_db_run(reader, STATEMENT, &kit->error), JX_OK);
	jx_db_free(reader);
}

static void a_group_is_full_when_it_no_longer_fits_the_cache(void **state)
{
	struct store_kit *kit = *state;
	int n = 0;
	assert_int_equal(
		sqlite3_exec(kit->writer->sqlite, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL), SQLITE_OK);
	store_kit_begin(kit);
	for (; n < N_GROUPS && !jx_tx_is_full(kit->writer); n++)
		write_big(kit);
	store_kit_commit(kit);
	assert_in_range(n, JX_DB_WRITER_CACHE_KIB * 1024 / BIG_BYTES / 2,
		JX_DB_WRITER_CACHE_KIB * 1024 / BIG_BYTES * 2);
	store_kit_begin(kit);
	assert_false(jx_tx_is_full(kit->writer));
	store_kit_commit(kit);
	assert_true(wal_bytes(kit) < JX_WAL_MAX_BYTES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(readers_that_never_rest_together_do_not_let_the_log_grow),
		WITH_STORE(a_read_that_goes_on_is_waited_for_only_now_and_then),
		WITH_STORE(a_read_whose_time_is_over_begins_no_statement),
		WITH_STORE(a_group_is_full_when_it_no_longer_fits_the_cache),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
