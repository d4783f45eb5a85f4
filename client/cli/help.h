/*
 * Help from the table of commands. Thread: one at a time.
 */
#ifndef CLIENT_CLI_HELP_H
#define CLIENT_CLI_HELP_H

#include "client/app/args.h"

/** Print the short help: five commands and one example for each kind of user. */
void jx_help_overview(const struct jx_app *app);

/** Print the help of one command. */
void jx_help_command(const struct jx_app *app, const struct jx_command *command);

/** Print the commands whose names begin with a word: "round" lists "round create" and the others.
 *
 * @return false when there are none.
 */
bool jx_help_group(const struct jx_app *app, const char *word);

/** The command "help", a row of the table like any other. */
enum jx_status cmd_help(struct jx_app *app, const struct jx_args *args);

#endif
