#include "server/workers/worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "proto/contract/base/limits.h"
#include "server/base/clock.h"
#include "server/base/thread.h"
#include "server/net/call.h"
#include "server/workers/job_queue.h"

/* The writer checkpoints in small steps once it has had nothing to do for this long. */
#define IDLE_BEFORE_CHECKPOINT_MS 200

struct worker {
	struct jx_workers *workers;
	struct jx_db *db;
	pthread_t thread;
	bool is_running;
};

struct jx_workers {
	uv_async_t async;
	struct jx_worker_events events;
	struct jx_job_queue *reads;
	struct jx_job_queue *writes;
	pthread_mutex_t done_mutex;
	struct jx_job *done_first;
	struct jx_job **done_end;
	atomic_bool is_broken;
	bool is_broken_reported;
	struct worker writer;
	struct worker readers[JX_MAX_READERS];
	void (*on_closed)(void *user);
	void *on_closed_user;
};

/* What each door may have, in the order of enum jx_listener. */
#define STRANGERS(each)                                                                          \
	{                                                                                        \
		.max_jobs = JX_MAX_STRANGER_JOBS, .max_jobs_of_lane = (each),                    \
		.max_running = JX_MAX_STRANGER_READERS, .max_running_of_lane = 1, .max_long = 1, \
		.max_long_of_lane = 1                                                            \
	}
static const struct jx_section_limits READS[JX_QUEUE_SECTIONS] = {
	[JX_LISTENER_MAIN] = {.max_jobs = JX_MAX_QUEUED_READS,
		.max_jobs_of_lane = JX_MAX_PERSON_JOBS,
		.max_running = JX_MAX_READERS,
		.max_running_of_lane = JX_MAX_READERS - 1,
		.max_long = JX_MAX_LONG_READERS,
		.max_long_of_lane = JX_MAX_LONG_READERS - 1},
	[JX_LISTENER_ENROL] = STRANGERS(JX_MAX_STRANGER_JOBS_EACH),
	[JX_LISTENER_PUBLIC] = STRANGERS(JX_MAX_PUBLIC_JOBS_EACH),
};
/* The writer is one thread. */
static const struct jx_section_limits WRITES[JX_QUEUE_SECTIONS] = {
	[JX_LISTENER_MAIN] = {.max_jobs = JX_MAX_QUEUED_WRITES,
		.max_jobs_of_lane = JX_MAX_PERSON_JOBS,
		.max_steps = JX_MAX_QUEUED_STEPS,
		.max_running = 1,
		.max_running_of_lane = 1,
		.max_long = 1,
		.max_long_of_lane = 1},
	[JX_LISTENER_ENROL] = STRANGERS(JX_MAX_STRANGER_JOBS_EACH),
	[JX_LISTENER_PUBLIC] = STRANGERS(JX_MAX_PUBLIC_JOBS_EACH),
};
_Static_assert(JX_LISTENERS == JX_QUEUE_SECTIONS, "a section for each door");
_Static_assert(JX_MAX_LONG_READERS > 1 && JX_MAX_LONG_READERS < JX_MAX_READERS,
	"one caller's long jobs keep out neither another's nor a short one");

/* Hands a list of finished jobs to the loop. */
static void return_jobs(struct jx_workers *workers, struct jx_job *list)
{
	(void)pthread_mutex_lock(&workers->done_mutex);
	*workers->done_end = list;
	while (*workers->done_end != NULL)
		workers->done_end = &(*workers->done_end)->next;
	(void)pthread_mutex_unlock(&workers->done_mutex);
	(void)uv_async_send(&workers->async);
}

static struct jx_job *take_job(struct jx_job_queue *queue, uint32_t wait_ms, bool *ret_is_over)
{
	return (struct jx_job *)jx_job_queue_take(queue, wait_ms, ret_is_over);
}

static void *run_reader(void *arg)
{
	struct worker *self = arg;
	struct jx_job_queue *reads = self->workers->reads;
	bool is_over = false;
	/* Beside the loop and the writer, on which everybody waits; where the kernel refuses, all are alike. */
	(void)setpriority(PRIO_PROCESS, (id_t)gettid(), getpriority(PRIO_PROCESS, 0) + JX_READER_NICE);
	while (!is_over) {
		struct jx_job *job = take_job(reads, JX_WAIT_FOR_EVER, &is_over);
		if (job == NULL)
			continue;
		job->run_read(job, self->db);
		jx_job_queue_finish(reads, &job->turn);
		job->next = NULL;
		return_jobs(self->workers, job);
	}
	return NULL;
}

/* The jobs of one transaction. */
struct group {
	struct jx_job *first;
	struct jx_job **end;
	unsigned n;
	uint64_t end_ms; /* when it takes no more */
};

static void fail_group(struct group *group, const struct jx_error *error)
{
	for (struct jx_job *job = group->first; job != NULL; job = job->next)
		job->fail_write(job, error);
}

static void tell_group(struct group *group, struct jx_db *db)
{
	for (struct jx_job *job = group->first; job != NULL; job = job->next)
		if (job->after_commit != NULL)
			job->after_commit(job, db);
}

static enum jx_status run_write(
	struct worker *self, struct group *group, struct jx_job *job, struct jx_error *error)
{
	job->next = NULL;
	*group->end = job;
	group->end = &job->next;
	group->n++;
	enum jx_status status = jx_tx_begin_job(self->db, error);
	if (status != JX_OK)
		return status;
	if (job->run_write(job, self->db))
		return jx_tx_end_job(self->db, error);
	jx_tx_rollback_job(self->db);
	return JX_OK;
}

/* Runs a job, and after it those whose turn it is, until the group is full, old or has failed. */
static enum jx_status run_writes(
	struct worker *self, struct group *group, struct jx_job *job, struct jx_error *error)
{
	struct jx_job_queue *writes = self->workers->writes;
	enum jx_status status = JX_OK;
	bool is_over = false;
	while (job != NULL) {
		status = run_write(self, group, job, error);
		jx_job_queue_finish(writes, &job->turn);
		bool may_grow = status == JX_OK && group->n < JX_MAX_GROUP_WRITES &&
				jx_clock_monotonic_ms() < group->end_ms && !jx_tx_is_full(self->db);
		job = may_grow ? take_job(writes, 0, &is_over) : NULL;
	}
	return status;
}

/* One transaction: a job, and those that wait behind it. @return all of them, to be handed back. */
static struct jx_job *run_group(struct worker *self, struct jx_job *first)
{
	struct jx_error error = {0};
	struct group group = {.end = &group.first, .end_ms = jx_clock_monotonic_ms() + JX_MAX_GROUP_MS};
	jx_clock_begin_writing();
	if (jx_tx_begin(self->db, &error) != JX_OK) {
		jx_clock_end_writing();
		first->fail_write(first, &error);
		jx_job_queue_finish(self->workers->writes, &first->turn);
		first->next = NULL;
		return first;
	}
	enum jx_status status = run_writes(self, &group, first, &error);
	if (status == JX_OK && jx_db_is_lost(self->db))
		status = jx_fail_with(&error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT("I/O error")));
	if (status == JX_OK)
		status = jx_tx_commit(self->db, &error);
	else
		jx_tx_rollback(self->db);
	jx_clock_end_writing();
	if (status == JX_OK)
		tell_group(&group, self->db);
	else
		fail_group(&group, &error);
	return group.first;
}

/* Hears of it also when nobody writes. */
static void report_loss(struct worker *self)
{
	if (!jx_db_is_lost(self->db))
		return;
	atomic_store(&self->workers->is_broken, true);
	(void)uv_async_send(&self->workers->async);
}

static void *run_writer(void *arg)
{
	struct worker *self = arg;
	bool is_over = false;
	bool is_checkpoint_due = true;
	struct jx_error error = {0};
	while (!is_over) {
		uint32_t wait_ms = is_checkpoint_due ? IDLE_BEFORE_CHECKPOINT_MS : JX_WAIT_FOR_EVER;
		struct jx_job *job = take_job(self->workers->writes, wait_ms, &is_over);
		if (job != NULL) {
			job = run_group(self, job);
			is_checkpoint_due = true;
			report_loss(self);
			return_jobs(self->workers, job);
		} else if (!is_over && is_checkpoint_due) {
			/* One that cannot finish because a reader is in the way is tried again when idle. */
			is_checkpoint_due =
				jx_db_maintain(self->db, &error) != JX_OK && !jx_db_is_lost(self->db);
			report_loss(self);
		}
	}
	return NULL;
}

static void run_done(struct jx_workers *workers)
{
	(void)pthread_mutex_lock(&workers->done_mutex);
	struct jx_job *list = workers->done_first;
	workers->done_first = NULL;
	workers->done_end = &workers->done_first;
	(void)pthread_mutex_unlock(&workers->done_mutex);
	while (list != NULL) {
		struct jx_job *job = list;
		list = job->next; /* done() may free the job or submit it again */
		job->done(job);
	}
}

static void on_async(uv_async_t *async)
{
	struct jx_workers *workers = async->data;
	run_done(workers);
	if (atomic_load(&workers->is_broken) && !workers->is_broken_reported) {
		workers->is_broken_reported = true;
		workers->events.on_broken(workers->events.user);
	}
}

static void stop_readers(struct jx_workers *workers)
{
	jx_job_queue_close(workers->reads);
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		if (workers->readers[i].is_running)
			(void)pthread_join(workers->readers[i].thread, NULL);
}

static void stop_writer(struct jx_workers *workers)
{
	jx_job_queue_close(workers->writes);
	if (workers->writer.is_running)
		(void)pthread_join(workers->writer.thread, NULL);
}

static void close_connections(struct jx_workers *workers)
{
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		jx_db_free(workers->readers[i].db);
	jx_db_free(workers->writer.db);
}

static void free_workers(struct jx_workers *workers)
{
	close_connections(workers);
	jx_job_queue_free(workers->reads);
	jx_job_queue_free(workers->writes);
	(void)pthread_mutex_destroy(&workers->done_mutex);
	free(workers);
}

static enum jx_status open_connections(
	struct jx_workers *workers, struct jx_store *store, struct jx_error *error)
{
	enum jx_status status = jx_store_open_writer(store, &workers->writer.db, error);
	for (size_t i = 0; status == JX_OK && i < JX_MAX_READERS; i++)
		status = jx_store_open_reader(store, &workers->readers[i].db, error);
	return status;
}

static enum jx_status start_threads(struct jx_workers *workers, struct jx_error *error)
{
	workers->writer.is_running = jx_thread_start(&workers->writer.thread, run_writer, &workers->writer);
	bool is_all = workers->writer.is_running;
	for (size_t i = 0; i < JX_MAX_READERS; i++) {
		struct worker *reader = &workers->readers[i];
		reader->is_running = jx_thread_start(&reader->thread, run_reader, reader);
		is_all = is_all && reader->is_running;
	}
	return is_all ? JX_OK : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static void on_async_closed(uv_handle_t *handle)
{
	struct jx_workers *workers = handle->data;
	void (*on_closed)(void *user) = workers->on_closed;
	void *user = workers->on_closed_user;
	free_workers(workers);
	if (on_closed != NULL)
		on_closed(user);
}

enum jx_status jx_workers_start(uv_loop_t *loop, struct jx_store *store,
	const struct jx_worker_events *events, struct jx_workers **ret_workers, struct jx_error *error)
{
	struct jx_workers *workers = calloc(1, sizeof(*workers));
	if (workers == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	workers->reads = jx_job_queue_new(READS);
	workers->writes = jx_job_queue_new(WRITES);
	(void)pthread_mutex_init(&workers->done_mutex, NULL);
	workers->done_end = &workers->done_first;
	workers->events = *events;
	workers->writer.workers = workers;
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		workers->readers[i].workers = workers;

	enum jx_status status = workers->reads != NULL && workers->writes != NULL
					? open_connections(workers, store, error)
					: jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (status != JX_OK)
		goto fail_connections;
	if (uv_async_init(loop, &workers->async, on_async) != 0) {
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		goto fail_connections;
	}
	workers->async.data = workers;
	status = start_threads(workers, error);
	if (status != JX_OK)
		goto fail_threads;
	*ret_workers = workers;
	return JX_OK;

fail_threads:
	stop_readers(workers);
	stop_writer(workers);
	uv_close((uv_handle_t *)&workers->async, on_async_closed);
	return status;
fail_connections:
	free_workers(workers);
	return status;
}

size_t jx_workers_share(unsigned section)
{
	return READS[section].max_jobs_of_lane;
}

struct jx_queue_load jx_workers_read_load(const struct jx_workers *workers)
{
	return jx_job_queue_load(workers->reads);
}

struct jx_queue_load jx_workers_write_load(const struct jx_workers *workers)
{
	return jx_job_queue_load(workers->writes);
}

enum jx_push jx_workers_read(struct jx_workers *workers, struct jx_job *job)
{
	return jx_job_queue_push(workers->reads, &job->turn);
}

enum jx_push jx_workers_write(struct jx_workers *workers, struct jx_job *job)
{
	return jx_job_queue_push(workers->writes, &job->turn);
}

void jx_workers_stop(struct jx_workers *workers, void (*on_closed)(void *user), void *user)
{
	workers->on_closed = on_closed;
	workers->on_closed_user = user;
	stop_readers(workers);
	run_done(workers); /* what the readers prepared goes to the writer here */
	stop_writer(workers);
	run_done(workers);
	uv_close((uv_handle_t *)&workers->async, on_async_closed);
}
