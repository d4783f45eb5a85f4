/*
 * Who answers for what a department leaves: rectification items and idle funds outlive the department that they are of. They
 * keep its code in their names; once it has ended, those that took over what it did answer for them, as the log says of its
 * end. Nothing is written for that: it follows from how departments have ended, also of those that ended long ago.
 *
 * Thread: that of the connection.
 */
#ifndef STORAGE_REGISTRY_STORE_SUCCESSORS_H
#define STORAGE_REGISTRY_STORE_SUCCESSORS_H

#include <stdbool.h>

#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Who answers for the items of a department. Of zeros before the first; kept from row to row of a list. */
struct jx_answering {
	const char *department; /* "departments/{code}", borrowed */
	char **names; /* "departments/{code}" of each, by code: itself while it exists, or when nobody took over */
	size_t n;
};

/** Find who answers for a department's items, unless they are those of the row before. @param department  its name. */
enum jx_status jx_answering_find(struct jx_db *db, const char *department, struct jx_arena *arena,
	struct jx_answering *answering, struct jx_error *error) JX_MUST_CHECK;

/** Whether a department answers for another one's items. Both by code. */
enum jx_status jx_department_answers_for(struct jx_db *db, const char *code, const char *other,
	bool *ret_answers, struct jx_error *error) JX_MUST_CHECK;

/** Whether that of finance does. */
enum jx_status jx_finance_answers_for(
	struct jx_db *db, const char *other, bool *ret_answers, struct jx_error *error) JX_MUST_CHECK;

#endif
