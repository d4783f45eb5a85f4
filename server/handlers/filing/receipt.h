/*
 * The receipt: the acknowledgement of a submit.
 *
 * It names what was stored, by digests, and when it was received. The attempt and the position in the log are filled
 * in by whoever stores them (submit.c), in the same transaction. What proves it can only be made once the checkpoint of the
 * group is on disk, and is added to the stored reply whenever that is given: always the same to the byte.
 */
#ifndef SERVER_HANDLERS_FILING_RECEIPT_H
#define SERVER_HANDLERS_FILING_RECEIPT_H

#include "server/handlers/filing/admission.h"

/** Make the receipt of a filing as a file (evidence/receipt.h): the entry of the log, and the proof that it is there.
 *
 * @param index  of the entry's leaf.
 * @param ret_text  in the scratch arena; NULL for an entry of before entries said what was filed.
 * @thread any, outside a group.
 */
enum jx_status jx_receipt_file(struct jx_task *task, uint64_t index, char **ret_text) JX_MUST_CHECK;

/** Make the receipt of an admitted report, in the task's arena. @return NULL without memory. @thread writer. */
JxReceipt *jx_receipt_new(struct jx_task *task, const struct jx_admission *admission);

#endif
