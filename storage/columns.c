#include "storage/columns.h"

char *jx_sql_name(struct jx_sql *sql, int column, const char *(*print_name)(char *out, const char *id),
	struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	const char *id = jx_sql_text_ref(sql, column);
	return jx_sql_copy(sql, id[0] == '\0' ? "" : print_name(name, id), arena);
}

char *jx_sql_edition_name(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	const char *id = jx_sql_text_ref(sql, column);
	const char *number = jx_sql_text_ref(sql, column + 1);
	return jx_sql_copy(sql, id[0] == '\0' ? "" : jx_name_edition(name, id, number), arena);
}

Google__Protobuf__Timestamp *jx_sql_time(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, column))
		return NULL;
	int64_t time_ms = jx_sql_int(sql, column);
	Google__Protobuf__Timestamp *time = jx_sql_alloc(sql, sizeof(*time), arena);
	if (time == NULL)
		return NULL;
	google__protobuf__timestamp__init(time);
	jx_timestamp_set(time, time_ms);
	return time;
}

JxDecimal *jx_sql_decimal(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, column))
		return NULL;
	JxDecimal *decimal = jx_sql_alloc(sql, sizeof(*decimal), arena);
	if (decimal == NULL)
		return NULL;
	jx_decimal_init(decimal);
	decimal->micros = jx_sql_int(sql, column);
	decimal->decimals = (uint32_t)jx_sql_int(sql, column + 1);
	return decimal;
}

enum jx_status jx_name_fail(struct jx_error *error, const char *field, const char *name)
{
	return jx_fail_at(
		error, JX_REASON_BAD_FIELD, field, JX_ARGS(JX_TEXT(field), JX_TEXT(name), JX_TEXT("name")));
}
