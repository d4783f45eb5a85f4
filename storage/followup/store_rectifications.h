/*
 * Rectification items: what each was raised with, and the acts on it, which are only ever added.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_FOLLOWUP_STORE_RECTIFICATIONS_H
#define STORAGE_FOLLOWUP_STORE_RECTIFICATIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/followup/store_items.h"
#include "storage/store.h"

/** An act. All borrowed; texts may be "". */
struct jx_rectification_event {
	const char *id; /* in the log */
	JxRectificationState before;
	JxRectificationState after;
	int64_t at_ms;
	const char *person; /* id */
	const char *text;
	int64_t due_ms;     /* from now on; 0 for none */
	int64_t planned_ms; /* likewise */
	const char *repeats;
};

/** A new item. All borrowed. */
struct jx_new_rectification {
	const char *department;              /* code */
	const JxRectificationOrigin *origin; /* NULL for a person */
};

/** Store an item with its first act. @param ret_number  from 1 within the department. */
enum jx_status jx_rectification_insert(struct jx_db *db, const struct jx_new_rectification *item,
	const struct jx_rectification_event *act, uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** An item as it stands. */
struct jx_rectification {
	int64_t id;                   /* of the row */
	JxRectificationItem *message; /* in the arena; without its acts */
	uint32_t n_acts;
	bool is_planned_last; /* its last act was a plan */
};

/** Add an act to an item, as it stands. */
enum jx_status jx_rectification_add(struct jx_db *db, const struct jx_rectification *item,
	const struct jx_rectification_event *act, struct jx_error *error) JX_MUST_CHECK;

/** Get an item. @return JX_OK; JX_NOT_FOUND (RECTIFICATION_NOT_FOUND). */
enum jx_status jx_rectification_get(struct jx_db *db, const struct jx_item_query *query,
	struct jx_arena *arena, struct jx_rectification *ret_item, struct jx_error *error) JX_MUST_CHECK;

/** Put its acts into an item, the oldest first. */
enum jx_status jx_rectification_load_acts(struct jx_db *db, const struct jx_rectification *item,
	struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** A page of items. */
struct jx_rectifications {
	JxRectificationItem **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List items by department code and number. A page ends early at JX_MAX_PAGE_BYTES of texts. */
enum jx_status jx_rectifications_list(struct jx_db *db, const struct jx_items_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_rectifications *ret_items,
	struct jx_error *error) JX_MUST_CHECK;

#endif
