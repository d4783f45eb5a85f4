#include "server/net/address.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include <uv.h>

#define V6_PREFIX_BYTES 8
#define V4_IN_V6        12 /* where the address stands in ::ffff:a.b.c.d */
#define IP_BYTES        48

void jx_address_print(const struct sockaddr *address, char *out, size_t size)
{
	char ip[IP_BYTES];
	out[0] = '\0';
	if (uv_ip_name(address, ip, sizeof(ip)) != 0)
		return;
	if (address->sa_family == AF_INET6)
		(void)snprintf(
			out, size, "[%s]:%u", ip, ntohs(((const struct sockaddr_in6 *)address)->sin6_port));
	else
		(void)snprintf(
			out, size, "%s:%u", ip, ntohs(((const struct sockaddr_in *)address)->sin_port));
}

static void put_v4(struct jx_holder_key *key, const void *bytes)
{
	key->bytes[0] = 4;
	memcpy(key->bytes + 1, bytes, sizeof(struct in_addr));
}

void jx_address_key(const struct sockaddr *address, struct jx_holder_key *ret_key)
{
	memset(ret_key, 0, sizeof(*ret_key));
	if (address->sa_family == AF_INET) {
		put_v4(ret_key, &((const struct sockaddr_in *)address)->sin_addr);
		return;
	}
	if (address->sa_family != AF_INET6)
		return;
	const struct in6_addr *v6 = &((const struct sockaddr_in6 *)address)->sin6_addr;
	/* A socket for both takes IPv4 peers like this; their prefix is everybody's. */
	if (IN6_IS_ADDR_V4MAPPED(v6)) {
		put_v4(ret_key, v6->s6_addr + V4_IN_V6);
		return;
	}
	ret_key->bytes[0] = 6;
	memcpy(ret_key->bytes + 1, v6->s6_addr, V6_PREFIX_BYTES);
}
