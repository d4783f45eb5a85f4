/* The commands about the machine and the program itself. See args.h for what their parts mean. */
#ifndef CLIENT_CLI_MACHINE_COMMANDS_H
#define CLIENT_CLI_MACHINE_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_machine_commands[];

#endif
