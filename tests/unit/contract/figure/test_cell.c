/* What the texts of cells say: spelling, units, the one number, the one date. */
#include "proto/contract/figure/cell.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/spelling.h"
#include "tests/support/test.h"

static void one_text_in_two_spellings_is_one_text(void **state)
{
	(void)state;
	static const struct {
		const char *a;
		const char *b;
		bool is_one;
	} cases[] = {{"96％", "96%", true}, {" ≥95 %", "≥95%", true}, {"≧95%", "≥95%", true},
		{"平方⽶", "平方米", true}, {"⼈", "人", true}, {"㎡", "m²", true}, {"㎞", "km", true},
		{"——", "--", true}, {"－", "-", true}, {"①", "1", true}, {"(一)", "（一）", true},
		{"", "　", true}, {"a\u200Bb", "ab", true}, {"人", "人次", false}, {"10", "1", false},
		{"≥", "≤", false}, {"‰", "%", false}, {"\xff", "\xfe", false}, {"", "0", false}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		assert_int_equal(jx_spelling_equal(cases[i].a, cases[i].b), cases[i].is_one);
		assert_int_equal(jx_spelling_equal(cases[i].b, cases[i].a), cases[i].is_one);
	}
}

static void a_folded_text_is_cut_at_a_character(void **state)
{
	(void)state;
	char out[8];
	assert_int_equal(jx_spelling_fold("９６％ 以上", out, sizeof(out)), 6);
	assert_string_equal(out, "96%以");
	assert_int_equal(jx_spelling_fold("以上", out, 1), 0);
	assert_string_equal(out, "");
	assert_true(jx_spelling_is_plain("≥95%的人"));
	assert_false(jx_spelling_is_plain("≥95 %"));
}

/* In rooms of every size a text is folded as far as whole characters fit. */
static void a_folded_text_fits_any_room(void **state)
{
	(void)state;
	static const char text[] = "㎞²≥９６％ 以上a\xff⼈\u200B（①）";
	static const size_t ends[] = {0, 2, 3, 6, 7, 8, 9, 12, 15, 16, 17, 20, 21, 22, 23};
	char whole[64];
	char out[64];
	size_t n = jx_spelling_fold(text, whole, sizeof(whole));
	assert_string_equal(whole, "km2≥96%以上a\xff人(1)");
	for (size_t size = 1; size <= n + 1; size++) {
		size_t wanted = 0;
		for (size_t i = 0; i < JX_COUNT_OF(ends); i++)
			wanted = ends[i] < size ? ends[i] : wanted;
		memset(out, 'x', sizeof(out));
		(void)jx_spelling_fold(text, out, size);
		assert_int_equal(strlen(out), wanted);
		assert_memory_equal(out, whole, wanted);
	}
}

static void marks_and_words_for_none_are_known(void **state)
{
	(void)state;
	static const char *const marks[] = {
		"", " ", "—", "——", "－", "-", "/", "／", "*", "＊", "无", "未统计"};
	static const char *const values[] = {"0", "无事故", "完成", "-5", "1/2"};
	for (size_t i = 0; i < JX_COUNT_OF(marks); i++)
		assert_true(jx_spelling_is_mark(marks[i]));
	for (size_t i = 0; i < JX_COUNT_OF(values); i++)
		assert_false(jx_spelling_is_mark(values[i]));
	assert_true(jx_spelling_is_none("无"));
	assert_true(jx_spelling_is_none("未 发生"));
	assert_false(jx_spelling_is_none("—"));
}

static void units_are_one_by_any_name(void **state)
{
	(void)state;
	static const struct {
		const char *a;
		const char *b;
		enum jx_unit_relation relation;
		int64_t factor;
	} cases[] = {{"%", "％", JX_UNIT_SAME, 1}, {"平方米", "㎡", JX_UNIT_SAME, 1},
		{"M²", "平米", JX_UNIT_SAME, 1}, {"公里", "千米", JX_UNIT_SAME, 1},
		{"KM", "公里", JX_UNIT_SAME, 1}, {"公斤", "千克", JX_UNIT_SAME, 1},
		{"元/㎡", "元/平方米", JX_UNIT_SAME, 1}, {"万㎡", "万平方米", JX_UNIT_SAME, 1},
		{"名", "人", JX_UNIT_SAME, 1}, {"万元", "元", JX_UNIT_CONVERTS, 10000},
		{"亿元", "万元", JX_UNIT_CONVERTS, 10000}, {"千元", "元", JX_UNIT_CONVERTS, 1000},
		{"万亩", "亩", JX_UNIT_CONVERTS, 10000}, {"百万元", "万元", JX_UNIT_CONVERTS, 100},
		{"万人次", "人次", JX_UNIT_CONVERTS, 10000}, {"万", "万元", JX_UNIT_UNCLEAR, 1},
		{"", "人", JX_UNIT_UNCLEAR, 1}, {"个", "项", JX_UNIT_UNCLEAR, 1},
		{"次", "场次", JX_UNIT_UNCLEAR, 1}, {"百分点", "%", JX_UNIT_UNCLEAR, 1},
		{"人", "人次", JX_UNIT_DIFFERENT, 1}, {"%", "‰", JX_UNIT_DIFFERENT, 1},
		{"户", "人", JX_UNIT_DIFFERENT, 1}, {"米", "平方米", JX_UNIT_DIFFERENT, 1},
		{"亩", "公顷", JX_UNIT_DIFFERENT, 1}, {"米", "公里", JX_UNIT_DIFFERENT, 1},
		{"个", "%", JX_UNIT_DIFFERENT, 1}, {"元", "万", JX_UNIT_UNCLEAR, 0}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_number factor;
		enum jx_unit_relation found = jx_unit_relate(cases[i].a, cases[i].b, &factor);
		if (found != cases[i].relation)
			print_error("%s, %s\n", cases[i].a, cases[i].b);
		assert_int_equal(found, cases[i].relation);
		assert_int_equal(jx_unit_relate(cases[i].b, cases[i].a, NULL), found);
		struct jx_number wanted = jx_number_of(cases[i].factor);
		if (cases[i].factor > 0)
			assert_int_equal(jx_number_compare(&factor, &wanted), 0);
	}
	assert_true(jx_unit_is_known("万平方米") && jx_unit_is_known("元/人") && jx_unit_is_known("个"));
	assert_false(jx_unit_is_known("") || jx_unit_is_known("万") || jx_unit_is_known("人参加"));
	assert_true(jx_unit_measures_alike("公里", "米") && jx_unit_measures_alike("年", "个月"));
	assert_false(jx_unit_measures_alike("米", "㎡") || jx_unit_measures_alike("人", "人次"));
	char longest[2 * JX_UNIT_BYTES];
	memset(longest, 'm', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(jx_unit_relate(longest, "m", NULL), JX_UNIT_DIFFERENT);
}

static void a_cell_is_read_only_where_it_is_plain(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		JxFigureSign sign;
		const char *number; /* "" for none */
		const char *unit;
	} cases[] = {{"≥100人", JX_FIGURE_SIGN_AT_LEAST, "100", "人"},
		{"≥ １，２００ 万元", JX_FIGURE_SIGN_AT_LEAST, "1200", "万元"},
		{">=95%", JX_FIGURE_SIGN_AT_LEAST, "95", "%"}, {"≥≥95%", JX_FIGURE_SIGN_AT_LEAST, "95", "%"},
		{"不超过 30.50万元", JX_FIGURE_SIGN_AT_MOST, "30.50", "万元"},
		{"95%以上", JX_FIGURE_SIGN_AT_LEAST, "95", "%"},
		{"10天以内", JX_FIGURE_SIGN_AT_MOST, "10", "天"}, {"约100", JX_FIGURE_SIGN_ABOUT, "100", ""},
		{"完成80人", JX_FIGURE_SIGN_UNSPECIFIED, "80", "人"},
		{"－5%", JX_FIGURE_SIGN_UNSPECIFIED, "-5", "%"},
		{"100%（全部）", JX_FIGURE_SIGN_UNSPECIFIED, "100", "%"},
		{"500m2", JX_FIGURE_SIGN_UNSPECIFIED, "500", "m2"},
		{"500㎡", JX_FIGURE_SIGN_UNSPECIFIED, "500", "m2"},
		{"2 台(套)", JX_FIGURE_SIGN_UNSPECIFIED, "2", "台(套)"},
		{"80人、3次", JX_FIGURE_SIGN_UNSPECIFIED, "", ""},
		{"每亩300", JX_FIGURE_SIGN_UNSPECIFIED, "", ""},
		{"三十人", JX_FIGURE_SIGN_UNSPECIFIED, "", ""},
		{"下降5%", JX_FIGURE_SIGN_UNSPECIFIED, "", ""}, {"—", JX_FIGURE_SIGN_UNSPECIFIED, "", ""},
		{"", JX_FIGURE_SIGN_UNSPECIFIED, "", ""},
		{"1234567890123456789012人", JX_FIGURE_SIGN_UNSPECIFIED, "", ""}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_cell cell;
		char shown[JX_NUMBER_TEXT_BYTES] = "";
		assert_true(jx_cell_read(cases[i].text, &cell));
		if (cell.has_number)
			jx_number_print(&cell.number, cell.decimals, cell.decimals, NULL, shown);
		if (strcmp(shown, cases[i].number) != 0)
			print_error("%s\n", cases[i].text);
		assert_string_equal(shown, cases[i].number);
		assert_string_equal(cell.unit, cases[i].unit);
		assert_int_equal(cell.sign, cases[i].sign);
	}
	struct jx_cell cell;
	assert_true(jx_cell_read("10％～20％", &cell) && cell.has_range && !cell.has_number);
	char prose[4 * JX_CELL_BYTES] = "5";
	for (size_t i = 1; i < sizeof(prose) - 1; i++)
		prose[i] = 'x';
	assert_false(jx_cell_read(prose, &cell));
	assert_string_equal(cell.text, "");
}

static void a_field_agrees_with_its_text_or_not(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *field;
		const char *unit;
		bool agrees;
	} cases[] = {{"80人", "80", "人", true}, {"80人", "100", "人", false}, {"80.0", "80", "人", true},
		{"1.2万人", "12000", "人", true}, {"1.23万人", "12345", "人", true},
		{"1.2万人", "1.2", "人", false}, {"1.2万亩", "1.2", "万亩", true}, {"96％", "96", "%", true},
		{"96%", "0.96", "", true}, {"0.96", "96", "%", true}, {"96.67%", "96.6667", "%", true},
		{"96.67%", "96.5", "%", false}, {"80户", "100", "人", true}, {"80", "0", "人", false},
		{"0.4", "0", "人", false}, {"0", "0", "人", true}, {"-5%", "5", "%", false},
		{"150000", "15", "万元", true}, {"99", "100", "人", false}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_cell cell;
		JxDecimal field;
		assert_true(jx_cell_read(cases[i].text, &cell) && cell.has_number);
		assert_int_equal(jx_decimal_parse(cases[i].field, &field, NULL), JX_OK);
		if (jx_cell_agrees(&cell.number, cell.decimals, cell.unit, &field, cases[i].unit) !=
			cases[i].agrees)
			print_error("%s, %s\n", cases[i].text, cases[i].field);
		assert_int_equal(
			jx_cell_agrees(&cell.number, cell.decimals, cell.unit, &field, cases[i].unit),
			cases[i].agrees);
	}
}

static void a_date_is_read_with_its_precision(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *field;
		int agrees; /* -1: no date */
	} cases[] = {{"2025年6月30日", "2025-06-30", 1}, {"2025年6月", "2025-06-30", 1},
		{"2025.6.30前", "2025-06-30", 1}, {"2025-06", "2025-06", 1}, {"6月底前", "2025-06-30", 1},
		{"6月前", "2025-05-31", 1}, {"11月", "2025-11-30", 1}, {"全年", "2025-07", 1},
		{"2025年", "2025-12-31", 1}, {"年底前", "2025-12", 1}, {"三季度", "2025-08", 1},
		{"２０２５年１２月完成", "2025-12", 1}, {"于2025年6月完成", "2025-06", 1},
		{"11月", "2025-10-30", 0}, {"2024年6月", "2025-06", 0}, {"6月底前", "2025-07-01", 0},
		{"1月前", "2024-12-31", 0}, {"2025年1月前", "2024-12-31", 1}, {"三季度", "2025-06-30", 0},
		{"1年", "2025", -1}, {"3个月", "2025", -1}, {"6", "2025-06", -1},
		{"6月开工，12月完工", "2025-06", -1}, {"及时", "2025", -1}, {"13月", "2025", -1},
		{"", "2025", -1}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_cell_date text;
		struct jx_date field;
		assert_true(jx_date_parse(cases[i].field, strlen(cases[i].field), &field));
		int found = jx_cell_read_date(cases[i].text, &text) ? (int)jx_cell_date_agrees(&text, &field)
								    : -1;
		if (found != cases[i].agrees)
			print_error("%s, %s: %d\n", cases[i].text, cases[i].field, found);
		assert_int_equal(found, cases[i].agrees);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_text_in_two_spellings_is_one_text),
		cmocka_unit_test(a_folded_text_is_cut_at_a_character),
		cmocka_unit_test(a_folded_text_fits_any_room),
		cmocka_unit_test(marks_and_words_for_none_are_known),
		cmocka_unit_test(units_are_one_by_any_name),
		cmocka_unit_test(a_cell_is_read_only_where_it_is_plain),
		cmocka_unit_test(a_field_agrees_with_its_text_or_not),
		cmocka_unit_test(a_date_is_read_with_its_precision),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
