#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/message/codec.h"
#include "storage/filing/store_submissions.h"
#include "storage/columns.h"
#include "storage/content.h"

_Static_assert(JX_MAX_VERSIONS == 65535, "see the statements");

enum jx_status jx_attempt_insert(
	struct jx_db *db, const struct jx_attempt *attempt, struct jx_error *error, uint64_t *ret_number)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO attempts (time_ms, person, round, department, content_digest, verdict_digest,"
		" n_findings, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, attempt->time_ms);
	jx_sql_bind_text(&sql, attempt->person);
	jx_sql_bind_text(&sql, attempt->round);
	jx_sql_bind_text(&sql, attempt->department);
	jx_sql_bind_text(&sql, attempt->content_digest);
	jx_sql_bind_text(&sql, attempt->verdict_digest);
	jx_sql_bind_int(&sql, attempt->n_findings);
	jx_sql_bind_text(&sql, attempt->result);
	enum jx_status status = jx_sql_run(&sql);
	if (status == JX_OK)
		*ret_number = (uint64_t)sqlite3_last_insert_rowid(db->sqlite);
	return status;
}

/* The new one must follow the newest one there is: nobody writes over what he has not seen. */
static enum jx_status check_number(
	struct jx_db *db, const struct jx_new_version *version, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_found = false;
	jx_sql_start(&sql, db,
		"SELECT s.version, r.name || '-' || s.department FROM submissions s"
		" JOIN rounds r ON r.id = s.round_id WHERE s.id = ?",
		error);
	jx_sql_bind_int(&sql, version->record_id);
	while (jx_sql_next(&sql)) {
		is_found = true;
		int64_t newest = jx_sql_int(&sql, 0);
		if (newest + 1 == version->number && version->number <= JX_MAX_VERSIONS)
			continue;
		char now[24];
		char base[24];
		(void)snprintf(now, sizeof(now), "%lld", (long long)newest);
		(void)snprintf(base, sizeof(base), "%lld", (long long)version->number - 1);
		jx_sql_set_error(&sql,
			jx_fail_with(error, JX_REASON_STALE_BASE,
				JX_ARGS(JX_TEXT(jx_sql_text_ref(&sql, 1)), JX_TEXT(now), JX_TEXT(base))));
	}
	enum jx_status status = jx_sql_end(&sql);
	return status == JX_OK && !is_found
		       ? jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("no such record")))
		       : status;
}

static int64_t version_row(int64_t record_id, uint32_t number)
{
	return record_id * (JX_MAX_VERSIONS + 1) + number;
}

static enum jx_status insert_version(
	struct jx_db *db, const struct jx_new_version *version, struct jx_error *error)
{
	const JxSignature *signature = version->signature;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO versions (id, submission_id, number, attempt, person, submit_ms, is_late, "
		"digest,"
		" verdict_digest, base_digest, request_id, signature_algorithm, signature, n_explain, n_info,"
		" claimed_micros, claimed_decimals, rulebook_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, version_row(version->record_id, version->number));
	jx_sql_bind_int(&sql, version->record_id);
	jx_sql_bind_int(&sql, version->number);
	jx_sql_bind_int(&sql, (int64_t)version->attempt);
	jx_sql_bind_text(&sql, version->person);
	jx_sql_bind_int(&sql, version->submit_ms);
	jx_sql_bind_int(&sql, version->is_late);
	jx_sql_bind_text(&sql, version->content_digest);
	jx_sql_bind_text(&sql, version->verdict_digest);
	jx_sql_bind_text(&sql, version->base_digest);
	jx_sql_bind_text(&sql, version->request_id);
	jx_sql_bind_text(&sql, signature == NULL ? "" : signature->algorithm);
	jx_sql_bind_bytes(&sql, signature == NULL ? NULL : signature->value.data,
		signature == NULL ? 0 : signature->value.len);
	jx_sql_bind_int(&sql, version->n_explain);
	jx_sql_bind_int(&sql, version->n_info);
	jx_sql_bind_decimal(&sql, version->claimed_score);
	jx_sql_bind_text(&sql, version->rulebook_digest);
	return jx_sql_run(&sql);
}

static enum jx_status insert_content(
	struct jx_db *db, const struct jx_new_version *version, int64_t id, struct jx_error *error)
{
	bool is_same = version->content == NULL ||
		       (version->n_content == version->n_received &&
			       memcmp(version->content, version->received, version->n_received) == 0);
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO contents (version_id, received, content, findings) VALUES (?, ?, ?, ?)", error);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_bytes(&sql, version->received, version->n_received);
	jx_sql_bind_bytes(&sql, is_same ? NULL : version->content, version->n_content);
	/* No findings pack into no bytes. */
	jx_sql_bind_bytes(
		&sql, version->n_findings == 0 ? (const void *)"" : version->findings, version->n_findings);
	return jx_sql_run(&sql);
}

enum jx_status jx_version_insert(
	struct jx_db *db, const struct jx_new_version *version, struct jx_error *error, int64_t *ret_id)
{
	enum jx_status status = check_number(db, version, error);
	if (status == JX_OK)
		status = insert_version(db, version, error);
	if (status != JX_OK)
		return status;
	int64_t id = version_row(version->record_id, version->number);
	status = insert_content(db, version, id, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE submissions SET version = ?, version_id = ? WHERE id = ?", error);
	jx_sql_bind_int(&sql, version->number);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_int(&sql, version->record_id);
	status = jx_sql_run(&sql);
	if (status == JX_OK)
		*ret_id = id;
	return status;
}

static enum jx_status fail_damaged(struct jx_error *error, const char *what)
{
	return jx_fail_with(error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(what)));
}

enum jx_status jx_content_open(const struct jx_stored *stored, struct jx_arena *arena, struct jx_error *error,
	JxReport **ret_content)
{
	enum jx_digest_algorithm algorithm = JX_DIGEST_SHA256;
	uint8_t hash[JX_HASH_BYTES];
	char digest[JX_DIGEST_TEXT_BYTES];
	ProtobufCMessage *message = NULL;
	if (jx_digest_parse(stored->digest, &algorithm, hash, NULL) != JX_OK)
		return fail_damaged(error, stored->what);
	enum jx_status status =
		jx_codec_unpack(JX_REPORT_DESCRIPTOR, stored->bytes, stored->n, arena, error, &message);
	if (status == JX_OK)
		status = jx_digest_message(message, algorithm, digest, error);
	if (status == JX_INVALID)
		return fail_damaged(error, stored->what);
	if (status != JX_OK)
		return status;
	if (strcmp(digest, stored->digest) != 0)
		return fail_damaged(error, stored->what);
	*ret_content = (JxReport *)message;
	return JX_OK;
}

/* Columns of read_version(), in its order. */
enum column {
	ID,
	NUMBER,
	DIGEST,
	SUBMIT,
	PERSON,
	VERDICT,
	BASE,
	REQUEST,
	SIGNATURE,
	ATTEMPT,
	LATE,
	RECEIVED,
	CONTENT,
	FINDINGS,
	RULEBOOK,
	REVIEW
};

static char *version_name(struct jx_sql *sql, const struct jx_version_query *query, struct jx_arena *arena)
{
	size_t size =
		sizeof("submissions/-/versions/") + strlen(query->round) + strlen(query->department) + 24;
	char *name = jx_sql_alloc(sql, size, arena);
	if (name == NULL)
		return (char *)protobuf_c_empty_string;
	(void)snprintf(name, size, "submissions/%s-%s/versions/%lld", query->round, query->department,
		(long long)jx_sql_int(sql, NUMBER));
	return name;
}

static void read_content(struct jx_sql *sql, struct jx_arena *arena, JxSubmissionVersion *message)
{
	int column = jx_sql_is_null(sql, CONTENT) ? RECEIVED : CONTENT;
	struct jx_stored stored = {
		.bytes = sqlite3_column_blob(sql->statement, column),
		.n = (size_t)sqlite3_column_bytes(sql->statement, column),
		.digest = message->digest,
		.what = message->name,
	};
	jx_sql_set_error(sql, jx_content_open(&stored, arena, sql->error, &message->report));
}

static void read_version(struct jx_sql *sql, const struct jx_version_query *query, struct jx_arena *arena,
	struct jx_version *version)
{
	JxSubmissionVersion *message = jx_sql_alloc(sql, sizeof(*message), arena);
	if (message == NULL)
		return;
	jx_submission_version_init(message);
	message->name = version_name(sql, query, arena);
	message->number = (uint32_t)jx_sql_int(sql, NUMBER);
	message->digest = jx_sql_text(sql, DIGEST, arena);
	message->submit_time = jx_sql_time(sql, SUBMIT, arena);
	message->submitted_by = jx_sql_name(sql, PERSON, "persons/", arena);
	version->id = jx_sql_int(sql, ID);
	version->message = message;
	message->verdict_digest = jx_sql_text(sql, VERDICT, arena);
	message->rulebook_digest = jx_sql_text(sql, RULEBOOK, arena);
	version->base_digest = jx_sql_text(sql, BASE, arena);
	version->request_id = jx_sql_text(sql, REQUEST, arena);
	version->signature = jx_sql_bytes(sql, SIGNATURE, arena, &version->n_signature);
	version->attempt = (uint64_t)jx_sql_int(sql, ATTEMPT);
	version->is_late = jx_sql_int(sql, LATE) != 0;
	version->received = jx_sql_bytes(sql, RECEIVED, arena, &version->n_received);
	if (sql->status == JX_OK)
		read_content(sql, arena, message);
	if (sql->status == JX_OK)
		jx_findings_open(
			sql, FINDINGS, message->name, arena, &message->findings, &message->n_findings);
	if (sql->status == JX_OK)
		message->review = jx_review_open(sql, REVIEW, message->name, arena);
}

/* The record is there or not: says which of the two is missing. */
static enum jx_status fail_version(struct jx_db *db, const struct jx_version_query *query,
	struct jx_arena *arena, struct jx_error *error)
{
	struct jx_record record;
	struct jx_submission_query which = {.round = query->round, .department = query->department};
	enum jx_status status = jx_submission_get(db, &which, arena, error, &record);
	if (status != JX_OK)
		return status;
	char number[24] = "latest";
	if (query->number != 0)
		(void)snprintf(number, sizeof(number), "%u", query->number);
	return jx_fail_with(error, JX_REASON_VERSION_NOT_FOUND,
		JX_ARGS(JX_TEXT(record.message->name + sizeof("submissions/") - 1), JX_TEXT(number)));
}

enum jx_status jx_version_get(struct jx_db *db, const struct jx_version_query *query, struct jx_arena *arena,
	struct jx_error *error, struct jx_version *ret_version)
{
	struct jx_version found = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT v.id, v.number, v.digest, v.submit_ms, v.person, v.verdict_digest, v.base_digest,"
		" v.request_id, v.signature, v.attempt, v.is_late, c.received, c.content, c.findings,"
		" v.rulebook_digest, t.review FROM rounds r JOIN submissions s ON s.round_id = r.id"
		" JOIN versions v ON v.submission_id = s.id AND v.number = CASE ?3 WHEN 0 THEN s.version "
		"ELSE ?3 END"
		" JOIN contents c ON c.version_id = v.id LEFT JOIN scores t ON t.version_id = v.id"
		" WHERE r.name = ?1 AND s.department = ?2",
		error);
	jx_sql_bind_text(&sql, query->round);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, query->number);
	while (jx_sql_next(&sql))
		read_version(&sql, query, arena, &found);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.id == 0)
		return fail_version(db, query, arena, error);
	*ret_version = found;
	return JX_OK;
}

enum jx_status jx_version_before(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, struct jx_error *error, struct jx_version_query *ret_query)
{
	struct jx_sql sql;
	*ret_query = (struct jx_version_query){.round = "", .department = department};
	jx_sql_start(&sql, db,
		"SELECT r.name, v.number FROM submissions s JOIN rounds r ON r.id = s.round_id"
		" JOIN versions v ON v.id = s.accepted_version_id WHERE s.department = ?2"
		" AND s.round_id < (SELECT id FROM rounds WHERE name = ?1) AND s.state BETWEEN 6 AND 9"
		" ORDER BY s.round_id DESC LIMIT 1",
		error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql)) {
		ret_query->round = jx_sql_text(&sql, 0, arena);
		ret_query->number = (uint32_t)jx_sql_int(&sql, 1);
	}
	return jx_sql_end(&sql);
}
