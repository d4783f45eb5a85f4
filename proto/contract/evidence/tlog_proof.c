#include "proto/contract/evidence/tlog_proof.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/base64.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/line.h"

#define HEAD       "c2sp.org/tlog-proof@v1"
#define HASH_CHARS JX_BASE64_CHARS(JX_HASH_BYTES)

void jx_tlog_proof_print(uint64_t index, const struct jx_merkle_proof *proof, const char *checkpoint,
	size_t n_checkpoint, char *out, size_t *ret_n)
{
	size_t n = (size_t)snprintf(out, 64, HEAD "\nindex %" PRIu64 "\n", index);
	for (size_t i = 0; i < proof->n; i++) {
		jx_base64_write(proof->hashes[i], JX_HASH_BYTES, out + n);
		n += HASH_CHARS;
		out[n++] = '\n';
	}
	out[n++] = '\n';
	memcpy(out + n, checkpoint, n_checkpoint);
	n += n_checkpoint;
	out[n] = '\0';
	*ret_n = n;
}

static enum jx_status fail_proof(const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_PROOF, JX_ARGS(JX_WORDS(zh, en)));
}

static bool read_index(struct jx_line line, uint64_t *ret_index)
{
	char digits[24];
	if (!jx_line_skip(&line, "index ") || line.n >= sizeof(digits))
		return false;
	(void)jx_text_copy_n(digits, sizeof(digits), line.at, line.n);
	return jx_text_u64(digits, JX_MERKLE_MAX_LEAVES, ret_index);
}

static bool read_hash(struct jx_line line, struct jx_merkle_proof *proof)
{
	uint8_t hash[HASH_CHARS];
	size_t n = 0;
	if (proof->n == JX_MERKLE_MAX_HASHES || line.n != HASH_CHARS ||
		!jx_base64_read(line.at, line.n, hash, &n) || n != JX_HASH_BYTES)
		return false;
	memcpy(proof->hashes[proof->n++], hash, JX_HASH_BYTES);
	return true;
}

static bool skip_extra(struct jx_line *rest)
{
	struct jx_line after = *rest;
	struct jx_line line;
	uint8_t extra[JX_MAX_NOTE_BYTES];
	size_t n = 0;
	if (!jx_line_take(&after, &line) || !jx_line_skip(&line, "extra "))
		return true;
	*rest = after;
	return line.n <= sizeof(extra) && jx_base64_read(line.at, line.n, extra, &n);
}

/* Read everything but the checkpoint, which is what is left of the text. */
static enum jx_status read_proof(
	struct jx_line *rest, uint64_t *ret_index, struct jx_merkle_proof *ret_proof, struct jx_error *error)
{
	struct jx_line line;
	if (!jx_line_take(rest, &line) || !jx_line_is(line, HEAD))
		return fail_proof("第一行", "the first line", error);
	if (!skip_extra(rest))
		return fail_proof("extra 行", "the line \"extra\"", error);
	if (!jx_line_take(rest, &line) || !read_index(line, ret_index))
		return fail_proof("index 行", "the line \"index\"", error);
	while (jx_line_take(rest, &line)) {
		if (line.n == 0)
			return JX_OK;
		if (!read_hash(line, ret_proof))
			break;
	}
	return fail_proof("摘要行", "a line with a hash", error);
}

enum jx_status jx_tlog_proof_verify(const char *text, size_t n, const struct jx_log_text *entry,
	const struct jx_verifier *verifier, struct jx_proven *ret_proven, struct jx_error *error)
{
	struct jx_line rest = {text, n};
	struct jx_merkle_proof proof = {0};
	uint8_t leaf[JX_HASH_BYTES];
	enum jx_status status = read_proof(&rest, &ret_proven->index, &proof, error);
	if (status != JX_OK)
		return status;
	status = jx_checkpoint_verify(rest.at, rest.n, verifier, &ret_proven->tree, error);
	if (status != JX_OK)
		return status;
	if (jx_merkle_leaf_hash(entry->text, entry->n, leaf) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_merkle_check_inclusion(&ret_proven->tree, ret_proven->index, leaf, &proof, error);
}
