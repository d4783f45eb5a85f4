#include "storage/filing/store_drafts.h"

#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/sql_states.h"

enum jx_status jx_draft_insert(struct jx_db *db, const struct jx_new_draft *draft, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO drafts (submission_id, number, person, time_ms, digest, base_digest, received)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, draft->record_id);
	jx_sql_bind_int(&sql, draft->number);
	jx_sql_bind_text(&sql, draft->person);
	jx_sql_bind_int(&sql, draft->save_ms);
	jx_sql_bind_text(&sql, draft->digest);
	jx_sql_bind_text(&sql, draft->base_digest);
	jx_sql_bind_bytes(&sql, draft->received, draft->n_received);
	return jx_sql_run(&sql);
}

static JxDraftSignature *read_signature(struct jx_sql *sql, struct jx_arena *arena)
{
	enum { PERSON, ROLE, TIME };
	JxDraftSignature *signature = jx_sql_alloc(sql, sizeof(*signature), arena);
	if (signature == NULL)
		return NULL;
	jx_draft_signature_init(signature);
	signature->person = jx_sql_name(sql, PERSON, jx_name_person, arena);
	signature->role = (JxPersonRole)jx_sql_int(sql, ROLE);
	signature->sign_time = jx_sql_time(sql, TIME, arena);
	return signature;
}

static enum jx_status read_signatures(
	struct jx_db *db, int64_t record_id, JxDraft *draft, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT person, role, time_ms FROM draft_signatures WHERE submission_id = ? AND digest = ?"
		" ORDER BY time_ms, person",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_text(&sql, draft->digest);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_signature(&sql, arena), &sql, arena);
	draft->signatures = (JxDraftSignature **)rows.items;
	draft->n_signatures = rows.n;
	return jx_sql_end(&sql);
}

/* Columns of a draft, in the order of the statement. */
enum column { NUMBER, PERSON, TIME, DIGEST, RECEIVED };

static JxDraft *read_draft(struct jx_sql *sql, bool wants_report, struct jx_arena *arena)
{
	JxDraft *draft = jx_sql_alloc(sql, sizeof(*draft), arena);
	if (draft == NULL)
		return NULL;
	jx_draft_init(draft);
	draft->number = (uint32_t)jx_sql_int(sql, NUMBER);
	draft->saved_by = jx_sql_name(sql, PERSON, jx_name_person, arena);
	draft->save_time = jx_sql_time(sql, TIME, arena);
	draft->digest = jx_sql_text(sql, DIGEST, arena);
	if (wants_report)
		draft->report = jx_sql_report(sql, RECEIVED, draft->digest, "draft", arena);
	return draft;
}

enum jx_status jx_draft_newest(struct jx_db *db, int64_t record_id, bool wants_report, struct jx_arena *arena,
	JxDraft **ret_draft, struct jx_error *error)
{
	struct jx_sql sql;
	JxDraft *draft = NULL;
	jx_sql_start(&sql, db,
		"SELECT number, person, time_ms, digest, received FROM drafts WHERE submission_id = ?"
		" ORDER BY number DESC LIMIT 1",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		draft = read_draft(&sql, wants_report, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && draft != NULL)
		status = read_signatures(db, record_id, draft, arena, error);
	if (status == JX_OK)
		*ret_draft = draft;
	return status;
}

enum jx_status jx_draft_sign(
	struct jx_db *db, const struct jx_new_signature *signature, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_new = false;
	const ProtobufCBinaryData *value = &signature->signature->value;
	jx_sql_start(&sql, db,
		"INSERT INTO draft_signatures (submission_id, digest, person, role, time_ms, request_id,"
		" algorithm, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, signature->record_id);
	jx_sql_bind_text(&sql, signature->digest);
	jx_sql_bind_text(&sql, signature->person);
	jx_sql_bind_int(&sql, signature->role);
	jx_sql_bind_int(&sql, signature->sign_ms);
	jx_sql_bind_text(&sql, signature->request_id);
	jx_sql_bind_text(&sql, signature->signature->algorithm);
	jx_sql_bind_bytes(&sql, value->data, value->len);
	return jx_sql_run_unique(&sql, &is_new);
}

enum jx_status jx_draft_count_signed(struct jx_db *db, int64_t record_id, const char *digest,
	struct jx_signed *ret_signed, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT coalesce(sum(CASE WHEN role = " SQL_ROLE_HEAD " THEN 0 ELSE 1 END), 0),"
		" coalesce(max(CASE WHEN role = " SQL_ROLE_HEAD " THEN 1 ELSE 0 END), 0)"
		" FROM draft_signatures WHERE submission_id = ? AND digest = ?",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_text(&sql, digest);
	while (jx_sql_next(&sql))
		*ret_signed = (struct jx_signed){(uint32_t)jx_sql_int(&sql, 0), jx_sql_int(&sql, 1) != 0};
	return jx_sql_end(&sql);
}

enum jx_status jx_draft_is_of_one(struct jx_db *db, int64_t record_id, const char *digest, const char *person,
	bool *ret_is_of_one, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT NOT EXISTS (SELECT 1 FROM drafts WHERE submission_id = ?1 AND person <> ?3)"
		" AND NOT EXISTS (SELECT 1 FROM draft_signatures"
		" WHERE submission_id = ?1 AND digest = ?2 AND person <> ?3)",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_text(&sql, digest);
	jx_sql_bind_text(&sql, person);
	while (jx_sql_next(&sql))
		*ret_is_of_one = jx_sql_int(&sql, 0) != 0;
	return jx_sql_end(&sql);
}

enum jx_status jx_draft_count(
	struct jx_db *db, int64_t record_id, struct jx_drafts_kept *ret_kept, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT count(*), coalesce(sum(length(received)), 0) FROM drafts WHERE submission_id = ?",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_kept = (struct jx_drafts_kept){(uint32_t)jx_sql_int(&sql, 0), jx_sql_int(&sql, 1)};
	return jx_sql_end(&sql);
}
