#include "client/form/layout/layout_private.h"

/* clang-format off */
static const struct jx_form_field PROFILE[] = {
	{.path = "department", .label = "部门编号", .help = "由系统填写，形如 departments/130132001"},
	{.path = "round", .label = "填报轮次", .help = "由系统填写，形如 rounds/2025", .is_yearly = true},
	{.path = "kind", .label = "报告类型", .help = "从下拉列表中选择"},
	{.path = "profile.name", .label = "部门全称", .help = "与公章一致"},
	{.path = "profile.year", .label = "预算年度", .help = "四位年份", .is_yearly = true},
	{.path = "profile.county", .label = "县（区）"},
	{.path = "profile.level", .label = "层级", .help = "从下拉列表中选择"},
	{.path = "profile.nature", .label = "单位性质", .help = "从下拉列表中选择"},
	{.path = "profile.funding_form", .label = "经费形式", .help = "从下拉列表中选择"},
	{.path = "profile.superior", .label = "主管部门", .help = "没有就不填"},
	{.path = "profile.changes", .label = "机构变动情况", .help = "没有变动填“无变动”", .is_yearly = true},
	{.path = "profile.report_date", .label = "报告日期", .help = "形如 2026-03-15", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "profile.published_on", .label = "公开日期", .help = "报送前已经公开的才填", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "profile.form", .label = "所用报表名称"},
	{.path = "profile.basis_documents", .label = "依据文件文号", .help = "一行一个，按 Alt+Enter 换行"},
	{.path = "partial_lists", .label = "只列出一部分的表", .help = "一般不填", .is_yearly = true},
};

static const struct jx_form_field STAFF[] = {
	{.path = "staff.as_of", .label = "人数截止日期", .help = "形如 2025-12-31", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "staff.posts", .label = "编制数合计", .unit = "人"},
	{.path = "staff.in_post", .label = "在职人数合计", .unit = "人", .is_yearly = true},
	{.path = "staff.present", .label = "实有人数合计", .unit = "人", .help = "报表另有“实有人数”的才填", .is_yearly = true},
	{.path = "staff.stated_control_rate", .label = "在职人员控制率", .unit = "%", .help = "在职人数÷编制数×100，自动计算",
		.recipe = JX_RECIPE_PERCENT, .first = "staff.in_post", .second = "staff.posts", .is_yearly = true},
	{.path = "staff.changes", .label = "人员变动情况及原因", .is_yearly = true},
};

static const struct jx_form_field ASSETS[] = {
	{.path = "assets.as_of", .label = "资产截止日期", .help = "形如 2025-12-31", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "assets.total.category", .label = "合计行的类别", .help = "一般不填"},
	{.path = "assets.total.label", .label = "合计行的名称", .help = "没有合计行就不填"},
	{.path = "assets.total.count", .label = "数量合计", .recipe = JX_RECIPE_TOTAL, .first = "count", .second = "assets.lines", .is_yearly = true},
	{.path = "assets.total.count_unit", .label = "数量单位"},
	{.path = "assets.total.gross", .label = "原值合计", .unit = "元", .recipe = JX_RECIPE_TOTAL, .first = "gross", .second = "assets.lines", .is_yearly = true},
	{.path = "assets.total.net", .label = "净值合计", .unit = "元", .recipe = JX_RECIPE_TOTAL, .first = "net", .second = "assets.lines", .is_yearly = true},
	{.path = "assets.total.in_use", .label = "实际在用合计", .unit = "元", .recipe = JX_RECIPE_TOTAL, .first = "in_use", .second = "assets.lines", .is_yearly = true},
	{.path = "assets.total.area", .label = "建筑面积合计", .unit = "平方米", .is_yearly = true},
	{.path = "assets.total.part_of", .label = "合计行是哪一行的其中项", .help = "一般不填"},
};

static const struct jx_form_field ACCOUNTS[] = {
	{.path = "accounts.income", .label = "本年收入合计", .unit = "万元", .help = "决算报表“本年收入合计”，不含年初结转", .is_yearly = true},
	{.path = "accounts.expenditure", .label = "本年支出合计", .unit = "万元", .help = "决算报表“本年支出合计”，不含年末结转", .is_yearly = true},
	{.path = "accounts.fiscal_expenditure", .label = "财政拨款支出", .unit = "万元", .is_yearly = true},
	{.path = "accounts.basic_expenditure", .label = "基本支出", .unit = "万元", .is_yearly = true},
	{.path = "accounts.project_expenditure", .label = "项目支出", .unit = "万元", .is_yearly = true},
	{.path = "accounts.other_expenditure", .label = "其他支出", .unit = "万元", .help = "经营支出、上缴上级支出、对附属单位补助支出", .is_yearly = true},
	{.path = "accounts.opening_carry_over", .label = "年初结转和结余", .unit = "万元", .is_yearly = true},
	{.path = "accounts.closing_carry_over", .label = "年末结转和结余", .unit = "万元", .is_yearly = true},
	{.path = "accounts.surplus_used", .label = "使用非财政拨款结余", .unit = "万元", .is_yearly = true},
	{.path = "accounts.surplus_allotted", .label = "结余分配", .unit = "万元", .is_yearly = true},
	{.path = "accounts.total_income", .label = "收入总计", .unit = "万元", .help = "本年收入＋使用结余＋年初结转", .is_yearly = true},
	{.path = "accounts.total_expenditure", .label = "支出总计", .unit = "万元", .help = "本年支出＋结余分配＋年末结转", .is_yearly = true},
	{.path = "accounts.income_change.previous", .label = "上年收入", .unit = "万元", .is_yearly = true, .before = "accounts.income"},
	{.path = "accounts.income_change.change", .label = "收入比上年增减", .unit = "万元", .help = "自动计算，减少为负数",
		.recipe = JX_RECIPE_DIFFERENCE, .first = "accounts.income", .second = "accounts.income_change.previous", .is_yearly = true},
	{.path = "accounts.income_change.stated_percent", .label = "收入增减幅度", .unit = "%", .help = "自动计算，减少为负数",
		.recipe = JX_RECIPE_PERCENT, .first = "accounts.income_change.change", .second = "accounts.income_change.previous", .is_yearly = true},
	{.path = "accounts.income_change.reason", .label = "收入增减的原因", .is_yearly = true},
	{.path = "accounts.expenditure_change.previous", .label = "上年支出", .unit = "万元", .is_yearly = true, .before = "accounts.expenditure"},
	{.path = "accounts.expenditure_change.change", .label = "支出比上年增减", .unit = "万元", .help = "自动计算，减少为负数",
		.recipe = JX_RECIPE_DIFFERENCE, .first = "accounts.expenditure", .second = "accounts.expenditure_change.previous", .is_yearly = true},
	{.path = "accounts.expenditure_change.stated_percent", .label = "支出增减幅度", .unit = "%", .help = "自动计算，减少为负数",
		.recipe = JX_RECIPE_PERCENT, .first = "accounts.expenditure_change.change", .second = "accounts.expenditure_change.previous", .is_yearly = true},
	{.path = "accounts.expenditure_change.reason", .label = "支出增减的原因", .is_yearly = true},
};

static const struct jx_form_field ORGANISATION[] = {
	{.path = "organisation.arrangement", .label = "自评的组织工作", .is_yearly = true},
	{.path = "organisation.method", .label = "自评的方法和过程", .is_yearly = true},
	{.path = "organisation.carried_out", .label = "自评时间", .is_text = true, .is_yearly = true},
	{.path = "organisation.projects_evaluated", .label = "纳入自评的项目数", .unit = "个", .is_yearly = true},
	{.path = "organisation.projects_by_kind", .label = "其中各类项目数", .help = "一行一个数，按 Alt+Enter 换行", .is_text = true, .is_yearly = true},
	{.path = "organisation.projects_reported", .label = "报告正文中的项目数", .unit = "个", .help = "与纳入自评的项目数不同才填", .is_yearly = true},
};

static const struct jx_form_field CONCLUSION[] = {
	{.path = "conclusion.claimed_score", .label = "自评得分", .unit = "分", .is_yearly = true},
	{.path = "conclusion.claimed_range.low", .label = "自评得分（区间下限）", .unit = "分", .help = "得分是一个区间的才填", .is_yearly = true},
	{.path = "conclusion.claimed_range.high", .label = "自评得分（区间上限）", .unit = "分", .help = "得分是一个区间的才填", .is_yearly = true},
	{.path = "conclusion.claimed_grade", .label = "自评等级", .help = "优、良、中、差", .is_yearly = true},
	{.path = "conclusion.printed_review_score", .label = "复核得分", .unit = "分", .is_yearly = true},
	{.path = "conclusion.printed_review_grade", .label = "复核等级", .is_yearly = true},
	{.path = "conclusion.completion", .label = "总体目标完成率", .unit = "%", .is_yearly = true},
	{.path = "conclusion.text", .label = "评价结论", .is_yearly = true},
};

/* NOLINTBEGIN(bugprone-macro-parentheses): strings and arrays of a table */
#define CARD(sheet_name, sheet_title, array) \
	{.name = sheet_name, .title = sheet_title, .fields = array, .n_fields = JX_COUNT_OF(array)}
/* NOLINTEND(bugprone-macro-parentheses) */

const struct jx_form_sheet jx_form_cards[JX_FORM_N_CARDS] = {
	CARD("基本情况", "部门基本情况", PROFILE),
	CARD("人员", "人员情况", STAFF),
	CARD("资产合计", "固定资产合计", ASSETS),
	CARD("收支", "部门收支情况", ACCOUNTS),
	CARD("自评组织", "自评工作开展情况", ORGANISATION),
	CARD("结论", "评价结论和评价等级", CONCLUSION),
};
/* clang-format on */
