/*
 * A client that brings its C library along (deploy/portable) and must not mix it with that of the machine. Thread: any,
 * before all others.
 */
#ifndef CLIENT_CLI_PORTABLE_H
#define CLIENT_CLI_PORTABLE_H

/** Let the C library and OpenSSL take modules, encodings and time zones from beside the program alone, and read no settings
 * that were written for others of their kind. Does nothing in an ordinary build. */
void jx_portable_begin(void);

#endif
