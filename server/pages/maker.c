#include "server/pages/maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/evidence/digest.h"
#include "storage/log/store_checkpoints.h"
#include "storage/results/store_export.h"

#define TAG_DIGITS 32 /* half of a digest: nobody looks for two pages with one tag to fool themselves */

/* A page on its way. */
struct making {
	const struct jx_page_wish *wish;
	struct jx_page_tables *tables;
	struct jx_db *db;
	struct jx_error *error;
	struct jx_arena arena;
	struct jx_page_content content;
	struct jx_made_page page;
};

static enum jx_status write_tag(struct making *making)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status =
		jx_digest_bytes(making->page.bytes, making->page.n, JX_DIGEST_SHA256, digest, making->error);
	if (status != JX_OK)
		return status;
	const char *colon = strchr(digest, ':');
	(void)snprintf(making->page.tag, sizeof(making->page.tag), "\"%.*s\"", TAG_DIGITS,
		colon != NULL ? colon + 1 : digest);
	return JX_OK;
}

/* The bytes of the arena, for those who free them. */
static enum jx_status take(struct making *making, const void *bytes, size_t n)
{
	making->page.bytes = malloc(n + 1);
	if (making->page.bytes == NULL)
		return jx_fail(making->error, JX_REASON_OUT_OF_MEMORY);
	memcpy(making->page.bytes, bytes, n);
	making->page.n = n;
	enum jx_status status = write_tag(making);
	if (status != JX_OK)
		free(making->page.bytes);
	return status;
}

/* ---- tiles ---- */

static enum jx_status make_tile(struct making *making)
{
	const struct jx_tile_path *tile = making->wish->tile;
	struct jx_stored_checkpoint newest = {0};
	enum jx_status status = jx_checkpoint_newest(making->db, &making->arena, &newest, making->error);
	if (status != JX_OK)
		return status;
	unsigned shift = tile->level * JX_TILE_HEIGHT;
	uint64_t n_hashes = newest.n_leaves >> shift;
	if (tile->index > n_hashes / JX_TILE_HASHES ||
		n_hashes - tile->index * JX_TILE_HASHES < tile->n_hashes)
		return jx_fail_with(making->error, JX_REASON_TILE_MISSING,
			JX_ARGS(JX_U64(tile->level), JX_U64(tile->index)));
	uint8_t(*hashes)[JX_HASH_BYTES] =
		jx_arena_alloc(&making->arena, (size_t)tile->n_hashes * JX_HASH_BYTES);
	if (hashes == NULL)
		return jx_arena_fail(&making->arena, making->error);
	status = jx_log_hashes(
		making->db, shift, tile->index * JX_TILE_HASHES, tile->n_hashes, hashes, making->error);
	return status == JX_OK ? take(making, hashes, (size_t)tile->n_hashes * JX_HASH_BYTES) : status;
}

/* ---- pages ---- */

static enum jx_status get_table(
	struct making *making, uint32_t number, const struct jx_page_table **ret_table)
{
	return jx_page_tables_get(
		making->tables, making->db, making->wish->address->round, number, ret_table, making->error);
}

/* The publication before one is read first: what is used last is kept. */
static enum jx_status get_tables(struct making *making)
{
	const struct jx_page_address *address = making->wish->address;
	const JxPublication *before = address->kind == JX_PAGE_CHANGES
					      ? jx_page_before(making->content.round, address->publication)
					      : NULL;
	enum jx_status status = JX_OK;
	if (before != NULL)
		status = get_table(making, jx_page_number(before), &making->content.previous);
	return status == JX_OK ? get_table(making, address->publication, &making->content.table) : status;
}

static enum jx_status get_report(struct making *making)
{
	const struct jx_page_address *address = making->wish->address;
	const struct jx_published_report report = {.round = address->round,
		.department = address->department,
		.publication = address->publication};
	JxExportRow *row = NULL;
	enum jx_status status = jx_export_get(making->db, &report, &making->arena, &row, making->error);
	if (status == JX_OK)
		making->content.report = row;
	return status;
}

static enum jx_status make_page(struct making *making)
{
	const struct jx_page_wish *wish = making->wish;
	const struct jx_page_address *address = wish->address;
	uint64_t stamp = 0;
	char *bytes = NULL;
	size_t n = 0;
	making->content = (struct jx_page_content){.county = wish->county,
		.verifier = wish->verifier,
		.rounds = wish->shown->rounds,
		.n_rounds = wish->shown->n_rounds};
	if (address->round[0] != '\0')
		making->content.round = jx_shown_find(wish->shown, address->round, &stamp);
	enum jx_status status = address->publication != 0 ? get_tables(making) : JX_OK;
	if (status == JX_OK && jx_page_needs_report(address))
		status = get_report(making);
	if (status == JX_OK)
		status = jx_page_write(address, &making->content, &making->arena, &bytes, &n, making->error);
	return status == JX_OK ? take(making, bytes, n) : status;
}

enum jx_status jx_page_make(const struct jx_page_wish *wish, struct jx_page_tables *tables, struct jx_db *db,
	struct jx_made_page *ret_page, struct jx_error *error)
{
	struct making making = {.wish = wish, .tables = tables, .db = db, .error = error};
	jx_arena_init(&making.arena, JX_MAX_PAGE_ARENA_BYTES);
	enum jx_status status = wish->tile != NULL ? make_tile(&making) : make_page(&making);
	jx_arena_clear(&making.arena);
	if (status == JX_OK)
		*ret_page = making.page;
	return status;
}
