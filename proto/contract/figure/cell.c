#include "proto/contract/figure/cell.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/spelling.h"

#define NUMBER_BYTES 40 /* of a number; a longer one is none */

struct sign_word {
	const char *text;
	JxFigureSign sign;
	bool is_symbol;
};

/* Before a number; what begins with another one stands before it. */
static const struct sign_word BEFORE[] = {
	{"≥", JX_FIGURE_SIGN_AT_LEAST, true},
	{"≤", JX_FIGURE_SIGN_AT_MOST, true},
	{">=", JX_FIGURE_SIGN_AT_LEAST, true},
	{"=>", JX_FIGURE_SIGN_AT_LEAST, true},
	{"<=", JX_FIGURE_SIGN_AT_MOST, true},
	{"=<", JX_FIGURE_SIGN_AT_MOST, true},
	{">", JX_FIGURE_SIGN_MORE_THAN, true},
	{"<", JX_FIGURE_SIGN_LESS_THAN, true},
	{"=", JX_FIGURE_SIGN_EQUAL, true},
	{"≈", JX_FIGURE_SIGN_ABOUT, true},
	{"大于等于", JX_FIGURE_SIGN_AT_LEAST, false},
	{"大于或等于", JX_FIGURE_SIGN_AT_LEAST, false},
	{"不低于", JX_FIGURE_SIGN_AT_LEAST, false},
	{"不少于", JX_FIGURE_SIGN_AT_LEAST, false},
	{"不小于", JX_FIGURE_SIGN_AT_LEAST, false},
	{"至少", JX_FIGURE_SIGN_AT_LEAST, false},
	{"小于等于", JX_FIGURE_SIGN_AT_MOST, false},
	{"小于或等于", JX_FIGURE_SIGN_AT_MOST, false},
	{"不高于", JX_FIGURE_SIGN_AT_MOST, false},
	{"不超过", JX_FIGURE_SIGN_AT_MOST, false},
	{"不大于", JX_FIGURE_SIGN_AT_MOST, false},
	{"不多于", JX_FIGURE_SIGN_AT_MOST, false},
	{"至多", JX_FIGURE_SIGN_AT_MOST, false},
	{"控制在", JX_FIGURE_SIGN_AT_MOST, false},
	{"大于", JX_FIGURE_SIGN_MORE_THAN, false},
	{"高于", JX_FIGURE_SIGN_MORE_THAN, false},
	{"多于", JX_FIGURE_SIGN_MORE_THAN, false},
	{"超过", JX_FIGURE_SIGN_MORE_THAN, false},
	{"小于", JX_FIGURE_SIGN_LESS_THAN, false},
	{"低于", JX_FIGURE_SIGN_LESS_THAN, false},
	{"少于", JX_FIGURE_SIGN_LESS_THAN, false},
	{"等于", JX_FIGURE_SIGN_EQUAL, false},
	{"大约", JX_FIGURE_SIGN_ABOUT, false},
	{"约", JX_FIGURE_SIGN_ABOUT, false},
};

/* Behind a number. */
static const struct sign_word BEHIND[] = {
	{"及以上", JX_FIGURE_SIGN_AT_LEAST, false},
	{"以上", JX_FIGURE_SIGN_AT_LEAST, false},
	{"及以下", JX_FIGURE_SIGN_AT_MOST, false},
	{"以下", JX_FIGURE_SIGN_AT_MOST, false},
	{"以内", JX_FIGURE_SIGN_AT_MOST, false},
	{"之内", JX_FIGURE_SIGN_AT_MOST, false},
	{"左右", JX_FIGURE_SIGN_ABOUT, false},
};

/* Words before a number that say no more than that it was reached. */
static const char *const VERBS[] = {
	"实际完成", "已完成", "完成", "实际", "累计", "共计", "合计", "共", "达到", "达"};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A digit that raises a letter, as in m2, or stands in a name, as in PM2.5, is no number. */
static bool begins_number(const char *text, const char *at)
{
	char before = at > text ? at[-1] : '\0';
	bool is_letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
	return is_digit(*at) && !is_letter && before != '^';
}

/* The next number of a text, from at on; NULL for none. */
static const char *find_number(const char *text, const char *at)
{
	while (*at != '\0' && !begins_number(text, at))
		at += is_digit(*at) ? strspn(at, "0123456789.") : 1;
	return *at != '\0' ? at : NULL;
}

/* A comma that parts thousands. */
static bool is_comma(const char *at)
{
	return at[0] == ',' && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) && !is_digit(at[4]);
}

/* Reads the number at the start of a text. @return behind it; NULL when it is none that can be read. */
static const char *read_number(const char *text, struct jx_number *ret_number, unsigned *ret_decimals)
{
	char digits[NUMBER_BYTES];
	size_t n = 0;
	size_t n_whole = 0;
	bool is_negative = text[0] == '-';
	const char *at = text + (is_negative || text[0] == '+' ? 1 : 0);
	for (; is_digit(*at) || is_comma(at) || (*at == '.' && n_whole == 0 && is_digit(at[1])); at++) {
		if (*at == ',')
			continue;
		if (n + 1 >= sizeof(digits))
			return NULL;
		n_whole = *at == '.' ? n : n_whole;
		digits[n++] = *at;
	}
	if (n == 0 || jx_number_parse(digits, n, ret_number) != JX_OK)
		return NULL;
	*ret_decimals = n_whole > 0 ? (unsigned)(n - n_whole - 1) : 0;
	if (is_negative)
		*ret_number = jx_number_negate(ret_number);
	return at;
}

static void note_sign(struct jx_cell *cell, const struct sign_word *word)
{
	if (cell->sign == JX_FIGURE_SIGN_UNSPECIFIED) {
		cell->sign = word->sign;
		cell->is_sign_symbol = word->is_symbol;
	}
}

/* Takes the signs in front. @return what stands behind them. */
static const char *take_signs(struct jx_cell *cell, const char *at)
{
	for (size_t i = 0; i < JX_COUNT_OF(BEFORE) && *at != '\0' && !is_digit(*at); i++) {
		size_t n = jx_text_begins_with(at, BEFORE[i].text);
		if (n == 0)
			continue;
		note_sign(cell, &BEFORE[i]);
		return take_signs(cell, at + n);
	}
	return at;
}

static const char *take_verb(const char *at)
{
	for (size_t i = 0; i < JX_COUNT_OF(VERBS) && *at != '\0' && !is_digit(*at); i++) {
		size_t n = jx_text_begins_with(at, VERBS[i]);
		if (n > 0)
			return at + n;
	}
	return at;
}

/* Length of a text without the remark in brackets at its end. */
static size_t without_remark(const char *text, size_t n)
{
	size_t open = n;
	while (n > 0 && text[n - 1] == ')' && open > 0) {
		open--;
		if (text[open] == '(')
			return open;
	}
	return n;
}

/* Takes what stands behind a number for its unit. @return false when it is more than one. */
static bool read_unit(struct jx_cell *cell, const char *text)
{
	size_t n = strlen(text);
	if (find_number(text, text) != NULL)
		return false;
	if (n > 0 && text[n - 1] == ')' && !jx_unit_is_known(text))
		n = without_remark(text, n);
	for (size_t i = 0; i < JX_COUNT_OF(BEHIND); i++) {
		size_t n_word = strlen(BEHIND[i].text);
		if (n < n_word || memcmp(text + n - n_word, BEHIND[i].text, n_word) != 0)
			continue;
		note_sign(cell, &BEHIND[i]);
		n -= n_word;
		break;
	}
	if (n >= sizeof(cell->unit))
		return false;
	(void)jx_text_copy_n(cell->unit, sizeof(cell->unit), text, n);
	return true;
}

/* What parts the bounds of a range. @return behind it; NULL when there is none. */
static const char *take_dash(const char *at)
{
	static const char *const dashes[] = {"--", "-", "~", "至", "到"};
	for (size_t i = 0; i < JX_COUNT_OF(dashes); i++) {
		size_t n = jx_text_begins_with(at, dashes[i]);
		if (n > 0)
			return at + n;
	}
	return NULL;
}

/* "10～20人" and "10%-20%", from behind the first number. */
static void read_range(struct jx_cell *cell, const struct jx_number *low, const char *behind)
{
	unsigned decimals;
	const char *dash = behind;
	while (*dash != '\0' && take_dash(dash) == NULL && !is_digit(*dash))
		dash++;
	const char *second = take_dash(dash);
	const char *end = second != NULL ? read_number(second, &cell->high, &decimals) : NULL;
	size_t n_unit = (size_t)(dash - behind);
	if (end == NULL || !read_unit(cell, end))
		return;
	cell->low = *low;
	cell->has_range =
		n_unit == 0 || (strlen(cell->unit) == n_unit && memcmp(cell->unit, behind, n_unit) == 0);
}

bool jx_cell_read(const char *text, struct jx_cell *ret_cell)
{
	/* not "= {0}": every row of a report is read by several checks, and the texts are most of a cell */
	ret_cell->text[0] = '\0';
	ret_cell->rest = ret_cell->text;
	ret_cell->sign = JX_FIGURE_SIGN_UNSPECIFIED;
	ret_cell->is_sign_symbol = false;
	ret_cell->has_digits = false;
	ret_cell->has_number = false;
	ret_cell->number = ret_cell->low = ret_cell->high = jx_number_of(0);
	ret_cell->decimals = 0;
	ret_cell->unit[0] = '\0';
	ret_cell->has_range = false;
	if (jx_spelling_fold(text, ret_cell->text, JX_CELL_BYTES) + JX_FOLDED_CHAR_BYTES >= JX_CELL_BYTES) {
		ret_cell->text[0] = '\0';
		return false;
	}
	ret_cell->has_digits = strpbrk(ret_cell->text, "0123456789") != NULL;
	ret_cell->rest = take_signs(ret_cell, ret_cell->text);
	const char *at = take_signs(ret_cell, take_verb(ret_cell->rest));
	struct jx_number number;
	unsigned decimals = 0;
	const char *behind = read_number(at, &number, &decimals);
	if (behind == NULL)
		return true;
	if (find_number(at, behind) != NULL) {
		read_range(ret_cell, &number, behind);
		return true;
	}
	ret_cell->has_number = read_unit(ret_cell, behind);
	ret_cell->number = number;
	ret_cell->decimals = decimals;
	return true;
}

/* ---- a field beside it ---- */

static struct jx_number power_of_ten(unsigned n)
{
	int64_t power = 1;
	for (unsigned i = 0; i < n; i++)
		power *= 10;
	return jx_number_of(power);
}

/* Whether two printed numbers are one, as far as the coarser one's last digit tells: less than one unit of it apart. */
static bool is_near(const struct jx_number *a, const struct jx_number *digit_a, const struct jx_number *b,
	const struct jx_number *digit_b)
{
	struct jx_number apart;
	const struct jx_number *digit = jx_number_compare(digit_a, digit_b) > 0 ? digit_a : digit_b;
	if (jx_number_compare(a, b) == 0)
		return true;
	if (jx_number_sign(a) == 0 || jx_number_sign(b) == 0) /* zero is exact */
		return false;
	if (jx_number_subtract(a, b, &apart) != JX_OK)
		return true;
	if (jx_number_sign(&apart) < 0)
		apart = jx_number_negate(&apart);
	return jx_number_compare(&apart, digit) < 0;
}

static bool agrees_scaled(const struct jx_number *number, unsigned decimals, const struct jx_number *factor,
	const JxDecimal *field)
{
	struct jx_number one = jx_number_of(1);
	struct jx_number powers[2] = {power_of_ten(decimals), power_of_ten(field->decimals)};
	struct jx_number digits[2];
	struct jx_number scaled;
	struct jx_number value = jx_number_of_micros(field->micros);
	if (jx_number_multiply(number, factor, &scaled) != JX_OK ||
		jx_number_divide(factor, &powers[0], &digits[0]) != JX_OK ||
		jx_number_divide(&one, &powers[1], &digits[1]) != JX_OK)
		return true;
	return is_near(&scaled, &digits[0], &value, &digits[1]);
}

/* Whether a cell without a clear unit shows exactly the field, in 万, in 亿, or as the fraction that a spreadsheet keeps. */
static bool is_shown_otherwise(const struct jx_number *number, const JxDecimal *field)
{
	static const int64_t factors[] = {100, 10000, 100000000};
	struct jx_number value = jx_number_of_micros(field->micros);
	for (size_t i = 0; i < JX_COUNT_OF(factors); i++) {
		struct jx_number factor = jx_number_of(factors[i]);
		struct jx_number scaled;
		if (jx_number_multiply(number, &factor, &scaled) == JX_OK &&
			jx_number_compare(&scaled, &value) == 0)
			return true;
		if (jx_number_multiply(&value, &factor, &scaled) == JX_OK &&
			jx_number_compare(&scaled, number) == 0)
			return true;
	}
	return false;
}

const char *jx_cell_sign_symbol(JxFigureSign sign)
{
	static const char *const symbols[] = {
		[JX_FIGURE_SIGN_AT_LEAST] = "≥",
		[JX_FIGURE_SIGN_AT_MOST] = "≤",
		[JX_FIGURE_SIGN_EQUAL] = "=",
		[JX_FIGURE_SIGN_MORE_THAN] = ">",
		[JX_FIGURE_SIGN_LESS_THAN] = "<",
		[JX_FIGURE_SIGN_ABOUT] = "约",
		[JX_FIGURE_SIGN_QUALITATIVE] = "定性",
	};
	size_t at = (size_t)sign;
	return at < sizeof(symbols) / sizeof(symbols[0]) && symbols[at] != NULL ? symbols[at] : "";
}

bool jx_cell_agrees(const struct jx_number *number, unsigned decimals, const char *unit,
	const JxDecimal *field, const char *field_unit)
{
	struct jx_number factor;
	enum jx_unit_relation relation = jx_unit_relate(unit, field_unit, &factor);
	if (relation == JX_UNIT_DIFFERENT || decimals > JX_NUMBER_MAX_DECIMALS ||
		field->decimals > JX_MICROS_DECIMALS)
		return true;
	if (relation == JX_UNIT_CONVERTS)
		return agrees_scaled(number, decimals, &factor, field);
	struct jx_number one = jx_number_of(1);
	struct jx_number value = jx_number_of_micros(field->micros);
	if (jx_number_compare(number, &value) == 0)
		return true;
	return agrees_scaled(number, decimals, &one, field) ||
	       (relation == JX_UNIT_UNCLEAR && is_shown_otherwise(number, field));
}
