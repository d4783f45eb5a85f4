/* The methods, and why a line is carried: ids and words. */
#include <string.h>

#include "proto/contract/score/score.h"

#include "proto/contract/base/array.h"

/* clang-format off */
static const struct jx_score_method METHODS[] = {
	{"F06", "预算执行", "execution", "分值 × 全年执行数 ÷ 全年预算数，最多满分", "points x executed / adjusted budget, at most full marks", false},
	{"M1", "比例，越大越好", "ratio, more is better", "达到指标值计满分，否则 分值 × 完成值 ÷ 指标值", "full marks from the target on, else points x actual / target", false},
	{"M2", "反比例，越小越好", "inverse ratio, less is better", "不超过指标值计满分，否则 分值 × 指标值 ÷ 完成值", "full marks up to the target, else points x target / actual", false},
	{"M3", "达标计满分，否则不得分", "full marks or none", "达到要求计满分，否则计 0 分", "full marks when the condition holds, else 0", false},
	{"M4", "相等", "equality", "等于指标值计满分，否则 分值 ×（1 － 偏差 ÷ 指标值）", "full marks at the target, else points x (1 - deviation / target)", false},
	{"M5", "零指标", "target of zero", "达到零指标计满分，否则计 0 分", "full marks when the target of zero is kept, else 0", false},
	{"M6", "区间", "range", "在区间内计满分", "full marks inside the range", false},
	{"M7", "分档", "step table", "按分档表计分", "points by a step table", true},
	{"M8", "每百分点扣分", "deduction per percentage point", "超过界限后每个百分点扣分", "a deduction for every percentage point past a bound", true},
	{"M9", "指标率", "rate", "先按基础数据算出比率，再计分", "a rate computed from base figures, then scored", true},
	{"M10", "逐项是否", "yes or no by item", "按满足的项计分", "points for every item that holds", true},
	{"M11", "定性分档", "band of quality", "按档次区间计分", "points within the band chosen", true},
	{"M12", "日期", "date", "按期完成计满分", "full marks when done in time", false},
	{"M13", "与上年比", "against last year", "按与上年的比较计分", "points by comparison with last year", true},
	{"M14", "按次扣分", "deduction per event", "每次扣分", "a deduction for every event", true},
	{"M15", "得分系数", "coefficient", "分值 × 表中得分系数", "points x the coefficient of the form", false},
	{"M16", "超额完成", "over-achievement", "超过指标值一定比例后核减", "a reduction past a share of the target", true},
	{"M17", "复核分级", "graded review", "按偏差程度核减", "a reduction by the gravity of a deviation", true},
	{"M18", "汇总", "aggregate", "各项加权汇总", "a weighted sum", true},
};

static const struct {
	const char *zh;
	const char *en;
} REASONS[] = {
	[JX_NOT_COMPUTED_REASON_UNSPECIFIED] = {"", ""},
	[JX_NOT_COMPUTED_REASON_NO_POINTS] = {"没有分值", "no points are given"},
	[JX_NOT_COMPUTED_REASON_QUALITATIVE] = {"定性指标，没有数字", "a quality in words"},
	[JX_NOT_COMPUTED_REASON_NO_TARGET] = {"缺指标值", "the target is missing"},
	[JX_NOT_COMPUTED_REASON_NO_ACTUAL] = {"缺完成值", "the actual value is missing"},
	[JX_NOT_COMPUTED_REASON_UNIT_DIFFERS] = {"完成值与指标值单位不同", "actual value and target have different units"},
	[JX_NOT_COMPUTED_REASON_NO_SIGN] = {"没有说明越大越好还是越小越好", "the form does not say which way is better"},
	[JX_NOT_COMPUTED_REASON_NEEDS_PARAMETERS] = {"评分标准需要规则手册的参数", "the stated method needs parameters of a rulebook"},
	[JX_NOT_COMPUTED_REASON_UNKNOWN_METHOD] = {"评分方法代码不认识", "the stated method is not known"},
	[JX_NOT_COMPUTED_REASON_UNFIT_METHOD] = {"没有适合这种指标值的方法", "no method fits a target of this form"},
	[JX_NOT_COMPUTED_REASON_OUTSIDE_RANGE] = {"在区间外，没有分档", "outside the range, and no steps are stated"},
	[JX_NOT_COMPUTED_REASON_LATE] = {"逾期，没有扣分标准", "late, and no deduction is stated"},
	[JX_NOT_COMPUTED_REASON_DATE_UNCLEAR] = {"日期不能判断先后", "the dates do not tell which came first"},
	[JX_NOT_COMPUTED_REASON_NO_AMOUNT] = {"缺金额", "an amount is missing"},
	[JX_NOT_COMPUTED_REASON_NO_BUDGET] = {"全年预算数不大于零", "the adjusted budget is not above zero"},
	[JX_NOT_COMPUTED_REASON_NO_COEFFICIENT] = {"缺得分系数", "the coefficient is missing"},
	[JX_NOT_COMPUTED_REASON_NOT_LISTED] = {"总分中有，报告中没有列出", "in the claimed total, but on no row of the report"},
	[JX_NOT_COMPUTED_REASON_NO_FIGURE] = {"规则手册的公式缺数", "a figure that the rulebook's formula needs is missing"},
	[JX_NOT_COMPUTED_REASON_ZERO] = {"规则手册的公式要除以零", "the rulebook's formula would divide by zero"},
};

static const struct {
	const char *zh;
	const char *en;
} GAPS[] = {
	[JX_UNAVAILABLE_REASON_UNSPECIFIED] = {"", ""},
	[JX_UNAVAILABLE_REASON_NO_POINTS] = {"没有任何一行有分值", "no line carries points"},
	[JX_UNAVAILABLE_REASON_NOTHING_COMPUTED] = {"有分值的行都不能测算", "none of the lines with points can be computed"},
	[JX_UNAVAILABLE_REASON_OUT_OF_RANGE] = {"合计超出可写的范围", "the totals are too large to be written"},
};
/* clang-format on */

size_t jx_score_method_count(void)
{
	return JX_COUNT_OF(METHODS);
}

const struct jx_score_method *jx_score_method_at(size_t index)
{
	return index < JX_COUNT_OF(METHODS) ? &METHODS[index] : NULL;
}

const struct jx_score_method *jx_score_method_find(const char *id)
{
	for (size_t i = 0; i < JX_COUNT_OF(METHODS); i++) {
		if (strcmp(METHODS[i].id, id) == 0)
			return &METHODS[i];
	}
	return NULL;
}

const char *jx_score_reason_text(JxNotComputedReason reason, enum jx_language language)
{
	if ((int)reason < 0 || (size_t)reason >= JX_COUNT_OF(REASONS))
		return "";
	return language == JX_EN ? REASONS[reason].en : REASONS[reason].zh;
}

const char *jx_score_unavailable_text(JxUnavailableReason not_computable, enum jx_language language)
{
	if ((int)not_computable < 0 || (size_t)not_computable >= JX_COUNT_OF(GAPS))
		return "";
	return language == JX_EN ? GAPS[not_computable].en : GAPS[not_computable].zh;
}
