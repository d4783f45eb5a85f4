/*
 * A case: all about one submission as a file, which proves itself with the verifier keys of the county's log alone.
 *
 * A CaseLine of canonical JSON a line: the head; the entries of the log, each with its proof and the certificate that was
 * shown; the rulebooks; the versions; their receipts; the issues with their threads. What is no entry must follow from one:
 * reports and findings by their digests, filings and sign-offs by signatures, reviews and the words of issues by digests.
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_CASEFILE_CASE_H
#define PROTO_CONTRACT_CASEFILE_CASE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/note.h"

/** The keys that the log has had, the newest last. Borrowed. */
struct jx_case_keys {
	const struct jx_verifier *verifiers;
	size_t n;
};

/** What a case has shown. In the arena. */
struct jx_case {
	const char *submission; /* "submissions/{id}" */
	JxLogEntry **entries;
	size_t n_entries;
	JxSubmissionVersion **versions; /* from number 1 on */
	size_t n_versions;
	size_t n_receipts;
	size_t n_issues;
	size_t n_signatures; /* that hold */
	uint64_t tree_size;  /* of the newest checkpoint in it */
};

/** Check a case.
 *
 * @param text   borrowed, n bytes, need not be terminated.
 * @param arena  for all of it.
 * @return JX_OK; JX_INVALID (BAD_CASE with the line) when it is none; JX_DATA_LOSS (CASE_FORGED with the line) when
 *   something in it does not hold; JX_EXHAUSTED, JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_case_verify(const char *text, size_t n, const struct jx_case_keys *keys,
	struct jx_arena *arena, struct jx_case *ret_case, struct jx_error *error) JX_MUST_CHECK;

#endif
