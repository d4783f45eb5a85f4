#include "proto/contract/figure/interval.h"

#include "proto/contract/base/array.h"
#include "proto/contract/figure/figure.h"
#include "tests/support/test.h"

static struct jx_printed money(const char *text)
{
	JxAmount amount;
	assert_int_equal(jx_amount_parse(text, &amount, NULL), JX_OK);
	return jx_printed_amount(&amount);
}

static struct jx_printed number(const char *text)
{
	JxDecimal decimal;
	assert_int_equal(jx_decimal_parse(text, &decimal, NULL), JX_OK);
	return jx_printed_decimal(&decimal, false);
}

static struct jx_printed count(const char *text)
{
	JxDecimal decimal;
	assert_int_equal(jx_decimal_parse(text, &decimal, NULL), JX_OK);
	return jx_printed_decimal(&decimal, true);
}

static void the_report_s_fall_of_47_9_percent_cannot_be(void **state)
{
	(void)state;
	struct jx_printed before = count("560");
	struct jx_printed after = count("291");
	struct jx_printed stated = number("-47.9");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_IMPOSSIBLE);
	stated = number("-48.0");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_POSSIBLE);
	stated = number("-48.04");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_POSSIBLE);
	stated = number("-48.03");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_IMPOSSIBLE);
}

static void the_report_s_fall_of_24_72_percent_can_be(void **state)
{
	(void)state;
	struct jx_printed before = money("13372.57万元");
	struct jx_printed after = money("10067.32万元");
	struct jx_printed fall = money("-3305.25万元");
	struct jx_printed stated = number("-24.72");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_POSSIBLE);
	assert_int_equal(jx_interval_change_by_amount_ok(&after, &fall, &stated), JX_POSSIBLE);
	assert_int_equal(jx_interval_difference_ok(&after, &before, &fall), JX_POSSIBLE);
	stated = number("-24.73");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_IMPOSSIBLE);
	assert_int_equal(jx_interval_change_by_amount_ok(&after, &fall, &stated), JX_IMPOSSIBLE);
	stated = number("24.72");
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_IMPOSSIBLE);
	fall = money("-3305.26万元");
	assert_int_equal(
		jx_interval_difference_ok(&after, &before, &fall), JX_POSSIBLE); /* by rounding alone */
	fall = money("-3305.27万元");
	assert_int_equal(jx_interval_difference_ok(&after, &before, &fall), JX_IMPOSSIBLE);
}

static void the_report_s_six_classes_fit_their_total(void **state)
{
	(void)state;
	static const struct {
		const char *amount;
		const char *share;
	} ROWS[] = {
		{"7702.62万元", "76.51"},
		{"23.98万元", "0.24"},
		{"10.44万元", "0.10"},
		{"1924.03万元", "19.11"},
		{"390.26万元", "3.88"},
		{"15.99万元", "0.16"},
	};
	struct jx_printed whole = money("10067.32万元");
	struct jx_printed parts[JX_COUNT_OF(ROWS)];
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		parts[i] = money(ROWS[i].amount);
		struct jx_printed share = number(ROWS[i].share);
		assert_int_equal(jx_interval_share_ok(&parts[i], &whole, &share), JX_POSSIBLE);
		share.value += 20000;
		assert_int_equal(jx_interval_share_ok(&parts[i], &whole, &share), JX_IMPOSSIBLE);
	}
}

static void a_base_of_zero_is_undefined(void **state)
{
	(void)state;
	struct jx_printed zero = number("0");
	struct jx_printed five = number("5");
	struct jx_printed minus = number("-5");
	struct jx_printed stated = number("100");
	assert_int_equal(jx_interval_change_ok(&zero, &five, &stated), JX_UNDEFINED);
	assert_int_equal(jx_interval_change_ok(&minus, &five, &stated), JX_UNDEFINED);
	assert_int_equal(jx_interval_share_ok(&five, &zero, &stated), JX_UNDEFINED);
	assert_int_equal(jx_interval_change_by_amount_ok(&five, &five, &stated), JX_UNDEFINED);
	assert_int_equal(jx_interval_change_by_amount_ok(&minus, &minus, &stated), JX_UNDEFINED);
	assert_int_equal(jx_interval_share_ok(&minus, &minus, &stated), JX_POSSIBLE);
}

static void money_and_counts_do_not_compare(void **state)
{
	(void)state;
	struct jx_printed fen = money("5元");
	struct jx_printed five = number("5");
	assert_int_equal(jx_interval_at_most_ok(&fen, &five), JX_UNDEFINED);
	assert_int_equal(jx_interval_share_ok(&fen, &five, &five), JX_UNDEFINED);
	assert_int_equal(jx_interval_share_ok(&fen, &fen, &fen), JX_UNDEFINED);
	assert_int_equal(jx_interval_difference_ok(&fen, &fen, &five), JX_UNDEFINED);
}

static void one_quantity_in_two_units_agrees(void **state)
{
	(void)state;
	struct jx_printed wan = money("7.29万元");
	struct jx_printed yuan = money("72890元");
	struct jx_printed other = money("72840元");
	assert_int_equal(jx_interval_at_most_ok(&wan, &yuan), JX_POSSIBLE);
	assert_int_equal(jx_interval_at_most_ok(&other, &wan), JX_POSSIBLE);
	assert_int_equal(jx_interval_at_most_ok(&wan, &other), JX_IMPOSSIBLE);
	struct jx_printed printed = money("202.6万元");
	struct jx_printed row = money("202.64万元");
	assert_int_equal(jx_interval_at_most_ok(&row, &printed), JX_POSSIBLE);
}

static void a_count_is_exact_and_a_measure_is_not(void **state)
{
	(void)state;
	struct jx_printed counted = count("3");
	struct jx_printed measured = number("3");
	struct jx_printed near = number("3.4");
	struct jx_printed decimals = count("3.0"); /* printed with a decimal: not counted */
	assert_int_equal(jx_interval_at_most_ok(&near, &counted), JX_IMPOSSIBLE);
	assert_int_equal(jx_interval_at_most_ok(&near, &measured), JX_POSSIBLE);
	assert_false(decimals.is_exact);
}

static void a_whole_percent_may_hide_half_a_point(void **state)
{
	(void)state;
	struct jx_printed whole = number("1000.00");
	struct jx_printed part = number("498.80");
	struct jx_printed stated = number("50");
	assert_int_equal(jx_interval_share_ok(&part, &whole, &stated), JX_POSSIBLE);
	stated = number("50.0");
	assert_int_equal(jx_interval_share_ok(&part, &whole, &stated), JX_IMPOSSIBLE);
	stated = number("100");
	assert_int_equal(jx_interval_share_ok(&part, &whole, &stated), JX_IMPOSSIBLE);
}

static void figures_beyond_128_bits_have_no_answer(void **state)
{
	(void)state;
	struct jx_printed giant = {INT64_MAX, 1, JX_SCALE_MICROS, false};
	struct jx_printed least = {INT64_MIN, 1, JX_SCALE_MICROS, false};
	assert_int_equal(jx_interval_share_ok(&giant, &giant, &giant), JX_UNDEFINED);
	assert_int_equal(jx_interval_at_most_ok(&giant, &least), JX_IMPOSSIBLE);
	assert_int_equal(jx_interval_difference_ok(&giant, &least, &giant), JX_IMPOSSIBLE);
}

/*
 * The closed form against brute force: all true values are tried in quarters of the last digit's unit, which
 * holds every corner of every interval; the extremes of a ratio monotone in each operand lie at corners, so
 * the least and the greatest value tried are those of the whole box.
 */
#define STEPS 2 /* half a unit is two steps of a quarter */

static enum jx_plausibility brute_quotient(int64_t top, int64_t bottom, int64_t offset_pct, int64_t pct)
{
	/* top, bottom and pct are figures without decimals; the ratio's bounds are kept as fractions */
	int64_t low_n = 0, low_d = 0, high_n = 0, high_d = 0;
	for (int64_t t = 4 * top - STEPS; t <= 4 * top + STEPS; t++)
		for (int64_t b = 4 * bottom - STEPS; b <= 4 * bottom + STEPS; b++) {
			int64_t n = b < 0 ? -t : t;
			int64_t d = b < 0 ? -b : b;
			if (low_d == 0 || n * low_d < low_n * d) {
				low_n = n;
				low_d = d;
			}
			if (high_d == 0 || n * high_d > high_n * d) {
				high_n = n;
				high_d = d;
			}
		}
	/* in percent: 100 * n / d + offset against pct +- 1/2 */
	int64_t from = 2 * (pct - offset_pct) - 1;
	int64_t to = 2 * (pct - offset_pct) + 1;
	return 200 * low_n <= to * low_d && 200 * high_n >= from * high_d ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

static struct jx_printed whole_number(int64_t n)
{
	return (struct jx_printed){n * 1000000, 1000000, JX_SCALE_MICROS, false};
}

static void the_closed_form_agrees_with_brute_force(void **state)
{
	(void)state;
	size_t n_possible = 0;
	for (int64_t bottom = -12; bottom <= 12; bottom++)
		for (int64_t top = -12; top <= 12; top++)
			for (int64_t pct = -260; pct <= 260; pct += 7) {
				struct jx_printed t = whole_number(top);
				struct jx_printed b = whole_number(bottom);
				struct jx_printed p = whole_number(pct);
				enum jx_plausibility share = jx_interval_share_ok(&t, &b, &p);
				enum jx_plausibility change = jx_interval_change_ok(&b, &t, &p);
				enum jx_plausibility wanted_share = JX_UNDEFINED;
				enum jx_plausibility wanted_change = JX_UNDEFINED;
				if (bottom != 0)
					wanted_share = brute_quotient(top, bottom, 0, pct);
				if (bottom > 0)
					wanted_change = brute_quotient(top, bottom, -100, pct);
				assert_int_equal(share, wanted_share);
				assert_int_equal(change, wanted_change);
				n_possible += share == JX_POSSIBLE;
			}
	assert_true(n_possible > 500); /* the grid tries both answers */
}

static enum jx_plausibility brute_by_amount(int64_t now, int64_t change, int64_t pct)
{
	int64_t from = 2 * pct - 1;
	int64_t to = 2 * pct + 1;
	bool is_below = false;
	bool is_above = false;
	for (int64_t n = 4 * now - STEPS; n <= 4 * now + STEPS; n++)
		for (int64_t c = 4 * change - STEPS; c <= 4 * change + STEPS; c++) {
			if (n < 0)
				continue;
			if (n - c <= 0)
				return JX_UNDEFINED;
			is_below = is_below || 200 * c <= to * (n - c);
			is_above = is_above || 200 * c >= from * (n - c);
		}
	return is_below && is_above ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

static void the_change_by_amount_agrees_with_brute_force(void **state)
{
	(void)state;
	size_t n_possible = 0;
	for (int64_t now = 0; now <= 15; now++)
		for (int64_t change = -15; change <= 15; change++)
			for (int64_t pct = -110; pct <= 400; pct += 3) {
				struct jx_printed n = whole_number(now);
				struct jx_printed c = whole_number(change);
				struct jx_printed p = whole_number(pct);
				enum jx_plausibility found = jx_interval_change_by_amount_ok(&n, &c, &p);
				assert_int_equal(found, brute_by_amount(now, change, pct));
				n_possible += found == JX_POSSIBLE;
			}
	assert_true(n_possible > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_report_s_fall_of_47_9_percent_cannot_be),
		cmocka_unit_test(the_report_s_fall_of_24_72_percent_can_be),
		cmocka_unit_test(the_report_s_six_classes_fit_their_total),
		cmocka_unit_test(a_base_of_zero_is_undefined),
		cmocka_unit_test(money_and_counts_do_not_compare),
		cmocka_unit_test(one_quantity_in_two_units_agrees),
		cmocka_unit_test(a_count_is_exact_and_a_measure_is_not),
		cmocka_unit_test(a_whole_percent_may_hide_half_a_point),
		cmocka_unit_test(figures_beyond_128_bits_have_no_answer),
		cmocka_unit_test(the_closed_form_agrees_with_brute_force),
		cmocka_unit_test(the_change_by_amount_agrees_with_brute_force),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
