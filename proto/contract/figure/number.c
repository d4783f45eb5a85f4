/* Fractions of two 128-bit integers; see number.h for why they are reduced only when they grow. */
#include "proto/contract/figure/number.h"

#include <string.h>

#include "proto/contract/base/wide.h"

#define WIDE_MAX         ((jx_int128)(~(jx_uint128)0 >> 1))
#define MAX_WHOLE_DIGITS 18

static jx_uint128 size_of(jx_int128 value)
{
	return value < 0 ? -(jx_uint128)value : (jx_uint128)value;
}

static jx_uint128 common_divisor(jx_uint128 a, jx_uint128 b)
{
	while (b > UINT64_MAX) {
		jx_uint128 rest = a % b;
		a = b;
		b = rest;
	}
	if (b == 0)
		return a;
	/* from here on in hardware: a 128-bit division is a call */
	uint64_t high = (uint64_t)b;
	uint64_t low = (uint64_t)(a % b);
	while (low != 0) {
		uint64_t rest = high % low;
		high = low;
		low = rest;
	}
	return high;
}

struct jx_number jx_number_of(int64_t value)
{
	return (struct jx_number){.top = value, .bottom = 1};
}

struct jx_number jx_number_of_micros(int64_t micros)
{
	int64_t bottom = 1000000;
	while (bottom > 1 && micros % 10 == 0) {
		micros /= 10;
		bottom /= 10;
	}
	return (struct jx_number){.top = micros, .bottom = bottom};
}

enum jx_status jx_number_parse(const char *text, size_t n, struct jx_number *ret_number)
{
	struct jx_number number = {.top = 0, .bottom = 1};
	size_t n_whole = 0;
	size_t n_decimals = 0;
	bool has_point = false;
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '.' && !has_point && n_whole > 0) {
			has_point = true;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return JX_INVALID;
		if (has_point)
			n_decimals++;
		else
			n_whole++;
		if (n_whole > MAX_WHOLE_DIGITS || n_decimals > JX_NUMBER_MAX_DECIMALS)
			return JX_OUT_OF_RANGE;
		number.top = number.top * 10 + (text[i] - '0');
		number.bottom *= has_point ? 10 : 1;
	}
	if (n_whole == 0 || (has_point && n_decimals == 0))
		return JX_INVALID;
	*ret_number = number;
	return JX_OK;
}

void jx_number_reduce(struct jx_number *number)
{
	jx_uint128 divisor = common_divisor(size_of(number->top), size_of(number->bottom));
	number->top /= (jx_int128)divisor;
	number->bottom /= (jx_int128)divisor;
}

/* The smallest jx_int128 has no negative, so it counts as too large. */
static bool times(jx_int128 a, jx_int128 b, jx_int128 *ret_product)
{
	return !__builtin_mul_overflow(a, b, ret_product) && *ret_product >= -WIDE_MAX;
}

static bool plus(jx_int128 a, jx_int128 b, jx_int128 *ret_sum)
{
	return !__builtin_add_overflow(a, b, ret_sum) && *ret_sum >= -WIDE_MAX;
}

static bool try_add(const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_sum)
{
	if (a->bottom == b->bottom) {
		ret_sum->bottom = a->bottom;
		return plus(a->top, b->top, &ret_sum->top);
	}
	jx_int128 divisor = (jx_int128)common_divisor(size_of(a->bottom), size_of(b->bottom));
	jx_int128 by_a = b->bottom / divisor;
	jx_int128 by_b = a->bottom / divisor;
	jx_int128 first;
	jx_int128 second;
	return times(a->top, by_a, &first) && times(b->top, by_b, &second) &&
	       plus(first, second, &ret_sum->top) && times(a->bottom, by_a, &ret_sum->bottom);
}

enum jx_status jx_number_add(const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_sum)
{
	struct jx_number sum;
	if (!try_add(a, b, &sum)) {
		struct jx_number first = *a;
		struct jx_number second = *b;
		jx_number_reduce(&first);
		jx_number_reduce(&second);
		if (!try_add(&first, &second, &sum))
			return JX_OUT_OF_RANGE;
	}
	*ret_sum = sum;
	return JX_OK;
}

struct jx_number jx_number_negate(const struct jx_number *a)
{
	return (struct jx_number){.top = -a->top, .bottom = a->bottom};
}

enum jx_status jx_number_subtract(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_difference)
{
	struct jx_number negative = jx_number_negate(b);
	return jx_number_add(a, &negative, ret_difference);
}

enum jx_status jx_number_multiply(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_product)
{
	struct jx_number product;
	if (!times(a->top, b->top, &product.top) || !times(a->bottom, b->bottom, &product.bottom)) {
		struct jx_number reduced_a = *a;
		struct jx_number reduced_b = *b;
		jx_number_reduce(&reduced_a);
		jx_number_reduce(&reduced_b);
		struct jx_number first = {.top = reduced_a.top, .bottom = reduced_b.bottom};
		struct jx_number second = {.top = reduced_b.top, .bottom = reduced_a.bottom};
		jx_number_reduce(&first);
		jx_number_reduce(&second);
		if (!times(first.top, second.top, &product.top) ||
			!times(first.bottom, second.bottom, &product.bottom))
			return JX_OUT_OF_RANGE;
	}
	*ret_product = product;
	return JX_OK;
}

enum jx_status jx_number_divide(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_quotient)
{
	struct jx_number inverse = b->top < 0 ? (struct jx_number){.top = -b->bottom, .bottom = -b->top}
					      : (struct jx_number){.top = b->bottom, .bottom = b->top};
	return jx_number_multiply(a, &inverse, ret_quotient);
}

enum jx_status jx_number_remainder(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_rest)
{
	struct jx_number quotient;
	enum jx_status status = jx_number_divide(a, b, &quotient);
	if (status != JX_OK)
		return status;
	quotient = (struct jx_number){.top = quotient.top / quotient.bottom, .bottom = 1};
	status = jx_number_multiply(b, &quotient, &quotient);
	return status == JX_OK ? jx_number_subtract(a, &quotient, ret_rest) : status;
}

int jx_number_sign(const struct jx_number *a)
{
	return (a->top > 0) - (a->top < 0);
}

/* Compares two positive fractions by their whole parts, then what is left of them upside down. */
static int compare_by_parts(jx_uint128 a_top, jx_uint128 a_bottom, jx_uint128 b_top, jx_uint128 b_bottom)
{
	int order = 1;
	for (;;) {
		jx_uint128 a_whole = a_top / a_bottom;
		jx_uint128 b_whole = b_top / b_bottom;
		if (a_whole != b_whole)
			return a_whole > b_whole ? order : -order;
		jx_uint128 a_rest = a_top % a_bottom;
		jx_uint128 b_rest = b_top % b_bottom;
		if (a_rest == 0 || b_rest == 0)
			return ((a_rest != 0) - (b_rest != 0)) * order;
		a_top = a_bottom;
		a_bottom = a_rest;
		b_top = b_bottom;
		b_bottom = b_rest;
		order = -order;
	}
}

int jx_number_compare(const struct jx_number *a, const struct jx_number *b)
{
	jx_int128 left;
	jx_int128 right;
	if (a->bottom == b->bottom)
		return (a->top > b->top) - (a->top < b->top);
	int sign = jx_number_sign(a);
	if (sign != jx_number_sign(b))
		return sign > jx_number_sign(b) ? 1 : -1;
	if (times(a->top, b->bottom, &left) && times(b->top, a->bottom, &right))
		return (left > right) - (left < right);
	return sign *
	       compare_by_parts(size_of(a->top), size_of(a->bottom), size_of(b->top), size_of(b->bottom));
}

/* The next decimal of rest / bottom, where rest < bottom; what is left goes back into rest. */
static unsigned next_digit(jx_uint128 *rest, jx_uint128 bottom)
{
	unsigned digit = 0;
	jx_uint128 left = 0;
	if (bottom <= (jx_uint128)WIDE_MAX / 10) {
		digit = (unsigned)(*rest * 10 / bottom);
		*rest = *rest * 10 % bottom;
		return digit;
	}
	/* rest times ten would not fit: add it ten times, taking bottom away whenever it is in there */
	for (int i = 0; i < 10; i++) {
		left += *rest;
		digit += left >= bottom ? 1 : 0;
		left -= left >= bottom ? bottom : 0;
	}
	*rest = left;
	return digit;
}

/* The size of a number, rounded half up to so many decimals. */
struct decimals {
	jx_uint128 whole;
	int64_t fraction; /* that many digits */
	bool is_exact;
};

static int64_t power_of_ten(unsigned exponent)
{
	int64_t power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

static struct decimals split(const struct jx_number *number, unsigned n_decimals)
{
	jx_uint128 top = size_of(number->top);
	jx_uint128 bottom = size_of(number->bottom);
	struct decimals parts = {.whole = top / bottom};
	jx_uint128 rest = top % bottom;
	for (unsigned i = 0; i < n_decimals; i++)
		parts.fraction = parts.fraction * 10 + next_digit(&rest, bottom);
	parts.is_exact = rest == 0;
	if (rest >= bottom - rest)
		parts.fraction++;
	if (parts.fraction == power_of_ten(n_decimals)) {
		parts.fraction = 0;
		parts.whole++;
	}
	return parts;
}

enum jx_status jx_number_round(const struct jx_number *a, unsigned decimals, struct jx_number *ret_rounded)
{
	struct decimals parts = split(a, decimals);
	jx_int128 scale = power_of_ten(decimals);
	jx_int128 top;
	if (parts.whole > (jx_uint128)WIDE_MAX || !times((jx_int128)parts.whole, scale, &top) ||
		!plus(top, parts.fraction, &top)) {
		/* terms so large that the decimals do not fit beside them: only a whole number is round already */
		if (!parts.is_exact || parts.fraction != 0)
			return JX_OUT_OF_RANGE;
		*ret_rounded = *a;
		return JX_OK;
	}
	*ret_rounded = (struct jx_number){.top = a->top < 0 ? -top : top, .bottom = scale};
	return JX_OK;
}

enum jx_status jx_number_scaled(const struct jx_number *a, unsigned decimals, int64_t *ret_scaled)
{
	struct decimals parts = split(a, decimals);
	jx_int128 scaled;
	if (parts.whole > INT64_MAX)
		return JX_OUT_OF_RANGE;
	scaled = (jx_int128)parts.whole * power_of_ten(decimals) + parts.fraction;
	if (scaled > INT64_MAX)
		return JX_OUT_OF_RANGE;
	*ret_scaled = a->top < 0 ? -(int64_t)scaled : (int64_t)scaled;
	return JX_OK;
}

const char *jx_number_print(const struct jx_number *number, unsigned min_decimals, unsigned max_decimals,
	bool *ret_is_exact, char out[JX_NUMBER_TEXT_BYTES])
{
	struct decimals parts = split(number, max_decimals);
	char digits[JX_NUMBER_TEXT_BYTES];
	size_t at = sizeof(digits);
	unsigned n_decimals = max_decimals;
	bool is_negative = number->top < 0 && (parts.whole > 0 || parts.fraction > 0);
	if (ret_is_exact != NULL)
		*ret_is_exact = parts.is_exact;
	while (n_decimals > min_decimals && parts.fraction % 10 == 0) {
		parts.fraction /= 10;
		n_decimals--;
	}
	digits[--at] = '\0';
	for (unsigned i = 0; i < n_decimals; i++) {
		digits[--at] = (char)('0' + parts.fraction % 10);
		parts.fraction /= 10;
	}
	if (n_decimals > 0)
		digits[--at] = '.';
	do {
		digits[--at] = (char)('0' + (int)(parts.whole % 10));
		parts.whole /= 10;
	} while (parts.whole > 0);
	if (is_negative)
		digits[--at] = '-';
	memcpy(out, digits + at, sizeof(digits) - at);
	return out;
}
