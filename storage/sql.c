/* The part of sql.h that is the same for every driver; the other part is in the driver's folder. */
#include "storage/sql.h"

#include <string.h>

void jx_sql_bind_optional(struct jx_sql *sql, const char *text)
{
	if (text == NULL || text[0] == '\0')
		jx_sql_bind_absent(sql, JX_SQL_TEXT);
	else
		jx_sql_bind_text(sql, text);
}

void jx_sql_bind_time(struct jx_sql *sql, int64_t time_ms)
{
	if (time_ms == 0)
		jx_sql_bind_absent(sql, JX_SQL_INTEGER);
	else
		jx_sql_bind_int(sql, time_ms);
}

void jx_sql_bind_fen(struct jx_sql *sql, const JxAmount *amount)
{
	if (amount == NULL || amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
		jx_sql_bind_absent(sql, JX_SQL_INTEGER);
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
		jx_sql_bind_absent(sql, JX_SQL_INTEGER);
}

void jx_sql_bind_decimal(struct jx_sql *sql, const JxDecimal *decimal)
{
	jx_sql_bind_micros(sql, decimal);
	if (is_number(decimal))
		jx_sql_bind_int(sql, decimal->decimals);
	else
		jx_sql_bind_absent(sql, JX_SQL_INTEGER);
}

enum jx_status jx_sql_run(struct jx_sql *sql)
{
	while (jx_sql_next(sql))
		;
	return jx_sql_end(sql);
}

enum jx_status jx_sql_end_found(struct jx_sql *sql, enum jx_reason reason, const struct jx_error_arg *args)
{
	enum jx_status status = jx_sql_end(sql);
	return status == JX_OK && !sql->has_row ? jx_fail_at(sql->error, reason, NULL, args) : status;
}

enum jx_status jx_sql_run_on(struct jx_db *db, const char *text, int64_t value, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, text, error);
	jx_sql_bind_int(&sql, value);
	return jx_sql_run(&sql);
}

enum jx_status jx_sql_run_changing(struct jx_sql *sql, enum jx_reason reason, const struct jx_error_arg *args)
{
	uint32_t n_changed = 0;
	enum jx_status status = jx_sql_run_counting(sql, &n_changed);
	return status == JX_OK && n_changed == 0 ? jx_fail_at(sql->error, reason, NULL, args) : status;
}

enum jx_status jx_sql_run_new(struct jx_sql *sql, enum jx_reason reason, const struct jx_error_arg *args)
{
	bool is_new = false;
	enum jx_status status = jx_sql_run_unique(sql, &is_new);
	return status == JX_OK && !is_new ? jx_fail_at(sql->error, reason, NULL, args) : status;
}

void jx_sql_set_error(struct jx_sql *sql, enum jx_status status)
{
	if (sql->status == JX_OK)
		sql->status = status;
}

void *jx_sql_alloc(struct jx_sql *sql, size_t n_bytes, struct jx_arena *arena)
{
	if (sql->status != JX_OK)
		return NULL;
	void *piece = jx_arena_alloc(arena, n_bytes);
	if (piece == NULL)
		jx_sql_set_error(sql, jx_arena_fail(arena, sql->error));
	return piece;
}

char *jx_sql_copy(struct jx_sql *sql, const char *text, struct jx_arena *arena)
{
	if (text[0] == '\0')
		return (char *)protobuf_c_empty_string;
	size_t size = strlen(text) + 1;
	char *copy = jx_sql_alloc(sql, size, arena);
	return copy == NULL ? (char *)protobuf_c_empty_string : memcpy(copy, text, size);
}

char *jx_sql_text(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	return jx_sql_copy(sql, jx_sql_text_ref(sql, column), arena);
}

uint8_t *jx_sql_bytes(struct jx_sql *sql, int column, struct jx_arena *arena, size_t *ret_n)
{
	*ret_n = 0;
	if (jx_sql_is_null(sql, column))
		return NULL;
	size_t n = 0;
	const uint8_t *bytes = jx_sql_bytes_ref(sql, column, &n);
	uint8_t *copy = jx_sql_alloc(sql, n, arena);
	if (copy == NULL)
		return NULL;
	if (n > 0)
		memcpy(copy, bytes, n);
	*ret_n = n;
	return copy;
}
