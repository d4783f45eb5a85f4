/*
 * The worker threads: one writer, a few readers, and the way back to the loop.
 *
 * The writer takes the jobs that wait (JX_MAX_GROUP_WRITES or JX_MAX_GROUP_MS of
 * them) into one transaction, each in a savepoint, and hands them back after COMMIT has returned, so that an
 * acknowledgement means "on disk". A job, once accepted, runs once and reaches done() on the loop once, never inside
 * the call that submitted it, also at shutdown. Both queues are fair (fair_queue.h) with a section for each door; when
 * a section, or the caller's part of it, is full the job is refused at once.
 * The threads share the queues under their mutexes and nothing else; each has its own connection. Readers have a lower
 * priority than the loop and the writer: judging a wide report may take a second, and must not keep the loop from a
 * processor.
 */
#ifndef SERVER_WORK_WORKER_H
#define SERVER_WORK_WORKER_H

#include <stdbool.h>

#include <uv.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "server/workers/fair_queue.h"
#include "server/workers/job_queue.h"
#include "storage/store.h"

/** One piece of work; embedded by its owner, who frees it in done() or later. */
struct jx_job {
	struct jx_turn turn; /* first, so that a turn is its job */
	/* The work of a reader. @thread reader. */
	void (*run_read)(struct jx_job *job, struct jx_db *db);
	/* The work of the writer: true keeps what was written, false rolls it back. @thread writer. */
	bool (*run_write)(struct jx_job *job, struct jx_db *db);
	/* The group is on disk. NULL allowed. @thread writer, outside a group. */
	void (*after_commit)(struct jx_job *job, struct jx_db *db);
	/* The group could not be committed, so nothing of this job is stored. @thread writer. */
	void (*fail_write)(struct jx_job *job, const struct jx_error *error);
	/* The job is the owner's again. @thread loop. */
	void (*done)(struct jx_job *job);
	struct jx_job *next; /* among those that are done */
};

struct jx_workers;

/** What the owner of the workers hears of. @thread loop. */
struct jx_worker_events {
	/* The write path failed with an I/O error: nothing more is acknowledged, the daemon must stop. */
	void (*on_broken)(void *user);
	void *user;
};

/** Open the connections and start the threads.
 *
 * @param store    borrowed until jx_workers_stop() has returned.
 * @param events   copied.
 * @return JX_OK; else the status of the error, and nothing runs.
 */
enum jx_status jx_workers_start(uv_loop_t *loop, struct jx_store *store,
	const struct jx_worker_events *events, struct jx_workers **ret_workers,
	struct jx_error *error) JX_MUST_CHECK;

/** How many jobs one caller may have in a queue. */
size_t jx_workers_share(unsigned section);

/** What waits for readers, and for the writer. @thread any. */
struct jx_queue_load jx_workers_read_load(const struct jx_workers *workers);
struct jx_queue_load jx_workers_write_load(const struct jx_workers *workers);

/** Queue a job for a reader. @return JX_PUSHED; else the job is the caller's still. @thread loop. */
enum jx_push jx_workers_read(struct jx_workers *workers, struct jx_job *job) JX_MUST_CHECK;

/** Queue a job for the writer, alike. @thread loop. */
enum jx_push jx_workers_write(struct jx_workers *workers, struct jx_job *job) JX_MUST_CHECK;

/** Let the threads run what was accepted, join them, run the last done()s, close the connections.
 *
 * Called when no call is left that could submit; the writer stops last and checkpoints. The loop must still run
 * one turn for the async handle to close, after which on_closed is called and the workers are freed.
 * @thread loop.
 */
void jx_workers_stop(struct jx_workers *workers, void (*on_closed)(void *user), void *user);

#endif
