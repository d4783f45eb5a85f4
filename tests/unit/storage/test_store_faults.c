/* Every allocation and every system call of the engine failing in turn: the store is whole afterwards, or says it is lost. */
#include "tests/support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "storage/log/store_log.h"
#include "storage/sql.h"
#include "storage/sqlite/db.h"
#include "tests/support/store_kit.h"

/* Failing in turn: the call after this many fails, once. Negative: none does. */
static int n_before_failure = -1;
static sqlite3_mem_methods memory;

static bool fails_now(void)
{
	return n_before_failure >= 0 && n_before_failure-- == 0;
}

static void *fail_malloc(int n)
{
	return fails_now() ? NULL : memory.xMalloc(n);
}

static void *fail_realloc(void *old, int n)
{
	return fails_now() ? NULL : memory.xRealloc(old, n);
}

static int start_faults(void **state)
{
	sqlite3_mem_methods failing;
	(void)state;
	(void)sqlite3_shutdown();
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory), SQLITE_OK);
	failing = memory;
	failing.xMalloc = fail_malloc;
	failing.xRealloc = fail_realloc;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
	/* Small allocations would be served from a pool that cannot run out. */
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
	return 0;
}

static bool read_departments(struct store_kit *kit, struct jx_db *reader, int64_t *ret_n)
{
	struct jx_sql sql;
	if (jx_tx_begin_read(reader, NULL, NULL, &kit->error) != JX_OK)
		return false;
	jx_sql_start(&sql, reader, "SELECT count(*) FROM departments", &kit->error);
	while (jx_sql_next(&sql))
		*ret_n = jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	jx_tx_end_read(reader);
	return status == JX_OK;
}

static enum jx_status insert_row(struct store_kit *kit)
{
	struct jx_sql sql;
	struct jx_log_entry entry = {.time_ms = KIT_NOW_MS, .actor = "persons/lead", .act = "test"};
	uint64_t index = 0;
	jx_sql_start(&sql, kit->writer,
		"INSERT INTO metric_keys (key, unit) SELECT count(*), '%' FROM metric_keys", &kit->error);
	enum jx_status status = jx_sql_run(&sql);
	return status == JX_OK ? jx_log_append(kit->writer, &entry, &index, &kit->error) : status;
}

/* A group of two jobs, the second of which is undone; as the writer's thread does it. */
static bool write_group(struct store_kit *kit)
{
	enum jx_status status = jx_tx_begin(kit->writer, &kit->error);
	for (int i = 0; status == JX_OK && i < 2; i++) {
		status = jx_tx_begin_job(kit->writer, &kit->error);
		if (status != JX_OK)
			break;
		if (insert_row(kit) == JX_OK && i == 0)
			status = jx_tx_end_job(kit->writer, &kit->error);
		else
			jx_tx_rollback_job(kit->writer);
	}
	if (status == JX_OK)
		return jx_tx_commit(kit->writer, &kit->error) == JX_OK;
	jx_tx_rollback(kit->writer);
	return false;
}

/* Whatever failed before: reads work, and writes do or the store is lost, which a restart cures. */
static void expect_whole(struct store_kit *kit, struct jx_db *reader)
{
	int64_t n = -1;
	n_before_failure = -1;
	(void)memset(&kit->error, 0, sizeof(kit->error));
	if (!read_departments(kit, reader, &n))
		fail_msg("a read fails afterwards: %s", jx_reason_name(kit->error.reason));
	assert_int_equal(n, 1);
	if (jx_db_is_lost(kit->writer))
		return;
	if (!write_group(kit))
		fail_msg("a write fails afterwards: %s", jx_reason_name(kit->error.reason));
}

/* No power cut is tried here, and a thousand waits for the disk take minutes. */
static void do_not_sync(struct store_kit *kit)
{
	assert_int_equal(
		sqlite3_exec(kit->writer->sqlite, "PRAGMA synchronous = OFF", NULL, NULL, NULL), SQLITE_OK);
}

static void start_store(struct store_kit *kit, struct jx_db **reader)
{
	do_not_sync(kit);
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_commit(kit);
	assert_int_equal(jx_store_open_reader(kit->store, reader, &kit->error), JX_OK);
}

/* A restart, once the store is lost. */
static void restart_if_lost(struct store_kit *kit, struct jx_db **reader)
{
	if (!jx_db_is_lost(kit->writer))
		return;
	jx_db_free(*reader);
	store_kit_reopen(kit);
	do_not_sync(kit);
	assert_int_equal(jx_store_open_reader(kit->store, reader, &kit->error), JX_OK);
}

static void use_store(struct store_kit *kit, struct jx_db *reader)
{
	int64_t n = 0;
	(void)read_departments(kit, reader, &n);
	(void)write_group(kit);
	if (jx_db_maintain(kit->writer, &kit->error) != JX_OK)
		return;
}

static void no_lack_of_memory_keeps_a_transaction_open(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *reader = NULL;
	start_store(kit, &reader);
	bool is_through = false;
	for (int n = 0; !is_through; n++) {
		/* What is prepared once is prepared anew, so that this fails, too. */
		jx_db_finalize_all(kit->writer);
		jx_db_finalize_all(reader);
		n_before_failure = n;
		use_store(kit, reader);
		is_through = n_before_failure >= 0;
		expect_whole(kit, reader);
		assert_false(jx_db_is_lost(kit->writer));
	}
	jx_db_free(reader);
}

static void a_read_that_cannot_be_ended_is_cut_off(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *reader = NULL;
	start_store(kit, &reader);
	assert_int_equal(jx_tx_begin_read(reader, NULL, NULL, &kit->error), JX_OK);
	jx_db_finalize_all(reader);
	n_before_failure = 0;
	jx_tx_end_read(reader);
	assert_null(reader->sqlite);
	expect_whole(kit, reader);
	jx_db_free(reader);
}

static void a_group_that_cannot_be_undone_loses_the_store(void **state)
{
	struct store_kit *kit = *state;
	store_kit_begin(kit);
	jx_tx_rollback_job(kit->writer);
	jx_db_finalize_all(kit->writer);
	n_before_failure = 0;
	jx_tx_rollback(kit->writer);
	assert_true(jx_db_is_lost(kit->writer));
	assert_int_equal(jx_tx_begin(kit->writer, &kit->error), JX_UNAVAILABLE);
	assert_int_equal(kit->error.reason, JX_REASON_OUT_OF_MEMORY);
}

static int fail_open(const char *path, int flags, int mode)
{
	if (fails_now()) {
		errno = EMFILE;
		return -1;
	}
	return open(path, flags, mode);
}

static ssize_t fail_pread(int fd, void *bytes, size_t n, off_t offset)
{
	return fails_now() ? (errno = EIO, -1) : pread(fd, bytes, n, offset);
}

static ssize_t fail_pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	return fails_now() ? (errno = EIO, -1) : pwrite(fd, bytes, n, offset);
}

static int fail_fstat(int fd, struct stat *about)
{
	return fails_now() ? (errno = EIO, -1) : fstat(fd, about);
}

static int fail_ftruncate(int fd, off_t size)
{
	return fails_now() ? (errno = EIO, -1) : ftruncate(fd, size);
}

static int fail_fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	struct flock *lock = va_arg(arguments, struct flock *);
	va_end(arguments);
	return fails_now() ? (errno = EIO, -1) : fcntl(fd, command, lock);
}

/* Many calls are alike, and each one that fails costs a restart. */
#define CALLS_BETWEEN 11

struct system_call {
	const char *name;
	sqlite3_syscall_ptr failing;
};

static const struct system_call SYSTEM_CALLS[] = {
	{"open", (sqlite3_syscall_ptr)fail_open},
	{"pread", (sqlite3_syscall_ptr)fail_pread},
	{"pread64", (sqlite3_syscall_ptr)fail_pread},
	{"pwrite", (sqlite3_syscall_ptr)fail_pwrite},
	{"pwrite64", (sqlite3_syscall_ptr)fail_pwrite},
	{"fstat", (sqlite3_syscall_ptr)fail_fstat},
	{"ftruncate", (sqlite3_syscall_ptr)fail_ftruncate},
	{"fcntl", (sqlite3_syscall_ptr)fail_fcntl},
};

static void let_calls_fail(bool may_fail)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	for (size_t i = 0; i < JX_COUNT_OF(SYSTEM_CALLS); i++) {
		const struct system_call *call = &SYSTEM_CALLS[i];
		if (vfs->xGetSystemCall(vfs, call->name) != NULL)
			assert_int_equal(
				vfs->xSetSystemCall(vfs, call->name, may_fail ? call->failing : NULL),
				SQLITE_OK);
	}
}

static void no_failing_system_call_leaves_a_store_half_working(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *reader = NULL;
	let_calls_fail(true);
	store_kit_reopen(kit);
	start_store(kit, &reader);
	bool is_through = false;
	for (int n = 0; !is_through; n += CALLS_BETWEEN) {
		jx_db_disconnect(reader);
		(void)sqlite3_db_release_memory(kit->writer->sqlite);
		n_before_failure = n;
		use_store(kit, reader);
		is_through = n_before_failure >= 0;
		expect_whole(kit, reader);
		restart_if_lost(kit, &reader);
	}
	let_calls_fail(false);
	jx_db_free(reader);
}

/* SQLite opens for reading what it cannot open for writing. */
static void a_store_that_can_only_be_read_is_not_opened(void **state)
{
	struct store_kit *kit = *state;
	bool is_through = false;
	jx_db_free(kit->writer);
	kit->writer = NULL;
	jx_store_free(kit->store);
	kit->store = NULL;
	let_calls_fail(true);
	for (int n = 0; !is_through; n += CALLS_BETWEEN) {
		n_before_failure = n;
		enum jx_status status = jx_store_open(kit->directory, &kit->store, &kit->error);
		is_through = n_before_failure >= 0;
		n_before_failure = -1;
		if (status == JX_OK) {
			assert_int_equal(jx_store_open_writer(kit->store, &kit->writer, &kit->error), JX_OK);
			assert_true(write_group(kit));
			jx_db_free(kit->writer);
			kit->writer = NULL;
			jx_store_free(kit->store);
			kit->store = NULL;
		}
	}
	let_calls_fail(false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(no_lack_of_memory_keeps_a_transaction_open),
		WITH_STORE(a_read_that_cannot_be_ended_is_cut_off),
		WITH_STORE(a_group_that_cannot_be_undone_loses_the_store),
		WITH_STORE(no_failing_system_call_leaves_a_store_half_working),
		WITH_STORE(a_store_that_can_only_be_read_is_not_opened),
	};
	return cmocka_run_group_tests(tests, start_faults, NULL);
}
