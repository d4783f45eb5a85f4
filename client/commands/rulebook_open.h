/*
 * A rulebook by its name: one that comes with the program, or a file. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_RULEBOOK_OPEN_H
#define CLIENT_COMMANDS_RULEBOOK_OPEN_H

#include "client/app/app.h"
#include "proto/contract/rulebook/rulebook.h"

/** Open a rulebook.
 *
 * Mistakes are printed like those of a report, each with line and column; then app->is_reported is set.
 * @param name          id of one that comes with the program, else a file; "-" for standard input.
 * @param ret_rulebook  set on JX_OK; in the app's arena.
 * @return JX_OK; JX_NOT_FOUND (UNKNOWN_RULEBOOK); JX_INVALID (HARD_FINDINGS) for one with mistakes; JX_UNKNOWN
 *   (LOCAL_FILE_FAILED); no memory.
 */
enum jx_status jx_rulebook_open(
	struct jx_app *app, const char *name, const struct jx_rulebook **ret_rulebook) JX_MUST_CHECK;

#endif
