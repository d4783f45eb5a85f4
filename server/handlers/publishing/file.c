/*
 * The file of a publication, piece by piece: what `jixiao export --publication` and GET /publication/ give.
 *
 * It is made line by line: the pages of the publication, its rulebook, its reports. A job fills one piece; where it ends
 * within a line, the next one makes that line again and goes on behind what was sent, so that between two pieces nothing is
 * held but where the next one begins. What a publication is made from never changes: the line is the same again.
 */
#include "server/handlers/handlers.h"

#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "server/handlers/publishing/signatures.h"
#include "storage/registry/store_rulebooks.h"
#include "storage/results/store_export.h"
#include "storage/results/store_publications.h"

enum part { TABLE, RULEBOOK, REPORTS, END };

/* Where the next piece begins: task->cursor. */
struct place {
	char round[JX_MAX_CODE_BYTES + 1]; /* id */
	uint32_t number;                   /* never 0 */
	char rulebook_digest[JX_DIGEST_TEXT_BYTES];
	bool has_signatures; /* those of before there was an audience have none */
	enum part part;
	uint64_t first;                     /* entry of the page */
	char after[JX_RESOURCE_NAME_BYTES]; /* of the report: the one before */
	size_t n_sent;                      /* bytes of that line */
};

/* A line, and where the one behind it begins. */
struct line {
	JxPublicationLine message;
	struct place next;
};

/* A piece as it is filled with lines. */
struct piece {
	uint8_t *bytes; /* JX_PUBLICATION_PIECE_BYTES */
	size_t n;
	size_t n_skip; /* bytes of the line that were sent before */
	bool is_full;  /* there is more of the line */
};

/* ---- lines ---- */

static enum jx_status make_page(struct jx_task *task, const struct place *place, struct line *line)
{
	const struct jx_publication_page page = {.round = place->round,
		.number = place->number,
		.is_public = jx_task_is_strangers(task),
		.first = place->first,
		.max_entries = JX_MAX_RANK_ROWS,
		.max_bytes = JX_MAX_PAGE_BYTES};
	static const JxPublication nothing = JX_PUBLICATION_INIT;
	JxPublication *publication = NULL;
	uint64_t next = 0;
	enum jx_status status =
		jx_publication_get(task->db, &page, &task->scratch, &publication, &next, &task->error);
	if (status != JX_OK)
		return status;
	line->next.first = next;
	line->next.part = next != 0 ? TABLE : place->rulebook_digest[0] != '\0' ? RULEBOOK : REPORTS;
	/* Only the first page says what it is of. */
	if (place->first > 0) {
		JxPublication rest = nothing;
		rest.rows = publication->rows;
		rest.n_rows = publication->n_rows;
		rest.missing = publication->missing;
		rest.n_missing = publication->n_missing;
		rest.waived = publication->waived;
		rest.n_waived = publication->n_waived;
		*publication = rest;
	}
	line->message.publication = publication;
	return JX_OK;
}

static enum jx_status make_rulebook(struct jx_task *task, const struct place *place, struct line *line)
{
	const struct jx_edition_query query = {.digest = place->rulebook_digest};
	JxRulebookEdition *edition = NULL;
	enum jx_status status = jx_edition_get(task->db, &query, &task->scratch, &edition, &task->error);
	if (status != JX_OK)
		return status;
	line->next.part = REPORTS;
	line->message.rulebook = edition->rulebook;
	return JX_OK;
}

static enum jx_status make_report(struct jx_task *task, const struct place *place, struct line *line)
{
	const struct jx_export_query query = {
		.round = place->round, .after = place->after, .max_rows = 1, .publication = place->number};
	struct jx_export page = {0};
	enum jx_status status = jx_export_page(task->db, &query, &task->scratch, &page, &task->error);
	if (status != JX_OK)
		return status;
	if (page.n > 0) {
		if (place->has_signatures)
			status = jx_export_put_signatures(task, page.rows[0]);
		line->message.report = page.rows[0];
	}
	if (status != JX_OK)
		return status;
	if (page.n == 0 || page.next[0] == '\0')
		line->next.part = END;
	(void)jx_text_copy(line->next.after, sizeof(line->next.after), page.next);
	return JX_OK;
}

/* The line at a place, in the scratch arena; no message where there is no report at all. */
static enum jx_status make_line(struct jx_task *task, const struct place *place, struct line *line)
{
	jx_publication_line_init(&line->message);
	line->next = *place;
	line->next.n_sent = 0;
	switch (place->part) {
	case TABLE:
		return make_page(task, place, line);
	case RULEBOOK:
		return make_rulebook(task, place, line);
	case REPORTS:
	case END:
		break;
	}
	return make_report(task, place, line);
}

/* ---- pieces ---- */

/* JX_CANCELLED ends the writing of a line that goes on in the next piece: between two texts of it, never in a character. */
static enum jx_status on_text(void *user, const char *text, size_t n_bytes)
{
	struct piece *piece = user;
	size_t n_skipped = n_bytes < piece->n_skip ? n_bytes : piece->n_skip;
	size_t n_left = n_bytes - n_skipped;
	piece->n_skip -= n_skipped;
	piece->is_full = n_left > JX_PUBLICATION_PIECE_BYTES - piece->n;
	if (piece->is_full)
		return JX_CANCELLED;
	memcpy(piece->bytes + piece->n, text + n_skipped, n_left);
	piece->n += n_left;
	return JX_OK;
}

/* Adds a line, as far as it fits, and moves the place on. */
static enum jx_status add_line(struct jx_task *task, struct place *place, struct piece *piece)
{
	const struct jx_json_sink sink = {.on_text = on_text, .user = piece};
	struct line line;
	size_t n_before = piece->n;
	enum jx_status status = make_line(task, place, &line);
	if (status != JX_OK)
		return status;
	bool is_empty = line.message.publication == NULL && line.message.rulebook == NULL &&
			line.message.report == NULL;
	piece->n_skip = place->n_sent;
	if (!is_empty)
		status = jx_json_write_to(&line.message.base, JX_JSON_CANONICAL, &sink, &task->error);
	if (status == JX_OK && !is_empty)
		status = on_text(piece, "\n", 1);
	if (piece->is_full) {
		place->n_sent += piece->n - n_before;
		return JX_OK;
	}
	if (status == JX_OK)
		*place = line.next;
	return status;
}

static enum jx_status fill_piece(struct jx_task *task, struct place *place, struct piece *piece)
{
	enum jx_status status = JX_OK;
	while (status == JX_OK && place->part != END && !piece->is_full) {
		if (jx_stop_is_due(jx_task_stop(task)))
			return jx_task_fail_stopped(task);
		jx_arena_reset(&task->scratch);
		status = add_line(task, place, piece);
	}
	return status;
}

/* ---- the stream ---- */

/* The beginning of the file that the request names. */
static enum jx_status begin(struct jx_task *task, struct place *place)
{
	const JxGetPublicationFileRequest *request = (const JxGetPublicationFileRequest *)task->message;
	char *round = NULL;
	JxPublication *head = NULL;
	uint64_t number = 0;
	uint64_t next = 0;
	size_t n_parent = 0;
	struct jx_publication_page page = {.is_public = jx_task_is_strangers(task), .max_entries = 1};
	enum jx_status status = jx_task_number_of(task, "publications",
		"rounds/{id}/publications/{n or latest}", request->name, &round, &page.number);
	if (status == JX_OK)
		status = jx_task_id_of(task, "rounds", "name", round, place->round, sizeof(place->round));
	if (status != JX_OK)
		return status;
	page.round = place->round;
	status = jx_publication_get(task->db, &page, &task->scratch, &head, &next, &task->error);
	if (status != JX_OK)
		return status;
	(void)jx_name_read_number(head->name, "publications", &number, &n_parent);
	place->number = (uint32_t)number;
	place->has_signatures = head->audience != JX_PUBLICATION_AUDIENCE_UNSPECIFIED;
	(void)jx_text_copy(place->rulebook_digest, sizeof(place->rulebook_digest), head->rulebook_digest);
	return JX_OK;
}

static enum jx_status find_place(struct jx_task *task)
{
	if (task->cursor != NULL)
		return JX_OK;
	task->cursor = calloc(1, sizeof(struct place));
	return task->cursor != NULL ? begin(task, task->cursor)
				    : jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
}

enum jx_status jx_handle_get_publication_file(struct jx_task *task)
{
	struct piece piece = {.bytes = jx_arena_alloc(&task->arena, JX_PUBLICATION_PIECE_BYTES)};
	JxGetPublicationFileResponse *reply = jx_task_new(task, task->method->reply);
	task->page.replies = jx_arena_calloc(&task->arena, 1, sizeof(*task->page.replies));
	if (piece.bytes == NULL || reply == NULL || task->page.replies == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = find_place(task);
	if (status == JX_OK)
		status = fill_piece(task, task->cursor, &piece);
	if (status != JX_OK)
		return status;
	reply->piece = (ProtobufCBinaryData){.len = piece.n, .data = piece.bytes};
	task->page.replies[0] = &reply->base;
	task->page.n_replies = 1;
	task->page.is_last = ((const struct place *)task->cursor)->part == END;
	return JX_OK;
}
