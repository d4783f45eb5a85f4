/* Departments and rounds: rosters, counts, pages. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "storage/filing/store_submissions.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_rounds.h"
#include "tests/support/store_kit.h"

static JxRound *round_of(struct store_kit *kit, const char *id)
{
	JxRound *round = NULL;
	assert_int_equal(jx_round_get(kit->writer, id, &kit->arena, &round, &kit->error), JX_OK);
	return round;
}

static void a_department_is_added_once(void **state)
{
	struct store_kit *kit = *state;
	JxDepartment *found = NULL;
	bool is_unchanged = false;
	store_kit_begin(kit);
	store_kit_department(kit, "101", "综合");
	assert_int_equal(jx_department_get(kit->writer, "101", &kit->arena, &found, &kit->error), JX_OK);
	assert_string_equal(found->name, "departments/101");
	assert_string_equal(found->title, "第101局");
	assert_string_equal(found->peer_group, "综合");
	assert_int_equal(jx_department_insert(kit->writer, found, &is_unchanged, &kit->error), JX_OK);
	assert_true(is_unchanged);
	found->peer_group = (char *)"经济";
	assert_int_equal(jx_department_insert(kit->writer, found, &is_unchanged, &kit->error), JX_EXISTS);
	assert_int_equal(kit->error.reason, JX_REASON_DEPARTMENT_EXISTS);
	assert_string_equal(kit->error.arg[1], "第101局");
	assert_int_equal(
		jx_department_get(kit->writer, "404", &kit->arena, &found, &kit->error), JX_NOT_FOUND);
	store_kit_commit(kit);
}

static void departments_are_listed_by_code_page_by_page(void **state)
{
	struct store_kit *kit = *state;
	struct jx_departments list;
	struct jx_page page = {.max_rows = 7};
	char seen[32][8];
	int n_seen = 0;
	store_kit_begin(kit);
	for (int i = 20; i > 0; i--) {
		char code[8];
		(void)snprintf(code, sizeof(code), "%03d", i);
		store_kit_department(kit, code, "");
	}
	do {
		assert_int_equal(
			jx_departments_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
		for (size_t i = 0; i < list.n; i++)
			(void)snprintf(seen[n_seen++], sizeof(seen[0]), "%s", list.rows[i]->code);
		page.after = list.next;
	} while (page.after[0] != '\0');
	assert_int_equal(n_seen, 20);
	for (int i = 1; i < n_seen; i++)
		assert_true(strcmp(seen[i - 1], seen[i]) < 0);
	store_kit_commit(kit);
}

static void a_round_is_made_once_and_listed_newest_first(void **state)
{
	struct store_kit *kit = *state;
	struct jx_rounds list;
	struct jx_page page = {.max_rows = 1};
	JxRound round = JX_ROUND_INIT;
	store_kit_begin(kit);
	store_kit_round(kit, "b-2024");
	store_kit_round(kit, "a-2025");
	round.name = (char *)"rounds/a-2025";
	assert_int_equal(jx_round_insert(kit->writer, &round, &kit->error), JX_EXISTS);
	round.name = (char *)"a-2026";
	assert_int_equal(jx_round_insert(kit->writer, &round, &kit->error), JX_INVALID);
	assert_int_equal(jx_rounds_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
	assert_int_equal(list.n, 1);
	assert_string_equal(list.rows[0]->name, "rounds/a-2025");
	assert_int_equal(list.rows[0]->year, 2025);
	page.after = list.next;
	assert_int_equal(jx_rounds_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
	assert_string_equal(list.rows[0]->name, "rounds/b-2024");
	assert_string_equal(list.next, "");
	store_kit_commit(kit);
}

static void a_round_moves_only_from_where_it_stands(void **state)
{
	struct store_kit *kit = *state;
	store_kit_begin(kit);
	store_kit_round(kit, "2025");
	assert_int_equal(jx_round_set_state(
				 kit->writer, "2025", JX_ROUND_STATE_DRAFT, JX_ROUND_STATE_OPEN, &kit->error),
		JX_CONFLICT);
	assert_int_equal(kit->error.reason, JX_REASON_CHANGED_MEANWHILE);
	assert_int_equal(jx_round_set_state(
				 kit->writer, "2024", JX_ROUND_STATE_DRAFT, JX_ROUND_STATE_OPEN, &kit->error),
		JX_NOT_FOUND);
	assert_int_equal(round_of(kit, "2025")->state, JX_ROUND_STATE_OPEN);
	assert_int_equal(jx_round_set_window_end(kit->writer, "2025", KIT_NOW_MS + 500, &kit->error), JX_OK);
	assert_int_equal(round_of(kit, "2025")->window_end_time->seconds, KIT_NOW_MS / 1000);
	assert_int_equal(round_of(kit, "2025")->window_end_time->nanos, 500000000);
	assert_int_equal(jx_round_set_window_end(kit->writer, "2025", 0, &kit->error), JX_OK);
	assert_null(round_of(kit, "2025")->window_end_time);
	store_kit_commit(kit);
}

static bool has(struct store_kit *kit, const char *code)
{
	struct jx_record record;
	const struct jx_submission_query query = {.round = "2025", .department = code};
	return jx_submission_get(kit->writer, &query, &kit->arena, &record, &kit->error) == JX_OK;
}

static void a_roster_is_replaced_but_keeps_who_filed(void **state)
{
	static const char *const TWO[] = {"102", "103", "102"};
	static const char *const WRONG[] = {"101", "404"};
	struct store_kit *kit = *state;
	struct kit_report report = {.department = "101", .round = "2025", .executed_fen = 95000000};
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_department(kit, "102", "");
	store_kit_department(kit, "103", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2025");
	assert_int_equal(round_of(kit, "2025")->departments, 3);
	(void)store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
	assert_int_equal(jx_round_set_roster(kit->writer, "2025", TWO, 1, &kit->error), JX_OK);
	assert_true(has(kit, "101"));
	assert_true(has(kit, "102"));
	assert_false(has(kit, "103"));
	assert_int_equal(round_of(kit, "2025")->departments, 2);
	assert_int_equal(jx_round_set_roster(kit->writer, "2025", TWO, 3, &kit->error), JX_OK);
	assert_int_equal(round_of(kit, "2025")->departments, 3);
	assert_int_equal(jx_round_set_roster(kit->writer, "2025", NULL, 0, &kit->error), JX_OK);
	assert_int_equal(round_of(kit, "2025")->departments, 3);
	assert_int_equal(jx_round_set_roster(kit->writer, "2025", WRONG, 2, &kit->error), JX_NOT_FOUND);
	assert_string_equal(kit->error.arg[0], "404");
	store_kit_undo(kit);
}

static void departments_are_put_on_and_taken_off_together(void **state)
{
	static const char *const ALL[] = {"103", "102", "103"};
	static const char *const WRONG[] = {"102", "4\"\\04"};
	static const char *const FILED[] = {"102", "101"};
	struct store_kit *kit = *state;
	struct kit_report report = {.department = "101", .round = "2025", .executed_fen = 95000000};
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2025");
	store_kit_department(kit, "102", "");
	store_kit_department(kit, "103", "");
	(void)store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
	assert_int_equal(jx_round_roster_add(kit->writer, "2025", WRONG, 2, &kit->error), JX_NOT_FOUND);
	assert_string_equal(kit->error.arg[0], WRONG[1]);
	assert_int_equal(round_of(kit, "2025")->departments, 1);
	assert_int_equal(jx_round_roster_add(kit->writer, "2025", ALL, 3, &kit->error), JX_OK);
	assert_int_equal(jx_round_roster_add(kit->writer, "2025", ALL, 1, &kit->error), JX_OK);
	assert_int_equal(round_of(kit, "2025")->departments, 3);
	assert_int_equal(jx_round_roster_remove(kit->writer, "2025", FILED, 2, &kit->error), JX_STATE);
	assert_string_equal(kit->error.arg[0], "101");
	assert_true(has(kit, "102"));
	assert_int_equal(jx_round_roster_remove(kit->writer, "2025", ALL, 3, &kit->error), JX_OK);
	assert_int_equal(round_of(kit, "2025")->departments, 1);
	assert_int_equal(jx_round_roster_remove(kit->writer, "2025", ALL, 1, &kit->error), JX_STATE);
	store_kit_undo(kit);
}

static void counts_follow_the_records(void **state)
{
	struct store_kit *kit = *state;
	const struct jx_missing_query query = {.round = "2025"};
	struct jx_page page = {.max_rows = 1, .after = ""};
	struct jx_missing missing;
	uint32_t n_missing = 0;
	struct kit_report report = {.department = "102", .round = "2025", .executed_fen = 95000000};
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_department(kit, "102", "");
	store_kit_department(kit, "103", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "102");
	store_kit_round(kit, "2025");
	(void)store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
	assert_int_equal(round_of(kit, "2025")->filed, 1);
	assert_int_equal(round_of(kit, "2025")->accepted, 0);
	store_kit_accept(kit, "2025", "102", 90);
	assert_int_equal(round_of(kit, "2025")->accepted, 1);
	store_kit_commit(kit);
	assert_int_equal(jx_round_count_missing(kit->writer, "2025", &n_missing, &kit->error), JX_OK);
	assert_int_equal(n_missing, 2);
	assert_int_equal(
		jx_missing_list(kit->writer, &query, &page, &kit->arena, &missing, &kit->error), JX_OK);
	assert_int_equal(missing.n, 1);
	assert_string_equal(missing.rows[0]->department, "departments/101");
	assert_int_equal(missing.rows[0]->state, JX_SUBMISSION_STATE_NOT_STARTED);
	assert_int_equal(missing.rows[0]->holder, JX_HOLDER_DEPARTMENT);
	assert_false(missing.rows[0]->is_filed);
	page.after = missing.next;
	assert_int_equal(
		jx_missing_list(kit->writer, &query, &page, &kit->arena, &missing, &kit->error), JX_OK);
	assert_int_equal(missing.n, 1);
	assert_string_equal(missing.rows[0]->department, "departments/103");
	assert_string_equal(missing.next, "");
	store_kit_begin(kit);
	struct jx_state_change change = {.record_id = store_kit_record(kit, "2025", "102").id,
		.from = JX_SUBMISSION_STATE_ACCEPTED,
		.to = JX_SUBMISSION_STATE_RETURNED,
		.at_ms = KIT_NOW_MS};
	assert_int_equal(jx_submission_set_state(kit->writer, &change, &kit->error), JX_OK);
	assert_int_equal(round_of(kit, "2025")->accepted, 0);
	assert_int_equal(round_of(kit, "2025")->filed, 1);
	store_kit_undo(kit);
	assert_int_equal(round_of(kit, "2025")->accepted, 1);
}

static void a_proposal_waits_for_the_second_lead(void **state)
{
	struct store_kit *kit = *state;
	struct jx_proposal found;
	struct jx_proposal proposal = {.person = "lead", .digest = "sha256:ab", .propose_ms = KIT_NOW_MS};
	store_kit_begin(kit);
	store_kit_person(kit, "lead", JX_PERSON_ROLE_LEAD, "");
	store_kit_round(kit, "2025");
	assert_int_equal(jx_round_get_proposal(kit->writer, "2025", &found, &kit->error), JX_OK);
	assert_string_equal(found.person, "");
	assert_int_equal(jx_round_set_proposal(kit->writer, "2025", &proposal, &kit->error), JX_OK);
	assert_int_equal(jx_round_get_proposal(kit->writer, "2025", &found, &kit->error), JX_OK);
	assert_string_equal(found.person, "lead");
	assert_string_equal(found.digest, "sha256:ab");
	assert_int_equal(found.propose_ms, KIT_NOW_MS);
	assert_int_equal(jx_round_set_proposal(kit->writer, "2025", NULL, &kit->error), JX_OK);
	assert_int_equal(jx_round_get_proposal(kit->writer, "2025", &found, &kit->error), JX_OK);
	assert_string_equal(found.person, "");
	assert_int_equal(jx_round_get_proposal(kit->writer, "2024", &found, &kit->error), JX_NOT_FOUND);
	store_kit_commit(kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_department_is_added_once),
		WITH_STORE(departments_are_listed_by_code_page_by_page),
		WITH_STORE(a_round_is_made_once_and_listed_newest_first),
		WITH_STORE(a_round_moves_only_from_where_it_stands),
		WITH_STORE(a_roster_is_replaced_but_keeps_who_filed),
		WITH_STORE(departments_are_put_on_and_taken_off_together),
		WITH_STORE(counts_follow_the_records),
		WITH_STORE(a_proposal_waits_for_the_second_lead),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
