/*
 * What the public listener serves by plain GET: as tlog-tiles has it /checkpoint, and the hashes of the log's tree under
 * /tile/, entries never; and the files of public publications, /publication/{round}/{n or latest}. Each is a method by
 * another name. Thread: loop.
 *
 * @source c2sp.org/tlog-tiles
 */
#ifndef SERVER_CALL_PLAIN_GET_H
#define SERVER_CALL_PLAIN_GET_H

#include "server/net/call.h"

/** As jx_call_events has them. */
bool jx_plain_get_take(void *user, struct jx_call *call, uint8_t out[JX_GET_REQUEST_BYTES], size_t *ret_n);
struct jx_reply_buf *jx_plain_get_body(void *user, const struct jx_call *call, struct jx_reply_buf *reply);

#endif
