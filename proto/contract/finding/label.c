/* What the fields and the words of a report are called. See label.h. */
#include "proto/contract/finding/label.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/path.h"

#define NAME_BYTES 64 /* of a message and a field */

/* By the field's name, or by that of its message and its own where fields of one name are different things. */
static const struct {
	const char *name;
	const char *zh;
	const char *en;
} LABELS[] = {
	{"AssetLine.category", "资产类别", "Category"},
	{"Assets.lines", "资产分类", "Assets by category"},
	{"Assets.total", "合计", "Total"},
	{"Attachment.name", "文件名", "File"},
	{"EconomicLine.name", "经济分类名称", "Class"},
	{"FunctionLine.name", "功能分类名称", "Class"},
	{"Goal.actual", "实际完成情况", "Done"},
	{"Goal.name", "目标名称", "Goal"},
	{"GradeCount.projects", "项目数", "Projects"},
	{"GradeCount.unit", "单位", "Unit"},
	{"Indicator.goal", "目标序号", "Goal"},
	{"Indicator.name", "指标名称", "Indicator"},
	{"Indicator.prior_actual", "上年值", "Value of the year before"},
	{"Organisation.method", "评价方法", "Method"},
	{"Outcome.name", "内容", "Outcome"},
	{"Problem.category", "问题类别", "Kind"},
	{"Profile.name", "单位全称", "Full name"},
	{"Project.name", "项目名称", "Project"},
	{"RateInput.actual", "本年决算", "Actual"},
	{"RateInput.adjusted", "调整后预算", "Adjusted budget"},
	{"Report.department", "部门", "Department"},
	{"Report.kind", "报告种类", "Kind of report"},
	{"Report.projects", "项目", "Projects"},
	{"Report.round", "轮次", "Round"},
	{"Staff.lines", "人员分类", "Staff by category"},
	{"StaffLine.category", "人员类别", "Category"},
	{"TeamMember.unit", "所在单位", "Unit"},
	{"Unit.code", "编码", "Code"},
	{"Unit.name", "单位名称", "Unit"},
	{"accounts", "收支", "Accounts"},
	{"actual", "实际值", "Actual value"},
	{"actual_area", "实际面积", "Floor area built"},
	{"actual_date", "实际日期", "Actual date"},
	{"actual_investment", "实际投资", "Investment made"},
	{"actual_sign", "实际值符号", "Sign of the actual value"},
	{"actual_text", "实际（文字）", "Actual in words"},
	{"actual_unit", "实际值单位", "Unit of the actual value"},
	{"adjusted", "全年预算数", "Adjusted budget"},
	{"adjustment", "调整数", "Adjustment"},
	{"amount", "金额", "Amount"},
	{"approved_area", "批复面积", "Floor area approved"},
	{"approved_investment", "预算投资", "Investment approved"},
	{"area", "建筑面积", "Floor area"},
	{"arrangement", "组织安排", "Arrangement"},
	{"as_of", "截止日期", "As of"},
	{"assets", "资产", "Assets"},
	{"attachments", "附件", "Attachments"},
	{"basic_expenditure", "基本支出", "Basic expenditure"},
	{"basis_documents", "依据文件", "Documents it is based on"},
	{"budget", "本年预算", "Budget"},
	{"buildings", "楼堂馆所", "Buildings"},
	{"carried_out", "实施情况", "Carried out"},
	{"category", "类别", "Category"},
	{"change", "增减额", "Difference"},
	{"changes", "变动情况", "Changes"},
	{"claimed_grade", "自评等级", "Claimed grade"},
	{"claimed_range", "得分范围", "Range of the score"},
	{"claimed_score", "自评得分", "Claimed score"},
	{"closing_carry_over", "结转结余", "Carried over"},
	{"code", "编码", "Code"},
	{"coefficient", "系数", "Coefficient"},
	{"completion", "完成率%", "Completion %"},
	{"conclusion", "自评结论", "Conclusion"},
	{"count", "数量", "Count"},
	{"count_unit", "数量单位", "Unit of the count"},
	{"county", "县（区）", "County"},
	{"deduction", "扣分", "Deduction"},
	{"digest", "指纹", "Digest"},
	{"direction", "方向", "Direction"},
	{"document", "文号", "Document"},
	{"does_not_apply", "不适用", "Does not apply"},
	{"due", "期限", "Due"},
	{"duties", "部门职能", "Duties"},
	{"economic_classes", "经济分类", "Economic classes"},
	{"evidence", "佐证", "Evidence"},
	{"excellent", "优", "Excellent"},
	{"executed", "全年执行数", "Executed"},
	{"expected", "预期目标", "Expected"},
	{"expenditure", "本年支出", "Expenditure"},
	{"expenditure_change", "支出变动", "Change of expenditure"},
	{"explanations", "说明", "Explanations"},
	{"fair", "中", "Fair"},
	{"field", "字段", "Field"},
	{"fiscal_expenditure", "财政拨款支出", "Fiscal expenditure"},
	{"form", "表格名称", "Form"},
	{"functions", "支出功能分类", "Functional classes"},
	{"funding_form", "经费形式", "Funding form"},
	{"funds", "项目资金", "Money of the project"},
	{"funds_by_nature", "资金（按支出性质）", "Money by nature"},
	{"funds_by_source", "资金（按收入性质）", "Money by source"},
	{"goal", "项目目标", "Goal"},
	{"goals", "年度目标", "Goals of the year"},
	{"good", "良", "Good"},
	{"grade_counts", "分单位等级统计", "Grades by unit"},
	{"gross", "原值", "Gross value"},
	{"group", "项目分组", "Group"},
	{"has_all_parts", "各部分齐全", "All parts are listed"},
	{"high", "上限", "To"},
	{"in_post", "在职人数", "In post"},
	{"in_use", "实际在用", "In use"},
	{"income", "本年收入", "Income"},
	{"income_change", "收入变动", "Change of income"},
	{"indicators", "绩效指标", "Indicators"},
	{"initial", "年初预算数", "Initial budget"},
	{"is_code_inferred", "编码为推定", "Code was inferred"},
	{"is_core", "核心指标", "Core indicator"},
	{"is_count", "是计数", "Is a count"},
	{"is_group", "是项目组", "Is a group"},
	{"is_key", "重点项目", "Key project"},
	{"is_members_open", "组成部分未列全", "Members are examples"},
	{"is_partial", "只列出一部分", "Only a part"},
	{"is_sign_assumed", "符号为推定", "Sign is assumed"},
	{"is_signed", "已签字", "Signed"},
	{"issued", "下达", "Issued"},
	{"item", "支付内容", "Item"},
	{"key", "数据项", "Figure"},
	{"label", "报表上的名称", "Label"},
	{"level", "层级", "Level"},
	{"level1", "一级指标", "Level 1"},
	{"level2", "二级指标", "Level 2"},
	{"levels", "各级指标小计", "Levels of the table"},
	{"low", "下限", "From"},
	{"measures", "改进措施", "Measures"},
	{"members", "组成部分", "Members"},
	{"membership", "内部或外部", "Membership"},
	{"method", "评分方法", "Method"},
	{"method_text", "评分标准", "Method in words"},
	{"name", "名称", "Name"},
	{"nature", "单位性质", "Nature"},
	{"net", "净值", "Net value"},
	{"note", "备注", "Note"},
	{"number", "序号", "No."},
	{"opening_carry_over", "上年结转", "Carried over into the year"},
	{"organisation", "自评组织情况", "Organisation of the self-evaluation"},
	{"other_expenditure", "其他支出", "Other expenditure"},
	{"outcomes", "产出与效益数字", "Outcomes"},
	{"paid_by_projects", "支出项目", "Paid by projects"},
	{"part_of", "所属行", "Part of"},
	{"partial_lists", "只列出一部分的清单", "Lists that are not whole"},
	{"payments", "支付明细", "Payments"},
	{"period", "时段", "Period"},
	{"points", "分值", "Points"},
	{"points_range", "分值范围", "Range of points"},
	{"poor", "差", "Poor"},
	{"post", "职务", "Post"},
	{"posts", "编制数", "Posts"},
	{"present", "实有人数", "People there"},
	{"previous", "上年数", "Year before"},
	{"printed_review_grade", "表列复核等级", "Printed review grade"},
	{"printed_review_score", "表列复核得分", "Printed review score"},
	{"prior_actual", "上年决算", "Actual of the year before"},
	{"prior_budget", "上年预算", "Budget of the year before"},
	{"problem", "对应问题", "Problem"},
	{"problems", "存在的问题", "Problems"},
	{"profile", "基本情况", "Profile"},
	{"project_expenditure", "项目支出", "Project expenditure"},
	{"projects_by_kind", "分类项目数", "Projects by kind"},
	{"projects_evaluated", "评价项目数", "Projects evaluated"},
	{"projects_reported", "填报项目数", "Projects reported"},
	{"published_on", "公开日期", "Published on"},
	{"rank", "位次", "Rank"},
	{"rate_inputs", "共性指标数据", "Figures of common rates"},
	{"reason", "原因", "Reason"},
	{"received", "到位", "Received"},
	{"receivers", "受益人数", "Receivers"},
	{"recovered", "收回", "Recovered"},
	{"report_date", "报告日期", "Date of the report"},
	{"result", "完成情况", "Result"},
	{"row", "资金类别", "Row of money"},
	{"rule", "规则", "Rule"},
	{"sign", "符号", "Sign"},
	{"size_bytes", "字节数", "Bytes"},
	{"staff", "人员", "Staff"},
	{"stated_above_average", "高于平均%", "Above average %"},
	{"stated_adjustment_rate", "调整率%", "Adjustment rate %"},
	{"stated_area_rate", "规模控制率%", "Area rate %"},
	{"stated_change", "增减%", "Change %"},
	{"stated_control_rate", "在职人员控制率%", "Control rate %"},
	{"stated_investment_rate", "投资控制率%", "Investment rate %"},
	{"stated_percent", "增减%", "Change %"},
	{"stated_rate", "执行率%", "Rate %"},
	{"stated_received_rate", "到位率%", "Received rate %"},
	{"stated_share", "占比%", "Share %"},
	{"stated_total", "表列合计", "Total as printed"},
	{"status", "数据状态", "Status"},
	{"superior", "主管部门", "Reports to"},
	{"surplus_allotted", "结余分配", "Surplus allotted"},
	{"surplus_used", "使用非财政拨款结余", "Surplus used"},
	{"target", "目标值", "Target"},
	{"target_date", "目标日期", "Target date"},
	{"target_high", "目标上限", "Target to"},
	{"target_low", "目标下限", "Target from"},
	{"target_text", "目标（文字）", "Target in words"},
	{"team", "评价小组", "Evaluation team"},
	{"text", "内容", "Text"},
	{"title", "职称", "Title"},
	{"total_expenditure", "支出总计", "Expenditure in total"},
	{"total_income", "收入总计", "Income in total"},
	{"unit", "单位", "Unit"},
	{"units", "独立核算单位", "Accounting units"},
	{"value", "数值", "Value"},
	{"weight", "权重", "Weight"},
	{"within", "范围", "Within"},
	{"year", "年度", "Year"},
};

static const struct {
	const ProtobufCEnumDescriptor *type;
	int value;
	const char *zh;
	const char *en;
} WORDS[] = {
	{JX_REPORT_KIND_DESCRIPTOR, JX_REPORT_KIND_DEPARTMENT, "部门整体支出", "whole department"},
	{JX_REPORT_KIND_DESCRIPTOR, JX_REPORT_KIND_PROJECT, "项目支出", "projects"},
	{JX_FIGURE_STATUS_DESCRIPTOR, JX_FIGURE_STATUS_FINAL, "决算数", "final figure"},
	{JX_FIGURE_STATUS_DESCRIPTOR, JX_FIGURE_STATUS_PROVISIONAL, "快报数", "provisional"},
	{JX_FIGURE_STATUS_DESCRIPTOR, JX_FIGURE_STATUS_FORECAST, "预计", "forecast"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_AT_LEAST, "≥", "≥"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_AT_MOST, "≤", "≤"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_EQUAL, "=", "="},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_MORE_THAN, ">", ">"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_LESS_THAN, "<", "<"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_RANGE, "区间", "range"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_ABOUT, "约", "about"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_QUALITATIVE, "定性", "in words"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_BY_DATE, "按期", "by a date"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_BEFORE_DATE, "之前", "before a date"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, JX_INDICATOR_DIRECTION_HIGHER, "越高越好", "more is better"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, JX_INDICATOR_DIRECTION_LOWER, "越低越好", "less is better"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, JX_INDICATOR_DIRECTION_EQUAL, "越接近越好", "closer is better"},
	{JX_TEAM_MEMBERSHIP_DESCRIPTOR, JX_TEAM_MEMBERSHIP_INSIDE, "部门内", "of the department"},
	{JX_TEAM_MEMBERSHIP_DESCRIPTOR, JX_TEAM_MEMBERSHIP_OUTSIDE, "部门外", "from outside"},
};

static const char *find(const char *name, enum jx_language language)
{
	for (size_t i = 0; i < JX_COUNT_OF(LABELS); i++)
		if (strcmp(LABELS[i].name, name) == 0)
			return language == JX_ZH ? LABELS[i].zh : LABELS[i].en;
	return NULL;
}

const char *jx_field_label(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
	enum jx_language language)
{
	char name[NAME_BYTES];
	(void)snprintf(name, sizeof(name), "%s.%s", type->short_name, field->name);
	const char *label = find(name, language);
	if (label == NULL)
		label = find(field->name, language);
	return label != NULL ? label : field->name;
}

/* Adds the label of one step; the number of a row counts from 1. */
static bool put_step(char out[JX_PATH_LABEL_BYTES], size_t *n, const char *label, const char *index)
{
	char number[24] = "";
	if (index[0] == '[')
		(void)snprintf(number, sizeof(number), " %lu", strtoul(index + 1, NULL, 10) + 1);
	int written =
		snprintf(out + *n, JX_PATH_LABEL_BYTES - *n, "%s%s%s", *n > 0 ? " / " : "", label, number);
	if (written < 0 || (size_t)written >= JX_PATH_LABEL_BYTES - *n) {
		out[*n] = '\0';
		return false;
	}
	*n += (size_t)written;
	return true;
}

const char *jx_path_label(const char *path, enum jx_language language, char out[JX_PATH_LABEL_BYTES])
{
	const ProtobufCMessageDescriptor *type = JX_REPORT_DESCRIPTOR;
	size_t n = 0;
	out[0] = '\0';
	if (jx_path_check(type, path, NULL) != JX_OK)
		return out;
	for (const char *step = path; type != NULL && step[0] != '\0';) {
		char name[NAME_BYTES];
		size_t n_name = strcspn(step, ".[");
		size_t n_step = strcspn(step, ".");
		(void)snprintf(name, sizeof(name), "%.*s", (int)n_name, step);
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field_by_name(type, name);
		if (field == NULL || !put_step(out, &n, jx_field_label(type, field, language), step + n_name))
			break;
		type = field->type == PROTOBUF_C_TYPE_MESSAGE ? field->descriptor : NULL;
		step += n_step + (step[n_step] == '.' ? 1 : 0);
	}
	return out;
}

const char *jx_enum_label(const ProtobufCEnumDescriptor *type, int value, enum jx_language language)
{
	for (size_t i = 0; i < JX_COUNT_OF(WORDS); i++)
		if (WORDS[i].type == type && WORDS[i].value == value)
			return language == JX_ZH ? WORDS[i].zh : WORDS[i].en;
	return NULL;
}
