/*
 * What is published for everybody, as it was read last: rounds, their publications without the tables, the log's newest
 * checkpoint. Never changed once it is made; its readers share it. Private to server/pages/. Thread: any; counted on the loop.
 */
#ifndef SERVER_PAGES_SHOWN_H
#define SERVER_PAGES_SHOWN_H

#include "proto/contract/base/arena.h"
#include "proto/contract/page/page.h"
#include "storage/store.h"

struct jx_shown {
	unsigned refcount;
	struct jx_arena arena;
	struct jx_page_round *rounds; /* the newest first */
	uint64_t *stamps;             /* of each round: another one for all that its pages show of it */
	size_t n_rounds;
	uint64_t stamp;         /* of all of them */
	const char *checkpoint; /* "" for none */
};

/** Read it, in a snapshot of the database. @return JX_OK; JX_EXHAUSTED, JX_UNAVAILABLE. */
enum jx_status jx_shown_read(
	struct jx_db *db, struct jx_shown **ret_shown, struct jx_error *error) JX_MUST_CHECK;

struct jx_shown *jx_shown_ref(struct jx_shown *shown);
void jx_shown_unref(struct jx_shown *shown); /* NULL allowed */

/** The round of an address, and the stamp of its pages. @return NULL: nothing of it is published. */
const struct jx_page_round *jx_shown_find(
	const struct jx_shown *shown, const char *round, uint64_t *ret_stamp);

#endif
