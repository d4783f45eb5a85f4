/* What waits for somebody: words, and the command that is due next. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_TURNS_TURN_TABLE_H
#define CLIENT_COMMANDS_TURNS_TURN_TABLE_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Print what waits as a table. */
enum jx_status jx_turns_print(struct jx_app *app, JxTurn *const *turns, size_t n) JX_MUST_CHECK;

/** The command that is due next, with its round. @return out, of JX_TURN_COMMAND_BYTES; "" for a kind that is not known. */
#define JX_TURN_COMMAND_BYTES 320
const char *jx_turn_command(const JxTurn *turn, char out[JX_TURN_COMMAND_BYTES]);

#endif
