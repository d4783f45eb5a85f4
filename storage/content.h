/*
 * What the files of this room ask each other: rows by name, and content by its digest. Private to storage/.
 */
#ifndef STORAGE_CONTENT_H
#define STORAGE_CONTENT_H

#include "jixiao/v1/schema.h"
#include "storage/sql.h"

/** The row of a round. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_round_row(
	struct jx_db *db, const char *id, struct jx_error *error, int64_t *ret_row) JX_MUST_CHECK;

/** A place in a list of records: the key of a page, "{round row}/{code}". */
struct jx_place_key {
	int64_t round;
	const char *department; /* borrowed from the key */
};

/** Read a key; one that is none, and "", is the place before every record. */
struct jx_place_key jx_place_key_read(const char *key);
/** Write the key of a record into an arena; a failure stops the statement. */
const char *jx_place_key_write(
	struct jx_sql *sql, int64_t round, const char *department, struct jx_arena *arena);

/** Stored content. All borrowed. */
struct jx_stored {
	const uint8_t *bytes;
	size_t n;
	const char *digest; /* what it must have */
	const char *what;   /* names it in the error */
};

/** Decode stored content and hold it against its digest.
 *
 * @return JX_OK; JX_DATA_LOSS (DATA_DAMAGED); JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_content_open(const struct jx_stored *stored, struct jx_arena *arena, struct jx_error *error,
	JxReport **ret_content) JX_MUST_CHECK;

/* The findings packed in a column; on failure the statement is stopped. what names them in the error. */
void jx_findings_open(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena,
	JxFinding ***ret_findings, size_t *ret_n);

/* The review packed in a column; NULL for none, and on failure, when the statement is stopped. */
JxReview *jx_review_open(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena);

#endif
