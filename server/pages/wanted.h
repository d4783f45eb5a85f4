/* What a path names: a page, a tile or the head of the log, a publication to download. Private to server/pages/. */
#ifndef SERVER_PAGES_WANTED_H
#define SERVER_PAGES_WANTED_H

#include "proto/contract/evidence/tile_path.h"
#include "proto/contract/page/page.h"
#include "server/pages/shown.h"

enum jx_target {
	JX_TARGET_NOTHING,
	JX_TARGET_PAGE,
	JX_TARGET_TILE,
	JX_TARGET_CHECKPOINT,
	JX_TARGET_DOWNLOAD
};

/* What a path names. */
struct jx_wanted {
	enum jx_target target;
	struct jx_page_address address;
	struct jx_tile_path tile;
	uint64_t stamp;
	char path[JX_PAGE_PATH_BYTES]; /* of a page, as pages write it; of a tile, as it was asked for */
};

/** Read a path, with or without its first "/". @param ret_wanted  its target says whether there can be such a thing. */
void jx_wanted_read(const char *path, struct jx_wanted *ret_wanted);

/** Whether what is published has a page or a download, as far as is known here; sets the stamp of its page. */
bool jx_wanted_is_published(const struct jx_shown *shown, struct jx_wanted *wanted);

#endif
