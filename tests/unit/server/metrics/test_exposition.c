#include "server/metrics/exposition.h"

#include <stdlib.h>

#include "tests/support/test.h"

static void a_metric_has_its_help_its_type_and_a_number_in_base_units(void **state)
{
	static const struct {
		enum jx_unit unit;
		uint64_t number;
		const char *text;
	} rows[] = {{JX_UNIT_ONE, 0, "0"}, {JX_UNIT_ONE, UINT64_MAX, "18446744073709551615"},
		{JX_UNIT_MS, 1796068401858, "1796068401.858"}, {JX_UNIT_MS, 5, "0.005"},
		{JX_UNIT_US, 500, "0.000500"}, {JX_UNIT_US, 10000000, "10.000000"}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct jx_metric metric = {"x_y", "gauge", "Help.", rows[i].unit};
		char *text = NULL;
		size_t n = 0;
		char wanted[128];
		FILE *out = open_memstream(&text, &n);
		assert_non_null(out);
		jx_metric_write(out, &metric, rows[i].number);
		assert_int_equal(fclose(out), 0);
		(void)snprintf(
			wanted, sizeof(wanted), "# HELP x_y Help.\n# TYPE x_y gauge\nx_y %s\n", rows[i].text);
		assert_string_equal(text, wanted);
		free(text);
	}
}

static void a_label_forges_no_sample(void **state)
{
	static const struct jx_metric METRIC = {"x", "gauge", "Help.", JX_UNIT_ONE};
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	(void)state;
	assert_non_null(out);
	jx_metric_sample(out, &METRIC, "round", "a\"b\\c\nx 1", 2);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text, "x{round=\"a\\\"b\\\\c\\nx 1\"} 2\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_metric_has_its_help_its_type_and_a_number_in_base_units),
		cmocka_unit_test(a_label_forges_no_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
