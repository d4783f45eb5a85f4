/* The score of one indicator, and of one line of money: which method, from which figures. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/compiled.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/score/private.h"

#define HUNDRED_PCT ((jx_int128)100000000)

/* Texts of steps. */
static const JxLocalizedText TARGET = JX_LOCALIZED("指标值", "target");
static const JxLocalizedText ACTUAL = JX_LOCALIZED("完成值", "actual value");
static const JxLocalizedText LOW = JX_LOCALIZED("区间下限", "lower bound");
static const JxLocalizedText HIGH = JX_LOCALIZED("区间上限", "upper bound");
static const JxLocalizedText DUE = JX_LOCALIZED("要求完成时间", "date to be met");
static const JxLocalizedText DONE = JX_LOCALIZED("实际完成时间", "date it was done");
static const JxLocalizedText COEFFICIENT = JX_LOCALIZED("得分系数（%）", "coefficient, percent");
static const JxLocalizedText ASSUMED = JX_LOCALIZED("评分标准未注明方法，按指标符号推定",
	"the form states no method: assumed from the sign of the target");
static const JxLocalizedText ADJUSTED = JX_LOCALIZED("全年预算数", "adjusted budget");
static const JxLocalizedText EXECUTED = JX_LOCALIZED("全年执行数", "executed");
static const JxLocalizedText OTHER_VIEW = JX_LOCALIZED(
	"另一口径的执行数较小，按较小的计", "the other view has less executed: the smaller one counts");

/* ---- which method ---- */

/* By the way that is better, for a target without a sign: as the sign that says it. */
static const JxFigureSign BY_DIRECTION[] = {
	[JX_INDICATOR_DIRECTION_HIGHER] = JX_FIGURE_SIGN_AT_LEAST,
	[JX_INDICATOR_DIRECTION_LOWER] = JX_FIGURE_SIGN_AT_MOST,
	[JX_INDICATOR_DIRECTION_EQUAL] = JX_FIGURE_SIGN_EQUAL,
};

/* A cost without sign and direction is to be kept down. */
static JxFigureSign sign_of(const JxIndicator *row)
{
	size_t direction = (size_t)row->direction;
	bool is_cost = strstr(row->level1, "成本") != NULL || strstr(row->level2, "成本") != NULL;
	if (row->sign != JX_FIGURE_SIGN_UNSPECIFIED)
		return row->sign;
	if (direction != JX_INDICATOR_DIRECTION_UNSPECIFIED)
		return direction < JX_COUNT_OF(BY_DIRECTION) ? BY_DIRECTION[direction]
							     : JX_FIGURE_SIGN_UNSPECIFIED;
	return is_cost ? JX_FIGURE_SIGN_AT_MOST : JX_FIGURE_SIGN_UNSPECIFIED;
}

/* What the rulebook sets for the sign, else the program's own; NULL when neither says a method. */
static const struct jx_score_method *method_of_sign(const struct jx_score_run *run, const JxIndicator *row)
{
	const struct jx_rulebook *rulebook = run->options->rulebook;
	size_t sign = (size_t)sign_of(row);
	if (rulebook != NULL && sign < JX_SIGNS && rulebook->scoring.by_sign[sign] != NULL)
		return rulebook->scoring.by_sign[sign];
	return jx_score_method_of_sign((JxFigureSign)sign);
}

/* ---- dates ---- */

static void score_date(struct jx_score_draft *draft, const JxIndicator *row)
{
	struct jx_date due;
	struct jx_date done;
	bool is_before = row->sign == JX_FIGURE_SIGN_BEFORE_DATE;
	if (row->target_date[0] == '\0') {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_TARGET, "target_date");
		return;
	}
	if (row->actual_date[0] == '\0') {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual_date");
		return;
	}
	jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, "target_date", &DUE, row->target_date);
	jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, "actual_date", &DONE, row->actual_date);
	if (!jx_date_parse(row->target_date, strlen(row->target_date), &due) ||
		!jx_date_parse(row->actual_date, strlen(row->actual_date), &done))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_DATE_UNCLEAR, "actual_date");
	else if (is_before ? done.last < due.first : done.last <= due.last)
		jx_score_set(draft, JX_SCORE_M12, 1, 1);
	else if (is_before ? done.first >= due.first : done.first > due.last)
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_LATE, "actual_date");
	else
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_DATE_UNCLEAR, "actual_date");
}

/* ---- numbers ---- */

/* Target and actual value in one unit. */
struct pair {
	int64_t actual;
	int64_t target;
};

static bool scale(int64_t value, jx_int128 factor, int64_t *ret_scaled)
{
	return factor <= INT64_MAX && !__builtin_mul_overflow(value, (int64_t)factor, ret_scaled);
}

/* The two of a row; 万元 and 亿元 convert. False where the units do not, or the figures are too large. */
static bool in_one_unit(const JxIndicator *row, int64_t target, struct pair *ret_pair)
{
	struct jx_number factor = jx_number_of(1);
	*ret_pair = (struct pair){row->actual->micros, target};
	if (row->actual_unit[0] == '\0')
		return true;
	enum jx_unit_relation relation = jx_unit_relate(row->actual_unit, row->unit, &factor);
	if (relation != JX_UNIT_CONVERTS)
		return relation == JX_UNIT_SAME;
	return scale(row->actual->micros, factor.top, &ret_pair->actual) &&
	       scale(target, factor.bottom, &ret_pair->target);
}

/* Whether the row has a usable actual value; else the line is not computed. */
static bool has_actual(
	struct jx_score_draft *draft, const JxIndicator *row, int64_t target, struct pair *ret_pair)
{
	if (!jx_score_has(row->actual))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual");
	else if (!in_one_unit(row, target, ret_pair))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_UNIT_DIFFERS, "actual_unit");
	else
		return true;
	return false;
}

static bool is_upward(JxFigureSign sign)
{
	return sign == JX_FIGURE_SIGN_AT_LEAST || sign == JX_FIGURE_SIGN_MORE_THAN;
}

static bool is_downward(JxFigureSign sign)
{
	return sign == JX_FIGURE_SIGN_AT_MOST || sign == JX_FIGURE_SIGN_LESS_THAN;
}

static bool is_plain(JxFigureSign sign)
{
	return sign == JX_FIGURE_SIGN_UNSPECIFIED || sign == JX_FIGURE_SIGN_EQUAL;
}

/* The actual value with its sign. */
static void input_signed(struct jx_score_draft *draft, const JxIndicator *row)
{
	char number[JX_FIGURE_TEXT_BYTES];
	char text[2 * JX_FIGURE_TEXT_BYTES];
	if (jx_decimal_print(row->actual, number, sizeof(number)) != JX_OK)
		return;
	(void)snprintf(text, sizeof(text), "%s%s", jx_cell_sign_symbol(row->actual_sign), number);
	jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, "actual", &ACTUAL, text);
}

/* The actual value as its cell prints it; without a text, in the unit of the row. */
static void input_actual(struct jx_score_draft *draft, const JxIndicator *row)
{
	struct jx_cell cell;
	if (jx_cell_read(row->actual_text, &cell) && cell.has_number)
		jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, "actual", &ACTUAL, row->actual_text);
	else if (!is_plain(row->actual_sign))
		input_signed(draft, row);
	else
		jx_score_input(draft, "actual", &ACTUAL, row->actual,
			row->actual_unit[0] != '\0' ? row->actual_unit : row->unit);
}

static void score_range(struct jx_score_draft *draft, const JxIndicator *row)
{
	if (!jx_score_has(row->target_low) || !jx_score_has(row->target_high)) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_TARGET,
			jx_score_has(row->target_low) ? "target_high" : "target_low");
		return;
	}
	struct pair low;
	struct pair high;
	if (!has_actual(draft, row, row->target_low->micros, &low) ||
		!has_actual(draft, row, row->target_high->micros, &high))
		return;
	jx_score_input(draft, "target_low", &LOW, row->target_low, row->unit);
	jx_score_input(draft, "target_high", &HIGH, row->target_high, row->unit);
	input_actual(draft, row);
	if (low.target > high.target)
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_UNFIT_METHOD, "target_low");
	else if (!is_plain(row->actual_sign))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign");
	else if (low.actual >= low.target && high.actual <= high.target)
		jx_score_set(draft, JX_SCORE_M6, 1, 1);
	else
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_OUTSIDE_RANGE, "actual");
}

/* More is better, target above zero. Less than nothing is achieved: bounded to 0 by the caller's rounding. */
static void score_ratio(
	struct jx_score_draft *draft, enum jx_score_method_number method, jx_int128 actual, jx_int128 target)
{
	jx_score_set(draft, method, actual, target);
}

/* Less is better, target above zero. */
static void score_inverse(
	struct jx_score_draft *draft, enum jx_score_method_number method, jx_int128 actual, jx_int128 target)
{
	if (actual <= target) /* two of one: better than the target, so that the cap is shown */
		jx_score_set(draft, method, actual < target ? 2 : 1, 1);
	else
		jx_score_set(draft, method, target, actual);
}

/* Less is better: a hundredth of the points for each hundredth of the target above it. */
static void score_linear(struct jx_score_draft *draft, jx_int128 actual, jx_int128 target)
{
	jx_int128 size = target < 0 ? -target : target;
	if (actual <= target)
		score_inverse(draft, JX_SCORE_M19, actual - target + size, size);
	else
		jx_score_set(draft, JX_SCORE_M19, size - (actual - target), size);
}

static void score_equal(struct jx_score_draft *draft, jx_int128 actual, jx_int128 target)
{
	jx_int128 off = actual > target ? actual - target : target - actual;
	jx_int128 size = target < 0 ? -target : target;
	jx_score_set(draft, JX_SCORE_M4, size - off, size);
}

/* Whether the target is met; a method that the form states may stand without a sign. */
static bool is_met(const JxIndicator *row, enum jx_score_method_number method, int64_t actual, int64_t target)
{
	if (row->sign == JX_FIGURE_SIGN_MORE_THAN)
		return actual > target;
	if (row->sign == JX_FIGURE_SIGN_LESS_THAN)
		return actual < target;
	if (row->sign == JX_FIGURE_SIGN_AT_LEAST)
		return actual >= target;
	if (row->sign == JX_FIGURE_SIGN_AT_MOST)
		return actual <= target;
	if (method == JX_SCORE_M1)
		return actual >= target;
	bool is_less = method == JX_SCORE_M2 || method == JX_SCORE_M19 || method == JX_SCORE_M20;
	return is_less ? actual <= target : actual == target;
}

/*
 * Whether an actual value decides the score. With a sign it does where all values it may stand for meet the target, or none
 * does: then its bound is the best of them, and "less than 80" of at least 100 earns no more than 80 does.
 */
static bool is_decided(const JxIndicator *row, enum jx_score_method_number method, const struct pair *pair)
{
	bool is_less = method == JX_SCORE_M2 || method == JX_SCORE_M19;
	bool wants_more = is_upward(row->sign) || (is_plain(row->sign) && method == JX_SCORE_M1);
	bool wants_less = is_downward(row->sign) || (is_plain(row->sign) && is_less);
	if (is_plain(row->actual_sign))
		return true;
	bool is_met_at_bound = is_met(row, method, pair->actual, pair->target);
	if (wants_more)
		return is_met_at_bound ? is_upward(row->actual_sign) : is_downward(row->actual_sign);
	if (wants_less)
		return is_met_at_bound ? is_downward(row->actual_sign) : is_upward(row->actual_sign);
	return false;
}

static void score_target(
	struct jx_score_draft *draft, const JxIndicator *row, enum jx_score_method_number method)
{
	bool is_less = method == JX_SCORE_M2;
	if (!jx_score_has(row->target)) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_TARGET, "target");
		return;
	}
	struct pair pair;
	if (!has_actual(draft, row, row->target->micros, &pair))
		return;
	int64_t target = pair.target;
	int64_t actual = pair.actual;
	jx_score_input(draft, "target", &TARGET, row->target, row->unit);
	input_actual(draft, row);
	if (!is_decided(row, method, &pair))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign");
	else if (method == JX_SCORE_M5 && target != 0)
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_UNFIT_METHOD, "target");
	else if (method == JX_SCORE_M3)
		jx_score_set(draft, JX_SCORE_M3, is_met(row, method, actual, target) ? 1 : 0, 1);
	else if (target == 0) {
		draft->line->is_assumed = method != JX_SCORE_M5;
		jx_score_set(draft, JX_SCORE_M5, is_met(row, method, actual, target) ? 1 : 0, 1);
	} else if (method == JX_SCORE_M4)
		score_equal(draft, actual, target);
	else if (method == JX_SCORE_M19)
		score_linear(draft, actual, target);
	else if (target > 0 && is_less)
		score_inverse(draft, method, actual, target);
	else if (target > 0)
		score_ratio(draft, method, actual, target);
	else if (is_less) /* at most -5 is a decrease of at least 5 */
		score_ratio(draft, method, -(jx_int128)actual, -(jx_int128)target);
	else /* at least -5 is a decrease of at most 5 */
		score_inverse(draft, method, -(jx_int128)actual, -(jx_int128)target);
}

static void score_coefficient(struct jx_score_draft *draft, const JxIndicator *row)
{
	if (!jx_score_has(row->coefficient)) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_COEFFICIENT, "coefficient");
		return;
	}
	jx_score_input(draft, "coefficient", &COEFFICIENT, row->coefficient, "");
	jx_score_set(draft, JX_SCORE_M15, row->coefficient->micros, HUNDRED_PCT);
}

/* ---- lines ---- */

/* A row without a sign is mostly one whose figures are missing: then that is the reason. */
static void refuse_unsigned(struct jx_score_draft *draft, const JxIndicator *row)
{
	bool is_about = row->sign == JX_FIGURE_SIGN_ABOUT;
	if (!jx_score_has(row->actual))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual");
	else if (!jx_score_has(row->target))
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_TARGET, "target");
	else
		jx_score_not_computed(draft,
			is_about ? JX_NOT_COMPUTED_REASON_UNFIT_METHOD : JX_NOT_COMPUTED_REASON_NO_SIGN,
			"sign");
}

/* The method, stated or assumed; NULL when there is none and the line is not computed. */
static const struct jx_score_method *choose_method(struct jx_score_draft *draft, const JxIndicator *row)
{
	const struct jx_score_method *stated = jx_score_method_find(row->method);
	draft->line->method = row->method;
	if (row->method[0] != '\0' &&
		(stated == NULL || stated->needs_parameters || stated->number == JX_SCORE_F06)) {
		bool is_known = stated != NULL && stated->needs_parameters;
		jx_score_not_computed(draft,
			is_known ? JX_NOT_COMPUTED_REASON_NEEDS_PARAMETERS
				 : JX_NOT_COMPUTED_REASON_UNKNOWN_METHOD,
			"method");
		return NULL;
	}
	if (stated != NULL)
		return stated;
	const struct jx_score_method *method = method_of_sign(draft->run, row);
	if (method == NULL && row->sign == JX_FIGURE_SIGN_QUALITATIVE) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_QUALITATIVE, "sign");
		return NULL;
	}
	if (method == NULL) {
		refuse_unsigned(draft, row);
		return NULL;
	}
	draft->line->method = (char *)method->id;
	draft->line->is_assumed = true;
	jx_score_step(draft, JX_SCORE_STEP_KIND_NOTE, NULL, &ASSUMED, method->id);
	return method;
}

void jx_score_indicator(struct jx_score_draft *draft, const JxIndicator *row)
{
	if (draft->line->points == NULL) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_POINTS, "points");
		return;
	}
	const struct jx_score_method *method = choose_method(draft, row);
	if (method == NULL)
		return;
	if (method->number == JX_SCORE_M12)
		score_date(draft, row);
	else if (method->number == JX_SCORE_M6)
		score_range(draft, row);
	else if (method->number == JX_SCORE_M15)
		score_coefficient(draft, row);
	else
		score_target(draft, row, method->number);
}

static bool has_money(const JxAmount *amount)
{
	return amount != NULL && amount->empty == JX_EMPTY_KIND_UNSPECIFIED;
}

static void step_money(
	struct jx_score_draft *draft, const char *step, const JxLocalizedText *text, const JxAmount *amount)
{
	char value[JX_FIGURE_TEXT_BYTES];
	if (jx_amount_print(amount, value, sizeof(value)) == JX_OK)
		jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, step, text, value);
}

void jx_score_execution(struct jx_score_draft *draft, const JxFundLine *row, const JxAmount *other_view)
{
	draft->line->method = (char *)jx_score_method_at(JX_SCORE_F06)->id;
	if (!has_money(row->adjusted) || !has_money(row->executed)) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_AMOUNT,
			has_money(row->adjusted) ? "executed" : "adjusted");
		return;
	}
	if (!jx_is_whole_year(draft->run->report, row)) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_PART_OF_YEAR, "executed");
		return;
	}
	step_money(draft, "adjusted", &ADJUSTED, row->adjusted);
	step_money(draft, "executed", &EXECUTED, row->executed);
	if (row->adjusted->fen <= 0) {
		jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_NO_BUDGET, "adjusted");
		return;
	}
	int64_t executed = row->executed->fen;
	if (has_money(other_view) && other_view->fen < executed) {
		executed = other_view->fen;
		step_money(draft, NULL, &OTHER_VIEW, other_view);
	}
	jx_score_set(draft, JX_SCORE_F06, executed, row->adjusted->fen);
}
