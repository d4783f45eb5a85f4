/* The commands about what an analyst asks. See args.h for what their parts mean. */
#ifndef CLIENT_CLI_QUESTION_COMMANDS_H
#define CLIENT_CLI_QUESTION_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_question_commands[];

#endif
