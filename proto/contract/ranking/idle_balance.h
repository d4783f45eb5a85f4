/*
 * Money that a report shows to lie idle: what the ledger of idle funds is flagged with by itself when it is accepted.
 *
 * Only what is certain from the printed figures of a whole year, project by project; of the department where no project has
 * a table of money:
 *
 *   I01  a project of which nothing was spent: its budget of the year, budgeted in the year of the report
 *   I02  what was carried over into the year, where less was spent than that: the rest of it, budgeted the year before
 *
 * What finance has recovered within the year is no longer there. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_RANKING_IDLE_BALANCE_H
#define PROTO_CONTRACT_RANKING_IDLE_BALANCE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

#define JX_IDLE_RULE_NOT_BEGUN    "I01"
#define JX_IDLE_RULE_CARRIED_OVER "I02"

#define JX_IDLE_FIELD_BYTES 96 /* of a path to a line of money */

/** A balance. */
struct jx_idle_balance {
	const char *rule;                /* one of the two; literal */
	char field[JX_IDLE_FIELD_BYTES]; /* of the line of money, in the report */
	const char *source;              /* the project, in the arena; "" for the department itself */
	int64_t fen;                     /* above 0 */
	uint32_t budget_year;
};

/** In the arena. */
struct jx_idle_balances {
	struct jx_idle_balance *items; /* the largest first */
	size_t n;                      /* at most JX_MAX_FLAGGED_BALANCES */
};

/** Find them.
 *
 * @param report  judged: its amounts are within limits.
 * @return JX_OK, also when there is none; JX_EXHAUSTED, JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_idle_balances_find(
	const JxReport *report, struct jx_arena *arena, struct jx_idle_balances *ret_balances) JX_MUST_CHECK;

/** What a rule says of the money; "" for an id that is none of them. */
const char *jx_idle_rule_title(const char *rule, enum jx_language language);

#endif
