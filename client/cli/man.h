/*
 * The manual page of the client, from the table of commands. Thread: one at a time.
 */
#ifndef CLIENT_CLI_MAN_H
#define CLIENT_CLI_MAN_H

#include "client/app/args.h"

/** Print the manual page in the language of the run, for man(1). @param date  of the page, YYYY-MM-DD. */
void jx_man_print(const struct jx_app *app, const char *date);

#endif
