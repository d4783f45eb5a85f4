#include "server/handlers/records.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "server/call/auth.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_submissions.h"

#define ACT_BYTES 128 /* an act in words, with the states in which it is possible */

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

enum jx_status jx_record_refuse(struct jx_task *task, const JxSubmission *submission, enum jx_act act)
{
	JxSubmissionState state = submission->state;
	char zh[ACT_BYTES], en[ACT_BYTES], zh_states[ACT_BYTES], en_states[ACT_BYTES];
	(void)snprintf(zh, sizeof(zh), "%s；%s时才可以", jx_act_name(act, JX_ZH),
		jx_states_of_act(act, JX_ZH, zh_states, sizeof(zh_states) / 2));
	(void)snprintf(en, sizeof(en), "%s; that is possible when it is: %s", jx_act_name(act, JX_EN),
		jx_states_of_act(act, JX_EN, en_states, sizeof(en_states) / 2));
	return jx_fail_with(&task->error, JX_REASON_SUBMISSION_STATE,
		JX_ARGS(JX_TEXT(jx_name_last(submission->name)),
			JX_WORDS(jx_state_name(state, JX_ZH), jx_state_name(state, JX_EN)), JX_WORDS(zh, en),
			JX_WORDS(jx_state_next_step(state, JX_ZH), jx_state_next_step(state, JX_EN))));
}

/* What is written about the last row of an act. */
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
	enum jx_status status = jx_submission_set_state(task->db, &change, &task->error);
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

enum jx_status jx_record_act(struct jx_task *task, const struct jx_record *record, enum jx_act act,
	const struct jx_state_change *change, JxLogRecord *logged, uint64_t *ret_index)
{
	const struct jx_transition *rows[2];
	size_t n = jx_states_path(record->message->state, act, rows);
	if (n == 0)
		return jx_record_refuse(task, record->message, act);
	uint32_t roles = rows[n - 1]->roles;
	/* A lead may do what a reviewer may. */
	if ((roles & JX_ROLE_REVIEWER) != 0)
		roles |= JX_ROLE_LEAD;
	if (!jx_task_has_role(task, roles))
		return jx_auth_refuse_role(task, roles);
	for (size_t i = 0; i < n; i++) {
		const struct step step = {rows[i], change, i + 1 == n ? logged : NULL};
		enum jx_status status = take_step(task, record, &step, ret_index);
		if (status != JX_OK)
			return status;
	}
	task->touches_rankings = true;
	return JX_OK;
}

enum jx_status jx_record_reply(
	struct jx_task *task, const struct jx_record_key *key, JxSubmission **ret_submission)
{
	struct jx_record record = {0};
	struct jx_issues issues = {0};
	enum jx_status status = read_record(task, key, &record);
	if (status != JX_OK)
		return status;
	status = jx_issues_newest(
		task->db, record.id, &task->arena, &issues, &record.message->issue_count, &task->error);
	if (status != JX_OK)
		return status;
	record.message->issues = issues.rows;
	record.message->n_issues = issues.n;
	*ret_submission = record.message;
	return JX_OK;
}
