#include "storage/log/log_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "storage/log/log_history.h"
#include "storage/sql.h"

/* Whose rows a statement reads, and by what: a row of the store, a text, or both. */
enum owner {
	OF_SUBMISSION, /* ?1: id */
	OF_ROUND,      /* ?1: id */
	OF_PERSON,     /* ?2: id */
	OF_DEPARTMENT, /* ?2: code */
	OF_EDITION,    /* ?2: rulebook, ?3: number */
	OF_REFERENCE,  /* ?2: year, ?3: number */
	OF_ATTEMPT,    /* ?1: number */
	OF_VERSION,    /* ?1: id of the submission, ?4: number */
	OF_DRAFT,      /* likewise */
	OF_TABLE,      /* ?1: id of the round, ?4: number of the publication */
	OF_REQUEST,    /* ?2: person, ?3: request id */
	/* What the entry itself has kept: */
	KEPT_OF_SUBMISSION, /* ?1: id, ?4: index of the entry */
	KEPT_OF_ROUND       /* likewise */
};

/* The rows of a table, in the order of their keys, without the columns that others change: a publication moves the states
 * of all its submissions at once, the counts of a round follow its submissions, and large contents have digests of their
 * own. Those columns are held against the log one by one (fsck_checks.c). */
struct held_table {
	enum owner owner;
	const char *table;
	const char *select;
	const char *without; /* names, each between blanks; "" for none */
};

static const struct held_table TABLES[] = {
	{OF_SUBMISSION, "submissions", "SELECT * FROM submissions WHERE id = ?1", " state state_time_ms "},
	{OF_SUBMISSION, "issues", "SELECT * FROM issues WHERE submission_id = ?1 ORDER BY number", ""},
	{OF_SUBMISSION, "issue_messages",
		"SELECT * FROM issue_messages WHERE submission_id = ?1 ORDER BY issue, number", ""},
	{OF_SUBMISSION, "draft_signatures",
		"SELECT * FROM draft_signatures WHERE submission_id = ?1 ORDER BY digest, person", ""},
	{OF_SUBMISSION, "objections", "SELECT * FROM objections WHERE submission_id = ?1 ORDER BY number",
		""},
	{OF_SUBMISSION, "objection_decisions",
		"SELECT d.* FROM objection_decisions d JOIN objections o ON o.id = d.objection_id"
		" WHERE o.submission_id = ?1 ORDER BY o.number",
		""},
	{OF_SUBMISSION, "waivers", "SELECT * FROM waivers WHERE submission_id = ?1 ORDER BY id", ""},
	{OF_SUBMISSION, "reopening_proposals", "SELECT * FROM reopening_proposals WHERE submission_id = ?1",
		""},
	{OF_SUBMISSION, "past_sheets",
		"SELECT p.* FROM versions v JOIN past_sheets p ON p.version_id = v.id WHERE v.submission_id = ?1"
		" ORDER BY p.version_id, p.until_index",
		""},
	{OF_SUBMISSION, "extensions",
		"SELECT e.* FROM submissions s JOIN extensions e ON e.round_id = s.round_id"
		" AND e.department = s.department WHERE s.id = ?1 ORDER BY e.id",
		""},
	{OF_SUBMISSION, "reminders",
		"SELECT m.* FROM submissions s JOIN reminders m ON m.round_id = s.round_id"
		" AND m.department = s.department WHERE s.id = ?1 ORDER BY m.id",
		""},

	{OF_ROUND, "rounds", "SELECT * FROM rounds WHERE id = ?1",
		" n_departments n_filed n_accepted n_publications change_number "},
	{OF_ROUND, "extensions",
		"SELECT * FROM extensions WHERE round_id = ?1 AND department IS NULL ORDER BY id", ""},
	{OF_ROUND, "closing_missing",
		"SELECT * FROM closing_missing WHERE round_id = ?1 ORDER BY time_ms, department", ""},
	{OF_ROUND, "publications", "SELECT * FROM publications WHERE round_id = ?1 ORDER BY number", ""},
	{OF_ROUND, "publication_tables",
		"SELECT t.* FROM publications p JOIN publication_tables t ON t.id = p.table_id"
		" WHERE p.round_id = ?1 ORDER BY p.number",
		""},

	{OF_PERSON, "persons", "SELECT * FROM persons WHERE id = ?2", ""},
	{OF_PERSON, "certificates", "SELECT * FROM certificates WHERE person = ?2 ORDER BY fingerprint", ""},
	{OF_PERSON, "invitations", "SELECT * FROM invitations WHERE person = ?2 ORDER BY code_hash", ""},
	{OF_PERSON, "lead_proposals", "SELECT * FROM lead_proposals WHERE person = ?2", ""},
	{OF_DEPARTMENT, "departments", "SELECT * FROM departments WHERE code = ?2", ""},
	{OF_DEPARTMENT, "department_changes",
		"SELECT * FROM department_changes WHERE department = ?2 ORDER BY number", ""},
	{OF_DEPARTMENT, "department_successors",
		"SELECT * FROM department_successors WHERE department = ?2 ORDER BY successor", ""},
	{OF_EDITION, "rulebooks", "SELECT * FROM rulebooks WHERE name = ?2 AND number = ?3", " content "},

	{OF_REFERENCE, "reference_editions",
		"SELECT * FROM reference_editions WHERE year = CAST(?2 AS INTEGER)"
		" AND number = CAST(?3 AS INTEGER)",
		""},
	{OF_REFERENCE, "reference_sheets",
		"SELECT q.* FROM reference_editions e JOIN reference_sheets q ON q.edition_id = e.id"
		" WHERE e.year = CAST(?2 AS INTEGER) AND e.number = CAST(?3 AS INTEGER) ORDER BY q.department",
		""},

	{OF_ATTEMPT, "attempts", "SELECT * FROM attempts WHERE number = ?1", ""},
	{OF_VERSION, "versions", "SELECT * FROM versions WHERE submission_id = ?1 AND number = ?4", ""},
	{OF_VERSION, "contents",
		"SELECT k.* FROM versions v JOIN contents k ON k.version_id = v.id"
		" WHERE v.submission_id = ?1 AND v.number = ?4",
		" received "},
	{OF_DRAFT, "drafts", "SELECT * FROM drafts WHERE submission_id = ?1 AND number = ?4", " received "},
	{OF_TABLE, "publication_entries",
		"SELECT e.* FROM publications p JOIN publication_entries e ON e.table_id = p.table_id"
		" WHERE p.round_id = ?1 AND p.number = ?4 ORDER BY e.position",
		" content "},
	{OF_REQUEST, "requests", "SELECT * FROM requests WHERE person = ?2 AND request_id = ?3", ""},

	{KEPT_OF_SUBMISSION, "submission_history",
		"SELECT h.* FROM submissions s JOIN submission_history h ON h.round_id = s.round_id"
		" AND h.department = s.department WHERE s.id = ?1 AND h.leaf_index = ?4",
		""},
	{KEPT_OF_SUBMISSION, "issue_history",
		"SELECT * FROM issue_history WHERE submission_id = ?1 AND leaf_index = ?4 ORDER BY number",
		""},
	{KEPT_OF_SUBMISSION, "score_history",
		"SELECT h.* FROM versions v JOIN score_history h ON h.version_id = v.id"
		" WHERE v.submission_id = ?1 AND h.leaf_index = ?4 ORDER BY h.version_id",
		""},
	{KEPT_OF_ROUND, "round_history", "SELECT * FROM round_history WHERE id = ?1 AND leaf_index = ?4", ""},
};

/* What a statement is bound to. */
struct key {
	int64_t id;
	char first[JX_RESOURCE_NAME_BYTES];
	char second[JX_RESOURCE_NAME_BYTES];
	uint64_t number;
};

/* ---- objects ---- */

void jx_log_rows_owner(const JxLogEntry *entry, size_t *ret_n)
{
	const char *object = entry->object;
	bool is_of_round = strncmp(object, "rounds/", strlen("rounds/")) == 0;
	*ret_n = is_of_round ? strlen("rounds/") + strcspn(object + strlen("rounds/"), "/") : strlen(object);
}

/* The text behind a prefix; false for another object. */
static bool take_name(const char *object, size_t n, const char *prefix, char out[JX_RESOURCE_NAME_BYTES])
{
	size_t n_prefix = strlen(prefix);
	if (n <= n_prefix || n - n_prefix >= JX_RESOURCE_NAME_BYTES || strncmp(object, prefix, n_prefix) != 0)
		return false;
	memcpy(out, object + n_prefix, n - n_prefix);
	out[n - n_prefix] = '\0';
	return true;
}

/* Two names with a mark between them, the last one of its kind. */
static bool split(struct key *key, char mark, const char *infix)
{
	char *end = strrchr(key->first, mark);
	size_t n_infix = strlen(infix);
	if (end == NULL || (size_t)(end - key->first) < n_infix ||
		strncmp(end - n_infix, infix, n_infix) != 0)
		return false;
	(void)snprintf(key->second, sizeof(key->second), "%s", end + 1);
	end[-(ptrdiff_t)n_infix] = '\0';
	return true;
}

static enum jx_status find_row(
	struct jx_db *db, const char *select, struct key *key, bool *ret_found, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, select, error);
	jx_sql_bind_text(&sql, key->first);
	jx_sql_bind_text(&sql, key->second);
	while (jx_sql_next(&sql)) {
		key->id = jx_sql_int(&sql, 0);
		*ret_found = true;
	}
	return jx_sql_end(&sql);
}

/* Of which kind the object is, and its key; *ret_found is false for one whose rows nothing holds. */
static enum jx_status find_object(struct jx_db *db, const JxLogEntry *entry, enum owner *ret_owner,
	struct key *key, bool *ret_found, struct jx_error *error)
{
	size_t n = 0;
	const char *object = entry->object;
	jx_log_rows_owner(entry, &n);
	*ret_found = false;
	if (take_name(object, n, "submissions/", key->first) && split(key, '-', "")) {
		*ret_owner = OF_SUBMISSION;
		return find_row(db,
			"SELECT s.id FROM submissions s JOIN rounds r ON r.id = s.round_id"
			" WHERE r.name = ?1 AND s.department = ?2",
			key, ret_found, error);
	}
	if (take_name(object, n, "rounds/", key->first)) {
		*ret_owner = OF_ROUND;
		return find_row(
			db, "SELECT id FROM rounds WHERE name = ?1 AND ?2 = ''", key, ret_found, error);
	}
	*ret_found = true;
	if (take_name(object, n, "persons/", key->first))
		*ret_owner = OF_PERSON;
	else if (take_name(object, n, "departments/", key->first) && strchr(key->first, '/') == NULL)
		*ret_owner = OF_DEPARTMENT;
	else if (take_name(object, n, "rulebooks/", key->first) && split(key, '/', "/editions"))
		*ret_owner = OF_EDITION;
	else if (take_name(object, n, "references/", key->first) && split(key, '/', "/editions"))
		*ret_owner = OF_REFERENCE;
	else
		*ret_found = false;
	return JX_OK;
}

/* ---- digests ---- */

static bool is_without(const struct held_table *table, const char *column)
{
	char wanted[64];
	(void)snprintf(wanted, sizeof(wanted), " %s ", column);
	return strstr(table->without, wanted) != NULL;
}

/* "name=kind length:bytes" and a line feed; nothing for NULL, so that a column that comes later changes no digest. */
static enum jx_status add_cell(
	const struct held_table *table, struct jx_sql *row, int column, struct jx_hasher *hasher)
{
	char head[96];
	char number[24];
	size_t n = 0;
	enum jx_sql_kind kind = jx_sql_kind(row, column);
	const char *name = jx_sql_column_name(row, column);
	if (kind == JX_SQL_NULL || is_without(table, name))
		return JX_OK;
	const void *bytes = number;
	if (kind == JX_SQL_INTEGER)
		n = (size_t)snprintf(number, sizeof(number), "%" PRId64, jx_sql_int(row, column));
	else
		bytes = jx_sql_bytes_ref(row, column, &n);
	if (row->status != JX_OK)
		return row->status;
	int n_head = snprintf(head, sizeof(head), "%s=%c%zu:", name,
		kind == JX_SQL_BYTES ? 'b' : (kind == JX_SQL_INTEGER ? 'i' : 't'), n);
	enum jx_status status = jx_hasher_add(hasher, head, (size_t)n_head);
	if (status == JX_OK && n > 0)
		status = jx_hasher_add(hasher, bytes, n);
	return status == JX_OK ? jx_hasher_add(hasher, "\n", 1) : status;
}

static enum jx_status add_row(const struct held_table *table, struct jx_sql *sql, struct jx_hasher *hasher)
{
	enum jx_status status = JX_OK;
	int n = jx_sql_columns(sql);
	for (int i = 0; status == JX_OK && i < n; i++)
		status = add_cell(table, sql, i, hasher);
	if (status == JX_OK)
		status = jx_hasher_add(hasher, "\n", 1);
	return status == JX_OK ? JX_OK : jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
}

static void bind_key(struct jx_sql *sql, const struct key *key)
{
	int n = jx_sql_parameters(sql);
	for (int i = 1; i <= n; i++) {
		if (i == 1)
			jx_sql_bind_int(sql, key->id);
		else if (i == 4)
			jx_sql_bind_int(sql, (int64_t)key->number);
		else
			jx_sql_bind_text(sql, i == 2 ? key->first : key->second);
	}
}

/* @param digest  "" when there are no rows. */
static enum jx_status digest_rows(struct jx_db *db, const struct held_table *table, const struct key *key,
	char digest[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	struct jx_sql sql;
	digest[0] = '\0';
	jx_sql_start(&sql, db, table->select, error);
	if (sql.status == JX_OK)
		bind_key(&sql, key);
	while (jx_sql_next(&sql)) {
		enum jx_status status =
			hasher == NULL ? jx_hasher_new(JX_DIGEST_SHA256, &hasher, error) : JX_OK;
		if (status == JX_OK)
			status = add_row(table, &sql, hasher);
		jx_sql_set_error(&sql, status);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && hasher != NULL && jx_hasher_end(hasher, digest) != JX_OK)
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return status;
}

/* ---- what an entry holds ---- */

static enum jx_status add_tables(struct jx_db *db, enum owner owner, const struct key *key,
	struct jx_held *held, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(TABLES); i++) {
		if (TABLES[i].owner != owner)
			continue;
		struct jx_held_rows *rows = &held->rows[held->n++];
		rows->table = TABLES[i].table;
		rows->is_of_object = owner < OF_ATTEMPT;
		rows->is_kept = owner >= KEPT_OF_SUBMISSION;
		status = digest_rows(db, &TABLES[i], key, rows->digest, error);
	}
	return status;
}

static enum jx_status add_filing(struct jx_db *db, const JxFilingRecord *filing, const struct key *object,
	struct jx_held *held, struct jx_error *error)
{
	const struct key attempt = {.id = (int64_t)filing->attempt};
	struct key version = *object;
	version.number = filing->version_number;
	enum jx_status status = add_tables(db, OF_ATTEMPT, &attempt, held, error);
	return status == JX_OK && version.number > 0 ? add_tables(db, OF_VERSION, &version, held, error)
						     : status;
}

static enum jx_status add_record(struct jx_db *db, const JxLogRecord *record, const struct key *object,
	struct jx_held *held, struct jx_error *error)
{
	struct key key = *object;
	if (record == NULL)
		return JX_OK;
	if (record->filing != NULL)
		return add_filing(db, record->filing, object, held, error);
	if (record->draft == NULL && record->publication == NULL)
		return JX_OK;
	key.number = record->draft != NULL ? record->draft->number : record->publication->number;
	return add_tables(db, record->draft != NULL ? OF_DRAFT : OF_TABLE, &key, held, error);
}

static enum jx_status add_request(
	struct jx_db *db, const JxLogEntry *entry, struct jx_held *held, struct jx_error *error)
{
	struct key key = {0};
	if (entry->request_id[0] == '\0' ||
		!take_name(entry->actor, strlen(entry->actor), "persons/", key.first))
		return JX_OK;
	(void)snprintf(key.second, sizeof(key.second), "%s", entry->request_id);
	return add_tables(db, OF_REQUEST, &key, held, error);
}

bool jx_log_rows_is_of_object(const char *table)
{
	for (size_t i = 0; i < JX_COUNT_OF(TABLES); i++)
		if (TABLES[i].owner < OF_ATTEMPT && strcmp(TABLES[i].table, table) == 0)
			return true;
	return false;
}

static enum jx_status add_kept(struct jx_db *db, enum owner owner, const struct key *object, uint64_t index,
	struct jx_held *held, struct jx_error *error)
{
	struct key key = *object;
	key.number = index;
	if (owner != OF_SUBMISSION && owner != OF_ROUND)
		return JX_OK;
	return add_tables(db, owner == OF_SUBMISSION ? KEPT_OF_SUBMISSION : KEPT_OF_ROUND, &key, held, error);
}

enum jx_status jx_log_rows_read(struct jx_db *db, const JxLogEntry *entry, const struct jx_held_wish *wish,
	struct jx_held *ret_held, struct jx_error *error)
{
	enum owner owner = OF_SUBMISSION;
	struct key key = {0};
	bool is_found = false;
	ret_held->n = 0;
	enum jx_status status = find_object(db, entry, &owner, &key, &is_found, error);
	if (status == JX_OK && is_found && wish->has_object)
		status = add_tables(db, owner, &key, ret_held, error);
	if (status == JX_OK && is_found)
		status = add_kept(db, owner, &key, entry->index, ret_held, error);
	if (status == JX_OK)
		status = add_record(db, entry->record, &key, ret_held, error);
	return status == JX_OK && wish->has_call ? add_request(db, entry, ret_held, error) : status;
}

enum jx_status jx_log_rows_keep(struct jx_db *db, const JxLogEntry *entry, struct jx_error *error)
{
	enum owner owner = OF_SUBMISSION;
	struct key key = {0};
	bool is_found = false;
	enum jx_status status = find_object(db, entry, &owner, &key, &is_found, error);
	if (status != JX_OK || !is_found)
		return status;
	if (owner == OF_SUBMISSION)
		return jx_history_keep_submission(db, key.id, entry->index, error);
	return owner == OF_ROUND ? jx_history_keep_round(db, key.id, entry->index, error) : JX_OK;
}
