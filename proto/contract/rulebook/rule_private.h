/*
 * What the files that run rules share: one run, and a finding in the making.
 *
 * Private to rule_*.c. Thread: as rule_run.h.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_RULE_PRIVATE_H
#define PROTO_CONTRACT_RULEBOOK_RULE_PRIVATE_H

#include "proto/contract/finding/finding.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/private.h"

#define JX_RULE_TEXT_BYTES     320  /* of a value, a place */
#define JX_RULE_SENTENCE_BYTES 1024 /* of a sentence, filled in */

/** One run of a rulebook over a report. */
struct jx_rule_run {
	const struct jx_rulebook *book;
	const JxReport *report;
	struct jx_findings *findings;
	struct jx_arena *scratch; /* emptied after each row */
	struct jx_formula_value values[JX_MAX_FORMULA_VARIABLES];
	const struct jx_compiled_rule *rule; /* the one that runs */
	size_t n_rows;                       /* taken by it so far */
};

/** Take the rows of a list for the rule that runs: all n, or none where G04 refuses the report, of a list over its limit
 * and of those past the limit of their kind. */
static inline size_t jx_rule_take_rows(
	struct jx_rule_run *run, const ProtobufCFieldDescriptor *list, size_t n)
{
	size_t taken = jx_rows(n, jx_list_limit(list->descriptor));
	taken = jx_rows(taken, JX_MAX_KIND_ROWS - run->n_rows);
	run->n_rows += taken;
	return taken;
}

/** What a rule found. Texts are borrowed; NULL is "". */
struct jx_rule_found {
	const char *field;
	const char *place_zh;
	const char *place_en;
	const char *left;
	const char *right;
	const char *difference;
	const char *tolerance;
	const char *missing; /* the figure that is missing: then it is for information, and says only that */
	enum jx_not_computable not_computable; /* why it cannot be computed with */
};

/** Add a finding of the rule that runs. */
enum jx_status jx_rule_add_finding(struct jx_rule_run *run, const struct jx_rule_found *found) JX_MUST_CHECK;

/** Run a check that no formula can say. */
enum jx_status jx_rule_built_in(struct jx_rule_run *run) JX_MUST_CHECK;

#endif
