/*
 * Any text as a proof from the log, as a signed note and as a verifier key.
 *
 * The verifier belongs to a key that nobody has, so nothing that is found can be signed by it but the seeds; what is taken
 * as a verifier key prints back as the same text.
 */
#include "proto/contract/evidence/tlog_proof.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

#define KEY  "jixiao.example/yuanshi/2025+789fe146+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define LEAF "{\"unit\":\"005\",\"seq\":5}"

static void try_verifier(const char *text)
{
	struct jx_verifier verifier;
	char again[JX_VERIFIER_TEXT_BYTES];
	if (jx_verifier_read(text, &verifier, NULL) != JX_OK)
		return;
	jx_verifier_print(&verifier, again);
	FUZZ_MUST(strcmp(again, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jx_verifier verifier;
	struct jx_merkle_tree tree;
	struct jx_error error = {0};
	struct jx_proven proven;
	const struct jx_log_text leaf = {LEAF, sizeof(LEAF) - 1};
	size_t n_text = 0;
	char *text = malloc(size + 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	FUZZ_MUST(jx_verifier_read(KEY, &verifier, NULL) == JX_OK);
	if (jx_tlog_proof_verify(text, size, &leaf, &verifier, &proven, &error) == JX_OK)
		FUZZ_MUST(proven.index == 5 && proven.tree.n_leaves == 7);
	if (jx_note_verify(text, size, &verifier, &n_text, &error) == JX_OK)
		FUZZ_MUST(n_text < size && text[n_text - 1] == '\n' && text[n_text] == '\n');
	(void)!jx_checkpoint_verify(text, size, &verifier, &tree, &error);
	try_verifier(text);
	free(text);
	return 0;
}
