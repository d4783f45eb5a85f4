/* Money, rates, classes, people and assets: each rule fires on the planted fault, and is silent on the good
 * figure and on the missing one. */
#include "tests/support/test.h"

#include "tests/support/check_lines.h"

static void money_adds_up_as_printed(void **state)
{
	(void)state;
#define F1(total, general, other)                                       \
	"\"funds_by_source\":[{\"row\":\"total\",\"adjusted\":\"" total \
	"\"},{\"row\":\"general_budget\",\"adjusted\":\"" general       \
	"\"},{\"row\":\"other\",\"adjusted\":\"" other "\"}]"
	static const struct line lines[] = {
		{F1("4753.66万元", "1873.66万元", "2880万元"), NULL, NULL, NULL, NULL, NULL},
		{F1("4754.66万元", "1873.66万元", "2880.00万元"), "F01", "funds_by_source[0].adjusted",
			"4754.66万元", "4753.66万元", "1.00万元"},
		/* printed to whole 万元, the part may be up to half a unit off */
		{F1("4754.1万元", "1873.66万元", "2880万元"), NULL, NULL, NULL, NULL, NULL},
		{F1("4754.3万元", "1873.66万元", "2880万元"), "F01", "funds_by_source[0].adjusted",
			"4754.3万元", "4753.66万元", "0.64万元"},
		{F1("4754.66万元", "1873.66万元", "—"), NULL, NULL, NULL, NULL, NULL},
		/* in 元 and in 万元 */
		{F1("47536600.00元", "1873.66万元", "2880.00万元"), NULL, NULL, NULL, NULL, NULL},
		{F1("47546600.00元", "1873.66万元", "2880.00万元"), "F01", "funds_by_source[0].adjusted",
			"47546600.00元", "47536600.00元", "10000.00元"},
		/* classes of the budget are inside the appropriation where that is printed */
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"10.00万元\"},{\"row\":"
		 "\"appropriation\","
		 "\"executed\":\"8.00万元\"},{\"row\":\"general_budget\",\"executed\":\"5.00万元\"},{\"row\":"
		 "\"carry_over\",\"executed\":\"2.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"10.00万元\"},{\"row\":\"central\","
		 "\"executed\":\"8.00万元\"},{\"row\":\"local\",\"executed\":\"1.00万元\"}]",
			"F01", "funds_by_source[0].executed", "10.00万元", "9.00万元", "1.00万元"},
		/* central and local split what another row holds already */
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"10.00万元\"},{\"row\":"
		 "\"appropriation\",\"executed\":\"10.00万元\"},{\"row\":\"central\",\"executed\":\"6."
		 "00万元\"},{\"row\":\"local\",\"executed\":\"4.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"10.00万元\"},{\"row\":\"other\","
		 "\"executed\":\"8.00万元\"},{\"row\":\"special_bond\",\"executed\":\"2.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"10.00万元\"},{\"row\":\"other\","
		 "\"executed\":\"8.00万元\"},{\"row\":\"basic\",\"executed\":\"10.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		/* a row of a rulebook's own: what it is a part of is not known here */
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"10.00万元\"},{\"row\":\"special_"
		 "bond\","
		 "\"executed\":\"8.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{F1("0万元", "132.912万元", "0万元"), "F09", "funds_by_source[0].adjusted", "0万元",
			"132.912万元", NULL},
		{F1("", "132.912万元", "1万元"), "F09", "funds_by_source[0].adjusted", "", "133.912万元",
			NULL},
		{F1("0万元", "0万元", "0万元"), NULL, NULL, NULL, NULL, NULL},
		{"\"funds_by_source\":[{\"row\":\"total\"},{\"row\":\"other\",\"adjusted\":\"1万元\"}]", NULL,
			NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"name\":\"路\",\"funds\":[{\"row\":\"total\",\"initial\":\"3.00万元\"},{"
		 "\"row\":"
		 "\"other\",\"initial\":\"2.00万元\"}]}]",
			"F01", "projects[0].funds[0].initial", "3.00万元", "2.00万元", "1.00万元"},
		{"\"funds_by_nature\":[{\"row\":\"total\",\"executed\":\"12023.85万元\"},{\"row\":\"basic\","
		 "\"executed\":\"1432.49万元\"},{\"row\":\"project\",\"executed\":\"10588.12万元\"}]",
			"F03", "funds_by_nature[0].executed", "12023.85万元", "12020.61万元", "3.24万元"},
		{"\"accounts\":{\"expenditure\":\"3.00万元\",\"basic_expenditure\":\"1.00万元\","
		 "\"project_expenditure\":\"1.50万元\"}",
			"F03", "accounts.expenditure", "3.00万元", "2.50万元", "0.50万元"},
		{"\"accounts\":{\"expenditure\":\"3.00万元\",\"basic_expenditure\":\"1.00万元\"}", NULL, NULL,
			NULL, NULL, NULL},
		{"\"accounts\":{\"opening_carry_over\":\"69.06万元\",\"income\":\"21.31万元\","
		 "\"expenditure\":"
		 "\"76.36万元\",\"closing_carry_over\":\"0.00万元\"}",
			"F04", "accounts.closing_carry_over", "0.00万元", "14.01万元", "-14.01万元"},
		{"\"accounts\":{\"opening_carry_over\":\"69.06万元\",\"income\":\"21.31万元\","
		 "\"expenditure\":"
		 "\"76.36万元\",\"closing_carry_over\":\"14.01万元\"}",
			NULL, NULL, NULL, NULL, NULL},
		{"\"accounts\":{\"opening_carry_over\":\"\",\"income\":\"21.31万元\",\"expenditure\":\"76."
		 "36万元\","
		 "\"closing_carry_over\":\"0.00万元\"}",
			NULL, NULL, NULL, NULL, NULL},
		{"\"funds_by_source\":[{\"row\":\"total\",\"executed\":\"3824.26万元\"}],\"funds_by_nature\":"
		 "[{"
		 "\"row\":\"total\",\"executed\":\"4753.66万元\"}]",
			"F16", "funds_by_nature[0].executed", "4753.66万元", "3824.26万元", "929.40万元"},
		{"\"accounts\":{\"income\":\"5.00万元\"},\"funds_by_source\":[{\"row\":\"appropriation\","
		 "\"adjusted\":"
		 "\"3.00万元\"},{\"row\":\"carry_over\",\"adjusted\":\"1.00万元\"}]",
			"F02", "accounts.income", "5.00万元", "4.00万元", "1.00万元"},
		/* the carry-over may or may not be income */
		{"\"accounts\":{\"income\":\"3.00万元\"},\"funds_by_source\":[{\"row\":\"appropriation\","
		 "\"adjusted\":"
		 "\"3.00万元\"},{\"row\":\"carry_over\",\"adjusted\":\"1.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"accounts\":{\"income\":\"3.00万元\"},\"funds_by_source\":[{\"row\":\"appropriation\"}]",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

static void rates_are_those_of_their_operands(void **state)
{
	(void)state;
#define F5(executed, adjusted, rate)                                                                       \
	"\"funds_by_source\":[{\"row\":\"project\",\"executed\":\"" executed "\",\"adjusted\":\"" adjusted \
	"\",\"stated_rate\":\"" rate "\"}]"
#define F8(initial, adjusted, more)                                                                    \
	"\"funds_by_source\":[{\"row\":\"total\",\"initial\":\"" initial "\",\"adjusted\":\"" adjusted \
	"\"," more "}]"
	static const struct line lines[] = {
		{F5("3824.26万元", "4753.66万元", "100"), "F05", "funds_by_source[0].stated_rate", "100",
			"80.45", "19.55"},
		{F5("3824.26万元", "4753.66万元", "80.45"), NULL, NULL, NULL, NULL, NULL},
		{F5("3824.26万元", "4753.66万元", "80"), NULL, NULL, NULL, NULL, NULL},
		{F5("3824.26万元", "4753.66万元", "80.4"), NULL, NULL, NULL, NULL, NULL},
		/* 80.4487 is 80.4: the digits shown are as many as tell the difference from the tolerance */
		{F5("3824.26万元", "4753.66万元", "80.5"), "F05", "funds_by_source[0].stated_rate", "80.5",
			"80.449", "0.051"},
		{F5("3824.26万元", "4753.66万元", "80.44"), "F05", "funds_by_source[0].stated_rate", "80.44",
			"80.45", "-0.01"},
		{F5("3824.26万元", "0万元", "100"), NULL, NULL, NULL, NULL, NULL},
		{F5("", "4753.66万元", "100"), NULL, NULL, NULL, NULL, NULL},
		{F5("3824.26万元", "4753.66万元", "—"), NULL, NULL, NULL, NULL, NULL},
		{F5("0.10万元", "132.81万元", "0.08"), NULL, NULL, NULL, NULL, NULL},
		{F8("9274.21万元", "14242.51万元",
			 "\"adjustment\":\"4968.30万元\",\"stated_adjustment_rate\":\"53.57\""),
			NULL, NULL, NULL, NULL, NULL},
		{F8("9274.21万元", "14242.51万元", "\"adjustment\":\"4968.40万元\""), "F08",
			"funds_by_source[0].adjustment", "4968.40万元", "4968.30万元", "0.10万元"},
		{F8("9274.21万元", "14242.51万元", "\"stated_adjustment_rate\":\"35.8\""), "F08",
			"funds_by_source[0].stated_adjustment_rate", "35.8", "53.57", "-17.77"},
		{F8("0万元", "3.36万元", "\"stated_adjustment_rate\":\"100\""), NULL, NULL, NULL, NULL, NULL},
		{F8("202.64万元", "132.912万元", "\"stated_adjustment_rate\":\"-34.41\""), NULL, NULL, NULL,
			NULL, NULL},
		{"\"staff\":{\"posts\":\"46\",\"in_post\":\"45\",\"stated_control_rate\":\"97.83\"}", NULL,
			NULL, NULL, NULL, NULL},
		{"\"staff\":{\"posts\":\"46\",\"in_post\":\"45\",\"stated_control_rate\":\"97.8\"}", NULL,
			NULL, NULL, NULL, NULL},
		{"\"staff\":{\"posts\":\"46\",\"in_post\":\"45\",\"stated_control_rate\":\"102.22\"}", "P02",
			"staff.stated_control_rate", "102.22", "97.83", "4.39"},
		{"\"staff\":{\"in_post\":\"45\",\"stated_control_rate\":\"102.22\"}", NULL, NULL, NULL, NULL,
			NULL},
		{"\"accounts\":{\"income\":\"10067.32万元\",\"income_change\":{\"change\":\"-3305.25万元\","
		 "\"stated_percent\":\"-24.72\"}}",
			NULL, NULL, NULL, NULL, NULL},
		{"\"accounts\":{\"income\":\"10067.32万元\",\"income_change\":{\"change\":\"-3305.25万元\","
		 "\"stated_percent\":\"-32.83\"}}",
			"Y01", "accounts.income_change.stated_percent", "-32.83", "-24.72", "-8.11"},
		{"\"accounts\":{\"income\":\"10067.32万元\",\"income_change\":{\"change\":\"-3305.25万元\","
		 "\"stated_percent\":\"24.72\"}}",
			"Y01", "accounts.income_change.stated_percent", "24.72", "-24.72", "49.44"},
		{"\"accounts\":{\"expenditure\":\"90.00万元\",\"expenditure_change\":{\"previous\":\"100."
		 "00万元\","
		 "\"change\":\"-11.00万元\",\"stated_percent\":\"-10.00\"}}",
			"Y01", "accounts.expenditure_change.change", "-11.00万元", "-10.00万元", "-1.00万元"},
		{"\"accounts\":{\"income\":\"10067.32万元\",\"income_change\":{\"stated_percent\":\"24.72\"}"
		 "}",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

static void shares_and_classes_fit_their_total(void **state)
{
	(void)state;
#define TOTAL "\"accounts\":{\"fiscal_expenditure\":\"100.00万元\"},\"functions\":["
	static const struct line lines[] = {
		{TOTAL "{\"code\":\"206\",\"amount\":\"76.51万元\",\"stated_share\":\"76.51\"},{\"code\":"
		       "\"208\","
		       "\"amount\":\"23.49万元\",\"stated_share\":\"23.49\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{TOTAL "{\"code\":\"206\",\"amount\":\"76.51万元\"},{\"code\":\"208\",\"amount\":\"23."
		       "48万元\"},"
		       "{\"code\":\"20801\",\"amount\":\"20.00万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{TOTAL "{\"code\":\"206\",\"amount\":\"76.51万元\"},{\"code\":\"208\",\"amount\":\"23."
		       "40万元\"}]",
			"S01", "accounts.fiscal_expenditure", "100.00万元", "99.91万元", "0.09万元"},
		{TOTAL "{\"code\":\"206\",\"amount\":\"76.51万元\"},{\"code\":\"208\",\"amount\":\"\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{TOTAL "{\"code\":\"206\",\"amount\":\"100.00万元\",\"stated_share\":\"10\"}]", "S02",
			"functions[0].stated_share", "10", "100.00", "-90.00"},
		{"\"functions\":[{\"code\":\"206\",\"stated_share\":\"33.33\"},{\"code\":\"208\",\"stated_"
		 "share\":"
		 "\"33.33\"},{\"code\":\"210\",\"stated_share\":\"33.33\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"functions\":[{\"code\":\"206\",\"stated_share\":\"33.33\"},{\"code\":\"208\",\"stated_"
		 "share\":"
		 "\"33.33\"},{\"code\":\"210\",\"stated_share\":\"33.30\"}]",
			"S03", "functions", "99.96", "100.00", "-0.04"},
		{"\"functions\":[{\"code\":\"206\",\"stated_share\":\"33.33\"},{\"code\":\"208\",\"stated_"
		 "share\":"
		 "\"33.33\"},{\"code\":\"210\",\"stated_share\":\"\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"functions\":[{\"code\":\"206\",\"stated_share\":\"33.33\"}]", NULL, NULL, NULL, NULL,
			NULL},
	};
	CHECK(lines);
}

static void the_three_public_expenses_add_up(void **state)
{
	(void)state;
#define THREE(whole, vehicles)                                                                            \
	"\"rate_inputs\":[{\"key\":\"three_public\",\"actual\":\"" whole                                  \
	"\"},{\"key\":\"abroad\",\"actual\":\"0万元\"},{\"key\":\"vehicles\",\"actual\":\"" vehicles      \
	"\"},{\"key\":\"reception\",\"actual\":\"4.99万元\"},{\"key\":\"vehicle_purchase\",\"actual\":" \
	"\"29.46万元\"},{\"key\":\"vehicle_running\",\"actual\":\"9.84万元\"}]"
	static const struct line lines[] = {
		{THREE("44.29万元", "39.30万元"), NULL, NULL, NULL, NULL, NULL},
		{THREE("49.29万元", "39.30万元"), "F11", "rate_inputs[0].actual", "49.29万元", "44.29万元",
			"5.00万元"},
		{THREE("45.99万元", "41.00万元"), "F11", "rate_inputs[2].actual", "41.00万元", "39.30万元",
			"1.70万元"},
		{"\"rate_inputs\":[{\"key\":\"three_public\",\"actual\":\"9万元\"},{\"key\":\"vehicles\","
		 "\"actual\":"
		 "\"1万元\"},{\"key\":\"reception\",\"actual\":\"1万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"rate_inputs\":[{\"key\":\"vehicles\",\"prior_actual\":\"9万元\"},{\"key\":\"vehicle_"
		 "purchase\","
		 "\"prior_actual\":\"\"},{\"key\":\"vehicle_running\",\"prior_actual\":\"1万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

static void people_and_assets_fit_their_totals(void **state)
{
	(void)state;
	static const struct line lines[] = {
		{"\"staff\":{\"in_post\":\"33\",\"lines\":[{\"in_post\":\"10\"},{\"in_post\":\"3\"},{\"in_"
		 "post\":"
		 "\"20\"}]}",
			NULL, NULL, NULL, NULL, NULL},
		{"\"staff\":{\"in_post\":\"34\",\"lines\":[{\"in_post\":\"10\"},{\"in_post\":\"3\"},{\"in_"
		 "post\":"
		 "\"20\"}]}",
			"P01", "staff.in_post", "34", "33", "1"},
		{"\"staff\":{\"posts\":\"34\",\"lines\":[{\"posts\":\"10\"},{\"posts\":\"3\"}]}", "P01",
			"staff.posts", "34", "13", "21"},
		{"\"staff\":{\"in_post\":\"34\",\"lines\":[{\"in_post\":\"10\"},{\"in_post\":\"—\"}]}", NULL,
			NULL, NULL, NULL, NULL},
		{"\"staff\":{\"posts\":\"46\",\"in_post\":\"50\"}", "P03", "staff.in_post", "50", "46", "4"},
		{"\"staff\":{\"posts\":\"46\",\"in_post\":\"46\"}", NULL, NULL, NULL, NULL, NULL},
		{"\"staff\":{\"in_post\":\"46\"}", NULL, NULL, NULL, NULL, NULL},
		{"\"staff\":{\"lines\":[{\"posts\":\"13\",\"in_post\":\"20\"}]}", "P03",
			"staff.lines[0].in_post", "20", "13", "7"},
		{"\"assets\":{\"lines\":[{\"gross\":\"2.00元\",\"net\":\"3.00元\"}]}", "A01",
			"assets.lines[0].net", "3.00元", "2.00元", "1.00元"},
		{"\"assets\":{\"lines\":[{\"gross\":\"3.00元\",\"net\":\"3.00元\"}]}", NULL, NULL, NULL, NULL,
			NULL},
		{"\"assets\":{\"lines\":[{\"gross\":\"\",\"net\":\"3.00元\"}]}", NULL, NULL, NULL, NULL,
			NULL},
		{"\"assets\":{\"lines\":[{\"gross\":\"3.00元\",\"in_use\":\"4.00元\"}]}", "A03",
			"assets.lines[0].in_use", "4.00元", "3.00元", "1.00元"},
		{"\"assets\":{\"lines\":[{\"gross\":\"3.00元\",\"count\":\"2\"},{\"gross\":\"4.00元\","
		 "\"count\":\"3\"}],"
		 "\"total\":{\"gross\":\"7.00元\",\"count\":\"5\"}}",
			NULL, NULL, NULL, NULL, NULL},
		{"\"assets\":{\"lines\":[{\"gross\":\"3.00元\"},{\"gross\":\"4.00元\"}],\"total\":{\"gross\":"
		 "\"8.00元\"}}",
			"A02", "assets.total.gross", "8.00元", "7.00元", "1.00元"},
		{"\"assets\":{\"lines\":[{\"count\":\"2\"},{\"count\":\"3\"}],\"total\":{\"count\":\"6\"}}",
			"A02", "assets.total.count", "6", "5", "1"},
		{"\"assets\":{\"lines\":[{\"gross\":\"3.00元\"},{\"net\":\"4.00元\"}],\"total\":{\"gross\":"
		 "\"8.00元\"}}",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_adds_up_as_printed),
		cmocka_unit_test(rates_are_those_of_their_operands),
		cmocka_unit_test(shares_and_classes_fit_their_total),
		cmocka_unit_test(the_three_public_expenses_add_up),
		cmocka_unit_test(people_and_assets_fit_their_totals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
