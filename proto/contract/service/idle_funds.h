/*
 * The life of an item of idle funds, the sums of the ledger, and the age of a balance.
 *
 *   FLAGGED -> EXPLAINED -> RECOVERY_ORDERED -> RECOVERED
 *      |           |               |
 *      +-----------+---------------+---------> CARRY_OVER_APPROVED
 *
 * Money leaves an item in parts, each a row of its own: the last one ends it. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_IDLE_FUNDS_H
#define PROTO_CONTRACT_SERVICE_IDLE_FUNDS_H

#include "proto/contract/base/wide.h"
#include "proto/contract/service/life.h"

enum jx_idle_act {
	JX_IDLE_ACT_NONE = 0,
	JX_IDLE_ACT_FLAG,
	JX_IDLE_ACT_FLAG_BY_RULE, /* by itself, when a report is accepted that shows it; never asked for by anybody */
	JX_IDLE_ACT_REUSE, /* what was carried over to a new use becomes an item */
	JX_IDLE_ACT_EXPLAIN,
	JX_IDLE_ACT_ORDER,
	JX_IDLE_ACT_RECOVER_PART,
	JX_IDLE_ACT_RECOVER_REST,
	JX_IDLE_ACT_CARRY_PART,
	JX_IDLE_ACT_CARRY_REST,
	JX_IDLE_ACT_COUNT
};

/** The table. Static. */
const struct jx_life *jx_idle_life(void);

/** Which of two acts it is: the one that takes a part of what is outstanding, or the one that takes the rest. */
enum jx_idle_act jx_idle_act_of_amount(
	enum jx_idle_act part, enum jx_idle_act rest, const struct jx_life_facts *facts);

/** Sums of the ledger over some time, in fen. */
struct jx_idle_sums {
	jx_int128 opening;
	jx_int128 added;
	jx_int128 recovered;
	jx_int128 carried_over;
};

/** Add other sums. */
void jx_idle_sums_add(struct jx_idle_sums *sums, const struct jx_idle_sums *more);

/** opening + added - recovered - carried_over. */
jx_int128 jx_idle_closing(const struct jx_idle_sums *sums);

/** Whole years from one day to another, both as numbers that read YYYYMMDD; 0 when the second is not later. A year from 29
 * February is full on 1 March where the day is missing. */
uint32_t jx_whole_years(int32_t from_day, int32_t to_day);

/** True when a balance that was budgeted on a day is under the two-year rule on another. */
bool jx_idle_is_old(int32_t budget_day, int32_t day);

/** The last budget day that is under the two-year rule on a day; may be none of the calendar, which does not matter where
 * days are compared. */
int32_t jx_idle_old_until(int32_t day);

#endif
