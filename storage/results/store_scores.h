/*
 * Scores of versions: as computed when they are filed, and with finance's review when they are accepted.
 *
 * Nothing is computed here: sheets come from contract/score.h. Thread: that of the connection. Functions that change
 * something need the writer, inside a job.
 */
#ifndef STORAGE_RESULTS_STORE_SCORES_H
#define STORAGE_RESULTS_STORE_SCORES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"
#include "storage/store_rows.h"

/** Store the scores of a version, in the place of those that were stored before. */
enum jx_status jx_scores_write(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	struct jx_error *error) JX_MUST_CHECK;

/** Make the rows of an accepted version's scores: the figures, the review, the sheet with its steps, and the analysts' rows
 * of its lines.
 *
 * @param review  NULL when finance set nothing.
 * @thread any.
 */
enum jx_status jx_scores_make(struct jx_rows *rows, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, struct jx_error *error) JX_MUST_CHECK;

/** Store what jx_scores_make() made, in the place of what was stored before. */
enum jx_status jx_scores_replace(
	struct jx_db *db, int64_t version_id, struct jx_rows *rows, struct jx_error *error) JX_MUST_CHECK;

/** Make and store the rows of an accepted version's scores in one job. */
enum jx_status jx_scores_accept(struct jx_db *db, int64_t version_id, const JxScoreSheet *sheet,
	const JxReview *review, struct jx_error *error) JX_MUST_CHECK;

/** Store what finance has set so far beside a version that is not accepted; NULL for nothing. Its scores stay. */
enum jx_status jx_scores_review(
	struct jx_db *db, int64_t version_id, const JxReview *review, struct jx_error *error) JX_MUST_CHECK;

/** The digest of what finance has set beside a version, as it is stored; "" for nothing. */
enum jx_status jx_scores_review_digest(struct jx_db *db, int64_t version_id,
	char ret_digest[JX_DIGEST_TEXT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** A version whose scores were never stored: its schema had none. */
struct jx_unscored {
	int64_t version_id;
	const char *round;      /* id */
	const char *department; /* code */
	uint32_t number;
	bool is_accepted; /* now, or in a publication: it has a review and analysts' rows */
	JxReview *review; /* as it was stored; NULL when finance set nothing */
};

/** Find the next version without scores.
 *
 * @param after  id of a version; 0 to begin with.
 * @param ret_found  false at the end.
 * @param ret_unscored  set when there is one; in the arena.
 */
enum jx_status jx_scores_next_missing(struct jx_db *db, int64_t after, struct jx_arena *arena,
	bool *ret_found, struct jx_unscored *ret_unscored, struct jx_error *error) JX_MUST_CHECK;

/** Keep the scores that such a version has now as those that it had from the beginning. */
enum jx_status jx_scores_keep_first(
	struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

#endif
