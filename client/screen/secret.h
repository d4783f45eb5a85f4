/*
 * A secret typed on the terminal, which is not shown. Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_SECRET_H
#define CLIENT_SCREEN_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "client/screen/terminal.h"

/** Ask for a secret; the terminal must be one that can_ask.
 *
 * @param out  terminated, without the line end.
 * @return false when nothing was typed, or Ctrl-C.
 */
bool jx_secret_ask(const struct jx_terminal *terminal, const char *question, char *out, size_t size);

#endif
