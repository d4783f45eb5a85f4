/* Rulebooks as callers name them. @thread writer. */
#ifndef SERVER_HANDLERS_RULEBOOKS_H
#define SERVER_HANDLERS_RULEBOOKS_H

#include "server/call/task.h"

/** Find the rulebook of a name; one that comes with the program is activated when it is first named.
 *
 * @param field       of the request, for the error.
 * @param name        "rulebooks/{id}/editions/{number or latest}".
 * @param ret_digest  in the task's arena.
 * @return JX_OK; JX_INVALID (BAD_FIELD); JX_NOT_FOUND (RULEBOOK_NOT_FOUND).
 */
enum jx_status jx_edition_find(
	struct jx_task *task, const char *field, const char *name, const char **ret_digest) JX_MUST_CHECK;

#endif
