/*
 * Addresses: where a peer calls from, for people as text and as strangers are counted; and where to listen.
 *
 * A stranger is an IPv4 address, or of IPv6 the 64 bits that a provider gives to one of them: whoever has one address
 * there has as many as they like. Whatever counts strangers counts them by jx_address_key(). Thread: any.
 */
#ifndef SERVER_NET_ADDRESS_H
#define SERVER_NET_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "proto/contract/base/error.h"
#include "server/net/call.h"
#include "server/net/holder.h"

/** Print "address:port", with brackets for IPv6; "" for what is neither. */
void jx_address_print(const struct sockaddr *address, char *out, size_t size);

/** Make the key of the holder that a stranger at an address is. */
void jx_address_key(const struct sockaddr *address, struct jx_holder_key *ret_key);

/** Find the address of a text: name resolution may wait.
 *
 * @param text  "host:port" or "[v6]:port".
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED) when it is none.
 */
enum jx_status jx_address_resolve(
	const char *text, struct sockaddr_storage *ret_address, struct jx_error *error) JX_MUST_CHECK;

/** Find the address that a listener is to be bound to, likewise.
 *
 * @return as jx_address_resolve(); JX_INVALID (PUBLIC_NOT_LOOPBACK).
 */
enum jx_status jx_address_find(enum jx_listener listener, const char *text,
	struct sockaddr_storage *ret_address, struct jx_error *error) JX_MUST_CHECK;

/** Check the addresses of all listeners, as far as that can be done without binding one.
 *
 * @param texts  by enum jx_listener; NULL: no such listener.
 * @return as jx_address_find(); LISTEN_FAILED also when two of them are one.
 */
enum jx_status jx_address_check_all(
	const char *const texts[JX_LISTENERS], struct jx_error *error) JX_MUST_CHECK;

/** Whether two listeners could not be bound at once: one address and one port. */
bool jx_address_is_same(const struct sockaddr_storage *a, const struct sockaddr_storage *b);

bool jx_address_is_loopback(const struct sockaddr_storage *address);

/** Fail with LISTEN_FAILED for a text and libuv's code. */
enum jx_status jx_address_fail(const char *text, int code, struct jx_error *error);

#endif
