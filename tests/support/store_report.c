/* A report made in code, as wide as wanted, with figures that fit each other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/store_kit.h"

static void *need(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

static char *text(struct jx_arena *arena, const char *value)
{
	return need(jx_arena_strdup(arena, value));
}

static JxAmount *amount(struct jx_arena *arena, int64_t fen)
{
	JxAmount *made = need(jx_arena_alloc(arena, sizeof(*made)));
	jx_amount_init(made);
	made->fen = fen;
	made->unit = JX_AMOUNT_UNIT_YUAN;
	made->decimals = 2;
	return made;
}

static JxDecimal *decimal(struct jx_arena *arena, int64_t micros, uint32_t decimals)
{
	JxDecimal *made = need(jx_arena_alloc(arena, sizeof(*made)));
	jx_decimal_init(made);
	made->micros = micros;
	made->decimals = decimals;
	return made;
}

static JxFundLine *fund(struct jx_arena *arena, const char *row, int64_t executed_fen)
{
	JxFundLine *line = need(jx_arena_alloc(arena, sizeof(*line)));
	jx_fund_line_init(line);
	line->row = text(arena, row);
	line->label = text(arena, "年度资金总额");
	line->initial = amount(arena, 100000000);
	line->adjusted = amount(arena, 100000000);
	line->executed = amount(arena, executed_fen);
	return line;
}

static JxIndicator *indicator(struct jx_arena *arena, uint32_t number)
{
	char name[64];
	JxIndicator *line = need(jx_arena_alloc(arena, sizeof(*line)));
	jx_indicator_init(line);
	(void)snprintf(name, sizeof(name), "第%u项服务企业数量", number);
	line->level1 = text(arena, "产出指标");
	line->level2 = text(arena, "数量指标");
	line->name = text(arena, name);
	line->sign = JX_FIGURE_SIGN_AT_LEAST;
	line->target_text = text(arena, "≥100家");
	line->target = decimal(arena, 100000000, 0);
	line->unit = text(arena, "家");
	line->actual_text = text(arena, "105家");
	line->actual = decimal(arena, 105000000, 0);
	line->points = decimal(arena, 10000000, 0);
	line->claimed_score = decimal(arena, 9500000, 2);
	return line;
}

static JxProject *project(struct jx_arena *arena, const struct kit_report *report, uint32_t number)
{
	char name[64];
	JxProject *made = need(jx_arena_alloc(arena, sizeof(*made)));
	jx_project_init(made);
	(void)snprintf(name, sizeof(name), "科技创新专项资金第%u批", number);
	made->number = number;
	made->name = text(arena, name);
	made->goal = text(arena, "支持企业开展技术攻关，提升区域创新能力，带动投入增长。");
	made->n_funds = 1;
	made->funds = need(jx_arena_calloc(arena, 1, sizeof(*made->funds)));
	made->funds[0] = fund(arena, "total", 95000000);
	made->n_indicators = report->n_indicators;
	made->indicators = need(jx_arena_calloc(arena, report->n_indicators + 1, sizeof(*made->indicators)));
	for (uint32_t i = 0; i < report->n_indicators; i++)
		made->indicators[i] = indicator(arena, i + 1);
	return made;
}

static JxFunctionLine *function(struct jx_arena *arena, const char *code, int64_t fen)
{
	JxFunctionLine *line = need(jx_arena_alloc(arena, sizeof(*line)));
	jx_function_line_init(line);
	line->code = text(arena, code);
	line->name = text(arena, "科学技术支出");
	line->amount = amount(arena, fen);
	return line;
}

static void add_money(struct jx_arena *arena, JxReport *made, int64_t executed_fen)
{
	JxAccounts *accounts = need(jx_arena_alloc(arena, sizeof(*accounts)));
	jx_accounts_init(accounts);
	accounts->expenditure = amount(arena, executed_fen);
	accounts->fiscal_expenditure = amount(arena, executed_fen);
	made->accounts = accounts;
	made->n_funds_by_source = 1;
	made->funds_by_source = need(jx_arena_calloc(arena, 1, sizeof(*made->funds_by_source)));
	made->funds_by_source[0] = fund(arena, "total", executed_fen);
	made->n_functions = 2;
	made->functions = need(jx_arena_calloc(arena, 2, sizeof(*made->functions)));
	made->functions[0] = function(arena, "206", executed_fen - 100);
	made->functions[1] = function(arena, "2080501", 100);
}

static void add_people(struct jx_arena *arena, JxReport *made)
{
	JxStaff *staff = need(jx_arena_alloc(arena, sizeof(*staff)));
	jx_staff_init(staff);
	staff->posts = decimal(arena, 40000000, 0);
	staff->in_post = decimal(arena, 38000000, 0);
	made->staff = staff;
	JxConclusion *conclusion = need(jx_arena_alloc(arena, sizeof(*conclusion)));
	jx_conclusion_init(conclusion);
	conclusion->claimed_score = decimal(arena, 98500000, 2);
	conclusion->claimed_grade = text(arena, "优");
	made->conclusion = conclusion;
}

JxReport *store_kit_report(struct jx_arena *arena, const struct kit_report *report)
{
	char name[96];
	JxReport *made = need(jx_arena_alloc(arena, sizeof(*made)));
	jx_report_init(made);
	(void)snprintf(name, sizeof(name), "departments/%s", report->department);
	made->department = text(arena, name);
	(void)snprintf(name, sizeof(name), "rounds/%s", report->round);
	made->round = text(arena, name);
	made->kind = JX_REPORT_KIND_DEPARTMENT;
	add_money(arena, made, report->executed_fen);
	add_people(arena, made);
	made->n_projects = report->n_projects;
	made->projects = need(jx_arena_calloc(arena, report->n_projects + 1, sizeof(*made->projects)));
	for (uint32_t i = 0; i < report->n_projects; i++)
		made->projects[i] = project(arena, report, i + 1);
	return made;
}
