/* Why a line or a total is not computed, in words. See score.h. */
#include "proto/contract/message/localized.h"
#include "proto/contract/score/score.h"

#include "proto/contract/base/array.h"

/* clang-format off */
static const JxLocalizedText NOT_COMPUTED[] = {
	[JX_NOT_COMPUTED_REASON_UNSPECIFIED] = JX_LOCALIZED("", ""),
	[JX_NOT_COMPUTED_REASON_NO_POINTS] = JX_LOCALIZED("没有分值", "no points are given"),
	[JX_NOT_COMPUTED_REASON_QUALITATIVE] = JX_LOCALIZED("定性指标，没有数字", "a quality in words"),
	[JX_NOT_COMPUTED_REASON_NO_TARGET] = JX_LOCALIZED("缺指标值", "the target is missing"),
	[JX_NOT_COMPUTED_REASON_NO_ACTUAL] = JX_LOCALIZED("缺完成值", "the actual value is missing"),
	[JX_NOT_COMPUTED_REASON_UNIT_DIFFERS] = JX_LOCALIZED("完成值与指标值单位不同", "actual value and target have different units"),
	[JX_NOT_COMPUTED_REASON_OPEN_ACTUAL] = JX_LOCALIZED(
		"完成值带符号，不是确定的数", "the actual value has a sign and is no single figure"),
	[JX_NOT_COMPUTED_REASON_NO_SIGN] = JX_LOCALIZED("没有说明越大越好还是越小越好", "the form does not say which way is better"),
	[JX_NOT_COMPUTED_REASON_NEEDS_PARAMETERS] = JX_LOCALIZED("评分标准需要规则手册的参数", "the stated method needs parameters of a rulebook"),
	[JX_NOT_COMPUTED_REASON_UNKNOWN_METHOD] = JX_LOCALIZED("评分方法代码不认识", "the stated method is not known"),
	[JX_NOT_COMPUTED_REASON_UNFIT_METHOD] = JX_LOCALIZED("没有适合这种指标值的方法", "no method fits a target of this form"),
	[JX_NOT_COMPUTED_REASON_OUTSIDE_RANGE] = JX_LOCALIZED("在区间外，没有分档", "outside the range, and no steps are stated"),
	[JX_NOT_COMPUTED_REASON_LATE] = JX_LOCALIZED("逾期，没有扣分标准", "late, and no deduction is stated"),
	[JX_NOT_COMPUTED_REASON_DATE_UNCLEAR] = JX_LOCALIZED("日期不能判断先后", "the dates do not say which came first"),
	[JX_NOT_COMPUTED_REASON_NO_AMOUNT] = JX_LOCALIZED("缺金额", "an amount is missing"),
	[JX_NOT_COMPUTED_REASON_PART_OF_YEAR] = JX_LOCALIZED(
		"执行数不是全年的", "the executed amount is not that of the whole year"),
	[JX_NOT_COMPUTED_REASON_NO_BUDGET] = JX_LOCALIZED("全年预算数不大于零", "the adjusted budget is not above zero"),
	[JX_NOT_COMPUTED_REASON_NO_COEFFICIENT] = JX_LOCALIZED("缺得分系数", "the coefficient is missing"),
	[JX_NOT_COMPUTED_REASON_NOT_LISTED] = JX_LOCALIZED("总分中有，报告中没有列出", "in the claimed total, but on no row of the report"),
	[JX_NOT_COMPUTED_REASON_NO_FIGURE] = JX_LOCALIZED("规则手册的公式缺数", "a figure that the rulebook's formula needs is missing"),
	[JX_NOT_COMPUTED_REASON_ZERO] = JX_LOCALIZED("规则手册的公式要除以零", "the rulebook's formula would divide by zero"),
	[JX_NOT_COMPUTED_REASON_OUT_OF_RANGE] = JX_LOCALIZED("规则手册的公式中有数超出范围", "a figure in the rulebook's formula is out of range"),
	[JX_NOT_COMPUTED_REASON_DOES_NOT_APPLY] = JX_LOCALIZED("报告注明不适用", "the form says that the row does not apply"),
};

static const JxLocalizedText UNAVAILABLE[] = {
	[JX_UNAVAILABLE_REASON_UNSPECIFIED] = JX_LOCALIZED("", ""),
	[JX_UNAVAILABLE_REASON_NO_POINTS] = JX_LOCALIZED("没有任何一行有分值", "no line has points"),
	[JX_UNAVAILABLE_REASON_NOTHING_COMPUTED] = JX_LOCALIZED("有分值的行都不能测算", "none of the lines with points can be computed"),
	[JX_UNAVAILABLE_REASON_OUT_OF_RANGE] = JX_LOCALIZED("合计超出可写的范围", "the totals are too large to be written"),
	[JX_UNAVAILABLE_REASON_UNCLAIMED] = JX_LOCALIZED("有得分栏没有填，又没有总分", "a score box is empty, and no total is stated"),
	[JX_UNAVAILABLE_REASON_PART] = JX_LOCALIZED("各行分值不足一张整表，又没有总分", "the lines have fewer points than a whole table, and no total is claimed"),
};
/* clang-format on */

const JxLocalizedText *jx_score_reason_text(JxNotComputedReason reason)
{
	return (size_t)reason < JX_COUNT_OF(NOT_COMPUTED) ? &NOT_COMPUTED[reason] : NULL;
}

const JxLocalizedText *jx_score_unavailable_text(JxUnavailableReason reason)
{
	return (size_t)reason < JX_COUNT_OF(UNAVAILABLE) ? &UNAVAILABLE[reason] : NULL;
}
