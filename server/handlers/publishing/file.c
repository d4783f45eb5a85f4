/* The file of a publication as a stream of pieces; task->cursor is where the next one begins. */
#include "server/handlers/handlers.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "server/handlers/publishing/publication_file.h"

/* The beginning of the file that the request names. */
static enum jx_status begin(struct jx_task *task, const struct jx_publication_source *source)
{
	const JxGetPublicationFileRequest *request = (const JxGetPublicationFileRequest *)task->message;
	struct jx_publication_place *place = NULL;
	char id[JX_MAX_CODE_BYTES + 1];
	char *round = NULL;
	uint32_t number = 0;
	enum jx_status status = jx_task_number_of(task, "publications",
		"rounds/{id}/publications/{n or latest}", request->name, &round, &number);
	if (status == JX_OK)
		status = jx_task_id_of(task, "rounds", "name", round, id, sizeof(id));
	if (status == JX_OK)
		status = jx_publication_file_begin(source, id, number, &place);
	if (status == JX_OK)
		task->cursor = place;
	return status;
}

enum jx_status jx_handle_get_publication_file(struct jx_task *task)
{
	const struct jx_publication_source source = {.db = task->db,
		.scratch = &task->scratch,
		.stop = jx_task_stop(task),
		.error = &task->error,
		.is_public = jx_task_is_strangers(task)};
	uint8_t *bytes = jx_arena_alloc(&task->arena, JX_PUBLICATION_PIECE_BYTES);
	size_t n = 0;
	JxGetPublicationFileResponse *reply = jx_task_new(task, task->method->reply);
	task->page.replies = jx_arena_calloc(&task->arena, 1, sizeof(*task->page.replies));
	if (bytes == NULL || reply == NULL || task->page.replies == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = task->cursor == NULL ? begin(task, &source) : JX_OK;
	if (status == JX_OK)
		status = jx_publication_file_fill(&source, task->cursor, bytes, &n);
	if (status == JX_DEADLINE)
		return jx_task_fail_stopped(task);
	if (status != JX_OK)
		return status;
	reply->piece = (ProtobufCBinaryData){.len = n, .data = bytes};
	task->page.replies[0] = &reply->base;
	task->page.n_replies = 1;
	task->page.is_last = jx_publication_file_is_end(task->cursor);
	return JX_OK;
}
