/*
 * The ledger of idle funds: balances as they were flagged, and the acts on them, which are only ever added. What is
 * outstanding is the sum of an item's rows; no number is stored twice.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_FOLLOWUP_STORE_IDLE_FUNDS_H
#define STORAGE_FOLLOWUP_STORE_IDLE_FUNDS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/followup/store_items.h"
#include "storage/store.h"

/** An act. All borrowed; texts may be "". One of the three sums at most is not 0. */
struct jx_idle_event {
	const char *id; /* in the log */
	JxIdleFundsState before;
	JxIdleFundsState after;
	int64_t at_ms;
	int32_t day;        /* of at_ms in the county, YYYYMMDD: its year is that of the ledger */
	const char *person; /* id */
	int64_t added_fen;
	int64_t recovered_fen;
	int64_t carried_fen;
	const char *text;
	const char *document;
	int64_t due_ms; /* from now on; 0 for none */
	int64_t new_id; /* row of the item that it has made; 0 for none */
};

/** A new item. All borrowed. */
struct jx_new_idle_funds {
	const char *department; /* code */
	const char *source;
	const char *budget_date;
	int32_t budget_day;              /* the first that budget_date can mean, YYYYMMDD */
	const JxIdleFundsOrigin *origin; /* NULL for a person */
	int64_t parent_id;               /* row of the item that it was carried over from; 0 for none */
};

/** The row and the number of a new item. */
struct jx_idle_key {
	int64_t id;
	uint32_t number; /* from 1 within the department */
};

/** Store an item with its first act.
 *
 * @return JX_OK; JX_INVALID (IDLE_FUNDS_TOO_LARGE) when what was ever added would be beyond 64 bits of fen: so no sum of the
 *   ledger ever is.
 */
enum jx_status jx_idle_funds_insert(struct jx_db *db, const struct jx_new_idle_funds *item,
	const struct jx_idle_event *event, struct jx_idle_key *ret_key, struct jx_error *error) JX_MUST_CHECK;

/** A balance that a rule has found. All borrowed. */
struct jx_idle_found {
	const char *department; /* code */
	const char *source;
	const char *budget_date;
	const char *submission; /* "submissions/{id}" of the report that shows it */
};

/** Whether a rule has flagged that balance before: by a report of the same submission, or so that some of it is outstanding; of
 * the department, or of one that has ended and whose items it answers for. What a person has flagged does not count. */
enum jx_status jx_idle_funds_is_flagged(struct jx_db *db, const struct jx_idle_found *found, bool *ret_is,
	struct jx_error *error) JX_MUST_CHECK;

/** Count the items of a department of which something is outstanding. */
enum jx_status jx_idle_funds_count(
	struct jx_db *db, const char *department, uint32_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** An item as it stands. */
struct jx_idle_funds {
	int64_t id;               /* of the row */
	JxIdleFundsItem *message; /* in the arena; without its acts */
	int32_t budget_day;
	uint32_t n_events;
};

/** Add an act to an item, as it stands. */
enum jx_status jx_idle_funds_add(struct jx_db *db, const struct jx_idle_funds *item,
	const struct jx_idle_event *event, struct jx_error *error) JX_MUST_CHECK;

/** Get an item. @return JX_OK; JX_NOT_FOUND (IDLE_FUNDS_NOT_FOUND). */
enum jx_status jx_idle_funds_get(struct jx_db *db, const struct jx_item_query *query, struct jx_arena *arena,
	struct jx_idle_funds *ret_item, struct jx_error *error) JX_MUST_CHECK;

/** Put its acts into an item, the oldest first. */
enum jx_status jx_idle_funds_load_events(struct jx_db *db, const struct jx_idle_funds *item,
	struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** A page of items. */
struct jx_idle_funds_list {
	JxIdleFundsItem **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List items by department code and number. A page ends early at JX_MAX_PAGE_BYTES of texts. */
enum jx_status jx_idle_funds_list(struct jx_db *db, const struct jx_items_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_idle_funds_list *ret_items,
	struct jx_error *error) JX_MUST_CHECK;

#endif
