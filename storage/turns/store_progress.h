/* How far a round has come, and who holds it up. Thread: that of the connection. */
#ifndef STORAGE_TURNS_STORE_PROGRESS_H
#define STORAGE_TURNS_STORE_PROGRESS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/service/holding.h"
#include "storage/store.h"

/** The departments of a round by state. In an arena. */
struct jx_progress {
	JxStateCount **states; /* in their order, those that occur */
	size_t n_states;
	uint32_t n_late;
};

/** Count the departments of a round. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_progress_count(struct jx_db *db, const char *round, int64_t now_ms, struct jx_arena *arena,
	struct jx_progress *ret_progress, struct jx_error *error) JX_MUST_CHECK;

/** Which departments are reminded. */
struct jx_reminders_query {
	const char *round; /* id */
	bool only_overdue;
	int64_t now_ms;
};

/** A page of reminders. */
struct jx_reminders {
	JxReminder **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List the departments of a round that have something to do, by code. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_reminders_list(struct jx_db *db, const struct jx_reminders_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_reminders *ret_reminders,
	struct jx_error *error) JX_MUST_CHECK;

/** What a department of a round is reminded of.
 *
 * @param ret_reminder  in the arena; NULL when it is not its turn, or not on the roster.
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_reminder_find(struct jx_db *db, const struct jx_reminders_query *query,
	const char *department, struct jx_arena *arena, JxReminder **ret_reminder,
	struct jx_error *error) JX_MUST_CHECK;

/** A reminder that was sent. Borrowed for the call. */
struct jx_new_reminder {
	const char *round;      /* id */
	const char *department; /* code */
	const char *person;     /* id of who sent it */
	int64_t time_ms;
};

/** Keep a reminder. Writer. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_reminder_insert(
	struct jx_db *db, const struct jx_new_reminder *reminder, struct jx_error *error) JX_MUST_CHECK;

/** The states that a department's report of a round has been in. Borrowed for the call. */
struct jx_history {
	const char *department; /* code */
	const char *title;
	const struct jx_state_since *states; /* in the order of their times */
	size_t n;
};

/** Is shown the departments one by one. @return false to be shown no more. */
typedef bool (*jx_history_visitor)(void *user, const struct jx_history *history);

/** Whose histories: those of a round. */
struct jx_histories_query {
	const char *round;
	const char *department; /* code of the only one; "" for all */
	const char *after;      /* code; "" from the first on */
};

/** Show histories, by code. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_histories_visit(struct jx_db *db, const struct jx_histories_query *query,
	jx_history_visitor visit, void *user, struct jx_error *error) JX_MUST_CHECK;

#endif
