/*
 * Pages of lists: how many rows, the list that is filled, and the key to go on after. Private to storage/.
 */
#ifndef STORAGE_PAGE_H
#define STORAGE_PAGE_H

#include "storage/sql.h"

/** Rows of a page: what was asked for within its limits. */
uint32_t jx_page_rows(uint32_t max_rows);

/* A list of pointers that grows in an arena. */
struct jx_list {
	void **items;
	size_t n;
	size_t room;
};

/** Append an item. NULL is left out: the statement has failed by then. A failure stops the statement. */
void jx_list_add(struct jx_list *list, void *item, struct jx_sql *sql, struct jx_arena *arena);

/** The last item of a list that holds one. */
void *jx_list_last(const struct jx_list *list);

/** A record in a list of records in the order of rounds and departments; as text "{round row}/{code}". */
struct jx_list_key {
	int64_t round;
	const char *department; /* borrowed from the text */
};

/** Read a key. What is none, and "", is the key before every record. */
struct jx_list_key jx_list_key_read(const char *text);
/** Write a key into an arena; a failure stops the statement. */
const char *jx_list_key_write(const struct jx_list_key *key, struct jx_sql *sql, struct jx_arena *arena);

#endif
