/*
 * Acts on rectification items. Every act is a row of the table of their life (proto/contract/service/rectification.h), is
 * added to the item, and is logged; nothing is ever changed.
 */
#include "server/handlers/handlers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/service/rectification.h"
#include "server/handlers/followup/items.h"
#include "storage/filing/store_issues.h"
#include "storage/followup/store_measures.h"
#include "storage/followup/store_rectifications.h"
#include "storage/registry/store_departments.h"

_Static_assert(JX_MAX_REASON_BYTES == 3000, "see the comments of the schema");

/* What an act is to put down. */
struct step {
	enum jx_rectification_act act;
	struct jx_item_text text;
	bool is_reason;                        /* the text says why */
	Google__Protobuf__Timestamp *due_time; /* NULL: the one that was set before stays */
	bool needs_due_time;
	Google__Protobuf__Timestamp *planned_time; /* of a plan */
};

/* An item while an act is done to it. */
struct acted {
	struct jx_item_key key;
	struct jx_rectification item;
	const struct jx_life_row *row;
	struct jx_rectification_event event;
	const char *reason; /* for the log; "" for none */
};

/* ---- checks ---- */

static enum jx_status check_step(struct jx_task *task, const struct step *step)
{
	enum jx_status status = jx_item_check_text(task, &step->text);
	if (status != JX_OK)
		return status;
	if (step->act == JX_RECTIFICATION_ACT_PLAN)
		return jx_task_check_ahead(task, "planned_time", step->planned_time);
	if (step->due_time == NULL && !step->needs_due_time)
		return JX_OK;
	return jx_task_check_ahead(task, "due_time", step->due_time);
}

static enum jx_status find_item(
	struct jx_task *task, const char *name, const struct step *step, struct acted *acted)
{
	enum jx_status status = jx_item_key_read(task, &jx_rectification_kind, name, &acted->key);
	if (status != JX_OK)
		return status;
	const struct jx_item_query query = jx_item_query_of(task, &acted->key);
	status = jx_rectification_get(task->db, &query, &task->arena, &acted->item, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_item_check_side(task, task->method->roles, acted->key.department, name);
	if (status != JX_OK)
		return status;
	int state = (int)acted->item.message->state;
	acted->row = jx_life_next(jx_rectification_life(), state, (int)step->act);
	if (acted->row == NULL)
		return jx_item_refuse(task, &jx_rectification_kind, name, state, (int)step->act);
	if (acted->row->from == acted->row->to && acted->item.n_acts >= JX_MAX_ITEM_EVENTS)
		return jx_item_refuse_full(task, &jx_rectification_kind, name, state, (int)step->act);
	return check_step(task, step);
}

/* ---- what is put down ---- */

/* Where the measure of a plan stood before. A plan that is put in place of the one just made is no repetition of it. A reader
 * has looked through twenty years of reports for it; the writer takes what it found. */
static enum jx_status find_repetition(struct jx_task *task, struct acted *acted)
{
	char *measure = (char *)acted->event.text;
	char **sources = task->prepared;
	enum jx_status status = JX_OK;
	const struct jx_measures_query query = {.department = acted->key.department,
		.round = "",
		.but_item = acted->item.is_planned_last ? acted->key.number : 0,
		.measures = &measure,
		.n = 1,
		.stop = jx_task_stop(task)};
	if (sources == NULL)
		status = jx_measures_find(task->db, &query, &task->arena, &sources, &task->error);
	task->prepared = sources;
	if (status == JX_OK && sources[0] != NULL)
		acted->event.repeats = sources[0];
	return status;
}

static void begin_event(struct jx_task *task, const struct step *step, struct acted *acted)
{
	const JxRectificationItem *item = acted->item.message;
	acted->reason = step->is_reason ? step->text.text : "";
	acted->event = (struct jx_rectification_event){
		.id = jx_life_act_id(jx_rectification_life(), (int)step->act),
		.before = (JxRectificationState)acted->row->from,
		.after = (JxRectificationState)acted->row->to,
		.at_ms = task->now_ms,
		.person = task->caller.id,
		.text = step->text.text != NULL ? step->text.text : "",
		.due_ms = jx_timestamp_ms(
			step->due_time != NULL || item == NULL ? step->due_time : item->due_time),
		.planned_ms = jx_timestamp_ms(
			step->planned_time != NULL || item == NULL ? step->planned_time : item->planned_time),
		.repeats = "",
	};
}

static enum jx_status log_act(struct jx_task *task, const struct acted *acted, JxRectificationOrigin *origin)
{
	const struct jx_rectification_event *event = &acted->event;
	const struct jx_life *life = jx_rectification_life();
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxRectificationRecord what = JX_RECTIFICATION_RECORD_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = jx_item_digest(task, event->text, digest);
	if (status != JX_OK)
		return status;
	what.event_number = acted->item.n_acts + 1;
	what.origin = origin;
	what.text_digest = digest;
	what.due_time = event->due_ms != 0 ? jx_task_timestamp(task, event->due_ms) : NULL;
	what.planned_time = event->planned_ms != 0 ? jx_task_timestamp(task, event->planned_ms) : NULL;
	what.repeats = (char *)event->repeats;
	record.rectification = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = event->id,
			.object = acted->key.name,
			.before = acted->row->from != 0 ? jx_life_state_id(life, acted->row->from) : "",
			.after = jx_life_state_id(life, acted->row->to),
			.reason = acted->reason,
			.record = &record},
		NULL);
}

/* The item with all of its acts, as it is by now. */
static enum jx_status read_reply(
	struct jx_task *task, const struct jx_item_key *key, JxRectificationItem **ret_item)
{
	struct jx_rectification item = {0};
	const struct jx_item_query query = jx_item_query_of(task, key);
	enum jx_status status = jx_rectification_get(task->db, &query, &task->arena, &item, &task->error);
	if (status != JX_OK)
		return status;
	*ret_item = item.message;
	return jx_rectification_load_acts(task->db, &item, &task->arena, &task->error);
}

static enum jx_status act_on(
	struct jx_task *task, const char *name, const struct step *step, JxRectificationItem **ret_item)
{
	struct acted acted = {0};
	enum jx_status status = find_item(task, name, step, &acted);
	if (status != JX_OK)
		return status;
	begin_event(task, step, &acted);
	if (step->act == JX_RECTIFICATION_ACT_PLAN)
		status = find_repetition(task, &acted);
	if (status == JX_OK)
		status = jx_rectification_add(task->db, &acted.item, &acted.event, &task->error);
	if (status == JX_OK)
		status = log_act(task, &acted, NULL);
	return status == JX_OK ? read_reply(task, &acted.key, ret_item) : status;
}

/* ---- raise ---- */

static enum jx_status check_issue(
	struct jx_task *task, const struct jx_item_report *report, const JxRectificationOrigin *origin)
{
	char after[16];
	struct jx_issues issues = {0};
	struct jx_page page = {.max_rows = 1, .after = after};
	(void)snprintf(after, sizeof(after), "%" PRIu32, origin->issue_number - 1);
	enum jx_status status =
		jx_issues_list(task->db, report->record_id, &page, &task->scratch, &issues, &task->error);
	if (status != JX_OK || (issues.n == 1 && issues.rows[0]->number == origin->issue_number))
		return status;
	return jx_fail_at(&task->error, JX_REASON_ISSUE_NOT_FOUND, "origin.issue_number",
		JX_ARGS(JX_U64(origin->issue_number)));
}

/* A report is there with what is named of it; without a report nothing of one may be named. */
static enum jx_status check_origin(
	struct jx_task *task, const JxRectificationOrigin *origin, const char *department)
{
	struct jx_item_report report = {0};
	if (origin == NULL)
		return JX_OK;
	if (origin->version[0] == '\0')
		return jx_task_fail_missing(task, "origin.version");
	enum jx_status status = jx_item_read_report(task, origin->version, department, &report);
	if (status != JX_OK)
		return status;
	if (origin->field[0] == '\0' && origin->issue_number == 0)
		return jx_task_fail_missing(task, "origin.field");
	if (origin->field[0] != '\0')
		status = jx_item_check_field(task, &report, origin->field);
	if (status != JX_OK || origin->issue_number == 0)
		return status;
	return check_issue(task, &report, origin);
}

static enum jx_status check_raised(
	struct jx_task *task, const JxRaiseRectificationRequest *request, const struct step *step, char *code)
{
	enum jx_status status = jx_task_id_of(
		task, "departments", "department", request->department, code, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK)
		return status;
	status = jx_department_check(task->db, code, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_item_check_side(task, task->method->roles, code, request->department);
	if (status != JX_OK)
		return status;
	status = check_step(task, step);
	return status == JX_OK ? check_origin(task, request->origin, code) : status;
}

enum jx_status jx_handle_raise_rectification(struct jx_task *task)
{
	const JxRaiseRectificationRequest *request = (const JxRaiseRectificationRequest *)task->message;
	JxRaiseRectificationResponse *reply = (JxRaiseRectificationResponse *)task->reply;
	const struct step step = {.act = JX_RECTIFICATION_ACT_RAISE,
		.text = {"problem", request->problem, JX_MAX_REASON_BYTES, true},
		.due_time = request->due_time,
		.needs_due_time = true};
	struct acted acted = {.row = jx_life_next(jx_rectification_life(), 0, (int)step.act)};
	char *code = acted.key.department;
	enum jx_status status = check_raised(task, request, &step, code);
	if (status != JX_OK)
		return status;
	begin_event(task, &step, &acted);
	const struct jx_new_rectification item = {code, request->origin};
	status = jx_rectification_insert(task->db, &item, &acted.event, &acted.key.number, &task->error);
	if (status != JX_OK)
		return status;
	(void)jx_name_rectification(acted.key.name, code, acted.key.number);
	status = log_act(task, &acted, request->origin);
	return status == JX_OK ? read_reply(task, &acted.key, &reply->item) : status;
}

/* ---- what follows ---- */

enum jx_status jx_handle_acknowledge_rectification(struct jx_task *task)
{
	const JxAcknowledgeRectificationRequest *request =
		(const JxAcknowledgeRectificationRequest *)task->message;
	JxAcknowledgeRectificationResponse *reply = (JxAcknowledgeRectificationResponse *)task->reply;
	const struct step step = {.act = JX_RECTIFICATION_ACT_ACKNOWLEDGE, .text = {.text = ""}};
	return act_on(task, request->name, &step, &reply->item);
}

static struct step step_of_plan(const JxPlanRectificationRequest *request)
{
	return (struct step){.act = JX_RECTIFICATION_ACT_PLAN,
		.text = {"measure", request->measure, JX_MAX_REASON_BYTES, true},
		.planned_time = request->planned_time};
}

enum jx_status jx_load_plan_rectification(struct jx_task *task)
{
	const JxPlanRectificationRequest *request = (const JxPlanRectificationRequest *)task->message;
	const struct step step = step_of_plan(request);
	struct acted acted = {0};
	enum jx_status status = find_item(task, request->name, &step, &acted);
	if (status != JX_OK)
		return status;
	begin_event(task, &step, &acted);
	return find_repetition(task, &acted);
}

enum jx_status jx_handle_plan_rectification(struct jx_task *task)
{
	const JxPlanRectificationRequest *request = (const JxPlanRectificationRequest *)task->message;
	JxPlanRectificationResponse *reply = (JxPlanRectificationResponse *)task->reply;
	const struct step step = step_of_plan(request);
	return act_on(task, request->name, &step, &reply->item);
}

enum jx_status jx_handle_claim_rectification_done(struct jx_task *task)
{
	const JxClaimRectificationDoneRequest *request =
		(const JxClaimRectificationDoneRequest *)task->message;
	JxClaimRectificationDoneResponse *reply = (JxClaimRectificationDoneResponse *)task->reply;
	const struct step step = {.act = JX_RECTIFICATION_ACT_CLAIM_DONE,
		.text = {"evidence", request->evidence, JX_MAX_REASON_BYTES, true}};
	return act_on(task, request->name, &step, &reply->item);
}

enum jx_status jx_handle_verify_rectification(struct jx_task *task)
{
	const JxVerifyRectificationRequest *request = (const JxVerifyRectificationRequest *)task->message;
	JxVerifyRectificationResponse *reply = (JxVerifyRectificationResponse *)task->reply;
	const struct step step = {.act = JX_RECTIFICATION_ACT_VERIFY,
		.text = {"note", request->note, JX_MAX_REASON_BYTES, false}};
	return act_on(task, request->name, &step, &reply->item);
}

enum jx_status jx_handle_send_back_rectification(struct jx_task *task)
{
	const JxSendBackRectificationRequest *request = (const JxSendBackRectificationRequest *)task->message;
	JxSendBackRectificationResponse *reply = (JxSendBackRectificationResponse *)task->reply;
	const struct step step = {.act = JX_RECTIFICATION_ACT_SEND_BACK,
		.text = {"reason", request->reason, JX_MAX_REASON_BYTES, true},
		.is_reason = true,
		.due_time = request->due_time};
	return act_on(task, request->name, &step, &reply->item);
}

enum jx_status jx_handle_reopen_rectification(struct jx_task *task)
{
	const JxReopenRectificationRequest *request = (const JxReopenRectificationRequest *)task->message;
	JxReopenRectificationResponse *reply = (JxReopenRectificationResponse *)task->reply;
	const struct step step = {.act = JX_RECTIFICATION_ACT_REOPEN,
		.text = {"reason", request->reason, JX_MAX_REASON_BYTES, true},
		.is_reason = true,
		.due_time = request->due_time,
		.needs_due_time = true};
	return act_on(task, request->name, &step, &reply->item);
}
