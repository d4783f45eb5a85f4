/* What the files of the check share. Private to this folder. */
#ifndef STORAGE_SQLITE_FSCK_PRIVATE_H
#define STORAGE_SQLITE_FSCK_PRIVATE_H

#include "storage/log/store_fsck.h"
#include "storage/sqlite/db.h"

/** A statement whose rows are differences: table, row, column, what the log says, what the table says. The last one is
 * NULL. They read the tables of the store, and these, which exist while a check runs:
 *
 *   fsck_log      leaf_index, time_ms, actor, certificate, act, object, before, after, reason, request_id, kind, what: the
 *                 entries of the log; what is the record of the kind, JSON
 *   fsck_words    kind, word, number: what stands in entries for the numbers of the tables
 *   fsck_states   object, state, leaf_index: what the entries have made of each submission
 *   fsck_moves    object, state, time_ms, back: each state that a submission has come into, the newest first from 1
 */
extern const char *const jx_fsck_checks[];
/** Likewise, about what outlives a round. */
extern const char *const jx_fsck_followup_checks[];
extern const char *const jx_fsck_history_checks[];

/* A column that must be what the log says. */
#define COLUMN(table, row, column, logged, stored, from)                                              \
	"SELECT '" table "', " row ", '" column "', " logged " AS logged, " stored " AS stored " from \
	" AND logged IS NOT stored"

/* A row that nothing in the log speaks of. */
#define EXTRA(table, row, from) "SELECT '" table "', " row ", '*', 'no such row', 'there is one' " from

/* A row that the log speaks of and that is gone: its name is in no set of those that are there, which the engine makes once.
 * To look for it among them, each by what its name is made of, takes time by the square. */
#define GONE(table, row, from) "SELECT '" table "', " row ", '*', 'there is one', 'no such row' " from

/* What an entry says; without the field it is "", or 0. */
#define TEXT(entry, path)     "coalesce(" entry ".what ->> '$." path "', '')"
#define NUMBER(entry, path)   "coalesce(CAST(" entry ".what ->> '$." path "' AS INTEGER), 0)"
#define DECIMALS(entry, path) "fsck_decimals(" entry ".what ->> '$." path "')"
#define DECIMAL(entry, path)  "fsck_micros(" entry ".what ->> '$." path "')"
#define TIME(entry, path)                                                                        \
	"(unixepoch(substr(" entry ".what ->> '$." path "', 1, 19)) * 1000 + CASE substr(" entry \
	".what ->> '$." path "', 20, 1) WHEN '.' THEN CAST(substr(" entry ".what ->> '$." path   \
	"', 21, 3) AS INTEGER) ELSE 0 END)"

/** Give the connection the functions that the statements use: fsck_digest(), fsck_report(), fsck_message(), fsck_verdict(),
 * fsck_severity(), fsck_signed(), fsck_micros(), fsck_base64(), fsck_unit(). */
enum jx_status jx_fsck_add_functions(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Hold inner nodes and checkpoints against the leaves, which have been verified. */
enum jx_status jx_fsck_tree(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

/** Name rows that refer to rows which are not there: a database shell inserts and deletes without the keys. */
enum jx_status jx_fsck_orphans(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

/** Hold the schema against the one that a new store has. */
enum jx_status jx_fsck_schema(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

/** Hold rows against the digests that entries have of them.
 *
 * @param first  index of the entry to begin with.
 */
enum jx_status jx_fsck_rows(struct jx_db *db, uint64_t first, const struct jx_fsck_listener *listener,
	struct jx_error *error) JX_MUST_CHECK;

#endif
