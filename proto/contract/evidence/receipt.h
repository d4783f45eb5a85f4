/*
 * Receipts as files: what was filed, and the proof that the county's log holds it.
 *
 *   a line for people, in Chinese
 *   the same in English
 *   the entry of the log, as it is hashed
 *   (an empty line)
 *   the proof, a tlog-proof
 *
 * Both lines for people follow from the entry, so that nobody can be shown what was not proven. Others' tools take the entry
 * (the third line, without its line feed) and the proof (from the fifth line on). A receipt says that a report was
 * received and is kept unchanged; not that it was accepted, and it is no seal. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_EVIDENCE_RECEIPT_H
#define PROTO_CONTRACT_EVIDENCE_RECEIPT_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/tlog_proof.h"

/** Write a receipt.
 *
 * @param entry  borrowed; of a version that was filed.
 * @param proof  borrowed, terminated.
 * @param ret_text  terminated, in the arena.
 * @return JX_OK; JX_INVALID (BAD_RECEIPT) for an entry about something else; JX_EXHAUSTED, JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_receipt_print(const struct jx_log_text *entry, const char *proof, struct jx_arena *arena,
	char **ret_text, struct jx_error *error) JX_MUST_CHECK;

/** What a receipt says. In the arena. */
struct jx_receipt {
	const JxLogEntry *entry; /* its record is a filing */
	const char *people[2];   /* the lines for people, by enum jx_language */
	const char *proof;       /* the rest of the file, borrowed from it */
	size_t n_proof;
	struct jx_log_text text; /* of the entry; borrowed from the file */
	struct jx_proven proven; /* set by jx_receipt_verify() */
};

/** Read a receipt without checking its proof.
 *
 * @param text  borrowed, n bytes, need not be terminated.
 * @return JX_OK; JX_INVALID (BAD_RECEIPT) when it is none; JX_DATA_LOSS (RECEIPT_FORGED) when a line for people says
 *   something else than the entry; JX_EXHAUSTED, JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_receipt_read(const char *text, size_t n, struct jx_arena *arena,
	struct jx_receipt *ret_receipt, struct jx_error *error) JX_MUST_CHECK;

/** Read a receipt and check it.
 *
 * @return as jx_receipt_read() and jx_tlog_proof_verify(); JX_DATA_LOSS (RECEIPT_FORGED) when the entry has another index
 *   than the proof.
 */
enum jx_status jx_receipt_verify(const char *text, size_t n, const struct jx_verifier *verifier,
	struct jx_arena *arena, struct jx_receipt *ret_receipt, struct jx_error *error) JX_MUST_CHECK;

#endif
