/* See tally.h. */
#include "proto/contract/figure/tally.h"

#include "proto/contract/base/array.h"

/* The finer of two last digits; 0 is none. */
static int64_t finer(int64_t a, int64_t b)
{
	if (a == 0 || b == 0)
		return a == 0 ? b : a;
	return a < b ? a : b;
}

static void add_figure(struct jx_tally *tally, const struct jx_printed *figure, int sign, uint32_t decimals)
{
	if (tally->n > 0 && tally->scale != figure->scale) {
		tally->is_broken = true;
		return;
	}
	tally->scale = figure->scale;
	tally->value += sign < 0 ? -(jx_int128)figure->value : (jx_int128)figure->value;
	size_t unit = (size_t)figure->unit < JX_TALLY_UNITS ? (size_t)figure->unit : 0;
	bool has_digits = !figure->is_exact || figure->value == 0; /* of a count they say nothing */
	if (has_digits)
		tally->last_digit[unit] = finer(tally->last_digit[unit], figure->last_digit);
	tally->n_rounded[unit] += figure->is_exact ? 0 : 1;
	bool is_low_open = jx_printed_is_low_open(figure);
	bool is_high_open = jx_printed_is_high_open(figure);
	tally->is_low_open |= sign < 0 ? is_high_open : is_low_open;
	tally->is_high_open |= sign < 0 ? is_low_open : is_high_open;
	tally->decimals = decimals > tally->decimals ? decimals : tally->decimals;
	tally->n++;
}

/* Adds what the unread digits of a figure may add to its size. */
static void add_unread(struct jx_tally *tally, int64_t value, int64_t unread, int sign)
{
	bool is_below_zero = (value < 0) != (sign < 0);
	tally->less += is_below_zero ? unread : 0;
	tally->more += is_below_zero ? 0 : unread;
}

void jx_tally_amount(struct jx_tally *tally, const JxAmount *amount, int sign)
{
	if (!jx_is_bounded_amount(amount)) {
		tally->is_broken = true;
		return;
	}
	struct jx_printed figure = jx_printed_amount(amount);
	if (tally->n == 0)
		tally->unit = amount->unit;
	/* Decimals of another unit say nothing about this one's. */
	add_unread(tally, amount->fen, amount->unread_fen, sign);
	add_figure(tally, &figure, sign, amount->unit == tally->unit ? amount->decimals : 0);
}

void jx_tally_decimal(struct jx_tally *tally, const JxDecimal *decimal, bool is_count, int sign)
{
	if (!jx_is_bounded_decimal(decimal)) {
		tally->is_broken = true;
		return;
	}
	struct jx_printed figure = jx_printed_decimal(decimal, is_count);
	add_unread(tally, decimal->micros, decimal->unread_micros, sign);
	add_figure(tally, &figure, sign, decimal->decimals);
}

void jx_tally_add(struct jx_tally *tally, const struct jx_tally *more)
{
	tally->is_broken |= more->is_broken || (tally->n > 0 && more->n > 0 && tally->scale != more->scale);
	if (more->n == 0)
		return;
	if (tally->n == 0) {
		tally->unit = more->unit;
		tally->scale = more->scale;
	}
	tally->value += more->value;
	tally->less += more->less;
	tally->more += more->more;
	for (size_t i = 0; i < JX_TALLY_UNITS; i++) {
		tally->n_rounded[i] += more->n_rounded[i];
		tally->last_digit[i] = finer(tally->last_digit[i], more->last_digit[i]);
	}
	tally->is_low_open |= more->is_low_open;
	tally->is_high_open |= more->is_high_open;
	tally->decimals = more->decimals > tally->decimals ? more->decimals : tally->decimals;
	tally->n += more->n;
}

jx_int128 jx_tally_slack(const struct jx_tally *a, const struct jx_tally *b)
{
	jx_int128 slack = 0;
	for (size_t i = 0; i < JX_TALLY_UNITS; i++)
		slack += (jx_int128)finer(a->last_digit[i], b->last_digit[i]) *
			 ((jx_int128)a->n_rounded[i] + b->n_rounded[i]);
	return slack;
}

jx_int128 jx_tally_apart(const struct jx_tally *a, const struct jx_tally *b)
{
	jx_int128 least = (a->value - a->less) - (b->value + b->more);
	jx_int128 most = (a->value + a->more) - (b->value - b->less);
	if (least > 0)
		return least;
	return most < 0 ? most : 0;
}

jx_int128 jx_tally_nearest(const struct jx_tally *tally, const struct jx_tally *other)
{
	return other->value < tally->value ? tally->value - tally->less : tally->value + tally->more;
}

bool jx_tally_contradicts(const struct jx_tally *sum, const struct jx_tally *stated)
{
	if (sum->is_broken || stated->is_broken || sum->n == 0 || stated->n == 0 ||
		sum->scale != stated->scale)
		return false;
	jx_int128 gap = jx_tally_apart(sum, stated) * 2;
	jx_int128 slack = jx_tally_slack(sum, stated);
	if (gap == 0 || jx_int128_abs(gap) != slack)
		return jx_int128_abs(gap) > slack;
	/* As far apart as all digits allow together: true values only where each end is one. */
	return gap > 0 ? sum->is_low_open || stated->is_high_open : sum->is_high_open || stated->is_low_open;
}

/* Fewest decimals, at least so many, that print a number of millionths or fen exactly. */
static uint32_t exact_decimals(int64_t value, uint32_t min, uint32_t max, int64_t unit)
{
	uint32_t decimals = 0;
	while (decimals < max && (decimals < min || value % unit != 0)) {
		unit /= 10;
		decimals++;
	}
	return decimals;
}

void jx_tally_print(
	jx_int128 value, const struct jx_tally *form, uint32_t min_decimals, char out[JX_FIGURE_TEXT_BYTES])
{
	static const struct {
		int64_t fen;
		uint32_t decimals;
	} units[] = {{1, 0}, {100, JX_YUAN_DECIMALS}, {1000000, JX_WAN_YUAN_DECIMALS},
		{10000000000, JX_YI_YUAN_DECIMALS}};
	out[0] = '\0';
	if (value > INT64_MAX || value < -INT64_MAX)
		return;
	int64_t narrow = (int64_t)value;
	if (form->scale == JX_SCALE_MICROS) {
		uint32_t decimals = exact_decimals(narrow, min_decimals, JX_MICROS_DECIMALS, 1000000);
		(void)jx_micros_print(narrow, decimals, out, JX_FIGURE_TEXT_BYTES);
		return;
	}
	size_t unit = (size_t)form->unit < JX_COUNT_OF(units) ? (size_t)form->unit : 0;
	JxAmount amount = JX_AMOUNT_INIT;
	amount.fen = narrow;
	amount.unit = form->unit;
	amount.decimals = exact_decimals(narrow, min_decimals, units[unit].decimals, units[unit].fen);
	if (jx_amount_print(&amount, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
}
