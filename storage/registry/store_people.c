#include "storage/registry/store_people.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/store_departments.h"
#include "storage/sql_states.h"

/* Columns of read_person(), in its order. */
enum person_column { ID, TITLE, ROLES, DEPARTMENT, STATE, EXPIRE_TIME, CERTIFICATE_COUNT };
/* The end of access is that of the certificate while ACTIVE, of the invitation while INVITED. */
#define PERSON_SELECT                                                                            \
	"SELECT p.id, p.title, p.roles, p.department, p.state, CASE p.state"                     \
	" WHEN " SQL_ACTIVE " THEN (SELECT max(c.expire_time_ms) FROM certificates c"            \
	" WHERE c.person = p.id AND c.end_time_ms IS NULL)"                                      \
	" WHEN " SQL_INVITED " THEN (SELECT max(i.expire_time_ms) FROM invitations i"            \
	" WHERE i.person = p.id AND i.is_void = 0 AND i.use_time_ms IS NULL) END,"               \
	" (SELECT count(*) FROM certificates c WHERE c.person = p.id AND c.end_time_ms IS NULL)" \
	" FROM persons p "

/* Columns of read_caller(), in its order. */
enum caller_column {
	CALLER_ID,
	CALLER_TITLE,
	CALLER_ROLES,
	CALLER_DEPARTMENT,
	CALLER_DEPARTMENT_TITLE,
	CERTIFICATE_EXPIRE_TIME,
	PUBLIC_KEY,
	CERTIFICATE_END_TIME,
	CALLER_STATE
};

static void read_caller(struct jx_sql *sql, struct jx_caller *caller)
{
	(void)jx_text_copy(caller->id, sizeof(caller->id), jx_sql_text_ref(sql, CALLER_ID));
	(void)jx_text_copy(caller->title, sizeof(caller->title), jx_sql_text_ref(sql, CALLER_TITLE));
	caller->roles = (uint32_t)jx_sql_int(sql, CALLER_ROLES);
	(void)jx_text_copy(
		caller->department, sizeof(caller->department), jx_sql_text_ref(sql, CALLER_DEPARTMENT));
	(void)jx_text_copy(caller->department_title, sizeof(caller->department_title),
		jx_sql_text_ref(sql, CALLER_DEPARTMENT_TITLE));
	caller->expire_ms = jx_sql_int(sql, CERTIFICATE_EXPIRE_TIME);
	size_t n = 0;
	const uint8_t *key = jx_sql_bytes_ref(sql, PUBLIC_KEY, &n);
	if (key == NULL || n > sizeof(caller->public_key)) {
		jx_sql_set_error(
			sql, jx_fail_with(sql->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("public key"))));
		return;
	}
	memcpy(caller->public_key, key, n);
	caller->n_public_key = n;
}

enum jx_status jx_caller_find(struct jx_db *db, const uint8_t fingerprint[JX_HASH_BYTES], int64_t now_ms,
	struct jx_caller *ret_caller, struct jx_error *error)
{
	struct jx_caller caller = {0};
	bool is_known = false;
	bool is_revoked = false;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT p.id, p.title, p.roles, p.department, d.title, c.expire_time_ms, c.public_key,"
		" c.end_time_ms, p.state FROM certificates c JOIN persons p ON p.id = c.person"
		" LEFT JOIN departments d ON d.code = p.department WHERE c.fingerprint = ?",
		error);
	jx_sql_bind_bytes(&sql, fingerprint, JX_HASH_BYTES);
	while (jx_sql_next(&sql)) {
		read_caller(&sql, &caller);
		is_known = jx_sql_is_null(&sql, CERTIFICATE_END_TIME);
		is_revoked = jx_sql_int(&sql, CALLER_STATE) == JX_PERSON_STATE_REVOKED;
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (is_revoked)
		return jx_fail(error, JX_REASON_REVOKED);
	if (!is_known)
		return jx_fail(error, JX_REASON_UNKNOWN_CERTIFICATE);
	if (caller.expire_ms <= now_ms)
		return jx_fail(error, JX_REASON_CERTIFICATE_EXPIRED);
	*ret_caller = caller;
	return JX_OK;
}

/* Set title, roles and department of a person who is there; a revoked one is INVITED again. */
static enum jx_status update_person(
	struct jx_db *db, const JxPerson *person, const char *id, bool *ret_is_found, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"UPDATE persons SET title = ?, roles = ?, department = ?, state = CASE state WHEN " SQL_REVOKED
		" THEN " SQL_INVITED " ELSE state END, revoke_time_ms = NULL WHERE id = ?",
		error);
	jx_sql_bind_text(&sql, person->title);
	jx_sql_bind_int(&sql, jx_roles_of(person));
	jx_sql_bind_optional(&sql, jx_name_id(person->department, "departments"));
	jx_sql_bind_text(&sql, id);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK)
		*ret_is_found = n_changed > 0;
	return status;
}

static enum jx_status put_person(
	struct jx_db *db, const JxPerson *person, const char *id, struct jx_error *error)
{
	bool is_found = false;
	enum jx_status status = update_person(db, person, id, &is_found, error);
	if (status != JX_OK || is_found)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO persons (id, title, roles, department, state) VALUES (?, ?, ?, ?, ?)", error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_text(&sql, person->title);
	jx_sql_bind_int(&sql, jx_roles_of(person));
	jx_sql_bind_optional(&sql, jx_name_id(person->department, "departments"));
	jx_sql_bind_int(&sql, JX_PERSON_STATE_INVITED);
	return jx_sql_run(&sql);
}

/* Void what was not used: a code that was lost must not stay valid beside the new one. */
static enum jx_status void_invitations(struct jx_db *db, const char *id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE invitations SET is_void = 1 WHERE person = ? AND is_void = 0 AND use_time_ms IS NULL",
		error);
	jx_sql_bind_text(&sql, id);
	return jx_sql_run(&sql);
}

static enum jx_status insert_invitation(struct jx_db *db, const char *id,
	const uint8_t code_hash[JX_HASH_BYTES], int64_t expire_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO invitations (code_hash, person, expire_time_ms) VALUES (?, ?, ?)",
		error);
	jx_sql_bind_bytes(&sql, code_hash, JX_HASH_BYTES);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_int(&sql, expire_ms);
	return jx_sql_run_new(&sql, JX_REASON_INVITATION_EXISTS, NULL);
}

static enum jx_status check_department(struct jx_db *db, const JxPerson *person, struct jx_error *error)
{
	if (person->department[0] == '\0')
		return JX_OK;
	const char *code = jx_name_id(person->department, "departments");
	if (code == NULL)
		return jx_name_fail(error, "person.department", person->department);
	return jx_department_check(db, code, error);
}

enum jx_status jx_person_insert_invited(struct jx_db *db, const JxPerson *person,
	const uint8_t code_hash[JX_HASH_BYTES], int64_t expire_ms, struct jx_error *error)
{
	const char *id = jx_name_id(person->name, "persons");
	if (id == NULL)
		return jx_name_fail(error, "person.name", person->name);
	enum jx_status status = check_department(db, person, error);
	if (status != JX_OK)
		return status;
	status = put_person(db, person, id, error);
	if (status != JX_OK)
		return status;
	status = void_invitations(db, id, error);
	return status == JX_OK ? insert_invitation(db, id, code_hash, expire_ms, error) : status;
}

enum jx_status jx_person_update(struct jx_db *db, const JxPerson *person, struct jx_error *error)
{
	struct jx_sql sql;
	const char *id = jx_name_id(person->name, "persons");
	if (id == NULL)
		return jx_name_fail(error, "person.name", person->name);
	enum jx_status status = check_department(db, person, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "UPDATE persons SET title = ?, roles = ?, department = ? WHERE id = ?", error);
	jx_sql_bind_text(&sql, person->title);
	jx_sql_bind_int(&sql, jx_roles_of(person));
	jx_sql_bind_optional(&sql, jx_name_id(person->department, "departments"));
	jx_sql_bind_text(&sql, id);
	return jx_sql_run_changing(&sql, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
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
	person->name = jx_sql_name(sql, ID, jx_name_person, arena);
	person->title = jx_sql_text(sql, TITLE, arena);
	read_roles(sql, ROLES, arena, person);
	person->department = jx_sql_name(sql, DEPARTMENT, jx_name_department, arena);
	person->state = (JxPersonState)jx_sql_int(sql, STATE);
	person->expire_time = jx_sql_time(sql, EXPIRE_TIME, arena);
	person->certificate_count = (uint32_t)jx_sql_int(sql, CERTIFICATE_COUNT);
	return person;
}

enum jx_status jx_person_get(struct jx_db *db, const char *id, struct jx_arena *arena, JxPerson **ret_person,
	struct jx_error *error)
{
	struct jx_sql sql;
	JxPerson *person = NULL;
	jx_sql_start(&sql, db, PERSON_SELECT "WHERE p.id = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		person = read_person(&sql, arena);
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	if (status == JX_OK)
		*ret_person = person;
	return status;
}

enum jx_status jx_persons_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_persons *ret_persons, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db, PERSON_SELECT "WHERE p.id > ? ORDER BY p.id LIMIT ?", error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_id(((JxPerson *)jx_list_last(&rows))->name, "persons");
		else
			jx_list_add(&rows, read_person(&sql, arena), &sql, arena);
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
	jx_sql_start(&sql, db,
		"UPDATE certificates SET end_time_ms = ? WHERE person = ? AND end_time_ms IS NULL", error);
	jx_sql_bind_int(&sql, now_ms);
	jx_sql_bind_text(&sql, id);
	return jx_sql_run(&sql);
}

enum jx_status jx_person_revoke(struct jx_db *db, const char *id, int64_t now_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE persons SET state = " SQL_REVOKED
		", revoke_time_ms = coalesce(revoke_time_ms, ?) WHERE id = ?",
		error);
	jx_sql_bind_int(&sql, now_ms);
	jx_sql_bind_text(&sql, id);
	enum jx_status status = jx_sql_run_changing(&sql, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	if (status != JX_OK)
		return status;
	status = end_certificates(db, id, now_ms, error);
	return status == JX_OK ? void_invitations(db, id, error) : status;
}

enum jx_status jx_persons_role_end(
	struct jx_db *db, JxPersonRole role, int64_t *ret_end_ms, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_end_ms = 0;
	jx_sql_start(&sql, db,
		"SELECT coalesce(max(c.expire_time_ms), 0) FROM persons p JOIN certificates c ON c.person = p.id"
		" WHERE p.state = " SQL_ACTIVE
		" AND " SQL_HAS_BIT("p.roles", "?") " AND c.end_time_ms IS NULL",
		error);
	jx_sql_bind_int(&sql, role);
	while (jx_sql_next(&sql))
		*ret_end_ms = jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_persons_count_role(
	struct jx_db *db, JxPersonRole role, uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT count(*) FROM persons WHERE state = " SQL_ACTIVE " AND " SQL_HAS_BIT("roles", "?"),
		error);
	jx_sql_bind_int(&sql, role);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_person_is_active(
	struct jx_db *db, const char *id, JxPersonRole role, bool *ret_is_active, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_is_active = false;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM persons WHERE id = ? AND state = " SQL_ACTIVE
		" AND " SQL_HAS_BIT("roles", "?"),
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_int(&sql, role);
	while (jx_sql_next(&sql))
		*ret_is_active = true;
	return jx_sql_end(&sql);
}
