#include "storage/page.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"

uint32_t jx_page_rows(uint32_t max_rows)
{
	if (max_rows == 0)
		return JX_DEFAULT_PAGE_SIZE;
	return max_rows > JX_MAX_PAGE_SIZE ? JX_MAX_PAGE_SIZE : max_rows;
}

void jx_list_add(struct jx_list *list, void *item, struct jx_sql *sql, struct jx_arena *arena)
{
	if (item == NULL)
		return;
	void *items = list->items;
	if (jx_arena_array_grow(arena, &items, sizeof(*list->items), list->n, &list->room, SIZE_MAX) !=
		JX_OK) {
		jx_sql_set_error(sql, jx_arena_fail(arena, sql->error));
		return;
	}
	list->items = items;
	list->items[list->n++] = item;
}

void *jx_list_last(const struct jx_list *list)
{
	assert(list->n > 0 && list->items != NULL);
	return list->items[list->n - 1];
}

struct jx_list_key jx_list_key_read(const char *text)
{
	char *end = NULL;
	if (text == NULL || text[0] < '0' || text[0] > '9')
		return (struct jx_list_key){0, ""};
	int64_t round = strtoll(text, &end, 10);
	return *end == '/' ? (struct jx_list_key){round, end + 1} : (struct jx_list_key){0, ""};
}

const char *jx_list_key_write(const struct jx_list_key *key, struct jx_sql *sql, struct jx_arena *arena)
{
	char text[JX_MAX_CODE_BYTES + 24];
	(void)snprintf(text, sizeof(text), "%" PRId64 "/%s", key->round, key->department);
	return jx_sql_copy(sql, text, arena);
}
