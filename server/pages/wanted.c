#include "server/pages/wanted.h"

#include <string.h>

#define ONE_STAMP UINT64_C(1) /* of what follows from its path alone */

void jx_wanted_read(const char *path, struct jx_wanted *ret_wanted)
{
	*ret_wanted = (struct jx_wanted){.target = JX_TARGET_NOTHING};
	path += *path == '/' ? 1 : 0;
	if (strcmp(path, "checkpoint") == 0) {
		ret_wanted->target = JX_TARGET_CHECKPOINT;
	} else if (jx_tile_path_read(path, &ret_wanted->tile) && strlen(path) < sizeof(ret_wanted->path)) {
		ret_wanted->target = JX_TARGET_TILE;
		ret_wanted->stamp = ONE_STAMP;
		memcpy(ret_wanted->path, path, strlen(path) + 1);
	} else if (jx_page_read_address(path, &ret_wanted->address)) {
		ret_wanted->target =
			ret_wanted->address.kind == JX_PAGE_FILE ? JX_TARGET_DOWNLOAD : JX_TARGET_PAGE;
		(void)jx_page_write_address(&ret_wanted->address, ret_wanted->path);
	}
}

bool jx_wanted_is_published(const struct jx_shown *shown, struct jx_wanted *wanted)
{
	const struct jx_page_address *address = &wanted->address;
	wanted->stamp = address->kind == JX_PAGE_SITE ? shown->stamp : ONE_STAMP;
	if (address->round[0] == '\0')
		return true;
	const struct jx_page_round *round = jx_shown_find(shown, address->round, &wanted->stamp);
	return round != NULL &&
	       (address->publication == 0 || jx_page_find(round, address->publication) != NULL);
}
