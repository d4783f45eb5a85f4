/*
 * What the fields of a report are called, and the words of its enums: for whoever shows one to people. Pure.
 * Thread: any.
 */
#ifndef PROTO_CONTRACT_FINDING_LABEL_H
#define PROTO_CONTRACT_FINDING_LABEL_H

#include <protobuf-c/protobuf-c.h>

#include "proto/contract/base/error.h"

/** The label of a field of a report, or of a message in it, as printed forms have it. @return its name when it has none. */
const char *jx_field_label(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
	enum jx_language language);

#define JX_PATH_LABEL_BYTES 512

/** What a path in a report names, by the schema alone: "项目 1 / 绩效指标 4 / 自评得分" for
 * "projects[0].indicators[3].claimed_score", rows counted from 1 as printed forms do.
 *
 * @return out; "" for what is no path of a report, and the whole labels that fit of one that is too long.
 */
const char *jx_path_label(const char *path, enum jx_language language, char out[JX_PATH_LABEL_BYTES]);

/** The word of a value of an enum in a report; NULL for a value without one. */
const char *jx_enum_label(const ProtobufCEnumDescriptor *type, int value, enum jx_language language);

#endif
