/* The commands about whose turn it is. See args.h for what their parts mean. */
#ifndef CLIENT_CLI_TURN_COMMANDS_H
#define CLIENT_CLI_TURN_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_turn_commands[];

#endif
