/*
 * Filing a judged report: outbox first, then the signed call, then the receipt.
 *
 * Every path ends with the report filed once, or waiting, or refused with the reason. It is based on the newest version that
 * the person has seen (client/disk/seen.h); when the server holds a newer one it is refused with who filed that, and when.
 * The caller holds the lock of the outbox. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_FILING_H
#define CLIENT_REPORT_FILING_H

#include <stdbool.h>

#include "client/disk/outbox.h"
#include "client/report/judge.h"

/** What became of a report. */
struct jx_filed {
	const JxReceipt *receipt;
	const JxSubmitReportResponse *response; /* NULL: the receipt is not from this call */
	const char *filed_before_by; /* the server held this content already: who filed it; else NULL */
	bool is_away;                /* the server cannot be reached, the receipt comes from this disk */
	bool is_refused;             /* on failure: sending it again cannot help */
};

/** File a report that passes. Safe to repeat.
 *
 * @param base       digest of the version that it is based on, "" for none; NULL: the newest that was seen here.
 * @param ret_filed  set on JX_OK; in the app's arena.
 * @return JX_OK; a status whose repetition may help: it waits in the outbox; anything else: refused, and nowhere here.
 */
enum jx_status jx_filing_submit(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base, struct jx_filed *ret_filed) JX_MUST_CHECK;

/** Send an entry of the outbox. Like jx_filing_submit(), but a refused one is left where it is.
 *
 * @param ret_filed  on failure is_refused is set.
 */
enum jx_status jx_filing_resend(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, struct jx_filed *ret_filed) JX_MUST_CHECK;

/** Let the server check a report as if it were filed, and store nothing. @param base  as of jx_filing_submit(). */
enum jx_status jx_filing_dry_run(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base,
	const JxSubmitReportResponse **ret_response) JX_MUST_CHECK;

/** Print what became of a report. */
enum jx_status jx_filing_print(struct jx_app *app, const struct jx_filed *filed) JX_MUST_CHECK;

#endif
