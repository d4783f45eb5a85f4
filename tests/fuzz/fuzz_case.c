/*
 * Any text as a case. The keys belong to the log of the seeds, so that only what that log has signed is taken as proven; what
 * is taken has a report for each version.
 */
#include "proto/contract/casefile/case.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The first line of a seed is the verifier key of its log. */
	const uint8_t *end = memchr(data, '\n', size);
	struct jx_verifier verifier;
	struct jx_case found;
	struct jx_error error = {0};
	struct jx_arena arena;
	char key[JX_VERIFIER_TEXT_BYTES];
	size_t n_key = end != NULL ? (size_t)(end - data) : 0;
	if (end == NULL || n_key >= sizeof(key))
		return 0;
	memcpy(key, data, n_key);
	key[n_key] = '\0';
	if (jx_verifier_read(key, &verifier, &error) != JX_OK)
		return 0;
	const struct jx_case_keys keys = {&verifier, 1};
	size_t n = size - n_key - 1;
	char *text = malloc(n + 1);
	if (text == NULL)
		return 0;
	memcpy(text, end + 1, n);
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	if (jx_case_verify(text, n, &keys, &arena, &found, &error) == JX_OK) {
		FUZZ_MUST(found.n_receipts == found.n_versions);
		for (size_t i = 0; i < found.n_versions; i++)
			FUZZ_MUST(found.versions[i]->report != NULL);
	}
	jx_arena_clear(&arena);
	free(text);
	return 0;
}
