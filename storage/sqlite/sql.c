#include "storage/sql.h"

#include <assert.h>
#include <string.h>

/* What SQLite says, without the data of callers that its own messages may quote. */
static enum jx_status fail_storage(struct jx_db *db, int code, struct jx_error *error)
{
	int system_errno = sqlite3_system_errno(db->sqlite);
	return jx_fail_with(error, JX_REASON_STORAGE_FAILED,
		JX_ARGS(JX_TEXT(system_errno != 0 && (code & 0xff) != SQLITE_BUSY ? strerror(system_errno)
										  : sqlite3_errstr(code))));
}

static enum jx_status translate(struct jx_db *db, int code, struct jx_error *error)
{
	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	case SQLITE_FULL:
		return jx_fail(error, JX_REASON_STORAGE_FULL);
	case SQLITE_INTERRUPT:
		return jx_fail(error, JX_REASON_DEADLINE_PASSED);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return jx_fail_with(error, JX_REASON_STORE_DAMAGED,
			JX_ARGS(JX_TEXT(sqlite3_db_filename(db->sqlite, "main")),
				JX_TEXT(sqlite3_errstr(code))));
	case SQLITE_IOERR:
		if (code == SQLITE_IOERR_NOMEM)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		return fail_storage(db, code, error);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_PROTOCOL:
		return fail_storage(db, code, error);
	default:
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(sqlite3_errmsg(db->sqlite))));
	}
}

enum jx_status jx_sql_fail(struct jx_db *db, int code, struct jx_error *error)
{
	struct jx_error own = {0};
	enum jx_status status = translate(db, code, &own);
	if (error != NULL)
		*error = own;
	if (!db->is_writer)
		return status;
	int primary = code & 0xff;
	bool is_fatal = (primary == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM) ||
			primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
	bool is_lost = db->is_in_group && sqlite3_get_autocommit(db->sqlite) != 0;
	if ((is_fatal && !db->is_broken) || (is_lost && !db->is_group_lost))
		db->loss = own;
	db->is_broken = db->is_broken || is_fatal;
	db->is_group_lost = db->is_group_lost || is_lost;
	return status;
}

static struct jx_sql_slot *slot_of(struct jx_db *db, const char *text)
{
	/* Literals lie close together: a multiplicative hash of the address spreads them. */
	size_t at = (size_t)(((uint64_t)(uintptr_t)text * UINT64_C(0x9E3779B97F4A7C15)) >> 55);
	while (db->kept[at % JX_SQL_KEPT].text != NULL && db->kept[at % JX_SQL_KEPT].text != text)
		at++;
	return &db->kept[at % JX_SQL_KEPT];
}

void jx_sql_start(struct jx_sql *sql, struct jx_db *db, const char *text, struct jx_error *error)
{
	*sql = (struct jx_sql){.db = db, .error = error, .status = JX_OK};
	struct jx_sql_slot *slot = slot_of(db, text);
	if (slot->text == NULL) {
		assert(db->n_kept < JX_SQL_KEPT - 1);
		int code = sqlite3_prepare_v3(
			db->sqlite, text, -1, SQLITE_PREPARE_PERSISTENT, &slot->statement, NULL);
		if (code != SQLITE_OK) {
			sql->status = jx_sql_fail(db, code, error);
			return;
		}
		slot->text = text;
		db->n_kept++;
	}
	assert(!sqlite3_stmt_busy(slot->statement));
	sql->statement = slot->statement;
}

static bool may_bind(struct jx_sql *sql)
{
	if (sql->status != JX_OK)
		return false;
	sql->n_bound++;
	return true;
}

static void note(struct jx_sql *sql, int code)
{
	if (code != SQLITE_OK)
		jx_sql_set_error(sql, jx_sql_fail(sql->db, code, sql->error));
}

void jx_sql_bind_int(struct jx_sql *sql, int64_t value)
{
	if (may_bind(sql))
		note(sql, sqlite3_bind_int64(sql->statement, sql->n_bound, value));
}

void jx_sql_bind_null(struct jx_sql *sql)
{
	if (may_bind(sql))
		note(sql, sqlite3_bind_null(sql->statement, sql->n_bound));
}

void jx_sql_bind_text(struct jx_sql *sql, const char *text)
{
	if (may_bind(sql))
		note(sql, sqlite3_bind_text(
				  sql->statement, sql->n_bound, text == NULL ? "" : text, -1, SQLITE_STATIC));
}

void jx_sql_bind_optional(struct jx_sql *sql, const char *text)
{
	if (text == NULL || text[0] == '\0')
		jx_sql_bind_null(sql);
	else
		jx_sql_bind_text(sql, text);
}

void jx_sql_bind_bytes(struct jx_sql *sql, const void *bytes, size_t n)
{
	if (may_bind(sql))
		note(sql, sqlite3_bind_blob64(sql->statement, sql->n_bound, bytes, n, SQLITE_STATIC));
}

void jx_sql_bind_time(struct jx_sql *sql, int64_t time_ms)
{
	if (time_ms == 0)
		jx_sql_bind_null(sql);
	else
		jx_sql_bind_int(sql, time_ms);
}

void jx_sql_bind_fen(struct jx_sql *sql, const JxAmount *amount)
{
	if (amount == NULL || amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
		jx_sql_bind_null(sql);
	else
		jx_sql_bind_int(sql, amount->fen);
}

static bool is_number(const JxDecimal *decimal)
{
	return decimal != NULL && decimal->empty == JX_EMPTY_KIND_UNSPECIFIED;
}

void jx_sql_bind_micros(struct jx_sql *sql, const JxDecimal *decimal)
{
	if (is_number(decimal))
		jx_sql_bind_int(sql, decimal->micros);
	else
		jx_sql_bind_null(sql);
}

void jx_sql_bind_decimal(struct jx_sql *sql, const JxDecimal *decimal)
{
	jx_sql_bind_micros(sql, decimal);
	if (is_number(decimal))
		jx_sql_bind_int(sql, decimal->decimals);
	else
		jx_sql_bind_null(sql);
}

bool jx_sql_next(struct jx_sql *sql)
{
	if (sql->status != JX_OK)
		return false;
	int code = sqlite3_step(sql->statement);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		jx_sql_set_error(sql, jx_sql_fail(sql->db, code, sql->error));
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

enum jx_status jx_sql_run(struct jx_sql *sql)
{
	while (jx_sql_next(sql))
		;
	return jx_sql_end(sql);
}

enum jx_status jx_sql_run_counting(struct jx_sql *sql, uint32_t *ret_n_changed)
{
	enum jx_status status = jx_sql_run(sql);
	if (status == JX_OK)
		*ret_n_changed = (uint32_t)sqlite3_changes(sql->db->sqlite);
	return status;
}

void jx_sql_set_error(struct jx_sql *sql, enum jx_status status)
{
	if (sql->status == JX_OK)
		sql->status = status;
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

char *jx_sql_text(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	const char *text = jx_sql_text_ref(sql, column);
	if (text[0] == '\0')
		return (char *)protobuf_c_empty_string;
	char *copy = jx_arena_strdup(arena, text);
	if (copy != NULL)
		return copy;
	jx_sql_set_error(sql, jx_arena_fail(arena, sql->error));
	return (char *)protobuf_c_empty_string;
}

uint8_t *jx_sql_bytes(struct jx_sql *sql, int column, struct jx_arena *arena, size_t *ret_n)
{
	*ret_n = 0;
	const void *bytes = sqlite3_column_blob(sql->statement, column);
	size_t n = (size_t)sqlite3_column_bytes(sql->statement, column);
	if (jx_sql_is_null(sql, column))
		return NULL;
	if (bytes == NULL && n > 0) {
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
		return NULL;
	}
	uint8_t *copy = jx_arena_alloc(arena, n);
	if (copy == NULL) {
		jx_sql_set_error(sql, jx_arena_fail(arena, sql->error));
		return NULL;
	}
	if (n > 0)
		memcpy(copy, bytes, n);
	*ret_n = n;
	return copy;
}

enum jx_status jx_sql_exec(struct jx_db *db, const char *text, struct jx_error *error)
{
	int code = sqlite3_exec(db->sqlite, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? JX_OK : jx_sql_fail(db, code, error);
}

void jx_sql_finalize_all(struct jx_db *db)
{
	for (size_t i = 0; i < JX_SQL_KEPT; i++)
		(void)sqlite3_finalize(db->kept[i].statement);
	memset(db->kept, 0, sizeof(db->kept));
	db->n_kept = 0;
}
