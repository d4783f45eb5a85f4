/* Metrics: the published reports' own, hand-made ones, and what is missing by name. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/ranking/metric.h"
#include "tests/support/submission.h"

/* "97.30" or "missing:path" */
static void measure_text(const JxReport *submission, const char *key, char out[160])
{
	const struct jx_metric *metric = NULL;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	struct jx_measure measure;
	char value[JX_FIGURE_TEXT_BYTES];
	assert_int_equal(jx_metric_find(key, &metric, argument, NULL), JX_OK);
	jx_metric_eval(metric, argument, submission, &measure);
	assert_string_equal(measure.unit, metric->unit);
	if (measure.is_computable) {
		assert_string_equal(measure.missing, "");
		(void)snprintf(out, 160, "%s",
			jx_micros_print(measure.micros, measure.decimals, value, sizeof(value)));
	} else {
		assert_int_equal(measure.micros, 0);
		(void)snprintf(out, 160, "missing:%s", measure.missing);
	}
}

static void the_published_reports_have_these_measures(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *key;
		const char *value;
	} cases[] = {
		{"000_seed_yuanshi_kgj_2025", "execution_rate", "missing:projects[0].funds"},
		{"000_seed_yuanshi_kgj_2025", "income", "10067.32"},
		{"000_seed_yuanshi_kgj_2025", "expenditure", "10067.32"},
		{"000_seed_yuanshi_kgj_2025", "income_change", "-24.72"},
		{"000_seed_yuanshi_kgj_2025", "expenditure_change",
			"missing:accounts.expenditure_change.previous"},
		{"000_seed_yuanshi_kgj_2025", "class_share:206", "76.51"},
		{"000_seed_yuanshi_kgj_2025", "class_share:210", "0.10"},
		{"000_seed_yuanshi_kgj_2025", "class_share:205", "missing:functions"},
		/* 100,673,200 元 / 33 */
		{"000_seed_yuanshi_kgj_2025", "spending_per_post", "3050703.03"},
		{"000_seed_yuanshi_kgj_2025", "control_rate", "missing:staff.posts"},
		{"000_seed_yuanshi_kgj_2025", "self_funded_share", "60.61"},
		/* 1149556.46 / 3064060.36 */
		{"000_seed_yuanshi_kgj_2025", "asset_net_ratio", "37.52"},
		{"000_seed_yuanshi_kgj_2025", "asset_use_rate", "missing:assets.lines[0].in_use"},
		/* (90.3832 + 214.2) / 10067.32 */
		{"000_seed_yuanshi_kgj_2025", "traceable_share", "3.03"},
		{"000_seed_yuanshi_kgj_2025", "claimed_score", "100.00"},
		{"01_lingling_linye_2021", "execution_rate", "80.45"},
		{"01_lingling_linye_2021", "execution_rate_initial", "80.45"},
		{"01_lingling_linye_2021", "adjustment_rate", "0.00"},
		{"01_lingling_linye_2021", "income", "missing:accounts.income"},
		{"01_lingling_linye_2021", "expenditure", "3824.26"},
		{"02_guantang_xiang_2023", "adjustment_rate", "135.76"},
		{"02_guantang_xiang_2023", "control_rate", "108.70"},
		{"02_guantang_xiang_2023", "public_control", "225.54"},
		{"02_guantang_xiang_2023", "three_public_control", "missing:zero:rate_inputs[0].budget"},
		{"02_guantang_xiang_2023", "three_public_change", "missing:rate_inputs[0].prior_budget"},
		{"04_hunan_unit_2018_base_table", "three_public_change", "98.31"},
		{"04_hunan_unit_2018_base_table", "adjustment_rate", "39.94"},
		{"04_hunan_unit_2018_base_table", "procurement_rate", "100.00"},
		{"05_chongqing_kexuecheng_rongmei_2021", "execution_rate",
			"missing:funds_by_source[0].executed"},
		{"08_yongde_minglang_zhongxue_2022", "execution_rate", "100.00"},
		{"08_yongde_minglang_zhongxue_2022", "execution_rate_initial",
			"missing:projects[0].funds[0].initial"},
		{"08_yongde_minglang_zhongxue_2022", "claimed_score", "96.00"},
		{"12_tangxi_zhen_cunji_2022", "execution_rate", "missing:zero:projects[0].funds[0].adjusted"},
		{"36_pidu_minzhengju_2025_rereview", "execution_rate", "84.42"},
		{"36_pidu_minzhengju_2025_rereview", "adjustment_rate", "53.57"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_arena arena;
		char text[160];
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		measure_text(read_case(&arena, cases[i].name), cases[i].key, text);
		if (strcmp(text, cases[i].value) != 0)
			print_error("%s %s\n", cases[i].name, cases[i].key);
		assert_string_equal(text, cases[i].value);
		jx_arena_clear(&arena);
	}
}

static void made_up_reports_have_these_measures(void **state)
{
	(void)state;
#define ROWS(n, a, i, e)                                                                            \
	"{\"name\":\"" n "\",\"funds\":[{\"row\":\"total\",\"initial\":\"" i "\",\"adjusted\":\"" a \
	"\",\"executed\":\"" e "\"}]}"
	static const struct {
		const char *json;
		const char *key;
		const char *value;
	} cases[] = {
		{"{}", "execution_rate", "missing:funds_by_source"},
		{"{}", "self_funded_share", "missing:staff.lines"},
		{"{}", "asset_net_ratio", "missing:assets"},
		{"{}", "claimed_score", "missing:conclusion.claimed_score"},
		{"{}", "traceable_share", "missing:projects"},
		{"{}", "procurement_rate", "missing:rate_inputs"},
		/* the sum over projects, where the department gives no total */
		{"{\"projects\":[" ROWS("a", "3.00万元", "4.00万元", "1.00万元") "," ROWS(
			 "b", "10000.00元", "1.00万元", "0.50万元") "]}",
			"execution_rate", "37.50"},
		{"{\"projects\":[" ROWS("a", "3.00万元", "4.00万元", "1.00万元") "," ROWS(
			 "b", "1万元", "", "1万元") "]}",
			"execution_rate_initial", "missing:projects[1].funds[0].initial"},
		{"{\"projects\":[" ROWS("a", "3.00万元", "4.00万元", "1.00万元") ",{\"name\":\"b\"}]}",
			"execution_rate", "missing:projects[1].funds"},
		/* the department's total goes first, even where it says less */
		{"{\"funds_by_nature\":[{\"row\":\"total\",\"adjusted\":\"8.00万元\",\"executed\":\"2."
		 "00万元\"}],"
		 "\"projects\":[" ROWS("a", "3.00万元", "4.00万元", "1.00万元") "]}",
			"execution_rate", "25.00"},
		{"{\"funds_by_source\":[{\"row\":\"total\",\"adjusted\":\"8.00万元\"}],\"funds_by_nature\":[{"
		 "\"row\":"
		 "\"total\",\"adjusted\":\"8.00万元\",\"executed\":\"2.00万元\"}]}",
			"execution_rate", "missing:funds_by_source[0].executed"},
		/* halves go away from zero, both ways */
		{"{\"accounts\":{\"income\":\"100.005万元\",\"income_change\":{\"previous\":\"100万元\"}}}",
			"income_change", "0.01"},
		{"{\"accounts\":{\"income\":\"99.995万元\",\"income_change\":{\"previous\":\"100万元\"}}}",
			"income_change", "-0.01"},
		{"{\"accounts\":{\"income\":\"99.9951万元\",\"income_change\":{\"previous\":\"100万元\"}}}",
			"income_change", "0.00"},
		{"{\"accounts\":{\"income\":\"5万元\",\"income_change\":{\"change\":\"5万元\"}}}",
			"income_change", "missing:zero:accounts.income_change.previous"},
		{"{\"accounts\":{\"income\":\"2000.59656万元\"}}", "income", "2000.59656"},
		{"{\"accounts\":{\"income\":\"3亿元\"}}", "income", "30000.00"},
		{"{\"accounts\":{\"closing_carry_over\":\"1万元\"},\"funds_by_source\":[{\"row\":\"total\","
		 "\"adjusted\":"
		 "\"8万元\",\"closing_carry_over\":\"2万元\"}]}",
			"carry_over_rate", "25.00"},
		{"{\"accounts\":{\"closing_carry_over\":\"1万元\"},\"funds_by_source\":[{\"row\":\"total\","
		 "\"adjusted\":"
		 "\"8万元\"}]}",
			"carry_over_rate", "12.50"},
		{"{\"accounts\":{\"expenditure\":\"3万元\",\"project_expenditure\":\"1万元\"}}",
			"project_share", "33.33"},
		{"{\"accounts\":{\"fiscal_expenditure\":\"10万元\"},\"functions\":[{\"code\":\"20601\","
		 "\"amount\":"
		 "\"3万元\"},{\"code\":\"2060201\",\"amount\":\"1万元\"},{\"code\":\"208\",\"amount\":"
		 "\"6万元\"}]}",
			"class_share:206", "40.00"},
		{"{\"accounts\":{\"fiscal_expenditure\":\"10万元\"},\"functions\":[{\"code\":\"206\","
		 "\"amount\":"
		 "\"5万元\"},{\"code\":\"20601\",\"amount\":\"3万元\"}]}",
			"class_share:206", "50.00"},
		{"{\"accounts\":{\"fiscal_expenditure\":\"10万元\"},\"functions\":[{\"code\":\"206\","
		 "\"amount\":"
		 "\"—\"}]}",
			"class_share:206", "missing:functions[0].amount"},
		{"{\"staff\":{\"in_post\":\"4\",\"lines\":[{\"category\":\"administrative\",\"in_post\":"
		 "\"4\"}]}}",
			"self_funded_share", "0.00"},
		{"{\"staff\":{\"in_post\":\"4\",\"lines\":[{\"category\":\"self_funded\",\"in_post\":\"—\"}]}"
		 "}",
			"self_funded_share", "missing:staff.lines[0].in_post"},
		{"{\"accounts\":{\"expenditure\":\"3万元\"},\"staff\":{\"in_post\":\"0\"}}",
			"spending_per_post", "missing:zero:staff.in_post"},
		{"{\"assets\":{\"lines\":[{\"gross\":\"9元\",\"net\":\"1元\",\"in_use\":\"8元\"}],\"total\":{"
		 "\"gross\":"
		 "\"10元\",\"net\":\"4元\"}}}",
			"asset_net_ratio", "40.00"},
		{"{\"assets\":{\"lines\":[{\"gross\":\"9元\",\"net\":\"1元\",\"in_use\":\"8元\"}],\"total\":{"
		 "\"gross\":"
		 "\"10元\",\"net\":\"4元\"}}}",
			"asset_use_rate", "80.00"},
		{"{\"accounts\":{\"expenditure\":\"10万元\"},\"projects\":[{\"name\":\"组\",\"is_group\":"
		 "true,\"amount\":"
		 "\"4万元\"},{\"name\":\"a\",\"group\":\"组\",\"amount\":\"3万元\"},{\"name\":\"b\","
		 "\"group\":\"别的\","
		 "\"amount\":\"1万元\"}]}",
			"traceable_share", "50.00"},
		{"{\"conclusion\":{\"claimed_score\":\"97.93\"}}", "claimed_score", "97.93"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_arena arena;
		char text[160];
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		measure_text(read_submission(&arena, cases[i].json), cases[i].key, text);
		if (strcmp(text, cases[i].value) != 0)
			print_error("%s %s\n", cases[i].key, cases[i].json);
		assert_string_equal(text, cases[i].value);
		jx_arena_clear(&arena);
	}
}

static void figures_at_the_ends_of_the_range_do_not_wrap(void **state)
{
	(void)state;
	JxAmount most = JX_AMOUNT_INIT;
	JxAmount least = JX_AMOUNT_INIT;
	JxAccounts accounts = JX_ACCOUNTS_INIT;
	JxReport submission = JX_REPORT_INIT;
	char text[160];
	most.fen = INT64_MAX;
	most.unit = JX_AMOUNT_UNIT_YUAN;
	most.decimals = 2;
	least = most;
	least.fen = 1;
	accounts.expenditure = &least;
	accounts.project_expenditure = &most;
	submission.accounts = &accounts;
	measure_text(&submission, "project_share", text);
	assert_string_equal(text, "missing:range:accounts.project_expenditure");
	accounts.expenditure = &most;
	measure_text(&submission, "project_share", text);
	assert_string_equal(text, "100.00");
}

static void a_metric_is_found_by_what_a_user_writes(void **state)
{
	(void)state;
	static const char *const unknown[] = {"", "execution", "execution_rate:206", "class_share",
		"class_share:", "class_share:2", "class_share:20x", "class_share:20606011", "EXECUTION_RATE",
		":206", "execution_rate "};
	const struct jx_metric *metric = NULL;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(unknown); i++) {
		struct jx_error error = {.reason = JX_REASON_NONE};
		assert_int_equal(jx_metric_find(unknown[i], &metric, argument, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_UNKNOWN_METRIC);
		assert_non_null(strstr(error.arg[1], "execution_rate"));
		assert_null(strstr(error.arg[1], "claimed_score"));
		assert_string_equal(error.arg[1] + strlen(error.arg[1]) - strlen(", …"), ", …");
	}
	assert_int_equal(jx_metric_find("class_share:2060101", &metric, argument, NULL), JX_OK);
	assert_string_equal(argument, "2060101");
}

static void every_metric_is_complete_and_found_by_its_key(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *empty = read_submission(&arena, "{}");
	size_t n_not_for_ranking = 0;
	for (size_t i = 0; i < jx_metric_count(); i++) {
		const struct jx_metric *metric = jx_metric_at(i);
		const struct jx_metric *found = NULL;
		char argument[JX_METRIC_ARGUMENT_BYTES];
		char key[64];
		struct jx_measure measure;
		(void)snprintf(key, sizeof(key), "%s%s", metric->key, metric->takes_argument ? ":206" : "");
		assert_int_equal(jx_metric_find(key, &found, argument, NULL), JX_OK);
		assert_ptr_equal(found, metric);
		assert_true(metric->title.zh[0] != '\0' && metric->title.en[0] != '\0' &&
			    metric->formula[0] != '\0');
		jx_metric_eval(metric, argument, empty, &measure);
		assert_false(measure.is_computable);
		assert_true(measure.missing[0] != '\0');
		n_not_for_ranking += metric->is_for_ranking ? 0 : 1;
	}
	/* the claimed score, and nothing else */
	assert_int_equal(n_not_for_ranking, 1);
	assert_null(jx_metric_at(jx_metric_count()));
	jx_arena_clear(&arena);
}

static void a_measure_becomes_a_message(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxMeasurement *message = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const struct jx_measure there = {
		.is_computable = true, .micros = 80450000, .decimals = 2, .unit = "%"};
	assert_int_equal(jx_measure_message(&there, &arena, &message), JX_OK);
	assert_int_equal(message->value->micros, 80450000);
	assert_int_equal(message->value->decimals, 2);
	assert_string_equal(message->unit, "%");
	assert_string_equal(message->missing, "");
	const struct jx_measure gone = {.unit = "元", .missing = "zero:staff.in_post"};
	assert_int_equal(jx_measure_message(&gone, &arena, &message), JX_OK);
	assert_null(message->value);
	assert_string_equal(message->missing, "zero:staff.in_post");
	struct jx_arena none;
	jx_arena_init(&none, 0);
	assert_int_equal(jx_measure_message(&there, &none, &message), JX_EXHAUSTED);
	jx_arena_clear(&none);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_reports_have_these_measures),
		cmocka_unit_test(made_up_reports_have_these_measures),
		cmocka_unit_test(figures_at_the_ends_of_the_range_do_not_wrap),
		cmocka_unit_test(a_metric_is_found_by_what_a_user_writes),
		cmocka_unit_test(every_metric_is_complete_and_found_by_its_key),
		cmocka_unit_test(a_measure_becomes_a_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
