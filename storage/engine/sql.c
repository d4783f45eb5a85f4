/* The part of sql.h that an engine does: handed on to it, once nothing has failed before. */
#include "storage/sql.h"

#include "storage/engine/engine.h"

static const struct jx_engine_statements *of(const struct jx_sql *sql)
{
	return sql->db->engine->statements;
}

struct jx_db_statement *jx_db_find_cached(struct jx_db *db, const char *text)
{
	/* Literals lie close together: a multiplicative hash of the address spreads them. */
	size_t at = (size_t)(((uint64_t)(uintptr_t)text * UINT64_C(0x9E3779B97F4A7C15)) >>
			     (64 - JX_DB_CACHED_BITS));
	while (db->cached[at % JX_DB_CACHED].text != NULL && db->cached[at % JX_DB_CACHED].text != text)
		at++;
	return &db->cached[at % JX_DB_CACHED];
}

void jx_sql_start(struct jx_sql *sql, struct jx_db *db, const char *text, struct jx_error *error)
{
	*sql = (struct jx_sql){.db = db, .error = error};
	/* A statement that is short hears of no end, however long was computed since the one before it. */
	if (db->is_interrupted != NULL && db->is_interrupted(db->interrupt_user))
		sql->status = jx_fail(error, JX_REASON_DEADLINE_PASSED);
	else
		of(sql)->start(sql, text);
}

static bool may_bind(struct jx_sql *sql)
{
	if (sql->status != JX_OK)
		return false;
	sql->n_bound++;
	return true;
}

void jx_sql_bind_int(struct jx_sql *sql, int64_t value)
{
	if (may_bind(sql))
		of(sql)->bind_int(sql, value);
}

void jx_sql_bind_absent(struct jx_sql *sql, enum jx_sql_kind kind)
{
	if (may_bind(sql))
		of(sql)->bind_null(sql, kind);
}

void jx_sql_bind_null(struct jx_sql *sql)
{
	jx_sql_bind_absent(sql, JX_SQL_NULL);
}

void jx_sql_bind_text(struct jx_sql *sql, const char *text)
{
	if (may_bind(sql))
		of(sql)->bind_text(sql, text == NULL ? "" : text);
}

void jx_sql_bind_bytes(struct jx_sql *sql, const void *bytes, size_t n)
{
	if (may_bind(sql))
		of(sql)->bind_bytes(sql, bytes, n);
}

void jx_sql_bind_texts(struct jx_sql *sql, const char *const *texts, size_t n)
{
	if (may_bind(sql))
		of(sql)->bind_texts(sql, texts, n);
}

bool jx_sql_next(struct jx_sql *sql)
{
	if (sql->status != JX_OK || !of(sql)->next(sql))
		return false;
	sql->has_row = true;
	return true;
}

enum jx_status jx_sql_end(struct jx_sql *sql)
{
	if (sql->statement != NULL)
		of(sql)->end(sql);
	sql->statement = NULL;
	return sql->status;
}

enum jx_status jx_sql_run_counting(struct jx_sql *sql, uint32_t *ret_n_changed)
{
	return sql->status == JX_OK ? of(sql)->run_counting(sql, ret_n_changed) : jx_sql_end(sql);
}

enum jx_status jx_sql_run_unique(struct jx_sql *sql, bool *ret_is_new)
{
	return sql->status == JX_OK ? of(sql)->run_unique(sql, ret_is_new) : jx_sql_end(sql);
}

enum jx_status jx_sql_run_numbered(struct jx_sql *sql, int64_t *ret_number)
{
	return sql->status == JX_OK ? of(sql)->run_numbered(sql, ret_number) : jx_sql_end(sql);
}

int64_t jx_sql_int(struct jx_sql *sql, int column)
{
	return of(sql)->column_int(sql, column);
}

enum jx_sql_kind jx_sql_kind(struct jx_sql *sql, int column)
{
	return of(sql)->column_kind(sql, column);
}

bool jx_sql_is_null(struct jx_sql *sql, int column)
{
	return jx_sql_kind(sql, column) == JX_SQL_NULL;
}

const char *jx_sql_text_ref(struct jx_sql *sql, int column)
{
	return of(sql)->column_text(sql, column);
}

const uint8_t *jx_sql_bytes_ref(struct jx_sql *sql, int column, size_t *ret_n)
{
	return of(sql)->column_bytes(sql, column, ret_n);
}

int jx_sql_columns(const struct jx_sql *sql)
{
	return of(sql)->n_columns(sql);
}

const char *jx_sql_column_name(const struct jx_sql *sql, int column)
{
	return of(sql)->column_name(sql, column);
}

int jx_sql_parameters(const struct jx_sql *sql)
{
	return of(sql)->n_parameters(sql);
}
