/*
 * The compiled form of a rulebook, for what runs it: the rules (rule_run.c) and the scores (proto/contract/score).
 *
 * Immutable once loaded. A formula that a row does not have is NULL. Thread: any.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_COMPILED_H
#define PROTO_CONTRACT_RULEBOOK_COMPILED_H

#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/formula/formula.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/rulebook/rulebook.h"

/* A rule, compiled. A formula the rule does not have is NULL. */
struct jx_compiled_rule {
	const JxRule *rule;
	const JxBasis *basis;
	const JxCodeList *words;               /* of the check template_words; else NULL */
	const ProtobufCMessageDescriptor *row; /* what its formulas see the fields of */
	const struct jx_formula *when;
	const struct jx_formula *left;
	const struct jx_formula *right;
	const struct jx_formula *tolerance;
	const struct jx_formula *place;
	bool hangs_on_sign; /* it says nothing certain of a row whose sign is assumed */
};

/* A scoring of lines, compiled. */
struct jx_compiled_line {
	const JxLineScoring *scoring;
	const struct jx_score_method *method;
	const JxBasis *basis;
	const ProtobufCMessageDescriptor *row;
	const struct jx_formula *when; /* NULL: every row */
	const struct jx_formula *share;
};

/* A common indicator, compiled. */
struct jx_compiled_common {
	const JxCommonIndicator *indicator;
	const struct jx_score_method *method;
	const JxBasis *basis;
	const struct jx_formula *value; /* NULL: none to show */
	const struct jx_formula *share;
};

/* A cap or a deduction, compiled. */
struct jx_compiled_bound {
	const JxScoreCap *cap;             /* of caps */
	const JxScoreDeduction *deduction; /* of deductions */
	const JxBasis *basis;
	const struct jx_formula *when; /* NULL: none */
};

/* How reports are scored, compiled. All zero without a scoring. */
#define JX_SIGNS (JX_FIGURE_SIGN_BEFORE_DATE + 1) /* of a target */

struct jx_compiled_scoring {
	struct jx_compiled_line *lines;
	size_t n_lines;
	struct jx_compiled_common *common;
	size_t n_common;
	struct jx_compiled_bound *caps;
	size_t n_caps;
	struct jx_compiled_bound *deductions;
	size_t n_deductions;
	const struct jx_score_method *by_sign[JX_SIGNS]; /* set for a sign; NULL: the program's own */
};

struct jx_rulebook {
	const JxRulebook *message;
	char digest[JX_DIGEST_TEXT_BYTES];
	struct jx_formula_variable *variables; /* report, then the parameters in their order */
	struct jx_formula_value *values;       /* of the variables; that of report is each run's own */
	size_t n_variables;
	struct jx_compiled_rule *rules;
	size_t n_rules;
	struct jx_compiled_scoring scoring;
};

#endif
