/*
 * What was: the rows of submissions, rounds, issues and scores as each entry of the log has left them, and a read that sees
 * the store as it was at a time. Private to storage/.
 *
 * Most of what a read sees never changes and has a time of its own. What does change is kept beside the log: when a job
 * ends, the rows of every object that it has logged an act about are copied under the index of the entry. What was at a
 * time is the newest copy before the first entry after it. Thread: that of the connection.
 */
#ifndef STORAGE_LOG_LOG_HISTORY_H
#define STORAGE_LOG_LOG_HISTORY_H

#include "storage/store.h"

/** Keep who was put on a roster or taken off it in the job at hand. @param first_index  of the job's first entry. */
enum jx_status jx_history_keep_rosters(
	struct jx_db *db, uint64_t first_index, struct jx_error *error) JX_MUST_CHECK;

/** Keep the rows of a submission, or of a round, as they are now. @param id  of the row. @param index  of the entry. */
enum jx_status jx_history_keep_submission(
	struct jx_db *db, int64_t id, uint64_t index, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_history_keep_round(
	struct jx_db *db, int64_t id, uint64_t index, struct jx_error *error) JX_MUST_CHECK;

/** Keep the first scores of a version that was filed before there were any. */
enum jx_status jx_history_keep_first_scores(
	struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

/** Keep the score sheet of a version, if it has one, before it is replaced. */
enum jx_status jx_history_keep_sheet(
	struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

#endif
