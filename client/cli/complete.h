/*
 * What may stand next on a command line, for the completion of a shell: from the table of commands, and from what this machine
 * knows. Never asks the server. Thread: one at a time.
 */
#ifndef CLIENT_CLI_COMPLETE_H
#define CLIENT_CLI_COMPLETE_H

#include "client/app/args.h"

/* The word that a completion script calls the program with; the words of the command line follow. */
#define JX_COMPLETE_WORD "__complete"

/** Print what the last word can be, a line each: the word, a tab and what it means; ":files" for any file.
 *
 * @param words  of the command line after the program's name; the last one is being typed and may be empty.
 */
void jx_complete(struct jx_app *app, int n_words, char *const *words);

#endif
