/*
 * The file of a publication, piece by piece: what `jixiao export --publication`, GET /publication/ and the pages give.
 *
 * It is made line by line: the pages of the publication, its rulebook, its reports. A job fills one piece; where it ends
 * within a line, the next one makes that line again and goes on behind what was sent, so that between two pieces nothing is
 * held but where the next one begins. What a publication is made from never changes: the line is the same again.
 * Thread: that of the connection to the database.
 */
#ifndef SERVER_HANDLERS_PUBLISHING_PUBLICATION_FILE_H
#define SERVER_HANDLERS_PUBLISHING_PUBLICATION_FILE_H

#include "proto/contract/base/arena.h"
#include "proto/contract/base/stop.h"
#include "storage/store.h"

/** Where the next piece begins. By free(). */
struct jx_publication_place;

/** What a piece is made from. Borrowed. */
struct jx_publication_source {
	struct jx_db *db;
	struct jx_arena *scratch;   /* reset for each line */
	const struct jx_stop *stop; /* NULL: it may take its time */
	struct jx_error *error;
	bool is_public; /* only what is public is there */
};

/** Begin the file of a publication. @param number  0: the current one. @return JX_OK; JX_NOT_FOUND (NOT_PUBLISHED). */
enum jx_status jx_publication_file_begin(const struct jx_publication_source *source, const char *round,
	uint32_t number, struct jx_publication_place **ret_place) JX_MUST_CHECK;

/** Fill a piece, and move on.
 *
 * @param bytes  of JX_PUBLICATION_PIECE_BYTES.
 * @return JX_OK; JX_DATA_LOSS (DATA_DAMAGED, SIGNATURE_DAMAGED); JX_DEADLINE (DEADLINE_PASSED) when it was stopped.
 */
enum jx_status jx_publication_file_fill(const struct jx_publication_source *source,
	struct jx_publication_place *place, uint8_t *bytes, size_t *ret_n) JX_MUST_CHECK;

/** Whether the piece filled last was the last one. */
bool jx_publication_file_is_end(const struct jx_publication_place *place);

#endif
