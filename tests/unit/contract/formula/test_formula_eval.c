#include "proto/contract/formula/formula.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/json/json.h"
#include "tests/support/formula_kit.h"
#include "tests/support/submission.h"
#include "tests/support/test.h"

static const struct formula_table NOTHING = {.json = NULL};

#define REPORT                                                                                           \
	"{\"department\":\"departments/130132001\",\"kind\":\"department\","                             \
	"\"profile\":{\"name\":\"科工局\",\"year\":2025,\"duties\":[\"甲\",\"乙\"]},"               \
	"\"staff\":{\"posts\":\"30\",\"in_post\":\"33\",\"stated_control_rate\":\"\"},"                  \
	"\"accounts\":{\"income\":\"10067.32万元\",\"expenditure\":\"10067.32万元\","                \
	"\"project_expenditure\":\"0万元\",\"basic_expenditure\":\"—\","                             \
	"\"income_change\":{\"change\":\"-3305.25万元\",\"stated_percent\":\"-24.72\"}},"              \
	"\"funds_by_source\":[{\"row\":\"total\",\"initial\":\"100万元\",\"adjusted\":\"90万元\","   \
	"\"executed\":\"80.10万元\"},{\"row\":\"other\",\"initial\":\"5元\"}],"                       \
	"\"functions\":[{\"code\":\"206\",\"amount\":\"7702.62万元\",\"stated_share\":\"76.51\"},"     \
	"{\"code\":\"2060101\",\"amount\":\"23.98万元\",\"is_code_inferred\":true},"                   \
	"{\"code\":\"210\",\"amount\":\"10.44万元\"}],"                                                \
	"\"projects\":[{\"number\":1,\"name\":\"a\",\"is_key\":true,\"claimed_score\":\"98.5\","         \
	"\"indicators\":[{\"name\":\"x\",\"target\":\"22\",\"actual\":\"25\",\"direction\":\"higher\"}," \
	"{\"name\":\"y\",\"target\":\"100\"}]},"                                                         \
	"{\"number\":2,\"name\":\"b\",\"claimed_score\":\"100\"},{\"number\":3,\"name\":\"c\"}],"        \
	"\"organisation\":{\"projects_by_kind\":[\"3\",\"\",\"5\"]}}"

static const struct formula_table ON_REPORT = {.json = REPORT};

static void numbers_are_exact(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"0.1 + 0.2 == 0.3", "yes"},
		{"1 / 3 * 3 == 1", "yes"},
		{"1 / 3", "≈0.333333"},
		{"2 / 3", "≈0.666667"},
		{"7 / 2", "3.5"},
		{"-7 / 2", "-3.5"},
		{"2 + 3 * 4", "14"},
		{"(2 + 3) * 4", "20"},
		{"10 - 4 - 3", "3"},
		{"100 / 10 / 5", "2"},
		{"7 % 3", "1"},
		{"-7 % 3", "-1"},
		{"7.5 % 2", "1.5"},
		{"-(3 - 5)", "2"},
		{"--3", "3"},
		{"0.000000000001", "0.000000000001"},
		{"999999999999999999", "999999999999999999"},
		{"round(7.925, 2)", "7.93"},
		{"round(-7.925, 2)", "-7.93"},
		{"round(7.9, 2)", "7.90"},
		{"round(2.5)", "3"},
		{"round(ratio(1, 3), 4)", "0.3333"},
		{"abs(-4.5)", "4.5"},
		{"abs(4.5)", "4.5"},
		{"min(3, 1, 2)", "1"},
		{"max([3, 1, 2])", "3"},
		{"sum([0.1, 0.2, 0.3])", "0.6"},
		{"sum(1, 2)", "3"},
		{"ratio(8, 9) > 8 / 10", "yes"},
		{"999999999999999999 * 999999999999999999 * 999999999999999999",
			"not computable: 999999999999999999 * 999999999999999999 * 999999999999999999 is out "
			"of range"},
		{"1 / 0", "not computable: 0 is zero"},
		{"1 % (2 - 2)", "not computable: (2 - 2) is zero"},
	};
	FORMULAS(&NOTHING, lines);
}

static void money_keeps_its_unit(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"amount(\"10067.32万元\")", "10067.32万元"},
		{"amount(\"1万元\") + amount(\"1万元\")", "2万元"},
		{"amount(\"1万元\") == amount(\"10000.00元\")", "yes"},
		{"amount(\"1万元\") + amount(\"1元\")", "10001元"},
		{"amount(\"3万元\") / amount(\"4万元\")", "0.75"},
		{"amount(\"3万元\") / 4", "0.75万元"},
		{"2 * amount(\"1.50万元\")", "3万元"},
		{"round(amount(\"100元\") / 3, 2)", "33.33元"},
		{"round(amount(\"1.5元\"), 0)", "2元"},
		{"amount(\"100元\") / 3", "≈33.33元"},
		{"amount(\"100元\") / 3 * 3 == amount(\"100元\")", "yes"},
		{"abs(amount(\"-2.50元\"))", "2.50元"},
		{"-amount(\"2.50元\")", "-2.50元"},
		{"max(amount(\"1元\"), amount(\"2元\"))", "2元"},
		{"amount(\"0.5亿元\") > amount(\"4999万元\")", "yes"},
	};
	FORMULAS(&NOTHING, lines);
}

static void figures_are_read_where_they_stand(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"accounts.income", "10067.32万元"},
		{"accounts.income - accounts.income_change.change", "13372.57万元"},
		{"round(ratio(accounts.income_change.change, accounts.income - "
		 "accounts.income_change.change) * 100, 2)",
			"-24.72"},
		{"accounts.income_change.stated_percent", "-24.72"},
		{"accounts.project_expenditure", "0万元"},
		{"staff.in_post / staff.posts", "1.1"},
		{"profile.year - 1", "2024"},
		{"kind", "department"},
		{"kind == \"department\"", "yes"},
		{"\"department\" != kind", "no"},
		{"kind in [\"department\", \"project\"]", "yes"},
		{"projects[0].indicators[0].direction == \"higher\"", "yes"},
		{"projects[1].is_key", "no"},
		{"profile.name", "科工局"},
		{"size(profile.name)", "3"},
		{"profile.name.startsWith('科') && profile.name.endsWith('局')", "yes"},
		{"profile.name.contains('工')", "yes"},
		{"plain(' ９６％\u3000— ')", "96%-"},
		{"plain(profile.name) == profile.name", "yes"},
		{"projects.all(p, plain('科 工局') == '科工局')", "yes"},
		{"first_day('2025-06')", "20250601"},
		{"last_day('2025-06')", "20250630"},
		{"last_day('2025-01/2025-11')", "20251130"},
		{"first_day('2025年6月底前')", "20250601"},
		{"last_day('6月底前')", "not computable: '6月底前' is missing"},
		{"profile.name < 'z'", "no"},
		{"profile.superior == ''", "yes"},
		{"profile.duties[1]", "乙"},
		{"'甲' in profile.duties", "yes"},
		{"profile", "Profile"},
		{"funds_by_source[0].executed / funds_by_source[0].adjusted", "0.89"},
		{"round(funds_by_source[0].executed / funds_by_source[0].adjusted * 100, 2)", "89.00"},
		{"'科工' == \"\\u79d1\\u5de5\"", "yes"},
	};
	FORMULAS(&ON_REPORT, lines);
}

static void lists_are_walked_row_by_row(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"size(projects)", "3"},
		{"projects.size()", "3"},
		{"size(outcomes)", "0"},
		{"sum(functions.map(f, f.amount))", "7737.04万元"},
		{"sum(functions.filter(f, f.code.startsWith(\"206\")).map(f, f.amount))", "7726.60万元"},
		{"functions.filter(f, f.code == \"210\")[0].amount", "10.44万元"},
		{"functions[1 + 1].amount", "10.44万元"},
		{"max(functions.map(f, f.amount))", "7702.62万元"},
		{"min(functions.map(f, f.amount))", "10.44万元"},
		{"projects.all(p, p.number >= 1)", "yes"},
		{"projects.all(p, p.number > 1)", "no"},
		{"projects.exists(p, p.is_key)", "yes"},
		{"projects.exists_one(p, p.is_key)", "yes"},
		{"projects.exists_one(p, p.number > 1)", "no"},
		{"outcomes.all(o, o.is_count)", "yes"},
		{"outcomes.exists(o, o.is_count)", "no"},
		{"outcomes.exists_one(o, o.is_count)", "no"},
		{"projects.filter(p, p.number > 1)", "2 rows"},
		{"projects.map(p, p.number)[2]", "3"},
		{"3 in projects.map(p, p.number)", "yes"},
		{"4 in projects.map(p, p.number)", "no"},
		{"projects.all(p, size(projects.filter(q, q.name == p.name)) == 1)", "yes"},
		{"sum(projects.map(p, size(p.indicators)))", "2"},
		{"projects.exists(p, p.indicators.exists(i, i.actual > i.target))", "yes"},
		{"(size(projects) > 2 ? functions : functions.filter(f, false)).exists(f, f.code == '210')",
			"yes"},
		{"[1, 2, 3].map(x, [10, 20].exists(y, y == x * 10)).filter(b, b).size()", "2"},
		{"[[1, 2][0], 5].exists(x, x == 5)", "yes"},
		{"projects.map(p, p.indicators[0]).filter(i, has(i)).size()", "1"},
	};
	FORMULAS(&ON_REPORT, lines);
}

static void what_is_missing_names_itself(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		/* an absent box, a dash, a blank, and a message that is not there */
		{"accounts.fiscal_expenditure", "not computable: accounts.fiscal_expenditure is missing"},
		{"accounts.basic_expenditure", "not computable: accounts.basic_expenditure is missing"},
		{"staff.stated_control_rate + 1", "not computable: staff.stated_control_rate is missing"},
		{"conclusion.claimed_score", "not computable: conclusion.claimed_score is missing"},
		{"assets.total.gross", "not computable: assets.total.gross is missing"},
		{"conclusion", "not computable: conclusion is missing"},
		/* zero is a figure, and no divisor */
		{"ratio(accounts.income, accounts.project_expenditure)",
			"not computable: accounts.project_expenditure is zero"},
		{"ratio(accounts.income, accounts.income - accounts.expenditure)",
			"not computable: accounts.income - accounts.expenditure is zero"},
		/* the first of the text */
		{"accounts.fiscal_expenditure + accounts.basic_expenditure",
			"not computable: accounts.fiscal_expenditure is missing"},
		{"-accounts.basic_expenditure", "not computable: accounts.basic_expenditure is missing"},
		{"accounts.basic_expenditure < accounts.income",
			"not computable: accounts.basic_expenditure is missing"},
		/* rows */
		{"funds_by_source[1].executed", "not computable: funds_by_source[1].executed is missing"},
		{"funds_by_source[7].executed", "not computable: funds_by_source[7].executed is missing"},
		{"funds_by_nature[0].executed", "not computable: funds_by_nature[0].executed is missing"},
		{"funds_by_source.filter(f, f.row == 'basic')[0].executed",
			"not computable: funds_by_source is missing"},
		{"sum(projects.map(p, p.claimed_score))",
			"not computable: projects[2].claimed_score is missing"},
		{"max(projects.map(p, p.claimed_score))",
			"not computable: projects[2].claimed_score is missing"},
		{"sum(organisation.projects_by_kind)",
			"not computable: organisation.projects_by_kind[1] is missing"},
		{"sum(organisation.projects_by_kind.filter(n, has(n)))", "8"},
		{"sum(projects.filter(p, has(p.claimed_score)).map(p, p.claimed_score))", "198.5"},
		{"projects.filter(p, p.claimed_score > 99).size()",
			"not computable: projects[2].claimed_score is missing"},
		{"projects.filter(p, has(p.claimed_score) && p.claimed_score > 99)[0].name", "b"},
		{"projects.map(p, p.claimed_score)[2]",
			"not computable: projects[2].claimed_score is missing"},
		{"projects.map(p, p.claimed_score)[5]", "not computable: projects is missing"},
		{"functions[0.5].code", "1:11 WANTS [ | a whole number, counted from 0 | a number"},
		{"functions[1 / 2].code", "not computable: 1 / 2 is out of range"},
		{"functions[1 - 2].code", "not computable: 1 - 2 is out of range"},
		/* nothing to add is not zero */
		{"sum(outcomes.map(o, o.value))", "not computable: outcomes is missing"},
		{"sum(assets.lines.map(l, l.gross))", "not computable: assets.lines is missing"},
		{"min(functions.filter(f, f.code == '999').map(f, f.amount))",
			"not computable: functions is missing"},
		{"size(assets.lines)", "0"},
		{"size(projects[9].indicators)", "not computable: projects[9].indicators is missing"},
		/* either side of && and || decides alone when it can */
		{"false && conclusion.claimed_score > 1", "no"},
		{"conclusion.claimed_score > 1 && false", "no"},
		{"true || conclusion.claimed_score > 1", "yes"},
		{"conclusion.claimed_score > 1 || true", "yes"},
		{"true && conclusion.claimed_score > 1",
			"not computable: conclusion.claimed_score is missing"},
		{"conclusion.claimed_score > 1 && true",
			"not computable: conclusion.claimed_score is missing"},
		{"conclusion.claimed_score > 1 || false",
			"not computable: conclusion.claimed_score is missing"},
		{"conclusion.completion > 1 || conclusion.claimed_score > 1",
			"not computable: conclusion.completion is missing"},
		{"!(conclusion.claimed_score > 1)", "not computable: conclusion.claimed_score is missing"},
		/* all and exists likewise */
		{"projects.all(p, p.claimed_score > 99)", "no"},
		{"projects.all(p, p.claimed_score > 90)",
			"not computable: projects[2].claimed_score is missing"},
		{"projects.exists(p, p.claimed_score > 99)", "yes"},
		{"projects.exists(p, p.claimed_score > 100)",
			"not computable: projects[2].claimed_score is missing"},
		{"projects.exists_one(p, p.claimed_score > 99)",
			"not computable: projects[2].claimed_score is missing"},
		{"projects.exists(p, p.indicators.all(i, i.actual > 30))", "yes"},
		{"projects.all(p, p.indicators.all(i, i.actual > 20))",
			"not computable: projects[0].indicators[1].actual is missing"},
		{"100 in projects.map(p, p.claimed_score)", "yes"},
		{"99 in projects.map(p, p.claimed_score)",
			"not computable: projects[2].claimed_score is missing"},
		{"conclusion.claimed_score in [1]", "not computable: conclusion.claimed_score is missing"},
		/* ?: looks at one side only */
		{"has(conclusion.claimed_score) ? conclusion.claimed_score : 0", "0"},
		{"conclusion.claimed_score > 1 ? 1 : 2",
			"not computable: conclusion.claimed_score is missing"},
		{"size(projects) > 1 ? 1 : conclusion.claimed_score", "1"},
	};
	FORMULAS(&ON_REPORT, lines);
}

static void has_always_answers(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"has(accounts)", "yes"},
		{"has(conclusion)", "no"},
		{"has(accounts.income)", "yes"},
		{"has(accounts.project_expenditure)", "yes"},
		{"has(accounts.basic_expenditure)", "no"},
		{"has(accounts.fiscal_expenditure)", "no"},
		{"has(staff.stated_control_rate)", "no"},
		{"has(conclusion.claimed_score)", "no"},
		{"has(assets.total.gross)", "no"},
		{"has(projects)", "yes"},
		{"has(outcomes)", "no"},
		{"has(projects[0])", "yes"},
		{"has(projects[3])", "no"},
		{"has(projects[3].name)", "no"},
		{"has(organisation.projects_by_kind[1])", "no"},
		{"has(organisation.projects_by_kind[2])", "yes"},
		{"has(projects[1].is_key)", "no"},
		{"has(profile.superior)", "no"},
		{"has(profile.name)", "yes"},
		{"has(kind)", "yes"},
		{"!has(round)", "yes"},
		{"has(functions.filter(f, f.amount > amount('1亿元'))[0])", "no"},
	};
	FORMULAS(&ON_REPORT, lines);
}

/* Rows of texts and numbers are asked like fields of their kind. */
static void has_asks_rows_like_fields(void **state)
{
	(void)state;
	static const struct formula_table table = {
		.json = "{'profile':{'duties':['','a']},'outcomes':[{'name':'o','paid_by_projects':[0,7]}],"
			"'organisation':{'projects_by_kind':['0','—']}}"};
	static const struct formula_line lines[] = {
		{"size(profile.duties.filter(d, has(d)))", "1"},
		{"has(profile.duties[0])", "no"},
		{"has(profile.duties[1])", "yes"},
		{"outcomes[0].paid_by_projects.exists(n, n == 0 && has(n))", "no"},
		{"has(outcomes[0].paid_by_projects[1])", "yes"},
		{"size(organisation.projects_by_kind.filter(n, has(n)))", "1"},
		{"outcomes.map(o, o.name).all(t, has(t))", "yes"},
		{"outcomes.map(o, o.unit).exists(t, has(t))", "no"},
		{"outcomes[0].paid_by_projects.map(n, n + 1).all(n, has(n))", "yes"},
		{"size([2, 1, 0].map(n, 4 / n))", "3"},
	};
	FORMULAS(&table, lines);
}

static void without_a_message_every_field_is_missing(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"accounts.income", "not computable: accounts.income is missing"},
		{"kind == 'department'", "not computable: kind is missing"},
		{"size(projects)", "0"},
		{"has(accounts.income)", "no"},
		{"has(projects[0])", "no"},
		{"projects[0].name", "not computable: projects[0].name is missing"},
		{"projects.all(p, p.is_key)", "yes"},
	};
	FORMULAS(&NOTHING, lines);
}

static void variables_are_named_by_what_they_stand_for(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *report = read_submission(&arena, REPORT);
	struct jx_formula_value rates[] = {
		jx_formula_micros(500000), {.type = {.kind = JX_FORMULA_NUMBER},
						   .not_computable = JX_NOT_COMPUTABLE_MISSING,
						   .path = "rate_inputs[3].actual"}};
	struct jx_formula_variable variables[] = {
		{.name = "row", .type = {.kind = JX_FORMULA_MESSAGE, .descriptor = JX_FUND_LINE_DESCRIPTOR}},
		{.name = "points", .type = {.kind = JX_FORMULA_NUMBER}},
		{.name = "cap", .type = {.kind = JX_FORMULA_NUMBER}},
		{.name = "rates", .type = {.kind = JX_FORMULA_NUMBER, .is_list = true}, .max_rows = 5},
		{.name = "accounts", .type = {.kind = JX_FORMULA_TEXT}},
		{.name = "limit", .type = {.kind = JX_FORMULA_MONEY}},
	};
	struct jx_formula_value values[] = {
		jx_formula_message(&report->funds_by_source[1]->base, "funds_by_source[1]"),
		jx_formula_micros(10000000),
		{.type = variables[2].type, .not_computable = JX_NOT_COMPUTABLE_MISSING},
		{.type = variables[3].type, .as.list = {rates, 2}},
		jx_formula_text_value("hidden"),
		jx_formula_fen(50000),
	};
	struct formula_table table = {variables, values, 6, REPORT};
	static const struct formula_line lines[] = {
		{"row.initial", "5元"},
		{"row.executed", "not computable: funds_by_source[1].executed is missing"},
		{"row.executed / row.initial * points",
			"not computable: funds_by_source[1].executed is missing"},
		{"min(points, 8)", "8"},
		{"points * 2 > cap", "not computable: cap is missing"},
		{"has(cap) ? cap : points", "10"},
		{"has(row.initial) && !has(row.executed)", "yes"},
		{"sum(rates)", "not computable: rate_inputs[3].actual is missing"},
		{"rates[0]", "0.5"},
		{"rates[1]", "not computable: rate_inputs[3].actual is missing"},
		{"rates[2]", "not computable: rates is missing"},
		{"size(rates)", "2"},
		{"accounts", "hidden"}, /* a variable hides a field */
		{"row.initial < limit", "yes"},
		{"pionts", "1:1 UNKNOWN_NAME_NEAR pionts | points"},
	};
	FORMULAS(&table, lines);
	jx_arena_clear(&arena);
}

static void a_list_beyond_its_ceiling_is_not_computable(void **state)
{
	(void)state;
	static struct jx_formula_value rows[6];
	struct jx_formula_variable variables[] = {
		{.name = "rates", .type = {.kind = JX_FORMULA_NUMBER, .is_list = true}, .max_rows = 5},
	};
	for (size_t i = 0; i < 6; i++)
		rows[i] = jx_formula_micros(1000000);
	struct jx_formula_value values[] = {{.type = variables[0].type, .as.list = {rows, 6}}};
	struct formula_table table = {variables, values, 1, NULL};
	static const struct formula_line lines[] = {
		{"sum(rates)", "not computable: rates is out of range"},
		{"size(rates)", "not computable: rates is out of range"},
	};
	FORMULAS(&table, lines);
}

static void no_report_takes_more_steps_than_were_counted(void **state)
{
	(void)state;
	static const char text[] = "projects.all(p, p.funds.all(f, f.label == 'x' || f.row == ''))";
	enum { PROJECTS = 100, LINES = 2000 };
	struct jx_arena arena;
	struct jx_formula_value value;
	JxFundLine line = JX_FUND_LINE_INIT;
	JxFundLine *lines[LINES];
	JxProject project = JX_PROJECT_INIT;
	JxProject *projects[PROJECTS];
	JxReport report = JX_REPORT_INIT;
	for (size_t i = 0; i < LINES; i++)
		lines[i] = &line;
	for (size_t i = 0; i < PROJECTS; i++)
		projects[i] = &project;
	project.funds = lines;
	report.projects = projects;
	report.n_projects = PROJECTS;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const struct jx_formula *formula = formula_of(&arena, text);
	/* 20,000 rows in the whole report are as many as formulas count; 200,000 are too many */
	project.n_funds = JX_MAX_KIND_ROWS / PROJECTS;
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &report.base, .arena = &arena}, &value),
		JX_OK);
	assert_true(value.not_computable == JX_COMPUTABLE && value.as.is_true);
	project.n_funds = LINES;
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &report.base, .arena = &arena}, &value),
		JX_OK);
	assert_int_equal(value.not_computable, JX_NOT_COMPUTABLE_RANGE);
	jx_arena_clear(&arena);
}

static void rows_of_a_result_have_their_paths(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_formula_value value;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *report = read_submission(&arena, REPORT);
	const struct jx_formula *formula = formula_of(&arena, "projects.filter(p, p.number != 2)");
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &report->base, .arena = &arena}, &value),
		JX_OK);
	assert_int_equal(value.as.list.n_items, 2);
	assert_string_equal(value.as.list.items[1].path, "projects[2]");
	assert_ptr_equal(value.as.list.items[1].as.message, report->projects[2]);
	formula = formula_of(&arena, "projects.map(p, p.claimed_score)");
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &report->base, .arena = &arena}, &value),
		JX_OK);
	assert_int_equal(value.as.list.n_items, 3);
	assert_int_equal(value.as.list.items[2].not_computable, JX_NOT_COMPUTABLE_MISSING);
	assert_string_equal(value.as.list.items[2].path, "projects[2].claimed_score");
	formula = formula_of(&arena, "projects[0].indicators[1]");
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &report->base, .arena = &arena}, &value),
		JX_OK);
	assert_string_equal(value.path, "projects[0].indicators[1]");
	jx_arena_clear(&arena);
}

struct record {
	char text[2000];
};

static void note_step(void *user, const struct jx_formula_step *step)
{
	struct record *record = user;
	char value[200];
	size_t n = strlen(record->text);
	(void)snprintf(record->text + n, sizeof(record->text) - n, "%.*s = %s; ", (int)step->n_bytes,
		step->text, jx_formula_print(step->value, JX_EN, value, sizeof(value)));
}

static void steps_tell_how_a_result_came_about(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_formula_value value;
	struct record record = {""};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *report = read_submission(&arena, REPORT);
	struct jx_formula_run run = {
		.message = &report->base, .arena = &arena, .on_step = note_step, .user = &record};
	const struct jx_formula *formula = formula_of(&arena,
		"ratio(funds_by_source[0].executed, funds_by_source[0].adjusted) * 100 >= 90 || "
		"conclusion.completion > sum(functions.map(f, f.stated_share))");
	assert_int_equal(jx_formula_eval(formula, &run, &value), JX_OK);
	assert_string_equal(record.text,
		"funds_by_source[0].executed = 80.10万元; funds_by_source[0].adjusted = 90万元; "
		"ratio(funds_by_source[0].executed, funds_by_source[0].adjusted) = 0.89; "
		"ratio(funds_by_source[0].executed, funds_by_source[0].adjusted) * 100 = 89; "
		"ratio(funds_by_source[0].executed, funds_by_source[0].adjusted) * 100 >= 90 = no; "
		"conclusion.completion = not computable: conclusion.completion is missing; "
		"sum(functions.map(f, f.stated_share)) = not computable: functions[1].stated_share is "
		"missing; "
		"conclusion.completion > sum(functions.map(f, f.stated_share)) = "
		"not computable: conclusion.completion is missing; "
		"ratio(funds_by_source[0].executed, funds_by_source[0].adjusted) * 100 >= 90 || "
		"conclusion.completion > sum(functions.map(f, f.stated_share)) = "
		"not computable: conclusion.completion is missing; ");
	jx_arena_clear(&arena);
}

static void a_value_becomes_a_measure(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_formula_value value;
	struct jx_measure measure;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *report = read_submission(&arena, REPORT);
	static const struct {
		const char *formula;
		int64_t micros;
		uint8_t decimals;
		const char *unit;
		const char *missing;
	} lines[] = {
		{"accounts.income", 10067320000, 2, "万元", ""},
		{"amount('0.01元')", 1, 6, "万元", ""},
		{"1 / 3", 333333, 6, "", ""},
		{"round(1 / 3, 2)", 330000, 2, "", ""},
		{"round(5, 2)", 5000000, 2, "", ""},
		{"1 / (2 - 2)", 0, 0, "", "zero:(2 - 2)"},
		{"accounts.basic_expenditure", 0, 0, "万元", "accounts.basic_expenditure"},
		{"999999999999999999 + 1", 0, 0, "", "range:"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		const struct jx_formula *formula = formula_of(&arena, lines[i].formula);
		assert_int_equal(
			jx_formula_eval(formula,
				&(struct jx_formula_run){.message = &report->base, .arena = &arena}, &value),
			JX_OK);
		assert_int_equal(jx_formula_measure(&value, &measure), JX_OK);
		assert_int_equal(measure.micros, lines[i].micros);
		assert_int_equal(measure.decimals, lines[i].decimals);
		assert_string_equal(measure.unit, lines[i].unit);
		assert_string_equal(measure.missing, lines[i].missing);
		assert_int_equal(measure.is_computable, lines[i].missing[0] == '\0');
	}
	value = jx_formula_bool(true);
	assert_int_equal(jx_formula_measure(&value, &measure), JX_INVALID);
	jx_arena_clear(&arena);
}

static void the_starting_report_gives_its_figures(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"accounts.income == accounts.expenditure", "yes"},
		{"sum(functions.map(f, f.amount)) == accounts.expenditure", "yes"},
		{"round(100 * ratio(accounts.income_change.change, accounts.income - "
		 "accounts.income_change.change), 2) == accounts.income_change.stated_percent",
			"yes"},
		{"round(100 * ratio(functions[0].amount, accounts.expenditure), 2)", "76.51"},
		{"size(projects)", "6"},
		{"has(staff.posts)", "no"},
		{"staff.in_post / staff.posts", "not computable: staff.posts is missing"},
		{"sum(staff.lines.map(l, l.in_post)) == staff.in_post", "yes"},
		{"round(ratio(sum(assets.lines.map(l, l.net)), sum(assets.lines.map(l, l.gross))) * 100, 2)",
			"37.52"},
		{"projects.exists(p, size(p.indicators) == 0)", "yes"},
	};
	size_t n_wrong = 0;
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct jx_arena arena;
		struct jx_formula_value value;
		char text[KIT_TEXT_BYTES];
		jx_arena_init(&arena, 4 * JX_MAX_ARENA_BYTES);
		JxReport *report = read_case(&arena, "../filed/000_seed_yuanshi_kgj_2025");
		const struct jx_formula *formula = formula_of(&arena, lines[i].formula);
		assert_int_equal(
			jx_formula_eval(formula,
				&(struct jx_formula_run){.message = &report->base, .arena = &arena}, &value),
			JX_OK);
		jx_formula_print(&value, JX_EN, text, sizeof(text));
		if (strcmp(text, lines[i].text) != 0) {
			print_error("%s gives %s, not %s\n", lines[i].formula, text, lines[i].text);
			n_wrong++;
		}
		jx_arena_clear(&arena);
	}
	assert_int_equal(n_wrong, 0);
}

static void memory_that_fails_is_told(void **state)
{
	(void)state;
	static const char text[] =
		"projects.exists(p, p.claimed_score > 100) || kind == 'department' && "
		"sum(functions.map(f, f.amount)) > amount('1元') && conclusion.completion > 1";
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
	struct jx_arena report_arena;
	jx_arena_init(&report_arena, JX_MAX_ARENA_BYTES);
	JxReport *report = read_submission(&report_arena, REPORT);
	bool has_failed = false;
	bool has_succeeded = false;
	for (size_t n = 0; n < 200000 && !has_succeeded; n += 512) {
		struct jx_arena arena;
		struct jx_formula_problems problems;
		const struct jx_formula *formula = NULL;
		struct jx_formula_value value;
		jx_arena_init(&arena, n);
		enum jx_status status =
			jx_formula_compile(&scope, text, strlen(text), &arena, &problems, &formula);
		if (status == JX_OK)
			status = jx_formula_eval(formula,
				&(struct jx_formula_run){.message = &report->base, .arena = &arena}, &value);
		assert_true(status == JX_OK || status == JX_EXHAUSTED);
		has_failed |= status == JX_EXHAUSTED;
		has_succeeded |= status == JX_OK;
		jx_arena_clear(&arena);
	}
	assert_true(has_failed && has_succeeded);
	jx_arena_clear(&report_arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(money_keeps_its_unit),
		cmocka_unit_test(figures_are_read_where_they_stand),
		cmocka_unit_test(lists_are_walked_row_by_row),
		cmocka_unit_test(what_is_missing_names_itself),
		cmocka_unit_test(has_always_answers),
		cmocka_unit_test(has_asks_rows_like_fields),
		cmocka_unit_test(without_a_message_every_field_is_missing),
		cmocka_unit_test(variables_are_named_by_what_they_stand_for),
		cmocka_unit_test(a_list_beyond_its_ceiling_is_not_computable),
		cmocka_unit_test(no_report_takes_more_steps_than_were_counted),
		cmocka_unit_test(rows_of_a_result_have_their_paths),
		cmocka_unit_test(steps_tell_how_a_result_came_about),
		cmocka_unit_test(a_value_becomes_a_measure),
		cmocka_unit_test(the_starting_report_gives_its_figures),
		cmocka_unit_test(memory_that_fails_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
