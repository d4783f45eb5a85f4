/*
 * Whether the server still has the history that it had: asked once in each command, before its first call.
 *
 * The server signs the head of its log. This machine keeps the newest head that it has seen, and wants a proof that the
 * next one continues it. Without one the command ends, whatever it was about: what such a server answers is not
 * to be trusted. Thread: one at a time.
 */
#ifndef CLIENT_CALLS_HISTORY_H
#define CLIENT_CALLS_HISTORY_H

#include "client/app/app.h"

/** Check the server's log, if that has not been done. The server must be connected.
 *
 * @return JX_OK, also at the public listener and while the server has no signed log; JX_DATA_LOSS (LOG_REWRITTEN,
 *   LOG_MEMORY_DAMAGED); as jx_rpc_call().
 */
enum jx_status jx_history_check(struct jx_app *app) JX_MUST_CHECK;

#endif
