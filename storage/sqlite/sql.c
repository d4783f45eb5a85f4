#include "storage/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "storage/sqlite/db.h"

static struct jx_db_statement *find_cached(struct jx_db *db, const char *text)
{
	/* Literals lie close together: a multiplicative hash of the address spreads them. */
	size_t at = (size_t)(((uint64_t)(uintptr_t)text * UINT64_C(0x9E3779B97F4A7C15)) >>
			     (64 - JX_DB_CACHED_BITS));
	while (db->cached[at % JX_DB_CACHED].text != NULL && db->cached[at % JX_DB_CACHED].text != text)
		at++;
	return &db->cached[at % JX_DB_CACHED];
}

/* What a statement calls the rows of a list of texts, and what that is here: see jx_sql_bind_texts(). */
#define TEXTS      "text_list("
#define TEXTS_HERE "json_each("

/* A copy of a statement in the words of SQLite. @return NULL without memory. */
static char *translate(const char *text)
{
	size_t n_places = 0;
	for (const char *at = strstr(text, TEXTS); at != NULL; at = strstr(at + 1, TEXTS))
		n_places++;
	char *copy = malloc(strlen(text) + n_places * strlen(TEXTS_HERE) + 1);
	char *out = copy;
	for (const char *at = NULL; copy != NULL && (at = strstr(text, TEXTS)) != NULL;
		text = at + strlen(TEXTS)) {
		memcpy(out, text, (size_t)(at - text));
		out = stpcpy(out + (at - text), TEXTS_HERE);
	}
	if (copy != NULL)
		(void)stpcpy(out, text);
	return copy;
}

static int prepare(struct jx_db *db, const char *text, sqlite3_stmt **ret_statement)
{
	char *copy = strstr(text, TEXTS) != NULL ? translate(text) : NULL;
	if (copy == NULL && strstr(text, TEXTS) != NULL)
		return SQLITE_NOMEM;
	int code = sqlite3_prepare_v3(
		db->sqlite, copy != NULL ? copy : text, -1, SQLITE_PREPARE_PERSISTENT, ret_statement, NULL);
	free(copy);
	return code;
}

static enum jx_status prepare_cached(
	struct jx_db *db, struct jx_db_statement *cached, const char *text, struct jx_error *error)
{
	if (cached->text != NULL)
		return JX_OK;
	assert(db->n_cached < JX_DB_CACHED - 1);
	int code = prepare(db, text, &cached->statement);
	if (code != SQLITE_OK)
		return jx_db_fail(db, code, error);
	cached->text = text;
	db->n_cached++;
	return JX_OK;
}

enum jx_status jx_db_prepare(struct jx_db *db, const char *text, struct jx_error *error)
{
	return prepare_cached(db, find_cached(db, text), text, error);
}

void jx_sql_start(struct jx_sql *sql, struct jx_db *db, const char *text, struct jx_error *error)
{
	struct jx_db_statement *cached = find_cached(db, text);
	*sql = (struct jx_sql){.db = db, .error = error};
	/* A statement that is short hears of no end, however long was computed since the one before it. */
	sql->status = db->is_interrupted != NULL && db->is_interrupted(db->interrupt_user)
			      ? jx_db_fail(db, SQLITE_INTERRUPT, error)
			      : prepare_cached(db, cached, text, error);
	if (sql->status != JX_OK)
		return;
	assert(!sqlite3_stmt_busy(cached->statement));
	sql->statement = cached->statement;
}

static bool may_bind(struct jx_sql *sql)
{
	if (sql->status != JX_OK)
		return false;
	sql->n_bound++;
	return true;
}

static void note_code(struct jx_sql *sql, int code)
{
	if (code != SQLITE_OK)
		jx_sql_set_error(sql, jx_db_fail(sql->db, code, sql->error));
}

void jx_sql_bind_int(struct jx_sql *sql, int64_t value)
{
	if (may_bind(sql))
		note_code(sql, sqlite3_bind_int64(sql->statement, sql->n_bound, value));
}

void jx_sql_bind_null(struct jx_sql *sql)
{
	if (may_bind(sql))
		note_code(sql, sqlite3_bind_null(sql->statement, sql->n_bound));
}

void jx_sql_bind_text(struct jx_sql *sql, const char *text)
{
	if (may_bind(sql))
		note_code(sql, sqlite3_bind_text(sql->statement, sql->n_bound, text == NULL ? "" : text, -1,
				       SQLITE_STATIC));
}

void jx_sql_bind_bytes(struct jx_sql *sql, const void *bytes, size_t n)
{
	if (may_bind(sql))
		note_code(sql, sqlite3_bind_blob64(sql->statement, sql->n_bound, bytes, n, SQLITE_STATIC));
}

/* Writes a text as a string of JSON, for which six times its bytes and two are room. @return what follows it. */
static char *write_string(char *out, const char *text)
{
	static const char DIGITS[] = "0123456789abcdef";
	*out++ = '"';
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c < 0x20) {
			memcpy(out, "\\u00", 4);
			out[4] = DIGITS[c >> 4];
			out[5] = DIGITS[c & 15];
			out += 6;
			continue;
		}
		if (c == '"' || c == '\\')
			*out++ = '\\';
		*out++ = (char)c;
	}
	*out++ = '"';
	return out;
}

void jx_sql_bind_texts(struct jx_sql *sql, const char *const *texts, size_t n)
{
	size_t n_bytes = sizeof("[]");
	for (size_t i = 0; i < n; i++)
		n_bytes += 6 * strlen(texts[i]) + sizeof("\"\",");
	if (!may_bind(sql))
		return;
	char *list = malloc(n_bytes);
	if (list == NULL) {
		note_code(sql, SQLITE_NOMEM);
		return;
	}
	char *at = list;
	*at++ = '[';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*at++ = ',';
		at = write_string(at, texts[i]);
	}
	*at++ = ']';
	note_code(sql, sqlite3_bind_text64(sql->statement, sql->n_bound, list, (sqlite3_uint64)(at - list),
			       free, SQLITE_UTF8));
}

bool jx_sql_next(struct jx_sql *sql)
{
	if (sql->status != JX_OK)
		return false;
	int code = sqlite3_step(sql->statement);
	sql->has_row = sql->has_row || code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		note_code(sql, code);
	return false;
}

enum jx_status jx_sql_end(struct jx_sql *sql)
{
	if (sql->statement != NULL) {
		/* Reset repeats the error of the last step, which was noted there. */
		(void)sqlite3_reset(sql->statement);
		(void)sqlite3_clear_bindings(sql->statement);
		sql->statement = NULL;
	}
	return sql->status;
}

enum jx_status jx_sql_run_counting(struct jx_sql *sql, uint32_t *ret_n_changed)
{
	enum jx_status status = jx_sql_run(sql);
	if (status == JX_OK)
		*ret_n_changed = (uint32_t)sqlite3_changes(sql->db->sqlite);
	return status;
}

enum jx_status jx_sql_run_unique(struct jx_sql *sql, bool *ret_is_new)
{
	if (sql->status != JX_OK)
		return jx_sql_end(sql);
	int code = sqlite3_step(sql->statement);
	bool is_there = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
			code == SQLITE_CONSTRAINT_ROWID;
	if (code != SQLITE_DONE && !is_there)
		note_code(sql, code);
	*ret_is_new = code == SQLITE_DONE;
	return jx_sql_end(sql);
}

enum jx_status jx_sql_run_numbered(struct jx_sql *sql, int64_t *ret_number)
{
	enum jx_status status = jx_sql_run(sql);
	if (status == JX_OK)
		*ret_number = sqlite3_last_insert_rowid(sql->db->sqlite);
	return status;
}

int64_t jx_sql_int(struct jx_sql *sql, int column)
{
	return sqlite3_column_int64(sql->statement, column);
}

bool jx_sql_is_null(struct jx_sql *sql, int column)
{
	return sqlite3_column_type(sql->statement, column) == SQLITE_NULL;
}

const char *jx_sql_text_ref(struct jx_sql *sql, int column)
{
	const char *text = (const char *)sqlite3_column_text(sql->statement, column);
	if (text == NULL && !jx_sql_is_null(sql, column))
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
	return text == NULL ? "" : text;
}

const uint8_t *jx_sql_bytes_ref(struct jx_sql *sql, int column, size_t *ret_n)
{
	const uint8_t *bytes = sqlite3_column_blob(sql->statement, column);
	*ret_n = (size_t)sqlite3_column_bytes(sql->statement, column);
	if (bytes == NULL && *ret_n > 0) {
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
		*ret_n = 0;
	}
	return bytes;
}

void jx_db_finalize_all(struct jx_db *db)
{
	for (size_t i = 0; i < JX_DB_CACHED; i++)
		(void)sqlite3_finalize(db->cached[i].statement);
	memset(db->cached, 0, sizeof(db->cached));
	db->n_cached = 0;
}
