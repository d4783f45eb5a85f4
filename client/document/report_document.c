#include "client/document/report_document.h"

#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/localized.h"

#define ADD(kind, ...) jx_document_add(w->document, JX_BLOCK_##kind, __VA_ARGS__)

static void add_text(struct jx_report_writing *w, const char *label, const char *path)
{
	const char *text = jx_report_text(w, path);
	if (text[0] != '\0')
		ADD(PARAGRAPH, "%s%s", label, text);
}

static void add_list(struct jx_report_writing *w, const char *list)
{
	jx_report_list_table(w, list, &w->origin->report->base, list);
}

/* ---- 一、部门基本情况 ---- */

static void add_duties(struct jx_report_writing *w)
{
	const JxProfile *profile = w->origin->report->profile;
	ADD(POINT, "1. 部门职能。");
	for (size_t i = 0; profile != NULL && i < profile->n_duties; i++)
		ADD(PARAGRAPH, "（%zu）%s", i + 1, profile->duties[i]);
}

static void add_profile(struct jx_report_writing *w)
{
	ADD(HEADING, "一、部门基本情况");
	ADD(SECTION, "（一）部门概况");
	add_text(w, "部门全称：", "profile.name");
	add_text(w, "县（区）：", "profile.county");
	add_text(w, "层级：", "profile.level");
	add_text(w, "单位性质：", "profile.nature");
	add_text(w, "经费形式：", "profile.funding_form");
	add_text(w, "主管部门：", "profile.superior");
	add_duties(w);
	ADD(POINT, "2. 机构情况，包括当年变动情况及原因。");
	add_list(w, "profile.units");
	add_text(w, "机构变动情况：", "profile.changes");
	ADD(POINT, "3. 人员情况，包括当年变动情况及原因。");
	add_text(w, "人数截止日期：", "staff.as_of");
	jx_report_card_table(w, "staff.");
	add_list(w, "staff.lines");
	add_text(w, "人员变动情况及原因：", "staff.changes");
	ADD(POINT, "4. 资产情况。");
	add_text(w, "资产截止日期：", "assets.as_of");
	add_list(w, "assets.lines");
	jx_report_card_table(w, "assets.total.");
}

static void add_money(struct jx_report_writing *w)
{
	ADD(SECTION, "（二）部门收支预决算情况");
	jx_report_card_table(w, "accounts.");
	add_text(w, "收入增减的主要原因：", "accounts.income_change.reason");
	add_text(w, "支出增减的主要原因：", "accounts.expenditure_change.reason");
	add_list(w, "functions");
	add_list(w, "funds_by_source");
	add_list(w, "funds_by_nature");
	add_list(w, "rate_inputs");
}

static void add_goals(struct jx_report_writing *w)
{
	const JxReport *report = w->origin->report;
	ADD(SECTION, "（三）部门整体支出绩效目标、指标");
	for (size_t i = 0; i < report->n_goals; i++)
		ADD(PARAGRAPH, "目标%u：%s。%s", report->goals[i]->number, report->goals[i]->name,
			report->goals[i]->expected);
	add_list(w, "indicators");
}

/* ---- 二 to 五 ---- */

static void add_organisation(struct jx_report_writing *w)
{
	ADD(HEADING, "二、自评工作开展情况");
	ADD(SECTION, "（一）自评的组织工作");
	add_text(w, "", "organisation.arrangement");
	ADD(SECTION, "（二）自评的方法和过程");
	add_text(w, "", "organisation.method");
	add_text(w, "自评时间：", "organisation.carried_out");
	jx_report_card_table(w, "organisation.");
	add_text(w, "其中各类项目数：", "organisation.projects_by_kind");
}

static void add_project(struct jx_report_writing *w, const JxProject *project, size_t number)
{
	ADD(POINT, "%zu. %s绩效目标", number, project->name);
	if (project->goal[0] != '\0')
		ADD(PARAGRAPH, "绩效目标：%s", project->goal);
	if (project->result[0] != '\0')
		ADD(PARAGRAPH, "完成情况：%s", project->result);
	jx_report_list_table(w, "projects[].funds", &project->base, "funds");
	jx_report_list_table(w, "projects[].payments", &project->base, "payments");
	jx_report_list_table(w, "projects[].indicators", &project->base, "indicators");
}

static void add_results(struct jx_report_writing *w)
{
	const JxReport *report = w->origin->report;
	ADD(HEADING, "三、部门整体支出绩效目标实现情况及指标分析");
	ADD(SECTION, "（一）总体绩效目标实现情况");
	const char *completion = jx_report_text(w, "conclusion.completion");
	if (completion[0] != '\0')
		ADD(PARAGRAPH, "绩效总体目标完成率：%s%%", completion);
	add_list(w, "goals");
	add_list(w, "outcomes");
	ADD(SECTION, "（二）分项绩效目标实现情况及指标分析");
	add_list(w, "projects");
	for (size_t i = 0; i < report->n_projects; i++)
		add_project(w, report->projects[i], i + 1);
	add_list(w, "grade_counts");
}

static void add_conclusion(struct jx_report_writing *w)
{
	ADD(HEADING, "四、评价结论和评价等级");
	jx_report_card_table(w, "conclusion.claimed");
	add_text(w, "综合绩效评价等级：", "conclusion.claimed_grade");
	add_text(w, "", "conclusion.text");
}

static void add_problems(struct jx_report_writing *w)
{
	const JxReport *report = w->origin->report;
	ADD(HEADING, "五、存在的问题及改进措施");
	ADD(SECTION, "（一）存在的主要问题");
	for (size_t i = 0; i < report->n_problems; i++)
		ADD(PARAGRAPH, "%zu. %s", i + 1, report->problems[i]->text);
	ADD(SECTION, "（二）针对问题提出具体的改进措施或建议");
	for (size_t i = 0; i < report->n_measures; i++)
		ADD(PARAGRAPH, "%zu. %s%s%s%s", i + 1, report->measures[i]->text,
			report->measures[i]->due[0] != '\0' ? "（完成期限：" : "", report->measures[i]->due,
			report->measures[i]->due[0] != '\0' ? "）" : "");
}

/* ---- 六、 and the signature page ---- */

static void add_team(struct jx_report_writing *w)
{
	static const struct jx_document_column columns[] = {{"姓名", 16, false}, {"工作单位", 30, false},
		{"职务", 20, false}, {"职称", 20, false}, {"签名", 18, false}};
	const JxReport *report = w->origin->report;
	ADD(HEADING, "六、评价工作组人员名单及签字");
	if (jx_document_table(w->document, columns, JX_COUNT_OF(columns)) == NULL)
		return;
	for (size_t i = 0; i < report->n_team; i++) {
		const JxTeamMember *member = report->team[i];
		const char *const cells[] = {"", member->unit, member->post, member->title, ""};
		jx_document_row(w->document, cells);
	}
}

static void add_signatures(struct jx_report_writing *w)
{
	static const struct jx_document_column columns[] = {
		{"签章", 30, false}, {"签名或盖章", 46, false}, {"日期", 24, false}};
	static const char *const rows[] = {"单位负责人", "财务负责人", "填表人", "单位公章"};
	const char *receipt = w->origin->receipt;
	ADD(PAGE, "%s", "");
	ADD(HEADING, "签章页");
	if (jx_document_table(w->document, columns, JX_COUNT_OF(columns)) == NULL)
		return;
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		const char *const cells[] = {rows[i], "\n\n", "年    月    日"};
		jx_document_row(w->document, cells);
	}
	jx_document_row(w->document,
		(const char *const[]){"回执号", receipt[0] != '\0' ? receipt : "（报送后填写）", ""});
	jx_document_row(w->document, (const char *const[]){"报告指纹", w->origin->digest, ""});
	ADD(PARAGRAPH, "签章确认的是具有上述指纹的报告；数据有任何改动，指纹就不同。");
}

static void add_appendix(struct jx_report_writing *w)
{
	if (w->origin->report->n_explanations + w->origin->report->n_attachments == 0)
		return;
	ADD(HEADING, "附：情况说明和附件");
	add_list(w, "explanations");
	add_list(w, "attachments");
}

static void add_head(struct jx_report_writing *w)
{
	const JxProfile *profile = w->origin->report->profile;
	const char *name = profile != NULL ? profile->name : "";
	unsigned year = profile != NULL ? profile->year : 0;
	ADD(NOTE, "附件3：");
	ADD(TITLE, "%s\n%u年度整体支出绩效自评报告", name, year);
	for (size_t i = 0; profile != NULL && i < profile->n_basis_documents; i++)
		ADD(PARAGRAPH, "依据：%s", profile->basis_documents[i]);
	ADD(PARAGRAPH,
		"遵循“科学性、规范性、客观性和公正性”的原则，对%s%u年整体支出情况实施了财政支出绩效自评价，形成本评价报告。",
		name, year);
	add_text(w, "报告日期：", "profile.report_date");
}

/* Takes the words for codes from the rulebook. */
static void take_codes(struct jx_report_writing *w)
{
	const JxRulebook *book = w->origin->book;
	for (size_t i = 0; book != NULL && i < book->n_code_lists; i++)
		for (size_t j = 0; j < book->code_lists[i]->n_codes; j++) {
			const JxCode *code = book->code_lists[i]->codes[j];
			if (jx_arena_array_grow(w->document->arena, (void **)&w->codes.items,
				    sizeof(struct jx_form_code), w->codes.n, &w->codes.room,
				    JX_MAX_FORM_CELLS) != JX_OK) {
				w->document->is_short = true;
				return;
			}
			w->codes.items[w->codes.n++] =
				(struct jx_form_code){.list = book->code_lists[i]->name,
					.label = jx_localized(code->label, JX_ZH),
					.code = code->code};
		}
}

enum jx_status jx_report_document(
	const struct jx_report_origin *origin, struct jx_arena *arena, struct jx_document *document)
{
	struct jx_report_writing writing = {.origin = origin, .document = document};
	*document = (struct jx_document){.arena = arena, .title = "整体支出绩效自评报告"};
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
