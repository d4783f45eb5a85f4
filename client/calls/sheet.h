/* The scores of a department's report, all lines of them. Thread: one at a time. */
#ifndef CLIENT_CALLS_SHEET_H
#define CLIENT_CALLS_SHEET_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Read the scores of a report page by page, into one reply whose sheet has all lines. @return as jx_rpc_call(). */
enum jx_status jx_sheet_read(
	struct jx_app *app, JxExplainScoreRequest *request, JxExplainScoreResponse **ret_reply) JX_MUST_CHECK;

#endif
