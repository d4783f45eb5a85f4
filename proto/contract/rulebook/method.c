/* See method.h. */
#include "proto/contract/rulebook/method.h"

#include <assert.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

/* clang-format off */
static const struct jx_score_method METHODS[JX_SCORE_METHOD_COUNT] = {
	[JX_SCORE_F06] = {JX_SCORE_F06, "F06", JX_LOCALIZED("预算执行", "execution"), JX_LOCALIZED("分值 × 全年执行数 ÷ 全年预算数，最多满分", "points x executed / adjusted budget, at most full marks"), false},
	[JX_SCORE_M1] = {JX_SCORE_M1, "M1", JX_LOCALIZED("比例，越大越好", "ratio, more is better"), JX_LOCALIZED("达到指标值计满分，否则 分值 × 完成值 ÷ 指标值", "full marks from the target on, else points x actual / target"), false},
	[JX_SCORE_M2] = {JX_SCORE_M2, "M2", JX_LOCALIZED("反比例，越小越好", "inverse ratio, less is better"), JX_LOCALIZED("不超过指标值计满分，否则 分值 × 指标值 ÷ 完成值", "full marks up to the target, else points x target / actual"), false},
	[JX_SCORE_M3] = {JX_SCORE_M3, "M3", JX_LOCALIZED("达标计满分，否则不得分", "full marks or none"), JX_LOCALIZED("达到要求计满分，否则计 0 分", "full marks when the condition holds, else 0"), false},
	[JX_SCORE_M4] = {JX_SCORE_M4, "M4", JX_LOCALIZED("相等", "equality"), JX_LOCALIZED("等于指标值计满分，否则 分值 ×（1 － 偏差 ÷ 指标值）", "full marks at the target, else points x (1 - deviation / target)"), false},
	[JX_SCORE_M5] = {JX_SCORE_M5, "M5", JX_LOCALIZED("零指标", "target of zero"), JX_LOCALIZED("达到零指标计满分，否则计 0 分", "full marks when the target of zero is kept, else 0"), false},
	[JX_SCORE_M6] = {JX_SCORE_M6, "M6", JX_LOCALIZED("区间", "range"), JX_LOCALIZED("在区间内计满分", "full marks inside the range"), false},
	[JX_SCORE_M7] = {JX_SCORE_M7, "M7", JX_LOCALIZED("分档", "step table"), JX_LOCALIZED("按分档表计分", "points by a step table"), true},
	[JX_SCORE_M8] = {JX_SCORE_M8, "M8", JX_LOCALIZED("每百分点扣分", "deduction per percentage point"), JX_LOCALIZED("超过界限后每个百分点扣分", "a deduction for every percentage point past a bound"), true},
	[JX_SCORE_M9] = {JX_SCORE_M9, "M9", JX_LOCALIZED("指标率", "rate"), JX_LOCALIZED("先按基础数据算出比率，再计分", "a rate computed from base figures, then scored"), true},
	[JX_SCORE_M10] = {JX_SCORE_M10, "M10", JX_LOCALIZED("逐项是否", "yes or no by item"), JX_LOCALIZED("按满足的项计分", "points for every item that holds"), true},
	[JX_SCORE_M11] = {JX_SCORE_M11, "M11", JX_LOCALIZED("定性分档", "band of quality"), JX_LOCALIZED("按档次区间计分", "points within the band chosen"), true},
	[JX_SCORE_M12] = {JX_SCORE_M12, "M12", JX_LOCALIZED("日期", "date"), JX_LOCALIZED("按期完成计满分", "full marks when done in time"), false},
	[JX_SCORE_M13] = {JX_SCORE_M13, "M13", JX_LOCALIZED("与上年比", "against last year"), JX_LOCALIZED("按与上年的比较计分", "points by comparison with last year"), true},
	[JX_SCORE_M14] = {JX_SCORE_M14, "M14", JX_LOCALIZED("按次扣分", "deduction per event"), JX_LOCALIZED("每次扣分", "a deduction for every event"), true},
	[JX_SCORE_M15] = {JX_SCORE_M15, "M15", JX_LOCALIZED("得分系数", "coefficient"), JX_LOCALIZED("分值 × 表中得分系数", "points x the coefficient of the form"), false},
	[JX_SCORE_M16] = {JX_SCORE_M16, "M16", JX_LOCALIZED("超额完成", "over-achievement"), JX_LOCALIZED("超过指标值一定比例后核减", "a reduction past a share of the target"), true},
	[JX_SCORE_M17] = {JX_SCORE_M17, "M17", JX_LOCALIZED("复核分级", "graded review"), JX_LOCALIZED("按偏差程度核减", "a reduction by the gravity of a deviation"), true},
	[JX_SCORE_M18] = {JX_SCORE_M18, "M18", JX_LOCALIZED("汇总", "aggregate"), JX_LOCALIZED("各项加权汇总", "a weighted sum"), true},
	[JX_SCORE_M19] = {JX_SCORE_M19, "M19", JX_LOCALIZED("线性反比例，越小越好", "linear, less is better"), JX_LOCALIZED("不超过指标值计满分，每超出指标值的 1% 扣分值的 1%，超出一倍不得分", "full marks up to the target, a hundredth of the points less for each hundredth of the target above it, none from twice the target"), false},
	[JX_SCORE_M20] = {JX_SCORE_M20, "M20", JX_LOCALIZED("相等，超过不扣分", "equality without a loss above"), JX_LOCALIZED("达到指标值计满分，否则 分值 × 完成值 ÷ 指标值；指标值为零时不大于零计满分", "full marks from the target on, else points x actual / target; at a target of zero full marks up to zero"), false},
};
/* clang-format on */

/* The zero of the tables below, for what is not in them: no indicator is scored as the execution of a budget. */
#define NO_METHOD JX_SCORE_F06

static const enum jx_score_method_number BY_SIGN[] = {
	[JX_FIGURE_SIGN_AT_LEAST] = JX_SCORE_M1,
	[JX_FIGURE_SIGN_MORE_THAN] = JX_SCORE_M1,
	[JX_FIGURE_SIGN_AT_MOST] = JX_SCORE_M2,
	[JX_FIGURE_SIGN_LESS_THAN] = JX_SCORE_M2,
	[JX_FIGURE_SIGN_EQUAL] = JX_SCORE_M4,
	[JX_FIGURE_SIGN_RANGE] = JX_SCORE_M6,
	[JX_FIGURE_SIGN_BY_DATE] = JX_SCORE_M12,
	[JX_FIGURE_SIGN_BEFORE_DATE] = JX_SCORE_M12,
};

const struct jx_score_method *jx_score_method_of_sign(JxFigureSign sign)
{
	size_t i = (size_t)sign;
	bool is_there = i < JX_COUNT_OF(BY_SIGN) && BY_SIGN[i] != NO_METHOD;
	return is_there ? jx_score_method_at(BY_SIGN[i]) : NULL;
}

bool jx_score_method_is_for_values(const struct jx_score_method *method)
{
	return method->number == JX_SCORE_M1 || method->number == JX_SCORE_M2 ||
	       method->number == JX_SCORE_M3 || method->number == JX_SCORE_M4 ||
	       method->number == JX_SCORE_M15 || method->number == JX_SCORE_M19 ||
	       method->number == JX_SCORE_M20;
}

const struct jx_score_method *jx_score_method_at(enum jx_score_method_number number)
{
	assert(number < JX_SCORE_METHOD_COUNT);
	return &METHODS[number];
}

const struct jx_score_method *jx_score_method_find(const char *id)
{
	for (size_t i = 0; id[0] != '\0' && i < JX_COUNT_OF(METHODS); i++) {
		if (strcmp(METHODS[i].id, id) == 0)
			return &METHODS[i];
	}
	return NULL;
}
