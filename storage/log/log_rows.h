/*
 * The rows that an entry of the log holds: what the store keeps about the object of an act, and about the call.
 *
 * An entry names the values that decide. Beside them it has a digest of the rows as they are after the act, a table each, so
 * that every column is held: whoever changes one with a database shell is named. Private to storage/.
 */
#ifndef STORAGE_LOG_LOG_ROWS_H
#define STORAGE_LOG_LOG_ROWS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

/** One table whose rows an entry holds. Its texts are borrowed from the entry, or literal. */
struct jx_held_rows {
	const char *table;
	char digest[JX_DIGEST_TEXT_BYTES]; /* "": no rows */
	bool is_of_object; /* the newest entry about the object holds them; else this entry alone does, for good */
	bool is_kept; /* they are what this entry has left (log_history.h): one that names none has none */
};

#define JX_MAX_HELD_TABLES 24u /* of one entry */

/** What an entry holds, by the tables as they are now. */
struct jx_held {
	struct jx_held_rows rows[JX_MAX_HELD_TABLES];
	size_t n;
};

/** The object whose rows an entry holds: "rounds/{id}" of what is published in it; "" for none.
 *
 * @param ret_n  length of the name within entry->object.
 */
void jx_log_rows_owner(const JxLogEntry *entry, size_t *ret_n);

/** Keep the rows of an entry's object that may change, as they are after it (log_history.h). @thread writer. */
enum jx_status jx_log_rows_keep(
	struct jx_db *db, const JxLogEntry *entry, struct jx_error *error) JX_MUST_CHECK;

/** Which of the rows of an entry are wanted. */
struct jx_held_wish {
	bool has_object; /* false: a later entry about the same object holds the rows of that */
	bool has_call;   /* false: a later entry of the same call holds the row of that */
};

/** Whether the newest entry about an object holds a table. @param table  name. */
bool jx_log_rows_is_of_object(const char *table);

/** Digest the rows of an entry's object, and of its call; what it has kept, in any case.
 *
 * @return JX_OK; JX_UNAVAILABLE.
 */
enum jx_status jx_log_rows_read(struct jx_db *db, const JxLogEntry *entry, const struct jx_held_wish *wish,
	struct jx_held *ret_held, struct jx_error *error) JX_MUST_CHECK;

#endif
