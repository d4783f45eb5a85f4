/* The date that a cell names. See cell.h. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/spelling.h"

#define MONTHS 12

/* Words around a date that leave it as it is. */
static const char *const BEFORE[] = {"截至到", "截至", "截止到", "截止", "不晚于", "不迟于", "早于", "于",
	"在", "到", "至", "≤", "<=", "<", "="};
static const char *const BEHIND[] = {"之前", "以前", "前", "底", "末", "初", "上旬", "中旬", "下旬", "份",
	"之内", "以内", "内", "完成", "已", "完工", "竣工", "验收", "止", "及", "度", ",", "。", "."};

/* Parts of a year by their first and last month. */
static const struct part {
	const char *text;
	int32_t first;
	int32_t last;
} PARTS[] = {
	{"年底", 12, 12},
	{"年末", 12, 12},
	{"年终", 12, 12},
	{"底", 12, 12}, /* of 2025年底, whose 年 is taken */
	{"末", 12, 12},
	{"全年", 1, 12},
	{"当年度", 1, 12},
	{"当年", 1, 12},
	{"本年度", 1, 12},
	{"本年", 1, 12},
	{"年度内", 1, 12},
	{"年内", 1, 12},
	{"内", 1, 12},
	{"上半年", 1, 6},
	{"下半年", 7, 12},
	{"第一季度", 1, 3},
	{"第二季度", 4, 6},
	{"第三季度", 7, 9},
	{"第四季度", 10, 12},
	{"一季度", 1, 3},
	{"二季度", 4, 6},
	{"三季度", 7, 9},
	{"四季度", 10, 12},
};

/* @return behind the word of a list that a text begins with; the text itself when it begins with none. */
static const char *take_word(const char *at, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t length = jx_text_begins_with(at, words[i]);
		if (length > 0)
			return at + length;
	}
	return at;
}

static const char *take_words(const char *at, const char *const *words, size_t n)
{
	for (const char *next = take_word(at, words, n); next != at; next = take_word(at, words, n))
		at = next;
	return at;
}

/* @return how many of the digits of a text make the number; 0 for none or more than most. */
static size_t read_digits(const char *at, size_t most, int32_t *ret_number)
{
	size_t n = strspn(at, "0123456789");
	if (n == 0 || n > most)
		return 0;
	*ret_number = 0;
	for (size_t i = 0; i < n; i++)
		*ret_number = *ret_number * 10 + (at[i] - '0');
	return n;
}

/* Takes "2025年", "2025-", "2025/" and "2025." */
static const char *take_year(const char *at, int32_t *ret_year)
{
	static const char *const marks[] = {"年", "-", "/", "."};
	int32_t year = 0;
	if (read_digits(at, 4, &year) != 4)
		return at;
	*ret_year = year;
	return take_word(at + 4, marks, JX_COUNT_OF(marks));
}

/* Takes "6月", "06-30", "6月30日" and "6.30", of a year "6" too. NULL when there is none. */
static const char *take_days(const char *at, bool has_year, int32_t *ret_first, int32_t *ret_last)
{
	static const char *const month_marks[] = {"月", "-", "/", "."};
	static const char *const day_marks[] = {"日", "号"};
	int32_t month = 0;
	int32_t day = 0;
	size_t n = read_digits(at, 2, &month);
	if (n == 0 || month < 1 || month > MONTHS)
		return NULL;
	const char *mark = at + n;
	at = take_word(mark, month_marks, JX_COUNT_OF(month_marks));
	if (at == mark && !has_year)
		return NULL;
	n = read_digits(at, 2, &day);
	if (n > 0 && (day < 1 || day > 31))
		return NULL;
	*ret_first = month * 100 + (n > 0 ? day : 1);
	*ret_last = month * 100 + (n > 0 ? day : 31);
	return n > 0 ? take_word(at + n, day_marks, JX_COUNT_OF(day_marks)) : at;
}

bool jx_cell_read_date(const char *text, struct jx_cell_date *ret_date)
{
	char folded[JX_CELL_BYTES];
	int32_t year = 0;
	int32_t first = 101;
	int32_t last = 1231;
	if (jx_spelling_fold(text, folded, sizeof(folded)) + JX_FOLDED_CHAR_BYTES >= sizeof(folded))
		return false;
	const char *start = take_words(folded, BEFORE, JX_COUNT_OF(BEFORE));
	const char *at = take_year(start, &year);
	bool has_year = at != start;
	bool has_part = false;
	for (size_t i = 0; i < JX_COUNT_OF(PARTS) && !has_part; i++) {
		size_t n = jx_text_begins_with(at, PARTS[i].text);
		has_part = n > 0;
		first = has_part ? PARTS[i].first * 100 + 1 : first;
		last = has_part ? PARTS[i].last * 100 + 31 : last;
		at += n;
	}
	const char *days = has_part ? NULL : take_days(at, has_year, &first, &last);
	at = days != NULL ? days : at;
	const char *end = take_words(at, BEHIND, JX_COUNT_OF(BEHIND));
	if (*end != '\0' || (!has_year && !has_part && days == NULL) || year > 9999)
		return false;
	*ret_date = (struct jx_cell_date){.date = {year * 10000 + first, year * 10000 + last},
		.has_year = has_year,
		.is_before = strstr(at, "前") != NULL};
	return true;
}

bool jx_cell_date_agrees(const struct jx_cell_date *text, const struct jx_date *field)
{
	int32_t shift = text->has_year ? 0 : field->first / 10000 * 10000;
	int32_t first = text->date.first + shift;
	int32_t last = text->date.last + shift;
	int32_t month = first / 100 * 100;
	if (text->is_before) /* the month before its month; of January December */
		month = month / 100 % 100 > 1 ? month - 100 : month - 10000 + 1100;
	return field->last >= (text->is_before ? month + 1 : first) && field->first <= last;
}
