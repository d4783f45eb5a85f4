/*
 * Small pieces of messages: names, times, scores. Private to storage/.
 */
#ifndef STORAGE_COLUMNS_H
#define STORAGE_COLUMNS_H

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "storage/sql.h"

/** Fail with BAD_FIELD for a name that is none. */
enum jx_status jx_name_fail(struct jx_error *error, const char *field, const char *name) JX_MUST_CHECK;

/** The milliseconds of a time; 0 for NULL. */
int64_t jx_time_ms(const Google__Protobuf__Timestamp *time);

/* From columns of the row at hand into the arena; a failure stops the statement. */

/** A resource name: prefix and the text of a column; "" for NULL. */
char *jx_sql_name(struct jx_sql *sql, int column, const char *prefix, struct jx_arena *arena);
/** The name of a rulebook from its id in a column and its number in the next; "" for NULL. */
char *jx_sql_edition_name(struct jx_sql *sql, int column, struct jx_arena *arena);
/** A time; NULL for NULL. */
Google__Protobuf__Timestamp *jx_sql_time(struct jx_sql *sql, int column, struct jx_arena *arena);
/** A number, of the column of its micros and the next one; NULL for NULL. */
JxDecimal *jx_sql_decimal(struct jx_sql *sql, int column, struct jx_arena *arena);
/** Memory for a message; NULL after an error. The caller initialises it. */
void *jx_sql_alloc(struct jx_sql *sql, size_t n_bytes, struct jx_arena *arena);

/** Rows that a page takes, at least one. */
static inline uint32_t jx_page_rows(uint32_t wanted)
{
	if (wanted == 0)
		return JX_DEFAULT_PAGE_SIZE;
	return wanted > JX_MAX_PAGE_SIZE ? JX_MAX_PAGE_SIZE : wanted;
}

/* A list that grows in an arena: doubling leaves at most as much behind as it uses. */
struct jx_growing {
	void **items;
	size_t n;
	size_t n_room;
};
/** Append a pointer; a failure stops the statement. */
void jx_growing_add(struct jx_growing *list, void *item, struct jx_sql *sql, struct jx_arena *arena);

#endif
