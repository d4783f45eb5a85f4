/*
 * Who asks, and how, by the head of a request. Private to server/web/. Thread: loop.
 */
#ifndef SERVER_WEB_ASKED_H
#define SERVER_WEB_ASKED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include <microhttpd.h>

/** By what an address is counted; never 0. */
uint64_t jx_asked_key(const struct sockaddr *address);

/** For whom a web server before us asks: the last address of the last X-Forwarded-For. Who asks it can put others before.
 *
 * @return a key; 0 when it does not say; one and the same for all that cannot be read.
 */
uint64_t jx_asked_for(struct MHD_Connection *connection);

/** Whether nothing follows the head: where two could differ about where a body ends, the next request is in doubt. */
bool jx_asked_without_body(struct MHD_Connection *connection);

#endif
