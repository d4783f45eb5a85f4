#include "storage/followup/fen.h"

#include "proto/contract/figure/figure.h"

JxAmount *jx_sql_amount_of_fen(struct jx_sql *sql, int64_t fen, struct jx_arena *arena)
{
	JxAmount *amount = jx_sql_alloc(sql, sizeof(*amount), arena);
	if (amount == NULL)
		return NULL;
	jx_amount_init(amount);
	amount->fen = fen;
	amount->unit = JX_AMOUNT_UNIT_YUAN;
	amount->decimals = JX_YUAN_DECIMALS;
	return amount;
}
