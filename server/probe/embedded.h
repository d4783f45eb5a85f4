/* Files compiled into the daemon by proto/embed.cmake. */
#ifndef SERVER_PROBE_EMBEDDED_H
#define SERVER_PROBE_EMBEDDED_H

#include <stddef.h>
#include <stdint.h>

struct jx_embedded {
	const char *name;
	const uint8_t *bytes;
	size_t n_bytes;
};

/** The schema, in one row: a serialised google.protobuf.FileDescriptorSet, imports before what needs them. */
extern const struct jx_embedded jx_embedded_schema[];
extern const size_t jx_embedded_schema_n;

#endif
