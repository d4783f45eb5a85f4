/*
 * A site over HTTP/1.1, served by libmicrohttpd in the daemon's loop: what is asked may be answered later.
 *
 * Connections stay open for further requests. A request that is not answered at once is set aside, and the loop goes on;
 * jx_visit_answer() takes it up again. GET and HEAD; what else is asked is told apart. In clear text, on a loopback address
 * behind a web server unless the caller allows others. That web server is believed when it says for whom it asks
 * (X-Forwarded-For, the last address of its last line): by this address is counted who has how many connections and asks how often. Behind
 * a web server that says nothing all are one, whom no limit of one address holds.
 *
 * Nobody keeps a place: who sends no request, or does not read the answer, is cut in time, sooner when all places are taken.
 * Of any time the loop gives the site half at most: after each turn of work it does something else for as long.
 * Thread: loop.
 */
#ifndef SERVER_WEB_SITE_H
#define SERVER_WEB_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "server/web/answer.h"

/** A request. */
struct jx_visit;

struct jx_site_config {
	const char *address; /* "host:port"; port 0: the system chooses */
	int fd;              /* a listening socket in place of the address; 0: none. Taken */
	const char *key;     /* of the settings, which names the address in errors */
	bool allows_foreign; /* an address that is not this machine's own */
	/* Somebody asks. To be answered once, now or later. */
	void (*on_visit)(void *user, struct jx_visit *visit);
	/* The answer to who asks too often; borrowed. NULL: they are cut. */
	struct jx_answer *(*too_many)(void *user);
	void *user;
};

struct jx_site;

/** Listen, and answer from the next turn of the loop on.
 *
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED, OUT_OF_MEMORY); JX_INVALID (WEB_NOT_LOOPBACK).
 */
enum jx_status jx_site_open(uv_loop_t *loop, const struct jx_site_config *config, struct jx_site **ret_site,
	struct jx_error *error) JX_MUST_CHECK;

/** The port that it is bound to. */
unsigned jx_site_port(const struct jx_site *site);

/** End every connection and stop listening; freed when the loop has run a turn. All visits are answered by then. NULL allowed. */
void jx_site_close(struct jx_site *site);

/** What was asked: the path as it came, without "?" and what follows; until it is answered. */
const char *jx_visit_path(const struct jx_visit *visit);

/** Whether it is GET or HEAD. */
bool jx_visit_is_get(const struct jx_visit *visit);

/** Whether it is HEAD. */
bool jx_visit_is_head(const struct jx_visit *visit);

/** Whether it can be answered in pieces, of which one sees whether all have come: not with HTTP/1.0. */
bool jx_visit_takes_pieces(const struct jx_visit *visit);

/** Whether who asks has what bears this tag (If-None-Match). */
bool jx_visit_has(const struct jx_visit *visit, const char *tag);

/** Who asks; 0: behind a web server that does not say for whom. */
uint64_t jx_visit_address(const struct jx_visit *visit);

/** Answer. @param answer  borrowed; NULL: there is no memory, the connection is cut. */
void jx_visit_answer(struct jx_visit *visit, struct jx_answer *answer);

/** Set a visit aside while its answer is sent, from MHD_ContentReaderCallback, which returns 0 then. */
void jx_visit_pause(struct jx_visit *visit);

/** Take it up again. */
void jx_visit_resume(struct jx_visit *visit);

#endif
