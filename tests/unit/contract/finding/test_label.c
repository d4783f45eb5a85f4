/* What the fields and words of a report are called: each has a label in both languages. */
#include "tests/support/test.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/finding/label.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/path.h"

static void check_words(const ProtobufCEnumDescriptor *type)
{
	for (unsigned i = 0; i < type->n_values; i++) {
		int value = type->values[i].value;
		if (value != 0 && (jx_enum_label(type, value, JX_ZH) == NULL ||
					  jx_enum_label(type, value, JX_EN) == NULL))
			fail_msg("%s has no word", type->values[i].name);
	}
}

static void check_fields(const ProtobufCMessageDescriptor *type)
{
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		const char *zh = jx_field_label(type, field, JX_ZH);
		if (strcmp(zh, field->name) == 0 || zh[0] == '\0' ||
			jx_field_label(type, field, JX_EN)[0] == '\0')
			fail_msg("%s.%s has no label", type->short_name, field->name);
		if (field->type == PROTOBUF_C_TYPE_ENUM)
			check_words(field->descriptor);
		if (jx_field_is_inner(field))
			check_fields(field->descriptor);
	}
}

static void every_field_of_a_report_has_a_label(void **state)
{
	(void)state;
	check_fields(JX_REPORT_DESCRIPTOR);
}

static void a_name_that_means_two_things_has_two_labels(void **state)
{
	(void)state;
	const ProtobufCFieldDescriptor *of_project = jx_field_find(JX_PROJECT_DESCRIPTOR, "name", 4);
	const ProtobufCFieldDescriptor *of_goal = jx_field_find(JX_GOAL_DESCRIPTOR, "name", 4);
	assert_string_equal(jx_field_label(JX_PROJECT_DESCRIPTOR, of_project, JX_ZH), "项目名称");
	assert_string_equal(jx_field_label(JX_GOAL_DESCRIPTOR, of_goal, JX_ZH), "目标名称");
}

static void a_path_is_called_by_the_labels_of_its_steps(void **state)
{
	char out[JX_PATH_LABEL_BYTES];
	char longest[4 * JX_PATH_BYTES];
	(void)state;
	assert_string_equal(jx_path_label("projects[0].indicators[3].claimed_score", JX_ZH, out),
		"项目 1 / 绩效指标 4 / 自评得分");
	assert_string_equal(jx_path_label("profile.name", JX_EN, out), "Profile / Full name");
	assert_string_equal(jx_path_label("projects", JX_ZH, out), "项目");
	assert_string_equal(
		jx_path_label("functions[999].amount", JX_EN, out), "Functional classes 1000 / Amount");
	static const char *const NONE[] = {"", "rank", "projects[", "projects[0]..name", "no.such"};
	for (size_t i = 0; i < JX_COUNT_OF(NONE); i++)
		assert_string_equal(jx_path_label(NONE[i], JX_ZH, out), "");
	(void)memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_string_equal(jx_path_label(longest, JX_ZH, out), "");
}

static void a_value_of_another_enum_has_no_word(void **state)
{
	(void)state;
	assert_null(jx_enum_label(JX_REPORT_KIND_DESCRIPTOR, 99, JX_EN));
	assert_null(jx_enum_label(JX_SUBMISSION_STATE_DESCRIPTOR, JX_SUBMISSION_STATE_DRAFT, JX_EN));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_a_report_has_a_label),
		cmocka_unit_test(a_name_that_means_two_things_has_two_labels),
		cmocka_unit_test(a_path_is_called_by_the_labels_of_its_steps),
		cmocka_unit_test(a_value_of_another_enum_has_no_word),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
