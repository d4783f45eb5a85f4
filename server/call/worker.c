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
	struct jx_workers *pool;
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
	size_t n_pending; /* loop only */
	atomic_bool is_broken;
	bool is_broken_told;
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

/* Takes up to n jobs as a list; waits for one at most wait_ms (0: for ever). The flag tells a closed, empty
 * queue from a wait that was in vain: both give NULL. */
static struct jx_job *queue_pop(struct queue *queue, size_t n, unsigned wait_ms, bool *ret_is_over)
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
	*ret_is_over = list == NULL && queue->is_closed;
	(void)pthread_mutex_unlock(&queue->mutex);
	return list;
}

/* Hands a list of finished jobs to the loop. */
static void give_back(struct jx_workers *pool, struct jx_job *list)
{
	(void)pthread_mutex_lock(&pool->done_mutex);
	*pool->done_end = list;
	while (*pool->done_end != NULL)
		pool->done_end = &(*pool->done_end)->next;
	(void)pthread_mutex_unlock(&pool->done_mutex);
	(void)uv_async_send(&pool->async);
}

static void *run_reader(void *arg)
{
	struct worker *self = arg;
	bool is_interrupted = false;
	while (!is_interrupted) {
		struct jx_job *job = queue_pop(&self->pool->reads, 1, 0, &is_interrupted);
		if (job == NULL)
			continue;
		(void)job->run(job, self->db);
		give_back(self->pool, job);
	}
	return NULL;
}

static void fail_all(struct jx_job *list, const struct jx_error *error)
{
	for (struct jx_job *job = list; job != NULL; job = job->next)
		job->fail(job, error);
}

/* One transaction for the whole list. */
static void run_group(struct worker *self, struct jx_job *list)
{
	struct jx_error error = {0};
	if (jx_tx_begin(self->db, &error) != JX_OK) {
		fail_all(list, &error);
		return;
	}
	enum jx_status status = JX_OK;
	for (struct jx_job *job = list; job != NULL && status == JX_OK; job = job->next) {
		status = jx_tx_begin_job(self->db, &error);
		if (status != JX_OK)
			break;
		if (job->run(job, self->db))
			status = jx_tx_end_job(self->db, &error);
		else
			jx_tx_rollback_job(self->db);
	}
	if (status == JX_OK && jx_db_is_lost(self->db))
		status = jx_fail_with(&error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT("I/O error")));
	if (status == JX_OK)
		status = jx_tx_commit(self->db, &error);
	if (status != JX_OK) {
		jx_tx_rollback(self->db);
		fail_all(list, &error);
	}
}

static void *run_writer(void *arg)
{
	struct worker *self = arg;
	bool is_interrupted = false;
	bool is_checkpoint_due = true;
	struct jx_error error = {0};
	while (!is_interrupted) {
		unsigned wait_ms = is_checkpoint_due ? IDLE_BEFORE_CHECKPOINT_MS : 0;
		struct jx_job *list =
			queue_pop(&self->pool->writes, JX_MAX_GROUP_WRITES, wait_ms, &is_interrupted);
		if (list != NULL) {
			run_group(self, list);
			is_checkpoint_due = true;
			if (jx_db_is_lost(self->db))
				atomic_store(&self->pool->is_broken, true);
			give_back(self->pool, list);
		} else if (!is_interrupted && is_checkpoint_due) {
			/* One that cannot finish because a reader is in the way is tried again when idle. */
			is_checkpoint_due =
				jx_db_maintain(self->db, &error) != JX_OK && !jx_db_is_lost(self->db);
		}
	}
	return NULL;
}

static void run_done(struct jx_workers *pool)
{
	(void)pthread_mutex_lock(&pool->done_mutex);
	struct jx_job *list = pool->done_first;
	pool->done_first = NULL;
	pool->done_end = &pool->done_first;
	(void)pthread_mutex_unlock(&pool->done_mutex);
	while (list != NULL) {
		struct jx_job *job = list;
		list = job->next; /* done() may free the job or submit it again */
		pool->n_pending--;
		job->done(job);
	}
}

static void on_async(uv_async_t *async)
{
	struct jx_workers *pool = async->data;
	run_done(pool);
	if (atomic_load(&pool->is_broken) && !pool->is_broken_told) {
		pool->is_broken_told = true;
		pool->events.on_broken(pool->events.user);
	}
}

static void stop_readers(struct jx_workers *pool)
{
	queue_close(&pool->reads);
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		if (pool->readers[i].is_running)
			(void)pthread_join(pool->readers[i].thread, NULL);
}

static void stop_writer(struct jx_workers *pool)
{
	queue_close(&pool->writes);
	if (pool->writer.is_running)
		(void)pthread_join(pool->writer.thread, NULL);
}

static void close_connections(struct jx_workers *pool)
{
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		jx_db_free(pool->readers[i].db);
	jx_db_free(pool->writer.db);
}

static void free_pool(struct jx_workers *pool)
{
	close_connections(pool);
	queue_clear(&pool->reads);
	queue_clear(&pool->writes);
	(void)pthread_mutex_destroy(&pool->done_mutex);
	free(pool);
}

static enum jx_status open_connections(
	struct jx_workers *pool, struct jx_store *store, struct jx_error *error)
{
	enum jx_status status = jx_store_open_writer(store, &pool->writer.db, error);
	for (size_t i = 0; status == JX_OK && i < JX_MAX_READERS; i++)
		status = jx_store_open_reader(store, &pool->readers[i].db, error);
	return status;
}

static enum jx_status start_threads(struct jx_workers *pool, struct jx_error *error)
{
	pool->writer.is_running = pthread_create(&pool->writer.thread, NULL, run_writer, &pool->writer) == 0;
	bool is_all = pool->writer.is_running;
	for (size_t i = 0; i < JX_MAX_READERS; i++) {
		struct worker *reader = &pool->readers[i];
		reader->is_running = pthread_create(&reader->thread, NULL, run_reader, reader) == 0;
		is_all = is_all && reader->is_running;
	}
	return is_all ? JX_OK : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static void on_async_closed(uv_handle_t *handle)
{
	struct jx_workers *pool = handle->data;
	void (*on_closed)(void *user) = pool->on_closed;
	void *user = pool->on_closed_user;
	free_pool(pool);
	if (on_closed != NULL)
		on_closed(user);
}

enum jx_status jx_workers_start(uv_loop_t *loop, struct jx_store *store,
	const struct jx_worker_events *events, struct jx_error *error, struct jx_workers **ret_workers)
{
	struct jx_workers *pool = calloc(1, sizeof(*pool));
	if (pool == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	queue_init(&pool->reads, JX_MAX_QUEUED_READS);
	queue_init(&pool->writes, JX_MAX_QUEUED_WRITES);
	(void)pthread_mutex_init(&pool->done_mutex, NULL);
	pool->done_end = &pool->done_first;
	pool->events = *events;
	pool->writer.pool = pool;
	for (size_t i = 0; i < JX_MAX_READERS; i++)
		pool->readers[i].pool = pool;

	enum jx_status status = open_connections(pool, store, error);
	if (status != JX_OK)
		goto fail_connections;
	if (uv_async_init(loop, &pool->async, on_async) != 0) {
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		goto fail_connections;
	}
	pool->async.data = pool;
	status = start_threads(pool, error);
	if (status != JX_OK)
		goto fail_threads;
	*ret_workers = pool;
	return JX_OK;

fail_threads:
	stop_readers(pool);
	stop_writer(pool);
	uv_close((uv_handle_t *)&pool->async, on_async_closed);
	return status;
fail_connections:
	free_pool(pool);
	return status;
}

static enum jx_status submit(struct jx_workers *pool, struct queue *queue, struct jx_job *job)
{
	if (!queue_push(queue, job))
		return JX_EXHAUSTED;
	pool->n_pending++;
	return JX_OK;
}

enum jx_status jx_workers_read(struct jx_workers *pool, struct jx_job *job)
{
	return submit(pool, &pool->reads, job);
}

enum jx_status jx_workers_write(struct jx_workers *pool, struct jx_job *job)
{
	return submit(pool, &pool->writes, job);
}

void jx_workers_stop(struct jx_workers *pool, void (*on_closed)(void *user), void *user)
{
	pool->on_closed = on_closed;
	pool->on_closed_user = user;
	stop_readers(pool);
	run_done(pool); /* what the readers prepared goes to the writer here */
	stop_writer(pool);
	run_done(pool);
	uv_close((uv_handle_t *)&pool->async, on_async_closed);
}

size_t jx_workers_n_pending(const struct jx_workers *pool)
{
	return pool->n_pending;
}
