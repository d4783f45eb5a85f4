/* Exact money of the ledger as messages: in 元 with two decimals. Private to storage/followup/. */
#ifndef STORAGE_FOLLOWUP_FEN_H
#define STORAGE_FOLLOWUP_FEN_H

#include "storage/sql.h"

/** An amount of so many fen; NULL after an error. */
JxAmount *jx_sql_amount_of_fen(struct jx_sql *sql, int64_t fen, struct jx_arena *arena);

#endif
