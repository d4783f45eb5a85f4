/*
 * What a new form begins with: last year's report without the figures of the year.
 *
 * Who the department is, its projects, indicators with their targets and points, the rows of its tables stay; what is of one year
 * alone goes, and stands as last year's where the form asks for that. Which is which the layout says. Pure. Thread: any; an
 * arena belongs to one thread at a time.
 */
#ifndef CLIENT_FORM_WRITING_CARRY_H
#define CLIENT_FORM_WRITING_CARRY_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"

/** Carry a report into the next year.
 *
 * @param last  borrowed as long as the result.
 * @param ret_report  in the arena; without department, round, kind and year.
 * @return JX_OK; the arena's.
 */
enum jx_status jx_form_carry(
	const JxReport *last, struct jx_arena *arena, JxReport **ret_report) JX_MUST_CHECK;

/** Paths of what was put over a report: of fields, and of whole lists. */
struct jx_form_covered {
	const char **paths; /* in the arena */
	size_t n;
	size_t room;
};

/** Put the figures of one report over those of another: each field that it has, and each list that it has rows of.
 *
 * @param over  borrowed as long as the other.
 * @return JX_OK; the arena's.
 */
enum jx_status jx_form_cover(const JxReport *over, struct jx_arena *arena, JxReport *report,
	struct jx_form_covered *ret_covered) JX_MUST_CHECK;

#endif
