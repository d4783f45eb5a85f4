/* The message types that fuzz targets try: between them every kind of field of the schema. */
#ifndef TESTS_FUZZ_TYPES_H
#define TESTS_FUZZ_TYPES_H

#include "grpc/reflection/v1/reflection.pb-c.h"
#include "jixiao/v1/submission.pb-c.h"
#include "jixiao/v1/submissions.pb-c.h"

static const ProtobufCMessageDescriptor *const FUZZ_TYPES[] = {
	&jixiao__v1__submission__descriptor,
	&jixiao__v1__submit_request__descriptor,
	&jixiao__v1__submission_record__descriptor,
	&jixiao__v1__receipt__descriptor,
	&jixiao__v1__signature__descriptor,
	&grpc__reflection__v1__server_reflection_request__descriptor,
	&grpc__reflection__v1__server_reflection_response__descriptor,
};

/* The type that a byte of the input chooses; letters and digits, so that seeds are readable. */
static inline const ProtobufCMessageDescriptor *fuzz_type(uint8_t byte)
{
	return FUZZ_TYPES[(byte & 0x0F) % (sizeof(FUZZ_TYPES) / sizeof(FUZZ_TYPES[0]))];
}

#endif
