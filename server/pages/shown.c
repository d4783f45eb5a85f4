#include "server/pages/shown.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "storage/log/store_checkpoints.h"
#include "storage/results/store_publications.h"

/* What a page shows of a publication beside its table. A digest says all but that another one counts now. */
static uint64_t stamp_of(const struct jx_page_round *round)
{
	uint64_t stamp = jx_fnv_text(JX_FNV_START, round->round->title);
	stamp = jx_fnv_bytes(stamp, &round->round->year, sizeof(round->round->year));
	for (size_t i = 0; i < round->n_publications; i++)
		stamp = jx_fnv_text(stamp, round->publications[i]->digest);
	return stamp;
}

/* Rows of one round follow each other. */
static bool fill_rounds(struct jx_shown *shown, const struct jx_public_publications *list)
{
	JxPublication **all = jx_arena_calloc(&shown->arena, list->n + 1, sizeof(JxPublication *));
	shown->rounds = jx_arena_calloc(&shown->arena, list->n + 1, sizeof(*shown->rounds));
	shown->stamps = jx_arena_calloc(&shown->arena, list->n + 1, sizeof(*shown->stamps));
	if (all == NULL || shown->rounds == NULL || shown->stamps == NULL)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		const struct jx_public_publication *row = list->rows[i];
		bool is_new = i == 0 || list->rows[i - 1]->round != row->round;
		all[i] = row->publication;
		if (is_new)
			shown->rounds[shown->n_rounds++] = (struct jx_page_round){row->round, &all[i], 0};
		shown->rounds[shown->n_rounds - 1].n_publications++;
	}
	shown->stamp = JX_FNV_START;
	for (size_t i = 0; i < shown->n_rounds; i++) {
		shown->stamps[i] = stamp_of(&shown->rounds[i]);
		shown->stamp = jx_fnv_text(shown->stamp, shown->rounds[i].round->name);
		shown->stamp = jx_fnv_bytes(shown->stamp, &shown->stamps[i], sizeof(shown->stamps[i]));
	}
	return true;
}

static enum jx_status read_checkpoint(struct jx_db *db, struct jx_shown *shown, struct jx_error *error)
{
	struct jx_stored_checkpoint newest = {0};
	shown->checkpoint = "";
	enum jx_status status = jx_checkpoint_newest(db, &shown->arena, &newest, error);
	if (status == JX_OK)
		shown->checkpoint = newest.note;
	return status == JX_NOT_FOUND ? JX_OK : status;
}

enum jx_status jx_shown_read(struct jx_db *db, struct jx_shown **ret_shown, struct jx_error *error)
{
	struct jx_public_publications list = {0};
	struct jx_shown *shown = calloc(1, sizeof(*shown));
	if (shown == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	shown->refcount = 1;
	jx_arena_init(&shown->arena, JX_MAX_PAGE_ARENA_BYTES);
	enum jx_status status = jx_publications_list_public(db, &shown->arena, &list, error);
	if (status == JX_OK && !fill_rounds(shown, &list))
		status = jx_arena_fail(&shown->arena, error);
	if (status == JX_OK)
		status = read_checkpoint(db, shown, error);
	if (status != JX_OK)
		jx_shown_unref(shown);
	else
		*ret_shown = shown;
	return status;
}

struct jx_shown *jx_shown_ref(struct jx_shown *shown)
{
	assert(shown->refcount > 0);
	shown->refcount++;
	return shown;
}

void jx_shown_unref(struct jx_shown *shown)
{
	if (shown == NULL)
		return;
	assert(shown->refcount > 0);
	if (--shown->refcount > 0)
		return;
	jx_arena_clear(&shown->arena);
	free(shown);
}

const struct jx_page_round *jx_shown_find(
	const struct jx_shown *shown, const char *round, uint64_t *ret_stamp)
{
	for (size_t i = 0; i < shown->n_rounds; i++) {
		if (strcmp(jx_name_last(shown->rounds[i].round->name), round) == 0) {
			*ret_stamp = shown->stamps[i];
			return &shown->rounds[i];
		}
	}
	return NULL;
}
