/* The commands by which finance sets a county up: rounds, departments, people. See args.h for what their parts mean. */
#ifndef CLIENT_CLI_COUNTY_COMMANDS_H
#define CLIENT_CLI_COUNTY_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_county_commands[];

#endif
