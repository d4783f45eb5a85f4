/*
 * Addresses as people type them: "host:port" or "[v6]:port". Pure. Thread: any.
 */
#ifndef CLIENT_TEXT_ADDRESS_H
#define CLIENT_TEXT_ADDRESS_H

#include <stdbool.h>

#define JX_ADDRESS_BYTES 272 /* a host name of 255, a colon, a port */

/** True for "host:port" or "[v6]:port" with nothing in it that could change the meaning of a URL. */
bool jx_address_is_valid(const char *address);

/** The host of an address, without brackets. */
void jx_address_host(const char *address, char out[JX_ADDRESS_BYTES]);

#endif
