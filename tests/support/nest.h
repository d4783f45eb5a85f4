/* A message type that holds itself, which the schema never does: to reach the ceilings of depth. */
#ifndef TESTS_SUPPORT_NEST_H
#define TESTS_SUPPORT_NEST_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

struct nest {
	ProtobufCMessage base;
	struct nest *inner;
};

extern const ProtobufCMessageDescriptor nest_descriptor;

#endif
