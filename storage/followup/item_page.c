#include "storage/followup/item_page.h"

#include "proto/contract/base/resource_name.h"

/* A department's code is a text, an item's number a number: the key of a record in a list of rounds has the same parts. */
void jx_item_page_bind(struct jx_sql *sql, const struct jx_page *page, const struct jx_items_query *query)
{
	const struct jx_list_key key = jx_list_key_read(page->after);
	jx_sql_bind_text(sql, key.department);
	jx_sql_bind_int(sql, key.round);
	jx_sql_bind_text(sql, query->department);
	jx_sql_bind_int(sql, query->states);
	jx_sql_bind_int(sql, query->due_before_ms);
	jx_sql_bind_int(sql, (int64_t)jx_page_rows(page->max_rows) + 1);
}

const char *jx_item_page_key(
	struct jx_sql *sql, const char *department, uint32_t number, struct jx_arena *arena)
{
	const struct jx_list_key key = {number, jx_name_last(department)};
	return jx_list_key_write(&key, sql, arena);
}
