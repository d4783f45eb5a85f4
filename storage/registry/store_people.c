#include "storage/registry/store_people.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "storage/columns.h"

/* States as SQL needs them; the literals in the statements below are these. */
_Static_assert(JX_PERSON_STATE_INVITED == 1, "see the statements");
_Static_assert(JX_PERSON_STATE_ACTIVE == 2, "see the statements");
_Static_assert(JX_PERSON_STATE_REVOKED == 3, "see the statements");
#define REVOKED 3

/* Columns of read_person(): expire_ms is the certificate's while ACTIVE, the invitation's while INVITED. */
#define PERSON_SELECT                                                                                      \
	"SELECT p.id, p.title, p.roles, p.department, p.state, CASE p.state"                               \
	" WHEN 2 THEN (SELECT max(c.expire_ms) FROM certificates c WHERE c.person = p.id AND c.end_ms IS " \
	"NULL)"                                                                                            \
	" WHEN 1 THEN (SELECT max(i.expire_ms) FROM invitations i WHERE i.person = p.id"                   \
	" AND i.is_void = 0 AND i.use_ms IS NULL) END FROM persons p "

static enum jx_status fail_caller(struct jx_error *error, bool is_revoked)
{
	return jx_fail(error, is_revoked ? JX_REASON_REVOKED : JX_REASON_UNKNOWN_CERTIFICATE);
}

static void read_caller(struct jx_sql *sql, struct jx_caller *caller)
{
	(void)jx_text_copy(caller->id, sizeof(caller->id), jx_sql_text_ref(sql, 0));
	(void)jx_text_copy(caller->title, sizeof(caller->title), jx_sql_text_ref(sql, 1));
	caller->roles = (uint32_t)jx_sql_int(sql, 2);
	(void)jx_text_copy(caller->department, sizeof(caller->department), jx_sql_text_ref(sql, 3));
	(void)jx_text_copy(
		caller->department_title, sizeof(caller->department_title), jx_sql_text_ref(sql, 4));
	caller->expire_ms = jx_sql_int(sql, 5);
	const void *key = sqlite3_column_blob(sql->statement, 6);
	size_t n = (size_t)sqlite3_column_bytes(sql->statement, 6);
	if (key == NULL || n > sizeof(caller->public_key)) {
		jx_sql_set_error(
			sql, jx_fail_with(sql->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("public key"))));
		return;
	}
	memcpy(caller->public_key, key, n);
	caller->n_public_key = n;
}

enum jx_status jx_caller_find(struct jx_db *db, const uint8_t fingerprint[JX_HASH_BYTES], int64_t now_ms,
	struct jx_error *error, struct jx_caller *ret_caller)
{
	struct jx_caller caller = {0};
	bool is_ended = true;
	bool is_revoked = false;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT p.id, p.title, p.roles, p.department, d.title, c.expire_ms, c.public_key, c.end_ms, "
		"p.state,"
		" p.revoke_ms FROM certificates c JOIN persons p ON p.id = c.person"
		" LEFT JOIN departments d ON d.code = p.department WHERE c.fingerprint = ?",
		error);
	jx_sql_bind_bytes(&sql, fingerprint, JX_HASH_BYTES);
	while (jx_sql_next(&sql)) {
		read_caller(&sql, &caller);
		is_ended = !jx_sql_is_null(&sql, 7) || caller.expire_ms <= now_ms;
		is_revoked = jx_sql_int(&sql, 8) == REVOKED;
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (is_ended || is_revoked)
		return fail_caller(error, is_revoked);
	*ret_caller = caller;
	return JX_OK;
}

static uint32_t role_bits(const JxPerson *person)
{
	uint32_t bits = 0;
	for (size_t i = 0; i < person->n_roles; i++)
		if (person->roles[i] > 0 && person->roles[i] < 32)
			bits |= UINT32_C(1) << person->roles[i];
	return bits;
}

static enum jx_status check_department(struct jx_db *db, const char *code, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_found = false;
	jx_sql_start(&sql, db, "SELECT 1 FROM departments WHERE code = ?", error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		is_found = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && !is_found)
		return jx_fail_with(error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
	return status;
}

static enum jx_status put_person(struct jx_db *db, const JxPerson *person, const char *id,
	const char *department, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO persons (id, title, roles, department, state) VALUES (?, ?, ?, ?, 1)"
		" ON CONFLICT (id) DO UPDATE SET title = excluded.title, roles = excluded.roles,"
		" department = excluded.department, state = CASE state WHEN 3 THEN 1 ELSE state END,"
		" revoke_ms = NULL",
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_text(&sql, person->title);
	jx_sql_bind_int(&sql, role_bits(person));
	jx_sql_bind_optional(&sql, department);
	return jx_sql_run(&sql);
}

/* Void what was not used: a line that was lost must not stay good beside the new one. */
static enum jx_status void_invitations(struct jx_db *db, const char *id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE invitations SET is_void = 1 WHERE person = ? AND is_void = 0 AND use_ms IS NULL",
		error);
	jx_sql_bind_text(&sql, id);
	return jx_sql_run(&sql);
}

enum jx_status jx_person_insert_invited(struct jx_db *db, const JxPerson *person,
	const uint8_t code_hash[JX_HASH_BYTES], int64_t expire_ms, struct jx_error *error)
{
	const char *id = jx_name_id(person->name, "persons");
	if (id == NULL)
		return jx_name_fail(error, "person.name", person->name);
	const char *department = "";
	if (person->department[0] != '\0') {
		department = jx_name_id(person->department, "departments");
		if (department == NULL)
			return jx_name_fail(error, "person.department", person->department);
		enum jx_status status = check_department(db, department, error);
		if (status != JX_OK)
			return status;
	}
	enum jx_status status = put_person(db, person, id, department, error);
	if (status == JX_OK)
		status = void_invitations(db, id, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"INSERT INTO invitations (code_hash, person, expire_ms) VALUES (?, ?, ?)"
		" ON CONFLICT DO NOTHING",
		error);
	jx_sql_bind_bytes(&sql, code_hash, JX_HASH_BYTES);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_int(&sql, expire_ms);
	status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK && n_changed == 0)
		return jx_fail(error, JX_REASON_INVITATION_EXISTS);
	return status;
}

static void read_roles(struct jx_sql *sql, int column, struct jx_arena *arena, JxPerson *person)
{
	uint32_t bits = (uint32_t)jx_sql_int(sql, column);
	person->roles = jx_sql_alloc(sql, 32 * sizeof(*person->roles), arena);
	if (person->roles == NULL)
		return;
	for (int role = 1; role < 32; role++)
		if ((bits >> role & 1) != 0)
			person->roles[person->n_roles++] = (JxPersonRole)role;
}

static JxPerson *read_person(struct jx_sql *sql, struct jx_arena *arena)
{
	JxPerson *person = jx_sql_alloc(sql, sizeof(*person), arena);
	if (person == NULL)
		return NULL;
	jx_person_init(person);
	person->name = jx_sql_name(sql, 0, "persons/", arena);
	person->title = jx_sql_text(sql, 1, arena);
	read_roles(sql, 2, arena, person);
	person->department = jx_sql_name(sql, 3, "departments/", arena);
	person->state = (JxPersonState)jx_sql_int(sql, 4);
	person->expire_time = jx_sql_time(sql, 5, arena);
	return person;
}

enum jx_status jx_person_get(struct jx_db *db, const char *id, struct jx_arena *arena, struct jx_error *error,
	JxPerson **ret_person)
{
	struct jx_sql sql;
	JxPerson *person = NULL;
	jx_sql_start(&sql, db, PERSON_SELECT "WHERE p.id = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		person = read_person(&sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (person == NULL)
		return jx_fail_with(error, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	*ret_person = person;
	return JX_OK;
}

enum jx_status jx_persons_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_error *error, struct jx_persons *ret_persons)
{
	struct jx_sql sql;
	struct jx_growing rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db, PERSON_SELECT "WHERE p.id > ? ORDER BY p.id LIMIT ?", error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_id(((JxPerson *)rows.items[max_rows - 1])->name, "persons");
		else
			jx_growing_add(&rows, read_person(&sql, arena), &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_persons = (struct jx_persons){(JxPerson **)rows.items, rows.n, next};
	return JX_OK;
}

static enum jx_status end_certificates(
	struct jx_db *db, const char *id, int64_t now_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "UPDATE certificates SET end_ms = ? WHERE person = ? AND end_ms IS NULL", error);
	jx_sql_bind_int(&sql, now_ms);
	jx_sql_bind_text(&sql, id);
	return jx_sql_run(&sql);
}

enum jx_status jx_person_revoke(struct jx_db *db, const char *id, int64_t now_ms, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"UPDATE persons SET state = 3, revoke_ms = coalesce(revoke_ms, ?) WHERE id = ?", error);
	jx_sql_bind_int(&sql, now_ms);
	jx_sql_bind_text(&sql, id);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status != JX_OK)
		return status;
	if (n_changed == 0)
		return jx_fail_with(error, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	status = end_certificates(db, id, now_ms, error);
	return status == JX_OK ? void_invitations(db, id, error) : status;
}

enum jx_status jx_persons_count_role(
	struct jx_db *db, JxPersonRole role, struct jx_error *error, uint32_t *ret_n)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "SELECT count(*) FROM persons WHERE state = 2 AND (roles >> ? & 1) = 1", error);
	jx_sql_bind_int(&sql, role);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}
