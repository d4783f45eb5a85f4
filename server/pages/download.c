#include "server/pages/download.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/base/log.h"
#include "server/handlers/publishing/publication_file.h"

struct jx_download {
	struct jx_link link;
	struct jx_link waiting;
	struct jx_downloads *downloads;
	struct jx_visit *visit;
	uint64_t address;  /* of who reads */
	uint64_t begun_ms; /* by the loop's clock */
	char round[JX_MAX_CODE_BYTES + 1];
	uint32_t number;
	struct jx_publication_place *place; /* NULL: at its beginning */
	struct jx_arena scratch;
	uint8_t *piece; /* of JX_PUBLICATION_PIECE_BYTES */
	size_t n, n_sent;
	uint64_t n_all; /* sent, of all pieces */
	bool is_over;   /* no further piece */
	bool is_given_up;
	struct jx_error error;
	enum jx_status status;
};

void jx_downloads_init(
	struct jx_downloads *downloads, uv_loop_t *loop, void (*on_waiting)(void *user), void *user)
{
	*downloads = (struct jx_downloads){.loop = loop, .on_waiting = on_waiting, .user = user};
	jx_list_init(&downloads->all);
	jx_list_init(&downloads->waiting);
}

bool jx_downloads_have_room(const struct jx_downloads *downloads, uint64_t address)
{
	unsigned n = 0;
	for (const struct jx_link *link = downloads->all.next; link != &downloads->all; link = link->next)
		n += JX_OF_LINK(link, const struct jx_download, link)->address == address ? 1 : 0;
	return downloads->n < JX_MAX_PAGE_FILES && (address == 0 || n < JX_MAX_PAGE_FILES_EACH);
}

/* Who reads at the least speed, or faster, is never late. */
static bool is_late(const struct jx_download *download)
{
	return uv_now(download->downloads->loop) - download->begun_ms >=
	       JX_STRANGER_CALL_MS + download->n_all / JX_PAGE_FILE_BYTES_MS;
}

static ssize_t on_read(void *user, uint64_t position, char *out, size_t max)
{
	struct jx_download *download = user;
	size_t n = download->n - download->n_sent;
	(void)position;
	if (download->is_given_up || download->status != JX_OK || is_late(download))
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (n > 0) {
		n = n < max ? n : max;
		memcpy(out, download->piece + download->n_sent, n);
		download->n_sent += n;
		download->n_all += n;
		return (ssize_t)n;
	}
	if (download->is_over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	jx_visit_pause(download->visit);
	jx_list_append(&download->downloads->waiting, &download->waiting);
	download->downloads->on_waiting(download->downloads->user);
	return 0;
}

/* No reader has it: while one has, its visit is set aside. */
static void free_download(void *user)
{
	struct jx_download *download = user;
	jx_list_remove(&download->link);
	jx_list_remove(&download->waiting);
	download->downloads->n--;
	jx_arena_clear(&download->scratch);
	free(download->place);
	free(download->piece);
	free(download);
}

struct jx_answer *jx_download_new(struct jx_downloads *downloads, struct jx_visit *visit,
	const struct jx_page_address *address, const struct jx_answer_head *head)
{
	struct jx_download *download = calloc(1, sizeof(*download));
	uint8_t *piece = malloc(JX_PUBLICATION_PIECE_BYTES);
	if (download == NULL || piece == NULL) {
		free(download);
		free(piece);
		return NULL;
	}
	const struct jx_answer_source source = {.read = on_read, .free = free_download, .user = download};
	download->downloads = downloads;
	download->visit = visit;
	download->address = jx_visit_address(visit);
	download->begun_ms = uv_now(downloads->loop);
	memcpy(download->round, address->round, sizeof(download->round));
	download->number = address->publication;
	download->piece = piece;
	jx_arena_init(&download->scratch, JX_MAX_ARENA_BYTES);
	jx_list_append(&downloads->all, &download->link);
	jx_list_init(&download->waiting);
	downloads->n++;
	return jx_answer_stream(head, &source);
}

struct jx_download *jx_downloads_take(struct jx_downloads *downloads)
{
	struct jx_link *first = jx_list_first(&downloads->waiting);
	if (first == NULL)
		return NULL;
	jx_list_remove(first);
	return JX_OF_LINK(first, struct jx_download, waiting);
}

void jx_download_fill(struct jx_download *download, struct jx_db *db)
{
	const struct jx_publication_source source = {
		.db = db, .scratch = &download->scratch, .error = &download->error, .is_public = true};
	download->n = 0;
	download->n_sent = 0;
	download->status = JX_OK;
	if (download->place == NULL)
		download->status = jx_publication_file_begin(
			&source, download->round, download->number, &download->place);
	if (download->status == JX_OK)
		download->status =
			jx_publication_file_fill(&source, download->place, download->piece, &download->n);
	download->is_over = download->status == JX_OK && jx_publication_file_is_end(download->place);
	jx_arena_reset(&download->scratch);
}

void jx_download_go_on(struct jx_download *download, bool is_given_up)
{
	if (download->status != JX_OK && !is_given_up)
		jx_log_error(JX_LOG_WARNING, "the file of a publication could not be made", &download->error);
	download->is_given_up = is_given_up;
	jx_visit_resume(download->visit);
}
