#include "proto/contract/evidence/checkpoint.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/base64.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/line.h"

#define ROOT_CHARS JX_BASE64_CHARS(JX_HASH_BYTES)

enum jx_status jx_checkpoint_sign(const struct jx_note_key *key, const struct jx_merkle_tree *tree,
	char out[JX_CHECKPOINT_BYTES], size_t *ret_n, struct jx_error *error)
{
	char root[ROOT_CHARS + 1];
	size_t n_line = 0;
	jx_base64_write(tree->root, JX_HASH_BYTES, root);
	int n = snprintf(out, JX_CHECKPOINT_BYTES, "%s\n%" PRIu64 "\n%s\n", jx_note_key_verifier(key)->name,
		tree->n_leaves, root);
	char *line = out + n + 1;
	enum jx_status status = jx_note_sign(key, out, (size_t)n, line, &n_line, error);
	if (status != JX_OK)
		return status;
	out[n] = '\n';
	*ret_n = (size_t)n + 1 + n_line;
	return JX_OK;
}

static bool read_tree(struct jx_line size, struct jx_line root, struct jx_merkle_tree *ret_tree)
{
	char digits[24];
	uint8_t hash[ROOT_CHARS];
	size_t n = 0;
	if (size.n >= sizeof(digits) || root.n != ROOT_CHARS || !jx_base64_read(root.at, root.n, hash, &n) ||
		n != JX_HASH_BYTES)
		return false;
	(void)jx_text_copy_n(digits, sizeof(digits), size.at, size.n);
	memcpy(ret_tree->root, hash, JX_HASH_BYTES);
	return jx_text_u64(digits, JX_MERKLE_MAX_LEAVES, &ret_tree->n_leaves);
}

enum jx_status jx_checkpoint_verify(const char *note, size_t n, const struct jx_verifier *verifier,
	struct jx_merkle_tree *ret_tree, struct jx_error *error)
{
	size_t n_text = 0;
	struct jx_line origin, size, root;
	enum jx_status status = jx_note_verify(note, n, verifier, &n_text, error);
	if (status != JX_OK)
		return status;
	struct jx_line rest = {note, n_text};
	bool is_read = jx_line_take(&rest, &origin) && jx_line_take(&rest, &size) &&
		       jx_line_take(&rest, &root) && read_tree(size, root, ret_tree);
	if (!is_read)
		return jx_fail_with(
			error, JX_REASON_BAD_NOTE, JX_ARGS(JX_WORDS("日志签名头", "the checkpoint")));
	if (!jx_line_is(origin, verifier->name))
		return jx_fail_with(error, JX_REASON_NOT_SIGNED_BY, JX_ARGS(JX_TEXT(verifier->name)));
	if (verifier->last_size != 0 && ret_tree->n_leaves > verifier->last_size)
		return jx_fail_with(error, JX_REASON_NOTE_FORGED, JX_ARGS(JX_TEXT(verifier->name)));
	return JX_OK;
}
