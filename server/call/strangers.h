/*
 * How often callers without a certificate may try a one-time code.
 *
 * The first try of a connection is always looked up, so that somebody with a good code gets through while others at the
 * same address try wrong ones (addresses as the doors count them, net/address.h). Further tries are for those whose address, and whose door, has not had too many wrong
 * ones: JX_ENROL_TRIES at once and one more each JX_ENROL_TRY_MS; for the door JX_ENROL_DOOR_TRIES and JX_ENROL_DOOR_MS.
 * A try is paid for when it begins and paid back when the code was good. Thread: loop.
 */
#ifndef SERVER_CALL_STRANGERS_H
#define SERVER_CALL_STRANGERS_H

#include <stdbool.h>
#include <stdint.h>

#include "server/net/call.h"

struct jx_strangers;

/** @return NULL without memory. */
struct jx_strangers *jx_strangers_new(void);
void jx_strangers_free(struct jx_strangers *strangers); /* NULL allowed */

/** Pay for a try. @return false: it may not be made now. */
bool jx_strangers_try(struct jx_strangers *strangers, const struct jx_call *call, uint64_t now_ms);

/** A try ended otherwise than with a wrong code: pay it back. */
void jx_strangers_pay_back(struct jx_strangers *strangers, const struct jx_call *call, uint64_t now_ms);

#endif
