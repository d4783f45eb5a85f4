/* Boxes that some forms print and others do not: each rule fires on the planted fault, and is silent on the good
 * figure and where the box is missing. */
#include "tests/support/test.h"

#include "tests/support/check_lines.h"

static void people_count_by_kind(void **state)
{
	(void)state;
#define STAFF(text) "'staff':{" text "}"
	static const struct line lines[] = {
		CLEAN(STAFF(
			"'in_post':'20','lines':[{'category':'administrative','in_post':'20'},{'category':'retired','in_post':'9'},{'category':'survivor','in_post':'1'}]")),
		{.json = STAFF(
			 "'in_post':'30','lines':[{'category':'administrative','in_post':'20'},{'category':'retired','in_post':'9'},{'category':'survivor','in_post':'1'}]"),
			.rule = "P04",
			.field = "staff.in_post",
			.stated = "30",
			.expected = ""},
		/* among the people in post or beside them, and no post of their own */
		CLEAN(STAFF(
			"'in_post':'20','lines':[{'category':'administrative','in_post':'20'},{'category':'temporary','posts':'0','in_post':'9'}]")),
		CLEAN(STAFF(
			"'in_post':'29','lines':[{'category':'administrative','in_post':'20'},{'label':'编外人员','in_post':'9'}]")),
		{.json = STAFF(
			 "'in_post':'25','lines':[{'category':'administrative','in_post':'20'},{'category':'seconded','in_post':'9'}]"),
			.rule = "P01",
			.field = "staff.in_post",
			.stated = "25",
			.expected = "29",
			.difference = "-4"},
		/* another date */
		CLEAN(STAFF(
			"'as_of':'2025-12-31','posts':'20','lines':[{'posts':'20','as_of':'2025-12-31'},{'posts':'18','as_of':'2024-12-31'}]")),
		{.json = STAFF("'lines':[{'posts':'18','as_of':'上年末'}]"),
			.rule = "G12",
			.field = "staff.lines[0].as_of",
			.stated = "上年末",
			.expected = ""},
		{.json = STAFF("'present':'20.5'"),
			.rule = "P07",
			.field = "staff.present",
			.stated = "20.5",
			.expected = ""},
	};
	CHECK(lines);
}

static void rows_lie_inside_others(void **state)
{
	(void)state;
#define NATURE(basic, people, running)                                                                        \
	"'funds_by_nature':[{'row':'total','executed':'100.00万元'},{'row':'basic','label':'基本支出'," \
	"'executed':'" basic "'},{'row':'personnel','label':'人员经费','executed':'" people                   \
	"'},{'row':'public','label':'公用经费','executed':'" running                                          \
	"'},{'row':'project','label':'项目支出',"                                                         \
	"'executed':'40.00万元'}]"
#define SOURCE(part, name)                                                                                      \
	"'funds_by_source':[{'row':'total','label':'合计','adjusted':'100.00万元'},{'row':'appropriation'," \
	"'label':'财政拨款','adjusted':'90.00万元'},{'row':'','label':'上年结转安排','adjusted':'" part         \
	"','part_of':'" name "'},{'row':'other','label':'其他','adjusted':'10.00万元'}]"
	static const struct line lines[] = {
		CLEAN(NATURE("60.00万元", "50.00万元", "10.00万元")),
		CLEAN(NATURE("60.00万元", "50.00万元", "—")),
		{.json = NATURE("60.00万元", "50.00万元", "9.00万元"),
			.rule = "F01d",
			.field = "funds_by_nature[2].executed",
			.stated = "59.00万元",
			.expected = "60.00万元",
			.difference = "-1.00万元"},
		{.json = NATURE("60.00万元", "61.00万元", ""),
			.rule = "F01d",
			.field = "funds_by_nature[2].executed",
			.stated = "61.00万元",
			.expected = "60.00万元",
			.difference = "1.00万元"},
		/* without basic expenditure they are parts of the total, as the kinds of projects are */
		CLEAN("'funds_by_nature':[{'row':'total','executed':'100.00万元'},{'row':'personnel','executed':'50.00万元'},{'row':'operating','executed':'30.00万元'},{'row':'special_purpose','executed':'20.00万元'}]"),
		{.json = "'funds_by_nature':[{'row':'total','executed':'100.00万元'},{'row':'personnel','executed':'50.00万元'},{'row':'operating','executed':'30.00万元'},{'row':'special_purpose','executed':'25.00万元'}]",
			.rule = "F03",
			.field = "funds_by_nature[0].executed",
			.stated = "100.00万元",
			.expected = "105.00万元",
			.difference = "-5.00万元"},
		/* 其中 by the name of its row */
		CLEAN(SOURCE("20.00万元", "财政拨款")),
		{.json = SOURCE("95.00万元", "财政拨款"),
			.rule = "F01d",
			.field = "funds_by_source[2].adjusted",
			.stated = "95.00万元",
			.expected = "90.00万元",
			.difference = "5.00万元"},
		{.json = SOURCE("20.00万元", "财政拔款"),
			.rule = "G09",
			.field = "funds_by_source[2].part_of",
			.stated = "财政拔款",
			.expected = ""},
	};
	CHECK(lines);
}

static void points_may_be_a_range(void **state)
{
	(void)state;
#define ROWS "'indicators':[{'name':'甲','points':'100','claimed_score':'93','actual':'1'}]"
	static const struct line lines[] = {
		CLEAN(ROWS ",'conclusion':{'claimed_range':{'low':'90','high':'100'}}"),
		CLEAN(ROWS ",'conclusion':{'claimed_range':{'low':'90'}}"),
		{.json = ROWS ",'conclusion':{'claimed_range':{'low':'95'}}",
			.rule = "T01c",
			.field = "conclusion.claimed_range",
			.stated = "≥95",
			.expected = "93"},
		{.json = ROWS ",'conclusion':{'claimed_range':{'low':'80','high':'90'}}",
			.rule = "T01c",
			.field = "conclusion.claimed_range",
			.stated = "80-90",
			.expected = "93"},
		{.json = "'conclusion':{'claimed_range':{'low':'100','high':'90'}}",
			.rule = "I25",
			.field = "conclusion.claimed_range",
			.stated = "100-90",
			.expected = ""},
		{.json = "'projects':[{'name':'路','claimed_range':{'high':'110'}}]",
			.rule = "I25",
			.field = "projects[0].claimed_range",
			.stated = "≤110",
			.expected = ""},
		CLEAN("'indicators':[{'name':'甲','points_range':{'low':'5','high':'10'},'actual':'1'}]"),
		{.json = "'indicators':[{'name':'甲','points':'8','points_range':{'low':'5','high':'10'}}]",
			.rule = "I25b",
			.field = "indicators[0].points_range",
			.stated = "5-10",
			.expected = "",
			.n_others = 2},
	};
	CHECK(lines);
}

static void levels_hold_what_their_rows_make(void **state)
{
	(void)state;
#define LEVEL(level, more) "{'level1':'" level "'," more "}"
#define UNDER(level, points, score) \
	"{'level1':'" level "','name':'甲','points':'" points "','claimed_score':'" score "'}"
#define TWO(heads) \
	"'indicators':[" UNDER("产出", "60", "55") "," UNDER("效益", "40", "40") "],'levels':[" heads "]"
	static const struct line lines[] = {
		CLEAN(TWO(LEVEL("产出指标", "'points':'60','claimed_score':'55'"))),
		{.json = TWO(LEVEL("产出", "'points':'50'")),
			.rule = "T10",
			.field = "levels[0].points",
			.stated = "50",
			.expected = "60",
			.difference = "-10"},
		{.json = TWO(LEVEL("产出", "'claimed_score':'56.5'")),
			.rule = "T10b",
			.field = "levels[0].claimed_score",
			.stated = "56.5",
			.expected = "55.0",
			.difference = "1.5"},
		{.json = TWO(LEVEL("成本", "'points':'10'")),
			.rule = "T10c",
			.field = "levels[0]",
			.stated = "",
			.expected = ""},
		{.json = TWO(LEVEL("产出", "'points':''")),
			.rule = "F09b",
			.field = "levels[0].points",
			.stated = "",
			.expected = "60"},
	};
	CHECK(lines);
}

static void digits_that_cannot_be_read_bound_a_sum(void **state)
{
	(void)state;
#define SPENT(all, basic)                                                 \
	"'accounts':{'expenditure':'" all "','basic_expenditure':'" basic \
	"','project_expenditure':'40.00万元'}"
	static const struct line lines[] = {
		CLEAN(SPENT("1?0.00万元", "60.00万元")),
		CLEAN(SPENT("100.00万元", "?0.00万元")),
		{.json = SPENT("2?0.00万元", "60.00万元"),
			.rule = "F03",
			.field = "accounts.expenditure",
			.stated = "≥200.00万元",
			.expected = "100.00万元",
			.difference = "100.00万元"},
		{.json = SPENT("100.00万元", "7?.00万元"),
			.rule = "F03",
			.field = "accounts.expenditure",
			.stated = "100.00万元",
			.expected = "≥110.00万元",
			.difference = "-10.00万元"},
	};
	CHECK(lines);
}

static void buildings_are_held_against_what_was_approved(void **state)
{
	(void)state;
#define BUILDING(text) \
	"'assets':{'buildings':[{'label':'楼','approved_area':'2000','actual_area':'2350'," text "}]}"
	static const struct line lines[] = {
		{.json = BUILDING("'stated_area_rate':'117.50'"),
			.rule = "A06",
			.field = "assets.buildings[0].actual_area",
			.stated = "2350",
			.expected = "2000",
			.difference = "350"},
		{.json = BUILDING("'stated_area_rate':'117.50','reason':'经批准增加人防工程'"),
			.rule = "A06",
			.field = "assets.buildings[0].actual_area",
			.stated = "2350",
			.expected = "2000",
			.is_note = true},
		{.json = BUILDING("'stated_area_rate':'107.50'"),
			.rule = "A05",
			.field = "assets.buildings[0].stated_area_rate",
			.stated = "107.50",
			.expected = "117.50",
			.difference = "-10.00",
			.n_others = 1},
	};
	CHECK(lines);
}

static void money_received_pays_for_what_is_executed(void **state)
{
	(void)state;
#define PAID(opening, received)                                                                                   \
	"'funds_by_source':[{'row':'total','label':'合计','adjusted':'100.00万元','opening_carry_over':'" opening \
	"','received':'" received "','executed':'95.00万元'}]"
	static const struct line lines[] = {
		CLEAN(PAID("15.00万元", "80.00万元")),
		{.json = PAID("10.00万元", "80.00万元"),
			.rule = "F25",
			.field = "funds_by_source[0].executed",
			.stated = "95.00万元",
			.expected = "90.00万元",
			.difference = "5.00万元"},
		{.json = PAID("", "80.00万元"),
			.rule = "F25",
			.field = "funds_by_source[0].executed",
			.stated = "95.00万元",
			.expected = "80.00万元",
			.is_note = true},
		CLEAN(PAID("", "—")),
	};
	CHECK(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_hold_what_their_rows_make),
		cmocka_unit_test(digits_that_cannot_be_read_bound_a_sum),
		cmocka_unit_test(buildings_are_held_against_what_was_approved),
		cmocka_unit_test(money_received_pays_for_what_is_executed),
		cmocka_unit_test(people_count_by_kind),
		cmocka_unit_test(rows_lie_inside_others),
		cmocka_unit_test(points_may_be_a_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
