/*
 * What time does by itself: a round's deadline passes, a checking window ends, a return is not answered in time.
 *
 * Each is done once. Thread: that of the connection; what marks needs the writer, inside a job.
 */
#ifndef STORAGE_FILING_STORE_DUE_H
#define STORAGE_FILING_STORE_DUE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

enum jx_due_kind { JX_DUE_NONE, JX_DUE_DEADLINE, JX_DUE_WINDOW, JX_DUE_ANSWER };

/** What comes next. */
struct jx_due {
	enum jx_due_kind kind; /* JX_DUE_NONE: nothing will come */
	int64_t time_ms;
	char round[JX_MAX_CODE_BYTES + 1];
	char department[JX_MAX_CODE_BYTES + 1]; /* of an answer */
};

/** Find what comes first of all that is not marked yet; of a deadline, of the rounds that are open. */
enum jx_status jx_due_next(struct jx_db *db, struct jx_due *ret_due, struct jx_error *error) JX_MUST_CHECK;

/** Mark a window or an answer, so that it does not come again. A deadline is marked by the state of its round. */
enum jx_status jx_due_mark(struct jx_db *db, const struct jx_due *due, struct jx_error *error) JX_MUST_CHECK;

/** A deadline that an outage may have cut short, of a round or of one department. */
struct jx_cut_deadline {
	char round[JX_MAX_CODE_BYTES + 1];
	char department[JX_MAX_CODE_BYTES + 1]; /* "" for that of the round */
	int64_t deadline_ms;
};

/** The deadlines that are after a time, of rounds that are open, and of single departments in those or in closing ones.
 *
 * @param ret_deadlines  in the arena.
 */
enum jx_status jx_due_list_deadlines(struct jx_db *db, int64_t after_ms, struct jx_arena *arena,
	struct jx_cut_deadline **ret_deadlines, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Add to the time that a round's deadline got back. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_add_given_back(
	struct jx_db *db, const char *round, int64_t ms, struct jx_error *error) JX_MUST_CHECK;

#endif
