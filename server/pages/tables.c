#include "server/pages/tables.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "storage/results/store_publications.h"

/* A publication that is kept. */
struct kept {
	char round[JX_MAX_CODE_BYTES + 1];
	uint32_t number; /* 0: nothing is kept here */
	uint64_t used;   /* when, by the count of askings */
	struct jx_arena arena;
	JxPublication *publication;
	struct jx_page_table *table;
};

struct jx_page_tables {
	uint64_t now;
	struct kept kept[JX_MAX_PAGE_TABLES];
};

struct jx_page_tables *jx_page_tables_new(void)
{
	struct jx_page_tables *tables = calloc(1, sizeof(*tables));
	if (tables == NULL)
		return NULL;
	for (size_t i = 0; i < JX_MAX_PAGE_TABLES; i++)
		jx_arena_init(&tables->kept[i].arena, JX_MAX_PAGE_ARENA_BYTES);
	return tables;
}

static void drop(struct kept *kept)
{
	jx_page_table_free(kept->table);
	jx_arena_clear(&kept->arena);
	kept->table = NULL;
	kept->publication = NULL;
	kept->number = 0;
}

void jx_page_tables_free(struct jx_page_tables *tables)
{
	if (tables == NULL)
		return;
	for (size_t i = 0; i < JX_MAX_PAGE_TABLES; i++)
		drop(&tables->kept[i]);
	free(tables);
}

/* ---- reading ---- */

/* A publication as its pages are put together. */
struct whole {
	struct jx_arena *arena;
	JxPublication *publication; /* NULL for none yet */
	size_t rows_room, missing_room, waived_room;
};

static bool append(struct jx_arena *arena, void ***items, size_t *n_items, size_t *room, void *const *more,
	size_t n_more)
{
	for (size_t i = 0; i < n_more; i++) {
		if (jx_arena_array_grow(arena, (void **)items, sizeof(**items), *n_items, room, SIZE_MAX) !=
			JX_OK)
			return false;
		(*items)[(*n_items)++] = more[i];
	}
	return true;
}

#define APPEND(whole, page, list)                                                                      \
	append((whole)->arena, (void ***)&(whole)->publication->list, &(whole)->publication->n_##list, \
		&(whole)->list##_room, (void *const *)(page)->list, (page)->n_##list)

static bool add_page(struct whole *whole, JxPublication *page)
{
	if (whole->publication != NULL)
		return APPEND(whole, page, rows) && APPEND(whole, page, missing) &&
		       APPEND(whole, page, waived);
	whole->publication = page;
	whole->rows_room = page->n_rows;
	whole->missing_room = page->n_missing;
	whole->waived_room = page->n_waived;
	return true;
}

static enum jx_status read_whole(struct jx_db *db, struct kept *kept, struct jx_error *error)
{
	struct whole whole = {.arena = &kept->arena};
	struct jx_publication_page query = {.round = kept->round,
		.number = kept->number,
		.is_public = true,
		.max_entries = JX_MAX_RANK_ROWS,
		.max_bytes = JX_MAX_PAGE_BYTES};
	enum jx_status status = JX_OK;
	do {
		JxPublication *page = NULL;
		status = jx_publication_get(db, &query, &kept->arena, &page, &query.first, error);
		if (status == JX_OK && !add_page(&whole, page))
			status = jx_arena_fail(&kept->arena, error);
	} while (status == JX_OK && query.first != 0);
	if (status == JX_OK)
		status = jx_publication_check_digest(whole.publication, error);
	if (status == JX_OK)
		status = jx_page_table_new(whole.publication, &kept->table, error);
	kept->publication = whole.publication;
	return status;
}

/* ---- keeping ---- */

static struct kept *find(struct jx_page_tables *tables, const char *round, uint32_t number)
{
	for (size_t i = 0; i < JX_MAX_PAGE_TABLES; i++) {
		struct kept *kept = &tables->kept[i];
		if (kept->number == number && strcmp(kept->round, round) == 0)
			return kept;
	}
	return NULL;
}

/* The place that is free, or was used longest ago. */
static struct kept *find_place(struct jx_page_tables *tables)
{
	struct kept *place = &tables->kept[0];
	for (size_t i = 1; i < JX_MAX_PAGE_TABLES && place->number != 0; i++)
		if (tables->kept[i].number == 0 || tables->kept[i].used < place->used)
			place = &tables->kept[i];
	return place;
}

static size_t bytes_of(const struct jx_page_tables *tables)
{
	size_t n = 0;
	for (size_t i = 0; i < JX_MAX_PAGE_TABLES; i++)
		if (tables->kept[i].number != 0)
			n += tables->kept[i].arena.n_held_bytes + jx_page_table_bytes(tables->kept[i].table);
	return n;
}

/* Those of the last two askings stay: a page of changes is made from both. */
static void drop_old(struct jx_page_tables *tables)
{
	while (bytes_of(tables) > JX_MAX_PAGE_TABLE_BYTES) {
		struct kept *oldest = NULL;
		for (size_t i = 0; i < JX_MAX_PAGE_TABLES; i++) {
			struct kept *kept = &tables->kept[i];
			if (kept->number != 0 && kept->used + 1 < tables->now &&
				(oldest == NULL || kept->used < oldest->used))
				oldest = kept;
		}
		if (oldest == NULL)
			return;
		drop(oldest);
	}
}

enum jx_status jx_page_tables_get(struct jx_page_tables *tables, struct jx_db *db, const char *round,
	uint32_t number, const struct jx_page_table **ret_table, struct jx_error *error)
{
	struct kept *kept = find(tables, round, number);
	tables->now++;
	if (kept == NULL) {
		kept = find_place(tables);
		drop(kept);
		size_t n = strlen(round);
		memcpy(kept->round, round, n < JX_MAX_CODE_BYTES ? n + 1 : JX_MAX_CODE_BYTES);
		kept->number = number;
		enum jx_status status = read_whole(db, kept, error);
		if (status != JX_OK) {
			drop(kept);
			return status;
		}
	}
	kept->used = tables->now;
	drop_old(tables);
	*ret_table = kept->table;
	return JX_OK;
}
