/*
 * Pages over HTTP/1.1, served by libmicrohttpd in the daemon's loop: the listener and the plumbing of answers.
 *
 * What is served is a table of pages, each of which writes its text when it is asked for. A text that was written is given
 * again for as long as its page says, so that a thousand who ask at once cost one. GET and HEAD only. One request for each
 * connection, which has JX_WEB_CONNECTION_MS; who is slow gives way when JX_MAX_WEB_CONNECTIONS are open. In clear text, so
 * on a loopback address unless the caller allows others. No thread is added: libmicrohttpd's epoll descriptor is one more
 * that the loop waits for. Thread: loop.
 */
#ifndef SERVER_WEB_WEB_H
#define SERVER_WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <uv.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_WEB_OK          200u
#define JX_WEB_UNAVAILABLE 503u
#define JX_MAX_WEB_PAGES   8u

/** A page. */
struct jx_web_page {
	const char *path;  /* the whole of it, "/healthz" */
	const char *media; /* its type */
	/* Writes the text. @return the code of HTTP: JX_WEB_OK, JX_WEB_UNAVAILABLE. */
	unsigned (*write)(void *user, FILE *out);
	unsigned fresh_ms; /* for how long a text is given again */
};

/** What to serve, and where. The pages are borrowed until jx_web_close(). */
struct jx_web_config {
	const char *address; /* "host:port"; port 0: the system chooses */
	int fd;              /* a listening socket in place of the address; 0: none. Taken */
	const char *key;     /* of the settings, which names the address in errors */
	bool allows_foreign; /* an address that is not this machine's own */
	const struct jx_web_page *pages;
	size_t n_pages; /* at most JX_MAX_WEB_PAGES */
	void *user;
};

struct jx_web;

/** Listen, and answer from the next turn of the loop on.
 *
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED, OUT_OF_MEMORY); JX_INVALID (WEB_NOT_LOOPBACK).
 */
enum jx_status jx_web_open(uv_loop_t *loop, const struct jx_web_config *config, struct jx_web **ret_web,
	struct jx_error *error) JX_MUST_CHECK;

/** The port that it is bound to. */
unsigned jx_web_port(const struct jx_web *web);

/** End every connection and stop listening; freed when the loop has run a turn. NULL allowed. */
void jx_web_close(struct jx_web *web);

#endif
