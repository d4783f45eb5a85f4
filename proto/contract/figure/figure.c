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

/* Whether a box holds no digit at all. */
static bool is_mark(JxEmptyKind kind)
{
	return kind != JX_EMPTY_KIND_UNSPECIFIED && kind != JX_EMPTY_KIND_PARTLY_READ;
}

/* ---- reading ---- */

#define UNREAD '?' /* stands for a digit that cannot be read */

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
	while (is_digit(text[n]) || text[n] == UNREAD)
		n++;
	return n;
}

static bool has_unread(const struct digits *digits)
{
	return memchr(digits->whole, UNREAD, digits->n_whole) != NULL ||
	       (digits->n_fraction > 0 && memchr(digits->fraction, UNREAD, digits->n_fraction) != NULL);
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

/* What an unread digit adds to each of the two. */
#define READ_AS_ZERO 0
#define READ_AS_NINE 9

/* Adds digits behind a value: those that are read, or 9 for each that is not and 0 for the others. */
static bool add_digits(uint64_t *value, const char *digits, size_t n, unsigned unread)
{
	for (size_t i = 0; i < n; i++) {
		unsigned digit = unread == READ_AS_NINE ? 0 : (unsigned)(digits[i] - '0');
		if (digits[i] == UNREAD)
			digit = unread;
		if (__builtin_mul_overflow(*value, 10u, value) ||
			__builtin_add_overflow(*value, digit, value))
			return false;
	}
	return true;
}

/* All digits in units of 10^-power; n_fraction must not exceed power. */
static bool size_of_digits(const struct digits *digits, uint32_t power, unsigned unread, uint64_t *ret_size)
{
	uint64_t rest = (uint64_t)POWERS[power - digits->n_fraction];
	*ret_size = 0;
	return add_digits(ret_size, digits->whole, digits->n_whole, unread) &&
	       add_digits(ret_size, digits->fraction, digits->n_fraction, unread) &&
	       !__builtin_mul_overflow(*ret_size, rest, ret_size);
}

/* The value, and what its unread digits may add to its size. */
static enum jx_reason value_of(
	const struct digits *digits, uint32_t power, int64_t *ret_value, int64_t *ret_unread)
{
	uint64_t size;
	uint64_t unread;
	uint64_t most;
	if (!size_of_digits(digits, power, READ_AS_ZERO, &size) ||
		!size_of_digits(digits, power, READ_AS_NINE, &unread) ||
		__builtin_add_overflow(size, unread, &most))
		return JX_REASON_FIGURE_RANGE;
	if (most > (uint64_t)INT64_MAX + (digits->is_negative && unread == 0 ? 1 : 0))
		return JX_REASON_FIGURE_RANGE;
	if (size == 0 && digits->is_negative)
		return JX_REASON_FIGURE_NEGATIVE_ZERO;
	/* Negating as unsigned gives INT64_MIN too. */
	*ret_value = digits->is_negative ? (int64_t)(0 - size) : (int64_t)size;
	*ret_unread = (int64_t)unread;
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
	reason = value_of(&digits, unit->power, &amount.fen, &amount.unread_fen);
	if (reason != JX_REASON_NONE)
		return refuse_text(error, reason, text, 0);
	amount.empty = has_unread(&digits) ? JX_EMPTY_KIND_PARTLY_READ : JX_EMPTY_KIND_UNSPECIFIED;
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
		reason = value_of(&digits, JX_MICROS_DECIMALS, &decimal.micros, &decimal.unread_micros);
	if (reason != JX_REASON_NONE)
		return refuse_text(error, reason, text, JX_MICROS_DECIMALS);
	decimal.empty = has_unread(&digits) ? JX_EMPTY_KIND_PARTLY_READ : JX_EMPTY_KIND_UNSPECIFIED;
	decimal.decimals = (uint32_t)digits.n_fraction;
	*ret_decimal = decimal;
	return JX_OK;
}

/* ---- writing ---- */

static uint64_t size_of(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* A number in units of 10^-decimals, as it is printed. */
struct printing {
	bool is_negative;
	uint64_t size;
	uint64_t unread; /* 9 for each digit that cannot be read, 0 for the others */
	uint32_t decimals;
};

/* Writes a number with a unit text behind; false when out is too small. */
static bool print_scaled(const struct printing *number, const char *unit, char *out, size_t size)
{
	char digits[40]; /* from the end: at most 20 of them, a point, and zeros before it */
	char *at = digits + sizeof(digits);
	size_t n_unit = strlen(unit);
	uint64_t n = number->size;
	uint64_t unread = number->unread;
	uint32_t decimals = number->decimals;
	bool has_sign = number->is_negative && n != 0;
	for (uint32_t i = 0; i <= decimals || n > 0 || unread > 0; i++, n /= 10, unread /= 10) {
		if (i == decimals && decimals > 0)
			*--at = '.';
		*--at = unread % 10 > 0 ? UNREAD : (char)('0' + n % 10);
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

static enum jx_status print_number(const struct printing *number, const char *unit, char *out, size_t size)
{
	if (print_scaled(number, unit, out, size))
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
	if (is_mark(amount->empty))
		return print_mark(amount->empty, out, size);
	const uint64_t digit = (uint64_t)jx_amount_last_digit_fen(amount);
	if (digit == 0)
		return JX_INVALID;
	const struct printing number = {amount->fen < 0, size_of(amount->fen) / digit,
		(uint64_t)amount->unread_fen / digit, amount->decimals};
	return print_number(&number, unit_of(amount->unit)->text, out, size);
}

enum jx_status jx_decimal_print(const JxDecimal *decimal, char *out, size_t size)
{
	if (size > 0)
		out[0] = '\0';
	if (!jx_decimal_is_printable(decimal))
		return JX_INVALID;
	if (is_mark(decimal->empty))
		return print_mark(decimal->empty, out, size);
	uint64_t digit = (uint64_t)jx_micros_last_digit(decimal->decimals);
	const struct printing number = {decimal->micros < 0, size_of(decimal->micros) / digit,
		(uint64_t)decimal->unread_micros / digit, decimal->decimals};
	return print_number(&number, "", out, size);
}

const char *jx_micros_print(int64_t micros, uint32_t decimals, char *out, size_t size)
{
	uint32_t shown = decimals < JX_MICROS_DECIMALS ? decimals : JX_MICROS_DECIMALS;
	uint64_t unit = (uint64_t)jx_micros_last_digit(shown);
	const struct printing number = {micros < 0, (size_of(micros) + unit / 2) / unit, 0, shown};
	(void)print_scaled(&number, "", out, size);
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

/* Whether digits that cannot be read are those of a number: at least one where there must be, and not read as well. */
static bool is_unread_good(JxEmptyKind kind, int64_t value, int64_t unread, int64_t last_digit)
{
	uint64_t most;
	if (kind != JX_EMPTY_KIND_PARTLY_READ)
		return unread == 0;
	if (unread <= 0 || unread % last_digit != 0 ||
		__builtin_add_overflow(size_of(value), (uint64_t)unread, &most) || most > INT64_MAX)
		return false;
	uint64_t size = size_of(value);
	for (uint64_t rest = (uint64_t)unread; rest > 0; rest /= 10, size /= 10) {
		bool is_read = rest % 10 == 0;
		if (!is_read && (rest % 10 != READ_AS_NINE || size % 10 != 0))
			return false;
	}
	return true;
}

bool jx_amount_is_printable(const JxAmount *amount)
{
	if (is_mark(amount->empty))
		return mark_of(amount->empty) != NULL && amount->fen == 0 && amount->decimals == 0 &&
		       amount->unread_fen == 0 && amount->unit == JX_AMOUNT_UNIT_UNSPECIFIED;
	int64_t last_digit = jx_amount_last_digit_fen(amount);
	return last_digit != 0 && amount->fen % last_digit == 0 &&
	       is_unread_good(amount->empty, amount->fen, amount->unread_fen, last_digit);
}

bool jx_decimal_is_printable(const JxDecimal *decimal)
{
	if (is_mark(decimal->empty))
		return mark_of(decimal->empty) != NULL && decimal->micros == 0 && decimal->decimals == 0 &&
		       decimal->unread_micros == 0;
	int64_t last_digit = jx_micros_last_digit(decimal->decimals);
	return last_digit != 0 && decimal->micros % last_digit == 0 &&
	       is_unread_good(decimal->empty, decimal->micros, decimal->unread_micros, last_digit);
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
	return amount != NULL && is_mark(amount->empty);
}

bool jx_is_empty_decimal(const JxDecimal *decimal)
{
	return decimal != NULL && is_mark(decimal->empty);
}

bool jx_is_bounded_amount(const JxAmount *amount)
{
	return amount != NULL && !is_mark(amount->empty) && jx_amount_is_printable(amount);
}

bool jx_is_bounded_decimal(const JxDecimal *decimal)
{
	return decimal != NULL && !is_mark(decimal->empty) && jx_decimal_is_printable(decimal);
}
