/*
 * The longer texts of accepted versions by their hashes, to find what two departments have word for word.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_RESULTS_STORE_TEXTS_H
#define STORAGE_RESULTS_STORE_TEXTS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/results/store_rankings.h"
#include "storage/store.h"
#include "storage/store_rows.h"

/** Make the rows of the longer texts of a version: conclusion, problems, measures, explanations, and what goals and
 * projects achieved. */
enum jx_status jx_texts_make(struct jx_rows *rows, int64_t version_id, const JxReport *report,
	struct jx_error *error) JX_MUST_CHECK;

/** Count, for each row of a snapshot, the longer texts that another department of it has word for word.
 *
 * @param ret_counts  n_rows of them, by malloc; the caller frees them.
 */
enum jx_status jx_ranking_copies(struct jx_db *db, const struct jx_ranking *ranking, uint32_t **ret_counts,
	struct jx_error *error) JX_MUST_CHECK;

#endif
