/* Reports that wait for review, by risk or by age. Thread: that of the connection. */
#ifndef STORAGE_TURNS_STORE_QUEUE_H
#define STORAGE_TURNS_STORE_QUEUE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Which reports, and for whom. All borrowed. */
struct jx_queue_query {
	const char *round;      /* id */
	const char *person;     /* id of the caller */
	const char *department; /* code of the caller's, whose report is left out; "": that of finance is */
	bool is_by_age;         /* else by risk */
	bool only_mine;         /* those that the caller has claimed */
};

/** A page of the queue. */
struct jx_queue_rows {
	JxQueueRow **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List what waits for review. The risk is what the schema says of QueueRow.
 *
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_queue_list(struct jx_db *db, const struct jx_queue_query *query, const struct jx_page *page,
	struct jx_arena *arena, struct jx_queue_rows *ret_rows, struct jx_error *error) JX_MUST_CHECK;

#endif
