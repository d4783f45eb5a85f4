/*
 * Acts on idle funds. Every act is a row of the table of their life (proto/contract/service/idle_funds.h), is added to the
 * item, and is logged; nothing is ever changed, so what is outstanding is what the rows add up to.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/idle_funds.h"
#include "server/base/zone.h"
#include "server/handlers/followup/idle_flag.h"
#include "server/handlers/followup/items.h"
#include "storage/followup/store_idle_funds.h"
#include "storage/registry/store_departments.h"

_Static_assert(JX_MAX_REASON_BYTES == 3000 && JX_MAX_NAME_BYTES == 300, "see the comments of the schema");

/* An item while an act is done to it. */
struct acted {
	struct jx_item_key key;
	struct jx_idle_funds item;
	const struct jx_life_row *row;
	struct jx_life_facts facts;
	struct jx_idle_event event;
	const char *reason; /* for the log; "" for none */
};

/* ---- checks ---- */

static enum jx_status find_item(struct jx_task *task, const char *name, struct acted *acted)
{
	acted->reason = "";
	enum jx_status status = jx_item_key_read(task, &jx_idle_kind, name, &acted->key);
	if (status != JX_OK)
		return status;
	const struct jx_item_query query = jx_item_query_of(task, &acted->key);
	status = jx_idle_funds_get(task->db, &query, &task->arena, &acted->item, &task->error);
	if (status != JX_OK)
		return status;
	acted->facts = (struct jx_life_facts){.now_ms = task->now_ms,
		.due_ms = jx_timestamp_ms(acted->item.message->due_time),
		.outstanding_fen = acted->item.message->outstanding->fen};
	return jx_item_check_side(task, task->method->roles, acted->key.department, name);
}

/* What a guard says: who can act, and with which command, as jx_item_refuse() does. */
static enum jx_status refuse_guard(
	struct jx_task *task, const struct acted *acted, enum jx_reason reason, int act)
{
	const struct jx_life *life = jx_idle_life();
	int state = (int)acted->item.message->state;
	char item[JX_RESOURCE_NAME_BYTES];
	char zh_next[JX_NEXT_STEP_BYTES], en_next[JX_NEXT_STEP_BYTES];
	char outstanding[JX_FIGURE_TEXT_BYTES], amount[JX_FIGURE_TEXT_BYTES];
	JxAmount more = *acted->item.message->outstanding;
	more.fen = acted->facts.amount_fen;
	(void)jx_item_short_name(acted->key.name, item);
	const struct jx_error_arg state_name =
		JX_WORDS(jx_life_state_name(life, state, JX_ZH), jx_life_state_name(life, state, JX_EN));
	if (reason == JX_REASON_MORE_THAN_OUTSTANDING) {
		(void)!jx_amount_print(acted->item.message->outstanding, outstanding, sizeof(outstanding));
		(void)!jx_amount_print(&more, amount, sizeof(amount));
		return jx_fail_at(&task->error, reason, "amount",
			JX_ARGS(JX_TEXT(item), state_name, JX_TEXT(outstanding), JX_TEXT(amount)));
	}
	return jx_fail_with(&task->error, reason,
		JX_ARGS(JX_TEXT(item), state_name,
			JX_WORDS(jx_life_act_name(life, act, JX_ZH), jx_life_act_name(life, act, JX_EN)),
			JX_WORDS(jx_life_next_step(life, state, JX_ZH, item, zh_next),
				jx_life_next_step(life, state, JX_EN, item, en_next))));
}

/* Finds the row of an act, asks its guard, and begins what is put down. */
static enum jx_status begin_act(struct jx_task *task, struct acted *acted, enum jx_idle_act act)
{
	const struct jx_life *life = jx_idle_life();
	int state = (int)acted->item.message->state;
	acted->row = jx_life_next(life, state, (int)act);
	if (acted->row == NULL)
		return jx_item_refuse(task, &jx_idle_kind, acted->key.name, state, (int)act);
	enum jx_reason reason = acted->row->guard != NULL ? acted->row->guard(&acted->facts) : JX_REASON_NONE;
	if (reason != JX_REASON_NONE)
		return refuse_guard(task, acted, reason, (int)act);
	if (acted->row->from == acted->row->to && acted->item.n_events >= JX_MAX_ITEM_EVENTS)
		return jx_item_refuse_full(task, &jx_idle_kind, acted->key.name, state, (int)act);
	bool waits = jx_life_holder(life, acted->row->to) == JX_HOLDER_DEPARTMENT;
	acted->event = (struct jx_idle_event){.id = jx_life_act_id(life, (int)act),
		.before = (JxIdleFundsState)acted->row->from,
		.after = (JxIdleFundsState)acted->row->to,
		.at_ms = task->now_ms,
		.day = jx_zone_day(task->now_ms),
		.person = task->caller.id,
		.text = "",
		.document = "",
		.due_ms = waits ? acted->facts.due_ms : 0};
	return JX_OK;
}

/* Money of a request: some of it, exact, above zero. */
static enum jx_status check_amount(struct jx_task *task, const JxAmount *amount)
{
	char text[JX_FIGURE_TEXT_BYTES] = "";
	if (amount == NULL || !jx_has_amount(amount))
		return jx_task_fail_missing(task, "amount");
	enum jx_status status = jx_amount_check(amount, "amount", &task->error);
	if (status != JX_OK || amount->fen > 0)
		return status;
	(void)!jx_amount_print(amount, text, sizeof(text));
	return jx_task_fail_value(task, "amount", text, "必须大于零", "above zero");
}

/* ---- what is put down ---- */

/* What of the log's record only the first act of an item has. */
struct first_act {
	const char *budget_date;
	JxIdleFundsOrigin *origin;
	const char *parent;
};

static enum jx_status log_act(
	struct jx_task *task, const struct acted *acted, const struct first_act *first, const char *new_item)
{
	const struct jx_idle_event *event = &acted->event;
	const struct jx_life *life = jx_idle_life();
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxIdleFundsRecord what = JX_IDLE_FUNDS_RECORD_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = jx_item_digest(task, event->text, digest);
	if (status != JX_OK)
		return status;
	what.event_number = acted->item.n_events + 1;
	what.day = (uint32_t)event->day;
	what.amount_fen = event->added_fen + event->recovered_fen + event->carried_fen;
	what.text_digest = digest;
	what.document = (char *)event->document;
	what.due_time = event->due_ms != 0 ? jx_task_timestamp(task, event->due_ms) : NULL;
	what.new_item = (char *)new_item;
	if (first != NULL) {
		what.budget_date = (char *)first->budget_date;
		what.origin = first->origin;
		what.parent = (char *)first->parent;
	}
	record.idle_funds = &what;
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
	struct jx_task *task, const struct jx_item_key *key, JxIdleFundsItem **ret_item)
{
	struct jx_idle_funds item = {0};
	const struct jx_item_query query = jx_item_query_of(task, key);
	enum jx_status status = jx_idle_funds_get(task->db, &query, &task->arena, &item, &task->error);
	if (status != JX_OK)
		return status;
	*ret_item = item.message;
	return jx_idle_funds_load_events(task->db, &item, &task->arena, &task->error);
}

static enum jx_status finish_act(
	struct jx_task *task, const struct acted *acted, const char *new_item, JxIdleFundsItem **ret_item)
{
	enum jx_status status = jx_idle_funds_add(task->db, &acted->item, &acted->event, &task->error);
	if (status == JX_OK)
		status = log_act(task, acted, NULL, new_item);
	return status == JX_OK ? read_reply(task, &acted->key, ret_item) : status;
}

/* ---- flag ---- */

static enum jx_status read_budget_day(struct jx_task *task, const char *text, int32_t *ret_day)
{
	struct jx_date date;
	if (text[0] == '\0')
		return jx_task_fail_missing(task, "budget_date");
	if (jx_date_parse(text, strlen(text), &date) && date.first <= jx_zone_day(task->now_ms)) {
		*ret_day = date.first;
		return JX_OK;
	}
	return jx_task_fail_value(task, "budget_date", text, "填 2023、2023-05 或 2023-05-31，不晚于今天",
		"2023, 2023-05 or 2023-05-31, not later than today");
}

static bool has_finding(const JxSubmissionVersion *version, const JxIdleFundsOrigin *origin)
{
	for (size_t i = 0; i < version->n_findings; i++) {
		const JxFinding *finding = version->findings[i];
		if (strcmp(finding->rule, origin->rule) == 0 &&
			(origin->field[0] == '\0' || strcmp(finding->field, origin->field) == 0))
			return true;
	}
	return false;
}

/* A rule has flagged it when the report has a finding of that rule; else a person names a field of the report. */
static enum jx_status check_origin(
	struct jx_task *task, const JxIdleFundsOrigin *origin, const char *department)
{
	struct jx_item_report report = {0};
	if (origin == NULL)
		return JX_OK;
	if (origin->version[0] == '\0')
		return jx_task_fail_missing(task, "origin.version");
	enum jx_status status = jx_item_read_report(task, origin->version, department, &report);
	if (status != JX_OK)
		return status;
	if (origin->rule[0] == '\0' && origin->field[0] == '\0')
		return jx_task_fail_missing(task, "origin.field");
	if (origin->rule[0] == '\0')
		return jx_item_check_field(task, &report, origin->field);
	if (has_finding(report.version, origin))
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_FINDING_NOT_FOUND, "origin.rule",
		JX_ARGS(JX_TEXT(origin->version), JX_TEXT(origin->rule), JX_TEXT(origin->field)));
}

static enum jx_status check_department(struct jx_task *task, const char *name, char *code)
{
	enum jx_status status =
		jx_task_id_of(task, "departments", "department", name, code, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK)
		return status;
	status = jx_department_check(task->db, code, &task->error);
	return status == JX_OK ? jx_item_check_side(task, task->method->roles, code, name) : status;
}

static enum jx_status check_flag(
	struct jx_task *task, const JxFlagIdleFundsRequest *request, const char *code, int32_t *ret_day)
{
	const struct jx_item_text source = {"source", request->source, JX_MAX_NAME_BYTES, true};
	enum jx_status status = jx_item_check_text(task, &source);
	if (status != JX_OK)
		return status;
	status = check_amount(task, request->amount);
	if (status != JX_OK)
		return status;
	status = read_budget_day(task, request->budget_date, ret_day);
	if (status != JX_OK)
		return status;
	status = jx_task_check_ahead(task, "due_time", request->due_time);
	return status == JX_OK ? check_origin(task, request->origin, code) : status;
}

/* Whatever is flagged by mistake or in spite is seen by a lead before there is much of it. */
static enum jx_status check_open(struct jx_task *task, const char *code)
{
	uint32_t n = 0;
	enum jx_status status = jx_idle_funds_count(task->db, code, &n, &task->error);
	if (status != JX_OK || n < JX_MAX_OPEN_IDLE_FUNDS)
		return status;
	return jx_fail_with(&task->error, JX_REASON_IDLE_FUNDS_FULL, JX_ARGS(JX_TEXT(code), JX_U64(n)));
}

/* Stores an item with the act that begins it. */
static enum jx_status insert_item(
	struct jx_task *task, const struct jx_new_idle_funds *item, struct acted *acted, int64_t *ret_id)
{
	struct jx_idle_key key = {0};
	enum jx_status status = jx_idle_funds_insert(task->db, item, &acted->event, &key, &task->error);
	if (status != JX_OK)
		return status;
	(void)jx_name_idle_funds(acted->key.name, item->department, key.number);
	acted->key.number = key.number;
	*ret_id = key.id;
	return JX_OK;
}

static void begin_item(struct jx_task *task, enum jx_idle_act act, int64_t fen, struct acted *acted)
{
	const struct jx_life *life = jx_idle_life();
	acted->reason = "";
	acted->row = jx_life_next(life, 0, (int)act);
	acted->event = (struct jx_idle_event){.id = jx_life_act_id(life, (int)act),
		.after = (JxIdleFundsState)acted->row->to,
		.at_ms = task->now_ms,
		.day = jx_zone_day(task->now_ms),
		.person = task->caller.id,
		.added_fen = fen,
		.text = "",
		.document = ""};
}

enum jx_status jx_idle_flag(
	struct jx_task *task, const struct jx_idle_flag *flag, struct jx_item_key *ret_key)
{
	struct acted acted = {0};
	int64_t id = 0;
	const struct jx_new_idle_funds item = {.department = flag->department,
		.source = flag->source,
		.budget_date = flag->budget_date,
		.budget_day = flag->budget_day,
		.origin = flag->origin};
	const struct first_act first = {flag->budget_date, flag->origin, ""};
	(void)jx_text_copy(acted.key.department, sizeof(acted.key.department), flag->department);
	begin_item(task, flag->act, flag->fen, &acted);
	acted.event.due_ms = flag->due_ms;
	acted.event.text = flag->source;
	enum jx_status status = insert_item(task, &item, &acted, &id);
	if (status == JX_OK)
		status = log_act(task, &acted, &first, "");
	*ret_key = acted.key;
	return status;
}

enum jx_status jx_handle_flag_idle_funds(struct jx_task *task)
{
	const JxFlagIdleFundsRequest *request = (const JxFlagIdleFundsRequest *)task->message;
	JxFlagIdleFundsResponse *reply = (JxFlagIdleFundsResponse *)task->reply;
	char code[JX_MAX_CODE_BYTES + 1];
	struct jx_item_key key;
	int32_t day = 0;
	enum jx_status status = check_department(task, request->department, code);
	if (status != JX_OK)
		return status;
	status = check_flag(task, request, code, &day);
	if (status == JX_OK)
		status = check_open(task, code);
	if (status != JX_OK)
		return status;
	const struct jx_idle_flag flag = {.act = JX_IDLE_ACT_FLAG,
		.department = code,
		.source = request->source,
		.budget_date = request->budget_date,
		.budget_day = day,
		.origin = request->origin,
		.fen = request->amount->fen,
		.due_ms = jx_timestamp_ms(request->due_time)};
	status = jx_idle_flag(task, &flag, &key);
	return status == JX_OK ? read_reply(task, &key, &reply->item) : status;
}

/* ---- explain, order, recover ---- */

enum jx_status jx_handle_explain_idle_funds(struct jx_task *task)
{
	const JxExplainIdleFundsRequest *request = (const JxExplainIdleFundsRequest *)task->message;
	JxExplainIdleFundsResponse *reply = (JxExplainIdleFundsResponse *)task->reply;
	const struct jx_item_text text = {"explanation", request->explanation, JX_MAX_REASON_BYTES, true};
	struct acted acted = {0};
	enum jx_status status = find_item(task, request->name, &acted);
	if (status == JX_OK)
		status = begin_act(task, &acted, JX_IDLE_ACT_EXPLAIN);
	if (status == JX_OK)
		status = jx_item_check_text(task, &text);
	if (status != JX_OK)
		return status;
	acted.event.text = request->explanation;
	return finish_act(task, &acted, "", &reply->item);
}

enum jx_status jx_handle_order_recovery(struct jx_task *task)
{
	const JxOrderRecoveryRequest *request = (const JxOrderRecoveryRequest *)task->message;
	JxOrderRecoveryResponse *reply = (JxOrderRecoveryResponse *)task->reply;
	const struct jx_item_text text = {"reason", request->reason, JX_MAX_REASON_BYTES, true};
	struct acted acted = {0};
	enum jx_status status = find_item(task, request->name, &acted);
	if (status == JX_OK)
		status = begin_act(task, &acted, JX_IDLE_ACT_ORDER);
	if (status == JX_OK)
		status = jx_item_check_text(task, &text);
	if (status == JX_OK)
		status = jx_task_check_ahead(task, "due_time", request->due_time);
	if (status != JX_OK)
		return status;
	acted.event.text = acted.reason = request->reason;
	acted.event.due_ms = jx_timestamp_ms(request->due_time);
	return finish_act(task, &acted, "", &reply->item);
}

/* Begins an act that takes money: which of two it is follows from how much is left. */
static enum jx_status begin_taking(struct jx_task *task, const JxAmount *amount, enum jx_idle_act part,
	enum jx_idle_act rest, struct acted *acted)
{
	enum jx_status status = check_amount(task, amount);
	if (status != JX_OK)
		return status;
	acted->facts.amount_fen = amount->fen;
	return begin_act(task, acted, jx_idle_act_of_amount(part, rest, &acted->facts));
}

enum jx_status jx_handle_record_recovery(struct jx_task *task)
{
	const JxRecordRecoveryRequest *request = (const JxRecordRecoveryRequest *)task->message;
	JxRecordRecoveryResponse *reply = (JxRecordRecoveryResponse *)task->reply;
	const struct jx_item_text text = {"note", request->note, JX_MAX_REASON_BYTES, false};
	struct acted acted = {0};
	enum jx_status status = find_item(task, request->name, &acted);
	if (status == JX_OK)
		status = begin_taking(
			task, request->amount, JX_IDLE_ACT_RECOVER_PART, JX_IDLE_ACT_RECOVER_REST, &acted);
	if (status == JX_OK)
		status = jx_item_check_text(task, &text);
	if (status != JX_OK)
		return status;
	acted.event.text = request->note;
	acted.event.recovered_fen = request->amount->fen;
	return finish_act(task, &acted, "", &reply->item);
}

/* ---- carry over ---- */

/* Money that is put to a new use is an item of its own; it keeps the date of its budget. */
static enum jx_status add_new_use(struct jx_task *task, const JxApproveCarryOverRequest *request,
	struct acted *parent, struct acted *made)
{
	const JxIdleFundsItem *from = parent->item.message;
	const struct jx_new_idle_funds item = {.department = parent->key.department,
		.source = request->new_use,
		.budget_date = from->budget_date,
		.budget_day = parent->item.budget_day,
		.parent_id = parent->item.id};
	const struct first_act first = {from->budget_date, NULL, from->name};
	made->key = parent->key;
	begin_item(task, JX_IDLE_ACT_REUSE, request->amount->fen, made);
	made->event.text = request->new_use;
	made->event.document = request->document;
	enum jx_status status = insert_item(task, &item, made, &parent->event.new_id);
	return status == JX_OK ? log_act(task, made, &first, "") : status;
}

enum jx_status jx_handle_approve_carry_over(struct jx_task *task)
{
	const JxApproveCarryOverRequest *request = (const JxApproveCarryOverRequest *)task->message;
	JxApproveCarryOverResponse *reply = (JxApproveCarryOverResponse *)task->reply;
	const struct jx_item_text document = {"document", request->document, JX_MAX_NAME_BYTES, true};
	const struct jx_item_text new_use = {"new_use", request->new_use, JX_MAX_NAME_BYTES, false};
	bool is_reused = request->new_use[0] != '\0';
	struct acted acted = {0};
	struct acted made = {0};
	enum jx_status status = find_item(task, request->name, &acted);
	if (status == JX_OK)
		status = begin_taking(
			task, request->amount, JX_IDLE_ACT_CARRY_PART, JX_IDLE_ACT_CARRY_REST, &acted);
	if (status == JX_OK)
		status = jx_item_check_text(task, &document);
	if (status == JX_OK)
		status = jx_item_check_text(task, &new_use);
	if (status != JX_OK)
		return status;
	acted.event.text = request->new_use;
	acted.event.document = request->document;
	acted.event.carried_fen = request->amount->fen;
	if (is_reused)
		status = add_new_use(task, request, &acted, &made);
	if (status == JX_OK)
		status = finish_act(task, &acted, made.key.name, &reply->item);
	if (status != JX_OK || !is_reused)
		return status;
	return read_reply(task, &made.key, &reply->new_item);
}
