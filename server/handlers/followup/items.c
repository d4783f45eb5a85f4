#include "server/handlers/followup/items.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/path.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/rectification.h"
#include "server/base/zone.h"
#include "server/call/auth.h"
#include "server/handlers/records.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_successors.h"

#define ACT_BYTES 256 /* an act in words, with the states in which it is possible */

const struct jx_item_kind jx_rectification_kind = {
	.life = jx_rectification_life,
	.collection = "rectifications",
	.shape = "departments/{code}/rectifications/{number}",
	.not_found = JX_REASON_RECTIFICATION_NOT_FOUND,
	.wrong_state = JX_REASON_RECTIFICATION_STATE,
};

const struct jx_item_kind jx_idle_kind = {
	.life = jx_idle_life,
	.collection = "idleFunds",
	.shape = "departments/{code}/idleFunds/{number}",
	.not_found = JX_REASON_IDLE_FUNDS_NOT_FOUND,
	.wrong_state = JX_REASON_IDLE_FUNDS_STATE,
};

/* ---- names ---- */

/* Whoever answers for a department that has ended sees what it leaves, and its own people still do. */
static enum jx_status reaches(struct jx_task *task, const char *department, bool *ret_reaches)
{
	*ret_reaches =
		jx_task_has_role(task, JX_ROLES_SEE_ALL) || strcmp(task->caller.department, department) == 0;
	if (*ret_reaches || task->caller.department[0] == '\0')
		return JX_OK;
	return jx_department_answers_for(
		task->db, task->caller.department, department, ret_reaches, &task->error);
}

enum jx_status jx_item_key_read(
	struct jx_task *task, const struct jx_item_kind *kind, const char *name, struct jx_item_key *ret_key)
{
	char *parent = NULL;
	bool is_in_reach = false;
	if (name[0] == '\0')
		return jx_task_fail_missing(task, "name");
	enum jx_status status =
		jx_task_number_of(task, kind->collection, kind->shape, name, &parent, &ret_key->number);
	if (status != JX_OK)
		return status;
	const char *code = jx_name_id(parent, "departments");
	if (ret_key->number == 0 || code == NULL)
		return jx_task_fail_shape(task, "name", name, kind->shape);
	(void)jx_text_copy(ret_key->name, sizeof(ret_key->name), name);
	(void)jx_text_copy(ret_key->department, sizeof(ret_key->department), code);
	status = reaches(task, code, &is_in_reach);
	if (status != JX_OK || is_in_reach)
		return status;
	return jx_fail_with(&task->error, kind->not_found, JX_ARGS(JX_TEXT(name)));
}

struct jx_item_query jx_item_query_of(const struct jx_task *task, const struct jx_item_key *key)
{
	return (struct jx_item_query){.department = key->department,
		.number = key->number,
		.now_ms = task->now_ms,
		.day = jx_zone_day(task->now_ms)};
}

const char *jx_item_short_name(const char *name, char *out)
{
	const char *rest = strchr(name, '/');
	const char *code = rest != NULL ? rest + 1 : name;
	size_t n = strcspn(code, "/");
	n = jx_text_copy_n(out, JX_RESOURCE_NAME_BYTES, code, n);
	if (code[n] == '/') {
		n += jx_text_copy(out + n, JX_RESOURCE_NAME_BYTES - n, "/");
		(void)jx_text_copy(out + n, JX_RESOURCE_NAME_BYTES - n, jx_name_last(name));
	}
	return out;
}

/* ---- lists ---- */

/* The department that a list is about, of those that the caller may see; "" for all. */
static enum jx_status read_department(
	struct jx_task *task, const char *name, const char **ret_code, bool *ret_is_empty)
{
	char code[JX_MAX_CODE_BYTES + 1] = "";
	bool sees_all = jx_task_has_role(task, JX_ROLES_SEE_ALL);
	bool is_in_reach = true;
	enum jx_status status = JX_OK;
	if (name[0] != '\0')
		status = jx_task_id_of(task, "departments", "department", name, code, sizeof(code));
	if (status == JX_OK && code[0] != '\0')
		status = reaches(task, code, &is_in_reach);
	if (status != JX_OK)
		return status;
	*ret_is_empty = !is_in_reach;
	*ret_code =
		jx_arena_strdup(&task->arena, sees_all || code[0] != '\0' ? code : task->caller.department);
	return *ret_code != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_items_query_of(struct jx_task *task, const struct jx_item_kind *kind,
	const struct jx_item_wish *wish, struct jx_items_query *ret_query, bool *ret_is_empty)
{
	uint32_t states = wish->state != 0 ? UINT32_C(1) << wish->state : UINT32_MAX;
	if (wish->only_open)
		states &= ~jx_life_states_of(kind->life(), JX_HOLDER_UNSPECIFIED);
	if (wish->only_overdue)
		states &= jx_life_states_of(kind->life(), JX_HOLDER_DEPARTMENT);
	*ret_query = (struct jx_items_query){.states = states,
		.due_before_ms = wish->only_overdue ? task->now_ms : 0,
		.now_ms = task->now_ms,
		.day = jx_zone_day(task->now_ms)};
	return read_department(task, wish->department, &ret_query->department, ret_is_empty);
}

/* ---- who may, and when ---- */

/* Whoever is enrolled without a department is of the finance bureau. */
static enum jx_status find_own(struct jx_task *task, const char *department, bool *ret_is_own)
{
	const char *code = task->caller.department;
	return code[0] == '\0'
		       ? jx_finance_answers_for(task->db, department, ret_is_own, &task->error)
		       : jx_department_answers_for(task->db, code, department, ret_is_own, &task->error);
}

/* Refuses the people of a department that has ended: they see what it leaves, and those who answer for it act. */
static enum jx_status refuse_taken_over(struct jx_task *task, const char *department, const char *item)
{
	char codes[ACT_BYTES] = "";
	struct jx_answering answering = {0};
	enum jx_status status =
		jx_answering_find(task->db, department, &task->arena, &answering, &task->error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0, n = 0; i < answering.n && n < sizeof(codes); i++)
		n += (size_t)snprintf(codes + n, sizeof(codes) - n, "%s%s", i > 0 ? ", " : "",
			jx_name_last(answering.names[i]));
	return jx_fail_with(&task->error, JX_REASON_ITEM_TAKEN_OVER,
		JX_ARGS(JX_TEXT(item), JX_TEXT(department), JX_TEXT(codes)));
}

enum jx_status jx_item_check_side(
	struct jx_task *task, uint32_t roles, const char *department, const char *name)
{
	char item[JX_RESOURCE_NAME_BYTES];
	bool is_own = false;
	bool is_in_reach = false;
	enum jx_status status = find_own(task, department, &is_own);
	if (status == JX_OK)
		status = reaches(task, department, &is_in_reach);
	if (status != JX_OK)
		return status;
	const bool was_own = strcmp(task->caller.department, department) == 0;
	const bool may_judge = !is_own && !was_own;
	if (jx_task_has_role(
		    task, roles & ((is_own ? JX_ROLES_OWN : 0) | (may_judge ? JX_ROLES_FINANCE : 0))))
		return JX_OK;
	if (!may_judge && jx_task_has_role(task, roles & JX_ROLES_FINANCE))
		return jx_fail_with(
			&task->error, JX_REASON_OWN_ITEM, JX_ARGS(JX_TEXT(jx_item_short_name(name, item))));
	if (!is_in_reach)
		return jx_fail_with(
			&task->error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(department)));
	if (was_own && !is_own && jx_task_has_role(task, roles & JX_ROLES_OWN))
		return refuse_taken_over(task, department, jx_item_short_name(name, item));
	return jx_auth_refuse_role(task, roles);
}

enum jx_status jx_item_refuse(
	struct jx_task *task, const struct jx_item_kind *kind, const char *name, int state, int act)
{
	const struct jx_life *life = kind->life();
	char item[JX_RESOURCE_NAME_BYTES], zh_next[JX_NEXT_STEP_BYTES], en_next[JX_NEXT_STEP_BYTES];
	char zh[ACT_BYTES], en[ACT_BYTES], zh_states[ACT_BYTES / 2], en_states[ACT_BYTES / 2];
	(void)jx_item_short_name(name, item);
	(void)jx_life_states_of_act(life, act, JX_ZH, zh_states, sizeof(zh_states));
	(void)jx_life_states_of_act(life, act, JX_EN, en_states, sizeof(en_states));
	(void)snprintf(zh, sizeof(zh), "%s；%s时才可以", jx_life_act_name(life, act, JX_ZH), zh_states);
	(void)snprintf(en, sizeof(en), "%s; that is possible when it is: %s",
		jx_life_act_name(life, act, JX_EN), en_states);
	return jx_fail_with(&task->error, kind->wrong_state,
		JX_ARGS(JX_TEXT(item),
			JX_WORDS(jx_life_state_name(life, state, JX_ZH),
				jx_life_state_name(life, state, JX_EN)),
			JX_WORDS(zh, en),
			JX_WORDS(jx_life_next_step(life, state, JX_ZH, item, zh_next),
				jx_life_next_step(life, state, JX_EN, item, en_next))));
}

enum jx_status jx_item_refuse_full(
	struct jx_task *task, const struct jx_item_kind *kind, const char *name, int state, int act)
{
	const struct jx_life *life = kind->life();
	char item[JX_RESOURCE_NAME_BYTES];
	return jx_fail_with(&task->error, JX_REASON_ITEM_FULL,
		JX_ARGS(JX_TEXT(jx_item_short_name(name, item)),
			JX_WORDS(jx_life_state_name(life, state, JX_ZH),
				jx_life_state_name(life, state, JX_EN)),
			JX_U64(JX_MAX_ITEM_EVENTS),
			JX_WORDS(jx_life_act_name(life, act, JX_ZH), jx_life_act_name(life, act, JX_EN))));
}

/* ---- texts ---- */

enum jx_status jx_item_check_text(struct jx_task *task, const struct jx_item_text *text)
{
	char zh[48];
	char en[48];
	if (text->is_required && jx_text_is_blank(text->text))
		return jx_task_fail_missing(task, text->field);
	size_t n = strlen(text->text);
	if (n <= text->max_bytes)
		return JX_OK;
	(void)snprintf(zh, sizeof(zh), "最多 %zu 字节", text->max_bytes);
	(void)snprintf(en, sizeof(en), "at most %zu bytes", text->max_bytes);
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, text->field,
		JX_ARGS(JX_TEXT(text->field), JX_U64(n), JX_WORDS(zh, en)));
}

enum jx_status jx_item_digest(struct jx_task *task, const char *text, char *out)
{
	out[0] = '\0';
	if (text[0] == '\0')
		return JX_OK;
	return jx_digest_bytes(text, strlen(text), JX_DIGEST_SHA256, out, &task->error);
}

/* ---- the report that an item comes from ---- */

static enum jx_status name_field(struct jx_task *task, enum jx_status status, const char *field)
{
	if (status != JX_OK)
		(void)jx_text_copy(task->error.field, sizeof(task->error.field), field);
	return status;
}

static enum jx_status read_report(
	struct jx_task *task, const char *name, const char *department, struct jx_item_report *ret_report)
{
	char *parent = NULL;
	uint32_t number = 0;
	struct jx_record_key key;
	struct jx_record record = {0};
	struct jx_version version = {0};
	enum jx_status status =
		jx_task_number_of(task, "versions", "submissions/{id}/versions/{n}", name, &parent, &number);
	if (status != JX_OK)
		return status;
	status = jx_record_key_read(task, parent, &key);
	if (status != JX_OK)
		return status;
	if (number == 0)
		return jx_task_fail_shape(task, "name", name, "submissions/{id}/versions/{n}");
	if (strcmp(key.department, department) != 0)
		return jx_fail_with(&task->error, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(key.name)));
	status = jx_record_get(task, &key, &record);
	if (status != JX_OK)
		return status;
	const struct jx_version_query query = {
		.round = key.round, .department = key.department, .number = number};
	status = jx_version_get(task->db, &query, &task->scratch, &version, &task->error);
	if (status == JX_OK)
		*ret_report = (struct jx_item_report){record.id, version.message};
	return status;
}

enum jx_status jx_item_read_report(
	struct jx_task *task, const char *name, const char *department, struct jx_item_report *ret_report)
{
	*ret_report = (struct jx_item_report){0};
	if (name[0] == '\0')
		return JX_OK;
	return name_field(task, read_report(task, name, department, ret_report), "origin.version");
}

enum jx_status jx_item_check_field(
	struct jx_task *task, const struct jx_item_report *report, const char *path)
{
	struct jx_place place;
	enum jx_status status = jx_path_resolve(&report->version->report->base, path, &place, &task->error);
	return name_field(task, status, "origin.field");
}
