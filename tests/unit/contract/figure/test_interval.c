#include "proto/contract/figure/interval.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/wide.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/tally.h"
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
	stated = number("-48.03"); /* of -48.0357: cut off */
	assert_int_equal(jx_interval_change_ok(&before, &after, &stated), JX_DOUBTFUL);
	stated = number("-48.05");
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
	assert_int_equal(jx_interval_at_most_ok(&row, &printed), JX_IMPOSSIBLE); /* 202.60 */
	row = money("2026400元");
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
	assert_int_equal(jx_interval_at_most_ok(&near, &measured), JX_IMPOSSIBLE); /* 3.0 beside 3.4 */
	near = number("4");
	assert_int_equal(jx_interval_at_most_ok(&near, &measured), JX_IMPOSSIBLE); /* 3.5 is no 3 */
	near = number("3");
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
	struct jx_printed giant = {.value = INT64_MAX, .last_digit = 1, .scale = JX_SCALE_MICROS};
	struct jx_printed least = {.value = INT64_MIN, .last_digit = 1, .scale = JX_SCALE_MICROS};
	assert_int_equal(jx_interval_share_ok(&giant, &least, &giant), JX_UNDEFINED);
	assert_int_equal(jx_interval_at_most_ok(&giant, &least), JX_IMPOSSIBLE);
	assert_int_equal(jx_interval_difference_ok(&giant, &least, &giant), JX_IMPOSSIBLE);
}

/* ---- against brute force ---- */

/*
 * True values in billionths of a unit, so that an open end is the last value within: what is compared are whole
 * percentages of whole numbers, which lie further apart. A ratio and a change by an amount are monotone in each operand,
 * so the least and the greatest lie at corners.
 */
#define UNIT INT64_C(1000000000)
#define HALF (UNIT / 2)

struct range {
	int64_t ends[2];
};

static struct range range_of(int64_t value, bool is_exact)
{
	struct range range = {{value * UNIT, value * UNIT}};
	if (is_exact || value == 0)
		return range;
	range.ends[0] += -HALF + (value < 0 ? 1 : 0);
	range.ends[1] += HALF - (value > 0 ? 1 : 0);
	return range;
}

static struct range cut_of(int64_t value)
{
	struct range range = {{value * UNIT, value * UNIT}};
	if (value > 0)
		range.ends[1] += UNIT - 1;
	else if (value < 0)
		range.ends[0] -= UNIT - 1;
	return range;
}

/* Whether 100 * top / bottom + offset can be within the range of a percentage, for some corner values on either side. */
static enum jx_plausibility corners(
	const struct range *top, const struct range *bottom, bool is_less, const struct range *stated)
{
	bool is_below = false;
	bool is_above = false;
	for (unsigned i = 0; i < 4; i++) {
		jx_int128 n = top->ends[i & 1];
		jx_int128 d = bottom->ends[i >> 1];
		if (is_less)
			d -= n;
		if (is_less && d <= 2)
			return JX_UNDEFINED;
		n *= d < 0 ? -100 : 100;
		d *= d < 0 ? -1 : 1;
		is_below = is_below || n * UNIT <= d * stated->ends[1];
		is_above = is_above || n * UNIT >= d * stated->ends[0];
	}
	return is_below && is_above ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

static enum jx_plausibility brute_share(int64_t top, int64_t bottom, int64_t shift, int64_t pct)
{
	struct range rounded = range_of(pct, false);
	struct range cut = cut_of(pct);
	enum jx_plausibility answers[3];
	for (unsigned i = 0; i < 2; i++) {
		rounded.ends[i] += shift * UNIT;
		cut.ends[i] += shift * UNIT;
	}
	bool is_one = top == bottom;
	struct range t = range_of(top, is_one);
	struct range b = range_of(bottom, is_one);
	struct range exact_t = range_of(top, true);
	struct range exact_b = range_of(bottom, true);
	answers[0] = corners(&t, &b, false, &rounded);
	answers[1] = corners(&exact_t, &exact_b, false, &rounded);
	answers[2] = corners(&t, &b, false, &cut);
	if (answers[0] == JX_POSSIBLE)
		return answers[1] == JX_POSSIBLE ? JX_POSSIBLE : JX_DOUBTFUL;
	return answers[2] == JX_POSSIBLE ? JX_DOUBTFUL : JX_IMPOSSIBLE;
}

static struct jx_printed whole_number(int64_t n)
{
	return (struct jx_printed){.value = n * 1000000,
		.last_digit = 1000000,
		.scale = JX_SCALE_MICROS,
		.is_exact = n == 0,
		.is_whole = true};
}

static void percentages_agree_with_brute_force(void **state)
{
	(void)state;
	size_t n_of[4] = {0};
	for (int64_t bottom = -12; bottom <= 12; bottom++)
		for (int64_t top = -12; top <= 12; top++)
			for (int64_t pct = -260; pct <= 260; pct += 5) {
				struct jx_printed t = whole_number(top);
				struct jx_printed b = whole_number(bottom);
				struct jx_printed p = whole_number(pct);
				enum jx_plausibility share = jx_interval_share_ok(&t, &b, &p);
				enum jx_plausibility change = jx_interval_change_ok(&b, &t, &p);
				enum jx_plausibility wanted_share = JX_UNDEFINED;
				enum jx_plausibility wanted_change = JX_UNDEFINED;
				if (bottom != 0)
					wanted_share = brute_share(top, bottom, 0, pct);
				if (bottom > 0)
					wanted_change = brute_share(top, bottom, 100, pct);
				if (share != wanted_share || change != wanted_change)
					fail_msg("%d of %d, %d%%: share %d not %d, change %d not %d",
						(int)top, (int)bottom, (int)pct, (int)share,
						(int)wanted_share, (int)change, (int)wanted_change);
				n_of[share]++;
			}
	assert_true(n_of[JX_POSSIBLE] > 200 && n_of[JX_DOUBTFUL] > 2000 && n_of[JX_IMPOSSIBLE] > 10000);
}

static enum jx_plausibility brute_by_amount(int64_t now, int64_t change, int64_t pct)
{
	struct range stated = range_of(pct, false);
	struct range cut = cut_of(pct);
	struct range n = range_of(now, false);
	struct range c = range_of(change, false);
	enum jx_plausibility answer = corners(&c, &n, true, &stated);
	if (answer == JX_IMPOSSIBLE && corners(&c, &n, true, &cut) == JX_POSSIBLE)
		return JX_DOUBTFUL;
	return answer;
}

static void the_change_by_amount_agrees_with_brute_force(void **state)
{
	(void)state;
	size_t n_of[4] = {0};
	for (int64_t now = 0; now <= 15; now++)
		for (int64_t change = -15; change <= 15; change++)
			for (int64_t pct = -110; pct <= 400; pct += 3) {
				struct jx_printed n = whole_number(now);
				struct jx_printed c = whole_number(change);
				struct jx_printed p = whole_number(pct);
				enum jx_plausibility found = jx_interval_change_by_amount_ok(&n, &c, &p);
				enum jx_plausibility wanted = brute_by_amount(now, change, pct);
				if (found != wanted)
					fail_msg("%d after a change of %d, %d%%: %d not %d", (int)now,
						(int)change, (int)pct, (int)found, (int)wanted);
				n_of[found]++;
			}
	assert_true(n_of[JX_POSSIBLE] > 1000 && n_of[JX_DOUBTFUL] > 50 && n_of[JX_IMPOSSIBLE] > 10000);
}

/* Whether figures of one unit, of so many hundredths each and printed with so many decimals, can add up to the last. */
static bool brute_sum(const int64_t *hundredths, const unsigned *decimals, size_t n)
{
	unsigned finest = 0;
	int64_t low = 0;
	int64_t high = 0;
	for (size_t i = 0; i < n; i++)
		finest = decimals[i] > finest ? decimals[i] : finest;
	const int64_t half = finest == 0 ? HALF : finest == 1 ? HALF / 10 : HALF / 100;
	for (size_t i = 0; i < n; i++) {
		int64_t value = hundredths[i] * (UNIT / 100);
		int64_t from = value - (value == 0 ? 0 : half - (value < 0 ? 1 : 0));
		int64_t to = value + (value == 0 ? 0 : half - (value > 0 ? 1 : 0));
		low += i + 1 < n ? from : -to;
		high += i + 1 < n ? to : -from;
	}
	return low <= 0 && high >= 0;
}

static void sums_agree_with_brute_force(void **state)
{
	(void)state;
	static const int64_t STEP[] = {100, 10, 1};
	uint32_t random = 7;
	size_t n_of[2] = {0};
	for (unsigned round = 0; round < 60000; round++) {
		int64_t hundredths[6];
		unsigned decimals[6];
		size_t n = 2 + round % 5;
		int64_t sum = 0;
		struct jx_tally parts = {0};
		struct jx_tally total = {0};
		for (size_t i = 0; i < n; i++) {
			random = random * 1664525u + 1013904223u;
			decimals[i] = random >> 8 & 3 ? random >> 10 & 1 : 2;
			int64_t step = STEP[decimals[i]];
			int64_t near = ((int64_t)(random >> 12 & 1023) - 300) * (random >> 22 & 7 ? 1 : 0);
			if (i + 1 == n) /* the total: near the sum, so that both verdicts come up */
				near = sum + ((int64_t)(random >> 24) - 128) / 12;
			hundredths[i] = near / step * step;
			sum += hundredths[i];
			const JxAmount amount = {
				.base = PROTOBUF_C_MESSAGE_INIT(&jixiao__v1__amount__descriptor),
				.fen = hundredths[i],
				.unit = JX_AMOUNT_UNIT_YUAN,
				.decimals = decimals[i]};
			jx_tally_amount(i + 1 == n ? &total : &parts, &amount, 1);
		}
		bool is_possible = brute_sum(hundredths, decimals, n);
		if (jx_tally_contradicts(&parts, &total) == is_possible)
			fail_msg("round %u: %zu figures, total %lld hundredths: %s", round, n - 1,
				(long long)hundredths[n - 1], is_possible ? "accused" : "not told");
		n_of[is_possible]++;
	}
	assert_true(n_of[0] > 20000 && n_of[1] > 10000);
}

static void digits_of_another_unit_say_nothing(void **state)
{
	(void)state;
	struct jx_tally wan = {0};
	struct jx_tally yuan = {0};
	JxAmount amount;
	assert_int_equal(jx_amount_parse("100.00万元", &amount, NULL), JX_OK);
	jx_tally_amount(&wan, &amount, 1);
	assert_int_equal(jx_amount_parse("1000049.99元", &amount, NULL), JX_OK);
	jx_tally_amount(&yuan, &amount, 1);
	assert_false(jx_tally_contradicts(&wan, &yuan));
	yuan = (struct jx_tally){0};
	assert_int_equal(jx_amount_parse("1000050.01元", &amount, NULL), JX_OK);
	jx_tally_amount(&yuan, &amount, 1);
	assert_true(jx_tally_contradicts(&wan, &yuan));
}

/* One of the figures has unread digits: a sum is contradicted when it is for every digit that may stand there. */
static void sums_with_unread_digits_agree_with_brute_force(void **state)
{
	(void)state;
	uint32_t random = 11;
	size_t n_of[2] = {0};
	for (unsigned round = 0; round < 20000; round++) {
		JxAmount amounts[4];
		size_t n = JX_COUNT_OF(amounts);
		int64_t sum = 0;
		for (size_t i = 0; i < n; i++) {
			random = random * 1664525u + 1013904223u;
			int64_t fen = (int64_t)(random >> 12 & 4095) - 1000;
			if (i + 1 == n)
				fen = sum + (int64_t)(random >> 20 & 255) * 8 - 1000;
			jx_amount_init(&amounts[i]);
			amounts[i].fen = fen;
			amounts[i].unit = JX_AMOUNT_UNIT_YUAN;
			amounts[i].decimals = 2;
			sum += fen;
		}
		size_t unread = random >> 8 & 3;
		const int64_t place = (random >> 10 & 1) != 0 ? 10 : 100;
		JxAmount *figure = &amounts[unread];
		figure->fen -= figure->fen / place % 10 * place;
		bool is_possible = false;
		for (int64_t digit = 0; digit < 10; digit++) {
			struct jx_tally parts = {0};
			struct jx_tally total = {0};
			for (size_t i = 0; i < n; i++) {
				JxAmount read = amounts[i];
				if (i == unread)
					read.fen += (figure->fen < 0 ? -digit : digit) * place;
				jx_tally_amount(i + 1 == n ? &total : &parts, &read, 1);
			}
			is_possible |= !jx_tally_contradicts(&parts, &total);
		}
		struct jx_tally parts = {0};
		struct jx_tally total = {0};
		figure->unread_fen = 9 * place;
		figure->empty = JX_EMPTY_KIND_PARTLY_READ;
		for (size_t i = 0; i < n; i++)
			jx_tally_amount(i + 1 == n ? &total : &parts, &amounts[i], 1);
		/* between two digits lies what no digit makes: then nothing is told */
		if (is_possible)
			assert_false(jx_tally_contradicts(&parts, &total));
		n_of[jx_tally_contradicts(&parts, &total)]++;
	}
	assert_true(n_of[0] > 3000 && n_of[1] > 3000);
}

/* A percentage with an unread digit cannot be when it cannot be for any digit; what lies between two digits is not told. */
static void percentages_with_unread_digits_agree_with_brute_force(void **state)
{
	static const enum jx_plausibility WORST_FIRST[] = {JX_IMPOSSIBLE, JX_DOUBTFUL, JX_POSSIBLE};
	uint32_t random = 13;
	size_t n_of[2] = {0};
	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		random = random * 1664525u + 1013904223u;
		struct jx_printed whole = whole_number(1 + (int64_t)(random >> 20 & 1023));
		struct jx_printed part = whole_number((int64_t)(random >> 8 & 4095) - 1024);
		int64_t place = (random & 64) != 0 ? 100000 : 10000000;
		int64_t low = part.value * 100 / (whole.value / 1000000) / 1000 * 1000 +
			      ((int64_t)(random >> 16 & 15) - 8) * place;
		struct jx_printed stated = {.value = low - low / place % 10 * place,
			.last_digit = 100000,
			.scale = JX_SCALE_MICROS};
		size_t best = 0;
		for (int64_t digit = 0; digit < 10; digit++) {
			struct jx_printed read = stated;
			read.value += (stated.value < 0 ? -digit : digit) * place;
			enum jx_plausibility answer = jx_interval_share_ok(&part, &whole, &read);
			for (size_t i = best; i < JX_COUNT_OF(WORST_FIRST); i++)
				best = WORST_FIRST[i] == answer ? i : best;
		}
		stated.unread = 9 * place;
		enum jx_plausibility answer = jx_interval_share_ok(&part, &whole, &stated);
		if (WORST_FIRST[best] != JX_IMPOSSIBLE)
			assert_int_not_equal(answer, JX_IMPOSSIBLE);
		n_of[answer == JX_IMPOSSIBLE]++;
	}
	assert_true(n_of[0] > 3000 && n_of[1] > 3000);
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
		cmocka_unit_test(percentages_agree_with_brute_force),
		cmocka_unit_test(the_change_by_amount_agrees_with_brute_force),
		cmocka_unit_test(sums_agree_with_brute_force),
		cmocka_unit_test(sums_with_unread_digits_agree_with_brute_force),
		cmocka_unit_test(percentages_with_unread_digits_agree_with_brute_force),
		cmocka_unit_test(digits_of_another_unit_say_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
