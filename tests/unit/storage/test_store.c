/* Opening, locking, migrating; the group transaction; what breaks and what does not. */
#include "tests/support/test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "storage/registry/store_departments.h"
#include "storage/sql.h"
#include "storage/sqlite/db.h"
#include "tests/support/store_kit.h"

static void path_of(const struct store_kit *kit, const char *name, char path[128])
{
	(void)snprintf(path, 128, "%s/%s", kit->directory, name);
}

static mode_t mode_of(const struct store_kit *kit, const char *name)
{
	char path[128];
	struct stat found;
	path_of(kit, name, path);
	assert_int_equal(stat(path, &found), 0);
	return found.st_mode & 07777;
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

static uint32_t count_departments(struct store_kit *kit, struct jx_db *db)
{
	struct jx_sql sql;
	uint32_t n = UINT32_MAX;
	jx_sql_start(&sql, db, "SELECT count(*) FROM departments", &kit->error);
	while (jx_sql_next(&sql))
		n = (uint32_t)jx_sql_int(&sql, 0);
	assert_int_equal(jx_sql_end(&sql), JX_OK);
	return n;
}

static void a_new_store_belongs_to_its_owner_alone(void **state)
{
	struct store_kit *kit = *state;
	assert_string_equal(jx_store_county(kit->store), "样县");
	assert_int_equal(mode_of(kit, "."), 0700);
	assert_int_equal(mode_of(kit, "jixiao.db"), 0600);
	assert_int_equal(mode_of(kit, "jixiao.lock"), 0600);
	store_kit_begin(kit);
	store_kit_commit(kit);
	assert_int_equal(mode_of(kit, "jixiao.db-wal"), 0600);
}

static void a_store_has_the_settings_that_were_measured(void **state)
{
	struct store_kit *kit = *state;
	assert_int_equal(store_kit_count(kit, "PRAGMA page_size"), JX_DB_PAGE_BYTES);
	assert_int_equal(store_kit_count(kit, "PRAGMA synchronous"), 2);
	assert_int_equal(store_kit_count(kit, "PRAGMA foreign_keys"), 1);
	assert_int_equal(store_kit_count(kit, "PRAGMA trusted_schema"), 0);
	assert_int_equal(store_kit_count(kit, "PRAGMA cell_size_check"), 1);
	assert_int_equal(store_kit_count(kit, "PRAGMA wal_autocheckpoint"), 0);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"),
		1);
}

static void a_store_is_not_made_twice(void **state)
{
	struct store_kit *kit = *state;
	close_all(kit);
	assert_int_equal(jx_store_create(kit->directory, "他县", KIT_NOW_MS, &kit->error), JX_EXISTS);
	assert_int_equal(kit->error.reason, JX_REASON_STORE_EXISTS);
	assert_int_equal(open_again(kit), JX_OK);
	assert_string_equal(jx_store_county(kit->store), "样县");
}

static void a_half_made_store_is_made_again(void **state)
{
	struct store_kit *kit = *state;
	char from[128];
	char to[128];
	close_all(kit);
	path_of(kit, "jixiao.db", from);
	path_of(kit, "jixiao.db.new", to);
	assert_int_equal(rename(from, to), 0);
	assert_int_equal(truncate(to, 4096), 0);
	assert_int_equal(jx_store_open(kit->directory, &kit->store, &kit->error), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_STORE_MISSING);
	assert_int_equal(jx_store_create(kit->directory, "他县", KIT_NOW_MS, &kit->error), JX_OK);
	assert_int_equal(open_again(kit), JX_OK);
	assert_string_equal(jx_store_county(kit->store), "他县");
}

static void a_second_daemon_is_told_who_is_there(void **state)
{
	struct store_kit *kit = *state;
	struct jx_store *second = NULL;
	char sentence[256];
	assert_int_equal(jx_store_open(kit->directory, &second, &kit->error), JX_UNAVAILABLE);
	assert_int_equal(kit->error.reason, JX_REASON_STORE_LOCKED);
	assert_non_null(strstr(
		jx_error_sentence(&kit->error, JX_EN, sentence, sizeof(sentence)), "another jixiaod uses"));
	close_all(kit);
	assert_int_equal(open_again(kit), JX_OK);
}

static void a_missing_directory_holds_no_store(void **state)
{
	struct jx_error error = {0};
	struct jx_store *store = NULL;
	(void)state;
	assert_int_equal(jx_store_open("/nonexistent/jixiao", &store, &error), JX_NOT_FOUND);
	assert_int_equal(error.reason, JX_REASON_STORE_MISSING);
	assert_int_equal(jx_store_create("/proc/jixiao", "样县", 0, &error), JX_UNAVAILABLE);
	assert_int_equal(error.reason, JX_REASON_STORE_UNUSABLE);
	assert_int_equal(jx_store_create(P_tmpdir, "", 0, &error), JX_INVALID);
}

/* Root may write anywhere, so the directory is looked at as another user. */
static void a_directory_that_cannot_be_written_is_refused(void **state)
{
	struct store_kit *kit = *state;
	close_all(kit);
	pid_t child = fork();
	if (child == 0) {
		if (chmod(kit->directory, 0555) != 0 || (geteuid() == 0 && seteuid(65534) != 0))
			_exit(1);
		enum jx_status status = jx_store_open(kit->directory, &kit->store, &kit->error);
		_exit(status == JX_UNAVAILABLE && kit->error.reason == JX_REASON_STORE_UNUSABLE &&
					strcmp(kit->error.arg[0], kit->directory) == 0
				? 0
				: 2);
	}
	int result = -1;
	assert_int_equal(waitpid(child, &result, 0), child);
	assert_int_equal(chmod(kit->directory, 0700), 0);
	assert_true(WIFEXITED(result));
	assert_int_equal(WEXITSTATUS(result), 0);
}

static void a_newer_schema_is_left_alone(void **state)
{
	struct store_kit *kit = *state;
	close_all(kit);
	store_kit_tamper(kit->directory, "PRAGMA user_version = 999");
	assert_int_equal(open_again(kit), JX_STATE);
	assert_int_equal(kit->error.reason, JX_REASON_STORE_NEWER);
	assert_string_equal(kit->error.arg[1], "999");
}

static void a_database_of_somebody_else_is_refused(void **state)
{
	static const char *const CHANGES[] = {"PRAGMA user_version = -1", "PRAGMA application_id = 1"};
	struct store_kit *kit = *state;
	close_all(kit);
	for (size_t i = 0; i < JX_COUNT_OF(CHANGES); i++) {
		store_kit_tamper(kit->directory, CHANGES[i]);
		assert_int_equal(open_again(kit), JX_DATA_LOSS);
		assert_int_equal(kit->error.reason, JX_REASON_STORE_DAMAGED);
	}
}

static void overwrite(const char *path, long offset, size_t n)
{
	FILE *file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, offset, SEEK_SET), 0);
	for (size_t i = 0; i < n; i++)
		assert_int_not_equal(fputc(0xA5, file), EOF);
	assert_int_equal(fclose(file), 0);
}

static void a_damaged_file_is_refused(void **state)
{
	static const struct {
		long offset;
		size_t n;
	} cases[] = {{0, 64}, {JX_DB_PAGE_BYTES, 64}, {5 * JX_DB_PAGE_BYTES, 200}};
	struct store_kit *kit = *state;
	char path[128];
	char saved[160];
	char command[400];
	path_of(kit, "jixiao.db", path);
	(void)snprintf(saved, sizeof(saved), "%s.saved", path);
	close_all(kit);
	assert_int_equal(rename(path, saved), 0);
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		(void)snprintf(command, sizeof(command), "cp -p '%s' '%s'", saved, path);
		assert_int_equal(system(command), 0);
		overwrite(path, cases[i].offset, cases[i].n);
		assert_int_equal(open_again(kit), JX_DATA_LOSS);
		assert_int_equal(kit->error.reason, JX_REASON_STORE_DAMAGED);
	}
}

static void a_job_undone_leaves_nothing_and_the_others_stay(void **state)
{
	struct store_kit *kit = *state;
	assert_int_equal(jx_tx_begin(kit->writer, &kit->error), JX_OK);
	for (int i = 0; i < 3; i++) {
		char code[8];
		(void)snprintf(code, sizeof(code), "10%d", i);
		assert_int_equal(jx_tx_begin_job(kit->writer, &kit->error), JX_OK);
		store_kit_department(kit, code, "");
		if (i == 1)
			jx_tx_rollback_job(kit->writer);
		else
			assert_int_equal(jx_tx_end_job(kit->writer, &kit->error), JX_OK);
	}
	assert_int_equal(jx_tx_commit(kit->writer, &kit->error), JX_OK);
	assert_int_equal(count_departments(kit, kit->writer), 2);
	store_kit_reopen(kit);
	assert_int_equal(count_departments(kit, kit->writer), 2);
}

static void a_group_rolled_back_leaves_nothing(void **state)
{
	struct store_kit *kit = *state;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	assert_int_equal(jx_tx_end_job(kit->writer, &kit->error), JX_OK);
	jx_tx_rollback(kit->writer);
	assert_int_equal(count_departments(kit, kit->writer), 0);
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_commit(kit);
	assert_int_equal(count_departments(kit, kit->writer), 1);
}

static void a_reader_sees_one_state_and_changes_nothing(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *reader = NULL;
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &kit->error), JX_OK);
	assert_int_equal(jx_tx_begin_read(reader, NULL, NULL, &kit->error), JX_OK);
	assert_int_equal(count_departments(kit, reader), 0);
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_commit(kit);
	assert_int_equal(count_departments(kit, reader), 0);
	jx_tx_end_read(reader);
	assert_int_equal(jx_tx_begin_read(reader, NULL, NULL, &kit->error), JX_OK);
	assert_int_equal(count_departments(kit, reader), 1);
	jx_tx_end_read(reader);
	JxDepartment department = JX_DEPARTMENT_INIT;
	bool is_unchanged = false;
	department.code = (char *)"102";
	assert_int_not_equal(jx_department_insert(reader, &department, &is_unchanged, &kit->error), JX_OK);
	assert_false(jx_db_is_lost(reader));
	assert_int_equal(count_departments(kit, reader), 1);
	jx_db_free(reader);
}

static bool is_over_at_once(void *user)
{
	(*(int *)user)++;
	return true;
}

static void a_read_past_its_deadline_ends(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *reader = NULL;
	int n_asked = 0;
	struct jx_sql sql;
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &kit->error), JX_OK);
	assert_int_equal(jx_tx_begin_read(reader, is_over_at_once, &n_asked, &kit->error), JX_OK);
	jx_sql_start(&sql, reader,
		"WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000)"
		" SELECT count(*) FROM c",
		&kit->error);
	assert_false(jx_sql_next(&sql));
	assert_int_equal(jx_sql_end(&sql), JX_DEADLINE);
	assert_int_equal(kit->error.reason, JX_REASON_DEADLINE_PASSED);
	assert_int_equal(n_asked, 1);
	jx_tx_end_read(reader);
	assert_int_equal(count_departments(kit, reader), 0);
	jx_db_free(reader);
}

static void there_is_one_writer(void **state)
{
	struct store_kit *kit = *state;
	struct jx_db *second = NULL;
	assert_int_equal(jx_store_open_writer(kit->store, &second, &kit->error), JX_INTERNAL);
	assert_null(second);
}

static void limit_pages(struct store_kit *kit, const char *pragma)
{
	assert_int_equal(sqlite3_exec(kit->writer->sqlite, pragma, NULL, NULL, NULL), SQLITE_OK);
}

/* Departments until something fails, in the job at hand. */
static enum jx_status fill(struct store_kit *kit, int *ret_n)
{
	static char title[JX_MAX_NAME_BYTES + 1];
	memset(title, 'x', JX_MAX_NAME_BYTES);
	for (*ret_n = 0; *ret_n < 5000; (*ret_n)++) {
		JxDepartment department = JX_DEPARTMENT_INIT;
		char code[16];
		bool is_unchanged = false;
		(void)snprintf(code, sizeof(code), "f%d", *ret_n);
		department.code = code;
		department.title = title;
		enum jx_status status =
			jx_department_insert(kit->writer, &department, &is_unchanged, &kit->error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static void a_full_disk_refuses_and_works_again_when_there_is_room(void **state)
{
	struct store_kit *kit = *state;
	int n = 0;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_commit(kit);
	limit_pages(kit, "PRAGMA max_page_count = 1");
	store_kit_begin(kit);
	assert_int_equal(fill(kit, &n), JX_UNAVAILABLE);
	assert_int_equal(kit->error.reason, JX_REASON_STORAGE_FULL);
	jx_tx_rollback_job(kit->writer);
	/* The job is gone; the empty group may be committed or be lost, as SQLite likes. */
	enum jx_status committed = jx_tx_commit(kit->writer, &kit->error);
	assert_true(committed == JX_OK || kit->error.reason == JX_REASON_STORAGE_FULL);
	assert_false(jx_db_is_lost(kit->writer));
	assert_int_equal(count_departments(kit, kit->writer), 1);
	limit_pages(kit, "PRAGMA max_page_count = 100000");
	store_kit_begin(kit);
	assert_int_equal(fill(kit, &n), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(count_departments(kit, kit->writer), 5001);
}

/* SQLite may undo a whole transaction by itself; then no job of the group may be acknowledged. */
static void a_group_that_sqlite_undid_is_not_committed(void **state)
{
	struct store_kit *kit = *state;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	assert_int_equal(jx_tx_end_job(kit->writer, &kit->error), JX_OK);
	assert_int_equal(jx_tx_begin_job(kit->writer, &kit->error), JX_OK);
	assert_int_equal(sqlite3_exec(kit->writer->sqlite, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	(void)memset(&kit->error, 0, sizeof(kit->error));
	assert_int_not_equal(jx_db_fail(kit->writer, SQLITE_FULL, &kit->error), JX_OK);
	jx_tx_rollback_job(kit->writer);
	assert_int_equal(jx_tx_begin_job(kit->writer, &kit->error), JX_UNAVAILABLE);
	assert_int_equal(jx_tx_commit(kit->writer, &kit->error), JX_UNAVAILABLE);
	assert_int_equal(kit->error.reason, JX_REASON_STORAGE_FULL);
	assert_int_equal(count_departments(kit, kit->writer), 0);
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_commit(kit);
}

/* A file that cannot grow gives EFBIG, which is an error of input and output and not a full disk. */
static int write_against_a_wall(struct store_kit *kit)
{
	struct rlimit limit = {.rlim_cur = 100000, .rlim_max = RLIM_INFINITY};
	int n = 0;
	(void)signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	if (jx_tx_begin(kit->writer, &kit->error) != JX_OK)
		return 0;
	enum jx_status status = jx_tx_begin_job(kit->writer, &kit->error);
	if (status == JX_OK)
		status = fill(kit, &n);
	if (status == JX_OK)
		status = jx_tx_end_job(kit->writer, &kit->error);
	else
		jx_tx_rollback_job(kit->writer);
	enum jx_status committed = jx_tx_commit(kit->writer, &kit->error);
	if (committed == JX_OK || !jx_db_is_lost(kit->writer))
		return 2;
	limit.rlim_cur = RLIM_INFINITY;
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 3;
	/* There is room again, and still nothing may be acknowledged. */
	return jx_tx_begin(kit->writer, &kit->error) == JX_UNAVAILABLE ? 0 : 4;
}

static void an_error_of_the_disk_breaks_the_writer_for_good(void **state)
{
	struct store_kit *kit = *state;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_commit(kit);
	close_all(kit);
	pid_t child = fork();
	if (child == 0) {
		if (open_again(kit) != JX_OK)
			_exit(5);
		int result = write_against_a_wall(kit);
		close_all(kit);
		_exit(result);
	}
	int result = -1;
	assert_int_equal(waitpid(child, &result, 0), child);
	assert_true(WIFEXITED(result));
	assert_int_equal(WEXITSTATUS(result), 0);
	assert_int_equal(open_again(kit), JX_OK);
	assert_int_equal(count_departments(kit, kit->writer), 1);
}

static void what_was_committed_survives_a_kill(void **state)
{
	struct store_kit *kit = *state;
	close_all(kit);
	pid_t child = fork();
	if (child == 0) {
		if (open_again(kit) != JX_OK)
			_exit(1);
		store_kit_begin(kit);
		store_kit_department(kit, "101", "");
		store_kit_commit(kit);
		store_kit_begin(kit);
		store_kit_department(kit, "102", "");
		(void)kill(getpid(), SIGKILL);
	}
	int result = -1;
	assert_int_equal(waitpid(child, &result, 0), child);
	assert_true(WIFSIGNALED(result));
	assert_int_equal(open_again(kit), JX_OK);
	assert_int_equal(count_departments(kit, kit->writer), 1);
}

/* Memory runs out at every point of a job, further on each time, until the job gets through. */
static void memory_that_runs_out_leaves_nothing_half_done(void **state)
{
	struct store_kit *kit = *state;
	int n_refused = 0;
	enum jx_status status = JX_UNAVAILABLE;
	store_kit_begin(kit);
	store_kit_commit(kit);
	for (sqlite3_int64 room = 0; status != JX_OK && room < 8 * 1024 * 1024; room += 32768) {
		int n = 0;
		(void)sqlite3_db_release_memory(kit->writer->sqlite);
		(void)sqlite3_hard_heap_limit64(sqlite3_memory_used() + room + 1);
		status = jx_tx_begin(kit->writer, &kit->error);
		if (status == JX_OK) {
			status = jx_tx_begin_job(kit->writer, &kit->error);
			if (status == JX_OK)
				status = fill(kit, &n);
			if (status == JX_OK)
				status = jx_tx_end_job(kit->writer, &kit->error);
			if (status != JX_OK)
				jx_tx_rollback_job(kit->writer);
			enum jx_status committed = jx_tx_commit(kit->writer, &kit->error);
			status = status == JX_OK ? committed : status;
		}
		(void)sqlite3_hard_heap_limit64(0);
		if (status != JX_OK) {
			n_refused++;
			assert_int_equal(kit->error.reason, JX_REASON_OUT_OF_MEMORY);
			assert_false(jx_db_is_lost(kit->writer));
			assert_int_equal(count_departments(kit, kit->writer), 0);
		}
	}
	assert_int_equal(status, JX_OK);
	assert_true(n_refused > 3);
	assert_int_equal(count_departments(kit, kit->writer), 5000);
}

static void the_log_beside_the_database_stays_small(void **state)
{
	struct store_kit *kit = *state;
	char path[128];
	struct stat found;
	path_of(kit, "jixiao.db-wal", path);
	for (int i = 0; i < 2000; i++) {
		char code[16];
		(void)snprintf(code, sizeof(code), "%d", i);
		store_kit_begin(kit);
		store_kit_department(kit, code, "");
		store_kit_commit(kit);
	}
	assert_int_equal(stat(path, &found), 0);
	assert_true(found.st_size >= (off_t)JX_WAL_CHECKPOINT_PAGES * JX_DB_PAGE_BYTES / 2);
	assert_true(found.st_size <= JX_WAL_MAX_BYTES);
	assert_int_equal(jx_db_maintain(kit->writer, &kit->error), JX_OK);
	close_all(kit);
	assert_int_not_equal(stat(path, &found), 0);
	assert_int_equal(open_again(kit), JX_OK);
	assert_int_equal(count_departments(kit, kit->writer), 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_new_store_belongs_to_its_owner_alone),
		WITH_STORE(a_store_has_the_settings_that_were_measured),
		WITH_STORE(a_store_is_not_made_twice),
		WITH_STORE(a_half_made_store_is_made_again),
		WITH_STORE(a_second_daemon_is_told_who_is_there),
		cmocka_unit_test(a_missing_directory_holds_no_store),
		WITH_STORE(a_directory_that_cannot_be_written_is_refused),
		WITH_STORE(a_newer_schema_is_left_alone),
		WITH_STORE(a_database_of_somebody_else_is_refused),
		WITH_STORE(a_damaged_file_is_refused),
		WITH_STORE(a_job_undone_leaves_nothing_and_the_others_stay),
		WITH_STORE(a_group_rolled_back_leaves_nothing),
		WITH_STORE(a_reader_sees_one_state_and_changes_nothing),
		WITH_STORE(a_read_past_its_deadline_ends),
		WITH_STORE(there_is_one_writer),
		WITH_STORE(a_full_disk_refuses_and_works_again_when_there_is_room),
		WITH_STORE(a_group_that_sqlite_undid_is_not_committed),
		WITH_STORE(an_error_of_the_disk_breaks_the_writer_for_good),
		WITH_STORE(what_was_committed_survives_a_kill),
		WITH_STORE(memory_that_runs_out_leaves_nothing_half_done),
		WITH_STORE(the_log_beside_the_database_stays_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
