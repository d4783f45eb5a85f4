/* Publications: their list, and one page by page. It never changes, so a page token is its number and an entry of it. */
#include "server/handlers/handlers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "server/handlers/page.h"
#include "storage/results/store_publications.h"

#define PLACE_BYTES 48 /* "{number}/{entry}" */

/* Where a page begins: of the publication that the page before was of, also when the name says "latest". */
static enum jx_status read_place(struct jx_task *task, const char *place, struct jx_publication_page *page)
{
	char number[PLACE_BYTES];
	uint64_t named = 0;
	const char *slash = strchr(place, '/');
	if (place[0] == '\0')
		return JX_OK;
	if (slash == NULL || (size_t)(slash - place) >= sizeof(number))
		return jx_page_fail(task);
	(void)jx_text_copy_n(number, sizeof(number), place, (size_t)(slash - place));
	if (!jx_text_u64(number, UINT32_MAX, &named) || !jx_text_u64(slash + 1, INT64_MAX, &page->first) ||
		named == 0 || (page->number != 0 && page->number != named))
		return jx_page_fail(task);
	page->number = (uint32_t)named;
	return JX_OK;
}

static enum jx_status read_request(struct jx_task *task, char *id, struct jx_publication_page *page)
{
	const JxGetPublicationRequest *request = (const JxGetPublicationRequest *)task->message;
	char *round = NULL;
	struct jx_page place;
	enum jx_status status = jx_task_number_of(task, "publications",
		"rounds/{id}/publications/{n or latest}", request->name, &round, &page->number);
	if (status != JX_OK)
		return status;
	status = jx_task_id_of(task, "rounds", "name", round, id, JX_MAX_CODE_BYTES + 1);
	if (status != JX_OK)
		return status;
	status = jx_page_of(task, request->page_size, request->page_token, &place);
	if (status != JX_OK)
		return status;
	page->round = id;
	page->is_public = jx_task_is_strangers(task);
	page->max_bytes = JX_MAX_PAGE_BYTES;
	page->max_entries =
		place.max_rows == 0 || place.max_rows > JX_MAX_RANK_ROWS ? JX_MAX_RANK_ROWS : place.max_rows;
	return read_place(task, place.after, page);
}

enum jx_status jx_handle_get_publication(struct jx_task *task)
{
	char id[JX_MAX_CODE_BYTES + 1];
	char place[PLACE_BYTES] = "";
	struct jx_publication_page page = {0};
	uint64_t next = 0;
	uint64_t number = 0;
	size_t n_parent = 0;
	JxGetPublicationResponse *reply = (JxGetPublicationResponse *)task->reply;
	enum jx_status status = read_request(task, id, &page);
	if (status != JX_OK)
		return status;
	status = jx_publication_get(task->db, &page, &task->arena, &reply->publication, &next, &task->error);
	if (status != JX_OK)
		return status;
	(void)jx_name_read_number(reply->publication->name, "publications", &number, &n_parent);
	if (next != 0)
		(void)snprintf(place, sizeof(place), "%" PRIu64 "/%" PRIu64, number, next);
	reply->next_page_token = jx_page_token(task, place);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_list_publications(struct jx_task *task)
{
	const JxListPublicationsRequest *request = (const JxListPublicationsRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	struct jx_page page;
	struct jx_publications list = {0};
	JxListPublicationsResponse *reply = (JxListPublicationsResponse *)task->reply;
	enum jx_status status = jx_task_id_of(task, "rounds", "round", request->round, id, sizeof(id));
	if (status == JX_OK)
		status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	const struct jx_publication_scope scope = {id, jx_task_is_strangers(task)};
	status = jx_publications_list(task->db, &scope, &page, &task->arena, &list, &task->error);
	/* Whoever shows no certificate learns of a round when it is published for everybody. */
	bool is_hidden =
		scope.is_public &&
		(status == JX_NOT_FOUND || (status == JX_OK && list.n == 0 && page.after[0] == '\0'));
	if (is_hidden)
		return jx_fail_with(&task->error, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(id)));
	if (status != JX_OK)
		return status;
	reply->publications = list.rows;
	reply->n_publications = list.n;
	reply->next_page_token = jx_page_token(task, list.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
