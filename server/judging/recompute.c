#include "server/judging/recompute.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/ranking/flags.h"
#include "server/cache/rulebooks.h"
#include "server/judging/judge.h"
#include "storage/filing/store_versions.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_publications.h"
#include "storage/results/store_scores.h"

struct recompute {
	struct jx_task task; /* without a call: judging needs a task */
	const struct jx_fsck_listener *listener;
};

/* As acceptance writes them; what was accepted once and is no longer keeps its sheet alone. */
static enum jx_status write_accepted(struct jx_task *task, const struct jx_fsck_version *version,
	const JxScoreSheet *sheet, const JxSubmissionVersion *message)
{
	enum jx_status status =
		version->is_accepted ? jx_accepted_write(task->db, version->id, message->report, &task->error)
				     : JX_OK;
	return status == JX_OK ? jx_scores_accept(task->db, version->id, sheet, message->review, &task->error)
			       : status;
}

/* As filing writes them. */
static enum jx_status write_flags(
	struct jx_task *task, const struct jx_fsck_version *version, const JxSubmissionVersion *message)
{
	const struct jx_flags_facts facts = {
		.findings = message->findings, .n_findings = message->n_findings};
	return jx_version_flags_write(
		task->db, version->id, jx_flags_of(message->report, &facts), &task->error);
}

static enum jx_status write_again(struct jx_task *task, const struct jx_fsck_version *version)
{
	const struct jx_version_query query = {
		.round = version->round, .department = version->department, .number = version->number};
	struct jx_version found = {0};
	JxScoreSheet *sheet = NULL;
	const JxReview *review = NULL;
	bool has_steps = version->is_accepted || version->has_sheet;
	enum jx_status status = jx_version_get(task->db, &query, &task->arena, &found, &task->error);
	if (status == JX_OK)
		status = jx_judge_by_version(task, &found);
	if (status == JX_OK) {
		/* Until the version is accepted, what finance sets changes no score. */
		review = found.message->review;
		found.message->review = has_steps ? found.message->review : NULL;
		status = jx_judge_scores(task, &found, has_steps, &sheet);
	}
	if (status == JX_OK)
		status = write_flags(task, version, found.message);
	if (status == JX_OK && has_steps)
		return write_accepted(task, version, sheet, found.message);
	if (status == JX_OK)
		status = jx_scores_write(task->db, version->id, sheet, &task->error);
	return status == JX_OK ? jx_scores_review(task->db, version->id, review, &task->error) : status;
}

/* A version that cannot be judged again because its content, its review or its rulebook was changed was told already. */
static enum jx_status recompute_version(struct recompute *recompute, const struct jx_fsck_version *version)
{
	struct jx_task *task = &recompute->task;
	enum jx_status status = jx_tx_begin_job(task->db, &task->error);
	if (status == JX_OK)
		status = jx_fsck_shadow_derived(task->db, version->id, &task->error);
	if (status == JX_OK)
		status = write_again(task, version);
	if (status == JX_OK)
		status = jx_fsck_compare_derived(task->db, version, recompute->listener, &task->error);
	jx_tx_rollback_job(task->db);
	return status == JX_DATA_LOSS || status == JX_INVALID || status == JX_NOT_FOUND ? JX_OK : status;
}

static enum jx_status recompute_versions(struct recompute *recompute)
{
	struct jx_task *task = &recompute->task;
	struct jx_fsck_version version = {0};
	bool is_found = true;
	while (is_found) {
		jx_arena_reset(&task->arena);
		jx_arena_reset(&task->scratch);
		enum jx_status status = jx_fsck_next_version(
			task->db, version.id, &task->arena, &is_found, &version, &task->error);
		if (status == JX_OK && is_found)
			status = recompute_version(recompute, &version);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static void tell_publication(struct recompute *recompute, const struct jx_publication_page *page)
{
	char row[JX_RESOURCE_NAME_BYTES];
	const struct jx_fsck_difference difference = {.table = "publication_entries",
		.row = jx_name_publication(row, page->round, page->number),
		.column = "*",
		.logged = "the table with the published digest",
		.stored = "another table"};
	recompute->listener->on_difference(recompute->listener->user, &difference);
}

/* A publication that is read whole is held against its digest. */
static enum jx_status check_publication(struct recompute *recompute, const struct jx_publication_page *page)
{
	struct jx_task *task = &recompute->task;
	JxPublication *publication = NULL;
	uint64_t next = 0;
	enum jx_status status =
		jx_publication_get(task->db, page, &task->scratch, &publication, &next, &task->error);
	if (status == JX_DATA_LOSS || status == JX_NOT_FOUND || (status == JX_OK && next != 0)) {
		tell_publication(recompute, page);
		status = JX_OK;
	}
	return status;
}

static enum jx_status check_publications(struct recompute *recompute)
{
	struct jx_task *task = &recompute->task;
	struct jx_publication_page page = {.round = "", .max_entries = UINT32_MAX, .max_bytes = SIZE_MAX};
	bool is_found = true;
	jx_arena_reset(&task->arena);
	while (is_found) {
		jx_arena_reset(&task->scratch);
		enum jx_status status = jx_fsck_next_publication(
			task->db, &page.round, &page.number, &task->arena, &is_found, &task->error);
		if (status == JX_OK && is_found)
			status = check_publication(recompute, &page);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_recompute_all(struct jx_services *services, struct jx_db *db,
	const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct recompute recompute = {
		.task = {.services = services, .deadline_ms = UINT64_MAX, .db = db}, .listener = listener};
	struct jx_task *task = &recompute.task;
	jx_arena_init(&task->arena, JX_MAX_ARENA_BYTES);
	jx_arena_init(&task->scratch, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = jx_tx_begin(db, &task->error);
	if (status == JX_OK) {
		status = recompute_versions(&recompute);
		if (status == JX_OK)
			status = check_publications(&recompute);
		jx_tx_rollback(db);
	}
	if (status != JX_OK)
		*error = task->error;
	jx_rulebooks_unref(services->rulebooks, task->rulebook);
	jx_arena_clear(&task->arena);
	jx_arena_clear(&task->scratch);
	return status;
}
