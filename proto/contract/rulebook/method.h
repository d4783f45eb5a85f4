/*
 * The table of the scoring methods, M1 to M20: what each is called and its formula in words.
 *
 * A rulebook's scorings name them; proto/contract/score computes those that need no parameters. Pure. Thread:
 * any.
 */
#ifndef PROTO_CONTRACT_RULEBOOK_METHOD_H
#define PROTO_CONTRACT_RULEBOOK_METHOD_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"

/* The methods, in the order of the table. */
enum jx_score_method_number {
	JX_SCORE_F06, /* execution of a budget; rulebooks cannot name it */
	JX_SCORE_M1,
	JX_SCORE_M2,
	JX_SCORE_M3,
	JX_SCORE_M4,
	JX_SCORE_M5,
	JX_SCORE_M6,
	JX_SCORE_M7,
	JX_SCORE_M8,
	JX_SCORE_M9,
	JX_SCORE_M10,
	JX_SCORE_M11,
	JX_SCORE_M12,
	JX_SCORE_M13,
	JX_SCORE_M14,
	JX_SCORE_M15,
	JX_SCORE_M16,
	JX_SCORE_M17,
	JX_SCORE_M18,
	JX_SCORE_M19,
	JX_SCORE_M20,
	JX_SCORE_METHOD_COUNT
};

/** A scoring method. All texts static. */
struct jx_score_method {
	enum jx_score_method_number number;
	const char *id; /* "M1" to "M20", "F06" */
	JxLocalizedText title;
	JxLocalizedText formula; /* in words */
	bool needs_parameters;   /* only a rulebook can compute it */
};

/** The method of a number below JX_SCORE_METHOD_COUNT. */
const struct jx_score_method *jx_score_method_at(enum jx_score_method_number number);

/** The method of targets with a sign where nothing else says one; NULL for signs without one. */
const struct jx_score_method *jx_score_method_of_sign(JxFigureSign sign);

/** True for a method that needs no more than one value of the row: one that a rulebook may set for a sign. */
bool jx_score_method_is_for_values(const struct jx_score_method *method);

/** A method by its id; NULL when there is none. */
const struct jx_score_method *jx_score_method_find(const char *id);

#endif
