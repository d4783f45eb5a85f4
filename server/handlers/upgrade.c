#include "server/handlers/upgrade.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/service/states.h"
#include "server/base/log.h"
#include "server/cache/rulebooks.h"
#include "server/call/record.h"
#include "server/judging/judge.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_scores.h"

struct upgrade {
	struct jx_task task; /* without a call: judging needs a task */
	int64_t last_id;     /* of the version scored last */
	uint32_t n_scored;   /* in the group at hand */
	uint64_t n_all;
	bool is_over;
};

static enum jx_status score_version(struct jx_task *task, const struct jx_unscored *unscored)
{
	const struct jx_version_query query = {
		.round = unscored->round, .department = unscored->department, .number = unscored->number};
	struct jx_version version = {0};
	JxScoreSheet *sheet = NULL;
	enum jx_status status = jx_version_get(task->db, &query, &task->arena, &version, &task->error);
	if (status != JX_OK)
		return status;
	version.message->review = unscored->review;
	status = jx_judge_by_version(task, &version);
	if (status != JX_OK)
		return status;
	status = jx_judge_scores(task, &version, unscored->is_accepted, &sheet);
	if (status != JX_OK)
		return status;
	if (!unscored->is_accepted) {
		status = jx_scores_write(task->db, version.id, sheet, &task->error);
		return status == JX_OK ? jx_scores_keep_first(task->db, version.id, &task->error) : status;
	}
	const JxReport *report = version.message->report;
	status = jx_accepted_write(task->db, version.id, report, &task->error);
	if (status == JX_OK)
		status = jx_scores_accept(task->db, version.id, sheet, unscored->review, &task->error);
	return status == JX_OK ? jx_scores_keep_first(task->db, version.id, &task->error) : status;
}

/* The versions of one group; each has the arenas to itself. */
static enum jx_status score_group(struct upgrade *upgrade)
{
	struct jx_task *task = &upgrade->task;
	struct jx_unscored unscored = {0};
	upgrade->n_scored = 0;
	while (upgrade->n_scored < JX_UPGRADE_GROUP) {
		bool is_found = false;
		jx_arena_reset(&task->arena);
		jx_arena_reset(&task->scratch);
		enum jx_status status = jx_scores_next_missing(
			task->db, upgrade->last_id, &task->arena, &is_found, &unscored, &task->error);
		upgrade->is_over = status == JX_OK && !is_found;
		if (status != JX_OK || upgrade->is_over)
			return status;
		status = score_version(task, &unscored);
		if (status != JX_OK)
			return status;
		upgrade->last_id = unscored.version_id;
		upgrade->n_scored++;
	}
	return JX_OK;
}

static enum jx_status record_group(struct upgrade *upgrade)
{
	char count[16];
	const struct jx_log_entry entry = {.act = JX_LOG_COMPUTE_SCORES, .after = count};
	if (upgrade->n_scored == 0)
		return JX_OK;
	(void)snprintf(count, sizeof(count), "%" PRIu32, upgrade->n_scored);
	return jx_record_own_act(upgrade->task.db, &entry, &upgrade->task.error);
}

static enum jx_status run_group(struct upgrade *upgrade)
{
	struct jx_db *db = upgrade->task.db;
	struct jx_error *error = &upgrade->task.error;
	enum jx_status status = jx_tx_begin(db, error);
	if (status != JX_OK)
		return status;
	status = jx_tx_begin_job(db, error);
	if (status == JX_OK)
		status = score_group(upgrade);
	if (status == JX_OK)
		status = record_group(upgrade);
	if (status == JX_OK)
		status = jx_tx_end_job(db, error);
	if (status == JX_OK)
		status = jx_tx_commit(db, error);
	else
		jx_tx_rollback(db);
	if (status == JX_OK)
		upgrade->n_all += upgrade->n_scored;
	return status;
}

static enum jx_status score_all(struct upgrade *upgrade)
{
	char count[24];
	jx_log_write(JX_LOG_INFO, "computing the scores of reports from before scores were kept", NULL);
	while (!upgrade->is_over) {
		enum jx_status status = run_group(upgrade);
		if (status != JX_OK)
			return status;
	}
	(void)snprintf(count, sizeof(count), "%" PRIu64, upgrade->n_all);
	jx_log_write(JX_LOG_INFO, "scores computed", "versions", count, NULL);
	return JX_OK;
}

/* Asked of a reader, so that a start with nothing to do opens no writer. */
static enum jx_status find_missing(struct upgrade *upgrade, struct jx_store *store, bool *ret_is_missing)
{
	JX_AUTO(jx_db) reader = NULL;
	struct jx_task *task = &upgrade->task;
	struct jx_unscored unscored;
	enum jx_status status = jx_store_open_reader(store, &reader, &task->error);
	if (status == JX_OK)
		status = jx_tx_begin_read(reader, NULL, NULL, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_scores_next_missing(reader, 0, &task->arena, ret_is_missing, &unscored, &task->error);
	jx_tx_end_read(reader);
	return status;
}

static enum jx_status run_upgrade(struct upgrade *upgrade, struct jx_store *store)
{
	JX_AUTO(jx_db) writer = NULL;
	bool is_missing = false;
	enum jx_status status = find_missing(upgrade, store, &is_missing);
	if (status != JX_OK || !is_missing)
		return status;
	status = jx_store_open_writer(store, &writer, &upgrade->task.error);
	if (status != JX_OK)
		return status;
	upgrade->task.db = writer;
	return score_all(upgrade);
}

enum jx_status jx_upgrade_scores(struct jx_services *services, struct jx_store *store, struct jx_error *error)
{
	struct upgrade upgrade = {.task = {.services = services, .deadline_ms = UINT64_MAX}};
	jx_arena_init(&upgrade.task.arena, JX_MAX_ARENA_BYTES);
	jx_arena_init(&upgrade.task.scratch, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = run_upgrade(&upgrade, store);
	if (status != JX_OK)
		*error = upgrade.task.error;
	jx_rulebooks_unref(services->rulebooks, upgrade.task.rulebook);
	jx_arena_clear(&upgrade.task.arena);
	jx_arena_clear(&upgrade.task.scratch);
	return status;
}
