/*
 * Drafts of a submission, and the signatures under them. Both are only ever added: an edit is another draft, and a signature
 * counts for the content that it was made over. Thread: that of the connection. Functions that change something need the
 * writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_DRAFTS_H
#define STORAGE_FILING_STORE_DRAFTS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** A draft to be stored. All borrowed. */
struct jx_new_draft {
	int64_t record_id;
	uint32_t number;    /* newest one plus 1 */
	const char *person; /* id */
	int64_t save_ms;
	const char *digest;      /* of its content */
	const char *base_digest; /* "" for the first */
	const uint8_t *received; /* jixiao.v1.Report as it came */
	size_t n_received;
};

enum jx_status jx_draft_insert(
	struct jx_db *db, const struct jx_new_draft *draft, struct jx_error *error) JX_MUST_CHECK;

/** Get the newest draft with the signatures under its content.
 *
 * @param wants_report  false: without the report.
 * @param ret_draft  in the arena; NULL when there is none.
 */
enum jx_status jx_draft_newest(struct jx_db *db, int64_t record_id, bool wants_report, struct jx_arena *arena,
	JxDraft **ret_draft, struct jx_error *error) JX_MUST_CHECK;

/** A signature. All borrowed. */
struct jx_new_signature {
	int64_t record_id;
	const char *digest; /* of the content */
	const char *person; /* id */
	JxPersonRole role;  /* member or head */
	int64_t sign_ms;
	const char *request_id;
	const JxSignature *signature;
};

/** Store a signature; a second one of a person under the same content changes nothing. */
enum jx_status jx_draft_sign(
	struct jx_db *db, const struct jx_new_signature *signature, struct jx_error *error) JX_MUST_CHECK;

/** Signatures under a content. */
struct jx_signed {
	uint32_t n_members;
	bool has_head;
};

enum jx_status jx_draft_count_signed(struct jx_db *db, int64_t record_id, const char *digest,
	struct jx_signed *ret_signed, struct jx_error *error) JX_MUST_CHECK;

/** What is kept of a submission's drafts. */
struct jx_drafts_kept {
	uint32_t n;
	int64_t n_bytes; /* of their reports */
};

/** Count the drafts of a submission. */
enum jx_status jx_draft_count(struct jx_db *db, int64_t record_id, struct jx_drafts_kept *ret_kept,
	struct jx_error *error) JX_MUST_CHECK;

/** Whether nobody but a person has entered a draft or signed a content. */
enum jx_status jx_draft_is_of_one(struct jx_db *db, int64_t record_id, const char *digest, const char *person,
	bool *ret_is_of_one, struct jx_error *error) JX_MUST_CHECK;

#endif
