/*
 * The checks that need no rulebook: structure, types, and the sums a report must agree with in itself.
 *
 * The client runs the same code before it connects. Figures are compared as printed
 * (interval.h): a stated result passes when some true operands that print as given give it. A missing operand
 * means that the rule says nothing: what cannot be computed is no error. docs/rules.md lists every rule with
 * its tolerance and basis. A rulebook adds to the same list. Pure. Thread: any; an arena belongs to one
 * thread at a time.
 */
#ifndef PROTO_CONTRACT_CHECK_CHECK_H
#define PROTO_CONTRACT_CHECK_CHECK_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"
#include "proto/contract/base/stop.h"
#include "proto/contract/finding/finding.h"

struct jx_rulebook; /* rulebook.h */

/** Check a report, against a rulebook too. Reports every finding, in the order of the form.
 *
 * A rulebook's rules add to the findings. A built-in rule that it replaces says nothing; explanations may name its
 * rules. Lists longer than their limit are reported, and their rows are not checked.
 * @param rulebook      borrowed until return; NULL for none.
 * @param report        borrowed until ret_findings is done with; from jx_codec_unpack_strict() or jx_json_read():
 *   no NULL strings, no NULL items.
 * @param arena         holds the findings; borrowed likewise.
 * @param ret_findings  set on JX_OK; see jx_findings_admit() for the verdict.
 * @return JX_OK when the checks ran, whatever they found; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 * @thread any.  @source docs/rules.md.
 */
enum jx_status jx_check_run(const struct jx_rulebook *rulebook, const JxReport *report,
	struct jx_arena *arena, struct jx_findings *ret_findings) JX_MUST_CHECK;

/** Like jx_check_run(), for whoever cannot wait as long as it takes.
 *
 * @param stop  asked now and then; NULL: never.
 * @return also JX_DEADLINE when it was due: there are no findings then, not some of them.
 */
enum jx_status jx_check_run_until(const struct jx_rulebook *rulebook, const JxReport *report,
	const struct jx_stop *stop, struct jx_arena *arena, struct jx_findings *ret_findings) JX_MUST_CHECK;

/** What a report is held against. All borrowed until ret_findings is done with; each may be NULL. */
struct jx_check_basis {
	const struct jx_rulebook *rulebook;
	const JxReferenceSheet
		*reference; /* what the treasury has of the department for the year of the report */
	const struct jx_stop *stop;
};

/** Like jx_check_run_until(), held against reference figures too (rules V01 to V03). */
enum jx_status jx_check_run_by(const struct jx_check_basis *basis, const JxReport *report,
	struct jx_arena *arena, struct jx_findings *ret_findings) JX_MUST_CHECK;

#endif
