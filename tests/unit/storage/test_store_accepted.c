/* The analysts' rows of a report: made ahead, inserted in steps, and swept when their acceptance did not come to its end. */
#include "tests/support/test.h"

#include "storage/filing/store_versions.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_scores.h"
#include "tests/support/store_kit.h"

#define COUNT(table) "SELECT count(*) FROM " table

struct filed {
	struct jx_version version;
	struct jx_record record;
	struct jx_rows rows;
};

static const struct kit_report REPORT = {"101", "2025", 3, 4, 90000000};

/* A report that waits for review, and its rows. */
static void file(struct store_kit *kit, struct filed *filed)
{
	const struct jx_version_query query = {.round = "2025", .department = "101"};
	store_kit_begin(kit);
	store_kit_department(kit, "101", "bureau");
	store_kit_person(kit, "clerk", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2025");
	(void)store_kit_submit(kit, "clerk", store_kit_report(&kit->arena, &REPORT));
	filed->record = store_kit_record(kit, "2025", "101");
	assert_int_equal(
		jx_version_get(kit->writer, &query, &kit->arena, &filed->version, &kit->error), JX_OK);
	jx_rows_init(&filed->rows, &kit->arena);
	assert_int_equal(jx_accepted_make(&filed->rows, filed->version.id, filed->version.message->report,
				 &kit->error),
		JX_OK);
}

static void insert(struct store_kit *kit, struct filed *filed, size_t max_rows)
{
	assert_int_equal(jx_rows_insert(&filed->rows, kit->writer, max_rows, &kit->error), JX_OK);
}

static enum jx_status check(struct store_kit *kit, const struct filed *filed)
{
	return jx_accepted_check(kit->writer, filed->version.id, &filed->rows, &kit->error);
}

static bool sweep(struct store_kit *kit, const struct filed *filed)
{
	bool is_done = false;
	assert_int_equal(jx_accepted_sweep(kit->writer, filed->record.id, &is_done, &kit->error), JX_OK);
	return is_done;
}

static void rows_come_in_steps_and_only_all_of_them_are_enough(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed;
	file(kit, &filed);
	assert_true(filed.rows.n > 30);
	while (filed.rows.n_inserted < filed.rows.n) {
		size_t before = filed.rows.n_inserted;
		assert_int_equal(check(kit, &filed), JX_CONFLICT);
		insert(kit, &filed, 7);
		assert_true(filed.rows.n_inserted <= before + 7);
	}
	assert_int_equal(check(kit, &filed), JX_OK);
	assert_int_equal(store_kit_count(kit, COUNT("projects")), 3);
	assert_int_equal(store_kit_count(kit, COUNT("indicators")), 12);
	/* Nobody sees them before the version is accepted. */
	assert_int_equal(store_kit_count(kit, COUNT("v_indicators")), 0);
	assert_int_equal(store_kit_count(kit, COUNT("v_metrics")), 0);
	store_kit_commit(kit);
}

static void two_who_insert_the_same_rows_do_not_hinder_each_other(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed;
	file(kit, &filed);
	struct filed other = filed;
	insert(kit, &filed, 10);
	insert(kit, &other, 20);
	insert(kit, &filed, SIZE_MAX);
	insert(kit, &other, SIZE_MAX);
	assert_int_equal(check(kit, &filed), JX_OK);
	assert_int_equal(check(kit, &other), JX_OK);
	store_kit_commit(kit);
}

static void what_an_acceptance_left_behind_is_swept(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed;
	file(kit, &filed);
	assert_true(sweep(kit, &filed));
	insert(kit, &filed, 20);
	assert_false(sweep(kit, &filed));
	assert_true(sweep(kit, &filed));
	assert_int_equal(store_kit_count(kit, COUNT("metric_values")), 0);
	assert_int_equal(store_kit_count(kit, COUNT("funds")), 0);
	insert(kit, &filed, SIZE_MAX);
	assert_int_equal(check(kit, &filed), JX_CONFLICT); /* the first twenty are gone */
	store_kit_commit(kit);
}

static void what_is_accepted_is_not_swept(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed;
	file(kit, &filed);
	store_kit_accept(kit, "2025", "101", 80);
	assert_true(sweep(kit, &filed));
	assert_int_equal(store_kit_count(kit, COUNT("v_indicators")), 12);
	store_kit_commit(kit);
}

static void rows_need_memory(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed;
	struct jx_arena small;
	struct jx_rows rows;
	file(kit, &filed);
	jx_arena_init(&small, 1024);
	jx_rows_init(&rows, &small);
	assert_int_equal(
		jx_accepted_make(&rows, filed.version.id, filed.version.message->report, &kit->error),
		JX_EXHAUSTED);
	jx_arena_clear(&small);
	store_kit_commit(kit);
}

static void what_is_set_beside_a_version_has_a_digest(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed;
	char digests[3][JX_DIGEST_TEXT_BYTES];
	JxScoreSheet sheet = JX_SCORE_SHEET_INIT;
	JxReview review = JX_REVIEW_INIT;
	file(kit, &filed);
	int64_t id = filed.version.id;
	assert_int_equal(jx_scores_write(kit->writer, id, &sheet, &kit->error), JX_OK);
	for (size_t i = 0; i < 3; i++) {
		review.reason = (char *)(i == 1 ? "甲" : "乙");
		if (i > 0)
			assert_int_equal(jx_scores_review(kit->writer, id, &review, &kit->error), JX_OK);
		assert_int_equal(jx_scores_review_digest(kit->writer, id, digests[i], &kit->error), JX_OK);
	}
	assert_string_equal(digests[0], "");
	assert_string_not_equal(digests[1], "");
	assert_string_not_equal(digests[1], digests[2]);
	store_kit_commit(kit);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_kit_setup, store_kit_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_come_in_steps_and_only_all_of_them_are_enough),
		TEST(two_who_insert_the_same_rows_do_not_hinder_each_other),
		TEST(what_an_acceptance_left_behind_is_swept),
		TEST(what_is_accepted_is_not_swept),
		TEST(rows_need_memory),
		TEST(what_is_set_beside_a_version_has_a_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
