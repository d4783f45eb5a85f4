/*
 * A rulebook's rules, run over a report: findings like those of the built-in checks, into the same list.
 *
 * A rule is applied to every row of its lists, or once to the report. A figure that is missing makes a rule say
 * nothing, or name the figure for information where the rule asks for it. What is out of range is a finding of the
 * rule's own severity: no figure that is still to come mends that. Rows of a list over its limit are skipped: that is a
 * finding of the built-in checks. rule_run.c (rows, sentences), rule_compare.c (formulas), rule_builtin.c (checks that
 * no formula can say). Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_RULE_RUN_H
#define PROTO_CONTRACT_RULEBOOK_RULE_RUN_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/status.h"
#include "proto/contract/base/stop.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/rulebook/rulebook.h"

/** What rules are run over. */
struct jx_rule_subject {
	const JxReport *written; /* borrowed; as for jx_check_run() */
	const JxReport *meant;   /* the same as message/meant.h reads it with this rulebook */
	const JxScoreSheet
		*sheet; /* what its lines are worth by it; NULL where jx_rules_need_sheet() says so */
};

/** Add what the rules find to a list. The list is not sorted: jx_check_run() does that.
 *
 * @param stop        asked now and then; NULL: never.
 * @param findings    started with jx_findings_init(); stored in its own arena.
 * @return JX_OK when the rules ran, whatever they found; JX_DEADLINE when stop was due: the findings are not all, and
 *   are of no use; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_rules_run(const struct jx_rulebook *rulebook, const struct jx_rule_subject *subject,
	const struct jx_stop *stop, struct jx_findings *findings) JX_MUST_CHECK;

/** True when some rule holds claims against what is computed for their lines. */
bool jx_rules_need_sheet(const struct jx_rulebook *rulebook);

#endif
