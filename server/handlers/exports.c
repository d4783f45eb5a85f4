#include "server/handlers/handlers.h"

#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "server/handlers/publishing/signatures.h"
#include "storage/results/store_export.h"
#include "storage/results/store_publications.h"

/* What a request asks for; round is of JX_MAX_CODE_BYTES + 1. */
static enum jx_status read_query(struct jx_task *task, char *round, struct jx_export_query *ret_query)
{
	const JxExportReportsRequest *request = (const JxExportReportsRequest *)task->message;
	char *name = request->round;
	uint32_t publication = 0;
	enum jx_status status = JX_OK;
	round[0] = '\0';
	if (request->publication[0] != '\0') {
		status = jx_task_number_of(task, "publications", "rounds/{id}/publications/{n}",
			request->publication, &name, &publication);
		if (status == JX_OK && (publication == 0 || request->round[0] != '\0'))
			status = jx_task_fail_value(task, "publication", request->publication,
				"rounds/{id}/publications/{n}，同时不填 round",
				"rounds/{id}/publications/{n}, and no round beside it");
	}
	if (status == JX_OK && name[0] != '\0')
		status = jx_task_id_of(task, "rounds", "round", name, round, JX_MAX_CODE_BYTES + 1);
	*ret_query = (struct jx_export_query){.round = round,
		.after = task->cursor,
		.max_bytes = JX_MAX_EXPORT_PAGE_BYTES,
		.publication = publication,
		.is_published = !jx_task_has_role(task, JX_ROLES_SEE_ALL)};
	return status;
}

/* Reports of a publication of before there was an audience have no signatures: their rows bind none. */
static enum jx_status ask_signatures(struct jx_task *task, const struct jx_export_query *query, bool *ret_has)
{
	JxPublication *head = NULL;
	*ret_has = true;
	if (query->publication == 0)
		return JX_OK;
	enum jx_status status = jx_publication_head(
		task->db, query->round, query->publication, &task->scratch, &head, &task->error);
	if (status == JX_OK)
		*ret_has = head->audience != JX_PUBLICATION_AUDIENCE_UNSPECIFIED;
	return status;
}

static enum jx_status put_signatures(
	struct jx_task *task, const struct jx_export_query *query, const struct jx_export *page)
{
	bool has_signatures = true;
	enum jx_status status = page->n > 0 ? ask_signatures(task, query, &has_signatures) : JX_OK;
	for (size_t i = 0; status == JX_OK && has_signatures && i < page->n; i++)
		status = jx_export_put_signatures(task->db, page->rows[i], &task->scratch, &task->error);
	return status;
}

static enum jx_status make_replies(struct jx_task *task, const struct jx_export *page)
{
	task->page.replies = jx_arena_calloc(&task->arena, page->n + 1, sizeof(ProtobufCMessage *));
	if (task->page.replies == NULL)
		return jx_task_no_memory(task);
	for (; task->page.n_replies < page->n; task->page.n_replies++) {
		JxExportReportsResponse *reply = jx_task_new(task, task->method->reply);
		if (reply == NULL)
			return jx_task_no_memory(task);
		reply->row = page->rows[task->page.n_replies];
		task->page.replies[task->page.n_replies] = &reply->base;
	}
	return JX_OK;
}

/* One page of the export; the cursor is the key of its last row. Analysts get what is published. */
enum jx_status jx_handle_export_reports(struct jx_task *task)
{
	char round[JX_MAX_CODE_BYTES + 1];
	struct jx_export_query query;
	struct jx_export page = {0};
	enum jx_status status = read_query(task, round, &query);
	if (status != JX_OK)
		return status;
	status = jx_export_page(task->db, &query, &task->scratch, &page, &task->error);
	if (status == JX_OK)
		status = put_signatures(task, &query, &page);
	if (status != JX_OK)
		return status;
	status = make_replies(task, &page);
	if (status != JX_OK)
		return status;
	task->page.is_last = page.next[0] == '\0';
	free(task->cursor);
	task->cursor = strdup(page.next);
	return task->cursor != NULL ? JX_OK : jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
}
