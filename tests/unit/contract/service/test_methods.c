#include "proto/contract/service/methods.h"

#include <stdio.h>
#include <string.h>

#include "grpc/health/v1/health.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "grpc/reflection/v1alpha/reflection.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

static const ProtobufCServiceDescriptor *const SERVICES[] = {
	&grpc__health__v1__health__descriptor,
	&grpc__reflection__v1__server_reflection__descriptor,
	&grpc__reflection__v1alpha__server_reflection__descriptor,
	JX_DEPARTMENT_SERVICE_DESCRIPTOR,
	JX_ENROLMENT_SERVICE_DESCRIPTOR,
	JX_IDLE_FUNDS_SERVICE_DESCRIPTOR,
	JX_LOG_SERVICE_DESCRIPTOR,
	JX_PERSON_SERVICE_DESCRIPTOR,
	JX_PUBLICATION_SERVICE_DESCRIPTOR,
	JX_RANKING_SERVICE_DESCRIPTOR,
	JX_RECTIFICATION_SERVICE_DESCRIPTOR,
	JX_REFERENCE_SERVICE_DESCRIPTOR,
	JX_REVIEW_SERVICE_DESCRIPTOR,
	JX_ROUND_SERVICE_DESCRIPTOR,
	JX_RULEBOOK_SERVICE_DESCRIPTOR,
	JX_SCORE_SERVICE_DESCRIPTOR,
	JX_SUBMISSION_SERVICE_DESCRIPTOR,
	JX_SYSTEM_SERVICE_DESCRIPTOR,
	JX_TURN_SERVICE_DESCRIPTOR,
};

#define N_SERVICES JX_COUNT_OF(SERVICES)

static void every_rpc_of_the_schema_has_a_row(void **state)
{
	(void)state;
	size_t n_rpcs = 0;
	size_t n_rows = 0;
	for (size_t s = 0; s < N_SERVICES; s++) {
		for (unsigned m = 0; m < SERVICES[s]->n_methods; m++) {
			const ProtobufCMethodDescriptor *rpc = &SERVICES[s]->methods[m];
			char path[160];
			(void)snprintf(path, sizeof(path), "/%s/%s", SERVICES[s]->name, rpc->name);
			const struct jx_method *method = jx_method_find(path);
			if (method == NULL)
				fail_msg("no row for %s", path);
			assert_ptr_equal(method->request, rpc->input);
			assert_ptr_equal(method->reply, rpc->output);
			n_rpcs++;
		}
	}
	(void)jx_methods(&n_rows);
	assert_int_equal(n_rows, n_rpcs);
}

static void rows_are_sorted_so_that_the_search_finds_them(void **state)
{
	(void)state;
	size_t n = 0;
	const struct jx_method *rows = jx_methods(&n);
	for (size_t i = 1; i < n; i++)
		if (strcmp(rows[i - 1].path, rows[i].path) >= 0)
			fail_msg("%s does not stand before %s", rows[i - 1].path, rows[i].path);
	assert_null(jx_method_find("/jixiao.v1.SystemService/Pong"));
	assert_null(jx_method_find(""));
}

static void every_write_but_enrolment_carries_a_request_id(void **state)
{
	(void)state;
	size_t n = 0;
	const struct jx_method *rows = jx_methods(&n);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].kind != JX_METHOD_WRITE || rows[i].listeners == JX_LISTENERS_ENROL)
			continue;
		if (protobuf_c_message_descriptor_get_field_by_name(rows[i].request, "request_id") == NULL)
			fail_msg("%s writes without a request id", rows[i].path);
	}
}

/* A limit that is stated of a content must be reached by the requests that bring it. */
static void the_largest_review_fits_into_the_requests_that_set_one(void **state)
{
	(void)state;
	size_t n = 0;
	size_t n_reviews = 0;
	const struct jx_method *rows = jx_methods(&n);
	for (size_t i = 0; i < n; i++) {
		const ProtobufCFieldDescriptor *lines =
			protobuf_c_message_descriptor_get_field_by_name(rows[i].request, "lines");
		if (lines == NULL || lines->descriptor != (const void *)JX_REVIEWED_LINE_DESCRIPTOR)
			continue;
		if (rows[i].max_request_bytes <= JX_MAX_REVIEW_BYTES)
			fail_msg("%s does not take the largest review", rows[i].path);
		n_reviews++;
	}
	assert_int_equal(n_reviews, 3);
}

static void nothing_but_reading_is_served_without_a_certificate(void **state)
{
	(void)state;
	size_t n = 0;
	const struct jx_method *rows = jx_methods(&n);
	for (size_t i = 0; i < n; i++)
		if ((rows[i].listeners & JX_LISTENERS_PUBLIC) != 0)
			assert_true(rows[i].kind != JX_METHOD_WRITE);
}

static void roles_have_names_in_both_languages(void **state)
{
	(void)state;
	char text[200];
	assert_string_equal(jx_roles_text(JX_ROLES_FINANCE, JX_EN, text, sizeof(text)), "reviewer, lead");
	assert_string_equal(jx_roles_text(JX_ROLES_FINANCE, JX_ZH, text, sizeof(text)), "审核人、财政负责人");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rpc_of_the_schema_has_a_row),
		cmocka_unit_test(rows_are_sorted_so_that_the_search_finds_them),
		cmocka_unit_test(every_write_but_enrolment_carries_a_request_id),
		cmocka_unit_test(the_largest_review_fits_into_the_requests_that_set_one),
		cmocka_unit_test(nothing_but_reading_is_served_without_a_certificate),
		cmocka_unit_test(roles_have_names_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
