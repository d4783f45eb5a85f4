/*
 * Memory for OpenSSL: its large buffers come from a few blocks that are used again and again.
 *
 * A handshake takes two buffers of 16 to 22 KB and gives them back, and what a connection keeps is allocated in between.
 * From the heap, that leaves holes of which each connection makes its own: 15 KB of 54 at rest. Thread: any.
 */
#ifndef SERVER_NET_TLS_MEMORY_H
#define SERVER_NET_TLS_MEMORY_H

#include <stdbool.h>

/** Give OpenSSL this memory; before anything else of OpenSSL is used in the process.
 *
 * @return false when it is too late; then OpenSSL goes on with the heap.
 */
bool jx_tls_memory_use(void);

#endif
