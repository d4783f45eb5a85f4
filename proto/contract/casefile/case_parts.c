/* The parts of a case, each held against the entries of the log. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/casefile/case_private.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/receipt.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/message/json/json.h"

#define MAX_RULEBOOKS (sizeof(((struct jx_case_reading *)NULL)->rulebooks) / sizeof(const char *))

/* ---- entries ---- */

/* The two halves of "submissions/{round}-{code}". */
struct halves {
	char round[JX_RESOURCE_NAME_BYTES];
	const char *code;
};

static bool split_name(const char *name, struct halves *halves)
{
	const char *id = jx_name_id(name, "submissions");
	if (id == NULL)
		return false;
	(void)jx_text_copy(halves->round, sizeof(halves->round), id);
	char *dash = strrchr(halves->round, '-');
	if (dash == NULL)
		return false;
	*dash = '\0';
	halves->code = dash + 1;
	return true;
}

/* The certificate is the one that the entry names. */
static bool is_certificate(const JxLogEntry *entry, const ProtobufCBinaryData *certificate)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	if (entry->certificate_digest[0] == '\0')
		return certificate->len == 0;
	return certificate->len > 0 &&
	       jx_digest_bytes(certificate->data, certificate->len, JX_DIGEST_SHA256, digest, NULL) ==
		       JX_OK &&
	       strcmp(digest, entry->certificate_digest) == 0;
}

/* What was signed, and how. */
struct signed_text {
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n;
	const JxSignature *signature; /* NULL: nothing was signed */
};

static enum jx_status find_signed(const JxLogEntry *entry, struct signed_text *signed_text)
{
	struct halves halves;
	struct jx_error ignored;
	const JxLogRecord *record = entry->record;
	signed_text->signature = NULL;
	bool is_filing = record != NULL && record->filing != NULL && record->filing->version_number > 0;
	bool is_sign_off = record != NULL && record->sign_off != NULL;
	if (!is_filing && !is_sign_off)
		return JX_OK;
	if (!split_name(entry->object, &halves))
		return JX_INVALID;
	const struct jx_submit_claim claim = {.round = halves.round,
		.department = halves.code,
		.content_digest =
			is_filing ? record->filing->content_digest : record->sign_off->content_digest,
		.base_digest = is_filing ? record->filing->base_digest : NULL,
		.request_id = entry->request_id};
	signed_text->signature = is_filing ? record->filing->signature : record->sign_off->signature;
	if (signed_text->signature == NULL)
		return JX_INVALID;
	return is_filing ? jx_submit_signing_text(&claim, signed_text->text, sizeof(signed_text->text),
				   &signed_text->n, &ignored)
			 : jx_sign_off_text(&claim, signed_text->text, sizeof(signed_text->text),
				   &signed_text->n, &ignored);
}

static enum jx_status fail_signature(const struct jx_case_reading *reading, const char *signer)
{
	char zh[JX_ERROR_ARG_BYTES];
	char en[JX_ERROR_ARG_BYTES];
	(void)snprintf(zh, sizeof(zh), "%s 的签名不成立", signer);
	(void)snprintf(en, sizeof(en), "the signature of %s does not hold", signer);
	return jx_case_forged(reading, zh, en);
}

static enum jx_status check_signature(
	struct jx_case_reading *reading, const JxLogEntry *entry, const ProtobufCBinaryData *certificate)
{
	struct signed_text signed_text;
	struct jx_error ignored;
	JX_AUTO(jx_key) key = NULL;
	enum jx_status status = find_signed(entry, &signed_text);
	if (status == JX_OK && signed_text.signature == NULL)
		return JX_OK;
	if (status == JX_OK)
		status = jx_key_read_public(certificate->data, certificate->len, &key, &ignored);
	if (status == JX_OK)
		status = jx_signature_verify(key, signed_text.text, signed_text.n,
			signed_text.signature->value.data, signed_text.signature->value.len, &ignored);
	if (status == JX_UNAVAILABLE)
		return jx_fail(reading->error, JX_REASON_OUT_OF_MEMORY);
	if (status != JX_OK)
		return fail_signature(reading, entry->actor);
	reading->found.n_signatures++;
	return JX_OK;
}

static enum jx_status read_entry(
	struct jx_case_reading *reading, const JxLoggedEntry *logged, JxLogEntry **ret_entry)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_json_read_tolerant(JX_LOG_ENTRY_DESCRIPTOR, logged->text,
		strlen(logged->text), reading->arena, &problems, &message);
	if (status == JX_INVALID)
		return jx_case_fail(reading, "不是日志条目", "it is no entry of a log");
	if (status != JX_OK)
		return jx_arena_fail(reading->arena, reading->error);
	*ret_entry = (JxLogEntry *)message;
	return JX_OK;
}

enum jx_status jx_case_take_entry(struct jx_case_reading *reading, const JxLoggedEntry *logged)
{
	struct jx_proven proven;
	struct jx_case *found = &reading->found;
	const struct jx_log_text text = {logged->text, strlen(logged->text)};
	JxLogEntry *entry = NULL;
	if (found->n_entries == reading->head->entries)
		return jx_case_fail(reading, "条目比首行说的多", "the head has fewer entries");
	if (!jx_case_is_proven(reading, &text, logged->proof, strlen(logged->proof), &proven))
		return jx_case_forged(
			reading, "日志条目的证明不成立", "the proof of the entry does not hold");
	enum jx_status status = read_entry(reading, logged, &entry);
	if (status != JX_OK || entry == NULL)
		return status;
	const JxLogEntry *before = found->n_entries > 0 ? found->entries[found->n_entries - 1] : NULL;
	if (entry->index != proven.index || logged->index != proven.index ||
		(before != NULL && before->index >= entry->index))
		return jx_case_forged(reading, "日志条目的序号不对", "the index of the entry is wrong");
	if (strcmp(entry->object, found->submission) != 0)
		return jx_case_forged(reading, "日志条目说的是别的上报", "the entry is about something else");
	if (!is_certificate(entry, &logged->certificate))
		return jx_case_forged(
			reading, "证书不是日志条目记的那一张", "the certificate is not that of the entry");
	found->entries[found->n_entries++] = entry;
	found->tree_size = proven.tree.n_leaves > found->tree_size ? proven.tree.n_leaves : found->tree_size;
	return check_signature(reading, entry, &logged->certificate);
}

/* ---- rulebooks and versions ---- */

static enum jx_status digest_of(const struct jx_case_reading *reading, const ProtobufCMessage *message,
	char digest[JX_DIGEST_TEXT_BYTES])
{
	enum jx_status status = jx_digest_message(message, JX_DIGEST_SHA256, digest, reading->error);
	return status == JX_INVALID ? jx_case_fail(reading, "没有规范的写法", "it has no canonical text")
				    : status;
}

/* A rulebook that versions were judged by is there, if they were by one. */
bool jx_case_has_rulebooks(const struct jx_case_reading *reading)
{
	for (size_t i = 0; i < reading->found.n_entries; i++) {
		const JxLogRecord *record = reading->found.entries[i]->record;
		bool is_needed = record != NULL && record->filing != NULL &&
				 record->filing->version_number > 0 &&
				 record->filing->rulebook_digest[0] != '\0';
		bool is_there = false;
		for (size_t j = 0; is_needed && j < reading->n_rulebooks; j++)
			is_there = is_there ||
				   strcmp(reading->rulebooks[j], record->filing->rulebook_digest) == 0;
		if (is_needed && !is_there)
			return false;
	}
	return true;
}

enum jx_status jx_case_take_rulebook(struct jx_case_reading *reading, const JxRulebook *rulebook)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = digest_of(reading, &rulebook->base, digest);
	for (size_t i = 0; status == JX_OK && i < reading->found.n_entries; i++) {
		const JxLogRecord *record = reading->found.entries[i]->record;
		if (record != NULL && record->filing != NULL &&
			strcmp(record->filing->rulebook_digest, digest) == 0 &&
			reading->n_rulebooks < MAX_RULEBOOKS) {
			reading->rulebooks[reading->n_rulebooks++] = record->filing->rulebook_digest;
			return JX_OK;
		}
	}
	return status == JX_OK ? jx_case_forged(reading, "没有一版用过这本规则",
					 "no version was judged by this rulebook")
			       : status;
}

/* The findings make the verdict that the entry has. Of very many, not all are kept, and the verdict counts all. */
static enum jx_status check_verdict(const struct jx_case_reading *reading, const JxSubmissionVersion *version,
	const JxFilingRecord *filing)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	const struct jx_findings findings = {
		.items = version->findings, .n = version->n_findings, .n_all = version->n_findings};
	enum jx_status status =
		jx_verdict_digest(filing->content_digest, filing->rulebook_digest, &findings, digest);
	if (status != JX_OK && status != JX_INVALID)
		return jx_fail(reading->error, JX_REASON_OUT_OF_MEMORY);
	JxCheckReportResponse kept = JX_CHECK_REPORT_RESPONSE_INIT;
	char sentences[JX_DIGEST_TEXT_BYTES] = "";
	kept.findings = version->findings;
	kept.n_findings = version->n_findings;
	if (status == JX_OK && filing->findings_digest[0] != '\0')
		status = digest_of(reading, &kept.base, sentences);
	bool is_all = version->n_findings < JX_MAX_FINDINGS;
	if (strcmp(version->verdict_digest, filing->verdict_digest) != 0 || status == JX_INVALID ||
		strcmp(sentences, filing->findings_digest) != 0 ||
		(is_all && strcmp(digest, filing->verdict_digest) != 0))
		return jx_case_forged(reading, "核验结果与日志不符", "the findings are not those of the log");
	return JX_OK;
}

/* The newest acceptance of a version; NULL for none. */
static const JxAcceptanceRecord *find_acceptance(const struct jx_case *found, uint32_t version)
{
	for (size_t i = found->n_entries; i > 0; i--) {
		const JxLogRecord *record = found->entries[i - 1]->record;
		if (record != NULL && record->acceptance != NULL &&
			record->acceptance->version_number == version)
			return record->acceptance;
	}
	return NULL;
}

static enum jx_status check_review(const struct jx_case_reading *reading, const JxSubmissionVersion *version)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	if (version->review == NULL)
		return JX_OK;
	const JxAcceptanceRecord *acceptance = find_acceptance(&reading->found, version->number);
	enum jx_status status = digest_of(reading, &version->review->base, digest);
	if (status != JX_OK)
		return status;
	if (acceptance == NULL || strcmp(acceptance->review_digest, digest) != 0)
		return jx_case_forged(reading, "复核与日志不符", "the review is not that of the log");
	return JX_OK;
}

static bool is_same_time(const Google__Protobuf__Timestamp *a, const Google__Protobuf__Timestamp *b)
{
	return a != NULL && b != NULL && a->seconds == b->seconds && a->nanos == b->nanos;
}

static enum jx_status check_version(
	struct jx_case_reading *reading, const JxSubmissionVersion *version, const JxLogEntry *entry)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	char name[JX_RESOURCE_NAME_BYTES];
	struct halves halves;
	const JxFilingRecord *filing = entry->record->filing;
	enum jx_status status = digest_of(reading, &version->report->base, digest);
	if (status != JX_OK)
		return status;
	if (strcmp(digest, filing->content_digest) != 0 || strcmp(version->digest, digest) != 0)
		return jx_case_forged(reading, "报告不是日志记的那一份", "the report is not that of the log");
	bool is_named =
		split_name(reading->found.submission, &halves) &&
		strcmp(version->name, jx_name_version(name, halves.round, halves.code, version->number)) == 0;
	if (!is_named || strcmp(version->rulebook_digest, filing->rulebook_digest) != 0 ||
		strcmp(version->submitted_by, entry->actor) != 0 ||
		!is_same_time(version->submit_time, filing->receive_time))
		return jx_case_forged(reading, "谁、何时、按什么规则报的与日志不符",
			"who filed it, when, or by which rules is not what the log says");
	status = check_verdict(reading, version, filing);
	return status == JX_OK ? check_review(reading, version) : status;
}

enum jx_status jx_case_take_version(struct jx_case_reading *reading, JxSubmissionVersion *version)
{
	struct jx_case *found = &reading->found;
	if (version->number != found->n_versions + 1 || version->report == NULL ||
		found->n_versions == reading->head->versions)
		return jx_case_fail(reading, "版次不对", "its number is wrong");
	const JxLogEntry *entry = jx_case_filing(found, version->number);
	if (entry == NULL)
		return jx_case_forged(reading, "日志没有这一版", "the log has no such version");
	found->versions[found->n_versions++] = version;
	return check_version(reading, version, entry);
}

enum jx_status jx_case_take_receipt(struct jx_case_reading *reading, const char *text)
{
	struct jx_receipt receipt;
	struct jx_proven proven;
	struct jx_error ignored;
	struct jx_case *found = &reading->found;
	enum jx_status status = jx_receipt_read(text, strlen(text), reading->arena, &receipt, &ignored);
	if (status == JX_EXHAUSTED || status == JX_UNAVAILABLE)
		return jx_arena_fail(reading->arena, reading->error);
	if (status != JX_OK ||
		!jx_case_is_proven(reading, &receipt.text, receipt.proof, receipt.n_proof, &proven))
		return jx_case_forged(reading, "回执不成立", "the receipt does not hold");
	const JxLogEntry *entry = jx_case_filing(found, (uint32_t)found->n_receipts + 1);
	if (entry == NULL || entry->index != proven.index)
		return jx_case_forged(reading, "回执是别的上报的", "the receipt is about something else");
	found->n_receipts++;
	return JX_OK;
}

/* ---- issues ---- */

/* The entry about a message of a thread; NULL for one that follows from another act. */
static const JxLogEntry *find_message(const struct jx_case *found, uint32_t issue, uint32_t message)
{
	for (size_t i = 0; i < found->n_entries; i++) {
		const JxLogRecord *record = found->entries[i]->record;
		if (record != NULL && record->issue != NULL && record->issue->number == issue &&
			record->issue->message_number == message)
			return found->entries[i];
	}
	return NULL;
}

/* An issue that a lead has made from an objection says what was decided. */
static bool is_decided(const struct jx_case *found, const JxIssueMessage *message)
{
	for (size_t i = 0; i < found->n_entries; i++) {
		const JxLogRecord *record = found->entries[i]->record;
		if (record != NULL && record->objection != NULL &&
			is_same_time(found->entries[i]->act_time, message->message_time) &&
			strcmp(record->objection->decision_reason, message->text) == 0)
			return true;
	}
	return false;
}

/* Whether a return has raised the issue then; its words are held against the digest of all that it has raised. */
static bool is_returned(const struct jx_case *found, const JxIssueMessage *message)
{
	for (size_t i = 0; i < found->n_entries; i++) {
		const JxLogRecord *record = found->entries[i]->record;
		if (record != NULL && record->returned != NULL &&
			is_same_time(found->entries[i]->act_time, message->message_time))
			return true;
	}
	return false;
}

/* A message that another act has made: by the one who did it, when it was done. */
static bool follows(const struct jx_case *found, const JxIssueMessage *message)
{
	bool is_first = message->number == 1;
	if (message->text[0] != '\0')
		return is_first && (is_returned(found, message) || is_decided(found, message));
	for (size_t i = 0; i < found->n_entries; i++)
		if (is_same_time(found->entries[i]->act_time, message->message_time) &&
			(message->person[0] == '\0' ||
				strcmp(message->person, found->entries[i]->actor) == 0))
			return true;
	return false;
}

/* The newest version when the message was written. */
static uint32_t version_then(const struct jx_case *found, const JxIssueMessage *message)
{
	uint32_t version = 0;
	for (size_t i = 0; i < found->n_entries; i++) {
		const JxLogEntry *entry = found->entries[i];
		const JxLogRecord *record = entry->record;
		if (record != NULL && record->filing != NULL && record->filing->version_number > 0 &&
			jx_timestamp_ms(entry->act_time) <= jx_timestamp_ms(message->message_time))
			version = record->filing->version_number;
	}
	return version;
}

static enum jx_status check_message(
	struct jx_case_reading *reading, const JxIssue *issue, const JxIssueMessage *message)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	const struct jx_case *found = &reading->found;
	const JxLogEntry *entry = find_message(found, issue->number, message->number);
	if (message->message_time == NULL || message->version_number != version_then(found, message) ||
		(entry == NULL && !follows(found, message)))
		return jx_case_forged(
			reading, "意见的一条往来日志里没有", "the log has no such message of the issue");
	if (entry == NULL)
		return JX_OK;
	enum jx_status status = jx_digest_bytes(
		message->text, strlen(message->text), JX_DIGEST_SHA256, digest, reading->error);
	if (status != JX_OK)
		return status;
	const JxIssueRecord *record = entry->record->issue;
	if (strcmp(record->text_digest, digest) != 0 || record->state != message->state ||
		strcmp(record->field, issue->field) != 0 || strcmp(entry->actor, message->person) != 0 ||
		!is_same_time(entry->act_time, message->message_time))
		return jx_case_forged(reading, "意见的一条往来与日志不符",
			"a message of the issue is not what the log says");
	return JX_OK;
}

/* An issue as it was asked for. */
static void set_new_issue(const JxIssue *issue, JxNewIssue *raised)
{
	jx_new_issue_init(raised);
	raised->field = issue->field;
	raised->wanted_action = issue->wanted_action;
	raised->text = issue->text;
	raised->code = issue->code;
	raised->rule = issue->rule;
}

/* What the head of an issue says is what its thread begins and ends with; what follows from the calendar is left out. */
static enum jx_status check_issue(struct jx_case_reading *reading, const JxIssue *issue)
{
	JxNewIssue raised;
	char digest[JX_DIGEST_TEXT_BYTES];
	const JxIssueMessage *first = issue->n_messages > 0 ? issue->messages[0] : NULL;
	bool is_same = first != NULL && strcmp(first->text, issue->text) == 0 &&
		       strcmp(first->person, issue->raised_by) == 0 &&
		       is_same_time(first->message_time, issue->raise_time) &&
		       first->version_number == issue->version_number &&
		       issue->messages[issue->n_messages - 1]->state == issue->state &&
		       issue->due_time == NULL && issue->holder == JX_HOLDER_UNSPECIFIED;
	if (!is_same)
		return jx_case_forged(reading, "意见与它的往来不符", "the issue is not what its thread says");
	const JxLogEntry *entry = find_message(&reading->found, issue->number, 1);
	if (entry == NULL || entry->record->issue->issue_digest[0] == '\0')
		return JX_OK;
	set_new_issue(issue, &raised);
	enum jx_status status = digest_of(reading, &raised.base, digest);
	if (status == JX_OK && strcmp(digest, entry->record->issue->issue_digest) != 0)
		status = jx_case_forged(reading, "意见与日志不符", "the issue is not what the log says");
	return status;
}

enum jx_status jx_case_take_issue(struct jx_case_reading *reading, JxIssue *issue)
{
	struct jx_case *found = &reading->found;
	if (issue->number != found->n_issues + 1 || found->n_issues == reading->head->issues)
		return jx_case_fail(reading, "意见的序号不对", "the number of the issue is wrong");
	enum jx_status status = check_issue(reading, issue);
	for (size_t i = 0; status == JX_OK && i < issue->n_messages; i++)
		status =
			issue->messages[i]->number == i + 1
				? check_message(reading, issue, issue->messages[i])
				: jx_case_fail(reading, "往来的序号不对", "the number of a message is wrong");
	reading->issues[found->n_issues++] = issue;
	return status;
}

/* The issues that a return has raised, as it was asked for. */
static enum jx_status digest_raised(
	struct jx_case_reading *reading, const JxLogEntry *entry, char digest[JX_DIGEST_TEXT_BYTES])
{
	JxReturnSubmissionRequest request = JX_RETURN_SUBMISSION_REQUEST_INIT;
	size_t n = reading->found.n_issues;
	JxNewIssue *raised = jx_arena_calloc(reading->arena, n + 1, sizeof(*raised));
	request.issues = jx_arena_calloc(reading->arena, n + 1, sizeof(*request.issues));
	if (raised == NULL || request.issues == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	for (size_t i = 0; i < n; i++) {
		const JxIssue *issue = reading->issues[i];
		if (!is_same_time(issue->raise_time, entry->act_time))
			continue;
		set_new_issue(issue, &raised[i]);
		request.issues[request.n_issues++] = &raised[i];
	}
	return digest_of(reading, &request.base, digest);
}

enum jx_status jx_case_check_returns(struct jx_case_reading *reading)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	for (size_t i = 0; i < reading->found.n_entries; i++) {
		const JxLogEntry *entry = reading->found.entries[i];
		if (entry->record == NULL || entry->record->returned == NULL)
			continue;
		enum jx_status status = digest_raised(reading, entry, digest);
		if (status != JX_OK)
			return status;
		if (strcmp(entry->record->returned->issues_digest, digest) != 0)
			return jx_case_forged(reading, "退回时的意见与日志不符",
				"the issues of a return are not those of the log");
	}
	return JX_OK;
}
