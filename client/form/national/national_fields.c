#include "client/form/national/national.h"
#include "proto/contract/base/array.h"

/* clang-format off */
#define SAME \
	{"fiscal_year", "年度", 4, true, JX_NATIONAL_REPORT, "profile.year"}, \
	{"mof_div_code", "财政区划代码", 9, true, JX_NATIONAL_DIVISION, ""}, \
	{"mof_div_name", "财政区划名称", 360, false, JX_NATIONAL_SYSTEM, ""}, \
	{"agency_code", "单位代码", 21, true, JX_NATIONAL_AGENCY, ""}, \
	{"agency_name", "单位名称", 300, true, JX_NATIONAL_REPORT, "profile.name"}, \
	{"pro_code", "项目代码", 21, true, JX_NATIONAL_PROJECT, "code"}, \
	{"pro_name", "项目名称", 180, true, JX_NATIONAL_PROJECT, "name"}
#define HOUSEKEEPING \
	{"update_time", "更新时间", 17, false, JX_NATIONAL_SYSTEM, ""}, \
	{"is_deleted", "是否删除", 1, true, JX_NATIONAL_FIXED, "2"}, \
	{"create_time", "创建时间", 17, false, JX_NATIONAL_SYSTEM, ""}

static const struct jx_national_field SELF_EVAL[] = {
	{"eval_id", "评价主键", 38, true, JX_NATIONAL_KEY, ""},
	SAME,
	{"devi_analy", "偏差分析及整改措施", 2000, false, JX_NATIONAL_PROJECT, "note"},
	{"application_advise", "结果应用建议", 2000, false, JX_NATIONAL_SYSTEM, ""},
	{"total_eval_value", "单位自评得分", 0, true, JX_NATIONAL_PROJECT, "claimed_score"},
	{"dept_score", "主管部门评分", 0, false, JX_NATIONAL_PROJECT, "printed_review_score"},
	{"dept_suggest", "主管部门意见", 2000, false, JX_NATIONAL_SYSTEM, ""},
	{"dep_aud_opinion", "部门审核意见", 2000, false, JX_NATIONAL_SYSTEM, ""},
	{"mof_aud_opinion", "财政审核意见", 2000, false, JX_NATIONAL_SYSTEM, ""},
	{"is_last_inst", "是否终审", 1, false, JX_NATIONAL_SYSTEM, ""},
	HOUSEKEEPING,
};

static const struct jx_national_field SELF_EVAL_GOAL[] = {
	{"eval_kpi_id", "目标自评主键", 38, true, JX_NATIONAL_KEY, ""},
	{"eval_id", "评价主键", 38, true, JX_NATIONAL_EVAL_KEY, ""},
	{"kpi_per_id", "绩效目标主键", 38, false, JX_NATIONAL_SYSTEM, ""},
	SAME,
	{"kpi_target", "预期目标", 2000, true, JX_NATIONAL_PROJECT, "goal"},
	{"goal_comp", "完成情况", 2000, true, JX_NATIONAL_PROJECT, "result"},
	HOUSEKEEPING,
};

static const struct jx_national_field SELF_EVAL_INDICATOR[] = {
	{"eval_ind_id", "指标自评主键", 38, true, JX_NATIONAL_KEY, ""},
	{"eval_id", "评价主键", 38, true, JX_NATIONAL_EVAL_KEY, ""},
	{"kpi_id", "指标主键", 38, false, JX_NATIONAL_SYSTEM, ""},
	SAME,
	{"lv1_perf_ind_code", "一级指标代码", 300, false, JX_NATIONAL_SYSTEM, ""},
	{"lv1_perf_ind_name", "一级指标名称", 1000, true, JX_NATIONAL_ROW, "level1"},
	{"lv2_perf_ind_code", "二级指标代码", 300, false, JX_NATIONAL_SYSTEM, ""},
	{"lv2_perf_ind_name", "二级指标名称", 1000, true, JX_NATIONAL_ROW, "level2"},
	{"lv3_perf_ind_code", "三级指标代码", 300, false, JX_NATIONAL_SYSTEM, ""},
	{"lv3_perf_ind_name", "三级指标名称", 1000, true, JX_NATIONAL_ROW, "name"},
	{"kpi_val", "指标值", 1000, true, JX_NATIONAL_ROW, "target_text"},
	{"ind_comp", "完成情况", 1000, true, JX_NATIONAL_ROW, "actual_text"},
	{"kpi_evalstd", "评（扣）分标准", 2000, false, JX_NATIONAL_ROW, "method_text"},
	{"ind_weight", "指标权重", 0, true, JX_NATIONAL_ROW, "points"},
	{"eval_score", "得分", 0, true, JX_NATIONAL_ROW, "claimed_score"},
	{"devi_analy", "偏差分析及整改措施", 2000, false, JX_NATIONAL_ROW, "reason"},
	{"application_advise", "结果应用建议", 2000, false, JX_NATIONAL_SYSTEM, ""},
	HOUSEKEEPING,
};

static const struct jx_national_field SELF_BGT[] = {
	{"bgt_eval_id", "预算执行主键", 38, true, JX_NATIONAL_KEY, ""},
	{"eval_id", "评价主键", 38, true, JX_NATIONAL_EVAL_KEY, ""},
	SAME,
	{"found_type_code", "资金来源代码", 6, false, JX_NATIONAL_SYSTEM, ""},
	{"found_type_name", "资金来源", 30, true, JX_NATIONAL_ROW, "label"},
	{"reply_amt", "年初批复数", 0, false, JX_NATIONAL_ROW, "initial"},
	{"year_adj_amt", "调整数", 0, false, JX_NATIONAL_ROW, "adjustment"},
	{"cur_amt", "变动后金额", 0, false, JX_NATIONAL_ROW, "adjusted"},
	{"year_exe_amt", "全年执行数", 0, false, JX_NATIONAL_ROW, "executed"},
	{"exe_amt_rate", "执行率", 0, false, JX_NATIONAL_ROW, "stated_rate"},
	{"exe_score", "执行率得分", 0, false, JX_NATIONAL_ROW, "claimed_score"},
	HOUSEKEEPING,
};

static const struct jx_national_field PUBLIC_FILE[] = {
	{"file_id", "附件主键", 38, true, JX_NATIONAL_KEY, ""},
	{"eval_id", "评价主键", 38, false, JX_NATIONAL_SYSTEM, ""},
	{"fiscal_year", "年度", 4, true, JX_NATIONAL_REPORT, "profile.year"},
	{"mof_div_code", "财政区划代码", 9, true, JX_NATIONAL_DIVISION, ""},
	{"file_name", "附件名称", 50, true, JX_NATIONAL_ROW, "name"},
	{"full_path", "存放路径", 300, false, JX_NATIONAL_SYSTEM, ""},
	{"report_type_code", "附件类型代码", 2, false, JX_NATIONAL_SYSTEM, ""},
	{"report_type_name", "附件类型", 100, false, JX_NATIONAL_SYSTEM, ""},
	HOUSEKEEPING,
};

/* NOLINTNEXTLINE(bugprone-macro-parentheses): strings and arrays of a table */
#define TABLE(name, title, list, fields) {name, title, list, fields, JX_COUNT_OF(fields)}

const struct jx_national_table jx_national_tables[JX_NATIONAL_TABLES] = {
	TABLE("PM_PERF_SELF_EVAL", "项目绩效自评信息", "projects", SELF_EVAL),
	TABLE("PM_SELF_EVAL_GOAL", "绩效目标单位自评", "projects", SELF_EVAL_GOAL),
	TABLE("PM_SELF_EVAL_INDICATOR", "指标单位自评", "projects[].indicators", SELF_EVAL_INDICATOR),
	TABLE("PM_PERF_SELF_BGT", "预算执行完成情况", "projects[].funds", SELF_BGT),
	TABLE("PERF_PUBLIC_FILE", "附件", "attachments", PUBLIC_FILE),
};
/* clang-format on */
