#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "server/handlers/page.h"
#include "server/handlers/rounds/deadlines.h"
#include "server/handlers/rounds/rounds.h"
#include "server/handlers/rulebooks.h"
#include "storage/filing/store_submissions.h"
#include "storage/registry/store_rounds.h"

enum jx_status jx_round_refuse(struct jx_task *task, const JxRound *round, enum jx_round_act act)
{
	return jx_fail_with(&task->error, JX_REASON_ROUND_STATE,
		JX_ARGS(JX_TEXT(jx_name_last(round->name)),
			JX_WORDS(jx_round_state_name(round->state, JX_ZH),
				jx_round_state_name(round->state, JX_EN)),
			JX_WORDS(jx_round_act_name(act, JX_ZH), jx_round_act_name(act, JX_EN)),
			JX_WORDS(jx_round_state_next_step(round->state, JX_ZH),
				jx_round_state_next_step(round->state, JX_EN))));
}

enum jx_status jx_round_record(struct jx_db *db, const char *id, struct jx_arena *arena,
	JxRoundRecord *ret_record, struct jx_error *error)
{
	JxRound *round = NULL;
	char *roster = jx_arena_alloc(arena, JX_DIGEST_TEXT_BYTES);
	if (roster == NULL)
		return jx_arena_fail(arena, error);
	enum jx_status status = jx_round_get(db, id, arena, &round, error);
	if (status == JX_OK)
		status = jx_round_roster_digest(db, id, roster, error);
	if (status != JX_OK)
		return status;
	ret_record->title = round->title;
	ret_record->year = round->year;
	ret_record->deadline_time = round->deadline_time;
	ret_record->accepts_late = round->accepts_late;
	ret_record->required_member_signatures = round->required_member_signatures;
	ret_record->requires_head_signature = round->requires_head_signature;
	ret_record->rulebook_digest = round->rulebook_digest;
	ret_record->departments = round->departments;
	ret_record->roster_digest = roster;
	ret_record->given_back_ms = round->given_back_ms;
	return JX_OK;
}

enum jx_status jx_round_log(struct jx_task *task, const char *id, const struct jx_log_entry *entry)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxRoundRecord what = JX_ROUND_RECORD_INIT;
	struct jx_log_entry whole = *entry;
	char name[JX_RESOURCE_NAME_BYTES];
	char missing[JX_DIGEST_TEXT_BYTES] = "";
	enum jx_status status = jx_round_record(task->db, id, &task->arena, &what, &task->error);
	if (status == JX_OK && strcmp(entry->act, jx_round_act_id(JX_ROUND_ACT_CLOSE)) == 0)
		status = jx_round_write_closing(
			task->db, id, task->now_ms, &what.missing_count, missing, &task->error);
	if (status != JX_OK)
		return status;
	what.missing_digest = missing;
	record.round = &what;
	whole.object = jx_name_round(name, id);
	whole.record = &record;
	return jx_task_log(task, &whole, NULL);
}

static enum jx_status take_step(
	struct jx_task *task, const JxRound *round, const struct jx_round_transition *row, const char *reason)
{
	enum jx_status status =
		jx_round_set_state(task->db, jx_name_last(round->name), row->from, row->to, &task->error);
	if (status != JX_OK)
		return status;
	return jx_round_log(task, jx_name_last(round->name),
		&(struct jx_log_entry){.act = jx_round_act_id(row->act),
			.before = jx_round_state_id(row->from),
			.after = jx_round_state_id(row->to),
			.reason = reason});
}

enum jx_status jx_round_act(struct jx_task *task, const JxRound *round, enum jx_round_act act)
{
	return jx_round_act_because(task, round, act, "");
}

enum jx_status jx_round_act_because(
	struct jx_task *task, const JxRound *round, enum jx_round_act act, const char *reason)
{
	const struct jx_round_transition *rows[2];
	size_t n = jx_round_path(round->state, act, rows);
	if (n == 0)
		return jx_round_refuse(task, round, act);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = take_step(task, round, rows[i], reason);
		if (status != JX_OK)
			return status;
	}
	task->touches_rankings = true;
	(void)jx_text_copy(task->round, sizeof(task->round), jx_name_last(round->name));
	return JX_OK;
}

enum jx_status jx_round_check(struct jx_task *task, const JxRound *round, const char *id)
{
	if (!jx_name_is_new_id(id))
		return jx_task_fail_value(task, "round.name", round->name,
			"rounds/ 加 2 到 32 个小写字母、数字或 -", "rounds/ and 2 to 32 of a-z, 0-9 and -");
	if (round->title[0] == '\0' || strlen(round->title) > JX_MAX_NAME_BYTES)
		return jx_task_fail_missing(task, "round.title");
	if (round->year != 0 && (round->year < 1990 || round->year > 2100))
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "round.year",
			JX_ARGS(JX_TEXT("round.year"), JX_U64(round->year),
				JX_WORDS("0，或 1990 到 2100", "0, or 1990 to 2100")));
	if (round->required_member_signatures > JX_MAX_REQUIRED_MEMBERS)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "round.required_member_signatures",
			JX_ARGS(JX_TEXT("round.required_member_signatures"),
				JX_U64(round->required_member_signatures), JX_WORDS("0 到 20", "0 to 20")));
	return jx_task_check_ahead(task, "round.deadline_time", round->deadline_time);
}

enum jx_status jx_round_codes(
	struct jx_task *task, char *const *names, size_t n, const char *const **ret_codes)
{
	char code[JX_MAX_CODE_BYTES + 1];
	const char **codes = jx_arena_calloc(&task->arena, n + 1, sizeof(*codes));
	if (codes == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status =
			jx_task_id_of(task, "departments", "departments", names[i], code, sizeof(code));
		if (status != JX_OK)
			return status;
		codes[i] = jx_name_last(names[i]);
	}
	*ret_codes = codes;
	return JX_OK;
}

static enum jx_status set_roster(struct jx_task *task, const char *id, char *const *names, size_t n)
{
	const char *const *codes = NULL;
	enum jx_status status = jx_round_codes(task, names, n, &codes);
	return status == JX_OK ? jx_round_set_roster(task->db, id, codes, n, &task->error) : status;
}

enum jx_status jx_round_furnish(
	struct jx_task *task, const JxRound *round, char *const *departments, size_t n_departments)
{
	const char *id = jx_name_last(round->name);
	const char *digest = "";
	enum jx_status status = JX_OK;
	if (round->rulebook[0] != '\0') {
		status = jx_edition_find(task, "round.rulebook", round->rulebook, &digest);
		if (status == JX_OK)
			status = jx_round_set_rulebook(task->db, id, digest, &task->error);
	}
	if (status != JX_OK || n_departments == 0)
		return status;
	return set_roster(task, id, departments, n_departments);
}

enum jx_status jx_handle_create_round(struct jx_task *task)
{
	const JxCreateRoundRequest *request = (const JxCreateRoundRequest *)task->message;
	const JxRound *round = request->round;
	char id[JX_MAX_CODE_BYTES + 1];
	JxCreateRoundResponse *reply = (JxCreateRoundResponse *)task->reply;
	if (round == NULL)
		return jx_task_fail_missing(task, "round");
	enum jx_status status = jx_task_id_of(task, "rounds", "round.name", round->name, id, sizeof(id));
	if (status != JX_OK)
		return status;
	status = jx_round_check(task, round, id);
	if (status != JX_OK)
		return status;
	status = jx_round_insert(task->db, round, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_round_furnish(task, round, request->departments, request->n_departments);
	if (status != JX_OK)
		return status;
	status = jx_round_log(task, id,
		&(struct jx_log_entry){
			.act = JX_LOG_CREATE_ROUND, .after = jx_round_state_id(JX_ROUND_STATE_DRAFT)});
	if (status != JX_OK)
		return status;
	return jx_round_get(task->db, id, &task->arena, &reply->round, &task->error);
}

enum jx_status jx_round_find(struct jx_task *task, const char *name, char *id, JxRound **ret_round)
{
	enum jx_status status = jx_task_id_of(task, "rounds", "name", name, id, JX_MAX_CODE_BYTES + 1);
	return status == JX_OK ? jx_round_get(task->db, id, &task->arena, ret_round, &task->error) : status;
}

enum jx_status jx_handle_get_round(struct jx_task *task)
{
	const JxGetRoundRequest *request = (const JxGetRoundRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxGetRoundResponse *reply = (JxGetRoundResponse *)task->reply;
	return jx_round_find(task, request->name, id, &reply->round);
}

enum jx_status jx_handle_list_rounds(struct jx_task *task)
{
	const JxListRoundsRequest *request = (const JxListRoundsRequest *)task->message;
	struct jx_page page;
	struct jx_rounds rows = {0};
	JxListRoundsResponse *reply = (JxListRoundsResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	/* Whoever shows no certificate learns of a round when it is published for everybody. */
	status = jx_task_is_strangers(task)
			 ? jx_rounds_list_public(task->db, &page, &task->arena, &rows, &task->error)
			 : jx_rounds_list(task->db, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->rounds = rows.rows;
	reply->n_rounds = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

/* A roster that was not given is every department there is at this moment. */
static enum jx_status fix_roster(struct jx_task *task, const char *id, const JxRound *round)
{
	JxRound *now = NULL;
	if (round->departments > 0)
		return JX_OK;
	enum jx_status status = jx_submissions_start_all(task->db, id, task->now_ms, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_round_get(task->db, id, &task->arena, &now, &task->error);
	if (status != JX_OK || now->departments > 0)
		return status;
	return jx_fail_with(&task->error, JX_REASON_ROSTER_EMPTY, JX_ARGS(JX_TEXT(id)));
}

enum jx_status jx_handle_open_round(struct jx_task *task)
{
	const JxOpenRoundRequest *request = (const JxOpenRoundRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round = NULL;
	JxOpenRoundResponse *reply = (JxOpenRoundResponse *)task->reply;
	enum jx_status status = jx_round_find(task, request->name, id, &round);
	if (status != JX_OK)
		return status;
	if (jx_round_next(round->state, JX_ROUND_ACT_OPEN) == NULL)
		return jx_round_refuse(task, round, JX_ROUND_ACT_OPEN);
	if (jx_timestamp_ms(round->deadline_time) <= task->now_ms)
		return jx_fail_with(&task->error, JX_REASON_DEADLINE_BEHIND, JX_ARGS(JX_TEXT(id)));
	status = fix_roster(task, id, round);
	if (status == JX_OK)
		status = jx_round_act(task, round, JX_ROUND_ACT_OPEN);
	if (status == JX_OK)
		status = jx_submissions_start(task->db, id, task->now_ms, &task->error);
	if (status != JX_OK)
		return status;
	jx_deadlines_note(task->services->deadlines, jx_timestamp_ms(round->deadline_time));
	return jx_round_get(task->db, id, &task->arena, &reply->round, &task->error);
}

enum jx_status jx_handle_close_round(struct jx_task *task)
{
	const JxCloseRoundRequest *request = (const JxCloseRoundRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round = NULL;
	JxCloseRoundResponse *reply = (JxCloseRoundResponse *)task->reply;
	enum jx_status status = jx_round_find(task, request->name, id, &round);
	if (status != JX_OK)
		return status;
	status = jx_round_act(task, round, JX_ROUND_ACT_CLOSE);
	if (status != JX_OK)
		return status;
	status = jx_round_count_missing(task->db, id, &reply->missing_count, &task->error);
	if (status != JX_OK)
		return status;
	return jx_round_get(task->db, id, &task->arena, &reply->round, &task->error);
}
