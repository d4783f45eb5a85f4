/*
 * Filing a judged report: outbox first, then the signed call, then the receipt.
 *
 * Every path ends with the report filed once, or waiting, or refused with the reason. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_FILING_H
#define CLIENT_REPORT_FILING_H

#include <stdbool.h>

#include "client/disk/outbox.h"
#include "client/report/judge.h"

/** What became of a report. */
struct jx_filed {
	const JxReceipt *receipt;
	const JxSubmitReportResponse
		*response; /* NULL: the server is away, the receipt comes from this disk */
};

/** File a report that passes. Safe to repeat.
 *
 * @param ret_filed  set on JX_OK; in the app's arena.
 * @return JX_OK; JX_UNAVAILABLE and other retryable ones: it waits in the outbox; anything else: refused, and
 *   no longer in the outbox.
 */
enum jx_status jx_filing_submit(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, struct jx_filed *ret_filed) JX_MUST_CHECK;

/** Send an entry of the outbox. Like jx_filing_submit(). */
enum jx_status jx_filing_resend(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, struct jx_filed *ret_filed) JX_MUST_CHECK;

/** Let the server check a report as if it were filed, and store nothing. */
enum jx_status jx_filing_dry_run(struct jx_app *app, const struct jx_judged *judged,
	const JxSubmitReportResponse **ret_response) JX_MUST_CHECK;

/** Print what became of a report. */
enum jx_status jx_filing_print(struct jx_app *app, const struct jx_filed *filed) JX_MUST_CHECK;

#endif
