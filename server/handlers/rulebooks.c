/*
 * Rulebooks: activated whole and for good, and named by rounds.
 *
 * check (reader): what is wrong with a rulebook, all of it, as the client reports it too. write (writer): it is stored,
 * and a round that has no report yet is based on it.
 */
#include "server/handlers/rulebooks.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/rulebook/rulebook.h"
#include "server/handlers/handlers.h"
#include "server/handlers/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/registry/store_rulebooks.h"

#define NAME_SHAPE     "rulebooks/{id}/editions/{number or latest}"
#define SENTENCE_BYTES 512

/* ---- names ---- */

static bool is_id(const char *id, size_t n)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
	return n > 0 && n <= JX_MAX_CODE_BYTES && strspn(id, ALLOWED) >= n;
}

/* Reads id and number from a name; number is NULL for the latest, and else a place in the name. */
static enum jx_status read_name(
	struct jx_task *task, const char *field, const char *name, struct jx_edition_query *ret_query)
{
	static const char HEAD[] = "rulebooks/";
	static const char MIDDLE[] = "/editions/";
	const char *id = strncmp(name, HEAD, sizeof(HEAD) - 1) == 0 ? name + sizeof(HEAD) - 1 : "";
	const char *middle = strstr(id, MIDDLE);
	const char *number = middle != NULL ? middle + sizeof(MIDDLE) - 1 : "";
	if (middle == NULL || !is_id(id, (size_t)(middle - id)) || !is_id(number, strlen(number)))
		return jx_task_fail_shape(task, field, name, NAME_SHAPE);
	*ret_query =
		(struct jx_edition_query){.id = jx_arena_strndup(&task->arena, id, (size_t)(middle - id)),
			.number = strcmp(number, "latest") == 0 ? NULL : number};
	return ret_query->id != NULL ? JX_OK : jx_task_no_memory(task);
}

/* ---- storing ---- */

static enum jx_status keep_rulebook(struct jx_task *task, const JxRulebook *rulebook, const char *digest)
{
	char name[JX_RESOURCE_NAME_BYTES];
	char person[JX_RESOURCE_NAME_BYTES];
	JxRulebookEdition edition = JX_RULEBOOK_EDITION_INIT;
	edition.digest = (char *)digest;
	edition.activated_by = (char *)jx_name_person(person, task->caller.id);
	edition.activate_time = jx_task_timestamp(task, task->now_ms);
	edition.rulebook = (JxRulebook *)rulebook;
	if (edition.activate_time == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_edition_insert(task->db, &edition, &task->error);
	if (status != JX_OK)
		return status;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_ACTIVATE_RULEBOOK,
			.object = jx_name_edition(name, rulebook->id, rulebook->number),
			.after = digest},
		NULL);
}

/* Stores one that comes with the program: it is right, or a test would say so. */
static enum jx_status keep_shipped(
	struct jx_task *task, const struct jx_edition_query *query, const char **ret_digest)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped(query->id);
	const struct jx_rulebook *rulebook;
	struct jx_json_problems problems;
	if (shipped == NULL)
		return JX_NOT_FOUND;
	enum jx_status status =
		jx_rulebook_load(shipped->text, shipped->n_bytes, &task->arena, &problems, &rulebook);
	if (status != JX_OK)
		return jx_task_no_memory(task);
	const JxRulebook *message = jx_rulebook_message(rulebook);
	if (query->number != NULL && strcmp(query->number, message->number) != 0)
		return JX_NOT_FOUND;
	*ret_digest = jx_rulebook_digest(rulebook);
	return keep_rulebook(task, message, *ret_digest);
}

enum jx_status jx_edition_find(
	struct jx_task *task, const char *field, const char *name, const char **ret_digest)
{
	struct jx_edition_query query = {.id = ""};
	JxRulebookEdition *edition = NULL;
	enum jx_status status = read_name(task, field, name, &query);
	if (status != JX_OK)
		return status;
	status = jx_edition_get(task->db, &query, &task->arena, &edition, &task->error);
	if (status == JX_OK) {
		*ret_digest = edition->digest;
		return JX_OK;
	}
	if (status != JX_NOT_FOUND)
		return status;
	const struct jx_error missing = task->error;
	status = keep_shipped(task, &query, ret_digest);
	if (status == JX_NOT_FOUND)
		task->error = missing;
	return status;
}

/* ---- activation ---- */

static bool put_violation(struct jx_task *task, const struct jx_error *error, struct jx_violation *violation)
{
	char zh[SENTENCE_BYTES];
	char en[SENTENCE_BYTES];
	violation->field = error->field;
	violation->rule = jx_reason_name(error->reason);
	violation->zh = jx_arena_strdup(&task->arena, jx_error_sentence(error, JX_ZH, zh, sizeof(zh)));
	violation->en = jx_arena_strdup(&task->arena, jx_error_sentence(error, JX_EN, en, sizeof(en)));
	return violation->zh != NULL && violation->en != NULL;
}

/* Every mistake as a violation, the first one in the error itself. */
static enum jx_status report_problems(struct jx_task *task, const struct jx_json_problems *problems)
{
	size_t n = problems->n_items;
	struct jx_violation *violations = jx_arena_calloc(&task->arena, n + 1, sizeof(*violations));
	if (violations == NULL)
		return jx_task_no_memory(task);
	violations[0] = (struct jx_violation){.field = "", .zh = "", .en = ""};
	for (size_t i = 0; i < n; i++)
		if (!put_violation(task, &problems->items[i].error, &violations[i]))
			return jx_task_no_memory(task);
	task->violations = violations;
	task->n_violations = n;
	return jx_fail_at(&task->error, JX_REASON_RULEBOOK_WRONG, "rulebook",
		JX_ARGS(JX_U64(problems->n_found), JX_TEXT(violations[0].field),
			JX_WORDS(violations[0].zh, violations[0].en)));
}

enum jx_status jx_check_activate_rulebook(struct jx_task *task)
{
	const JxActivateRulebookRequest *request = (const JxActivateRulebookRequest *)task->message;
	const struct jx_rulebook *rulebook = NULL;
	struct jx_json_problems problems = {0};
	if ((request->rulebook == NULL) == (request->name[0] == '\0'))
		return jx_task_fail_missing(task, "rulebook");
	if (request->rulebook == NULL)
		return JX_OK;
	size_t n_bytes = jx_codec_packed_bytes(&request->rulebook->base);
	if (n_bytes > JX_MAX_EDITION_BYTES)
		return jx_fail_at(&task->error, JX_REASON_CONTENT_TOO_LARGE, "rulebook",
			JX_ARGS(JX_TEXT("rulebook"), JX_U64(n_bytes), JX_U64(JX_MAX_EDITION_BYTES)));
	/* Finance's own, and checked as a whole: not what bounds a department's call. */
	task->arena.max_bytes = JX_MAX_RULEBOOK_BYTES;
	enum jx_status status =
		jx_rulebook_load_message(request->rulebook, &task->arena, &problems, &rulebook);
	if (status == JX_INVALID)
		return report_problems(task, &problems);
	if (status != JX_OK)
		return jx_task_no_memory(task);
	if (!is_id(request->rulebook->id, strlen(request->rulebook->id)) ||
		!is_id(request->rulebook->number, strlen(request->rulebook->number)) ||
		strcmp(request->rulebook->number, "latest") == 0)
		return jx_task_fail_value(task, "rulebook.number", request->rulebook->number,
			"1 到 32 个字母、数字、- 或 .", "1 to 32 letters, digits, - and .");
	task->prepared = jx_arena_strdup(&task->arena, jx_rulebook_digest(rulebook));
	return task->prepared != NULL ? JX_OK : jx_task_no_memory(task);
}

/* Bases a round on a rulebook. */
static enum jx_status set_round(
	struct jx_task *task, const char *name, const char *digest, JxRound **ret_round)
{
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *before = NULL;
	enum jx_status status = jx_task_id_of(task, "rounds", "round", name, id, sizeof(id));
	if (status != JX_OK)
		return status;
	status = jx_round_get(task->db, id, &task->arena, &before, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_round_set_rulebook(task->db, id, digest, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_SET_RULEBOOK,
			.object = name,
			.before = before->rulebook_digest,
			.after = digest},
		NULL);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), id);
	task->touches_rankings = true;
	return jx_round_get(task->db, id, &task->arena, ret_round, &task->error);
}

enum jx_status jx_handle_activate_rulebook(struct jx_task *task)
{
	const JxActivateRulebookRequest *request = (const JxActivateRulebookRequest *)task->message;
	const char *digest = task->prepared;
	JxActivateRulebookResponse *reply = (JxActivateRulebookResponse *)task->reply;
	enum jx_status status = request->rulebook != NULL
					? keep_rulebook(task, request->rulebook, digest)
					: jx_edition_find(task, "name", request->name, &digest);
	if (status == JX_OK && request->round[0] != '\0')
		status = set_round(task, request->round, digest, &reply->round);
	if (status != JX_OK)
		return status;
	const struct jx_edition_query query = {.digest = digest};
	status = jx_edition_get(task->db, &query, &task->arena, &reply->rulebook, &task->error);
	if (status != JX_OK)
		return status;
	reply->rulebook->rulebook = NULL;
	return JX_OK;
}

/* ---- reading ---- */

enum jx_status jx_handle_get_rulebook(struct jx_task *task)
{
	const JxGetRulebookRequest *request = (const JxGetRulebookRequest *)task->message;
	struct jx_edition_query query = {.digest = request->digest};
	JxGetRulebookResponse *reply = (JxGetRulebookResponse *)task->reply;
	task->arena.max_bytes = JX_MAX_RULEBOOK_BYTES;
	if (request->name[0] != '\0') {
		enum jx_status status = read_name(task, "name", request->name, &query);
		if (status != JX_OK)
			return status;
	}
	return jx_edition_get(task->db, &query, &task->arena, &reply->rulebook, &task->error);
}

enum jx_status jx_handle_list_rulebooks(struct jx_task *task)
{
	const JxListRulebooksRequest *request = (const JxListRulebooksRequest *)task->message;
	struct jx_page page;
	struct jx_editions rows = {0};
	JxListRulebooksResponse *reply = (JxListRulebooksResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_editions_list(task->db, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->rulebooks = rows.rows;
	reply->n_rulebooks = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
