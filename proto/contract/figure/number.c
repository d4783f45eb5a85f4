/* Fractions of two 128-bit integers; see formula_number.h for why they are reduced only when they grow. */
#include "proto/contract/figure/number.h"

#include <string.h>

__extension__ typedef unsigned __int128 size128; /* sizes of terms, without sign */

#define WIDE_MAX         ((jx_wide)(~(size128)0 >> 1))
#define MAX_WHOLE_DIGITS 18

static size128 size_of(jx_wide value)
{
	return value < 0 ? -(size128)value : (size128)value;
}

static size128 common_divisor(size128 a, size128 b)
{
	while (b > UINT64_MAX) {
		size128 rest = a % b;
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
	size128 divisor = common_divisor(size_of(number->top), size_of(number->bottom));
	number->top /= (jx_wide)divisor;
	number->bottom /= (jx_wide)divisor;
}

/* The smallest jx_wide has no negative, so it counts as too large. */
static bool times(jx_wide a, jx_wide b, jx_wide *ret_product)
{
	return !__builtin_mul_overflow(a, b, ret_product) && *ret_product >= -WIDE_MAX;
}

static bool plus(jx_wide a, jx_wide b, jx_wide *ret_sum)
{
	return !__builtin_add_overflow(a, b, ret_sum) && *ret_sum >= -WIDE_MAX;
}

static bool try_add(const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_sum)
{
	if (a->bottom == b->bottom) {
		ret_sum->bottom = a->bottom;
		return plus(a->top, b->top, &ret_sum->top);
	}
	jx_wide divisor = (jx_wide)common_divisor(size_of(a->bottom), size_of(b->bottom));
	jx_wide by_a = b->bottom / divisor;
	jx_wide by_b = a->bottom / divisor;
	jx_wide first;
	jx_wide second;
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
static int compare_by_parts(size128 a_top, size128 a_bottom, size128 b_top, size128 b_bottom)
{
	int order = 1;
	for (;;) {
		size128 a_whole = a_top / a_bottom;
		size128 b_whole = b_top / b_bottom;
		if (a_whole != b_whole)
			return a_whole > b_whole ? order : -order;
		size128 a_rest = a_top % a_bottom;
		size128 b_rest = b_top % b_bottom;
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
	jx_wide left;
	jx_wide right;
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
static unsigned next_digit(size128 *rest, size128 bottom)
{
	unsigned digit = 0;
	size128 left = 0;
	if (bottom <= (size128)WIDE_MAX / 10) {
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
	size128 whole;
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
	size128 top = size_of(number->top);
	size128 bottom = size_of(number->bottom);
	struct decimals parts = {.whole = top / bottom};
	size128 rest = top % bottom;
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
	jx_wide scale = power_of_ten(decimals);
	jx_wide top;
	if (parts.whole > (size128)WIDE_MAX || !times((jx_wide)parts.whole, scale, &top) ||
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
	jx_wide scaled;
	if (parts.whole > INT64_MAX)
		return JX_OUT_OF_RANGE;
	scaled = (jx_wide)parts.whole * power_of_ten(decimals) + parts.fraction;
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
