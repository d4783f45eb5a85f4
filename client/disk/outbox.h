/*
 * The outbox: a report is on this disk, with its request id, before anything is sent.
 *
 * So a crash, a lost answer or a dead network at any moment does no harm: the same command sends the same
 * request again, and the server gives the same receipt.
 *
 *   outbox/<request id>.<64 hex of the content>.json                 a SubmitReportRequest, waiting
 *   refused/<request id>.<64 hex of the content>.json                one that the server will never take
 *   refused/<request id>.<64 hex of the content>.reason              why: reason, field and arguments, a line each
 *   receipts/<round>-<department>.<attempt, 20 digits>.receipt.json  the Receipt
 *   receipts/<round>-<department>.<attempt, 20 digits>.request.json  the SubmitReportRequest it answers
 *   outbox.lock                                                      held by the command that files
 *
 * A receipt is stored first; then the request moves from outbox/ to receipts/. Between the two a crash leaves
 * both, and sending again is harmless. File names carry the content's digest, so that an entry damaged on disk
 * is noticed. Whoever adds, sends or removes holds the lock; reading needs none. Thread: one at a time.
 */
#ifndef CLIENT_DISK_OUTBOX_H
#define CLIENT_DISK_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/disk/files.h"
#include "client/disk/lock.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"

#define JX_OUTBOX_NAME_BYTES    128
#define JX_MAX_OUTBOX_ENTRIES   4096u /* listed; an intake desk of a province */
#define JX_OUTBOX_REQUEST_BYTES 37

/** Where outbox and receipts are. */
struct jx_outbox {
	const struct jx_disk *disk; /* borrowed; NULL: the real one */
	char waiting[JX_FILE_PATH_BYTES];
	char refused[JX_FILE_PATH_BYTES];
	char receipts[JX_FILE_PATH_BYTES];
};

/** A report that waits, or that was refused. In the arena it was read into. */
struct jx_outbox_entry {
	char name[JX_OUTBOX_NAME_BYTES];           /* of the file */
	char request_id[JX_OUTBOX_REQUEST_BYTES];  /* of the request */
	char content_digest[JX_DIGEST_TEXT_BYTES]; /* of the content, from the file's name */
	const JxSubmitReportRequest *request;      /* NULL when the file is damaged */
	struct jx_error refusal;                   /* why it was refused; no reason while it waits */
};

/** Make the directories under home. */
enum jx_status jx_outbox_open(struct jx_outbox *ret_outbox, const char *home, const struct jx_disk *disk,
	struct jx_error *error) JX_MUST_CHECK;

/** Take the lock of a home's outbox. Until it is released no other command files from this home.
 *
 * @return as jx_lock_take().
 */
enum jx_status jx_outbox_lock(const char *home, struct jx_patience *patience, struct jx_lock *ret_lock,
	struct jx_error *error) JX_MUST_CHECK;

/** Remove what killed clients left half written, once it is an hour old: a running one may still be writing.
 *
 * @param now_s  the clock, seconds since 1970.
 */
void jx_outbox_sweep(const struct jx_outbox *outbox, int64_t now_s);

/** Put a request into the outbox, durably, and read it back: what is sent is what lies on the disk.
 *
 * @param request         with report, base digest and request id; unsigned.
 * @param content_digest  digest text of the report.
 * @param ret_entry       the entry just written; its content has the digest.
 * @return JX_OK; JX_DATA_LOSS (OUTBOX_DAMAGED) when what is read back is something else; as jx_file_write().
 */
enum jx_status jx_outbox_add(const struct jx_outbox *outbox, const JxSubmitReportRequest *request,
	const char *content_digest, struct jx_arena *arena, struct jx_outbox_entry *ret_entry,
	struct jx_error *error) JX_MUST_CHECK;

/** Read all that waits, in the order of file names.
 *
 * @param ret_entries  in the arena; damaged ones have a NULL request.
 */
enum jx_status jx_outbox_list(const struct jx_outbox *outbox, struct jx_arena *arena,
	struct jx_outbox_entry **ret_entries, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Read all that was refused for good and set aside, likewise. */
enum jx_status jx_outbox_list_refused(const struct jx_outbox *outbox, struct jx_arena *arena,
	struct jx_outbox_entry **ret_entries, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Find what waits of the same round and department as a report.
 *
 * @param ret_entry  set on JX_OK.
 * @return JX_OK; JX_NOT_FOUND when nothing waits.
 */
enum jx_status jx_outbox_find(const struct jx_outbox *outbox, const JxReport *report, struct jx_arena *arena,
	struct jx_outbox_entry *ret_entry, struct jx_error *error) JX_MUST_CHECK;

/** Remove an entry that waits, or one that was refused. */
enum jx_status jx_outbox_drop(const struct jx_outbox *outbox, const struct jx_outbox_entry *entry,
	struct jx_error *error) JX_MUST_CHECK;

/** Set aside an entry that will never be taken, with the reason, so that nothing waits behind it. */
enum jx_status jx_outbox_set_aside(const struct jx_outbox *outbox, const struct jx_outbox_entry *entry,
	const struct jx_error *refusal, struct jx_error *error) JX_MUST_CHECK;

/** Store a receipt and take its request out of the outbox, in this order. */
enum jx_status jx_outbox_settle(const struct jx_outbox *outbox, const struct jx_outbox_entry *entry,
	const JxReceipt *receipt, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** Find the newest receipt of the same round and department, with the request it answers.
 *
 * @param ret_request  NULL when it is not there (a crash came between, and it was sent again).
 * @return JX_OK; JX_NOT_FOUND when there is none.
 */
enum jx_status jx_outbox_receipt(const struct jx_outbox *outbox, const JxReport *report,
	struct jx_arena *arena, const JxReceipt **ret_receipt, const JxSubmitReportRequest **ret_request,
	struct jx_error *error) JX_MUST_CHECK;

#endif
