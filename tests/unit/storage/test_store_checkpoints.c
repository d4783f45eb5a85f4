/* Checkpoints and proofs of the stored log: by a writer that has its newest nodes in memory, and by a reader that has none. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/evidence/tlog_proof.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"
#include "tests/support/store_kit.h"

#define N_ENTRIES 600 /* more than two tiles of 256 */

static struct jx_note_key *key;

static int make_key(void **state)
{
	(void)state;
	return jx_note_key_make("finance.example/county", &key, NULL) == JX_OK ? 0 : -1;
}

static int free_key(void **state)
{
	(void)state;
	jx_note_key_free(key);
	return 0;
}

/* Appends entries in groups of different sizes, each of which ends with a checkpoint. */
static void fill(struct store_kit *kit, uint64_t n_entries)
{
	uint64_t index = 0;
	jx_store_sign_with(kit->store, key);
	for (uint64_t n = 0, group = 1; n < n_entries; group = group % 7 + 1) {
		store_kit_begin(kit);
		for (uint64_t i = 0; i < group && n < n_entries; i++, n++) {
			const struct jx_log_entry entry = {
				.time_ms = KIT_NOW_MS, .act = "ROUND_OPEN", .object = "rounds/2025"};
			assert_int_equal(jx_log_append(kit->writer, &entry, &index, &kit->error), JX_OK);
			assert_int_equal(index, n);
		}
		store_kit_commit(kit);
	}
}

/* The proof of an entry as text; it holds. */
static char *prove(struct store_kit *kit, struct jx_db *db, uint64_t index)
{
	struct jx_log_text entry = {0};
	struct jx_proven proven = {0};
	char *proof = NULL;
	size_t n = 0;
	assert_int_equal(jx_log_read(db, index, &kit->arena, &entry, &kit->error), JX_OK);
	assert_int_equal(jx_log_prove(db, index, &kit->arena, &proof, &n, &kit->error), JX_OK);
	assert_int_equal(
		jx_tlog_proof_verify(proof, n, &entry, jx_note_key_verifier(key), &proven, &kit->error),
		JX_OK);
	assert_int_equal(proven.index, index);
	assert_in_range(proven.tree.n_leaves, index + 1, index + 7);
	return proof;
}

static void a_proof_is_the_same_whoever_makes_it_and_when(void **state)
{
	struct store_kit *kit = *state;
	JX_AUTO(jx_db) reader = NULL;
	fill(kit, N_ENTRIES);
	assert_int_equal(jx_store_open_reader(kit->store, &reader, &kit->error), JX_OK);
	for (uint64_t index = 0; index < N_ENTRIES; index += 13)
		assert_string_equal(prove(kit, kit->writer, index), prove(kit, reader, index));
}

static void trees_of_all_sizes_continue_each_other(void **state)
{
	struct store_kit *kit = *state;
	struct jx_merkle_proof proof;
	struct jx_merkle_tree trees[2];
	fill(kit, N_ENTRIES);
	for (uint64_t n = 1; n < N_ENTRIES; n += 29) {
		const uint64_t covered[2] = {n - 1, N_ENTRIES - 1};
		for (size_t i = 0; i < 2; i++) {
			struct jx_stored_checkpoint checkpoint = {0};
			assert_int_equal(jx_checkpoint_covering(kit->writer, covered[i], &kit->arena,
						 &checkpoint, &kit->error),
				JX_OK);
			assert_int_equal(jx_checkpoint_verify(checkpoint.note, checkpoint.n_note,
						 jx_note_key_verifier(key), &trees[i], &kit->error),
				JX_OK);
		}
		assert_int_equal(jx_log_prove_consistency(kit->writer, trees[0].n_leaves, trees[1].n_leaves,
					 &proof, &kit->error),
			JX_OK);
		assert_int_equal(
			jx_merkle_check_consistency(&trees[0], &trees[1], &proof, &kit->error), JX_OK);
	}
}

static void what_was_undone_is_in_no_proof(void **state)
{
	struct store_kit *kit = *state;
	const struct jx_log_entry entry = {.time_ms = KIT_NOW_MS, .act = "ROUND_CLOSE"};
	uint64_t index = 0;
	fill(kit, 255);
	store_kit_begin(kit);
	for (int i = 0; i < 5; i++)
		assert_int_equal(jx_log_append(kit->writer, &entry, &index, &kit->error), JX_OK);
	store_kit_undo(kit);
	const struct jx_log_entry other = {
		.time_ms = KIT_NOW_MS, .act = "ROUND_OPEN", .object = "rounds/2026"};
	store_kit_begin(kit);
	for (uint64_t i = 255; i < 258; i++)
		assert_int_equal(jx_log_append(kit->writer, &other, &index, &kit->error), JX_OK);
	store_kit_commit(kit);
	for (uint64_t i = 250; i < 258; i++)
		(void)prove(kit, kit->writer, i);
	assert_int_equal(jx_log_verify(kit->writer, &kit->error), JX_OK);
}

static void a_log_without_a_key_has_no_checkpoint(void **state)
{
	struct store_kit *kit = *state;
	struct jx_stored_checkpoint checkpoint;
	struct jx_log_key stored;
	assert_int_equal(
		jx_checkpoint_newest(kit->writer, &kit->arena, &checkpoint, &kit->error), JX_NOT_FOUND);
	assert_int_equal(jx_log_key_newest(kit->writer, &kit->arena, &stored, &kit->error), JX_NOT_FOUND);
}

static void a_start_looks_at_what_is_new_alone(void **state)
{
	struct store_kit *kit = *state;
	fill(kit, N_ENTRIES);
	for (uint64_t first = 0; first <= N_ENTRIES; first += 75)
		assert_int_equal(jx_log_verify_from(kit->writer, first, &kit->error), JX_OK);
	assert_int_equal(jx_log_verify_from(kit->writer, N_ENTRIES + 1, &kit->error), JX_DATA_LOSS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_proof_is_the_same_whoever_makes_it_and_when),
		WITH_STORE(trees_of_all_sizes_continue_each_other),
		WITH_STORE(what_was_undone_is_in_no_proof),
		WITH_STORE(a_log_without_a_key_has_no_checkpoint),
		WITH_STORE(a_start_looks_at_what_is_new_alone),
	};
	return cmocka_run_group_tests(tests, make_key, free_key);
}
