#include "proto/contract/figure/figure.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static void amounts_read_exactly_and_print_back(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t fen;
		int unit;
		uint32_t decimals;
	} ROWS[] = {
		{"10067.32万元", 10067320000, JX_AMOUNT_UNIT_WAN_YUAN, 2},
		{"1921402.60元", 192140260, JX_AMOUNT_UNIT_YUAN, 2},
		{"249.69亿元", 2496900000000, JX_AMOUNT_UNIT_YI_YUAN, 2},
		{"70.183715万元", 70183715, JX_AMOUNT_UNIT_WAN_YUAN, 6},
		{"5.59亿元", 55900000000, JX_AMOUNT_UNIT_YI_YUAN, 2},
		{"150万元", 150000000, JX_AMOUNT_UNIT_WAN_YUAN, 0},
		{"0元", 0, JX_AMOUNT_UNIT_YUAN, 0},
		{"0.00万元", 0, JX_AMOUNT_UNIT_WAN_YUAN, 2},
		{"-3305.25万元", -3305250000, JX_AMOUNT_UNIT_WAN_YUAN, 2},
		{"-0.01元", -1, JX_AMOUNT_UNIT_YUAN, 2},
		{"0.0000000001亿元", 1, JX_AMOUNT_UNIT_YI_YUAN, 10},
		{"92233720368547758.07元", INT64_MAX, JX_AMOUNT_UNIT_YUAN, 2},
		{"-92233720368547758.08元", INT64_MIN, JX_AMOUNT_UNIT_YUAN, 2},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxAmount amount;
		char out[JX_FIGURE_TEXT_BYTES];
		assert_int_equal(jx_amount_parse(ROWS[i].text, &amount, NULL), JX_OK);
		assert_true(amount.fen == ROWS[i].fen);
		assert_int_equal(amount.unit, ROWS[i].unit);
		assert_int_equal(amount.decimals, ROWS[i].decimals);
		assert_true(jx_amount_is_printable(&amount));
		assert_int_equal(jx_amount_print(&amount, out, sizeof(out)), JX_OK);
		assert_string_equal(out, ROWS[i].text);
	}
}

static void a_wrong_amount_is_told_what_is_wrong(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum jx_reason reason;
	} ROWS[] = {
		{"10067.32", JX_REASON_AMOUNT_WITHOUT_UNIT},
		{"0", JX_REASON_AMOUNT_WITHOUT_UNIT},
		{"5美元", JX_REASON_AMOUNT_BAD_UNIT},
		{"5千元", JX_REASON_AMOUNT_BAD_UNIT},
		{"5万", JX_REASON_AMOUNT_BAD_UNIT},
		{"5.5.5元", JX_REASON_AMOUNT_BAD_UNIT},
		{"1e5元", JX_REASON_AMOUNT_BAD_UNIT},
		{"10,067.32万元", JX_REASON_FIGURE_SEPARATOR},
		{"10067.32 万元", JX_REASON_FIGURE_SEPARATOR},
		{" 5元", JX_REASON_FIGURE_SEPARATOR},
		{"5元 ", JX_REASON_FIGURE_SEPARATOR},
		{"10_000元", JX_REASON_FIGURE_SEPARATOR},
		{"+5元", JX_REASON_FIGURE_PLUS},
		{"05元", JX_REASON_FIGURE_LEADING_ZERO},
		{"00.5元", JX_REASON_FIGURE_LEADING_ZERO},
		{"-00.5元", JX_REASON_FIGURE_LEADING_ZERO},
		{"-0元", JX_REASON_FIGURE_NEGATIVE_ZERO},
		{"-0.00万元", JX_REASON_FIGURE_NEGATIVE_ZERO},
		{"１０元", JX_REASON_FIGURE_WIDE_DIGIT},
		{"10．5元", JX_REASON_FIGURE_WIDE_DIGIT},
		{"－5元", JX_REASON_FIGURE_WIDE_DIGIT},
		{"10，000元", JX_REASON_FIGURE_WIDE_DIGIT},
		{".5元", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"5.元", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"--5元", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"元", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"-", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"——", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"不详", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"1.001元", JX_REASON_FIGURE_DECIMALS},
		{"1.0000000万元", JX_REASON_FIGURE_DECIMALS},
		{"1.00000000000亿元", JX_REASON_FIGURE_DECIMALS},
		{"92233720368547758.08元", JX_REASON_FIGURE_RANGE},
		{"-92233720368547758.09元", JX_REASON_FIGURE_RANGE},
		{"922337204亿元", JX_REASON_FIGURE_RANGE},
		{"99999999999999999999999999999999元", JX_REASON_FIGURE_RANGE},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxAmount amount = {.fen = 77};
		struct jx_error error = {.reason = JX_REASON_NONE};
		assert_int_equal(jx_amount_parse(ROWS[i].text, &amount, &error), JX_INVALID);
		assert_string_equal(jx_reason_name(error.reason), jx_reason_name(ROWS[i].reason));
		assert_string_equal(error.arg[0], ROWS[i].text);
		assert_true(amount.fen == 77);
	}
}

static void a_dash_is_not_a_zero(void **state)
{
	(void)state;
	static const char *const MARKS[] = {"", "—", "/", "无", "*"};
	for (size_t i = 0; i < JX_COUNT_OF(MARKS); i++) {
		JxAmount amount;
		JxDecimal decimal;
		char out[JX_FIGURE_TEXT_BYTES];
		assert_int_equal(jx_amount_parse(MARKS[i], &amount, NULL), JX_OK);
		assert_int_equal(amount.empty, i + 1);
		assert_int_equal(jx_amount_print(&amount, out, sizeof(out)), JX_OK);
		assert_string_equal(out, MARKS[i]);
		assert_int_equal(jx_decimal_parse(MARKS[i], &decimal, NULL), JX_OK);
		assert_int_equal(decimal.empty, i + 1);
		assert_int_equal(jx_decimal_print(&decimal, out, sizeof(out)), JX_OK);
		assert_string_equal(out, MARKS[i]);
	}
}

static void numbers_read_exactly_and_print_back(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t micros;
		uint32_t decimals;
	} ROWS[] = {
		{"24.72", 24720000, 2},
		{"-47.9", -47900000, 1},
		{"0", 0, 0},
		{"0.000000", 0, 6},
		{"0.5", 500000, 1},
		{"1634.54", 1634540000, 2},
		{"-0.000001", -1, 6},
		{"9223372036854.775807", INT64_MAX, 6},
		{"-9223372036854.775808", INT64_MIN, 6},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxDecimal decimal;
		char out[JX_FIGURE_TEXT_BYTES];
		assert_int_equal(jx_decimal_parse(ROWS[i].text, &decimal, NULL), JX_OK);
		assert_true(decimal.micros == ROWS[i].micros);
		assert_int_equal(decimal.decimals, ROWS[i].decimals);
		assert_int_equal(jx_decimal_print(&decimal, out, sizeof(out)), JX_OK);
		assert_string_equal(out, ROWS[i].text);
	}
}

static void a_leaked_float_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum jx_reason reason;
	} ROWS[] = {
		{"0.0900000762939453", JX_REASON_FIGURE_FLOAT_LEAK},
		{"0.0900000", JX_REASON_FIGURE_FLOAT_LEAK},
		{"1e5", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"NaN", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"24.72%", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"24.72元", JX_REASON_FIGURE_NOT_A_NUMBER},
		{"-0", JX_REASON_FIGURE_NEGATIVE_ZERO},
		{"1,000", JX_REASON_FIGURE_SEPARATOR},
		{"9223372036854.775808", JX_REASON_FIGURE_RANGE},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxDecimal decimal;
		struct jx_error error = {.reason = JX_REASON_NONE};
		assert_int_equal(jx_decimal_parse(ROWS[i].text, &decimal, &error), JX_INVALID);
		assert_string_equal(jx_reason_name(error.reason), jx_reason_name(ROWS[i].reason));
	}
}

static void what_cannot_be_printed_is_refused(void **state)
{
	(void)state;
	static const struct {
		int64_t fen;
		int unit;
		uint32_t decimals;
		int empty;
	} ROWS[] = {
		{0, 0, 0, 0},                           /* no unit */
		{100, 4, 0, 0},                         /* unknown unit */
		{100, -1, 0, 0},                        /* unknown unit */
		{1, JX_AMOUNT_UNIT_YUAN, 0, 0},         /* a digit below the last printed one */
		{10001, JX_AMOUNT_UNIT_WAN_YUAN, 2, 0}, /* the same */
		{0, JX_AMOUNT_UNIT_YUAN, 3, 0},         /* below a fen */
		{0, JX_AMOUNT_UNIT_WAN_YUAN, 7, 0},     /* below a fen */
		{0, JX_AMOUNT_UNIT_YI_YUAN, 4294967295u, 0},
		{1, 0, 0, 2},                       /* an empty box with a value */
		{0, JX_AMOUNT_UNIT_WAN_YUAN, 0, 2}, /* or a unit */
		{0, 0, 1, 2},                       /* or decimals */
		{0, 0, 0, 6},                       /* unknown empty kind */
		{0, 0, 0, -1},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxAmount amount = JX_AMOUNT_INIT;
		struct jx_error error;
		char out[JX_FIGURE_TEXT_BYTES] = "x";
		amount.fen = ROWS[i].fen;
		amount.unit = (JxAmountUnit)ROWS[i].unit;
		amount.decimals = ROWS[i].decimals;
		amount.empty = (JxEmptyKind)ROWS[i].empty;
		assert_int_equal(jx_amount_check(&amount, "", &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_BAD_FIGURE);
		assert_int_equal(jx_amount_print(&amount, out, sizeof(out)), JX_INVALID);
		assert_string_equal(out, "");
	}
	JxDecimal decimal = JX_DECIMAL_INIT;
	decimal.decimals = 7;
	assert_false(jx_decimal_is_printable(&decimal));
	decimal.decimals = 1;
	decimal.micros = 123456;
	assert_false(jx_decimal_is_printable(&decimal));
}

static void a_small_buffer_gives_nothing_rather_than_half_a_figure(void **state)
{
	(void)state;
	JxAmount amount;
	assert_int_equal(jx_amount_parse("10067.32万元", &amount, NULL), JX_OK);
	char out[16];
	for (size_t size = 0; size < strlen("10067.32万元") + 1; size++)
		assert_int_equal(jx_amount_print(&amount, out, size), JX_EXHAUSTED);
	assert_string_equal(out, "");
	assert_int_equal(jx_amount_print(&amount, out, strlen("10067.32万元") + 1), JX_OK);
}

static void points_print_with_their_decimals(void **state)
{
	(void)state;
	static const struct {
		int64_t micros;
		uint32_t decimals;
		const char *text;
	} ROWS[] = {
		{7925000, 2, "7.93"},
		{7924999, 2, "7.92"},
		{-7925000, 2, "-7.93"},
		{-4000, 2, "0.00"},
		{-5000, 2, "-0.01"},
		{97300000, 2, "97.30"},
		{999995000, 2, "1000.00"},
		{1500000, 0, "2"},
		{1, 6, "0.000001"},
		{1, 9, "0.000001"},
		{INT64_MAX, 6, "9223372036854.775807"},
		{INT64_MIN, 0, "-9223372036855"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		char out[JX_FIGURE_TEXT_BYTES];
		assert_string_equal(
			jx_micros_print(ROWS[i].micros, ROWS[i].decimals, out, sizeof(out)), ROWS[i].text);
	}
}

static void digits_that_cannot_be_read_are_kept_as_such(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
		int64_t unread;
	} AMOUNTS[] =
		{
			{"12?.50万元", 120500000, 9000000},
			{"?2.50元", 250, 9000},
			{"-1?元", -1000, 900},
			{"??.??元", 0, 9999},
			{"3.?万元", 3000000, 900000},
		},
	  DECIMALS[] = {
		  {"9?", 90000000, 9000000},
		  {"?.5", 500000, 9000000},
		  {"0.00000?", 0, 9},
		  {"?", 0, 9000000},
	  };
	char out[JX_FIGURE_TEXT_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(AMOUNTS); i++) {
		JxAmount amount;
		assert_int_equal(jx_amount_parse(AMOUNTS[i].text, &amount, NULL), JX_OK);
		assert_int_equal(amount.empty, JX_EMPTY_KIND_PARTLY_READ);
		assert_true(amount.fen == AMOUNTS[i].value && amount.unread_fen == AMOUNTS[i].unread);
		assert_int_equal(jx_amount_print(&amount, out, sizeof(out)), JX_OK);
		assert_string_equal(out, AMOUNTS[i].text);
		assert_false(jx_has_amount(&amount));
		assert_false(jx_is_empty_amount(&amount));
		assert_true(jx_is_bounded_amount(&amount));
	}
	for (size_t i = 0; i < JX_COUNT_OF(DECIMALS); i++) {
		JxDecimal decimal;
		assert_int_equal(jx_decimal_parse(DECIMALS[i].text, &decimal, NULL), JX_OK);
		assert_true(
			decimal.micros == DECIMALS[i].value && decimal.unread_micros == DECIMALS[i].unread);
		assert_int_equal(jx_decimal_print(&decimal, out, sizeof(out)), JX_OK);
		assert_string_equal(out, DECIMALS[i].text);
		assert_false(jx_has_decimal(&decimal));
		assert_true(jx_is_bounded_decimal(&decimal));
	}
}

static void unread_digits_from_outside_must_be_those_of_a_number(void **state)
{
	(void)state;
	static const struct {
		int64_t micros;
		int64_t unread;
		JxEmptyKind empty;
		bool is_good;
	} ROWS[] = {
		{1000000, 90000000, JX_EMPTY_KIND_PARTLY_READ, true},
		{1000000, 9000000, JX_EMPTY_KIND_PARTLY_READ, false}, /* read and unread at once */
		{1000000, 80000000, JX_EMPTY_KIND_PARTLY_READ, false},
		{1000000, 0, JX_EMPTY_KIND_PARTLY_READ, false},
		{1000000, -90000000, JX_EMPTY_KIND_PARTLY_READ, false},
		{1000000, 900000, JX_EMPTY_KIND_PARTLY_READ, false}, /* below the last digit */
		{1000000, 90000000, JX_EMPTY_KIND_UNSPECIFIED, false},
		{0, 9000000, JX_EMPTY_KIND_BLANK, false},
		{INT64_MAX / 1000000 * 1000000, INT64_C(9000000000000000000), JX_EMPTY_KIND_PARTLY_READ,
			false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxDecimal decimal;
		jx_decimal_init(&decimal);
		decimal.micros = ROWS[i].micros;
		decimal.unread_micros = ROWS[i].unread;
		decimal.empty = ROWS[i].empty;
		assert_int_equal(jx_decimal_is_printable(&decimal), ROWS[i].is_good);
	}
	JxAmount amount;
	JxDecimal decimal;
	assert_int_equal(jx_amount_parse("-?元", &amount, NULL), JX_INVALID); /* of which sign? */
	assert_int_equal(jx_amount_parse("0?元", &amount, NULL), JX_INVALID);
	assert_int_equal(jx_amount_parse("1？元", &amount, NULL), JX_INVALID);
	assert_int_equal(jx_decimal_parse("92233720368547?5.8", &decimal, NULL), JX_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_read_exactly_and_print_back),
		cmocka_unit_test(a_wrong_amount_is_told_what_is_wrong),
		cmocka_unit_test(a_dash_is_not_a_zero),
		cmocka_unit_test(numbers_read_exactly_and_print_back),
		cmocka_unit_test(a_leaked_float_is_refused),
		cmocka_unit_test(what_cannot_be_printed_is_refused),
		cmocka_unit_test(a_small_buffer_gives_nothing_rather_than_half_a_figure),
		cmocka_unit_test(points_print_with_their_decimals),
		cmocka_unit_test(digits_that_cannot_be_read_are_kept_as_such),
		cmocka_unit_test(unread_digits_from_outside_must_be_those_of_a_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
