/* The message types that fuzz targets try: between them every kind of field of the schema. */
#ifndef TESTS_FUZZ_TYPES_H
#define TESTS_FUZZ_TYPES_H

#include "grpc/reflection/v1/reflection.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"

static const ProtobufCMessageDescriptor *const FUZZ_TYPES[] = {
	JX_REPORT_DESCRIPTOR,
	JX_SUBMIT_REPORT_REQUEST_DESCRIPTOR,
	JX_SUBMISSION_DESCRIPTOR,
	JX_RECEIPT_DESCRIPTOR,
	JX_SIGNATURE_DESCRIPTOR,
	&grpc__reflection__v1__server_reflection_request__descriptor,
	&grpc__reflection__v1__server_reflection_response__descriptor,
};

/* The type that a byte of the input chooses; letters and digits, so that seeds are readable. */
static inline const ProtobufCMessageDescriptor *fuzz_type(uint8_t byte)
{
	return FUZZ_TYPES[(byte & 0x0F) % JX_COUNT_OF(FUZZ_TYPES)];
}

#endif
