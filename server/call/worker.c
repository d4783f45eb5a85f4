#include "server/call/worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "proto/contract/base/limits.h"

/* The writer checkpoints in small steps once it has had nothing to do for this long. */
#define IDLE_BEFORE_CHECKPOINT_MS 200

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t is_not_empty;
	struct jx_job *first;
	struct jx_job **end;
	size_t n_jobs;
	size_t max_jobs;
	bool is_closed;
};

struct worker {
	struct jx_workers *workers;
	struct jx_db *db;
	pthread_t thread;
	bool is_running;
};

struct jx_workers {
	uv_async_t async;
	struct jx_worker_events events;
	struct queue reads;
	struct queue writes;
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

static void queue_init(struct queue *queue, size_t max_jobs)
{
	pthread_condattr_t attributes;
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&queue->mutex, NULL);
	(void)pthread_cond_init(&queue->is_not_empty, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	queue->first = NULL;
	queue->end = &queue->first;
	queue->n_jobs = 0;
	queue->max_jobs = max_jobs;
	queue->is_closed = false;
}

static void queue_clear(struct queue *queue)
{
	(void)pthread_cond_destroy(&queue->is_not_empty);
	(void)pthread_mutex_destroy(&queue->mutex);
}

static bool queue_push(struct queue *queue, struct jx_job *job)
{
	(void)pthread_mutex_lock(&queue->mutex);
	bool is_taken = queue->n_jobs < queue->max_jobs && !queue->is_closed;
	if (is_taken) {
		job->next = NULL;
		*queue->end = job;
		queue->end = &job->next;
		queue->n_jobs++;
		(void)pthread_cond_signal(&queue->is_not_empty);
	}
	(void)pthread_mutex_unlock(&queue->mutex);
	return is_taken;
}

static void queue_close(struct queue *queue)
{
	(void)pthread_mutex_lock(&queue->mutex);
	queue->is_closed = true;
	(void)pthread_cond_broadcast(&queue->is_not_empty);
	(void)pthread_mutex_unlock(&queue->mutex);
}

/* Takes up to n jobs as a list; waits for one at most wait_ms (0: for ever). NULL: none came in that time or, when the
 * flag is set, none will ever come. */
static struct jx_job *queue_pop(struct queue *queue, size_t n, unsigned wait_ms, bool *ret_is_closed)
{
	struct timespec until;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)wait_ms * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;

	(void)pthread_mutex_lock(&queue->mutex);
	int rc = 0;
	while (queue->first == NULL && !queue->is_closed && rc == 0) {
		if (wait_ms == 0)
			rc = pthread_cond_wait(&queue->is_not_empty, &queue->mutex);
		else
			rc = pthread_cond_timedwait(&queue->is_not_empty, &queue->mutex, &until);
	}
	struct jx_job *list = queue->first;
	struct jx_job **end = &queue->first;
	for (size_t i = 0; i < n && *end != NULL; i++) {
		end = &(*end)->next;
		queue->n_jobs--;
	}
	if (list != NULL) {
		queue->first = *end;
		if (queue->first == NULL)
			queue->end = &queue->first;
		*end = NULL;
	}
	*ret_is_closed = list == NULL && queue->is_closed;
	(void)pthread_mutex_unlock(&queue->mutex);
	return list;
}

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

static void *run_reader(void *arg)
{
	struct worker *self = arg;
	bool is_closed = false;
	while (!is_closed) {
		struct jx_job *job = queue_pop(&self->workers->reads, 1, 0, &is_closed);
		if (job == NULL)
			continue;
		job->run_read(job, self->db);
		return_jobs(self->workers, job);
	}
	return NULL;
}

static void fail_writes(struct jx_job *list, const struct jx_error *error)
{
	for (struct jx_job *job = list; job != NULL; job = job->next)
		job->fail_write(job, error);
}

static enum jx_status run_job(struct jx_db *db, struct jx_job *job, struct jx_error *error)
{
	enum jx_status status = jx_tx_begin_job(db, error);
	if (status != JX_OK)
		return status;
	if (job->run_write(job, db))
		return jx_tx_end_job(db, error);
	jx_tx_rollback_job(db);
	return JX_OK;
}

/* Those of the list that go into one transaction: all of them, unless it gets too large. @return the next one. */
static struct jx_job *run_group(struct worker *self, struct jx_job *list)
{
	struct jx_error error = {0};
	struct jx_job *next = list;
	enum jx_status status = jx_tx_begin(self->db, &error);
	if (status == JX_OK) {
		do {
			status = run_job(self->db, next, &error);
			next = next->next;
		} while (status == JX_OK && next != NULL && !jx_tx_is_full(self->db));
		if (status == JX_OK && jx_db_is_lost(self->db))
			status =
				jx_fail_with(&error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT("I/O error")));
		if (status == JX_OK)
			status = jx_tx_commit(self->db, &error);
		else
			jx_tx_rollback(self->db);
	}
	if (status == JX_OK)
		return next;
	fail_writes(list, &error);
	return NULL;
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
	bool is_closed = false;
	bool is_checkpoint_due = true;
	struct jx_error error = {0};
	while (!is_closed) {
		unsigned wait_ms = is_checkpoint_due ? IDLE_BEFORE_CHECKPOINT_MS : 0;
		struct jx_job *list =
			queue_pop(&self->workers->writes, JX_MAX_GROUP_WRITES, wait_ms, &is_closed);
		if (list != NULL) {
			for (struct jx_job *rest = list; rest != NULL;)
				rest = run_group(self, rest);
			is_checkpoint_due = true;
			report_loss(self);
			return_jobs(self->workers, list);
		} else if (!is_closed && is_checkpoint_due) {
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
	queue_close(&workers->reads);
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		if (workers->readers[i].is_running)
			(void)pthread_join(workers->readers[i].thread, NULL);
}

static void stop_writer(struct jx_workers *workers)
{
	queue_close(&workers->writes);
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
	queue_clear(&workers->reads);
	queue_clear(&workers->writes);
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
	workers->writer.is_running =
		pthread_create(&workers->writer.thread, NULL, run_writer, &workers->writer) == 0;
	bool is_all = workers->writer.is_running;
	for (size_t i = 0; i < JX_MAX_READERS; i++) {
		struct worker *reader = &workers->readers[i];
		reader->is_running = pthread_create(&reader->thread, NULL, run_reader, reader) == 0;
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
	queue_init(&workers->reads, JX_MAX_QUEUED_READS);
	queue_init(&workers->writes, JX_MAX_QUEUED_WRITES);
	(void)pthread_mutex_init(&workers->done_mutex, NULL);
	workers->done_end = &workers->done_first;
	workers->events = *events;
	workers->writer.workers = workers;
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		workers->readers[i].workers = workers;

	enum jx_status status = open_connections(workers, store, error);
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

enum jx_status jx_workers_read(struct jx_workers *workers, struct jx_job *job)
{
	return queue_push(&workers->reads, job) ? JX_OK : JX_EXHAUSTED;
}

enum jx_status jx_workers_write(struct jx_workers *workers, struct jx_job *job)
{
	return queue_push(&workers->writes, job) ? JX_OK : JX_EXHAUSTED;
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
