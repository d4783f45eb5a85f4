/*
 * Where a peer calls from: for people as text, and as strangers are counted.
 *
 * A stranger is an IPv4 address, or of IPv6 the 64 bits that a provider gives to one of them: whoever has one address
 * there has as many as they like. Whatever counts strangers counts them by jx_address_key(). Thread: any.
 */
#ifndef SERVER_NET_ADDRESS_H
#define SERVER_NET_ADDRESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "server/net/holder.h"

/** Print "address:port", with brackets for IPv6; "" for what is neither. */
void jx_address_print(const struct sockaddr *address, char *out, size_t size);

/** Make the key of the holder that a stranger at an address is. */
void jx_address_key(const struct sockaddr *address, struct jx_holder_key *ret_key);

#endif
