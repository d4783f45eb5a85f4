/*
 * The log as others see it. Hashes and checkpoints are for everybody; entries hold names of people, so that a bureau sees
 * those about its own submissions, and auditors all.
 */
#include "server/handlers/handlers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "server/call/auth.h"
#include "server/handlers/filing/receipt.h"
#include "server/handlers/page.h"
#include "server/handlers/records.h"
#include "server/identity/ca.h"
#include "server/witness/witness.h"
#include "storage/filing/store_requests.h"
#include "storage/log/store_checkpoints.h"
#include "storage/registry/store_enrolment.h"

/* Rows of a page whose rows are large; 0 asks for as many as there may be. */
static uint32_t at_most(uint32_t wanted, uint32_t max)
{
	return wanted == 0 || wanted > max ? max : wanted;
}

/* ---- checkpoints and hashes ---- */

static enum jx_status fill_consistency(
	struct jx_task *task, const struct jx_merkle_proof *proof, JxGetCheckpointResponse *reply)
{
	reply->consistency = jx_arena_calloc(&task->arena, proof->n + 1, sizeof(*reply->consistency));
	uint8_t *hashes = jx_arena_alloc(&task->arena, (proof->n + 1) * JX_HASH_BYTES);
	if (reply->consistency == NULL || hashes == NULL)
		return jx_task_no_memory(task);
	memcpy(hashes, proof->hashes, proof->n * JX_HASH_BYTES);
	for (size_t i = 0; i < proof->n; i++)
		reply->consistency[i] =
			(ProtobufCBinaryData){.len = JX_HASH_BYTES, .data = hashes + i * JX_HASH_BYTES};
	reply->n_consistency = proof->n;
	return JX_OK;
}

/* What shows how a key came: the entry that names it, in a tree that the one before it has signed. */
static enum jx_status show_change(struct jx_task *task, uint64_t index, JxLogKeyChange **ret_change)
{
	struct jx_log_text entry = {0};
	size_t n = 0;
	JxLogKeyChange *change = jx_task_new(task, JX_LOG_KEY_CHANGE_DESCRIPTOR);
	if (change == NULL)
		return jx_task_no_memory(task);
	*ret_change = change;
	enum jx_status status = jx_log_read(task->db, index, &task->arena, &entry, &task->error);
	if (status != JX_OK)
		return status;
	change->entry = (char *)entry.text;
	return jx_log_prove(task->db, index, &task->arena, &change->proof, &n, &task->error);
}

/* The keys that came since the tree that the caller knows. The first one of a log replaces none. */
static enum jx_status fill_changes(struct jx_task *task, uint64_t known_size, JxGetCheckpointResponse *reply)
{
	struct jx_log_key key = {0};
	struct jx_log_key first = {0};
	uint64_t from = known_size > 0 ? known_size - 1 : 0;
	reply->key_changes = jx_arena_calloc(&task->arena, JX_MAX_LOG_KEYS, sizeof(*reply->key_changes));
	if (reply->key_changes == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_log_key_from(task->db, 0, &task->arena, &first, &task->error);
	while (status == JX_OK && reply->n_key_changes < JX_MAX_LOG_KEYS) {
		status = jx_log_key_from(task->db, from, &task->arena, &key, &task->error);
		if (status != JX_OK)
			break;
		from = key.leaf_index + 1;
		if (key.leaf_index == first.leaf_index)
			continue;
		status = show_change(task, key.leaf_index, &reply->key_changes[reply->n_key_changes++]);
	}
	return task->error.reason == JX_REASON_LOG_KEY_MISSING ? JX_OK : status;
}

/* Which authorities the county has, so that clients follow a change of them. */
static enum jx_status fill_authorities(struct jx_task *task, JxGetCheckpointResponse *reply)
{
	const struct jx_ca *ca = task->services->ca;
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	size_t n = jx_ca_count(ca);
	reply->ca_fingerprints = jx_arena_calloc(&task->arena, n, sizeof(*reply->ca_fingerprints));
	if (reply->ca_fingerprints == NULL)
		return jx_task_no_memory(task);
	for (; reply->n_ca_fingerprints < n; reply->n_ca_fingerprints++) {
		jx_ca_fingerprint(ca, reply->n_ca_fingerprints, fingerprint);
		char *text = jx_arena_strdup(&task->arena, fingerprint);
		if (text == NULL)
			return jx_task_no_memory(task);
		reply->ca_fingerprints[reply->n_ca_fingerprints] = text;
	}
	return JX_OK;
}

enum jx_status jx_handle_get_checkpoint(struct jx_task *task)
{
	const JxGetCheckpointRequest *request = (const JxGetCheckpointRequest *)task->message;
	struct jx_stored_checkpoint newest = {0};
	struct jx_merkle_proof proof = {0};
	JxGetCheckpointResponse *reply = (JxGetCheckpointResponse *)task->reply;
	enum jx_status status = jx_checkpoint_newest(task->db, &task->arena, &newest, &task->error);
	if (status != JX_OK)
		return status;
	if (request->known_size > newest.n_leaves)
		return jx_fail_with(&task->error, JX_REASON_LOG_BEHIND,
			JX_ARGS(JX_U64(newest.n_leaves), JX_U64(request->known_size)));
	reply->checkpoint = newest.note;
	reply->verifier = task->services->log_verifier;
	reply->cosigned_checkpoint = jx_witness_cosigned(task->services->witness, &task->arena);
	if (reply->cosigned_checkpoint == NULL)
		return jx_task_no_memory(task);
	status = fill_changes(task, request->known_size, reply);
	if (status == JX_OK)
		status = fill_authorities(task, reply);
	if (status != JX_OK)
		return status;
	if (request->known_size == 0 || request->known_size == newest.n_leaves)
		return JX_OK;
	status = jx_log_prove_consistency(
		task->db, request->known_size, newest.n_leaves, &proof, &task->error);
	return status == JX_OK ? fill_consistency(task, &proof, reply) : status;
}

enum jx_status jx_handle_get_tile(struct jx_task *task)
{
	const JxGetTileRequest *request = (const JxGetTileRequest *)task->message;
	struct jx_stored_checkpoint newest = {0};
	JxGetTileResponse *reply = (JxGetTileResponse *)task->reply;
	enum jx_status status = jx_checkpoint_newest(task->db, &task->arena, &newest, &task->error);
	if (status != JX_OK)
		return status;
	unsigned shift = request->level < JX_TILE_LEVELS ? request->level * JX_TILE_HEIGHT : 63;
	uint64_t n_hashes = newest.n_leaves >> shift;
	uint64_t n_before =
		request->index <= n_hashes / JX_TILE_HASHES ? request->index * JX_TILE_HASHES : n_hashes;
	if (n_before >= n_hashes)
		return jx_fail_with(&task->error, JX_REASON_TILE_MISSING,
			JX_ARGS(JX_U64(request->level), JX_U64(request->index)));
	size_t n = n_hashes - n_before < JX_TILE_HASHES ? (size_t)(n_hashes - n_before) : JX_TILE_HASHES;
	reply->hashes.data = jx_arena_alloc(&task->arena, n * JX_HASH_BYTES);
	if (reply->hashes.data == NULL)
		return jx_task_no_memory(task);
	reply->hashes.len = n * JX_HASH_BYTES;
	return jx_log_hashes(
		task->db, shift, n_before, n, (uint8_t(*)[JX_HASH_BYTES])reply->hashes.data, &task->error);
}

/* ---- receipts ---- */

/* The entry that a packed acknowledgement names. */
static enum jx_status read_index(struct jx_task *task, const uint8_t *reply, size_t n, uint64_t *ret_index)
{
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_codec_unpack_reply(
		JX_SUBMIT_REPORT_RESPONSE_DESCRIPTOR, reply, n, &task->scratch, &message, &task->error);
	if (status != JX_OK)
		return status;
	const JxReceipt *receipt = ((const JxSubmitReportResponse *)message)->receipt;
	if (receipt == NULL)
		return jx_fail_with(&task->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("receipt")));
	*ret_index = receipt->log_index;
	return JX_OK;
}

static enum jx_status find_index(
	struct jx_task *task, const struct jx_version_query *query, uint64_t *ret_index)
{
	struct jx_request request = {0};
	enum jx_status status =
		jx_request_of_version(task->db, query, &task->scratch, &request, &task->error);
	return status == JX_OK ? read_index(task, request.reply, request.n_reply, ret_index) : status;
}

enum jx_status jx_handle_get_receipt(struct jx_task *task)
{
	const JxGetReceiptRequest *request = (const JxGetReceiptRequest *)task->message;
	struct jx_record_key key;
	struct jx_record record = {0};
	uint32_t number = 0;
	uint64_t index = 0;
	char *text = NULL;
	JxGetReceiptResponse *reply = (JxGetReceiptResponse *)task->reply;
	enum jx_status status = jx_record_key_read_version(task, request->name, &key, &number);
	if (status == JX_OK)
		status = jx_record_get(task, &key, &record);
	if (status != JX_OK)
		return status;
	const struct jx_version_query query = {
		.round = key.round, .department = key.department, .number = number};
	status = find_index(task, &query, &index);
	if (status == JX_OK)
		status = jx_receipt_file(task, index, &text);
	if (status != JX_OK)
		return status;
	if (text == NULL)
		return jx_fail_with(&task->error, JX_REASON_RECEIPT_UNPROVEN,
			JX_ARGS(JX_TEXT(jx_name_last(record.message->name))));
	reply->receipt = text;
	return JX_OK;
}

/* The text of a receipt, in the task's arena; NULL for one that no proof goes with. */
static enum jx_status read_receipt(
	struct jx_task *task, const struct jx_acknowledgement *row, char **ret_text)
{
	uint64_t index = 0;
	char *text = NULL;
	jx_arena_reset(&task->scratch);
	enum jx_status status = read_index(task, row->reply, row->n_reply, &index);
	if (status == JX_OK)
		status = jx_receipt_file(task, index, &text);
	if (status != JX_OK || text == NULL)
		return status;
	*ret_text = jx_arena_strdup(&task->arena, text);
	return *ret_text != NULL ? JX_OK : jx_task_no_memory(task);
}

/* As many as a reply holds; *ret_n is how many rows were taken. */
static enum jx_status fill_receipts(struct jx_task *task, const struct jx_acknowledgements *list,
	JxListReceiptsResponse *reply, size_t *ret_n)
{
	size_t n_bytes = 0;
	reply->receipts = jx_arena_calloc(&task->arena, list->n + 1, sizeof(*reply->receipts));
	if (reply->receipts == NULL)
		return jx_task_no_memory(task);
	for (*ret_n = 0; *ret_n < list->n && n_bytes < JX_MAX_PAGE_BYTES; ++*ret_n) {
		char *text = NULL;
		enum jx_status status = read_receipt(task, &list->rows[*ret_n], &text);
		if (status != JX_OK)
			return status;
		if (text == NULL)
			continue;
		n_bytes += strlen(text);
		reply->receipts[reply->n_receipts++] = text;
	}
	return JX_OK;
}

enum jx_status jx_handle_list_receipts(struct jx_task *task)
{
	const JxListReceiptsRequest *request = (const JxListReceiptsRequest *)task->message;
	struct jx_acknowledgement_query query = {.department = task->caller.department};
	struct jx_acknowledgements list = {0};
	struct jx_page page;
	size_t n = 0;
	char next[24] = "";
	JxListReceiptsResponse *reply = (JxListReceiptsResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	if (page.after[0] != '\0' && !jx_text_u64(page.after, INT64_MAX, &query.after))
		return jx_page_fail(task);
	query.max_rows = at_most(page.max_rows, JX_MAX_RECEIPT_PAGE);
	status = jx_acknowledgements_list(task->db, &query, &task->arena, &list, &task->error);
	if (status == JX_OK)
		status = fill_receipts(task, &list, reply, &n);
	if (status != JX_OK)
		return status;
	if (n > 0 && (n < list.n || list.has_more))
		(void)snprintf(next, sizeof(next), "%" PRIu64, list.rows[n - 1].attempt);
	reply->next_page_token = jx_page_token(task, next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

/* ---- entries ---- */

/* Auditors read everything, others what was done to a submission within their reach. */
static enum jx_status check_reach(struct jx_task *task, const char *object)
{
	struct jx_record_key key;
	struct jx_record record = {0};
	if (jx_task_has_role(task, JX_ROLES_AUDITOR))
		return JX_OK;
	if (object[0] == '\0')
		return jx_task_fail_missing(task, "object");
	enum jx_status status = jx_record_key_read(task, object, &key);
	return status == JX_OK ? jx_record_get(task, &key, &record) : status;
}

/* The certificate that an entry names; entries are canonical, so that its digest stands in one way. */
static enum jx_status fill_certificate(struct jx_task *task, JxLoggedEntry *entry)
{
	static const char KEY[] = "\"certificate_digest\":\"";
	uint8_t fingerprint[JX_HASH_BYTES];
	char digest[JX_DIGEST_TEXT_BYTES];
	const char *at = strstr(entry->text, KEY);
	if (at == NULL)
		return JX_OK;
	at += strlen(KEY);
	(void)snprintf(digest, sizeof(digest), "%.*s", (int)strcspn(at, "\""), at);
	if (jx_digest_parse(digest, NULL, fingerprint, NULL) != JX_OK)
		return JX_OK;
	return jx_certificate_read(task->db, fingerprint, &task->arena, &entry->certificate.data,
		&entry->certificate.len, &task->error);
}

static enum jx_status fill_proofs(struct jx_task *task, struct jx_log_rows *rows)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < rows->n; i++) {
		size_t n = 0;
		JxLoggedEntry *entry = rows->rows[i];
		status = jx_log_prove(task->db, entry->index, &task->arena, &entry->proof, &n, &task->error);
		if (status == JX_OK)
			status = fill_certificate(task, entry);
	}
	return status;
}

enum jx_status jx_handle_list_log_entries(struct jx_task *task)
{
	const JxListLogEntriesRequest *request = (const JxListLogEntriesRequest *)task->message;
	struct jx_log_query query = {
		.object = request->object, .first = request->first_index, .max_bytes = JX_MAX_PAGE_BYTES};
	struct jx_log_head head = {0};
	struct jx_log_rows rows = {0};
	struct jx_page page;
	char next[24] = "";
	JxListLogEntriesResponse *reply = (JxListLogEntriesResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = check_reach(task, request->object);
	if (status == JX_OK)
		status = jx_log_head(task->db, &head, &task->error);
	if (status != JX_OK)
		return status;
	if (page.after[0] != '\0' && !jx_text_u64(page.after, UINT64_MAX, &query.first))
		return jx_page_fail(task);
	query.max_rows = request->with_proofs ? at_most(page.max_rows, JX_MAX_PROVEN_ENTRIES) : page.max_rows;
	status = jx_log_list(task->db, &query, &task->arena, &rows, &task->error);
	if (status == JX_OK && request->with_proofs)
		status = fill_proofs(task, &rows);
	if (status != JX_OK)
		return status;
	if (rows.next < head.n_entries)
		(void)snprintf(next, sizeof(next), "%" PRIu64, rows.next);
	reply->entries = rows.rows;
	reply->n_entries = rows.n;
	reply->next_page_token = jx_page_token(task, next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
