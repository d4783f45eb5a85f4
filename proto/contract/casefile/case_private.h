/* A case that is being checked. Private to this folder. */
#ifndef PROTO_CONTRACT_CASEFILE_CASE_PRIVATE_H
#define PROTO_CONTRACT_CASEFILE_CASE_PRIVATE_H

#include "proto/contract/casefile/case.h"
#include "proto/contract/evidence/tlog_proof.h"

/* What a line holds, in the order of a file. */
enum jx_case_part {
	JX_CASE_HEAD,
	JX_CASE_ENTRY,
	JX_CASE_RULEBOOK,
	JX_CASE_VERSION,
	JX_CASE_RECEIPT,
	JX_CASE_ISSUE
};

struct jx_case_reading {
	const struct jx_case_keys *keys;
	struct jx_arena *arena;
	struct jx_error *error;
	struct jx_case found;
	const JxCaseHead *head;
	JxIssue **issues;
	const char *rulebooks[8]; /* digests of those that were read; a round has one at a time */
	size_t n_rulebooks;
	size_t line;            /* from 1 */
	enum jx_case_part part; /* of the line before */
};

/** Fail with BAD_CASE, or CASE_FORGED, at the line. */
enum jx_status jx_case_fail(
	const struct jx_case_reading *reading, const char *zh, const char *en) JX_MUST_CHECK;
enum jx_status jx_case_forged(
	const struct jx_case_reading *reading, const char *zh, const char *en) JX_MUST_CHECK;

/** Check a proof with the keys, the newest first. @return false when it holds with none. */
bool jx_case_is_proven(const struct jx_case_reading *reading, const struct jx_log_text *entry,
	const char *proof, size_t n_proof, struct jx_proven *ret_proven);

/** The entry about the filing of a version; NULL for none. */
const JxLogEntry *jx_case_filing(const struct jx_case *found, uint32_t version);

/* Take a line of each part. */
enum jx_status jx_case_take_entry(struct jx_case_reading *reading, const JxLoggedEntry *logged) JX_MUST_CHECK;
enum jx_status jx_case_take_rulebook(
	struct jx_case_reading *reading, const JxRulebook *rulebook) JX_MUST_CHECK;
enum jx_status jx_case_take_version(
	struct jx_case_reading *reading, JxSubmissionVersion *version) JX_MUST_CHECK;
enum jx_status jx_case_take_receipt(struct jx_case_reading *reading, const char *text) JX_MUST_CHECK;
enum jx_status jx_case_take_issue(struct jx_case_reading *reading, JxIssue *issue) JX_MUST_CHECK;

/** Whether the rulebook of each version is there. */
bool jx_case_has_rulebooks(const struct jx_case_reading *reading);

/** Hold the issues of each return against the digest that its entry has. */
enum jx_status jx_case_check_returns(struct jx_case_reading *reading) JX_MUST_CHECK;

#endif
