/*
 * The list of findings of one check, and its digest.
 *
 * One list serves every source of findings: the built-in checks (check.h) and the rules of a rulebook. Whoever
 * adds a finding need not know about explanations: the list reads those of the report once, judges them
 * (explain.h) and marks what they cover. At most JX_MAX_FINDINGS are kept, the most severe of them, so that what
 * stops a report is never hidden by what does not; all are counted. Memory is the arena's. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_FINDING_FINDING_H
#define PROTO_CONTRACT_FINDING_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/evidence/digest.h"

struct jx_explanations; /* explain.h */

/** How much a finding weighs, when there is no room for all. */
enum jx_finding_weight {
	JX_WEIGHT_INFO,
	JX_WEIGHT_EXPLAINED,
	JX_WEIGHT_UNEXPLAINED,
	JX_WEIGHT_HARD,
};
#define JX_FINDING_WEIGHTS 4

struct jx_score_lines; /* score.h */

/** The findings. Read the fields; change them only through the functions below. */
struct jx_findings {
	JxFinding **items; /* kept, n of them, in the arena; may stand in a reply as they are */
	size_t n;
	size_t n_all;         /* all, kept or not */
	size_t n_hard;        /* of all */
	size_t n_explain;     /* of all, explained or not */
	size_t n_info;        /* of all */
	size_t n_unexplained; /* of n_explain: those that no accepted explanation covers */
	size_t n_bytes;       /* of those kept, packed; at most JX_MAX_FINDINGS_BYTES */
	const struct jx_score_lines
		*lines; /* what the checks computed on their way, for jx_score_run(); NULL: nothing */
	/* private */
	struct jx_arena *arena;
	const struct jx_explanations *explanations; /* NULL: nothing is explained */
	size_t capacity;
	size_t n_kept[JX_FINDING_WEIGHTS]; /* of n, by weight */
};

/** Start a list.
 *
 * @param arena       borrowed until the list is done with; keeps the findings.
 * @param report      borrowed likewise; its explanations count. NULL: nothing is explained.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_findings_init(
	struct jx_findings *findings, struct jx_arena *arena, const JxReport *report) JX_MUST_CHECK;

/** Add a finding.
 *
 * Sets is_explained from the report's explanations for severity explain, false for every other.
 * @param finding  borrowed; copied with its texts. rule and field must not be "".
 * @return JX_OK, also when it was only counted: when there is no room, and none less severe to make it;
 *   JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_findings_add(struct jx_findings *findings, const JxFinding *finding) JX_MUST_CHECK;

/** False when a finding of this severity would only be counted, so that its sentences need not be written. */
bool jx_findings_has_room(const struct jx_findings *findings, JxFindingSeverity severity);

/** Put the kept findings into the order of the form: of the schema's fields, then of rows, then as added. */
void jx_findings_sort(struct jx_findings *findings);

/** Say whether the findings let a report through.
 *
 * @return JX_OK; JX_INVALID (HARD_FINDINGS, NEEDS_EXPLANATION) with their number as argument.
 */
enum jx_status jx_findings_admit(const struct jx_findings *findings, struct jx_error *error) JX_MUST_CHECK;

/** Digest of a verdict: equal on two sides exactly when both judged the same content alike.
 *
 * SHA-256, as digest text, over these lines, each ended by a line feed, UTF-8:
 *   jixiao-verdict-v1
 *   <content digest>
 *   <rulebook digest, or "-" when none was used>
 *   <number of all findings, kept or not>
 *   <rule>|<severity>|<field>|<stated>|<expected>|<explained>     for each kept finding, in order
 * severity is hard, explain or info; explained is 1 or 0. In a column, "\", "|", line feed and carriage
 * return are written "\\", "\p", "\n", "\r", so that no text can pass for a line of its own.
 *
 * @param content_digest   borrowed, digest text.
 * @param rulebook_digest  borrowed, digest text; NULL or "" for none.
 * @param findings         sorted.
 * @param out              set on JX_OK.
 * @return JX_OK; JX_INVALID for a finding whose severity is none of these three; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_verdict_digest(const char *content_digest, const char *rulebook_digest,
	const struct jx_findings *findings, char out[JX_DIGEST_TEXT_BYTES]) JX_MUST_CHECK;

#endif
