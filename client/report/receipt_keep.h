/* The receipt of a filing: checked with the county's verifier key before it counts, and stored. Thread: one at a time. */
#ifndef CLIENT_REPORT_RECEIPT_KEEP_H
#define CLIENT_REPORT_RECEIPT_KEEP_H

#include "client/app/app.h"
#include "client/disk/log_memory.h"
#include "proto/contract/evidence/receipt.h"

/** Find the verifier keys of the log.
 *
 * @param key  one, or the name of a file that holds them; NULL for those that this machine remembers.
 * @return JX_OK; JX_INVALID (BAD_VERIFIER_KEY); as jx_file_read() and jx_log_memory_read().
 */
enum jx_status jx_receipt_keys(
	struct jx_app *app, const char *key, struct jx_log_memory *ret_memory) JX_MUST_CHECK;

/** Check a receipt with the verifier keys of a log, the newest first: it may be older than the one that signs now.
 *
 * @param ret_verifier  the key that has signed it; borrowed from memory.
 * @return as jx_receipt_verify(); JX_NOT_FOUND (LOG_KEY_UNKNOWN) without a key.
 */
enum jx_status jx_receipt_check(struct jx_app *app, const struct jx_log_memory *memory,
	const struct jx_log_text *text, struct jx_receipt *ret_receipt,
	const struct jx_verifier **ret_verifier) JX_MUST_CHECK;

/** Check the text of a receipt with the key that this machine knows, and store it.
 *
 * @param digest  the content that it must be about; NULL for any.
 * @param ret_receipt  NULL allowed.
 * @param ret_path  of JX_FILE_PATH_BYTES; NULL allowed.
 * @return as jx_receipt_verify(); JX_INTERNAL (SERVER_ANSWER) when it is about other content; as jx_receipts_write();
 *   JX_NOT_FOUND (LOG_KEY_UNKNOWN) when this machine knows no key.
 */
enum jx_status jx_receipt_keep(struct jx_app *app, const char *text, const char *digest,
	struct jx_receipt *ret_receipt, char *ret_path) JX_MUST_CHECK;

#endif
