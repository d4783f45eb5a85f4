/*
 * What the treasury has of a report's department, fetched from the server with the rules of the round, and stored on this
 * machine for offline use:
 *
 *   references/<round id>-<department>.json   the answer of the server, a GetReferenceSheetResponse
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_REPORT_REFERENCE_H
#define CLIENT_REPORT_REFERENCE_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Find the figures that a report is held against. What cannot be found out is no error, and then there are none.
 *
 * @param asks  ask the server, and fall back on what is stored; false: what is stored.
 * @param ret_sheet  in the app's arena; NULL for none.
 */
void jx_reference_find(
	struct jx_app *app, const JxReport *report, bool asks, const JxReferenceSheet **ret_sheet);

#endif
