/* The one step of a migration that no statement can do: tables that were published as one message become rows. */
#ifndef STORAGE_SQLITE_CONVERT_PUBLICATIONS_H
#define STORAGE_SQLITE_CONVERT_PUBLICATIONS_H

#include "storage/store.h"

/** Move the rows of each publication from its message into publication_entries, and leave its head there.
 *
 * Drops the trigger that keeps publications as they are; whoever calls makes it again.
 * @return JX_OK; JX_DATA_LOSS (DATA_DAMAGED) for a message that cannot be read; JX_UNAVAILABLE.
 */
enum jx_status jx_convert_publications(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

#endif
