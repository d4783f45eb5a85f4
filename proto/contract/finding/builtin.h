/*
 * The table of the built-in rules: what each is called, how severe it is and what it says.
 *
 * The rules themselves are the functions of proto/contract/check. A rulebook may replace them by id, so that
 * rulebooks and explanations need the ids without the functions. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FINDING_BUILTIN_H
#define PROTO_CONTRACT_FINDING_BUILTIN_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"

/** One rule. All texts static. */
struct jx_rule {
	const char *id; /* of domain/model: F05, Y03; structure: G01 and on; explanations: X01 */
	JxFindingSeverity severity;
	JxLocalizedText title;
	JxLocalizedText message; /* {0}, {1}, ... are values */
	JxLocalizedText remedy;
	const char *basis;
};

/** All built-in rules, in the order of the form. */
const struct jx_rule *jx_rules(size_t *ret_n);

/** Whether a built-in rule is a limit that other rules count on (of rows, of bytes), so that none may take its place. */
bool jx_rule_is_limit(const char *id);

/** A rule by its id; NULL when there is none. */
const struct jx_rule *jx_rule_find(const char *id);

#endif
