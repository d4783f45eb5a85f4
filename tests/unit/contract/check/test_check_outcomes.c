/* Outcomes, projects and scores: each rule fires on the planted fault, and is silent on the good figure and on
 * the missing one. */
#include "tests/support/test.h"

#include "tests/support/check_lines.h"

static void outcomes_agree_with_each_other(void **state)
{
	(void)state;
#define Y3(previous, value, change, more)                                                   \
	"\"outcomes\":[{\"name\":\"投诉\",\"previous\":\"" previous "\",\"value\":\"" value \
	"\",\"stated_change\":\"" change "\"" more "}]"
#define PARTS(whole, a, b, more)                                                                            \
	"\"outcomes\":[{\"name\":\"整\",\"unit\":\"家\",\"value\":\"" whole "\"," more                      \
	"\"has_all_parts\":true,\"is_count\":true},{\"name\":\"甲\",\"part_of\":\"整\",\"unit\":\"家\"," \
	"\"is_count\":true,\"value\":\"" a "\"},{\"name\":\"乙\",\"part_of\":\"整\",\"unit\":\"家\","    \
	"\"is_count\":true,\"value\":\"" b "\"}]"
	static const struct line lines[] = {
		{Y3("560", "291", "-47.9", ",\"is_count\":true"), "Y03", "outcomes[0].stated_change", "-47.9",
			"-48.04", "0.14"},
		{Y3("560", "291", "-48.0", ",\"is_count\":true"), NULL, NULL, NULL, NULL, NULL},
		{Y3("560", "291", "-48", ",\"is_count\":true"), NULL, NULL, NULL, NULL, NULL},
		{Y3("560", "291", "-48.04", ",\"is_count\":true"), NULL, NULL, NULL, NULL, NULL},
		{Y3("560", "291", "48.04", ",\"is_count\":true"), "Y03", "outcomes[0].stated_change", "48.04",
			"-48.04", "96.08"},
		{Y3("0", "291", "100", ",\"is_count\":true"), NULL, NULL, NULL, NULL, NULL},
		{Y3("", "291", "-47.9", ",\"is_count\":true"), NULL, NULL, NULL, NULL, NULL},
		{Y3("560", "291", "-47.9", ",\"is_count\":true,\"sign\":\"about\""), NULL, NULL, NULL, NULL,
			NULL},
		/* measured, not counted: 5.6 may be 5.55 to 5.65 */
		{Y3("5.6", "2.9", "-47.5", ""), NULL, NULL, NULL, NULL, NULL},
		{Y3("5.6", "2.9", "-45", ""), "Y03", "outcomes[0].stated_change", "-45", "-48.21", "3.21"},
		/* a rate may change by percentage points */
		{Y3("80.0", "84.0", "4.0", ",\"unit\":\"%\""), NULL, NULL, NULL, NULL, NULL},
		{Y3("80.0", "84.0", "4.0", ",\"unit\":\"分\""), "Y03", "outcomes[0].stated_change", "4.0",
			"5.00", "-1.00"},
		{PARTS("7", "2", "5", ""), NULL, NULL, NULL, NULL, NULL},
		{PARTS("8", "2", "5", ""), "N04", "outcomes[0].value", "8", "7", "1"},
		{PARTS("8", "2", "—", ""), NULL, NULL, NULL, NULL, NULL},
		{PARTS("8", "2", "5", "\"sign\":\"more_than\","), NULL, NULL, NULL, NULL, NULL},
		{"\"outcomes\":[{\"name\":\"全部\",\"value\":\"631\",\"unit\":\"件\"},{\"name\":\"城区\","
		 "\"part_of\":"
		 "\"全部\",\"value\":\"640\",\"unit\":\"件\"}]",
			"N11", "outcomes[1].value", "640", "631", "9"},
		{"\"outcomes\":[{\"name\":\"全部\",\"value\":\"537.5\",\"unit\":\"亩\"},{\"name\":\"实际\","
		 "\"within\":"
		 "\"全部\",\"value\":\"540\",\"unit\":\"亩\"}]",
			"N11", "outcomes[1].value", "540", "537.5", "2.5"},
		{"\"outcomes\":[{\"name\":\"全部\",\"value\":\"537.5\",\"unit\":\"亩\"},{\"name\":\"实际\","
		 "\"within\":"
		 "\"全部\",\"value\":\"335\",\"unit\":\"亩\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"outcomes\":[{\"name\":\"全部\",\"value\":\"1\",\"unit\":\"万户\"},{\"name\":\"实际\","
		 "\"within\":"
		 "\"全部\",\"value\":\"335\",\"unit\":\"户\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"outcomes\":[{\"name\":\"a\",\"value\":\"3\",\"is_count\":true,\"members\":[\"甲\",\"乙\"]"
		 "}]",
			"N03", "outcomes[0].value", "3", "2", "1"},
		{"\"outcomes\":[{\"name\":\"a\",\"value\":\"2\",\"is_count\":true,\"members\":[\"甲\",\"乙\"]"
		 "}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"outcomes\":[{\"name\":\"a\",\"value\":\"3\",\"is_count\":true,\"is_members_open\":true,"
		 "\"members\":"
		 "[\"甲\",\"乙\"]}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"outcomes\":[{\"name\":\"a\",\"value\":\"1\",\"is_count\":true,\"is_members_open\":true,"
		 "\"members\":"
		 "[\"甲\",\"乙\"]}]",
			"N03", "outcomes[0].value", "1", "2", "-1"},
		{"\"outcomes\":[{\"name\":\"a\",\"value\":\"\",\"is_count\":true,\"members\":[\"甲\",\"乙\"]}"
		 "]",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

static void money_in_the_text_is_money_paid(void **state)
{
	(void)state;
#define PAID(value, unit, projects)                                                 \
	"\"outcomes\":[{\"name\":\"奖励\",\"value\":\"" value "\",\"unit\":\"" unit \
	"\",\"paid_by_projects\":[4]}],\"projects\":[{\"number\":4,\"name\":\"培育\"," projects "}]"
	static const struct line lines[] = {
		{PAID("164.2", "万元", "\"stated_total\":\"214.2万元\""), "N01", "outcomes[0].value", "164.2",
			"214.2", "-50.0"},
		{PAID("214.2", "万元", "\"stated_total\":\"214.2万元\""), NULL, NULL, NULL, NULL, NULL},
		{PAID("2142000", "元", "\"stated_total\":\"214.2万元\""), NULL, NULL, NULL, NULL, NULL},
		{PAID("0.02142", "亿元", "\"stated_total\":\"214.2万元\""), NULL, NULL, NULL, NULL, NULL},
		{PAID("0.0314", "亿元", "\"stated_total\":\"214.2万元\""), "N01", "outcomes[0].value",
			"0.0314", "0.02142", "0.00998"},
		{PAID("360.38", "万元",
			 "\"payments\":[{\"amount\":\"70万元\"},{\"amount\":\"15.3832万元\"},{\"amount\":"
			 "\"5万元\"}]"),
			"N01", "outcomes[0].value", "360.38", "90.3832", "269.9968"},
		{PAID("360.38", "万元", "\"payments\":[{\"amount\":\"70万元\"},{\"amount\":\"\"}]"), NULL,
			NULL, NULL, NULL, NULL},
		{PAID("360.38", "户", "\"stated_total\":\"214.2万元\""), NULL, NULL, NULL, NULL, NULL},
		{PAID("360.38", "万元", "\"goal\":\"没有金额\""), NULL, NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"stated_total\":\"214.2万元\",\"payments\":[{\"amount\":\"50.0万元\"},{"
		 "\"amount\":"
		 "\"164.2万元\"}]}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"stated_total\":\"215.2万元\",\"payments\":[{\"amount\":\"50.0万元\"},{"
		 "\"amount\":"
		 "\"164.2万元\"}]}]",
			"F14", "projects[0].stated_total", "215.2万元", "214.2万元", "1.0万元"},
		{"\"projects\":[{\"is_partial\":true,\"stated_total\":\"215.2万元\",\"payments\":[{"
		 "\"amount\":"
		 "\"50.0万元\"}]}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"name\":\"组\",\"is_group\":true,\"amount\":\"10.0万元\"},{\"name\":\"甲\","
		 "\"group\":"
		 "\"组\",\"amount\":\"4.0万元\"},{\"name\":\"乙\",\"group\":\"组\",\"amount\":\"5.0万元\"}]",
			"F14", "projects[0].amount", "10.0万元", "9.0万元", "1.0万元"},
		{"\"projects\":[{\"name\":\"组\",\"is_group\":true,\"amount\":\"9.0万元\"},{\"name\":\"甲\","
		 "\"group\":"
		 "\"组\",\"amount\":\"4.0万元\"},{\"name\":\"乙\",\"group\":\"组\",\"amount\":\"5.0万元\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"name\":\"组\",\"is_group\":true,\"amount\":\"10.0万元\"},{\"name\":\"甲\","
		 "\"group\":"
		 "\"组\",\"amount\":\"4.0万元\"},{\"name\":\"乙\",\"group\":\"组\"}]",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

static void projects_are_as_many_as_claimed(void **state)
{
	(void)state;
#define CLAIM(n) "\"organisation\":{\"projects_evaluated\":\"" n "\"}"
	static const struct line lines[] = {
		{CLAIM("2") ",\"projects\":[{\"name\":\"a\"},{\"name\":\"b\"}]", NULL, NULL, NULL, NULL,
			NULL},
		{CLAIM("41") ",\"projects\":[{\"name\":\"a\"},{\"name\":\"b\"}]", "N02",
			"organisation.projects_evaluated", "41", "2", "39"},
		{CLAIM("41"), "N02", "organisation.projects_evaluated", "41", "0", "41"},
		{CLAIM(""), NULL, NULL, NULL, NULL, NULL},
		/* a group stands for its members where they are listed, and for itself where not */
		{CLAIM("3") ",\"projects\":[{\"name\":\"组\",\"is_group\":true},{\"name\":\"a\",\"group\":"
			    "\"组\"},{"
			    "\"name\":\"b\",\"group\":\"组\"},{\"name\":\"c\",\"is_group\":true}]",
			NULL, NULL, NULL, NULL, NULL},
		{CLAIM("9") ",\"projects\":[{\"name\":\"组\",\"is_group\":true,\"is_partial\":true}]", NULL,
			NULL, NULL, NULL, NULL},
		{CLAIM("52") ",\"grade_counts\":[{\"projects\":\"48\"},{\"projects\":\"4\"}]", NULL, NULL,
			NULL, NULL, NULL},
		{CLAIM("53") ",\"grade_counts\":[{\"projects\":\"48\"},{\"projects\":\"4\"}]", "N02",
			"organisation.projects_evaluated", "53", "52", "1"},
		{"\"organisation\":{\"projects_evaluated\":\"1\",\"projects_by_kind\":[\"1\",\"1\"]},"
		 "\"projects\":[{}]",
			"N02", "organisation.projects_by_kind", "1", "2", "-1"},
		{"\"organisation\":{\"projects_evaluated\":\"1\",\"projects_reported\":\"3\"},\"projects\":[{"
		 "}]",
			"N02", "organisation.projects_reported", "3", "1", "2"},
		{"\"grade_counts\":[{\"unit\":\"甲\",\"projects\":\"5\",\"excellent\":\"3\",\"good\":\"1\","
		 "\"fair\":"
		 "\"0\",\"poor\":\"0\"}]",
			"N04", "grade_counts[0].projects", "5", "4", "1"},
		{"\"grade_counts\":[{\"unit\":\"甲\",\"projects\":\"4\",\"excellent\":\"3\",\"good\":\"1\","
		 "\"fair\":"
		 "\"0\",\"poor\":\"0\"}]",
			NULL, NULL, NULL, NULL, NULL},
		{"\"grade_counts\":[{\"unit\":\"甲\",\"projects\":\"5\",\"excellent\":\"3\",\"good\":\"1\"}]",
			NULL, NULL, NULL, NULL, NULL},
	};
	CHECK(lines);
}

static void scores_stay_within_points_and_add_up(void **state)
{
	(void)state;
#define ROW(points, score) "{\"name\":\"甲\",\"points\":\"" points "\",\"claimed_score\":\"" score "\"}"
#define TABLE(total, rows) "\"conclusion\":{\"claimed_score\":\"" total "\"},\"indicators\":[" rows "]"
	static const struct line lines[] = {
		{"\"indicators\":[" ROW("10", "10") "]", NULL, NULL, NULL, NULL, NULL},
		{"\"indicators\":[" ROW("10", "99") "]", "I01", "indicators[0].claimed_score", "99", "10",
			NULL},
		{"\"indicators\":[" ROW("10", "-1") "]", "I01", "indicators[0].claimed_score", "-1", "10",
			NULL},
		{"\"indicators\":[" ROW("", "99") "]", NULL, NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"indicators\":[" ROW("5", "5.5") "]}]", "I01",
			"projects[0].indicators[0].claimed_score", "5.5", "5", NULL},
		{"\"funds_by_source\":[{\"points\":\"10\",\"claimed_score\":\"10.1\"}]", "I01",
			"funds_by_source[0].claimed_score", "10.1", "10", NULL},
		{TABLE("100", ROW("90", "90") "," ROW("10", "10")), NULL, NULL, NULL, NULL, NULL},
		{TABLE("99", ROW("90", "90") "," ROW("10", "10")), "T01", "conclusion.claimed_score", "99",
			"100", "-1"},
		{TABLE("98", ROW("90", "84") "," ROW("10", "")), "T01", "conclusion.claimed_score", "98",
			"≤94", "4"},
		{TABLE("90", ROW("90", "84") "," ROW("10", "")), NULL, NULL, NULL, NULL, NULL},
		{TABLE("80", ROW("90", "84") "," ROW("10", "")), "T01", "conclusion.claimed_score", "80",
			"≥84", "-4"},
		{TABLE("100", ROW("90", "90")), "T02", "indicators", "90", "100", "-10"},
		{TABLE("100", ROW("90", "90") "," ROW("20", "20")), "T02", "indicators", "110", "100", "10"},
		{TABLE("100", ROW("90", "90") "," ROW("—", "10")), NULL, NULL, NULL, NULL, NULL},
		{"\"indicators\":[" ROW("90", "90") "]", NULL, NULL, NULL, NULL, NULL},
		/* the points for execution stand in the money table */
		{"\"funds_by_source\":[{\"row\":\"total\",\"points\":\"10\",\"claimed_score\":\"8.04\"}]"
		 "," TABLE("98.04", ROW("90", "90")),
			NULL, NULL, NULL, NULL, NULL},
		{"\"projects\":[{\"claimed_score\":\"100\",\"funds\":[{\"row\":\"total\",\"points\":\"10\","
		 "\"claimed_score\":\"10\"}],\"indicators\":[" ROW("90", "89") "]}]",
			"T01", "projects[0].claimed_score", "100", "99", "1"},
		{"\"conclusion\":{\"claimed_score\":\"100.5\"},\"projects\":[{\"indicators\":[" ROW(
			 "5", "5") "]}]",
			"I01", "conclusion.claimed_score", "100.5", "100", NULL},
		{"\"conclusion\":{\"claimed_score\":\"100\"}", "T07", "conclusion.claimed_score", "100", "",
			NULL},
		{"\"conclusion\":{\"claimed_score\":\"\"}", NULL, NULL, NULL, NULL, NULL},
		{"\"conclusion\":{\"claimed_score\":\"95\"},\"projects\":[{\"indicators\":[" ROW(
			 "5", "5") "]}]",
			NULL, NULL, NULL, NULL, NULL},
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
