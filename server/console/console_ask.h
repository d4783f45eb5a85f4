/*
 * The console's own side: it asks the daemon that runs on a directory, or does what is asked itself. Thread: main.
 */
#ifndef SERVER_CONSOLE_CONSOLE_ASK_H
#define SERVER_CONSOLE_CONSOLE_ASK_H

#include "server/daemon/config.h"
#include "server/daemon/console.h"

/** Have something done, by the daemon that runs on the directory or, when none does, here.
 *
 * @param ret_person  afterwards; in the arena.
 * @return as jx_console_act(); JX_UNAVAILABLE (CONSOLE_SILENT) for a daemon that does not answer; as jx_store_open().
 */
enum jx_status jx_console_ask(const struct jx_config *config, const JxConsoleRequest *request,
	struct jx_arena *arena, JxPerson **ret_person, struct jx_error *error) JX_MUST_CHECK;

/** Writes, inside a job. */
typedef enum jx_status (*jx_console_writing)(struct jx_db *db, void *user, struct jx_error *error);

/** Write while no daemon runs: one job, whose entries are covered by a checkpoint as under a daemon, at a time that is not before
 * that of the log. */
enum jx_status jx_console_write(const struct jx_config *config, struct jx_store *store,
	jx_console_writing writing, void *user, struct jx_error *error) JX_MUST_CHECK;

#endif
