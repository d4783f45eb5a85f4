#include "server/handlers/records.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "server/base/zone.h"
#include "server/call/auth.h"
#include "server/handlers/rounds/deadlines.h"
#include "server/handlers/rounds/reopening.h"
#include "storage/filing/store_facts.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_objections.h"
#include "storage/filing/store_submissions.h"
#include "storage/registry/store_rounds.h"

#define HOUR_MS INT64_C(3600000)

void jx_record_key_set(struct jx_record_key *key, const char *round, const char *department)
{
	(void)jx_text_copy(key->round, sizeof(key->round), round);
	(void)jx_text_copy(key->department, sizeof(key->department), department);
	(void)jx_name_submission(key->name, key->round, key->department);
}

enum jx_status jx_record_key_read(struct jx_task *task, const char *name, struct jx_record_key *ret_key)
{
	char id[2 * JX_MAX_CODE_BYTES + 2];
	enum jx_status status = jx_task_id_of(task, "submissions", "name", name, id, sizeof(id));
	if (status != JX_OK)
		return status;
	/* A round's id may hold dashes, a department's code may not. */
	char *dash = strrchr(id, '-');
	if (dash == NULL || dash == id || (size_t)(dash - id) > JX_MAX_CODE_BYTES || dash[1] == '\0' ||
		strlen(dash + 1) > JX_MAX_CODE_BYTES)
		return jx_task_fail_shape(task, "name", name, "submissions/{round}-{department}");
	*dash = '\0';
	jx_record_key_set(ret_key, id, dash + 1);
	return JX_OK;
}

enum jx_status jx_record_key_read_version(
	struct jx_task *task, const char *name, struct jx_record_key *ret_key, uint32_t *ret_number)
{
	char *record = NULL;
	enum jx_status status = jx_task_number_of(
		task, "versions", "submissions/{id}/versions/{n or latest}", name, &record, ret_number);
	return status == JX_OK ? jx_record_key_read(task, record, ret_key) : status;
}

static enum jx_status read_record(
	struct jx_task *task, const struct jx_record_key *key, struct jx_record *ret_record)
{
	const struct jx_submission_query query = {
		.round = key->round, .department = key->department, .now_ms = task->now_ms};
	return jx_submission_get(task->db, &query, &task->arena, ret_record, &task->error);
}

enum jx_status jx_record_get(
	struct jx_task *task, const struct jx_record_key *key, struct jx_record *ret_record)
{
	enum jx_status status = jx_auth_reach(task, key->department, key->name);
	return status == JX_OK ? read_record(task, key, ret_record) : status;
}

void jx_record_hide_review(const struct jx_task *task, const struct jx_version *version)
{
	if (!version->was_accepted && !jx_task_has_role(task, JX_ROLES_SEE_ALL))
		version->message->review = NULL;
}

enum jx_status jx_record_refuse(struct jx_task *task, const JxSubmission *submission, enum jx_act act)
{
	struct jx_facts facts;
	jx_facts_init(&facts);
	facts.name = jx_name_last(submission->name);
	facts.state = submission->state;
	return jx_act_refuse(&facts, act, JX_REASON_SUBMISSION_STATE, &task->error);
}

static char *print_time(struct jx_task *task, int64_t ms)
{
	char text[JX_ZONE_TIME_BYTES];
	return jx_arena_strdup(&task->arena, jx_zone_print(ms, text));
}

/* The round's deadline is that of each of its departments, but for those whose own is later. */
static enum jx_status fill_round(struct jx_task *task, const struct jx_record *record, struct jx_facts *facts)
{
	JxRound *round = NULL;
	facts->round = jx_name_last(record->message->round);
	enum jx_status status = jx_round_get(task->db, facts->round, &task->arena, &round, &task->error);
	if (status != JX_OK)
		return status;
	int64_t deadline_ms = jx_timestamp_ms(round->deadline_time);
	int64_t own_ms = jx_timestamp_ms(record->message->deadline_time);
	facts->is_extended = own_ms > deadline_ms;
	deadline_ms = facts->is_extended ? own_ms : deadline_ms;
	int64_t window_end_ms = jx_timestamp_ms(round->window_end_time);
	facts->round_state = round->state;
	facts->accepts_late = round->accepts_late;
	int64_t at_ms = task->then_ms != 0 ? task->then_ms : task->received_ms;
	facts->is_past_deadline = at_ms > deadline_ms;
	facts->is_window_open = at_ms < window_end_ms;
	facts->deadline = print_time(task, deadline_ms);
	facts->window_end = print_time(task, window_end_ms);
	return facts->deadline != NULL && facts->window_end != NULL ? JX_OK : jx_task_no_memory(task);
}

static enum jx_status fill_marks(struct jx_task *task, const struct jx_record *record, struct jx_facts *facts)
{
	struct jx_record_marks marks = {0};
	enum jx_status status = jx_record_marks(task->db, record, task->caller.id, &marks, &task->error);
	if (status != JX_OK)
		return status;
	/* Whoever is enrolled without a department is of the finance bureau. */
	if (marks.is_finance && task->caller.department[0] == '\0')
		facts->is_own = true;
	facts->has_filed = marks.has_filed;
	facts->has_accepted = marks.has_accepted;
	facts->is_listed = marks.is_listed;
	facts->is_reopened = marks.is_reopened;
	facts->n_open_issues = marks.n_open_issues;
	facts->open_fields = jx_arena_strdup(&task->arena, marks.open_fields);
	facts->n_objected = marks.n_objected;
	return facts->open_fields != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_record_facts(
	struct jx_task *task, const struct jx_record *record, struct jx_facts *ret_facts)
{
	const JxSubmission *submission = record->message;
	int64_t due_ms = jx_timestamp_ms(submission->due_time);
	struct jx_facts facts;
	if (due_ms != 0)
		due_ms += (int64_t)task->services->grace_hours * HOUR_MS;
	jx_facts_init(&facts);
	facts.name = jx_name_last(submission->name);
	facts.state = submission->state;
	facts.version_number = submission->version_number;
	facts.reviewer = jx_name_last(submission->reviewer);
	facts.due = print_time(task, due_ms);
	facts.is_overdue = due_ms != 0 && task->now_ms > due_ms;
	facts.roles = task->caller.roles;
	facts.is_own = strcmp(task->caller.department, jx_name_last(submission->department)) == 0;
	facts.is_reviewer = strcmp(facts.reviewer, task->caller.id) == 0;
	facts.is_base_current = true;
	if (facts.due == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = fill_round(task, record, &facts);
	if (status == JX_OK)
		status = fill_marks(task, record, &facts);
	if (status == JX_OK)
		*ret_facts = facts;
	return status;
}

/* What is written about one row of an act. */
struct step {
	const struct jx_transition *row;
	const struct jx_state_change *change;
	JxLogRecord *logged;
};

static enum jx_status take_step(
	struct jx_task *task, const struct jx_record *record, const struct step *step, uint64_t *ret_index)
{
	const struct jx_transition *row = step->row;
	struct jx_state_change change = *step->change;
	change.record_id = record->id;
	change.at_ms = task->now_ms;
	change.from = row->from;
	change.to = row->to;
	/* A row that stays in its state leaves the record as it is, but for a corrected acceptance. */
	enum jx_status status = JX_OK;
	if (row->from != row->to || row->act == JX_ACT_CORRECT_ACCEPTANCE)
		status = jx_submission_set_state(task->db, &change, &task->error);
	if (status != JX_OK)
		return status;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = jx_act_id(row->act),
			.object = record->message->name,
			.before = jx_state_id(row->from),
			.after = jx_state_id(row->to),
			.reason = change.review_reason,
			.record = step->logged},
		ret_index);
}

enum jx_status jx_record_act(struct jx_task *task, const struct jx_record *record,
	const struct jx_doing *doing, uint64_t *ret_index)
{
	const struct jx_transition *rows[2];
	size_t n = 0;
	enum jx_status status = jx_act_check(doing->facts, doing->act, rows, &n, &task->error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		const struct step step = {rows[i], &doing->change, i + 1 == n ? doing->logged : NULL};
		status = take_step(task, record, &step, ret_index);
		if (status != JX_OK)
			return status;
	}
	if (doing->change.due_ms != 0)
		jx_deadlines_note(task->services->deadlines, doing->change.due_ms);
	task->touches_rankings = true;
	return JX_OK;
}

/* Whose turn it was, and for how long. */
static enum jx_status fill_holding(struct jx_task *task, const struct jx_record *record)
{
	struct jx_state_since *states = NULL;
	JxRound *round = NULL;
	JxSubmission *submission = record->message;
	size_t n = 0;
	enum jx_status status =
		jx_submission_states(task->db, record->id, &task->arena, &states, &n, &task->error);
	if (status == JX_OK)
		status = jx_round_get(
			task->db, jx_name_last(submission->round), &task->arena, &round, &task->error);
	if (status != JX_OK || n == 0)
		return status;
	const struct jx_holding held =
		jx_holding_sum(states, n, jx_timestamp_ms(round->window_end_time), task->now_ms);
	submission->department_held_ms = (uint64_t)held.department_ms;
	submission->finance_held_ms = (uint64_t)held.finance_ms;
	submission->nobody_held_ms = (uint64_t)held.nobody_ms;
	submission->start_time = jx_task_timestamp(task, states[0].time_ms);
	return submission->start_time != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_record_reply(
	struct jx_task *task, const struct jx_record_key *key, JxSubmission **ret_submission)
{
	struct jx_record record = {0};
	struct jx_issues issues = {0};
	struct jx_objections objections = {0};
	enum jx_status status = read_record(task, key, &record);
	if (status != JX_OK)
		return status;
	status = jx_issues_newest(
		task->db, record.id, &task->arena, &issues, &record.message->issue_count, &task->error);
	if (status != JX_OK)
		return status;
	record.message->issues = issues.rows;
	record.message->n_issues = issues.n;
	status = jx_objections_list(task->db, record.id, &task->arena, &objections, &task->error);
	record.message->objections = objections.rows;
	record.message->n_objections = objections.n;
	if (status == JX_OK)
		status = jx_round_extension_reason(task->db, jx_name_last(record.message->round),
			jx_name_last(record.message->department), &task->arena,
			&record.message->deadline_reason, &task->error);
	if (status == JX_OK)
		status = jx_reopening_fill(task, record.id, record.message);
	if (status != JX_OK)
		return status;
	*ret_submission = record.message;
	return fill_holding(task, &record);
}
