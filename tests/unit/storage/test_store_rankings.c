/* Analysts' rows, snapshots, publications, export. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_export.h"
#include "storage/results/store_publications.h"
#include "storage/results/store_rankings.h"
#include "storage/sqlite/db.h"
#include "tests/support/store_kit.h"

static int64_t submit(struct store_kit *kit, const char *round, const char *department, int64_t executed_fen)
{
	struct kit_report report = {.department = department,
		.round = round,
		.executed_fen = executed_fen,
		.n_projects = 2,
		.n_indicators = 3};
	return store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
}

/* 101 and 103 are accepted, 102 has filed, 104 has not; committed. */
static void fill(struct store_kit *kit)
{
	static const char *const CODES[] = {"101", "102", "103", "104"};
	store_kit_begin(kit);
	for (size_t i = 0; i < 4; i++)
		store_kit_department(kit, CODES[i], i < 2 ? "综合" : "经济");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2025");
	(void)submit(kit, "2025", "101", 95000000);
	(void)submit(kit, "2025", "102", 90000000);
	(void)submit(kit, "2025", "103", 97304900);
	store_kit_accept(kit, "2025", "101", 90);
	store_kit_accept(kit, "2025", "103", -1);
	store_kit_commit(kit);
}

static struct jx_ranking *load(struct store_kit *kit, uint32_t publication)
{
	struct jx_ranking *ranking = NULL;
	assert_int_equal(jx_ranking_load(kit->writer, "2025", publication, &ranking, &kit->error), JX_OK);
	return ranking;
}

static struct jx_ranking_value value_of(const struct jx_ranking *ranking, const char *key, size_t row)
{
	size_t column = jx_ranking_key(ranking, key);
	assert_true(column < ranking->n_keys);
	return ranking->values[column * ranking->n_rows + row];
}

static void return_report(struct store_kit *kit, const char *department)
{
	struct jx_record record = store_kit_record(kit, "2025", department);
	struct jx_state_change change = {.record_id = record.id,
		.from = JX_SUBMISSION_STATE_ACCEPTED,
		.to = JX_SUBMISSION_STATE_RETURNED,
		.at_ms = KIT_NOW_MS};
	assert_int_equal(jx_accepted_clear(kit->writer, record.accepted_version_id, &kit->error), JX_OK);
	assert_int_equal(jx_submission_set_state(kit->writer, &change, &kit->error), JX_OK);
}

static void an_accepted_report_is_taken_apart_once(void **state)
{
	struct store_kit *kit = *state;
	fill(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_accepted"), 2);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_funds WHERE department = '101'"), 3);
	assert_int_equal(store_kit_count(kit, "SELECT sum(executed_fen) FROM v_funds WHERE department = '101'"
					      " AND scope = 'source'"),
		95000000);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_projects"), 4);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM v_indicators WHERE department = '103'"), 6);
	assert_int_equal(
		store_kit_count(kit, "SELECT sum(amount_fen) FROM v_functions WHERE department = '103'"),
		97304900);
	assert_int_equal(store_kit_count(kit, "SELECT in_post_micros FROM v_staff WHERE department = '101'"),
		38000000);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM v_indicators WHERE department = '102'"), 0);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM indicators WHERE target_low_micros IS NULL"), 12);
	assert_int_equal(store_kit_count(kit, "SELECT micros FROM v_metrics WHERE department = '101'"
					      " AND key = 'execution_rate'"),
		95000000);
	/* Accepting again replaces the rows and leaves no second copy. */
	store_kit_begin(kit);
	struct jx_version version;
	struct jx_version_query query = {.round = "2025", .department = "101"};
	assert_int_equal(jx_version_get(kit->writer, &query, &kit->arena, &version, &kit->error), JX_OK);
	assert_int_equal(
		jx_accepted_write(kit->writer, version.id, version.message->report, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_funds WHERE department = '101'"), 3);
	store_kit_begin(kit);
	return_report(kit, "101");
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM funds"), 3);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_accepted"), 1);
}

static void a_snapshot_holds_what_is_accepted_and_who_is_not(void **state)
{
	struct store_kit *kit = *state;
	fill(kit);
	JX_AUTO(jx_ranking) ranking = load(kit, 0);
	assert_string_equal(ranking->round, "2025");
	assert_int_equal(ranking->year, 2025);
	assert_int_equal(ranking->state, JX_ROUND_STATE_OPEN);
	assert_int_equal(ranking->n_rows, 2);
	assert_string_equal(ranking->rows[0].department, "101");
	assert_string_equal(ranking->rows[0].peer_group, "综合");
	assert_true(ranking->rows[0].reviewed.has);
	assert_int_equal(ranking->rows[0].reviewed.micros, 90000000);
	assert_int_equal(ranking->rows[0].reviewed.decimals, 2);
	assert_int_equal(ranking->rows[0].claimed.micros, 98500000);
	assert_int_equal(ranking->rows[0].version, 1);
	assert_string_equal(ranking->rows[1].department, "103");
	assert_false(ranking->rows[1].reviewed.has);
	assert_int_equal(ranking->n_not_filed, 1);
	assert_string_equal(ranking->not_filed[0], "104");
	assert_int_equal(ranking->n_not_accepted, 1);
	assert_string_equal(ranking->not_accepted[0], "102");
	assert_int_equal(value_of(ranking, "execution_rate", 0).micros, 95000000);
	assert_true(value_of(ranking, "execution_rate", 0).is_computable);
	assert_true(value_of(ranking, "class_share:206", 1).is_computable);
	assert_true(jx_ranking_key(ranking, "class_share:208") < ranking->n_keys);
	assert_int_equal(jx_ranking_key(ranking, "class_share:2080501"), ranking->n_keys);
	assert_int_equal(jx_ranking_key(ranking, "no_such_metric"), ranking->n_keys);
	for (size_t i = 1; i < ranking->n_keys; i++)
		assert_true(strcmp(ranking->keys[i - 1], ranking->keys[i]) < 0);
}

/* A report without figures: what cannot be computed says what is missing. */
static void what_cannot_be_computed_names_what_is_missing(void **state)
{
	struct store_kit *kit = *state;
	size_t n_missing = 0;
	fill(kit);
	store_kit_begin(kit);
	struct kit_report made = {.department = "104", .round = "2025", .executed_fen = 95000000};
	JxReport *report = store_kit_report(&kit->arena, &made);
	report->n_funds_by_source = 0;
	(void)store_kit_submit(kit, "enterer", report);
	store_kit_accept(kit, "2025", "104", 80);
	store_kit_commit(kit);
	JX_AUTO(jx_ranking) ranking = load(kit, 0);
	assert_int_equal(ranking->n_rows, 3);
	struct jx_ranking_value value = value_of(ranking, "execution_rate", 2);
	assert_false(value.is_computable);
	assert_int_equal(value.micros, 0);
	assert_true(value.missing > 0 && value.missing < ranking->n_missing);
	assert_non_null(strstr(ranking->missing[value.missing], "funds_by_source"));
	assert_string_equal(ranking->missing[0], "");
	for (size_t i = 0; i < ranking->n_keys * ranking->n_rows; i++)
		n_missing += ranking->values[i].missing != 0 ? 1 : 0;
	assert_true(n_missing > 0);
	for (size_t i = 1; i < ranking->n_missing; i++)
		for (size_t j = 1; j < i; j++)
			assert_string_not_equal(ranking->missing[i], ranking->missing[j]);
}

static void an_empty_round_has_an_empty_snapshot(void **state)
{
	struct store_kit *kit = *state;
	struct jx_ranking *none = NULL;
	store_kit_begin(kit);
	store_kit_round(kit, "2025");
	store_kit_commit(kit);
	JX_AUTO(jx_ranking) ranking = load(kit, 0);
	assert_int_equal(ranking->n_rows, 0);
	assert_int_equal(ranking->n_not_filed, 0);
	assert_int_equal(jx_ranking_load(kit->writer, "2024", 0, &none, &kit->error), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_ROUND_NOT_FOUND);
	assert_int_equal(jx_ranking_load(kit->writer, "2025", 1, &none, &kit->error), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_NOT_PUBLISHED);
}

/* A publication of the two accepted ones. */
struct table {
	JxPublication publication;
	JxRankRow rows[2];
	JxRankRow *row_list[2];
	JxDecimal score;
	Google__Protobuf__Timestamp time;
	char digest[JX_DIGEST_TEXT_BYTES];
};

static void make_table(struct store_kit *kit, struct table *table, const char *name)
{
	static const char *const CODES[] = {"departments/101", "departments/103"};
	static const char *const MISSING[] = {"departments/102", "departments/104"};
	jx_publication_init(&table->publication);
	google__protobuf__timestamp__init(&table->time);
	table->time.seconds = KIT_NOW_MS / 1000;
	for (size_t i = 0; i < 2; i++) {
		jx_rank_row_init(&table->rows[i]);
		table->rows[i].department = (char *)CODES[i];
		table->rows[i].digest = store_kit_record(kit, "2025", CODES[i] + 12).message->digest;
		table->rows[i].rank = (uint32_t)i + 1;
		table->row_list[i] = &table->rows[i];
	}
	jx_decimal_init(&table->score);
	table->score.micros = 90000000;
	table->rows[0].reviewed_score = &table->score;
	table->publication.name = (char *)name;
	table->publication.stage = JX_PUBLICATION_STAGE_PROVISIONAL;
	table->publication.publish_time = &table->time;
	table->publication.rows = table->row_list;
	table->publication.n_rows = 2;
	table->publication.missing = (char **)MISSING;
	table->publication.n_missing = 2;
	assert_int_equal(
		jx_digest_message(&table->publication.base, JX_DIGEST_SHA256, table->digest, NULL), JX_OK);
	table->publication.digest = table->digest;
}

/* Writes the table in two steps, and publishes it. */
static enum jx_status publish_table(struct store_kit *kit, const struct table *table)
{
	const JxPublication *publication = &table->publication;
	const size_t n = publication->n_rows + publication->n_missing;
	int64_t row = 0;
	enum jx_status status = jx_publication_begin(kit->writer, "2025", &row, &kit->error);
	if (status == JX_OK)
		status = jx_publication_add(kit->writer, row, publication, 0, 1, &kit->error);
	if (status == JX_OK)
		status = jx_publication_add(kit->writer, row, publication, 1, n - 1, &kit->error);
	return status == JX_OK ? jx_publication_insert(kit->writer, row, publication, &kit->error) : status;
}

static enum jx_status get_page(struct store_kit *kit, uint64_t first, uint32_t max_entries,
	JxPublication **ret_publication, uint64_t *ret_next)
{
	const struct jx_publication_page page = {
		.round = "2025", .first = first, .max_entries = max_entries, .max_bytes = JX_MAX_PAGE_BYTES};
	return jx_publication_get(kit->writer, &page, &kit->arena, ret_publication, ret_next, &kit->error);
}

static void a_publication_stays_as_it_was(void **state)
{
	struct store_kit *kit = *state;
	struct table table;
	JxPublication *found = NULL;
	JxRound *round = NULL;
	uint32_t newest = 0;
	uint64_t next = 7;
	fill(kit);
	store_kit_begin(kit);
	make_table(kit, &table, "rounds/2025/publications/1");
	assert_int_equal(publish_table(kit, &table), JX_OK);
	return_report(kit, "101");
	(void)submit(kit, "2025", "104", 91000000);
	store_kit_commit(kit);
	assert_int_equal(get_page(kit, 0, 100, &found, &next), JX_OK);
	assert_string_equal(found->digest, table.digest);
	assert_int_equal(found->n_rows, 2);
	assert_int_equal(found->n_missing, 2);
	assert_int_equal(next, 0);
	assert_int_equal(jx_round_get(kit->writer, "2025", &kit->arena, &round, &kit->error), JX_OK);
	assert_string_equal(round->publication, "rounds/2025/publications/1");
	assert_int_equal(jx_publication_newest(kit->writer, "2025", &newest, &kit->error), JX_OK);
	assert_int_equal(newest, 1);
	/* The returned report left the accepted ones, not the publication; nor did its rows. */
	JX_AUTO(jx_ranking) accepted = load(kit, 0);
	JX_AUTO(jx_ranking) published = load(kit, 1);
	assert_int_equal(accepted->n_rows, 1);
	assert_int_equal(accepted->n_not_accepted, 3);
	assert_int_equal(published->n_rows, 2);
	assert_int_equal(published->publication, 1);
	assert_int_equal(published->rows[0].reviewed.micros, 90000000);
	assert_int_equal(value_of(published, "execution_rate", 0).micros, 95000000);
	assert_int_equal(published->n_not_filed, 1);
	assert_string_equal(published->not_filed[0], "104");
	assert_int_equal(published->n_not_accepted, 1);
	assert_string_equal(published->not_accepted[0], "102");
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_published WHERE publication = 1"), 4);
}

/* Whatever becomes of the tables that a publication was made from: what is shown of it is what was frozen. */
static void a_publication_is_shown_as_it_was_frozen(void **state)
{
	static const char *const CHANGES[] = {
		"UPDATE scores SET final_micros = 99990000, full_lines = 7, points_computed_micros = 1",
		"UPDATE departments SET title = 'another', peer_group = 'another'",
		"UPDATE submissions SET reviewed_micros = 1"};
	static const char *const REFUSED[] = {"UPDATE metric_values SET micros = 1",
		"DELETE FROM metric_values", "UPDATE publication_entries SET full_lines = 7"};
	struct store_kit *kit = *state;
	struct table table;
	fill(kit);
	store_kit_begin(kit);
	assert_int_equal(
		jx_db_exec(kit->writer,
			"INSERT INTO scores (version_id, group_id, grade, computed_lines, not_computed_lines,"
			" full_lines) SELECT id, 1, '', 0, 0, 0 FROM versions",
			&kit->error),
		JX_OK);
	make_table(kit, &table, "rounds/2025/publications/1");
	assert_int_equal(publish_table(kit, &table), JX_OK);
	store_kit_commit(kit);
	JX_AUTO(jx_ranking) before = load(kit, 1);
	store_kit_begin(kit);
	for (size_t i = 0; i < JX_COUNT_OF(CHANGES); i++)
		assert_int_equal(jx_db_exec(kit->writer, CHANGES[i], &kit->error), JX_OK);
	for (size_t i = 0; i < JX_COUNT_OF(REFUSED); i++)
		assert_int_not_equal(jx_db_exec(kit->writer, REFUSED[i], &kit->error), JX_OK);
	JX_AUTO(jx_ranking) after = load(kit, 1);
	for (size_t i = 0; i < before->n_rows; i++) {
		assert_string_equal(after->rows[i].title, before->rows[i].title);
		assert_string_equal(after->rows[i].peer_group, before->rows[i].peer_group);
		assert_int_equal(after->rows[i].final.micros, before->rows[i].final.micros);
		assert_int_equal(after->rows[i].reviewed.micros, before->rows[i].reviewed.micros);
		assert_int_equal(after->rows[i].n_full, before->rows[i].n_full);
		assert_int_equal(
			after->rows[i].points_computed.micros, before->rows[i].points_computed.micros);
	}
	store_kit_undo(kit);
}

static void publish_as(struct store_kit *kit, const char *name, JxPublicationStage stage)
{
	struct table table;
	make_table(kit, &table, name);
	table.publication.stage = stage;
	table.publication.digest = (char *)protobuf_c_empty_string;
	assert_int_equal(
		jx_digest_message(&table.publication.base, JX_DIGEST_SHA256, table.digest, NULL), JX_OK);
	table.publication.digest = table.digest;
	assert_int_equal(publish_table(kit, &table), JX_OK);
}

/* A provisional table after a final one is for checking a correction: until that is final, the older one is published. */
static void the_newest_final_publication_is_the_current_one(void **state)
{
	static const struct {
		JxPublicationStage stage;
		uint32_t current;
	} STEPS[] = {{JX_PUBLICATION_STAGE_PROVISIONAL, 1}, {JX_PUBLICATION_STAGE_PROVISIONAL, 2},
		{JX_PUBLICATION_STAGE_FINAL, 3}, {JX_PUBLICATION_STAGE_PROVISIONAL, 3},
		{JX_PUBLICATION_STAGE_FINAL, 5}};
	struct store_kit *kit = *state;
	static const struct jx_publication_scope all = {.round = "2025"};
	char name[JX_RESOURCE_NAME_BYTES];
	uint32_t current = 7;
	fill(kit);
	assert_int_equal(jx_publication_current(kit->writer, &all, &current, &kit->error), JX_OK);
	assert_int_equal(current, 0);
	for (size_t i = 0; i < JX_COUNT_OF(STEPS); i++) {
		JxRound *round = NULL;
		JxPublication *found = NULL;
		uint64_t next = 0;
		store_kit_begin(kit);
		publish_as(kit, jx_name_publication(name, "2025", i + 1), STEPS[i].stage);
		store_kit_commit(kit);
		assert_int_equal(jx_publication_current(kit->writer, &all, &current, &kit->error), JX_OK);
		assert_int_equal(current, STEPS[i].current);
		(void)jx_name_publication(name, "2025", current);
		assert_int_equal(get_page(kit, 0, 100, &found, &next), JX_OK);
		assert_string_equal(found->name, name);
		assert_int_equal(jx_round_get(kit->writer, "2025", &kit->arena, &round, &kit->error), JX_OK);
		assert_string_equal(round->publication, name);
		assert_int_equal(round->publication_stage, found->stage);
		/* Each older one stays to be read. */
		JX_AUTO(jx_ranking) first = load(kit, 1);
		assert_int_equal(first->stage, JX_PUBLICATION_STAGE_PROVISIONAL);
	}
}

static void a_publication_that_does_not_fit_is_refused(void **state)
{
	static const char *const NAMES[] = {"rounds/2025/publications/2", "rounds/2025/publications/9"};
	static const char *const NONE[] = {"", "rounds/2025", "rounds//publications/1",
		"rounds/2025/publications/", "rounds/2025/publications/1x", "rounds/2025/publications/0",
		"rounds/2025/publications/9999999999"};
	struct store_kit *kit = *state;
	struct table table;
	fill(kit);
	for (size_t i = 0; i < JX_COUNT_OF(NAMES); i++) {
		store_kit_begin(kit);
		make_table(kit, &table, NAMES[i]);
		assert_int_equal(publish_table(kit, &table), JX_CONFLICT);
		store_kit_undo(kit);
	}
	for (size_t i = 0; i < JX_COUNT_OF(NONE); i++) {
		store_kit_begin(kit);
		make_table(kit, &table, NONE[i]);
		assert_int_equal(publish_table(kit, &table), JX_INVALID);
		store_kit_undo(kit);
	}
	store_kit_begin(kit);
	return_report(kit, "103");
	make_table(kit, &table, "rounds/2025/publications/1");
	assert_int_equal(publish_table(kit, &table), JX_CONFLICT);
	assert_int_equal(kit->error.reason, JX_REASON_CHANGED_MEANWHILE);
	store_kit_undo(kit);
}

/* Pages of any size are the table, in its order: rows, and then the departments without one. */
static void a_publication_is_read_page_by_page(void **state)
{
	static const char *const ENTRIES[] = {
		"departments/101", "departments/103", "departments/102", "departments/104"};
	struct store_kit *kit = *state;
	struct table table;
	fill(kit);
	store_kit_begin(kit);
	make_table(kit, &table, "rounds/2025/publications/1");
	assert_int_equal(publish_table(kit, &table), JX_OK);
	store_kit_commit(kit);
	for (uint32_t size = 1; size <= 5; size++) {
		size_t n = 0;
		uint64_t next = 0;
		do {
			JxPublication *page = NULL;
			assert_int_equal(get_page(kit, next, size, &page, &next), JX_OK);
			assert_in_range(page->n_rows + page->n_missing, 1, size);
			for (size_t i = 0; i < page->n_rows; i++)
				assert_string_equal(page->rows[i]->department, ENTRIES[n++]);
			for (size_t i = 0; i < page->n_missing; i++)
				assert_string_equal(page->missing[i], ENTRIES[n++]);
		} while (next != 0);
		assert_int_equal(n, JX_COUNT_OF(ENTRIES));
	}
}

/* A page holds no more bytes than it may, and one row in any case. */
static void a_page_of_wide_rows_ends_early(void **state)
{
	struct store_kit *kit = *state;
	struct table table;
	JxPublication *found = NULL;
	uint64_t next = 0;
	struct jx_publication_page page = {.round = "2025", .max_entries = 100, .max_bytes = 1};
	fill(kit);
	store_kit_begin(kit);
	make_table(kit, &table, "rounds/2025/publications/1");
	assert_int_equal(publish_table(kit, &table), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(
		jx_publication_get(kit->writer, &page, &kit->arena, &found, &next, &kit->error), JX_OK);
	assert_int_equal(found->n_rows, 1);
	assert_int_equal(next, 1);
}

/* What a call left behind that came to no end is cleared by the next one, and is no publication meanwhile. */
static void a_table_that_was_left_is_swept(void **state)
{
	struct store_kit *kit = *state;
	struct table table;
	JxPublication *found = NULL;
	uint64_t next = 0;
	int64_t left = 0;
	int64_t row = 0;
	bool is_done = false;
	fill(kit);
	store_kit_begin(kit);
	make_table(kit, &table, "rounds/2025/publications/1");
	assert_int_equal(jx_publication_begin(kit->writer, "2025", &left, &kit->error), JX_OK);
	assert_int_equal(jx_publication_add(kit->writer, left, &table.publication, 0, 2, &kit->error), JX_OK);
	assert_int_equal(get_page(kit, 0, 100, &found, &next), JX_NOT_FOUND);
	assert_int_equal(
		jx_publication_insert(kit->writer, left, &table.publication, &kit->error), JX_CONFLICT);
	assert_int_equal(jx_publication_begin(kit->writer, "2025", &row, &kit->error), JX_OK);
	assert_int_equal(jx_publication_sweep(kit->writer, row, &is_done, &kit->error), JX_OK);
	assert_false(is_done);
	assert_int_equal(jx_publication_sweep(kit->writer, row, &is_done, &kit->error), JX_OK);
	assert_true(is_done);
	/* The call that was late finds its table gone. */
	assert_int_equal(
		jx_publication_add(kit->writer, left, &table.publication, 2, 1, &kit->error), JX_CONFLICT);
	assert_int_equal(publish_table(kit, &table), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM publication_entries"), 4);
}

static void an_export_gives_each_accepted_report_once(void **state)
{
	struct store_kit *kit = *state;
	struct jx_export page;
	struct jx_export_query query = {.max_rows = 1};
	char seen[256] = "";
	fill(kit);
	store_kit_begin(kit);
	store_kit_round(kit, "2024");
	(void)submit(kit, "2024", "102", 91000000);
	store_kit_accept(kit, "2024", "102", 70);
	store_kit_commit(kit);
	do {
		assert_int_equal(jx_export_page(kit->writer, &query, &kit->arena, &page, &kit->error), JX_OK);
		for (size_t i = 0; i < page.n; i++) {
			(void)strcat(seen, page.rows[i]->version_name + sizeof("submissions/") - 1);
			(void)strcat(seen, " ");
			assert_int_equal(page.rows[i]->report->n_projects, 2);
		}
		query.after = page.next;
	} while (page.next[0] != '\0');
	assert_string_equal(seen, "2025-101/versions/1 2025-103/versions/1 2024-102/versions/1 ");
	query = (struct jx_export_query){.round = "2025"};
	assert_int_equal(jx_export_page(kit->writer, &query, &kit->arena, &page, &kit->error), JX_OK);
	assert_int_equal(page.n, 2);
	assert_string_equal(page.next, "");
	assert_int_equal(page.rows[0]->reviewed_score->micros, 90000000);
	assert_null(page.rows[1]->reviewed_score);
	query.max_bytes = 1;
	assert_int_equal(jx_export_page(kit->writer, &query, &kit->arena, &page, &kit->error), JX_OK);
	assert_int_equal(page.n, 1);
	assert_string_not_equal(page.next, "");
	query = (struct jx_export_query){.round = "2023"};
	assert_int_equal(jx_export_page(kit->writer, &query, &kit->arena, &page, &kit->error), JX_NOT_FOUND);
}

static void every_view_can_be_read(void **state)
{
	struct store_kit *kit = *state;
	fill(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_ranking"), 2);
	assert_int_equal(
		store_kit_count(kit, "SELECT execution_rank FROM v_ranking WHERE department = '103'"), 1);
	assert_int_equal(
		store_kit_count(kit, "SELECT reviewed_rank FROM v_ranking WHERE department = '101'"), 1);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM v_ranking WHERE reviewed_rank IS NULL"), 1);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_progress"), 4);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_assets"), 0);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_rates"), 0);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_outcomes"), 0);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_issues"), 0);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_log"), 0);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_attempts"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(an_accepted_report_is_taken_apart_once),
		WITH_STORE(a_snapshot_holds_what_is_accepted_and_who_is_not),
		WITH_STORE(what_cannot_be_computed_names_what_is_missing),
		WITH_STORE(an_empty_round_has_an_empty_snapshot),
		WITH_STORE(a_publication_stays_as_it_was),
		WITH_STORE(a_publication_is_shown_as_it_was_frozen),
		WITH_STORE(the_newest_final_publication_is_the_current_one),
		WITH_STORE(a_publication_that_does_not_fit_is_refused),
		WITH_STORE(a_publication_is_read_page_by_page),
		WITH_STORE(a_page_of_wide_rows_ends_early),
		WITH_STORE(a_table_that_was_left_is_swept),
		WITH_STORE(an_export_gives_each_accepted_report_once),
		WITH_STORE(every_view_can_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
