/* The place of an item in a list by department code and number, as text "{number}/{code}". Private to storage/followup/. */
#ifndef STORAGE_FOLLOWUP_ITEM_PAGE_H
#define STORAGE_FOLLOWUP_ITEM_PAGE_H

#include "storage/followup/store_items.h"
#include "storage/page.h"
#include "storage/sql.h"
#include "storage/sql_departments.h"

/** Bind what a statement of items asks for: ?1 the code and ?2 the number to go on after, ?3 the department or "", ?4 the
 * states, ?5 the due time or 0, ?6 rows and one more. */
void jx_item_page_bind(struct jx_sql *sql, const struct jx_page *page, const struct jx_items_query *query);

/* The condition and the order that go with it. */
#define SQL_ITEM_PAGE                                                                                   \
	" WHERE (department > ?1 OR (department = ?1 AND number > ?2)) AND (?3 = '' OR department = ?3" \
	" OR department IN " SQL_ANSWER_FOR(                                                            \
		"d.code = ?3") ")"                                                                      \
			       " AND " SQL_HAS_BIT("?4", "state") " AND (?5 = 0 OR due_time_ms < ?5)"   \
								  " ORDER BY department, number LIMIT ?6"

/** Write the key of an item into an arena; a failure stops the statement. */
const char *jx_item_page_key(
	struct jx_sql *sql, const char *department, uint32_t number, struct jx_arena *arena);

#endif
