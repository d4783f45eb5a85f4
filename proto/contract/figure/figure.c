#include "proto/contract/figure/figure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"

/* What stands in a box without a number, by EmptyKind. */
static const struct {
	const char *text;
	JxEmptyKind kind;
} MARKS[] = {
	{"", JX_EMPTY_KIND_BLANK},
	{"—", JX_EMPTY_KIND_DASH},
	{"/", JX_EMPTY_KIND_SLASH},
	{"无", JX_EMPTY_KIND_NONE_WORD},
	{"*", JX_EMPTY_KIND_PLACEHOLDER},
};

/* power: decimals of the unit in which the stored integer counts ones, so 1 元 is 10^2 fen. */
static const struct unit {
	const char *text;
	JxAmountUnit unit;
	uint32_t power;
} UNITS[] = {
	{"元", JX_AMOUNT_UNIT_YUAN, JX_YUAN_DECIMALS},
	{"万元", JX_AMOUNT_UNIT_WAN_YUAN, JX_WAN_YUAN_DECIMALS},
	{"亿元", JX_AMOUNT_UNIT_YI_YUAN, JX_YI_YUAN_DECIMALS},
};

static const int64_t POWERS[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const struct unit *unit_of(JxAmountUnit unit)
{
	for (size_t i = 0; i < JX_COUNT_OF(UNITS); i++)
		if (UNITS[i].unit == unit)
			return &UNITS[i];
	return NULL;
}

static const char *mark_of(JxEmptyKind kind)
{
	for (size_t i = 0; i < JX_COUNT_OF(MARKS); i++)
		if (MARKS[i].kind == kind)
			return MARKS[i].text;
	return NULL;
}

static JxEmptyKind kind_of(const char *text)
{
	for (size_t i = 0; i < JX_COUNT_OF(MARKS); i++)
		if (strcmp(MARKS[i].text, text) == 0)
			return MARKS[i].kind;
	return JX_EMPTY_KIND_UNSPECIFIED;
}

/* ---- reading ---- */

/* A number as it stands in a text: where its digits are. */
struct digits {
	bool is_negative;
	const char *whole;
	size_t n_whole;
	const char *fraction;
	size_t n_fraction;
	const char *rest; /* what follows the number */
};

static size_t count_digits(const char *text)
{
	size_t n = 0;
	while (is_digit(text[n]))
		n++;
	return n;
}

/* True when a text holds a full-width form, U+FF01 to U+FF5E, as a Chinese keyboard types them. */
static bool has_wide_form(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
		if (c[0] == 0xEF && (c[1] == 0xBC || (c[1] == 0xBD && c[2] <= 0x9E)))
			return true;
	return false;
}

/* Why a text does not begin with a number in the strict form. */
static enum jx_reason why_no_number(const char *text)
{
	if (has_wide_form(text))
		return JX_REASON_FIGURE_WIDE_DIGIT;
	if (text[strcspn(text, "0123456789")] == '\0')
		return JX_REASON_FIGURE_NOT_A_NUMBER;
	if (text[strcspn(text, ", _'\t")] != '\0')
		return JX_REASON_FIGURE_SEPARATOR;
	if (text[0] == '+')
		return JX_REASON_FIGURE_PLUS;
	return JX_REASON_FIGURE_NOT_A_NUMBER;
}

/* Splits the number at the start of a text; NONE when it is in the strict form. */
static enum jx_reason split_number(const char *text, struct digits *ret_digits)
{
	struct digits d = {.is_negative = text[0] == '-'};
	d.whole = text + (d.is_negative ? 1 : 0);
	d.n_whole = count_digits(d.whole);
	d.rest = d.whole + d.n_whole;
	if (d.n_whole == 0)
		return why_no_number(text);
	if (d.n_whole > 1 && d.whole[0] == '0')
		return JX_REASON_FIGURE_LEADING_ZERO;
	if (d.rest[0] == '.') {
		d.fraction = d.rest + 1;
		d.n_fraction = count_digits(d.fraction);
		d.rest = d.fraction + d.n_fraction;
		if (d.n_fraction == 0)
			return why_no_number(text);
	}
	*ret_digits = d;
	return JX_REASON_NONE;
}

static bool add_digits(uint64_t *value, const char *digits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (__builtin_mul_overflow(*value, 10u, value) ||
			__builtin_add_overflow(*value, (uint64_t)(digits[i] - '0'), value))
			return false;
	return true;
}

/* The value in units of 10^-power; n_fraction must not exceed power. */
static enum jx_reason value_of(const struct digits *digits, uint32_t power, int64_t *ret_value)
{
	uint64_t size = 0;
	uint64_t rest = (uint64_t)POWERS[power - digits->n_fraction];
	if (!add_digits(&size, digits->whole, digits->n_whole) ||
		!add_digits(&size, digits->fraction, digits->n_fraction) ||
		__builtin_mul_overflow(size, rest, &size))
		return JX_REASON_FIGURE_RANGE;
	if (size > (uint64_t)INT64_MAX + (digits->is_negative ? 1 : 0))
		return JX_REASON_FIGURE_RANGE;
	if (size == 0 && digits->is_negative)
		return JX_REASON_FIGURE_NEGATIVE_ZERO;
	/* Negating as unsigned gives INT64_MIN too. */
	*ret_value = digits->is_negative ? (int64_t)(0 - size) : (int64_t)size;
	return JX_REASON_NONE;
}

static enum jx_status refuse_text(
	struct jx_error *error, enum jx_reason reason, const char *text, uint32_t decimals)
{
	return jx_fail_with(error, reason, JX_ARGS(JX_TEXT(text), JX_U64(decimals)));
}

enum jx_status jx_amount_parse(const char *text, JxAmount *ret_amount, struct jx_error *error)
{
	JxAmount amount = JX_AMOUNT_INIT;
	amount.empty = kind_of(text);
	if (amount.empty != JX_EMPTY_KIND_UNSPECIFIED) {
		*ret_amount = amount;
		return JX_OK;
	}
	struct digits digits = {0};
	enum jx_reason reason = split_number(text, &digits);
	if (reason != JX_REASON_NONE)
		return refuse_text(error, reason, text, 0);
	const struct unit *unit = NULL;
	for (size_t i = 0; i < JX_COUNT_OF(UNITS); i++)
		if (strcmp(UNITS[i].text, digits.rest) == 0)
			unit = &UNITS[i];
	if (unit == NULL) {
		reason = why_no_number(digits.rest[0] != '\0' ? text : "0");
		if (reason == JX_REASON_FIGURE_NOT_A_NUMBER)
			reason = digits.rest[0] == '\0' ? JX_REASON_AMOUNT_WITHOUT_UNIT
							: JX_REASON_AMOUNT_BAD_UNIT;
		return refuse_text(error, reason, text, 0);
	}
	if (digits.n_fraction > unit->power)
		return refuse_text(error, JX_REASON_FIGURE_DECIMALS, text, unit->power);
	reason = value_of(&digits, unit->power, &amount.fen);
	if (reason != JX_REASON_NONE)
		return refuse_text(error, reason, text, 0);
	amount.unit = unit->unit;
	amount.decimals = (uint32_t)digits.n_fraction;
	*ret_amount = amount;
	return JX_OK;
}

enum jx_status jx_decimal_parse(const char *text, JxDecimal *ret_decimal, struct jx_error *error)
{
	JxDecimal decimal = JX_DECIMAL_INIT;
	decimal.empty = kind_of(text);
	if (decimal.empty != JX_EMPTY_KIND_UNSPECIFIED) {
		*ret_decimal = decimal;
		return JX_OK;
	}
	struct digits digits = {0};
	enum jx_reason reason = split_number(text, &digits);
	if (reason == JX_REASON_NONE && digits.rest[0] != '\0')
		reason = why_no_number(text);
	if (reason == JX_REASON_NONE && digits.n_fraction > JX_MICROS_DECIMALS)
		reason = JX_REASON_FIGURE_FLOAT_LEAK;
	if (reason == JX_REASON_NONE)
		reason = value_of(&digits, JX_MICROS_DECIMALS, &decimal.micros);
	if (reason != JX_REASON_NONE)
		return refuse_text(error, reason, text, JX_MICROS_DECIMALS);
	decimal.decimals = (uint32_t)digits.n_fraction;
	*ret_decimal = decimal;
	return JX_OK;
}

/* ---- writing ---- */

static uint64_t size_of(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* Writes n units of 10^-decimals with a unit text behind; false when out is too small. */
static bool print_scaled(
	bool is_negative, uint64_t n, uint32_t decimals, const char *unit, char *out, size_t size)
{
	char digits[40]; /* from the end: at most 20 of them, a point, and zeros before it */
	char *at = digits + sizeof(digits);
	size_t n_unit = strlen(unit);
	bool has_sign = is_negative && n != 0;
	for (uint32_t i = 0; i <= decimals || n > 0; i++, n /= 10) {
		if (i == decimals && decimals > 0)
			*--at = '.';
		*--at = (char)('0' + n % 10);
	}
	if (has_sign)
		*--at = '-';
	size_t n_digits = (size_t)(digits + sizeof(digits) - at);
	if (n_digits + n_unit >= size)
		return false;
	memcpy(out, at, n_digits);
	memcpy(out + n_digits, unit, n_unit + 1);
	return true;
}

static enum jx_status print_number(
	int64_t value, int64_t last_digit, uint32_t decimals, const char *unit, char *out, size_t size)
{
	if (print_scaled(value < 0, size_of(value) / (uint64_t)last_digit, decimals, unit, out, size))
		return JX_OK;
	if (size > 0)
		out[0] = '\0';
	return JX_EXHAUSTED;
}

static enum jx_status print_mark(JxEmptyKind kind, char *out, size_t size)
{
	const char *mark = mark_of(kind);
	size_t n = strlen(mark) + 1;
	if (n > size)
		return JX_EXHAUSTED;
	memcpy(out, mark, n);
	return JX_OK;
}

enum jx_status jx_amount_print(const JxAmount *amount, char *out, size_t size)
{
	if (size > 0)
		out[0] = '\0';
	if (!jx_amount_is_printable(amount))
		return JX_INVALID;
	if (amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return print_mark(amount->empty, out, size);
	return print_number(amount->fen, jx_amount_last_digit_fen(amount), amount->decimals,
		unit_of(amount->unit)->text, out, size);
}

enum jx_status jx_decimal_print(const JxDecimal *decimal, char *out, size_t size)
{
	if (size > 0)
		out[0] = '\0';
	if (!jx_decimal_is_printable(decimal))
		return JX_INVALID;
	if (decimal->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return print_mark(decimal->empty, out, size);
	return print_number(
		decimal->micros, jx_micros_last_digit(decimal->decimals), decimal->decimals, "", out, size);
}

const char *jx_micros_print(int64_t micros, uint32_t decimals, char *out, size_t size)
{
	uint32_t shown = decimals < JX_MICROS_DECIMALS ? decimals : JX_MICROS_DECIMALS;
	uint64_t unit = (uint64_t)jx_micros_last_digit(shown);
	(void)print_scaled(micros < 0, (size_of(micros) + unit / 2) / unit, shown, "", out, size);
	return out;
}

int64_t jx_amount_last_digit_fen(const JxAmount *amount)
{
	const struct unit *unit = unit_of(amount->unit);
	if (unit == NULL || amount->decimals > unit->power)
		return 0;
	return POWERS[unit->power - amount->decimals];
}

int64_t jx_micros_last_digit(uint32_t decimals)
{
	return decimals <= JX_MICROS_DECIMALS ? POWERS[JX_MICROS_DECIMALS - decimals] : 0;
}

/* ---- checking what came from outside ---- */

bool jx_amount_is_printable(const JxAmount *amount)
{
	if (amount->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return mark_of(amount->empty) != NULL && amount->fen == 0 && amount->decimals == 0 &&
		       amount->unit == JX_AMOUNT_UNIT_UNSPECIFIED;
	int64_t last_digit = jx_amount_last_digit_fen(amount);
	return last_digit != 0 && amount->fen % last_digit == 0;
}

bool jx_decimal_is_printable(const JxDecimal *decimal)
{
	if (decimal->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return mark_of(decimal->empty) != NULL && decimal->micros == 0 && decimal->decimals == 0;
	int64_t last_digit = jx_micros_last_digit(decimal->decimals);
	return last_digit != 0 && decimal->micros % last_digit == 0;
}

enum jx_status jx_amount_check(const JxAmount *amount, const char *field, struct jx_error *error)
{
	if (jx_amount_is_printable(amount))
		return JX_OK;
	char found[JX_ERROR_ARG_BYTES];
	snprintf(found, sizeof(found), "fen %" PRId64 ", unit %d, decimals %" PRIu32 ", empty %d",
		amount->fen, (int)amount->unit, amount->decimals, (int)amount->empty);
	return jx_fail_at(error, JX_REASON_BAD_FIGURE, field, JX_ARGS(JX_TEXT(field), JX_TEXT(found)));
}

enum jx_status jx_decimal_check(const JxDecimal *decimal, const char *field, struct jx_error *error)
{
	if (jx_decimal_is_printable(decimal))
		return JX_OK;
	char found[JX_ERROR_ARG_BYTES];
	snprintf(found, sizeof(found), "micros %" PRId64 ", decimals %" PRIu32 ", empty %d", decimal->micros,
		decimal->decimals, (int)decimal->empty);
	return jx_fail_at(error, JX_REASON_BAD_FIGURE, field, JX_ARGS(JX_TEXT(field), JX_TEXT(found)));
}

bool jx_has_amount(const JxAmount *amount)
{
	return amount != NULL && amount->empty == JX_EMPTY_KIND_UNSPECIFIED && jx_amount_is_printable(amount);
}

bool jx_has_decimal(const JxDecimal *decimal)
{
	return decimal != NULL && decimal->empty == JX_EMPTY_KIND_UNSPECIFIED &&
	       jx_decimal_is_printable(decimal);
}

bool jx_is_empty_amount(const JxAmount *amount)
{
	return amount != NULL && amount->empty != JX_EMPTY_KIND_UNSPECIFIED;
}
