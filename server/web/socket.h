/* Where pages over HTTP listen. Private to server/web/. Thread: loop. */
#ifndef SERVER_WEB_SOCKET_H
#define SERVER_WEB_SOCKET_H

#include <stdbool.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** What to listen on. */
struct jx_web_place {
	const char *address; /* "host:port"; port 0: the system chooses */
	int fd;              /* a listening socket in place of the address; 0: none. Taken */
	const char *door;    /* its name among those that the service manager hands over */
	const char *key;     /* of the settings, which names the address in errors */
	bool allows_foreign; /* an address that is not this machine's own */
};

/** Listen.
 *
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED); JX_INVALID (WEB_NOT_LOOPBACK).
 */
enum jx_status jx_web_listen(const struct jx_web_place *place, int *ret_fd, unsigned *ret_port,
	struct jx_error *error) JX_MUST_CHECK;

#endif
