/* Receipts: what they say follows from what is proven, and nothing else is taken. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/evidence/receipt.h"
#include "tests/support/test.h"

#define ENTRY                                                                                             \
	"{\"act\":\"SUBMISSION_SUBMIT\",\"act_time\":\"2026-03-01T09:30:12Z\",\"actor\":\"persons/a\","   \
	"\"object\":\"submissions/2025-101\",\"record\":{\"filing\":{\"attempt\":\"12\","                 \
	"\"content_digest\":\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"," \
	"\"receive_time\":\"2026-03-01T09:30:11.500Z\",\"utc_offset_minutes\":480,\"version_number\":1}}}"

static struct jx_note_key *key;
static struct jx_arena arena;

static int make_key(void **state)
{
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_note_key_make("finance.example/county", &key, NULL), JX_OK);
	return 0;
}

static int free_key(void **state)
{
	(void)state;
	jx_note_key_free(key);
	jx_arena_clear(&arena);
	return 0;
}

/* A receipt of the only entry of a log. */
static char *make_receipt(const char *entry)
{
	const struct jx_log_text text = {entry, strlen(entry)};
	const struct jx_merkle_proof none = {0};
	struct jx_merkle_tree tree = {.n_leaves = 1};
	char checkpoint[JX_CHECKPOINT_BYTES];
	char proof[JX_TLOG_PROOF_BYTES(JX_CHECKPOINT_BYTES)];
	char *receipt = NULL;
	size_t n = 0;
	assert_int_equal(jx_merkle_leaf_hash(text.text, text.n, tree.root), JX_OK);
	assert_int_equal(jx_checkpoint_sign(key, &tree, checkpoint, &n, NULL), JX_OK);
	jx_tlog_proof_print(0, &none, checkpoint, n, proof, &n);
	struct jx_error error = {0};
	return jx_receipt_print(&text, proof, &arena, &receipt, &error) == JX_OK ? receipt : NULL;
}

static enum jx_reason verify(const char *text, struct jx_receipt *ret_receipt)
{
	struct jx_error error = {0};
	enum jx_status status =
		jx_receipt_verify(text, strlen(text), jx_note_key_verifier(key), &arena, ret_receipt, &error);
	return status == JX_OK ? JX_REASON_NONE : error.reason;
}

static void a_receipt_says_what_was_proven(void **state)
{
	struct jx_receipt receipt;
	(void)state;
	char *text = make_receipt(ENTRY);
	assert_non_null(text);
	assert_int_equal(verify(text, &receipt), JX_REASON_NONE);
	assert_string_equal(receipt.people[JX_EN],
		"Receipt 2025-101 version 1 (attempt 12): received 2026-03-01T17:30:11.500+08:00, content sha256:"
		"0000000000000000000000000000000000000000000000000000000000000000, rules the built-in rules");
	assert_non_null(strstr(receipt.people[JX_ZH], "第1版（第12次提交）"));
	assert_int_equal(receipt.proven.tree.n_leaves, 1);
}

static void a_changed_line_for_people_is_refused(void **state)
{
	struct jx_receipt receipt;
	(void)state;
	char *text = make_receipt(ENTRY);
	char *attempt = strstr(text, "attempt 12");
	memcpy(attempt, "attempt 13", 10);
	assert_int_equal(verify(text, &receipt), JX_REASON_RECEIPT_FORGED);
}

static void an_entry_with_another_index_is_refused(void **state)
{
	struct jx_receipt receipt;
	(void)state;
	char *text = make_receipt("{\"index\":\"7\"," ENTRY);
	assert_null(text); /* not JSON */
	char entry[1024];
	(void)snprintf(entry, sizeof(entry), "{\"index\":\"7\",%s", &(ENTRY)[1]);
	text = make_receipt(entry);
	assert_non_null(text);
	assert_int_equal(verify(text, &receipt), JX_REASON_RECEIPT_FORGED);
}

static void an_entry_about_something_else_is_no_receipt(void **state)
{
	(void)state;
	assert_null(make_receipt("{\"act\":\"ROUND_OPEN\",\"object\":\"rounds/2025\"}"));
	assert_null(make_receipt(
		"{\"object\":\"submissions/2025-101\",\"record\":{\"filing\":{\"attempt\":\"1\"}}}"));
}

static void a_cut_receipt_is_refused_at_every_length(void **state)
{
	struct jx_receipt receipt;
	struct jx_error error;
	(void)state;
	char *text = make_receipt(ENTRY);
	for (size_t n = 0; n < strlen(text); n++)
		assert_int_not_equal(
			jx_receipt_verify(text, n, jx_note_key_verifier(key), &arena, &receipt, &error),
			JX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_says_what_was_proven),
		cmocka_unit_test(a_changed_line_for_people_is_refused),
		cmocka_unit_test(an_entry_with_another_index_is_refused),
		cmocka_unit_test(an_entry_about_something_else_is_no_receipt),
		cmocka_unit_test(a_cut_receipt_is_refused_at_every_length),
	};
	return cmocka_run_group_tests(tests, make_key, free_key);
}
