#include "storage/columns.h"

#include <stdio.h>
#include <string.h>

enum jx_status jx_name_fail(struct jx_error *error, const char *field, const char *name)
{
	return jx_fail_at(
		error, JX_REASON_BAD_FIELD, field, JX_ARGS(JX_TEXT(field), JX_TEXT(name), JX_TEXT("name")));
}

int64_t jx_time_ms(const Google__Protobuf__Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * 1000 + time->nanos / 1000000;
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

char *jx_sql_name(struct jx_sql *sql, int column, const char *prefix, struct jx_arena *arena)
{
	const char *id = jx_sql_text_ref(sql, column);
	if (id[0] == '\0')
		return (char *)protobuf_c_empty_string;
	size_t size = strlen(prefix) + strlen(id) + 1;
	char *name = jx_sql_alloc(sql, size, arena);
	if (name == NULL)
		return (char *)protobuf_c_empty_string;
	(void)snprintf(name, size, "%s%s", prefix, id);
	return name;
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
	time->seconds = time_ms / 1000;
	time->nanos = (int32_t)(time_ms % 1000) * 1000000;
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

void jx_growing_add(struct jx_growing *list, void *item, struct jx_sql *sql, struct jx_arena *arena)
{
	if (item == NULL)
		return;
	if (list->n == list->n_room) {
		size_t n_room = list->n_room == 0 ? 16 : list->n_room * 2;
		void **items = jx_sql_alloc(sql, n_room * sizeof(*items), arena);
		if (items == NULL)
			return;
		if (list->n > 0)
			memcpy(items, list->items, list->n * sizeof(*items));
		list->items = items;
		list->n_room = n_room;
	}
	list->items[list->n++] = item;
}

char *jx_sql_edition_name(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	if (jx_sql_is_null(sql, column))
		return (char *)protobuf_c_empty_string;
	const char *id = jx_sql_text_ref(sql, column);
	const char *number = jx_sql_text_ref(sql, column + 1);
	size_t size = sizeof("rulebooks//editions/") + strlen(id) + strlen(number);
	char *name = jx_sql_alloc(sql, size, arena);
	if (name == NULL)
		return (char *)protobuf_c_empty_string;
	(void)snprintf(name, size, "rulebooks/%s/editions/%s", id, number);
	return name;
}
