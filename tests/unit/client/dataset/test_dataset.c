#include "tests/support/test.h"

#include <string.h>

#include "client/dataset/dataset.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/field.h"

static void no_table_has_a_key_or_a_column_twice(void **state)
{
	struct jx_arena arena;
	struct jx_dataset dataset;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_dataset_init(&dataset, JX_EN, &arena, NULL), JX_OK);
	for (size_t id = 0; id < JX_DATA_TABLES; id++) {
		const struct jx_data_table *table = &dataset.tables[id];
		assert_ptr_equal(jx_dataset_table(&dataset, table->key), table);
		assert_true(table->n_key > 0 && table->n_key < table->n_columns);
		for (size_t i = 0; i < table->n_columns; i++) {
			const struct jx_data_column *column = &table->columns[i];
			size_t n = strlen(column->key);
			bool is_yuan = n > 5 && strcmp(column->key + n - 5, "_yuan") == 0;
			assert_int_equal(jx_data_column_at(table, column->key), i);
			assert_int_equal(column->type == JX_DATA_MONEY, is_yuan);
			assert_true(column->title[JX_ZH][0] != '\0' && column->title[JX_EN][0] != '\0');
			assert_true(column->categories == NULL || column->type == JX_DATA_TEXT);
		}
	}
	assert_null(jx_dataset_table(&dataset, "nothing"));
	jx_arena_clear(&arena);
}

static void fen_are_written_in_yuan(void **state)
{
	static const struct {
		int64_t fen;
		const char *expected;
	} cases[] = {{0, "0.00"}, {5, "0.05"}, {-5, "-0.05"}, {100, "1.00"}, {-12345, "-123.45"},
		{INT64_MAX, "92233720368547758.07"}, {INT64_MIN, "-92233720368547758.08"}};
	char text[JX_FIGURE_TEXT_BYTES];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		assert_string_equal(jx_datum_yuan(cases[i].fen, text), cases[i].expected);
}

/* The cell of a field of an indicator. */
static struct jx_datum cell(const JxIndicator *indicator, const char *name, struct jx_arena *arena)
{
	struct jx_datum datum;
	const ProtobufCFieldDescriptor *field = jx_field_find(indicator->base.descriptor, name, strlen(name));
	assert_non_null(field);
	assert_int_equal(jx_datum_of_field(&indicator->base, field, arena, &datum, NULL), JX_OK);
	return datum;
}

static void a_box_without_a_number_says_why(void **state)
{
	static const struct {
		JxEmptyKind empty;
		enum jx_data_mark mark;
	} cases[] = {{JX_EMPTY_KIND_BLANK, JX_DATA_ABSENT}, {JX_EMPTY_KIND_DASH, JX_DATA_DASH},
		{JX_EMPTY_KIND_SLASH, JX_DATA_SLASH}, {JX_EMPTY_KIND_NONE_WORD, JX_DATA_NONE_WORD},
		{JX_EMPTY_KIND_PLACEHOLDER, JX_DATA_PLACEHOLDER},
		{JX_EMPTY_KIND_PARTLY_READ, JX_DATA_PARTLY_READ}};
	JxIndicator indicator = JX_INDICATOR_INIT;
	JxDecimal target = JX_DECIMAL_INIT;
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_null(cell(&indicator, "target", &arena).text);
	indicator.target = &target;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		target.empty = cases[i].empty;
		struct jx_datum datum = cell(&indicator, "target", &arena);
		assert_null(datum.text);
		assert_int_equal(datum.mark, cases[i].mark);
	}
	target = (JxDecimal)JX_DECIMAL_INIT;
	target.micros = -7500000;
	target.decimals = 2;
	assert_string_equal(cell(&indicator, "target", &arena).text, "-7.50");
	jx_arena_clear(&arena);
}

static void fields_are_written_as_programs_read_them(void **state)
{
	JxIndicator indicator = JX_INDICATOR_INIT;
	struct jx_arena arena;
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	indicator.name = (char *)"=1+1";
	indicator.sign = JX_FIGURE_SIGN_AT_LEAST;
	indicator.is_core = true;
	indicator.goal = 3;
	assert_string_equal(cell(&indicator, "name", &arena).text, "=1+1");
	assert_string_equal(cell(&indicator, "sign", &arena).text, "at_least");
	assert_string_equal(cell(&indicator, "is_core", &arena).text, "true");
	assert_string_equal(cell(&indicator, "goal", &arena).text, "3");
	assert_null(cell(&indicator, "direction", &arena).text);
	/* A value that only a newer server knows is its number. */
	indicator.sign = (JxFigureSign)99;
	assert_string_equal(cell(&indicator, "sign", &arena).text, "99");
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_table_has_a_key_or_a_column_twice),
		cmocka_unit_test(fen_are_written_in_yuan),
		cmocka_unit_test(a_box_without_a_number_says_why),
		cmocka_unit_test(fields_are_written_as_programs_read_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
