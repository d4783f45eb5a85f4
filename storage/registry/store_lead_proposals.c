#include "storage/registry/store_lead_proposals.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "storage/content.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

enum jx_status jx_lead_proposal_drop(struct jx_db *db, const char *id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "DELETE FROM lead_proposals WHERE person = ?", error);
	jx_sql_bind_text(&sql, id);
	return jx_sql_run(&sql);
}

enum jx_status jx_lead_proposal_put(
	struct jx_db *db, const struct jx_lead_proposal *proposal, struct jx_error *error)
{
	struct jx_packed packed;
	const char *id = jx_name_last(proposal->person->name);
	enum jx_status status = jx_lead_proposal_drop(db, id, error);
	if (status == JX_OK)
		status = jx_packed_init(&packed, &proposal->person->base, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO lead_proposals (person, content, code_hash, proposed_by, propose_time_ms)"
		" VALUES (?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	jx_sql_bind_bytes(&sql, proposal->code_hash, JX_HASH_BYTES);
	jx_sql_bind_text(&sql, proposal->proposed_by);
	jx_sql_bind_int(&sql, proposal->propose_ms);
	status = jx_sql_run(&sql);
	jx_packed_clear(&packed);
	return status;
}

static void read_hash(struct jx_sql *sql, int column, uint8_t hash[JX_HASH_BYTES])
{
	size_t n = 0;
	const uint8_t *bytes = jx_sql_bytes_ref(sql, column, &n);
	if (bytes != NULL && n == JX_HASH_BYTES)
		memcpy(hash, bytes, n);
	else
		jx_sql_set_error(
			sql, jx_fail_with(sql->error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT("code_hash"))));
}

enum jx_status jx_lead_proposal_get(struct jx_db *db, const char *id, struct jx_arena *arena,
	struct jx_lead_proposal *ret_proposal, struct jx_error *error)
{
	struct jx_lead_proposal proposal = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT content, code_hash, proposed_by, propose_time_ms FROM lead_proposals WHERE person = ?",
		error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql)) {
		proposal.person = (const JxPerson *)jx_sql_message(&sql, 0, JX_PERSON_DESCRIPTOR, id, arena);
		read_hash(&sql, 1, proposal.code_hash);
		proposal.proposed_by = jx_sql_text(&sql, 2, arena);
		proposal.propose_ms = jx_sql_int(&sql, 3);
	}
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_NOT_PROPOSED, JX_ARGS(JX_TEXT(id)));
	if (status == JX_OK)
		*ret_proposal = proposal;
	return status;
}

enum jx_status jx_leads_count_others(
	struct jx_db *db, const char *id, uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT count(*) FROM persons p WHERE p.id <> ?1 AND " SQL_HAS_BIT(
			"p.roles", "?2") " AND (p.state <> " SQL_REVOKED
					 " OR EXISTS (SELECT 1 FROM certificates c WHERE c.person = p.id))",
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_int(&sql, JX_PERSON_ROLE_LEAD);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}
