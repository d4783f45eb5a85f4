/*
 * Every figure of a message, checked: what comes over the line may hold numbers that no form can show.
 *
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_FIGURE_CHECK_H
#define PROTO_CONTRACT_MESSAGE_FIGURE_CHECK_H

#include <protobuf-c/protobuf-c.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** Check every Amount, Decimal and Timestamp of a message and of the messages in it.
 *
 * A timestamp must lie in the years 1 to 9999 and be of whole milliseconds, as its text form has no more.
 * @return JX_OK; JX_INVALID at the first bad one, error->field is its path.
 */
enum jx_status jx_figures_check(const ProtobufCMessage *message, struct jx_error *error) JX_MUST_CHECK;

#endif
