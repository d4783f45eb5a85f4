/* The lines of a publication's file, piece by piece. See publication_file.h. */
#include "server/handlers/publishing/publication_file.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/json/json.h"
#include "server/handlers/publishing/signatures.h"
#include "storage/registry/store_rulebooks.h"
#include "storage/results/store_export.h"
#include "storage/results/store_publications.h"

enum part { TABLE, RULEBOOK, REPORTS, END };

struct jx_publication_place {
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
	struct jx_publication_place next;
};

/* A piece as it is filled with lines. */
struct piece {
	uint8_t *bytes; /* JX_PUBLICATION_PIECE_BYTES */
	size_t n;
	size_t n_skip; /* bytes of the line that were sent before */
	bool is_full;  /* there is more of the line */
};

/* ---- lines ---- */

static enum jx_status make_page(const struct jx_publication_source *source,
	const struct jx_publication_place *place, struct line *line)
{
	const struct jx_publication_page page = {.round = place->round,
		.number = place->number,
		.is_public = source->is_public,
		.first = place->first,
		.max_entries = JX_MAX_RANK_ROWS,
		.max_bytes = JX_MAX_PAGE_BYTES};
	static const JxPublication nothing = JX_PUBLICATION_INIT;
	JxPublication *publication = NULL;
	uint64_t next = 0;
	enum jx_status status =
		jx_publication_get(source->db, &page, source->scratch, &publication, &next, source->error);
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

static enum jx_status make_rulebook(const struct jx_publication_source *source,
	const struct jx_publication_place *place, struct line *line)
{
	const struct jx_edition_query query = {.digest = place->rulebook_digest};
	JxRulebookEdition *edition = NULL;
	enum jx_status status = jx_edition_get(source->db, &query, source->scratch, &edition, source->error);
	if (status != JX_OK)
		return status;
	line->next.part = REPORTS;
	line->message.rulebook = edition->rulebook;
	return JX_OK;
}

static enum jx_status make_report(const struct jx_publication_source *source,
	const struct jx_publication_place *place, struct line *line)
{
	const struct jx_export_query query = {
		.round = place->round, .after = place->after, .max_rows = 1, .publication = place->number};
	struct jx_export page = {0};
	enum jx_status status = jx_export_page(source->db, &query, source->scratch, &page, source->error);
	if (status != JX_OK)
		return status;
	if (page.n > 0) {
		if (place->has_signatures)
			status = jx_export_put_signatures(
				source->db, page.rows[0], source->scratch, source->error);
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
static enum jx_status make_line(const struct jx_publication_source *source,
	const struct jx_publication_place *place, struct line *line)
{
	jx_publication_line_init(&line->message);
	line->next = *place;
	line->next.n_sent = 0;
	switch (place->part) {
	case TABLE:
		return make_page(source, place, line);
	case RULEBOOK:
		return make_rulebook(source, place, line);
	case REPORTS:
	case END:
		break;
	}
	return make_report(source, place, line);
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
static enum jx_status add_line(
	const struct jx_publication_source *source, struct jx_publication_place *place, struct piece *piece)
{
	const struct jx_json_sink sink = {.on_text = on_text, .user = piece};
	struct line line;
	size_t n_before = piece->n;
	enum jx_status status = make_line(source, place, &line);
	if (status != JX_OK)
		return status;
	bool is_empty = line.message.publication == NULL && line.message.rulebook == NULL &&
			line.message.report == NULL;
	piece->n_skip = place->n_sent;
	if (!is_empty)
		status = jx_json_write_to(&line.message.base, JX_JSON_CANONICAL, &sink, source->error);
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

static enum jx_status fill_piece(
	const struct jx_publication_source *source, struct jx_publication_place *place, struct piece *piece)
{
	enum jx_status status = JX_OK;
	while (status == JX_OK && place->part != END && !piece->is_full) {
		if (jx_stop_is_due(source->stop))
			return jx_fail(source->error, JX_REASON_DEADLINE_PASSED);
		jx_arena_reset(source->scratch);
		status = add_line(source, place, piece);
	}
	return status;
}

/* ---- from outside ---- */

enum jx_status jx_publication_file_begin(const struct jx_publication_source *source, const char *round,
	uint32_t number, struct jx_publication_place **ret_place)
{
	JxPublication *head = NULL;
	uint64_t named = 0;
	uint64_t next = 0;
	size_t n_parent = 0;
	const struct jx_publication_page page = {
		.round = round, .number = number, .is_public = source->is_public, .max_entries = 1};
	enum jx_status status =
		jx_publication_get(source->db, &page, source->scratch, &head, &next, source->error);
	if (status != JX_OK)
		return status;
	struct jx_publication_place *place = calloc(1, sizeof(*place));
	if (place == NULL)
		return jx_fail(source->error, JX_REASON_OUT_OF_MEMORY);
	(void)jx_name_read_number(head->name, "publications", &named, &n_parent);
	place->number = (uint32_t)named;
	place->has_signatures = head->audience != JX_PUBLICATION_AUDIENCE_UNSPECIFIED;
	(void)jx_text_copy(place->round, sizeof(place->round), round);
	(void)jx_text_copy(place->rulebook_digest, sizeof(place->rulebook_digest), head->rulebook_digest);
	*ret_place = place;
	return JX_OK;
}

enum jx_status jx_publication_file_fill(const struct jx_publication_source *source,
	struct jx_publication_place *place, uint8_t *bytes, size_t *ret_n)
{
	struct piece piece = {.bytes = bytes};
	enum jx_status status = fill_piece(source, place, &piece);
	if (status == JX_OK)
		*ret_n = piece.n;
	return status;
}

bool jx_publication_file_is_end(const struct jx_publication_place *place)
{
	return place->part == END;
}
