/* Outcomes, projects and scores: each rule fires on the planted fault, and is silent on the good figure and on
 * the missing one. */
#include "tests/support/test.h"

#include "tests/support/check_lines.h"

static void outcomes_agree_with_each_other(void **state)
{
	(void)state;
#define Y3(previous, value, change, more)                                                                   \
	"'outcomes':[{'name':'投诉','previous':'" previous "','value':'" value "','stated_change':'" change \
	"'" more "}]"
#define PARTS(whole, a, b, more)                                                                                    \
	"'outcomes':[{'name':'整','unit':'家','value':'" whole "'," more                                            \
	"'has_all_parts':true,'is_count':true},{'name':'甲','part_of':'整','unit':'家','is_count':true,'value':'" a \
	"'},{'name':'乙','part_of':'整','unit':'家','is_count':true,'value':'" b "'}]"
	static const struct line lines[] = {
		{.json = Y3("560", "291", "-47.9", ",'is_count':true"),
			.rule = "Y03",
			.field = "outcomes[0].stated_change",
			.stated = "-47.9",
			.expected = "-48.04",
			.difference = "0.14"},
		CLEAN(Y3("560", "291", "-48.0", ",'is_count':true")),
		CLEAN(Y3("560", "291", "-48", ",'is_count':true")),
		CLEAN(Y3("560", "291", "-48.04", ",'is_count':true")),
		{.json = Y3("560", "291", "48.04", ",'is_count':true"),
			.rule = "Y03",
			.field = "outcomes[0].stated_change",
			.stated = "48.04",
			.expected = "-48.04",
			.difference = "96.08"},
		CLEAN(Y3("0", "291", "100", ",'is_count':true")),
		CLEAN(Y3("", "291", "-47.9", ",'is_count':true")),
		CLEAN(Y3("560", "291", "-47.9", ",'is_count':true,'sign':'about'")),
		/* measured, not counted: 5.6 may be 5.55 to 5.65 */
		CLEAN(Y3("5.6", "2.9", "-47.5", "")),
		{.json = Y3("5.6", "2.9", "-45", ""),
			.rule = "Y03",
			.field = "outcomes[0].stated_change",
			.stated = "-45",
			.expected = "-48.21",
			.difference = "3.21"},
		/* a rate may change by percentage points */
		CLEAN(Y3("80.0", "84.0", "4.0", ",'unit':'%'")),
		{.json = Y3("80.0", "84.0", "4.0", ",'unit':'分'"),
			.rule = "Y03",
			.field = "outcomes[0].stated_change",
			.stated = "4.0",
			.expected = "5.00",
			.difference = "-1.00"},
		CLEAN(PARTS("7", "2", "5", "")),
		{.json = PARTS("8", "2", "5", ""),
			.rule = "N04",
			.field = "outcomes[0].value",
			.stated = "8",
			.expected = "7",
			.difference = "1"},
		CLEAN(PARTS("8", "2", "—", "")),
		CLEAN(PARTS("8", "2", "5", "'sign':'more_than',")),
		{.json = "'outcomes':[{'name':'全部','value':'631','unit':'件'},{'name':'城区','part_of':'全部','value':'640','unit':'件'}]",
			.rule = "N11",
			.field = "outcomes[1].value",
			.stated = "640",
			.expected = "631",
			.difference = "9"},
		{.json = "'outcomes':[{'name':'全部','value':'537.5','unit':'亩'},{'name':'实际','within':'全部','value':'540','unit':'亩'}]",
			.rule = "N11",
			.field = "outcomes[1].value",
			.stated = "540",
			.expected = "537.5",
			.difference = "2.5"},
		CLEAN("'outcomes':[{'name':'全部','value':'537.5','unit':'亩'},{'name':'实际','within':'全部','value':'335','unit':'亩'}]"),
		CLEAN("'outcomes':[{'name':'全部','value':'1','unit':'万户'},{'name':'实际','within':'全部','value':'335','unit':'户'}]"),
		{.json = "'outcomes':[{'name':'a','value':'3','is_count':true,'members':['甲','乙']}]",
			.rule = "N03",
			.field = "outcomes[0].value",
			.stated = "3",
			.expected = "2",
			.difference = "1"},
		CLEAN("'outcomes':[{'name':'a','value':'2','is_count':true,'members':['甲','乙']}]"),
		CLEAN("'outcomes':[{'name':'a','value':'3','is_count':true,'is_members_open':true,'members':['甲','乙']}]"),
		{.json = "'outcomes':[{'name':'a','value':'1','is_count':true,'is_members_open':true,'members':['甲','乙']}]",
			.rule = "N03",
			.field = "outcomes[0].value",
			.stated = "1",
			.expected = "2",
			.difference = "-1"},
		CLEAN("'outcomes':[{'name':'a','value':'','is_count':true,'members':['甲','乙']}]"),
	};
	CHECK(lines);
}

static void money_in_the_text_is_money_paid(void **state)
{
	(void)state;
#define PAID(value, unit, projects)                                    \
	"'outcomes':[{'name':'奖励','value':'" value "','unit':'" unit \
	"','paid_by_projects':[4]}],'projects':[{'number':4,'name':'培育'," projects "}]"
	static const struct line lines[] = {
		{.json = PAID("164.2", "万元", "'stated_total':'214.2万元'"),
			.rule = "N01",
			.field = "outcomes[0].value",
			.stated = "164.2",
			.expected = "214.2",
			.difference = "-50.0"},
		CLEAN(PAID("214.2", "万元", "'stated_total':'214.2万元'")),
		CLEAN(PAID("2142000", "元", "'stated_total':'214.2万元'")),
		CLEAN(PAID("0.02142", "亿元", "'stated_total':'214.2万元'")),
		{.json = PAID("0.0314", "亿元", "'stated_total':'214.2万元'"),
			.rule = "N01",
			.field = "outcomes[0].value",
			.stated = "0.0314",
			.expected = "0.02142",
			.difference = "0.00998"},
		{.json = PAID("360.38", "万元",
			 "'payments':[{'amount':'70万元'},{'amount':'15.3832万元'},{'amount':'5万元'}]"),
			.rule = "N01",
			.field = "outcomes[0].value",
			.stated = "360.38",
			.expected = "90.3832",
			.difference = "269.9968"},
		CLEAN(PAID("360.38", "万元", "'payments':[{'amount':'70万元'},{'amount':''}]")),
		CLEAN(PAID("360.38", "户", "'stated_total':'214.2万元'")),
		CLEAN(PAID("360.38", "万元", "'goal':'没有金额'")),
		CLEAN("'projects':[{'stated_total':'214.2万元','payments':[{'amount':'50.0万元'},{'amount':'164.2万元'}]}]"),
		{.json = "'projects':[{'stated_total':'215.2万元','payments':[{'amount':'50.0万元'},{'amount':'164.2万元'}]}]",
			.rule = "F14",
			.field = "projects[0].stated_total",
			.stated = "215.2万元",
			.expected = "214.2万元",
			.difference = "1.0万元"},
		CLEAN("'projects':[{'is_partial':true,'stated_total':'215.2万元','payments':[{'amount':'50.0万元'}]}]"),
		{.json = "'projects':[{'name':'组','is_group':true,'amount':'10.0万元'},{'name':'甲','group':'组','amount':'4.0万元'},{'name':'乙','group':'组','amount':'5.0万元'}]",
			.rule = "F14",
			.field = "projects[0].amount",
			.stated = "10.0万元",
			.expected = "9.0万元",
			.difference = "1.0万元"},
		CLEAN("'projects':[{'name':'组','is_group':true,'amount':'9.0万元'},{'name':'甲','group':'组','amount':'4.0万元'},{'name':'乙','group':'组','amount':'5.0万元'}]"),
		CLEAN("'projects':[{'name':'组','is_group':true,'amount':'10.0万元'},{'name':'甲','group':'组','amount':'4.0万元'},{'name':'乙','group':'组'}]"),
	};
	CHECK(lines);
}

static void projects_are_as_many_as_claimed(void **state)
{
	(void)state;
#define CLAIM(n) "'organisation':{'projects_evaluated':'" n "'}"
	static const struct line lines[] = {
		CLEAN(CLAIM("2") ",'projects':[{'name':'a'},{'name':'b'}]"),
		{.json = CLAIM("41") ",'projects':[{'name':'a'},{'name':'b'}]",
			.rule = "N02",
			.field = "organisation.projects_evaluated",
			.stated = "41",
			.expected = "2",
			.difference = "39"},
		{.json = CLAIM("41"),
			.rule = "N02",
			.field = "organisation.projects_evaluated",
			.stated = "41",
			.expected = "0",
			.difference = "41"},
		CLEAN(CLAIM("")),
		/* a group stands for its members where they are listed, and for itself where not */
		CLEAN(CLAIM(
			"3") ",'projects':[{'name':'组','is_group':true},{'name':'a','group':'组'},{'name':'b','group':'组'},{'name':'c','is_group':true}]"),
		CLEAN(CLAIM("9") ",'projects':[{'name':'组','is_group':true,'is_partial':true}]"),
		CLEAN(CLAIM("52") ",'grade_counts':[{'projects':'48'},{'projects':'4'}]"),
		{.json = CLAIM("53") ",'grade_counts':[{'projects':'48'},{'projects':'4'}]",
			.rule = "N02",
			.field = "organisation.projects_evaluated",
			.stated = "53",
			.expected = "52",
			.difference = "1"},
		{.json = "'organisation':{'projects_evaluated':'1','projects_by_kind':['1','1']},'projects':[{}]",
			.rule = "N02",
			.field = "organisation.projects_by_kind",
			.stated = "1",
			.expected = "2",
			.difference = "-1"},
		{.json = "'organisation':{'projects_evaluated':'1','projects_reported':'3'},'projects':[{}]",
			.rule = "N02",
			.field = "organisation.projects_reported",
			.stated = "3",
			.expected = "1",
			.difference = "2"},
		{.json = "'grade_counts':[{'unit':'甲','projects':'5','excellent':'3','good':'1','fair':'0','poor':'0'}]",
			.rule = "N04",
			.field = "grade_counts[0].projects",
			.stated = "5",
			.expected = "4",
			.difference = "1"},
		CLEAN("'grade_counts':[{'unit':'甲','projects':'4','excellent':'3','good':'1','fair':'0','poor':'0'}]"),
		CLEAN("'grade_counts':[{'unit':'甲','projects':'5','excellent':'3','good':'1'}]"),
	};
	CHECK(lines);
}

static void scores_stay_within_points_and_add_up(void **state)
{
	(void)state;
#define ROW(points, score) "{'name':'甲','points':'" points "','claimed_score':'" score "'}"
#define TABLE(total, rows) "'conclusion':{'claimed_score':'" total "'},'indicators':[" rows "]"
	static const struct line lines[] = {
		CLEAN("'indicators':[" ROW("10", "10") "]"),
		{.json = "'indicators':[" ROW("10", "99") "]",
			.rule = "I01",
			.field = "indicators[0].claimed_score",
			.stated = "99",
			.expected = "10"},
		{.json = "'indicators':[" ROW("10", "-1") "]",
			.rule = "I01",
			.field = "indicators[0].claimed_score",
			.stated = "-1",
			.expected = "10"},
		CLEAN("'indicators':[" ROW("", "99") "]"),
		{.json = "'projects':[{'indicators':[" ROW("5", "5.5") "]}]",
			.rule = "I01",
			.field = "projects[0].indicators[0].claimed_score",
			.stated = "5.5",
			.expected = "5"},
		{.json = "'funds_by_source':[{'points':'10','claimed_score':'10.1'}]",
			.rule = "I01",
			.field = "funds_by_source[0].claimed_score",
			.stated = "10.1",
			.expected = "10"},
		CLEAN(TABLE("100", ROW("90", "90") "," ROW("10", "10"))),
		{.json = TABLE("99", ROW("90", "90") "," ROW("10", "10")),
			.rule = "T01",
			.field = "conclusion.claimed_score",
			.stated = "99",
			.expected = "100",
			.difference = "-1"},
		{.json = TABLE("98", ROW("90", "84") "," ROW("10", "")),
			.rule = "T01",
			.field = "conclusion.claimed_score",
			.stated = "98",
			.expected = "≤94",
			.difference = "4"},
		CLEAN(TABLE("90", ROW("90", "84") "," ROW("10", ""))),
		{.json = TABLE("80", ROW("90", "84") "," ROW("10", "")),
			.rule = "T01",
			.field = "conclusion.claimed_score",
			.stated = "80",
			.expected = "≥84",
			.difference = "-4"},
		{.json = TABLE("100", ROW("90", "90")),
			.rule = "T02",
			.field = "indicators",
			.stated = "90",
			.expected = "100",
			.difference = "-10"},
		{.json = TABLE("100", ROW("90", "90") "," ROW("20", "20")),
			.rule = "T02",
			.field = "indicators",
			.stated = "110",
			.expected = "100",
			.difference = "10"},
		CLEAN(TABLE("100", ROW("90", "90") "," ROW("—", "10"))),
		CLEAN("'indicators':[" ROW("90", "90") "]"),
		/* the points for execution stand in the money table */
		CLEAN("'funds_by_source':[{'row':'total','points':'10','claimed_score':'8.04'}]," TABLE(
			"98.04", ROW("90", "90"))),
		{.json = "'projects':[{'claimed_score':'100','funds':[{'row':'total','points':'10','claimed_score':'10'}],'indicators':[" ROW(
			 "90", "89") "]}]",
			.rule = "T01",
			.field = "projects[0].claimed_score",
			.stated = "100",
			.expected = "99",
			.difference = "1"},
		{.json = "'conclusion':{'claimed_score':'100.5'},'projects':[{'indicators':[" ROW(
			 "5", "5") "]}]",
			.rule = "I01",
			.field = "conclusion.claimed_score",
			.stated = "100.5",
			.expected = "100"},
		{.json = "'conclusion':{'claimed_score':'100'}",
			.rule = "T07",
			.field = "conclusion.claimed_score",
			.stated = "100",
			.expected = ""},
		CLEAN("'conclusion':{'claimed_score':''}"),
		CLEAN("'conclusion':{'claimed_score':'95'},'projects':[{'indicators':[" ROW("5", "5") "]}]"),
	};
	CHECK(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes_agree_with_each_other),
		cmocka_unit_test(money_in_the_text_is_money_paid),
		cmocka_unit_test(projects_are_as_many_as_claimed),
		cmocka_unit_test(scores_stay_within_points_and_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
