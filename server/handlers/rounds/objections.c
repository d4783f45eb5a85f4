/*
 * Objections to a provisional table, and how a lead decides them.
 *
 * What needs the report itself is done by a reader: whether an objection is about a place in it, and what finance's new
 * points make of it. The writer checks that it is the newest one still.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/message/path.h"
#include "proto/contract/score/score.h"
#include "server/handlers/records.h"
#include "server/handlers/reviewing/scored.h"
#include "server/judging/judge.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_objections.h"
#include "storage/filing/store_versions.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_scores.h"

#define RANK "rank"

/* What an objection or a decision is about. */
struct objected {
	struct jx_record_key key;
	struct jx_record record;
	struct jx_facts facts;
	JxObjection *objection;
};

/* What a reader has found out about the newest version, and made of it. */
struct found {
	struct jx_version version; /* in the scratch arena; its message is NULL when nothing was filed */
	uint32_t number;
	bool is_place;           /* of what is objected to */
	struct jx_scored scored; /* by what finance decides */
};

static enum jx_status find(struct jx_task *task, const char *name, struct objected *objected)
{
	enum jx_status status = jx_record_key_read(task, name, &objected->key);
	if (status == JX_OK)
		status = jx_record_get(task, &objected->key, &objected->record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), objected->key.round);
	return jx_record_facts(task, &objected->record, &objected->facts);
}

/* Begins what the reader prepares: the newest version. */
static enum jx_status prepare(struct jx_task *task, const struct objected *objected, struct found **ret_found)
{
	const struct jx_version_query query = {
		.round = objected->key.round, .department = objected->key.department};
	struct found *found = jx_arena_calloc(&task->arena, 1, sizeof(*found));
	if (found == NULL)
		return jx_task_no_memory(task);
	*ret_found = task->prepared = found;
	found->number = objected->record.message->version_number;
	if (found->number == 0)
		return JX_OK;
	return jx_version_get(task->db, &query, &task->scratch, &found->version, &task->error);
}

static enum jx_status check_newest(struct jx_task *task, const struct objected *objected)
{
	const struct found *found = task->prepared;
	const JxSubmission *now = objected->record.message;
	return now != NULL && found->number == now->version_number
		       ? JX_OK
		       : jx_scored_fail_changed(task, objected->key.name);
}

static enum jx_status check_length(struct jx_task *task, const char *text)
{
	if (strlen(text) <= JX_MAX_REASON_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "reason",
		JX_ARGS(JX_TEXT("reason"), JX_U64(strlen(text)),
			JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
}

/* A field of the report, or the rank. */
static bool is_place(const struct found *found, const char *field)
{
	struct jx_place place;
	struct jx_error ignored;
	if (strcmp(field, RANK) == 0)
		return true;
	return found->version.message != NULL && field[0] != '\0' &&
	       jx_path_resolve(&found->version.message->report->base, field, &place, &ignored) == JX_OK;
}

static enum jx_status act(struct jx_task *task, const struct objected *objected, enum jx_act what,
	const struct jx_state_change *change)
{
	JxLogRecord logged = JX_LOG_RECORD_INIT;
	logged.objection = objected->objection;
	const struct jx_doing doing = {
		.act = what, .facts = &objected->facts, .change = *change, .logged = &logged};
	return jx_record_act(task, &objected->record, &doing, NULL);
}

enum jx_status jx_load_object_to_submission(struct jx_task *task)
{
	const JxObjectToSubmissionRequest *request = (const JxObjectToSubmissionRequest *)task->message;
	struct objected objected = {0};
	struct found *found = NULL;
	enum jx_status status = find(task, request->name, &objected);
	if (status == JX_OK)
		status = prepare(task, &objected, &found);
	if (status == JX_OK && found != NULL)
		found->is_place = is_place(found, request->field);
	return status;
}

enum jx_status jx_handle_object_to_submission(struct jx_task *task)
{
	const JxObjectToSubmissionRequest *request = (const JxObjectToSubmissionRequest *)task->message;
	const struct found *found = task->prepared;
	struct objected objected = {0};
	JxObjection objection = JX_OBJECTION_INIT;
	const struct jx_state_change change = {.review_reason = request->reason};
	char person[JX_RESOURCE_NAME_BYTES];
	JxObjectToSubmissionResponse *reply = (JxObjectToSubmissionResponse *)task->reply;
	enum jx_status status = find(task, request->name, &objected);
	if (status == JX_OK)
		status = check_newest(task, &objected);
	if (status == JX_OK)
		status = check_length(task, request->reason);
	if (status != JX_OK)
		return status;
	objected.facts.has_place = found->is_place;
	objected.facts.has_reason = !jx_text_is_blank(request->reason);
	objection.field = request->field;
	objection.reason = request->reason;
	objection.raised_by = (char *)jx_name_person(person, task->caller.id);
	objection.raise_time = jx_task_timestamp(task, task->now_ms);
	if (objection.raise_time == NULL)
		return jx_task_no_memory(task);
	status = jx_objection_insert(task->db, objected.record.id, &objection, &task->error);
	objected.objection = &objection;
	if (status == JX_OK)
		status = act(task, &objected, JX_ACT_OBJECT, &change);
	return status == JX_OK ? jx_record_reply(task, &objected.key, &reply->submission) : status;
}

/* ---- deciding ---- */

static const enum jx_act ACTS[] = {
	[JX_OBJECTION_DECISION_UNSPECIFIED] = JX_ACT_NONE,
	[JX_OBJECTION_DECISION_NOT_UPHELD] = JX_ACT_DECIDE_NOT_UPHELD,
	[JX_OBJECTION_DECISION_FINANCE_FIGURE] = JX_ACT_DECIDE_FINANCE_FIGURE,
	[JX_OBJECTION_DECISION_DEPARTMENT_FIGURE] = JX_ACT_DECIDE_DEPARTMENT_FIGURE,
};

/* Finance's new score, held against the scores without it, and what it gives. */
static enum jx_status make_score(struct jx_task *task, const JxDecideObjectionRequest *request,
	struct jx_version *version, JxReview *review, JxScoreSheet **ret_sheet)
{
	if (request->reviewed_score == NULL && request->n_lines == 0)
		return jx_task_fail_missing(task, "reviewed_score");
	review->score = request->reviewed_score;
	review->reason = request->reason;
	review->lines = request->lines;
	review->n_lines = request->n_lines;
	version->message->review = NULL;
	enum jx_status status = jx_judge_scores(task, version, false, ret_sheet);
	if (status == JX_OK)
		status = jx_review_check(review, *ret_sheet, &task->arena, &task->error);
	if (status != JX_OK)
		return status;
	version->message->review = review;
	return jx_judge_scores(task, version, true, ret_sheet);
}

/* What is accepted from now on, by what finance has decided. */
static enum jx_status record_score(
	struct jx_task *task, const struct objected *objected, struct jx_scored *scored, const char *reason)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxAcceptanceRecord what = JX_ACCEPTANCE_RECORD_INIT;
	JxScoreSheet *sheet = NULL;
	enum jx_status status = jx_scored_unpack_sheet(task, scored->sheet, scored->n_sheet, &sheet);
	if (status != JX_OK)
		return status;
	jx_scored_record(scored, sheet, &what);
	what.is_unanswered = objected->record.message->is_unanswered;
	record.acceptance = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_SET_DECIDED_SCORE,
			.object = objected->record.message->name,
			.reason = reason,
			.record = &record},
		NULL);
}

/* Sets it, in the place of the one that finance set before. */
static enum jx_status set_score(
	struct jx_task *task, const JxDecideObjectionRequest *request, const struct objected *objected)
{
	struct found *found = task->prepared;
	/* The guards let through what a moment before, as the reader saw it, they would not. */
	if (found == NULL)
		return jx_scored_fail_changed(task, objected->key.name);
	struct jx_scored *scored = &found->scored;
	enum jx_status status = jx_scores_replace(task->db, scored->version_id, &scored->rows, &task->error);
	if (status == JX_OK)
		status = jx_submission_set_review(task->db, objected->record.id,
			scored->has_reviewed ? &scored->reviewed : NULL, request->reason, &task->error);
	return status == JX_OK ? record_score(task, objected, scored, request->reason) : status;
}

/* An issue made from the objection; one about the rank is about what the report concludes. */
static enum jx_status raise_issue(
	struct jx_task *task, const JxDecideObjectionRequest *request, const struct objected *objected)
{
	JxIssue issue = JX_ISSUE_INIT;
	uint32_t number = 0;
	char person[JX_RESOURCE_NAME_BYTES];
	const JxObjection *objection = objected->objection;
	bool is_rank = strcmp(objection->field, RANK) == 0;
	enum jx_status status = jx_task_check_ahead(task, "due_time", request->due_time);
	if (status != JX_OK)
		return status;
	issue.field = is_rank ? (char *)"conclusion" : objection->field;
	issue.wanted_action = JX_WANTED_ACTION_CORRECT;
	issue.text = request->reason;
	issue.version_number = objected->record.message->version_number;
	issue.raised_by = (char *)jx_name_person(person, task->caller.id);
	issue.raise_time = jx_task_timestamp(task, task->now_ms);
	if (issue.raise_time == NULL)
		return jx_task_no_memory(task);
	status = jx_issue_insert(task->db, objected->record.id, &issue, &number, &task->error);
	if (status != JX_OK)
		return status;
	return jx_accepted_clear(task->db, objected->record.accepted_version_id, &task->error);
}

/* The objection that is open; the guards of the table refuse a record that has none. */
static enum jx_status find_open(struct jx_task *task, struct objected *objected)
{
	struct jx_objections all = {0};
	enum jx_status status =
		jx_objections_list(task->db, objected->record.id, &task->arena, &all, &task->error);
	if (status == JX_OK && all.n > 0)
		objected->objection = all.rows[all.n - 1];
	return status;
}

static enum jx_status decide(
	struct jx_task *task, const JxDecideObjectionRequest *request, struct objected *objected)
{
	const struct jx_state_change change = {
		.review_reason = request->reason, .due_ms = jx_timestamp_ms(request->due_time)};
	char *person = jx_arena_alloc(&task->arena, JX_RESOURCE_NAME_BYTES);
	JxObjection *objection = objected->objection;
	if (person == NULL || objection == NULL)
		return person == NULL ? jx_task_no_memory(task)
				      : act(task, objected, ACTS[request->decision], &change);
	objection->decision = request->decision;
	objection->decision_reason = request->reason;
	objection->decided_by = (char *)jx_name_person(person, task->caller.id);
	objection->decide_time = jx_task_timestamp(task, task->now_ms);
	if (objection->decide_time == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = act(task, objected, ACTS[request->decision], &change);
	if (status == JX_OK)
		status = jx_objection_decide(task->db, objected->record.id, objection, &task->error);
	if (status == JX_OK && request->decision == JX_OBJECTION_DECISION_FINANCE_FIGURE)
		status = set_score(task, request, objected);
	if (status == JX_OK && request->decision == JX_OBJECTION_DECISION_DEPARTMENT_FIGURE)
		status = raise_issue(task, request, objected);
	return status;
}

static enum jx_status find_objected(
	struct jx_task *task, const JxDecideObjectionRequest *request, struct objected *objected)
{
	if (request->decision == JX_OBJECTION_DECISION_UNSPECIFIED)
		return jx_task_fail_missing(task, "decision");
	enum jx_status status = find(task, request->name, objected);
	if (status == JX_OK)
		status = check_length(task, request->reason);
	objected->facts.has_reason = !jx_text_is_blank(request->reason);
	return status;
}

/* Reads what will be scored; the writer refuses what the guards refuse. */
enum jx_status jx_load_decide_objection(struct jx_task *task)
{
	const JxDecideObjectionRequest *request = (const JxDecideObjectionRequest *)task->message;
	const struct jx_transition *rows[2];
	struct jx_error ignored;
	struct objected objected = {0};
	struct found *found = NULL;
	enum jx_status status = find_objected(task, request, &objected);
	if (status != JX_OK || request->decision != JX_OBJECTION_DECISION_FINANCE_FIGURE ||
		jx_act_check(&objected.facts, ACTS[request->decision], rows, NULL, &ignored) != JX_OK)
		return status;
	task->arena.max_bytes = JX_MAX_ACCEPTING_BYTES;
	status = prepare(task, &objected, &found);
	return status == JX_OK ? jx_judge_by_version(task, &found->version) : status;
}

enum jx_status jx_score_decision(struct jx_task *task)
{
	const JxDecideObjectionRequest *request = (const JxDecideObjectionRequest *)task->message;
	struct found *found = task->prepared;
	JxReview review = JX_REVIEW_INIT;
	JxScoreSheet *sheet = NULL;
	if (found == NULL)
		return JX_OK;
	enum jx_status status = make_score(task, request, &found->version, &review, &sheet);
	return status == JX_OK ? jx_scored_make(task, &found->version, sheet, &found->scored) : status;
}

enum jx_status jx_handle_decide_objection(struct jx_task *task)
{
	const JxDecideObjectionRequest *request = (const JxDecideObjectionRequest *)task->message;
	struct objected objected = {0};
	JxDecideObjectionResponse *reply = (JxDecideObjectionResponse *)task->reply;
	enum jx_status status = find_objected(task, request, &objected);
	if (status == JX_OK && task->prepared != NULL)
		status = check_newest(task, &objected);
	if (status == JX_OK)
		status = find_open(task, &objected);
	if (status == JX_OK)
		status = decide(task, request, &objected);
	return status == JX_OK ? jx_record_reply(task, &objected.key, &reply->submission) : status;
}
