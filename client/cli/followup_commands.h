/* The commands about what outlives a round. See args.h for what their parts mean. */
#ifndef CLIENT_CLI_FOLLOWUP_COMMANDS_H
#define CLIENT_CLI_FOLLOWUP_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_followup_commands[];

#endif
