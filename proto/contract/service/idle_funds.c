/* The rows are the specification. */
#include "proto/contract/service/idle_funds.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define DAYS_OF_YEAR 10000 /* in a day as a number, YYYYMMDD */

/* An order goes out before an explanation only when the department has let its time pass. */
static enum jx_reason after_due_time(const struct jx_life_facts *facts)
{
	return facts->due_ms < facts->now_ms ? JX_REASON_NONE : JX_REASON_EXPLANATION_DUE;
}

static enum jx_reason within_outstanding(const struct jx_life_facts *facts)
{
	return facts->amount_fen > 0 && facts->amount_fen <= facts->outstanding_fen
		       ? JX_REASON_NONE
		       : JX_REASON_MORE_THAN_OUTSTANDING;
}

#define DEPARTMENT (JX_ROLE_ENTERER | JX_ROLE_HEAD)
#define FINANCE    (JX_ROLE_REVIEWER | JX_ROLE_LEAD)

/* clang-format off */
/* number, from, act, to, roles, guard */
static const struct jx_life_row ROWS[] = {
	{1, JX_IDLE_FUNDS_STATE_UNSPECIFIED, JX_IDLE_ACT_FLAG, JX_IDLE_FUNDS_STATE_FLAGGED, FINANCE | DEPARTMENT, NULL},
	{2, JX_IDLE_FUNDS_STATE_UNSPECIFIED, JX_IDLE_ACT_REUSE, JX_IDLE_FUNDS_STATE_EXPLAINED, JX_ROLE_LEAD, NULL},
	{3, JX_IDLE_FUNDS_STATE_FLAGGED, JX_IDLE_ACT_EXPLAIN, JX_IDLE_FUNDS_STATE_EXPLAINED, DEPARTMENT, NULL},
	{4, JX_IDLE_FUNDS_STATE_EXPLAINED, JX_IDLE_ACT_EXPLAIN, JX_IDLE_FUNDS_STATE_EXPLAINED, DEPARTMENT, NULL},
	{5, JX_IDLE_FUNDS_STATE_FLAGGED, JX_IDLE_ACT_ORDER, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_ROLE_LEAD, after_due_time},
	{6, JX_IDLE_FUNDS_STATE_EXPLAINED, JX_IDLE_ACT_ORDER, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_ROLE_LEAD, NULL},
	{7, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_IDLE_ACT_RECOVER_PART, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_ROLE_LEAD, within_outstanding},
	{8, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_IDLE_ACT_RECOVER_REST, JX_IDLE_FUNDS_STATE_RECOVERED, JX_ROLE_LEAD, within_outstanding},
	{9, JX_IDLE_FUNDS_STATE_FLAGGED, JX_IDLE_ACT_CARRY_PART, JX_IDLE_FUNDS_STATE_FLAGGED, JX_ROLE_LEAD, within_outstanding},
	{10, JX_IDLE_FUNDS_STATE_FLAGGED, JX_IDLE_ACT_CARRY_REST, JX_IDLE_FUNDS_STATE_CARRY_OVER_APPROVED, JX_ROLE_LEAD, within_outstanding},
	{11, JX_IDLE_FUNDS_STATE_EXPLAINED, JX_IDLE_ACT_CARRY_PART, JX_IDLE_FUNDS_STATE_EXPLAINED, JX_ROLE_LEAD, within_outstanding},
	{12, JX_IDLE_FUNDS_STATE_EXPLAINED, JX_IDLE_ACT_CARRY_REST, JX_IDLE_FUNDS_STATE_CARRY_OVER_APPROVED, JX_ROLE_LEAD, within_outstanding},
	{13, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_IDLE_ACT_CARRY_PART, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_ROLE_LEAD, within_outstanding},
	{14, JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, JX_IDLE_ACT_CARRY_REST, JX_IDLE_FUNDS_STATE_CARRY_OVER_APPROVED, JX_ROLE_LEAD, within_outstanding},
	{15, JX_IDLE_FUNDS_STATE_UNSPECIFIED, JX_IDLE_ACT_FLAG_BY_RULE, JX_IDLE_FUNDS_STATE_FLAGGED, FINANCE, NULL},
};

static const struct jx_life_state STATES[] = {
	[JX_IDLE_FUNDS_STATE_FLAGGED] = {JX_HOLDER_DEPARTMENT, {"待说明", "flagged"},
		{"等部门说明：jixiao idle explain {item} -m 说明；批准结转：jixiao idle carry {item}", "the department explains it next: jixiao idle explain {item} -m TEXT; a lead may carry it over: jixiao idle carry {item}"}},
	[JX_IDLE_FUNDS_STATE_EXPLAINED] = {JX_HOLDER_FINANCE, {"已说明", "explained"},
		{"等财政负责人决定，收回：jixiao idle order {item}，批准结转：jixiao idle carry {item}", "a lead decides next, to order it back: jixiao idle order {item}, or to carry it over: jixiao idle carry {item}"}},
	[JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED] = {JX_HOLDER_DEPARTMENT, {"已责令收回", "ordered back"},
		{"等部门缴回；到账后由财政负责人登记：jixiao idle recover {item}", "the department pays it back next; a lead records what came: jixiao idle recover {item}"}},
	[JX_IDLE_FUNDS_STATE_RECOVERED] = {JX_HOLDER_UNSPECIFIED, {"已收回", "recovered"},
		{"全部了结，没有要办的", "nothing is outstanding, there is nothing to do"}},
	[JX_IDLE_FUNDS_STATE_CARRY_OVER_APPROVED] = {JX_HOLDER_UNSPECIFIED, {"已批准结转", "carried over"},
		{"全部了结，没有要办的；又闲置时另行标记：jixiao idle flag", "nothing is outstanding, there is nothing to do; when it lies idle again, flag it anew: jixiao idle flag"}},
};

static const struct jx_life_act ACTS[JX_IDLE_ACT_COUNT] = {
	[JX_IDLE_ACT_FLAG] = {"IDLE_FUNDS_FLAG", {"标记", "flagged"}},
	[JX_IDLE_ACT_FLAG_BY_RULE] = {"IDLE_FUNDS_FLAG_BY_RULE", {"按规则标记", "flagged by rule"}},
	[JX_IDLE_ACT_REUSE] = {"IDLE_FUNDS_REUSE", {"改作他用", "put to a new use"}},
	[JX_IDLE_ACT_EXPLAIN] = {"IDLE_FUNDS_EXPLAIN", {"说明", "explained"}},
	[JX_IDLE_ACT_ORDER] = {"IDLE_FUNDS_ORDER", {"责令收回", "ordered back"}},
	[JX_IDLE_ACT_RECOVER_PART] = {"IDLE_FUNDS_RECOVER_PART", {"部分收回", "recovered in part"}},
	[JX_IDLE_ACT_RECOVER_REST] = {"IDLE_FUNDS_RECOVER_REST", {"收回", "recovered"}},
	[JX_IDLE_ACT_CARRY_PART] = {"IDLE_FUNDS_CARRY_PART", {"部分结转", "carried over in part"}},
	[JX_IDLE_ACT_CARRY_REST] = {"IDLE_FUNDS_CARRY_REST", {"结转", "carried over"}},
};
/* clang-format on */

const struct jx_life *jx_idle_life(void)
{
	static const struct jx_life life = {
		.rows = ROWS,
		.n_rows = JX_COUNT_OF(ROWS),
		.states = STATES,
		.n_states = JX_COUNT_OF(STATES),
		.acts = ACTS,
		.n_acts = JX_COUNT_OF(ACTS),
		.state_type = JX_IDLE_FUNDS_STATE_DESCRIPTOR,
	};
	return &life;
}

enum jx_idle_act jx_idle_act_of_amount(
	enum jx_idle_act part, enum jx_idle_act rest, const struct jx_life_facts *facts)
{
	return facts->amount_fen < facts->outstanding_fen ? part : rest;
}

void jx_idle_sums_add(struct jx_idle_sums *sums, const struct jx_idle_sums *more)
{
	sums->opening += more->opening;
	sums->added += more->added;
	sums->recovered += more->recovered;
	sums->carried_over += more->carried_over;
}

jx_int128 jx_idle_closing(const struct jx_idle_sums *sums)
{
	return sums->opening + sums->added - sums->recovered - sums->carried_over;
}

uint32_t jx_whole_years(int32_t from_day, int32_t to_day)
{
	if (to_day <= from_day)
		return 0;
	/* the day of the year reached or not: as numbers, days of one year compare like days of another */
	return (uint32_t)((to_day - from_day) / DAYS_OF_YEAR);
}

int32_t jx_idle_old_until(int32_t day)
{
	return day - JX_IDLE_YEARS * DAYS_OF_YEAR;
}

bool jx_idle_is_old(int32_t budget_day, int32_t day)
{
	return budget_day <= jx_idle_old_until(day);
}
