#include "client/document/report_document.h"

#include <stdio.h>
#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/localized.h"

#define ABOUT_BYTES     128
#define SIGNATURE_LINES "　\n　"                             /* a row high enough to sign in */
#define SEAL_LINES      "　\n　\n　\n　\n　\n　\n　\n　\n　" /* and one for a seal of 42 mm */
#define ROWS_BY_HAND    3u                                   /* of a team that the report does not name */
#define DATE_TO_FILL    "　　年　　月　　日"

static void add_text(struct jx_report_writing *writing, const char *label, const char *path)
{
	const char *text = jx_report_text(writing, path);
	if (text[0] != '\0')
		JX_ADD(PARAGRAPH, "%s%s", label, text);
}

static void add_list(struct jx_report_writing *writing, const char *list)
{
	jx_report_list_table(writing, list, &writing->origin->report->base, list);
}

/* ---- 一、部门基本情况 ---- */

static void add_duties(struct jx_report_writing *writing)
{
	const JxProfile *profile = writing->origin->report->profile;
	JX_ADD(POINT, "1. 部门职能。");
	char number[JX_REPORT_NUMERAL_BYTES];
	for (size_t i = 0; profile != NULL && i < profile->n_duties; i++)
		JX_ADD(PARAGRAPH, "（%s）%s", jx_report_numeral(i + 1, number), profile->duties[i]);
}

static void add_profile(struct jx_report_writing *writing)
{
	JX_ADD(HEADING, "一、部门基本情况");
	JX_ADD(SECTION, "（一）部门概况");
	add_text(writing, "部门全称：", "profile.name");
	add_text(writing, "县（区）：", "profile.county");
	add_text(writing, "层级：", "profile.level");
	add_text(writing, "单位性质：", "profile.nature");
	add_text(writing, "经费形式：", "profile.funding_form");
	add_text(writing, "主管部门：", "profile.superior");
	add_text(writing, "所用报表：", "profile.form");
	add_text(writing, "公开日期：", "profile.published_on");
	add_duties(writing);
	JX_ADD(POINT, "2. 机构情况，包括当年变动情况及原因。");
	jx_report_say_units(writing);
	add_list(writing, "profile.units");
	add_text(writing, "机构变动情况：", "profile.changes");
	JX_ADD(POINT, "3. 人员情况，包括当年变动情况及原因。");
	if (!jx_report_say_staff(writing))
		add_text(writing, "人数截止日期：", "staff.as_of");
	jx_report_card_table(writing, "staff.in_post");
	add_list(writing, "staff.lines");
	add_text(writing, "人员变动情况及原因：", "staff.changes");
	JX_ADD(POINT, "4. 资产情况。");
	if (!jx_report_say_assets(writing))
		add_text(writing, "资产截止日期：", "assets.as_of");
	add_list(writing, "assets.lines");
	add_text(writing, "合计行：", "assets.total.label");
	add_text(writing, "合计行的类别：", "assets.total.category");
	add_text(writing, "合计行属于：", "assets.total.part_of");
	add_text(writing, "数量单位：", "assets.total.count_unit");
	jx_report_card_table(writing, "assets.total.gross");
	add_list(writing, "assets.buildings");
}

static void add_money(struct jx_report_writing *writing)
{
	JX_ADD(SECTION, "（二）部门收支预决算情况");
	jx_report_say_money(writing);
	jx_report_card_table(writing, "accounts.income");
	jx_report_say_functions(writing);
	add_list(writing, "functions");
	add_list(writing, "economic_classes");
	add_list(writing, "funds_by_source");
	add_list(writing, "funds_by_nature");
	add_list(writing, "rate_inputs");
}

static void add_goals(struct jx_report_writing *writing)
{
	const JxReport *report = writing->origin->report;
	JX_ADD(SECTION, "（三）部门整体支出绩效目标、指标");
	for (size_t i = 0; i < report->n_goals; i++)
		JX_ADD(PARAGRAPH, "目标%u：%s。%s", report->goals[i]->number, report->goals[i]->name,
			report->goals[i]->expected);
	add_list(writing, "indicators");
	add_list(writing, "levels");
}

/* ---- 二 to 五 ---- */

static void add_organisation(struct jx_report_writing *writing)
{
	JX_ADD(HEADING, "二、自评工作开展情况");
	JX_ADD(SECTION, "（一）自评的组织工作");
	add_text(writing, "", "organisation.arrangement");
	JX_ADD(SECTION, "（二）自评的方法和过程");
	add_text(writing, "", "organisation.method");
	add_text(writing, "自评时间：", "organisation.carried_out");
	jx_report_card_table(writing, "organisation.projects_evaluated");
	add_text(writing, "其中各类项目数：", "organisation.projects_by_kind");
}

static void add_project(struct jx_report_writing *writing, const JxProject *project, size_t number)
{
	JX_ADD(POINT, "%zu. %s绩效目标：", number, project->name);
	if (project->goal[0] != '\0')
		JX_ADD(PARAGRAPH, "%s", project->goal);
	if (project->result[0] != '\0')
		JX_ADD(PARAGRAPH, "完成情况：%s", project->result);
	jx_report_list_table(writing, "projects[].funds", &project->base, "funds");
	jx_report_list_table(writing, "projects[].payments", &project->base, "payments");
	jx_report_list_table(writing, "projects[].indicators", &project->base, "indicators");
	jx_report_list_table(writing, "projects[].levels", &project->base, "levels");
}

static void add_results(struct jx_report_writing *writing)
{
	const JxReport *report = writing->origin->report;
	JX_ADD(HEADING, "三、部门整体支出绩效目标实现情况及指标分析");
	JX_ADD(SECTION, "（一）总体绩效目标实现情况");
	const char *completion = jx_report_text(writing, "conclusion.completion");
	if (completion[0] != '\0')
		JX_ADD(PARAGRAPH, "绩效总体指标完成率达到了%s。", completion);
	add_list(writing, "goals");
	add_list(writing, "outcomes");
	JX_ADD(SECTION, "（二）分项绩效目标实现情况及指标分析");
	add_list(writing, "projects");
	for (size_t i = 0; i < report->n_projects; i++)
		add_project(writing, report->projects[i], i + 1);
	add_list(writing, "grade_counts");
}

static void add_conclusion(struct jx_report_writing *writing)
{
	JX_ADD(HEADING, "四、评价结论和评价等级");
	add_text(writing, "自评得分：", "conclusion.claimed_score");
	add_text(writing, "自评得分下限：", "conclusion.claimed_range.low");
	add_text(writing, "自评得分上限：", "conclusion.claimed_range.high");
	add_text(writing, "综合绩效评价等级：", "conclusion.claimed_grade");
	add_text(writing, "复核得分：", "conclusion.printed_review_score");
	add_text(writing, "复核等级：", "conclusion.printed_review_grade");
	add_text(writing, "", "conclusion.text");
}

/* Adds a problem or a measure with what is known about it in brackets. */
static void add_point(struct jx_report_writing *writing, size_t number, const char *text, const char *about)
{
	bool has_more = about[0] != '\0';
	JX_ADD(PARAGRAPH, "%zu. %s%s%s%s", number, text, has_more ? "（" : "", about, has_more ? "）" : "");
}

static void add_problems(struct jx_report_writing *writing)
{
	const JxReport *report = writing->origin->report;
	JX_ADD(HEADING, "五、存在的问题及改进措施");
	JX_ADD(SECTION, "（一）存在的主要问题");
	for (size_t i = 0; i < report->n_problems; i++) {
		const JxProblem *problem = report->problems[i];
		add_point(writing, i + 1, problem->text,
			jx_report_row_text(writing, "problems", &problem->base, "category"));
	}
	JX_ADD(SECTION, "（二）针对问题提出具体的改进措施或建议");
	for (size_t i = 0; i < report->n_measures; i++) {
		const JxMeasure *measure = report->measures[i];
		char about[ABOUT_BYTES] = "";
		size_t n = 0;
		if (measure->problem != 0)
			n = (size_t)snprintf(about, sizeof(about), "针对问题%u", measure->problem);
		if (measure->due[0] != '\0' && n < sizeof(about))
			(void)snprintf(about + n, sizeof(about) - n, "%s完成期限：%s", n > 0 ? "，" : "",
				measure->due);
		add_point(writing, i + 1, measure->text, about);
	}
}

/* ---- 六、 and the signature page ---- */

static void add_team(struct jx_report_writing *writing)
{
	static const struct jx_document_column columns[] = {{"姓名", 15, false}, {"工作单位", 24, false},
		{"职务", 17, false}, {"职称", 17, false}, {"签名", 15, false}};
	const JxReport *report = writing->origin->report;
	JX_ADD(HEADING, "六、评价工作组人员名单及签字（姓名、工作单位、职务、职称）");
	JX_ADD(CAPTION, "评价小组成员名单");
	if (jx_document_table(writing->document, columns, JX_COUNT_OF(columns)) == NULL)
		return;
	static const char *const by_hand[] = {"", "", "", "", SIGNATURE_LINES};
	for (size_t i = 0; report->n_team == 0 && i < ROWS_BY_HAND; i++)
		jx_document_row(writing->document, by_hand);
	for (size_t i = 0; i < report->n_team; i++) {
		const JxTeamMember *member = report->team[i];
		const char *const cells[] = {"", member->unit, member->post, member->title, SIGNATURE_LINES};
		jx_document_row(writing->document, cells);
	}
}

static void add_appendix(struct jx_report_writing *writing)
{
	static const struct jx_document_column columns[] = {
		{"所说明的内容", 26, false}, {"说明", 48, false}, {"规则", 10, false}};
	const JxReport *report = writing->origin->report;
	if (report->n_explanations + report->n_attachments + report->n_partial_lists == 0)
		return;
	JX_ADD(HEADING, "附：情况说明和附件");
	for (size_t i = 0; i < report->n_partial_lists; i++)
		JX_ADD(PARAGRAPH, "%s：只列出了一部分。", jx_report_place(writing, report->partial_lists[i]));
	if (report->n_explanations > 0 &&
		jx_document_table(writing->document, columns, JX_COUNT_OF(columns)) != NULL)
		for (size_t i = 0; i < report->n_explanations; i++) {
			const JxExplanation *explanation = report->explanations[i];
			const char *const cells[] = {jx_report_place(writing, explanation->field),
				explanation->text, explanation->rule};
			jx_document_row(writing->document, cells);
		}
	add_list(writing, "attachments");
}

static void add_signatures(struct jx_report_writing *writing)
{
	static const struct jx_document_column columns[] = {
		{"签章", 20, false}, {"签名或盖章", 40, false}, {"日期", 24, false}};
	static const struct jx_document_column keys[] = {{"核对", 11, false}, {"内容", 73, false}};
	static const char *const rows[] = {"单位负责人", "财务负责人", "填表人"};
	const struct jx_report_origin *origin = writing->origin;
	JX_ADD(PAGE, "签章页");
	if (jx_document_table(writing->document, columns, JX_COUNT_OF(columns)) == NULL)
		return;
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++)
		jx_document_row(
			writing->document, (const char *const[]){rows[i], SIGNATURE_LINES, DATE_TO_FILL});
	jx_document_row(writing->document, (const char *const[]){"单位公章", SEAL_LINES, DATE_TO_FILL});
	if (jx_document_table(writing->document, keys, JX_COUNT_OF(keys)) == NULL)
		return;
	const char *receipt =
		origin->receipt[0] != '\0' ? origin->receipt : "（报送后再次生成本文件，即印在此处）";
	jx_document_row(writing->document,
		(const char *const[]){"部门编号", jx_name_last(origin->report->department)});
	jx_document_row(
		writing->document, (const char *const[]){"填报轮次", jx_name_last(origin->report->round)});
	jx_document_row(writing->document, (const char *const[]){"回执号", receipt});
	jx_document_row(writing->document, (const char *const[]){"报告指纹", origin->digest});
	JX_ADD(PARAGRAPH, "签章确认的是具有上述指纹的报告；数据有任何改动，指纹就不同。");
}

static void add_head(struct jx_report_writing *writing)
{
	const JxProfile *profile = writing->origin->report->profile;
	const char *name = profile != NULL ? profile->name : "";
	unsigned year = profile != NULL ? profile->year : 0;
	JX_ADD(NOTE, "附件3：");
	const char *what = writing->origin->report->kind == JX_REPORT_KIND_PROJECT ? "项目支出" : "整体支出";
	JX_ADD(TITLE, "%s\n%u年度%s绩效自评报告", name, year, what);
	for (size_t i = 0; profile != NULL && i < profile->n_basis_documents; i++)
		JX_ADD(PARAGRAPH, "依据：%s", profile->basis_documents[i]);
	JX_ADD(PARAGRAPH,
		"遵循“科学性、规范性、客观性和公正性”的原则，对%s%u年%s情况实施了财政支出绩效自评价，形成本评价报告。",
		name, year, what);
	add_text(writing, "报告日期：", "profile.report_date");
}

/* Takes the words for codes from the rulebook. */
static void take_codes(struct jx_report_writing *writing)
{
	const JxRulebook *book = writing->origin->book;
	for (size_t i = 0; book != NULL && i < book->n_code_lists; i++)
		for (size_t j = 0; j < book->code_lists[i]->n_codes; j++) {
			const JxCode *code = book->code_lists[i]->codes[j];
			if (jx_arena_array_grow(writing->document->arena, (void **)&writing->codes.items,
				    sizeof(struct jx_form_code), writing->codes.n, &writing->codes.room,
				    JX_MAX_FORM_CELLS) != JX_OK) {
				writing->document->is_short = true;
				return;
			}
			writing->codes.items[writing->codes.n++] =
				(struct jx_form_code){.list = book->code_lists[i]->name,
					.label = jx_localized(code->label, JX_ZH),
					.code = code->code};
		}
}

enum jx_status jx_report_document(
	const struct jx_report_origin *origin, struct jx_arena *arena, struct jx_document *document)
{
	struct jx_report_writing writing = {.origin = origin, .document = document};
	*document = (struct jx_document){.arena = arena, .title = "绩效自评报告"};
	take_codes(&writing);
	add_head(&writing);
	add_profile(&writing);
	add_money(&writing);
	add_goals(&writing);
	add_organisation(&writing);
	add_results(&writing);
	add_conclusion(&writing);
	add_problems(&writing);
	add_team(&writing);
	add_appendix(&writing);
	add_signatures(&writing);
	return document->is_short ? jx_arena_fail(arena, NULL) : JX_OK;
}
