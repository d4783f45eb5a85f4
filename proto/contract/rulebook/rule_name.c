/* Checks of one row of indicators that know what its names mean. See rule_private.h. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/spelling.h"
#include "proto/contract/rulebook/rule_private.h"

#define HUNDRED_MICROS 100000000

/* Whether a name, however it is typed, holds one of some words. */
static bool holds_any(const char *name, const char *const *words, size_t n)
{
	char folded[JX_RULE_TEXT_BYTES];
	(void)jx_spelling_fold(name, folded, sizeof(folded));
	for (size_t i = 0; i < n; i++) {
		if (strstr(folded, words[i]) != NULL)
			return true;
	}
	return false;
}

/* A part of a whole. What is measured against a plan or the year before may pass 100 %. */
static bool is_share(const char *name)
{
	static const char *const shares[] = {"满意度", "满意率", "合格率", "覆盖率", "知晓率", "及时率",
		"占比", "达标率", "通过率", "准确率", "成活率", "完好率", "办结率", "参与率", "出勤率",
		"优良率"};
	static const char *const others[] = {"完成率", "执行率", "增长", "增幅", "提升", "提高", "变动", "毛",
		"比上年", "同比", "环比", "较上年"};
	return holds_any(name, shares, JX_COUNT_OF(shares)) && !holds_any(name, others, JX_COUNT_OF(others));
}

static bool is_percent(const char *unit, const char *text)
{
	struct jx_cell cell;
	if (unit[0] != '\0')
		return jx_spelling_equal(unit, "%");
	return jx_cell_read(text, &cell) && cell.has_number && strcmp(cell.unit, "%") == 0;
}

bool jx_rule_share_is_above(const JxIndicator *row, size_t part, struct jx_rule_fault *ret_fault)
{
	char shown[JX_FIGURE_TEXT_BYTES];
	bool is_actual = part == 0;
	const JxDecimal *share = is_actual ? row->actual : row->target;
	const char *unit = is_actual && row->actual_unit[0] != '\0' ? row->actual_unit : row->unit;
	return jx_has_decimal(share) && share->micros > HUNDRED_MICROS &&
	       is_percent(unit, is_actual ? row->actual_text : row->target_text) && is_share(row->name) &&
	       jx_decimal_print(share, shown, sizeof(shown)) == JX_OK &&
	       jx_rule_set_fault(ret_fault, is_actual ? "actual" : "target", shown, "100");
}

bool jx_rule_sign_is_odd(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	static const char *const cost[] = {"成本"};
	static const char *const quantity[] = {"数量"};
	static const char *const savings[] = {"节约", "节省", "降低", "下降", "减少", "控制率"};
	static const char *const harms[] = {"事故", "投诉", "案件", "差错", "违", "不", "未", "次数", "天数",
		"死亡", "伤亡", "减少", "降低"};
	bool is_lower = row->sign == JX_FIGURE_SIGN_AT_LEAST || row->sign == JX_FIGURE_SIGN_MORE_THAN;
	bool is_upper = row->sign == JX_FIGURE_SIGN_AT_MOST || row->sign == JX_FIGURE_SIGN_LESS_THAN;
	bool is_level1_cost = holds_any(row->level1, cost, JX_COUNT_OF(cost));
	bool is_cost = is_level1_cost || holds_any(row->level2, cost, JX_COUNT_OF(cost));
	if (is_lower && is_cost && !holds_any(row->name, savings, JX_COUNT_OF(savings)))
		return jx_rule_set_fault(ret_fault, "sign", is_level1_cost ? row->level1 : row->level2, "≤");
	return is_upper && !is_cost && holds_any(row->level2, quantity, JX_COUNT_OF(quantity)) &&
	       !holds_any(row->name, harms, JX_COUNT_OF(harms)) &&
	       jx_rule_set_fault(ret_fault, "sign", row->level2, "≥");
}
