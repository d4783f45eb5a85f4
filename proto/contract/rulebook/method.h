/*
 * The table of the scoring methods, M1 to M18: what each is called and its formula in words.
 *
 * A rulebook's scorings name them; proto/contract/score computes those that need no parameters. Pure. Thread:
 * any.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_METHOD_H
#define PROTO_CONTRACT_RULEBOOK_METHOD_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"

/** A scoring method. All texts static. */
struct jx_score_method {
	const char *id; /* "M1" to "M18", "F06" */
	JxLocalizedText title;
	JxLocalizedText formula; /* in words */
	bool needs_parameters;   /* only a rulebook can compute it */
};

/** Number of methods. */
size_t jx_score_method_count(void);

/** A method by its place; NULL past the end. */
const struct jx_score_method *jx_score_method_at(size_t index);

/** A method by its id; NULL when there is none. */
const struct jx_score_method *jx_score_method_find(const char *id);

#endif
