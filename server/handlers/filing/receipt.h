/*
 * The receipt: the acknowledgement of a submit.
 *
 * It names what was stored, by digests, and when it was received. The attempt and the position in the log are filled
 * in by whoever stores them (submit.c), in the same transaction. @thread writer.
 */
#ifndef SERVER_HANDLERS_FILING_RECEIPT_H
#define SERVER_HANDLERS_FILING_RECEIPT_H

#include "server/handlers/filing/admission.h"

/** Make the receipt of an admitted report, in the task's arena. @return NULL without memory. */
JxReceipt *jx_receipt_new(struct jx_task *task, const struct jx_admission *admission);

#endif
