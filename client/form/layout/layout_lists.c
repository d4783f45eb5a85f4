#include "client/form/layout/layout_private.h"

/* clang-format off */
static const struct jx_form_field DUTIES[] = {
	{.path = "", .label = "部门职能（一行一条）", .width = 100},
};

static const struct jx_form_field UNITS[] = {
	{.path = "code", .label = "单位编码", .is_text = true},
	{.path = "name", .label = "单位名称", .width = 36},
	{.path = "nature", .label = "单位性质"},
	{.path = "funding_form", .label = "经费形式"},
};

static const struct jx_form_field STAFF_LINES[] = {
	{.path = "category", .label = "人员类别"},
	{.path = "label", .label = "报表上的名称", .width = 24},
	{.path = "posts", .label = "编制数", .unit = "人"},
	{.path = "in_post", .label = "人数", .unit = "人", .is_yearly = true},
	{.path = "part_of", .label = "是哪一行的其中项", .width = 24},
	{.path = "as_of", .label = "人数截止日期（与总数不同才填）", .is_text = true, .is_date = true, .is_yearly = true},
};

static const struct jx_form_field ASSET_LINES[] = {
	{.path = "category", .label = "资产类别"},
	{.path = "label", .label = "报表上的名称", .width = 24},
	{.path = "count", .label = "数量", .is_yearly = true},
	{.path = "count_unit", .label = "数量单位"},
	{.path = "gross", .label = "原值", .unit = "元", .is_yearly = true},
	{.path = "net", .label = "净值", .unit = "元", .is_yearly = true},
	{.path = "in_use", .label = "实际在用", .unit = "元", .is_yearly = true},
	{.path = "area", .label = "建筑面积", .unit = "平方米", .is_yearly = true},
	{.path = "part_of", .label = "是哪一行的其中项", .width = 24},
};

static const struct jx_form_field BUILDINGS[] = {
	{.path = "label", .label = "楼堂馆所名称", .width = 32, .is_yearly = true},
	{.path = "approved_area", .label = "批复规模", .unit = "平方米", .is_yearly = true},
	{.path = "actual_area", .label = "实际规模", .unit = "平方米", .is_yearly = true},
	{.path = "stated_area_rate", .label = "规模控制率", .unit = "%", .recipe = JX_RECIPE_PERCENT, .first = "actual_area", .second = "approved_area", .is_yearly = true},
	{.path = "approved_investment", .label = "预算投资", .unit = "万元", .is_yearly = true},
	{.path = "actual_investment", .label = "实际投资", .unit = "万元", .is_yearly = true},
	{.path = "stated_investment_rate", .label = "投资概算控制率", .unit = "%", .recipe = JX_RECIPE_PERCENT, .first = "actual_investment", .second = "approved_investment", .is_yearly = true},
	{.path = "reason", .label = "超出批复的原因", .width = 36, .is_yearly = true},
};

static const struct jx_form_field FUNDS[] = {
	{.path = "row", .label = "资金类别"},
	{.path = "label", .label = "报表上的名称", .width = 24},
	{.path = "initial", .label = "年初预算数", .unit = "万元", .is_yearly = true},
	{.path = "adjusted", .label = "全年预算数", .unit = "万元", .is_yearly = true},
	{.path = "executed", .label = "全年执行数", .unit = "万元", .is_yearly = true},
	{.path = "stated_rate", .label = "执行率", .unit = "%", .recipe = JX_RECIPE_PERCENT, .first = "executed", .second = "adjusted", .is_yearly = true},
	{.path = "points", .label = "分值", .unit = "分"},
	{.path = "claimed_score", .label = "得分", .unit = "分", .is_yearly = true},
	{.path = "printed_review_score", .label = "复核得分", .unit = "分", .is_yearly = true},
	{.path = "reason", .label = "未完成原因", .width = 36, .is_yearly = true},
	{.path = "adjustment", .label = "调整数", .unit = "万元", .recipe = JX_RECIPE_DIFFERENCE, .first = "adjusted", .second = "initial", .is_yearly = true},
	{.path = "stated_adjustment_rate", .label = "预算调整率", .unit = "%", .recipe = JX_RECIPE_PERCENT, .first = "adjustment", .second = "initial", .is_yearly = true},
	{.path = "issued", .label = "下达数", .unit = "万元", .is_yearly = true},
	{.path = "received", .label = "到位数", .unit = "万元", .is_yearly = true},
	{.path = "stated_received_rate", .label = "资金到位率", .unit = "%", .recipe = JX_RECIPE_PERCENT, .first = "received", .second = "issued", .is_yearly = true},
	{.path = "opening_carry_over", .label = "年初结转", .unit = "万元", .is_yearly = true},
	{.path = "closing_carry_over", .label = "结转结余", .unit = "万元", .is_yearly = true},
	{.path = "recovered", .label = "财政收回", .unit = "万元", .is_yearly = true},
	{.path = "part_of", .label = "是哪一行的其中项", .width = 24},
	{.path = "as_of", .label = "执行数截止日期（不是全年才填）", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "status", .label = "数据状态", .is_yearly = true},
};

static const struct jx_form_field FUNCTIONS[] = {
	{.path = "code", .label = "科目编码", .is_text = true},
	{.path = "name", .label = "科目名称", .width = 32},
	{.path = "amount", .label = "支出", .unit = "万元", .is_yearly = true},
	{.path = "stated_share", .label = "占比", .unit = "%", .recipe = JX_RECIPE_SHARE, .first = "amount", .is_yearly = true},
	{.path = "is_code_inferred", .label = "编码由名称推定"},
};

static const struct jx_form_field ECONOMIC_CLASSES[] = {
	{.path = "code", .label = "科目编码", .is_text = true},
	{.path = "name", .label = "科目名称", .width = 32},
	{.path = "amount", .label = "支出", .unit = "万元", .is_yearly = true},
	{.path = "stated_share", .label = "占比", .unit = "%", .is_yearly = true},
	{.path = "is_code_inferred", .label = "编码由名称推定"},
};

static const struct jx_form_field RATE_INPUTS[] = {
	{.path = "key", .label = "数据项目"},
	{.path = "label", .label = "报表上的名称", .width = 24},
	{.path = "prior_budget", .label = "上年预算数", .unit = "万元", .is_yearly = true, .before = "budget"},
	{.path = "prior_actual", .label = "上年决算数", .unit = "万元", .is_yearly = true, .before = "actual"},
	{.path = "budget", .label = "本年预算数", .unit = "万元", .is_yearly = true},
	{.path = "adjusted", .label = "调整后预算数", .unit = "万元", .is_yearly = true},
	{.path = "actual", .label = "本年决算数", .unit = "万元", .is_yearly = true},
	{.path = "stated_rate", .label = "报表上的比率", .unit = "%", .is_yearly = true},
	{.path = "reason", .label = "超预算的原因", .width = 36, .is_yearly = true},
	{.path = "part_of", .label = "是哪一行的其中项", .width = 24},
};

static const struct jx_form_field GOALS[] = {
	{.path = "number", .label = "序号"},
	{.path = "name", .label = "目标名称", .width = 24},
	{.path = "expected", .label = "预期目标", .width = 48},
	{.path = "actual", .label = "实际完成情况", .width = 48, .is_yearly = true},
	{.path = "weight", .label = "权重", .unit = "%"},
};

static const struct jx_form_field OUTCOMES[] = {
	{.path = "name", .label = "成效名称", .width = 36},
	{.path = "sign", .label = "符号"},
	{.path = "value", .label = "数值", .is_yearly = true},
	{.path = "unit", .label = "单位"},
	{.path = "previous", .label = "上年数值", .is_yearly = true, .before = "value"},
	{.path = "stated_change", .label = "比上年增减", .unit = "%", .is_yearly = true},
	{.path = "stated_above_average", .label = "高于平均", .unit = "百分点", .is_yearly = true},
	{.path = "rank", .label = "排名", .width = 16, .is_yearly = true},
	{.path = "status", .label = "数据状态", .is_yearly = true},
	{.path = "period", .label = "不是全年的时段", .width = 20, .is_text = true, .is_yearly = true},
	{.path = "is_count", .label = "是计数"},
	{.path = "part_of", .label = "是哪一项的其中项", .width = 24},
	{.path = "has_all_parts", .label = "其中项已列全"},
	{.path = "within", .label = "不能超过哪一项", .width = 24},
	{.path = "members", .label = "名单（一行一个）", .width = 24, .is_yearly = true},
	{.path = "is_members_open", .label = "名单未列全（等）"},
	{.path = "paid_by_projects", .label = "由哪些项目支付（一行一个项目序号）", .is_text = true, .is_yearly = true},
	{.path = "note", .label = "备注", .width = 36, .is_yearly = true},
};

static const struct jx_form_field PROJECTS[] = {
	{.path = "number", .label = "序号"},
	{.path = "code", .label = "项目编码", .width = 22, .is_text = true},
	{.path = "name", .label = "项目名称", .width = 40},
	{.path = "group", .label = "项目类型", .width = 16},
	{.path = "is_group", .label = "是一组项目"},
	{.path = "is_key", .label = "重点项目"},
	{.path = "goal", .label = "年度目标", .width = 48},
	{.path = "result", .label = "完成情况", .width = 48, .is_yearly = true},
	{.path = "amount", .label = "项目金额", .unit = "万元", .is_yearly = true},
	{.path = "stated_total", .label = "付款合计", .unit = "万元", .is_yearly = true},
	{.path = "claimed_score", .label = "自评得分", .unit = "分", .is_yearly = true},
	{.path = "claimed_range.low", .label = "得分区间下限", .unit = "分", .is_yearly = true},
	{.path = "claimed_range.high", .label = "得分区间上限", .unit = "分", .is_yearly = true},
	{.path = "claimed_grade", .label = "自评等级", .is_yearly = true},
	{.path = "printed_review_score", .label = "复核得分", .unit = "分", .is_yearly = true},
	{.path = "is_partial", .label = "只说明了一部分"},
	{.path = "note", .label = "备注", .width = 36, .is_yearly = true},
};

static const struct jx_form_field PAYMENTS[] = {
	{.path = "item", .label = "付款事项", .width = 40, .is_yearly = true},
	{.path = "amount", .label = "金额", .unit = "万元", .is_yearly = true},
	{.path = "document", .label = "依据文件", .width = 32, .is_yearly = true},
	{.path = "receivers", .label = "受益对象数", .is_yearly = true},
};

static const struct jx_form_field INDICATORS[] = {
	{.path = "level1", .label = "一级指标", .width = 12},
	{.path = "level2", .label = "二级指标", .width = 14},
	{.path = "name", .label = "三级指标", .width = 32},
	{.path = "target_text", .label = "指标值", .width = 18, .is_text = true},
	{.path = "sign", .label = "指标性质"},
	{.path = "is_sign_assumed", .label = "性质为推定"},
	{.path = "target", .label = "指标值（数）", .is_text = true},
	{.path = "unit", .label = "度量单位"},
	{.path = "actual_text", .label = "完成值", .width = 18, .is_text = true, .is_yearly = true},
	{.path = "actual", .label = "完成值（数）", .is_text = true, .is_yearly = true},
	{.path = "points", .label = "分值", .unit = "分"},
	{.path = "claimed_score", .label = "得分", .unit = "分", .is_yearly = true},
	{.path = "reason", .label = "偏差原因分析及改进措施", .width = 36, .is_yearly = true},
	{.path = "evidence", .label = "佐证材料", .width = 24, .is_yearly = true},
	{.path = "target_low", .label = "区间下限", .is_text = true},
	{.path = "target_high", .label = "区间上限", .is_text = true},
	{.path = "target_date", .label = "完成期限", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "actual_date", .label = "完成日期", .is_text = true, .is_date = true, .is_yearly = true},
	{.path = "actual_sign", .label = "完成值符号", .is_yearly = true},
	{.path = "actual_unit", .label = "完成值单位（不同才填）", .is_yearly = true},
	{.path = "direction", .label = "方向"},
	{.path = "method", .label = "评分方法"},
	{.path = "method_text", .label = "评分标准", .width = 32},
	{.path = "points_range.low", .label = "分值区间下限", .unit = "分"},
	{.path = "points_range.high", .label = "分值区间上限", .unit = "分"},
	{.path = "printed_review_score", .label = "复核得分", .unit = "分", .is_yearly = true},
	{.path = "deduction", .label = "扣分", .unit = "分", .is_yearly = true},
	{.path = "coefficient", .label = "得分系数", .unit = "%", .is_yearly = true},
	{.path = "is_core", .label = "核心指标"},
	{.path = "prior_actual", .label = "上年完成值", .is_text = true, .is_yearly = true, .before = "actual"},
	{.path = "does_not_apply", .label = "不涉及"},
	{.path = "goal", .label = "目标序号"},
	{.path = "note", .label = "备注", .width = 36, .is_yearly = true},
};

static const struct jx_form_field LEVELS[] = {
	{.path = "level1", .label = "一级指标", .width = 12},
	{.path = "level2", .label = "二级指标（空：整个一级）", .width = 14},
	{.path = "points", .label = "分值", .unit = "分"},
	{.path = "claimed_score", .label = "得分", .unit = "分", .is_yearly = true},
	{.path = "printed_review_score", .label = "复核得分", .unit = "分", .is_yearly = true},
	{.path = "goal", .label = "目标序号"},
};

static const struct jx_form_field GRADE_COUNTS[] = {
	{.path = "unit", .label = "单位", .width = 36},
	{.path = "projects", .label = "项目数", .unit = "个", .is_yearly = true},
	{.path = "excellent", .label = "优", .unit = "个", .is_yearly = true},
	{.path = "good", .label = "良", .unit = "个", .is_yearly = true},
	{.path = "fair", .label = "中", .unit = "个", .is_yearly = true},
	{.path = "poor", .label = "差", .unit = "个", .is_yearly = true},
};

static const struct jx_form_field PROBLEMS[] = {
	{.path = "number", .label = "序号", .is_yearly = true},
	{.path = "text", .label = "存在的问题", .width = 80, .is_yearly = true},
	{.path = "category", .label = "问题类别", .is_yearly = true},
};

static const struct jx_form_field MEASURES[] = {
	{.path = "number", .label = "序号", .is_yearly = true},
	{.path = "problem", .label = "针对的问题序号", .is_yearly = true},
	{.path = "text", .label = "改进措施", .width = 80, .is_yearly = true},
	{.path = "due", .label = "完成期限", .width = 16, .is_text = true, .is_yearly = true},
};

static const struct jx_form_field TEAM[] = {
	{.path = "unit", .label = "工作单位", .width = 36},
	{.path = "post", .label = "职务", .width = 20},
	{.path = "title", .label = "职称", .width = 20},
	{.path = "membership", .label = "内部或外部"},
	{.path = "is_signed", .label = "已签名", .is_yearly = true},
};

static const struct jx_form_field EXPLANATIONS[] = {
	{.path = "rule", .label = "问题编号", .is_yearly = true},
	{.path = "field", .label = "位置", .width = 36, .is_yearly = true},
	{.path = "text", .label = "说明", .width = 80, .is_yearly = true},
};

static const struct jx_form_field ATTACHMENTS[] = {
	{.path = "name", .label = "文件名", .width = 36, .is_yearly = true},
	{.path = "size_bytes", .label = "字节数", .is_text = true, .is_yearly = true},
	{.path = "digest", .label = "指纹", .width = 76, .is_text = true, .is_yearly = true},
};

/* NOLINTBEGIN(bugprone-macro-parentheses): strings and arrays of a table */
#define OFFER(list_path, sheet_name, sheet_title, array, rows, codes) \
	{.name = sheet_name, .title = sheet_title, .list = list_path, .fields = array, .n_fields = JX_COUNT_OF(array), .ready_rows = rows, .offers = codes}
#define LIST(list_path, sheet_name, sheet_title, array, rows) OFFER(list_path, sheet_name, sheet_title, array, rows, NULL)
/* NOLINTEND(bugprone-macro-parentheses) */

const struct jx_form_sheet jx_form_lists[JX_FORM_N_LISTS] = {
	LIST("profile.duties", "部门职能", "部门职能", DUTIES, 20),
	LIST("profile.units", "所属单位", "独立核算单位", UNITS, 5),
	OFFER("staff.lines", "人员明细", "人员明细", STAFF_LINES, 8, "administrative civil_service_managed fiscal_institution balance self_funded worker"),
	OFFER("assets.lines", "资产", "固定资产", ASSET_LINES, 8, "*"),
	LIST("assets.buildings", "楼堂馆所", "本年完工的楼堂馆所", BUILDINGS, 4),
	OFFER("funds_by_source", "资金来源", "年度资金（按收入性质）", FUNDS, 8, "total appropriation carry_over other"),
	OFFER("funds_by_nature", "支出性质", "年度资金（按支出性质）", FUNDS, 8, "total basic project"),
	OFFER("functions", "功能分类", "支出功能分类", FUNCTIONS, 12, "*"),
	LIST("economic_classes", "经济分类", "支出经济分类", ECONOMIC_CLASSES, 8),
	OFFER("rate_inputs", "共性数据", "共性指标数据", RATE_INPUTS, 12, "*"),
	LIST("goals", "整体目标", "部门整体支出绩效目标", GOALS, 8),
	LIST("outcomes", "履职成效", "绩效目标实现情况中的数据", OUTCOMES, 20),
	LIST("indicators", "部门指标", "部门整体绩效指标", INDICATORS, 20),
	LIST("levels", "部门指标小计", "部门整体绩效指标的分级小计", LEVELS, 4),
	LIST("projects", "项目自评", "项目支出绩效自评", PROJECTS, 20),
	LIST("projects[].funds", "项目资金", "项目资金", FUNDS, 30),
	LIST("projects[].payments", "项目付款", "项目付款明细", PAYMENTS, 10),
	LIST("projects[].indicators", "项目指标", "项目绩效指标", INDICATORS, 60),
	LIST("projects[].levels", "项目指标小计", "项目绩效指标的分级小计", LEVELS, 8),
	LIST("grade_counts", "项目等级", "各单位项目自评等级", GRADE_COUNTS, 5),
	LIST("problems", "问题", "存在的问题", PROBLEMS, 8),
	LIST("measures", "措施", "改进措施", MEASURES, 8),
	LIST("team", "评价组", "评价工作组人员", TEAM, 8),
	LIST("explanations", "情况说明", "对问题的说明", EXPLANATIONS, 8),
	LIST("attachments", "附件", "附件", ATTACHMENTS, 5),
};
/* clang-format on */
