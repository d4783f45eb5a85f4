/*
 * Makes a page of what is published, or a tile of the log: the work of a reader. Private to server/pages/.
 *
 * The same code as `jixiao publish --out` writes the page, so that both give the same bytes. One page at a time.
 * Thread: reader.
 */
#ifndef SERVER_PAGES_MAKER_H
#define SERVER_PAGES_MAKER_H

#include "proto/contract/evidence/tile_path.h"
#include "proto/contract/page/page.h"
#include "server/pages/shown.h"
#include "server/pages/tables.h"

#define JX_PAGE_TAG_BYTES 40

/** What to make it from. Borrowed. */
struct jx_page_wish {
	const struct jx_page_address *address; /* NULL for a tile */
	const struct jx_tile_path *tile;
	const struct jx_shown *shown;
	const char *county;
	const char *verifier; /* of the key that signs the log */
};

/** What was made. */
struct jx_made_page {
	char *bytes; /* by free() */
	size_t n;
	char tag[JX_PAGE_TAG_BYTES]; /* of the bytes, in quotes */
};

/** Make it, in a snapshot of the database.
 *
 * @return JX_OK; JX_NOT_FOUND when there is no such page; JX_DATA_LOSS, JX_DEADLINE, JX_EXHAUSTED, JX_UNAVAILABLE.
 */
enum jx_status jx_page_make(const struct jx_page_wish *wish, struct jx_page_tables *tables, struct jx_db *db,
	struct jx_made_page *ret_page, struct jx_error *error) JX_MUST_CHECK;

#endif
