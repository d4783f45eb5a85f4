/*
 * How rows are made: a statement, and the values of its parameters in order. Private to storage/.
 *
 * The first lack of memory sticks; jx_rows_end() tells.
 */
#ifndef STORAGE_ROWS_H
#define STORAGE_ROWS_H

#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "storage/store_rows.h"

/** Begin a row. @param insert  a literal: an INSERT of one row. */
void jx_rows_add(struct jx_rows *rows, const char *insert);

/* The next value of the row, copied. */
void jx_rows_int(struct jx_rows *rows, int64_t value);
void jx_rows_null(struct jx_rows *rows);
void jx_rows_text(struct jx_rows *rows, const char *text); /* NULL is "" */
void jx_rows_bytes(struct jx_rows *rows, const void *bytes, size_t n);
void jx_rows_fen(struct jx_rows *rows, const JxAmount *amount);      /* as jx_sql_bind_fen() */
void jx_rows_micros(struct jx_rows *rows, const JxDecimal *decimal); /* as jx_sql_bind_micros() */
/** A message, packed. @param message  NULL is NULL. */
void jx_rows_message(struct jx_rows *rows, const ProtobufCMessage *message);

/** @return JX_OK; JX_EXHAUSTED, JX_UNAVAILABLE when a row had no memory. */
enum jx_status jx_rows_end(const struct jx_rows *rows, struct jx_error *error) JX_MUST_CHECK;

#endif
