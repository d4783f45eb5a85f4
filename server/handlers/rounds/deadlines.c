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
#include "storage/registry/store_rounds.h"

struct jx_deadlines {
	struct jx_job job; /* first, so that a job is its deadlines */
	struct jx_services *services;
	uv_timer_t timer;
	uint64_t warn_ms; /* when the clock may be warned of again, monotonic */
	bool is_queued;   /* the writer has the job */
	bool is_stopped;
	/* Of the open rounds, the deadline that comes first; changed by the writer, looked at by the loop. At the start it is
	 * not known, and therefore passed. */
	_Atomic int64_t next_ms;
	/* What the job did: the round that is CLOSING now, "" for none. */
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

static enum jx_status write_down(struct jx_deadlines *deadlines, struct jx_db *db, const JxRound *round)
{
	const struct jx_round_transition *row = jx_round_next(round->state, JX_ROUND_ACT_DEADLINE);
	const char *id = jx_name_last(round->name);
	const struct jx_log_entry entry = {.act = jx_round_act_id(row->act),
		.object = round->name,
		.before = jx_round_state_id(row->from),
		.after = jx_round_state_id(row->to)};
	enum jx_status status = jx_round_set_state(db, id, row->from, row->to, &deadlines->error);
	if (status != JX_OK)
		return status;
	status = jx_round_count_change(db, id, &deadlines->error);
	if (status != JX_OK)
		return status;
	status = jx_record_own_act(db, &entry, &deadlines->error);
	if (status == JX_OK)
		(void)jx_text_copy(deadlines->round, sizeof(deadlines->round), id);
	return status;
}

/* One round at a time; while there are more, the deadline that comes first has passed and the job is queued again. */
static enum jx_status pass_first(struct jx_deadlines *deadlines, struct jx_db *db, struct jx_arena *arena)
{
	JxRound *round = NULL;
	enum jx_status status = jx_round_next_due(db, arena, &round, &deadlines->error);
	if (status != JX_OK)
		return status;
	int64_t deadline_ms = round == NULL ? INT64_MAX : jx_timestamp_ms(round->deadline_time);
	atomic_store(&deadlines->next_ms, deadline_ms);
	return jx_clock_ms() > deadline_ms ? write_down(deadlines, db, round) : JX_OK;
}

static bool run_deadlines(struct jx_job *job, struct jx_db *db)
{
	struct jx_deadlines *deadlines = (struct jx_deadlines *)job;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_SMALL_MESSAGE_BYTES);
	deadlines->status = pass_first(deadlines, db, &arena);
	jx_arena_clear(&arena);
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
		jx_log_error(JX_LOG_ERROR, "a deadline could not be written down", &deadlines->error);
		return;
	}
	if (deadlines->round[0] == '\0')
		return;
	jx_reply_cache_invalidate(deadlines->services->reply_cache, deadlines->round);
	jx_snapshots_invalidate(deadlines->services->snapshots, deadlines->round);
	jx_log_write(JX_LOG_INFO, "the deadline of a round has passed", "round", deadlines->round, NULL);
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
