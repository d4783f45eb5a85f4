/* Notes, checkpoints and proofs: against a log that another implementation made (tests/data/tlog), and our own. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/base64.h"
#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/evidence/tlog_proof.h"
#include "tests/support/test.h"

#define MAX_BYTES 4096

struct text {
	char bytes[MAX_BYTES + 1];
	size_t n;
};

static struct jx_verifier verifier;
static struct text entry, proof, before, now;

static struct text read_text(const char *name)
{
	char path[512];
	struct text text = {.n = 0};
	(void)snprintf(path, sizeof(path), "%s/tlog/%s", JX_TEST_DATA, name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	text.n = fread(text.bytes, 1, MAX_BYTES, file);
	assert_int_equal(fclose(file), 0);
	return text;
}

static int read_log(void **state)
{
	(void)state;
	struct text key = read_text("verifier-key");
	key.bytes[strcspn(key.bytes, "\n")] = '\0';
	assert_int_equal(jx_verifier_read(key.bytes, &verifier, NULL), JX_OK);
	entry = read_text("leaf-5");
	proof = read_text("leaf-5.tlog-proof");
	before = read_text("checkpoint-4");
	now = read_text("checkpoint-7");
	return 0;
}

static enum jx_status verify_proof(const struct text *text, const struct text *leaf, struct jx_error *error)
{
	struct jx_proven proven = {0};
	const struct jx_log_text entered = {leaf->bytes, leaf->n};
	enum jx_status status =
		jx_tlog_proof_verify(text->bytes, text->n, &entered, &verifier, &proven, error);
	if (status == JX_OK) {
		assert_int_equal(proven.index, 5);
		assert_int_equal(proven.tree.n_leaves, 7);
	}
	return status;
}

static void anothers_proof_holds(void **state)
{
	(void)state;
	assert_int_equal(verify_proof(&proof, &entry, NULL), JX_OK);
}

static void anothers_checkpoints_are_consistent(void **state)
{
	(void)state;
	struct jx_merkle_tree trees[2];
	struct jx_merkle_proof growth = {0};
	struct text text = read_text("consistency-4-7");
	assert_int_equal(jx_checkpoint_verify(before.bytes, before.n, &verifier, &trees[0], NULL), JX_OK);
	assert_int_equal(jx_checkpoint_verify(now.bytes, now.n, &verifier, &trees[1], NULL), JX_OK);
	assert_int_equal(trees[0].n_leaves, 4);
	assert_int_equal(trees[1].n_leaves, 7);
	for (char *line = strtok(text.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		uint8_t hash[48];
		size_t n = 0;
		assert_true(jx_base64_read(line, strlen(line), hash, &n));
		assert_int_equal(n, JX_HASH_BYTES);
		memcpy(growth.hashes[growth.n++], hash, n);
	}
	assert_int_equal(jx_merkle_check_consistency(&trees[0], &trees[1], &growth, NULL), JX_OK);
	growth.hashes[0][0] ^= 1;
	assert_int_equal(jx_merkle_check_consistency(&trees[0], &trees[1], &growth, NULL), JX_DATA_LOSS);
}

static void a_proof_with_any_bit_changed_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < proof.n; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			struct text changed = proof;
			changed.bytes[i] ^= (char)(1u << bit);
			assert_int_not_equal(verify_proof(&changed, &entry, NULL), JX_OK);
		}
	for (size_t i = 0; i < entry.n; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			struct text changed = entry;
			struct jx_error error = {0};
			changed.bytes[i] ^= (char)(1u << bit);
			assert_int_equal(verify_proof(&proof, &changed, &error), JX_DATA_LOSS);
			assert_int_equal(error.reason, JX_REASON_PROOF_FAILS);
		}
}

static void a_proof_cut_or_lengthened_is_refused(void **state)
{
	(void)state;
	for (size_t n = 0; n < proof.n; n++) {
		struct text cut = proof;
		cut.n = n;
		assert_int_not_equal(verify_proof(&cut, &entry, NULL), JX_OK);
	}
	for (unsigned c = 0; c < 256; c++) {
		struct text longer = proof;
		longer.bytes[longer.n++] = (char)c;
		assert_int_not_equal(verify_proof(&longer, &entry, NULL), JX_OK);
	}
}

static void an_extra_line_proves_nothing_and_harms_nothing(void **state)
{
	(void)state;
	struct text longer = {.n = 0};
	const char *rest = strstr(proof.bytes, "index");
	longer.n = (size_t)snprintf(longer.bytes, MAX_BYTES, "c2sp.org/tlog-proof@v1\nextra AAAA\n%s", rest);
	assert_int_equal(verify_proof(&longer, &entry, NULL), JX_OK);
	longer.n = (size_t)snprintf(longer.bytes, MAX_BYTES, "c2sp.org/tlog-proof@v1\nextra AAA\n%s", rest);
	assert_int_equal(verify_proof(&longer, &entry, NULL), JX_INVALID);
}

/* ---- our own ---- */

#define NAME "finance.example/county"

static struct jx_note_key *make_key(const char *name)
{
	struct jx_note_key *key = NULL;
	assert_int_equal(jx_note_key_make(name, &key, NULL), JX_OK);
	return key;
}

static void a_key_is_written_and_read_back(void **state)
{
	(void)state;
	char pem[JX_NOTE_PEM_BYTES];
	char text[JX_VERIFIER_TEXT_BYTES];
	JX_AUTO(jx_note_key) key = make_key(NAME);
	JX_AUTO(jx_note_key) again = NULL;
	struct jx_verifier read;
	assert_int_equal(jx_note_key_print(key, pem, NULL), JX_OK);
	assert_int_equal(jx_note_key_read(NAME, pem, strlen(pem), &again, NULL), JX_OK);
	assert_memory_equal(jx_note_key_verifier(key), jx_note_key_verifier(again), sizeof(read));
	jx_verifier_print(jx_note_key_verifier(key), text);
	assert_int_equal(jx_verifier_read(text, &read, NULL), JX_OK);
	assert_memory_equal(&read, jx_note_key_verifier(key), sizeof(read));
}

static void names_that_a_note_cannot_hold_are_refused(void **state)
{
	(void)state;
	static const char *const NAMES[] = {"", "a b", "a+b", "\xE5\x8E\xBF", "a\n", "\x7F"};
	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
		struct jx_note_key *key = NULL;
		assert_int_equal(jx_note_key_make(NAMES[i], &key, NULL), JX_INVALID);
	}
	char name[JX_MAX_NOTE_NAME_BYTES + 2];
	struct jx_note_key *key = NULL;
	memset(name, 'a', sizeof(name));
	name[JX_MAX_NOTE_NAME_BYTES + 1] = '\0';
	assert_int_equal(jx_note_key_make(name, &key, NULL), JX_INVALID);
	name[JX_MAX_NOTE_NAME_BYTES] = '\0';
	JX_AUTO(jx_note_key) widest = make_key(name);
	char text[JX_VERIFIER_TEXT_BYTES];
	char line[JX_NOTE_LINE_BYTES];
	char note[JX_CHECKPOINT_BYTES];
	size_t n = 0;
	jx_verifier_print(jx_note_key_verifier(widest), text);
	assert_int_equal(jx_note_sign(widest, "a\n", 2, line, &n, NULL), JX_OK);
	assert_in_range(n, 1, sizeof(line) - 1);
	const struct jx_merkle_tree tree = {.n_leaves = JX_MERKLE_MAX_LEAVES};
	assert_int_equal(jx_checkpoint_sign(widest, &tree, note, &n, NULL), JX_OK);
	assert_in_range(n, 1, sizeof(note) - 1);
}

static void keys_that_are_none_are_refused(void **state)
{
	(void)state;
	static const char *const TEXTS[] = {"", "a", "a+b", "a+00000000+",
		"a+789fe146+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"jixiao.example/yuanshi/2025+789FE146+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"jixiao.example/yuanshi/2025+789fe146+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"jixiao.example/yuanshi/2025+789fe146+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG5",
		"jixiao.example/yuanshi/2025+789fe146+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 "};
	struct jx_verifier read;
	struct jx_note_key *key = NULL;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		struct jx_error error = {0};
		assert_int_equal(jx_verifier_read(TEXTS[i], &read, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_BAD_VERIFIER_KEY);
		assert_int_equal(jx_note_key_read(NAME, TEXTS[i], strlen(TEXTS[i]), &key, NULL), JX_INVALID);
	}
}

/* A note of a text and signature lines. */
static struct text join(const char *text, const char *lines)
{
	struct text note = {.n = 0};
	note.n = (size_t)snprintf(note.bytes, MAX_BYTES, "%s\n%s", text, lines);
	return note;
}

static enum jx_status verify_note(
	const struct text *note, const struct jx_note_key *key, size_t *ret_n, enum jx_reason *ret_reason)
{
	struct jx_error error = {0};
	enum jx_status status =
		jx_note_verify(note->bytes, note->n, jx_note_key_verifier(key), ret_n, &error);
	*ret_reason = error.reason;
	return status;
}

static void a_note_is_signed_by_whom_it_says(void **state)
{
	(void)state;
	JX_AUTO(jx_note_key) key = make_key(NAME);
	JX_AUTO(jx_note_key) other = make_key("other.example");
	JX_AUTO(jx_note_key) twin = make_key(NAME);
	char line[JX_NOTE_LINE_BYTES];
	char other_line[JX_NOTE_LINE_BYTES];
	char lines[3 * JX_NOTE_LINE_BYTES];
	size_t n = 0;
	enum jx_reason reason;
	const char *text = "first\n\nthird\n";
	assert_int_equal(jx_note_sign(key, text, strlen(text), line, &n, NULL), JX_OK);
	assert_int_equal(n, strlen(line));
	assert_int_equal(jx_note_sign(other, text, strlen(text), other_line, &n, NULL), JX_OK);
	(void)snprintf(
		lines, sizeof(lines), "%s%s%s", other_line, "\xE2\x80\x94 unknown.example AAAA\n", line);
	struct text note = join(text, lines);
	assert_int_equal(verify_note(&note, key, &n, &reason), JX_OK);
	assert_int_equal(n, strlen(text));
	assert_int_equal(verify_note(&note, other, &n, &reason), JX_OK);
	/* the same name with another key is somebody else */
	assert_int_equal(verify_note(&note, twin, &n, &reason), JX_DATA_LOSS);
	assert_int_equal(reason, JX_REASON_NOT_SIGNED_BY);
	note = join("first\n\nThird\n", lines);
	assert_int_equal(verify_note(&note, key, &n, &reason), JX_DATA_LOSS);
	assert_int_equal(reason, JX_REASON_NOTE_FORGED);
	/* a wrong signature beside a good one */
	assert_int_equal(jx_note_sign(key, "else\n", 5, other_line, &n, NULL), JX_OK);
	(void)snprintf(lines, sizeof(lines), "%s%s", line, other_line);
	note = join(text, lines);
	assert_int_equal(verify_note(&note, key, &n, &reason), JX_DATA_LOSS);
	assert_int_equal(reason, JX_REASON_NOTE_FORGED);
}

static void what_is_no_note_is_refused(void **state)
{
	(void)state;
	JX_AUTO(jx_note_key) key = make_key(NAME);
	static const struct text NOTES[] = {{"", 0}, {"\n", 1}, {"\n\n", 2}, {"a\n", 2}, {"a\n\n", 3},
		{"a\n\nb\n", 5}, {"a\n\n\xE2\x80\x94 b\n", 9}, {"a\n\n\xE2\x80\x94  AAAA\n", 12},
		{"a\r\n\n\xE2\x80\x94 b AAAA\n", 14}, {"\xFF\n\n\xE2\x80\x94 b AAAA\n", 13},
		{"a\n\n\xE2\x80\x94 b AAAA", 13}, {"a\n\n\xE2\x80\x94 " NAME " AAAA\n", 14 + sizeof(NAME)}};
	for (size_t i = 0; i < sizeof(NOTES) / sizeof(NOTES[0]); i++) {
		size_t n = 0;
		enum jx_reason reason;
		assert_int_equal(verify_note(&NOTES[i], key, &n, &reason), JX_INVALID);
		assert_int_equal(reason, JX_REASON_BAD_NOTE);
	}
}

static void a_note_has_as_many_signatures_as_are_allowed(void **state)
{
	(void)state;
	JX_AUTO(jx_note_key) key = make_key(NAME);
	struct text note = {.n = 0};
	size_t n = 0;
	enum jx_reason reason;
	char line[JX_NOTE_LINE_BYTES];
	assert_int_equal(jx_note_sign(key, "a\n", 2, line, &n, NULL), JX_OK);
	note.n = (size_t)snprintf(note.bytes, MAX_BYTES, "a\n\n");
	for (size_t i = 1; i < JX_MAX_NOTE_SIGNATURES; i++)
		note.n += (size_t)snprintf(note.bytes + note.n, MAX_BYTES - note.n, "\xE2\x80\x94 b AAAA\n");
	note.n += (size_t)snprintf(note.bytes + note.n, MAX_BYTES - note.n, "%s", line);
	assert_int_equal(verify_note(&note, key, &n, &reason), JX_OK);
	note.n += (size_t)snprintf(note.bytes + note.n, MAX_BYTES - note.n, "\xE2\x80\x94 b AAAA\n");
	assert_int_equal(verify_note(&note, key, &n, &reason), JX_INVALID);
}

static void a_checkpoint_is_that_of_its_log(void **state)
{
	(void)state;
	JX_AUTO(jx_note_key) key = make_key(NAME);
	char note[JX_CHECKPOINT_BYTES];
	char line[JX_NOTE_LINE_BYTES];
	size_t n = 0;
	struct jx_merkle_tree tree = {.n_leaves = 300, .root = {1, 2, 3}};
	struct jx_merkle_tree read = {0};
	assert_int_equal(jx_checkpoint_sign(key, &tree, note, &n, NULL), JX_OK);
	assert_int_equal(n, strlen(note));
	assert_int_equal(jx_checkpoint_verify(note, n, jx_note_key_verifier(key), &read, NULL), JX_OK);
	assert_memory_equal(&read, &tree, sizeof(tree));
	/* signed by the key of this log, but with the origin of another, or not a checkpoint at all */
	static const char *const TEXTS[] = {
		"other.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
		NAME "\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", NAME "\n1\nAAAA\n", NAME "\n1\n",
		NAME "\n4611686018427387905\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"};
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
		assert_int_equal(jx_note_sign(key, TEXTS[i], strlen(TEXTS[i]), line, &n, NULL), JX_OK);
		struct text whole = join(TEXTS[i], line);
		assert_int_equal(
			jx_checkpoint_verify(whole.bytes, whole.n, jx_note_key_verifier(key), &read, NULL),
			i == 0 ? JX_DATA_LOSS : JX_INVALID);
	}
	static const char LONGER[] = NAME "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n";
	assert_int_equal(jx_note_sign(key, LONGER, strlen(LONGER), line, &n, NULL), JX_OK);
	struct text whole = join(LONGER, line);
	assert_int_equal(
		jx_checkpoint_verify(whole.bytes, whole.n, jx_note_key_verifier(key), &read, NULL), JX_OK);
	assert_int_equal(read.n_leaves, 1);
}

static void our_proof_holds_and_reads_as_anothers(void **state)
{
	(void)state;
	JX_AUTO(jx_note_key) key = make_key(NAME);
	struct jx_merkle_proof path = {.n = 1, .hashes = {{7}}};
	struct jx_merkle_tree tree = {.n_leaves = 2};
	const struct jx_log_text entered = {"entry", 5};
	struct jx_proven proven;
	char checkpoint[JX_CHECKPOINT_BYTES];
	char text[JX_TLOG_PROOF_BYTES(JX_CHECKPOINT_BYTES)];
	uint8_t leaf[JX_HASH_BYTES];
	size_t n = 0;
	assert_int_equal(jx_merkle_leaf_hash("entry", 5, leaf), JX_OK);
	assert_int_equal(jx_merkle_node_hash(path.hashes[0], leaf, tree.root), JX_OK);
	assert_int_equal(jx_checkpoint_sign(key, &tree, checkpoint, &n, NULL), JX_OK);
	jx_tlog_proof_print(1, &path, checkpoint, n, text, &n);
	assert_int_equal(n, strlen(text));
	assert_int_equal(
		jx_tlog_proof_verify(text, n, &entered, jx_note_key_verifier(key), &proven, NULL), JX_OK);
	assert_int_equal(proven.index, 1);
	assert_int_equal(jx_tlog_proof_verify(text, n, &entered, &verifier, &proven, NULL), JX_DATA_LOSS);
}

static void the_widest_proof_fits(void **state)
{
	(void)state;
	static const struct jx_merkle_proof path = {.n = JX_MERKLE_MAX_HASHES};
	char text[JX_TLOG_PROOF_BYTES(2)];
	size_t n = 0;
	jx_tlog_proof_print(JX_MERKLE_MAX_LEAVES, &path, "a\n", 2, text, &n);
	assert_in_range(n, 1, sizeof(text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anothers_proof_holds),
		cmocka_unit_test(anothers_checkpoints_are_consistent),
		cmocka_unit_test(a_proof_with_any_bit_changed_is_refused),
		cmocka_unit_test(a_proof_cut_or_lengthened_is_refused),
		cmocka_unit_test(an_extra_line_proves_nothing_and_harms_nothing),
		cmocka_unit_test(a_key_is_written_and_read_back),
		cmocka_unit_test(names_that_a_note_cannot_hold_are_refused),
		cmocka_unit_test(keys_that_are_none_are_refused),
		cmocka_unit_test(a_note_is_signed_by_whom_it_says),
		cmocka_unit_test(what_is_no_note_is_refused),
		cmocka_unit_test(a_note_has_as_many_signatures_as_are_allowed),
		cmocka_unit_test(a_checkpoint_is_that_of_its_log),
		cmocka_unit_test(our_proof_holds_and_reads_as_anothers),
		cmocka_unit_test(the_widest_proof_fits),
	};
	return cmocka_run_group_tests(tests, read_log, NULL);
}
