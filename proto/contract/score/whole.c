/* The total row of a table of money, as its lines say it where its own boxes say nothing. See private.h. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/score/private.h"

enum column { COLUMN_ADJUSTED, COLUMN_EXECUTED, COLUMNS };

static JxAmount **cell_of(JxFundLine *row, enum column column)
{
	return column == COLUMN_ADJUSTED ? &row->adjusted : &row->executed;
}

/* A row that is a part of the total, and inside no other row. */
static bool is_part(const JxFundLine *row)
{
	static const char *const codes[] = {"appropriation", "carry_over", "other", "basic", "project"};
	size_t i = 0;
	while (i < JX_COUNT_OF(codes) && strcmp(row->row, codes[i]) != 0)
		i++;
	return i < JX_COUNT_OF(codes) && row->part_of[0] == '\0';
}

/* Adds an amount to those of other lines; in 元, where they are printed in several units. */
static bool add_amount(JxAmount *sum, const JxAmount *amount)
{
	bool is_first = sum->unit == JX_AMOUNT_UNIT_UNSPECIFIED;
	if (__builtin_add_overflow(sum->fen, amount->fen, &sum->fen))
		return false;
	if (is_first || (sum->unit == amount->unit && sum->decimals < amount->decimals))
		sum->decimals = amount->decimals;
	if (!is_first && sum->unit != amount->unit)
		sum->decimals = JX_YUAN_DECIMALS;
	sum->unit = is_first || sum->unit == amount->unit ? amount->unit : JX_AMOUNT_UNIT_YUAN;
	return true;
}

/* What the lines make in a column; false where one of them has no amount, or they hold nothing. */
static bool add_lines(JxFundLine *const *rows, size_t n, enum column column, JxAmount *ret_sum)
{
	for (size_t i = 0; i < n; i++) {
		const JxAmount *amount = *cell_of(rows[i], column);
		if (is_part(rows[i]) && (!jx_has_amount(amount) || !add_amount(ret_sum, amount)))
			return false;
	}
	return ret_sum->fen > 0;
}

static bool says_nothing(const JxAmount *box)
{
	return jx_is_empty_amount(box) || (jx_has_amount(box) && box->fen == 0);
}

const JxFundLine *jx_score_whole_row(
	struct jx_score_run *run, JxFundLine *const *rows, size_t n, const JxFundLine *total)
{
	JxFundLine *meant = NULL;
	if (!says_nothing(total->adjusted) && !says_nothing(total->executed))
		return total;
	for (enum column column = COLUMN_ADJUSTED; column < COLUMNS; column++) {
		JxAmount sum = JX_AMOUNT_INIT;
		if (!says_nothing(column == COLUMN_ADJUSTED ? total->adjusted : total->executed) ||
			!add_lines(rows, n, column, &sum))
			continue;
		JxAmount *amount = jx_arena_alloc(run->arena, sizeof(*amount));
		if (meant == NULL && (meant = jx_arena_alloc(run->arena, sizeof(*meant))) != NULL)
			*meant = *total;
		if (meant == NULL || amount == NULL)
			return NULL;
		*amount = sum;
		*cell_of(meant, column) = amount;
	}
	return meant != NULL ? meant : total;
}
