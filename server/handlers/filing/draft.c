/*
 * Drafts that colleagues hand over to each other, and the signatures under them.
 *
 * check (reader): the digest of the draft, the signature. write (writer): the guards, then the row.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/report.h"
#include "server/handlers/records.h"
#include "storage/filing/store_drafts.h"

#define REPORT_FIELD 1 /* of a SaveDraftRequest */

/* What the check of a draft leaves for the writer. */
struct checked_draft {
	char digest[JX_DIGEST_TEXT_BYTES];
	const uint8_t *received; /* the report as it came, inside the call's message */
	size_t n_received;
};

/* A submission with its newest draft, of the caller's own department. */
struct drafted {
	struct jx_record_key key;
	struct jx_record record;
	struct jx_facts facts;
	JxDraft *draft; /* NULL for none */
};

/* Drafts are for people of the department alone; to others the submission has none of it. */
static enum jx_status find_drafted(struct jx_task *task, struct drafted *drafted, bool wants_report)
{
	enum jx_status status = jx_record_get(task, &drafted->key, &drafted->record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), drafted->key.round);
	status = jx_record_facts(task, &drafted->record, &drafted->facts);
	if (status != JX_OK)
		return status;
	if (strcmp(task->caller.department, drafted->key.department) != 0)
		return jx_fail(&task->error, JX_REASON_OTHER_DEPARTMENT);
	status = jx_draft_newest(
		task->db, drafted->record.id, wants_report, &task->arena, &drafted->draft, &task->error);
	if (status != JX_OK || drafted->draft == NULL)
		return status;
	drafted->draft->submission = drafted->record.message->name;
	drafted->facts.draft_number = drafted->draft->number;
	drafted->facts.draft_person = drafted->draft->saved_by + strlen("persons/");
	return JX_OK;
}

static enum jx_status fail_without(struct jx_task *task, const struct drafted *drafted)
{
	return jx_act_refuse(&drafted->facts, JX_ACT_SIGN, JX_REASON_DRAFT_NOT_FOUND, &task->error);
}

/* ---- SaveDraft ---- */

enum jx_status jx_check_save_draft(struct jx_task *task)
{
	const JxSaveDraftRequest *request = (const JxSaveDraftRequest *)task->message;
	struct checked_draft *checked = jx_arena_calloc(&task->arena, 1, sizeof(*checked));
	if (checked == NULL)
		return jx_task_no_memory(task);
	task->prepared = checked;
	if (request->report == NULL)
		return jx_task_fail_missing(task, "report");
	enum jx_status status = jx_report_check_size(request->report, &task->error);
	if (status != JX_OK)
		return status;
	if (!jx_codec_find_field(task->call->message, task->call->n_message_bytes, REPORT_FIELD,
		    &checked->received, &checked->n_received))
		return jx_fail_with(&task->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("report")));
	return jx_digest_message(&request->report->base, JX_DIGEST_SHA256, checked->digest, &task->error);
}

static enum jx_status read_report_key(
	struct jx_task *task, const JxReport *report, struct jx_record_key *ret_key)
{
	char round[JX_MAX_CODE_BYTES + 1];
	char code[JX_MAX_CODE_BYTES + 1];
	enum jx_status status = jx_task_id_of(
		task, "departments", "report.department", report->department, code, sizeof(code));
	if (status == JX_OK)
		status = jx_task_id_of(task, "rounds", "report.round", report->round, round, sizeof(round));
	if (status == JX_OK)
		jx_record_key_set(ret_key, round, code);
	return status;
}

/* Those whose signatures are under another content than the new one. */
static enum jx_status list_voided(
	struct jx_task *task, const struct drafted *drafted, const char *digest, JxDraftRecord *what)
{
	const JxDraft *before = drafted->draft;
	if (before == NULL || strcmp(before->digest, digest) == 0)
		return JX_OK;
	what->voided_signatures =
		jx_arena_calloc(&task->arena, before->n_signatures + 1, sizeof(*what->voided_signatures));
	if (what->voided_signatures == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < before->n_signatures; i++)
		what->voided_signatures[what->n_voided_signatures++] = before->signatures[i]->person;
	return JX_OK;
}

/* Every draft is kept, so there is an end of them. */
static enum jx_status check_room(struct jx_task *task, const struct drafted *drafted)
{
	const struct checked_draft *checked = task->prepared;
	struct jx_drafts_kept kept = {0};
	enum jx_status status = jx_draft_count(task->db, drafted->record.id, &kept, &task->error);
	bool is_full =
		kept.n >= JX_MAX_DRAFTS || (uint64_t)kept.n_bytes + checked->n_received > JX_MAX_DRAFTS_BYTES;
	if (status != JX_OK || !is_full)
		return status;
	return jx_fail_with(&task->error, JX_REASON_DRAFTS_FULL,
		JX_ARGS(JX_U64(kept.n), JX_U64(JX_MAX_DRAFTS), JX_U64(JX_MAX_DRAFTS_BYTES)));
}

static enum jx_status keep_draft(struct jx_task *task, const struct drafted *drafted, JxDraftRecord *what)
{
	const struct checked_draft *checked = task->prepared;
	const struct jx_new_draft draft = {.record_id = drafted->record.id,
		.number = what->number,
		.person = task->caller.id,
		.save_ms = task->now_ms,
		.digest = checked->digest,
		.base_digest = what->base_digest,
		.received = checked->received,
		.n_received = checked->n_received};
	JxLogRecord record = JX_LOG_RECORD_INIT;
	const struct jx_doing doing = {.act = JX_ACT_PUT_DRAFT, .facts = &drafted->facts, .logged = &record};
	record.draft = what;
	enum jx_status status = jx_record_act(task, &drafted->record, &doing, NULL);
	return status == JX_OK ? jx_draft_insert(task->db, &draft, &task->error) : status;
}

static enum jx_status reply_draft(struct jx_task *task, const struct drafted *drafted, JxDraft **ret_draft)
{
	enum jx_status status =
		jx_draft_newest(task->db, drafted->record.id, false, &task->arena, ret_draft, &task->error);
	if (status == JX_OK && *ret_draft != NULL)
		(*ret_draft)->submission = drafted->record.message->name;
	return status;
}

enum jx_status jx_handle_save_draft(struct jx_task *task)
{
	const JxSaveDraftRequest *request = (const JxSaveDraftRequest *)task->message;
	const struct checked_draft *checked = task->prepared;
	JxSaveDraftResponse *reply = (JxSaveDraftResponse *)task->reply;
	JxDraftRecord what = JX_DRAFT_RECORD_INIT;
	struct drafted drafted = {0};
	enum jx_status status = read_report_key(task, request->report, &drafted.key);
	if (status == JX_OK)
		status = find_drafted(task, &drafted, false);
	if (status != JX_OK)
		return status;
	const char *newest = drafted.draft != NULL ? drafted.draft->digest : "";
	drafted.facts.is_draft_current = strcmp(request->base_digest, newest) == 0;
	what.number = drafted.facts.draft_number + 1;
	what.content_digest = (char *)checked->digest;
	what.base_digest = request->base_digest;
	status = list_voided(task, &drafted, checked->digest, &what);
	if (status == JX_OK)
		status = check_room(task, &drafted);
	if (status == JX_OK)
		status = keep_draft(task, &drafted, &what);
	if (status != JX_OK)
		return status;
	reply->voided_signatures = what.voided_signatures;
	reply->n_voided_signatures = what.n_voided_signatures;
	return reply_draft(task, &drafted, &reply->draft);
}

/* ---- GetDraft ---- */

enum jx_status jx_handle_get_draft(struct jx_task *task)
{
	const JxGetDraftRequest *request = (const JxGetDraftRequest *)task->message;
	struct drafted drafted = {0};
	enum jx_status status = jx_record_key_read(task, request->name, &drafted.key);
	if (status == JX_OK)
		status = find_drafted(task, &drafted, true);
	if (status != JX_OK)
		return status;
	((JxGetDraftResponse *)task->reply)->draft = drafted.draft;
	return drafted.draft != NULL ? JX_OK : fail_without(task, &drafted);
}

/* ---- SignReport ---- */

enum jx_status jx_check_sign_report(struct jx_task *task)
{
	const JxSignReportRequest *request = (const JxSignReportRequest *)task->message;
	const JxSignature *signature = request->signature;
	struct jx_record_key key;
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n = 0;
	JX_AUTO(jx_key) public_key = NULL;
	if (signature == NULL)
		return jx_task_fail_missing(task, "signature");
	if (strcmp(signature->algorithm, "ecdsa-p256-sha256") != 0)
		return jx_task_fail_shape(
			task, "signature.algorithm", signature->algorithm, "ecdsa-p256-sha256");
	enum jx_status status = jx_record_key_read(task, request->name, &key);
	if (status != JX_OK)
		return status;
	const struct jx_submit_claim claim = {.round = key.round,
		.department = key.department,
		.content_digest = request->digest,
		.request_id = request->request_id};
	status = jx_sign_off_text(&claim, text, sizeof(text), &n, &task->error);
	if (status == JX_OK)
		status = jx_key_read_public(
			task->caller.public_key, task->caller.n_public_key, &public_key, &task->error);
	if (status != JX_OK)
		return status;
	return jx_signature_verify(
		public_key, text, n, signature->value.data, signature->value.len, &task->error);
}

static enum jx_status keep_signature(
	struct jx_task *task, const struct drafted *drafted, const JxSignReportRequest *request)
{
	bool is_head = jx_task_has_role(task, JX_ROLE_HEAD);
	const struct jx_new_signature signature = {.record_id = drafted->record.id,
		.digest = request->digest,
		.person = task->caller.id,
		.role = is_head ? JX_PERSON_ROLE_HEAD : JX_PERSON_ROLE_MEMBER,
		.sign_ms = task->now_ms,
		.request_id = request->request_id,
		.signature = request->signature};
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxSignOffRecord what = JX_SIGN_OFF_RECORD_INIT;
	const struct jx_doing doing = {.act = JX_ACT_SIGN, .facts = &drafted->facts, .logged = &record};
	what.content_digest = request->digest;
	what.role = signature.role;
	what.signature = request->signature;
	record.sign_off = &what;
	enum jx_status status = jx_record_act(task, &drafted->record, &doing, NULL);
	return status == JX_OK ? jx_draft_sign(task->db, &signature, &task->error) : status;
}

/* Without a draft: where none can be signed now, that is said first. */
static enum jx_status refuse_sign(struct jx_task *task, const struct drafted *drafted)
{
	struct jx_facts best = drafted->facts;
	const struct jx_transition *rows[2];
	jx_facts_assume_request(&best);
	enum jx_status status = jx_act_check(&best, JX_ACT_SIGN, rows, NULL, &task->error);
	return status == JX_OK ? fail_without(task, drafted) : status;
}

enum jx_status jx_handle_sign_report(struct jx_task *task)
{
	const JxSignReportRequest *request = (const JxSignReportRequest *)task->message;
	JxSignReportResponse *reply = (JxSignReportResponse *)task->reply;
	struct drafted drafted = {0};
	enum jx_status status = jx_record_key_read(task, request->name, &drafted.key);
	if (status == JX_OK)
		status = find_drafted(task, &drafted, false);
	if (status != JX_OK)
		return status;
	if (drafted.draft == NULL)
		return refuse_sign(task, &drafted);
	drafted.facts.is_draft_current = strcmp(request->digest, drafted.draft->digest) == 0;
	status = jx_draft_is_of_one(task->db, drafted.record.id, request->digest, task->caller.id,
		&drafted.facts.is_sole_author, &task->error);
	if (status == JX_OK)
		status = keep_signature(task, &drafted, request);
	return status == JX_OK ? reply_draft(task, &drafted, &reply->draft) : status;
}
