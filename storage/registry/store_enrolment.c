#include "storage/registry/store_enrolment.h"

#include <string.h>

#include "storage/page.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

/* Columns of jx_invitation_try(), in its order. */
enum column { PERSON, USE_TIME, DER, PUBLIC_KEY };

static bool is_same_key(struct jx_sql *sql, int column, const struct jx_invitation_try *attempt)
{
	size_t n = 0;
	const uint8_t *key = jx_sql_bytes_ref(sql, column, &n);
	return key != NULL && n == attempt->n_public_key && memcmp(key, attempt->public_key, n) == 0;
}

enum jx_status jx_invitation_try(struct jx_db *db, const struct jx_invitation_try *attempt,
	struct jx_arena *arena, struct jx_invitation *ret_invitation, struct jx_error *error)
{
	struct jx_invitation found = {0};
	struct jx_sql sql;
	/* A used code must belong to a certificate that is still valid: a revoked person gets none again. */
	jx_sql_start(&sql, db,
		"SELECT i.person, i.use_time_ms, c.der, c.public_key FROM invitations i"
		" LEFT JOIN certificates c ON c.fingerprint = i.fingerprint AND c.end_time_ms IS NULL"
		" WHERE i.code_hash = ? AND i.expire_time_ms > ? AND i.is_void = 0",
		error);
	jx_sql_bind_bytes(&sql, attempt->code_hash, JX_HASH_BYTES);
	jx_sql_bind_int(&sql, attempt->now_ms);
	while (jx_sql_next(&sql)) {
		bool has_key = attempt->public_key != NULL;
		found.is_used = !jx_sql_is_null(&sql, USE_TIME);
		if (found.is_used && has_key && !is_same_key(&sql, PUBLIC_KEY, attempt))
			continue;
		found.person = jx_sql_text(&sql, PERSON, arena);
		if (found.is_used && has_key)
			found.certificate = jx_sql_bytes(&sql, DER, arena, &found.n_certificate);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.person == NULL)
		return jx_fail(error, JX_REASON_BAD_INVITATION);
	*ret_invitation = found;
	return JX_OK;
}

/* A person becomes ACTIVE, unless they are revoked, which is refused, as is a person who is not there. */
static enum jx_status activate_person(struct jx_db *db, const char *person, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"UPDATE persons SET state = " SQL_ACTIVE " WHERE id = ? AND state <> " SQL_REVOKED, error);
	jx_sql_bind_text(&sql, person);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status != JX_OK || n_changed > 0)
		return status;
	jx_sql_start(&sql, db, "SELECT 1 FROM persons WHERE id = ?", error);
	jx_sql_bind_text(&sql, person);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, jx_fail(error, JX_REASON_REVOKED));
	return jx_sql_end_found(&sql, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(person)));
}

/* No fingerprint is as short as none. */
static void bind_except(struct jx_sql *sql, const uint8_t *fingerprint)
{
	jx_sql_bind_bytes(sql, fingerprint != NULL ? fingerprint : (const uint8_t *)"",
		fingerprint != NULL ? JX_HASH_BYTES : 0);
}

static enum jx_status end_older_certificates(
	struct jx_db *db, const struct jx_certificate *certificate, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE certificates SET end_time_ms = ? WHERE person = ? AND end_time_ms IS NULL"
		" AND fingerprint <> ?",
		error);
	jx_sql_bind_int(&sql, certificate->issue_ms);
	jx_sql_bind_text(&sql, certificate->person);
	bind_except(&sql, certificate->keeps);
	return jx_sql_run(&sql);
}

enum jx_status jx_certificate_insert(
	struct jx_db *db, const struct jx_certificate *certificate, struct jx_error *error)
{
	if (certificate->n_public_key == 0 || certificate->n_public_key > JX_PUBLIC_KEY_BYTES)
		return jx_fail_with(error, JX_REASON_BAD_KEY, JX_ARGS(JX_TEXT("size")));
	enum jx_status status = activate_person(db, certificate->person, error);
	if (status != JX_OK)
		return status;
	status = end_older_certificates(db, certificate, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO certificates (fingerprint, person, der, public_key, issue_time_ms, expire_time_ms)"
		" VALUES (?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_bytes(&sql, certificate->fingerprint, JX_HASH_BYTES);
	jx_sql_bind_text(&sql, certificate->person);
	jx_sql_bind_bytes(&sql, certificate->der, certificate->n_der);
	jx_sql_bind_bytes(&sql, certificate->public_key, certificate->n_public_key);
	jx_sql_bind_int(&sql, certificate->issue_ms);
	jx_sql_bind_int(&sql, certificate->expire_ms);
	return jx_sql_run(&sql);
}

enum jx_status jx_certificates_list(struct jx_db *db, const char *person, const uint8_t *except,
	struct jx_arena *arena, struct jx_fingerprints *ret_list, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	size_t n = 0;
	jx_sql_start(&sql, db,
		"SELECT fingerprint FROM certificates WHERE person = ? AND end_time_ms IS NULL"
		" AND fingerprint <> ? ORDER BY fingerprint",
		error);
	jx_sql_bind_text(&sql, person);
	bind_except(&sql, except);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, (void *)jx_sql_bytes(&sql, 0, arena, &n), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_list = (struct jx_fingerprints){(const uint8_t **)rows.items, rows.n};
	return status;
}

enum jx_status jx_certificates_count(
	struct jx_db *db, const char *person, int64_t since_ms, uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "SELECT count(*) FROM certificates WHERE person = ? AND issue_time_ms > ?", error);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_int(&sql, since_ms);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_invitation_mark_used(struct jx_db *db, const uint8_t code_hash[JX_HASH_BYTES],
	const uint8_t fingerprint[JX_HASH_BYTES], int64_t now_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE invitations SET use_time_ms = ?, fingerprint = ?"
		" WHERE code_hash = ? AND use_time_ms IS NULL AND is_void = 0",
		error);
	jx_sql_bind_int(&sql, now_ms);
	jx_sql_bind_bytes(&sql, fingerprint, JX_HASH_BYTES);
	jx_sql_bind_bytes(&sql, code_hash, JX_HASH_BYTES);
	return jx_sql_run_changing(&sql, JX_REASON_BAD_INVITATION, NULL);
}

enum jx_status jx_certificate_read(struct jx_db *db, const uint8_t fingerprint[JX_HASH_BYTES],
	struct jx_arena *arena, uint8_t **ret_der, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_der = NULL;
	*ret_n = 0;
	jx_sql_start(&sql, db, "SELECT der FROM certificates WHERE fingerprint = ?", error);
	jx_sql_bind_bytes(&sql, fingerprint, JX_HASH_BYTES);
	while (jx_sql_next(&sql))
		*ret_der = jx_sql_bytes(&sql, 0, arena, ret_n);
	return jx_sql_end(&sql);
}

enum jx_status jx_certificates_each(
	struct jx_db *db, int64_t now_ms, jx_certificate_look look, void *user, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT c.person, c.der FROM certificates c JOIN persons p ON p.id = c.person WHERE p.state = " SQL_ACTIVE
		" AND c.end_time_ms IS NULL AND c.expire_time_ms > ? ORDER BY c.person, c.fingerprint",
		error);
	jx_sql_bind_int(&sql, now_ms);
	while (jx_sql_next(&sql)) {
		size_t n = 0;
		const uint8_t *der = jx_sql_bytes_ref(&sql, 1, &n);
		jx_sql_set_error(&sql, look(user, jx_sql_text_ref(&sql, 0), der, n, error));
	}
	return jx_sql_end(&sql);
}
