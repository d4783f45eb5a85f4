/* Formulas in tests: one line in, one line out. */
#ifndef TESTS_SUPPORT_FORMULA_KIT_H
#define TESTS_SUPPORT_FORMULA_KIT_H

#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/array.h"
#include "proto/contract/formula/formula.h"

#define KIT_TEXT_BYTES 700

/* A formula and what it must give: a value in English, or a problem as "1:5 REASON arg0 | arg1 | arg2". */
struct formula_line {
	const char *formula;
	const char *text;
};

/* What the formulas of a table mean and see. */
struct formula_table {
	const struct jx_formula_variable *variables;
	const struct jx_formula_value *values; /* one for each */
	size_t n_variables;
	const char *json; /* of a submission; NULL: none */
};

/* Compiles and evaluates every line; fails with all that differ. */
void check_formulas(const struct formula_table *table, const struct formula_line *lines, size_t n);

#define FORMULAS(table, lines) check_formulas(table, lines, JX_COUNT_OF(lines))

/* The first problem of a formula over a submission, or its value, as text. */
const char *formula_text(struct jx_arena *arena, const struct formula_table *table, const char *text,
	char out[KIT_TEXT_BYTES]);

/* Compiles a formula over a submission that must be right. */
const struct jx_formula *formula_of(struct jx_arena *arena, const char *text);

#endif
