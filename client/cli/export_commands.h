/* The commands that take data out, and check what was published; in client/commands/analysis/. */
#ifndef CLIENT_CLI_EXPORT_COMMANDS_H
#define CLIENT_CLI_EXPORT_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_export_commands[];

#endif
