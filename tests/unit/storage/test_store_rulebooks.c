/* Rulebooks: kept once and for good, found by name, number and digest, listed, and the rounds that rest on them. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/localized.h"
#include "storage/registry/store_rounds.h"
#include "storage/registry/store_rulebooks.h"
#include "tests/support/store_kit.h"

/* An edition as a handler makes it, with what it points to. */
struct made {
	JxRulebookEdition edition;
	JxRulebook rulebook;
	JxLocalizedText title;
	JxRule rule;
	JxRule *rules[2];
	Google__Protobuf__Timestamp time;
	char digest[JX_DIGEST_TEXT_BYTES];
};

static void make(struct made *made, const char *id, const char *number, const char *title_en)
{
	jx_rulebook_edition_init(&made->edition);
	jx_rulebook_init(&made->rulebook);
	jx_rule_init(&made->rule);
	google__protobuf__timestamp__init(&made->time);
	made->rule.id = (char *)"K01";
	made->rules[0] = &made->rule;
	made->rules[1] = &made->rule;
	made->rulebook.id = (char *)id;
	made->rulebook.number = (char *)number;
	made->title = (JxLocalizedText)JX_LOCALIZED("样县规则手册", title_en);
	made->rulebook.title = &made->title;
	made->rulebook.effective_year = 2025;
	made->rulebook.rules = made->rules;
	made->rulebook.n_rules = 2;
	made->time.seconds = KIT_NOW_MS / 1000;
	made->time.nanos = 250000000;
	assert_int_equal(
		jx_digest_message(&made->rulebook.base, JX_DIGEST_SHA256, made->digest, NULL), JX_OK);
	made->edition.digest = made->digest;
	made->edition.activate_time = &made->time;
	made->edition.activated_by = (char *)"persons/lead";
	made->edition.rulebook = &made->rulebook;
}

static void keep(struct store_kit *kit, struct made *made, const char *id, const char *number)
{
	make(made, id, number, number);
	assert_int_equal(jx_edition_insert(kit->writer, &made->edition, &kit->error), JX_OK);
}

static JxRulebookEdition *get(struct store_kit *kit, const char *id, const char *number, const char *digest)
{
	JxRulebookEdition *edition = NULL;
	const struct jx_edition_query query = {.digest = digest, .id = id, .number = number};
	assert_int_equal(jx_edition_get(kit->writer, &query, &kit->arena, &edition, &kit->error), JX_OK);
	return edition;
}

static void refused(struct store_kit *kit, const char *id, const char *number, const char *digest)
{
	JxRulebookEdition *edition = NULL;
	const struct jx_edition_query query = {.digest = digest, .id = id, .number = number};
	assert_int_equal(
		jx_edition_get(kit->writer, &query, &kit->arena, &edition, &kit->error), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_RULEBOOK_NOT_FOUND);
	assert_string_equal(kit->error.arg[0], digest != NULL ? digest : id);
	assert_null(edition);
}

static void a_rulebook_comes_back_whole(void **state)
{
	struct store_kit *kit = *state;
	struct made made;
	char digest[JX_DIGEST_TEXT_BYTES];
	store_kit_begin(kit);
	keep(kit, &made, "county", "2026-1");
	store_kit_commit(kit);
	store_kit_reopen(kit);
	const JxRulebookEdition *found = get(kit, "county", "2026-1", NULL);
	assert_string_equal(found->name, "rulebooks/county/editions/2026-1");
	assert_string_equal(found->digest, made.digest);
	assert_string_equal(found->title->zh, "样县规则手册");
	assert_string_equal(found->title->en, "2026-1");
	assert_int_equal(found->effective_year, 2025);
	assert_int_equal(found->rules, 2);
	assert_int_equal(found->activate_time->seconds, KIT_NOW_MS / 1000);
	assert_int_equal(found->activate_time->nanos, 250000000);
	assert_string_equal(found->activated_by, "persons/lead");
	assert_int_equal(found->n_rounds, 0);
	assert_int_equal(found->rulebook->n_rules, 2);
	assert_string_equal(found->rulebook->rules[1]->id, "K01");
	assert_int_equal(
		jx_digest_message(&found->rulebook->base, JX_DIGEST_SHA256, digest, &kit->error), JX_OK);
	assert_string_equal(digest, made.digest);
}

static void a_rulebook_is_found_by_number_by_digest_and_as_the_latest(void **state)
{
	struct store_kit *kit = *state;
	struct made second;
	struct made first;
	struct made other;
	store_kit_begin(kit);
	keep(kit, &second, "county", "2026-2"); /* activated first: latest goes by that, not by the number */
	keep(kit, &first, "county", "2026-1");
	keep(kit, &other, "mof", "9");
	store_kit_commit(kit);
	assert_string_equal(get(kit, "county", "2026-2", NULL)->digest, second.digest);
	assert_string_equal(get(kit, "county", "2026-1", NULL)->digest, first.digest);
	assert_string_equal(get(kit, "county", NULL, NULL)->digest, first.digest);
	assert_string_equal(get(kit, "mof", NULL, NULL)->digest, other.digest);
	assert_string_equal(get(kit, NULL, NULL, second.digest)->name, "rulebooks/county/editions/2026-2");
	refused(kit, "county", "9", NULL);
	refused(kit, "count", NULL, NULL);
	refused(kit, NULL, NULL, "sha256:ab");
}

static void the_same_rulebook_again_is_no_error_and_kept_once(void **state)
{
	struct store_kit *kit = *state;
	struct made made;
	store_kit_begin(kit);
	keep(kit, &made, "county", "2026-1");
	made.time.seconds += 86400;
	made.edition.activated_by = (char *)"persons/other";
	assert_int_equal(jx_edition_insert(kit->writer, &made.edition, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM rulebooks"), 1);
	/* As it was activated, not as it was asked for again. */
	assert_string_equal(get(kit, "county", NULL, NULL)->activated_by, "persons/lead");
	assert_int_equal(get(kit, "county", NULL, NULL)->activate_time->seconds, KIT_NOW_MS / 1000);
}

static void other_content_under_a_taken_name_is_refused(void **state)
{
	struct store_kit *kit = *state;
	struct made made;
	struct made other;
	store_kit_begin(kit);
	keep(kit, &made, "county", "2026-1");
	make(&other, "county", "2026-1", "changed");
	assert_string_not_equal(other.digest, made.digest);
	assert_int_equal(jx_edition_insert(kit->writer, &other.edition, &kit->error), JX_EXISTS);
	assert_int_equal(kit->error.reason, JX_REASON_RULEBOOK_EXISTS);
	assert_string_equal(kit->error.arg[0], "county");
	assert_string_equal(kit->error.arg[1], "2026-1");
	make(&other, "county", "2026-2", "changed");
	assert_int_equal(jx_edition_insert(kit->writer, &other.edition, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_string_equal(get(kit, "county", "2026-1", NULL)->title->en, "2026-1");
	assert_string_equal(get(kit, "county", "2026-2", NULL)->title->en, "changed");
}

static void a_rulebook_that_does_not_fit_its_digest_is_damaged(void **state)
{
	struct store_kit *kit = *state;
	struct made made;
	JxRulebookEdition *edition = NULL;
	const struct jx_edition_query query = {.id = "county"};
	store_kit_begin(kit);
	make(&made, "county", "2026-1", "title");
	char *last = &made.digest[strlen(made.digest) - 1];
	*last = *last == '0' ? '1' : '0';
	assert_int_equal(jx_edition_insert(kit->writer, &made.edition, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(
		jx_edition_get(kit->writer, &query, &kit->arena, &edition, &kit->error), JX_DATA_LOSS);
	assert_int_equal(kit->error.reason, JX_REASON_DATA_DAMAGED);
	assert_string_equal(kit->error.arg[0], "rulebooks/county/editions/2026-1");
	assert_null(edition);
}

static void rulebooks_are_listed_newest_first_page_by_page(void **state)
{
	struct store_kit *kit = *state;
	struct jx_editions list;
	struct jx_page page = {.max_rows = 3};
	int n_seen = 0;
	int n_pages = 0;
	store_kit_begin(kit);
	assert_int_equal(jx_editions_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
	assert_int_equal(list.n, 0);
	assert_string_equal(list.next, "");
	for (int i = 0; i < 12; i++) {
		struct made made;
		char number[8];
		(void)snprintf(number, sizeof(number), "%d", i);
		keep(kit, &made, i % 2 == 0 ? "county" : "mof", number);
	}
	store_kit_commit(kit);
	do {
		assert_int_equal(
			jx_editions_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
		assert_int_equal(list.n, 3);
		for (size_t i = 0; i < list.n; i++, n_seen++) {
			char name[64];
			(void)snprintf(name, sizeof(name), "rulebooks/%s/editions/%d",
				n_seen % 2 == 0 ? "mof" : "county", 11 - n_seen);
			assert_string_equal(list.rows[i]->name, name);
			assert_int_equal(list.rows[i]->rules, 2);
			assert_null(list.rows[i]->rulebook);
		}
		page.after = list.next;
		n_pages++;
	} while (page.after[0] != '\0' && n_pages < 12);
	assert_int_equal(n_seen, 12);
	assert_int_equal(n_pages, 4); /* a full last page is followed by none */
}

static JxRound *round_of(struct store_kit *kit, const char *id)
{
	JxRound *round = NULL;
	assert_int_equal(jx_round_get(kit->writer, id, &kit->arena, &round, &kit->error), JX_OK);
	return round;
}

static void a_rulebook_tells_the_rounds_that_rest_on_it(void **state)
{
	struct store_kit *kit = *state;
	struct made first;
	struct made second;
	struct jx_editions list;
	const struct jx_page page = {0};
	store_kit_begin(kit);
	keep(kit, &first, "county", "1");
	keep(kit, &second, "county", "2");
	store_kit_round(kit, "2026");
	store_kit_round(kit, "2025");
	store_kit_round(kit, "2024");
	assert_string_equal(round_of(kit, "2025")->rulebook, "");
	assert_int_equal(jx_round_set_rulebook(kit->writer, "2026", first.digest, &kit->error), JX_OK);
	assert_int_equal(jx_round_set_rulebook(kit->writer, "2025", first.digest, &kit->error), JX_OK);
	assert_string_equal(round_of(kit, "2025")->rulebook, "rulebooks/county/editions/1");
	assert_string_equal(round_of(kit, "2024")->rulebook, "");
	const JxRulebookEdition *found = get(kit, "county", "1", NULL);
	assert_int_equal(found->n_rounds, 2);
	assert_string_equal(found->rounds[0], "rounds/2026");
	assert_string_equal(found->rounds[1], "rounds/2025");
	assert_int_equal(jx_round_set_rulebook(kit->writer, "2025", second.digest, &kit->error), JX_OK);
	assert_int_equal(jx_editions_list(kit->writer, &page, &kit->arena, &list, &kit->error), JX_OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.rows[0]->n_rounds, 1);
	assert_string_equal(list.rows[0]->rounds[0], "rounds/2025");
	assert_int_equal(list.rows[1]->n_rounds, 1);
	assert_string_equal(list.rows[1]->rounds[0], "rounds/2026");
	assert_int_equal(jx_round_set_rulebook(kit->writer, "1999", first.digest, &kit->error), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_ROUND_NOT_FOUND);
	store_kit_commit(kit);
}

static void a_round_with_reports_keeps_its_rulebook(void **state)
{
	struct store_kit *kit = *state;
	struct made first;
	struct made second;
	struct kit_report report = {.department = "101", .round = "2025", .executed_fen = 95000000};
	store_kit_begin(kit);
	keep(kit, &first, "county", "1");
	keep(kit, &second, "county", "2");
	store_kit_department(kit, "101", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2025");
	store_kit_round(kit, "2026");
	assert_int_equal(jx_round_set_rulebook(kit->writer, "2025", first.digest, &kit->error), JX_OK);
	(void)store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
	assert_int_equal(jx_round_set_rulebook(kit->writer, "2025", second.digest, &kit->error), JX_STATE);
	assert_int_equal(kit->error.reason, JX_REASON_ROUND_HAS_REPORTS);
	assert_string_equal(kit->error.arg[0], "2025");
	assert_string_equal(round_of(kit, "2025")->rulebook, "rulebooks/county/editions/1");
	assert_int_equal(jx_round_set_rulebook(kit->writer, "2026", second.digest, &kit->error), JX_OK);
	store_kit_commit(kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_rulebook_comes_back_whole),
		WITH_STORE(a_rulebook_is_found_by_number_by_digest_and_as_the_latest),
		WITH_STORE(the_same_rulebook_again_is_no_error_and_kept_once),
		WITH_STORE(other_content_under_a_taken_name_is_refused),
		WITH_STORE(a_rulebook_that_does_not_fit_its_digest_is_damaged),
		WITH_STORE(rulebooks_are_listed_newest_first_page_by_page),
		WITH_STORE(a_rulebook_tells_the_rounds_that_rest_on_it),
		WITH_STORE(a_round_with_reports_keeps_its_rulebook),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
