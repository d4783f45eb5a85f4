#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/figure/figure.h"

static const char *print_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	out[0] = '\0';
	if (decimal != NULL && jx_has_decimal(decimal))
		(void)!jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES);
	return out;
}

static const char *print_amount(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES])
{
	out[0] = '\0';
	if (amount != NULL && jx_has_amount(amount))
		(void)!jx_amount_print(amount, out, JX_FIGURE_TEXT_BYTES);
	return out;
}

static bool end(struct jx_report_writing *writing, struct jx_markup *sentence)
{
	JX_ADD(PARAGRAPH, "%s。", jx_report_keep(writing, sentence));
	return true;
}

static unsigned year_of(const struct jx_report_writing *writing)
{
	const JxProfile *profile = writing->origin->report->profile;
	return profile != NULL ? profile->year : 0;
}

void jx_report_say_units(struct jx_report_writing *writing)
{
	const JxProfile *profile = writing->origin->report->profile;
	if (profile == NULL || profile->n_units == 0)
		return;
	JX_ADD(PARAGRAPH,
		"从决算编报单位构成看，纳入%u年度本单位决算汇编范围的独立核算单位（以下简称“单位”）共%zu个，具体情况如下：",
		profile->year, profile->n_units);
}

bool jx_report_say_staff(struct jx_report_writing *writing)
{
	const JxStaff *staff = writing->origin->report->staff;
	char date[JX_REPORT_DATE_BYTES];
	char figure[JX_FIGURE_TEXT_BYTES];
	struct jx_markup sentence;
	if (staff == NULL || staff->in_post == NULL || !jx_report_begin(writing, &sentence))
		return false;
	if (staff->as_of[0] != '\0')
		jx_markup_print(&sentence, "截至%s，", jx_report_date(staff->as_of, date));
	jx_markup_print(&sentence, "在职%s人", print_decimal(staff->in_post, figure));
	for (size_t i = 0; i < staff->n_lines; i++) {
		const JxStaffLine *line = staff->lines[i];
		if (print_decimal(line->in_post, figure)[0] != '\0' && line->label[0] != '\0')
			jx_markup_print(&sentence, "，%s%s人", line->label, figure);
	}
	return end(writing, &sentence);
}

bool jx_report_say_assets(struct jx_report_writing *writing)
{
	const JxAssets *assets = writing->origin->report->assets;
	char date[JX_REPORT_DATE_BYTES];
	char figure[JX_FIGURE_TEXT_BYTES];
	struct jx_markup sentence;
	if (assets == NULL || assets->n_lines == 0 || !jx_report_begin(writing, &sentence))
		return false;
	if (assets->as_of[0] != '\0')
		jx_markup_print(&sentence, "截至%s，", jx_report_date(assets->as_of, date));
	for (size_t i = 0; i < assets->n_lines; i++) {
		const JxAssetLine *line = assets->lines[i];
		jx_markup_print(&sentence, "%s%s", i > 0 ? "；" : "", line->label);
		if (print_decimal(line->count, figure)[0] != '\0')
			jx_markup_print(&sentence, "（共%s%s）", figure, line->count_unit);
		if (print_amount(line->gross, figure)[0] != '\0')
			jx_markup_print(&sentence, "价值%s", figure);
		if (print_amount(line->net, figure)[0] != '\0')
			jx_markup_print(&sentence, "，净值%s", figure);
	}
	return end(writing, &sentence);
}

/* "与2024年相比，收入减少了3305.25万元，减少了24.72%，减少的主要原因是…" */
static bool say_change(struct jx_report_writing *writing, const char *what, const JxAmountChange *change)
{
	char amount[JX_FIGURE_TEXT_BYTES];
	char percent[JX_FIGURE_TEXT_BYTES];
	char previous[JX_FIGURE_TEXT_BYTES];
	struct jx_markup sentence;
	if (change == NULL || print_amount(change->change, amount)[0] == '\0' ||
		!jx_report_begin(writing, &sentence))
		return false;
	const char *verb = amount[0] == '-' ? "减少" : change->change->fen == 0 ? "增减" : "增加";
	jx_markup_print(&sentence, "与%u年", year_of(writing) - 1);
	if (print_amount(change->previous, previous)[0] != '\0')
		jx_markup_print(&sentence, "（%s）", previous);
	jx_markup_print(&sentence, "相比，%s%s了%s", what, verb, amount + (amount[0] == '-'));
	if (print_decimal(change->stated_percent, percent)[0] != '\0')
		jx_markup_print(&sentence, "，%s了%s%%", verb, percent + (percent[0] == '-'));
	if (change->reason[0] != '\0')
		jx_markup_print(&sentence, "，%s的主要原因是%s", verb, change->reason);
	return end(writing, &sentence);
}

void jx_report_say_money(struct jx_report_writing *writing)
{
	const JxAccounts *accounts = writing->origin->report->accounts;
	char income[JX_FIGURE_TEXT_BYTES];
	char expenditure[JX_FIGURE_TEXT_BYTES];
	if (accounts == NULL)
		return;
	/* A form that prints one figure for each has no totals beside them. */
	bool has_totals = accounts->total_income != NULL && accounts->total_expenditure != NULL;
	if (print_amount(has_totals ? accounts->total_income : accounts->income, income)[0] != '\0' &&
		print_amount(has_totals ? accounts->total_expenditure : accounts->expenditure,
			expenditure)[0] != '\0')
		JX_ADD(PARAGRAPH, "%s%u年度预算收入总计%s，预算支出总计%s。",
			writing->origin->report->profile != NULL ? writing->origin->report->profile->name
								 : "",
			year_of(writing), income, expenditure);
	if (!say_change(writing, "收入", accounts->income_change))
		JX_ADD(PARAGRAPH, "%s", jx_report_text(writing, "accounts.income_change.reason"));
	if (!say_change(writing, "支出", accounts->expenditure_change))
		JX_ADD(PARAGRAPH, "%s", jx_report_text(writing, "accounts.expenditure_change.reason"));
}

void jx_report_say_functions(struct jx_report_writing *writing)
{
	const JxReport *report = writing->origin->report;
	char figure[JX_FIGURE_TEXT_BYTES] = "";
	struct jx_markup sentence;
	if (report->n_functions == 0 || !jx_report_begin(writing, &sentence))
		return;
	if (report->accounts != NULL)
		(void)print_amount(report->accounts->fiscal_expenditure, figure);
	jx_markup_print(&sentence, "%u年度%s%s，主要用于以下方面", year_of(writing),
		figure[0] != '\0' ? "财政拨款支出" : "支出", figure);
	for (size_t i = 0; i < report->n_functions; i++) {
		const JxFunctionLine *line = report->functions[i];
		bool has_suffix = strlen(line->name) >= strlen("支出") &&
				  strcmp(line->name + strlen(line->name) - strlen("支出"), "支出") == 0;
		jx_markup_print(&sentence, "%s%s%s%s", i > 0 ? "；" : "：", line->name,
			has_suffix ? "" : "支出", print_amount(line->amount, figure));
		if (print_decimal(line->stated_share, figure)[0] != '\0')
			jx_markup_print(&sentence, "，占%s%%", figure);
	}
	(void)end(writing, &sentence);
}
