/* Idle funds that a rule finds in a report, flagged as it is accepted. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "server/handlers/followup/idle_flag.h"
#include "storage/followup/store_idle_funds.h"

#define DAY_MS        (INT64_C(24) * 60 * 60 * 1000)
#define FIRST_OF_YEAR 101 /* MMDD */

/* The report that shows the balances. */
struct shown {
	const char *version; /* its name */
	char submission[JX_RESOURCE_NAME_BYTES];
	const char *department; /* code */
	uint32_t n_open;        /* items of the department */
};

static enum jx_status flag_balance(
	struct jx_task *task, struct shown *shown, const struct jx_idle_balance *balance)
{
	char year[12];
	struct jx_item_key key;
	bool is_flagged = false;
	const char *source = balance->source[0] != '\0' ? balance->source : "部门上年结转资金";
	(void)snprintf(year, sizeof(year), "%" PRIu32, balance->budget_year);
	const struct jx_idle_found found = {shown->department, source, year, shown->submission};
	enum jx_status status = jx_idle_funds_is_flagged(task->db, &found, &is_flagged, &task->error);
	if (status != JX_OK || is_flagged)
		return status;
	JxIdleFundsOrigin origin = JX_IDLE_FUNDS_ORIGIN_INIT;
	origin.version = (char *)shown->version;
	origin.rule = (char *)balance->rule;
	origin.field = (char *)balance->field;
	const struct jx_idle_flag flag = {.act = JX_IDLE_ACT_FLAG_BY_RULE,
		.department = shown->department,
		.source = source,
		.budget_date = year,
		.budget_day = (int32_t)(balance->budget_year * 10000 + FIRST_OF_YEAR),
		.origin = &origin,
		.fen = balance->fen,
		.due_ms = task->now_ms + JX_IDLE_EXPLAIN_DAYS * DAY_MS};
	shown->n_open++;
	return jx_idle_flag(task, &flag, &key);
}

enum jx_status jx_idle_flag_balances(
	struct jx_task *task, const char *version, const struct jx_idle_balances *balances)
{
	struct shown shown = {.version = version};
	if (balances->n == 0)
		return JX_OK;
	(void)jx_text_copy_n(shown.submission, sizeof(shown.submission), version,
		(size_t)(strstr(version, "/versions/") - version));
	shown.department = strrchr(shown.submission, '-') + 1;
	enum jx_status status = jx_idle_funds_count(task->db, shown.department, &shown.n_open, &task->error);
	for (size_t i = 0; status == JX_OK && i < balances->n && shown.n_open < JX_MAX_OPEN_IDLE_FUNDS; i++)
		status = flag_balance(task, &shown, &balances->items[i]);
	return status;
}
