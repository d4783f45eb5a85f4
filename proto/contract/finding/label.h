/*
 * What the fields of a report are called, and the words of its enums: for whoever shows one to people. Static texts. Pure.
 * Thread: any.
 */
#ifndef PROTO_CONTRACT_FINDING_LABEL_H
#define PROTO_CONTRACT_FINDING_LABEL_H

#include <protobuf-c/protobuf-c.h>

#include "proto/contract/base/error.h"

/** The label of a field of a report, or of a message in it, as printed forms have it. @return its name when it has none. */
const char *jx_field_label(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
	enum jx_language language);

/** The word of a value of an enum in a report; NULL for a value without one. */
const char *jx_enum_label(const ProtobufCEnumDescriptor *type, int value, enum jx_language language);

#endif
