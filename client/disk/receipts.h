/*
 * Receipts as files (evidence/receipt.h), as the server gave them.
 *
 *   receipts/<round>-<department>.<attempt, 20 digits>.receipt
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_DISK_RECEIPTS_H
#define CLIENT_DISK_RECEIPTS_H

#include "client/disk/files.h"
#include "proto/contract/evidence/receipt.h"

#define JX_MAX_RECEIPT_BYTES \
	(JX_MAX_LEAF_BYTES + JX_MAX_NOTE_BYTES + 8192u) /* entry, proof, lines for people */
#define JX_MAX_RECEIPTS 4096u                           /* listed: the newest */

/** A receipt on this disk. In the arena. */
struct jx_receipt_file {
	char path[JX_FILE_PATH_BYTES];
	uint64_t attempt; /* from its name */
};

/** Store a receipt under the name that it asks for.
 *
 * @param receipt  read from text.
 * @param ret_path  where; NULL allowed.
 */
enum jx_status jx_receipts_write(const char *home, const struct jx_receipt *receipt, const char *text,
	char *ret_path, struct jx_error *error) JX_MUST_CHECK;

/** List the receipts of a home, newest first.
 *
 * @return JX_OK, also when there are none; JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_receipts_list(const char *home, struct jx_arena *arena, struct jx_receipt_file **ret_files,
	size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

#endif
