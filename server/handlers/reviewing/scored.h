/*
 * What a reader makes ready of the scores of a version, so that the writer only checks that nothing has changed and inserts
 * rows: a wide report takes a second to decode and score, and nobody else would write meanwhile.
 *
 * A version never changes. What can change beside it is what finance has set so far, and which version is the newest.
 */
#ifndef SERVER_HANDLERS_REVIEWING_SCORED_H
#define SERVER_HANDLERS_REVIEWING_SCORED_H

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "server/call/task.h"
#include "storage/filing/store_versions.h"
#include "storage/store_rows.h"

/** The scores of a version with what finance sets; all in the task's arena. */
struct jx_scored {
	int64_t version_id;
	uint32_t number;
	char *content_digest;
	char *rulebook_digest;
	char review_digest[JX_DIGEST_TEXT_BYTES]; /* "" when finance sets nothing */
	bool has_reviewed;
	JxDecimal reviewed;   /* as it was typed, or as the lines give it */
	struct jx_rows rows;  /* of jx_scores_make() */
	const uint8_t *sheet; /* packed, without steps: as replies show it */
	size_t n_sheet;
};

/** Make ready what is stored of an acceptance. @param sheet  loses its steps. @thread reader, no database. */
enum jx_status jx_scored_make(struct jx_task *task, const struct jx_version *version, JxScoreSheet *sheet,
	struct jx_scored *ret_scored) JX_MUST_CHECK;

/** Pack a sheet for a reply: without steps, which ExplainScore gives, and without its lines where they are too many.
 *
 * @param sheet  loses its steps.
 * @param ret_bytes  in the task's arena.
 */
enum jx_status jx_scored_pack_sheet(
	struct jx_task *task, JxScoreSheet *sheet, const uint8_t **ret_bytes, size_t *ret_n) JX_MUST_CHECK;

/** Unpack it again. @thread writer. */
enum jx_status jx_scored_unpack_sheet(
	struct jx_task *task, const uint8_t *bytes, size_t n, JxScoreSheet **ret_sheet) JX_MUST_CHECK;

/** Say what holds from now on, for the log. @param sheet  of jx_scored_unpack_sheet(). */
void jx_scored_record(struct jx_scored *scored, const JxScoreSheet *sheet, JxAcceptanceRecord *record);

/** Fail because what was made ready does not hold any more: the task starts over, some times. @thread writer. */
enum jx_status jx_scored_fail_changed(struct jx_task *task, const char *name) JX_MUST_CHECK;

#endif
