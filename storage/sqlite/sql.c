#include "storage/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "storage/sqlite/db.h"

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
	sqlite3_stmt *statement = NULL;
	int code = prepare(db, text, &statement);
	if (code != SQLITE_OK)
		return jx_db_fail(db, code, error);
	cached->text = text;
	cached->statement = statement;
	db->n_cached++;
	return JX_OK;
}

enum jx_status jx_sqlite_prepare(struct jx_db *db, const char *text, struct jx_error *error)
{
	return prepare_cached(db, jx_db_find_cached(db, text), text, error);
}

static void start(struct jx_sql *sql, const char *text)
{
	struct jx_db_statement *cached = jx_db_find_cached(sql->db, text);
	sql->status = prepare_cached(sql->db, cached, text, sql->error);
	if (sql->status != JX_OK)
		return;
	assert(!sqlite3_stmt_busy(cached->statement));
	sql->statement = cached->statement;
}

static void note_code(struct jx_sql *sql, int code)
{
	if (code != SQLITE_OK)
		jx_sql_set_error(sql, jx_db_fail(sql->db, code, sql->error));
}

static void bind_int(struct jx_sql *sql, int64_t value)
{
	note_code(sql, sqlite3_bind_int64(sql->statement, sql->n_bound, value));
}

static void bind_null(struct jx_sql *sql, enum jx_sql_kind kind)
{
	(void)kind;
	note_code(sql, sqlite3_bind_null(sql->statement, sql->n_bound));
}

static void bind_text(struct jx_sql *sql, const char *text)
{
	note_code(sql,
		sqlite3_bind_text(sql->statement, sql->n_bound, text == NULL ? "" : text, -1, SQLITE_STATIC));
}

static void bind_bytes(struct jx_sql *sql, const void *bytes, size_t n)
{
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

static void bind_texts(struct jx_sql *sql, const char *const *texts, size_t n)
{
	size_t n_bytes = sizeof("[]");
	for (size_t i = 0; i < n; i++)
		n_bytes += 6 * strlen(texts[i]) + sizeof("\"\",");
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

static bool next(struct jx_sql *sql)
{
	int code = sqlite3_step(sql->statement);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		note_code(sql, code);
	return false;
}

static void end(struct jx_sql *sql)
{
	/* Reset repeats the error of the last step, which was noted there. */
	(void)sqlite3_reset(sql->statement);
	(void)sqlite3_clear_bindings(sql->statement);
}

static enum jx_status run_counting(struct jx_sql *sql, uint32_t *ret_n_changed)
{
	enum jx_status status = jx_sql_run(sql);
	if (status == JX_OK)
		*ret_n_changed = (uint32_t)sqlite3_changes(sql->db->sqlite);
	return status;
}

static enum jx_status run_unique(struct jx_sql *sql, bool *ret_is_new)
{
	int code = sqlite3_step(sql->statement);
	bool is_there = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
			code == SQLITE_CONSTRAINT_ROWID;
	if (code != SQLITE_DONE && !is_there)
		note_code(sql, code);
	*ret_is_new = code == SQLITE_DONE;
	return jx_sql_end(sql);
}

static enum jx_status run_numbered(struct jx_sql *sql, int64_t *ret_number)
{
	enum jx_status status = jx_sql_run(sql);
	if (status == JX_OK)
		*ret_number = sqlite3_last_insert_rowid(sql->db->sqlite);
	return status;
}

static int64_t column_int(struct jx_sql *sql, int column)
{
	return sqlite3_column_int64(sql->statement, column);
}

static enum jx_sql_kind column_kind(struct jx_sql *sql, int column)
{
	switch (sqlite3_column_type(sql->statement, column)) {
	case SQLITE_NULL:
		return JX_SQL_NULL;
	case SQLITE_INTEGER:
		return JX_SQL_INTEGER;
	case SQLITE_BLOB:
		return JX_SQL_BYTES;
	default:
		return JX_SQL_TEXT;
	}
}

static const char *column_text(struct jx_sql *sql, int column)
{
	const char *text = (const char *)sqlite3_column_text(sql->statement, column);
	if (text == NULL && !jx_sql_is_null(sql, column))
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
	return text == NULL ? "" : text;
}

static const uint8_t *column_bytes(struct jx_sql *sql, int column, size_t *ret_n)
{
	const uint8_t *bytes = sqlite3_column_blob(sql->statement, column);
	*ret_n = (size_t)sqlite3_column_bytes(sql->statement, column);
	if (bytes == NULL && *ret_n > 0) {
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
		*ret_n = 0;
	}
	return bytes;
}

static int n_columns(const struct jx_sql *sql)
{
	return sqlite3_column_count(sql->statement);
}

static const char *column_name(const struct jx_sql *sql, int column)
{
	return sqlite3_column_name(sql->statement, column);
}

static int n_parameters(const struct jx_sql *sql)
{
	return sqlite3_bind_parameter_count(sql->statement);
}

const struct jx_engine_statements jx_sqlite_statements = {
	.start = start,
	.bind_int = bind_int,
	.bind_null = bind_null,
	.bind_text = bind_text,
	.bind_bytes = bind_bytes,
	.bind_texts = bind_texts,
	.next = next,
	.end = end,
	.run_counting = run_counting,
	.run_unique = run_unique,
	.run_numbered = run_numbered,
	.column_int = column_int,
	.column_kind = column_kind,
	.column_text = column_text,
	.column_bytes = column_bytes,
	.n_columns = n_columns,
	.column_name = column_name,
	.n_parameters = n_parameters,
};

void jx_sqlite_finalize_all(struct jx_db *db)
{
	for (size_t i = 0; i < JX_DB_CACHED; i++)
		(void)sqlite3_finalize(db->cached[i].statement);
	memset(db->cached, 0, sizeof(db->cached));
	db->n_cached = 0;
}
