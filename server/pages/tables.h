/*
 * Tables of publications as pages need them, each read once and kept while it is asked for.
 *
 * A publication never changes, so what is kept is never outdated. JX_MAX_PAGE_TABLES of them and JX_MAX_PAGE_TABLE_BYTES are
 * kept, the one used last longest; the one at hand and the one before it in any case. Private to server/pages/. Thread: one
 * at a time: that of the job that makes a page.
 */
#ifndef SERVER_PAGES_TABLES_H
#define SERVER_PAGES_TABLES_H

#include "proto/contract/page/page.h"
#include "storage/store.h"

struct jx_page_tables;

/** @return NULL without memory. */
struct jx_page_tables *jx_page_tables_new(void);
void jx_page_tables_free(struct jx_page_tables *tables); /* NULL allowed */

/** Get the table of a public publication, held against its digest.
 *
 * @param round  id.
 * @param ret_table  until another but one is asked for.
 * @return JX_OK; JX_NOT_FOUND (NOT_PUBLISHED); JX_DATA_LOSS (DATA_DAMAGED);
 *   JX_DEADLINE (DEADLINE_PASSED) when the read ends; JX_EXHAUSTED, JX_UNAVAILABLE.
 */
enum jx_status jx_page_tables_get(struct jx_page_tables *tables, struct jx_db *db, const char *round,
	uint32_t number, const struct jx_page_table **ret_table, struct jx_error *error) JX_MUST_CHECK;

#endif
