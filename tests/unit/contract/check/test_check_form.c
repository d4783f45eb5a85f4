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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_count_by_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
