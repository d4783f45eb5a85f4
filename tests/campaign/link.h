/*
 * A connection of a campaign's peer, in clear text or by TLS, that never waits.
 *
 * TLS checks nothing of the server: these peers are cheap, so that what they do to the daemon is measured and not they.
 * Thread: one. A link lies in memory of its owner, from link_open() to link_close().
 */
#ifndef TESTS_CAMPAIGN_LINK_H
#define TESTS_CAMPAIGN_LINK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <openssl/ssl.h>

enum link_state { LINK_NONE, LINK_CONNECTING, LINK_HANDSHAKING, LINK_OPEN };

struct link {
	int fd;
	SSL *tls; /* NULL in clear text */
	enum link_state state;
	uint32_t events; /* what epoll waits for */
};

/* What a TLS client needs; `certificate` and `key` are files, or NULL for a stranger. Exits 1 when they are of no use. */
SSL_CTX *link_context(const char *certificate, const char *key);

/* Begin to connect to a port of 127.0.0.1, from the address 127.x.y.z whose last three bytes are `source`, or from any
 * when it is 0. Returns 0, or -1 when the kernel refuses. */
int link_open(struct link *link, int epoll, void *owner, SSL_CTX *context, unsigned port, uint32_t source);
/* End the connection at once, with whatever is on its way. */
void link_close(struct link *link);

/* Go on connecting. Returns 1 when the link is open, 0 while it is not, -1 when it failed. */
int link_advance(struct link *link, int epoll, void *owner);
/* Bytes read or written, 0 when the other side must move first, -1 when the connection has ended. */
ssize_t link_read(struct link *link, void *bytes, size_t n);
ssize_t link_write(struct link *link, const void *bytes, size_t n);
/* Wait for room to write too, or for bytes to read alone. */
void link_wait(struct link *link, int epoll, void *owner, int is_writing);

#endif
