/* Signatures of exported reports. */
#ifndef SERVER_HANDLERS_PUBLISHING_SIGNATURES_H
#define SERVER_HANDLERS_PUBLISHING_SIGNATURES_H

#include "jixiao/v1/schema.h"
#include "server/call/task.h"

/** Put the signatures under a report to it, in the scratch arena.
 *
 * @return JX_OK; JX_DATA_LOSS (SIGNATURE_DAMAGED) when one does not hold.
 */
enum jx_status jx_export_put_signatures(struct jx_task *task, JxExportRow *row) JX_MUST_CHECK;

#endif
