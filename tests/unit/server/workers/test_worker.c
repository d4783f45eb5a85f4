#include "server/workers/worker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "server/net/call.h"
#include "storage/registry/store_departments.h"
#include "tests/support/test.h"

#define NOW_MS INT64_C(1773564127000)

struct room {
	char directory[64];
	uv_loop_t loop;
	struct jx_store *store;
	struct jx_workers *workers;
	uv_thread_t loop_thread;
	unsigned n_done;
	unsigned n_expected;
	unsigned n_broken;
	bool is_break_expected;
	bool is_submitting; /* true inside the calls that submit: done() must not run there */
};

/* A job that adds a department, or looks for one. */
struct job {
	struct jx_job job;
	struct room *room;
	char code[16];
	bool is_kept;
	bool is_write;
	unsigned n_runs;
	unsigned n_dones;
	bool has_failed;
	bool is_found;
};

static bool insert_department(struct jx_job *base, struct jx_db *db)
{
	struct job *job = (struct job *)base;
	struct jx_error error;
	JxDepartment department = JX_DEPARTMENT_INIT;
	bool is_unchanged;
	job->n_runs++;
	department.code = job->code;
	department.title = (char *)"样局";
	if (jx_department_insert(db, &department, &is_unchanged, &error) != JX_OK)
		return false;
	return job->is_kept;
}

static void find_department(struct jx_job *base, struct jx_db *db)
{
	struct job *job = (struct job *)base;
	struct jx_error error;
	struct jx_arena arena;
	JxDepartment *found;
	job->n_runs++;
	jx_arena_init(&arena, 65536);
	if (jx_tx_begin_read(db, NULL, NULL, &error) == JX_OK) {
		job->is_found = jx_department_get(db, job->code, &arena, &found, &error) == JX_OK;
		jx_tx_end_read(db);
	}
	jx_arena_clear(&arena);
}

static void fail_job(struct jx_job *base, const struct jx_error *error)
{
	(void)error;
	((struct job *)base)->has_failed = true;
}

static void done(struct jx_job *base)
{
	struct job *job = (struct job *)base;
	uv_thread_t self = uv_thread_self();
	assert_true(uv_thread_equal(&self, &job->room->loop_thread));
	assert_false(job->room->is_submitting);
	job->n_dones++;
	if (++job->room->n_done == job->room->n_expected)
		uv_stop(&job->room->loop);
}

static void on_broken(void *user)
{
	struct room *room = user;
	if (!room->is_break_expected)
		fail_msg("the write path is broken");
	room->n_broken++;
	uv_stop(&room->loop);
}

static int open_room(void **state)
{
	struct room *room = calloc(1, sizeof(*room));
	struct jx_error error;
	const struct jx_worker_events events = {.on_broken = on_broken, .user = room};
	(void)snprintf(room->directory, sizeof(room->directory), "worker-XXXXXX");
	assert_non_null(mkdtemp(room->directory));
	assert_int_equal(jx_store_create(room->directory, "样县", NOW_MS, &error), JX_OK);
	assert_int_equal(jx_store_open(room->directory, &room->store, &error), JX_OK);
	assert_int_equal(uv_loop_init(&room->loop), 0);
	room->loop_thread = uv_thread_self();
	assert_int_equal(jx_workers_start(&room->loop, room->store, &events, &room->workers, &error), JX_OK);
	*state = room;
	return 0;
}

static void stop_workers(struct room *room)
{
	if (room->workers == NULL)
		return;
	jx_workers_stop(room->workers, NULL, NULL);
	room->workers = NULL;
	(void)uv_run(&room->loop, UV_RUN_DEFAULT);
}

static int close_room(void **state)
{
	struct room *room = *state;
	static const char *const NAMES[] = {"jixiao.db", "jixiao.db-wal", "jixiao.db-shm", "jixiao.lock"};
	stop_workers(room);
	assert_int_equal(uv_loop_close(&room->loop), 0);
	jx_store_free(room->store);
	for (size_t i = 0; i < JX_COUNT_OF(NAMES); i++) {
		char path[128];
		(void)snprintf(path, sizeof(path), "%s/%s", room->directory, NAMES[i]);
		(void)unlink(path);
	}
	(void)rmdir(room->directory);
	free(room);
	return 0;
}

static void set_job(struct room *room, struct job *job, unsigned number, bool is_write, bool is_kept)
{
	memset(job, 0, sizeof(*job));
	job->job = (struct jx_job){.turn = {.caller = number},
		.run_read = find_department,
		.run_write = insert_department,
		.fail_write = fail_job,
		.done = done};
	job->room = room;
	job->is_write = is_write;
	job->is_kept = is_kept;
	(void)snprintf(job->code, sizeof(job->code), "%u", 1000 + number);
}

static void submit(struct room *room, struct job *job)
{
	room->is_submitting = true;
	enum jx_push push = job->is_write ? jx_workers_write(room->workers, &job->job)
					  : jx_workers_read(room->workers, &job->job);
	room->is_submitting = false;
	assert_int_equal(push, JX_PUSHED);
}

static void wait_for(struct room *room, unsigned n)
{
	room->n_expected = room->n_done + n;
	(void)uv_run(&room->loop, UV_RUN_DEFAULT);
}

static void every_job_runs_once_and_is_done_once_on_the_loop(void **state)
{
	enum { N = 500 };
	struct room *room = *state;
	struct job *jobs = calloc(N, sizeof(*jobs));
	room->n_expected = N;
	for (unsigned i = 0; i < N; i++) {
		set_job(room, &jobs[i], i, i % 2 == 0, true);
		submit(room, &jobs[i]);
	}
	(void)uv_run(&room->loop, UV_RUN_DEFAULT);
	for (unsigned i = 0; i < N; i++) {
		assert_int_equal(jobs[i].n_runs, 1);
		assert_int_equal(jobs[i].n_dones, 1);
	}
	free(jobs);
}

static void a_job_that_says_no_leaves_nothing_and_its_neighbours_stay(void **state)
{
	struct room *room = *state;
	struct job writes[3];
	struct job reads[3];
	room->n_expected = 3;
	for (unsigned i = 0; i < 3; i++) {
		set_job(room, &writes[i], i, true, i != 1);
		submit(room, &writes[i]);
	}
	(void)uv_run(&room->loop, UV_RUN_DEFAULT);
	for (unsigned i = 0; i < 3; i++) {
		set_job(room, &reads[i], i, false, false);
		submit(room, &reads[i]);
	}
	wait_for(room, 3);
	assert_true(reads[0].is_found);
	assert_false(reads[1].is_found);
	assert_true(reads[2].is_found);
}

static void a_write_that_is_done_is_seen_by_the_next_read(void **state)
{
	struct room *room = *state;
	for (unsigned i = 0; i < 50; i++) {
		struct job write;
		struct job read;
		set_job(room, &write, i, true, true);
		set_job(room, &read, i, false, false);
		submit(room, &write);
		wait_for(room, 1);
		submit(room, &read);
		wait_for(room, 1);
		assert_true(read.is_found);
	}
}

static void what_was_accepted_is_done_at_shutdown_too(void **state)
{
	enum { N = 100 };
	struct room *room = *state;
	struct job *jobs = calloc(N, sizeof(*jobs));
	for (unsigned i = 0; i < N; i++) {
		set_job(room, &jobs[i], i, true, true);
		submit(room, &jobs[i]);
	}
	stop_workers(room);
	for (unsigned i = 0; i < N; i++) {
		assert_int_equal(jobs[i].n_runs, 1);
		assert_int_equal(jobs[i].n_dones, 1);
		assert_false(jobs[i].has_failed);
	}
	free(jobs);
}

static bool run_slowly(struct jx_job *base, struct jx_db *db)
{
	(void)base;
	(void)db;
	(void)usleep(300000);
	return true;
}

static void a_full_queue_refuses_at_once(void **state)
{
	struct room *room = *state;
	struct job slow;
	struct job *jobs = calloc(JX_MAX_QUEUED_WRITES + 1, sizeof(*jobs));
	unsigned n = 0;
	set_job(room, &slow, 0, true, true);
	slow.job.run_write = run_slowly;
	submit(room, &slow);
	(void)usleep(100000); /* the writer has it now, alone in its group */
	while (n <= JX_MAX_QUEUED_WRITES) {
		set_job(room, &jobs[n], n, true, true);
		if (jx_workers_write(room->workers, &jobs[n].job) != JX_PUSHED)
			break;
		n++;
	}
	assert_int_equal(n + 1, JX_MAX_QUEUED_WRITES); /* with the one that runs */
	wait_for(room, n + 1);
	assert_int_equal(jobs[n].n_runs, 0);
	free(jobs);
}

/* Pushes writes of one caller, while the writer is busy with another's, until one is refused. */
static unsigned push_all(struct room *room, struct job *jobs, unsigned section, enum jx_push *ret_last)
{
	unsigned n = 0;
	do {
		set_job(room, &jobs[n], n, true, true);
		jobs[n].job.turn = (struct jx_turn){.caller = UINT64_MAX, .section = section};
		*ret_last = jx_workers_write(room->workers, &jobs[n].job);
	} while (*ret_last == JX_PUSHED && ++n < JX_MAX_QUEUED_WRITES);
	return n;
}

static void one_caller_fills_its_own_part_of_the_queue_alone(void **state)
{
	struct room *room = *state;
	struct job slow;
	struct job other;
	enum jx_push last;
	struct job *jobs = calloc(JX_MAX_QUEUED_WRITES, sizeof(*jobs));
	struct job *strangers = calloc(JX_MAX_QUEUED_WRITES, sizeof(*jobs));
	set_job(room, &slow, 0, true, true);
	slow.job.run_write = run_slowly;
	submit(room, &slow);
	unsigned n = push_all(room, jobs, JX_LISTENER_MAIN, &last);
	assert_int_equal(last, JX_PUSH_LANE_FULL);
	assert_int_equal(n, JX_MAX_PERSON_JOBS);
	unsigned n_strangers = push_all(room, strangers, JX_LISTENER_ENROL, &last);
	assert_int_equal(last, JX_PUSH_LANE_FULL);
	assert_int_equal(n_strangers, JX_MAX_STRANGER_JOBS_EACH);
	set_job(room, &other, 1, true, true);
	submit(room, &other);
	wait_for(room, n + n_strangers + 2);
	free(jobs);
	free(strangers);
}

static ssize_t fail_pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	(void)fd;
	(void)bytes;
	(void)n;
	(void)offset;
	errno = EIO;
	return -1;
}

static void let_writes_fail(bool may_fail)
{
	static const char *const NAMES[] = {"pwrite", "pwrite64"};
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	for (size_t i = 0; i < JX_COUNT_OF(NAMES); i++)
		if (vfs->xGetSystemCall(vfs, NAMES[i]) != NULL)
			assert_int_equal(vfs->xSetSystemCall(vfs, NAMES[i],
						 may_fail ? (sqlite3_syscall_ptr)fail_pwrite : NULL),
				SQLITE_OK);
}

static void an_idle_checkpoint_that_fails_is_heard_of_at_once(void **state)
{
	struct room *room = *state;
	struct job write;
	set_job(room, &write, 0, true, true);
	room->is_break_expected = true;
	submit(room, &write);
	wait_for(room, 1);
	assert_int_equal(room->n_broken, 0);
	let_writes_fail(true);
	(void)uv_run(&room->loop, UV_RUN_DEFAULT);
	let_writes_fail(false);
	assert_int_equal(room->n_broken, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_job_runs_once_and_is_done_once_on_the_loop, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_job_that_says_no_leaves_nothing_and_its_neighbours_stay, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_write_that_is_done_is_seen_by_the_next_read, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			what_was_accepted_is_done_at_shutdown_too, open_room, close_room),
		cmocka_unit_test_setup_teardown(a_full_queue_refuses_at_once, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			one_caller_fills_its_own_part_of_the_queue_alone, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			an_idle_checkpoint_that_fails_is_heard_of_at_once, open_room, close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
