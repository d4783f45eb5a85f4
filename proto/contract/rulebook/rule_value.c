/* Checks of one row of indicators: whether it says what was reached, and in which unit. See rule_private.h. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/spelling.h"
#include "proto/contract/rulebook/rule_private.h"

#define SLIP_FACTOR 1000 /* so far apart once converted, a value was not converted: 万 is ten times this */

enum target_kind {
	TARGET_NONE,
	TARGET_WORDS,
	TARGET_FIGURE, /* a number, a range or a date */
};

static bool is_blank_box(const JxDecimal *decimal)
{
	return decimal != NULL && decimal->empty == JX_EMPTY_KIND_BLANK;
}

/* Whether a text is nothing but a number with its sign and unit, a range or a date. */
static bool is_figure_text(const char *text)
{
	struct jx_cell cell;
	struct jx_cell_date date;
	if (!jx_cell_read(text, &cell) || !cell.has_digits)
		return jx_cell_read_date(text, &date);
	bool is_unit = cell.unit[0] == '\0' || jx_unit_is_known(cell.unit);
	return ((cell.has_number || cell.has_range) && is_unit) || jx_cell_read_date(text, &date);
}

static enum target_kind kind_of_target(const JxIndicator *row)
{
	if (jx_has_decimal(row->target) || jx_has_decimal(row->target_low) ||
		jx_has_decimal(row->target_high) || row->target_date[0] != '\0' ||
		is_figure_text(row->target_text))
		return TARGET_FIGURE;
	return jx_spelling_is_mark(row->target_text) ? TARGET_NONE : TARGET_WORDS;
}

/* Whether nothing is to happen: a target of zero, or words such as 无事故 and 不发生. */
static bool wants_none(const JxIndicator *row)
{
	static const char *const words[] = {"无", "不", "零", "未", "没有", "杜绝", "避免"};
	struct jx_cell cell;
	if (jx_has_decimal(row->target))
		return row->target->micros == 0;
	if (!jx_cell_read(row->target_text, &cell))
		return false;
	if (cell.has_number)
		return jx_number_sign(&cell.number) == 0;
	for (size_t i = 0; i < JX_COUNT_OF(words); i++) {
		if (strncmp(cell.text, words[i], strlen(words[i])) == 0)
			return true;
	}
	return false;
}

static bool names(const char *text, const char *thing)
{
	char folded[JX_CELL_BYTES];
	(void)jx_spelling_fold(text, folded, sizeof(folded));
	return strstr(folded, thing) != NULL;
}

/* "零投诉" and "未发生安全事故", where the row counts just that. */
static bool says_none_of_it(const JxIndicator *row)
{
	char folded[JX_CELL_BYTES];
	(void)jx_spelling_fold(row->actual_text, folded, sizeof(folded));
	const char *thing = jx_spelling_after_none(folded);
	return thing != NULL && (names(row->name, thing) || names(row->target_text, thing));
}

static bool says_none(const JxIndicator *row)
{
	bool is_none_box = row->actual != NULL && row->actual->empty == JX_EMPTY_KIND_NONE_WORD;
	return jx_spelling_is_none(row->actual_text) || says_none_of_it(row) ||
	       (row->actual_text[0] == '\0' && is_none_box);
}

static bool has_value(const JxIndicator *row)
{
	return jx_is_bounded_decimal(row->actual) || row->actual_date[0] != '\0' ||
	       !jx_spelling_is_mark(row->actual_text) || (says_none(row) && wants_none(row));
}

/* Whether the box of the actual value holds not even a mark. */
static bool is_blank(const JxIndicator *row)
{
	char folded[JX_FOLDED_CHAR_BYTES];
	bool has_mark = row->actual != NULL && !is_blank_box(row->actual);
	return !has_mark && jx_spelling_fold(row->actual_text, folded, sizeof(folded)) == 0;
}

bool jx_rule_has_columns(const JxIndicator *row)
{
	return row->target != NULL || row->target_low != NULL || row->target_high != NULL ||
	       row->actual != NULL || row->target_text[0] != '\0' || row->actual_text[0] != '\0' ||
	       row->target_date[0] != '\0' || row->actual_date[0] != '\0';
}

/* The target as it was printed; its number when only that was entered. */
static const char *shown_target(const JxIndicator *row, char room[JX_FIGURE_TEXT_BYTES])
{
	if (row->target_text[0] != '\0' || row->target == NULL)
		return row->target_text[0] != '\0' ? row->target_text : row->target_date;
	return jx_decimal_print(row->target, room, JX_FIGURE_TEXT_BYTES) == JX_OK ? room : "";
}

/* The actual value, which is a mark. */
static const char *shown_mark(const JxIndicator *row, char room[JX_FIGURE_TEXT_BYTES])
{
	if (row->actual_text[0] != '\0' || row->actual == NULL)
		return row->actual_text;
	return jx_decimal_print(row->actual, room, JX_FIGURE_TEXT_BYTES) == JX_OK ? room : "";
}

static bool set_missing(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	char rooms[2][JX_FIGURE_TEXT_BYTES];
	return jx_rule_set_fault(
		ret_fault, "actual_text", shown_mark(row, rooms[0]), shown_target(row, rooms[1]));
}

bool jx_rule_value_lacks(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	if (has_value(row))
		return false;
	enum target_kind kind = kind_of_target(row);
	bool is_asked = kind == TARGET_WORDS || (kind == TARGET_NONE && jx_has_decimal(row->claimed_score));
	return (kind == TARGET_FIGURE || (is_asked && is_blank(row))) && set_missing(row, ret_fault);
}

bool jx_rule_words_lack(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	if (has_value(row) || is_blank(row))
		return false;
	enum target_kind kind = kind_of_target(row);
	bool is_asked = kind == TARGET_WORDS || (kind == TARGET_NONE && jx_has_decimal(row->claimed_score));
	return is_asked && set_missing(row, ret_fault);
}

bool jx_rule_row_is_empty(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	bool has_box =
		is_blank_box(row->target) || is_blank_box(row->actual) || is_blank_box(row->claimed_score);
	return has_box && !has_value(row) && is_blank(row) && kind_of_target(row) == TARGET_NONE &&
	       !jx_has_decimal(row->claimed_score) && !jx_has_decimal(row->points) &&
	       jx_rule_set_fault(ret_fault, "actual_text", "", "");
}

/* ---- a target for a value ---- */

/* Whether the answer is the target with its sign: "≥95%" for 95%, however often the sign is printed. */
static bool is_repeated(const JxIndicator *row)
{
	struct jx_cell actual;
	struct jx_cell target;
	if (!jx_cell_read(row->actual_text, &actual) || actual.sign == JX_FIGURE_SIGN_UNSPECIFIED ||
		!actual.has_digits || !jx_cell_read(row->target_text, &target))
		return false;
	JxFigureSign wanted = target.sign != JX_FIGURE_SIGN_UNSPECIFIED ? target.sign : row->sign;
	return actual.rest != actual.text && actual.sign == wanted && strcmp(actual.rest, target.rest) == 0;
}

/* A number in Chinese characters, 三十人: to a reader it is one. */
static bool is_written_out(const char *text)
{
	static const char *const digits[] = {"零", "〇", "一", "二", "两", "三", "四", "五", "六", "七", "八",
		"九", "十", "百", "千", "万", "亿", "点", "全"};
	struct jx_cell cell;
	if (!jx_cell_read(text, &cell))
		return false;
	const char *at = cell.rest;
	for (size_t i = 0; i < JX_COUNT_OF(digits); i++) {
		size_t n = strlen(digits[i]);
		if (strncmp(at, digits[i], n) != 0)
			continue;
		at += n;
		i = SIZE_MAX; /* from the first digit again */
	}
	return at != cell.rest && (*at == '\0' || jx_unit_is_known(at));
}

/* Words where the target is a number. */
static bool is_word_for_number(const JxIndicator *row)
{
	char folded[JX_CELL_BYTES];
	bool is_number = row->sign != JX_FIGURE_SIGN_QUALITATIVE && row->sign != JX_FIGURE_SIGN_BY_DATE &&
			 row->sign != JX_FIGURE_SIGN_BEFORE_DATE;
	if (!is_number || !jx_has_decimal(row->target) || jx_is_bounded_decimal(row->actual))
		return false;
	(void)jx_spelling_fold(row->actual_text, folded, sizeof(folded));
	return strpbrk(folded, "0123456789") == NULL && !is_written_out(row->actual_text) &&
	       !(says_none(row) && wants_none(row));
}

bool jx_rule_value_repeats(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	char room[JX_FIGURE_TEXT_BYTES];
	if (jx_spelling_is_mark(row->actual_text))
		return false;
	return (is_repeated(row) || is_word_for_number(row)) &&
	       jx_rule_set_fault(ret_fault, "actual_text", row->actual_text, shown_target(row, room));
}

/* ---- units ---- */

/* How the unit of the actual value stands to that of the target; the same when either is not given. */
static enum jx_unit_relation relate_units(const JxIndicator *row, struct jx_number *ret_factor)
{
	*ret_factor = jx_number_of(1);
	if (row->unit[0] == '\0' || row->actual_unit[0] == '\0')
		return JX_UNIT_SAME;
	return jx_unit_relate(row->actual_unit, row->unit, ret_factor);
}

/* Whether a value in 元 was entered where 万元 is meant: once converted it is out of all proportion to its target. */
static bool is_slip(const JxIndicator *row, const struct jx_number *factor)
{
	if (!jx_has_decimal(row->target) || !jx_has_decimal(row->actual) || row->target->micros <= 0 ||
		row->actual->micros <= 0)
		return false;
	struct jx_number target = jx_number_of_micros(row->target->micros);
	struct jx_number actual = jx_number_of_micros(row->actual->micros);
	struct jx_number slip = jx_number_of(SLIP_FACTOR);
	struct jx_number many_targets;
	struct jx_number many_actuals;
	if (jx_number_multiply(&actual, factor, &actual) != JX_OK ||
		jx_number_multiply(&target, &slip, &many_targets) != JX_OK ||
		jx_number_multiply(&actual, &slip, &many_actuals) != JX_OK)
		return false;
	return jx_number_compare(&actual, &many_targets) >= 0 ||
	       jx_number_compare(&target, &many_actuals) >= 0;
}

bool jx_rule_unit_differs(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	struct jx_number factor;
	enum jx_unit_relation relation = relate_units(row, &factor);
	bool is_wrong =
		relation == JX_UNIT_DIFFERENT || (relation == JX_UNIT_CONVERTS && is_slip(row, &factor));
	return is_wrong && jx_rule_set_fault(ret_fault, "actual_unit", row->actual_unit, row->unit);
}

bool jx_rule_unit_is_unclear(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	struct jx_number factor;
	enum jx_unit_relation relation = relate_units(row, &factor);
	return relation == JX_UNIT_UNCLEAR &&
	       jx_rule_set_fault(ret_fault, "actual_unit", row->actual_unit, row->unit);
}
