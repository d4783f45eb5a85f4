/*
 * The end of a failed command: its error as people and programs read it, and the exit code. Thread: one at a time.
 */
#ifndef CLIENT_APP_APP_ERROR_H
#define CLIENT_APP_APP_ERROR_H

#include "client/app/app.h"

/** The exit codes. Any other code is a failure. @source docs/cli.md. */
enum jx_exit {
	JX_EXIT_DONE = 0,
	JX_EXIT_FAILURE = 1,
	JX_EXIT_USAGE = 2,
	JX_EXIT_FINDINGS = 3,
	JX_EXIT_DENIED = 4,
	JX_EXIT_NOT_FOUND = 5,
	JX_EXIT_STATE = 6,
	JX_EXIT_RETRY = 7,
	JX_EXIT_EVIDENCE = 8,
	JX_EXIT_INTERRUPTED = 130
};

/** The exit code of a status and the reason that goes with it. */
enum jx_exit jx_app_error_exit_code(enum jx_status status, enum jx_reason reason);

/** The exit code of a command that ended with app->error; a field that the person typed makes it one of usage. */
enum jx_exit jx_app_exit_code(const struct jx_app *app, enum jx_status status);

/** Print app->error to stderr: a sentence and the next thing to do; with JSON output one JSON object. */
void jx_app_error_print(struct jx_app *app, enum jx_status status);

#endif
