/*
 * Changes of a roster.
 *
 * A reader checks the whole change. The writer makes it JX_BATCH_STEP_ROWS departments a job, so that nobody waits for
 * 20,000 of them; each part stands in the log with the roster as it is from then on. A change that the daemon's end cuts short
 * is one that went so far: the roster shows it, and the log.
 */
#include "server/handlers/handlers.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "server/handlers/rounds/rounds.h"
#include "storage/registry/store_rounds.h"

struct roster_change {
	struct jx_codes added; /* first these, then those */
	struct jx_codes removed;
	size_t n_done; /* of both */
	bool is_whole; /* who is not added is not on the roster afterwards */
};

static struct roster_change *new_change(struct jx_task *task)
{
	struct roster_change *change = jx_arena_calloc(&task->arena, 1, sizeof(*change));
	task->prepared = change;
	return change;
}

static size_t count(const struct roster_change *change)
{
	return change->added.n + change->removed.n;
}

/* What is made in one job needs no asking before. */
static enum jx_status ask_all(struct jx_task *task, const char *id, const struct roster_change *change)
{
	const struct jx_codes *added = &change->added;
	const struct jx_codes *removed = &change->removed;
	if (count(change) <= JX_BATCH_STEP_ROWS)
		return JX_OK;
	enum jx_status status = jx_round_roster_may_add(task->db, added->codes, added->n, &task->error);
	return status == JX_OK
		       ? jx_round_roster_may_remove(task->db, id, removed->codes, removed->n, &task->error)
		       : status;
}

enum jx_status jx_roster_prepare_set(struct jx_task *task, const char *id, char *const *names, size_t n)
{
	struct roster_change *change = new_change(task);
	if (change == NULL)
		return jx_task_no_memory(task);
	change->is_whole = true;
	change->added.n = n;
	enum jx_status status = jx_round_codes(task, names, n, &change->added.codes);
	if (status == JX_OK)
		status = jx_round_roster_rest(
			task->db, id, &change->added, &task->arena, &change->removed, &task->error);
	return status == JX_OK ? ask_all(task, id, change) : status;
}

/* Another person has put departments on the roster since it was looked at. */
static enum jx_status check_whole(struct jx_task *task, const char *id, const struct roster_change *change)
{
	struct jx_codes rest = {0};
	if (!change->is_whole)
		return JX_OK;
	enum jx_status status =
		jx_round_roster_rest(task->db, id, &change->added, &task->arena, &rest, &task->error);
	if (status != JX_OK || rest.n == 0)
		return status;
	task->starts_over = task->n_starts + 1 < JX_PUBLISHING_TRIES;
	return jx_fail_with(&task->error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(id)));
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

enum jx_status jx_roster_take_step(struct jx_task *task, const char *id)
{
	struct roster_change *change = task->prepared;
	if (change == NULL)
		return JX_OK;
	size_t first = least(change->n_done, change->added.n);
	size_t n_added = least(change->added.n - first, JX_BATCH_STEP_ROWS);
	size_t first_removed = change->n_done - first;
	size_t n_removed = least(change->removed.n - first_removed, JX_BATCH_STEP_ROWS - n_added);
	enum jx_status status =
		jx_round_roster_add(task->db, id, change->added.codes + first, n_added, &task->error);
	if (status == JX_OK && n_removed > 0)
		status = jx_round_roster_remove(
			task->db, id, change->removed.codes + first_removed, n_removed, &task->error);
	change->n_done += n_added + n_removed;
	task->goes_on = status == JX_OK && change->n_done < count(change);
	return status == JX_OK && !task->goes_on ? check_whole(task, id, change) : status;
}

/* ---- a roster of its own ---- */

/* Until it is published, a roster may change. */
static bool is_roster_open(JxRoundState state)
{
	return state == JX_ROUND_STATE_OPEN || state == JX_ROUND_STATE_CLOSING ||
	       state == JX_ROUND_STATE_CLOSED;
}

static enum jx_status check_change(struct jx_task *task, char id[JX_MAX_CODE_BYTES + 1])
{
	const JxChangeRosterRequest *request = (const JxChangeRosterRequest *)task->message;
	JxRound *round = NULL;
	enum jx_status status = jx_round_find(task, request->name, id, &round);
	if (status == JX_OK)
		status = jx_round_check_reason(task, request->reason, request->name);
	if (status == JX_OK && request->n_added + request->n_removed == 0)
		status = jx_task_fail_missing(task, "added");
	if (status != JX_OK || is_roster_open(round->state))
		return status;
	return jx_fail_with(&task->error, JX_REASON_ROSTER_CLOSED,
		JX_ARGS(JX_TEXT(id),
			JX_WORDS(jx_round_state_name(round->state, JX_ZH),
				jx_round_state_name(round->state, JX_EN)),
			JX_WORDS(jx_round_state_next_step(round->state, JX_ZH),
				jx_round_state_next_step(round->state, JX_EN))));
}

enum jx_status jx_load_change_roster(struct jx_task *task)
{
	const JxChangeRosterRequest *request = (const JxChangeRosterRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	struct roster_change *change = new_change(task);
	if (change == NULL)
		return jx_task_no_memory(task);
	change->added.n = request->n_added;
	change->removed.n = request->n_removed;
	enum jx_status status = check_change(task, id);
	if (status == JX_OK)
		status = jx_round_codes(task, request->added, request->n_added, &change->added.codes);
	if (status == JX_OK)
		status = jx_round_codes(task, request->removed, request->n_removed, &change->removed.codes);
	return status == JX_OK ? ask_all(task, id, change) : status;
}

enum jx_status jx_handle_change_roster(struct jx_task *task)
{
	const JxChangeRosterRequest *request = (const JxChangeRosterRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxChangeRosterResponse *reply = (JxChangeRosterResponse *)task->reply;
	enum jx_status status = check_change(task, id);
	if (status == JX_OK)
		status = jx_roster_take_step(task, id);
	if (status == JX_OK)
		status = jx_round_log(task, id,
			&(struct jx_log_entry){.act = JX_LOG_CHANGE_ROSTER, .reason = request->reason});
	if (status != JX_OK)
		return status;
	task->touches_rankings = true;
	(void)jx_text_copy(task->round, sizeof(task->round), id);
	return task->goes_on ? JX_OK : jx_round_get(task->db, id, &task->arena, &reply->round, &task->error);
}
