/* The commands about forms and documents: reports as workbooks. See args.h for what their parts mean. */
#ifndef CLIENT_CLI_FORM_COMMANDS_H
#define CLIENT_CLI_FORM_COMMANDS_H

#include "client/app/args.h"

/** Ended by a NULL name. */
extern const struct jx_command jx_form_commands[];

#endif
