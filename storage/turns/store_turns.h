/*
 * What waits for somebody: reports, issues, objections, proposals of another lead, items that outlive their round.
 *
 * One list over all of them, read by key. Thread: that of the connection.
 */
#ifndef STORAGE_TURNS_STORE_TURNS_H
#define STORAGE_TURNS_STORE_TURNS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** For whom. All borrowed. */
struct jx_turns_query {
	const char *person;     /* id */
	const char *department; /* code of the caller's department; "" for none */
	uint32_t roles;         /* JX_ROLE_BIT of each */
	int64_t now_ms;
};

/** A page of what waits. */
struct jx_turns {
	JxTurn **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List what waits for somebody, the most urgent first: by due time, then what has none, the longest wait first. */
enum jx_status jx_turns_list(struct jx_db *db, const struct jx_turns_query *query, const struct jx_page *page,
	struct jx_arena *arena, struct jx_turns *ret_turns, struct jx_error *error) JX_MUST_CHECK;

#endif
