/* Acts on a round that several families of handlers do. @thread writer. */
#ifndef SERVER_HANDLERS_ROUNDS_H
#define SERVER_HANDLERS_ROUNDS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/service/states.h"
#include "server/call/task.h"

/** Do an act on a round by the table of contract/states.h, implied act first, each logged.
 *
 * @return JX_OK; JX_STATE (ROUND_STATE) when the round's state does not allow it; JX_CONFLICT.
 */
enum jx_status jx_round_act(struct jx_task *task, const JxRound *round, enum jx_round_act act) JX_MUST_CHECK;

#endif
