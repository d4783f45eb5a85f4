#include "server/net/address.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include <uv.h>

#include "proto/contract/base/text.h"

#define V6_PREFIX_BYTES 8
#define V4_IN_V6        12 /* where the address stands in ::ffff:a.b.c.d */
#define IP_BYTES        48
#define MAX_HOST_BYTES  256

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

enum jx_status jx_address_fail(const char *text, int code, struct jx_error *error)
{
	bool is_name = code <= UV_EAI_ADDRFAMILY && code >= UV_EAI_OVERFLOW - 100;
	if (is_name)
		return jx_fail_with(error, JX_REASON_LISTEN_FAILED,
			JX_ARGS(JX_TEXT(text),
				JX_WORDS("查不到这个主机名", "the name of the host is not known")));
	return jx_fail_with(error, JX_REASON_LISTEN_FAILED, JX_ARGS(JX_TEXT(text), JX_SYSTEM(-code)));
}

/* The C library takes 99999 for a port and cuts it, so the number is checked here. */
static bool is_port(const char *text)
{
	uint64_t port;
	return jx_text_u64(text, UINT16_MAX, &port);
}

/* Asks for an address, on a loop of its own that nothing runs on. */
static int resolve(const char *host, const char *port, struct sockaddr_storage *ret_address)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	uv_getaddrinfo_t request;
	uv_loop_t loop;
	int result = uv_loop_init(&loop);
	if (result != 0)
		return result;
	result = uv_getaddrinfo(&loop, &request, NULL, host, port, &hints);
	if (result == 0) {
		memcpy(ret_address, request.addrinfo->ai_addr, request.addrinfo->ai_addrlen);
		uv_freeaddrinfo(request.addrinfo);
	}
	(void)uv_loop_close(&loop);
	return result;
}

/* Splits "host:port" at its last colon; the brackets of "[v6]" go away. */
static int resolve_text(const char *text, struct sockaddr_storage *ret_address)
{
	const char *colon = strrchr(text, ':');
	char host[MAX_HOST_BYTES];
	if (colon == NULL || !is_port(colon + 1) || (size_t)(colon - text) >= sizeof(host))
		return UV_EINVAL;
	size_t n = (size_t)(colon - text);
	const char *start = text;
	if (n >= 2 && text[0] == '[' && text[n - 1] == ']') {
		start++;
		n -= 2;
	}
	jx_text_copy_n(host, sizeof(host), start, n);
	return resolve(host[0] != '\0' ? host : NULL, colon + 1, ret_address);
}

bool jx_address_is_loopback(const struct sockaddr_storage *address)
{
	if (address->ss_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
	return address->ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

enum jx_status jx_address_resolve(
	const char *text, struct sockaddr_storage *ret_address, struct jx_error *error)
{
	struct sockaddr_storage address = {0};
	int result = resolve_text(text, &address);
	if (result != 0)
		return jx_address_fail(text, result, error);
	*ret_address = address;
	return JX_OK;
}

enum jx_status jx_address_find(enum jx_listener listener, const char *text,
	struct sockaddr_storage *ret_address, struct jx_error *error)
{
	struct sockaddr_storage address = {0};
	enum jx_status status = jx_address_resolve(text, &address, error);
	if (status != JX_OK)
		return status;
	if (listener == JX_LISTENER_PUBLIC && !jx_address_is_loopback(&address))
		return jx_fail_with(error, JX_REASON_PUBLIC_NOT_LOOPBACK, JX_ARGS(JX_TEXT(text)));
	*ret_address = address;
	return JX_OK;
}

/* Port 0 is another one for each who asks for it. */
bool jx_address_is_same(const struct sockaddr_storage *a, const struct sockaddr_storage *b)
{
	if (a->ss_family != b->ss_family)
		return false;
	if (a->ss_family == AF_INET6) {
		const struct sockaddr_in6 *v6[] = {
			(const struct sockaddr_in6 *)a, (const struct sockaddr_in6 *)b};
		return v6[0]->sin6_port != 0 && v6[0]->sin6_port == v6[1]->sin6_port &&
		       memcmp(&v6[0]->sin6_addr, &v6[1]->sin6_addr, sizeof(v6[0]->sin6_addr)) == 0;
	}
	const struct sockaddr_in *v4[] = {(const struct sockaddr_in *)a, (const struct sockaddr_in *)b};
	return v4[0]->sin_port != 0 && v4[0]->sin_port == v4[1]->sin_port &&
	       v4[0]->sin_addr.s_addr == v4[1]->sin_addr.s_addr;
}

enum jx_status jx_address_check_all(const char *const texts[JX_LISTENERS], struct jx_error *error)
{
	struct sockaddr_storage found[JX_LISTENERS];
	size_t n = 0;
	for (int listener = 0; listener < JX_LISTENERS; listener++) {
		if (texts[listener] == NULL)
			continue;
		enum jx_status status =
			jx_address_find((enum jx_listener)listener, texts[listener], &found[n], error);
		if (status != JX_OK)
			return status;
		for (size_t i = 0; i < n; i++)
			if (jx_address_is_same(&found[i], &found[n]))
				return jx_address_fail(texts[listener], UV_EADDRINUSE, error);
		n++;
	}
	return JX_OK;
}
