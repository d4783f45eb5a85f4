/*
 * What a message holds that this version does not know: a field or an enum value of a newer program.
 *
 * Replies keep both (codec.h), and most of their readers go on. Content that is hashed, judged or written to a file
 * must be whole instead: whoever does that asks here first, and says plainly that the content is newer, where a
 * digest would only differ. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_UNKNOWN_H
#define PROTO_CONTRACT_MESSAGE_UNKNOWN_H

#include <protobuf-c/protobuf-c.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** Check that this version knows everything in a message and in the messages in it.
 *
 * @param message  as deep as codec and JSON let in.
 * @return JX_OK; JX_UNIMPLEMENTED (NEWER_VERSION) at the first unknown thing: "profile.kind" for an enum value,
 *   "functions[1].#1023" for a field.
 */
enum jx_status jx_message_check_known(const ProtobufCMessage *message, struct jx_error *error) JX_MUST_CHECK;

#endif
