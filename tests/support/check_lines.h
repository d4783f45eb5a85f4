/* Tables of reports and the one finding each must give. */
#ifndef TESTS_SUPPORT_CHECK_LINES_H
#define TESTS_SUPPORT_CHECK_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/array.h"

/* What a report must give: one finding, or none where rule is NULL. */
struct line {
	const char *
		json; /* of the report, as quotes.h has it, without braces; names, kind and profile are put before it */
	const char *rule;
	const char *field;
	const char *stated;
	const char *expected;
	const char *difference; /* NULL: whatever it is */
	bool is_note;           /* told for information, whatever the rule's severity */
	size_t n_others;        /* findings of other rules beside it */
};

/* Checks the report of every line, and its sentences too; fails with the findings there are. */
void check_lines(const struct line *lines, size_t n);

/* A line that no rule finds fault with. */
#define CLEAN(text)            \
	{                      \
		.json = (text) \
	}

#define CHECK(lines) check_lines(lines, JX_COUNT_OF(lines))

/* A report with the names, kind and profile that every one must have, and what follows them. */
JxReport *submission_with(struct jx_arena *arena, const char *rest);

#endif
