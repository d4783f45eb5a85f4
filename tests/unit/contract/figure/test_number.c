#include "proto/contract/figure/number.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

/* A generator of its own, so that a failure comes back. */
static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* A small fraction, not reduced. */
static struct jx_number small(uint64_t *seed)
{
	jx_int128 factor = (jx_int128)(next(seed) % 9 + 1);
	return (struct jx_number){.top = ((jx_int128)(next(seed) % 199) - 99) * factor,
		.bottom = (jx_int128)(next(seed) % 60 + 1) * factor};
}

/* True when a / b is the number: by products of small integers, which cannot overflow. */
static bool is(const struct jx_number *number, jx_int128 top, jx_int128 bottom)
{
	return number->bottom > 0 && number->top * bottom == top * number->bottom;
}

static void sums_and_products_are_those_of_fractions(void **state)
{
	(void)state;
	uint64_t seed = 88172645463325252u;
	for (int i = 0; i < 20000; i++) {
		struct jx_number a = small(&seed);
		struct jx_number b = small(&seed);
		struct jx_number result;
		assert_int_equal(jx_number_add(&a, &b, &result), JX_OK);
		assert_true(is(&result, a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom));
		assert_int_equal(jx_number_subtract(&a, &b, &result), JX_OK);
		assert_true(is(&result, a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom));
		assert_int_equal(jx_number_multiply(&a, &b, &result), JX_OK);
		assert_true(is(&result, a.top * b.top, a.bottom * b.bottom));
		jx_int128 order = a.top * b.bottom - b.top * a.bottom;
		assert_int_equal(jx_number_compare(&a, &b), (order > 0) - (order < 0));
		if (b.top == 0)
			continue;
		assert_int_equal(jx_number_divide(&a, &b, &result), JX_OK);
		assert_true(is(&result, a.top * b.bottom, a.bottom * b.top) ||
			    is(&result, -a.top * b.bottom, -a.bottom * b.top));
		assert_int_equal(jx_number_remainder(&a, &b, &result), JX_OK);
		jx_int128 times = a.top * b.bottom / (a.bottom * b.top);
		assert_true(is(&result, a.top * b.bottom - times * b.top * a.bottom, a.bottom * b.bottom));
	}
}

static void the_laws_of_arithmetic_hold(void **state)
{
	(void)state;
	uint64_t seed = 1234567890123456789u;
	for (int i = 0; i < 20000; i++) {
		struct jx_number a = small(&seed);
		struct jx_number b = small(&seed);
		struct jx_number c = small(&seed);
		struct jx_number left;
		struct jx_number right;
		struct jx_number part;
		assert_int_equal(jx_number_add(&a, &b, &left) | jx_number_add(&b, &a, &right), JX_OK);
		assert_int_equal(jx_number_compare(&left, &right), 0);
		assert_int_equal(jx_number_add(&left, &c, &left) | jx_number_add(&b, &c, &part) |
					 jx_number_add(&a, &part, &right),
			JX_OK);
		assert_int_equal(jx_number_compare(&left, &right), 0);
		assert_int_equal(jx_number_add(&b, &c, &left) | jx_number_multiply(&a, &left, &left), JX_OK);
		assert_int_equal(jx_number_multiply(&a, &b, &right) | jx_number_multiply(&a, &c, &part) |
					 jx_number_add(&right, &part, &right),
			JX_OK);
		assert_int_equal(jx_number_compare(&left, &right), 0);
		if (b.top == 0)
			continue;
		assert_int_equal(
			jx_number_divide(&a, &b, &left) | jx_number_multiply(&left, &b, &left), JX_OK);
		assert_int_equal(jx_number_compare(&left, &a), 0);
	}
}

/* Half away from zero, digit by digit, of a small fraction. */
static jx_int128 rounded(jx_int128 top, jx_int128 bottom, jx_int128 scale)
{
	jx_int128 size = (top < 0 ? -top : top) * scale;
	jx_int128 steps = (2 * size + bottom) / (2 * bottom);
	return top < 0 ? -steps : steps;
}

static void rounding_is_half_away_from_zero(void **state)
{
	(void)state;
	uint64_t seed = 42;
	for (int i = 0; i < 20000; i++) {
		struct jx_number a = small(&seed);
		unsigned decimals = (unsigned)(next(&seed) % 8);
		jx_int128 scale = 1;
		struct jx_number result;
		int64_t scaled;
		for (unsigned k = 0; k < decimals; k++)
			scale *= 10;
		assert_int_equal(jx_number_round(&a, decimals, &result), JX_OK);
		assert_true(is(&result, rounded(a.top, a.bottom, scale), scale));
		assert_int_equal(jx_number_scaled(&a, decimals, &scaled), JX_OK);
		assert_true(scaled == rounded(a.top, a.bottom, scale));
	}
}

#define LARGEST ((jx_int128)(~(unsigned long long)0 >> 1) * (jx_int128)(~(unsigned long long)0 >> 1))

static void large_numbers_are_exact_or_refused(void **state)
{
	(void)state;
	struct jx_number huge = {.top = LARGEST, .bottom = 3};
	struct jx_number next_to_it = {.top = LARGEST - 1, .bottom = 3};
	struct jx_number other = {.top = LARGEST, .bottom = 7};
	struct jx_number tiny = {.top = 1, .bottom = LARGEST};
	struct jx_number result;
	char text[JX_NUMBER_TEXT_BYTES];
	bool is_exact = true;
	/* products that overflow on the way but not in the end */
	assert_int_equal(jx_number_multiply(&huge, &tiny, &result), JX_OK);
	assert_true(is(&result, 1, 3));
	assert_int_equal(jx_number_divide(&huge, &other, &result), JX_OK);
	assert_true(is(&result, 7, 3));
	assert_int_equal(jx_number_multiply(&huge, &huge, &result), JX_OUT_OF_RANGE);
	assert_int_equal(jx_number_add(&huge, &tiny, &result), JX_OUT_OF_RANGE);
	/* an order there always is */
	assert_int_equal(jx_number_compare(&huge, &other), 1);
	assert_int_equal(jx_number_compare(&other, &huge), -1);
	assert_int_equal(jx_number_compare(&huge, &next_to_it), 1);
	assert_int_equal(jx_number_compare(&tiny, &huge), -1);
	struct jx_number minus_huge = jx_number_negate(&huge);
	struct jx_number minus_other = jx_number_negate(&other);
	assert_int_equal(jx_number_compare(&minus_huge, &minus_other), -1);
	assert_int_equal(jx_number_compare(&minus_huge, &other), -1);
	struct jx_number near_one = {.top = LARGEST - 2, .bottom = LARGEST};
	struct jx_number nearer_one = {.top = LARGEST - 3, .bottom = LARGEST - 1};
	assert_int_equal(jx_number_compare(&near_one, &nearer_one), 1);
	jx_number_print(&near_one, 0, 12, &is_exact, text);
	assert_string_equal(text, "1");
	assert_false(is_exact);
	jx_number_print(&tiny, 2, 6, &is_exact, text);
	assert_string_equal(text, "0.00");
	jx_number_print(&minus_huge, 2, 6, &is_exact, text);
	assert_string_equal(text, "-28356863910078205282465635928077500416.333333");
	assert_int_equal(jx_number_round(&huge, 12, &result), JX_OUT_OF_RANGE);
	int64_t scaled;
	assert_int_equal(jx_number_scaled(&huge, 0, &scaled), JX_OUT_OF_RANGE);
}

static void digits_are_read_strictly(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum jx_status status;
		const char *printed;
	} lines[] = {
		{"0", JX_OK, "0"},
		{"007", JX_OK, "7"},
		{"0.05", JX_OK, "0.05"},
		{"0.50", JX_OK, "0.5"},
		{"999999999999999999.999999999999", JX_OK, "999999999999999999.999999999999"},
		{"", JX_INVALID, ""},
		{".5", JX_INVALID, ""},
		{"5.", JX_INVALID, ""},
		{"1.2.3", JX_INVALID, ""},
		{"-1", JX_INVALID, ""},
		{"1e3", JX_INVALID, ""},
		{"1000000000000000000", JX_OUT_OF_RANGE, ""},
		{"0.0000000000001", JX_OUT_OF_RANGE, ""},
	};
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct jx_number number;
		char text[JX_NUMBER_TEXT_BYTES];
		assert_int_equal(
			jx_number_parse(lines[i].text, strlen(lines[i].text), &number), lines[i].status);
		if (lines[i].status == JX_OK)
			assert_string_equal(jx_number_print(&number, 0, JX_NUMBER_MAX_DECIMALS, NULL, text),
				lines[i].printed);
	}
}

static void micros_are_millionths(void **state)
{
	(void)state;
	static const int64_t values[] = {0, 1, -1, 10, 1000000, -24720000, INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < JX_COUNT_OF(values); i++) {
		struct jx_number number = jx_number_of_micros(values[i]);
		int64_t micros = 0;
		assert_true(is(&number, values[i], 1000000));
		enum jx_status status = jx_number_scaled(&number, 6, &micros);
		if (values[i] == INT64_MIN)
			assert_int_equal(status, JX_OUT_OF_RANGE);
		else
			assert_true(status == JX_OK && micros == values[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_products_are_those_of_fractions),
		cmocka_unit_test(the_laws_of_arithmetic_hold),
		cmocka_unit_test(rounding_is_half_away_from_zero),
		cmocka_unit_test(large_numbers_are_exact_or_refused),
		cmocka_unit_test(digits_are_read_strictly),
		cmocka_unit_test(micros_are_millionths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
