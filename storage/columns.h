/*
 * Columns as pieces of messages: names, times, numbers. Private to storage/.
 *
 * Each reads from the row at hand into the arena; a failure stops the statement.
 */
#ifndef STORAGE_COLUMNS_H
#define STORAGE_COLUMNS_H

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/instant.h"
#include "storage/sql.h"

/** A resource name, of the id in a column; "" for NULL. @param print_name  jx_name_round() for example. */
char *jx_sql_name(struct jx_sql *sql, int column, const char *(*print_name)(char *out, const char *id),
	struct jx_arena *arena);
/** The name of an edition of a rulebook, of its id in a column and its number in the next; "" for NULL. */
char *jx_sql_edition_name(struct jx_sql *sql, int column, struct jx_arena *arena);
/** A time; NULL for NULL. */
Google__Protobuf__Timestamp *jx_sql_time(struct jx_sql *sql, int column, struct jx_arena *arena);
/** A number, of its micros in a column and its decimals in the next; NULL for NULL. */
JxDecimal *jx_sql_decimal(struct jx_sql *sql, int column, struct jx_arena *arena);

/** Fail with BAD_FIELD for a name that is none. */
enum jx_status jx_name_fail(struct jx_error *error, const char *field, const char *name) JX_MUST_CHECK;

#endif
