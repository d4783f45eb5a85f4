/* The functions of the language, as one table: what is here exists, and nothing else does. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/formula/private.h"
#include "proto/contract/message/field.h"

static const struct jx_function FUNCTIONS[] = {
	{"has", JX_OP_HAS, 1, 1, false, false},
	{"size", JX_OP_SIZE, 1, 1, false, false},
	{"sum", JX_OP_SUM, 1, JX_MANY_FORMULA_OPERANDS, false, false},
	{"min", JX_OP_MIN, 1, JX_MANY_FORMULA_OPERANDS, false, false},
	{"max", JX_OP_MAX, 1, JX_MANY_FORMULA_OPERANDS, false, false},
	{"abs", JX_OP_ABS, 1, 1, false, false},
	{"round", JX_OP_ROUND, 1, 2, false, false},
	{"ratio", JX_OP_RATIO, 2, 2, false, false},
	{"amount", JX_OP_AMOUNT, 1, 1, false, false},
	{"timestamp", JX_OP_TIMESTAMP, 1, 1, false, false},
	{"plain", JX_OP_PLAIN, 1, 1, false, false},
	{"first_day", JX_OP_FIRST_DAY, 1, 1, false, false},
	{"last_day", JX_OP_LAST_DAY, 1, 1, false, false},
	{"size", JX_OP_SIZE, 1, 1, true, false},
	{"startsWith", JX_OP_STARTS_WITH, 2, 2, true, false},
	{"endsWith", JX_OP_ENDS_WITH, 2, 2, true, false},
	{"contains", JX_OP_CONTAINS, 2, 2, true, false},
	{"all", JX_OP_ALL, 2, 2, true, true},
	{"exists", JX_OP_EXISTS, 2, 2, true, true},
	{"exists_one", JX_OP_EXISTS_ONE, 2, 2, true, true},
	{"filter", JX_OP_FILTER, 2, 2, true, true},
	{"map", JX_OP_MAP, 2, 2, true, true},
};

#define N_FUNCTIONS JX_COUNT_OF(FUNCTIONS)

const struct jx_function *jx_function_find(
	const char *name, size_t n, bool is_method, const char **ret_nearest)
{
	size_t best = n / 3 + 2; /* one more than the most that is still near */
	*ret_nearest = NULL;
	for (size_t i = 0; i < N_FUNCTIONS; i++) {
		const struct jx_function *function = &FUNCTIONS[i];
		size_t n_known = strlen(function->name);
		if (function->is_method != is_method)
			continue;
		if (n_known == n && memcmp(function->name, name, n) == 0)
			return function;
		size_t distance = jx_edit_distance(name, n, function->name, n_known, best - 1);
		if (distance < best) {
			best = distance;
			*ret_nearest = function->name;
		}
	}
	return NULL;
}

const char *jx_function_of_op(enum jx_op op)
{
	for (size_t i = 0; i < N_FUNCTIONS; i++)
		if (FUNCTIONS[i].op == op)
			return FUNCTIONS[i].name;
	return NULL;
}
