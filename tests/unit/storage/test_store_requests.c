/* The same request again, and another one with its id. */
#include "tests/support/test.h"

#include <string.h>

#include "storage/filing/store_requests.h"
#include "tests/support/store_kit.h"

static void an_answered_request_gives_the_same_reply(void **state)
{
	static const uint8_t REPLY[] = {8, 1, 0, 255};
	struct store_kit *kit = *state;
	struct jx_request found = {0};
	struct jx_request request = {.person = "lead",
		.request_id = "11111111-1111-4111-8111-111111111111",
		.method = "/jixiao.v1.RoundService/OpenRound",
		.digest = "sha256:00",
		.reply = REPLY,
		.n_reply = sizeof(REPLY),
		.time_ms = KIT_NOW_MS};
	store_kit_begin(kit);
	assert_int_equal(
		jx_request_find(kit->writer, "lead", request.request_id, &kit->arena, &found, &kit->error),
		JX_NOT_FOUND);
	assert_int_equal(jx_request_insert(kit->writer, &request, &kit->error), JX_OK);
	store_kit_commit(kit);
	store_kit_reopen(kit);
	assert_int_equal(
		jx_request_find(kit->writer, "lead", request.request_id, &kit->arena, &found, &kit->error),
		JX_OK);
	assert_string_equal(found.method, request.method);
	assert_string_equal(found.digest, request.digest);
	assert_int_equal(found.n_reply, sizeof(REPLY));
	assert_memory_equal(found.reply, REPLY, sizeof(REPLY));
	assert_int_equal(found.time_ms, KIT_NOW_MS);
}

static void an_id_belongs_to_its_person(void **state)
{
	struct store_kit *kit = *state;
	struct jx_request found = {0};
	struct jx_request request = {
		.person = "lead", .request_id = "1", .method = "m", .digest = "d", .time_ms = KIT_NOW_MS};
	store_kit_begin(kit);
	assert_int_equal(jx_request_insert(kit->writer, &request, &kit->error), JX_OK);
	assert_int_equal(jx_request_insert(kit->writer, &request, &kit->error), JX_EXISTS);
	assert_int_equal(kit->error.reason, JX_REASON_REQUEST_ID_REUSED);
	request.person = "enterer";
	assert_int_equal(jx_request_insert(kit->writer, &request, &kit->error), JX_OK);
	assert_int_equal(
		jx_request_find(kit->writer, "enterer", "1", &kit->arena, &found, &kit->error), JX_OK);
	assert_int_equal(found.n_reply, 0);
	assert_non_null(found.reply);
	store_kit_commit(kit);
}

static void a_request_of_a_job_undone_is_new_again(void **state)
{
	struct store_kit *kit = *state;
	struct jx_request found = {0};
	struct jx_request request = {.person = "lead", .request_id = "1", .method = "m", .digest = "d"};
	store_kit_begin(kit);
	assert_int_equal(jx_request_insert(kit->writer, &request, &kit->error), JX_OK);
	store_kit_undo(kit);
	assert_int_equal(
		jx_request_find(kit->writer, "lead", "1", &kit->arena, &found, &kit->error), JX_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(an_answered_request_gives_the_same_reply),
		WITH_STORE(an_id_belongs_to_its_person),
		WITH_STORE(a_request_of_a_job_undone_is_new_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
