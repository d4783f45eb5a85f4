/* The log: its text, its tree, and what a change behind its back does. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/log/store_log.h"
#include "storage/sql.h"
#include "storage/sqlite/db.h"
#include "storage/store.h"
#include "tests/support/store_kit.h"

static uint64_t append(struct store_kit *kit, const char *reason)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxRoundRecord round = JX_ROUND_RECORD_INIT;
	struct jx_log_entry entry = {.time_ms = KIT_NOW_MS,
		.actor = "persons/lead",
		.role = JX_PERSON_ROLE_LEAD,
		.peer = "127.0.0.1:5000",
		.act = "ROUND_OPEN",
		.object = "rounds/2025",
		.before = "ROUND_STATE_DRAFT",
		.after = "ROUND_STATE_OPEN",
		.reason = reason,
		.request_id = "00000000-0000-4000-8000-000000000000",
		.record = &record};
	uint64_t index = 0;
	round.title = (char *)"2025年度";
	record.round = &round;
	assert_int_equal(jx_log_append(kit->writer, &entry, &index, &kit->error), JX_OK);
	return index;
}

static void append_many(struct store_kit *kit, int n)
{
	store_kit_begin(kit);
	for (int i = 0; i < n; i++)
		assert_int_equal(append(kit, "因故"), i);
	store_kit_commit(kit);
}

static struct jx_log_head head_of(struct store_kit *kit)
{
	struct jx_log_head head;
	assert_int_equal(jx_log_head(kit->writer, &head, &kit->error), JX_OK);
	return head;
}

/* The tree again, by its definition: the largest power of two to the left. RFC 9162, 2.1.1. */
static void root_of(uint8_t (*leaves)[JX_HASH_BYTES], size_t n, uint8_t root[JX_HASH_BYTES])
{
	uint8_t left[JX_HASH_BYTES];
	uint8_t right[JX_HASH_BYTES];
	if (n == 1) {
		memcpy(root, leaves[0], JX_HASH_BYTES);
		return;
	}
	size_t split = 1;
	while (split * 2 < n)
		split *= 2;
	root_of(leaves, split, left);
	root_of(leaves + split, n - split, right);
	assert_int_equal(jx_merkle_node_hash(left, right, root), JX_OK);
}

static void an_empty_log_has_the_hash_of_nothing(void **state)
{
	struct store_kit *kit = *state;
	uint8_t nothing[JX_HASH_BYTES];
	struct jx_log_head head = head_of(kit);
	assert_int_equal(head.n_entries, 0);
	assert_int_equal(jx_hash_bytes("", 0, JX_DIGEST_SHA256, nothing, NULL), JX_OK);
	assert_memory_equal(head.root, nothing, JX_HASH_BYTES);
	assert_int_equal(jx_log_verify(kit->writer, &kit->error), JX_OK);
}

static void the_text_of_an_entry_is_what_the_header_says(void **state)
{
	static const char TEXT[] =
		"{\"act\":\"ROUND_OPEN\",\"act_time\":\"2026-02-02T02:40:00Z\",\"actor\":\"persons/lead\","
		"\"after\":\"ROUND_STATE_OPEN\",\"before\":\"ROUND_STATE_DRAFT\",\"index\":\"1\","
		"\"object\":\"rounds/2025\",\"peer\":\"127.0.0.1:5000\",\"reason\":\"因\\\"故\\\\\\n\\t\\u001f\","
		"\"record\":{\"round\":{\"title\":\"2025年度\"}},"
		"\"request_id\":\"00000000-0000-4000-8000-000000000000\",\"role\":\"lead\"}";
	struct store_kit *kit = *state;
	uint8_t leaf[JX_HASH_BYTES];
	store_kit_begin(kit);
	assert_int_equal(append(kit, "因故"), 0);
	assert_int_equal(append(kit, "因\"故\\\n\t\x1f"), 1);
	store_kit_commit(kit);
	assert_int_equal(jx_merkle_leaf_hash(TEXT, sizeof(TEXT) - 1, leaf), JX_OK);
	assert_int_equal(
		store_kit_count(kit,
			"SELECT count(*) FROM v_log WHERE entry ->> '$.record.round.title' = '2025年度'"),
		2);
	struct jx_sql sql;
	jx_sql_start(&sql, kit->writer, "SELECT leaf_hash FROM log_leaves WHERE leaf_index = 1", &kit->error);
	while (jx_sql_next(&sql)) {
		size_t n = 0;
		assert_memory_equal(jx_sql_bytes_ref(&sql, 0, &n), leaf, JX_HASH_BYTES);
	}
	assert_int_equal(jx_sql_end(&sql), JX_OK);
	assert_int_equal(head_of(kit).newest_ms, KIT_NOW_MS);
}

static void the_root_is_that_of_the_tree_over_all_leaves(void **state)
{
	struct store_kit *kit = *state;
	uint8_t leaves[21][JX_HASH_BYTES];
	uint8_t root[JX_HASH_BYTES];
	size_t n = 0;
	append_many(kit, 21);
	struct jx_sql sql;
	jx_sql_start(&sql, kit->writer, "SELECT leaf_hash FROM log_leaves ORDER BY leaf_index", &kit->error);
	while (jx_sql_next(&sql)) {
		size_t n_bytes = 0;
		const uint8_t *leaf = jx_sql_bytes_ref(&sql, 0, &n_bytes);
		assert_int_equal(n_bytes, JX_HASH_BYTES);
		memcpy(leaves[n++], leaf, JX_HASH_BYTES);
	}
	assert_int_equal(jx_sql_end(&sql), JX_OK);
	assert_int_equal(n, 21);
	root_of(leaves, n, root);
	assert_int_equal(head_of(kit).n_entries, 21);
	assert_memory_equal(head_of(kit).root, root, JX_HASH_BYTES);
	assert_int_equal(jx_log_verify(kit->writer, &kit->error), JX_OK);
	store_kit_reopen(kit);
	assert_memory_equal(head_of(kit).root, root, JX_HASH_BYTES);
}

static void an_entry_of_a_job_undone_was_never_there(void **state)
{
	struct store_kit *kit = *state;
	append_many(kit, 3);
	struct jx_log_head before = head_of(kit);
	store_kit_begin(kit);
	assert_int_equal(append(kit, ""), 3);
	store_kit_undo(kit);
	struct jx_log_head after = head_of(kit);
	assert_memory_equal(&before, &after, sizeof(before));
	store_kit_begin(kit);
	assert_int_equal(append(kit, ""), 3);
	store_kit_commit(kit);
	assert_int_equal(jx_log_verify(kit->writer, &kit->error), JX_OK);
}

static void text_that_is_not_utf_8_is_refused(void **state)
{
	struct store_kit *kit = *state;
	struct jx_log_entry entry = {.actor = "persons/lead", .reason = "\xff"};
	uint64_t index = 0;
	store_kit_begin(kit);
	assert_int_equal(jx_log_append(kit->writer, &entry, &index, &kit->error), JX_OK);
	assert_int_equal(jx_log_settle(kit->writer, &kit->error), JX_INVALID);
	assert_string_equal(kit->error.field, "reason");
	store_kit_undo(kit);
}

static void nothing_is_changed_through_the_store(void **state)
{
	struct store_kit *kit = *state;
	append_many(kit, 2);
	store_kit_begin(kit);
	assert_int_not_equal(
		jx_db_exec(kit->writer, "UPDATE log_leaves SET entry = 'x'", &kit->error), JX_OK);
	assert_int_not_equal(jx_db_exec(kit->writer, "DELETE FROM log_leaves", &kit->error), JX_OK);
	store_kit_undo(kit);
}

static void a_changed_log_is_noticed_and_named(void **state)
{
	static const struct {
		const char *sql;
		const char *where;
	} cases[] = {
		{"UPDATE log_leaves SET entry = replace(entry, '因', '改') WHERE leaf_index = 5", "5"},
		{"UPDATE log_leaves SET entry = replace(entry, 'lead', 'somebody') WHERE leaf_index >= 3",
			"3"},
		{"UPDATE log_leaves SET entry = entry || ' ' WHERE leaf_index = 8", "8"},
		{"UPDATE log_leaves SET leaf_hash = zeroblob(32) WHERE leaf_index = 2", "2"},
		{"UPDATE log_leaves SET leaf_hash = x'' WHERE leaf_index = 2", "2"},
		{"DELETE FROM log_leaves WHERE leaf_index = 4", "4"},
		{"DELETE FROM log_leaves WHERE leaf_index = 8", "head"},
		{"DELETE FROM log_leaves", "head"},
		{"UPDATE log_head SET root = zeroblob(32)", "head"},
		{"UPDATE log_head SET n_entries = 8", "head"},
		{"UPDATE log_head SET edge = zeroblob(64)", "head"},
		{"UPDATE log_head SET edge = x''", "head"},
		{"DELETE FROM log_head", "head"},
	};
	struct store_kit *kit = *state;
	append_many(kit, 9);
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct store_kit copy = {0};
		char path[128];
		store_kit_start(&copy);
		jx_db_free(copy.writer);
		jx_store_free(copy.store);
		(void)snprintf(path, sizeof(path), "%s/jixiao.db", copy.directory);
		assert_int_equal(jx_db_copy(kit->writer, path, &kit->error), JX_OK);
		store_kit_tamper(copy.directory,
			"DROP TRIGGER log_leaves_no_update; DROP TRIGGER log_leaves_no_delete");
		store_kit_tamper(copy.directory, cases[i].sql);
		copy.writer = NULL;
		copy.store = NULL;
		assert_int_equal(jx_store_open(copy.directory, &copy.store, &copy.error), JX_DATA_LOSS);
		assert_int_equal(copy.error.reason, JX_REASON_LOG_DAMAGED);
		assert_string_equal(copy.error.arg[0], cases[i].where);
		store_kit_stop(&copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(an_empty_log_has_the_hash_of_nothing),
		WITH_STORE(the_text_of_an_entry_is_what_the_header_says),
		WITH_STORE(the_root_is_that_of_the_tree_over_all_leaves),
		WITH_STORE(an_entry_of_a_job_undone_was_never_there),
		WITH_STORE(text_that_is_not_utf_8_is_refused),
		WITH_STORE(nothing_is_changed_through_the_store),
		WITH_STORE(a_changed_log_is_noticed_and_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
