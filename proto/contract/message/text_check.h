/*
 * Every text of a request, checked: nothing that turns the reading direction, acts on a screen or is not seen gets into
 * names, titles and reasons.
 *
 * Reports are left out: what stands in them is judged, and named with its place (rule G16). Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_TEXT_CHECK_H
#define PROTO_CONTRACT_MESSAGE_TEXT_CHECK_H

#include <protobuf-c/protobuf-c.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** Check every text of a message and of the messages in it, by text_class.h: of characters that are not seen only joiners
 * may stand in one. Lines may be broken in what people write at length, in formulas and in rulebooks.
 *
 * @param message  decoded: texts are UTF-8.
 * @return JX_OK; JX_INVALID (BAD_FIELD) at the first other character, error->field is its path.
 */
enum jx_status jx_texts_check(const ProtobufCMessage *message, struct jx_error *error) JX_MUST_CHECK;

#endif
