/* Files compiled into the daemon by server/embed.cmake. */
#ifndef SERVER_PROBE_EMBEDDED_H
#define SERVER_PROBE_EMBEDDED_H

#include <stddef.h>
#include <stdint.h>

/** The schema: a serialised google.protobuf.FileDescriptorSet, imports before what needs them. */
extern const uint8_t jx_embedded_schema[];
extern const size_t jx_embedded_schema_bytes;

#endif
