/*
 * Content: messages packed into columns, and held against their digests when they are read. Private to storage/.
 *
 * A value that was changed behind the store's back passes every check of the engine's own. `what` names the content in
 * the error; each failure of reading stops the statement.
 */
#ifndef STORAGE_CONTENT_H
#define STORAGE_CONTENT_H

#include "storage/sql.h"

/** A message packed for a column. */
struct jx_packed {
	uint8_t *bytes; /* free with jx_packed_clear(); NULL for no message */
	size_t n;
};

/** Pack a message. @param message  NULL packs to none. */
enum jx_status jx_packed_init(
	struct jx_packed *packed, const ProtobufCMessage *message, struct jx_error *error) JX_MUST_CHECK;
void jx_packed_clear(struct jx_packed *packed);

/** Compare the digest of a message with a digest text. A text that is no digest is not equal. */
enum jx_status jx_content_compare(const ProtobufCMessage *message, const char *digest, bool *ret_is_equal,
	struct jx_error *error) JX_MUST_CHECK;

/** Unpack the message in a column. @return NULL after a failure: DATA_DAMAGED, or memory. */
ProtobufCMessage *jx_sql_message(struct jx_sql *sql, int column, const ProtobufCMessageDescriptor *type,
	const char *what, struct jx_arena *arena);

/** Fail with DATA_DAMAGED when a message has not the digest it must have. */
void jx_sql_check_digest(
	struct jx_sql *sql, const ProtobufCMessage *message, const char *digest, const char *what);

/** The report in a column, held against its digest; NULL after a failure. */
JxReport *jx_sql_report(
	struct jx_sql *sql, int column, const char *digest, const char *what, struct jx_arena *arena);

/** The findings in a column. */
void jx_sql_findings(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena,
	JxFinding ***ret_findings, size_t *ret_n);

/** The review in a column; NULL for none. */
JxReview *jx_sql_review(struct jx_sql *sql, int column, const char *what, struct jx_arena *arena);

#endif
