/* The fields of a department and the words that may stand in them. */
#include "tests/support/test.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/service/department.h"

static void every_field_is_found_by_its_name(void **state)
{
	(void)state;
	for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++) {
		enum jx_department_field field = (enum jx_department_field)i;
		assert_int_equal(jx_department_field_of(jx_department_field_name(field)), field);
		JxDepartment department = JX_DEPARTMENT_INIT;
		jx_department_field_set(&department, field, "true");
		assert_string_equal(jx_department_field_get(&department, field), "true");
		for (int j = 0; j < JX_DEPARTMENT_FIELDS; j++)
			if (j != i)
				assert_string_equal(
					jx_department_field_get(&department, (enum jx_department_field)j),
					"");
	}
	assert_int_equal(jx_department_field_of("name"), JX_DEPARTMENT_FIELDS);
}

static void a_word_is_a_code_or_what_people_call_it(void **state)
{
	static const struct {
		enum jx_department_field field;
		const char *word;
		const char *code; /* NULL: none */
	} cases[] = {
		{JX_DEPARTMENT_LEVEL, "county", "county"},
		{JX_DEPARTMENT_LEVEL, "县级", "county"},
		{JX_DEPARTMENT_LEVEL, "乡镇", "town"},
		{JX_DEPARTMENT_LEVEL, "行政", NULL},
		{JX_DEPARTMENT_LEVEL, "", ""},
		{JX_DEPARTMENT_NATURE, "参公", "civil_service_managed"},
		{JX_DEPARTMENT_NATURE, "事业单位", "public_institution"},
		{JX_DEPARTMENT_NATURE, "Administrative", NULL},
		{JX_DEPARTMENT_FUNDING_FORM, "自收自支", "self"},
		{JX_DEPARTMENT_FUNDING_FORM, "财政", NULL},
		{JX_DEPARTMENT_IS_FINANCE, "是", "true"},
		{JX_DEPARTMENT_IS_FINANCE, "no", ""},
		{JX_DEPARTMENT_IS_FINANCE, "maybe", NULL},
		{JX_DEPARTMENT_PEER_GROUP, "甲", "甲"},
		{JX_DEPARTMENT_TITLE, "县级", "县级"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		const char *code = jx_department_word(cases[i].field, cases[i].word);
		assert_int_equal(code != NULL, cases[i].code != NULL);
		if (code != NULL && cases[i].code != NULL)
			assert_string_equal(code, cases[i].code);
	}
	assert_string_equal(jx_department_word_name(JX_DEPARTMENT_NATURE, "group", JX_ZH), "群团");
	assert_string_equal(jx_department_word_name(JX_DEPARTMENT_NATURE, "财政", JX_ZH), "财政");
}

static void the_words_of_a_field_are_listed_once_each(void **state)
{
	char text[JX_DEPARTMENT_WORDS_BYTES];
	(void)state;
	assert_string_equal(jx_department_words(JX_DEPARTMENT_LEVEL, JX_ZH, text),
		"county（县级）、town（乡镇）、street（街道）、city（市级）");
	assert_string_equal(jx_department_words(JX_DEPARTMENT_FUNDING_FORM, JX_EN, text),
		"fiscal (fiscal appropriation), balance (balance appropriation), self (self-funded)");
	assert_string_equal(jx_department_words(JX_DEPARTMENT_TITLE, JX_ZH, text), "");
	for (int language = 0; language < 2; language++)
		assert_true(strlen(jx_department_words(JX_DEPARTMENT_NATURE, (enum jx_language)language,
				    text)) < JX_DEPARTMENT_WORDS_BYTES - 1);
}

static void a_twin_differs_by_leading_zeros_alone(void **state)
{
	(void)state;
	assert_true(jx_department_is_twin("01234", "1234"));
	assert_true(jx_department_is_twin("1234", "0001234"));
	assert_false(jx_department_is_twin("1234", "1234"));
	assert_false(jx_department_is_twin("12340", "1234"));
	assert_false(jx_department_is_twin("a01", "a1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_is_found_by_its_name),
		cmocka_unit_test(a_word_is_a_code_or_what_people_call_it),
		cmocka_unit_test(the_words_of_a_field_are_listed_once_each),
		cmocka_unit_test(a_twin_differs_by_leading_zeros_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
