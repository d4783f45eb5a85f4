/* Money, rates, classes, people and assets: each rule fires on the planted fault, and is silent on the good
 * figure and on the missing one. */
#include "tests/support/test.h"

#include "tests/support/check_lines.h"

static void money_adds_up_as_printed(void **state)
{
	(void)state;
#define F1(total, general, other)                              \
	"'funds_by_source':[{'row':'total','adjusted':'" total \
	"'},{'row':'general_budget','adjusted':'" general "'},{'row':'other','adjusted':'" other "'}]"
	static const struct line lines[] = {
		CLEAN(F1("4753.66万元", "1873.66万元", "2880万元")),
		{.json = F1("4754.66万元", "1873.66万元", "2880.00万元"),
			.rule = "F01",
			.field = "funds_by_source[0].adjusted",
			.stated = "4754.66万元",
			.expected = "4753.66万元",
			.difference = "1.00万元"},
		/* a form that prints 1873.66 leaves out zeros, so 2880 is 2880.00 */
		{.json = F1("4754.1万元", "1873.66万元", "2880万元"),
			.rule = "F01",
			.field = "funds_by_source[0].adjusted",
			.stated = "4754.1万元",
			.expected = "4753.66万元",
			.difference = "0.44万元"},
		CLEAN(F1("4754万元", "1874万元", "2881万元")), /* whole 万元 throughout may be off by one */
		CLEAN(F1("4754.1万元", "18736600元", "28804499元")),
		{.json = F1("4754.3万元", "1873.66万元", "2880万元"),
			.rule = "F01",
			.field = "funds_by_source[0].adjusted",
			.stated = "4754.3万元",
			.expected = "4753.66万元",
			.difference = "0.64万元"},
		CLEAN(F1("4754.66万元", "1873.66万元", "—")),
		/* in 元 and in 万元 */
		CLEAN(F1("47536600.00元", "1873.66万元", "2880.00万元")),
		{.json = F1("47546600.00元", "1873.66万元", "2880.00万元"),
			.rule = "F01",
			.field = "funds_by_source[0].adjusted",
			.stated = "47546600.00元",
			.expected = "47536600.00元",
			.difference = "10000.00元"},
		/* classes of the budget are inside the appropriation where that is printed */
		CLEAN("'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'appropriation','executed':'8.00万元'},{'row':'general_budget','executed':'5.00万元'},{'row':'carry_over','executed':'2.00万元'}]"),
		{.json = "'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'central','executed':'8.00万元'},{'row':'local','executed':'1.00万元'}]",
			.rule = "F01",
			.field = "funds_by_source[0].executed",
			.stated = "10.00万元",
			.expected = "9.00万元",
			.difference = "1.00万元"},
		/* central and local split what another row holds already */
		CLEAN("'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'appropriation','executed':'10.00万元'},{'row':'central','executed':'6.00万元'},{'row':'local','executed':'4.00万元'}]"),
		CLEAN("'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'other','executed':'8.00万元'},{'row':'special_bond','executed':'2.00万元'}]"),
		CLEAN("'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'other','executed':'8.00万元'},{'row':'basic','executed':'10.00万元'}]"),
		/* a row of a rulebook's own: what it is a part of is not known here */
		CLEAN("'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'special_bond','executed':'8.00万元'}]"),
		{.json = F1("0万元", "132.912万元", "0万元"),
			.rule = "F09",
			.field = "funds_by_source[0].adjusted",
			.stated = "0万元",
			.expected = "132.912万元"},
		{.json = F1("", "132.912万元", "1万元"),
			.rule = "F09",
			.field = "funds_by_source[0].adjusted",
			.stated = "",
			.expected = "133.912万元"},
		CLEAN(F1("0万元", "0万元", "0万元")),
		CLEAN("'funds_by_source':[{'row':'total'},{'row':'other','adjusted':'1万元'}]"),
		{.json = "'projects':[{'name':'路','funds':[{'row':'total','initial':'3.00万元'},{'row':'other','initial':'2.00万元'}]}]",
			.rule = "F01",
			.field = "projects[0].funds[0].initial",
			.stated = "3.00万元",
			.expected = "2.00万元",
			.difference = "1.00万元"},
		{.json = "'funds_by_nature':[{'row':'total','executed':'12023.85万元'},{'row':'basic','executed':'1432.49万元'},{'row':'project','executed':'10588.12万元'}]",
			.rule = "F03",
			.field = "funds_by_nature[0].executed",
			.stated = "12023.85万元",
			.expected = "12020.61万元",
			.difference = "3.24万元"},
		{.json = "'accounts':{'expenditure':'3.00万元','basic_expenditure':'1.00万元','project_expenditure':'1.50万元'}",
			.rule = "F03",
			.field = "accounts.expenditure",
			.stated = "3.00万元",
			.expected = "2.50万元",
			.difference = "0.50万元"},
		CLEAN("'accounts':{'expenditure':'3.00万元','basic_expenditure':'1.00万元'}"),
		{.json = "'accounts':{'opening_carry_over':'69.06万元','income':'21.31万元','expenditure':'76.36万元','closing_carry_over':'0.00万元'}",
			.rule = "F04",
			.field = "accounts.closing_carry_over",
			.stated = "0.00万元",
			.expected = "14.01万元",
			.difference = "-14.01万元"},
		CLEAN("'accounts':{'opening_carry_over':'69.06万元','income':'21.31万元','expenditure':'76.36万元','closing_carry_over':'14.01万元'}"),
		/* the opening balance that is not printed may have paid for the rest: a note */
		{.json = "'accounts':{'opening_carry_over':'','income':'21.31万元','expenditure':'76.36万元','closing_carry_over':'0.00万元'}",
			.rule = "F04b",
			.field = "accounts.expenditure",
			.stated = "76.36万元",
			.expected = "21.31万元",
			.difference = "55.05万元"},
		/* both totals, and the one figure that a form prints for both */
		CLEAN("'accounts':{'income':'90.00万元','opening_carry_over':'10.00万元','total_income':'100.00万元','expenditure':'80.00万元','closing_carry_over':'20.00万元','total_expenditure':'100.00万元'}"),
		CLEAN("'accounts':{'income':'90.00万元','total_income':'100.00万元','expenditure':'95.00万元','total_expenditure':'100.00万元'}"),
		CLEAN("'accounts':{'income':'90.00万元','surplus_used':'4.00万元','opening_carry_over':'6.00万元','total_income':'100.00万元','expenditure':'90.00万元','surplus_allotted':'10.00万元','closing_carry_over':'0.00万元'}"),
		CLEAN("'accounts':{'income':'90.00万元','surplus_used':'','opening_carry_over':'6.00万元','total_income':'100.00万元'}"),
		{.json = "'accounts':{'income':'90.00万元','opening_carry_over':'10.00万元','total_income':'190.00万元'}",
			.rule = "F23",
			.field = "accounts.total_income",
			.stated = "190.00万元",
			.expected = "100.00万元",
			.difference = "90.00万元"},
		/* the opening balance is not printed, and cannot be negative */
		{.json = "'accounts':{'income':'110.00万元','total_income':'100.00万元'}",
			.rule = "F23",
			.field = "accounts.total_income",
			.stated = "100.00万元",
			.expected = "≥110.00万元",
			.difference = "-10.00万元"},
		{.json = "'accounts':{'expenditure':'80.00万元','surplus_allotted':'5.00万元','closing_carry_over':'20.00万元','total_expenditure':'100.00万元'}",
			.rule = "F23",
			.field = "accounts.total_expenditure",
			.stated = "100.00万元",
			.expected = "105.00万元",
			.difference = "-5.00万元"},
		{.json = "'accounts':{'income':'90.00万元','total_income':'100.00万元','expenditure':'80.00万元','total_expenditure':'99.00万元'}",
			.rule = "F23b",
			.field = "accounts.total_expenditure",
			.stated = "99.00万元",
			.expected = "100.00万元",
			.difference = "-1.00万元"},
		/* one cause is told once: the roll-forward does not fit, so that the totals cannot be equal */
		{.json = "'accounts':{'income':'90.00万元','opening_carry_over':'10.00万元','total_income':'100.00万元','expenditure':'80.00万元','closing_carry_over':'10.00万元','total_expenditure':'90.00万元'}",
			.rule = "F04",
			.field = "accounts.closing_carry_over",
			.stated = "10.00万元",
			.expected = "20.00万元",
			.difference = "-10.00万元"},
		{.json = "'funds_by_source':[{'row':'total','executed':'3824.26万元'}],'funds_by_nature':[{'row':'total','executed':'4753.66万元'}]",
			.rule = "F16",
			.field = "funds_by_nature[0].executed",
			.stated = "4753.66万元",
			.expected = "3824.26万元",
			.difference = "929.40万元"},
		{.json = "'accounts':{'income':'5.00万元'},'funds_by_source':[{'row':'appropriation','adjusted':'3.00万元'},{'row':'carry_over','adjusted':'1.00万元'}]",
			.rule = "F02",
			.field = "accounts.income",
			.stated = "5.00万元",
			.expected = "4.00万元",
			.difference = "1.00万元"},
		/* the carry-over may or may not be income */
		CLEAN("'accounts':{'income':'3.00万元'},'funds_by_source':[{'row':'appropriation','adjusted':'3.00万元'},{'row':'carry_over','adjusted':'1.00万元'}]"),
		CLEAN("'accounts':{'income':'3.00万元'},'funds_by_source':[{'row':'appropriation'}]"),
	};
	CHECK(lines);
}

static void a_missing_figure_excuses_no_other(void **state)
{
	(void)state;
	static const struct line lines[] = {
		/* the row of travel abroad is not there: the sum is this or more */
		{.json = "'rate_inputs':[{'key':'three_public','actual':'10.00万元'},{'key':'vehicles','actual':'39.30万元'},{'key':'reception','actual':'4.99万元'}]",
			.rule = "F11",
			.field = "rate_inputs[0].actual",
			.stated = "10.00万元",
			.expected = "≥44.29万元",
			.difference = "-34.29万元"},
		CLEAN("'rate_inputs':[{'key':'three_public','actual':'44.30万元'},{'key':'vehicles','actual':'39.30万元'},{'key':'reception','actual':'4.99万元'}]"),
		{.json = "'accounts':{'expenditure':'100.00万元','project_expenditure':'140.00万元'}",
			.rule = "F03",
			.field = "accounts.expenditure",
			.stated = "100.00万元",
			.expected = "≥140.00万元",
			.difference = "-40.00万元"},
		/* the closing balance is not printed: no more was there to be spent */
		{.json = "'accounts':{'opening_carry_over':'5.00万元','income':'100.00万元','expenditure':'110.00万元'}",
			.rule = "F04",
			.field = "accounts.expenditure",
			.stated = "110.00万元",
			.expected = "≤105.00万元",
			.difference = "5.00万元"},
		CLEAN("'accounts':{'opening_carry_over':'5.00万元','income':'100.00万元','expenditure':'105.00万元'}"),
		/* a row that is no code may lie inside another or beside it */
		CLEAN("'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'other','executed':'10.00万元'},{'row':'special_bond','executed':'2.00万元'}]"),
		{.json = "'funds_by_source':[{'row':'total','executed':'10.00万元'},{'row':'other','executed':'7.00万元'},{'row':'special_bond','executed':'2.00万元'}]",
			.rule = "F01",
			.field = "funds_by_source[0].executed",
			.stated = "10.00万元",
			.expected = "9.00万元",
			.difference = "1.00万元"},
	};
	CHECK(lines);
}

static void rates_are_those_of_their_operands(void **state)
{
	(void)state;
#define F5(executed, adjusted, rate)                                                          \
	"'funds_by_source':[{'row':'project','executed':'" executed "','adjusted':'" adjusted \
	"','stated_rate':'" rate "'}]"
#define F8(initial, adjusted, more) \
	"'funds_by_source':[{'row':'total','initial':'" initial "','adjusted':'" adjusted "'," more "}]"
	static const struct line lines[] = {
		{.json = F5("3824.26万元", "4753.66万元", "100"),
			.rule = "F05",
			.field = "funds_by_source[0].stated_rate",
			.stated = "100",
			.expected = "80.45",
			.difference = "19.55"},
		CLEAN(F5("3824.26万元", "4753.66万元", "80.45")),
		CLEAN(F5("3824.26万元", "4753.66万元", "80")),
		CLEAN(F5("3824.26万元", "4753.66万元", "80.4")),
		/* 80.4487 is 80.4: the digits shown are as many as tell the difference from the tolerance */
		{.json = F5("3824.26万元", "4753.66万元", "80.5"),
			.rule = "F05",
			.field = "funds_by_source[0].stated_rate",
			.stated = "80.5",
			.expected = "80.449",
			.difference = "0.051"},
		{.json = F5("3824.26万元", "4753.66万元", "80.44"),
			.rule = "F05",
			.field = "funds_by_source[0].stated_rate",
			.stated = "80.44",
			.expected = "80.45",
			.difference = "-0.01",
			.is_note = true}, /* of 80.4487: cut off */
		{.json = F5("20万元", "20万元", "96"),
			.rule = "F05",
			.field = "funds_by_source[0].stated_rate",
			.stated = "96",
			.expected = "100.00",
			.difference = "-4.00"},
		{.json = F5("1万元", "3万元", "30"),
			.rule = "F05",
			.field = "funds_by_source[0].stated_rate",
			.stated = "30",
			.expected = "33.33",
			.is_note = true}, /* half a 万元 either way makes it true */
		{.json = F5("1.60万元", "2万元", "100"),
			.rule = "F05",
			.field = "funds_by_source[0].stated_rate",
			.stated = "100",
			.expected = "80.00"},
		CLEAN(F5("3824.26万元", "0万元", "100")),
		CLEAN(F5("", "4753.66万元", "100")),
		CLEAN(F5("3824.26万元", "4753.66万元", "—")),
		CLEAN(F5("0.10万元", "132.81万元", "0.08")),
		CLEAN(F8("9274.21万元", "14242.51万元",
			"'adjustment':'4968.30万元','stated_adjustment_rate':'53.57'")),
		{.json = F8("9274.21万元", "14242.51万元", "'adjustment':'4968.40万元'"),
			.rule = "F08",
			.field = "funds_by_source[0].adjustment",
			.stated = "4968.40万元",
			.expected = "4968.30万元",
			.difference = "0.10万元"},
		{.json = F8("9274.21万元", "14242.51万元", "'stated_adjustment_rate':'35.8'"),
			.rule = "F08",
			.field = "funds_by_source[0].stated_adjustment_rate",
			.stated = "35.8",
			.expected = "53.57",
			.difference = "-17.77"},
		CLEAN(F8("0万元", "3.36万元", "'stated_adjustment_rate':'100'")),
		CLEAN(F8("202.64万元", "132.912万元", "'stated_adjustment_rate':'-34.41'")),
		CLEAN("'staff':{'posts':'46','in_post':'45','stated_control_rate':'97.83'}"),
		CLEAN("'staff':{'posts':'46','in_post':'45','stated_control_rate':'97.8'}"),
		{.json = "'staff':{'posts':'46','in_post':'45','stated_control_rate':'102.22'}",
			.rule = "P02",
			.field = "staff.stated_control_rate",
			.stated = "102.22",
			.expected = "97.83",
			.difference = "4.39"},
		CLEAN("'staff':{'in_post':'45','stated_control_rate':'102.22'}"),
		CLEAN("'accounts':{'income':'10067.32万元','income_change':{'change':'-3305.25万元','stated_percent':'-24.72'}}"),
		{.json = "'accounts':{'income':'10067.32万元','income_change':{'change':'-3305.25万元','stated_percent':'-32.83'}}",
			.rule = "Y01",
			.field = "accounts.income_change.stated_percent",
			.stated = "-32.83",
			.expected = "-24.72",
			.difference = "-8.11"},
		{.json = "'accounts':{'income':'10067.32万元','income_change':{'change':'-3305.25万元','stated_percent':'24.72'}}",
			.rule = "Y01",
			.field = "accounts.income_change.stated_percent",
			.stated = "24.72",
			.expected = "-24.72",
			.difference = "49.44"},
		{.json = "'accounts':{'expenditure':'90.00万元','expenditure_change':{'previous':'100.00万元','change':'-11.00万元','stated_percent':'-10.00'}}",
			.rule = "Y01",
			.field = "accounts.expenditure_change.change",
			.stated = "-11.00万元",
			.expected = "-10.00万元",
			.difference = "-1.00万元"},
		CLEAN("'accounts':{'income':'10067.32万元','income_change':{'stated_percent':'24.72'}}"),
	};
	CHECK(lines);
}

static void shares_and_classes_fit_their_total(void **state)
{
	(void)state;
#define TOTAL "'accounts':{'fiscal_expenditure':'100.00万元'},'functions':["
	static const struct line lines[] = {
		CLEAN(TOTAL
			"{'code':'206','amount':'76.51万元','stated_share':'76.51'},{'code':'208','amount':'23.49万元','stated_share':'23.49'}]"),
		CLEAN(TOTAL
			"{'code':'206','amount':'76.51万元'},{'code':'208','amount':'23.48万元'},{'code':'20801','amount':'20.00万元'}]"),
		{.json = TOTAL "{'code':'206','amount':'76.51万元'},{'code':'208','amount':'23.40万元'}]",
			.rule = "S01",
			.field = "accounts.fiscal_expenditure",
			.stated = "100.00万元",
			.expected = "99.91万元",
			.difference = "0.09万元"},
		CLEAN(TOTAL "{'code':'206','amount':'76.51万元'},{'code':'208','amount':''}]"),
		{.json = TOTAL "{'code':'206','amount':'100.00万元','stated_share':'10'}]",
			.rule = "S02",
			.field = "functions[0].stated_share",
			.stated = "10",
			.expected = "100.00",
			.difference = "-90.00"},
		CLEAN("'functions':[{'code':'206','stated_share':'33.33'},{'code':'208','stated_share':'33.33'},{'code':'210','stated_share':'33.33'}]"),
		{.json = "'functions':[{'code':'206','stated_share':'33.33'},{'code':'208','stated_share':'33.33'},{'code':'210','stated_share':'33.30'}]",
			.rule = "S03",
			.field = "functions",
			.stated = "99.96",
			.expected = "100.00",
			.difference = "-0.04"},
		CLEAN("'functions':[{'code':'206','stated_share':'33.33'},{'code':'208','stated_share':'33.33'},{'code':'210','stated_share':''}]"),
		CLEAN("'functions':[{'code':'206','stated_share':'33.33'}]"),
	};
	CHECK(lines);
}

static void the_three_public_expenses_add_up(void **state)
{
	(void)state;
#define THREE(whole, vehicles)                                                       \
	"'rate_inputs':[{'key':'three_public','actual':'" whole                      \
	"'},{'key':'abroad','actual':'0万元'},{'key':'vehicles','actual':'" vehicles \
	"'},{'key':'reception','actual':'4.99万元'},{'key':'vehicle_purchase','actual':'29.46万元'},{'key':'vehicle_running','actual':'9.84万元'}]"
	static const struct line lines[] = {
		CLEAN(THREE("44.29万元", "39.30万元")),
		{.json = THREE("49.29万元", "39.30万元"),
			.rule = "F11",
			.field = "rate_inputs[0].actual",
			.stated = "49.29万元",
			.expected = "44.29万元",
			.difference = "5.00万元"},
		{.json = THREE("45.99万元", "41.00万元"),
			.rule = "F11",
			.field = "rate_inputs[2].actual",
			.stated = "41.00万元",
			.expected = "39.30万元",
			.difference = "1.70万元"},
		CLEAN("'rate_inputs':[{'key':'three_public','actual':'9万元'},{'key':'vehicles','actual':'1万元'},{'key':'reception','actual':'1万元'}]"),
		CLEAN("'rate_inputs':[{'key':'vehicles','prior_actual':'9万元'},{'key':'vehicle_purchase','prior_actual':''},{'key':'vehicle_running','prior_actual':'1万元'}]"),
	};
	CHECK(lines);
}

static void people_and_assets_fit_their_totals(void **state)
{
	(void)state;
	static const struct line lines[] = {
		CLEAN("'staff':{'in_post':'33','lines':[{'in_post':'10'},{'in_post':'3'},{'in_post':'20'}]}"),
		{.json = "'staff':{'in_post':'34','lines':[{'in_post':'10'},{'in_post':'3'},{'in_post':'20'}]}",
			.rule = "P01",
			.field = "staff.in_post",
			.stated = "34",
			.expected = "33",
			.difference = "1"},
		{.json = "'staff':{'posts':'34','lines':[{'posts':'10'},{'posts':'3'}]}",
			.rule = "P01",
			.field = "staff.posts",
			.stated = "34",
			.expected = "13",
			.difference = "21"},
		CLEAN("'staff':{'in_post':'34','lines':[{'in_post':'10'},{'in_post':'—'}]}"),
		{.json = "'staff':{'posts':'46','in_post':'50'}",
			.rule = "P03",
			.field = "staff.in_post",
			.stated = "50",
			.expected = "46",
			.difference = "4"},
		CLEAN("'staff':{'posts':'46','in_post':'46'}"),
		CLEAN("'staff':{'in_post':'46'}"),
		{.json = "'staff':{'lines':[{'posts':'13','in_post':'20'}]}",
			.rule = "P03",
			.field = "staff.lines[0].in_post",
			.stated = "20",
			.expected = "13",
			.difference = "7"},
		{.json = "'assets':{'lines':[{'gross':'2.00元','net':'3.00元'}]}",
			.rule = "A01",
			.field = "assets.lines[0].net",
			.stated = "3.00元",
			.expected = "2.00元",
			.difference = "1.00元"},
		CLEAN("'assets':{'lines':[{'gross':'3.00元','net':'3.00元'}]}"),
		CLEAN("'assets':{'lines':[{'gross':'','net':'3.00元'}]}"),
		{.json = "'assets':{'lines':[{'gross':'3.00元','in_use':'4.00元'}]}",
			.rule = "A03",
			.field = "assets.lines[0].in_use",
			.stated = "4.00元",
			.expected = "3.00元",
			.difference = "1.00元"},
		CLEAN("'assets':{'lines':[{'gross':'3.00元','count':'2'},{'gross':'4.00元','count':'3'}],'total':{'gross':'7.00元','count':'5'}}"),
		{.json = "'assets':{'lines':[{'gross':'3.00元'},{'gross':'4.00元'}],'total':{'gross':'8.00元'}}",
			.rule = "A02",
			.field = "assets.total.gross",
			.stated = "8.00元",
			.expected = "7.00元",
			.difference = "1.00元"},
		{.json = "'assets':{'lines':[{'count':'2'},{'count':'3'}],'total':{'count':'6'}}",
			.rule = "A02",
			.field = "assets.total.count",
			.stated = "6",
			.expected = "5",
			.difference = "1"},
		CLEAN("'assets':{'lines':[{'gross':'3.00元'},{'net':'4.00元'}],'total':{'gross':'8.00元'}}"),
	};
	CHECK(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_adds_up_as_printed),
		cmocka_unit_test(a_missing_figure_excuses_no_other),
		cmocka_unit_test(rates_are_those_of_their_operands),
		cmocka_unit_test(shares_and_classes_fit_their_total),
		cmocka_unit_test(the_three_public_expenses_add_up),
		cmocka_unit_test(people_and_assets_fit_their_totals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
