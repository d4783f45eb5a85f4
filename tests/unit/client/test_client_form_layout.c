/* The sheets of a form: every field of a report has one place, and every place a field. */
#include <stdio.h>
#include <string.h>

#include "client/form/layout/layout.h"
#include "client/form/value/slot.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/path.h"
#include "tests/support/test.h"

/* Places of a path, "functions[].amount" or "accounts.income". */
static size_t count_places(const char *path)
{
	size_t n = 0;
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++) {
		const struct jx_form_sheet *sheet = jx_form_sheets[i];
		for (size_t j = 0; j < sheet->n_fields; j++) {
			char whole[JX_PATH_BYTES];
			const char *field = sheet->fields[j].path;
			if (sheet->list == NULL)
				(void)snprintf(whole, sizeof(whole), "%s", field);
			else
				(void)snprintf(whole, sizeof(whole), "%s[]%s%s", sheet->list,
					field[0] != '\0' ? "." : "", field);
			n += strcmp(whole, path) == 0;
		}
	}
	return n;
}

/* Counts the leaves below a type, each of which must have one place. */
static size_t walk(const ProtobufCMessageDescriptor *type, const char *prefix)
{
	size_t n = 0;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		char path[JX_PATH_BYTES];
		char list[JX_PATH_BYTES + 2];
		(void)snprintf(
			path, sizeof(path), "%s%s%s", prefix, prefix[0] != '\0' ? "." : "", field->name);
		(void)snprintf(list, sizeof(list), "%s[]", path);
		if (jx_field_is_inner(field)) {
			n += walk(field->descriptor, jx_field_is_list(field) ? list : path);
			continue;
		}
		size_t n_places = count_places(path) + (jx_field_is_list(field) ? count_places(list) : 0);
		if (n_places != 1)
			print_error("%s has %zu places\n", path, n_places);
		assert_int_equal(n_places, 1);
		n++;
	}
	return n;
}

static void every_field_of_a_report_has_one_place(void **state)
{
	size_t n = 0;
	(void)state;
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++)
		n += jx_form_sheets[i]->n_fields;
	assert_int_equal(walk(JX_REPORT_DESCRIPTOR, ""), n);
}

/* Names that every program takes: LibreOffice writes those that begin with a digit so that Excel refuses them. */
static void names_of_sheets_open_everywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++) {
		const char *name = jx_form_sheets[i]->name;
		assert_true(strlen(name) <= 31);
		assert_null(strpbrk(name, "[]:*?/\\'"));
		assert_false(name[0] >= '0' && name[0] <= '9');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(name, jx_form_sheets[j]->name);
	}
}

/* Every value of an enum has a word of its own, so that a word means one value. */
static void words_stand_for_one_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < jx_form_n_words; i++)
		for (size_t j = 0; j < i; j++)
			assert_true(jx_form_words[i].type != jx_form_words[j].type ||
				    (jx_form_words[i].value != jx_form_words[j].value &&
					    strcmp(jx_form_words[i].label, jx_form_words[j].label) != 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_a_report_has_one_place),
		cmocka_unit_test(names_of_sheets_open_everywhere),
		cmocka_unit_test(words_stand_for_one_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
