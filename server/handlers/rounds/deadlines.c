#include "server/handlers/rounds/deadlines.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/cache/snapshots.h"
#include "server/call/record.h"
#include "server/call/reply_cache.h"
#include "storage/filing/store_due.h"
#include "storage/registry/store_rounds.h"

struct jx_deadlines {
	struct jx_job job; /* first, so that a job is its deadlines */
	struct jx_services *services;
	uv_timer_t timer;
	uint64_t warn_ms; /* when the clock may be warned of again, monotonic */
	bool is_queued;   /* the writer has the job */
	bool is_stopped;
	/* When time acts next; changed by the writer, looked at by the loop. At the start it is not known, and therefore
	 * passed. */
	_Atomic int64_t next_ms;
	/* The round to which the job has done something, "" for none. */
	char round[JX_MAX_CODE_BYTES + 1];
	struct jx_error error;
	enum jx_status status;
};

static void run_if_due(struct jx_deadlines *deadlines);

struct jx_deadlines *jx_deadlines_new(struct jx_services *services)
{
	struct jx_deadlines *deadlines = calloc(1, sizeof(*deadlines));
	if (deadlines != NULL)
		deadlines->services = services;
	return deadlines;
}

void jx_deadlines_free(struct jx_deadlines *deadlines)
{
	free(deadlines);
}

/* The deadline of an open round has passed. */
static enum jx_status close_slowly(struct jx_deadlines *deadlines, struct jx_db *db, const char *id)
{
	const struct jx_round_transition *row = jx_round_next(JX_ROUND_STATE_OPEN, JX_ROUND_ACT_DEADLINE);
	char name[JX_RESOURCE_NAME_BYTES];
	const struct jx_log_entry entry = {.act = jx_round_act_id(row->act),
		.object = jx_name_round(name, id),
		.before = jx_round_state_id(row->from),
		.after = jx_round_state_id(row->to)};
	enum jx_status status = jx_round_set_state(db, id, row->from, row->to, &deadlines->error);
	if (status == JX_OK)
		status = jx_round_count_change(db, id, &deadlines->error);
	return status == JX_OK ? jx_record_own_act(db, &entry, &deadlines->error) : status;
}

/* A window or the time of an answer has ended: whose turn it is follows from the time, and that it came is marked. */
static enum jx_status mark(struct jx_deadlines *deadlines, struct jx_db *db, const struct jx_due *due)
{
	char name[JX_RESOURCE_NAME_BYTES];
	bool is_window = due->kind == JX_DUE_WINDOW;
	const struct jx_log_entry entry = {.act = is_window ? JX_LOG_END_WINDOW : JX_LOG_OVERDUE,
		.object = is_window ? jx_name_round(name, due->round)
				    : jx_name_submission(name, due->round, due->department)};
	enum jx_status status = jx_due_mark(db, due, &deadlines->error);
	return status == JX_OK ? jx_record_own_act(db, &entry, &deadlines->error) : status;
}

static enum jx_status write_down(struct jx_deadlines *deadlines, struct jx_db *db, const struct jx_due *due)
{
	enum jx_status status = due->kind == JX_DUE_DEADLINE ? close_slowly(deadlines, db, due->round)
							     : mark(deadlines, db, due);
	if (status == JX_OK)
		(void)jx_text_copy(deadlines->round, sizeof(deadlines->round), due->round);
	return status;
}

/* One act at a time; while there are more, the time that comes first has passed and the job is queued again. */
static enum jx_status pass_first(struct jx_deadlines *deadlines, struct jx_db *db)
{
	struct jx_due due;
	enum jx_status status = jx_due_next(db, &due, &deadlines->error);
	if (status != JX_OK)
		return status;
	int64_t due_ms = due.kind == JX_DUE_NONE ? INT64_MAX : due.time_ms;
	atomic_store(&deadlines->next_ms, due_ms);
	return jx_clock_ms() > due_ms ? write_down(deadlines, db, &due) : JX_OK;
}

static bool run_deadlines(struct jx_job *job, struct jx_db *db)
{
	struct jx_deadlines *deadlines = (struct jx_deadlines *)job;
	deadlines->status = pass_first(deadlines, db);
	return deadlines->status == JX_OK;
}

static void fail_deadlines(struct jx_job *job, const struct jx_error *error)
{
	struct jx_deadlines *deadlines = (struct jx_deadlines *)job;
	deadlines->status = jx_reason_status(error->reason);
	deadlines->error = *error;
}

static void done_deadlines(struct jx_job *job)
{
	struct jx_deadlines *deadlines = (struct jx_deadlines *)job;
	deadlines->is_queued = false;
	if (deadlines->status != JX_OK) {
		/* Tried again at the next tick. */
		jx_log_error(JX_LOG_ERROR, "what time did could not be written down", &deadlines->error);
		return;
	}
	if (deadlines->round[0] == '\0')
		return;
	jx_reply_cache_invalidate(deadlines->services->reply_cache, deadlines->round);
	jx_snapshots_invalidate(deadlines->services->snapshots, deadlines->round);
	jx_log_write(JX_LOG_INFO, "a time of a round has passed", "round", deadlines->round, NULL);
	run_if_due(deadlines);
}

static void run_if_due(struct jx_deadlines *deadlines)
{
	bool is_due = jx_clock_ms() > atomic_load(&deadlines->next_ms);
	struct jx_workers *workers = deadlines->services->workers;
	if (!is_due || deadlines->is_queued || deadlines->is_stopped)
		return;
	deadlines->round[0] = '\0';
	deadlines->job = (struct jx_job){
		.run_write = run_deadlines, .fail_write = fail_deadlines, .done = done_deadlines};
	/* A queue that is full is tried again at the next tick. */
	deadlines->is_queued = jx_workers_write(workers, &deadlines->job) == JX_PUSHED;
}

static void warn_of_clock(struct jx_deadlines *deadlines)
{
	char seconds[24];
	int64_t behind_ms = jx_clock_behind_ms();
	uint64_t now_ms = jx_clock_monotonic_ms();
	if (behind_ms < JX_CLOCK_TOLERANCE_MS || now_ms < deadlines->warn_ms)
		return;
	deadlines->warn_ms = now_ms + JX_CLOCK_WARNING_MS;
	(void)snprintf(seconds, sizeof(seconds), "%" PRId64, behind_ms / 1000);
	jx_log_write(JX_LOG_WARNING,
		"the clock is behind the log or an earlier reading, whose time is used instead", "seconds",
		seconds, NULL);
}

static void on_tick(uv_timer_t *timer)
{
	struct jx_deadlines *deadlines = timer->data;
	jx_record_time(deadlines->services->store);
	warn_of_clock(deadlines);
	run_if_due(deadlines);
}

void jx_deadlines_start(struct jx_deadlines *deadlines)
{
	(void)uv_timer_init(deadlines->services->loop, &deadlines->timer);
	deadlines->timer.data = deadlines;
	(void)uv_timer_start(&deadlines->timer, on_tick, 0, JX_DEADLINE_TICK_MS);
}

void jx_deadlines_stop(struct jx_deadlines *deadlines)
{
	deadlines->is_stopped = true;
	jx_record_time(deadlines->services->store);
}

void jx_deadlines_close(struct jx_deadlines *deadlines)
{
	uv_close((uv_handle_t *)&deadlines->timer, NULL);
}

void jx_deadlines_note(struct jx_deadlines *deadlines, int64_t deadline_ms)
{
	if (deadline_ms < atomic_load(&deadlines->next_ms))
		atomic_store(&deadlines->next_ms, deadline_ms);
}
