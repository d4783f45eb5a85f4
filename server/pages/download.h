/*
 * The file of a publication on its way to one reader, a piece after the other. Private to server/pages/.
 *
 * JX_MAX_PAGE_FILES at once, of one address JX_MAX_PAGE_FILES_EACH; each must be read within JX_STRANGER_CALL_MS, or at
 * JX_PAGE_FILE_BYTES_MS. A piece is made when the one before has been read. What cannot be made, or is read too slowly, ends without its last chunk, never like
 * a whole file. Thread: loop, but for jx_download_fill().
 */
#ifndef SERVER_PAGES_DOWNLOAD_H
#define SERVER_PAGES_DOWNLOAD_H

#include "proto/contract/base/list.h"
#include "proto/contract/page/page.h"
#include "server/web/site.h"
#include "storage/store.h"

struct jx_download;

/** All of them. */
struct jx_downloads {
	struct jx_link all;
	struct jx_link waiting; /* for a piece */
	unsigned n;
	uv_loop_t *loop;
	void (*on_waiting)(void *user); /* one more waits */
	void *user;
};

void jx_downloads_init(
	struct jx_downloads *downloads, uv_loop_t *loop, void (*on_waiting)(void *user), void *user);

/** Whether there is room for one more of an address. */
bool jx_downloads_have_room(const struct jx_downloads *downloads, uint64_t address);

/** Begin one: the answer to a visit, which is referenced once by the caller. @return NULL without memory. */
struct jx_answer *jx_download_new(struct jx_downloads *downloads, struct jx_visit *visit,
	const struct jx_page_address *address, const struct jx_answer_head *head);

/** Take the one that has waited longest. @return NULL for none. */
struct jx_download *jx_downloads_take(struct jx_downloads *downloads);

/** Fill its next piece. @thread reader, in a snapshot of the database. */
void jx_download_fill(struct jx_download *download, struct jx_db *db);

/** Its piece is filled, or it is not to be: send it on. @param is_given_up  it ends here. */
void jx_download_go_on(struct jx_download *download, bool is_given_up);

#endif
