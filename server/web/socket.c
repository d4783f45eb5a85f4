#include "server/web/socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <uv.h>

#include "server/net/address.h"

#define BACKLOG 511

static unsigned port_of(const struct sockaddr_storage *address)
{
	if (address->ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
	return ntohs(((const struct sockaddr_in *)address)->sin_port);
}

/* A listening socket; -1 with errno set when there is none. */
static int listen_at(const struct sockaddr_storage *address, unsigned *ret_port)
{
	struct sockaddr_storage bound = *address;
	socklen_t n =
		address->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
	int one = 1;
	int fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
		bind(fd, (const struct sockaddr *)address, n) != 0 || listen(fd, BACKLOG) != 0 ||
		getsockname(fd, (struct sockaddr *)&bound, &n) != 0) {
		int code = errno;
		(void)close(fd);
		errno = code;
		return -1;
	}
	*ret_port = port_of(&bound);
	return fd;
}

/* Where a socket listens that somebody else has opened. */
static enum jx_status find_address(
	const char *door, int fd, struct sockaddr_storage *ret_address, struct jx_error *error)
{
	socklen_t n = sizeof(*ret_address);
	*ret_address = (struct sockaddr_storage){0};
	if (getsockname(fd, (struct sockaddr *)ret_address, &n) != 0)
		return jx_address_fail(door, uv_translate_sys_error(errno), error);
	return JX_OK;
}

enum jx_status jx_web_listen(
	const struct jx_web_place *place, int *ret_fd, unsigned *ret_port, struct jx_error *error)
{
	const char *name = place->fd > 0 ? place->door : place->address;
	struct sockaddr_storage address;
	enum jx_status status = place->fd > 0 ? find_address(place->door, place->fd, &address, error)
					      : jx_address_resolve(place->address, &address, error);
	if (status != JX_OK)
		return status;
	if (!place->allows_foreign && !jx_address_is_loopback(&address))
		return jx_fail_with(
			error, JX_REASON_WEB_NOT_LOOPBACK, JX_ARGS(JX_TEXT(place->key), JX_TEXT(name)));
	*ret_port = port_of(&address);
	*ret_fd = place->fd > 0 ? place->fd : listen_at(&address, ret_port);
	return *ret_fd >= 0 ? JX_OK : jx_address_fail(place->address, uv_translate_sys_error(errno), error);
}
