/* What the reader of a file found, held against a table. */
#ifndef TESTS_SUPPORT_PROBLEMS_H
#define TESTS_SUPPORT_PROBLEMS_H

#include <stddef.h>

#include "proto/contract/message/json/json.h"

/* One problem, with its place. */
struct expected_problem {
	size_t line;
	size_t column;
	const char *reason;
	const char *field;
};

/* Prints them as what went wrong with a test. */
void print_problems(const struct jx_json_problems *problems);

/* Fails, after printing them all, unless the problems are the expected ones in their order. */
void check_problems(
	const struct jx_json_problems *problems, const struct expected_problem *expected, size_t n_expected);

#endif
