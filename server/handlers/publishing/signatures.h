/* Signatures of exported reports. */
#ifndef SERVER_HANDLERS_PUBLISHING_SIGNATURES_H
#define SERVER_HANDLERS_PUBLISHING_SIGNATURES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Put the signatures under a report to it, in an arena.
 *
 * @return JX_OK; JX_DATA_LOSS (SIGNATURE_DAMAGED) when one does not hold.
 */
enum jx_status jx_export_put_signatures(
	struct jx_db *db, JxExportRow *row, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

#endif
