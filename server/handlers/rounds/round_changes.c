/*
 * What finance changes about a round while it lives: deadlines, a draft, a closing that was too early; and its end.
 *
 * Each change has a reason and stands in the log with what holds for the round from then on. @thread writer.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "server/base/zone.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds/deadlines.h"
#include "server/handlers/rounds/rounds.h"
#include "storage/registry/store_rounds.h"

enum jx_status jx_round_check_reason(struct jx_task *task, const char *reason, const char *about)
{
	if (jx_text_is_blank(reason))
		return jx_fail_at(&task->error, JX_REASON_REASON_REQUIRED, "reason", JX_ARGS(JX_TEXT(about)));
	if (strlen(reason) <= JX_MAX_REASON_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "reason",
		JX_ARGS(JX_TEXT("reason"), JX_U64(strlen(reason)),
			JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
}

/* An act by the table, for a reason; the deadline, when the round is open again, is looked at anew. */
static enum jx_status act_on(struct jx_task *task, const char *name, enum jx_round_act act,
	const char *reason, JxRound **ret_round)
{
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round = NULL;
	enum jx_status status = jx_round_find(task, name, id, &round);
	if (status == JX_OK)
		status = jx_round_act_because(task, round, act, reason);
	if (status == JX_OK)
		status = jx_round_get(task->db, id, &task->arena, ret_round, &task->error);
	if (status == JX_OK && (*ret_round)->state == JX_ROUND_STATE_OPEN)
		jx_deadlines_note(task->services->deadlines, jx_timestamp_ms((*ret_round)->deadline_time));
	return status;
}

enum jx_status jx_handle_reopen_round(struct jx_task *task)
{
	const JxReopenRoundRequest *request = (const JxReopenRoundRequest *)task->message;
	JxReopenRoundResponse *reply = (JxReopenRoundResponse *)task->reply;
	enum jx_status status = jx_round_check_reason(task, request->reason, request->name);
	return status == JX_OK
		       ? act_on(task, request->name, JX_ROUND_ACT_REOPEN, request->reason, &reply->round)
		       : status;
}

enum jx_status jx_handle_cancel_round(struct jx_task *task)
{
	const JxCancelRoundRequest *request = (const JxCancelRoundRequest *)task->message;
	JxCancelRoundResponse *reply = (JxCancelRoundResponse *)task->reply;
	enum jx_status status = jx_round_check_reason(task, request->reason, request->name);
	return status == JX_OK
		       ? act_on(task, request->name, JX_ROUND_ACT_CANCEL, request->reason, &reply->round)
		       : status;
}

enum jx_status jx_handle_archive_round(struct jx_task *task)
{
	const JxArchiveRoundRequest *request = (const JxArchiveRoundRequest *)task->message;
	JxArchiveRoundResponse *reply = (JxArchiveRoundResponse *)task->reply;
	return act_on(task, request->name, JX_ROUND_ACT_ARCHIVE, "", &reply->round);
}

/* ---- deadlines ---- */

/* The department whose deadline alone is put off, with the deadline that holds. */
static enum jx_status find_department(struct jx_task *task, const char *round, const char *name,
	struct jx_record_key *key, int64_t *deadline_ms)
{
	char code[JX_MAX_CODE_BYTES + 1];
	struct jx_record record = {0};
	enum jx_status status = jx_task_id_of(task, "departments", "department", name, code, sizeof(code));
	if (status != JX_OK)
		return status;
	jx_record_key_set(key, round, code);
	status = jx_record_get(task, key, &record);
	if (status == JX_NOT_FOUND)
		return jx_fail_with(
			&task->error, JX_REASON_NOT_ON_ROSTER, JX_ARGS(JX_TEXT(code), JX_TEXT(round)));
	if (status == JX_OK && jx_timestamp_ms(record.message->deadline_time) > *deadline_ms)
		*deadline_ms = jx_timestamp_ms(record.message->deadline_time);
	return status;
}

static enum jx_status log_one(
	struct jx_task *task, const struct jx_record_key *key, const JxExtendRoundRequest *request)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxExtensionRecord what = JX_EXTENSION_RECORD_INIT;
	what.deadline_time = request->deadline_time;
	record.extension = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_EXTEND_ONE,
			.object = key->name,
			.reason = request->reason,
			.record = &record},
		NULL);
}

static enum jx_status check_later(struct jx_task *task, const JxExtendRoundRequest *request, int64_t held_ms)
{
	char text[JX_ZONE_TIME_BYTES];
	enum jx_status status = jx_task_check_ahead(task, "deadline_time", request->deadline_time);
	if (status != JX_OK || jx_timestamp_ms(request->deadline_time) > held_ms)
		return status;
	return jx_fail_at(&task->error, JX_REASON_NOT_LATER, "deadline_time",
		JX_ARGS(JX_TEXT(jx_zone_print(held_ms, text))));
}

enum jx_status jx_handle_extend_round(struct jx_task *task)
{
	const JxExtendRoundRequest *request = (const JxExtendRoundRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	struct jx_record_key key = {.department = ""};
	JxRound *round = NULL;
	JxExtendRoundResponse *reply = (JxExtendRoundResponse *)task->reply;
	enum jx_status status = jx_round_find(task, request->name, id, &round);
	if (status == JX_OK)
		status = jx_round_check_reason(task, request->reason, request->name);
	if (status == JX_OK && jx_round_next(round->state, JX_ROUND_ACT_EXTEND) == NULL)
		status = jx_round_refuse(task, round, JX_ROUND_ACT_EXTEND);
	if (status != JX_OK)
		return status;
	bool is_one = request->department[0] != '\0';
	int64_t held_ms = jx_timestamp_ms(round->deadline_time);
	if (is_one)
		status = find_department(task, id, request->department, &key, &held_ms);
	if (status == JX_OK)
		status = check_later(task, request, held_ms);
	if (status != JX_OK)
		return status;
	const struct jx_extension extension = {id, key.department, jx_timestamp_ms(request->deadline_time),
		request->reason, task->caller.id, task->now_ms};
	status = jx_round_extend(task->db, &extension, &task->error);
	if (status == JX_OK)
		status = is_one ? log_one(task, &key, request)
				: act_on(task, request->name, JX_ROUND_ACT_EXTEND, request->reason,
					  &reply->round);
	if (status != JX_OK)
		return status;
	return jx_round_get(task->db, id, &task->arena, &reply->round, &task->error);
}

/* ---- a draft ---- */

/* Takes a field of the request over; "departments" is none of the round's. */
static bool take_field(JxRound *round, const JxRound *from, const char *field)
{
	if (strcmp(field, "title") == 0)
		round->title = from->title;
	else if (strcmp(field, "year") == 0)
		round->year = from->year;
	else if (strcmp(field, "deadline_time") == 0)
		round->deadline_time = from->deadline_time;
	else if (strcmp(field, "accepts_late") == 0)
		round->accepts_late = from->accepts_late;
	else if (strcmp(field, "required_member_signatures") == 0)
		round->required_member_signatures = from->required_member_signatures;
	else if (strcmp(field, "requires_head_signature") == 0)
		round->requires_head_signature = from->requires_head_signature;
	else if (strcmp(field, "rulebook") == 0)
		round->rulebook = from->rulebook;
	else
		return strcmp(field, "departments") == 0;
	return true;
}

static bool names_field(const JxUpdateRoundRequest *request, const char *field)
{
	for (size_t i = 0; i < request->n_fields; i++)
		if (strcmp(request->fields[i], field) == 0)
			return true;
	return false;
}

static enum jx_status take_fields(struct jx_task *task, const JxUpdateRoundRequest *request, JxRound *round)
{
	if (request->n_fields == 0)
		return jx_task_fail_missing(task, "fields");
	for (size_t i = 0; i < request->n_fields; i++)
		if (!take_field(round, request->round, request->fields[i]))
			return jx_task_fail_value(task, "fields", request->fields[i],
				"title、year、deadline_time、accepts_late、rulebook、departments、required_member_signatures、requires_head_signature",
				"title, year, deadline_time, accepts_late, rulebook, departments, required_member_signatures, requires_head_signature");
	return JX_OK;
}

/* The rulebook, where it changes. */
static enum jx_status furnish(struct jx_task *task, const JxUpdateRoundRequest *request, const JxRound *round)
{
	JxRound named = *round;
	if (!names_field(request, "rulebook"))
		return JX_OK;
	if (named.rulebook[0] == '\0')
		return jx_round_set_rulebook(task->db, jx_name_last(round->name), "", &task->error);
	return jx_round_furnish(task, &named, NULL, 0);
}

/* The draft as it will be, all of it checked. */
static enum jx_status find_draft(struct jx_task *task, JxRound **ret_round)
{
	const JxUpdateRoundRequest *request = (const JxUpdateRoundRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round = NULL;
	if (request->round == NULL)
		return jx_task_fail_missing(task, "round");
	enum jx_status status = jx_round_find(task, request->round->name, id, &round);
	if (status == JX_OK && round->state != JX_ROUND_STATE_DRAFT)
		status = jx_fail_with(&task->error, JX_REASON_ROUND_SET,
			JX_ARGS(JX_TEXT(id),
				JX_WORDS(jx_round_state_name(round->state, JX_ZH),
					jx_round_state_name(round->state, JX_EN)),
				JX_WORDS(jx_round_state_next_step(round->state, JX_ZH),
					jx_round_state_next_step(round->state, JX_EN))));
	if (status == JX_OK)
		status = take_fields(task, request, round);
	if (status == JX_OK)
		status = jx_round_check(task, round, id);
	*ret_round = round;
	return status;
}

enum jx_status jx_load_update_round(struct jx_task *task)
{
	const JxUpdateRoundRequest *request = (const JxUpdateRoundRequest *)task->message;
	JxRound *round = NULL;
	enum jx_status status = find_draft(task, &round);
	if (status != JX_OK || round == NULL || !names_field(request, "departments"))
		return status;
	return jx_roster_prepare_set(
		task, jx_name_last(round->name), request->departments, request->n_departments);
}

enum jx_status jx_handle_update_round(struct jx_task *task)
{
	const JxUpdateRoundRequest *request = (const JxUpdateRoundRequest *)task->message;
	JxUpdateRoundResponse *reply = (JxUpdateRoundResponse *)task->reply;
	JxRound *round = NULL;
	enum jx_status status = find_draft(task, &round);
	if (status != JX_OK || round == NULL)
		return status;
	const char *id = jx_name_last(round->name);
	status = jx_roster_take_step(task, id);
	if (status == JX_OK && !task->goes_on)
		status = jx_round_update(task->db, round, &task->error);
	if (status == JX_OK && !task->goes_on)
		status = furnish(task, request, round);
	if (status == JX_OK)
		status = jx_round_log(task, id, &(struct jx_log_entry){.act = JX_LOG_UPDATE_ROUND});
	if (status != JX_OK || task->goes_on)
		return status;
	return jx_round_get(task->db, id, &task->arena, &reply->round, &task->error);
}
