/* A round in words, after what was done to it. Thread: one at a time. */
#ifndef CLIENT_PRINT_ROUND_PRINT_H
#define CLIENT_PRINT_ROUND_PRINT_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Print a round, or the whole reply as JSON. @param round  NULL: the reply lacks it, which is refused. */
enum jx_status jx_round_print(
	struct jx_app *app, const ProtobufCMessage *reply, const JxRound *round) JX_MUST_CHECK;

/** Print where a round stands, and what its deadline leaves. */
void jx_round_print_clock(struct jx_app *app, const JxRound *round);

#endif
