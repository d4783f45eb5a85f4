/*
 * Flagging idle funds: by a person, or by itself when a report is accepted that shows them. @thread writer.
 */
#ifndef SERVER_HANDLERS_FOLLOWUP_IDLE_FLAG_H
#define SERVER_HANDLERS_FOLLOWUP_IDLE_FLAG_H

#include "proto/contract/ranking/idle_balance.h"
#include "proto/contract/service/idle_funds.h"
#include "server/call/task.h"
#include "server/handlers/followup/items.h"

/** An item to be made. All borrowed. */
struct jx_idle_flag {
	enum jx_idle_act act;
	const char *department; /* code */
	const char *source;
	const char *budget_date;
	int32_t budget_day;
	JxIdleFundsOrigin *origin; /* NULL for a person without a report */
	int64_t fen;
	int64_t due_ms; /* until when the department must explain it */
};

/** Make an item, with its entry in the log. What it says was checked. */
enum jx_status jx_idle_flag(
	struct jx_task *task, const struct jx_idle_flag *flag, struct jx_item_key *ret_key) JX_MUST_CHECK;

/** Flag the balances of a report that is accepted, but for those that a rule has flagged before, and for all beyond
 * JX_MAX_OPEN_IDLE_FUNDS of the department: an acceptance never fails for them.
 *
 * @param version  "submissions/{id}/versions/{n}".
 */
enum jx_status jx_idle_flag_balances(
	struct jx_task *task, const char *version, const struct jx_idle_balances *balances) JX_MUST_CHECK;

#endif
