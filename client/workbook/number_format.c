#include "client/workbook/number_format.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"

#define MAX_DIGITS      15  /* that a binary fraction of 64 bits holds for sure */
#define MAX_EXPONENT    20  /* of a number that a form can hold */
#define MAX_LITERAL     400 /* of a stored exponent: larger ones mean nothing */
#define MAX_DECIMALS    20u
#define DAYS_1904       1462 /* between the two ways to count days */
#define FIRST_REAL_DAY  61   /* before it the first way counts a 29 February 1900 that never was */
#define DAYS_TO_1970    25569
#define LAST_DAY        2958465 /* 9999-12-31 */
#define DAYS_OF_400     146097
#define DAYS_BEFORE_MAR 719468 /* from 0000-03-01 to 1970-01-01 */

struct jx_number_format jx_number_format_builtin(unsigned id)
{
	static const unsigned char two_decimals[] = {2, 4, 7, 8, 10, 39, 40, 43, 44};
	static const unsigned char months[] = {17, 27, 36, 50, 52, 57};
	struct jx_number_format format = {0};
	format.is_percent = id == 9 || id == 10;
	for (size_t i = 0; i < sizeof(two_decimals); i++)
		if (two_decimals[i] == id)
			format.decimals = 2;
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
		(id >= 50 && id <= 54) || id == 57 || id == 58)
		format.date = JX_DATE_DAY;
	for (size_t i = 0; i < sizeof(months); i++)
		if (months[i] == id)
			format.date = JX_DATE_MONTH;
	return format;
}

/* Passes over what a format prints as it stands: "text", \x, _x, *x, [colour]. NULL when there is nothing of that here. */
static const char *skip_literal(const char *code)
{
	char close = *code == '"' ? '"' : *code == '[' ? ']' : '\0';
	if (close != '\0') {
		const char *end = strchr(code + 1, close);
		return end != NULL ? end + 1 : code + strlen(code);
	}
	if (*code == '\\' || *code == '_' || *code == '*')
		return code[1] != '\0' ? code + 2 : code + 1;
	return NULL;
}

static void read_mark(struct jx_number_format *format, char mark, bool *is_fraction, bool *has_month)
{
	if (mark == '.')
		*is_fraction = true;
	else if (mark == '0' && *is_fraction && format->decimals < MAX_DECIMALS)
		format->decimals++;
	else if (mark == '%')
		format->is_percent = true;
	else if ((mark == 'y' || mark == 'Y') && format->date < JX_DATE_YEAR)
		format->date = JX_DATE_YEAR;
	else if (mark == 'd' || mark == 'D')
		format->date = JX_DATE_DAY;
	else if (mark == 'm' || mark == 'M')
		*has_month = true;
}

struct jx_number_format jx_number_format_read(const char *code)
{
	struct jx_number_format format = {0};
	bool is_fraction = false;
	bool has_month = false;
	if (strcmp(code, "@") == 0 || strncmp(code, "General", 7) == 0)
		return format;
	while (*code != '\0' && *code != ';') {
		const char *behind = skip_literal(code);
		if (behind == NULL) {
			read_mark(&format, *code, &is_fraction, &has_month);
			behind = code + 1;
		}
		code = behind;
	}
	/* "m" alone is minutes; beside a year it is the month. */
	if (format.date == JX_DATE_YEAR && has_month)
		format.date = JX_DATE_MONTH;
	return format;
}

/* A number in digits: 0.d1d2d3... times ten to the point. */
struct digits {
	char text[MAX_LITERAL + 1];
	int n;
	int point;
	bool is_negative;
};

static bool read_exponent(const char *text, int *point)
{
	int exponent = 0;
	bool is_negative = *text == '-';
	text += *text == '-' || *text == '+';
	if (*text == '\0')
		return false;
	for (; *text >= '0' && *text <= '9' && exponent < MAX_LITERAL; text++)
		exponent = exponent * 10 + (*text - '0');
	*point += is_negative ? -exponent : exponent;
	return *text == '\0';
}

static bool read_digits(const char *literal, struct digits *digits)
{
	bool has_digit = false;
	bool has_point = false;
	*digits = (struct digits){.is_negative = *literal == '-'};
	for (literal += *literal == '-' || *literal == '+';; literal++) {
		if (*literal == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (*literal < '0' || *literal > '9')
			break;
		has_digit = true;
		if (digits->n == 0 && *literal == '0') {
			digits->point -= has_point;
			continue;
		}
		if (digits->n == MAX_LITERAL)
			return false;
		digits->text[digits->n++] = *literal;
		digits->point += !has_point;
	}
	if (has_digit && (*literal == 'e' || *literal == 'E'))
		return read_exponent(literal + 1, &digits->point);
	return has_digit && *literal == '\0';
}

/* Rounds to the digits that are sure, and drops noughts at the end. */
static void round_digits(struct digits *digits)
{
	if (digits->n > MAX_DIGITS) {
		bool is_up = digits->text[MAX_DIGITS] >= '5';
		digits->n = MAX_DIGITS;
		while (is_up && digits->n > 0) {
			is_up = digits->text[digits->n - 1] == '9';
			if (is_up)
				digits->n--;
			else
				digits->text[digits->n - 1]++;
		}
		if (is_up) {
			digits->text[0] = '1';
			digits->n = 1;
			digits->point++;
		}
	}
	while (digits->n > 0 && digits->text[digits->n - 1] == '0')
		digits->n--;
	if (digits->n == 0)
		digits->point = 0;
}

static void put_number(const struct digits *digits, unsigned least_decimals, char out[JX_NUMBER_TEXT_BYTES])
{
	size_t at = 0;
	int decimals = digits->n - digits->point;
	if (decimals < (int)least_decimals)
		decimals = (int)least_decimals;
	if (digits->is_negative && digits->n > 0)
		out[at++] = '-';
	if (digits->point <= 0)
		out[at++] = '0';
	for (int i = 0; i < digits->point; i++)
		out[at++] = i < digits->n ? digits->text[i] : '0';
	if (decimals > 0)
		out[at++] = '.';
	for (int i = digits->point; i < digits->point + decimals; i++)
		out[at++] = i >= 0 && i < digits->n ? digits->text[i] : '0';
	out[at] = '\0';
}

/* Writes the date of a day since 1970, by the calendar of 400 years that begin in March. */
static void put_date(int64_t day, enum jx_date_part part, char out[JX_NUMBER_TEXT_BYTES])
{
	int64_t days = day + DAYS_BEFORE_MAR;
	int64_t era = days / DAYS_OF_400;
	int64_t of_era = days % DAYS_OF_400;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t march_month = (5 * of_year + 2) / 153;
	int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
	int month_day = (int)(of_year - (153 * march_month + 2) / 5 + 1);
	int year = (int)(year_of_era + era * 400) + (month <= 2);
	if (part == JX_DATE_DAY)
		(void)snprintf(out, JX_NUMBER_TEXT_BYTES, "%04d-%02d-%02d", year, month, month_day);
	else if (part == JX_DATE_MONTH)
		(void)snprintf(out, JX_NUMBER_TEXT_BYTES, "%04d-%02d", year, month);
	else
		(void)snprintf(out, JX_NUMBER_TEXT_BYTES, "%04d", year);
}

/* The day of a number of days since 1970; false for what no calendar of a workbook has. */
static bool find_day(const struct digits *digits, bool is_1904, int64_t *ret_day)
{
	int64_t serial = 0;
	if (digits->is_negative || digits->point < 1 || digits->point > 7)
		return false;
	for (int i = 0; i < digits->point; i++)
		serial = serial * 10 + (i < digits->n ? digits->text[i] - '0' : 0);
	serial += is_1904 ? DAYS_1904 : serial < FIRST_REAL_DAY ? 1 : 0;
	*ret_day = serial - DAYS_TO_1970;
	return serial > 0 && serial <= LAST_DAY;
}

void jx_number_format_print(const char *literal, const struct jx_number_format *format, bool is_1904,
	enum jx_grid_kind *ret_kind, char out[JX_NUMBER_TEXT_BYTES])
{
	struct digits digits;
	int64_t day;
	bool is_number = read_digits(literal, &digits) && digits.point <= MAX_EXPONENT &&
			 digits.point >= -MAX_EXPONENT;
	if (!is_number) {
		*ret_kind = JX_GRID_TEXT;
		(void)jx_text_copy(out, JX_NUMBER_TEXT_BYTES, literal);
		return;
	}
	round_digits(&digits);
	if (format->date != JX_DATE_NONE && find_day(&digits, is_1904, &day)) {
		*ret_kind = JX_GRID_DATE;
		put_date(day, format->date, out);
		return;
	}
	*ret_kind = format->is_percent ? JX_GRID_PERCENT : JX_GRID_NUMBER;
	if (format->is_percent && digits.n > 0)
		digits.point += 2;
	put_number(&digits, format->decimals, out);
	if (format->is_percent)
		(void)jx_text_copy(out + strlen(out), 2, "%");
}
