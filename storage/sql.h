/*
 * Statements: the one layer through which the rooms of storage/ talk to the engine. Private to storage/.
 *
 * A statement is used in one breath: start, bind in order, run or walk its rows, end. The first error sticks and makes
 * everything after it do nothing, so a caller tests once, at the end. Statements are prepared once per connection and
 * cached under the address of their text, which must therefore be a literal: no SQL is ever built from input. What the
 * engine reports becomes a status in the driver and nowhere else. Statements use only what all engines understand: there
 * is no dialect outside a driver's folder. Thread: that of the connection.
 */
#ifndef STORAGE_SQL_H
#define STORAGE_SQL_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/* Kinds of values. */
enum jx_sql_kind { JX_SQL_NULL, JX_SQL_INTEGER, JX_SQL_TEXT, JX_SQL_BYTES };

struct jx_sql {
	struct jx_db *db;
	void *statement; /* of the driver, cached by db; NULL after an error in start */
	struct jx_error *error;
	enum jx_status status; /* the first error */
	int n_bound;
	bool has_row; /* one was read */
};

/** Begin with a statement, which must not be in use. @param text  a literal. */
void jx_sql_start(struct jx_sql *sql, struct jx_db *db, const char *text, struct jx_error *error);

/* Bind the next parameter. Texts and bytes are borrowed until the statement ends. */
void jx_sql_bind_int(struct jx_sql *sql, int64_t value);
void jx_sql_bind_null(struct jx_sql *sql);
void jx_sql_bind_absent(
	struct jx_sql *sql, enum jx_sql_kind kind);          /* NULL where there would be one of the kind */
void jx_sql_bind_text(struct jx_sql *sql, const char *text); /* NULL binds "" */
void jx_sql_bind_optional(struct jx_sql *sql, const char *text);         /* NULL and "" bind NULL */
void jx_sql_bind_bytes(struct jx_sql *sql, const void *bytes, size_t n); /* NULL binds NULL */
void jx_sql_bind_time(struct jx_sql *sql, int64_t time_ms);              /* 0 binds NULL */

/** Bind a list of texts, which a statement reads as SQL_TEXTS: one statement for all of them, since each one costs a copy of
 * every page that it changes. */
void jx_sql_bind_texts(struct jx_sql *sql, const char *const *texts, size_t n);
/** The rows of such a list, each with its text in the column "value"; the driver has its own words for it.
 * @param parameter  such as "?2". */
#define SQL_TEXTS(parameter) "text_list(" parameter ")"

/** Whether a set, a number, has a bit, a number too. */
#define SQL_HAS_BIT(set, bit) "((" set " >> CAST(" bit " AS INTEGER)) & 1) = 1"

/** Bind the number of fen; NULL when the figure is absent or its box holds no number. */
void jx_sql_bind_fen(struct jx_sql *sql, const JxAmount *amount);
/** Bind the millionths of a number; NULL when it is absent or its box holds no number. */
void jx_sql_bind_micros(struct jx_sql *sql, const JxDecimal *decimal);
/** Bind two parameters: millionths and decimals; both NULL when there is no number. */
void jx_sql_bind_decimal(struct jx_sql *sql, const JxDecimal *decimal);

/** Go to the next row. @return false at the end and after an error. */
bool jx_sql_next(struct jx_sql *sql);

/** End the statement, so that it can be used again. @return the first error. */
enum jx_status jx_sql_end(struct jx_sql *sql) JX_MUST_CHECK;

/** Like jx_sql_end(); fails with the reason when there was no row. @param args  may be NULL. */
enum jx_status jx_sql_end_found(
	struct jx_sql *sql, enum jx_reason reason, const struct jx_error_arg *args) JX_MUST_CHECK;

/** Run a statement that has no rows to its end. */
enum jx_status jx_sql_run(struct jx_sql *sql) JX_MUST_CHECK;

/** Run a statement whose one parameter is a number, most often the key of a row. @param text  a literal. */
enum jx_status jx_sql_run_on(
	struct jx_db *db, const char *text, int64_t value, struct jx_error *error) JX_MUST_CHECK;

/** Run a statement that must change a row; fails with the reason when it changed none. @param args  may be NULL. */
enum jx_status jx_sql_run_changing(
	struct jx_sql *sql, enum jx_reason reason, const struct jx_error_arg *args) JX_MUST_CHECK;

/** Like jx_sql_run(), and reports how many rows it changed. */
enum jx_status jx_sql_run_counting(struct jx_sql *sql, uint32_t *ret_n_changed) JX_MUST_CHECK;

/** Run an INSERT of one row whose key may be taken.
 *
 * @param ret_is_new  set on JX_OK: false when a row with the same unique key was there; then nothing was changed.
 */
enum jx_status jx_sql_run_unique(struct jx_sql *sql, bool *ret_is_new) JX_MUST_CHECK;

/** Run an INSERT of one row whose key must not be taken; fails with the reason when it is. @param args  may be NULL. */
enum jx_status jx_sql_run_new(
	struct jx_sql *sql, enum jx_reason reason, const struct jx_error_arg *args) JX_MUST_CHECK;

/** Run an INSERT of one row into a table whose key the engine numbers. @param ret_number  its key. */
enum jx_status jx_sql_run_numbered(struct jx_sql *sql, int64_t *ret_number) JX_MUST_CHECK;

/** Let the statement fail with a status of our own; the first one sticks. JX_OK does nothing. */
void jx_sql_set_error(struct jx_sql *sql, enum jx_status status);

/* Memory of the arena; a failure stops the statement. */
/** Memory for a message; NULL after an error. The caller initialises it. */
void *jx_sql_alloc(struct jx_sql *sql, size_t n_bytes, struct jx_arena *arena);
/** A copy of a text; "" after an error, and then and for "" static. */
char *jx_sql_copy(struct jx_sql *sql, const char *text, struct jx_arena *arena);

/** What a column of the row at hand holds. */
enum jx_sql_kind jx_sql_kind(struct jx_sql *sql, int column);

/* Of a statement that was started: what its text names. */
int jx_sql_columns(const struct jx_sql *sql);
const char *jx_sql_column_name(const struct jx_sql *sql, int column);
int jx_sql_parameters(const struct jx_sql *sql);

/* Columns of the row at hand. NULL reads as 0 and "". */
int64_t jx_sql_int(struct jx_sql *sql, int column);
bool jx_sql_is_null(struct jx_sql *sql, int column);
/** The text itself; valid until the next row. */
const char *jx_sql_text_ref(struct jx_sql *sql, int column);
/** A copy in the arena; "" is static. */
char *jx_sql_text(struct jx_sql *sql, int column, struct jx_arena *arena);
/** The bytes themselves, valid until the next row; may be NULL when there are none. */
const uint8_t *jx_sql_bytes_ref(struct jx_sql *sql, int column, size_t *ret_n);
/** A copy in the arena; NULL and *ret_n 0 for NULL. */
uint8_t *jx_sql_bytes(struct jx_sql *sql, int column, struct jx_arena *arena, size_t *ret_n);

#endif
